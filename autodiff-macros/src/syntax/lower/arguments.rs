//! Calls through companions: what the callee is given, and what it changes.

use super::place::{Alias, is_whole};
use super::{BindingId, Lowering};
use crate::diagnostics::{Message, Place};
use crate::graph::{Argument, Callee, Node, Origin, Part, Target, Ty, Value};
use crate::syntax::items::mentions;
use crate::syntax::scope::strip;
use crate::syntax::signature::{Parameter, Signature};
use proc_macro2::Ident;
use std::rc::Rc;
use syn::spanned::Spanned;
use syn::{Expr, ExprCall, ExprPath};

/// An argument before the call: the variables that it changes have not all been read yet.
enum Passed {
    Value(Value),
    Place { alias: Alias, cut: bool },
}

impl Lowering<'_> {
    /// A call of a function that stays one.
    pub(super) fn companion_call(&mut self, path: &ExprPath, call: &ExprCall) -> Value {
        let span = path.span();
        let known = self.together(path);
        let signature = known.map(|index| Rc::clone(&self.known[index].signature));
        let mut passed = Vec::new();
        // Parts of a variable that is passed already: they go through variables of their own.
        let mut copied: Vec<(BindingId, Alias)> = Vec::new();
        for (position, argument) in call.args.iter().enumerate() {
            let formal = signature.as_ref().and_then(|signature| signature.parameters.get(position));
            let mut one = match self.passed(argument, formal) {
                Some(one) => one,
                None => return self.unit(span),
            };
            if let Passed::Place { alias, .. } = &mut one
                && passed
                    .iter()
                    .any(|other| matches!(other, Passed::Place { alias: other, .. } if other.root == alias.root))
            {
                let Some(copy) = self.copy_of(alias, argument) else { return self.unit(span) };
                copied.push((copy, std::mem::replace(alias, Alias { root: copy, path: Vec::new() })));
            }
            passed.push(one);
        }
        let ty = signature.as_ref().map_or(Ty::Unknown, |signature| self.result_of(signature));
        let target = known.map_or(Target::Elsewhere, |index| Target::Together(self.known[index].index));
        let renamed = signature.filter(|callee| callee.twin != callee.ident);
        let twin = renamed.map(|callee| callee.twin.clone());
        let callee = Callee { path: Rc::new(path.clone()), twin, target };
        let value = self.push_call(callee, passed, ty, span);
        for (copy, alias) in copied {
            let after = self.hidden(copy);
            self.store(alias.root, alias.path, after, span);
        }
        value
    }

    /// What is known here of a callee's result: its own parameters are not, nor what this function's items hide.
    fn result_of(&self, callee: &Signature) -> Ty {
        let nested = self.own_functions.contains(&callee.ident.to_string());
        let generics: Vec<&Ident> = callee.generics.const_params().map(|parameter| &parameter.ident).collect();
        let own = self.own_names.iter().filter(|_| !nested);
        let hidden: Vec<String> = generics.into_iter().chain(own).map(Ident::to_string).collect();
        callee.result.seen_from_afar(&|len| {
            let is_literal = syn::parse2::<syn::LitInt>(len.clone()).is_ok();
            (self.imports_all && !nested && !is_literal) || hidden.iter().any(|name| mentions(len.clone(), name))
        })
    }

    /// Pushes the call; the variables that it changes get new versions.
    fn push_call(&mut self, callee: Callee, passed: Vec<Passed>, ty: Ty, span: proc_macro2::Span) -> Value {
        let (mut arguments, mut roots, mut types) = (Vec::new(), Vec::new(), vec![ty]);
        for one in passed {
            arguments.push(match one {
                Passed::Value(value) => Argument::Value(value),
                Passed::Place { alias, cut } => {
                    let Some(base) = self.bindings[alias.root].value else {
                        let name = self.bindings[alias.root].ident.to_string();
                        self.error(span, Message::uninitialised(&name));
                        return self.unit(span);
                    };
                    roots.push((alias.root, cut));
                    types.push(self.ty(base).clone());
                    Argument::Place { part: Part { base, path: alias.path }, cut }
                }
            });
        }
        let constant = arguments.iter().all(|argument| self.graph[argument.value()].constant);
        let inst = self.graph.push(self.region, Node::Call { callee, arguments }, types, Origin::Primal, span);
        let results = self.graph[inst].results.clone();
        self.graph[results[0]].constant = constant;
        for ((root, cut), version) in roots.into_iter().zip(&results[1..]) {
            self.graph[*version].constant = constant || cut;
            self.assign(root, *version);
        }
        results[0]
    }

    /// What an argument passes; `formal` is the parameter, where it is known.
    fn passed(&mut self, argument: &Expr, formal: Option<&Parameter>) -> Option<Passed> {
        let argument = strip(argument);
        let exclusive = matches!(argument, Expr::Reference(reference) if reference.mutability.is_some())
            || matches!(argument, Expr::MethodCall(call) if is_whole(call))
            || (matches!(argument, Expr::Path(_)) && self.is_mutable_alias(argument));
        if !exclusive {
            return Some(Passed::Value(self.expr(argument)));
        }
        let alias = self.exclusive(argument)?;
        if formal.is_some_and(|formal| !formal.mutable) {
            let value = self.read_place(&alias, argument.span());
            return Some(Passed::Value(self.borrow(value, argument.span())));
        }
        let cut = formal.is_some_and(|formal| !formal.active) || self.cut.contains(&alias.root);
        Some(Passed::Place { alias, cut })
    }

    /// The place that is passed by `&mut`: a temporary is a variable of ours.
    fn exclusive(&mut self, argument: &Expr) -> Option<Alias> {
        let Expr::Reference(reference) = argument else { return self.alias(argument) };
        match strip(&reference.expr) {
            Expr::Path(_) | Expr::Index(_) | Expr::Field(_) | Expr::Unary(_) => self.alias(argument),
            temporary => {
                let value = self.expr(temporary);
                let root = self.hidden_binding("temporary");
                self.set(root, Some(value));
                Some(Alias { root, path: Vec::new() })
            }
        }
    }

    /// A copy of a part, which is passed in its place; none where it cannot be copied.
    fn copy_of(&mut self, alias: &Alias, argument: &Expr) -> Option<BindingId> {
        let ty = self.place_ty(alias);
        if alias.path.is_empty() || ty.holds_vector() || !ty.is_known() {
            let name = self.bindings[alias.root].ident.to_string();
            self.error(Place::of(argument), Message::two_places(&name));
            return None;
        }
        let value = self.read_place(alias, argument.span());
        let copy = self.hidden_binding("part");
        self.set(copy, Some(value));
        Some(copy)
    }
}
