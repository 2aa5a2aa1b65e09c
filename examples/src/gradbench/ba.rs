//! Bundle adjustment: how far cameras see points from where they were found, and the Jacobian of that.

use autodiff_core::differentiable;
pub use camera::{residual, weight_residual};

/// Numbers of a camera: rotation 3, centre 3, focal length, principal point 2, radial distortion 2.
pub const CAMERA: usize = 11;
/// Numbers of a point.
pub const POINT: usize = 3;
/// Numbers of a residual.
pub const RESIDUAL: usize = 2;

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
    pub fn residual(camera: &[f64; 11], point: &[f64; 3], weight: f64, #[constant] found: &[f64; 2]) -> [f64; 2] {
        let [u, v] = project(camera, point);
        [weight * (u - found[0]), weight * (v - found[1])]
    }

    /// Keeps weights from becoming zero, where all residuals would be.
    pub fn weight_residual(weight: f64) -> f64 {
        1.0 - weight * weight
    }
}

/// Where a camera found a point.
#[derive(Clone, Debug)]
pub struct Observation {
    /// The index of the camera.
    pub camera: usize,
    /// The index of the point.
    pub point: usize,
    /// The pixel at which the camera found the point.
    pub found: [f64; RESIDUAL],
}

/// Cameras, points, and what the cameras saw.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The cameras.
    pub cameras: Vec<[f64; CAMERA]>,
    /// The points.
    pub points: Vec<[f64; POINT]>,
    /// A weight for each observation.
    pub weights: Vec<f64>,
    /// What the cameras saw.
    pub observations: Vec<Observation>,
}

/// The residuals of a [`Problem`].
#[derive(Clone, Debug)]
pub struct Residuals {
    /// Of the projections.
    pub projections: Vec<[f64; RESIDUAL]>,
    /// Of the weights.
    pub weights: Vec<f64>,
}

/// A sparse matrix in compressed rows.
#[derive(Clone, Debug)]
pub struct SparseMatrix {
    /// Where in `cols` and `vals` each row starts, and where the last one ends.
    pub rows: Vec<usize>,
    /// The column of each entry.
    pub cols: Vec<usize>,
    /// The value of each entry.
    pub vals: Vec<f64>,
}

impl Problem {
    /// The cameras see the points in turn, one pair for each weight, all at the same pixel.
    ///
    /// # Panics
    ///
    /// There are weights, but no cameras or no points.
    pub fn in_turn(
        cameras: Vec<[f64; CAMERA]>,
        points: Vec<[f64; POINT]>,
        weights: Vec<f64>,
        found: [f64; RESIDUAL],
    ) -> Self {
        let observation = |i| Observation { camera: i % cameras.len(), point: i % points.len(), found };
        let observations = (0..weights.len()).map(observation).collect();
        Problem { cameras, points, weights, observations }
    }

    /// All residuals.
    pub fn residuals(&self) -> Residuals {
        let projections = self.observations.iter().zip(&self.weights).map(|(observation, &weight)| {
            let (camera, point) = (&self.cameras[observation.camera], &self.points[observation.point]);
            camera::residual(camera, point, weight, &observation.found)
        });
        Residuals {
            projections: projections.collect(),
            weights: self.weights.iter().map(|&weight| camera::weight_residual(weight)).collect(),
        }
    }

    /// The number of parameters: columns of the Jacobian.
    pub fn columns(&self) -> usize {
        self.first_weight() + self.weights.len()
    }

    /// The derivatives of all residuals, of the projections and then of the weights, by all parameters: of the cameras,
    /// of the points, and the weights.
    pub fn jacobian(&self) -> SparseMatrix {
        let (first_point, first_weight) = (CAMERA * self.cameras.len(), self.first_weight());
        let observations = self.observations.len();
        let mut jacobian = SparseMatrix::with_capacity(
            (RESIDUAL + 1) * observations,
            (RESIDUAL * (CAMERA + POINT + 1) + 1) * observations,
        );
        for (i, (observation, &weight)) in self.observations.iter().zip(&self.weights).enumerate() {
            let (camera, point) = (&self.cameras[observation.camera], &self.points[observation.point]);
            let rows = camera::residual::jacobian(camera, point, weight, &observation.found);
            let (camera, point) = (CAMERA * observation.camera, first_point + POINT * observation.point);
            for (by_camera, by_point, by_weight) in rows {
                jacobian.cols.extend(camera..camera + CAMERA);
                jacobian.cols.extend(point..point + POINT);
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

    fn first_weight(&self) -> usize {
        CAMERA * self.cameras.len() + POINT * self.points.len()
    }
}

impl SparseMatrix {
    fn with_capacity(rows: usize, entries: usize) -> Self {
        let mut starts = Vec::with_capacity(rows + 1);
        starts.push(0);
        SparseMatrix { rows: starts, cols: Vec::with_capacity(entries), vals: Vec::with_capacity(entries) }
    }

    fn end_row(&mut self) {
        self.rows.push(self.cols.len());
    }
}

/// The first thirty elements and the last one, which is what GradBench compares of a long list.
pub fn excerpt<T: Copy>(list: &[T]) -> Vec<T> {
    list.iter().take(30).chain(list.last()).copied().collect()
}
