//! Items that are mutable references, looked for to be changed: `v.iter_mut().max_by(..)`, `.find(..)`.
//!
//! A loop finds out which item it is: the indices of its place, and the values beside it.

use super::branch::Exit;
use super::place::Alias;
use super::search::Reduction;
use super::sequence::{Item, Stage};
use super::{BindingId, Lowering};
use crate::diagnostics::Message;
use crate::graph::{Step, Ty, Value};
use crate::syntax::scope::strip;
use proc_macro2::Span;
use syn::{Expr, ExprMethodCall, parse_quote};

/// How many indices a place that is looked for may have, and how many values may stand beside it.
const SLOTS: [usize; 2] = [6, 3];

/// An item, its indices and values in variables.
enum Held {
    Value(BindingId, Ty),
    Place(BindingId, Vec<HeldStep>),
    Pair(Box<Held>, Box<Held>),
}

enum HeldStep {
    Index(BindingId),
    Range(BindingId, BindingId),
    Field(u32),
}

/// The variables that are not taken yet.
struct Slots {
    indices: Vec<BindingId>,
    values: Vec<BindingId>,
}

impl Lowering<'_> {
    /// Whether a method looks for an item that is, or has in it, a mutable reference to a part of a variable.
    pub(super) fn finds_place(&self, call: &ExprMethodCall) -> bool {
        let finds = matches!(
            (call.method.to_string().as_str(), call.args.len()),
            ("max_by" | "min_by" | "find" | "nth", 1) | ("last" | "next", 0)
        );
        finds && lends_items(&call.receiver) && self.is_sequence(&call.receiver)
    }

    /// Whether there is such an item, and the item.
    pub(super) fn found_place(&mut self, call: &ExprMethodCall) -> Option<(Value, Item)> {
        let (name, span) = (call.method.to_string(), call.method.span());
        let mut sequence = self.sequence(&call.receiver)?;
        let kind = Reduction::of(&name);
        let mut changed = Vec::new();
        let mut closure = None;
        match (name.as_str(), call.args.first()) {
            ("nth", Some(count)) => sequence.push(Stage::Skip(self.index(count))),
            ("find", Some(test)) => sequence.push(Stage::Filter(self.closure_of(test)?)),
            (_, Some(argument)) => {
                let comparing = self.closure_of(argument)?;
                changed.extend(&comparing.changed);
                closure = Some(comparing);
            }
            _ => {}
        }
        let is_first = matches!(name.as_str(), "next" | "nth" | "find");
        let found = self.hidden_binding("found");
        let no = self.no(span);
        self.set(found, Some(no));
        let mut slots = Slots {
            indices: (0..SLOTS[0]).map(|_| self.hidden_binding("found_at")).collect(),
            values: (0..SLOTS[1]).map(|_| self.hidden_binding("found_with")).collect(),
        };
        let zero = self.literal_index(0, span);
        for id in slots.indices.clone() {
            self.set(id, Some(zero));
        }
        for id in slots.values.clone() {
            let filler = self.filler(span);
            self.set(id, Some(filler));
        }
        changed.extend(slots.indices.iter().chain(&slots.values).chain([&found]));
        let mut header = self.header(changed, span);
        header.breaks = is_first;
        let frame = self.next_frame();
        let mut held = None;
        self.drive(Some(sequence), header, &mut |this, item| {
            if held.is_none() {
                held = this.held_item(&item, &mut slots);
            }
            let Some(held) = &held else {
                this.error(span, Message::mutable_borrow());
                return;
            };
            let is_found = this.hidden(found);
            let unit = this.unit(span);
            let is_better = match (kind, &closure) {
                (Some(kind), Some(closure)) => {
                    let yes = this.constant_code(parse_quote!(true), Ty::Constant, span);
                    let better = &mut |this: &mut Self| {
                        let before = this.item_of_held(held, span);
                        let arguments = [before, item.clone()].map(|item| this.borrowed_item(item, span));
                        let answer = this.call_closure(closure, arguments.into(), span);
                        let answer = this.item_value(answer, span);
                        this.is_better(kind, answer, span)
                    };
                    Some(this.branch(is_found, span, better, &mut |_| yes))
                }
                _ => None,
            };
            let keep = &mut |this: &mut Self| {
                this.hold(held, &item, span);
                let yes = this.constant_code(parse_quote!(true), Ty::Constant, span);
                this.set(found, Some(yes));
                unit
            };
            match is_better {
                Some(test) => {
                    this.branch(test, span, keep, &mut |_| unit);
                }
                None => {
                    keep(this);
                }
            }
            if is_first && this.exit == Exit::Falls {
                this.break_frame(frame, span);
            }
        });
        let item = self.item_of_held(&held?, span);
        Some((self.hidden(found), item))
    }

    /// Variables for what has to be known of an item; none where these do not suffice.
    fn held_item(&mut self, item: &Item, slots: &mut Slots) -> Option<Held> {
        Some(match item {
            Item::Value(value) => {
                let shape = self.ty(*value).clone();
                Held::Value(slots.values.pop()?, shape)
            }
            Item::Place(alias) => {
                let mut path = Vec::new();
                for step in &alias.path {
                    path.push(match step {
                        Step::Index(_) => HeldStep::Index(slots.indices.pop()?),
                        Step::Range(..) => HeldStep::Range(slots.indices.pop()?, slots.indices.pop()?),
                        Step::Field(field) => HeldStep::Field(*field),
                    });
                }
                Held::Place(alias.root, path)
            }
            Item::Pair(left, right) => {
                let left = self.held_item(left, slots)?;
                Held::Pair(Box::new(left), Box::new(self.held_item(right, slots)?))
            }
            _ => return None,
        })
    }

    /// Remembers an item.
    fn hold(&mut self, held: &Held, item: &Item, span: Span) {
        match (held, item) {
            (Held::Value(slot, _), Item::Value(value)) => {
                let value = self.without_references(*value, span);
                self.set(*slot, Some(value));
            }
            (Held::Place(root, slots), Item::Place(alias))
                if *root == alias.root && slots.len() == alias.path.len() =>
            {
                for (slot, step) in slots.iter().zip(&alias.path) {
                    match (slot, step) {
                        (HeldStep::Index(slot), Step::Index(index)) => self.set(*slot, Some(*index)),
                        (HeldStep::Range(first, last), Step::Range(start, end)) => {
                            self.set(*first, Some(*start));
                            self.set(*last, Some(*end));
                        }
                        (HeldStep::Field(slot), Step::Field(field)) if slot == field => {}
                        _ => self.error(span, Message::mutable_borrow()),
                    }
                }
            }
            (Held::Pair(left, right), Item::Pair(first, second)) => {
                self.hold(left, first, span);
                self.hold(right, second, span);
            }
            // The parts of a chain may refer to different variables.
            _ => self.error(span, Message::mutable_borrow()),
        }
    }

    fn item_of_held(&mut self, held: &Held, span: Span) -> Item {
        match held {
            Held::Value(slot, shape) => {
                let value = self.hidden(*slot);
                Item::Value(self.with_references(value, shape, span))
            }
            Held::Place(root, path) => {
                let path = path.iter().map(|step| match step {
                    HeldStep::Index(slot) => Step::Index(self.hidden(*slot)),
                    HeldStep::Range(first, last) => Step::Range(self.hidden(*first), self.hidden(*last)),
                    HeldStep::Field(field) => Step::Field(*field),
                });
                Item::Place(Alias { root: *root, path: path.collect() })
            }
            Held::Pair(left, right) => {
                let left = self.item_of_held(left, span);
                Item::Pair(Box::new(left), Box::new(self.item_of_held(right, span)))
            }
        }
    }
}

/// Whether the items of a chain are, or have in them, mutable references.
fn lends_items(expr: &Expr) -> bool {
    let Expr::MethodCall(call) = strip(expr) else { return false };
    let name = call.method.to_string();
    match name.as_str() {
        "iter_mut" => true,
        "filter" | "skip" | "take" | "rev" | "enumerate" | "step_by" | "skip_while" | "take_while" | "inspect" => {
            lends_items(&call.receiver)
        }
        "zip" => lends_items(&call.receiver) || call.args.first().is_some_and(lends_items),
        _ => name.starts_with("chunks") && name.ends_with("_mut"),
    }
}
