//! Long loops that keep every so many-th state and run again from there: `#[differentiable(checkpoint = K)]`.

use autodiff_core::differentiable;

use crate::helpers::check;

/// The same body with and without the option: the same numbers, bit for bit.
macro_rules! twice {
    ($steps:literal, $name:ident, ($($parameter:tt)*) $body:block) => {
        mod $name {
            use autodiff_core::differentiable;
            #[differentiable(checkpoint = $steps)]
            pub fn kept($($parameter)*) -> f64 $body
            #[differentiable]
            pub fn plain($($parameter)*) -> f64 $body
        }
    };
}

/// Checks both, and that they agree exactly in all modes.
macro_rules! same {
    ($name:ident($($passed:expr),*); $($checked:tt)*) => {{
        check!($name::kept; $($checked)*);
        let (value, gradient) = $name::kept::value_and_grad($($passed),*);
        assert_eq!((value, gradient.clone()), $name::plain::value_and_grad($($passed),*));
        assert_eq!($name::kept::vjp($($passed),*).1(1.7), $name::plain::vjp($($passed),*).1(1.7));
    }};
}

twice!(4, newton, (x: f64, n: usize) {
    let mut y = x;
    for _ in 0..n {
        y = 0.5 * (y + x / y);
    }
    y
});

#[test]
fn a_number_that_a_loop_carries() {
    for n in [0, 1, 3, 4, 5, 8, 11] {
        same!(newton(2.0, n); x = 2.0, const n = n);
    }
}

twice!(3, ranges, (x: f64, first: i32, last: u8) {
    let mut y = x;
    for i in first..7 {
        y = (y * x + i as f64).sin();
    }
    for i in (1..=last).rev() {
        y = (y + x * f64::from(i)).cos();
    }
    for i in (0..20).step_by(3) {
        y = (y - x * i as f64 * 0.1).sin() + 0.1 * y;
    }
    y
});

#[test]
fn ranges_of_any_integer_and_order() {
    for (first, last) in [(-4, 0), (0, 1), (6, 7), (7, 9), (9, 255)] {
        assert_eq!(ranges::kept::grad(0.7, first, last), ranges::plain::grad(0.7, first, last));
    }
    same!(ranges(0.7, -4, 8); x = 0.7, const first = -4_i32, const last = 8_u8);
}

twice!(5, exits, (x: f64, limit: f64, #[constant] skip: usize) {
    let mut y = x;
    let mut sum = 0.0;
    for i in 0..40 {
        if i == skip {
            continue;
        }
        y = (y * 1.3).sin() + 0.2 * x * i as f64;
        if y > limit {
            return y * sum;
        }
        if i > 30 {
            break;
        }
        sum += y * y * limit;
    }
    sum + y
});

twice!(4, endless, (x: f64, #[constant] limit: f64) {
    let mut y = x;
    let mut turns = 0;
    while y < limit {
        y = y * y * 0.1 + y + x;
        turns += 1;
        if turns % 7 == 3 {
            y *= 0.9;
        }
    }
    loop {
        turns += 1;
        y = (y + x).sqrt();
        if turns > 30 {
            break y * x;
        }
    }
});

#[test]
fn early_exits() {
    for (limit, skip) in [(0.9, 3), (2.5, 0), (5.5, 4), (100.0, 5)] {
        same!(exits(0.7, limit, skip); x = 0.7, limit = limit, const skip = skip);
    }
    for limit in [0.0, 1.0, 5.0, 400.0] {
        same!(endless(0.7, limit); x = 0.7, const limit = limit);
    }
}

twice!(4, arrays, (start: &[f64; 3], force: &[f64], n: usize) {
    let mut at = *start;
    let mut speed = vec![0.1; 3];
    let mut order = [0_usize, 1, 2];
    let mut seed = 7_u64;
    for step in 0..n {
        seed = seed * 25 % 31;
        order.swap(step % 3, 0);
        for i in 0..3 {
            let k = order[i];
            speed[k] += 0.1 * (force[step % force.len()] - at[i] * at[k]).sin();
        }
        for i in 0..3 {
            at[i] = at[i] + 0.1 * speed[i] * seed as f64;
        }
    }
    at.iter().sum::<f64>() + speed[0]
});

#[test]
fn arrays_vectors_and_constants_that_change() {
    for n in [0, 3, 4, 9] {
        same!(arrays(&[0.3, 0.8, -0.4], &[0.5, 0.2], n);
            &start = [0.3, 0.8, -0.4], &force = vec![0.5, 0.2], const n = n);
    }
}

twice!(2, states, (x: f64, n: usize) {
    let mut state = 1_u64;
    let mut next = || {
        state = state * 5 % 7;
        state as f64
    };
    let mut queue: Vec<usize> = vec![1, 2, 3];
    let mut y = x;
    for i in 0..n {
        let last = queue.pop().unwrap_or(2);
        queue.push(last + i);
        queue.push(last * 2 % 5);
        y = (0.02 * y * next() * last as f64 + x * queue.len() as f64).sin();
    }
    y
});

#[test]
fn state_that_is_restored() {
    for n in [0, 1, 4, 7] {
        same!(states(0.7, n); x = 0.7, const n = n);
    }
}

twice!(2, references, (x: f64, scale: &f64, rows: &[[f64; 2]], n: usize) {
    let mut y = x;
    let row = &rows[n % 2];
    let w = &row[1];
    for i in 0..n {
        y = (y * scale + *w * row[0]).sin() + y.max(*scale) * rows[i % rows.len()][0];
    }
    y
});

#[test]
fn what_references_refer_to_is_kept() {
    let (scale, rows) = (0.8, vec![[0.3, 0.9], [0.4, -0.2], [0.7, 0.6]]);
    for n in [0, 3, 5] {
        same!(references(0.7, &scale, &rows, n); x = 0.7, &scale = scale, &rows = rows.clone(), const n = n);
    }
}

twice!(3, nests, (xs: &[f64], x: f64, n: usize) {
    let mut total = x;
    for (i, v) in xs.iter().enumerate() {
        let mut y = *v;
        for j in 0..n {
            y = if y > 0.5 { (y * x).sin() } else { y.exp() * 0.4 + 0.01 * (i + j) as f64 };
            if y > 3.0 {
                break;
            }
        }
        total = (total * y).cos() + y;
    }
    total
});

// The loop over the items is fused in `grad`; those inside are not.
twice!(3, items, (xs: &[f64], x: f64, n: usize) {
    let mut sum = 0.0;
    for v in xs {
        let mut y = *v;
        for _ in 0..n {
            y = (y * x).sin() + 0.3;
        }
        sum += y * y;
    }
    sum
});

#[test]
fn loops_in_loops() {
    for n in [0, 2, 7] {
        let xs = [0.3, 0.9, -0.4, 0.2, 1.1, 0.6, 0.7];
        same!(nests(&xs, 0.8, n); &xs = xs.to_vec(), x = 0.8, const n = n);
        same!(items(&xs, 0.8, n); &xs = xs.to_vec(), x = 0.8, const n = n);
    }
}

#[differentiable]
fn step(x: f64, y: f64) -> f64 {
    (x * y).sin() + y * 0.5
}

twice!(4, calls, (x: f64, n: usize) {
    let mut y = x;
    for _ in 0..n {
        y = super::step(x, y) + super::step(y, 0.3);
    }
    y
});

#[test]
fn calls_are_called_again() {
    for n in [0, 4, 10] {
        same!(calls(0.8, n); x = 0.8, const n = n);
    }
}

#[differentiable(checkpoint = 2)]
fn orbit(start: [f64; 2], pull: f64, n: usize) -> [f64; 2] {
    let [mut x, mut y] = start;
    for _ in 0..n {
        let r = (x * x + y * y).sqrt();
        (x, y) = (x - pull * y / r, y + pull * x / (r * r));
        assert!(x.is_finite(), "{x} is not finite");
    }
    [x, y]
}

#[test]
fn rows_of_a_jacobian() {
    for n in [0, 1, 5, 6] {
        let (value, rows) = orbit::value_and_jacobian([0.8, 0.3], 0.2, n);
        let (again, pullback) = orbit::vjp([0.8, 0.3], 0.2, n);
        assert_eq!((value, value), (again, orbit([0.8, 0.3], 0.2, n)));
        for (row, seed) in rows.into_iter().zip([[1.0, 0.0], [0.0, 1.0]]) {
            let pulled = pullback(seed);
            for (left, right) in [(row.0[0], pulled.0[0]), (row.0[1], pulled.0[1]), (row.1, pulled.1)] {
                assert!((left - right).abs() < 1e-13, "{left} is not {right}");
            }
        }
    }
}

/// In an annotated module, and called from there: the option is the function's own.
#[differentiable]
mod module {
    use crate::helpers::check;

    #[differentiable(checkpoint = 3)]
    fn long(x: f64, n: usize) -> f64 {
        let mut y = x;
        for _ in 0..n {
            y = squashed(y * x) + 0.2;
        }
        y
    }

    fn squashed(x: f64) -> f64 {
        x.tanh()
    }

    pub fn caller(x: f64, n: usize) -> f64 {
        long(x, n) * long(0.5 * x, 2 * n)
    }

    #[test]
    fn in_a_module() {
        check!(long; x = 0.7, const n = 7);
        check!(caller; x = 0.7, const n = 4);
    }
}

#[differentiable]
fn pulls(at: &[f64]) -> Vec<f64> {
    at.iter().map(|x| x.sin()).collect()
}

/// What a callee gave begins a variable that segments keep: its type is known to `rustc` alone.
#[differentiable(checkpoint = 3)]
fn springs(start: &[f64], h: f64, n: usize) -> f64 {
    let mut at = start.to_vec();
    let mut pull = pulls(&at);
    for _ in 0..n {
        for (x, p) in at.iter_mut().zip(pull.iter()) {
            *x -= h * p;
        }
        pull = pulls(&at);
    }
    at[0] * pull[0]
}

#[test]
fn what_a_callee_gave_begins_a_variable_of_segments() {
    for n in [0, 1, 3, 7] {
        check!(springs; &start = vec![0.4, 1.2], h = 0.3, const n = n);
    }
}
