//! Items that are looked for among all items of a sequence, or made of them: `max_by`, `reduce`, `find`.

use super::Lowering;
use super::branch::Exit;
use super::closure::Closure;
use super::maybe::Maybe;
use super::sequence::{Indexed, Item, Sequence, Stage};
use super::untyped_option::written_content;
use crate::graph::{Range, Space, Step, Ty, Value};
use proc_macro2::Span;
use std::rc::Rc;
use syn::{Expr, parse_quote};

/// What is made of two items.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reduction {
    Largest,
    Smallest,
    Reduce,
}

impl Reduction {
    pub(super) fn of(name: &str) -> Option<Self> {
        match name {
            "max_by" => Some(Reduction::Largest),
            "min_by" => Some(Reduction::Smallest),
            "reduce" => Some(Reduction::Reduce),
            _ => None,
        }
    }
}

impl Lowering<'_> {
    /// The first item, and what each of the others makes of it.
    pub(super) fn reduced(
        &mut self,
        of: &Indexed,
        len: Value,
        kind: Reduction,
        closure: &Rc<Closure>,
        span: Span,
    ) -> Value {
        let first = self.literal_index(0, span);
        let item = self.item(of, first, span);
        let item = self.item_value(item, span);
        let shape = self.ty(item).clone();
        let item = self.without_references(item, span);
        let best = self.hidden_binding("best");
        self.set(best, Some(item));
        let mut changed = closure.changed.clone();
        changed.push(best);
        changed.extend(of.changed());
        let start = self.literal_index(1, span);
        let mut header = self.header(changed, span);
        header.space = Space::Range(Range { start, end: len, inclusive: false, reversed: false });
        header.items = vec![(Some(crate::graph::Name::generated("index")), Ty::Constant)];
        self.run_loop(header, &mut |this, items| {
            let item = this.item(of, items[0], span);
            let item = this.item_value(item, span);
            let item = this.without_references(item, span);
            let before = this.hidden(best);
            let chosen = this.better(kind, closure, before, item, &shape, span);
            this.set(best, Some(chosen));
        });
        let value = self.hidden(best);
        self.with_references(value, &shape, span)
    }

    /// Which of two items is kept, or what a closure makes of both.
    fn better(
        &mut self,
        kind: Reduction,
        closure: &Closure,
        before: Value,
        item: Value,
        shape: &Ty,
        span: Span,
    ) -> Value {
        let arguments = [before, item].map(|value| {
            let shown = self.with_references(value, shape, span);
            Item::Value(if kind == Reduction::Reduce { shown } else { self.borrow(shown, span) })
        });
        let answer = self.call_closure(closure, arguments.into(), span);
        let answer = self.item_value(answer, span);
        if kind == Reduction::Reduce {
            return self.without_references(answer, span);
        }
        let test = self.is_better(kind, answer, span);
        self.branch(test, span, &mut |_| item, &mut |_| before)
    }

    /// Whether the second of two items is kept, given how the first compares to it.
    pub(super) fn is_better(&mut self, kind: Reduction, order: Value, span: Span) -> Value {
        self.template(&[order], Ty::Constant, true, false, span, |idents| {
            let order = &idents[0];
            if kind == Reduction::Largest {
                parse_quote!(#order != ::core::cmp::Ordering::Greater)
            } else {
                parse_quote!(#order == ::core::cmp::Ordering::Greater)
            }
        })
    }

    /// A condition from which `rustc` learns that what stands there for nothing has the type of an item: a closure may use
    /// methods and parts of constants, whose types only `rustc` knows.
    fn of_one_type(&mut self, condition: Value, before: Value, item: Value, span: Span) -> Value {
        match self.ty(item).clone() {
            Ty::Tuple(types) => {
                let items = self.elements_of(item, types.len(), span);
                items.into_iter().zip(0..).fold(condition, |condition, (item, field)| {
                    let before = self.load_path(before, vec![Step::Field(field)], span);
                    self.of_one_type(condition, before, item, span)
                })
            }
            Ty::Constant | Ty::Unknown | Ty::Slice(_) if self.graph[item].constant => {
                self.template(&[condition, before, item], Ty::Constant, true, false, span, |idents| {
                    let (condition, before, item) = (&idents[0], &idents[1], &idents[2]);
                    parse_quote!(__ad::of_one_type(#condition, &#before, &#item))
                })
            }
            _ => condition,
        }
    }

    /// Looks for an item in a sequence that is not indexed, or makes one of all the items.
    pub(super) fn searched(
        &mut self,
        mut sequence: Sequence,
        name: &str,
        argument: Option<&Expr>,
        span: Span,
    ) -> Option<Maybe> {
        let kind = Reduction::of(name);
        let mut changed = Vec::new();
        let mut closure = None;
        match (name, argument) {
            ("nth", Some(count)) => {
                let count = self.index(count);
                sequence.push(Stage::Skip(count));
            }
            ("find", Some(test)) => {
                let test = self.closure_of(test)?;
                sequence.push(Stage::Filter(test));
            }
            ("find_map", Some(closure)) => {
                let closure = self.closure_of(closure)?;
                sequence.push(Stage::FilterMap(closure));
            }
            (_, Some(argument)) => {
                let reducing = self.closure_of(argument)?;
                changed.extend(&reducing.changed);
                closure = Some(reducing);
            }
            _ => {}
        }
        let is_first = matches!(name, "next" | "nth" | "find" | "find_map");
        let (found, best) = (self.hidden_binding("found"), self.hidden_binding("best"));
        let no = self.constant_code(parse_quote!(false), Ty::Constant, span);
        let filler = self.filler(span);
        self.set(found, Some(no));
        self.set(best, Some(filler));
        changed.extend([found, best]);
        let mut header = self.header(changed, span);
        header.breaks = is_first;
        let frame = self.next_frame();
        let mut shape = Ty::Unknown;
        self.drive(Some(sequence), header, &mut |this, item| {
            let item = this.item_value(item, span);
            shape = this.ty(item).clone();
            // What stands there for nothing has the type of the items: the closure may read its parts.
            this.graph[filler].annotation = written_content(&shape).map(Rc::new);
            let mut next = this.without_references(item, span);
            if let (Some(kind), Some(closure)) = (kind, &closure) {
                let (is_found, before) = (this.hidden(found), this.hidden(best));
                let is_found = this.of_one_type(is_found, before, next, span);
                next = this.branch(
                    is_found,
                    span,
                    &mut |this| this.better(kind, closure, before, next, &shape, span),
                    &mut |_| next,
                );
            }
            this.set(best, Some(next));
            let yes = this.constant_code(parse_quote!(true), Ty::Constant, span);
            this.set(found, Some(yes));
            if is_first && this.exit == Exit::Falls {
                this.break_frame(frame, span);
            }
        });
        Some(Maybe { test: self.hidden(found), value: self.hidden(best), shape })
    }
}
