//! The problems once more, for number types that carry derivatives.
//!
//! A macro and not a generic function, because the peers share no trait; it uses only what all of them have: operators
//! between two active numbers, operators with a constant on the right, methods without arguments.

/// Writes the programs for one peer: `$scalar` is its number, declared with `$generics`; `$real` makes a right operand of
/// an `f64`, `$value` reads the value that a branch looks at. They are in a module of their own, so that the peer's
/// gradients can have the problems' names.
macro_rules! programs {
    ([$($generics:tt)*] $scalar:ty, $real:path, $value:expr) => {
        mod program {
        use super::*;

        pub(super) fn rosenbrock2<$($generics)*>(x: $scalar, y: $scalar) -> $scalar {
            let a = -x + $real(1.0);
            let b = y - x * x;
            a * a + b * b * $real(100.0)
        }

        pub(super) fn rosenbrock10<$($generics)*>(x: &[$scalar; 10]) -> $scalar {
            (1..9).fold(rosenbrock2(x[0], x[1]), |sum, i| sum + rosenbrock2(x[i], x[i + 1]))
        }

        pub(super) fn normal_cdf<$($generics)*>(x: $scalar) -> $scalar {
            let size = if $value(&x) < 0.0 { -x } else { x };
            let z = size * $real(std::f64::consts::FRAC_1_SQRT_2);
            let t = (z * $real(0.3275911) + $real(1.0)).recip();
            let polynomial = ((((t * $real(1.061405429) + $real(-1.453152027)) * t + $real(1.421413741)) * t
                + $real(-0.284496736)) * t) + $real(0.254829592);
            let tail = t * polynomial * (-z * z).exp() * $real(0.5);
            if $value(&x) < 0.0 { tail } else { -tail + $real(1.0) }
        }

        pub(super) fn call_price<$($generics)*>([spot, strike, rate, volatility, time]: [$scalar; 5]) -> $scalar {
            let deviation = volatility * time.sqrt();
            let drift = (rate + volatility * volatility * $real(0.5)) * time;
            let d1 = ((spot / strike).ln() + drift) / deviation;
            let d2 = d1 - deviation;
            spot * normal_cdf(d1) - strike * (-rate * time).exp() * normal_cdf(d2)
        }

        pub(super) fn expression<$($generics)*>([x, y, z, w]: [$scalar; 4]) -> $scalar {
            let a = x * y + z * w - (x - w) * (y + z) * $real(0.5) + x.sin();
            let b = (x * x + y * y + $real(1.0)).sqrt() - (z - w * $real(2.0)) * a + z;
            let c = (-(x - z) * (x - z) * $real(0.5)).exp() + y * y * y * $real(0.25);
            let d = a * b / (c * c + $real(1.0)) + (y * w).cos() - w * w / $real(3.0);
            let e = (b + d).tanh() * a - c.sqrt() * (x + $real(0.5)) + d * x * $real(0.1);
            let g = (e * e + $real(1.0)).ln() + x.powi(3) * z - y * z * w / $real(2.0);
            let h = (a + e) * (b - g) / (d.sin() + $real(1.5)) + c * c * c - g;
            let p = (h * $real(0.1)).exp() * (e + $real(2.0)) - (g * g + d * d + $real(0.3)).sqrt();
            let q = p * h - c / (x * x + $real(1.0)) + (a * $real(0.3)).cos() * y * $real(0.7);
            (q + p).tanh() + q * q * $real(0.01) + h * e / (g * g + $real(4.0))
        }

        pub(super) fn huber<$($generics)*>(residual: $scalar) -> $scalar {
            use crate::problems::huber::fit::DELTA;
            let value = $value(&residual);
            if value.abs() <= DELTA {
                residual * residual * $real(0.5)
            } else {
                let size = if value < 0.0 { -residual } else { residual };
                (size - $real(0.5 * DELTA)) * $real(DELTA)
            }
        }

        pub(super) fn huber_loss<$($generics)*>([slope, intercept]: [$scalar; 2], points: &[[f64; 2]; 4]) -> $scalar {
            let loss = |point: &[f64; 2]| huber(-(slope * $real(point[0]) + intercept) + $real(point[1]));
            loss(&points[0]) + loss(&points[1]) + loss(&points[2]) + loss(&points[3])
        }

        pub(super) fn dot<$($generics)*>(a: &[$scalar; 3], b: &[$scalar; 3]) -> $scalar {
            a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
        }

        pub(super) fn cross<$($generics)*>(a: &[$scalar; 3], b: &[$scalar; 3]) -> [$scalar; 3] {
            [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
        }

        pub(super) fn rotate<$($generics)*>(rotation: &[$scalar; 3], v: &[$scalar; 3]) -> [$scalar; 3] {
            let squared = dot(rotation, rotation);
            if $value(&squared) == 0.0 {
                let turned = cross(rotation, v);
                return [v[0] + turned[0], v[1] + turned[1], v[2] + turned[2]];
            }
            let angle = squared.sqrt();
            let per_angle = angle.recip();
            let axis = [rotation[0] * per_angle, rotation[1] * per_angle, rotation[2] * per_angle];
            let (sine, cosine) = (angle.sin(), angle.cos());
            let turned = cross(&axis, v);
            let along = dot(&axis, v) * (-cosine + $real(1.0));
            [
                v[0] * cosine + turned[0] * sine + axis[0] * along,
                v[1] * cosine + turned[1] * sine + axis[1] * along,
                v[2] * cosine + turned[2] * sine + axis[2] * along,
            ]
        }

        /// The active numbers are camera, point and weight in one list.
        pub(super) fn reprojection_residual<$($generics)*>(x: &[$scalar; 15], feature: &[f64; 2]) -> [$scalar; 2] {
            let offset = [x[11] - x[3], x[12] - x[4], x[13] - x[5]];
            let seen = rotate(&[x[0], x[1], x[2]], &offset);
            let plane = [seen[0] / seen[2], seen[1] / seen[2]];
            let squared = plane[0] * plane[0] + plane[1] * plane[1];
            let scale = x[9] * squared + x[10] * squared * squared + $real(1.0);
            [
                x[14] * (plane[0] * scale * x[6] + x[7] - $real(feature[0])),
                x[14] * (plane[1] * scale * x[6] + x[8] - $real(feature[1])),
            ]
        }
        }
    };
}
pub(crate) use programs;

/// Camera, point and weight in one list.
pub(crate) fn joined(input: &crate::problems::bundle_adjustment::Input) -> [f64; 15] {
    let (camera, point, weight, _) = input;
    core::array::from_fn(|i| match i {
        0..11 => camera[i],
        11..14 => point[i - 11],
        _ => *weight,
    })
}

/// A row of the Jacobian by [`joined`], in the problem's shape.
pub(crate) fn split(derivative: impl Fn(usize) -> f64) -> crate::problems::bundle_adjustment::Row {
    (core::array::from_fn(&derivative), core::array::from_fn(|i| derivative(11 + i)), derivative(14))
}
