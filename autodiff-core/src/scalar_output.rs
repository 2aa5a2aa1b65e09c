//! Which functions have a gradient: those whose result is one float.

/// A result that is one float, whose gradient is the adjoint of the arguments for the seed 1.
///
/// Generated `grad` and `value_and_grad` carry the bound `for<'called> R: ScalarOutput<Tangent<R>>`, where `R` is the
/// result as the user wrote it. The `for` defers the question to the *callers* of `grad`: without it `rustc` would
/// reject the definition, and with it every function whose result is an alias of something else than a float. The
/// tangent is a parameter, and `Differentiable` not a supertrait, because a bound that implies `R: Differentiable`
/// would hide from the body of `grad` which type `R::Tangent` is.
#[diagnostic::on_unimplemented(
    message = "a gradient needs a scalar output (one float), but this function returns `{Self}`",
    label = "the result of this function is not one float",
    note = "call `vjp` instead: its pullback takes a seed in the shape of the result and gives the adjoints of the arguments",
    note = "or `jvp`: it takes tangents of the arguments and gives the tangent of the result"
)]
pub trait ScalarOutput<Tangent> {
    /// One, the derivative of the result by itself.
    fn seed() -> Tangent;
}

/// A function without outputs through `&mut`: its gradient, if it has one, is a companion of its own.
///
/// Nothing implements this. The generated `grad` and `value_and_grad` of a function with `&mut` parameters carry the
/// bound, so that a call of them is an error that says what to call.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no gradient: what it changes through `&mut` is a part of its result",
    label = "this function has outputs through `&mut`",
    note = "call `vjp` instead: its pullback takes the adjoint of what a `&mut` parameter refers to after the call, and turns it into that of what it referred to before",
    note = "or `jvp`: it takes and updates the tangent of what a `&mut` parameter refers to"
)]
pub trait OneOutput {
    /// The gradient.
    fn gradient<Gradient>() -> Gradient;
}

/// A float's one: the seed where the macro itself sees that the result is a float.
pub trait One {
    /// 1.
    fn one() -> Self;
}

macro_rules! floats {
    ($($float:ty)*) => { $(
        #[diagnostic::do_not_recommend]
        impl ScalarOutput<$float> for $float {
            #[inline(always)]
            fn seed() -> $float {
                1.0
            }
        }

        impl One for $float {
            #[inline(always)]
            fn one() -> $float {
                1.0
            }
        }
    )* };
}
floats!(f32 f64);

#[diagnostic::do_not_recommend]
impl<T: ScalarOutput<Tangent> + ?Sized, Tangent> ScalarOutput<Tangent> for &T {
    #[inline(always)]
    fn seed() -> Tangent {
        T::seed()
    }
}

#[cfg(test)]
mod tests {
    use super::ScalarOutput;
    use crate::__private::Tangent;

    type Alias = f64;
    type Triple = [f64; 3];

    /// As generated for a result of a type that the macro does not know.
    #[allow(unused_lifetimes)]
    fn gradient(x: f64) -> Tangent<f64>
    where
        for<'called> Alias: ScalarOutput<Tangent<Alias>>,
    {
        let pullback = |seed: Tangent<Alias>| seed * 2.0 * x;
        pullback(<Alias as ScalarOutput<_>>::seed())
    }

    /// That this compiles is the test: the bound does not hold, and only a call of the function is an error.
    #[allow(unused_lifetimes, dead_code)]
    fn uncallable_gradient(x: f64) -> Tangent<f64>
    where
        for<'called> Triple: ScalarOutput<Tangent<Triple>>,
    {
        let pullback = |seed: Tangent<Triple>| seed[0] * x;
        pullback(<Triple as ScalarOutput<_>>::seed())
    }

    #[test]
    fn gradient_of_an_aliased_scalar_output_is_seeded_with_one() {
        assert_eq!(gradient(3.0), 6.0);
        assert_eq!(<&f32 as ScalarOutput<f32>>::seed(), 1.0);
    }
}
