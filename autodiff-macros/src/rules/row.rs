//! What a row of the table says about its operator, and the questions the rest of the macro asks.

use super::Op;

/// The data of a row; its partials and its value are functions of [`Op`].
pub(super) struct Row {
    pub(super) marker: &'static str,
    pub(super) name: &'static str,
    /// Empty where Rust has no symbol for the operator.
    pub(super) symbol: &'static str,
    pub(super) doc: &'static str,
    pub(super) result: &'static str,
    pub(super) operands: &'static [&'static str],
    /// For each operand its integer type; empty for floats.
    pub(super) integers: &'static [&'static str],
    #[cfg(test)]
    pub(super) formulas: &'static [&'static str],
    #[cfg(test)]
    pub(super) domain: &'static [(f64, f64)],
    #[cfg(test)]
    pub(super) kinks: &'static str,
}

impl Op {
    /// The name of std's method, such as `sin`; for the operators of the language that of the
    /// trait's method, such as `add`.
    pub(crate) fn name(self) -> &'static str {
        self.row().name
    }

    /// The name of the zero-sized type in the runtime's `op` module.
    pub(crate) fn marker(self) -> &'static str {
        self.row().marker
    }

    /// What Rust writes for an operator of the language.
    pub(crate) fn symbol(self) -> Option<&'static str> {
        Some(self.row().symbol).filter(|symbol| !symbol.is_empty())
    }

    /// The number of operands.
    pub(crate) fn arity(self) -> usize {
        self.row().operands.len()
    }

    /// What the operator is, and where its formula comes from.
    pub(crate) fn doc(self) -> &'static str {
        self.row().doc.trim()
    }

    /// The name of the result in the row's formulas.
    pub(crate) fn result_name(self) -> &'static str {
        self.row().result
    }

    /// The names of the operands in the row's formulas.
    pub(crate) fn operand_names(self) -> &'static [&'static str] {
        self.row().operands
    }

    /// The source of a partial derivative.
    #[cfg(test)]
    pub(crate) fn formula(self, operand: usize) -> &'static str {
        self.row().formulas[operand]
    }

    /// What holds where there is no derivative; empty where there is one everywhere.
    #[cfg(test)]
    pub(crate) fn kinks(self) -> &'static str {
        self.row().kinks
    }

    /// For each operand an interval to sample, inside the operator's domain.
    #[cfg(test)]
    pub(crate) fn domain(self) -> &'static [(f64, f64)] {
        self.row().domain
    }

    /// The type of an integer operand.
    pub(crate) fn integer_type(self, operand: usize) -> Option<&'static str> {
        Some(self.row().integers[operand]).filter(|integer| !integer.is_empty())
    }

    /// Whether the partial derivatives are the same numbers whatever the operands are.
    pub(crate) fn has_constant_partials(self) -> bool {
        matches!(self, Op::Neg | Op::Add | Op::Sub | Op::ToDegrees | Op::ToRadians)
    }

    /// Whether a partial derivative may be infinite where the operands are finite. Quotients and the tangent are left out: where
    /// their partial derivatives are infinite, so are they, or they are no numbers.
    pub(crate) fn is_steep(self) -> bool {
        !self.has_constant_partials()
            && !self.has_finite_partials()
            && !matches!(self, Op::Mul | Op::Div | Op::Rem | Op::Recip | Op::Powi | Op::Tan | Op::Hypot | Op::Atan2)
    }

    /// Whether all partial derivatives are finite where the operands are: there is no pole and no infinite slope. Of a
    /// product, that is a matter of the other factor.
    pub(crate) fn has_finite_partials(self) -> bool {
        matches!(
            self,
            Op::Neg
                | Op::Add
                | Op::Sub
                | Op::Sin
                | Op::Cos
                | Op::Sinh
                | Op::Cosh
                | Op::Tanh
                | Op::Exp
                | Op::Exp2
                | Op::ExpM1
                | Op::Atan
                | Op::Asinh
                | Op::Abs
                | Op::Min
                | Op::Max
                | Op::Clamp
                | Op::MulAdd
                | Op::ToDegrees
                | Op::ToRadians
        )
    }

    /// Whether an operand is an integer, which has no tangent.
    pub(crate) fn is_constant_operand(self, operand: usize) -> bool {
        self.integer_type(operand).is_some()
    }
}

/// Our oldest supported Rust does not have `f64::next_up` yet.
pub(super) fn next_up_value(x: f64) -> f64 {
    if x.is_nan() || x == f64::INFINITY {
        x
    } else if x == 0.0 {
        f64::from_bits(1)
    } else if x > 0.0 {
        f64::from_bits(x.to_bits() + 1)
    } else {
        f64::from_bits(x.to_bits() - 1)
    }
}

/// See [`next_up_value`].
pub(super) fn next_down_value(x: f64) -> f64 {
    -next_up_value(-x)
}

/// Lowering checks the number of operands, so that this is a defect of the macro.
pub(super) fn wrong_arity(op: Op, operands: usize) -> ! {
    panic!("`{}` takes {} operands, not {operands}", op.name(), op.arity())
}
