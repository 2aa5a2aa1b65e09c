//! Bundle adjustment: the residuals of many observations, each of one camera and one point, and their sparse Jacobian.

use autodiff_examples::gradbench::ba;

use super::by_function;
use crate::inputs::Uniform;
use crate::problems::bundle_adjustment::{self, jacobian_by_hand};

/// Derivatives in a row of a projection's residual: by camera, point and weight.
const ROW: usize = 15;

/// What is observed: observation `i` sees camera `i mod n` and point `i mod m`.
pub struct Input {
    /// Rotation 3, centre 3, focal length, principal point 2, radial distortion 2.
    pub cameras: Vec<[f64; 11]>,
    /// The points in space.
    pub points: Vec<[f64; 3]>,
    /// One weight an observation.
    pub weights: Vec<f64>,
    /// Where an observation found its point.
    pub features: Vec<[f64; 2]>,
}

impl Input {
    /// Everything that an observation depends on, one observation after the other.
    fn observations(&self) -> impl Iterator<Item = (&[f64; 11], &[f64; 3], f64, &[f64; 2])> {
        let seen = self.cameras.iter().cycle().zip(self.points.iter().cycle());
        let found = self.weights.iter().zip(&self.features);
        found.zip(seen).map(|((weight, feature), (camera, point))| (camera, point, *weight, feature))
    }

    /// Random cameras, points and observations.
    pub fn random(cameras: usize, points: usize, observations: usize) -> Self {
        let mut uniform = Uniform::new(14);
        let mut camera = || {
            let [r0, r1, r2] = uniform.array(-0.6, 0.6);
            let [c0, c1, c2] = uniform.array(-1.0, 1.0);
            let [u, v] = uniform.array(-20.0, 20.0);
            let [k1, k2] = uniform.array(-0.1, 0.1);
            [r0, r1, r2, c0, c1, c2, uniform.next(300.0, 500.0), u, v, k1, k2]
        };
        let cameras = (0..cameras).map(|_| camera()).collect();
        Self {
            cameras,
            points: (0..points)
                .map(|_| [uniform.next(-2.0, 2.0), uniform.next(-2.0, 2.0), uniform.next(5.0, 9.0)])
                .collect(),
            weights: (0..observations).map(|_| uniform.next(0.2, 1.0)).collect(),
            features: (0..observations).map(|_| uniform.array(-100.0, 100.0)).collect(),
        }
    }

    /// How many residuals there are.
    pub fn values(&self) -> usize {
        3 * self.weights.len()
    }

    /// How many derivatives the Jacobian holds.
    pub fn derivatives(&self) -> usize {
        (2 * ROW + 1) * self.weights.len()
    }
}

/// The residuals: two a projection, then one a weight.
pub fn objective(input: &Input, residuals: &mut [f64]) {
    let (of_projections, of_weights) = residuals.split_at_mut(2 * input.weights.len());
    let (of_projections, _) = of_projections.as_chunks_mut::<2>();
    for ((camera, point, weight, feature), projection) in input.observations().zip(of_projections) {
        *projection = ba::residual(camera, point, weight, feature);
    }
    for (residual, weight) in of_weights.iter_mut().zip(&input.weights) {
        *residual = ba::weight_residual(*weight);
    }
}

/// [`objective`], and the derivatives of the residuals in the order of [`structure`].
pub fn hand(input: &Input, residuals: &mut [f64], derivatives: &mut [f64]) {
    let of_weight = |weight| (1.0 - weight * weight, -2.0 * weight);
    every(input, residuals, derivatives, jacobian_by_hand, of_weight);
}

/// [`hand`] by the generated Jacobian of a projection.
pub fn generated(input: &Input, residuals: &mut [f64], derivatives: &mut [f64]) {
    let of_projection = ba::residual::value_and_jacobian;
    every(input, residuals, derivatives, of_projection, ba::weight_residual::value_and_grad);
}

/// [`generated`] from functions that are annotated one by one.
pub fn generated_by_function(input: &Input, residuals: &mut [f64], derivatives: &mut [f64]) {
    let of_projection = by_function::ba::residual::value_and_jacobian;
    every(input, residuals, derivatives, of_projection, by_function::ba::weight_residual::value_and_grad);
}

/// The residuals and derivatives of all observations by those of a projection and of a weight.
#[inline(always)]
pub fn every(
    input: &Input,
    residuals: &mut [f64],
    derivatives: &mut [f64],
    of_projection: impl Fn(&[f64; 11], &[f64; 3], f64, &[f64; 2]) -> bundle_adjustment::Output,
    of_weight: impl Fn(f64) -> (f64, f64),
) {
    let observations = input.weights.len();
    let (projections, weights) = residuals.split_at_mut(2 * observations);
    let (projections, _) = projections.as_chunks_mut::<2>();
    let (by_projections, by_weights) = derivatives.split_at_mut(2 * ROW * observations);
    let (rows, _) = by_projections.as_chunks_mut::<ROW>();
    let (rows, _) = rows.as_chunks_mut::<2>();
    for (((camera, point, weight, feature), projection), rows) in input.observations().zip(projections).zip(rows) {
        let (residual, jacobian) = of_projection(camera, point, weight, feature);
        *projection = residual;
        for (row, (by_camera, by_point, by_weight)) in rows.iter_mut().zip(&jacobian) {
            row[..11].copy_from_slice(by_camera);
            row[11..14].copy_from_slice(by_point);
            row[14] = *by_weight;
        }
    }
    for ((residual, derivative), weight) in weights.iter_mut().zip(by_weights).zip(&input.weights) {
        (*residual, *derivative) = of_weight(*weight);
    }
}

/// Where the derivatives stand in the Jacobian, in compressed rows: where each row starts, and the columns.
///
/// Two rows a projection come first, then one a weight. Columns are 11 a camera, 3 a point, one a weight.
pub fn structure(input: &Input) -> (Vec<usize>, Vec<usize>) {
    let (n, m, p) = (input.cameras.len(), input.points.len(), input.weights.len());
    let mut starts: Vec<usize> = (0..2 * p).map(|row| ROW * row).collect();
    starts.extend((0..=p).map(|row| 2 * ROW * p + row));
    let mut columns = Vec::with_capacity(input.derivatives());
    for i in 0..p {
        for _ in 0..2 {
            columns.extend((0..11).map(|c| 11 * (i % n) + c));
            columns.extend((0..3).map(|c| 11 * n + 3 * (i % m) + c));
            columns.push(11 * n + 3 * m + i);
        }
    }
    columns.extend((0..p).map(|i| 11 * n + 3 * m + i));
    (starts, columns)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::suite::{calls, close, count, flat};
    use super::*;
    use crate::check::{agrees, central_differences};

    fn replicated(input: &Value) -> Input {
        let p = count(&input["p"]);
        Input {
            cameras: vec![flat(&input["cam"]).try_into().unwrap(); count(&input["n"])],
            points: vec![flat(&input["x"]).try_into().unwrap(); count(&input["m"])],
            weights: vec![input["w"].as_f64().unwrap(); p],
            features: vec![flat(&input["feat"]).try_into().unwrap(); p],
        }
    }

    /// The first thirty and the last.
    fn excerpt(numbers: impl Iterator<Item = f64> + Clone) -> Vec<f64> {
        numbers.clone().take(30).chain(numbers.last()).collect()
    }

    fn all_by_hand(input: &Input) -> (Vec<f64>, Vec<f64>) {
        let mut all = (vec![f64::NAN; input.values()], vec![f64::NAN; input.derivatives()]);
        hand(input, &mut all.0, &mut all.1);
        all
    }

    #[test]
    fn answers_are_those_of_the_suite() {
        for (input, output) in calls("ba", "objective") {
            let input = replicated(&input);
            let p = input.weights.len();
            let mut residuals = vec![f64::NAN; input.values()];
            objective(&input, &mut residuals);
            let (expected, expected_weight) = (&output["reproj_error"], &output["w_err"]);
            assert_eq!([count(&expected["repeated"]), count(&expected_weight["repeated"])], [p; 2]);
            let of_weights = flat(&expected_weight["element"]).repeat(p);
            let expected = [flat(&expected["elements"]).repeat(p), of_weights].concat();
            close(&residuals, &expected, 1e-9);
            close(&all_by_hand(&input).0, &expected, 1e-9);
        }
        for (input, output) in calls("ba", "jacobian") {
            let input = replicated(&input);
            let (starts, columns) = structure(&input);
            close(&excerpt(starts.iter().map(|start| *start as f64)), &flat(&output["rows"]), 0.0);
            close(&excerpt(columns.iter().map(|column| *column as f64)), &flat(&output["cols"]), 0.0);
            close(&excerpt(all_by_hand(&input).1.iter().copied()), &flat(&output["vals"]), 1e-9);
        }
    }

    #[test]
    fn jacobian_at_the_large_size_has_the_slopes() {
        let input = Input::random(49, 7776, 31_843);
        let (residuals, derivatives) = all_by_hand(&input);
        let (starts, columns) = structure(&input);
        let p = input.weights.len();
        assert_eq!((starts.len(), columns.len()), (3 * p + 1, derivatives.len()));
        for i in [0, 1, 48, 49, 7776, p - 1] {
            let at = [&input.cameras[i % 49][..], &input.points[i % 7776], &input.weights[i..=i]].concat();
            let residual = |x: &[f64]| {
                let (camera, point) = (x[..11].try_into().unwrap(), x[11..14].try_into().unwrap());
                ba::residual(camera, point, x[14], &input.features[i])
            };
            agrees(&residuals[2 * i..2 * i + 2], &residual(&at), 1e-12);
            for side in 0..2 {
                let row = &derivatives[starts[2 * i + side]..starts[2 * i + side + 1]];
                agrees(row, &central_differences(|x| residual(x)[side], &at), 1e-7);
            }
            assert_eq!(derivatives[starts[2 * p + i]], -2.0 * input.weights[i]);
        }
    }
}
