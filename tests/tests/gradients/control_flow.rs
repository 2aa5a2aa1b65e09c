//! Exits out of the middle of nested loops, what they carry and what they leave behind, with and without checkpoints.

use crate::helpers::{check, check_changes, check_vjp};

/// The same function plain, without the optional passes, and with checkpoints.
macro_rules! forms {
    ($name:ident, $parameters:tt -> $result:ty $body:block) => {
        mod $name {
            forms!(@one plain, [], $parameters -> $result $body);
            forms!(@one unoptimized, [optimize = false], $parameters -> $result $body);
            forms!(@one each, [checkpoint = 1], $parameters -> $result $body);
            forms!(@one third, [checkpoint = 3], $parameters -> $result $body);
            forms!(@one never, [checkpoint = 1000], $parameters -> $result $body);
        }
    };
    (@one $name:ident, [$($option:tt)*], ($($parameter:tt)*) -> $result:ty $body:block) => {
        #[autodiff_core::differentiable($($option)*)]
        pub fn $name($($parameter)*) -> $result $body
    };
}

/// Checks all forms.
macro_rules! all {
    ($check:ident $name:ident; $($arguments:tt)*) => {
        $check!($name::plain; $($arguments)*);
        $check!($name::unoptimized; $($arguments)*);
        $check!($name::each; $($arguments)*);
        $check!($name::third; $($arguments)*);
        $check!($name::never; $($arguments)*);
    };
}

forms!(many_exits, (x: f64, y: f64, n: usize) -> f64 {
    let mut before = x;
    let mut after = y;
    let mut trips = 0;
    'outer: loop {
        before = (before * 1.1 + 0.1 * y).sin();
        trips += 1;
        if trips > n {
            break;
        }
        'middle: for i in 0..4 {
            before += 0.1 * x * i as f64;
            for j in 0..=i {
                after = (after + before * j as f64).cos();
                if before > 0.95 {
                    continue 'outer;
                }
                if after > 0.9 {
                    continue 'middle;
                }
                if after < -0.8 && j == 1 {
                    break 'middle;
                }
                if trips + j > 9 {
                    break 'outer;
                }
                before *= 0.9 * y;
            }
            after += before * before;
        }
        after -= 0.3 * before * x;
    }
    before * after + trips as f64 * x
});

#[test]
fn breaks_and_continues_under_labels_in_the_middle() {
    for n in [0, 1, 2, 5, 12] {
        all!(check many_exits; x = 0.7, y = 0.9, const n = n);
        all!(check many_exits; x = 0.2, y = 0.6, const n = n);
    }
}

forms!(return_from_three, (x: f64, limit: f64, n: usize) -> f64 {
    let mut s = 0.1 * x;
    let mut p = 1.0;
    for i in 0..n {
        p *= 0.9 + 0.1 * x;
        for j in i..n {
            s += p * j as f64 * 0.1;
            let mut k = 0;
            while k < j {
                s = s.sin() + 0.2 * x;
                if s * p > limit {
                    return s * p * (i + 10 * j + 100 * k) as f64 * 0.01;
                }
                k += 1;
            }
            p = p * 0.95 + 0.01 * s;
        }
        s *= 1.05;
    }
    s * p
});

#[test]
fn a_return_from_three_nested_loops() {
    for limit in [-0.5, 0.2, 0.5, 0.8, 5.0] {
        for n in [0, 1, 2, 6] {
            all!(check return_from_three; x = 0.8, limit = limit, const n = n);
        }
    }
}

forms!(collatz, (x: f64, start: u32) -> f64 {
    let mut n = start;
    let mut y = x;
    let mut odd = 0_usize;
    let mut seen = [0_usize; 3];
    let weights = [0.5 * x, x * x, 1.0 - x];
    while n != 1 && y < 50.0 {
        if n % 2 == 0 {
            n /= 2;
            y += weights[odd % 3] * 0.5;
        } else {
            n = 3 * n + 1;
            odd += 1;
            seen[odd % 3] += 1;
            y *= 1.0 + weights[seen[odd % 3] % 3] * 0.1;
        }
    }
    y * (odd as f64 + 1.0) + seen[0] as f64 * x
});

#[test]
fn an_active_condition_beside_integers() {
    for start in [1, 2, 6, 7, 27] {
        all!(check collatz; x = 0.6, const start = start);
    }
}

forms!(moving_end, (x: f64, n: usize) -> f64 {
    let mut end = n;
    let mut at = 0;
    let mut y = x;
    while at < end {
        y = (y * 1.2).sin() + 0.1 * x;
        if y > 0.7 && end < 12 {
            end += 2;
        }
        for k in 0..end - at {
            y += 0.01 * x * k as f64;
            if k == 3 {
                end -= 1;
            }
        }
        at += 1;
    }
    y + end as f64 * x
});

#[test]
fn the_number_of_trips_changes_inside() {
    for n in [0, 1, 3, 7] {
        all!(check moving_end; x = 0.6, const n = n);
        all!(check moving_end; x = -0.3, const n = n);
    }
}

forms!(shadows, (x: f64, n: usize) -> f64 {
    let y = x;
    let mut sum = 0.0;
    for x in 0..n {
        let y = y * x as f64 + 0.5;
        let y = {
            let y = y.sin();
            let mut y = y * y;
            for x in 0..x {
                let y2 = y;
                y = y2 * 0.5 + x as f64 * 0.1;
                let y = y + 1.0;
                sum += y * 0.1;
            }
            y
        };
        let sum2 = sum;
        sum = sum2 + y * sum2.cos();
    }
    let x = sum * x;
    x + y
});

#[test]
fn variables_that_hide_others() {
    for n in [0, 1, 2, 5] {
        all!(check shadows; x = 0.6, const n = n);
    }
}

forms!(results_of_loops, (x: f64, n: usize) -> f64 {
    let first: Vec<f64> = {
        let mut v = Vec::new();
        for i in 0..n {
            v.push((x * i as f64).sin());
        }
        v
    };
    let mut second = vec![0.0; first.len()];
    for (i, a) in first.iter().enumerate() {
        let found = loop {
            let mut t = *a;
            for b in &first[..i] {
                t += b * a;
                if t > 1.0 {
                    break;
                }
            }
            break t * x;
        };
        second[i] = found;
    }
    let mut total = 0.0;
    for (a, b) in first.iter().zip(&second) {
        for c in second.iter().rev().take(2) {
            total += a * b * c;
        }
    }
    total
});

#[test]
fn loops_over_what_loops_made() {
    for n in [0, 1, 2, 6] {
        all!(check results_of_loops; x = 0.6, const n = n);
    }
}

forms!(leapfrog, (start: [f64; 3], c: f64, n: usize) -> [f64; 3] {
    let mut old = start;
    let mut new = [0.0; 3];
    let mut spare = [1.0; 3];
    for step in 0..n {
        for i in 0..3 {
            new[i] = old[(i + 1) % 3] * c + (old[i] * spare[i]).sin();
        }
        std::mem::swap(&mut old, &mut new);
        if step % 3 == 2 {
            let kept = spare;
            spare = new;
            new = kept;
        }
        (old, spare) = if step == 4 { (spare, old) } else { (old, spare) };
    }
    old
});

#[test]
fn arrays_that_change_places_in_each_step() {
    for n in [0, 1, 2, 3, 5, 9] {
        all!(check_vjp leapfrog; start = [0.3, -0.8, 1.1], c = 0.7, const n = n);
    }
}

forms!(closures_in_loops, (x: f64, y: f64, n: usize) -> f64 {
    let mut total = 0.0;
    let mut state = x;
    for i in 0..n {
        let scaled = |v: f64| v * y + i as f64 * 0.1;
        let mut step = |count: usize| {
            let mut inner = 0.0;
            for k in 0..count {
                state = (state + scaled(inner)).sin();
                if state < -0.5 {
                    continue;
                }
                inner += (0..k).map(|j| state * j as f64 * 0.1).sum::<f64>();
                if inner > 2.0 {
                    break;
                }
            }
            inner
        };
        total += step(i);
        let more = step(2);
        total += more * more;
    }
    total + state
});

#[test]
fn loops_in_closures_in_loops() {
    for n in [0, 1, 2, 5] {
        all!(check closures_in_loops; x = 0.6, y = -0.8, const n = n);
    }
}

forms!(nested_arrays, (x: [f64; 2], m: &[[f64; 2]; 2], n: usize) -> f64 {
    let mut pair = ([x, [0.5, -0.5]], (x[0], [x[1]]));
    for i in 0..n {
        let (mut rows, (scalar, [last])) = pair;
        rows[i % 2][0] = scalar * m[0][1] + rows[(i + 1) % 2][1];
        for row in rows.iter_mut() {
            let [a, b] = *row;
            *row = [b * m[1][0], (a + last).sin()];
        }
        let swapped = [rows[1], rows[0]];
        let tuple = (swapped, last);
        pair = if i % 3 == 2 { (tuple.0, (tuple.1, [scalar])) } else { (rows, (rows[0][1] * 0.5, [tuple.1 + 0.1])) };
    }
    let ([[a, b], c], (d, [e])) = pair;
    a * b + c[0] * c[1] + d * e
});

#[test]
fn arrays_of_arrays_in_and_out_of_tuples() {
    for n in [0, 1, 2, 3, 7] {
        all!(check nested_arrays; x = [0.6, -0.3], &m = [[0.1, 0.9], [-0.7, 0.4]], const n = n);
    }
}

forms!(break_in_match, (x: f64, codes: &[u8]) -> f64 {
    let mut y = x;
    let mut stack = vec![x];
    let found = 'scan: loop {
        for (at, code) in codes.iter().enumerate() {
            match code {
                0 => break,
                1 => y = y.sin() + 0.1,
                2 if y < 0.2 => break 'scan y * at as f64,
                2 => y -= 0.3 * x,
                3..=5 => {
                    for k in 0..*code {
                        match (k, y > 0.5) {
                            (4, _) => break 'scan -y,
                            (_, true) => break,
                            (2, false) => continue,
                            _ => y += 0.2 * x,
                        }
                        stack.push(y * x);
                    }
                }
                6 => match stack.pop() {
                    Some(top) => y *= top,
                    None => return y,
                },
                _ => continue,
            }
            y *= 1.01;
        }
        break 0.5 * y;
    };
    found + stack.iter().map(|s| s * s).sum::<f64>()
});

#[test]
fn breaks_in_matches_in_loops() {
    let programs: [&[u8]; 8] = [
        &[],
        &[0, 1],
        &[1, 2, 2, 2, 2],
        &[3, 4, 5, 1],
        &[6, 6, 6],
        &[9, 6, 3, 6, 1],
        &[2, 2, 5, 5, 6],
        &[3, 3, 6, 6, 6, 6, 1, 0],
    ];
    for codes in programs {
        for x in [0.3, -0.6, 0.9] {
            all!(check break_in_match; x = x, const &codes = codes.to_vec());
        }
    }
}

forms!(zero_trips, (x: f64, xs: &[f64], n: usize) -> f64 {
    let mut y = x;
    for _ in 0..0 {
        y *= 3.0;
    }
    for i in n..n {
        y += i as f64;
    }
    for i in (3..n).rev() {
        for j in n..i {
            y += j as f64 * x;
        }
    }
    for a in xs {
        for b in &xs[xs.len()..] {
            y += a * b;
        }
        y += a * y;
    }
    while y < -100.0 {
        y *= 0.5;
    }
    'never: loop {
        if n < 100 {
            break 'never;
        }
        y = y.sin();
    }
    let mut rows: Vec<Vec<f64>> = Vec::new();
    for i in 0..n {
        rows.push(xs.iter().take(i).map(|a| a * y).collect());
    }
    for row in &rows {
        for e in row {
            y += e * 0.1;
        }
    }
    y
});

#[test]
fn loops_that_never_run() {
    for n in [0, 1, 2, 5] {
        all!(check zero_trips; x = 0.3, &xs = Vec::<f64>::new(), const n = n);
        all!(check zero_trips; x = 0.3, &xs = vec![0.4, -0.2], const n = n);
    }
}

forms!(changed, (x: &mut [f64], total: &mut f64, v: f64, n: usize) -> f64 {
    let mut y = v;
    'steps: for step in 0..n {
        for i in 0..x.len() {
            if y > 1.5 {
                break 'steps;
            }
            let next = x[(i + 1) % x.len()];
            x[i] = (x[i] * v + next * 0.5).sin();
            if i == step {
                continue 'steps;
            }
            y += x[i] * 0.3;
        }
        *total += y * x[0];
        if *total > 5.0 {
            return *total;
        }
    }
    y * *total
});

#[test]
fn what_references_lead_to_changes_until_an_exit() {
    for n in [0, 1, 2, 5, 9] {
        all!(check_changes changed; mut x = vec![0.4, -1.2, 2.0], mut total = 0.5, v = 1.3, const n = n);
        all!(check_changes changed; mut x = vec![0.4, 1.2], mut total = 0.5, v = -0.7, const n = n);
    }
}
