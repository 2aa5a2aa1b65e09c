//! Loops.
//!
//! A loop carries the variables that its body changes: they are parameters of the body, which yields their next
//! versions.

use super::branch::Exit;
use super::frame::Leave;
use super::{BindingId, Lowering};
use crate::diagnostics::Message;
use crate::graph::{End, Loop, Name, Node, Origin, SideBySide, Space, Ty, Value};
use crate::syntax::scope::{Mention, visit_free_variables};
use proc_macro2::Span;
use std::collections::HashMap;
use syn::{Expr, ExprForLoop, ExprLoop, ExprWhile, Label, parse_quote};

/// A loop before its body is lowered.
#[derive(Clone)]
pub(super) struct Header {
    pub(super) span: Span,
    pub(super) label: Option<String>,
    pub(super) space: Space,
    /// What the space gives to each iteration.
    pub(super) items: Vec<(Option<Name>, Ty)>,
    /// The variables that the body may change.
    pub(super) changed: Vec<BindingId>,
    pub(super) leaves: Vec<Leave>,
    /// The variable of the loop's value.
    pub(super) value: Option<BindingId>,
    /// Whether an iteration may end the loop.
    pub(super) breaks: bool,
    /// Whether it is a part of the loop around it.
    pub(super) is_part: bool,
}

/// What lowering a loop a second time starts from.
struct State {
    errors: usize,
    items: usize,
    bound: usize,
    bindings: usize,
    changes: usize,
    insts: usize,
    at_start: usize,
    names: HashMap<String, Vec<BindingId>>,
}

impl<'a> Lowering<'a> {
    pub(super) fn for_loop(&mut self, iteration: &ExprForLoop) -> Value {
        let span = iteration.for_token.span;
        let whole = Expr::ForLoop(iteration.clone());
        let header = Header {
            span,
            label: label_of(iteration.label.as_ref()),
            space: Space::Endless,
            items: Vec::new(),
            changed: self.changed_in(&whole),
            leaves: self.leaves_of(&[&Expr::Block(syn::ExprBlock {
                attrs: Vec::new(),
                label: None,
                block: iteration.body.clone(),
            })]),
            value: None,
            breaks: has_break(&iteration.body),
            is_part: false,
        };
        let sequence = match self.lent_iterator(&iteration.expr) {
            Some(held) if header.breaks || !header.leaves.is_empty() => {
                let (label, pat, body) = (&iteration.label, &iteration.pat, &iteration.body);
                return self.expr(&parse_quote!(#label while let Some(#pat) = #held.next() #body));
            }
            Some(held) => self.taken_rest(held, span),
            None => self.sequence(&iteration.expr),
        };
        self.drive(sequence, header, &mut |this, item| {
            this.bind_item(&iteration.pat, item);
            this.block_in_scope(&iteration.body);
        });
        self.unit(span)
    }

    pub(super) fn while_loop(&mut self, iteration: &ExprWhile) -> Value {
        let span = iteration.while_token.span;
        let (condition, body) = (&iteration.cond, &iteration.body);
        let code: Expr = match &**condition {
            Expr::Let(binding) => {
                let (pat, scrutinee) = (&binding.pat, &binding.expr);
                parse_quote!(match #scrutinee { #pat => #body, _ => break, })
            }
            condition => parse_quote!(if #condition #body else { break; }),
        };
        let header = Header {
            span,
            label: label_of(iteration.label.as_ref()),
            space: Space::Endless,
            items: Vec::new(),
            changed: self.changed_in(&Expr::While(iteration.clone())),
            leaves: self.leaves_of(&[&code]),
            value: None,
            breaks: true,
            is_part: false,
        };
        self.run_loop(header, &mut |this, _| {
            this.expr(&code);
        });
        self.unit(span)
    }

    pub(super) fn endless_loop(&mut self, iteration: &ExprLoop) -> Value {
        let span = iteration.loop_token.span;
        let whole = Expr::Loop(iteration.clone());
        let filler = self.filler(span);
        let value = self.hidden_binding("value");
        self.set(value, Some(filler));
        let body = Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block: iteration.body.clone() });
        let header = Header {
            span,
            label: label_of(iteration.label.as_ref()),
            space: Space::Endless,
            items: Vec::new(),
            changed: self.changed_in(&whole),
            leaves: self.leaves_of(&[&body]),
            value: breaks_with_value(&iteration.body).then_some(value),
            breaks: true,
            is_part: false,
        };
        let has_value = header.value.is_some();
        self.run_loop(header, &mut |this, _| {
            this.block_in_scope(&iteration.body);
        });
        let value = if has_value { self.read(value, span) } else { None };
        value.unwrap_or_else(|| self.unit(span))
    }

    /// A labelled block is a loop that ends in its first iteration. (A jump without a label out of it is an error of `rustc`'s.)
    pub(super) fn labelled_block(&mut self, block: &syn::ExprBlock) -> Value {
        let (label, body) = (&block.label, &block.block);
        let name = label.as_ref().map(|label| &label.name);
        let code: ExprLoop = parse_quote!(#label loop { break #name #body; });
        self.endless_loop(&code)
    }

    /// Lowers a loop: `body` gets what the space gives to an iteration.
    pub(super) fn run_loop(&mut self, header: Header, body: &mut dyn FnMut(&mut Lowering<'a>, &[Value])) {
        // What holds a constant before the loop may get a derivative in it: then the loop is lowered again.
        let mut active: Vec<BindingId> = Vec::new();
        loop {
            let state = self.state();
            let more = self.try_loop(&header, &active, body);
            if more.is_empty() {
                return;
            }
            active.extend(more);
            self.restore(state);
        }
    }

    /// Lowers a loop whose variables are constants where they begin as such, but for those known to be `active`. The
    /// result is the variables that turned out to be.
    fn try_loop(
        &mut self,
        header: &Header,
        active: &[BindingId],
        body: &mut dyn FnMut(&mut Lowering<'a>, &[Value]),
    ) -> Vec<BindingId> {
        let Header { span, label, space, items, changed, leaves, value, breaks, is_part } = header;
        let span = *span;
        let is_endless = matches!(space, Space::Endless);
        let carried = if *is_part {
            self.open_part(changed.clone(), span)
        } else {
            self.open_loop(label.clone(), *value, leaves.clone(), changed.clone(), span)
        };
        if *breaks {
            self.may_break();
        }
        let initial: Vec<Value> = carried.iter().map(|id| self.hidden(*id)).collect();
        let (outer, region) = (self.region, self.graph.add_region());
        let (first_change, first_pending) = (self.log.len(), self.pending.len());
        let first_binding = self.bindings.len();
        let items: Vec<Value> = items
            .iter()
            .map(|(name, ty)| {
                let item = self.graph.add_parameter(region, ty.clone(), name.clone(), span);
                self.graph[item].constant = true;
                item
            })
            .collect();
        let mut parameters = Vec::new();
        for (id, before) in carried.iter().zip(&initial) {
            let ty = self.ty(*before).clone();
            let constant = self.graph[*before].constant && !ty.is_float() && !active.contains(id);
            let name = Name::user(&self.bindings[*id].ident);
            let parameter = self.graph.add_parameter(region, ty, Some(name), span);
            self.graph[parameter].constant = constant;
            self.graph[parameter].annotation = self.bindings[*id].annotation.clone();
            parameters.push(parameter);
            self.set(*id, Some(parameter));
        }
        self.region = region;
        self.scoped(|this| body(this, &items));
        if self.exit == Exit::Falls {
            self.end_iteration(false, span);
        }
        let ended = self.close_pending(first_pending);
        self.exit = Exit::Falls;
        self.region = outer;
        self.undo(first_change, first_binding, &carried, span);
        let closed = self.close_loop();
        let mut types: Vec<Ty> = initial.iter().map(|value| self.ty(*value).clone()).collect();
        let mut constant: Vec<bool> = initial.iter().map(|value| self.graph[*value].constant).collect();
        if let Some(mut yields) = ended {
            for ((ty, constant), value) in types.iter_mut().zip(&mut constant).zip(&yields) {
                *ty = ty.meet(self.ty(*value));
                *constant &= self.graph[*value].constant;
            }
            let turned = carried.iter().zip(&parameters).zip(&constant);
            let turned = turned.filter(|((_, parameter), constant)| self.graph[**parameter].constant && !**constant);
            let turned: Vec<BindingId> = turned.map(|((id, _), _)| *id).collect();
            if !turned.is_empty() {
                return turned;
            }
            if !closed.ends_early {
                yields.pop();
            }
            self.graph[region].end = End::Yield(yields);
        } else {
            self.graph[region].end = End::Diverge;
        }
        let node = Node::Loop(Loop {
            space: space.clone(),
            initial,
            body: region,
            ends_early: closed.ends_early,
            records: false,
            side_by_side: SideBySide::No,
        });
        let inst = self.graph.push(self.region, node, types, Origin::Primal, span);
        let results = self.graph[inst].results.clone();
        for ((id, result), constant) in carried.into_iter().zip(results).zip(constant) {
            self.graph[result].constant = constant;
            self.assign(id, result);
        }
        self.leave_on(closed, is_endless, span);
        Vec::new()
    }

    fn state(&self) -> State {
        State {
            errors: self.diagnostics.count(),
            items: self.items.len(),
            bound: self.bound.len(),
            bindings: self.bindings.len(),
            changes: self.log.len(),
            insts: self.graph[self.region].insts.len(),
            at_start: self.at_start,
            names: self.names.clone(),
        }
    }

    /// Forgets what was lowered since.
    fn restore(&mut self, state: State) {
        for (id, before) in self.log.split_off(state.changes).into_iter().rev() {
            self.bindings[id].value = before;
        }
        self.diagnostics.take_back(state.errors);
        self.items.truncate(state.items);
        self.bound.truncate(state.bound);
        self.bindings.truncate(state.bindings);
        let region = self.region;
        let at_start = if region == self.graph.body { self.at_start - state.at_start } else { 0 };
        self.graph[region].insts.truncate(state.insts + at_start);
        self.names = state.names;
        self.forget_results(state.bindings);
    }

    /// Gives the variables the versions that they had before a loop, which hands on those that it carries.
    fn undo(&mut self, first_change: usize, first_binding: usize, carried: &[BindingId], span: Span) {
        self.check_changes(first_change, first_binding, carried, span);
        for (id, before) in self.log.split_off(first_change).into_iter().rev() {
            self.bindings[id].value = before;
        }
    }

    /// Reports changes that were not foreseen, and would be lost.
    pub(super) fn check_changes(&self, first_change: usize, first_binding: usize, foreseen: &[BindingId], span: Span) {
        let mut lost: Vec<BindingId> = Vec::new();
        for &(id, before) in &self.log[first_change..] {
            if id < first_binding && before.is_some() && !foreseen.contains(&id) && !lost.contains(&id) {
                self.error(span, Message::unseen_change(&self.bindings[id].ident.to_string()));
                lost.push(id);
            }
        }
    }

    /// The variables of the function that an expression may change.
    pub(super) fn changed_in(&self, expr: &Expr) -> Vec<BindingId> {
        let mut changed = Vec::new();
        visit_free_variables(&mut expr.clone(), &mut |ident, mention| {
            if let Some(&id) = self.names.get(&ident.to_string()).and_then(|ids| ids.last()) {
                let binding = &self.bindings[id];
                if let Some(closure) = &binding.closure {
                    changed.extend(&closure.changed);
                }
                if let Some(iterator) = &binding.iterator {
                    changed.extend(iterator.changed());
                }
                if let Some(option) = binding.option.as_ref().filter(|_| binding.mutable) {
                    changed.extend(option.changed());
                }
                let scalar = binding.value.is_some_and(|value| self.graph[value].ty.is_float());
                let changes =
                    mention == Mention::Changed || (mention == Mention::Receiver && binding.mutable && !scalar);
                match &binding.alias {
                    Some(alias) => changed.extend([alias.root].into_iter().chain(binding.home)),
                    None if changes && binding.option.is_none() => changed.push(id),
                    None => {}
                }
            }
            None
        });
        changed.sort_unstable();
        changed.dedup();
        changed
    }
}

pub(super) fn label_of(label: Option<&Label>) -> Option<String> {
    label.map(|label| label.name.to_string())
}

/// Whether there is a `break` in a body.
fn has_break(body: &syn::Block) -> bool {
    struct Breaks(bool);
    impl<'ast> syn::visit::Visit<'ast> for Breaks {
        fn visit_expr_break(&mut self, _: &'ast syn::ExprBreak) {
            self.0 = true;
        }
        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }
    let mut breaks = Breaks(false);
    syn::visit::Visit::visit_block(&mut breaks, body);
    breaks.0
}

/// Whether a `break` of the loop itself has a value.
pub(super) fn breaks_with_value(body: &syn::Block) -> bool {
    struct Breaks(bool);
    impl<'ast> syn::visit::Visit<'ast> for Breaks {
        fn visit_expr_break(&mut self, exit: &'ast syn::ExprBreak) {
            self.0 |= exit.expr.is_some();
        }
        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }
    let mut breaks = Breaks(false);
    syn::visit::Visit::visit_block(&mut breaks, body);
    breaks.0
}
