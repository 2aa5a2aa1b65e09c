//! Bundle adjustment: how far cameras see points from where they were found, and the Jacobian of that.
//!
//! The functions of the module `camera` are written as by someone who never heard of automatic differentiation. The
//! Jacobian of an observation's residual is a 2x15 block (11 derivatives by the camera, 3 by the point, 1 by the weight).
//! All blocks together are a sparse matrix, which is compared with the one of GradBench's hand-written C++.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use autodiff_core::differentiable;
use autodiff_examples::json::{self, Failure, Record};

/// How far apart the results may be, in proportion to numbers larger than one.
const TOLERANCE: f64 = 1e-9;

/// Numbers of a camera: rotation 3, centre 3, focal length, principal point 2, radial distortion 2.
const CAMERA: usize = 11;
/// Numbers of a point.
const POINT: usize = 3;
/// Numbers of a residual.
const RESIDUAL: usize = 2;

/// The projection of a point by a camera.
#[differentiable]
mod camera {
    fn dot(a: &[f64; 3], b: &[f64; 3]) -> f64 {
        a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
    }

    fn cross(a: &[f64; 3], b: &[f64; 3]) -> [f64; 3] {
        [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
    }

    fn plus(a: &[f64; 3], b: &[f64; 3]) -> [f64; 3] {
        [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
    }

    fn minus(a: &[f64; 3], b: &[f64; 3]) -> [f64; 3] {
        [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
    }

    fn scaled(factor: f64, a: &[f64; 3]) -> [f64; 3] {
        [factor * a[0], factor * a[1], factor * a[2]]
    }

    /// Rotates `v` about `rotation` by its length (Rodrigues' formula); to first order where the length is zero.
    fn rotate(rotation: &[f64; 3], v: &[f64; 3]) -> [f64; 3] {
        let squared_angle = dot(rotation, rotation);
        if squared_angle == 0.0 {
            return plus(v, &cross(rotation, v));
        }
        let angle = squared_angle.sqrt();
        let axis = scaled(1.0 / angle, rotation);
        let (sine, cosine) = angle.sin_cos();
        let along_axis = dot(&axis, v) * (1.0 - cosine);
        let turned = plus(&scaled(cosine, v), &scaled(sine, &cross(&axis, v)));
        plus(&turned, &scaled(along_axis, &axis))
    }

    /// The lens bends rays: a point of the image plane moves along its radius.
    fn distort(radial: &[f64; 2], p: &[f64; 2]) -> [f64; 2] {
        let squared = p[0] * p[0] + p[1] * p[1];
        let factor = 1.0 + radial[0] * squared + radial[1] * squared * squared;
        [p[0] * factor, p[1] * factor]
    }

    /// The pixel at which the camera sees a point.
    fn project(camera: &[f64; 11], point: &[f64; 3]) -> [f64; 2] {
        let [r0, r1, r2, c0, c1, c2, focal_length, u0, v0, k1, k2] = *camera;
        let [x, y, depth] = rotate(&[r0, r1, r2], &minus(point, &[c0, c1, c2]));
        let [u, v] = distort(&[k1, k2], &[x / depth, y / depth]);
        [focal_length * u + u0, focal_length * v + v0]
    }

    /// From where the point was found to where the camera sees it, weighted.
    pub(crate) fn residual(
        camera: &[f64; 11],
        point: &[f64; 3],
        weight: f64,
        #[constant] found: &[f64; 2],
    ) -> [f64; 2] {
        let [u, v] = project(camera, point);
        [weight * (u - found[0]), weight * (v - found[1])]
    }

    /// Keeps weights from becoming zero, where all residuals would be.
    pub(crate) fn weight_residual(weight: f64) -> f64 {
        1.0 - weight * weight
    }
}

/// Cameras, points, and what the cameras saw: observation `i` is of camera `i % n` and point `i % m`.
struct Problem {
    cameras: Vec<[f64; CAMERA]>,
    points: Vec<[f64; POINT]>,
    weights: Vec<f64>,
    found: Vec<[f64; RESIDUAL]>,
}

/// A sparse matrix in compressed rows.
struct Jacobian {
    /// Where in `cols` and `vals` each row starts, and where the last one ends.
    rows: Vec<usize>,
    cols: Vec<usize>,
    vals: Vec<f64>,
}

impl Problem {
    /// GradBench's problems are one observation, repeated; nothing below takes advantage of that.
    fn read(input: &Record) -> Result<Self, Failure> {
        let observations = input.count("p")?;
        Ok(Problem {
            cameras: vec![input.vector("cam")?; input.count("n")?],
            points: vec![input.vector("x")?; input.count("m")?],
            weights: vec![input.number("w")?; observations],
            found: vec![input.vector("feat")?; observations],
        })
    }

    /// All residuals: of the projections, then of the weights.
    fn residuals(&self) -> (Vec<[f64; RESIDUAL]>, Vec<f64>) {
        let projections = self.found.iter().zip(&self.weights).enumerate().map(|(i, (found, &weight))| {
            camera::residual(&self.cameras[i % self.cameras.len()], &self.points[i % self.points.len()], weight, found)
        });
        (projections.collect(), self.weights.iter().map(|&weight| camera::weight_residual(weight)).collect())
    }

    /// The number of parameters: columns of the Jacobian.
    fn columns(&self) -> usize {
        CAMERA * self.cameras.len() + POINT * self.points.len() + self.weights.len()
    }

    /// The derivatives of all residuals by all parameters.
    fn jacobian(&self) -> Jacobian {
        let (cameras, points, observations) = (self.cameras.len(), self.points.len(), self.found.len());
        let first_weight = CAMERA * cameras + POINT * points;
        let mut jacobian = Jacobian::with_capacity(
            (RESIDUAL + 1) * observations,
            (RESIDUAL * (CAMERA + POINT + 1) + 1) * observations,
        );
        for i in 0..observations {
            let (camera, point) = (i % cameras, i % points);
            let rows =
                camera::residual::jacobian(&self.cameras[camera], &self.points[point], self.weights[i], &self.found[i]);
            let (first_camera, first_point) = (CAMERA * camera, CAMERA * cameras + POINT * point);
            for (by_camera, by_point, by_weight) in rows {
                jacobian.cols.extend(first_camera..first_camera + CAMERA);
                jacobian.cols.extend(first_point..first_point + POINT);
                jacobian.cols.push(first_weight + i);
                jacobian.vals.extend(by_camera);
                jacobian.vals.extend(by_point);
                jacobian.vals.push(by_weight);
                jacobian.end_row();
            }
        }
        for (i, &weight) in self.weights.iter().enumerate() {
            jacobian.cols.push(first_weight + i);
            jacobian.vals.push(camera::weight_residual::grad(weight));
            jacobian.end_row();
        }
        jacobian
    }
}

impl Jacobian {
    fn with_capacity(rows: usize, entries: usize) -> Self {
        let mut starts = Vec::with_capacity(rows + 1);
        starts.push(0);
        Jacobian { rows: starts, cols: Vec::with_capacity(entries), vals: Vec::with_capacity(entries) }
    }

    fn end_row(&mut self) {
        self.rows.push(self.cols.len());
    }
}

/// The first thirty elements and the last one, which is what the reference file holds.
fn excerpt<T: Copy>(list: &[T]) -> Vec<T> {
    list.iter().take(30).chain(list.last()).copied().collect()
}

/// How far apart two numbers are; in proportion to numbers larger than one.
fn difference(ours: f64, reference: f64) -> f64 {
    (ours - reference).abs() / reference.abs().max(1.0)
}

/// The largest of the differences, and "not a number" if one is.
fn largest(differences: impl Iterator<Item = f64>) -> f64 {
    differences.fold(0.0, |largest, next| if next > largest || next.is_nan() { next } else { largest })
}

/// Compares the residuals with the reference, which says what all of them are.
fn compare_residuals(projections: &[[f64; RESIDUAL]], weights: &[f64], output: &Record) -> Result<f64, Failure> {
    let expected: [f64; RESIDUAL] = output.field("reproj_error")?.vector("elements")?;
    let expected_weight = output.field("w_err")?.number("element")?;
    let by_projection = projections.iter().flatten().zip(expected.iter().cycle());
    let by_weight = weights.iter().zip(std::iter::repeat(&expected_weight));
    Ok(largest(by_projection.chain(by_weight).map(|(&ours, &reference)| difference(ours, reference))))
}

/// Compares the Jacobian with the reference: its shape exactly, and its values.
fn compare_jacobian(jacobian: &Jacobian, observations: usize, output: &Record) -> Result<f64, Failure> {
    if excerpt(&jacobian.rows) != output.counts("rows")? {
        return Err("the row starts are not those of the reference".into());
    }
    if excerpt(&jacobian.cols) != output.counts("cols")? {
        return Err("the columns are not those of the reference".into());
    }
    // Two rows of the first observation, then the last weight's; every other observation is a copy of the first.
    let reference: [f64; 31] = output.vector("vals")?;
    let (blocks, weights) = jacobian.vals.split_at(observations * 30);
    let in_blocks = blocks.iter().zip(reference[..30].iter().cycle());
    let in_weights = weights.iter().zip(std::iter::repeat(&reference[30]));
    Ok(largest(in_blocks.chain(in_weights).map(|(&ours, &reference)| difference(ours, reference))))
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

fn main() -> Result<ExitCode, Failure> {
    let records = json::read("ba.jsonl")?;
    let [objective, jacobian_case, ..] = &records[..] else {
        return Err("ba.jsonl has not an objective and a Jacobian".into());
    };
    let problem = Problem::read(&jacobian_case.field("input")?)?;
    let observations = problem.found.len();
    println!(
        "{}: {} cameras, {} points, {observations} observations",
        jacobian_case.text("description")?,
        problem.cameras.len(),
        problem.points.len(),
    );

    let ((projections, weights), time) = timed(|| problem.residuals());
    let cost = 0.5 * projections.iter().flatten().chain(&weights).map(|residual| residual * residual).sum::<f64>();
    println!("cost      {cost} in {:.2} ms", 1e3 * time.as_secs_f64());

    let (jacobian, time) = timed(|| problem.jacobian());
    println!(
        "Jacobian  {} rows, {} columns, {} non-zeros in {:.2} ms, {:.0} ns an observation",
        jacobian.rows.len() - 1,
        problem.columns(),
        jacobian.vals.len(),
        1e3 * time.as_secs_f64(),
        1e9 * time.as_secs_f64() / observations as f64,
    );

    let residuals = compare_residuals(&projections, &weights, &objective.field("output")?)?;
    let values = compare_jacobian(&jacobian, observations, &jacobian_case.field("output")?)?;
    println!(
        "largest difference to the reference: {residuals:.1e} in residuals, {values:.1e} in the Jacobian (relative above one)"
    );
    // Written so that a difference that is not a number fails.
    Ok(if residuals <= TOLERANCE && values <= TOLERANCE { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
