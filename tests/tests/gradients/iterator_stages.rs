//! Iterators whose items have no positions beforehand: counters behind filters, chains of them, items of items, states.

use autodiff_core::differentiable;

use crate::helpers::check;

#[differentiable]
fn filtered_zip(xs: &[f64], ys: &[f64]) -> f64 {
    xs.iter().filter(|x| **x > 0.0).zip(ys).map(|(x, y)| x * y * x).sum()
}

#[differentiable]
fn zip_of_filtered(xs: &[f64], ys: &[f64]) -> f64 {
    ys.iter().zip(xs.iter().filter(|x| **x > 0.0)).map(|(y, x)| x * y * x).sum()
}

#[differentiable]
fn filtered_chain(xs: &[f64], ys: &[f64]) -> f64 {
    let mut s = 0.5;
    for a in xs.iter().filter(|v| **v > 0.0).chain(ys) {
        s = s * 0.7 + a * s;
    }
    s
}

#[differentiable]
fn chain_with_jumps(xs: &[f64], ys: &[f64]) -> f64 {
    let mut s = 0.5;
    for a in xs.iter().filter(|v| **v > 0.0).chain(ys) {
        if s > 0.9 {
            break;
        }
        if *a < 0.0 {
            continue;
        }
        s = s * 0.7 + a * s;
    }
    s
}

#[differentiable]
fn filtered_steps(xs: &[f64], ys: &[f64]) -> f64 {
    xs.iter().filter(|v| **v > 0.0).step_by(2).map(|x| x * x * ys[0]).sum::<f64>()
}

#[differentiable]
fn filtered_positions(xs: &[f64], ys: &[f64]) -> f64 {
    xs.iter().filter(|v| **v > 0.0).enumerate().skip(1).take(3).map(|(i, x)| x * i as f64 * ys[i]).sum::<f64>()
}

#[differentiable]
fn flat_arrays(xs: &[f64]) -> f64 {
    xs.iter().flat_map(|v| [*v, v * v]).sum()
}

#[differentiable]
fn flat_rows(m: &[Vec<f64>]) -> f64 {
    m.iter().flatten().map(|x| x * x).sum()
}

#[differentiable]
fn flat_references(m: &[[f64; 2]]) -> f64 {
    m.iter().flat_map(|r| r.iter()).fold(0.5, |s, x| s * 0.5 + x * s)
}

#[differentiable]
fn flat_triangle(xs: &[f64], ys: &[f64]) -> f64 {
    (0..xs.len()).flat_map(|i| (0..i).map(move |j| (i, j))).map(|(i, j)| xs[i] * ys[j] * xs[j]).sum::<f64>()
}

#[differentiable]
fn flat_products(xs: &[f64], ys: &[f64]) -> f64 {
    let mut s = 0.0;
    for v in xs.iter().flat_map(|x| ys.iter().map(move |y| x * y)).take(4) {
        s += v * v;
    }
    s
}

#[differentiable]
fn flat_with_labels(xs: &[f64]) -> f64 {
    let mut s = 0.1;
    'a: for v in xs.iter().flat_map(|x| [*x, 2.0 * x, x * x]) {
        for k in 0..3 {
            if v > 1.5 {
                continue 'a;
            }
            if s > 2.0 {
                break 'a;
            }
            s += v * v * k as f64;
        }
        s += v;
    }
    s
}

#[differentiable]
fn flat_with_return(xs: &[f64]) -> f64 {
    for v in xs.iter().flat_map(|x| [*x, 2.0 * x, x * x]) {
        if v > 0.9 {
            return v * v;
        }
    }
    0.3 * xs[0]
}

#[differentiable]
fn taken_while(xs: &[f64]) -> f64 {
    xs.iter().take_while(|x| **x > 0.0).map(|x| x * x).sum::<f64>()
}

#[differentiable]
fn skipped_while(xs: &[f64]) -> f64 {
    xs.iter().skip_while(|x| **x > 0.0).map(|x| x * x).sum::<f64>()
}

#[differentiable]
fn kept_by_then_some(xs: &[f64]) -> f64 {
    xs.iter().filter_map(|v| (*v > 0.0).then_some(v * v)).sum()
}

#[differentiable]
fn kept_by_if(xs: &[f64]) -> f64 {
    xs.iter().filter_map(|&v| if v > 0.0 { Some(v.ln()) } else { None }).sum()
}

#[differentiable]
fn kept_by_then(xs: &[f64]) -> f64 {
    xs.iter().filter_map(|v| (*v > 0.0).then(|| v.sqrt())).enumerate().map(|(i, v)| v * i as f64).sum::<f64>()
}

#[differentiable]
fn running_sums(xs: &[f64]) -> f64 {
    xs.iter()
        .scan(0.0, |acc, x| {
            *acc += x;
            Some(*acc)
        })
        .map(|c| c * c)
        .sum::<f64>()
}

#[differentiable]
fn running_products(xs: &[f64]) -> f64 {
    let c: Vec<f64> = xs
        .iter()
        .scan(1.0, |acc, x| {
            *acc *= x;
            if *acc > 100.0 { None } else { Some(*acc) }
        })
        .collect();
    let mut s = 0.0;
    for (i, v) in c.iter().enumerate() {
        s += v * i as f64;
    }
    s
}

#[differentiable]
fn mapped_while(xs: &[f64]) -> f64 {
    xs.iter().map_while(|x| if *x > 0.0 { Some(x * 2.0) } else { None }).fold(1.0, |a, b| a * b)
}

#[differentiable]
fn cycles(xs: &[f64], ys: &[f64]) -> f64 {
    xs.iter().zip(ys.iter().cycle()).map(|(x, y)| x * y * y).sum::<f64>() + ys.iter().cycle().take(7).product::<f64>()
}

#[differentiable]
fn repeated(x: f64, n: usize) -> f64 {
    std::iter::repeat(x).take(n).fold(1.0, |a, b| a * b) + std::iter::once(x * x).chain([x, 2.0]).sum::<f64>()
}

#[differentiable]
fn once_then_chain(xs: &[f64], ys: &[f64]) -> f64 {
    std::iter::once(&ys[0]).chain(xs.iter()).zip(ys).map(|(a, b)| a * b).sum::<f64>()
}

#[differentiable]
fn filtered_chain_backwards(xs: &[f64], ys: &[f64]) -> f64 {
    xs.iter().filter(|x| **x > 0.0).chain(ys.iter().filter(|y| **y < 0.5)).rev().fold(0.3, |s, v| s * s + v * v * s)
}

#[differentiable]
fn chain_of_places(xs: &[f64], ys: &[f64]) -> f64 {
    let mut v = xs.to_vec();
    let mut w = ys.to_vec();
    for (k, a) in v.iter_mut().chain(w.iter_mut()).enumerate() {
        *a = a.sin() * k as f64;
    }
    v[0] * w[0] + v.iter().sum::<f64>() * w.iter().product::<f64>()
}

#[differentiable]
fn kept_in_three_arms(xs: &[f64]) -> f64 {
    xs.iter()
        .filter_map(|&v| {
            if v > 1.0 {
                None
            } else if v > 0.0 {
                Some(v.ln())
            } else {
                let w = v * v;
                Some(w * w)
            }
        })
        .sum()
}

#[differentiable]
fn flat_in_a_loop(m: &[Vec<f64>], n: usize) -> f64 {
    let mut s = 1.0;
    for _ in 0..n {
        for v in m.iter().flatten().filter(|x| **x > 0.0) {
            s = (s * v).sin() + v;
        }
    }
    s
}

#[differentiable]
fn flat_deviations(m: &[Vec<f64>]) -> f64 {
    let t: Vec<f64> = m
        .iter()
        .flat_map(|r| {
            let mean = r.iter().sum::<f64>() / r.len() as f64;
            r.iter().map(move |x| (x - mean) * (x - mean))
        })
        .collect();
    t.iter().sum::<f64>() / t.len() as f64
}

#[differentiable]
fn flat_with_break(m: &[Vec<f64>]) -> f64 {
    let mut s = 0.0;
    for x in m.iter().flatten() {
        if *x > 1.37 {
            break;
        }
        s += x * x * x;
    }
    s
}

#[differentiable]
fn chain_with_return(xs: &[f64], ys: &[f64]) -> f64 {
    let mut s = 0.0;
    for (i, x) in xs.iter().chain(ys.iter().filter(|y| **y > 0.0)).enumerate() {
        if i > 4 {
            return s * x;
        }
        s += x * i as f64;
    }
    s * 3.0
}

#[differentiable]
fn flat_places(xs: &[f64]) -> f64 {
    let mut v = vec![xs.to_vec(), xs.to_vec()];
    for x in v.iter_mut().flatten() {
        *x *= *x;
    }
    v[0][0] * v[1][1] + v[1][0]
}

#[differentiable]
fn flat_mapped_places(xs: &[f64]) -> f64 {
    let mut v = vec![xs.to_vec(), xs.to_vec()];
    for x in v.iter_mut().flat_map(|r| r.iter_mut()) {
        *x *= *x;
    }
    v[0][0] * v[1][1] + v[1][0]
}

#[differentiable]
fn inner_take(xs: &[f64], ys: &[f64]) -> f64 {
    xs.iter()
        .flat_map(|x| ys.iter().filter(|y| **y > 0.0).take(2).map(move |y| x * y))
        .enumerate()
        .map(|(i, v)| v * v * i as f64)
        .sum::<f64>()
}

#[differentiable]
fn takes_of_parts(xs: &[f64], ys: &[f64]) -> f64 {
    xs.iter()
        .filter(|x| **x > 0.0)
        .take(2)
        .chain(ys.iter().filter(|y| **y > 0.0).take(1))
        .chain(xs)
        .take(5)
        .fold(0.4, |s, v| s * 0.3 + v * v + v * s)
}

#[differentiable]
fn parts_that_end(xs: &[f64], ys: &[f64]) -> f64 {
    let mut s = 0.2;
    'o: for k in 0..3 {
        for v in xs.iter().take_while(|x| **x > 0.0).chain(ys.iter().take_while(|y| **y > -10.0)) {
            if *v < -0.5 {
                continue 'o;
            }
            if s > 4.0 {
                break 'o;
            }
            if s > 3.0 {
                break;
            }
            s += v * v * (k as f64 + 1.0);
        }
        s *= 1.5;
    }
    s
}

#[differentiable]
fn inner_ends(m: &[Vec<f64>], ys: &[f64]) -> f64 {
    let mut s = 0.2;
    for r in m {
        for v in r.iter().flat_map(|a| ys.iter().map(move |b| a * b).take_while(|c| *c > -0.2)).take(6) {
            if v > 1.2 {
                return s + v;
            }
            s += v * s;
        }
    }
    s
}

#[differentiable]
fn nested_flat(m: &[Vec<f64>], ys: &[f64]) -> f64 {
    m.iter()
        .flat_map(|r| r.iter().flat_map(|a| ys.iter().map(move |b| a * b).take(3)).take(4))
        .take(9)
        .map(|v| v * v)
        .sum::<f64>()
}

#[test]
fn stages_behind_each_other() {
    for xs in
        [vec![0.713, -0.327, 0.219, 1.417, 0.937, -0.819], vec![-0.417, 0.311, 0.613, 0.113], vec![0.317, 0.411, 0.953]]
    {
        let ys = vec![0.4, 1.1, -0.6, 0.8];
        check!(filtered_zip; &xs = xs.clone(), &ys = ys.clone());
        check!(zip_of_filtered; &xs = xs.clone(), &ys = ys.clone());
        check!(filtered_chain; &xs = xs.clone(), &ys = ys.clone());
        check!(chain_with_jumps; &xs = xs.clone(), &ys = ys.clone());
        check!(filtered_steps; &xs = xs.clone(), &ys = ys.clone());
        check!(filtered_positions; &xs = xs.clone(), &ys = ys.clone());
        check!(flat_arrays; &xs = xs.clone());
        check!(flat_triangle; &xs = xs[..3].to_vec(), &ys = ys.clone());
        check!(flat_products; &xs = xs.clone(), &ys = ys.clone());
        check!(flat_with_labels; &xs = xs.clone());
        check!(flat_with_return; &xs = xs.clone());
        check!(taken_while; &xs = xs.clone());
        check!(skipped_while; &xs = xs.clone());
        check!(kept_by_then_some; &xs = xs.clone());
        check!(kept_by_if; &xs = xs.clone());
        check!(kept_by_then; &xs = xs.clone());
        check!(running_sums; &xs = xs.clone());
        check!(running_products; &xs = xs.clone());
        check!(mapped_while; &xs = xs.clone());
        check!(cycles; &xs = xs.clone(), &ys = ys.clone());
        check!(repeated; x = xs[0], const n = xs.len());
        check!(once_then_chain; &xs = xs.clone(), &ys = ys.clone());
        check!(filtered_chain_backwards; &xs = xs.clone(), &ys = ys.clone());
        check!(chain_of_places; &xs = xs.clone(), &ys = ys.clone());
        check!(kept_in_three_arms; &xs = xs.clone());
        check!(chain_with_return; &xs = xs.clone(), &ys = ys.clone());
        check!(flat_places; &xs = xs.clone());
        check!(flat_mapped_places; &xs = xs.clone());
        check!(inner_take; &xs = xs.clone(), &ys = ys.clone());
        check!(takes_of_parts; &xs = xs.clone(), &ys = ys.clone());
        check!(parts_that_end; &xs = xs.clone(), &ys = ys.clone());
        let m = vec![xs.clone(), ys.clone(), vec![]];
        check!(inner_ends; &m = m.clone(), &ys = ys.clone());
        check!(nested_flat; &m = m.clone(), &ys = ys.clone());
        check!(flat_rows; &m = m.clone());
        check!(flat_in_a_loop; &m = m.clone(), const n = 2);
        check!(flat_with_break; &m = m.clone());
        check!(flat_deviations; &m = vec![xs.clone(), ys.clone()]);
        check!(flat_references; &m = vec![[0.3, xs[0]], [0.2, 0.6]]);
    }
}
