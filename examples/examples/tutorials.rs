//! Programs of PyTorch's tutorials, each with the numbers that PyTorch computed for it.
//!
//! Prints value and gradient beside PyTorch's, and the largest difference at the end.

use std::fmt::Debug;
use std::process::ExitCode;

use autodiff_core::differentiable;
use autodiff_examples::json::{self, Failure, Record};

/// How far apart the results may be, in proportion to numbers larger than one.
const TOLERANCE: f64 = 1e-12;

#[differentiable]
fn square_plus_three(x: f64) -> f64 {
    x * x + 3.0
}

#[differentiable]
fn square(x: f64) -> f64 {
    x.powi(2)
}

#[differentiable]
fn linear(w: f64, x: f64, b: f64) -> f64 {
    w * x + b
}

/// `c = 2 a^6 - b^9`, element by element.
#[differentiable]
fn powers(a: &[f64; 2], b: &[f64; 2]) -> [f64; 2] {
    [2.0 * a[0].powi(6) - b[0].powi(9), 2.0 * a[1].powi(6) - b[1].powi(9)]
}

/// Functions of 3x3 matrices. Annotated together, they are compiled as one.
#[differentiable]
mod matrices {
    fn cubic(x: f64) -> f64 {
        x.powi(3) + 7.0 * x.powi(2) + 5.0 * x + 10.0
    }

    fn sum(m: &[[f64; 3]; 3]) -> f64 {
        let [[m00, m01, m02], [m10, m11, m12], [m20, m21, m22]] = *m;
        (m00 + m01 + m02) + (m10 + m11 + m12) + (m20 + m21 + m22)
    }

    fn cubic_row(x: &[f64; 3]) -> [f64; 3] {
        [cubic(x[0]), cubic(x[1]), cubic(x[2])]
    }

    pub(crate) fn cubic_sum(x: &[[f64; 3]; 3]) -> f64 {
        sum(&[cubic_row(&x[0]), cubic_row(&x[1]), cubic_row(&x[2])])
    }

    /// The product of two rows, element by element.
    fn times_row(a: &[f64; 3], b: &[f64; 3]) -> [f64; 3] {
        [a[0] * b[0], a[1] * b[1], a[2] * b[2]]
    }

    /// The product element by element, which PyTorch writes `a * b`.
    fn times(a: &[[f64; 3]; 3], b: &[[f64; 3]; 3]) -> [[f64; 3]; 3] {
        [times_row(&a[0], &b[0]), times_row(&a[1], &b[1]), times_row(&a[2], &b[2])]
    }

    /// Every weight has its matrix, and every node its own line.
    pub(crate) fn toy_network(
        a: &[[f64; 3]; 3],
        w1: &[[f64; 3]; 3],
        w2: &[[f64; 3]; 3],
        w3: &[[f64; 3]; 3],
        w4: &[[f64; 3]; 3],
    ) -> f64 {
        let b = times(w1, a);
        let c = times(w2, a);
        // The sum of `10 - d` over nine elements, with `d = w3 * b + w4 * c`.
        90.0 - (sum(&times(w3, &b)) + sum(&times(w4, &c)))
    }
}

/// Prints what is compared, and remembers the largest difference.
#[derive(Default)]
struct Comparison {
    largest: f64,
}

impl Comparison {
    fn program(&self, name: &str) {
        println!("\n{name}");
    }

    fn show<T: Debug>(&mut self, what: &str, ours: &T, theirs: &T, elements: impl Fn(&T) -> Vec<f64>) {
        println!("  {what:<7} {ours:?}\n  PyTorch {theirs:?}");
        for (ours, theirs) in elements(ours).into_iter().zip(elements(theirs)) {
            let difference = (ours - theirs).abs() / theirs.abs().max(1.0);
            // What is not a number must not get lost, as it would in `max`.
            self.largest = if difference > self.largest || difference.is_nan() { difference } else { self.largest };
        }
    }

    fn number(&mut self, what: &str, ours: f64, theirs: f64) {
        self.show(what, &ours, &theirs, |x| vec![*x]);
    }

    fn vector<const N: usize>(&mut self, what: &str, ours: [f64; N], theirs: [f64; N]) {
        self.show(what, &ours, &theirs, |x| x.to_vec());
    }

    fn matrix(&mut self, what: &str, ours: [[f64; 3]; 3], theirs: [[f64; 3]; 3]) {
        self.show(what, &ours, &theirs, |x| x.concat());
    }
}

fn scalars(data: &Record, comparison: &mut Comparison) -> Result<(), Failure> {
    let case = data.field("square_plus_three")?;
    let (value, gradient) = square_plus_three::value_and_grad(case.number("x")?);
    comparison.program("x^2 + 3");
    comparison.number("value", value, case.number("value")?);
    comparison.number("by x", gradient, case.number("grad")?);

    let case = data.field("square")?;
    comparison.program("x^2");
    comparison.vector("by x", [square::grad(case.number("x")?)], case.vector("grad")?);

    let case = data.field("linear_step")?;
    let (w, x, b, rate) = (case.number("w")?, case.number("x")?, case.number("b")?, case.number("lr")?);
    let (y, (by_w, by_x, by_b)) = linear::value_and_grad(w, x, b);
    comparison.program("one step of gradient descent on y = w x + b");
    comparison.number("value", y, case.number("y")?);
    comparison.number("by w", by_w, case.number("w_grad")?);
    comparison.number("by x", by_x, case.number("x_grad")?);
    comparison.number("by b", by_b, case.number("b_grad")?);
    comparison.number("next w", w - rate * by_w, case.number("w_next")?);
    comparison.number("next b", b - rate * by_b, case.number("b_next")?);
    Ok(())
}

fn vectors(data: &Record, comparison: &mut Comparison) -> Result<(), Failure> {
    let case = data.field("vector_vjp")?;
    // PyTorch: `c.backward(gradient=seed)`.
    let (c, pullback) = powers::vjp(&case.vector("a")?, &case.vector("b")?);
    let (by_a, by_b) = pullback(case.vector("seed")?);
    comparison.program("2 a^6 - b^9, pulled back with a seed");
    comparison.vector("value", c, case.vector("c")?);
    comparison.vector("by a", by_a, case.vector("a_grad")?);
    comparison.vector("by b", by_b, case.vector("b_grad")?);
    Ok(())
}

fn networks(data: &Record, comparison: &mut Comparison) -> Result<(), Failure> {
    let case = data.field("cubic_sum")?;
    let (value, by_x) = matrices::cubic_sum::value_and_grad(&case.matrix("x")?);
    comparison.program("the sum of x^3 + 7 x^2 + 5 x + 10 over a matrix");
    comparison.number("value", value, case.number("value")?);
    comparison.matrix("by x", by_x, case.matrix("grad")?);

    let case = data.field("toy_network_3x3")?;
    let (loss, (by_a, by_w1, by_w2, by_w3, by_w4)) = matrices::toy_network::value_and_grad(
        &case.matrix("a")?,
        &case.matrix("w1")?,
        &case.matrix("w2")?,
        &case.matrix("w3")?,
        &case.matrix("w4")?,
    );
    comparison.program("the toy network");
    comparison.number("loss", loss, case.number("loss")?);
    comparison.matrix("by a", by_a, case.matrix("a_grad")?);
    comparison.matrix("by w1", by_w1, case.matrix("w1_grad")?);
    comparison.matrix("by w2", by_w2, case.matrix("w2_grad")?);
    comparison.matrix("by w3", by_w3, case.matrix("w3_grad")?);
    comparison.matrix("by w4", by_w4, case.matrix("w4_grad")?);
    Ok(())
}

fn main() -> Result<ExitCode, Failure> {
    let records = json::read("tutorials.json")?;
    let data = records.first().ok_or("tutorials.json is empty")?;
    println!("answers of {}", data.text("source")?);
    let mut comparison = Comparison::default();
    scalars(data, &mut comparison)?;
    vectors(data, &mut comparison)?;
    networks(data, &mut comparison)?;
    println!("\nlargest difference to PyTorch: {:.1e} (relative above one)", comparison.largest);
    // Written so that a difference that is not a number fails.
    Ok(if comparison.largest <= TOLERANCE { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
