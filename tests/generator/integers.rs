//! Random integers, indices and conditions: everything that has no derivative.
//!
//! Integers stay small (`usize` below 16, `i32` within 20) so that nothing overflows.

use super::text::{Binding, Text, text};
use super::types::{Type, Width};
use super::writer::Writer;

impl Writer<'_> {
    /// A `usize` expression.
    pub(crate) fn usize(&mut self, depth: usize) -> Text {
        let place = self.any_place(&Type::Usize, false);
        if depth == 0 || self.one_in(3) {
            return place.unwrap_or_else(|| Text::same("3_usize"));
        }
        let operand = self.usize(depth - 1).atom();
        let small = Text::same(1 + self.prng.below(5));
        match self.prng.below(7) {
            0 => text!("({} + {}) % 7", operand, small).bound(Binding::Product),
            1 => text!("({} >> 1)", operand),
            2 => text!("({} & 3)", operand),
            3 => text!("{} / 2", operand).bound(Binding::Product),
            // Not a call: nobody but rustc knows that its result is no float, so its cast is an error.
            4 => text!("({} as usize)", self.comparison(0)),
            5 => text!("7 - {} % 8", operand).bound(Binding::Sum),
            _ => text!("({}.unsigned_abs() as usize % 5)", self.i32(0).atom()),
        }
    }

    /// An `i32` expression.
    pub(crate) fn i32(&mut self, depth: usize) -> Text {
        let place = self.any_place(&Type::I32, false);
        if depth == 0 || self.one_in(3) {
            return place.unwrap_or_else(|| Text::same("2_i32"));
        }
        let operand = self.i32(depth - 1).atom();
        let small = Text::same(1 + self.prng.below(4));
        match self.prng.below(8) {
            0 => text!("({} + {}) % 9", operand, small).bound(Binding::Product),
            1 => text!("({} - {}) % 9", operand, small).bound(Binding::Product),
            2 => text!("({} * {}) % 11", operand, small).bound(Binding::Product),
            3 => text!("-{}", operand).bound(Binding::Unary),
            4 => text!("({} as i32)", self.usize(0).atom()),
            5 => text!("(({} % 4) << 1)", operand),
            6 => text!("{}.abs()", operand),
            _ => text!("{}.rem_euclid(5)", operand),
        }
    }

    /// An index into an array of that length.
    pub(crate) fn index(&mut self, length: usize) -> Text {
        if let Some((counter, bound)) = self.counter()
            && self.one_in(2)
        {
            let counter = Text::same(counter);
            return if bound <= length { counter } else { text!("{} % {}", counter, Text::same(length)) };
        }
        let bound = Text::same(length);
        match self.prng.below(8) {
            0..=3 => Text::same(self.prng.below(length)),
            4 => text!("{} % {}", self.usize(0).atom(), bound),
            5 => text!("({} + 1) % {}", self.usize(0).atom(), bound),
            6 => text!("{}.rem_euclid({}) as usize", self.i32(0).atom(), bound),
            // The index may come from an active value; there its activity ends.
            _ => match self.scalar() {
                Some((_, value)) if !self.style.repeatable && self.one_in(2) => text!("bin({}) % {}", value, bound),
                Some((_, value)) => {
                    let value = value.atom();
                    Text::new(
                        format_args!("{}.abs() as usize % {length}", value.plain),
                        format_args!("{}.abs().value as usize % {length}", value.dual),
                    )
                }
                None => Text::same(0),
            },
        }
    }

    /// A variable that is a float of the program's main width.
    fn scalar(&mut self) -> Option<(Width, Text)> {
        let width = self.style.width;
        // Elements would need an index, which could ask for a scalar again, without end.
        let places = self.places(&Type::Float(width), false);
        let plain: Vec<Text> =
            places.iter().filter(|place| place.is_variable()).map(|place| self.place(place)).collect();
        if plain.is_empty() { None } else { Some((width, self.choose(&plain).clone())) }
    }

    /// A condition; the operators `&&` and `||` are always in parentheses.
    pub(crate) fn condition(&mut self, depth: usize) -> Text {
        let width = self.style.width;
        let deeper = depth.saturating_sub(1);
        match self.prng.below(if depth == 0 { 10 } else { 15 }) {
            0..=4 => self.comparison(deeper),
            5 => {
                let sign = Text::same(*self.choose(&["<", "==", "!=", ">="]));
                text!("({} {} {})", self.i32(deeper).atom(), sign, Text::same(self.prng.below(4)))
            }
            6 => text!("({} % 2 == 0)", self.usize(deeper).atom()),
            7 => match self.any_place(&Type::Bool, false) {
                Some(place) => place,
                None => text!("({} > 2)", self.usize(0).atom()),
            },
            8 => match self.scalar() {
                Some((Width::Double, value)) if !self.style.repeatable => text!("is_large({})", value),
                Some((_, value)) => text!("{}.is_sign_negative()", value),
                None => Text::same("false"),
            },
            9 => {
                let method = *self.choose(&["is_nan", "is_finite", "is_sign_positive"]);
                // What stands before such a method must not assign.
                self.frozen += 1;
                let operand = self.float(width, deeper).atom();
                self.frozen -= 1;
                text!("{}.{}()", operand, Text::same(method))
            }
            10..=11 => text!("({} && {})", self.condition(deeper), self.condition(deeper)),
            12..=13 => text!("({} || {})", self.condition(deeper), self.condition(deeper)),
            _ => text!("!{}", self.condition(deeper).atom()).bound(Binding::Unary),
        }
    }

    /// A comparison of floats, in parentheses.
    pub(crate) fn comparison(&mut self, depth: usize) -> Text {
        let width = self.style.width;
        let left = self.float(width, depth);
        let sign = Text::same(*self.choose(&["<", ">", "<=", ">="]));
        // Dual numbers lend both operands to the comparison: the right one may not assign the left.
        self.frozen += 1;
        let right = if self.one_in(2) { self.literal(width) } else { self.float(width, depth) };
        self.frozen -= 1;
        text!("({} {} {})", left.within(Binding::Sum), sign, right.within(Binding::Sum))
    }
}
