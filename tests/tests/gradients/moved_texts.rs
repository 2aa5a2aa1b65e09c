//! Text and other constants that are moved, beside numbers.

use autodiff_core::differentiable;

use crate::helpers::check;

#[differentiable]
mod labelled {
    pub(super) fn best(names: &[String], xs: &[f64], w: f64) -> f64 {
        let best = names
            .iter()
            .zip(xs)
            .map(|(n, x)| (n.clone(), x * x))
            .filter(|(n, _)| n.len() > 1)
            .max_by(|a, b| a.1.total_cmp(&b.1));
        match best {
            Some((n, v)) => v * w + n.len() as f64,
            None => w,
        }
    }
    pub(super) fn reduced(names: &[String], xs: &[f64], w: f64) -> f64 {
        let best =
            names.iter().cloned().zip(xs.iter().map(|x| x.sin() * w)).reduce(|a, b| if a.1 > b.1 { a } else { b });
        let (n, v) = best.unwrap_or((String::from("none"), w));
        if n.starts_with('b') { v * v } else { v }
    }
    pub(super) fn looped(names: &[String], xs: &[f64], w: f64) -> f64 {
        let mut best: Option<(String, f64)> = None;
        for (n, x) in names.iter().zip(xs) {
            let score = x * x * w;
            match &best {
                Some((_, s)) if *s >= score => {}
                _ => best = Some((n.clone(), score)),
            }
        }
        if let Some((n, s)) = &best {
            if n.contains('c') {
                return s * 2.0;
            }
            return *s;
        }
        w * w
    }
    pub(super) fn grouped(names: &[String], xs: &[f64], w: f64) -> f64 {
        let mut current = String::new();
        let mut sum = 0.0;
        let mut total = 0.0;
        for (n, x) in names.iter().zip(xs.iter()) {
            if *n != current {
                total += sum * sum;
                sum = 0.0;
                current = n.clone();
            }
            sum += x * w;
        }
        total + sum * sum + current.len() as f64 * w
    }
    pub(super) fn folded(names: &[String], xs: &[f64], w: f64) -> f64 {
        let (label, total) = names.iter().zip(xs).fold((String::new(), 0.0), |(label, t), (n, x)| {
            if n.len() > label.len() { (n.clone(), t + x * w) } else { (label, t + x) }
        });
        total * label.len() as f64
    }
    pub(super) fn filtered(names: &[String], xs: &[f64], w: f64) -> f64 {
        let kept: Vec<(String, f64)> = names
            .iter()
            .zip(xs)
            .map(|(n, x)| (n.to_uppercase(), x * w))
            .filter(|(n, x)| n != "BB" && *x < 9.0)
            .collect();
        kept.iter().map(|(n, x)| x * n.len() as f64).sum::<f64>()
    }
    pub(super) fn minimum(names: &[String], xs: &[f64], w: f64) -> f64 {
        let (n, v) = xs
            .iter()
            .enumerate()
            .map(|(i, x)| (format!("{}{i}", names[i]), (x - w).powi(2)))
            .min_by(|a, b| a.1.partial_cmp(&b.1).unwrap())
            .unwrap_or((String::from("zzz"), w));
        v * n.len() as f64
    }
    pub(super) fn states(_names: &[String], xs: &[f64], w: f64) -> f64 {
        let mut tags: Vec<Vec<usize>> = Vec::new();
        let mut state = (vec![0usize], w);
        for (i, x) in xs.iter().enumerate() {
            let next = (state.0.clone(), state.1 * x);
            if next.1 > 1.0 {
                state = (vec![i, i + 1], next.1.sqrt());
            } else {
                state = next;
            }
            tags.push(state.0.clone());
        }
        state.1 * state.0.len() as f64 + tags.len() as f64
    }
    pub(super) fn inspected(names: &[String], xs: &[f64], w: f64) -> f64 {
        names
            .iter()
            .zip(xs)
            .map(|(n, x)| (n.clone(), x * w))
            .map(|(n, v)| {
                let long = n.len() > 1;
                let other = n;
                if long { v * v } else { v * other.len() as f64 }
            })
            .sum()
    }
    pub(super) fn last(names: &[String], xs: &[f64], w: f64) -> f64 {
        let Some((n, v)) = names.iter().zip(xs).map(|(n, x)| (n.clone(), x * w)).take_while(|(n, _)| n != "bb").last()
        else {
            return w;
        };
        v * n.len() as f64
    }
    pub(super) fn found(names: &[String], xs: &[f64], w: f64) -> f64 {
        let hit = names.iter().zip(xs).map(|(n, x)| (n.clone(), x * w)).find(|(n, v)| n.len() == 2 && *v > 0.1);
        let (n, v) = hit.clone().unwrap_or(("d".to_string(), w));
        let k = hit.map(|(n, _)| n.len()).unwrap_or(7);
        v * k as f64 + n.len() as f64 * w
    }
}

#[test]
fn constants_that_are_moved_are_copied_where_they_are_read_on() {
    let all: Vec<String> = ["a", "bb", "ccc", "a", "dd"].iter().map(|text| text.to_string()).collect();
    for x in [vec![0.5, -0.3, 1.2, 2.0, 0.9], vec![0.1, 0.2], vec![-0.2, -1.3, 0.4, 0.7, 0.75], vec![]] {
        for w in [0.73, 1.13] {
            let names = all[..x.len()].to_vec();
            check!(labelled::best; const &names = names.clone(), &xs = x.clone(), w = w);
            check!(labelled::reduced; const &names = names.clone(), &xs = x.clone(), w = w);
            check!(labelled::looped; const &names = names.clone(), &xs = x.clone(), w = w);
            check!(labelled::grouped; const &names = names.clone(), &xs = x.clone(), w = w);
            check!(labelled::folded; const &names = names.clone(), &xs = x.clone(), w = w);
            check!(labelled::filtered; const &names = names.clone(), &xs = x.clone(), w = w);
            check!(labelled::minimum; const &names = names.clone(), &xs = x.clone(), w = w);
            check!(labelled::states; const &names = names.clone(), &xs = x.clone(), w = w);
            check!(labelled::inspected; const &names = names.clone(), &xs = x.clone(), w = w);
            check!(labelled::last; const &names = names.clone(), &xs = x.clone(), w = w);
            check!(labelled::found; const &names = names.clone(), &xs = x.clone(), w = w);
        }
    }
}
