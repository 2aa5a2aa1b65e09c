//! One hundred operations in a straight line: ten statements of ten, polynomial and transcendental.

use autodiff_core::differentiable;

use crate::inputs::Uniform;

/// `(x, y, z, w)`.
pub type Input = (f64, f64, f64, f64);
/// The value, then its gradient.
pub type Output = (f64, (f64, f64, f64, f64));

/// The expression, as a user writes it.
#[differentiable]
pub fn expression(x: f64, y: f64, z: f64, w: f64) -> f64 {
    let a = x * y + z * w - 0.5 * (x - w) * (y + z) + x.sin();
    let b = (x * x + y * y + 1.0).sqrt() - (z - 2.0 * w) * a + z;
    let c = (-(x - z) * (x - z) * 0.5).exp() + 0.25 * y * y * y;
    let d = a * b / (1.0 + c * c) + (y * w).cos() - w * w / 3.0;
    let e = (b + d).tanh() * a - c.sqrt() * (x + 0.5) + d * x * 0.1;
    let g = (1.0 + e * e).ln() + x.powi(3) * z - y * z * w / 2.0;
    let h = (a + e) * (b - g) / (1.5 + d.sin()) + c * c * c - g;
    let p = (0.1 * h).exp() * (e + 2.0) - (g * g + d * d + 0.3).sqrt();
    let q = p * h - c / (1.0 + x * x) + (a * 0.3).cos() * y * 0.7;
    (q + p).tanh() + 0.01 * q * q + h * e / (4.0 + g * g)
}

/// Value and gradient as written by hand: forward with every shared part named, then backward.
pub fn expression_by_hand(x: f64, y: f64, z: f64, w: f64) -> Output {
    let (x_sin, x_cos) = x.sin_cos();
    let x_minus_w = x - w;
    let y_plus_z = y + z;
    let a = x * y + z * w - 0.5 * x_minus_w * y_plus_z + x_sin;
    let xx = x * x;
    let yy = y * y;
    let b_root = (xx + yy + 1.0).sqrt();
    let b_factor = z - 2.0 * w;
    let b = b_root - b_factor * a + z;
    let x_minus_z = x - z;
    let bell = (-0.5 * x_minus_z * x_minus_z).exp();
    let c = bell + 0.25 * yy * y;
    let cc = c * c;
    let d_scale = 1.0 / (1.0 + cc);
    let d_quotient = a * b * d_scale;
    let (yw_sin, yw_cos) = (y * w).sin_cos();
    let d = d_quotient + yw_cos - w * w * (1.0 / 3.0);
    let e_tanh = (b + d).tanh();
    let c_root = c.sqrt();
    let x_shifted = x + 0.5;
    let e = e_tanh * a - c_root * x_shifted + d * x * 0.1;
    let e_square = 1.0 + e * e;
    let zw = z * w;
    let g = e_square.ln() + xx * x * z - 0.5 * y * zw;
    let (d_sin, d_cos) = d.sin_cos();
    let h_scale = 1.0 / (1.5 + d_sin);
    let h_left = (a + e) * h_scale;
    let h_right = b - g;
    let h_quotient = h_left * h_right;
    let h = h_quotient + cc * c - g;
    let p_exp = (0.1 * h).exp();
    let gg = g * g;
    let p_root = (gg + d * d + 0.3).sqrt();
    let e_shifted = e + 2.0;
    let p_product = p_exp * e_shifted;
    let p = p_product - p_root;
    let x_scale = 1.0 / (1.0 + xx);
    let c_scaled = c * x_scale;
    let (a_sin, a_cos) = (a * 0.3).sin_cos();
    let a_cos_scaled = 0.7 * a_cos;
    let q = p * h - c_scaled + a_cos_scaled * y;
    let end_tanh = (q + p).tanh();
    let end_scale = 1.0 / (4.0 + gg);
    let h_end = h * end_scale;
    let end_quotient = h_end * e;
    let value = end_tanh + 0.01 * q * q + end_quotient;

    // (q + p).tanh() + 0.01 q q + h e / (4 + g g)
    let end_slope = 1.0 - end_tanh * end_tanh;
    let dq = end_slope + 0.02 * q;
    // q = p h - c / (1 + x x) + 0.7 y cos(0.3 a)
    let dp = end_slope + dq * h;
    let dq_y = dq * y;
    let x_scale_dq = x_scale * dq;
    // p = exp(0.1 h) (e + 2) - sqrt(g g + d d + 0.3)
    let dh = e * end_scale + dq * p + 0.1 * dp * p_product;
    let root_weight = dp / p_root;
    // h = (a + e) (b - g) / (1.5 + sin(d)) + c c c - g
    let dh_scaled = dh * h_scale;
    let sum_weight = dh_scaled * h_right;
    let difference_weight = dh * h_left;
    let dg = -2.0 * g * end_quotient * end_scale - root_weight * g - difference_weight - dh;
    // g = ln(1 + e e) + x x x z - y z w / 2
    let de = h_end + dp * p_exp + sum_weight + 2.0 * e * dg / e_square;
    let half_dg = 0.5 * dg;
    // e = a tanh(b + d) - sqrt(c) (x + 0.5) + 0.1 d x
    let tanh_weight = de * a * (1.0 - e_tanh * e_tanh);
    let tenth_de = 0.1 * de;
    // d = a b / (1 + c c) + cos(y w) - w w / 3
    let dd = tanh_weight + tenth_de * x - root_weight * d - h_quotient * dh_scaled * d_cos;
    let dd_scaled = dd * d_scale;
    let yw_weight = dd * yw_sin;
    // c = exp(-(x - z)^2 / 2) + y y y / 4
    let dc = 3.0 * cc * dh - x_scale_dq - 0.5 * de * x_shifted / c_root - 2.0 * dd_scaled * d_quotient * c;
    let bell_weight = dc * bell * x_minus_z;
    // b = sqrt(x x + y y + 1) - (z - 2 w) a + z
    let db = difference_weight + tanh_weight + dd_scaled * a;
    let b_root_weight = db / b_root;
    let db_a = db * a;
    // a = x y + z w - (x - w) (y + z) / 2 + sin(x)
    let da = sum_weight + de * e_tanh + dd_scaled * b - db * b_factor - 0.21 * dq_y * a_sin;
    let half_da = 0.5 * da;
    let left = half_da * y_plus_z;
    let right = half_da * x_minus_w;
    let dx = da * (y + x_cos) - left + b_root_weight * x - bell_weight - de * c_root
        + tenth_de * d
        + 3.0 * xx * z * dg
        + 2.0 * x_scale_dq * c_scaled * x;
    let dy = da * x - right + b_root_weight * y + 0.75 * yy * dc - yw_weight * w - half_dg * zw + dq * a_cos_scaled;
    let half_dg_y = half_dg * y;
    let dz = da * w - right - db_a + db + bell_weight + xx * x * dg - half_dg_y * w;
    let dw = da * z + left + 2.0 * db_a - yw_weight * y - (2.0 / 3.0) * dd * w - half_dg_y * z;
    (value, (dx, dy, dz, dw))
}

/// `count` points at which every operator is smooth.
pub fn inputs(count: usize) -> Vec<Input> {
    let mut uniform = Uniform::new(5);
    (0..count)
        .map(|_| {
            let [x, y, z, w] = uniform.array(0.2, 1.0);
            (x, y, z, w)
        })
        .collect()
}

/// The plain function.
pub fn plain(&(x, y, z, w): &Input) -> f64 {
    expression(x, y, z, w)
}

/// The gradient written by hand.
pub fn hand(&(x, y, z, w): &Input) -> Output {
    expression_by_hand(x, y, z, w)
}

/// The generated gradient.
pub fn generated(&(x, y, z, w): &Input) -> Output {
    expression::value_and_grad(x, y, z, w)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{agrees, central_differences};

    #[test]
    fn generated_gradient_is_the_hand_written_one() {
        for input in inputs(100) {
            let (value, gradient) = generated(&input);
            assert_eq!(value.to_bits(), plain(&input).to_bits());
            agrees(&<[f64; 4]>::from(gradient), &<[f64; 4]>::from(hand(&input).1), 1e-12);
        }
    }

    #[test]
    fn hand_written_gradient_is_that_of_the_function() {
        for input in inputs(100) {
            let (value, gradient) = hand(&input);
            let at = <[f64; 4]>::from(input);
            let slopes = central_differences(|x| plain(&(x[0], x[1], x[2], x[3])), &at);
            agrees(&[value], &[plain(&input)], 1e-12);
            agrees(&<[f64; 4]>::from(gradient), &slopes, 1e-7);
        }
    }
}
