//! Tuples that options are in: a variable that is one is a variable for each element.
//!
//! `let mut state = (None, 0.0);` is `let mut first = None; let mut second = 0.0;`, and whoever names the variable behind it
//! names these: `state.0` is `first`, `state` is `(first, second)`. What gives such a tuple in its arms assigns the elements
//! there.

use super::Lowering;
use super::option_statements::folds;
use crate::syntax::scope::{Mention, strip, visit_free_names};
use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Expr, ExprAssign, ExprTuple, Local, Member, Pat, Stmt, Type, parse_quote};

impl Lowering<'_> {
    /// A `let` of a tuple that options are in, and the statements behind it, with a variable for each element; none where it is
    /// no such tuple, or where the variable is used in a way that needs it as a whole.
    pub(super) fn options_apart(&self, local: &Local, rest: &[Stmt]) -> Option<Vec<Stmt>> {
        let (pattern, annotation) = match &local.pat {
            Pat::Type(typed) => (&*typed.pat, Some(&*typed.ty)),
            pattern => (pattern, None),
        };
        let init = local.init.as_ref().filter(|init| init.diverge.is_none())?;
        let options = self.option_tuple(&init.expr).or_else(|| self.nested_option_tuple(&init.expr))?;
        let types: Vec<Option<&Type>> = match annotation {
            Some(Type::Tuple(tuple)) if tuple.elems.len() == options.len() => tuple.elems.iter().map(Some).collect(),
            Some(_) => return None,
            None => vec![None; options.len()],
        };
        // A constant stays in the user's words, unless it changes.
        if self.is_constant(&init.expr) && !matches!(pattern, Pat::Ident(variable) if variable.mutability.is_some()) {
            return None;
        }
        let span = Span::mixed_site().located_at(local.let_token.span);
        let name = |stem: &str| self.names_of_elements(stem, options.len(), span);
        let (elements, behind) = match pattern {
            Pat::Ident(variable) if variable.by_ref.is_none() && variable.subpat.is_none() => {
                let elements = name(&variable.ident.to_string());
                let behind = in_elements(rest, &variable.ident, &elements)?;
                (elements, behind)
            }
            Pat::Tuple(_) if !matches!(strip(&init.expr), Expr::Tuple(_)) => {
                let elements = name("given");
                let mut behind = vec![parse_quote!(let #pattern = (#(#elements),*);)];
                behind.extend(rest.iter().cloned());
                (elements, behind)
            }
            _ => return None,
        };
        let mut stmts: Vec<Stmt> = Vec::new();
        if let Expr::Tuple(tuple) = strip(&init.expr) {
            for ((element, value), ty) in elements.iter().zip(&tuple.elems).zip(types) {
                let ty = ty.map(|ty| quote::quote!(: #ty));
                stmts.push(parse_quote!(let mut #element #ty = #value;));
            }
        } else {
            for ((element, is_option), ty) in elements.iter().zip(&options).zip(types) {
                let (ty, none) = (ty.map(|ty| quote::quote!(: #ty)), is_option.then(|| quote::quote!(= None)));
                stmts.push(parse_quote!(let mut #element #ty #none;));
            }
            let assigned = assigned(&parse_quote!((#(#elements),*)), &init.expr);
            stmts.push(parse_quote!(#assigned;));
        }
        stmts.extend(behind);
        Some(stmts)
    }

    /// Names for the elements of a tuple, other than those of one that the same name hides: it may be made of that.
    fn names_of_elements(&self, stem: &str, count: usize, span: Span) -> Vec<Ident> {
        let is_free = |stem: &str| self.names.get(&format!("{stem}_element_0")).is_none_or(Vec::is_empty);
        let mut numbered = (1..).map(|number| format!("{stem}_{number}"));
        let stem =
            if is_free(stem) { stem.to_owned() } else { numbered.find(|stem| is_free(stem)).unwrap_or_default() };
        (0..count).map(|element| format_ident!("{stem}_element_{element}", span = span)).collect()
    }

    /// Which elements of the tuple that an expression gives are options; none where there are none.
    pub(super) fn option_tuple(&self, expr: &Expr) -> Option<Vec<bool>> {
        match strip(expr) {
            Expr::Tuple(tuple) => {
                let options: Vec<bool> = tuple.elems.iter().map(|element| self.is_option(element)).collect();
                options.contains(&true).then_some(options)
            }
            Expr::If(branch) => {
                let (_, otherwise) = branch.else_branch.as_ref()?;
                let then = self.option_tuple(tail(&branch.then_branch.stmts)?);
                either(then, self.option_tuple(otherwise))
            }
            Expr::Match(branch) => branch.arms.iter().map(|arm| self.option_tuple(&arm.body)).fold(None, either),
            Expr::Block(block) if block.label.is_none() => self.option_tuple(tail(&block.block.stmts)?),
            Expr::MethodCall(call) if call.method == "fold" && folds(call) && self.is_sequence(&call.receiver) => {
                self.option_tuple(&call.args[0])
            }
            _ => None,
        }
    }

    /// The same where an element is such a tuple, which is taken apart next.
    fn nested_option_tuple(&self, expr: &Expr) -> Option<Vec<bool>> {
        let Expr::Tuple(tuple) = strip(expr) else { return None };
        let is_nested =
            |element: &Expr| self.option_tuple(element).or_else(|| self.nested_option_tuple(element)).is_some();
        tuple.elems.iter().any(is_nested).then(|| vec![false; tuple.elems.len()])
    }

    /// `(option, number) = ..`: an assignment for each element.
    pub(super) fn assigned_options(&self, assign: &ExprAssign) -> Option<Expr> {
        let Expr::Tuple(places) = strip(&assign.left) else { return None };
        let is_option = |place: &Expr| self.option_variable(place).is_some() || self.is_constant_option_variable(place);
        if !places.elems.iter().any(is_option) {
            return None;
        }
        match strip(&assign.right) {
            Expr::Tuple(values) if values.elems.len() == places.elems.len() => Some(each_assigned(places, values)),
            Expr::If(_) | Expr::Match(_) | Expr::Block(_) => Some(assigned(&assign.left, &assign.right)),
            Expr::MethodCall(call) if call.method == "fold" && folds(call) => {
                Some(assigned(&assign.left, &assign.right))
            }
            _ => None,
        }
    }
}

/// An element is an option if it is one in any arm.
fn either(left: Option<Vec<bool>>, right: Option<Vec<bool>>) -> Option<Vec<bool>> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.iter().zip(&right).map(|(left, right)| *left || *right).collect()),
        (left, right) => left.or(right),
    }
}

/// The value of a block.
fn tail(stmts: &[Stmt]) -> Option<&Expr> {
    match stmts.last()? {
        Stmt::Expr(value, None) => Some(value),
        _ => None,
    }
}

/// All values are there before the first of the places changes.
fn each_assigned(places: &ExprTuple, values: &ExprTuple) -> Expr {
    let (mut before, mut after): (Vec<Stmt>, Vec<Stmt>) = (Vec::new(), Vec::new());
    for (position, (place, value)) in places.elems.iter().zip(&values.elems).enumerate() {
        let span = Span::mixed_site().located_at(value.span());
        let next = format_ident!("next_element_{position}", span = span);
        before.push(parse_quote!(let #next = #value;));
        if !matches!(strip(place), Expr::Infer(_)) {
            after.push(parse_quote!(#place = #next;));
        }
    }
    parse_quote!({ #(#before)* #(#after)* })
}

/// Assigns what an expression gives where it gives it: in its arms.
fn assigned(left: &Expr, right: &Expr) -> Expr {
    let in_block = |block: &syn::Block| {
        let mut block = block.clone();
        if let Some(Stmt::Expr(value, semicolon @ None)) = block.stmts.last_mut() {
            *value = assigned(left, value);
            *semicolon = Some(Default::default());
        }
        block
    };
    match strip(right) {
        Expr::If(branch) => {
            let mut branch = branch.clone();
            branch.then_branch = in_block(&branch.then_branch);
            if let Some((_, otherwise)) = &mut branch.else_branch {
                **otherwise = assigned(left, otherwise);
            }
            Expr::If(branch)
        }
        Expr::Match(branch) => {
            let mut branch = branch.clone();
            for arm in &mut branch.arms {
                let body = assigned(left, &arm.body);
                *arm.body = parse_quote!({ #body; });
            }
            Expr::Match(branch)
        }
        Expr::Block(block) if block.label.is_none() => {
            Expr::Block(syn::ExprBlock { block: in_block(&block.block), ..block.clone() })
        }
        Expr::MethodCall(call) if call.method == "fold" && folds(call) => folded(left, call),
        leaves @ (Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) | Expr::Macro(_)) => leaves.clone(),
        right => parse_quote!({ #left = #right; }),
    }
}

/// A fold is a loop that assigns.
fn folded(left: &Expr, call: &syn::ExprMethodCall) -> Expr {
    let (items, start) = (&call.receiver, &call.args[0]);
    match strip(&call.args[1]) {
        Expr::Closure(closure) if closure.inputs.len() == 2 && !leaves(&closure.body) => {
            let (before, item, body) = (&closure.inputs[0], &closure.inputs[1], assigned(left, &closure.body));
            let start = assigned(left, start);
            parse_quote!({
                #start;
                for #item in #items {
                    let #before = #left;
                    #body;
                }
            })
        }
        _ => parse_quote!({ #left = #call; }),
    }
}

/// Whether `return` leaves a closure's body.
fn leaves(body: &Expr) -> bool {
    struct Leaves(bool);
    impl<'ast> Visit<'ast> for Leaves {
        fn visit_expr_return(&mut self, _: &'ast syn::ExprReturn) {
            self.0 = true;
        }
        fn visit_expr_try(&mut self, _: &'ast syn::ExprTry) {
            self.0 = true;
        }
        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
    }
    let mut leaves = Leaves(false);
    leaves.visit_expr(body);
    leaves.0
}

/// Statements that name the elements instead of the tuple; none where the tuple is needed as a whole.
fn in_elements(stmts: &[Stmt], variable: &Ident, elements: &[Ident]) -> Option<Vec<Stmt>> {
    let mut block: Expr = parse_quote!({ #(#stmts)* });
    let mut whole = Whole { variable, found: false };
    whole.visit_expr(&block);
    let mut found = whole.found;
    visit_free_names(
        &mut block,
        &mut |ident, mention| {
            found |= ident == variable && mention == Mention::Formatted;
            (ident == variable && mention == Mention::Read).then(|| parse_quote!((#(#elements),*)))
        },
        &mut |ident, place| {
            let Expr::Field(field) = place else { return None };
            let Member::Unnamed(position) = &field.member else { return None };
            let is_own = ident == variable && matches!(strip(&field.base), Expr::Path(_));
            let element = elements.get(position.index as usize).filter(|_| is_own)?;
            Some(parse_quote!(#element))
        },
    );
    match block {
        Expr::Block(block) if !found => Some(block.block.stmts),
        _ => None,
    }
}

/// Finds mutable references to a variable, and methods of it.
struct Whole<'v> {
    variable: &'v Ident,
    found: bool,
}

impl<'ast> Visit<'ast> for Whole<'_> {
    fn visit_expr_reference(&mut self, reference: &'ast syn::ExprReference) {
        let is_own = matches!(strip(&reference.expr), Expr::Path(path) if path.path.is_ident(self.variable));
        self.found |= is_own && reference.mutability.is_some();
        visit::visit_expr_reference(self, reference);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.found |= matches!(strip(&call.receiver), Expr::Path(path) if path.path.is_ident(self.variable));
        visit::visit_expr_method_call(self, call);
    }

    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        self.found |= pattern.by_ref.is_some() && pattern.mutability.is_some();
        visit::visit_pat_ident(self, pattern);
    }
}
