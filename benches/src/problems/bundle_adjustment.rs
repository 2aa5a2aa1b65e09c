//! The reprojection residual of bundle adjustment: two results, fifteen active numbers, a Jacobian of two rows.

use autodiff_core::differentiable;

use crate::inputs::Uniform;

/// Camera (rotation 3, centre 3, focal length, principal point 2, radial distortion 2), point, weight, feature.
pub type Input = ([f64; 11], [f64; 3], f64, [f64; 2]);
/// One row of the Jacobian: by camera, point and weight.
pub type Row = ([f64; 11], [f64; 3], f64);
/// The residual, then its Jacobian.
pub type Output = ([f64; 2], [Row; 2]);

/// The whole program in one annotated module, whose functions are lowered together.
#[differentiable]
pub mod camera {
    /// The inner product.
    pub fn dot(a: &[f64; 3], b: &[f64; 3]) -> f64 {
        a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
    }

    /// The vector product.
    pub fn cross(a: &[f64; 3], b: &[f64; 3]) -> [f64; 3] {
        [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
    }

    /// Rotates `v` about the axis `rotation` by its length, by Rodrigues' formula; to first order where there is no axis.
    pub fn rotate(rotation: &[f64; 3], v: &[f64; 3]) -> [f64; 3] {
        let squared = dot(rotation, rotation);
        if squared == 0.0 {
            let turned = cross(rotation, v);
            return [v[0] + turned[0], v[1] + turned[1], v[2] + turned[2]];
        }
        let angle = squared.sqrt();
        let per_angle = 1.0 / angle;
        let axis = [rotation[0] * per_angle, rotation[1] * per_angle, rotation[2] * per_angle];
        let (sine, cosine) = angle.sin_cos();
        let turned = cross(&axis, v);
        let along = dot(&axis, v) * (1.0 - cosine);
        [
            v[0] * cosine + turned[0] * sine + axis[0] * along,
            v[1] * cosine + turned[1] * sine + axis[1] * along,
            v[2] * cosine + turned[2] * sine + axis[2] * along,
        ]
    }

    /// Applies the lens' radial distortion to a point of the image plane.
    pub fn distort(k1: f64, k2: f64, p: &[f64; 2]) -> [f64; 2] {
        let squared = p[0] * p[0] + p[1] * p[1];
        let scale = 1.0 + k1 * squared + k2 * squared * squared;
        [p[0] * scale, p[1] * scale]
    }

    /// Where the camera sees a point.
    pub fn project(camera: &[f64; 11], point: &[f64; 3]) -> [f64; 2] {
        let rotation = [camera[0], camera[1], camera[2]];
        let offset = [point[0] - camera[3], point[1] - camera[4], point[2] - camera[5]];
        let seen = rotate(&rotation, &offset);
        let plane = [seen[0] / seen[2], seen[1] / seen[2]];
        let distorted = distort(camera[9], camera[10], &plane);
        [distorted[0] * camera[6] + camera[7], distorted[1] * camera[6] + camera[8]]
    }

    /// The weighted distance between where the camera sees the point and where it was found.
    pub fn reprojection_residual(
        camera: &[f64; 11],
        point: &[f64; 3],
        weight: f64,
        #[constant] feature: &[f64; 2],
    ) -> [f64; 2] {
        let projected = project(camera, point);
        [weight * (projected[0] - feature[0]), weight * (projected[1] - feature[1])]
    }
}

fn dot(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn cross(a: &[f64; 3], b: &[f64; 3]) -> [f64; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/// What both rows of the Jacobian need of a rotation by a vector that is not zero.
struct Turn {
    axis: [f64; 3],
    per_angle: f64,
    sine: f64,
    cosine: f64,
    /// 1 - cosine.
    versine: f64,
    along_axis: f64,
    along: f64,
    turned: [f64; 3],
}

impl Turn {
    fn new(rotation: &[f64; 3], v: &[f64; 3], squared: f64) -> Self {
        let angle = squared.sqrt();
        let per_angle = 1.0 / angle;
        let axis = rotation.map(|r| r * per_angle);
        let (sine, cosine) = angle.sin_cos();
        let versine = 1.0 - cosine;
        let along_axis = dot(&axis, v);
        let turned = cross(&axis, v);
        Self { axis, per_angle, sine, cosine, versine, along_axis, along: along_axis * versine, turned }
    }

    fn rotated(&self, v: &[f64; 3]) -> [f64; 3] {
        core::array::from_fn(|i| v[i] * self.cosine + self.turned[i] * self.sine + self.axis[i] * self.along)
    }

    /// The adjoints of the rotation and of `v` for the adjoint `seed` of the rotated vector.
    #[inline(always)]
    fn pullback(&self, v: &[f64; 3], seed: &[f64; 3]) -> ([f64; 3], [f64; 3]) {
        let axis = &self.axis;
        let seed_along = dot(axis, seed);
        let along_axis = self.versine * seed_along;
        let seed_turned = cross(seed, axis);
        let across = cross(v, seed);
        let v_adjoint =
            core::array::from_fn(|i| self.cosine * seed[i] + self.sine * seed_turned[i] + along_axis * axis[i]);
        let axis_adjoint: [f64; 3] =
            core::array::from_fn(|i| self.sine * across[i] + self.along * seed[i] + along_axis * v[i]);
        let cosine = dot(v, seed) - self.along_axis * seed_along;
        let angle = self.cosine * dot(&self.turned, seed) - self.sine * cosine;
        let along = angle - dot(&axis_adjoint, axis) * self.per_angle;
        let rotation = core::array::from_fn(|i| axis_adjoint[i] * self.per_angle + along * axis[i]);
        (rotation, v_adjoint)
    }
}

/// Residual and Jacobian as written by hand: everything up to the rotated point is shared by the two rows.
#[inline]
pub fn jacobian_by_hand(camera: &[f64; 11], point: &[f64; 3], weight: f64, feature: &[f64; 2]) -> Output {
    let rotation = [camera[0], camera[1], camera[2]];
    let v = [point[0] - camera[3], point[1] - camera[4], point[2] - camera[5]];
    let squared = dot(&rotation, &rotation);
    if squared == 0.0 {
        let turned = cross(&rotation, &v);
        let seen = core::array::from_fn(|i| v[i] + turned[i]);
        lens_by_hand(camera, weight, feature, &seen, |seed| {
            let back = cross(seed, &rotation);
            (cross(&v, seed), core::array::from_fn(|i| seed[i] + back[i]))
        })
    } else {
        let turn = Turn::new(&rotation, &v, squared);
        lens_by_hand(camera, weight, feature, &turn.rotated(&v), |seed| turn.pullback(&v, seed))
    }
}

/// The part behind the rotation; `rotation` turns the adjoint of the rotated point into those of rotation and point.
#[inline(always)]
fn lens_by_hand(
    camera: &[f64; 11],
    weight: f64,
    feature: &[f64; 2],
    seen: &[f64; 3],
    rotation: impl Fn(&[f64; 3]) -> ([f64; 3], [f64; 3]),
) -> Output {
    let per_depth = 1.0 / seen[2];
    let p = [seen[0] * per_depth, seen[1] * per_depth];
    let squared = p[0] * p[0] + p[1] * p[1];
    let (focal, k1, k2) = (camera[6], camera[9], camera[10]);
    let k2_squared = k2 * squared;
    let scale = 1.0 + squared * (k1 + k2_squared);
    let distorted = [p[0] * scale, p[1] * scale];
    let error = [distorted[0] * focal + camera[7] - feature[0], distorted[1] * focal + camera[8] - feature[1]];

    // The derivative of the residual by the point of the image plane is symmetric.
    let gain = weight * focal;
    let bend = 2.0 * gain * (k1 + k2_squared + k2_squared);
    let straight = gain * scale;
    let bend_p = [bend * p[0], bend * p[1]];
    let mixed = bend_p[0] * p[1];
    let plane = [[straight + bend_p[0] * p[0], mixed], [mixed, straight + bend_p[1] * p[1]]];

    // The adjoint of the rotated point for either row, through the division by the depth.
    let seen_adjoint = |plane: &[f64; 2]| {
        let (x, y) = (plane[0] * per_depth, plane[1] * per_depth);
        [x, y, -(x * p[0] + y * p[1])]
    };
    let (r0, v0) = rotation(&seen_adjoint(&plane[0]));
    let (r1, v1) = rotation(&seen_adjoint(&plane[1]));
    let gain_squared = gain * squared;
    let k1_adjoint = [gain_squared * p[0], gain_squared * p[1]];
    (
        [weight * error[0], weight * error[1]],
        [
            row(r0, v0, weight * distorted[0], [weight, 0.0], k1_adjoint[0], squared, error[0]),
            row(r1, v1, weight * distorted[1], [0.0, weight], k1_adjoint[1], squared, error[1]),
        ],
    )
}

/// Lays out one row of the Jacobian.
#[inline(always)]
fn row(
    [r0, r1, r2]: [f64; 3],
    [v0, v1, v2]: [f64; 3],
    focal: f64,
    [c0, c1]: [f64; 2],
    k1: f64,
    squared: f64,
    error: f64,
) -> Row {
    ([r0, r1, r2, -v0, -v1, -v2, focal, c0, c1, k1, k1 * squared], [v0, v1, v2], error)
}

/// Residual and Jacobian with what is known of rotations: the inverse is the transpose, and a rotation changes with its
/// vector `r` through the left Jacobian `1 + (1 - cos) / a^2 [r] + (a - sin) / a^3 [r]^2` of the angle `a`.
pub fn jacobian_by_textbook(camera: &[f64; 11], point: &[f64; 3], weight: f64, feature: &[f64; 2]) -> Output {
    let r = [camera[0], camera[1], camera[2]];
    let v = [point[0] - camera[3], point[1] - camera[4], point[2] - camera[5]];
    let squared = dot(&r, &r);
    // (sin a) / a, (1 - cos a) / a^2, (a - sin a) / a^3 and the cosine.
    let (b1, b2, b3, cosine) = if squared == 0.0 {
        (1.0, 0.0, 0.0, 1.0)
    } else {
        let angle = squared.sqrt();
        let (sine, cosine) = angle.sin_cos();
        let per_squared = 1.0 / squared;
        let b1 = sine * angle * per_squared;
        (b1, (1.0 - cosine) * per_squared, (1.0 - b1) * per_squared, cosine)
    };
    let scaled = r.map(|x| b2 * x);
    let (xy, xz, yz) = (scaled[0] * r[1], scaled[0] * r[2], scaled[1] * r[2]);
    let s = r.map(|x| b1 * x);
    let matrix = [
        [cosine + scaled[0] * r[0], xy - s[2], xz + s[1]],
        [xy + s[2], cosine + scaled[1] * r[1], yz - s[0]],
        [xz - s[1], yz + s[0], cosine + scaled[2] * r[2]],
    ];
    let seen = core::array::from_fn(|i| dot(&matrix[i], &v));
    lens_by_hand(camera, weight, feature, &seen, |seed| {
        let back = core::array::from_fn(|i| matrix[0][i] * seed[0] + matrix[1][i] * seed[1] + matrix[2][i] * seed[2]);
        let moment = cross(&v, &back);
        let once = cross(&r, &moment);
        let twice = cross(&r, &once);
        (core::array::from_fn(|i| moment[i] + b2 * once[i] + b3 * twice[i]), back)
    })
}

/// `count` observations in front of their cameras; one camera in sixteen is not rotated.
pub fn inputs(count: usize) -> Vec<Input> {
    let mut uniform = Uniform::new(6);
    (0..count)
        .map(|i| {
            let [r0, r1, r2] = if i % 16 == 15 { [0.0; 3] } else { uniform.array(-0.6, 0.6) };
            let [c0, c1, c2] = uniform.array(-1.0, 1.0);
            let [x0, x1] = uniform.array(-2.0, 2.0);
            let [u, v] = uniform.array(-20.0, 20.0);
            let [k1, k2] = uniform.array(-0.1, 0.1);
            let camera = [r0, r1, r2, c0, c1, c2, uniform.next(300.0, 500.0), u, v, k1, k2];
            let point = [x0, x1, uniform.next(5.0, 9.0)];
            (camera, point, uniform.next(0.2, 1.0), uniform.array(-100.0, 100.0))
        })
        .collect()
}

/// The plain function.
pub fn plain((camera, point, weight, feature): &Input) -> [f64; 2] {
    camera::reprojection_residual(camera, point, *weight, feature)
}

/// The Jacobian written by hand.
pub fn hand((camera, point, weight, feature): &Input) -> Output {
    jacobian_by_hand(camera, point, *weight, feature)
}

/// The Jacobian by formulas that the program does not contain.
pub fn textbook((camera, point, weight, feature): &Input) -> Output {
    jacobian_by_textbook(camera, point, *weight, feature)
}

/// The generated Jacobian.
pub fn generated((camera, point, weight, feature): &Input) -> Output {
    camera::reprojection_residual::value_and_jacobian(camera, point, *weight, feature)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{agrees, central_differences};

    fn flat((camera, point, weight): &Row) -> Vec<f64> {
        [&camera[..], &point[..], &[*weight]].concat()
    }

    fn split(x: &[f64], feature: [f64; 2]) -> Input {
        (x[..11].try_into().unwrap(), x[11..14].try_into().unwrap(), x[14], feature)
    }

    #[test]
    fn generated_gradient_is_the_hand_written_one() {
        for input in inputs(64) {
            let (value, rows) = generated(&input);
            let (_, expected) = hand(&input);
            assert_eq!(value.map(f64::to_bits), plain(&input).map(f64::to_bits));
            agrees(&flat(&rows[0]), &flat(&expected[0]), 1e-12);
            agrees(&flat(&rows[1]), &flat(&expected[1]), 1e-12);
        }
    }

    #[test]
    fn hand_written_jacobian_is_that_of_the_function() {
        for (n, input) in inputs(64).into_iter().enumerate() {
            let (value, rows) = hand(&input);
            agrees(&value, &plain(&input), 1e-13);
            let at = flat(&(input.0, input.1, input.2));
            for (i, row) in rows.iter().enumerate() {
                let mut slopes = central_differences(|x| plain(&split(x, input.3))[i], &at);
                let mut row = flat(row);
                if n % 16 == 15 {
                    // The first-order form at rotation zero is exact only at that point.
                    slopes.drain(..3);
                    row.drain(..3);
                }
                agrees(&row, &slopes, 1e-7);
            }
        }
    }

    #[test]
    fn textbook_jacobian_is_the_same() {
        for input in inputs(64) {
            let (value, rows) = textbook(&input);
            let (expected, expected_rows) = hand(&input);
            agrees(&value, &expected, 1e-13);
            agrees(&flat(&rows[0]), &flat(&expected_rows[0]), 1e-12);
            agrees(&flat(&rows[1]), &flat(&expected_rows[1]), 1e-12);
        }
    }
}
