//! The macros of the standard library that a body may use: the only ones that are understood.

/// What a macro does with what it is given.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum KnownMacro {
    /// It checks or prints, runs in the forward sweep, and borrows its arguments.
    Statement,
    /// It never returns.
    Diverging,
    /// Its value is a constant whatever it is given.
    Condition,
    /// It makes a value of its arguments: `format!`, `vec!`.
    Maker,
}

/// Looks a macro up by the last part of its path.
pub(super) fn known_macro(name: &str) -> Option<KnownMacro> {
    Some(match name {
        "assert" | "assert_eq" | "assert_ne" | "debug_assert" | "debug_assert_eq" | "debug_assert_ne" => {
            KnownMacro::Statement
        }
        "eprint" | "eprintln" | "print" | "println" => KnownMacro::Statement,
        "panic" | "todo" | "unimplemented" | "unreachable" => KnownMacro::Diverging,
        "cfg" | "column" | "concat" | "env" | "file" | "include_str" | "line" | "matches" | "module_path"
        | "stringify" => KnownMacro::Condition,
        "format" | "vec" => KnownMacro::Maker,
        _ => return None,
    })
}
