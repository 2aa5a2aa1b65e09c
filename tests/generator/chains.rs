//! Floats that chains of iterators compute.

use super::expressions::literal;
use super::features::Feature;
use super::sequences::{Item, Sequence};
use super::text::{Binding, Text, text};
use super::types::{Type, Width};
use super::writer::Writer;

impl Writer<'_> {
    /// A chain that ends with a float, where the program has chains at all.
    pub(crate) fn chain(&mut self, width: Width, depth: usize) -> Option<Text> {
        let (sums, folds) = (self.style.features.has(Feature::Sums), self.style.features.has(Feature::Folds));
        // Closures within closures are enough of a nest.
        if width != self.style.width || self.closures > 1 || !(sums || folds) || !self.one_in(6) {
            return None;
        }
        // A closure borrows what it reads: nothing may be assigned, and no statement stands inside.
        let budget = std::mem::take(&mut self.budget);
        self.frozen += 1;
        self.closures += 1;
        let sequence = self.sequence();
        let chain = if sums && (!folds || self.one_in(2)) {
            self.summed(&sequence, depth)
        } else {
            self.folded(&sequence, depth)
        };
        self.closures -= 1;
        self.frozen -= 1;
        self.budget = budget;
        Some(chain)
    }

    /// `.map(|x| ..).sum::<f64>()` and the like.
    fn summed(&mut self, sequence: &Sequence, depth: usize) -> Text {
        let float = Type::Float(self.style.width).text();
        let is_float = matches!(&sequence.item, Item::Shared(Type::Float(_)) | Item::Value(Type::Float(_)));
        let mapped = if is_float && self.one_in(4) {
            sequence.text.clone()
        } else if is_float && matches!(sequence.item, Item::Value(_)) && self.one_in(4) {
            text!("{}.map({}::{})", sequence.text, float, Text::same(*self.choose(&["sin", "cos", "tanh"])))
        } else {
            let closure = self.closure(&sequence.item, depth);
            let mapped = text!("{}.map({})", sequence.text, closure);
            if self.one_in(5) {
                let again = self.closure(&Item::Value(Type::Float(self.style.width)), 0);
                text!("{}.map({})", mapped, again)
            } else {
                mapped
            }
        };
        let method = Text::same(if self.one_in(4) { "product" } else { "sum" });
        text!("{}.{}::<{}>()", mapped, method, float)
    }

    /// `|x| ..`, whose body may be a block.
    fn closure(&mut self, item: &Item, depth: usize) -> Text {
        let outer = self.scope.len();
        let pattern = self.bind(item);
        let body = self.float_of_item(outer, depth.min(1));
        let body = if self.style.branches && self.one_in(5) {
            let (value, other) = (self.bound_float(outer), self.float_of_item(outer, 0));
            let limit = self.literal(self.style.width);
            text!("if {}.sin() < {} {{ {} }} else {{ {} }}", value, limit, body, other)
        } else {
            body
        };
        self.scope.truncate(outer);
        text!("|{}| {}", pattern, body)
    }

    /// `.fold(..)`, or the greatest or smallest item.
    fn folded(&mut self, sequence: &Sequence, depth: usize) -> Text {
        let width = self.style.width;
        let float = Type::Float(width).text();
        if matches!(sequence.item, Item::Value(Type::Float(_)) | Item::Shared(Type::Float(_))) && self.one_in(2) {
            return self.extreme(sequence);
        }
        let start = text!("{} * {}", self.literal(width), self.float(width, 0)).bound(Binding::Product);
        let outer = self.scope.len();
        let name = self.fresh();
        let total = Text::same(&name);
        let pattern = self.bind(&sequence.item);
        let value = self.float_of_item(outer, depth.min(1));
        let half = literal(width, 0.5);
        let body = match self.prng.below(5) {
            0..=1 => text!("{} + {}", total, value.within(Binding::Product)),
            2 => text!("{} * {} + {}", total, half, value.within(Binding::Product)),
            3 => text!("({} * {}).sin()", total, value.within(Binding::Unary)),
            _ => text!("{}.{}({})", total, Text::same(*self.choose(&["max", "min", "hypot"])), value),
        };
        self.scope.truncate(outer);
        let annotation = if self.one_in(3) { text!(": {}", float) } else { Text::same("") };
        text!("{}.fold({}, |{}{}, {}| {})", sequence.text, start, total, annotation, pattern, body)
    }

    fn extreme(&mut self, sequence: &Sequence) -> Text {
        let float = Type::Float(self.style.width).text();
        let (method, sign) = *self.choose(&[("max", "NEG_"), ("min", "")]);
        let method = Text::same(method);
        let start = if sequence.inhabited && self.one_in(2) {
            let (plain, dual) = (&float.plain, &float.dual);
            let infinity = format!("{plain}::{sign}INFINITY");
            Text::new(&infinity, format_args!("{dual}::constant({infinity})"))
        } else {
            self.float(self.style.width, 0)
        };
        match &sequence.item {
            Item::Shared(_) => text!("{}.fold({}, |a, &b| a.{}(b))", sequence.text, start, method),
            _ if self.one_in(2) => text!("{}.fold({}, {}::{})", sequence.text, start, float, method),
            _ => text!("{}.fold({}, |a, b| a.{}(b))", sequence.text, start, method),
        }
    }
}
