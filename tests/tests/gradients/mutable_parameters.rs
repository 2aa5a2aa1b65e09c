//! Functions with `&mut` parameters, and their companions.

use autodiff_core::differentiable;

use crate::helpers::check_changes;

#[differentiable]
fn step(x: &mut [f64], v: f64) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        x[i] *= v;
        sum += x[i] * x[i];
    }
    sum
}

#[test]
fn a_slice_is_changed_and_read() {
    check_changes!(step; mut x = vec![0.4, -1.2, 2.0], v = 1.3);
    check_changes!(step; mut x = [0.5; 4], v = 1.3);
    let none: Vec<f64> = Vec::new();
    check_changes!(step; mut x = none, v = 1.3);
}

#[test]
fn a_pullback_takes_the_seed_and_changes_the_adjoint() {
    let mut x = [1.0, 2.0];
    let (sum, pullback) = step::vjp(&mut x, 3.0);
    assert_eq!((sum, x), (45.0, [3.0, 6.0]));
    let mut x_adjoint = [1.0, 0.0];
    let v_adjoint = pullback(1.0, &mut x_adjoint);
    // sum = v² (x0² + x1²), and the new x0 = v x0
    assert_eq!(v_adjoint, 2.0 * 3.0 * 5.0 + 1.0);
    assert_eq!(x_adjoint, [2.0 * 9.0 + 3.0, 2.0 * 9.0 * 2.0]);

    let (mut x, mut x_tangent) = ([1.0, 2.0], [1.0, 0.0]);
    let (sum, slope) = step::jvp(&mut x, 3.0, &mut x_tangent, 0.0);
    assert_eq!((sum, slope), (45.0, 18.0));
    assert_eq!((x, x_tangent), ([3.0, 6.0], [3.0, 0.0]));
}

#[differentiable]
fn advance(x: &mut f64, v: f64) {
    *x += v * *x;
}

#[differentiable]
fn exchanged(x: &mut f64, y: &mut f64) -> f64 {
    let t = *x;
    *x = *y;
    *y = t;
    t * *x
}

#[differentiable]
fn rotated(x: &mut [f64], y: &mut [f64; 2], z: &mut Vec<f64>) {
    for i in 0..2 {
        let old = x[i];
        x[i] = y[i] * z[i];
        y[i] = z[i].sin();
        z[i] = old;
    }
}

#[test]
fn numbers_and_several_places_are_changed() {
    check_changes!(unit advance; mut x = 0.7, v = 1.3);
    check_changes!(exchanged; mut x = 0.7, mut y = -1.3);
    check_changes!(unit rotated; mut x = [0.7, 0.2], mut y = [0.3, -0.4], mut z = vec![1.3, 0.6, 0.1]);
}

#[differentiable]
fn whole(x: &mut [f64; 2], y: &mut [f64; 2], scale: f64) -> [f64; 2] {
    let before = *x;
    *x = *y;
    *y = [before[1] * scale, before[0]];
    before
}

#[differentiable]
fn replaced(x: &mut Vec<f64>, y: f64) -> f64 {
    let first = x[0];
    *x = vec![y * first, y, first, first * first];
    x[0] * x[3]
}

#[differentiable]
fn untouched(x: &mut [f64], y: &mut f64, z: f64) -> f64 {
    x[0] * *y * z
}

#[test]
fn places_are_replaced_as_a_whole_or_left_alone() {
    check_changes!(whole; mut x = [0.7, 0.2], mut y = [0.3, -0.4], scale = 1.5);
    check_changes!(replaced; mut x = vec![0.7, 0.2], y = 1.5);
    check_changes!(untouched; mut x = [0.7, 0.2], mut y = 0.4, z = 1.5);
}

#[differentiable]
fn early(x: &mut [f64; 3], y: f64) -> f64 {
    if y < 0.0 {
        return x[0];
    }
    x[1] = y.sqrt();
    for i in 0..3 {
        if x[i] > 2.0 {
            x[0] *= y;
            return x[i];
        }
        x[i] += x[(i + 1) % 3] * y;
    }
    x[1] * x[0]
}

#[differentiable]
fn guarded(x: &mut f64, limit: f64) {
    if *x < limit {
        return;
    }
    *x = limit + (*x - limit).ln_1p();
}

#[test]
fn early_returns_and_branches_hand_on_what_they_changed() {
    check_changes!(early; mut x = [0.7, 0.2, 0.3], y = 1.5);
    check_changes!(early; mut x = [0.7, 0.2, 3.3], y = 1.5);
    check_changes!(early; mut x = [0.7, 0.2, 0.3], y = -1.5);
    check_changes!(unit guarded; mut x = 0.7, limit = 1.5);
    check_changes!(unit guarded; mut x = 2.7, limit = 1.5);
}

#[differentiable]
fn cleared(x: &mut [f64]) {
    x.fill(0.0);
}

#[differentiable]
fn written(out: &mut [f64], x: &[f64]) {
    for (out, x) in out.iter_mut().zip(x) {
        *out = x.exp();
    }
}

#[differentiable]
fn smoothed(x: &mut [f64], rounds: usize) -> f64 {
    let n = x.len();
    let mut moved = 0.0;
    for _ in 0..rounds {
        for i in 1..n - 1 {
            let next = 0.5 * x[i] + 0.25 * (x[i - 1] + x[i + 1]).sin();
            moved += (next - x[i]) * (next - x[i]);
            x[i] = next;
        }
        x.swap(0, n - 1);
    }
    moved
}

#[test]
fn loops_write_to_places() {
    check_changes!(unit cleared; mut x = vec![0.7, 0.2]);
    check_changes!(unit written; mut out = vec![0.7, 0.2], &x = [0.3, 1.2]);
    check_changes!(smoothed; mut x = vec![0.7, 0.2, 0.9, -0.4, 1.3], const rounds = 3);
    check_changes!(smoothed; mut x = vec![0.7, 0.2, 0.9, -0.4, 1.3], const rounds = 0);
}

#[test]
fn what_is_overwritten_has_the_adjoint_zero() {
    let mut x = [1.0, 2.0];
    let (_, pullback) = cleared::vjp(&mut x);
    let mut x_adjoint = [3.0, f64::INFINITY];
    pullback(&mut x_adjoint);
    assert_eq!((x, x_adjoint), ([0.0; 2], [0.0; 2]));
}

#[differentiable]
fn grown(x: &mut Vec<f64>, y: f64) {
    x.push(y * x[0]);
    x.push(y * y);
}

#[differentiable]
fn shrunk(x: &mut Vec<f64>) -> f64 {
    let last = x.pop().unwrap();
    x[0] *= last;
    last * x[0]
}

#[differentiable]
fn matrix(rows: &mut Vec<Vec<f64>>, grid: &mut [[f64; 2]; 2], by: f64) {
    for row in rows.iter_mut() {
        for x in row.iter_mut() {
            *x *= by;
        }
    }
    grid[0][1] += rows[1][0] * by;
}

#[test]
fn vectors_change_their_length() {
    check_changes!(unit grown; mut x = vec![0.7, 0.2], y = 1.4);
    check_changes!(shrunk; mut x = vec![0.7, 0.2, 1.1]);
    check_changes!(unit matrix; mut rows = vec![vec![0.7, 0.2], vec![0.3]], mut grid = [[0.1, 0.2], [0.3, 0.4]], by = 1.4);
    let mut x = vec![2.0];
    let (_, pullback) = grown::vjp(&mut x, 3.0);
    let mut x_adjoint = vec![1.0, 1.0, 1.0];
    assert_eq!((pullback(&mut x_adjoint), x_adjoint), (2.0 + 6.0, vec![4.0]));
}

#[test]
#[should_panic(expected = "`x` has 3 elements, but its adjoint has 1")]
fn an_adjoint_of_another_length_panics() {
    let mut x = vec![2.0];
    let (_, pullback) = grown::vjp(&mut x, 3.0);
    pullback(&mut vec![1.0]);
}

#[test]
#[should_panic(expected = "`x` has 2 elements, but its tangent has 1")]
fn a_tangent_of_another_length_panics() {
    cleared::jvp(&mut [1.0, 2.0], &mut [1.0]);
}

#[differentiable]
fn tuples((a, b): &mut (f64, [f64; 2]), [c, d]: &mut [f64; 2], s: f64) -> f64 {
    *a = b[0] * s;
    b[1] *= *a + *c;
    *d -= *a;
    *c * *d
}

#[differentiable]
fn fields(state: &mut (f64, f64), h: f64) {
    let (x, v) = *state;
    state.0 += h * v;
    state.1 -= h * x.sin();
}

#[test]
fn tuples_and_patterns() {
    check_changes!(tuples; mut ab = (0.3, [0.5, 0.8]), mut cd = [1.2, 0.4], s = 1.7);
    check_changes!(unit fields; mut state = (0.3, 0.5), h = 0.1);
}

#[differentiable]
fn counted(x: f64, n: &mut usize, #[constant] weights: &mut [f64], calls: &mut i32) -> f64 {
    *n += 1;
    weights[0] *= 2.0;
    *calls -= 1;
    x.powi(*calls) * weights[0] * *n as f64
}

#[test]
fn constants_are_changed_once() {
    let (mut n, mut weights, mut calls) = (2, [0.5, 4.0], 4);
    let (value, x_adjoint) = counted::value_and_grad(2.0, &mut n, &mut weights, &mut calls);
    assert_eq!((value, x_adjoint), (24.0, 36.0));
    assert_eq!((n, weights, calls), (3, [1.0, 4.0], 3));
    let (value, pullback) = counted::vjp(2.0, &mut n, &mut weights, &mut calls);
    assert_eq!((value, pullback(1.0), pullback(2.0)), (32.0, 32.0, 64.0));
    assert_eq!((n, weights, calls), (4, [2.0, 4.0], 2));
    let (value, tangent) = counted::jvp(2.0, &mut n, &mut weights, &mut calls, 1.0);
    assert_eq!((value, tangent), (40.0, 20.0));
    assert_eq!((n, weights, calls), (5, [4.0, 4.0], 1));
}

type State = [f64; 2];

#[differentiable]
fn aliased(state: &mut State, h: f64) -> f64 {
    state[0] += h * state[1];
    state[1] -= h * state[0].sin();
    state[0] * state[1]
}

#[differentiable]
fn replaced_alias(state: &mut State, other: &State, take: bool) {
    if take {
        *state = *other;
    }
}

#[differentiable]
fn of_any_length<'a, const N: usize>(x: &'a mut [f64; N], y: &'a [f64; N]) -> f64 {
    for (x, y) in x.iter_mut().zip(y) {
        *x *= y.cos();
    }
    x.iter().sum()
}

#[test]
fn aliases_lifetimes_and_lengths() {
    check_changes!(aliased; mut state = [0.3, 0.8], h = 0.2);
    check_changes!(unit replaced_alias; mut state = [0.3, 0.8], &other = [0.2, 0.1], const take = true);
    check_changes!(unit replaced_alias; mut state = [0.3, 0.8], &other = [0.2, 0.1], const take = false);
    check_changes!(of_any_length; mut x = [0.3, 0.8, 1.1], &y = [0.2, 0.1, 0.5]);
}

#[differentiable]
fn by_closures(x: &mut [f64], total: &mut f64, by: f64) -> f64 {
    let mut add = |y: f64| {
        *total += y * by;
        *total
    };
    for x in x.iter_mut() {
        *x = add(*x);
    }
    let grow = |x: f64| x * *total;
    x.iter().map(|x| grow(*x)).sum::<f64>() + x.iter().copied().fold(0.0, f64::max)
}

#[differentiable]
fn consumed(x: &mut [f64], y: f64) {
    for x in x {
        *x = x.sqrt() * y;
    }
}

#[differentiable]
fn reborrowed(x: &mut [f64], k: usize) -> f64 {
    let (left, right) = x.split_at_mut(k);
    for (a, b) in left.iter_mut().zip(right.iter_mut()) {
        std::mem::swap(a, b);
        *a *= *b;
    }
    let last = &mut right[0];
    *last += 1.0;
    let before = std::mem::replace(last, left[0]);
    before * right[1]
}

#[differentiable]
fn until_small(x: &mut f64, history: &mut Vec<f64>, rate: f64) -> f64 {
    let mut rounds = 0;
    while x.abs() > 0.3 && rounds < 20 {
        history.push(*x);
        *x -= rate * x.sin();
        rounds += 1;
    }
    assert!(!history.is_empty(), "nothing was done to {x}");
    history[history.len() - 1] * *x
}

#[test]
fn closures_iterators_and_loops_over_places() {
    check_changes!(by_closures; mut x = [0.3, 0.8, 0.4], mut total = 0.5, by = 1.2);
    check_changes!(unit consumed; mut x = [0.3, 0.8, 0.4], y = 1.2);
    check_changes!(reborrowed; mut x = [0.3, 0.8, 0.4, 1.7], const k = 2);
    check_changes!(until_small; mut x = 1.3, mut history = vec![], rate = 0.4);
    check_changes!(until_small; mut x = 0.1, mut history = vec![2.0], rate = 0.4);
}

#[differentiable]
fn single(x: &mut [f32], y: f32) -> f32 {
    x[0] *= y;
    x[0] * x[1]
}

#[test]
fn single_precision() {
    let mut x = [2.0_f32, 3.0];
    let (value, pullback) = single::vjp(&mut x, 0.5);
    let mut x_adjoint = [1.0_f32, 0.0];
    assert_eq!((value, pullback(1.0, &mut x_adjoint), x_adjoint), (3.0, 8.0, [2.0, 1.0]));
}

#[derive(Debug, Clone, PartialEq)]
struct Counter(u64);

impl Counter {
    fn next(&mut self) -> u64 {
        self.0 += 1;
        self.0
    }
}

fn bump(counter: &mut Counter) -> u64 {
    counter.next()
}

#[differentiable]
fn drawn(x: f64, #[constant] counter: &mut Counter, order: &mut [usize], rounds: usize) -> f64 {
    let mut y = x;
    for _ in 0..rounds {
        y *= x + counter.next() as f64;
        y += bump(counter) as f64;
    }
    if order[0] > 0 {
        order.swap(0, 1);
        order[0] += 2;
    }
    y.powi(order[0] as i32)
}

#[test]
fn constants_of_any_type_are_changed_once() {
    let expected = |x: f64| {
        let (mut counter, mut order) = (Counter(0), [1, 0]);
        (drawn(x, &mut counter, &mut order, 3), counter, order)
    };
    let (value, counter, order) = expected(0.5);
    let slope = (expected(0.5 + 1e-6).0 - expected(0.5 - 1e-6).0) / 2e-6;
    let (mut own, mut own_order) = (Counter(0), [1, 0]);
    let (found, gradient) = drawn::value_and_grad(0.5, &mut own, &mut own_order, 3);
    assert_eq!((found, &own, own_order), (value, &counter, order));
    assert!((gradient - slope).abs() < 1e-4 * slope.abs(), "{gradient} is not {slope}");
    let (mut own, mut own_order) = (Counter(0), [1, 0]);
    let (found, tangent) = drawn::jvp(0.5, &mut own, &mut own_order, 3, 1.0);
    assert_eq!((found, &own, own_order, tangent), (value, &counter, order, gradient));
}

#[differentiable]
mod together {
    pub fn outer(x: &mut [f64], h: f64) -> f64 {
        let before = inner(x, h);
        inner(&mut x[1..], before) + helper(x)
    }

    pub fn inner(x: &mut [f64], h: f64) -> f64 {
        for x in x.iter_mut() {
            *x += h * x.sin();
        }
        x[0]
    }

    fn helper(x: &[f64]) -> f64 {
        x.iter().product()
    }

    pub fn reset(x: &mut [f64], count: &mut usize) {
        x.fill(1.5);
        *count += 1;
    }

    pub fn reset_and_go(x: &mut [f64], y: f64) -> f64 {
        let mut count = 0;
        reset(x, &mut count);
        x[0] = y * y * count as f64;
        x[0] * x[1]
    }
}

#[test]
fn functions_of_a_module_have_companions() {
    check_changes!(together::outer; mut x = [0.3, 0.8, 0.4], h = 0.3);
    check_changes!(together::inner; mut x = [0.3, 0.8, 0.4], h = 0.3);
    check_changes!(unit together::reset; mut x = [0.3, 0.8, 0.4], const mut count = 3);
    check_changes!(together::reset_and_go; mut x = [0.3, 0.8], y = 0.6);
}

#[test]
fn an_output_that_does_not_count_contributes_nothing() {
    let mut x = 0.0;
    let (root, pullback) = root_and_double::vjp(&mut x, 0.0);
    let mut x_adjoint = 1.0;
    // The derivative of the root is infinite here.
    assert_eq!((root, pullback(0.0, &mut x_adjoint), x_adjoint), (0.0, 0.0, 2.0));
}

#[differentiable]
fn root_and_double(x: &mut f64, y: f64) -> f64 {
    *x *= 2.0;
    y.sqrt()
}

#[differentiable]
fn left_alone(c: &mut [f64], x: &[f64], n: usize) -> f64 {
    let mut y = x[0];
    for i in 0..n {
        if y > 1.0 {
            return c[i] * x[1];
        }
        y += y.sin();
    }
    c[0] = c[1] * y;
    y
}

#[differentiable]
fn kept_or_taken(c: &mut [f64], x: &[f64], n: usize) -> f64 {
    for i in 0..n {
        let mut copy = x.to_vec();
        copy[i] *= c[0];
        if copy[0] * c[1] > 0.5 {
            c.copy_from_slice(&copy);
        }
    }
    c[0] * c[1]
}

#[test]
fn loops_hand_slices_on() {
    for n in 0..3 {
        check_changes!(left_alone; mut c = [0.3, 0.8, 1.1], &x = [0.6, 0.7], const n = n);
        check_changes!(kept_or_taken; mut c = [1.3, 0.8], &x = [0.6, 0.7], const n = n);
    }
}
