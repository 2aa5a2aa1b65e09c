//! Calls of functions with `&mut` parameters that are annotated one by one.

use autodiff_core::differentiable;

use crate::helpers::{check, check_changes};

#[differentiable]
fn advance(x: &mut f64, v: f64) {
    *x += v * x.sin();
}

#[differentiable]
fn twice(x: f64, v: f64) -> f64 {
    let mut x = x;
    advance(&mut x, v);
    let faster = x * v;
    advance(&mut x, faster);
    x
}

#[differentiable]
fn repeated(x: f64, v: f64, n: usize) -> f64 {
    let mut x = x;
    for i in 0..n {
        advance(&mut x, v / (i + 1) as f64);
    }
    x * v
}

#[test]
fn a_number_is_changed_by_a_call() {
    check!(twice; x = 0.7, v = 0.4);
    check!(repeated; x = 0.7, v = 0.4, const n = 4);
    check!(repeated; x = 0.7, v = 0.4, const n = 0);
}

mod steps {
    use autodiff_core::differentiable;

    #[differentiable]
    pub fn relax(xs: &mut [f64], scratch: &mut [f64], rate: f64) -> f64 {
        let mut moved = 0.0;
        for i in 0..xs.len() {
            scratch[i] = xs[i] - rate * xs[(i + 1) % xs.len()].sin();
            moved += (scratch[i] - xs[i]) * (scratch[i] - xs[i]);
        }
        xs.copy_from_slice(scratch);
        moved
    }

    #[differentiable]
    pub fn axpy(a: f64, x: &[f64], y: &mut [f64]) {
        for (y, x) in y.iter_mut().zip(x) {
            *y += a * x;
        }
    }

    #[differentiable]
    pub fn fill(out: &mut [f64], x: f64) {
        out.fill(x * x);
    }

    #[differentiable]
    pub fn norm(x: &[f64]) -> f64 {
        x.iter().map(|x| x * x).sum::<f64>().sqrt()
    }

    #[differentiable]
    pub fn grow(xs: &mut Vec<f64>, x: f64) -> usize {
        let last = xs[xs.len() - 1];
        xs.push(last * x);
        xs.len()
    }
}

#[differentiable]
fn relaxed(start: &[f64], rate: f64, rounds: usize) -> f64 {
    let mut xs = start.to_vec();
    let mut scratch = vec![0.0; xs.len()];
    let mut total = 0.0;
    for _ in 0..rounds {
        let moved = steps::relax(&mut xs, &mut scratch, rate);
        total += moved;
    }
    total * xs[0] + scratch[1]
}

#[differentiable]
fn parts(x: &[f64], y: [f64; 2], a: f64) -> f64 {
    let mut table = vec![0.0; 6];
    let mut rows = [y, [a, 1.0]];
    steps::fill(&mut table[1..4], a);
    steps::axpy(2.0, x, &mut table[2..]);
    steps::axpy(a, &table[0..2], &mut rows[1]);
    steps::axpy(a * a, &y, &mut rows[0]);
    table.iter().product::<f64>() + table[1] * rows[1][1] * rows[0][0] + rows[1][0] * rows[0][1] * table[5]
}

#[differentiable]
fn normalised(x: &mut [f64], by: f64) -> f64 {
    let n = steps::norm(x);
    for x in x.iter_mut() {
        *x /= n * by;
    }
    steps::axpy(0.5, &[1.0, 2.0], x);
    steps::norm(x)
}

#[differentiable]
fn grown(x: f64, n: usize) -> f64 {
    let mut xs = vec![x, x * x];
    let mut count = 0;
    for _ in 0..n {
        count += steps::grow(&mut xs, x);
    }
    xs[xs.len() - 1] * xs[count % 2]
}

#[test]
fn slices_parts_and_vectors_are_changed_by_calls() {
    check!(relaxed; &start = [0.3, 0.8, -0.4], rate = 0.3, const rounds = 3);
    check!(relaxed; &start = [0.3, 0.8, -0.4], rate = 0.3, const rounds = 0);
    check!(parts; &x = [0.3, 0.8, 0.5, 0.7], y = [0.6, 0.2], a = 1.3);
    check_changes!(normalised; mut x = [0.3, 0.8], by = 1.4);
    check!(grown; x = 0.8, const n = 3);
}

#[differentiable]
fn inner(state: &mut (f64, [f64; 2]), h: f64) -> f64 {
    state.0 += h * state.1[0];
    advance(&mut state.1[1], state.0);
    state.1[0] -= h * state.0.sin();
    state.0 * state.1[1]
}

#[differentiable]
fn outer(x: f64, state: &mut (f64, [f64; 2]), n: usize) -> f64 {
    let mut total = 0.0;
    for i in 0..n {
        if i % 2 == 0 {
            total += inner(state, x);
        } else if state.0 > 10.0 {
            return total;
        } else {
            state.1[0] = x * inner(state, 0.1);
        }
    }
    total
}

#[differentiable]
fn outermost(x: f64, y: f64) -> f64 {
    let mut state = (x, [y, x * y]);
    let first = outer(y, &mut state, 3);
    let second = outer(first, &mut state, 2);
    second * state.0 + state.1[1]
}

#[test]
fn calls_nest() {
    check_changes!(inner; mut state = (0.3, [0.8, 0.5]), h = 0.2);
    check_changes!(outer; x = 0.4, mut state = (0.3, [0.8, 0.5]), const n = 4);
    check!(outermost; x = 0.4, y = 0.7);
}

#[differentiable]
fn counted(x: f64, count: &mut usize, #[constant] log: &mut [f64]) -> f64 {
    *count += 1;
    log[0] += 2.0;
    x.powi(*count as i32) * log[0]
}

#[differentiable]
fn counting(x: f64) -> f64 {
    let mut count = 0;
    let mut log = [0.0; 2];
    let mut y = x;
    for _ in 0..3 {
        y = counted(y, &mut count, &mut log);
    }
    let z = counted(x, &mut count, &mut log);
    y * z + log[0]
}

#[differentiable]
fn forgets(x: &mut f64, #[constant] y: &mut [f64], by: f64) {
    *x *= y[0] * by;
    y[0] = 3.0;
}

/// What goes through a constant parameter has no derivative.
#[differentiable]
fn forgotten(a: f64, b: f64) -> f64 {
    let (mut x, mut y) = (a, [a * b, b]);
    forgets(&mut x, &mut y[..1], b);
    forgets(&mut x, &mut y, a);
    x * y[0] * y[1]
}

#[test]
fn constants_are_changed_by_calls() {
    check!(counting; x = 1.1);
    let (a, b): (f64, f64) = (1.3, 0.7);
    // x = a · (a b as a constant) · b · 3 · a, times 3 times b as a constant
    let (value, (da, db)) = forgotten::value_and_grad(a, b);
    let k = 3.0 * (a * b) * 3.0;
    assert_eq!(value, forgotten(a, b));
    crate::helpers::assert_close(&[da, db], &[k * 2.0 * a * b * b, k * a * a * b], 1e-12);
    crate::helpers::assert_close(&[value], &[k * a * a * b * b], 1e-12);
    let (_, slope) = forgotten::jvp(a, b, 1.0, 0.0);
    crate::helpers::assert_close(&[slope], &[da], 1e-12);
    let (_, slope) = forgotten::jvp(a, b, 0.0, 1.0);
    crate::helpers::assert_close(&[slope], &[db], 1e-12);
}

#[differentiable]
fn branches(x: f64, y: f64, n: usize) -> f64 {
    let mut state = [x, y, 1.0];
    let mut i = 0;
    while steps::norm(&state) < 20.0 && i < n {
        i += 1;
        match i % 3 {
            0 => steps::axpy(x, &[1.0, 2.0, 3.0], &mut state),
            1 if y > 0.5 => advance(&mut state[i % 3], y),
            _ => {
                let before = state;
                steps::axpy(0.3, &before, &mut state);
            }
        }
    }
    state[0] * state[1] + state[2]
}

#[differentiable]
fn stepping_condition(x: f64) -> f64 {
    let mut y = x;
    while stepped(&mut y) < 3.0 {}
    y
}

#[differentiable]
fn stepped(y: &mut f64) -> f64 {
    *y *= 1.5;
    *y
}

#[differentiable]
fn by_closures(x: f64, y: f64) -> f64 {
    let mut z = [x, y];
    let mut step = |by: f64| {
        steps::axpy(by, &[x, 2.0], &mut z);
        z[0]
    };
    let first = step(y);
    step(first) + z[1]
}

#[test]
fn branches_loops_and_closures_make_calls() {
    check!(branches; x = 0.6, y = 0.8, const n = 7);
    check!(branches; x = 0.6, y = 0.2, const n = 7);
    check!(stepping_condition; x = 0.4);
    check!(by_closures; x = 0.6, y = 0.8);
}

type State = [f64; 2];

#[differentiable]
fn turned(state: &mut State, by: f64) {
    let [a, b] = *state;
    *state = [a * by.cos() - b * by.sin(), a * by.sin() + b * by.cos()];
}

#[differentiable]
fn turning(start: State, by: f64) -> f64 {
    let mut state = start;
    for _ in 0..3 {
        turned(&mut state, by);
    }
    state[0]
}

#[differentiable]
fn mixed(x: f64, y: f64) -> f64 {
    let mut pair = (x, y);
    exchanged(&mut pair.0, &mut pair.1, 2.0);
    exchanged(&mut pair.1, &mut (x * y), 3.0);
    pair.0 * pair.1
}

#[differentiable]
fn exchanged(x: &mut f64, y: &mut f64, by: f64) {
    let before = *x;
    *x = *y * by;
    *y = before;
}

#[test]
fn aliases_and_fields_are_passed() {
    check!(turning; start = [0.3, 0.4], by = 0.5);
    check!(mixed; x = 0.3, y = 0.9);
}

#[differentiable(recursive)]
fn folded(x: &mut [f64], by: f64) -> f64 {
    if x.len() < 2 {
        x[0] *= by;
        return x[0];
    }
    let half = x.len() / 2;
    let left = folded(&mut x[..half], by);
    x[half] += left;
    folded(&mut x[half..], left)
}

#[test]
fn recursive_functions_change_what_they_are_given() {
    check_changes!(folded; mut x = [0.6, 1.2, 0.7, 0.9, 0.4], by = 1.1);
}

#[differentiable]
mod in_a_module {
    /// Items keep it from being put in the place of its calls.
    pub fn scaled(x: &mut [f64], by: f64) -> f64 {
        const HALF: f64 = 0.5;
        x[0] *= HALF * by;
        x[0]
    }

    pub fn powers<const N: usize>(x: &mut [f64; N], by: f64) {
        for i in 1..N {
            x[i] *= x[i - 1] * by;
        }
    }

    pub fn all(x: &mut [f64; 3], by: f64) -> f64 {
        let mut sum = 0.0;
        for _ in 0..2 {
            sum += scaled(&mut x[1..], by);
            powers(x, by);
        }
        sum * x[2]
    }
}

#[test]
fn functions_of_a_module_that_are_not_inlined_are_called() {
    check_changes!(in_a_module::all; mut x = [0.6, 1.2, 0.7], by = 1.1);
    check_changes!(unit in_a_module::powers; mut x = [0.6, 1.2, 0.7], by = 1.1);
}

/// The same program, function by function and as a module.
mod apart {
    use autodiff_core::differentiable;

    #[differentiable]
    pub fn smooth(xs: &mut [f64], weight: f64) -> f64 {
        let mut change = 0.0;
        for i in 1..xs.len() {
            let before = xs[i];
            xs[i] = (1.0 - weight) * xs[i] + weight * xs[i - 1].tanh();
            change += (xs[i] - before).powi(2);
        }
        change
    }

    #[differentiable]
    pub fn settled(start: &[f64], weight: f64, n: usize) -> f64 {
        let mut xs = start.to_vec();
        let mut sum = 0.0;
        for _ in 0..n {
            sum += smooth(&mut xs, weight).sqrt();
        }
        sum + xs[xs.len() - 1]
    }
}

#[differentiable]
mod together {
    pub fn smooth(xs: &mut [f64], weight: f64) -> f64 {
        let mut change = 0.0;
        for i in 1..xs.len() {
            let before = xs[i];
            xs[i] = (1.0 - weight) * xs[i] + weight * xs[i - 1].tanh();
            change += (xs[i] - before).powi(2);
        }
        change
    }

    pub fn settled(start: &[f64], weight: f64, n: usize) -> f64 {
        let mut xs = start.to_vec();
        let mut sum = 0.0;
        for _ in 0..n {
            sum += smooth(&mut xs, weight).sqrt();
        }
        sum + xs[xs.len() - 1]
    }
}

#[test]
fn functions_give_the_same_apart_and_together() {
    check!(apart::settled; &start = [0.3, 0.9, -0.4, 0.2], weight = 0.3, const n = 3);
    let start = [0.3, 0.9, -0.4, 0.2];
    let (apart_value, (apart_start, apart_weight)) = apart::settled::value_and_grad(&start, 0.3, 3);
    let (value, (by_start, by_weight)) = together::settled::value_and_grad(&start, 0.3, 3);
    assert_eq!(apart_value, value);
    crate::helpers::assert_close(&apart_start, &by_start, 1e-13);
    crate::helpers::assert_close(&[apart_weight], &[by_weight], 1e-13);
}

#[differentiable]
fn overwritten(out: &mut f64, x: f64) {
    *out = x.sqrt();
}

/// At zero the derivative of the root is infinite, but nothing needs it.
#[differentiable]
fn nobody_needs_it(x: f64, y: f64) -> f64 {
    let mut root = 0.0;
    overwritten(&mut root, x);
    let mut state = [root, y];
    state[0] = y;
    if y > 0.0 { state[0] * y } else { root }
}

#[test]
fn what_nobody_needs_contributes_nothing() {
    assert_eq!(nobody_needs_it::grad(0.0, 2.0), (0.0, 4.0));
}

#[differentiable]
mod hidden_names {
    const RATE: f64 = 2.0;

    fn step(x: &mut f64) {
        *x *= RATE;
    }

    pub fn scaled(x: f64) -> f64 {
        const RATE: f64 = 3.0;
        let mut y = x;
        step(&mut y);
        y * RATE * x
    }
}

#[test]
fn a_function_keeps_its_names_where_it_is_called() {
    check!(hidden_names::scaled; x = 0.7);
}

#[differentiable]
fn located(x: f64, cell: &mut usize) -> f64 {
    *cell = autodiff_core::stop_gradient(x) as usize;
    x - *cell as f64
}

#[differentiable]
fn between(table: &[f64], x: f64) -> f64 {
    let mut cell = 0;
    let part = located(x, &mut cell);
    table[cell] * (1.0 - part) + table[cell + 1] * part
}

#[differentiable]
fn nested(x: f64, n: usize) -> f64 {
    fn step(x: &mut f64, by: f64) -> f64 {
        use std::f64::consts::PI;
        *x += by * PI;
        *x
    }
    let mut y = x;
    let mut sum = 0.0;
    for _ in 0..n {
        sum += step(&mut y, x * x);
    }
    sum * y
}

#[test]
fn indices_and_nested_functions() {
    check!(between; &table = [0.3, 0.8, 0.4, 1.1], x = 1.4);
    check!(nested; x = 0.4, const n = 3);
}

#[differentiable]
mod inner_items {
    fn step(x: &mut f64, n: usize) {
        for _ in 0..n {
            const RATE: f64 = 1.5;
            *x *= RATE * x.cos();
        }
    }

    pub fn stepped(x: f64) -> f64 {
        let mut y = x;
        step(&mut y, 1);
        step(&mut y, 2);
        y * x
    }
}

#[test]
fn items_in_inner_blocks_stay_where_they_are() {
    check!(inner_items::stepped; x = 0.7);
}

const SHARE: f64 = 1.5;

#[differentiable]
fn scale_all(out: &mut [f64], x: &[f64], k: f64) {
    for i in 0..out.len() {
        out[i] = x[i % x.len()] * k.tanh();
    }
}

/// A part of constants whose type only `rustc` knows is no cell.
#[differentiable]
fn part_of_constants(x: f64) -> f64 {
    let factors: &[f64] = &[SHARE.cos(), SHARE];
    let more = [SHARE.sin(), 0.5];
    let mut out = [0.5; 3];
    scale_all(&mut out, &factors[..], x);
    let first = out[0] * out[1];
    scale_all(&mut out, &more[1..], x * first);
    first + out[2]
}

#[test]
fn parts_of_constants_are_given() {
    check!(part_of_constants; x = 0.7);
}
