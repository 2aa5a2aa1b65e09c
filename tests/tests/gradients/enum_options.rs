//! Options and tuples over enums without a default, in every way in which they are read.

use autodiff_core::differentiable;

use crate::helpers::check;

#[differentiable]
mod read {
    #[derive(Clone, Copy, PartialEq, Debug)]
    enum Side {
        A,
        B,
    }

    pub(super) fn words(x: &[f64], n: usize) -> f64 {
        let mut best: Option<(Side, f64)> = None;
        let mut s = 0.0;
        for i in 0..n {
            if matches!(best, Some((Side::A, _))) {
                s += x[i];
            }
            if best.is_some() {
                s += 0.5 * x[i];
            }
            let prev = best;
            if best.is_none_or(|(_, b)| x[i] > b) {
                best = Some((if i % 2 == 0 { Side::A } else { Side::B }, x[i] * x[0]));
            }
            let (k, v) = prev.unwrap_or((Side::B, x[0]));
            s += if k == Side::A { v * v } else { v };
            assert!(best.is_some());
        }
        let o = best.or(Some((Side::A, 0.25))).filter(|(k, _)| *k == Side::A);
        s + o.map(|(_, v)| v * x[1]).unwrap_or(s)
    }
    pub(super) fn chained(x: &[f64], n: usize) -> f64 {
        let best = (0..n)
            .filter(|i| x[*i] > 0.0)
            .map(|i| (if i > 2 { Side::A } else { Side::B }, x[i] * x[i]))
            .max_by(|a, b| a.1.total_cmp(&b.1));
        let k = best.map(|(k, _)| k);
        let second = best.and_then(|(k, v)| if k == Side::A { Some((Side::B, v * x[0])) } else { None });
        let w = match (best, second) {
            (Some((Side::A, v)), Some((_, u))) => v * u,
            (Some((_, v)), None) => v,
            _ => x[0],
        };
        w * if k == Some(Side::A) { 2.0 } else { 1.0 }
    }
    pub(super) fn taken(x: &[f64], n: usize) -> f64 {
        let mut held = None;
        let mut s = 0.0;
        for i in 0..n {
            if let Some((k, v)) = held.take() {
                s += if k == Side::A { v * x[i] } else { v };
            }
            if x[i] > 0.0 {
                held = Some((if x[i] > 1.0 { Side::A } else { Side::B }, x[i].sin()));
            }
        }
        let Some((_, last)) = held else { return s };
        s * last
    }
    pub(super) fn ids(x: &[f64], n: usize) -> f64 {
        let groups: Vec<Vec<usize>> = (0..n).map(|i| (0..i).collect()).collect();
        let best = groups
            .iter()
            .map(|g| (g, g.iter().map(|i| x[*i]).sum::<f64>()))
            .filter(|(g, _)| !g.is_empty())
            .max_by(|a, b| a.1.total_cmp(&b.1));
        let mut s = 0.0;
        if let Some((g, v)) = best {
            for i in g {
                s += x[*i] * v;
            }
            s += v * g.len() as f64;
        }
        s
    }
    pub(super) fn nested(x: &[f64], n: usize) -> f64 {
        let mut total = 0.0;
        for j in 0..n {
            let mut near: Option<(Side, (f64, f64))> = None;
            for i in 0..n {
                if i == j {
                    continue;
                }
                let d = (x[i] - x[j]).abs();
                match near {
                    Some((_, (b, _))) if b <= d => {}
                    _ => near = Some((if x[i] > x[j] { Side::A } else { Side::B }, (d, x[i]))),
                }
            }
            if let Some((k, (d, xi))) = near {
                total += if k == Side::A { d * xi } else { d };
            }
        }
        total
    }
    pub(super) fn early_kind(x: &[f64], n: usize) -> f64 {
        let mut kind = Side::A;
        let mut s = 0.0;
        for i in 0..n {
            if x[i] > 1.0 {
                kind = Side::B;
                if s > 2.0 {
                    return s * x[0];
                }
            }
            if x[i] < -1.0 {
                continue;
            }
            s += match kind {
                Side::A => x[i],
                Side::B => x[i] * x[i],
            };
        }
        if kind == Side::B { s } else { s * 2.0 }
    }
    pub(super) fn label(x: &[f64], kinds_n: usize) -> f64 {
        let (k, v) = 'found: {
            for i in 0..x.len() {
                if x[i] > 0.8 {
                    break 'found (if i % 2 == kinds_n % 2 { Side::A } else { Side::B }, x[i] * x[0]);
                }
            }
            (Side::B, x[0])
        };
        if k == Side::A { v * v } else { v }
    }
    pub(super) fn state(x: &[f64], n: usize) -> f64 {
        let mut st = (Side::A, 0.0, 0usize);
        for i in 0..n {
            st = match st {
                (Side::A, v, c) => (if v > 1.0 { Side::B } else { Side::A }, v + x[i], c + 1),
                (Side::B, v, c) => (Side::A, v * x[i], c),
            };
        }
        st.1 * st.2 as f64
    }
}

#[test]
fn options_over_enums_are_read_where_they_are_there() {
    let points = [vec![0.5, -0.3, 1.2, 2.0, 0.9], vec![1.1, 1.2, 0.3, -1.5, 3.0], vec![-0.2, -1.3, 0.4, 0.7, 0.75]];
    for x in points {
        for n in 0..=5 {
            check!(read::words; &x = x.clone(), const n = n);
            check!(read::chained; &x = x.clone(), const n = n);
            check!(read::taken; &x = x.clone(), const n = n);
            check!(read::ids; &x = x.clone(), const n = n);
            check!(read::nested; &x = x.clone(), const n = n);
            check!(read::early_kind; &x = x.clone(), const n = n);
            check!(read::label; &x = x.clone(), const n = n);
            check!(read::state; &x = x.clone(), const n = n);
        }
    }
}
