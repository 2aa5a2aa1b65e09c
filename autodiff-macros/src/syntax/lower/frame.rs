//! What control can leave: the function, and the loops around a place.
//!
//! Leaving a loop's body hands on the versions of the variables that the loop carries, and whether the loop is over.
//! Who leaves more than one loop sets a flag, which each loop carries out to the next one.

use super::branch::Exit;
use super::{BindingId, Lowering};
use crate::diagnostics::Message;
use crate::graph::{Ty, Value};
use proc_macro2::Span;
use syn::visit::Visit;
use syn::{Expr, ExprBreak, ExprContinue, ExprReturn, Lifetime, parse_quote};

/// A function, or a loop around the current place.
pub(super) struct Frame {
    kind: Kind,
    /// The variables whose versions are handed on.
    carried: Vec<BindingId>,
    /// Whether anything ends the loop before its space does.
    pub(super) ends_early: bool,
    /// Whether a `break` of its own does.
    pub(super) breaks: bool,
    /// Whether an iteration may end the loop.
    pub(super) may_break: bool,
    /// Whether it is a loop that is a part of the loop around it, and ends with that.
    is_part: bool,
    /// The first variable that is declared inside.
    first_binding: BindingId,
}

enum Kind {
    /// Its result, where a loop inside returns.
    Function {
        result: Option<BindingId>,
        /// Whether it is a reference to numbers: control leaves with the numbers.
        is_referent: bool,
        /// Whether it is an option: control leaves with a tuple.
        is_option: bool,
    },
    Loop {
        label: Option<String>,
        value: Option<BindingId>,
        exits: Vec<(Leave, BindingId)>,
    },
}

/// A way to leave a frame: how, and which one by its depth.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Leave {
    frame: usize,
    way: Way,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Return,
    Break,
    Continue,
}

impl Frame {
    /// The frame of the function, or of a body that is lowered where it is called; `changed` are the variables around it
    /// that it may change.
    pub(super) fn function(changed: Vec<BindingId>, first_binding: BindingId) -> Self {
        Frame {
            kind: Kind::Function { result: None, is_referent: false, is_option: false },
            carried: changed,
            ends_early: false,
            breaks: false,
            may_break: false,
            is_part: false,
            first_binding,
        }
    }
}

impl Lowering<'_> {
    /// How many values control leaves the innermost frame with.
    pub(super) fn exit_width(&self) -> usize {
        self.innermost().carried.len() + 1
    }

    fn innermost(&self) -> &Frame {
        self.frames.last().expect("the function's frame is open")
    }

    /// Opens the frame of a loop. The result is the variables that it carries: the given ones and those that say how
    /// control left it.
    pub(super) fn open_loop(
        &mut self,
        label: Option<String>,
        value: Option<BindingId>,
        leaves: Vec<Leave>,
        mut carried: Vec<BindingId>,
        span: Span,
    ) -> Vec<BindingId> {
        let mut exits = Vec::new();
        for leave in leaves {
            let flag = self.hidden_binding("left");
            let no = self.constant_code(parse_quote!(false), Ty::Constant, span);
            self.set(flag, Some(no));
            carried.push(flag);
            exits.push((leave, flag));
            if leave.way == Way::Return {
                let result = self.result_binding(leave.frame, span);
                carried.push(result);
            }
            if leave.way == Way::Break
                && let Kind::Loop { value: Some(value), .. } = self.frames[leave.frame].kind
            {
                carried.push(value);
            }
        }
        carried.extend(value);
        carried.retain(|id| self.bindings[*id].value.is_some());
        carried.sort_unstable();
        carried.dedup();
        let kind = Kind::Loop { label, value, exits };
        self.frames.push(Frame {
            kind,
            carried: carried.clone(),
            ends_early: false,
            breaks: false,
            may_break: false,
            is_part: false,
            first_binding: self.bindings.len(),
        });
        carried
    }

    /// Opens the frame of a loop that is a part of the innermost one: control leaves it in the same ways, and ends both
    /// at once.
    pub(super) fn open_part(&mut self, changed: Vec<BindingId>, span: Span) -> Vec<BindingId> {
        let (label, mut leaves) = match &self.innermost().kind {
            Kind::Loop { label, exits, .. } => (label.clone(), exits.iter().map(|(leave, _)| *leave).collect()),
            Kind::Function { .. } => (None, Vec::new()),
        };
        if self.innermost().may_break {
            leaves.push(Leave { frame: self.frames.len() - 1, way: Way::Break });
        }
        let carried = self.open_loop(label, None, leaves, changed, span);
        if let Some(frame) = self.frames.last_mut() {
            frame.is_part = true;
        }
        carried
    }

    /// The loop that a loop is a part of, or the loop itself.
    fn whole(&self, frame: usize) -> usize {
        (0..=frame).rev().find(|frame| !self.frames[*frame].is_part).expect("a function is no part of a loop")
    }

    /// The variables that the innermost frame hands on.
    pub(super) fn carried(&self) -> Vec<BindingId> {
        self.innermost().carried.clone()
    }

    /// The variable that holds what the function returns from inside a loop.
    fn result_binding(&mut self, frame: usize, span: Span) -> BindingId {
        let made = match self.frames[frame].kind {
            Kind::Function { result, .. } => result,
            Kind::Loop { .. } => None,
        };
        let result = made.unwrap_or_else(|| self.hidden_binding("result"));
        // One that was made in an arm has no value outside of it.
        if self.bindings[result].value.is_none() {
            let filler = self.filler(span);
            self.set(result, Some(filler));
        }
        if let Kind::Function { result: slot, .. } = &mut self.frames[frame].kind {
            *slot = Some(result);
        }
        result
    }

    /// Forgets variables that hold results of functions, from a number on.
    pub(super) fn forget_results(&mut self, first: BindingId) {
        for frame in &mut self.frames {
            if let Kind::Function { result, .. } = &mut frame.kind
                && result.is_some_and(|result| result >= first)
            {
                *result = None;
            }
        }
    }

    /// Closes the innermost frame.
    pub(super) fn close_loop(&mut self) -> ClosedLoop {
        let frame = self.frames.pop().expect("the loop's frame is open");
        let exits = match frame.kind {
            Kind::Loop { exits, .. } => exits,
            Kind::Function { .. } => Vec::new(),
        };
        ClosedLoop { exits, ends_early: frame.ends_early, breaks: frame.breaks }
    }

    /// After a loop: control goes on leaving if it left the loop for more than the loop.
    pub(super) fn leave_on(&mut self, closed: ClosedLoop, is_endless: bool, span: Span) {
        let never_falls = is_endless && !closed.breaks;
        let count = closed.exits.len();
        for (position, (leave, flag)) in closed.exits.into_iter().enumerate() {
            let flag = self.hidden(flag);
            if never_falls && position + 1 == count {
                self.leave_by(leave, span);
            } else {
                let unit = self.unit(span);
                self.branch(
                    flag,
                    span,
                    &mut |this| {
                        this.leave_by(leave, span);
                        unit
                    },
                    &mut |_| unit,
                );
            }
        }
    }

    fn leave_by(&mut self, leave: Leave, span: Span) {
        self.put_back_since(self.frames[leave.frame].first_binding, span);
        let innermost = self.frames.len() - 1;
        if let (Kind::Function { result: Some(result), .. }, Way::Return) = (&self.innermost().kind, leave.way) {
            let value = self.hidden(*result);
            self.return_value(value, span);
            return;
        }
        let mut over = leave.way != Way::Continue;
        if leave.frame != innermost {
            let flag = match &self.innermost().kind {
                Kind::Loop { exits, .. } => exits.iter().find(|(other, _)| *other == leave).map(|(_, flag)| *flag),
                Kind::Function { .. } => None,
            };
            let flag = flag.expect("a loop knows beforehand how control leaves it");
            let yes = self.constant_code(parse_quote!(true), Ty::Constant, span);
            self.set(flag, Some(yes));
            over = true;
        } else {
            self.frames[innermost].breaks |= over;
        }
        self.frames[innermost].ends_early |= over;
        self.end_iteration(over, span);
    }

    /// The iteration of the innermost loop ends here, and the loop does if it is `over`.
    pub(super) fn end_iteration(&mut self, over: bool, span: Span) {
        let mut values: Vec<Value> = self.innermost().carried.iter().map(|id| self.hidden(*id)).collect();
        let over: Expr = if over { parse_quote!(true) } else { parse_quote!(false) };
        values.push(self.constant_code(over, Ty::Constant, span));
        self.leave(Exit::Leaves(values));
    }

    /// `return value`.
    pub(super) fn return_value(&mut self, value: Value, span: Span) {
        let frame = self.frames.iter().rposition(|frame| matches!(frame.kind, Kind::Function { .. }));
        let frame = frame.expect("the function's frame is open");
        self.put_back_since(self.frames[frame].first_binding, span);
        let value = if self.refers_to_numbers(self.ty(value)) {
            if let Kind::Function { is_referent, .. } = &mut self.frames[frame].kind {
                *is_referent = true;
            }
            self.dereferenced(value, span)
        } else {
            value
        };
        if frame + 1 == self.frames.len() {
            let mut values = vec![value];
            values.extend(self.innermost().carried.iter().map(|id| self.hidden(*id)));
            self.leave(Exit::Leaves(values));
            return;
        }
        let result = self.result_binding(frame, span);
        self.set(result, Some(value));
        self.leave_by(Leave { frame, way: Way::Return }, span);
    }

    pub(super) fn break_loop(&mut self, exit: &ExprBreak) -> Value {
        let span = exit.break_token.span;
        let value = exit.expr.as_ref().map(|value| self.expr(value));
        if exit_is_reached(&self.exit)
            && let Some(frame) = self.loop_frame(exit.label.as_ref(), span)
        {
            let frame = self.whole(frame);
            if let (Some(value), Kind::Loop { value: Some(slot), .. }) = (value, &self.frames[frame].kind) {
                let slot = *slot;
                if self.refers_to_numbers(self.ty(value)) {
                    self.bindings[slot].is_referent = true;
                }
                self.assign(slot, value);
            }
            self.leave_by(Leave { frame, way: Way::Break }, span);
        }
        self.unit(span)
    }

    /// What control left the innermost frame with: a reference, if that is what it was given.
    pub(super) fn returned(&mut self, value: Value, span: Span) -> Value {
        match self.innermost().kind {
            Kind::Function { is_referent: true, .. } => self.borrow(value, span),
            _ => value,
        }
    }

    /// Notes that the body of the innermost frame gives an option.
    pub(super) fn gives_option(&mut self) {
        if let Some(Frame { kind: Kind::Function { is_option, .. }, .. }) = self.frames.last_mut() {
            *is_option = true;
        }
    }

    /// Whether `return` gives an option here.
    pub(super) fn is_in_option_body(&self) -> bool {
        let functions = self.frames.iter().rev();
        let mut kinds = functions.filter_map(|frame| match frame.kind {
            Kind::Function { is_option, .. } => Some(is_option),
            Kind::Loop { .. } => None,
        });
        kinds.next().unwrap_or(false)
    }

    /// The number of the frame that is opened next.
    pub(super) fn next_frame(&self) -> usize {
        self.frames.len()
    }

    /// Notes that an iteration of the innermost loop may end it.
    pub(super) fn may_break(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.may_break = true;
        }
    }

    /// Ends a loop around this place.
    pub(super) fn break_frame(&mut self, frame: usize, span: Span) {
        self.leave_by(Leave { frame, way: Way::Break }, span);
    }

    pub(super) fn continue_loop(&mut self, exit: &ExprContinue) -> Value {
        let span = exit.continue_token.span;
        if let Some(frame) = self.loop_frame(exit.label.as_ref(), span) {
            self.leave_by(Leave { frame, way: Way::Continue }, span);
        }
        self.unit(span)
    }

    fn loop_frame(&self, label: Option<&Lifetime>, span: Span) -> Option<usize> {
        let wanted = label.map(ToString::to_string);
        let frame = self.frames.iter().rposition(|frame| match &frame.kind {
            Kind::Loop { label, .. } => wanted.is_none() || *label == wanted,
            Kind::Function { .. } => false,
        });
        if frame.is_none() {
            self.error(span, Message::unsupported("a jump out of a labelled block", "use `if` and `else`"));
        }
        frame
    }

    /// The ways in which control leaves a loop for more than the loop.
    pub(super) fn leaves_of(&self, body: &[&Expr]) -> Vec<Leave> {
        let mut found = Exits::default();
        body.iter().for_each(|expr| found.visit_expr(expr));
        let mut leaves = Vec::new();
        if found.returns {
            let frame = self.frames.iter().rposition(|frame| matches!(frame.kind, Kind::Function { .. }));
            leaves.extend(frame.map(|frame| Leave { frame, way: Way::Return }));
        }
        for (label, way) in found.labels {
            let frame = self
                .frames
                .iter()
                .rposition(|frame| matches!(&frame.kind, Kind::Loop { label: Some(own), .. } if *own == label));
            let leave = frame.map(|frame| match way {
                Way::Break => Leave { frame: self.whole(frame), way },
                _ => Leave { frame, way },
            });
            leaves.extend(leave.filter(|leave| !leaves.contains(leave)));
        }
        leaves
    }
}

/// What is left to do when a loop's frame is closed.
pub(super) struct ClosedLoop {
    exits: Vec<(Leave, BindingId)>,
    pub(super) ends_early: bool,
    breaks: bool,
}

fn exit_is_reached(exit: &Exit) -> bool {
    matches!(exit, Exit::Falls)
}

/// The exits in the body of a loop that lead out of it.
#[derive(Default)]
struct Exits {
    returns: bool,
    labels: Vec<(String, Way)>,
}

impl<'ast> Visit<'ast> for Exits {
    fn visit_expr_return(&mut self, exit: &'ast ExprReturn) {
        self.returns = true;
        syn::visit::visit_expr_return(self, exit);
    }

    fn visit_expr_try(&mut self, exit: &'ast syn::ExprTry) {
        self.returns = true;
        syn::visit::visit_expr_try(self, exit);
    }

    fn visit_expr_break(&mut self, exit: &'ast ExprBreak) {
        self.labels.extend(exit.label.as_ref().map(|label| (label.to_string(), Way::Break)));
        syn::visit::visit_expr_break(self, exit);
    }

    fn visit_expr_continue(&mut self, exit: &'ast ExprContinue) {
        self.labels.extend(exit.label.as_ref().map(|label| (label.to_string(), Way::Continue)));
    }

    fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}
