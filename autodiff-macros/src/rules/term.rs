//! The algebra in which the partial derivatives of the table are written.
//!
//! A row of the table is ordinary arithmetic on [`Formula`]s. What that arithmetic *does* is up to
//! the [`Term`] inside: over `f64` it computes, over graph values it appends nodes, over
//! [`Code`](super::tokens::Code) it writes Rust. One row therefore serves the transforms, the
//! runtime traits, the reference documentation and the tests.

use std::ops::{Add, Div, Mul, Neg, Sub};

use super::Op;

/// How [`Term::select`] compares its two operands; false whenever one of them is not a number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Comparison {
    Less,
    LessOrEqual,
    Equal,
}

impl Comparison {
    /// The operator as Rust writes it.
    pub(crate) fn symbol(self) -> &'static str {
        match self {
            Comparison::Less => "<",
            Comparison::LessOrEqual => "<=",
            Comparison::Equal => "==",
        }
    }

    /// Compares two floats.
    pub(crate) fn holds(self, left: f64, right: f64) -> bool {
        match self {
            Comparison::Less => left < right,
            Comparison::LessOrEqual => left <= right,
            Comparison::Equal => left == right,
        }
    }
}

/// What partial derivatives are made of.
///
/// Plain arithmetic comes through [`Term::apply`] as well, so these five functions are all there is.
pub(crate) trait Term: Copy {
    /// A floating-point constant. It needs no context: rows are written with bare numbers.
    fn literal(value: f64) -> Self;
    /// An operator of the table, `Op::Add` as well as `Op::Cos`.
    fn apply(op: Op, operands: &[Self]) -> Self;
    /// `then` where the comparison of the two floats holds, else `otherwise`.
    ///
    /// The arm that is not selected contributes nothing, not even zero times infinity.
    fn select(comparison: Comparison, left: Self, right: Self, then: Self, otherwise: Self) -> Self;
    /// An integer operand (the exponent of `powi`) as a factor.
    fn integer_to_float(self) -> Self;
    /// An integer operand less one, saturating: `x.powi(i32::MIN)` must not turn into a huge power.
    fn minus_one(self) -> Self;
}

/// Numbers compute themselves. Integer operands travel as floats, which hold every `i32` exactly.
impl Term for f64 {
    fn literal(value: f64) -> f64 {
        value
    }

    fn apply(op: Op, operands: &[f64]) -> f64 {
        op.evaluate(operands)
    }

    fn select(comparison: Comparison, left: f64, right: f64, then: f64, otherwise: f64) -> f64 {
        if comparison.holds(left, right) { then } else { otherwise }
    }

    fn integer_to_float(self) -> f64 {
        self
    }

    fn minus_one(self) -> f64 {
        (self - 1.0).max(f64::from(i32::MIN))
    }
}

/// A term with operators, so that rows read like mathematics: `1.0 - y * y`.
///
/// The wrapper exists because only a type of this crate may stand to the right of a number
/// (`1.0 - y`) for every term at once.
#[derive(Clone, Copy)]
pub(super) struct Formula<T>(pub(super) T);

impl<T: Term> From<f64> for Formula<T> {
    fn from(value: f64) -> Self {
        Formula(T::literal(value))
    }
}

impl<T: Term> Neg for Formula<T> {
    type Output = Formula<T>;
    fn neg(self) -> Formula<T> {
        Formula(T::apply(Op::Neg, &[self.0]))
    }
}

macro_rules! arithmetic {
    ($($Trait:ident $method:ident;)*) => { $(
        impl<T: Term> $Trait for Formula<T> {
            type Output = Formula<T>;
            fn $method(self, right: Formula<T>) -> Formula<T> {
                Formula(T::apply(Op::$Trait, &[self.0, right.0]))
            }
        }

        impl<T: Term> $Trait<f64> for Formula<T> {
            type Output = Formula<T>;
            fn $method(self, right: f64) -> Formula<T> {
                Formula(T::apply(Op::$Trait, &[self.0, T::literal(right)]))
            }
        }

        impl<T: Term> $Trait<Formula<T>> for f64 {
            type Output = Formula<T>;
            fn $method(self, right: Formula<T>) -> Formula<T> {
                Formula(T::apply(Op::$Trait, &[T::literal(self), right.0]))
            }
        }
    )* };
}

arithmetic! { Add add; Sub sub; Mul mul; Div div; }

/// Chooses between two formulas; rows reach it through `when!`.
pub(super) fn select<T: Term>(
    comparison: Comparison,
    left: impl Into<Formula<T>>,
    right: impl Into<Formula<T>>,
    then: impl Into<Formula<T>>,
    otherwise: impl Into<Formula<T>>,
) -> Formula<T> {
    let (left, right) = (left.into().0, right.into().0);
    Formula(T::select(comparison, left, right, then.into().0, otherwise.into().0))
}

/// A number as the operand of a function; beside an arithmetic operator it needs no such help.
pub(super) fn number<T: Term>(value: f64) -> Formula<T> {
    Formula::from(value)
}

/// An integer operand as a factor.
pub(super) fn float<T: Term>(integer: Formula<T>) -> Formula<T> {
    Formula(integer.0.integer_to_float())
}

/// An integer operand less one.
pub(super) fn minus_one<T: Term>(integer: Formula<T>) -> Formula<T> {
    Formula(integer.0.minus_one())
}

/// The partial derivative of an operand that the result depends on nowhere, or only in jumps.
pub(super) struct Zero;

/// What a row may give as a partial derivative: a formula, a number, or [`Zero`].
pub(super) trait Partial<T> {
    /// The term; none for [`Zero`].
    fn term(self) -> Option<T>;
}

impl<T> Partial<T> for Formula<T> {
    fn term(self) -> Option<T> {
        Some(self.0)
    }
}

impl<T: Term> Partial<T> for f64 {
    fn term(self) -> Option<T> {
        Some(T::literal(self))
    }
}

impl<T> Partial<T> for Zero {
    fn term(self) -> Option<T> {
        None
    }
}
