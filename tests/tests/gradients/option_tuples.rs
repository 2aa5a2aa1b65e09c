//! Variables that are tuples with options in them.

use autodiff_core::differentiable;

use crate::helpers::check;

#[differentiable]
mod states {
    #[derive(Clone, Copy, PartialEq, Debug)]
    pub enum Kind {
        A,
        B,
    }
    pub(super) fn pair(_xs: &[f64], w: f64) -> f64 {
        let p = (Some(w * w), 1.5);
        if let Some(y) = p.0 { y + p.1 } else { p.1 }
    }
    pub(super) fn carried(xs: &[f64], w: f64) -> f64 {
        let mut st = (None, 0.0);
        for x in xs {
            if let Some(v) = st.0 {
                st.1 += v * x;
            }
            if *x > 0.0 {
                st.0 = Some(x * w);
            } else {
                st.0 = None;
            }
        }
        match st {
            (Some(v), s) => v * s,
            (None, s) => s + w,
        }
    }
    pub(super) fn whole(xs: &[f64], w: f64) -> f64 {
        let mut st: (Option<f64>, f64, usize) = (None, w, 0);
        for x in xs {
            st = match st {
                (None, s, n) => (Some(*x), s + x, n + 1),
                (Some(v), s, n) if v * s > 2.0 => (None, s * 0.5, n),
                (Some(v), s, n) => {
                    let t = v * s;
                    (Some(t + x), t.sin(), n + 1)
                }
            };
        }
        st.0.unwrap_or(w) * st.1 + st.2 as f64
    }
    pub(super) fn chosen(xs: &[f64], w: f64) -> f64 {
        let mut total = 0.0;
        for x in xs {
            let (best, scale) = if *x > 0.5 {
                (Some(x * w), 2.0)
            } else if *x < -0.2 {
                (None, w)
            } else {
                (Some(w), *x)
            };
            total += best.map(|b| b * scale).unwrap_or(scale);
            let st = if total > 1.0 { (Some(total), None) } else { (None, Some(w * x)) };
            total += match st {
                (Some(a), _) => a * 0.1,
                (None, Some(b)) => b,
                (None, None) => 0.0,
            };
        }
        total
    }
    pub(super) fn folded(xs: &[f64], w: f64) -> f64 {
        let (best, sum) = xs.iter().fold((None, 0.0), |(best, sum), x| {
            let v = x * w;
            (
                match best {
                    Some(b) if b > v => Some(b),
                    _ => Some(v),
                },
                sum + v * v,
            )
        });
        let st = xs.iter().fold((None::<f64>, 1.0), |acc, x| {
            if let Some(p) = acc.0 { (Some(*x), acc.1 + p * x) } else { (Some(*x), acc.1) }
        });
        best.unwrap_or(0.0) * sum + st.1 * st.0.unwrap_or(2.0)
    }
    pub(super) fn two(xs: &[f64], w: f64) -> f64 {
        let mut top = (None::<f64>, None::<f64>);
        for x in xs {
            let v = x * w;
            match top {
                (None, _) => top.0 = Some(v),
                (Some(a), _) if v > a => top = (Some(v), top.0),
                (_, None) => top.1 = Some(v),
                (_, Some(b)) if v > b => top.1 = Some(v),
                _ => {}
            }
        }
        match top {
            (Some(a), Some(b)) => a * b,
            (Some(a), None) => a,
            _ => w,
        }
    }
    pub(super) fn kinds(xs: &[f64], w: f64) -> f64 {
        let mut st = (Kind::A, None, 0.0);
        for (i, x) in xs.iter().enumerate() {
            if st.0 == Kind::B
                && let Some(v) = st.1
            {
                st.2 += v;
            }
            st.1 = if st.1.is_some() && i % 2 == 0 { None } else { Some(x * st.2 + w) };
            if i == 1 {
                st.0 = Kind::B;
            }
            if i == 4 {
                return st.2;
            }
        }
        st.2 + st.1.unwrap_or(0.0)
    }
    pub(super) fn swapped(xs: &[f64], w: f64) -> f64 {
        let mut st = (Some(w), Some(2.0), 1.0);
        for x in xs {
            st = (st.1, st.0, st.2 * 0.5 + x);
            let copy = st;
            if let Some(v) = st.0.take() {
                st.0 = Some(v * x);
            }
            st.2 += copy.0.unwrap_or(0.0);
        }
        let (a, b, c) = st;
        a.unwrap() * b.unwrap() + c
    }
    pub(super) fn hidden(xs: &[f64], w: f64) -> f64 {
        let st = (Some(w), 2.0);
        for x in xs {
            let mut st = (Some(st.1 * x), st.0.unwrap_or(0.5));
            st.1 *= st.0.unwrap_or(1.0);
            let st = if st.1 > 0.3 { (st.0.map(|v| v * v), st.1 + x) } else { (None, st.1) };
            if st.1 > 5.0 {
                return st.0.unwrap_or(1.0) * st.1;
            }
        }
        let st = (Some(st.1), st.0.unwrap_or(0.0) + 1.0);
        st.0.unwrap_or(0.0) * st.1 * w
    }
    pub(super) fn constants(xs: &[f64], w: f64) -> f64 {
        let fixed = (Some(3usize), 2.0);
        let mut last = (None, 0usize);
        let mut s = w;
        for (i, x) in xs.iter().enumerate() {
            if let Some(j) = last.0 {
                s += xs[j] * x;
            }
            last = (Some(i), last.1 + 1);
            if last.1 > 2 {
                last.0 = None;
            }
        }
        s * fixed.1 + fixed.0.map_or(0.0, |n| n as f64) + last.1 as f64
    }
    pub(super) fn labelled(xs: &[f64], w: f64) -> f64 {
        let mut st = (None, w);
        'outer: for x in xs {
            for y in xs {
                if x * y > 1.0 {
                    st = (Some(x * y), st.1 * 0.5);
                    continue 'outer;
                }
                if y * y > 3.0 {
                    st.0 = None;
                    break 'outer;
                }
                st.1 += x * y;
            }
        }
        let (Some(v), s) = st else { return st.1 };
        v * s
    }
    pub(super) fn vectors(xs: &[f64], w: f64) -> f64 {
        let mut st = (None, Vec::new());
        for x in xs {
            st.1.push(x * w);
            st.0 = match st.0 {
                None => Some(st.1.clone()),
                Some(v) if v.len() > 1 => None,
                Some(mut v) => {
                    v.push(*x);
                    Some(v)
                }
            };
        }
        let s: f64 = st.1.iter().sum();
        s + st.0.map_or(0.0, |v| v.iter().map(|x| x * x).sum::<f64>())
    }
    pub(super) fn nested(xs: &[f64], w: f64) -> f64 {
        let mut st = ((None, 1.0), w, Kind::A);
        for x in xs {
            if let Some(v) = st.0.0 {
                st.1 += v * x;
            }
            st.0.1 *= 0.5;
            st.0 = if st.1 > 1.0 { (None, st.0.1) } else { (Some(st.1), st.0.1 + x) };
            st.2 = Kind::B;
        }
        let ((last, scale), sum, kind) = st;
        if kind == Kind::A { sum } else { sum * scale + last.unwrap_or(w) }
    }
    pub(super) fn closures(xs: &[f64], w: f64) -> f64 {
        let mut st = (None, 0.0);
        let mut step = |x: f64| {
            if let Some(p) = st.0 {
                st.1 += p * x;
            }
            st.0 = Some(x * w);
        };
        for x in xs {
            step(*x);
        }
        st.1 + st.0.map_or(0.0, |v| v * v)
    }
}
#[test]
fn options_stand_in_tuples() {
    for xs in [vec![], vec![0.6], vec![0.2, 0.9, 1.4, -0.3], vec![-0.7, 0.8, -0.25, 0.31, 2.0, 0.55]] {
        for w in [0.8, -0.45] {
            check!(states::pair; &xs = xs.clone(), w = w);
            check!(states::carried; &xs = xs.clone(), w = w);
            check!(states::whole; &xs = xs.clone(), w = w);
            check!(states::chosen; &xs = xs.clone(), w = w);
            check!(states::folded; &xs = xs.clone(), w = w);
            check!(states::two; &xs = xs.clone(), w = w);
            check!(states::kinds; &xs = xs.clone(), w = w);
            check!(states::swapped; &xs = xs.clone(), w = w);
            check!(states::hidden; &xs = xs.clone(), w = w);
            check!(states::constants; &xs = xs.clone(), w = w);
            check!(states::labelled; &xs = xs.clone(), w = w);
            check!(states::vectors; &xs = xs.clone(), w = w);
            check!(states::nested; &xs = xs.clone(), w = w);
            check!(states::closures; &xs = xs.clone(), w = w);
        }
    }
}
