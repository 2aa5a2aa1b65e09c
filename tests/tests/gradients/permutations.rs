//! Sorting, rotating, keeping some: the derivative goes with the elements.

use autodiff_core::differentiable;

use crate::helpers::check;

#[differentiable]
fn sorted(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v.sort_by(|a, b| a.total_cmp(b));
    v.iter().enumerate().map(|(i, v)| i as f64 * v * v).sum()
}

#[differentiable]
fn sorted_by_path(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v.sort_by(f64::total_cmp);
    v[0] * v[1]
}

#[differentiable]
fn median_of_sorted(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v.sort_by(|a, b| a.partial_cmp(b).unwrap());
    let n = v.len();
    0.5 * (v[n / 2] + v[(n - 1) / 2]) * v[0]
}

#[differentiable]
fn sorted_downwards(x: &[f64]) -> f64 {
    let mut v: Vec<f64> = x.iter().map(|v| v.sin()).collect();
    v.sort_unstable_by(|a, b| b.total_cmp(a));
    v[0] * v[1]
}

#[differentiable]
fn sorted_pairs(x: &[f64]) -> f64 {
    let mut v: Vec<(usize, f64)> = x.iter().copied().enumerate().collect();
    v.sort_by(|a, b| a.1.total_cmp(&b.1));
    v.iter().enumerate().map(|(k, (i, w))| (k * i) as f64 * w).sum()
}

#[differentiable]
fn sorted_by_a_key(x: &[f64]) -> f64 {
    let mut v: Vec<(usize, f64)> = x.iter().copied().enumerate().collect();
    v.sort_by_key(|p| p.0 % 3);
    v[0].1 * v[1].1 * v[2].1
}

#[differentiable]
fn sorted_array(x: &[f64]) -> f64 {
    let mut v = [x[0], x[1], x[2]];
    v.sort_by(|a, b| a.partial_cmp(b).unwrap());
    v[0] + 2.0 * v[1] * v[2]
}

#[differentiable]
fn sorted_indices(x: &[f64]) -> f64 {
    let mut idx: Vec<usize> = (0..x.len()).collect();
    idx.sort_by(|&i, &j| x[i].total_cmp(&x[j]));
    idx.iter().enumerate().map(|(k, &i)| (k as f64) * x[i] * x[i]).sum()
}

#[differentiable]
fn sorted_by_distance(x: &[f64]) -> f64 {
    let c = x[0];
    let mut v = x.to_vec();
    v.sort_by(|a, b| (a - c).abs().total_cmp(&(b - c).abs()));
    v[0] * 3.0 + v[1] * v[2]
}

#[differentiable]
fn sorted_again(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..3 {
        let mut v: Vec<f64> = x.iter().map(|a| a * (i as f64 + 0.3 * s)).collect();
        v.sort_by(|a, b| b.partial_cmp(a).unwrap());
        s += v[i] * v[i + 1];
    }
    s
}

#[differentiable]
fn sorted_part(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v[1..4].sort_by(|a, b| a.total_cmp(b));
    v[1] * v[2] + v[3].sin()
}

#[differentiable]
fn sorted_rows(x: &[f64]) -> f64 {
    let mut rows: Vec<Vec<f64>> = x.chunks(2).map(|c| c.to_vec()).collect();
    rows.sort_by(|a, b| a[0].total_cmp(&b[0]));
    rows[0][1] * rows[1][0] + rows[2][1]
}

#[differentiable]
fn sorted_array_rows(x: &[f64]) -> f64 {
    let mut rows = [[x[0], x[1]], [x[2], x[3]]];
    rows.sort_by(|a, b| b[0].total_cmp(&a[0]));
    rows[0][1] * rows[1][0]
}

#[differentiable]
fn median(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v.sort_by(|a, b| a.partial_cmp(b).expect("finite"));
    let n = v.len();
    if n % 2 == 1 { v[n / 2] } else { (v[n / 2 - 1] + v[n / 2]) / 2.0 }
}

#[differentiable]
fn sorted_by_parameters_of_its_name(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v.sort_by(|v, w| v.total_cmp(w));
    v[0] * v[1] + v[2]
}

#[differentiable]
fn retained(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v.retain(|a| *a > 0.0);
    v.iter().map(|v| v * v).sum()
}

#[differentiable]
fn retained_indices(x: &[f64]) -> f64 {
    let mut k: Vec<usize> = (0..x.len()).collect();
    k.retain(|i| i % 2 == 0);
    k.iter().map(|&i| x[i] * x[i]).sum()
}

#[differentiable]
fn rotated_left(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v.rotate_left(2);
    v[0] * v[1] + v[5]
}

#[differentiable]
fn rotated_right(x: &[f64]) -> f64 {
    let mut v = [x[0], x[1], x[2], x[3]];
    v.rotate_right(1);
    v[0] * v[1] + v[2].sin()
}

#[differentiable]
fn deduplicated(x: &[f64]) -> f64 {
    let mut v = vec![x[0], x[0], x[1], x[2]];
    v.dedup();
    v.len() as f64 * v[0] * v[1] * v[2]
}

#[differentiable]
fn rotated_part(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for _ in 0..2 {
        v[..4].rotate_right(1);
        v[0] *= v[1];
    }
    v[0] * v[1] + v[2]
}

#[differentiable]
fn joined_slices(x: &[f64]) -> f64 {
    let v = [&x[..2], &x[3..]].concat();
    v.iter().map(|v| v * v).sum()
}

#[differentiable]
fn joined_vectors(x: &[f64]) -> f64 {
    let v: Vec<f64> = vec![x[..2].to_vec(), x[3..].to_vec()].concat();
    v.iter().map(|v| v * v).sum()
}

#[differentiable]
fn joined_rows(x: &[f64]) -> f64 {
    let rows: Vec<Vec<f64>> = x.chunks(2).map(|c| c.to_vec()).collect();
    rows.concat().iter().map(|v| v * v).sum()
}

#[differentiable]
fn vector_from_slice(x: &[f64]) -> f64 {
    let a = Vec::from(x);
    a[0] * a[1]
}

#[differentiable]
fn vector_from_array(x: &[f64]) -> f64 {
    let a = Vec::from([x[0], x[1]]);
    a[0] * a[1]
}

#[differentiable]
fn vector_from_items(x: &[f64]) -> f64 {
    let a = Vec::from_iter(x.iter().map(|v| v * v));
    a[0] * a[1]
}

#[differentiable]
fn found_and_mapped(x: &[f64]) -> f64 {
    let v = x.iter().find_map(|v| if *v < 0.0 { Some(v * v) } else { None }).unwrap();
    v * x[0]
}

#[test]
fn elements_are_sorted() {
    let x = vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85];
    check!(sorted; &x = x.clone());
    check!(sorted_by_path; &x = x.clone());
    check!(median_of_sorted; &x = x.clone());
    check!(sorted_downwards; &x = x.clone());
    check!(sorted_pairs; &x = x.clone());
    check!(sorted_by_a_key; &x = x.clone());
    check!(sorted_array; &x = x.clone());
    check!(sorted_indices; &x = x.clone());
}

#[test]
fn comparisons_see_other_variables() {
    let x = vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85];
    check!(sorted_by_distance; &x = x.clone());
    check!(sorted_again; &x = x.clone());
    check!(sorted_part; &x = x.clone());
    check!(sorted_rows; &x = x.clone());
    check!(sorted_array_rows; &x = x.clone());
    check!(median; &x = x.clone());
    check!(sorted_by_parameters_of_its_name; &x = x.clone());
}

#[test]
fn elements_are_kept_and_rotated() {
    let x = vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85];
    check!(retained; &x = x.clone());
    check!(retained_indices; &x = x.clone());
    check!(rotated_left; &x = x.clone());
    check!(rotated_right; &x = x.clone());
}

#[test]
fn equal_elements_become_one() {
    let x = vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85];
    check!(deduplicated; &x = x.clone());
    check!(rotated_part; &x = x.clone());
}

#[test]
fn vectors_are_made_of_others() {
    let x = vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85];
    check!(joined_slices; &x = x.clone());
    check!(joined_vectors; &x = x.clone());
    check!(joined_rows; &x = x.clone());
    check!(vector_from_slice; &x = x.clone());
    check!(vector_from_array; &x = x.clone());
    check!(vector_from_items; &x = x.clone());
    check!(found_and_mapped; &x = x.clone());
}
