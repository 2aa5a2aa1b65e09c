//! The oracle itself against central differences.

use crate::dual::Dual;

/// Compares the tangents of `dual` with the slope of its value.
fn check(name: &str, points: &[f64], function: fn(Dual) -> Dual) {
    for &x in points {
        let slope = function(Dual::variable(x, 3)).tangents.tangent[3];
        let value = |x: f64| function(Dual::constant(x)).value;
        let step = 1e-4;
        let near = (value(x + step) - value(x - step)) / (2.0 * step);
        let far = (value(x + 2.0 * step) - value(x - 2.0 * step)) / (4.0 * step);
        let difference = (4.0 * near - far) / 3.0;
        let error = (slope - difference).abs();
        assert!(error <= 1e-9 * (1.0 + slope.abs()), "{name} at {x}: {slope}, not {difference}");
    }
}

#[test]
fn dual_numbers_agree_with_central_differences() {
    let anywhere = [-1.7, -0.3, 0.4, 2.2];
    let inside = [-0.8, -0.2, 0.3, 0.7];
    let positive = [0.2, 0.9, 3.4];
    macro_rules! methods {
        ($points:ident: $($method:ident),+) => {
            $(check(stringify!($method), &$points, |x| x.$method());)+
        };
    }
    methods!(anywhere: sin, cos, tan, atan, sinh, cosh, tanh, asinh, exp, exp2, exp_m1, cbrt, recip);
    methods!(anywhere: abs, signum, floor, ceil, round, trunc, fract, to_degrees, to_radians);
    methods!(inside: asin, acos, atanh);
    methods!(positive: ln, ln_1p, log2, log10, sqrt);
    let c = Dual::constant;
    check("neg", &anywhere, |x| -x);
    check("add", &anywhere, |x| x + x);
    check("sub", &anywhere, |x| Dual::constant(2.0) - x);
    check("mul", &anywhere, |x| x * x * x);
    check("div", &anywhere, |x| Dual::constant(2.0) / x + x / Dual::constant(3.0));
    check("rem", &anywhere, |x| x % Dual::constant(0.9) + Dual::constant(7.3) % x);
    check("rem_euclid", &anywhere, |x| x.rem_euclid(Dual::constant(0.9)));
    check("max", &anywhere, |x| x.max(Dual::constant(0.1)) + Dual::constant(-0.5).max(x));
    check("min", &anywhere, |x| x.min(Dual::constant(0.1)) + Dual::constant(-0.5).min(x));
    check("clamp", &anywhere, |x| x.clamp(Dual::constant(-0.5), Dual::constant(0.5)));
    check("hypot", &anywhere, |x| x.hypot(Dual::constant(0.7)) + Dual::constant(0.7).hypot(x));
    check("atan2", &anywhere, |x| x.atan2(Dual::constant(0.7)) + Dual::constant(0.7).atan2(x));
    check("copysign", &anywhere, |x| x.copysign(Dual::constant(-1.0)));
    check("powf", &positive, |x| x.powf(Dual::constant(1.7)) + Dual::constant(1.7).powf(x));
    check("powi", &anywhere, |x| x.powi(3) + x.powi(-2) + x.powi(0));
    check("log", &positive, |x| x.log(Dual::constant(2.5)));
    check("log", &[1.4, 2.5], |x| Dual::constant(2.5).log(x));
    check("mul_add", &anywhere, |x| x.mul_add(x, x * Dual::constant(2.0)));
    assert_eq!(c(0.0).abs().tangents.tangent, [0.0; 8]);
}

#[test]
fn dual_numbers_follow_the_conventions_at_kinks() {
    let slope = |function: fn(Dual) -> Dual, x: f64| function(Dual::variable(x, 0)).tangents.tangent[0];
    assert_eq!(slope(|x| x.abs(), 0.0), 0.0);
    assert_eq!(slope(|x| x.max(Dual::constant(0.0)), 0.0), 0.5);
    assert_eq!(slope(|x| x.min(x), 1.0), 1.0);
    assert_eq!(slope(|x| x.clamp(Dual::constant(0.0), Dual::constant(1.0)), 0.0), 0.5);
    assert_eq!(slope(|x| x.hypot(Dual::constant(0.0)), 0.0), 0.0);
    assert_eq!(slope(|x| x.atan2(Dual::constant(0.0)), 0.0), 0.0);
    assert_eq!(slope(|x| x.fract(), 2.0), 1.0);
    assert_eq!(slope(|x| x.powi(0), 0.0), 0.0);
}
