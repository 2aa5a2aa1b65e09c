//! What a function's companions say of its partial derivatives.
//!
//! An adjoint that nothing touched is zero, and contributes nothing, not even zero times infinity. Whoever calls a pullback
//! therefore compares the seed with zero, unless these facts, which `rustc` knows when it compiles, make that needless.

/// What the partial derivatives of a function are like, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Partials {
    /// The same finite numbers whatever the arguments are.
    Constant,
    /// Finite where the arguments are, and so are the results.
    Finite,
    /// They may be infinite, but the pullback itself compares with zero what they are multiplied with, if the arguments
    /// are finite.
    Guarded,
    /// They may be infinite.
    Any,
}

impl Partials {
    /// Those of a function that calls others: as good as its own operators and its callees; `otherwise` where those of a
    /// callee may be infinite.
    pub const fn with(self, callees: &[Self], otherwise: Self) -> Self {
        let mut worst = self;
        let mut index = 0;
        while index < callees.len() {
            worst = match (worst, callees[index]) {
                (_, Partials::Guarded | Partials::Any) => return otherwise,
                (Partials::Constant, Partials::Finite) => Partials::Finite,
                (worst, _) => worst,
            };
            index += 1;
        }
        worst
    }

    /// Whether a caller has to compare a seed with zero, where the arguments may be infinite.
    pub const fn asks(self) -> bool {
        !matches!(self, Partials::Constant)
    }

    /// Whether a caller has to compare a seed with zero, where the arguments are finite if those are whose partials are
    /// given.
    pub const fn asks_given(self, makers: &[Self]) -> bool {
        match self {
            Partials::Constant => false,
            Partials::Any => true,
            Partials::Finite | Partials::Guarded => {
                matches!(Partials::Constant.with(makers, Partials::Any), Partials::Any)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Partials::{Any, Constant, Finite, Guarded};

    #[test]
    fn a_caller_is_as_good_as_its_callees() {
        assert_eq!(Constant.with(&[], Any), Constant);
        assert_eq!(Constant.with(&[Constant, Finite, Constant], Any), Finite);
        assert_eq!(Finite.with(&[Constant], Any), Finite);
        assert_eq!(Constant.with(&[Constant, Guarded], Guarded), Guarded);
        assert_eq!(Finite.with(&[Any, Constant], Guarded), Guarded);
    }

    #[test]
    fn nobody_asks_about_what_is_finite() {
        assert!(!Constant.asks() && Finite.asks() && Guarded.asks() && Any.asks());
        assert!(!Constant.asks_given(&[Any]) && Any.asks_given(&[]));
        for guarded in [Finite, Guarded] {
            assert!(!guarded.asks_given(&[]) && !guarded.asks_given(&[Constant, Finite]));
            assert!(guarded.asks_given(&[Finite, Guarded]) && guarded.asks_given(&[Any]));
        }
    }
}
