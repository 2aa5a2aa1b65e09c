//! `&mut` parameters between the functions of one module, and `&mut` inside a function.

use autodiff_core::differentiable;

use crate::helpers::check;

#[differentiable]
mod numbers {
    fn double(x: &mut f64) {
        *x *= 2.0;
    }

    fn add_product(total: &mut f64, a: f64, b: &f64) {
        *total += a * *b;
    }

    fn exchange(a: &mut f64, b: &mut f64) {
        let kept = *a;
        *a = *b;
        *b = kept;
    }

    fn step(x: &mut f64, y: f64) -> f64 {
        let old = *x;
        *x = (*x + y).sin();
        old * *x
    }

    pub fn doubled(x: f64) -> f64 {
        let mut y = x * x;
        double(&mut y);
        double(&mut y);
        y * x
    }

    pub fn accumulated(x: f64, y: f64, n: usize) -> f64 {
        let mut total = x;
        for i in 0..n {
            add_product(&mut total, x * i as f64, &y);
        }
        total * y
    }

    pub fn exchanged(x: f64, y: f64) -> f64 {
        let (mut a, mut b) = (x * x, y);
        exchange(&mut a, &mut b);
        b *= 3.0;
        a.sin() * b
    }

    pub fn stepped(x: f64, y: f64, n: usize) -> f64 {
        let mut state = x;
        let mut sum = 0.0;
        for _ in 0..n {
            sum += step(&mut state, y);
        }
        sum * state
    }

    pub fn of_elements(x: f64, k: usize) -> f64 {
        let mut a = [x, x * x, 1.0];
        double(&mut a[k]);
        add_product(&mut a[(k + 1) % 3], x, &2.0);
        let mut pair = (x, a[0]);
        double(&mut pair.1);
        a[0] * a[1] + a[2] * pair.1
    }

    pub fn by_arm(x: f64, y: f64) -> f64 {
        let mut z = y;
        if x > 0.0 {
            double(&mut z);
        } else {
            add_product(&mut z, x, &y);
        }
        z * x
    }
}

#[test]
fn a_callee_changes_a_float() {
    check!(numbers::doubled; x = 0.6);
    for n in [0, 1, 3] {
        check!(numbers::accumulated; x = 0.6, y = 1.1, const n = n);
        check!(numbers::stepped; x = 0.6, y = 1.1, const n = n);
    }
    check!(numbers::exchanged; x = 0.6, y = 1.1);
}

#[test]
fn a_callee_changes_an_element() {
    for k in 0..3 {
        check!(numbers::of_elements; x = 0.6, const k = k);
    }
}

#[test]
fn a_callee_changes_a_float_in_an_arm() {
    check!(numbers::by_arm; x = 0.6, y = 1.1);
    check!(numbers::by_arm; x = -0.6, y = 1.1);
}

#[differentiable]
mod slices {
    fn scale(xs: &mut [f64], factor: f64) {
        for x in xs.iter_mut() {
            *x *= factor;
        }
    }

    fn axpy(a: f64, xs: &[f64], ys: &mut [f64]) {
        for i in 0..ys.len() {
            ys[i] += a * xs[i];
        }
    }

    fn normalize(v: &mut [f64; 3]) {
        let length = (v[0] * v[0] + v[1] * v[1] + v[2] * v[2]).sqrt();
        for i in 0..3 {
            v[i] /= length;
        }
    }

    fn product(m: &[[f64; 2]; 2], v: &[f64; 2], out: &mut [f64; 2]) {
        for i in 0..2 {
            out[i] = 0.0;
            for j in 0..2 {
                out[i] += m[i][j] * v[j];
            }
        }
    }

    fn clear_row(m: &mut [[f64; 2]; 2], k: usize) {
        m[k] = [0.0; 2];
        m[1 - k][0] *= 3.0;
    }

    pub fn scaled(xs: &[f64], y: f64) -> f64 {
        let mut v = xs.to_vec();
        scale(&mut v, y);
        scale(&mut v[1..], xs[0]);
        v.iter().sum::<f64>() * y
    }

    pub fn scaled_array(x: f64, y: f64) -> f64 {
        let mut a = [x, y, 1.0];
        scale(&mut a, y);
        axpy(x, &[y, 1.0, x], &mut a);
        a[0] * a[1] + a[2]
    }

    pub fn normalized(v: [f64; 3], w: &[f64; 3]) -> f64 {
        let mut unit = v;
        normalize(&mut unit);
        unit[0] * w[0] + unit[1] * w[1] + unit[2] * w[2]
    }

    pub fn iterated(m: &[[f64; 2]; 2], n: usize) -> f64 {
        let mut v = [1.0, 0.5];
        let mut next = [0.0; 2];
        for _ in 0..n {
            product(m, &v, &mut next);
            v = next;
        }
        v[0] * v[1]
    }

    pub fn cleared(x: f64, k: usize) -> f64 {
        let mut m = [[x, x * x], [2.0 * x, 1.0]];
        clear_row(&mut m, k);
        m[0][0] * m[0][0] + m[1][0] * m[1][1] + m[0][1]
    }
}

#[test]
fn a_callee_changes_a_slice() {
    check!(slices::scaled; &xs = vec![1.0, -0.3, 0.7], y = 0.6);
    check!(slices::scaled_array; x = 0.6, y = 1.1);
}

#[test]
fn a_callee_changes_an_array() {
    check!(slices::normalized; v = [1.0, -0.3, 0.7], &w = [0.2, 1.2, -0.4]);
    for n in [0, 1, 3] {
        check!(slices::iterated; &m = [[1.0, -0.3], [0.7, 1.2]], const n = n);
    }
    check!(slices::cleared; x = 0.6, const k = 0);
    check!(slices::cleared; x = 0.6, const k = 1);
}

#[differentiable]
mod vectors {
    fn append(v: &mut Vec<f64>, x: f64) {
        let last = if v.is_empty() { 1.0 } else { v[v.len() - 1] };
        v.push(x * last);
    }

    fn damp(v: &mut Vec<f64>) {
        for x in v.iter_mut() {
            *x = x.tanh();
        }
    }

    fn grow(rows: &mut Vec<Vec<f64>>, x: f64) {
        rows.push(vec![x; rows.len() + 1]);
    }

    pub fn appended(x: f64, n: usize) -> f64 {
        let mut v = Vec::new();
        for i in 0..n {
            append(&mut v, x + i as f64);
        }
        damp(&mut v);
        v.iter().sum()
    }

    pub fn grown(x: f64, n: usize) -> f64 {
        let mut rows = Vec::new();
        for i in 0..n {
            grow(&mut rows, x.powi(i as i32));
        }
        rows.iter().map(|row| row.iter().sum::<f64>().sin()).sum()
    }
}

#[test]
fn a_callee_changes_a_vector() {
    for n in [0, 1, 4] {
        check!(vectors::appended; x = 0.6, const n = n);
        check!(vectors::grown; x = 0.6, const n = n);
    }
}

#[differentiable]
mod several {
    fn inner(x: &mut f64, factor: f64) {
        *x = x.sin() * factor;
    }

    fn outer(x: &mut f64, v: &mut [f64], factor: f64) -> f64 {
        inner(x, factor);
        for value in v.iter_mut() {
            inner(value, *x);
        }
        if *x > 0.5 {
            return *x;
        }
        v[0] *= factor;
        v[0]
    }

    pub fn nested(x: f64, y: f64) -> f64 {
        let mut a = x;
        let mut v = [x, y, 0.3];
        let b = outer(&mut a, &mut v, y);
        let c = outer(&mut a, &mut v[1..], b);
        a * b + c + v[0] * v[1] + v[2]
    }
}

#[test]
fn callees_pass_references_on() {
    check!(several::nested; x = 0.6, y = 1.3);
    check!(several::nested; x = 0.3, y = 0.4);
}

#[differentiable]
fn reborrowed(x: f64, y: f64) -> f64 {
    let mut a = x * y;
    let b = &mut a;
    *b += x;
    *b *= *b;
    let mut v = [x, y];
    let w = &mut v;
    w[0] *= y;
    w[1] += w[0];
    a * v[0] + v[1]
}

#[test]
fn a_reference_to_a_local_changes_it() {
    check!(reborrowed; x = 0.6, y = 1.3);
}

#[differentiable]
mod constants_so_far {
    fn set_odd(v: &mut [f64], value: f64) {
        for i in 0..v.len() {
            if i % 2 == 1 {
                v[i] = value;
            }
        }
    }

    pub fn chosen(x: f64) -> f64 {
        let mut w = vec![0.3; 3];
        set_odd(&mut w, 0.5);
        let mut y = w[1] * x;
        if y > 10.0 {
        } else {
            y *= 2.0;
        }
        set_odd(&mut w, x * x);
        y * w[0] + w[1]
    }
}

#[test]
fn vectors_of_constants_are_changed() {
    check!(constants_so_far::chosen; x = 0.7);
}

#[differentiable]
fn kept_until_return(x: f64, n: usize) -> f64 {
    let mut w = vec![x; 2];
    if x > 0.0 {
        for i in 0..n {
            if x > 2.0 {
                return x;
            }
            w[0] += 0.3 * i as f64;
        }
    }
    w[0] * w[1]
}

#[test]
fn vectors_are_kept_until_a_loop_returns() {
    for x in [0.7, 2.5, -0.4] {
        check!(kept_until_return; x = x, const n = 3);
    }
}
