//! Shapes: groups of statements with a form of their own, whose holes are filled at random.
//!
//! A shape is written once, in plain Rust: `$name` is filled in, and for dual numbers the types and literals of floats
//! are replaced.

use super::expressions::cast;
use super::features::Feature;
use super::text::{Text, text};
use super::types::{Type, Width};
use super::writer::Writer;

/// Fills the names in a shape; each is followed by a sign or the end, and none is the start of a longer word.
pub(crate) fn fill_names(width: Width, shape: &str, names: &[(&str, &Text)]) -> Text {
    let ty = Type::Float(width).text();
    let mut filled = Text::same("");
    let mut rest = shape;
    let mut before = ' ';
    let push = |filled: &mut Text, plain: &str, dual: &str| {
        filled.plain.push_str(plain);
        filled.dual.push_str(dual);
    };
    while let Some(first) = rest.chars().next() {
        let is_word = |character: char| character.is_ascii_alphanumeric() || character == '_';
        let word = |text: &str| text.find(|character| !is_word(character)).unwrap_or(text.len());
        if first == '$' {
            let length = word(&rest[1..]);
            let name = &rest[1..=length];
            let (_, text) = names.iter().find(|(known, _)| *known == name).expect("every name of a shape is given");
            push(&mut filled, &text.plain, &text.dual);
            rest = &rest[length + 1..];
            before = 'x';
        } else if is_word(first) {
            let mut length = word(rest);
            let is_number = first.is_ascii_digit() && before != '.';
            if is_number
                && rest[length..].starts_with('.')
                && rest[length + 1..].starts_with(|next: char| next.is_ascii_digit())
            {
                length += 1 + word(&rest[length + 1..]);
                let number = &rest[..length];
                push(&mut filled, number, &format!("{}::constant({number})", ty.dual));
            } else if &rest[..length] == "f64" {
                push(&mut filled, &ty.plain, &ty.dual);
            } else {
                push(&mut filled, &rest[..length], &rest[..length]);
            }
            rest = &rest[length..];
            before = 'x';
        } else {
            let length = first.len_utf8();
            push(&mut filled, &rest[..length], &rest[..length]);
            rest = &rest[length..];
            before = first;
        }
    }
    filled
}

/// Fills a shape with variables that have the names in it, each a [`Text`].
macro_rules! shape {
    ($writer:expr, $shape:expr $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::generator::shapes::fill_names(
            $writer.style.width,
            $shape,
            &[$((stringify!($name), &$crate::generator::shapes::shape!(@value $name $(= $value)?))),*],
        )
    };
    (@value $name:ident) => { $name };
    (@value $name:ident = $value:expr) => { $value };
}
pub(crate) use shape;

impl Writer<'_> {
    /// A shape, where the program has any.
    pub(crate) fn shaped(&mut self) -> Option<Text> {
        let features = self.style.features;
        let is_inside = !self.loops.is_empty();
        // Shapes have loops of their own.
        if self.loops.len() > 1 || (is_inside && self.one_in(2)) {
            return None;
        }
        // A program of one feature only is full of it.
        let chosen = match features.is_single() {
            true if features.has(Feature::Memory) => 11,
            true if features.has(Feature::Pairs) => 14,
            _ => self.prng.below(15),
        };
        let (written, result) = match chosen {
            0 if features.has(Feature::Vectors) => self.growing(),
            1 if features.has(Feature::Vectors) => self.rows(),
            2..=3 if features.has(Feature::Views) => self.views(),
            4 if features.has(Feature::Permutations) => self.permutation(),
            5 if features.has(Feature::Grids) => self.grid(),
            6..=7 if features.has(Feature::Batches) => self.batches(),
            8 if features.has(Feature::Kinks) => self.guarded(),
            9 if features.has(Feature::Convergence) => self.converging(),
            10 if features.has(Feature::Tools) => self.tool_call()?,
            11..=13 if features.has(Feature::Memory) => self.memory(),
            14 if features.has(Feature::Pairs) => self.pairs(),
            _ => return None,
        };
        let mut written = written;
        if is_inside {
            written.push_line(&shape!(self, "let $result = $result.sin();", result));
        }
        self.declare(&result.plain, Type::Float(self.style.width), false);
        Some(written)
    }

    /// A new name, as text.
    pub(crate) fn invent(&mut self) -> Text {
        Text::same(self.fresh())
    }

    /// A number.
    pub(crate) fn number(&mut self, from: usize, below: usize) -> Text {
        Text::same(from + self.prng.below(below - from))
    }

    /// A float for a hole of a shape: nothing in it assigns.
    pub(crate) fn hole(&mut self, depth: usize) -> Text {
        self.filled(|writer| writer.float(writer.style.width, depth)).atom()
    }

    /// A float between -1 and 1 for a hole.
    pub(crate) fn small_hole(&mut self, depth: usize) -> Text {
        let hole = self.hole(depth);
        let method = Text::same(*self.choose(&["sin", "cos", "tanh"]));
        text!("{}.{}()", hole, method)
    }

    /// A condition for a hole.
    pub(crate) fn condition_hole(&mut self) -> Text {
        self.filled(|writer| writer.condition(1)).atom()
    }

    /// An integer for a hole.
    pub(crate) fn filled_usize(&mut self) -> Text {
        self.filled(|writer| writer.usize(0)).atom()
    }

    fn filled(&mut self, fill: impl FnOnce(&mut Self) -> Text) -> Text {
        let budget = std::mem::take(&mut self.budget);
        self.frozen += 1;
        self.repeated += 1;
        let text = fill(self);
        self.repeated -= 1;
        self.frozen -= 1;
        self.budget = budget;
        text
    }

    /// A number of iterations, known or not, at most `most`.
    pub(crate) fn count(&mut self, most: usize) -> Text {
        match self.prng.below(4) {
            0 => {
                let number = self.filled_usize();
                text!("{} % {}", number, Text::same(most + 1))
            }
            1 => Text::same(self.prng.below(most + 1)),
            _ => Text::same(most),
        }
    }

    /// An integer as a float.
    pub(crate) fn as_float(&self, integer: &Text) -> Text {
        cast(self.style.width, integer)
    }

    /// Asks while a counter of that name, below `bound`, is in scope.
    pub(crate) fn counting_by<T>(&mut self, counter: &Text, bound: usize, ask: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.scope.len();
        self.declare_counter(&counter.plain, bound.max(1));
        let answer = ask(self);
        self.scope.truncate(outer);
        answer
    }

    /// An array or slice of floats, its length, and the statement that makes it if need be.
    pub(crate) fn floats(&mut self) -> (Text, Text, usize) {
        let float = Type::Float(self.style.width);
        let arrays: Vec<_> = self.arrays().into_iter().filter(|(_, element, _)| *element == float).collect();
        if arrays.is_empty() || self.one_in(4) {
            let length = *self.choose(&[1, 2, 3, 5]);
            let elements: Vec<Text> = (0..length).map(|_| self.small_hole(0)).collect();
            let (name, elements) = (self.invent(), Text::join(&elements, ", "));
            let before = match self.prng.below(3) {
                0 => shape!(self, "let $name: Vec<f64> = vec![$elements];\n", name, elements),
                1 => shape!(self, "let $name: &[f64] = &[$elements];\n", name, elements),
                _ => shape!(
                    self,
                    "let $name: [f64; $length] = [$elements];\n",
                    name,
                    elements,
                    length = Text::same(length)
                ),
            };
            return (before, name, length);
        }
        let (place, _, length) = self.choose(&arrays).clone();
        // The index of a part is written once.
        if place.is_whole() {
            return (Text::same(""), self.filled(|writer| writer.borrowed(&place)), length);
        }
        let (name, place) = (self.invent(), self.filled(|writer| writer.borrowed(&place)));
        (shape!(self, "let $name = &$place;\n", name, place), name, length)
    }
}
