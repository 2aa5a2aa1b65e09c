//! Statements and expressions of one companion.

use super::code::Precedence;
use super::expression::float_name;
use super::lists::Lists;
use super::names::Names;
use super::pairs::{Pair, side_by_side};
use super::plan::{Closure, Plan, is_place};
use super::views::View;
use crate::analysis::Integers;
use crate::graph::{
    Definition, Float, Graph, Inst, Node, Opaque, Origin, Region, SameForm, Set, Side, SideBySide, Step, Ty, Value,
};
use crate::transform::is_pinned;
use proc_macro2::{Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use std::collections::BTreeMap;
use syn::{Expr, Path};

/// Emits the parts of one graph.
pub(super) struct Body<'a> {
    pub(super) graph: &'a Graph,
    pub(super) plan: Plan,
    pub(super) names: Names,
    pub(super) lists: Lists,
    pub(super) integers: Integers<'a>,
    pub(super) krate: &'a Path,
    /// The callees that are reached through an alias, whose name is the message where it has no twin.
    pub(super) aliases: BTreeMap<String, (Ident, TokenStream)>,
    /// The parameters that are `&mut`: what they refer to may be changed in place.
    pub(super) buffers: &'a [Value],
    /// The backward part, where it is a closure.
    pub(super) closure: Option<Closure<'a>>,
    pub(super) in_closure: bool,
    /// The loops that run in pairs, and the pair that is emitted.
    pub(super) pairs: Set<Inst>,
    pub(super) pair: Option<Pair>,
    /// The loops that are closures.
    pub(super) loop_closures: Set<Inst>,
    /// Where the numbers of an iteration stand, if not at the integer that its loop counts: that integer, and the name of the place.
    pub(super) place: Option<(Value, Ident)>,
    /// The views that are open, innermost last.
    pub(super) views: Vec<View>,
    /// The arguments behind references that the backward part reads, and the names of their copies.
    pub(super) kept: Vec<(Value, Ident)>,
}

impl<'a> Body<'a> {
    pub(super) fn new(
        graph: &'a Graph,
        closure: Option<Closure<'a>>,
        parameters: &[(Value, Ident)],
        buffers: &'a [Value],
        krate: &'a Path,
    ) -> Self {
        let mut names = Names::new(graph);
        for (value, ident) in parameters {
            names.parameter(*value, ident);
        }
        let plan = Plan::of(graph, closure, buffers);
        Body {
            graph,
            pairs: side_by_side(graph, &plan, SideBySide::Pairs),
            pair: None,
            loop_closures: side_by_side(graph, &plan, SideBySide::Closure),
            place: None,
            plan,
            names,
            lists: Lists::of(graph),
            integers: Integers::of(graph),
            krate,
            aliases: BTreeMap::new(),
            buffers,
            closure,
            in_closure: false,
            views: Vec::new(),
            kept: Vec::new(),
        }
    }

    /// The statements of the forward part.
    pub(super) fn forward(&mut self) -> TokenStream {
        self.statements(&self.plan.forward.clone())
    }

    /// The statements of the backward part, which stand in a closure.
    pub(super) fn backward(&mut self) -> TokenStream {
        self.in_closure = true;
        let statements = self.statements(&self.plan.backward.clone());
        self.in_closure = false;
        statements
    }

    /// All statements and what they yield, for a function without a closure.
    pub(super) fn whole(&mut self) -> TokenStream {
        let outlets = vec![Outlet::Yielded; self.graph.results().len()];
        self.block(self.graph.body, &outlets)
    }

    /// What the statements refer to by a short name: `use path::to::callee as message;` for each callee that only
    /// `rustc` knows, and the core crate's functions where any is called.
    pub(super) fn imports(&self, statements: &TokenStream) -> TokenStream {
        let krate = self.krate;
        let aliases = self.aliases.values().map(|(_, import)| import);
        let runtime = mentions(statements.clone(), "__ad").then(|| quote!(use #krate::__private as __ad;));
        quote!(#runtime #(#aliases)*)
    }

    /// What the function yields.
    pub(super) fn results(&mut self) -> Vec<TokenStream> {
        let results = self.graph.results().to_vec();
        results
            .into_iter()
            .enumerate()
            .map(|(position, value)| {
                self.in_closure = self.closure.is_some_and(|closure| position >= closure.results);
                self.owned(value)
            })
            .collect()
    }

    /// Whether a result ended in a parameter that is `&mut`.
    pub(super) fn lives_in(&self, result: usize, buffer: Value) -> bool {
        self.graph.results().get(result).is_some_and(|result| self.plan.root(*result) == buffer)
    }

    pub(super) fn statements(&mut self, insts: &[Inst]) -> TokenStream {
        insts
            .iter()
            .map(|inst| {
                let lists = self.declared_lists(*inst);
                let statement = self.statement(*inst);
                quote!(#lists #statement)
            })
            .collect()
    }

    pub(super) fn statement(&mut self, inst: Inst) -> TokenStream {
        let data = &self.graph[inst];
        match &data.node {
            Node::Branch { .. } | Node::Recall { .. } => {
                let outlets = self.outlets(inst);
                let yielded = data.results.iter().zip(&outlets).filter(|(_, outlet)| matches!(outlet, Outlet::Yielded));
                let declared: Vec<Value> = yielded.map(|(result, _)| *result).collect();
                let names = data.results.iter().zip(&outlets).filter_map(|(result, outlet)| match outlet {
                    Outlet::Assigned(name) if refers_to_slice(self.graph, *result) => Some(quote!(let #name: &[_];)),
                    Outlet::Assigned(name) => Some(quote!(let #name;)),
                    Outlet::Elsewhere | Outlet::Yielded => None,
                });
                let names: TokenStream = names.collect();
                let (expr, is_statement) = self.branch(inst, &outlets);
                let statement = match declared.as_slice() {
                    [] if is_statement => expr,
                    [] => quote!(#expr;),
                    [result] => {
                        let pattern = self.declaration(*result);
                        let annotation = self.annotation(*result);
                        quote!(let #pattern #annotation = #expr;)
                    }
                    results => {
                        let annotation = self.declared_types(results);
                        let patterns: Vec<TokenStream> =
                            results.iter().map(|result| self.declaration(*result)).collect();
                        quote!(let (#(#patterns),*) #annotation = #expr;)
                    }
                };
                quote!(#names #statement)
            }
            Node::Loop(repeated) => self.loop_statement(inst, &repeated.clone()),
            Node::Push { base, value } => {
                let value = self.put_in(inst, *value);
                let (before, place) = self.changed(inst, *base, data.results[0]);
                quote!(#before #place.push(#value);)
            }
            Node::Pop { base } => {
                let (before, place) = self.changed_whole(inst, *base, data.results[0]);
                let popped = self.declaration(data.results[1]);
                quote!(#before let #popped = __ad::pop(&mut #place);)
            }
            Node::Store { base, path, value } => {
                let value = self.put_in(inst, *value);
                let (before, place) = self.changed_part(inst, *base, path);
                quote!(#before #place = #value;)
            }
            Node::Accumulate { base, path, value } => {
                let value_ty = self.graph[*value].ty.clone();
                let value = if value_ty.is_float() || self.plan.is_last_reader(inst) {
                    self.taken(*value)
                } else {
                    self.owned(*value)
                };
                if path.is_empty() && !value_ty.is_float() && self.graph.is_zero(*base) && !self.plan.is_in_place(inst)
                {
                    let ident = self.names.name(self.graph, data.results[0]);
                    let zero = self.copied(*base);
                    return quote!(let mut #ident = __ad::first(#value, || #zero););
                }
                if path.is_empty() {
                    let (before, place) = self.changed_whole(inst, *base, data.results[0]);
                    return if value_ty.is_float() {
                        quote!(#before #place += #value;)
                    } else {
                        quote!(#before __ad::accumulate(&mut #place, #value);)
                    };
                }
                let (before, place) = self.changed_part(inst, *base, path);
                if value_ty.is_float() {
                    quote!(#before #place += #value;)
                } else {
                    quote!(#before __ad::accumulate(&mut #place, #value);)
                }
            }
            Node::Opaque(opaque) => self.opaque_statement(inst, &opaque.clone()),
            Node::Call { arguments, .. } if arguments.iter().any(|argument| argument.place().is_some()) => {
                self.call_statement(inst)
            }
            Node::CallVjp { .. } | Node::CallJvp { .. } | Node::Pull { .. } => self.call_statement(inst),
            _ => {
                let Some(&result) = data.results.first() else { return TokenStream::new() };
                if self.plan.is_inlined(result) {
                    return TokenStream::new();
                }
                if is_place(self.graph, inst) {
                    let place = self.expression(inst).at_least(Precedence::Prefix);
                    if self.is_read(result) {
                        let pattern = self.declaration(result);
                        if self.plan.is_measured(result) {
                            return quote!(let #pattern = __ad::Length(#place.len()););
                        }
                        return quote!(let #pattern = #place.clone(););
                    }
                    // Whether the part exists is all that matters here.
                    return if is_pinned(self.graph, inst) { quote!(let _ = &#place;) } else { TokenStream::new() };
                }
                if !self.is_read(result) && !is_pinned(self.graph, inst) {
                    return TokenStream::new();
                }
                let expr = self.expression(inst);
                let expr = if self.plan.is_cloned_part(result) {
                    // A method would have to know the type already.
                    let place = expr.receiver();
                    quote!(::core::clone::Clone::clone(&#place))
                } else {
                    expr.bare()
                };
                if !self.is_read(result) {
                    return quote!(let _ = #expr;);
                }
                let pattern = self.declaration(result);
                let annotation = self.annotation(result);
                quote!(let #pattern #annotation = #expr;)
            }
        }
    }

    pub(super) fn is_read(&self, value: Value) -> bool {
        self.graph[value].name.as_ref().is_some_and(|name| name.user.is_some()) || self.plan.is_read(value)
    }

    pub(super) fn annotation(&self, value: Value) -> TokenStream {
        self.declared_type(value).map_or(TokenStream::new(), |ty| quote!(: #ty))
    }

    /// The type with which a variable is declared: the user's, or that of a constant number, which must not depend on
    /// which of its uses are left.
    pub(super) fn declared_type(&self, value: Value) -> Option<TokenStream> {
        let data = &self.graph[value];
        if let Some(ty) = &data.annotation {
            return Some(ty.to_token_stream());
        }
        let primal = self.graph.definition(value).is_some_and(|inst| self.graph[inst].origin == Origin::Primal);
        match data.ty {
            Ty::Float(float @ (Float::F32 | Float::F64)) if data.constant && primal => Some(float_name(float)),
            Ty::Slice(_) if primal => Some(vector_type(&data.ty)),
            _ => None,
        }
    }

    /// The types of several variables that are declared together.
    fn declared_types(&self, values: &[Value]) -> TokenStream {
        let types: Vec<Option<TokenStream>> = values.iter().map(|value| self.declared_type(*value)).collect();
        if types.iter().all(Option::is_none) {
            return TokenStream::new();
        }
        let types = types.into_iter().map(|ty| ty.unwrap_or_else(|| quote!(_)));
        quote!(: (#(#types),*))
    }

    /// The name of a new variable, `mut` where it is changed in place.
    pub(super) fn declaration(&mut self, value: Value) -> TokenStream {
        let ident = self.names.name(self.graph, value);
        if self.plan.is_mutable(value) { quote!(mut #ident) } else { quote!(#ident) }
    }

    /// As [`changed`](Self::changed), for what takes the variable as a whole.
    fn changed_whole(&mut self, inst: Inst, base: Value, result: Value) -> (TokenStream, TokenStream) {
        let (before, place) = self.changed(inst, base, result);
        let behind_reference = self.plan.is_in_place(inst) && self.is_behind_reference(base);
        (before, if behind_reference { quote!(*#place) } else { place })
    }

    /// The variable that a store changes, and its declaration where it is a new one.
    fn changed(&mut self, inst: Inst, base: Value, result: Value) -> (TokenStream, TokenStream) {
        if self.plan.is_in_place(inst) {
            let place = self.indexed(base);
            return (TokenStream::new(), place);
        }
        let before = self.copied(base);
        let ident = self.names.name(self.graph, result);
        (quote!(let mut #ident = #before;), ident.to_token_stream())
    }

    /// A value as the beginning of a variable that will change.
    fn copied(&mut self, base: Value) -> TokenStream {
        let ty = self.graph[base].ty.clone();
        let inlined = self.plan.is_inlined(base);
        let mut before = self.code(base).receiver();
        if self.is_behind_reference(base) {
            before = self.owned(base);
        } else if !is_copy(&ty) && (!inlined && self.in_closure || ty.holds_vector()) {
            before = quote!(::core::clone::Clone::clone(&#before));
        }
        if self.is_shared_argument(base) {
            before = quote!(__ad::unshared(#before));
        }
        before
    }

    /// The part that a store changes, through a view where one is open.
    fn changed_part(&mut self, inst: Inst, base: Value, path: &[Step]) -> (TokenStream, TokenStream) {
        if self.plan.is_in_place(inst) {
            let (place, rest) = self.viewed(self.plan.root(base), path);
            let rest = self.path(&rest);
            return (TokenStream::new(), quote!(#place #rest));
        }
        let (before, place) = self.changed(inst, base, self.graph[inst].results[0]);
        let path = self.path(path);
        (before, quote!(#place #path))
    }

    pub(super) fn path(&mut self, path: &[Step]) -> TokenStream {
        path.iter()
            .map(|step| match step {
                Step::Index(index) => {
                    let index = self.code(*index).bare();
                    quote!([#index])
                }
                Step::Range(start, end) => {
                    let start = self.code(*start).at_least(Precedence::Sum);
                    let end = self.code(*end).at_least(Precedence::Sum);
                    quote!([#start..#end])
                }
                Step::Field(position) => {
                    let position = Literal::u32_unsuffixed(*position);
                    quote!(.#position)
                }
            })
            .collect()
    }

    fn opaque_statement(&mut self, inst: Inst, opaque: &Opaque) -> TokenStream {
        let results = self.graph[inst].results.clone();
        // The type of a closure that nobody calls here is not known.
        let is_closure = matches!(&*opaque.code, Expr::Closure(_));
        let is_read = if is_closure { self.plan.is_read(results[0]) } else { self.is_read(results[0]) };
        let dropped = !is_read && !is_pinned(self.graph, inst);
        if self.plan.is_inlined(results[0]) || dropped {
            return TokenStream::new();
        }
        let mut before = TokenStream::new();
        let mut current = opaque.clone();
        for (position, result) in opaque.changes.iter().zip(&results[1..]) {
            if self.plan.root(*result) == *result {
                let base = self.code(opaque.captures[*position].value).bare();
                let ident = self.names.name(self.graph, *result);
                before.extend(quote!(let mut #ident = #base;));
            }
            current.captures[*position].value = *result;
        }
        let code = self.opaque(inst, &current).bare();
        let is_unit = matches!(&self.graph[results[0]].ty, Ty::Tuple(elements) if elements.is_empty());
        let is_macro = matches!(&*opaque.code, Expr::Macro(_)) && opaque.cut;
        if self.is_read(results[0]) && !is_unit {
            let pattern = self.declaration(results[0]);
            let annotation = self.annotation(results[0]);
            quote!(#before let #pattern #annotation = #code;)
        } else if is_unit || is_macro {
            quote!(#before #code;)
        } else {
            quote!(#before let _ = #code;)
        }
    }

    /// Where the results of a branch go. One of several that refers to a slice is assigned in the arms: there `rustc` makes
    /// a slice of a vector, which it does not inside of a tuple.
    fn outlets(&mut self, inst: Inst) -> Vec<Outlet> {
        let results = self.graph[inst].results.clone();
        let declared = results.iter().filter(|result| self.plan.root(**result) == **result).count();
        results
            .into_iter()
            .map(|result| {
                let data = &self.graph[result];
                let is_slice = matches!(&data.ty, Ty::Reference(inner) if matches!(**inner, Ty::Slice(_)));
                if self.plan.root(result) != result {
                    Outlet::Elsewhere
                } else if declared > 1 && is_slice && data.annotation.is_none() && !self.plan.is_mutable(result) {
                    Outlet::Assigned(self.names.name(self.graph, result))
                } else {
                    Outlet::Yielded
                }
            })
            .collect()
    }

    /// A branch or a recall as an expression, and whether it can stand as a statement without a semicolon.
    fn branch(&mut self, inst: Inst, outlets: &[Outlet]) -> (TokenStream, bool) {
        let data = &self.graph[inst];
        let is_statement = !outlets.iter().any(|outlet| matches!(outlet, Outlet::Yielded));
        match data.node.clone() {
            Node::Branch { condition, arms } => {
                let condition = self.code(condition).bare();
                let then = self.block(arms[0], outlets);
                let otherwise = self.else_block(arms[1], outlets);
                (quote!(if #condition { #then } #otherwise), is_statement)
            }
            Node::Recall { taken, arms } => {
                let taken = self.code(taken).at_least(Precedence::Prefix);
                let cases: Vec<TokenStream> = [Side::Then, Side::Else]
                    .into_iter()
                    .zip(arms)
                    .map(|(side, arm)| {
                        let side = side_name(side);
                        let pattern = self.payload(arm);
                        let block = self.block(arm, outlets);
                        quote!(&__ad::Either::#side(#pattern) => { #block })
                    })
                    .collect();
                (quote!(match &#taken { #(#cases)* }), is_statement)
            }
            _ => unreachable!("only branches have arms"),
        }
    }

    /// The pattern that takes a record apart: numbers by value, the rest by reference.
    fn payload(&mut self, arm: Region) -> TokenStream {
        let parameters = self.graph[arm].parameters.clone();
        let patterns: Vec<TokenStream> = parameters
            .iter()
            .map(|parameter| {
                let ident = self.names.name(self.graph, *parameter);
                if self.is_recorded_by_reference(*parameter) { quote!(ref #ident) } else { quote!(#ident) }
            })
            .collect();
        if let [one] = patterns.as_slice() { quote!(#one) } else { quote!((#(#patterns),*)) }
    }

    pub(super) fn block(&mut self, region: Region, outlets: &[Outlet]) -> TokenStream {
        let insts = self.graph[region].insts.clone();
        if self.graph[region].diverges() {
            return self.statements(&insts);
        }
        let all = self.graph[region].yields().to_vec();
        let yielded = all.iter().zip(outlets).filter(|(_, outlet)| matches!(outlet, Outlet::Yielded));
        let yields: Vec<Value> = yielded.map(|(value, _)| *value).collect();
        let assigned: Vec<(Ident, Value)> = outlets
            .iter()
            .zip(all)
            .filter_map(|(outlet, value)| match outlet {
                Outlet::Assigned(name) => Some((name.clone(), value)),
                Outlet::Elsewhere | Outlet::Yielded => None,
            })
            .collect();
        // A branch whose results are just what the block yields is the block's tail.
        if let Some((&last, rest)) = insts.split_last()
            && !yields.is_empty()
            && assigned.is_empty()
            && matches!(self.graph[last].node, Node::Branch { .. } | Node::Recall { .. })
        {
            let inner = self.outlets(last);
            let results: Vec<Value> =
                self.graph[last].results.iter().copied().filter(|result| self.plan.root(*result) == *result).collect();
            if results == yields && !inner.iter().any(|outlet| matches!(outlet, Outlet::Assigned(_))) {
                let statements = self.statements(rest);
                let (tail, _) = self.branch(last, &inner);
                return quote!(#statements #tail);
            }
        }
        let mut statements = self.statements(&insts);
        let values: Vec<TokenStream> = yields.into_iter().map(|value| self.handed_on(region, value)).collect();
        for (name, value) in assigned {
            let value = self.handed_on(region, value);
            statements.extend(quote!(#name = #value;));
        }
        match values.as_slice() {
            [] => statements,
            [value] => quote!(#statements #value),
            values => quote!(#statements (#(#values),*)),
        }
    }

    fn else_block(&mut self, region: Region, outlets: &[Outlet]) -> TokenStream {
        let block = self.block(region, outlets);
        if block.is_empty() && !self.graph[region].diverges() {
            return TokenStream::new();
        }
        // `else { if .. }` reads better as `else if ..`, where the block is nothing but the `if`.
        let insts = &self.graph[region].insts;
        let alone = insts.iter().rev().skip(1).all(|inst| {
            self.graph[*inst].results.iter().all(|result| self.plan.is_inlined(*result))
                && !self.graph[*inst].results.is_empty()
        });
        let last_is_branch = insts.last().is_some_and(|inst| matches!(self.graph[*inst].node, Node::Branch { .. }));
        let is_if = block.clone().into_iter().next().is_some_and(|token| token.to_string() == "if");
        let ends_in_block = matches!(block.clone().into_iter().last(), Some(TokenTree::Group(group)) if group.delimiter() == proc_macro2::Delimiter::Brace);
        if alone && last_is_branch && is_if && ends_in_block { quote!(else #block) } else { quote!(else { #block }) }
    }
}

/// Whether a reference is known to be one to a slice, not to a vector.
fn refers_to_slice(graph: &Graph, value: Value) -> bool {
    let is_written = matches!(graph[value].annotation.as_deref(), Some(syn::Type::Reference(written)) if matches!(*written.elem, syn::Type::Slice(_)));
    let Definition::Result(inst, position) = graph[value].definition else { return is_written };
    is_written
        || match &graph[inst].node {
            Node::Same { form: SameForm::Borrow, operand } => matches!(
                graph.node(*operand),
                Some(Node::Load { path, .. }) if matches!(path.last(), Some(Step::Range(..)))
            ),
            Node::Branch { arms, .. } => arms
                .iter()
                .filter_map(|arm| graph[*arm].yields().get(position))
                .any(|yielded| refers_to_slice(graph, *yielded)),
            _ => false,
        }
}

/// Where a result of a branch goes.
#[derive(Clone)]
pub(super) enum Outlet {
    /// It lives in a variable from before the branch.
    Elsewhere,
    /// It is a part of what the arms yield.
    Yielded,
    /// The arms assign it to a variable of its own.
    Assigned(Ident),
}

/// Whether an identifier occurs in tokens.
pub(super) fn mentions(tokens: TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => mentions(group.stream(), name),
        _ => false,
    })
}

pub(super) fn side_name(side: Side) -> Ident {
    Ident::new(
        match side {
            Side::Then => "Then",
            Side::Else => "Else",
        },
        Span::mixed_site(),
    )
}

/// The type of a vector, as far as it is known.
fn vector_type(ty: &Ty) -> TokenStream {
    match ty {
        Ty::Float(float @ (Float::F32 | Float::F64)) => float_name(*float),
        Ty::Slice(element) => {
            let element = vector_type(element);
            quote!(__ad::Vec<#element>)
        }
        Ty::Array(element, len) => {
            let element = vector_type(element);
            quote!([#element; #len])
        }
        Ty::Tuple(elements) if !elements.is_empty() => {
            let elements = elements.iter().map(vector_type);
            quote!((#(#elements,)*))
        }
        _ => quote!(_),
    }
}

/// Whether values of a type can be copied out of a record.
pub(super) fn is_copy(ty: &Ty) -> bool {
    match ty {
        Ty::Float(_) | Ty::Constant | Ty::Reference(_) | Ty::List(_) => true,
        Ty::Tuple(elements) => elements.iter().all(is_copy),
        Ty::Array(element, _) => is_copy(element),
        Ty::Slice(_) | Ty::Pullback | Ty::Unknown => false,
    }
}
