//! Stores into arrays that other statements must not reorder: swaps, and copies in both arms of an `if`.

use super::expressions::literal;
use super::loops::target;
use super::text::{Binding, Text, text};
use super::types::Type;
use super::writer::Writer;

impl Writer<'_> {
    /// A swap, a recurrence, an integer that changes, or a store before and after copies.
    pub(crate) fn stores(&mut self) -> Option<Text> {
        let width = self.style.width;
        if self.one_in(4) {
            return self.counting();
        }
        let float = Type::Float(width);
        let arrays: Vec<_> = self.whole_arrays(true).into_iter().filter(|(_, element, _)| *element == float).collect();
        let (before, array) = if arrays.is_empty() {
            let name = self.fresh();
            let ty = Type::array(float, 3);
            let declaration = text!("let mut {} = {};\n", Text::same(&name), self.bounded_value(&ty, 1));
            self.declare(&name, ty, true);
            (declaration, name)
        } else {
            (Text::same(""), self.choose(&arrays).0.clone())
        };
        let length = self.length_of(&array);
        let array = Text::same(array);
        self.frozen += 1;
        let written = match self.prng.below(3) {
            0 => self.swap(&array, length),
            1 => {
                let (left, right) = (self.index(length), self.index(length));
                let half = literal(width, 0.5);
                text!(
                    "{}[{}] = {}[{}] * {} + {}.sin();\n",
                    array,
                    left,
                    array,
                    right,
                    half,
                    self.float(width, 1).atom()
                )
            }
            _ => self.copies(&array, length),
        };
        self.frozen -= 1;
        Some(text!("{}{}", before, written))
    }

    fn swap(&mut self, array: &Text, length: usize) -> Text {
        let (left, right) = (self.index(length), self.index(length));
        if self.one_in(2) {
            // The indices may read the array: they come first.
            let (i, j) = (Text::same(self.fresh()), Text::same(self.fresh()));
            return text!("let ({}, {}) = ({}, {});\n{}.swap({}, {});\n", i, j, left, right, array, i, j);
        }
        let kept = Text::same(self.fresh());
        let (i, j) = (Text::same(self.fresh()), Text::same(self.fresh()));
        text!(
            "let ({}, {}) = ({}, {});\nlet {} = {}[{}];\n{}[{}] = {}[{}];\n{}[{}] = {};\n",
            i,
            j,
            left,
            right,
            kept,
            array,
            i,
            array,
            i,
            array,
            j,
            array,
            j,
            kept
        )
    }

    /// `a[i] = ..; let t = if .. { let b = a; (b[j], b[k]) } else { .. }; a[l] = ..;`
    fn copies(&mut self, array: &Text, length: usize) -> Text {
        let width = self.style.width;
        let first = self.bounded_value(&Type::Float(width), 1);
        let mut written = text!("{}[{}] = {};\n", array, self.index(length), first);
        let condition = self.condition(1);
        let is_tuple = self.one_in(2);
        let arm = |writer: &mut Self| {
            let copy = Text::same(writer.fresh());
            let load = text!("{}[{}]", copy, writer.index(length));
            let other =
                if writer.one_in(4) { writer.float(width, 1) } else { text!("{}[{}]", copy, writer.index(length)) };
            let pair = if is_tuple { text!("({}, {})", load, other) } else { text!("[{}, {}]", load, other) };
            text!("    let {} = {};\n    {}\n", copy, array, pair)
        };
        let (then, otherwise) = (arm(self), arm(self));
        let loads = self.fresh();
        let pair = Text::same(&loads);
        push_line(&mut written, text!("let {} = if {} {{\n{}}} else {{\n{}}};", pair, condition, then, otherwise));
        let (first, second) = if is_tuple {
            (text!("{}.0", pair), text!("{}.1", pair))
        } else {
            (text!("{}[0]", pair), text!("{}[1]", pair))
        };
        let value = match self.prng.below(3) {
            0 => text!("({} + {}).sin()", first, second),
            1 => text!("{} * {}.cos()", first, second),
            _ => text!("{}.tanh()", second),
        };
        push_line(&mut written, text!("{}[{}] = {};", array, self.index(length), value));
        let float = Type::Float(width);
        let ty = if is_tuple { Type::Tuple(vec![float.clone(), float]) } else { Type::array(float, 2) };
        self.declare(&loads, ty, false);
        written
    }

    /// `n = (n + 3) % 7;`, of an integer that the function carries along.
    fn counting(&mut self) -> Option<Text> {
        let place = self.any_place(&Type::Usize, true);
        let Some(place) = place else {
            let name = self.fresh();
            let value = self.usize(1);
            self.declare(&name, Type::Usize, true);
            return Some(text!("let mut {}: usize = {};\n", Text::same(name), value));
        };
        let place = target(&place);
        let other = self.usize(0);
        let other = other.within(Binding::Product);
        Some(match self.prng.below(3) {
            0 => text!("{} = ({} + {}) % 7;\n", place, place, other),
            1 => text!("{} = ({} * 3 + {}) % 5;\n", place, place, other),
            _ => text!("{} %= 4;\n{} += 1;\n", place, place),
        })
    }
}

fn push_line(into: &mut Text, line: Text) {
    into.push_line(&line);
}
