//! What a branch recorded for the reverse sweep.

/// The residual of a branch: that of the arm which ran. More than two arms nest in `Else`.
///
/// The types of both sides are inferred, so that generated code need not name what an arm recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Either<A, B> {
    /// The first arm ran.
    Then(A),
    /// The other arm, or one of the others, ran.
    Else(B),
}
