//! Source text in the two dialects of a program: plain Rust floats, and dual numbers.
//!
//! A program is written once; the dialects differ in type names, literals and casts only, so both
//! compute the same primal values, bit for bit.

use std::fmt::Display;

/// How tightly a piece of text binds, from the tightest to the loosest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Binding {
    /// A path, a literal, a call, or anything in parentheses.
    Atom,
    /// A unary minus or `!`.
    Unary,
    /// `*`, `/`, `%`.
    Product,
    /// `+`, `-`.
    Sum,
    /// What needs parentheses everywhere but at the end of a statement.
    Loose,
}

/// One expression, statement or item in both dialects.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    pub(crate) plain: String,
    pub(crate) dual: String,
    pub(crate) binding: Binding,
}

impl Text {
    /// Text that differs between the dialects.
    pub(crate) fn new(plain: impl Display, dual: impl Display) -> Self {
        Text { plain: plain.to_string(), dual: dual.to_string(), binding: Binding::Atom }
    }

    /// Text that is the same in both dialects.
    pub(crate) fn same(text: impl Display) -> Self {
        Text::new(&text, &text)
    }

    /// The same text, known to bind as `binding`.
    pub(crate) fn bound(mut self, binding: Binding) -> Self {
        self.binding = binding;
        self
    }

    /// The text, in parentheses where it binds more loosely than `limit`.
    pub(crate) fn within(&self, limit: Binding) -> Text {
        if self.binding <= limit {
            self.clone()
        } else {
            Text::new(format_args!("({})", self.plain), format_args!("({})", self.dual))
        }
    }

    /// The text as a receiver or an operand of a cast.
    pub(crate) fn atom(&self) -> Text {
        self.within(Binding::Atom)
    }

    /// Appends the lines of `other`, indented once.
    pub(crate) fn push_indented(&mut self, other: &Text) {
        for (into, from) in [(&mut self.plain, &other.plain), (&mut self.dual, &other.dual)] {
            for line in from.lines() {
                into.push_str("    ");
                into.push_str(line);
                into.push('\n');
            }
        }
    }

    /// Appends `other` as a line.
    pub(crate) fn push_line(&mut self, other: &Text) {
        for (into, from) in [(&mut self.plain, &other.plain), (&mut self.dual, &other.dual)] {
            into.push_str(from);
            into.push('\n');
        }
    }

    /// Texts with `separator` between them.
    pub(crate) fn join(texts: &[Text], separator: &str) -> Text {
        let side = |pick: fn(&Text) -> &str| texts.iter().map(pick).collect::<Vec<_>>().join(separator);
        Text::new(side(|text| &text.plain), side(|text| &text.dual))
    }
}

/// Fills `{}` in `format` with the arguments in turn, in both dialects; `{{` and `}}` are braces.
pub(crate) fn fill(format: &str, arguments: &[&Text]) -> Text {
    let side = |pick: fn(&Text) -> &str| {
        let mut filled = String::new();
        let mut rest = arguments.iter();
        let mut characters = format.chars().peekable();
        while let Some(character) = characters.next() {
            match (character, characters.peek()) {
                ('{', Some('}')) => {
                    characters.next();
                    filled.push_str(pick(rest.next().expect("an argument for each `{}`")));
                }
                ('{', Some('{')) | ('}', Some('}')) => {
                    characters.next();
                    filled.push(character);
                }
                _ => filled.push(character),
            }
        }
        assert!(rest.next().is_none(), "more arguments than `{{}}` in {format}");
        filled
    };
    Text::new(side(|text| &text.plain), side(|text| &text.dual))
}

/// Formats [`Text`]s into a text, in both dialects at once; each argument is evaluated once.
macro_rules! text {
    ($format:literal $(, $argument:expr)* $(,)?) => {
        $crate::generator::text::fill($format, &[$(&$argument),*])
    };
}
pub(crate) use text;
