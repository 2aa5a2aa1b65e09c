//! Branches and early returns.
//!
//! An arm works on the bindings as they were before the branch; afterwards the branch yields its value and a new
//! version of every variable that an arm changed.
//!
//! A `return` is structured control flow: when one arm of a branch leaves its frame (the function, or an iteration of
//! a loop) and the other goes on, the rest of the frame is lowered *inside* the arm that goes on (the branch is
//! [`Pending`] until the frame ends). Where an arm that may have left must join another that goes on, both say with a
//! flag whether they left.

use super::{BindingId, Lowering};
use crate::graph::{End, Node, Origin, Region, Side, Ty, Value};
use proc_macro2::Span;
use syn::parse_quote;

/// How control leaves a region.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Exit {
    /// It goes on after the region.
    Falls,
    /// It leaves the frame with these values: the function returns, or the iteration of a loop is over.
    Leaves(Vec<Value>),
    /// It panics.
    Diverges,
}

impl Exit {
    /// How a region ends that control leaves so.
    fn end(&self) -> End {
        match self {
            Exit::Leaves(values) => End::Yield(values.clone()),
            Exit::Falls | Exit::Diverges => End::Diverge,
        }
    }
}

/// A branch one arm of which is finished, while the frame goes on in the other.
pub(super) struct Pending {
    /// The region that the branch belongs to.
    outer: Region,
    condition: Value,
    /// The arm that goes on: its entry.
    open: Region,
    side: Side,
    /// The finished arm, and how it ended.
    closed: Region,
    exit: Exit,
    span: Span,
}

/// An arm, lowered.
struct LoweredArm {
    entry: Region,
    /// Where control is at its end: not the entry if branches are pending.
    end: Region,
    exit: Exit,
    value: Value,
    changes: Vec<(BindingId, Option<Value>)>,
    pending: Vec<Pending>,
}

/// What lowers an arm.
pub(super) type ArmBody<'b, 'a> = &'b mut dyn FnMut(&mut Lowering<'a>) -> Value;

impl<'a> Lowering<'a> {
    /// Lowers a branch and yields its value.
    pub(super) fn branch(
        &mut self,
        condition: Value,
        span: Span,
        then: ArmBody<'_, 'a>,
        otherwise: ArmBody<'_, 'a>,
    ) -> Value {
        let outer = self.region;
        let mut then = self.arm(then);
        let mut otherwise = self.arm(otherwise);
        self.region = outer;
        match (then.exit.clone(), otherwise.exit.clone()) {
            (Exit::Falls, Exit::Falls) => {
                if then.pending.is_empty() && otherwise.pending.is_empty() {
                    self.join(condition, span, then, otherwise)
                } else {
                    let flags = [self.seal(&mut then), self.seal(&mut otherwise)];
                    self.join_sealed(condition, span, [then, otherwise], flags)
                }
            }
            (Exit::Falls, Exit::Diverges) if then.pending.is_empty() => self.join(condition, span, then, otherwise),
            (Exit::Diverges, Exit::Falls) if otherwise.pending.is_empty() => {
                self.join(condition, span, then, otherwise)
            }
            (Exit::Falls, exit) => self.suspend(condition, span, then, Side::Then, otherwise.entry, exit),
            (exit, Exit::Falls) => self.suspend(condition, span, otherwise, Side::Else, then.entry, exit),
            (then_exit, else_exit) => {
                self.exit = self.finish([then.entry, otherwise.entry], [then_exit, else_exit], condition, span);
                self.unit(span)
            }
        }
    }

    /// Lowers one arm in a region of its own and undoes what it did to the bindings.
    fn arm(&mut self, body: ArmBody<'_, 'a>) -> LoweredArm {
        let entry = self.graph.add_region();
        self.region = entry;
        let (first_change, first_pending, first_binding) = (self.log.len(), self.pending.len(), self.bindings.len());
        let value = self.scoped(|this| body(this));
        let mut exit = std::mem::replace(&mut self.exit, Exit::Falls);
        let changed = self.log.split_off(first_change);
        let mut changes: Vec<(BindingId, Option<Value>)> = Vec::new();
        for &(id, _) in &changed {
            if id < first_binding && !changes.iter().any(|(seen, _)| *seen == id) {
                changes.push((id, self.bindings[id].value));
            }
        }
        for &(id, before) in changed.iter().rev() {
            self.bindings[id].value = before;
        }
        if exit != Exit::Falls {
            // Nothing goes on: the branches that are pending inside this arm can be finished now.
            self.exit = exit;
            exit = self.close_pending(first_pending).map_or(Exit::Diverges, Exit::Leaves);
            self.graph[entry].end = exit.end();
            self.exit = Exit::Falls;
        }
        LoweredArm { entry, end: self.region, exit, value, changes, pending: self.pending.split_off(first_pending) }
    }

    /// Finishes the pending branches from `first` on, innermost first, given how the current region ends. The result
    /// is what the outermost of them leaves with; none if nothing does.
    pub(super) fn close_pending(&mut self, first: usize) -> Option<Vec<Value>> {
        while self.pending.len() > first {
            let pending = self.pending.pop().expect("the list is longer than `first`");
            let mut arms = [pending.open, pending.closed];
            let mut exits = [std::mem::replace(&mut self.exit, Exit::Falls), pending.exit];
            if pending.side == Side::Else {
                arms.swap(0, 1);
                exits.swap(0, 1);
            }
            self.region = pending.outer;
            self.exit = self.finish_from(arms, exits, pending.condition, pending.span, pending.open);
        }
        match &self.exit {
            Exit::Leaves(values) => Some(values.clone()),
            Exit::Falls | Exit::Diverges => None,
        }
    }

    /// As [`finish`](Self::finish), for arms the open one of which has not been given its end yet.
    fn finish_from(&mut self, arms: [Region; 2], exits: [Exit; 2], condition: Value, span: Span, open: Region) -> Exit {
        for (arm, exit) in arms.into_iter().zip(&exits) {
            if arm == open {
                self.graph[arm].end = exit.end();
            }
        }
        self.finish(arms, exits, condition, span)
    }

    /// A branch after which nothing of the current region runs: it yields what control leaves the frame with, if it
    /// does.
    fn finish(&mut self, arms: [Region; 2], exits: [Exit; 2], condition: Value, span: Span) -> Exit {
        let left: Vec<&Vec<Value>> =
            exits.iter().filter_map(|exit| if let Exit::Leaves(values) = exit { Some(values) } else { None }).collect();
        let node = Node::Branch { condition, arms };
        let Some(first) = left.first() else {
            self.graph.push(self.region, node, Vec::new(), Origin::Primal, span);
            return Exit::Diverges;
        };
        let (mut types, mut constant) = (Vec::new(), Vec::new());
        for position in 0..first.len() {
            types.push(left.iter().fold(Ty::Unknown, |ty, values| ty.meet(self.ty(values[position]))));
            constant.push(left.iter().all(|values| self.graph[values[position]].constant));
        }
        let inst = self.graph.push(self.region, node, types, Origin::Primal, span);
        let results = self.graph[inst].results.clone();
        for (result, constant) in results.iter().zip(constant) {
            self.graph[*result].constant = constant;
        }
        Exit::Leaves(results)
    }

    /// The frame goes on in one arm; the other is finished.
    fn suspend(
        &mut self,
        condition: Value,
        span: Span,
        open: LoweredArm,
        side: Side,
        closed: Region,
        exit: Exit,
    ) -> Value {
        self.pending.push(Pending { outer: self.region, condition, open: open.entry, side, closed, exit, span });
        self.pending.extend(open.pending);
        self.region = open.end;
        for (id, value) in open.changes {
            self.set(id, value);
        }
        open.value
    }

    /// The variables that either arm changed, and that have a value after both.
    fn joined(&self, then: &LoweredArm, otherwise: &LoweredArm) -> Vec<(BindingId, [Option<Value>; 2])> {
        let mut ids: Vec<BindingId> = Vec::new();
        for (id, _) in then.changes.iter().chain(&otherwise.changes) {
            if !ids.contains(id) {
                ids.push(*id);
            }
        }
        let version = |arm: &LoweredArm, id: BindingId| {
            arm.changes.iter().find(|(changed, _)| *changed == id).map_or(self.bindings[id].value, |(_, value)| *value)
        };
        ids.into_iter().map(|id| (id, [version(then, id), version(otherwise, id)])).collect()
    }

    /// Joins two arms without early returns.
    fn join(&mut self, condition: Value, span: Span, then: LoweredArm, otherwise: LoweredArm) -> Value {
        let arms = [then.entry, otherwise.entry];
        let ends = [then.end, otherwise.end];
        let live = [then.exit == Exit::Falls, otherwise.exit == Exit::Falls];
        // What each arm hands on, and the variable that it is a version of.
        let mut handed: Vec<([Option<Value>; 2], Option<BindingId>)> = Vec::new();
        let unit = [&then, &otherwise].iter().zip(live).any(|(arm, live)| live && is_unit(self.ty(arm.value)));
        if !unit {
            handed.push(([Some(then.value), Some(otherwise.value)], None));
        }
        let mut uninitialised = Vec::new();
        for (id, versions) in self.joined(&then, &otherwise) {
            if versions.iter().zip(live).all(|(version, live)| !live || version.is_some()) {
                handed.push((versions, Some(id)));
            } else {
                uninitialised.push(id);
            }
        }
        // What holds references is handed on in parts.
        let outer = self.region;
        let mut yields = [Vec::new(), Vec::new()];
        let mut shapes = Vec::new();
        for (versions, _) in &handed {
            let known = versions.iter().zip(live).filter(|(_, live)| *live).filter_map(|(version, _)| *version);
            let mut shape = known.fold(Ty::Unknown, |shape, version| shape.meet(self.ty(version)));
            let changes = [then.changes.as_slice(), otherwise.changes.as_slice()];
            let lost = [0, 1].map(|side| {
                live[side] && versions[side].is_some_and(|version| self.is_reference_to_own(version, changes[side]))
            });
            let owned = lost.contains(&true).then(|| shape.peeled().clone());
            for side in [0, 1] {
                if let (Some(mut version), true) = (versions[side], live[side]) {
                    self.region = ends[side];
                    if let Some(owned) = &owned {
                        version = self.owned_referent(version, lost[side], owned, span);
                        shape = owned.clone();
                    }
                    self.take_apart(version, &shape, span, &mut yields[side]);
                }
            }
            shapes.push((shape, owned.is_some()));
        }
        self.region = outer;
        let count = yields.iter().map(Vec::len).max().unwrap_or_default();
        let mut types = vec![Ty::Unknown; count];
        let mut constant = vec![true; count];
        for ((arm, values), live) in arms.into_iter().zip(yields).zip(live) {
            if live {
                for ((ty, constant), value) in types.iter_mut().zip(&mut constant).zip(&values) {
                    *ty = ty.meet(self.ty(*value));
                    *constant &= self.graph[*value].constant;
                }
                self.graph[arm].end = End::Yield(values);
            } else {
                self.graph[arm].end = End::Diverge;
            }
        }
        let inst = self.graph.push(self.region, Node::Branch { condition, arms }, types, Origin::Primal, span);
        let results = self.graph[inst].results.clone();
        for (result, constant) in results.iter().zip(constant) {
            self.graph[*result].constant = constant;
        }
        let mut parts = results.into_iter();
        let mut branch_value = None;
        for ((_, id), (shape, is_owned)) in handed.into_iter().zip(shapes) {
            let mut value = self.put_together(&mut parts, &shape, span);
            if is_owned {
                value = self.borrow(value, span);
            }
            match id {
                Some(id) => self.assign(id, value),
                None => branch_value = Some(value),
            }
        }
        for id in uninitialised {
            self.set(id, None);
        }
        branch_value.unwrap_or_else(|| self.unit(span))
    }

    /// Finishes the pending branches of an arm so that it ends in one region: the result is, for the arm's end, the
    /// flag whether it left the frame, what it left with, its value and its changed variables.
    fn seal(&mut self, arm: &mut LoweredArm) -> Sealed {
        let span = Span::mixed_site();
        let outer = self.region;
        self.region = arm.end;
        let no = self.constant_code(parse_quote!(false), Ty::Constant, span);
        let width = self.exit_width();
        // Each stands for a value of its own type.
        let mut values = vec![no];
        values.extend((0..width).map(|_| self.filler(span)));
        values.push(arm.value);
        for (_, value) in &arm.changes {
            values.push(value.unwrap_or_else(|| self.filler(span)));
        }
        for pending in arm.pending.drain(..).rev() {
            self.region = pending.closed;
            let returned: Option<Vec<Value>> = match pending.exit {
                Exit::Leaves(left) => {
                    let yes = self.constant_code(parse_quote!(true), Ty::Constant, span);
                    let mut returned = vec![yes];
                    returned.extend(left);
                    returned.extend((width + 1..values.len()).map(|_| self.filler(span)));
                    Some(returned)
                }
                Exit::Falls | Exit::Diverges => None,
            };
            let types: Vec<Ty> = values
                .iter()
                .enumerate()
                .map(|(position, value)| {
                    let ty = self.ty(*value).clone();
                    returned.as_ref().map_or(ty.clone(), |returned| ty.meet(self.ty(returned[position])))
                })
                .collect();
            let constant: Vec<bool> = values
                .iter()
                .enumerate()
                .map(|(position, value)| {
                    self.graph[*value].constant
                        && returned.as_ref().is_none_or(|returned| self.graph[returned[position]].constant)
                })
                .collect();
            self.graph[pending.open].end = End::Yield(values);
            self.graph[pending.closed].end = returned.map_or(End::Diverge, End::Yield);
            let mut arms = [pending.open, pending.closed];
            if pending.side == Side::Else {
                arms.swap(0, 1);
            }
            let node = Node::Branch { condition: pending.condition, arms };
            let inst = self.graph.push(pending.outer, node, types, Origin::Primal, pending.span);
            values = self.graph[inst].results.clone();
            for (value, constant) in values.iter().zip(constant) {
                self.graph[*value].constant = constant;
            }
        }
        self.region = outer;
        arm.end = arm.entry;
        let (left, rest) = values[1..].split_at(width);
        arm.value = rest[0];
        for ((_, version), value) in arm.changes.iter_mut().zip(&rest[1..]) {
            if version.is_some() {
                *version = Some(*value);
            }
        }
        Sealed { flag: values[0], left: left.to_vec() }
    }

    /// A constant that stands where no value is read.
    pub(super) fn filler(&mut self, span: Span) -> Value {
        self.constant_code(parse_quote!(::core::default::Default::default()), Ty::Unknown, span)
    }

    /// Joins two arms of which at least one may have left the frame, then leaves it if one has.
    fn join_sealed(&mut self, condition: Value, span: Span, arms: [LoweredArm; 2], sealed: [Sealed; 2]) -> Value {
        // The flag and what control leaves with travel as variables without a name that anybody could mention.
        let flag = self.hidden_binding("returned");
        let left: Vec<BindingId> = sealed[0].left.iter().map(|_| self.hidden_binding("result")).collect();
        let [mut then, mut otherwise] = arms;
        for (arm, sealed) in [&mut then, &mut otherwise].into_iter().zip(sealed) {
            arm.changes.push((flag, Some(sealed.flag)));
            arm.changes.extend(left.iter().copied().zip(sealed.left.into_iter().map(Some)));
        }
        let value = self.join(condition, span, then, otherwise);
        let flag = self.hidden(flag);
        let left: Vec<Value> = left.into_iter().map(|id| self.hidden(id)).collect();
        self.branch(
            flag,
            span,
            &mut |this| {
                this.leave(Exit::Leaves(left.clone()));
                flag
            },
            &mut |_| value,
        )
    }

    /// The value of a variable of ours.
    pub(super) fn hidden(&self, id: BindingId) -> Value {
        self.bindings[id].value.expect("a variable of ours has a value wherever it is read")
    }

    /// A variable of ours, without a name that anybody could mention.
    pub(super) fn hidden_binding(&mut self, name: &str) -> BindingId {
        self.hidden_variable(proc_macro2::Ident::new(name, Span::mixed_site()))
    }

    /// A variable that is found by its number only.
    pub(super) fn hidden_variable(&mut self, ident: proc_macro2::Ident) -> BindingId {
        let id = self.bindings.len();
        self.bindings.push(super::Binding {
            ident,
            hygiene: String::new(),
            value: None,
            mutable: false,
            annotation: None,
            alias: None,
            lent: None,
            home: None,
            is_referent: false,
            closure: None,
            iterator: None,
            option: None,
        });
        id
    }
}

/// The flag of an arm that may have left its frame, and what it left with.
struct Sealed {
    flag: Value,
    left: Vec<Value>,
}

fn is_unit(ty: &Ty) -> bool {
    matches!(ty, Ty::Tuple(elements) if elements.is_empty())
}
