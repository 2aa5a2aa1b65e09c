//! References to parts of what a function is given or makes: in arrays and tuples, chosen by branches, carried by loops.

use autodiff_core::differentiable;

use crate::helpers::check;

#[differentiable]
fn slices_in_an_array(x: &[f64]) -> f64 {
    let ys = &x[2..4];
    let xs = &x[..2];
    let both = [xs, ys];
    both[0][1] * both[1][0]
}

#[differentiable]
fn loop_over_an_array_of_slices(x: &[f64]) -> f64 {
    let ys = &x[2..4];
    let xs = &x[..2];
    let both = [xs, ys];
    let mut s = 0.0;
    for b in both {
        s += b[0] * b[1];
    }
    s
}

#[differentiable]
fn loop_over_a_reference_to_slices(x: &[f64]) -> f64 {
    let both = [&x[..3], &x[3..]];
    let mut s = 0.0;
    for b in &both {
        for v in b.iter() {
            s += v * v;
        }
    }
    s
}

#[differentiable]
fn loop_over_a_literal(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for r in [&x[..1], &x[1..]] {
        s += r.iter().map(|v| v * v).sum::<f64>().sqrt();
    }
    s
}

#[differentiable]
fn iterator_over_references(x: &[f64]) -> f64 {
    let a = x[0] * x[1];
    let b = x[2].sin();
    [&a, &b].iter().map(|v| (**v) * **v).sum()
}

#[differentiable]
fn iterator_over_owned_references(x: &[f64]) -> f64 {
    let a = x[0] * x[1];
    let b = x[2].sin();
    [&a, &b].into_iter().map(|v| v * v).sum()
}

#[differentiable]
fn vectors_in_an_array(x: &[f64]) -> f64 {
    let a: Vec<f64> = x.iter().map(|v| v * v).collect();
    let b = vec![x[0]; 3];
    let both = [&a, &b];
    let mut s = 1.0;
    for v in both {
        s *= v.iter().sum::<f64>();
    }
    s
}

#[differentiable]
fn mapped_vectors(x: &[f64]) -> f64 {
    let a: Vec<f64> = x.iter().map(|v| v * v).collect();
    let b = vec![x[0]; 3];
    [&a, &b].iter().map(|v| v.len() as f64 * v[0]).sum()
}

#[differentiable]
fn vectors_as_slices(x: &[f64]) -> f64 {
    let a: Vec<f64> = x.iter().map(|v| v * v).collect();
    let b = vec![x[0]; 3];
    let both: [&[f64]; 2] = [&a, &b];
    let mut s = 1.0;
    for v in both {
        s *= v.iter().sum::<f64>();
    }
    s
}

#[differentiable]
fn slices_in_a_vector(x: &[f64]) -> f64 {
    let rows = vec![&x[..2], &x[2..]];
    let mut s = 0.0;
    for r in &rows {
        s += r[0] * r[1];
    }
    s
}

#[differentiable]
fn owned_or_lent(x: &[f64]) -> f64 {
    let own: Vec<f64> = x.iter().map(|v| v.sin()).collect();
    let v: &[f64] = if x.len() > 3 { &own } else { x };
    v.iter().map(|v| v * v).sum()
}

#[differentiable]
fn one_of_two_slices(x: &[f64]) -> f64 {
    let (a, b) = x.split_at(3);
    let c = x[1] < 0.0;
    let r = if c { a } else { b };
    r[0] * r[1]
}

#[differentiable]
fn one_of_three_slices(x: &[f64]) -> f64 {
    let k = x.len() % 3;
    let r = match k {
        0 => &x[..3],
        1 => x,
        _ => &x[1..],
    };
    r.iter().map(|v| v * v).sum()
}

#[differentiable]
fn ever_shorter_slice(x: &[f64]) -> f64 {
    let mut rest = x;
    let mut s = 0.0;
    while rest.len() > 1 {
        s += rest[0] * rest[1];
        rest = &rest[1..];
    }
    s
}

#[differentiable]
fn first_and_rest(x: &[f64]) -> f64 {
    let mut rest = x;
    let mut s = 0.0;
    while let Some((a, r)) = rest.split_first() {
        s = s * 0.5 + a * a;
        rest = r;
    }
    s
}

#[differentiable]
fn best_part(x: &[f64]) -> f64 {
    let mut best = &x[..2];
    for c in x.chunks(2) {
        if c[0] > best[0] {
            best = c;
        }
    }
    best[0] * best[1]
}

#[differentiable]
fn reference_or_literal(x: &[f64]) -> f64 {
    let c = x[1] < 0.0;
    let r = if c { &x[0] } else { &0.5 };
    *r * x[2]
}

#[differentiable]
fn largest_by_reference(x: &[f64]) -> f64 {
    let mut best = &x[0];
    for v in x {
        if v > best {
            best = v;
        }
    }
    best * best
}

#[differentiable]
fn largest_behind_reference(x: &[f64]) -> f64 {
    let mut best = &x[0];
    for v in x.iter() {
        if *v > *best {
            best = v;
        }
    }
    best * best
}

#[differentiable]
fn identity(x: &[f64]) -> f64 {
    let id = |a| a;
    let y: f64 = id(x[0]);
    y * x[1]
}

#[differentiable]
fn identity_of_references(x: &[f64]) -> f64 {
    let y = x[0] * 2.0;
    let id = |a| a;
    let r: &f64 = id(&y);
    r * x[1]
}

#[differentiable]
fn parts_of_each_length(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 1..x.len() {
        let both = [&x[..i], &x[i..]];
        for b in both {
            for v in b {
                s += v * v * i as f64;
            }
            s = s.sin() + s;
        }
    }
    s
}

#[differentiable]
fn parts_of_what_changes(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    let mut s = 0.0;
    for i in 1..x.len() {
        for b in [&a[..i], &a[i..]] {
            for v in b {
                s += v * v * i as f64 * 0.1;
            }
            s = s.sin() + s * 0.1;
        }
        a[i] *= s.sin();
    }
    s
}

#[differentiable]
fn part_by_index(x: &[f64]) -> f64 {
    let mut s: f64 = 0.5;
    for i in 1..x.len() {
        let both = [&x[..i], &x[i..]];
        let k = if x[i] > 0.5 { 0 } else { 1 };
        s *= both[k][0] + s.cos();
    }
    s
}

#[differentiable]
fn two_slices_chosen(x: &[f64]) -> f64 {
    let (a, b) = if x[0] > 0.0 { (&x[..2], &x[2..]) } else { (&x[2..], &x[..2]) };
    a[0] * b[0] + a[1] * b[1]
}

#[differentiable]
fn two_slices_chosen_again(x: &[f64]) -> f64 {
    let mut s = 1.0;
    for i in 0..2 {
        let (a, b) = if x[i] > 0.0 { (&x[..2], &x[2..]) } else { (&x[2..], &x[..2]) };
        for (p, q) in a.iter().zip(b) {
            s *= p + q * s;
        }
    }
    s
}

#[differentiable]
fn array_of_slices_chosen(x: &[f64]) -> f64 {
    let both = if x[0] > 0.0 { [&x[..2], &x[2..]] } else { [&x[2..], &x[..2]] };
    let mut s = 0.0;
    for b in both {
        s += b[0] * b[1];
    }
    s
}

#[differentiable]
fn shorter_slices_of_each(x: &[f64]) -> f64 {
    let mut t: f64 = 1.0;
    for i in 0..3 {
        let mut rest = &x[i..];
        while rest.len() > 1 {
            t += rest[0] * rest[1] * t.sin();
            rest = &rest[1..];
        }
    }
    t
}

#[differentiable]
fn steps_of_two_lengths(x: &[f64]) -> f64 {
    let mut rest = x;
    let mut s: f64 = 0.0;
    while rest.len() > 1 {
        s = s.sin() + rest[0] * rest[1];
        rest = if rest[0] > 0.5 { &rest[1..] } else { &rest[2..] };
    }
    s
}

#[differentiable]
fn slice_of_another(x: &[f64]) -> f64 {
    let own: Vec<f64> = x.iter().map(|v| v * 2.0).collect();
    let mut cur: &[f64] = x;
    let mut s = 0.0;
    for i in 0..3 {
        s += cur[i] * cur[i + 1];
        cur = &own;
    }
    s
}

#[differentiable]
fn owned_or_lent_again(x: &[f64]) -> f64 {
    let mut s: f64 = 0.0;
    for i in 0..3 {
        let own: Vec<f64> = x.iter().map(|v| v * i as f64).collect();
        let r = if i > 1 { &own[..] } else { x };
        s += r.iter().map(|v| v * v * s.cos()).sum::<f64>();
    }
    s
}

#[differentiable]
fn rows_of_a_matrix(x: &[f64]) -> f64 {
    let m: Vec<Vec<f64>> = x.chunks(2).map(|c| c.to_vec()).collect();
    let rows = [&m[0], &m[2]];
    let mut s = 0.0;
    for r in rows {
        s += r[0] * r[1];
    }
    s
}

#[differentiable]
fn chosen_row(x: &[f64]) -> f64 {
    let m: Vec<Vec<f64>> = x.chunks(2).map(|c| c.to_vec()).collect();
    let best = if x[0] > 0.0 { &m[0] } else { &m[1] };
    best.iter().product::<f64>() * best[0]
}

#[differentiable]
fn best_row(x: &[f64]) -> f64 {
    let m: Vec<Vec<f64>> = x.chunks(2).map(|c| c.to_vec()).collect();
    let mut best = &m[0];
    for r in &m {
        if r[0] > best[0] {
            best = r;
        }
    }
    best[0] * best[1]
}

#[differentiable]
fn best_row_of_array(x: &[f64]) -> f64 {
    let m = [[x[0], x[1]], [x[2], x[3]]];
    let mut best = &m[0];
    for r in &m {
        if r[0] > best[0] {
            best = r;
        }
    }
    best[0] * best[1]
}

#[differentiable]
fn constant_or_argument(x: &[f64]) -> f64 {
    let c = [1.0, 2.0, 3.0];
    let w = if x[0] > 0.0 { &c[..] } else { x };
    x.iter().zip(w).map(|(x, w)| x * x * w).sum()
}

#[differentiable]
fn argument_or_constant(x: &[f64]) -> f64 {
    let c = [1.0, 2.0, 3.0];
    let w = if x[0] < 0.0 { &c[..] } else { x };
    x.iter().zip(w).map(|(x, w)| x * x * w).sum()
}

#[differentiable]
fn constant_and_argument(x: &[f64]) -> f64 {
    let c = [1.0, 2.0, 3.0];
    let mut s = 0.0;
    for r in [&c[..], &x[..3]] {
        s += r.iter().map(|v| v * v * s).sum::<f64>() + r[0];
    }
    s
}

#[differentiable]
fn norm_of_call_with_chosen(v: &[f64]) -> f64 {
    v.iter().map(|v| v * v).sum::<f64>().sqrt()
}
#[differentiable]
fn call_with_chosen(x: &[f64]) -> f64 {
    let r = if x[0] > 0.0 { &x[..3] } else { x };
    norm_of_call_with_chosen(r) * norm_of_call_with_chosen(&x[1..])
}

#[differentiable]
fn norm_of_calls_with_each(v: &[f64]) -> f64 {
    v.iter().map(|v| v * v).sum::<f64>().sqrt()
}
#[differentiable]
fn calls_with_each(x: &[f64]) -> f64 {
    let mut s = 1.0;
    for r in [&x[..3], &x[2..]] {
        s *= norm_of_calls_with_each(r);
    }
    s
}

#[differentiable]
fn norm_of_calls_with_mapped(v: &[f64]) -> f64 {
    v.iter().map(|v| v * v).sum::<f64>().sqrt()
}
#[differentiable]
fn calls_with_mapped(x: &[f64]) -> f64 {
    [&x[..3], &x[2..]].iter().map(|r| norm_of_calls_with_mapped(r)).product()
}

#[differentiable]
fn norm_of_calls_with_shorter(v: &[f64]) -> f64 {
    v.iter().map(|v| v * v).sum::<f64>().sqrt()
}
#[differentiable]
fn calls_with_shorter(x: &[f64]) -> f64 {
    let mut rest = x;
    let mut s = 1.0;
    while !rest.is_empty() {
        s *= norm_of_calls_with_shorter(rest);
        rest = &rest[1..];
    }
    s
}

#[differentiable]
fn deferred_reference(x: &[f64]) -> f64 {
    let best;
    if x[0] > 0.0 {
        best = &x[1];
    } else {
        best = &x[2];
    }
    best * best
}

#[differentiable]
fn deferred_largest(x: &[f64]) -> f64 {
    let mut best;
    best = &x[0];
    for v in x {
        if v > best {
            best = v;
        }
    }
    best * best
}

#[differentiable]
fn ordered_pair(x: &[f64]) -> f64 {
    let (lo, hi) = if x[0] < x[1] { (&x[0], &x[1]) } else { (&x[1], &x[0]) };
    hi * hi - lo
}

#[differentiable]
fn smallest_and_largest(x: &[f64]) -> f64 {
    let (mut lo, mut hi) = (&x[0], &x[0]);
    for v in x {
        if v < lo {
            lo = v;
        }
        if v > hi {
            hi = v;
        }
    }
    hi * hi * lo
}

#[differentiable]
fn slices_from_closures(x: &[f64]) -> f64 {
    let pick = |c: bool| if c { &x[..2] } else { &x[2..4] };
    let (a, b) = (pick(x[0] > 0.0), pick(x[1] > 0.0));
    a[0] * b[0] + a[1] * b[1]
}

#[differentiable]
fn reference_from_closure(x: &[f64]) -> f64 {
    let pick = |c: bool| {
        if c {
            return &x[0];
        }
        &x[1]
    };
    pick(true) * pick(false)
}

#[test]
fn arrays_of_slices_are_looped_over() {
    let x = vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85];
    check!(slices_in_an_array; &x = x.clone());
    check!(loop_over_an_array_of_slices; &x = x.clone());
    check!(loop_over_a_reference_to_slices; &x = x.clone());
    check!(loop_over_a_literal; &x = x.clone());
    check!(iterator_over_references; &x = x.clone());
    check!(iterator_over_owned_references; &x = x.clone());
    check!(vectors_in_an_array; &x = x.clone());
    check!(mapped_vectors; &x = x.clone());
    check!(vectors_as_slices; &x = x.clone());
    check!(slices_in_a_vector; &x = x.clone());
}

#[test]
fn slices_are_chosen_and_moved_on() {
    let x = vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85];
    check!(owned_or_lent; &x = x.clone());
    check!(one_of_two_slices; &x = x.clone());
    check!(one_of_three_slices; &x = x.clone());
    check!(ever_shorter_slice; &x = x.clone());
    check!(first_and_rest; &x = x.clone());
    check!(best_part; &x = x.clone());
}

#[test]
fn what_refers_to_numbers_may_be_chosen() {
    let x = vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85];
    check!(reference_or_literal; &x = x.clone());
    check!(largest_by_reference; &x = x.clone());
    check!(largest_behind_reference; &x = x.clone());
}

#[test]
fn closures_may_give_what_they_are_given() {
    let x = vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85];
    check!(identity; &x = x.clone());
    check!(identity_of_references; &x = x.clone());
}

#[test]
fn references_are_taken_anew_in_each_iteration() {
    let x = vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85];
    check!(parts_of_each_length; &x = x.clone());
    check!(parts_of_what_changes; &x = x.clone());
    check!(part_by_index; &x = x.clone());
    check!(two_slices_chosen; &x = x.clone());
    check!(two_slices_chosen_again; &x = x.clone());
    check!(array_of_slices_chosen; &x = x.clone());
    check!(shorter_slices_of_each; &x = x.clone());
    check!(steps_of_two_lengths; &x = x.clone());
    check!(slice_of_another; &x = x.clone());
    check!(owned_or_lent_again; &x = x.clone());
    check!(rows_of_a_matrix; &x = x.clone());
    check!(chosen_row; &x = x.clone());
    check!(best_row; &x = x.clone());
    check!(best_row_of_array; &x = x.clone());
}

#[test]
fn constants_and_arguments_share_slices() {
    let x = vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85];
    check!(constant_or_argument; &x = x.clone());
    check!(argument_or_constant; &x = x.clone());
    check!(constant_and_argument; &x = x.clone());
    check!(call_with_chosen; &x = x.clone());
    check!(calls_with_each; &x = x.clone());
    check!(calls_with_mapped; &x = x.clone());
    check!(calls_with_shorter; &x = x.clone());
}

#[test]
fn references_to_numbers_are_assigned_later() {
    let x = vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85];
    check!(deferred_reference; &x = x.clone());
    check!(deferred_largest; &x = x.clone());
    check!(ordered_pair; &x = x.clone());
    check!(smallest_and_largest; &x = x.clone());
    check!(slices_from_closures; &x = x.clone());
    check!(reference_from_closure; &x = x.clone());
}

/// A reference that the user calls one to a slice, to an array of constants, which only one arm has.
#[differentiable]
fn slice_of_constants(x: f64, #[constant] k: f64, #[constant] deep: bool) -> f64 {
    let y = if deep {
        let factors: &[f64] = &[k.tanh(), k];
        let mut y: f64 = 1.0;
        for i in 0..3 {
            y = y.sin() * factors[i % 2] * x;
        }
        for factor in factors.iter().rev() {
            y = y.sin() * factor * x;
        }
        y
    } else {
        x
    };
    y * y
}

/// The same where the rest of the function is the arm.
#[differentiable(optimize = false)]
fn slice_behind_a_return(x: f64, #[constant] k: f64) -> f64 {
    if x < 0.5 {
        return x * k;
    }
    let factors: &[f64] = &[k.tanh(), k];
    let mut y: f64 = 1.0;
    for i in 0..3 {
        y = y.sin() * factors[i % 2] * x;
    }
    y
}

#[test]
fn slices_of_constants_are_recorded() {
    for (x, deep) in [(0.7, false), (0.7, true), (0.3, true)] {
        check!(slice_of_constants; x = x, const k = 0.4, const deep = deep);
        check!(slice_behind_a_return; x = x, const k = 0.4);
    }
}

/// References to slices and to arrays in one array are slices.
#[differentiable]
fn slices_and_arrays(x: &[f64], y: &Vec<f64>) -> f64 {
    let two = [x[0], 2.0];
    let mut sum = 0.0;
    for part in [x, &two, &y[1..], y, &[sum + x[0]; 1]] {
        sum += part.iter().sum::<f64>() * part.len() as f64;
    }
    let joined = [&two[..], y, &[sum]].concat();
    sum * joined[2] + x.repeat(2).iter().zip(&joined).map(|(a, b)| a * b).sum::<f64>()
}

#[test]
fn arrays_of_references_to_arrays() {
    check!(slices_and_arrays; &x = vec![0.4, -0.9, 1.2], &y = vec![0.7, 0.3]);
}
