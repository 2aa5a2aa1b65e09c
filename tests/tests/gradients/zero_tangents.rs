//! What does not move in a direction has no slope in it, not even where a partial derivative is infinite.

use autodiff_core::differentiable;

/// Infinite slopes at 0 and 1.
#[differentiable]
fn steep(x: f64, y: f64) -> f64 {
    x.sqrt() + x.cbrt() + x.powf(0.5) + (1.0 - x).asin() + (1.0 + x).acosh() + y * y
}

#[test]
fn directions_in_which_nothing_steep_moves() {
    assert_eq!(steep::jvp(0.0, 3.0, 0.0, 1.0).1, 6.0);
    assert_eq!(steep::jvp(0.0, 3.0, 0.0, -0.5).1, -3.0);
}

/// A sum of nothing, and an element that is a constant beside one that is not.
#[differentiable]
fn norms(xs: &[f64], y: f64) -> f64 {
    let norm = xs.iter().map(|x| x * x).sum::<f64>().sqrt();
    let parts = [y, 0.0];
    norm + parts[1].sqrt() + parts[0].ln() + (parts[1].ln() + y).exp()
}

/// The same for numbers whose type only `rustc` knows.
mod unknown {
    use autodiff_core::differentiable;

    type Real = f64;

    #[differentiable]
    fn roots(x: Real, y: Real) -> Real {
        x.sqrt() + y.ln()
    }

    #[test]
    fn directions_in_which_nothing_steep_moves() {
        assert_eq!(roots::jvp(0.0, 2.0, 0.0, 1.0).1, 0.5);
        assert_eq!(roots::jvp(0.0, 2.0, 1.0, 1.0).1, f64::INFINITY);
    }
}

/// In a loop that LLVM may put in vectors.
#[differentiable]
fn roots(xs: &[f64]) -> f64 {
    xs.iter().map(|x| x.sqrt()).sum()
}

#[test]
fn sums_of_nothing() {
    assert_eq!(norms::jvp(&[], 2.0, &[], 1.0).1, 0.5);
    assert_eq!(norms::jvp(&[0.0], 2.0, &[0.0], 1.0).1, 0.5);
    assert_eq!(roots::jvp(&[0.0, 4.0, 0.0], &[0.0, 1.0, 0.0]).1, 0.25);
    assert_eq!(roots::jvp(&[0.0, 4.0], &[1.0, 1.0]).1, f64::INFINITY);
    assert!(roots::jvp(&[0.0, 4.0, f64::NAN], &[0.0, 1.0, 1.0]).1.is_nan());
}
