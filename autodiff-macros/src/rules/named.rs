//! What the name of a method or associated function of floats means.

use super::Op;

/// What a call such as `x.sin()` or `f64::sin(x)` means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Named {
    /// An operator of the table.
    Op(Op),
    /// Two operators of one operand, as a tuple: `sin_cos`.
    Pair(Op, Op),
    /// The operand itself: `clone`.
    Identity,
    /// A question about the operands whose answer is no float and hides none: `is_nan`, `len`.
    Constant,
    /// The operand's digits in another form: like a cast to an integer it ends activity: `to_bits`.
    Discrete,
}

/// Looks up a name; `operands` counts the receiver. `None`: nothing is known about it.
pub(crate) fn named(method: &str, operands: usize) -> Option<Named> {
    if let Some(&op) = Op::ALL.iter().find(|op| op.name() == method && op.arity() == operands) {
        return Some(Named::Op(op));
    }
    Some(match (method, operands) {
        ("sin_cos", 1) => Named::Pair(Op::Sin, Op::Cos),
        ("clone" | "to_owned", 1) => Named::Identity,
        (
            "is_nan" | "is_infinite" | "is_finite" | "is_normal" | "is_subnormal" | "is_sign_positive"
            | "is_sign_negative" | "classify" | "len" | "is_empty",
            1,
        ) => Named::Constant,
        ("total_cmp" | "partial_cmp" | "cmp" | "eq" | "ne" | "lt" | "le" | "gt" | "ge", 2) => Named::Constant,
        ("to_bits" | "to_be_bytes" | "to_le_bytes" | "to_ne_bytes" | "to_int_unchecked" | "to_string", 1) => {
            Named::Discrete
        }
        _ => return None,
    })
}
