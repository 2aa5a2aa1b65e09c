//! Small programs of the kind that users bring: vision, mechanics, chemistry, finance, biology.

use autodiff_core::differentiable;

use crate::helpers::{assert_close, check, check_vjp};

#[differentiable]
fn cross(a: &[f64; 3], b: &[f64; 3]) -> [f64; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

#[differentiable]
fn dot(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/// Rotation by an axis and angle (Rodrigues' formula), of first order where the angle vanishes.
#[differentiable]
fn rotate(axis_angle: &[f64; 3], point: &[f64; 3]) -> [f64; 3] {
    let square = dot(axis_angle, axis_angle);
    if square == 0.0 {
        let v = cross(axis_angle, point);
        return [point[0] + v[0], point[1] + v[1], point[2] + v[2]];
    }
    let angle = square.sqrt();
    let (sine, cosine) = angle.sin_cos();
    let inverse = 1.0 / angle;
    let w = [axis_angle[0] * inverse, axis_angle[1] * inverse, axis_angle[2] * inverse];
    let c = cross(&w, point);
    let along = dot(&w, point) * (1.0 - cosine);
    [
        point[0] * cosine + c[0] * sine + w[0] * along,
        point[1] * cosine + c[1] * sine + w[1] * along,
        point[2] * cosine + c[2] * sine + w[2] * along,
    ]
}

#[differentiable]
fn distort(radial: &[f64; 2], p: [f64; 2]) -> [f64; 2] {
    let square = p[0] * p[0] + p[1] * p[1];
    let factor = 1.0 + radial[0] * square + radial[1] * square * square;
    [p[0] * factor, p[1] * factor]
}

/// The residual of bundle adjustment; the camera is rotation, centre, focal length, principal point, distortion.
#[differentiable]
fn reprojection(camera: &[f64; 11], point: &[f64; 3], weight: f64, #[constant] feature: &[f64; 2]) -> [f64; 2] {
    let centred = [point[0] - camera[3], point[1] - camera[4], point[2] - camera[5]];
    let rotated = rotate(&[camera[0], camera[1], camera[2]], &centred);
    let flat = [rotated[0] / rotated[2], rotated[1] / rotated[2]];
    let [u, v] = distort(&[camera[9], camera[10]], flat);
    [weight * (camera[6] * u + camera[7] - feature[0]), weight * (camera[6] * v + camera[8] - feature[1])]
}

#[test]
fn reprojection_has_a_jacobian_of_two_by_fifteen() {
    let point = [0.2, -0.4, 5.0];
    let feature = [12.0, -3.0];
    check_vjp!(reprojection;
        &camera = [0.1, -0.2, 0.3, 0.5, 0.1, -0.7, 300.0, 4.0, -2.0, 0.01, -0.002],
        &point = point, weight = 0.8, const &feature = feature);
    // Without a rotation the other arm runs; its root would have an infinite slope.
    let camera = [0.0, 0.0, 0.0, 0.5, 0.1, -0.7, 300.0, 4.0, -2.0, 0.01, -0.002];
    let (_, pullback) = reprojection::vjp(&camera, &point, 0.8, &feature);
    let (by_camera, by_point, by_weight) = pullback([1.0, 0.0]);
    assert!(by_camera.iter().chain(&by_point).all(|slope| slope.is_finite()) && by_weight.is_finite());
}

/// The right-hand side of a damped pendulum.
#[differentiable]
fn pendulum(state: [f64; 2], damping: f64) -> [f64; 2] {
    [state[1], -9.81 * state[0].sin() - damping * state[1]]
}

#[differentiable]
fn moved(state: [f64; 2], slope: [f64; 2], step: f64) -> [f64; 2] {
    [state[0] + step * slope[0], state[1] + step * slope[1]]
}

/// One step of Runge and Kutta's classical method.
#[differentiable]
fn runge_kutta(state: [f64; 2], damping: f64, h: f64) -> [f64; 2] {
    let k1 = pendulum(state, damping);
    let k2 = pendulum(moved(state, k1, 0.5 * h), damping);
    let k3 = pendulum(moved(state, k2, 0.5 * h), damping);
    let k4 = pendulum(moved(state, k3, h), damping);
    let mut next = state;
    next[0] += h / 6.0 * (k1[0] + 2.0 * (k2[0] + k3[0]) + k4[0]);
    next[1] += h / 6.0 * (k1[1] + 2.0 * (k2[1] + k3[1]) + k4[1]);
    next
}

#[test]
fn a_runge_kutta_step_is_differentiated() {
    check_vjp!(runge_kutta; state = [0.7, -0.2], damping = 0.1, h = 0.05);
}

/// Potential of Lennard and Jones with a cutoff.
#[differentiable]
fn lennard_jones(a: &[f64; 3], b: &[f64; 3], epsilon: f64, sigma: f64) -> f64 {
    let d = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
    let square = d[0].powi(2) + d[1].powi(2) + d[2].powi(2);
    const CUTOFF: f64 = 2.5;
    if square > (CUTOFF * sigma).powi(2) {
        return 0.0;
    }
    let s6 = (sigma * sigma / square).powi(3);
    4.0 * epsilon * (s6 * s6 - s6)
}

#[test]
fn forces_are_opposite() {
    let (a, b) = ([0.1, 0.2, 0.3], [1.4, 0.4, -0.3]);
    check!(lennard_jones; &a = a, &b = b, epsilon = 1.2, sigma = 0.9);
    let (fa, fb, _, _) = lennard_jones::grad(&a, &b, 1.2, 0.9);
    assert_close(&fa, &fb.map(|force| -force), 1e-13);
    assert_eq!(lennard_jones::grad(&a, &[9.0; 3], 1.2, 0.9), ([0.0; 3], [0.0; 3], 0.0, 0.0));
}

/// Implied volatility of the SABR model (Hagan and others, 2002), with its limit at the money.
#[differentiable]
fn sabr(forward: f64, strike: f64, time: f64, alpha: f64, beta: f64, rho: f64, nu: f64) -> f64 {
    let m = 1.0 - beta;
    let mean = (forward * strike).powf(0.5 * m);
    let l = (forward / strike).ln();
    let z = nu / alpha * mean * l;
    let ratio = if z.abs() < 1e-4 {
        1.0 - 0.5 * rho * z
    } else {
        let root = (1.0 - 2.0 * rho * z + z * z).sqrt();
        z / ((root + z - rho) / (1.0 - rho)).ln()
    };
    let series = 1.0 + m * m / 24.0 * l * l + m.powi(4) / 1920.0 * l.powi(4);
    let correction = 1.0
        + time
            * (m * m / 24.0 * alpha * alpha / (mean * mean)
                + 0.25 * rho * beta * nu * alpha / mean
                + (2.0 - 3.0 * rho * rho) / 24.0 * nu * nu);
    alpha / (mean * series) * ratio * correction
}

#[test]
fn sabr_volatility_is_differentiated_on_both_sides_of_its_limit() {
    check!(sabr; forward = 1.0, strike = 1.5, time = 2.0, alpha = 0.4, beta = 0.6, rho = -0.3, nu = 0.4);
    let (by_forward, ..) = sabr::grad(0.03, 0.03, 2.0, 0.04, 0.6, -0.3, 0.4);
    assert!(by_forward.is_finite());
}

/// Rates of Hodgkin and Huxley: the quotient is continued where it is 0 / 0.
#[differentiable]
fn opening_rate(voltage: f64) -> f64 {
    let u = 0.1 * (voltage + 40.0);
    match u {
        u if u.abs() < 1e-6 => 1.0 + 0.5 * u,
        u => u / -(-u).exp_m1(),
    }
}

#[differentiable]
fn sodium_current(voltage: f64, gates: (f64, f64), conductance: f64) -> f64 {
    let (m, h) = gates;
    let rate = opening_rate(voltage);
    let steady = rate / (rate + 4.0 * (-(voltage + 65.0) / 18.0).exp());
    conductance * (m + 0.1 * (steady - m)).powi(3) * h * (voltage - 50.0)
}

#[test]
fn removable_singularities_are_removed_by_a_branch() {
    check!(sodium_current; voltage = -52.0, gates = (0.1, 0.6), conductance = 120.0);
    assert_close(&[opening_rate::grad(-40.0)], &[0.05], 1e-14);
}

/// Present value of a bond of three coupons under a curve of Nelson and Siegel.
#[differentiable]
mod bond {
    fn zero_rate(curve: &[f64; 4], time: f64) -> f64 {
        let x = time / curve[3];
        let decay = (1.0 - (-x).exp()) / x;
        curve[0] + curve[1] * decay + curve[2] * (decay - (-x).exp())
    }

    fn discount(curve: &[f64; 4], time: f64) -> f64 {
        (-zero_rate(curve, time) * time).exp()
    }

    pub fn price(curve: &[f64; 4], coupon: f64, #[constant] face: f64) -> f64 {
        let flows = [coupon, coupon, coupon + 1.0];
        face * (flows[0] * discount(curve, 1.0) + flows[1] * discount(curve, 2.0) + flows[2] * discount(curve, 3.0))
    }
}

#[test]
fn key_rates_of_a_bond_are_a_gradient() {
    check!(bond::price; &curve = [0.04, -0.02, 0.01, 1.5], coupon = 0.03, const face = 100.0);
}

/// One step of a Kalman filter with two states and one measurement.
#[differentiable]
fn kalman(mean: [f64; 2], covariance: [[f64; 2]; 2], measured: f64, noise: f64) -> ([f64; 2], [[f64; 2]; 2], f64) {
    const DT: f64 = 0.1;
    let p = covariance;
    let predicted = [mean[0] + DT * mean[1], mean[1]];
    let mut q = [[0.0; 2]; 2];
    q[0][0] = p[0][0] + DT * (p[1][0] + p[0][1]) + DT * DT * p[1][1];
    q[0][1] = p[0][1] + DT * p[1][1];
    q[1][0] = p[1][0] + DT * p[1][1];
    q[1][1] = p[1][1] + 0.01;
    let innovation = measured - predicted[0];
    let s = q[0][0] + noise * noise;
    let gain = [q[0][0] / s, q[1][0] / s];
    let mean = [predicted[0] + gain[0] * innovation, predicted[1] + gain[1] * innovation];
    let p = [
        [(1.0 - gain[0]) * q[0][0], (1.0 - gain[0]) * q[0][1]],
        [q[1][0] - gain[1] * q[0][0], q[1][1] - gain[1] * q[0][1]],
    ];
    let likelihood = -0.5 * (innovation * innovation / s + s.ln() + std::f64::consts::TAU.ln());
    (mean, p, likelihood)
}

#[test]
fn a_filter_step_is_differentiated() {
    check_vjp!(kalman; mean = [0.4, 1.0], covariance = [[0.5, 0.1], [0.1, 0.3]], measured = 0.7, noise = 0.2);
}

/// A network of two inputs, three hidden units and one output.
#[differentiable]
fn network(x: &[f64; 2], hidden: &[[f64; 3]; 3], output: &[f64; 4], target: f64) -> f64 {
    let h = [
        (hidden[0][0] * x[0] + hidden[0][1] * x[1] + hidden[0][2]).tanh(),
        (hidden[1][0] * x[0] + hidden[1][1] * x[1] + hidden[1][2]).max(0.0),
        sigmoid(hidden[2][0] * x[0] + hidden[2][1] * x[1] + hidden[2][2]),
    ];
    let y = output[0] * h[0] + output[1] * h[1] + output[2] * h[2] + output[3];
    let error = y - target;
    0.5 * error * error
}

#[differentiable]
fn sigmoid(x: f64) -> f64 {
    if x >= 0.0 {
        1.0 / (1.0 + (-x).exp())
    } else {
        let e = x.exp();
        e / (1.0 + e)
    }
}

#[test]
fn a_network_is_differentiated_by_its_weights() {
    check!(network; &x = [0.5, -1.2],
        &hidden = [[0.1, 0.4, -0.2], [0.9, -0.3, 0.1], [-0.7, 0.8, 0.05]],
        &output = [0.3, -0.6, 1.1, 0.2], target = 0.9);
}

/// Distance from a point to a capsule: projections are clamped.
#[differentiable]
fn capsule(p: [f64; 2], a: [f64; 2], b: [f64; 2], radius: f64) -> f64 {
    let (pa, ba) = ([p[0] - a[0], p[1] - a[1]], [b[0] - a[0], b[1] - a[1]]);
    let t = (pa[0] * ba[0] + pa[1] * ba[1]) / (ba[0] * ba[0] + ba[1] * ba[1]);
    let h = t.clamp(0.0, 1.0);
    (pa[0] - ba[0] * h).hypot(pa[1] - ba[1] * h) - radius
}

#[test]
fn signed_distances_have_unit_gradients() {
    for p in [[0.5, 1.0], [-1.0, 0.3], [3.0, -0.4]] {
        check!(capsule; p = p, a = [0.0, 0.0], b = [2.0, 0.1], radius = 0.3);
        let (by_point, ..) = capsule::grad(p, [0.0, 0.0], [2.0, 0.1], 0.3);
        assert_close(&[by_point[0].hypot(by_point[1])], &[1.0], 1e-14);
    }
}

/// Income tax with brackets, as laws are written.
#[differentiable]
fn tax(income: f64, rates: &[f64; 3], married: bool) -> f64 {
    let allowance = if married { 20.0 } else { 10.0 };
    if income <= allowance {
        return 0.0;
    }
    let taxable = income - allowance;
    let mut due = rates[0] * taxable.min(30.0);
    if taxable > 30.0 {
        due += rates[1] * (taxable.min(80.0) - 30.0);
    }
    if taxable > 80.0 {
        due += rates[2] * (taxable - 80.0);
    }
    due
}

#[test]
fn marginal_rates_are_gradients() {
    let rates = [0.1, 0.25, 0.4];
    for (income, rate) in [(5.0, 0.0), (30.0, 0.1), (70.0, 0.25), (200.0, 0.4)] {
        assert_eq!(tax::grad(income, &rates, false).0, rate);
        check!(tax; income = income, &rates = rates, const married = false);
        check!(tax; income = income, &rates = rates, const married = true);
    }
}
