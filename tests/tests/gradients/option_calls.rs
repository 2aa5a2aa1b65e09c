//! Functions and closures that give options, or take them: `fn root(a: f64) -> Option<f64>`, with `?` and early returns.

use autodiff_core::differentiable;

use crate::helpers::check;

#[differentiable]
mod helped {
    fn root(a: f64) -> Option<f64> {
        if a < 0.0 { None } else { Some(a.sqrt()) }
    }
    fn early(a: f64, b: f64) -> Option<f64> {
        if a < 0.0 {
            return None;
        }
        let r = root(a)?;
        if b > 1.0 {
            return Some(r * b);
        }
        let q = root(b)?;
        Some(q * r)
    }
    fn quadratic(a: f64, b: f64, c: f64) -> Option<(f64, f64)> {
        let d = root(b * b - 4.0 * a * c)?;
        Some(((-b - d) / (2.0 * a), (-b + d) / (2.0 * a)))
    }
    fn first_above(xs: &[f64], t: f64) -> Option<f64> {
        for x in xs {
            if *x > t {
                return Some(x * x - t);
            }
        }
        None
    }
    fn all_roots(xs: &[f64]) -> Option<f64> {
        let mut s = 0.0;
        for x in xs {
            s += root(*x)? * x;
        }
        Some(s)
    }
    fn or_default(prev: Option<f64>, x: f64) -> f64 {
        match prev {
            Some(p) => p * x,
            None => x,
        }
    }
    fn index(i: usize, xs: &[f64]) -> Option<f64> {
        let k = i.checked_sub(1)?;
        xs.get(k).map(|x| x * x)
    }
    fn getter(i: usize, xs: &[f64]) -> Option<f64> {
        let x = xs.get(i)?;
        Some(x * 2.0)
    }
    fn newton(mut x: f64, a: f64) -> Option<f64> {
        for _ in 0..20 {
            let f = x * x - a;
            if f.abs() < 1e-12 {
                return Some(x);
            }
            if x == 0.0 {
                return None;
            }
            x -= f / (2.0 * x);
        }
        None
    }
    pub(super) fn mapped_or(x: f64, y: f64) -> f64 {
        root(x).map_or(y, |r| r * y)
    }
    pub(super) fn returned_early(x: f64, y: f64) -> f64 {
        early(x, y).unwrap_or(x * y)
    }
    pub(super) fn roots_of_quadratic(x: f64, y: f64) -> f64 {
        if let Some((l, h)) = quadratic(x, y, 0.5) { l * h + h } else { x }
    }
    pub(super) fn found_in_loop(xs: &[f64]) -> f64 {
        first_above(xs, xs[0]).unwrap_or_else(|| xs[0] * 2.0)
    }
    pub(super) fn asked_in_loop(xs: &[f64]) -> f64 {
        let Some(s) = all_roots(xs) else { return xs.iter().sum() };
        s * 2.0
    }
    pub(super) fn passed_on(xs: &[f64]) -> f64 {
        let mut prev = None;
        let mut s = 1.0;
        for x in xs {
            s = or_default(prev, *x) + s * 0.5;
            prev = root(*x);
        }
        s + or_default(Some(s), xs[0]) + or_default(None, s)
    }
    pub(super) fn from_slices(xs: &[f64], n: usize) -> f64 {
        let mut s = 0.0;
        for i in 0..n {
            s += match index(i, xs) {
                Some(v) => v,
                None => xs[0],
            } + getter(i, xs).unwrap_or(1.0);
        }
        s
    }
    pub(super) fn iterated(xs: &[f64], n: usize) -> f64 {
        let mut best: Option<f64> = None;
        for i in 0..n {
            if let Some(r) = newton(xs[i] + 1.0, xs[i]) {
                if best.is_none_or(|b| r > b) {
                    best = Some(r);
                }
            }
        }
        best.unwrap_or(0.0) * xs[0]
    }
    pub(super) fn in_adapters(xs: &[f64]) -> f64 {
        xs.iter().filter_map(|x| root(*x)).sum::<f64>() + xs.iter().find_map(|x| root(*x - 0.45)).unwrap_or(0.0)
    }
    pub(super) fn closures(x: f64, y: f64) -> f64 {
        let safe = |a: f64, b: f64| if b.abs() < 0.1 { None } else { Some(a / b) };
        let with_return = |a: f64| -> Option<f64> {
            if a < 0.0 {
                return None;
            }
            Some(a * a)
        };
        match (safe(x, y), with_return(x)) {
            (Some(q), Some(w)) => q * w,
            (None, Some(w)) => w * y,
            (Some(q), None) => q,
            _ => x,
        }
    }
    pub(super) fn chained(x: f64, y: f64) -> f64 {
        root(x).and_then(|r| root(y - r)).or_else(|| root(y)).filter(|v| *v > 0.1).unwrap_or(x)
    }
    pub(super) fn unwrapped(x: f64) -> f64 {
        root(x * x).unwrap() * root(x * x + 1.0).expect("positive")
    }
}
#[differentiable]
fn nested(x: f64, y: f64) -> f64 {
    fn root(a: f64) -> Option<f64> {
        (a >= 0.0).then(|| a.sqrt())
    }
    root(x).unwrap_or(y) * root(y).unwrap_or(x)
}

#[differentiable(checkpoint = 2)]
fn replayed(x: f64, n: usize) -> f64 {
    fn step(x: f64, before: Option<f64>) -> Option<f64> {
        let before = before?;
        if before > 1.5 {
            return None;
        }
        Some(before * x + 0.3)
    }
    let mut state = Some(x);
    let mut sum = 0.0;
    for _ in 0..n {
        state = step(x, state);
        sum += state.unwrap_or(x * sum);
        if state.is_none() {
            state = Some(0.2);
        }
    }
    sum
}

#[differentiable]
mod with_enums {
    #[derive(Clone, Copy, PartialEq)]
    pub(super) enum Side {
        Left,
        Right,
    }

    fn closest(xs: &[f64], at: f64) -> Option<(Side, f64)> {
        let mut nearest = None;
        for x in xs {
            let distance = (x - at).abs();
            match nearest {
                Some((_, before)) if before <= distance => {}
                _ => nearest = Some((if *x < at { Side::Left } else { Side::Right }, distance)),
            }
        }
        let (side, distance) = nearest?;
        (distance < 1.0).then_some((side, distance * at))
    }

    pub(super) fn chosen(xs: &[f64], at: f64) -> f64 {
        match closest(xs, at) {
            Some((Side::Left, distance)) => distance * distance,
            Some((Side::Right, distance)) => distance + at,
            None => at,
        }
    }
}

#[test]
fn options_come_from_functions() {
    for (x, y) in [(0.5, 0.3), (-0.5, 0.7), (0.5, -0.3), (1.7, 2.5), (-1.0, -2.0), (0.05, 0.04), (0.3, 3.0)] {
        check!(helped::mapped_or; x = x, y = y);
        check!(helped::returned_early; x = x, y = y);
        check!(helped::roots_of_quadratic; x = x, y = y);
        check!(helped::closures; x = x, y = y);
        check!(helped::chained; x = x, y = y);
        check!(nested; x = x, y = y);
        check!(helped::unwrapped; x = x);
    }
}

#[test]
fn options_come_from_functions_in_loops() {
    let points = [vec![0.5, -0.3, 1.2, 2.0], vec![0.9, 0.8, 2.4, 1.1], vec![-0.3, -0.2, -0.7, -1.0]];
    for x in points {
        check!(helped::found_in_loop; &x = x.clone());
        check!(helped::asked_in_loop; &x = x.clone());
        check!(helped::passed_on; &x = x.clone());
        check!(helped::in_adapters; &x = x.clone());
        check!(with_enums::chosen; &x = x.clone(), at = 0.73);
        check!(with_enums::chosen; &x = x[..0].to_vec(), at = 0.73);
        for n in 0..5 {
            check!(helped::from_slices; &x = x.clone(), const n = n);
            check!(replayed; x = x[0].abs(), const n = n);
        }
    }
    for n in 0..4 {
        check!(helped::iterated; &x = vec![0.9, 1.8, 2.4], const n = n);
    }
}
