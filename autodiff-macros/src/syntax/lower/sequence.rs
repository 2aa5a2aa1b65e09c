//! Iterators that the macro sees through: ranges and the elements of arrays, slices and vectors, with adapters.
//!
//! A sequence is indexed: it has a length, and an item for each index. So its loop runs over a range of integers, and
//! its items are places or values made of the index. What cannot be indexed (a filter) is a stage behind that.

use super::branch::Exit;
use super::call::strip;
use super::closure::Closure;
use super::iteration::Header;
use super::place::Alias;
use super::{BindingId, Lowering};
use crate::diagnostics::{Message, Place};
use crate::graph::{Name, Node, Range, SameForm, Space, Step, Ty, Value};
use proc_macro2::{Ident, Span};
use std::rc::Rc;
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, Pat, RangeLimits, parse_quote};

/// What a `for` loop or an iterator expression runs over.
pub(super) struct Sequence {
    source: Source,
    /// What happens to each item after it was indexed.
    stages: Vec<Stage>,
}

enum Source {
    Indexed(Indexed),
    /// An iterator over constants, in the user's words.
    Words(Value),
}

enum Stage {
    Map(Rc<Closure>),
    Filter(Rc<Closure>),
    Inspect(Rc<Closure>),
    Copied,
    /// Behind a filter, positions are counted.
    Skip(Value),
    Take(Value),
    Enumerate,
}

/// A sequence that has an item for each index below its length.
#[derive(Clone)]
pub(super) enum Indexed {
    /// Integers from a start on.
    Range(Range),
    /// Integers without an end.
    From(Value),
    Elements(Elements),
    /// Parts of so many elements; the last one may be shorter unless they are exact.
    Chunks {
        of: Elements,
        size: Value,
        exact: bool,
    },
    Windows {
        of: Elements,
        size: Value,
    },
    Zip(Box<Indexed>, Box<Indexed>),
    Enumerate(Box<Indexed>),
    Rev(Box<Indexed>),
    Skip(Box<Indexed>, Value),
    Take(Box<Indexed>, Value),
    StepBy(Box<Indexed>, Value),
    Chain(Box<Indexed>, Box<Indexed>),
    Copied(Box<Indexed>),
    Map(Box<Indexed>, Rc<Closure>),
}

/// The elements of an array, slice or vector.
#[derive(Clone)]
pub(super) struct Elements {
    of: Base,
    access: Access,
}

#[derive(Clone)]
pub(super) enum Base {
    Value(Value),
    Place(Alias),
}

/// How the items of an aggregate are seen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Value,
    Reference,
}

/// An item.
#[derive(Clone)]
pub(super) enum Item {
    Value(Value),
    /// A mutable reference.
    Place(Alias),
    Pair(Box<Item>, Box<Item>),
}

impl<'a> Lowering<'a> {
    /// The sequence that an expression is; one that the macro does not see through is reported.
    pub(super) fn sequence(&mut self, expr: &Expr) -> Option<Sequence> {
        let errors = self.diagnostics.count();
        let sequence = self.known_sequence(strip(expr), false);
        if sequence.is_none() && self.diagnostics.count() == errors {
            let (place, message) = match unknown_method(expr) {
                Some(method) => (method.span().into(), Message::iterator_method(&method.to_string())),
                None => (Place::of(expr), Message::unknown_iterator()),
            };
            self.error(place, message);
        }
        sequence
    }

    /// Whether a chain of iterators begins with a range, or with an aggregate whose type is known.
    fn has_known_source(&self, expr: &Expr) -> bool {
        match strip(expr) {
            Expr::Range(range) => range.start.is_some(),
            Expr::Reference(reference) if reference.mutability.is_some() => true,
            Expr::Reference(reference) => self.has_known_source(&reference.expr),
            Expr::MethodCall(call) if is_adapter(&call.method.to_string()) => {
                self.has_known_source(&call.receiver)
                    && call.args.iter().all(|argument| match call.method.to_string().as_str() {
                        "zip" | "chain" => self.has_known_source(argument),
                        _ => true,
                    })
            }
            Expr::MethodCall(call) if is_source(&call.method.to_string()) => {
                call.method.to_string().ends_with("_mut")
                    || matches!(self.infer(&call.receiver).peeled(), Ty::Array(..) | Ty::Slice(_))
            }
            expr => matches!(self.infer(expr).peeled(), Ty::Array(..) | Ty::Slice(_)),
        }
    }

    /// Whether an expression is a sequence by its form, so that its methods are those of iterators.
    pub(super) fn is_sequence(&self, expr: &Expr) -> bool {
        match strip(expr) {
            Expr::Range(_) => true,
            Expr::MethodCall(call) => {
                let name = call.method.to_string();
                is_source(&name) || (is_adapter(&name) && self.is_sequence(&call.receiver)) || {
                    let known = matches!(self.infer(&call.receiver).peeled(), Ty::Array(..) | Ty::Slice(_));
                    name == "into_iter" && known
                }
            }
            _ => false,
        }
    }

    /// A sequence; constants of a type that only `rustc` knows stay in the user's words, but where they are to be
    /// indexed: that is `lenient`.
    fn known_sequence(&mut self, expr: &Expr, lenient: bool) -> Option<Sequence> {
        if !lenient && self.is_constant(expr) && !self.has_known_source(expr) {
            let iterator = self.opaque(expr, None);
            return Some(Sequence { source: Source::Words(iterator), stages: Vec::new() });
        }
        match expr {
            Expr::Range(range) => {
                let start = range.start.as_ref()?;
                let start = self.index(start);
                let source = match &range.end {
                    Some(end) => {
                        let end = self.index(end);
                        let inclusive = matches!(range.limits, RangeLimits::Closed(_));
                        Indexed::Range(Range { start, end, inclusive, reversed: false })
                    }
                    None => Indexed::From(start),
                };
                Some(Sequence::new(source))
            }
            Expr::Reference(reference) => {
                let elements =
                    self.elements(&reference.expr, reference.mutability.is_some(), Access::Reference, lenient)?;
                Some(Sequence::new(Indexed::Elements(elements)))
            }
            Expr::MethodCall(call) => self.adapted(call, lenient),
            _ => {
                let ty = self.infer(expr);
                if matches!(ty.peeled(), Ty::Constant) {
                    return None;
                }
                let access = if matches!(ty, Ty::Reference(_)) { Access::Reference } else { Access::Value };
                let elements = self.elements(expr, false, access, lenient)?;
                Some(Sequence::new(Indexed::Elements(elements)))
            }
        }
    }

    /// The elements of an expression whose type is known to have some.
    fn elements(&mut self, expr: &Expr, mutable: bool, access: Access, lenient: bool) -> Option<Elements> {
        let unknown = !lenient && !mutable && self.is_constant(expr);
        if unknown && !matches!(self.infer(expr).peeled(), Ty::Array(..) | Ty::Slice(_)) {
            return None;
        }
        if mutable || self.is_mutable_alias(expr) {
            let alias = self.alias(expr)?;
            return Some(Elements { of: Base::Place(alias), access });
        }
        // A part without a size of its own is no value, even if it is constant.
        let value = if matches!(strip(expr), Expr::Index(_)) { self.load(strip(expr)) } else { self.expr(expr) };
        // Of what only `rustc` knows it is supposed that it can be indexed.
        if !matches!(self.ty(value).peeled(), Ty::Array(..) | Ty::Slice(_) | Ty::Unknown) {
            return None;
        }
        let access = if matches!(self.ty(value), Ty::Reference(_)) { Access::Reference } else { access };
        Some(Elements { of: Base::Value(value), access })
    }

    /// An adapter or a source that is a method.
    fn adapted(&mut self, call: &ExprMethodCall, lenient: bool) -> Option<Sequence> {
        let name = call.method.to_string();
        let span = call.method.span();
        let argument = call.args.first();
        let source = match (name.as_str(), argument) {
            ("iter", None) => {
                Some(Indexed::Elements(self.elements(&call.receiver, false, Access::Reference, lenient)?))
            }
            ("iter_mut", None) => {
                Some(Indexed::Elements(self.elements(&call.receiver, true, Access::Reference, lenient)?))
            }
            ("chunks" | "chunks_exact" | "chunks_mut" | "chunks_exact_mut", Some(size)) => {
                let of = self.elements(&call.receiver, name.ends_with("_mut"), Access::Reference, lenient)?;
                let size = self.index(size);
                Some(Indexed::Chunks { of, size, exact: name.contains("exact") })
            }
            ("windows", Some(size)) => {
                let of = self.elements(&call.receiver, false, Access::Reference, lenient)?;
                let size = self.index(size);
                Some(Indexed::Windows { of, size })
            }
            _ => None,
        };
        if let Some(source) = source {
            return Some(Sequence::new(source));
        }
        if !is_adapter(&name) {
            return None;
        }
        let mut inner = self.known_sequence(strip(&call.receiver), lenient)?;
        match (name.as_str(), argument) {
            ("into_iter" | "iter" | "by_ref", None) => return Some(inner),
            ("copied" | "cloned", None) => {
                inner.push(Stage::Copied);
                return Some(inner);
            }
            ("map", Some(closure)) => {
                let closure = self.closure_of(closure)?;
                inner.push(Stage::Map(closure));
                return Some(inner);
            }
            ("filter", Some(closure)) => {
                let closure = self.closure_of(closure)?;
                inner.push(Stage::Filter(closure));
                return Some(inner);
            }
            ("inspect", Some(closure)) => {
                let closure = self.closure_of(closure)?;
                inner.push(Stage::Inspect(closure));
                return Some(inner);
            }
            _ => {}
        }
        if !inner.stages.is_empty() {
            match (name.as_str(), argument) {
                ("rev", None) if inner.is_reversible() => {
                    if let Source::Indexed(indexed) = inner.source {
                        inner.source = Source::Indexed(Indexed::Rev(Box::new(indexed)));
                        return Some(inner);
                    }
                    return None;
                }
                ("skip", Some(count)) => {
                    let count = self.index(count);
                    inner.stages.push(Stage::Skip(count));
                    return Some(inner);
                }
                ("take", Some(count)) => {
                    let count = self.index(count);
                    inner.stages.push(Stage::Take(count));
                    return Some(inner);
                }
                ("enumerate", None) => {
                    inner.stages.push(Stage::Enumerate);
                    return Some(inner);
                }
                _ => {}
            }
        }
        if matches!(inner.source, Source::Words(_)) && !lenient {
            inner = self.known_sequence(strip(&call.receiver), true)?;
        }
        let Some(indexed) = inner.indexed() else {
            let help = "collect the items first, or test inside the loop";
            self.error(span, Message::unsupported(&format!("`{name}` after a filter"), help));
            return None;
        };
        // What skips items would skip what their closures do; a longer side of a `zip` may be asked for one item more.
        let skips =
            matches!(name.as_str(), "skip" | "step_by" | "zip") || (name == "rev" && is_cut_short(&call.receiver));
        if skips && indexed.has_effects() {
            self.error(span, Message::effect_before(&name));
            return None;
        }
        let inner = Box::new(indexed);
        let source = match (name.as_str(), argument) {
            ("rev", None) => Indexed::Rev(inner),
            ("enumerate", None) => Indexed::Enumerate(inner),
            ("skip", Some(count)) => Indexed::Skip(inner, self.index(count)),
            ("take", Some(count)) => Indexed::Take(inner, self.index(count)),
            ("step_by", Some(step)) => Indexed::StepBy(inner, self.index(step)),
            ("zip" | "chain", Some(other)) => {
                let Some(other) = self.known_sequence(strip(other), true).and_then(Sequence::indexed) else {
                    self.error(Place::of(other), Message::unknown_iterator());
                    return None;
                };
                if name == "zip" && other.has_effects() {
                    self.error(span, Message::effect_before(&name));
                    return None;
                }
                if name == "zip" {
                    Indexed::Zip(inner, Box::new(other))
                } else {
                    Indexed::Chain(inner, Box::new(other))
                }
            }
            _ => return None,
        };
        Some(Sequence::new(source))
    }

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

    /// An integer made of others.
    fn integer(&mut self, operands: &[Value], span: Span, build: impl FnOnce(&[Ident]) -> Expr) -> Value {
        self.template(operands, Ty::Constant, true, false, span, build)
    }

    /// How many elements an aggregate has.
    fn count(&mut self, of: &Elements, span: Span) -> Value {
        let value = match &of.of {
            Base::Value(value) => *value,
            Base::Place(alias) => self.read_place(alias, span),
        };
        if let Some(len) = self.ty(value).literal_len() {
            return self.literal_index(len, span);
        }
        self.length_of_value(value, span)
    }

    /// The length of a value that has one.
    pub(super) fn length_of_value(&mut self, value: Value, span: Span) -> Value {
        if let Some((start, end)) = self.view_of(value) {
            if self.graph.integer(start) == Some(0) {
                return end;
            }
            return self.integer(&[start, end], span, |idents| {
                let (start, end) = (&idents[0], &idents[1]);
                parse_quote!(#end - #start)
            });
        }
        self.template(&[value], Ty::Constant, true, false, span, |idents| {
            let value = &idents[0];
            parse_quote!(#value.len())
        })
    }

    /// The range of elements that a value is a view of.
    fn view_of(&self, value: Value) -> Option<(Value, Value)> {
        match self.graph.node(value)? {
            Node::Same { form: SameForm::Borrow, operand } => self.view_of(*operand),
            Node::Load { path, .. } => match path.last()? {
                Step::Range(start, end) => Some((*start, *end)),
                Step::Index(_) | Step::Field(_) => None,
            },
            _ => None,
        }
    }

    /// The length of a sequence; none where it has no end.
    pub(super) fn len_of(&mut self, indexed: &Indexed, span: Span) -> Option<Value> {
        Some(match indexed {
            Indexed::From(_) => return None,
            Indexed::Range(range) => {
                let (start, end) = (range.start, range.end);
                let inclusive = range.inclusive;
                if !inclusive && self.graph.integer(start) == Some(0) {
                    return Some(end);
                }
                self.integer(&[start, end], span, |idents| {
                    let (start, end) = (&idents[0], &idents[1]);
                    if inclusive { parse_quote!((#start..=#end).count()) } else { parse_quote!((#start..#end).len()) }
                })
            }
            Indexed::Elements(elements) => self.count(elements, span),
            Indexed::Chunks { of, size, exact } => {
                let (len, size) = (self.count(of, span), *size);
                let exact = *exact;
                self.integer(&[len, size], span, |idents| {
                    let (len, size) = (&idents[0], &idents[1]);
                    if exact { parse_quote!(#len / #size) } else { parse_quote!(usize::div_ceil(#len, #size)) }
                })
            }
            Indexed::Windows { of, size } => {
                let (len, size) = (self.count(of, span), *size);
                self.integer(&[len, size], span, |idents| {
                    let (len, size) = (&idents[0], &idents[1]);
                    parse_quote!(usize::saturating_sub(#len + 1, #size))
                })
            }
            Indexed::Zip(left, right) => match (self.len_of(left, span), self.len_of(right, span)) {
                (Some(left), Some(right)) => self.least(left, right, span),
                (Some(len), None) | (None, Some(len)) => len,
                (None, None) => return None,
            },
            Indexed::Enumerate(inner) | Indexed::Rev(inner) | Indexed::Copied(inner) | Indexed::Map(inner, _) => {
                self.len_of(inner, span)?
            }
            Indexed::Skip(inner, count) => {
                let len = self.len_of(inner, span)?;
                self.integer(&[len, *count], span, |idents| {
                    let (len, count) = (&idents[0], &idents[1]);
                    parse_quote!(usize::saturating_sub(#len, #count))
                })
            }
            Indexed::Take(inner, count) => match self.len_of(inner, span) {
                Some(len) => self.least(len, *count, span),
                None => *count,
            },
            Indexed::StepBy(inner, step) => {
                let len = self.len_of(inner, span)?;
                self.integer(&[len, *step], span, |idents| {
                    let (len, step) = (&idents[0], &idents[1]);
                    parse_quote!(usize::div_ceil(#len, #step))
                })
            }
            Indexed::Chain(left, right) => {
                let (left, right) = (self.len_of(left, span)?, self.len_of(right, span)?);
                self.sum_of(left, right, span)
            }
        })
    }

    fn least(&mut self, left: Value, right: Value, span: Span) -> Value {
        if let (Some(left_len), Some(right_len)) = (self.graph.integer(left), self.graph.integer(right)) {
            return if left_len <= right_len { left } else { right };
        }
        self.integer(&[left, right], span, |idents| {
            let (left, right) = (&idents[0], &idents[1]);
            parse_quote!(usize::min(#left, #right))
        })
    }

    fn sum_of(&mut self, left: Value, right: Value, span: Span) -> Value {
        if self.graph.integer(left) == Some(0) {
            return right;
        }
        if self.graph.integer(right) == Some(0) {
            return left;
        }
        self.integer(&[left, right], span, |idents| {
            let (left, right) = (&idents[0], &idents[1]);
            parse_quote!(#left + #right)
        })
    }

    /// The integer so many steps after another one, whose type it has.
    fn nth(&mut self, start: Value, index: Value, span: Span) -> Value {
        self.integer(&[start, index], span, |idents| {
            let (start, index) = (&idents[0], &idents[1]);
            parse_quote!(__ad::nth(#start, #index))
        })
    }

    fn product_of(&mut self, left: Value, right: Value, span: Span) -> Value {
        self.integer(&[left, right], span, |idents| {
            let (left, right) = (&idents[0], &idents[1]);
            parse_quote!(#left * #right)
        })
    }

    /// The item at an index.
    pub(super) fn item(&mut self, indexed: &Indexed, index: Value, span: Span) -> Item {
        match indexed {
            Indexed::Range(range) => {
                let value = self.nth(range.start, index, span);
                Item::Value(value)
            }
            Indexed::From(start) => {
                let value = self.nth(*start, index, span);
                Item::Value(value)
            }
            Indexed::Elements(elements) => self.part_of(elements, Step::Index(index), span),
            Indexed::Chunks { of, size, exact } => {
                let start = self.product_of(index, *size, span);
                let mut end = self.sum_of(start, *size, span);
                if !exact {
                    let len = self.count(of, span);
                    end = self.least(end, len, span);
                }
                self.part_of(of, Step::Range(start, end), span)
            }
            Indexed::Windows { of, size } => {
                let end = self.sum_of(index, *size, span);
                self.part_of(of, Step::Range(index, end), span)
            }
            Indexed::Zip(left, right) => {
                let left = self.item(left, index, span);
                let right = self.item(right, index, span);
                Item::Pair(Box::new(left), Box::new(right))
            }
            Indexed::Enumerate(inner) => {
                let item = self.item(inner, index, span);
                Item::Pair(Box::new(Item::Value(index)), Box::new(item))
            }
            Indexed::Rev(inner) => {
                let Some(len) = self.len_of(inner, span) else { return Item::Value(index) };
                let index = self.integer(&[len, index], span, |idents| {
                    let (len, index) = (&idents[0], &idents[1]);
                    parse_quote!(#len - 1 - #index)
                });
                self.item(inner, index, span)
            }
            Indexed::Skip(inner, count) => {
                let index = self.sum_of(index, *count, span);
                self.item(inner, index, span)
            }
            Indexed::Take(inner, _) => self.item(inner, index, span),
            Indexed::StepBy(inner, step) => {
                let index = self.product_of(index, *step, span);
                self.item(inner, index, span)
            }
            Indexed::Copied(inner) => {
                let item = self.item(inner, index, span);
                self.copied(item, span)
            }
            Indexed::Map(inner, closure) => {
                let item = self.item(inner, index, span);
                self.call_closure(closure, vec![item], span)
            }
            Indexed::Chain(left, right) => {
                let Some(len) = self.len_of(left, span) else { return Item::Value(index) };
                let test = self.integer(&[index, len], span, |idents| {
                    let (index, len) = (&idents[0], &idents[1]);
                    parse_quote!(#index < #len)
                });
                let value = self.branch(
                    test,
                    span,
                    &mut |this| {
                        let item = this.item(left, index, span);
                        let item = this.copied(item, span);
                        this.item_value(item, span)
                    },
                    &mut |this| {
                        let index = this.integer(&[index, len], span, |idents| {
                            let (index, len) = (&idents[0], &idents[1]);
                            parse_quote!(#index - #len)
                        });
                        let item = this.item(right, index, span);
                        let item = this.copied(item, span);
                        this.item_value(item, span)
                    },
                );
                // Both were copied out of their places; an iterator over references gives references.
                let by_reference = left.gives_references() && right.gives_references();
                if by_reference { Item::Value(self.borrow(value, span)) } else { Item::Value(value) }
            }
        }
    }

    fn part_of(&mut self, elements: &Elements, step: Step, span: Span) -> Item {
        match &elements.of {
            Base::Place(alias) => Item::Place(alias.with(step)),
            Base::Value(value) => {
                let is_slice = matches!(step, Step::Range(..));
                let part = self.load_path(*value, vec![step], span);
                let copies = elements.access == Access::Value && !is_slice && !self.ty(part).has_slice();
                if copies { Item::Value(part) } else { Item::Value(self.borrow(part, span)) }
            }
        }
    }

    pub(super) fn borrow(&mut self, value: Value, span: Span) -> Value {
        let ty = Ty::Reference(Box::new(self.ty(value).clone()));
        let constant = self.graph[value].constant;
        let borrowed = self.push(Node::Same { form: SameForm::Borrow, operand: value }, ty, span);
        self.graph[borrowed].constant = constant;
        borrowed
    }

    /// `.copied()`: a reference taken off.
    fn copied(&mut self, item: Item, span: Span) -> Item {
        match item {
            Item::Place(alias) => Item::Value(self.read_place(&alias, span)),
            Item::Value(value) if matches!(self.ty(value), Ty::Reference(_)) => {
                Item::Value(self.dereferenced(value, span))
            }
            item => item,
        }
    }

    /// An item behind one more reference, as `filter` and `inspect` see it.
    fn borrowed_item(&mut self, item: Item, span: Span) -> Item {
        match item {
            Item::Value(value) => Item::Value(self.borrow(value, span)),
            item => {
                let value = self.item_value(item, span);
                Item::Value(self.borrow(value, span))
            }
        }
    }

    /// An item as one value.
    pub(super) fn item_value(&mut self, item: Item, span: Span) -> Value {
        match item {
            Item::Value(value) => value,
            Item::Place(alias) => {
                let value = self.read_place(&alias, span);
                self.borrow(value, span)
            }
            Item::Pair(left, right) => {
                let (left, right) = (self.item_value(*left, span), self.item_value(*right, span));
                let ty = Ty::Tuple(vec![self.ty(left).clone(), self.ty(right).clone()]);
                self.push(Node::Tuple(vec![left, right]), ty, span)
            }
        }
    }

    /// Binds a pattern to an item.
    pub(super) fn bind_item(&mut self, pat: &Pat, item: Item) {
        match (pat, item) {
            (Pat::Paren(inner), item) => self.bind_item(&inner.pat, item),
            (Pat::Wild(_), _) => {}
            (Pat::Type(typed), item @ (Item::Place(_) | Item::Pair(..))) => self.bind_item(&typed.pat, item),
            (Pat::Tuple(tuple), Item::Pair(left, right)) if tuple.elems.len() == 2 => {
                self.bind_item(&tuple.elems[0], *left);
                self.bind_item(&tuple.elems[1], *right);
            }
            (Pat::Reference(inner), Item::Pair(left, right)) => self.bind_item(&inner.pat, Item::Pair(left, right)),
            (Pat::Reference(inner), Item::Place(alias)) => {
                let value = self.read_place(&alias, pat.span());
                self.bind_pattern(&inner.pat, value, None);
            }
            (Pat::Ident(pattern), Item::Place(alias)) => self.bind_alias(&pattern.ident, alias),
            (pat, item) => {
                let value = self.item_value(item, pat.span());
                self.bind_pattern(pat, value, None);
            }
        }
    }
}

impl Sequence {
    fn new(source: Indexed) -> Self {
        Sequence { source: Source::Indexed(source), stages: Vec::new() }
    }

    /// Appends a stage; one that keeps the index becomes a part of the source.
    fn push(&mut self, stage: Stage) {
        if let (Source::Indexed(indexed), true) = (&mut self.source, self.stages.is_empty()) {
            let inner = || Box::new(indexed.clone());
            let source = match &stage {
                Stage::Map(closure) => Some(Indexed::Map(inner(), Rc::clone(closure))),
                Stage::Copied => Some(Indexed::Copied(inner())),
                _ => None,
            };
            if let Some(source) = source {
                *indexed = source;
                return;
            }
        }
        self.stages.push(stage);
    }

    /// The sequence with what happens to each item last taken out of its source, so that this is as simple as it can be.
    fn unfolded(self) -> Self {
        let Source::Indexed(mut indexed) = self.source else { return self };
        let mut stages = Vec::new();
        loop {
            indexed = match indexed {
                Indexed::Map(inner, closure) => {
                    stages.push(Stage::Map(closure));
                    *inner
                }
                Indexed::Copied(inner) => {
                    stages.push(Stage::Copied);
                    *inner
                }
                other => {
                    indexed = other;
                    break;
                }
            };
        }
        stages.reverse();
        stages.extend(self.stages);
        Sequence { source: Source::Indexed(indexed), stages }
    }

    /// Whether the items that are left do not depend on the order in which they are looked at.
    fn is_reversible(&self) -> bool {
        self.stages.iter().all(|stage| matches!(stage, Stage::Map(_) | Stage::Filter(_) | Stage::Copied))
    }

    /// The sequence as an indexed one, if nothing is left out of it.
    pub(super) fn indexed(self) -> Option<Indexed> {
        match self.source {
            Source::Indexed(indexed) if self.stages.is_empty() => Some(indexed),
            _ => None,
        }
    }
}

impl Stage {
    fn counts(&self) -> bool {
        matches!(self, Stage::Skip(_) | Stage::Take(_) | Stage::Enumerate)
    }

    fn closure(&self) -> Option<&Closure> {
        match self {
            Stage::Map(closure) | Stage::Filter(closure) | Stage::Inspect(closure) => Some(closure),
            Stage::Copied | Stage::Skip(_) | Stage::Take(_) | Stage::Enumerate => None,
        }
    }
}

impl Indexed {
    fn closures(&self, visit: &mut dyn FnMut(&Closure)) {
        match self {
            Indexed::Range(_)
            | Indexed::From(_)
            | Indexed::Elements(_)
            | Indexed::Chunks { .. }
            | Indexed::Windows { .. } => {}
            Indexed::Zip(left, right) | Indexed::Chain(left, right) => {
                left.closures(visit);
                right.closures(visit);
            }
            Indexed::Enumerate(inner)
            | Indexed::Rev(inner)
            | Indexed::Skip(inner, _)
            | Indexed::Take(inner, _)
            | Indexed::StepBy(inner, _)
            | Indexed::Copied(inner) => inner.closures(visit),
            Indexed::Map(inner, closure) => {
                inner.closures(visit);
                visit(closure);
            }
        }
    }

    /// Whether closures in it change variables.
    pub(super) fn has_effects(&self) -> bool {
        !self.changed().is_empty()
    }

    /// The variables that closures in it change.
    pub(super) fn changed(&self) -> Vec<BindingId> {
        let mut changed = Vec::new();
        self.closures(&mut |closure| changed.extend(&closure.changed));
        changed
    }

    /// The places whose parts are items.
    fn places(&self, visit: &mut dyn FnMut(&Alias)) {
        match self {
            Indexed::Elements(of) | Indexed::Chunks { of, .. } | Indexed::Windows { of, .. } => {
                if let Base::Place(alias) = &of.of {
                    visit(alias);
                }
            }
            Indexed::Range(_) | Indexed::From(_) => {}
            Indexed::Zip(left, right) | Indexed::Chain(left, right) => {
                left.places(visit);
                right.places(visit);
            }
            Indexed::Enumerate(inner)
            | Indexed::Rev(inner)
            | Indexed::Skip(inner, _)
            | Indexed::Take(inner, _)
            | Indexed::StepBy(inner, _)
            | Indexed::Copied(inner)
            | Indexed::Map(inner, _) => inner.places(visit),
        }
    }

    fn gives_references(&self) -> bool {
        match self {
            Indexed::Elements(elements) => elements.access == Access::Reference,
            Indexed::Rev(inner) | Indexed::Skip(inner, _) | Indexed::Take(inner, _) | Indexed::StepBy(inner, _) => {
                inner.gives_references()
            }
            Indexed::Chain(left, right) => left.gives_references() && right.gives_references(),
            _ => false,
        }
    }
}

/// Whether a chain of iterators takes some items only: backwards, the others come first.
fn is_cut_short(expr: &Expr) -> bool {
    matches!(strip(expr), Expr::MethodCall(call) if call.method == "take" || is_cut_short(&call.receiver))
}

/// The first method of a chain that no iterator that the macro sees through has.
fn unknown_method(expr: &Expr) -> Option<&Ident> {
    let Expr::MethodCall(call) = strip(expr) else { return None };
    let name = call.method.to_string();
    let known = is_source(&name) || is_adapter(&name);
    unknown_method(&call.receiver).or_else(|| (!known).then_some(&call.method))
}

/// Whether a method makes an iterator of an aggregate.
fn is_source(name: &str) -> bool {
    matches!(name, "iter" | "iter_mut" | "chunks" | "chunks_exact" | "windows" | "chunks_mut" | "chunks_exact_mut")
}

fn is_adapter(name: &str) -> bool {
    matches!(
        name,
        "into_iter"
            | "iter"
            | "by_ref"
            | "copied"
            | "cloned"
            | "map"
            | "filter"
            | "inspect"
            | "rev"
            | "enumerate"
            | "skip"
            | "take"
            | "step_by"
            | "zip"
            | "chain"
    )
}
