//! Loops over sequences: each item goes through the stages behind the source, then to the body of the loop.

use super::branch::Exit;
use super::iteration::Header;
use super::sequence::{Indexed, Item, Sequence, Source, Stage};
use super::{BindingId, Lowering};
use crate::diagnostics::Message;
use crate::graph::{Name, Range, Space, Ty, Value};
use proc_macro2::Span;
use syn::parse_quote;

impl<'a> Lowering<'a> {
    /// Runs a loop over a sequence: `body` gets each item.
    pub(super) fn drive(
        &mut self,
        sequence: Option<Sequence>,
        mut header: Header,
        body: &mut dyn FnMut(&mut Lowering<'a>, Item),
    ) {
        let span = header.span;
        let Some(Sequence { source, stages }) = sequence.map(Sequence::unfolded) else { return };
        for stage in &stages {
            header.changed.extend(stage.closure().map(|closure| closure.changed.clone()).unwrap_or_default());
        }
        let counters: Vec<BindingId> =
            stages.iter().filter(|stage| stage.counts()).map(|_| self.counter(span)).collect();
        header.changed.extend(&counters);
        match source {
            Source::Words(iterator) => {
                header.space = Space::Items(iterator);
                header.items = vec![(Some(Name::generated("item")), Ty::Unknown)];
                self.run_loop(header, &mut |this, items| {
                    this.staged(&stages, &counters, Item::Value(items[0]), span, body)
                });
            }
            Source::Indexed(indexed) => {
                header.changed.extend(indexed.changed());
                indexed.places(&mut |alias| header.changed.push(alias.root));
                let (indexed, reversed) = match indexed {
                    Indexed::Rev(inner) => (*inner, true),
                    other => (other, false),
                };
                let name = |stem: &str| Some(Name::generated(stem));
                if let Indexed::Range(range) = indexed {
                    header.space = Space::Range(Range { reversed, ..range });
                    header.items = vec![(name("index"), Ty::Constant)];
                    self.run_loop(header, &mut |this, items| {
                        this.staged(&stages, &counters, Item::Value(items[0]), span, body)
                    });
                    return;
                }
                let Some(end) = self.len_of(&indexed, span) else {
                    self.error(span, Message::unknown_iterator());
                    return;
                };
                let start = self.literal_index(0, span);
                header.space = Space::Range(Range { start, end, inclusive: false, reversed });
                header.items = vec![(name("index"), Ty::Constant)];
                self.run_loop(header, &mut |this, items| {
                    let item = this.item(&indexed, items[0], span);
                    this.staged(&stages, &counters, item, span, body);
                });
            }
        }
    }

    /// Takes an item through the stages, then to the body.
    fn staged(
        &mut self,
        stages: &[Stage],
        counters: &[BindingId],
        item: Item,
        span: Span,
        body: &mut dyn FnMut(&mut Lowering<'a>, Item),
    ) {
        let Some((stage, rest)) = stages.split_first() else {
            body(self, item);
            return;
        };
        match stage {
            Stage::Map(closure) => {
                let value = self.call_closure(closure, vec![item], span);
                if self.exit == Exit::Falls {
                    self.staged(rest, counters, value, span, body);
                }
            }
            Stage::Copied => {
                let item = self.copied(item, span);
                self.staged(rest, counters, item, span, body);
            }
            Stage::Inspect(closure) => {
                let shown = self.borrowed_item(item.clone(), span);
                self.call_closure(closure, vec![shown], span);
                self.staged(rest, counters, item, span, body);
            }
            Stage::Enumerate => {
                let position = self.counted(counters[0], span);
                let item = Item::Pair(Box::new(Item::Value(position)), Box::new(item));
                self.staged(rest, &counters[1..], item, span, body);
            }
            Stage::Skip(count) => {
                let position = self.counted(counters[0], span);
                let test = self.integer(&[position, *count], span, |idents| {
                    let (position, count) = (&idents[0], &idents[1]);
                    parse_quote!(#position >= #count)
                });
                self.where_it_holds(test, rest, &counters[1..], item, span, body);
            }
            Stage::Take(count) => {
                let position = self.counted(counters[0], span);
                let test = self.integer(&[position, *count], span, |idents| {
                    let (position, count) = (&idents[0], &idents[1]);
                    parse_quote!(#position < #count)
                });
                self.where_it_holds(test, rest, &counters[1..], item, span, body);
                // Nothing is asked for after the last one: the loop ends.
                let test = self.integer(&[position, *count], span, |idents| {
                    let (position, count) = (&idents[0], &idents[1]);
                    parse_quote!(#position + 1 >= #count)
                });
                let unit = self.unit(span);
                self.branch(
                    test,
                    span,
                    &mut |this| {
                        this.break_innermost(span);
                        unit
                    },
                    &mut |_| unit,
                );
            }
            Stage::Filter(closure) => {
                let shown = self.borrowed_item(item.clone(), span);
                let test = self.call_closure(closure, vec![shown], span);
                let test = self.item_value(test, span);
                self.where_it_holds(test, rest, counters, item, span, body);
            }
        }
    }

    /// Takes an item further where a test holds.
    fn where_it_holds(
        &mut self,
        test: Value,
        rest: &[Stage],
        counters: &[BindingId],
        item: Item,
        span: Span,
        body: &mut dyn FnMut(&mut Lowering<'a>, Item),
    ) {
        let unit = self.unit(span);
        self.branch(
            test,
            span,
            &mut |this| {
                this.staged(rest, counters, item.clone(), span, body);
                unit
            },
            &mut |_| unit,
        );
    }

    /// A variable that counts items.
    fn counter(&mut self, span: Span) -> BindingId {
        let counter = self.hidden_binding("position");
        let zero = self.constant_code(parse_quote!(0_usize), Ty::Constant, span);
        self.set(counter, Some(zero));
        counter
    }

    /// How many items came before this one.
    fn counted(&mut self, counter: BindingId, span: Span) -> Value {
        let position = self.hidden(counter);
        let next = self.integer(&[position], span, |idents| {
            let position = &idents[0];
            parse_quote!(#position + 1)
        });
        self.set(counter, Some(next));
        position
    }
}
