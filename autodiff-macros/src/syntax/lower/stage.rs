//! What happens to the items of a sequence one by one: filters, counters, loops over what an item is made of.

use super::branch::Exit;
use super::closure::Closure;
use super::drive::ItemBody;
use super::sequence::{Access, Base, Elements, Indexed, Item, Sequence, Stage};
use super::{BindingId, Lowering};
use crate::diagnostics::{Message, Place};
use crate::graph::{Ty, Value};
use crate::syntax::scope::strip;
use crate::syntax::scope::visit_free_variables;
use proc_macro2::{Ident, Span};
use syn::{Expr, Stmt, parse_quote};

/// A stage of a loop that runs, with the variable that it carries from item to item.
pub(super) struct OpenStage {
    stage: Stage,
    state: Option<BindingId>,
    /// The frame of the loop.
    frame: usize,
}

impl<'a> Lowering<'a> {
    /// Gives stages their variables, which the loop carries.
    pub(super) fn open_stages(
        &mut self,
        stages: Vec<Stage>,
        changed: &mut Vec<BindingId>,
        span: Span,
    ) -> Vec<OpenStage> {
        let frame = self.next_frame();
        let stages = stages.into_iter().map(|stage| {
            let start = match &stage {
                stage if stage.counts() => {
                    let zero = self.constant_code(parse_quote!(0_usize), Ty::Constant, span);
                    Some(("position", zero))
                }
                Stage::SkipWhile(_) => {
                    let yes = self.constant_code(parse_quote!(true), Ty::Constant, span);
                    Some(("skipping", yes))
                }
                Stage::Scan(start, _) => Some(("state", *start)),
                _ => None,
            };
            let state = start.map(|(name, start)| {
                let state = self.hidden_binding(name);
                self.set(state, Some(start));
                state
            });
            changed.extend(state);
            OpenStage { stage, state, frame }
        });
        stages.collect()
    }

    /// Takes an item through the stages, then to the body.
    pub(super) fn staged(&mut self, stages: &[OpenStage], item: Item, span: Span, body: ItemBody<'_, 'a>) {
        if self.exit != Exit::Falls {
            return;
        }
        let Some((first, rest)) = stages.split_first() else {
            body(self, item);
            return;
        };
        match &first.stage {
            Stage::Map(closure) => {
                let item = self.call_closure(closure, vec![item], span);
                self.staged(rest, item, span, body);
            }
            Stage::Copied => {
                let item = self.copied(item, span);
                self.staged(rest, item, span, body);
            }
            Stage::Inspect(closure) => {
                let shown = self.borrowed_item(item.clone(), span);
                self.call_closure(closure, vec![shown], span);
                self.staged(rest, item, span, body);
            }
            Stage::Filter(closure) => {
                let test = self.test_of(closure, item.clone(), span);
                self.where_it_holds(test, rest, item, span, body);
            }
            Stage::TakeWhile(closure) => {
                let test = self.test_of(closure, item.clone(), span);
                self.while_it_holds(test, first.frame, rest, item, span, body);
            }
            Stage::SkipWhile(closure) => self.skip_while(closure, first.state, rest, item, span, body),
            Stage::FilterMap(closure) => {
                let maybe = self.maybe_of_closure(closure, vec![item], span);
                let item = Item::Value(self.content_of_maybe(&maybe, span));
                self.where_it_holds(maybe.test, rest, item, span, body);
            }
            Stage::MapWhile(closure) => {
                let maybe = self.maybe_of_closure(closure, vec![item], span);
                let item = Item::Value(self.content_of_maybe(&maybe, span));
                self.while_it_holds(maybe.test, first.frame, rest, item, span, body);
            }
            Stage::Scan(_, closure) => {
                let state = self.state_place(first.state);
                let maybe = self.maybe_of_closure(closure, vec![state, item], span);
                let item = Item::Value(self.content_of_maybe(&maybe, span));
                self.while_it_holds(maybe.test, first.frame, rest, item, span, body);
            }
            Stage::Flat(closure) => {
                let inner = match closure {
                    Some(closure) => self.sequence_of_closure(closure, item, span),
                    None => self.elements_of_item(item, span),
                };
                if self.exit == Exit::Falls {
                    let header = self.part_header(span);
                    self.drive(inner, header, &mut |this, item| this.staged(rest, item, span, body));
                }
            }
            Stage::Enumerate => {
                let position = self.counted(first.state, span);
                let item = Item::Pair(Box::new(Item::Value(position)), Box::new(item));
                self.staged(rest, item, span, body);
            }
            Stage::Skip(count) => {
                let position = self.counted(first.state, span);
                let test = self.integer(&[position, *count], span, |idents| {
                    let (position, count) = (&idents[0], &idents[1]);
                    parse_quote!(#position >= #count)
                });
                self.where_it_holds(test, rest, item, span, body);
            }
            Stage::StepBy(step) => {
                let position = self.counted(first.state, span);
                let test = self.integer(&[position, *step], span, |idents| {
                    let (position, step) = (&idents[0], &idents[1]);
                    parse_quote!(#position % #step == 0)
                });
                self.where_it_holds(test, rest, item, span, body);
            }
            Stage::Take(count) => {
                let position = self.counted(first.state, span);
                let test = self.is_below(position, *count, span);
                self.where_it_holds(test, rest, item, span, body);
                // Nothing is asked for after the last one: the loop ends.
                let test = self.integer(&[position, *count], span, |idents| {
                    let (position, count) = (&idents[0], &idents[1]);
                    parse_quote!(#position + 1 < #count)
                });
                self.or_break(test, first.frame, span);
            }
            Stage::Zip(other, first_of_pair) => {
                let position = self.counted(first.state, span);
                if let Some(len) = self.len_of(other, span) {
                    let test = self.is_below(position, len, span);
                    self.or_break(test, first.frame, span);
                }
                let beside = self.item(other, position, span);
                let (left, right) = if *first_of_pair { (beside, item) } else { (item, beside) };
                self.staged(rest, Item::Pair(Box::new(left), Box::new(right)), span, body);
            }
        }
    }

    pub(super) fn test_of(&mut self, closure: &Closure, item: Item, span: Span) -> Value {
        let shown = self.borrowed_item(item, span);
        let test = self.call_closure(closure, vec![shown], span);
        self.item_value(test, span)
    }

    /// Takes an item further where a test holds.
    fn where_it_holds(&mut self, test: Value, rest: &[OpenStage], item: Item, span: Span, body: ItemBody<'_, 'a>) {
        if self.exit != Exit::Falls {
            return;
        }
        let unit = self.unit(span);
        self.branch(
            test,
            span,
            &mut |this| {
                this.staged(rest, item.clone(), span, body);
                unit
            },
            &mut |_| unit,
        );
    }

    /// Takes an item further where a test holds; the loop ends where it does not.
    fn while_it_holds(
        &mut self,
        test: Value,
        frame: usize,
        rest: &[OpenStage],
        item: Item,
        span: Span,
        body: ItemBody<'_, 'a>,
    ) {
        if self.exit == Exit::Falls {
            self.or_break(test, frame, span);
            self.staged(rest, item, span, body);
        }
    }

    /// Ends a loop where a test does not hold.
    fn or_break(&mut self, test: Value, frame: usize, span: Span) {
        if self.exit != Exit::Falls {
            return;
        }
        let unit = self.unit(span);
        self.branch(test, span, &mut |_| unit, &mut |this| {
            this.break_frame(frame, span);
            unit
        });
    }

    fn skip_while(
        &mut self,
        closure: &Closure,
        state: Option<BindingId>,
        rest: &[OpenStage],
        item: Item,
        span: Span,
        body: ItemBody<'_, 'a>,
    ) {
        let state = state.expect("what skips items has a variable");
        let skipping = self.hidden(state);
        let no = self.constant_code(parse_quote!(false), Ty::Constant, span);
        let skipped = self.branch(skipping, span, &mut |this| this.test_of(closure, item.clone(), span), &mut |_| no);
        self.set(state, Some(skipped));
        let test = self.integer(&[skipped], span, |idents| {
            let skipped = &idents[0];
            parse_quote!(!#skipped)
        });
        self.where_it_holds(test, rest, item, span, body);
    }

    /// How many items came before this one.
    fn counted(&mut self, counter: Option<BindingId>, span: Span) -> Value {
        let counter = counter.expect("what counts items has a variable");
        let position = self.hidden(counter);
        let next = self.integer(&[position], span, |idents| {
            let position = &idents[0];
            parse_quote!(#position + 1)
        });
        self.set(counter, Some(next));
        position
    }

    fn state_place(&self, state: Option<BindingId>) -> Item {
        let root = state.expect("a scan has a variable");
        Item::Place(super::place::Alias { root, path: Vec::new() })
    }

    /// The elements of an item.
    fn elements_of_item(&mut self, item: Item, span: Span) -> Option<Sequence> {
        let elements = match item {
            Item::Place(alias) => Elements { of: Base::Place(alias), access: Access::Reference },
            item => {
                let value = self.item_value(item, span);
                // Of what only `rustc` knows it is supposed that it can be indexed.
                let is_unknown = matches!(self.ty(value).peeled(), Ty::Unknown) && !self.graph[value].constant;
                if !is_unknown && !matches!(self.ty(value).peeled(), Ty::Array(..) | Ty::Slice(_)) {
                    self.error(span, Message::unknown_iterator());
                    return None;
                }
                let by_reference = matches!(self.ty(value), Ty::Reference(_));
                let access = if by_reference { Access::Reference } else { Access::Value };
                Elements { of: Base::Value(value), access }
            }
        };
        Some(Sequence::new(Indexed::Elements(elements)))
    }

    /// The sequence that a closure makes of an item.
    fn sequence_of_closure(&mut self, closure: &Closure, item: Item, span: Span) -> Option<Sequence> {
        let mut sequence = None;
        self.with_parameters(closure, vec![item], span, |this, body| sequence = this.sequence_of_body(body));
        sequence
    }

    fn sequence_of_body(&mut self, body: &Expr) -> Option<Sequence> {
        let scan = visit_free_variables(&mut body.clone(), &mut |_: &Ident, _| None);
        if scan.escape.is_some() {
            self.error(Place::of(body), Message::unknown_iterator());
            return None;
        }
        let Expr::Block(block) = strip(body) else { return self.sequence(body) };
        let Some((Stmt::Expr(tail, None), stmts)) = block.block.stmts.split_last() else {
            self.error(Place::of(body), Message::unknown_iterator());
            return None;
        };
        for stmt in stmts {
            self.stmt(stmt);
        }
        self.sequence_of_body(tail)
    }
}
