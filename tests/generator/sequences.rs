//! What `for` and chains of iterators run over: arrays, slices, ranges, and their adapters.

use super::expressions::cast;
use super::text::{Binding, Text, text};
use super::types::{Passing, Type};
use super::writer::Writer;

/// What a sequence hands out.
#[derive(Clone, Debug)]
pub(crate) enum Item {
    /// A `usize` below the bound.
    Index(usize),
    Value(Type),
    Shared(Type),
    /// A `&mut`.
    Mutable(Type),
    /// A slice of that many elements.
    Slice(Type, usize),
    Pair(Box<Item>, Box<Item>),
}

/// An expression that is an iterator, or can be made one.
#[derive(Clone, Debug)]
pub(crate) struct Sequence {
    pub(crate) text: Text,
    pub(crate) item: Item,
    /// The most items that it can have.
    pub(crate) length: usize,
    /// Whether its length is known from both ends, as `enumerate().rev()` needs.
    exact: bool,
    /// Whether it has an item in any case.
    pub(crate) inhabited: bool,
    /// Whether a filter has left items out: what needs their number beforehand cannot follow.
    pub(crate) filtered: bool,
}

impl Writer<'_> {
    /// An iterator over an array, a slice or a range, with up to two adapters.
    pub(crate) fn sequence(&mut self) -> Sequence {
        let mut sequence = self.source();
        for _ in 0..self.prng.below(3) {
            sequence = self.adapted(sequence);
        }
        sequence
    }

    /// What a chain starts from.
    fn source(&mut self) -> Sequence {
        match self.prng.below(8) {
            0..=1 => self.range_source(),
            2 => self.array_by_value(),
            3 => self.overlapping(),
            _ => self.shared_source(),
        }
    }

    /// `(0..n)`.
    fn range_source(&mut self) -> Sequence {
        let (end, bound, inhabited) = match self.prng.below(3) {
            0 => (text!("{} % 4", self.usize(0).atom()), 4, false),
            _ => {
                let end = 1 + self.prng.below(5);
                (Text::same(end), end, true)
            }
        };
        Sequence {
            text: text!("(0..{})", end),
            item: Item::Index(bound),
            length: bound,
            exact: true,
            inhabited,
            filtered: false,
        }
    }

    /// `xs.iter()`, of what is in scope or of a literal.
    fn shared_source(&mut self) -> Sequence {
        let arrays = self.arrays();
        if arrays.is_empty() {
            let list = self.listed_floats();
            let item = Item::Shared(Type::Float(self.style.width));
            return Sequence {
                text: text!("{}.iter()", list),
                item,
                length: 2,
                exact: true,
                inhabited: true,
                filtered: false,
            };
        }
        let (place, element, length) = self.recent(&arrays);
        let place = self.borrowed(&place);
        Sequence {
            text: text!("{}.iter()", place),
            item: Item::Shared(element),
            length,
            exact: true,
            inhabited: true,
            filtered: false,
        }
    }

    /// `xs.windows(2)` or `xs.chunks_exact(2)`.
    fn overlapping(&mut self) -> Sequence {
        let arrays = self.arrays();
        if arrays.is_empty() {
            return self.shared_source();
        }
        let (place, element, length) = self.recent(&arrays);
        let place = self.borrowed(&place);
        let method = Text::same(*self.choose(&["windows", "chunks_exact"]));
        let item = Item::Slice(element, 2);
        Sequence {
            text: text!("{}.{}(2)", place, method),
            item,
            length,
            exact: true,
            inhabited: length > 1,
            filtered: false,
        }
    }

    /// `[x, y].into_iter()`.
    fn array_by_value(&mut self) -> Sequence {
        let list = self.listed_floats();
        let item = Item::Value(Type::Float(self.style.width));
        Sequence { text: text!("{}.into_iter()", list), item, length: 2, exact: true, inhabited: true, filtered: false }
    }

    /// `[x, y]`.
    fn listed_floats(&mut self) -> Text {
        let width = self.style.width;
        let (first, second) = (self.float(width, 1), self.float(width, 1));
        text!("[{}, {}]", first, second)
    }

    /// The sequence behind one adapter.
    fn adapted(&mut self, sequence: Sequence) -> Sequence {
        let Sequence { text, item, length, exact, inhabited, filtered } = sequence.clone();
        let is_float = matches!(&item, Item::Shared(Type::Float(_)) | Item::Value(Type::Float(_)));
        let count = Text::same(self.prng.below(3));
        match self.prng.below(10) {
            0..=1 if exact => Sequence { text: text!("{}.rev()", text), ..sequence },
            2 => Sequence { text: text!("{}.skip({})", text, count), inhabited: false, ..sequence },
            3 => {
                let count = if self.one_in(2) { count } else { text!("{} % 4", self.usize(0).atom()) };
                Sequence { text: text!("{}.take({})", text, count), inhabited: false, ..sequence }
            }
            4 if !filtered => {
                Sequence { text: text!("{}.step_by({})", text, Text::same(1 + self.prng.below(3))), ..sequence }
            }
            5 => {
                let item = Item::Pair(Box::new(Item::Index(length)), Box::new(item));
                Sequence { text: text!("{}.enumerate()", text), item, ..sequence }
            }
            6 if !filtered => {
                let mut other = self.source();
                while other.filtered {
                    other = self.source();
                }
                let item = Item::Pair(Box::new(item), Box::new(other.item));
                let (exact, inhabited) = (exact && other.exact, inhabited && other.inhabited);
                let length = length.min(other.length);
                Sequence { text: text!("{}.zip({})", text, other.text), item, length, exact, inhabited, filtered }
            }
            7 if matches!(item, Item::Shared(Type::Float(_))) => {
                let Item::Shared(element) = item else { return sequence };
                let text = text!("{}.{}()", text, Text::same(*self.choose(&["copied", "cloned"])));
                Sequence { text, item: Item::Value(element), ..sequence }
            }
            8 if !filtered && matches!(item, Item::Shared(Type::Float(_))) => {
                let other = text!("[{}].iter()", self.float(self.style.width, 0));
                let length = length + 1;
                Sequence { text: text!("{}.chain({})", text, other), length, exact: false, ..sequence }
            }
            9 if is_float => {
                let depth = Text::same(if matches!(item, Item::Shared(_)) { "**" } else { "*" });
                let limit = self.literal(self.style.width);
                let sign = Text::same(*self.choose(&["<", ">"]));
                let text = text!("{}.filter(|f| {}f {} {})", text, depth, sign, limit);
                Sequence { text, exact: false, inhabited: false, filtered: true, ..sequence }
            }
            _ => sequence,
        }
    }

    /// A pattern for an item, whose names come into scope.
    pub(crate) fn bind(&mut self, item: &Item) -> Text {
        match item {
            Item::Index(bound) => {
                let name = self.fresh();
                self.declare_counter(&name, *bound);
                Text::same(name)
            }
            Item::Value(Type::Tuple(fields)) if self.one_in(2) => {
                let parts = fields.iter().map(|field| self.bind(&Item::Value(field.clone()))).collect::<Vec<_>>();
                text!("({})", Text::join(&parts, ", "))
            }
            Item::Value(ty) => self.bind_as(ty, Passing::Value, false),
            Item::Shared(ty) => match ty {
                Type::Array(element, length) if self.one_in(3) => {
                    let part = Item::Shared((**element).clone());
                    let parts = (0..*length).map(|_| self.bind_reference(&part)).collect::<Vec<_>>();
                    text!("[{}]", Text::join(&parts, ", "))
                }
                Type::Tuple(fields) if self.one_in(2) => {
                    let mut parts = Vec::new();
                    for field in fields {
                        parts.push(self.bind_reference(&Item::Shared(field.clone())));
                    }
                    text!("({})", Text::join(&parts, ", "))
                }
                _ if self.one_in(2) => text!("&{}", self.bind_as(ty, Passing::Value, false)),
                _ => self.bind_as(ty, Passing::Reference, false),
            },
            Item::Mutable(ty) => self.bind_as(ty, Passing::Reference, true),
            Item::Slice(element, length) => self.bind_as(&Type::array(element.clone(), *length), Passing::Slice, false),
            Item::Pair(left, right) => {
                let (left, right) = (self.bind(left), self.bind(right));
                text!("({}, {})", left, right)
            }
        }
    }

    /// A name for a reference, which a pattern around it made: `&` must not be written there.
    fn bind_reference(&mut self, item: &Item) -> Text {
        match item {
            Item::Shared(ty) => self.bind_as(ty, Passing::Reference, false),
            _ => self.bind(item),
        }
    }

    fn bind_as(&mut self, ty: &Type, passing: Passing, mutable: bool) -> Text {
        let name = self.fresh();
        self.declare(&name, ty.clone(), mutable);
        if let Some(variable) = self.scope.last_mut() {
            variable.passing = passing;
        }
        Text::same(name)
    }

    /// A float made of what `bind` declared behind the first `outer` variables of the scope.
    pub(crate) fn bound_float(&mut self, outer: usize) -> Text {
        let width = self.style.width;
        let place = self.behind(outer, |writer| writer.any_place(&Type::Float(width), false));
        let counter = self.behind(outer, |writer| writer.any_place(&Type::Usize, false));
        match (place, counter) {
            (Some(place), counter) if counter.is_none() || !self.one_in(4) => {
                // Arithmetic and methods take `&f64` as it is, but not `&mut f64`.
                let bare = borrowed_name(&place);
                let changes = self.scope.iter().any(|known| known.mutable && known.name == bare.plain);
                if changes || self.one_in(2) { place } else { bare }
            }
            (_, Some(counter)) => cast(width, &counter.atom()),
            _ => self.float(width, 0),
        }
    }

    /// A float that depends on what `bind` declared.
    pub(crate) fn float_of_item(&mut self, outer: usize, depth: usize) -> Text {
        let width = self.style.width;
        let bound = self.bound_float(outer);
        let other = if self.one_in(3) { self.bound_float(outer) } else { self.float(width, depth) };
        match self.prng.below(6) {
            0..=1 => text!("{} * {}", bound, other.within(Binding::Unary)).bound(Binding::Product),
            2 => text!("{} + {}", other.within(Binding::Sum), bound).bound(Binding::Sum),
            3 => text!("({} - {}).sin()", bound, other.within(Binding::Product)),
            4 => text!("{}.tanh()", bound),
            _ => text!("{} * {} - {}", bound, bound, other.within(Binding::Product)).bound(Binding::Sum),
        }
    }
}

/// `x` for `(*x)`.
pub(crate) fn borrowed_name(place: &Text) -> Text {
    let side = |text: &str| text.strip_prefix("(*").and_then(|text| text.strip_suffix(')')).unwrap_or(text).to_string();
    Text::new(side(&place.plain), side(&place.dual)).bound(place.binding)
}
