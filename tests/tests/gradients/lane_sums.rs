//! Derivatives of what all points share, through sums that are linear in what each point has: the points may be added up
//! before that.

use autodiff_core::differentiable;

use crate::helpers::check;

/// Around the number of points that run at once, and multiples of it.
const COUNTS: [usize; 7] = [0, 1, 2, 16, 17, 18, 50];

/// Numbers that look arbitrary.
fn numbers(count: usize, seed: f64) -> Vec<f64> {
    (0..count).map(|i| (seed + 1.7 * i as f64).sin()).collect()
}

/// A matrix, column by column, times the distances to a centre that all points have.
#[differentiable]
fn turned(matrix: &[f64], centre: &[f64], #[constant] points: &[f64], #[constant] d: usize) -> f64 {
    let mut turned = vec![0.0; d];
    let mut sum = 0.0;
    for point in points.chunks_exact(d) {
        for (turned, x) in turned.iter_mut().zip(point) {
            *turned = 0.1 * x;
        }
        for j in 0..d {
            let distance = point[j] - centre[j];
            for i in 0..d {
                turned[i] += matrix[j * d + i] * distance;
            }
        }
        sum += (turned.iter().map(|t| t * t).sum::<f64>()).ln_1p();
    }
    sum
}

/// Triangles of several centres, and what their distances have besides; sines are not linear.
#[differentiable]
fn triangles(l: &[f64], centres: &[f64], #[constant] points: &[f64], #[constant] d: usize) -> f64 {
    let triangle = d * (d - 1) / 2;
    let mut turned = vec![0.0; d];
    let mut sum = 0.0;
    for point in points.chunks_exact(d) {
        for k in 0..centres.len() / d {
            let centre = &centres[k * d..(k + 1) * d];
            let below = &l[k * triangle..(k + 1) * triangle];
            for i in 0..d {
                turned[i] = (point[i] - centre[i]).sin();
            }
            let mut start = 0;
            for j in 0..d - 1 {
                let distance = (point[j] - centre[j]) / (2.0 + centre[0]);
                let column = &below[start..start + d - 1 - j];
                for (turned, entry) in turned[j + 1..].iter_mut().zip(column) {
                    *turned -= entry * distance;
                }
                start += column.len();
            }
            sum += turned.iter().map(|t| t * t * t).sum::<f64>() * point[0];
        }
    }
    sum
}

/// Two matrices, one after the other: what the first one gives is that of a point for the second one.
#[differentiable]
fn layers(first: &[f64], second: &[f64], shifts: &[f64], #[constant] points: &[f64], #[constant] d: usize) -> f64 {
    let (mut hidden, mut output) = (vec![0.0; d], vec![0.0; d]);
    let mut sum = 0.0;
    for point in points.chunks_exact(d) {
        for i in 0..d {
            hidden[i] = point[i];
        }
        for j in 0..d {
            let shift = -(shifts[j] + 0.5);
            for i in 0..d {
                hidden[i] += shift * first[j * d + i];
            }
        }
        for i in 0..d {
            output[i] = hidden[i] * hidden[i];
        }
        for j in 0..d {
            let factor = shifts[j] * 2.0 + hidden[j];
            let other = shifts[d - 1 - j];
            for i in 0..d {
                output[i] += factor * second[j * d + i] + other / (second[i] + 3.0);
            }
        }
        sum += output.iter().map(|o| o.cos()).sum::<f64>();
    }
    sum
}

/// Room of a length that is written down, and the same number for all elements.
#[differentiable]
fn arrays(weights: &[f64], shift: f64, scale: f64, #[constant] points: &[f64]) -> f64 {
    let mut terms = [0.0; 3];
    let mut sum = 0.0;
    for i in 0..points.len() {
        for k in 0..3 {
            terms[k] = points[i] + k as f64;
        }
        for weight in weights {
            let moved = shift - points[i];
            for k in 0..3 {
                terms[k] += weight * moved + scale * weight;
            }
        }
        sum += (terms[0] * terms[1]).tanh() + terms[2];
    }
    sum
}

/// Loops in a branch that is the same for all points.
#[differentiable]
fn chosen(
    matrix: &[f64],
    centre: &[f64],
    #[constant] points: &[f64],
    #[constant] d: usize,
    #[constant] turns: bool,
) -> f64 {
    let mut turned = vec![0.0; d];
    let mut sum = 0.0;
    for point in points.chunks_exact(d) {
        for i in 0..d {
            turned[i] = point[i] - centre[i];
        }
        if turns {
            for j in 0..d {
                let distance = point[j] - centre[j];
                for i in 0..d {
                    turned[i] += matrix[j * d + i] * distance;
                }
            }
        }
        for j in 0..d {
            for i in 0..j {
                turned[i] += matrix[i] * (centre[j] * 0.5);
            }
        }
        sum += turned.iter().map(|t| t * t).sum::<f64>();
    }
    sum
}

#[differentiable]
fn single(matrix: &[f32], centre: &[f32], #[constant] points: &[f32], #[constant] d: usize) -> f32 {
    let mut turned = vec![0.0_f32; d];
    let mut sum = 0.0;
    for point in points.chunks_exact(d) {
        for i in 0..d {
            turned[i] = 0.0;
        }
        for j in 0..d {
            let distance = point[j] - centre[j];
            for i in 0..d {
                turned[i] += matrix[j * d + i] * distance;
            }
        }
        sum += turned.iter().map(|t| t * t).sum::<f32>();
    }
    sum
}

#[test]
fn points_are_added_up_before_what_they_share() {
    for n in COUNTS {
        for d in [1, 2, 5] {
            let (points, centre) = (numbers(n * d, 0.1), numbers(d, 0.4));
            check!(turned; &matrix = numbers(d * d, 0.3), &centre = centre, const &points = points, const d = d);
            let l = numbers(3 * d * (d - 1) / 2, 0.7);
            let (points, centres) = (numbers(n * d, 0.1), numbers(3 * d, 0.4));
            check!(triangles; &l = l, &centres = centres, const &points = points, const d = d);
            let (first, second, points) = (numbers(d * d, 0.3), numbers(d * d, 1.3), numbers(n * d, 0.1));
            check!(layers; &first = first, &second = second, &shifts = numbers(d, 0.9), const &points = points, const d = d);
            for turns in [true, false] {
                let (points, centre) = (numbers(n * d, 0.1), numbers(d, 0.4));
                check!(chosen; &matrix = numbers(d * d, 0.3), &centre = centre, const &points = points, const d = d,
                    const turns = turns);
            }
        }
        check!(arrays; &weights = numbers(4, 0.2), shift = 0.3, scale = -0.6, const &points = numbers(n, 0.1));
        check!(arrays; &weights = Vec::new(), shift = 0.3, scale = -0.6, const &points = numbers(n, 0.1));
    }
}

#[test]
fn factors_that_are_not_finite_reach_what_they_multiply() {
    let (mut matrix, centre, points) = (numbers(9, 0.3), numbers(3, 0.4), numbers(60, 0.1));
    matrix[4] = f64::INFINITY;
    let (_, of_centre) = turned::grad(&matrix, &centre, &points, 3);
    let (_, one_by_one) = turned::vjp(&matrix, &centre, &points, 3).1(1.0);
    for (at_once, one_by_one) in of_centre.iter().zip(one_by_one) {
        assert_eq!(at_once.is_finite(), one_by_one.is_finite());
    }
}

#[test]
fn sums_of_single_precision() {
    let single_precision = |numbers: Vec<f64>| numbers.into_iter().map(|number| number as f32).collect::<Vec<f32>>();
    for n in COUNTS {
        let (matrix, centre) = (single_precision(numbers(9, 0.3)), single_precision(numbers(3, 0.4)));
        let points = single_precision(numbers(3 * n, 0.1));
        let (value, (of_matrix, of_centre)) = single::value_and_grad(&matrix, &centre, &points, 3);
        assert_eq!(value.to_bits(), single(&matrix, &centre, &points, 3).to_bits());
        let (by_matrix, by_centre) = single::vjp(&matrix, &centre, &points, 3).1(1.0);
        let pairs = of_matrix.iter().zip(&by_matrix).chain(of_centre.iter().zip(&by_centre));
        for (at_once, one_by_one) in pairs {
            assert!((one_by_one - at_once).abs() < 1e-4 * (1.0 + at_once.abs()), "{one_by_one} {at_once}");
        }
    }
}
