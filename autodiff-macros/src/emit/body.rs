//! Statements and expressions of one companion.

use super::code::{Code, Precedence};
use super::names::Names;
use super::plan::Plan;
use super::types::zero_of;
use crate::graph::{
    Callee, CastForm, Definition, Float, Form, Graph, Inst, Node, Opaque, Origin, Region, SameForm, Side, Step, Target,
    Ty, Value,
};
use crate::rules::Op;
use crate::syntax::{Mention, visit_free_variables};
use crate::transform::is_pinned;
use proc_macro2::{Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use std::collections::BTreeMap;
use syn::{Expr, Path};

/// Emits the parts of one graph.
pub(super) struct Body<'a> {
    graph: &'a Graph,
    plan: Plan,
    names: Names,
    krate: &'a Path,
    /// The callees that are reached through an alias, whose name is the message where it has no twin.
    aliases: BTreeMap<String, (Ident, TokenStream)>,
    /// The parameters that gradients are written to.
    buffers: &'a [Value],
    /// Whether the backward part is a closure.
    split: bool,
    in_closure: bool,
}

impl<'a> Body<'a> {
    pub(super) fn new(
        graph: &'a Graph,
        seed: Option<Value>,
        parameters: &[(Value, Ident)],
        buffers: &'a [Value],
        krate: &'a Path,
    ) -> Self {
        let mut names = Names::new(graph);
        for (value, ident) in parameters {
            names.parameter(*value, ident);
        }
        Body {
            graph,
            plan: Plan::of(graph, seed, buffers),
            names,
            krate,
            aliases: BTreeMap::new(),
            buffers,
            split: seed.is_some(),
            in_closure: false,
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
        let declared = vec![true; self.graph.results().len()];
        self.block(self.graph.body, &declared)
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
                self.in_closure = self.split && position > 0;
                self.owned(value)
            })
            .collect()
    }

    fn statements(&mut self, insts: &[Inst]) -> TokenStream {
        insts.iter().map(|inst| self.statement(*inst)).collect()
    }

    fn statement(&mut self, inst: Inst) -> TokenStream {
        let data = &self.graph[inst];
        let span = data.span;
        match &data.node {
            Node::Branch { .. } | Node::Recall { .. } => {
                let declared: Vec<Value> =
                    data.results.iter().copied().filter(|result| self.plan.root(*result) == *result).collect();
                let (expr, is_statement) = self.branch(inst);
                match declared.as_slice() {
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
                }
            }
            Node::Store { base, path, value } => {
                let value = self.code(*value).bare();
                let (before, place) = self.changed(inst, *base, data.results[0]);
                let path = self.path(path);
                quote!(#before #place #path = #value;)
            }
            Node::Accumulate { base, path, value } => {
                let value_ty = self.graph[*value].ty.clone();
                let value = self.code(*value).bare();
                let (before, place) = self.changed(inst, *base, data.results[0]);
                let path = self.path(path);
                if value_ty.is_float() {
                    quote!(#before #place #path += #value;)
                } else if path.is_empty() && self.buffers.contains(&self.plan.root(*base)) {
                    quote!(#before __ad::accumulate(&mut *#place, #value);)
                } else {
                    quote!(#before __ad::accumulate(&mut #place #path, #value);)
                }
            }
            Node::Opaque(opaque) => self.opaque_statement(inst, &opaque.clone()),
            Node::CallVjp { callee, arguments } => {
                let function = self.companion(callee, "__vjp");
                let arguments: Vec<TokenStream> =
                    arguments.iter().map(|argument| self.code(*argument).bare()).collect();
                let patterns: Vec<TokenStream> = data.results.iter().map(|result| self.declaration(*result)).collect();
                quote_spanned!(span=> let (#(#patterns),*) = #function(#(#arguments),*);)
            }
            Node::CallJvp { callee, arguments, tangents } => {
                let function = self.companion(callee, "__jvp");
                let arguments: Vec<TokenStream> =
                    arguments.iter().chain(tangents).map(|argument| self.code(*argument).bare()).collect();
                let patterns: Vec<TokenStream> = data.results.iter().map(|result| self.declaration(*result)).collect();
                quote_spanned!(span=> let (#(#patterns),*) = #function(#(#arguments),*);)
            }
            Node::Pull { pullback, seed } => {
                let (pullback, seed) = (self.code(*pullback).receiver(), self.owned(*seed));
                let patterns: Vec<TokenStream> = data
                    .results
                    .iter()
                    .map(|result| if self.is_read(*result) { self.declaration(*result) } else { quote!(_) })
                    .collect();
                quote!(let (#(#patterns,)*) = #pullback(#seed);)
            }
            _ => {
                let Some(&result) = data.results.first() else { return TokenStream::new() };
                if self.plan.is_inlined(result) {
                    return TokenStream::new();
                }
                if !self.is_read(result) && !is_pinned(self.graph, inst) {
                    return TokenStream::new();
                }
                let expr = self.expression(inst).bare();
                if !self.is_read(result) {
                    return quote!(let _ = #expr;);
                }
                let pattern = self.declaration(result);
                let annotation = self.annotation(result);
                quote!(let #pattern #annotation = #expr;)
            }
        }
    }

    fn is_read(&self, value: Value) -> bool {
        self.graph[value].name.as_ref().is_some_and(|name| name.user.is_some()) || self.plan.is_read(value)
    }

    fn annotation(&self, value: Value) -> TokenStream {
        self.declared_type(value).map_or(TokenStream::new(), |ty| quote!(: #ty))
    }

    /// The type with which a variable is declared: the user's, or that of a constant number, which must not depend on
    /// which of its uses are left.
    fn declared_type(&self, value: Value) -> Option<TokenStream> {
        let data = &self.graph[value];
        if let Some(ty) = &data.annotation {
            return Some(ty.to_token_stream());
        }
        let primal = self.graph.definition(value).is_some_and(|inst| self.graph[inst].origin == Origin::Primal);
        match data.ty {
            Ty::Float(float @ (Float::F32 | Float::F64)) if data.constant && primal => Some(float_name(float)),
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
    fn declaration(&mut self, value: Value) -> TokenStream {
        let ident = self.names.name(self.graph, value);
        if self.plan.is_mutable(value) { quote!(mut #ident) } else { quote!(#ident) }
    }

    /// The variable that a store changes, and its declaration where it is a new one.
    fn changed(&mut self, inst: Inst, base: Value, result: Value) -> (TokenStream, TokenStream) {
        if self.plan.is_in_place(inst) {
            let place = self.code(base).receiver();
            return (TokenStream::new(), place);
        }
        let ty = self.graph[base].ty.clone();
        let inlined = self.plan.is_inlined(base);
        let mut before = self.code(base).receiver();
        if !inlined && self.in_closure && !is_copy(&ty) {
            before = quote!(::core::clone::Clone::clone(&#before));
        }
        let ident = self.names.name(self.graph, result);
        (quote!(let mut #ident = #before;), ident.to_token_stream())
    }

    fn path(&mut self, path: &[Step]) -> TokenStream {
        path.iter()
            .map(|step| match step {
                Step::Index(index) => {
                    let index = self.code(*index).bare();
                    quote!([#index])
                }
                Step::Field(position) => {
                    let position = Literal::u32_unsuffixed(*position);
                    quote!(.#position)
                }
            })
            .collect()
    }

    /// A value where it is read: its name, or its expression.
    pub(super) fn code(&mut self, value: Value) -> Code {
        match self.graph.definition(value) {
            Some(inst) if self.plan.is_inlined(value) => self.expression(inst),
            _ => {
                let root = self.plan.root(value);
                let ident = self.names.name(self.graph, root);
                if self.is_recorded_by_reference(root) {
                    Code::new(quote!(*#ident), Precedence::Prefix)
                } else {
                    Code::atom(ident.to_token_stream())
                }
            }
        }
    }

    /// A value where it is handed on: what a closure or a record must keep is cloned.
    fn owned(&mut self, value: Value) -> TokenStream {
        let root = self.plan.root(value);
        let captured = self.in_closure && self.plan.is_forward(root);
        let kept = !self.plan.is_inlined(value) && (captured || self.is_recorded_by_reference(root));
        let code = self.code(value);
        if kept && !is_copy(&self.graph[value].ty) {
            let code = code.at_least(Precedence::Prefix);
            quote!(::core::clone::Clone::clone(&#code))
        } else {
            code.bare()
        }
    }

    /// Whether a value is a part of a record that is matched by reference.
    fn is_recorded_by_reference(&self, value: Value) -> bool {
        match self.graph[value].definition {
            Definition::Parameter(region, _) => region != self.graph.body && !is_copy(&self.graph[value].ty),
            Definition::Result(..) => false,
        }
    }

    /// The expression of an instruction with one result.
    fn expression(&mut self, inst: Inst) -> Code {
        let graph = self.graph;
        let data = &graph[inst];
        let span = data.span;
        match &data.node {
            Node::Literal(number) => literal(*number),
            Node::Opaque(opaque) => self.opaque(&opaque.clone()),
            Node::Zero(ty) => Code::atom(zero_of(ty)),
            Node::ZeroLike { like } => {
                let like = self.code(*like).at_least(Precedence::Prefix);
                Code::atom(quote!(__ad::zero_tangent(&#like)))
            }
            Node::ConstantTangent { like } => {
                let like = self.code(*like).bare();
                Code::atom(quote!(__ad::constant_tangent!(#like)))
            }
            Node::Apply { op, form, operands } => self.apply(*op, *form, operands, span),
            Node::Select { comparison, left, right, then, otherwise } => {
                let left = self.code(*left).at_least(Precedence::Sum);
                let right = self.code(*right).at_least(Precedence::Sum);
                let (then, otherwise) = (self.code(*then).bare(), self.code(*otherwise).bare());
                let symbol = spanned(comparison.symbol(), Span::mixed_site());
                Code::new(quote!(if #left #symbol #right { #then } else { #otherwise }), Precedence::Loose)
            }
            Node::RulePullback { op, operand, operands, result, seed } => {
                self.rule("pullback", *op, *operand, operands, *result, *seed)
            }
            Node::RuleTangent { op, operand, operands, result, tangent } => {
                self.rule("tangent", *op, *operand, operands, *result, *tangent)
            }
            Node::Cast { to, form, operand } => {
                let ty = float_name(*to);
                match form {
                    CastForm::As => {
                        let operand = self.code(*operand).at_least(Precedence::Cast);
                        Code::new(quote!(#operand as #ty), Precedence::Cast)
                    }
                    CastForm::From => {
                        let operand = self.code(*operand).bare();
                        Code::atom(quote!(#ty::from(#operand)))
                    }
                }
            }
            Node::CastPullback { operand, seed } => {
                let operand = self.code(*operand).at_least(Precedence::Prefix);
                let seed = self.code(*seed).bare();
                Code::atom(quote!(__ad::cast_pullback(&#operand, #seed)))
            }
            Node::CastTangent { operand, to, tangent } => {
                let ty = float_name(*to);
                let operand = self.code(*operand).at_least(Precedence::Prefix);
                let tangent = self.code(*tangent).bare();
                Code::atom(quote!(__ad::cast_tangent::<#ty, _>(&#operand, #tangent)))
            }
            Node::Same { form, operand } => {
                let operand = self.code(*operand);
                match form {
                    SameForm::Borrow => {
                        let operand = operand.at_least(Precedence::Prefix);
                        Code::new(quote!(&#operand), Precedence::Prefix)
                    }
                    SameForm::Deref => {
                        let operand = operand.at_least(Precedence::Prefix);
                        Code::new(quote!(*#operand), Precedence::Prefix)
                    }
                    SameForm::Clone => {
                        let operand = operand.receiver();
                        Code::atom(quote!(#operand.clone()))
                    }
                }
            }
            Node::Tuple(elements) => {
                let elements: Vec<TokenStream> = elements.iter().map(|element| self.code(*element).bare()).collect();
                match elements.as_slice() {
                    [one] => Code::atom(quote!((#one,))),
                    _ => Code::atom(quote!((#(#elements),*))),
                }
            }
            Node::Array(elements) => {
                let elements: Vec<TokenStream> = elements.iter().map(|element| self.code(*element).bare()).collect();
                Code::atom(quote!([#(#elements),*]))
            }
            Node::Repeat { element, len } => {
                let element = self.code(*element).bare();
                Code::atom(quote!([#element; #len]))
            }
            Node::RepeatAdjoint { adjoint } => {
                let adjoint = self.code(*adjoint).bare();
                Code::atom(quote!(__ad::repeat_adjoint(#adjoint)))
            }
            Node::Load { base, path } => {
                let base = self.code(*base).receiver();
                let path = self.path(path);
                Code::atom(quote!(#base #path))
            }
            Node::Call { callee, arguments } => {
                let path = &callee.path;
                let arguments: Vec<TokenStream> =
                    arguments.iter().map(|argument| self.code(*argument).bare()).collect();
                Code::atom(quote_spanned!(span=> #path(#(#arguments),*)))
            }
            Node::Taken { side, payload } => {
                let payload: Vec<TokenStream> = payload.iter().map(|value| self.code(*value).bare()).collect();
                let side = side_name(*side);
                let payload = if let [one] = payload.as_slice() { quote!(#one) } else { quote!((#(#payload),*)) };
                Code::atom(quote!(__ad::Either::#side(#payload)))
            }
            Node::Store { .. }
            | Node::Accumulate { .. }
            | Node::CallVjp { .. }
            | Node::CallJvp { .. }
            | Node::Pull { .. }
            | Node::Branch { .. }
            | Node::Mirror { .. }
            | Node::Recall { .. } => unreachable!("this node is a statement"),
        }
    }

    fn apply(&mut self, op: Op, form: Form, operands: &[Value], span: Span) -> Code {
        let codes: Vec<Code> = operands.iter().map(|operand| self.code(*operand)).collect();
        match (form, op.symbol(), codes.as_slice()) {
            (Form::Symbol, Some(symbol), [operand]) => {
                let symbol = spanned(symbol, span);
                let operand = operand.at_least(Precedence::Atom);
                Code::new(quote!(#symbol #operand), Precedence::Prefix)
            }
            (Form::Symbol, Some(symbol), [left, right]) => {
                let (own, tighter) = match op {
                    Op::Add | Op::Sub => (Precedence::Sum, Precedence::Product),
                    _ => (Precedence::Product, Precedence::Cast),
                };
                let symbol = spanned(symbol, span);
                let (left, right) = (left.at_least(own), right.at_least(tighter));
                Code::new(quote!(#left #symbol #right), own)
            }
            (Form::Method, _, [receiver, arguments @ ..]) => {
                let method = Ident::new(op.name(), span);
                let receiver = receiver.receiver();
                let arguments = arguments.iter().map(Code::bare);
                Code::atom(quote!(#receiver.#method(#(#arguments),*)))
            }
            (Form::Associated(float), ..) => {
                let function = Ident::new(op.name(), span);
                let ty = float_name(float);
                let arguments = codes.iter().map(Code::bare);
                Code::atom(quote!(#ty::#function(#(#arguments),*)))
            }
            _ => {
                let function = Ident::new(op.name(), Span::mixed_site());
                let arguments = codes.iter().map(Code::bare);
                Code::atom(quote!(__ad::math::#function(#(#arguments),*)))
            }
        }
    }

    /// A rule of the table through core's traits.
    fn rule(&mut self, kind: &str, op: Op, operand: usize, operands: &[Value], result: Value, last: Value) -> Code {
        let arity = operands.len();
        let function = if arity == 1 { format_ident!("{kind}1") } else { format_ident!("{kind}{arity}_{operand}") };
        let marker = format_ident!("{}", op.marker());
        let holes = operands.iter().map(|_| quote!(_));
        let holes = quote!(#(#holes),*);
        let operands: Vec<TokenStream> =
            operands.iter().map(|value| self.code(*value).at_least(Precedence::Prefix)).collect();
        let result = self.code(result).at_least(Precedence::Prefix);
        let last = self.code(last).bare();
        Code::atom(quote!(__ad::#function::<__ad::op::#marker, #holes>(#(&#operands,)* &#result, #last)))
    }

    /// `path::to::callee::__vjp`, through an alias that reads as the fix where `callee` has no twin.
    fn companion(&mut self, callee: &Callee, companion: &str) -> TokenStream {
        let mut path = callee.path.path.clone();
        let last = path.segments.last_mut().expect("a path has a segment");
        let span = last.ident.span();
        let arguments = std::mem::replace(&mut last.arguments, syn::PathArguments::None);
        let generics = match &arguments {
            syn::PathArguments::AngleBracketed(arguments) => {
                let arguments = &arguments.args;
                quote!(::<#arguments>)
            }
            _ => TokenStream::new(),
        };
        let companion = Ident::new(companion, span);
        if let Target::Together(_) = callee.target {
            return quote!(#path::#companion #generics);
        }
        let stem = last.ident.to_string();
        let stem = stem.strip_prefix("r#").unwrap_or(&stem);
        let key = path.to_token_stream().to_string();
        let known = self.aliases.get(&key).map(|(alias, _)| alias.to_string());
        let text = known.unwrap_or_else(|| {
            // Two callees of one name in different modules need two aliases.
            let plain = format!("{stem}_has_no_derivative__put_differentiable_on_it");
            let same = self.aliases.values().filter(|(alias, _)| alias.to_string().starts_with(&plain)).count();
            if same == 0 { plain } else { format!("{plain}_{same}") }
        });
        let alias = Ident::new(&text, span);
        self.aliases.entry(key).or_insert_with(|| (alias.clone(), quote!(use #path as #alias;)));
        quote!(#alias::#companion #generics)
    }

    /// An expression in the user's words, with the names that its variables have here.
    fn opaque(&mut self, opaque: &Opaque) -> Code {
        let mut code = (*opaque.code).clone();
        let mut replacements: Vec<(Ident, Code)> = Vec::new();
        for capture in &opaque.captures {
            let emitted = self.code(capture.value);
            if !emitted.is(&capture.ident) {
                replacements.push((capture.ident.clone(), emitted));
            }
        }
        if replacements.is_empty() {
            return Code::user(&code);
        }
        if let Expr::Path(path) = &code
            && let Some((_, emitted)) = replacements.iter().find(|(ident, _)| path.path.is_ident(ident))
        {
            return emitted.clone();
        }
        let mut formatted: Vec<usize> = Vec::new();
        visit_free_variables(&mut code, &mut |ident, mention| {
            let position = replacements.iter().position(|(name, _)| name == ident)?;
            match mention {
                Mention::Formatted => {
                    formatted.push(position);
                    None
                }
                Mention::Read => Some(replacements[position].1.expr()),
                Mention::Changed | Mention::Receiver => None,
            }
        });
        if formatted.is_empty() {
            return Code::user(&code);
        }
        formatted.sort_unstable();
        formatted.dedup();
        let rebound = formatted.into_iter().map(|position| {
            let (ident, emitted) = &replacements[position];
            let emitted = emitted.at_least(Precedence::Prefix);
            quote!(let #ident = &#emitted;)
        });
        Code::new(quote!({ #(#rebound)* #code }), Precedence::Loose)
    }

    fn opaque_statement(&mut self, inst: Inst, opaque: &Opaque) -> TokenStream {
        let results = self.graph[inst].results.clone();
        let dropped = !self.is_read(results[0]) && !is_pinned(self.graph, inst);
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
        let code = self.opaque(&current).bare();
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

    /// A branch or a recall as an expression, and whether it can stand as a statement without a semicolon.
    fn branch(&mut self, inst: Inst) -> (TokenStream, bool) {
        let data = &self.graph[inst];
        let declared: Vec<bool> = data.results.iter().map(|result| self.plan.root(*result) == *result).collect();
        let is_statement = !declared.contains(&true);
        match data.node.clone() {
            Node::Branch { condition, arms } => {
                let condition = self.code(condition).bare();
                let then = self.block(arms[0], &declared);
                let otherwise = self.else_block(arms[1], &declared);
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
                        let block = self.block(arm, &declared);
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

    fn block(&mut self, region: Region, declared: &[bool]) -> TokenStream {
        let insts = self.graph[region].insts.clone();
        if self.graph[region].diverges() {
            return self.statements(&insts);
        }
        let yields: Vec<Value> = self.graph[region]
            .yields()
            .iter()
            .zip(declared)
            .filter(|(_, declared)| **declared)
            .map(|(value, _)| *value)
            .collect();
        // A branch whose results are just what the block yields is the block's tail.
        if let Some((&last, rest)) = insts.split_last()
            && !yields.is_empty()
            && matches!(self.graph[last].node, Node::Branch { .. } | Node::Recall { .. })
        {
            let results: Vec<Value> =
                self.graph[last].results.iter().copied().filter(|result| self.plan.root(*result) == *result).collect();
            if results == yields {
                let statements = self.statements(rest);
                let (tail, _) = self.branch(last);
                return quote!(#statements #tail);
            }
        }
        let statements = self.statements(&insts);
        let values: Vec<TokenStream> = yields.into_iter().map(|value| self.owned(value)).collect();
        match values.as_slice() {
            [] => statements,
            [value] => quote!(#statements #value),
            values => quote!(#statements (#(#values),*)),
        }
    }

    fn else_block(&mut self, region: Region, declared: &[bool]) -> TokenStream {
        let block = self.block(region, declared);
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

/// Whether an identifier occurs in tokens.
fn mentions(tokens: TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => mentions(group.stream(), name),
        _ => false,
    })
}

fn side_name(side: Side) -> Ident {
    Ident::new(
        match side {
            Side::Then => "Then",
            Side::Else => "Else",
        },
        Span::mixed_site(),
    )
}

/// Whether values of a type can be copied out of a record.
fn is_copy(ty: &Ty) -> bool {
    match ty {
        Ty::Float(_) | Ty::Constant | Ty::Reference(_) => true,
        Ty::Tuple(elements) => elements.iter().all(is_copy),
        Ty::Array(element, _) => is_copy(element),
        Ty::Slice(_) | Ty::Pullback | Ty::Unknown => false,
    }
}

fn float_name(float: Float) -> TokenStream {
    match float {
        Float::F32 => quote!(f32),
        Float::F64 | Float::Literal => quote!(f64),
    }
}

/// An operator at a place of the user's.
fn spanned(symbol: &str, span: Span) -> TokenStream {
    let last = symbol.chars().count() - 1;
    let punctuation = symbol.chars().enumerate().map(|(position, character)| {
        let spacing = if position == last { Spacing::Alone } else { Spacing::Joint };
        let mut punct = Punct::new(character, spacing);
        punct.set_span(span);
        TokenTree::Punct(punct)
    });
    punctuation.collect()
}

/// A number of derivative code.
fn literal(number: f64) -> Code {
    if number.is_nan() {
        return Code::new(quote!(0.0 / 0.0), Precedence::Product);
    }
    if number.is_infinite() {
        let one = if number > 0.0 { quote!(1.0) } else { quote!(-1.0) };
        return Code::new(quote!(#one / 0.0), Precedence::Product);
    }
    let magnitude = Literal::f64_unsuffixed(number.abs());
    if number.is_sign_negative() {
        Code::new(quote!(-#magnitude), Precedence::Prefix)
    } else {
        Code::atom(quote!(#magnitude))
    }
}
