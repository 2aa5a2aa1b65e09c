//! Variables that are arrays or vectors of tuples of constants and numbers.

use autodiff_core::differentiable;

use crate::helpers::{check, check_single};

#[differentiable]
fn area(x: f64) -> f64 {
    x * x * 0.5
}

#[differentiable]
mod arrays {
    #[derive(Clone, Copy, PartialEq, Debug)]
    pub enum Kind {
        A,
        B,
        C(i32),
    }
    fn apply(w: f64, v: f64) -> f64 {
        w * v.sin()
    }

    pub(super) fn triples(x: f64, w: f64) -> f64 {
        let mut t = w;
        for (kind, a, b) in [(Kind::A, x, w), (Kind::B, x * x, 2.0), (Kind::C(2), w, x)] {
            t += match kind {
                Kind::A => a * b,
                Kind::B => a.sin() + b,
                Kind::C(n) => (a * t).powi(n),
            };
        }
        t
    }
    pub(super) fn bound(x: f64, w: f64) -> f64 {
        let terms = [(Kind::A, x), (Kind::B, x * w), (Kind::C(3), w)];
        let mut t = w;
        for (kind, v) in terms {
            t += match kind {
                Kind::A => v * 2.0,
                Kind::B => v.sin(),
                Kind::C(n) => v.powi(n),
            };
        }
        t
    }
    pub(super) fn bound_ref(x: f64, w: f64) -> f64 {
        let terms = [(Kind::A, x), (Kind::B, x * w), (Kind::C(3), w)];
        let mut t = w;
        for (kind, v) in &terms {
            t += match kind {
                Kind::A => v * 2.0,
                Kind::B => v.sin(),
                Kind::C(n) => v.powi(*n),
            };
        }
        t
    }
    pub(super) fn bound_ref_pat(x: f64, w: f64) -> f64 {
        let terms = [(Kind::A, x, 0.5), (Kind::B, x * w, w), (Kind::C(3), w, x)];
        let mut t = w;
        for &(kind, v, u) in terms.iter() {
            if kind == Kind::B {
                t *= v;
            } else {
                t += v * u;
            }
        }
        t
    }
    pub(super) fn slice_of(x: f64, w: f64) -> f64 {
        let terms = &[(Kind::A, x), (Kind::B, x * w)];
        terms.iter().map(|(k, v)| if *k == Kind::A { v * v } else { v.cos() }).sum()
    }
    pub(super) fn typed(x: f64, w: f64) -> f64 {
        let terms: [(Kind, f64); 3] = [(Kind::A, x), (Kind::B, x * w), (Kind::A, 0.5)];
        terms.iter().filter(|t| t.0 == Kind::A).map(|t| t.1 * w).sum::<f64>()
    }
    pub(super) fn indexed(x: f64, w: f64) -> f64 {
        let terms = [(Kind::A, x), (Kind::B, x * w), (Kind::C(2), 0.5)];
        let mut t = 0.0;
        for i in 0..terms.len() {
            let (kind, v) = terms[i];
            t += if let Kind::C(n) = kind { v * n as f64 * x } else { v * terms[(i + 1) % 3].1 };
            if terms[i].0 == Kind::B {
                t *= w;
            }
        }
        t
    }
    pub(super) fn changed(x: f64, w: f64) -> f64 {
        let mut terms = [(Kind::A, x), (Kind::B, x * w), (Kind::C(2), 0.5)];
        for i in 0..3 {
            terms[i].1 *= w;
            if i == 1 {
                terms[i].0 = Kind::A;
            }
            terms[0].1 += terms[i].1;
        }
        for t in terms.iter_mut() {
            t.1 = t.1 * t.1;
            if t.0 == Kind::A {
                t.0 = Kind::B;
            }
        }
        terms[2] = (Kind::C(4), x);
        terms
            .iter()
            .map(|(k, v)| match k {
                Kind::A => *v,
                Kind::B => v.sin(),
                Kind::C(n) => v.powi(*n),
            })
            .sum()
    }
    pub(super) fn repeated(x: f64, w: f64) -> f64 {
        let mut cells = [(Kind::A, 0.0); 4];
        for i in 0..4 {
            cells[i] = (if i % 2 == 0 { Kind::B } else { Kind::C(i as i32) }, x * i as f64 + w);
        }
        let mut s = 0.0;
        for (k, v) in cells {
            s += match k {
                Kind::C(n) => v.powi(n),
                _ => v * w,
            }
        }
        s
    }
    pub(super) fn folded(x: f64, w: f64) -> f64 {
        let terms = [(1.0, Kind::A, x), (w, Kind::B, x * w)];
        terms.iter().fold(w, |t, &(s, k, v)| if k == Kind::A { t * v + s } else { t - v * s })
    }
    pub(super) fn named(x: f64, w: f64) -> f64 {
        let terms = [("sin", x), ("cos", x * w), ("id", w)];
        let mut t = 0.0;
        for (name, v) in terms.iter() {
            t += match *name {
                "sin" => v.sin(),
                "cos" => v.cos(),
                _ => *v,
            } * name.len() as f64;
        }
        t
    }
    pub(super) fn strings(x: f64, w: f64) -> f64 {
        let terms = [(String::from("a"), x), (String::from("bb"), x * w)];
        terms.iter().map(|(n, v)| v * v * n.len() as f64).sum::<f64>() * terms[1].1
    }
    pub(super) fn vectors(x: f64, w: f64) -> f64 {
        let terms = vec![(Kind::A, x), (Kind::B, x * w)];
        let mut t = 0.0;
        for (k, v) in &terms {
            t += if *k == Kind::A { v * v } else { v.cos() };
        }
        for (k, v) in terms {
            t *= if k == Kind::A { v } else { v.exp() };
        }
        t
    }
    pub(super) fn pushed(xs: &[f64], w: f64) -> f64 {
        let mut terms = Vec::new();
        for (i, x) in xs.iter().enumerate() {
            terms.push((if i % 2 == 0 { Kind::A } else { Kind::C(i as i32) }, x * w));
        }
        terms
            .iter()
            .map(|(k, v)| match k {
                Kind::C(n) => v.powi(*n),
                _ => v * w,
            })
            .sum()
    }
    pub(super) fn collected(xs: &[f64], w: f64) -> f64 {
        let terms: Vec<(Kind, f64)> = xs.iter().map(|x| (if *x > 0.5 { Kind::A } else { Kind::B }, x * w)).collect();
        let best = terms.iter().max_by(|a, b| a.1.total_cmp(&b.1));
        let s: f64 = terms.iter().filter(|(k, _)| *k == Kind::A).map(|(_, v)| v * v).sum();
        match best {
            Some(&(Kind::A, v)) => s * v,
            Some((_, v)) => s + v,
            None => w,
        }
    }
    pub(super) fn nested(x: f64, w: f64) -> f64 {
        let table = [[(Kind::A, x), (Kind::B, w)], [(Kind::B, x * w), (Kind::A, 2.0)]];
        let mut s = 0.0;
        for row in &table {
            for (k, v) in row {
                s += if *k == Kind::A { v * v } else { v.sin() };
            }
        }
        s
    }
    pub(super) fn last_and_first(x: f64, w: f64) -> f64 {
        let terms = [(Kind::A, x), (Kind::B, x * w)];
        let first = terms[0];
        let last = terms.last().unwrap();
        if first.0 == Kind::A { first.1 * last.1 } else { w }
    }
    pub(super) fn zipped(xs: &[f64], w: f64) -> f64 {
        let kinds = [(Kind::A, w), (Kind::B, w * w), (Kind::A, 1.0)];
        xs.iter().zip(kinds.iter()).map(|(x, (k, v))| if *k == Kind::A { x * v } else { x - v }).sum()
    }
    pub(super) fn windows(x: f64, w: f64) -> f64 {
        let terms = [(Kind::A, x), (Kind::B, x * w), (Kind::A, w)];
        let mut s = 0.0;
        for pair in terms.windows(2) {
            s += if pair[0].0 == pair[1].0 { pair[0].1 } else { pair[0].1 * pair[1].1 };
        }
        s
    }
}
#[differentiable]
mod vectors {
    #[derive(Clone, Copy, PartialEq, Debug)]
    pub enum Kind {
        A,
        B,
        C(i32),
    }
    #[derive(Clone, PartialEq, Debug)]
    pub enum Op {
        Add,
        Scale(Vec<i32>),
        Named(String),
    }

    pub(super) fn stack(xs: &[f64], w: f64) -> f64 {
        let mut stack = vec![(Kind::C(2), w)];
        let mut total = 0.0;
        while let Some((kind, v)) = stack.pop() {
            match kind {
                Kind::A => total += v * v,
                Kind::B => total += v.sin(),
                Kind::C(n) => {
                    for x in xs {
                        stack.push((
                            if n > 1 {
                                Kind::C(n - 1)
                            } else if *x > 0.0 {
                                Kind::A
                            } else {
                                Kind::B
                            },
                            v * x,
                        ));
                    }
                }
            }
        }
        total
    }
    pub(super) fn by_value(xs: &[f64], w: f64) -> f64 {
        let steps = vec![(Op::Add, w), (Op::Scale(vec![1, 2]), w * w), (Op::Named("sin".to_string()), 2.0)];
        let mut total = xs.len() as f64 * w;
        for (op, v) in steps {
            total = match op {
                Op::Add => total + v,
                Op::Scale(by) => total * v * by.len() as f64,
                Op::Named(name) => {
                    if name == "sin" {
                        (total * v).sin()
                    } else {
                        v
                    }
                }
            };
        }
        total
    }
    pub(super) fn by_reference(xs: &[f64], w: f64) -> f64 {
        let steps = [(Op::Add, w), (Op::Scale(vec![1, 2]), w * w), (Op::Named("sin".to_string()), 2.0)];
        let mut total = 0.3;
        for x in xs {
            for (op, v) in &steps {
                total = match op {
                    Op::Add => total + v * x,
                    Op::Scale(by) => total * v * by.len() as f64,
                    Op::Named(name) => {
                        if name == "sin" {
                            (total * v).sin()
                        } else {
                            *v
                        }
                    }
                };
            }
            if steps[0].0 == Op::Add {
                total += steps[1].1;
            }
        }
        total
    }
    pub(super) fn swapped(xs: &[f64], w: f64) -> f64 {
        let mut cells = [(Kind::A, w), (Kind::B, w * w), (Kind::C(2), 1.0)];
        for (i, x) in xs.iter().enumerate() {
            cells.swap(i % 3, (i + 1) % 3);
            cells[i % 3].1 += x;
        }
        if cells[0].0 == Kind::A { cells[0].1 * cells[1].1 } else { cells[2].1.sin() * cells[0].1 }
    }
    pub(super) fn rebuilt(xs: &[f64], w: f64) -> f64 {
        let mut pair = [(Kind::A, w), (Kind::B, 1.0)];
        for x in xs {
            pair = if *x > 0.0 { [(pair[1].0, pair[0].1 * x), (Kind::A, pair[1].1 + x)] } else { [pair[1], pair[0]] };
        }
        if pair[0].0 == Kind::A { pair[0].1 } else { pair[1].1 * w }
    }
    pub(super) fn grids(xs: &[f64], w: f64) -> f64 {
        let mut rows: Vec<Vec<(Kind, f64)>> = Vec::new();
        for (i, x) in xs.iter().enumerate() {
            let mut row = Vec::new();
            for j in 0..i {
                row.push((if j % 2 == 0 { Kind::A } else { Kind::B }, x * j as f64 + w));
            }
            rows.push(row);
        }
        let mut s = 0.0;
        for row in &rows {
            for (k, v) in row {
                s += if *k == Kind::A { v * v } else { *v };
            }
            s *= row.len() as f64 + 1.0;
        }
        s
    }
    pub(super) fn looked_up(xs: &[f64], w: f64) -> f64 {
        let table = [(Kind::A, w), (Kind::B, w * w), (Kind::C(2), 1.0)];
        let mut s = 0.0;
        for (i, x) in xs.iter().enumerate() {
            if let Some((k, v)) = table.get(i) {
                s += if *k == Kind::B { v * x } else { *v };
            }
            if let Some(&(k, v)) = table.first() {
                if k == Kind::A {
                    s *= v;
                }
            }
        }
        let found = table.iter().find(|(k, _)| *k == Kind::B);
        let place = table.iter().position(|(k, _)| matches!(k, Kind::C(_))).unwrap_or(0);
        s + found.map(|(_, v)| v * 3.0).unwrap_or(0.0) + table[place].1 * w
    }
    pub(super) fn reversed(xs: &[f64], w: f64) -> f64 {
        let terms: Vec<(Kind, f64)> = xs.iter().map(|x| (if *x > 0.5 { Kind::A } else { Kind::C(3) }, x * w)).collect();
        let mut s = w;
        for (i, (k, v)) in terms.iter().enumerate().rev() {
            s = match k {
                Kind::C(n) => s * v + *n as f64,
                _ => s + v * i as f64,
            };
        }
        for pair in terms.chunks(2) {
            s += pair[0].1 * pair[pair.len() - 1].1;
            if pair[0].0 == Kind::A {
                s *= 0.5;
            }
        }
        for (a, b) in terms.iter().zip(terms.iter().skip(1)) {
            if a.0 == b.0 {
                s += a.1 * b.1;
            }
        }
        s
    }
    pub(super) fn in_tuple(xs: &[f64], w: f64) -> f64 {
        let mut state = (vec![(Kind::A, w)], 0.0, Kind::B);
        for x in xs {
            state.0.push((state.2, x * w));
            state.1 += state.0[state.0.len() - 1].1;
            if state.0.len() > 2 {
                state.2 = Kind::C(1);
            }
        }
        state.0.iter().filter(|(k, _)| *k == Kind::B).map(|(_, v)| v).sum::<f64>() * state.1
    }
    pub(super) fn closures(xs: &[f64], w: f64) -> f64 {
        let terms = [(Kind::A, w, xs.len()), (Kind::B, w * w, 2)];
        let at = |i: usize, x: f64| {
            let (k, v, n) = terms[i % 2];
            if k == Kind::A { v * x } else { v.powi(n as i32) + x }
        };
        xs.iter().enumerate().map(|(i, x)| at(i, *x)).sum::<f64>() + terms[1].1
    }
    pub(super) fn vecs_change(xs: &[f64], w: f64) -> f64 {
        let mut terms = vec![(Kind::A, w); 2];
        for (i, x) in xs.iter().enumerate() {
            terms.push((Kind::C(i as i32), x * w));
            if i % 2 == 1 {
                terms.remove(0);
            }
            if let Some(last) = terms.last_mut() {
                last.1 *= 1.5;
                last.0 = Kind::B;
            }
        }
        terms.insert(0, (Kind::A, 2.0 * w));
        terms.truncate(4);
        let mut s = 0.0;
        for (k, v) in terms.iter() {
            s += if *k == Kind::A { v * v } else { *v };
        }
        terms.clear();
        s + terms.len() as f64
    }
    pub(super) fn extended(xs: &[f64], w: f64) -> f64 {
        let mut terms: Vec<(Kind, f64)> = Vec::with_capacity(xs.len());
        terms.extend(xs.iter().map(|x| (Kind::B, x * w)));
        terms.extend_from_slice(&[(Kind::A, w)]);
        let other = terms.clone();
        terms.iter().zip(&other).map(|(a, b)| if a.0 == Kind::A { a.1 * b.1 } else { b.1 }).sum()
    }
    pub(super) fn single(xs: &[f32], w: f32) -> f32 {
        let mut acc = (Kind::A, 0.0, 1.0);
        let scale = [(Kind::B, 0.5), (Kind::A, w)];
        for x in xs {
            acc.1 += x * w;
            acc.2 *= 0.5;
            for (k, s) in scale {
                if k == acc.0 {
                    acc.1 *= s;
                } else {
                    acc.2 += s;
                }
            }
            if *x > 1.0 {
                acc.0 = Kind::B;
                acc.2 = 0.25;
            }
        }
        acc.1 * acc.2
    }
    pub(super) fn sorted(xs: &[f64], w: f64) -> f64 {
        let mut terms: Vec<(Kind, f64)> =
            xs.iter().map(|x| (if *x > 0.5 { Kind::A } else { Kind::C(3) }, x * w)).collect();
        terms.sort_by(|a, b| a.1.total_cmp(&b.1));
        let mut s = 0.0;
        for (i, (k, v)) in terms.iter().enumerate() {
            s += if *k == Kind::A { v * i as f64 } else { v * v };
        }
        s
    }
    pub(super) fn folded(xs: &[f64], w: f64) -> f64 {
        let out = xs.iter().fold(Vec::new(), |mut v: Vec<(Kind, f64)>, x| {
            v.push((Kind::A, x * w));
            v
        });
        let (a, b): (Vec<Kind>, Vec<f64>) = out.iter().copied().unzip();
        b.iter().sum::<f64>() * a.len() as f64
    }
    pub(super) fn panics(xs: &[f64], w: f64) -> f64 {
        let terms = [(Kind::A, w), (Kind::B, 2.0)];
        assert!(terms[0].0 == Kind::A && terms.len() == 2, "{}", terms[1].1);
        debug_assert_eq!(terms[1].0, Kind::B);
        let first = terms.iter().map(|t| t.1).fold(f64::NEG_INFINITY, f64::max);
        first * xs.iter().sum::<f64>()
    }
}
/// What only `rustc` knows may have a derivative.
#[differentiable]
mod mixed {
    use super::area;
    use super::arrays::Kind;

    const TABLE: [(Kind, f64); 3] = [(Kind::A, 1.5), (Kind::C(2), 0.5), (Kind::B, 2.0)];

    pub(super) fn unknown(xs: &[f64], w: f64) -> f64 {
        let mut terms = [(area(w), 2.0), (area(w + 1.0), w)];
        let mut s = 0.0;
        for x in xs {
            for (a, b) in &terms {
                s += a * b * x;
            }
            terms[1].0 = area(s * 0.1);
            terms[0] = terms[1];
        }
        s + terms[0].0
    }

    pub(super) fn pairs(xs: &[f64], w: f64) -> f64 {
        let terms = [(Kind::A, (w, 1.0)), (Kind::B, (2.0, w * w))];
        let mut s = w;
        for x in xs {
            for (kind, (a, b)) in terms {
                s = if kind == Kind::A { s * a + x } else { (s + b).sin() * x };
            }
        }
        s + terms[1].1.0 * terms[0].1.0
    }

    pub(super) fn table(xs: &[f64], w: f64) -> f64 {
        let mut terms = TABLE.to_vec();
        for (i, x) in xs.iter().enumerate() {
            if i % 3 == 2 {
                terms = TABLE.to_vec();
                continue;
            }
            terms[i % 3].1 *= x * w;
            if terms[0].1 > 40.0 {
                return terms[0].1;
            }
        }
        terms.iter().map(|(k, v)| if *k == Kind::B { v * v } else { *v }).sum()
    }

    pub(super) fn chosen(xs: &[f64], w: f64) -> f64 {
        let mut s = 0.0;
        for x in xs {
            let terms = if *x > 0.5 { [(Kind::A, *x), (Kind::B, w)] } else { [(Kind::C(2), w), (Kind::A, x * w)] };
            let [first, (kind, v)] = terms;
            s += match first {
                (Kind::C(n), u) => u.powi(n) * v,
                (k, u) if k == kind => u,
                (_, u) => u - v,
            };
        }
        s
    }

    #[differentiable(checkpoint = 2)]
    pub(super) fn kept(xs: &[f64], w: f64) -> f64 {
        let mut cells = [(Kind::A, w), (Kind::B, 1.0)];
        for x in xs {
            cells[0].1 = (cells[0].1 * x).sin() + cells[1].1;
            if *x > 0.5 {
                cells[1] = (cells[0].0, cells[0].1 * w);
                cells[0].0 = Kind::C(1);
            }
        }
        cells[0].1 * cells[1].1
    }

    #[differentiable(optimize = false)]
    pub(super) fn plain(xs: &[f64], w: f64) -> f64 {
        let mut cells = vec![(Kind::A, w)];
        let mut acc = (Kind::A, 1.0);
        for x in xs {
            cells.push((acc.0, acc.1 * x));
            acc.1 += cells[cells.len() - 1].1;
            if *x > 0.5 {
                acc.0 = Kind::B;
            }
        }
        acc.1 * cells.iter().filter(|(k, _)| *k == Kind::A).map(|(_, v)| v).sum::<f64>()
    }

    /// Many points, a small table: what is independent runs in lanes.
    pub(super) fn points(xs: &[f64], w: f64) -> f64 {
        let table = [(Kind::A, w), (Kind::B, w * w), (Kind::C(3), 0.5)];
        let mut total = 0.0;
        for x in xs {
            let mut y = *x;
            for (kind, c) in &table {
                y = match kind {
                    Kind::A => y + c,
                    Kind::B => y * c,
                    Kind::C(n) => (y * c).powi(*n),
                };
            }
            total += y * y;
        }
        total
    }
}

#[test]
fn arrays_of_constants_and_numbers() {
    for (x, w) in [(0.7, 1.3), (-0.4, 0.8)] {
        check!(arrays::triples; x = x, w = w);
        check!(arrays::bound; x = x, w = w);
        check!(arrays::bound_ref; x = x, w = w);
        check!(arrays::bound_ref_pat; x = x, w = w);
        check!(arrays::slice_of; x = x, w = w);
        check!(arrays::typed; x = x, w = w);
        check!(arrays::indexed; x = x, w = w);
        check!(arrays::changed; x = x, w = w);
        check!(arrays::repeated; x = x, w = w);
        check!(arrays::folded; x = x, w = w);
        check!(arrays::named; x = x, w = w);
        check!(arrays::strings; x = x, w = w);
        check!(arrays::vectors; x = x, w = w);
        check!(arrays::nested; x = x, w = w);
        check!(arrays::last_and_first; x = x, w = w);
        check!(arrays::windows; x = x, w = w);
    }
    for xs in [vec![], vec![0.6], vec![0.2, 0.9, 1.4, -0.3]] {
        check!(arrays::pushed; &xs = xs.clone(), w = 0.8);
        check!(arrays::collected; &xs = xs.clone(), w = 0.8);
        check!(arrays::zipped; &xs = xs.clone(), w = 0.8);
    }
}

#[test]
fn vectors_of_constants_and_numbers() {
    for xs in [vec![], vec![0.6], vec![0.2, 0.9, 1.4, -0.3], vec![-0.7, 0.8, -0.2, 0.31, 2.0, 0.55]] {
        for w in [0.8, -0.45] {
            check!(vectors::stack; &xs = xs.clone(), w = w);
            check!(vectors::by_value; &xs = xs.clone(), w = w);
            check!(vectors::by_reference; &xs = xs.clone(), w = w);
            check!(vectors::swapped; &xs = xs.clone(), w = w);
            check!(vectors::rebuilt; &xs = xs.clone(), w = w);
            check!(vectors::grids; &xs = xs.clone(), w = w);
            check!(vectors::looked_up; &xs = xs.clone(), w = w);
            check!(vectors::reversed; &xs = xs.clone(), w = w);
            check!(vectors::in_tuple; &xs = xs.clone(), w = w);
            check!(vectors::closures; &xs = xs.clone(), w = w);
            check!(vectors::vecs_change; &xs = xs.clone(), w = w);
            check!(vectors::extended; &xs = xs.clone(), w = w);
            check!(vectors::sorted; &xs = xs.clone(), w = w);
            check!(vectors::folded; &xs = xs.clone(), w = w);
            check!(vectors::panics; &xs = xs.clone(), w = w);
            let single: Vec<f32> = xs.iter().map(|x| *x as f32).collect();
            check_single!(vectors::single; &xs = single, w = w as f32);
            check!(mixed::unknown; &xs = xs.clone(), w = w);
            check!(mixed::pairs; &xs = xs.clone(), w = w);
            check!(mixed::table; &xs = xs.clone(), w = w);
            check!(mixed::chosen; &xs = xs.clone(), w = w);
            check!(mixed::kept; &xs = xs.clone(), w = w);
            check!(mixed::plain; &xs = xs.clone(), w = w);
            check!(mixed::points; &xs = xs.clone(), w = w);
        }
    }
    let many: Vec<f64> = (0..53).map(|i| (i as f64 * 0.37).sin()).collect();
    check!(mixed::points; &xs = many.clone(), w = 0.8);
}
