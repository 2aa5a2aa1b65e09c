//! Constants without a default, and such that cannot be copied, beside numbers in options and in items of iterators.

use autodiff_core::differentiable;

use crate::helpers::check;

#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Kind {
    Linear,
    Square { scale: f64 },
    Constant,
}

/// Neither `Copy` nor `Default`, nor even comparable.
#[derive(Clone)]
pub(crate) struct Tag {
    name: String,
    weight: f64,
}

use Kind::{Constant, Linear, Square};

#[differentiable]
fn best_so_far(xs: &[f64], #[constant] kinds: &[Kind]) -> f64 {
    let mut best: Option<(Kind, f64)> = None;
    for (kind, x) in kinds.iter().zip(xs) {
        let value = match kind {
            Linear => *x,
            Square { scale } => scale * x * x,
            Constant => 1.0,
        };
        best = match best {
            Some((_, before)) if before >= value => best,
            _ => Some((*kind, value)),
        };
    }
    match best {
        Some((Linear, value)) => value * 2.0,
        Some((Square { scale }, value)) => value * value * scale,
        Some((Constant, _)) => xs[0],
        None => 0.5,
    }
}

#[differentiable]
fn best_without_type(xs: &[f64], #[constant] kinds: &[Kind]) -> f64 {
    let mut best = None;
    for (i, x) in xs.iter().enumerate() {
        let is_better = match best {
            None => true,
            Some((_, before)) => *x > before,
        };
        if is_better {
            best = Some((kinds[i], *x));
        }
    }
    let Some((kind, value)) = best else { return 0.25 };
    if kind == Linear { value * value } else { 3.0 * value }
}

#[differentiable]
fn largest(xs: &[f64], #[constant] kinds: &[Kind]) -> f64 {
    let items = kinds.iter().zip(xs).filter(|(_, x)| **x > 0.0);
    let Some((kind, value)) = items.max_by(|a, b| a.1.total_cmp(b.1)) else { return xs.len() as f64 };
    match kind {
        Linear => value * 2.0,
        Square { scale } => value * value * scale,
        Constant => 0.0,
    }
}

#[differentiable]
fn smallest_of_a_kind(xs: &[f64], #[constant] kinds: &[Kind]) -> f64 {
    let items = xs.iter().map(|x| x * x).zip(kinds.iter().copied()).filter(|(_, kind)| *kind != Constant);
    let found = items.min_by(|a, b| a.0.total_cmp(&b.0));
    found.map_or(1.5, |(value, kind)| if kind == Linear { value } else { value.sin() })
}

#[differentiable]
fn last_tag(xs: &[f64], #[constant] tags: &[Tag]) -> f64 {
    match tags.iter().zip(xs.iter()).filter(|(_, x)| **x > 0.0).last() {
        Some((tag, x)) => x * x * tag.name.len() as f64 * tag.weight,
        None => xs.iter().sum::<f64>(),
    }
}

#[differentiable]
fn largest_tag(xs: &[f64], #[constant] tags: &[Tag]) -> f64 {
    let items = tags.iter().zip(xs).filter(|(tag, _)| !tag.name.is_empty());
    let best = items.max_by(|a, b| (a.1 * a.0.weight).total_cmp(&(b.1 * b.0.weight)));
    if let Some((tag, x)) = best { tag.weight * x * x } else { 2.0 }
}

#[differentiable]
fn found(xs: &[f64], #[constant] kinds: &[Kind]) -> f64 {
    if let Some((kind, x)) = kinds.iter().zip(xs).find(|(_, x)| **x > 1.0) {
        if *kind == Linear { x * x } else { x * 3.0 }
    } else {
        0.0
    }
}

#[differentiable]
fn found_in_loop(xs: &[f64], #[constant] kinds: &[Kind]) -> f64 {
    let mut sum = 0.0;
    for i in 0..xs.len() {
        let found = xs[i..].iter().zip(kinds[i..].iter().copied()).find(|(x, kind)| **x > 0.5 && *kind != Constant);
        sum += match found {
            Some((x, Linear)) => x * xs[i],
            Some((x, Square { scale })) => x * x * scale * xs[0],
            Some(_) => 100.0,
            None => xs[i].cos(),
        };
    }
    sum
}

#[differentiable]
fn made_where_needed(x: f64, #[constant] tag: &Tag, n: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..n {
        let option = if i % 2 == 0 { Some((tag.clone(), x * i as f64)) } else { None };
        sum += match option {
            Some((tag, v)) => v * v * tag.weight,
            None => x,
        };
    }
    sum
}

#[differentiable]
fn made_by_condition(x: f64, #[constant] kind: Kind, n: usize) -> f64 {
    let option = (n > 2).then(|| (kind, x * x));
    let Some((kind, value)) = option else { return x };
    if kind == Linear { value } else { value * 2.0 }
}

#[differentiable]
fn returned_from_closure(xs: &[f64], #[constant] kinds: &[Kind]) -> f64 {
    let pick = |least: f64| {
        for (x, kind) in xs.iter().zip(kinds) {
            if *x > least {
                return (*x * least, *kind);
            }
        }
        (least, Constant)
    };
    let (value, kind) = pick(0.8);
    if kind == Linear { value * value } else { 2.0 * value }
}

#[differentiable]
fn given_by_break(xs: &[f64], #[constant] kinds: &[Kind]) -> f64 {
    let mut i = 0;
    let (value, kind) = loop {
        if i == xs.len() {
            break (xs.len() as f64, Constant);
        }
        if xs[i] > 1.0 {
            break (xs[i] * 2.0, kinds[i]);
        }
        i += 1;
    };
    if kind == Linear { value.exp() } else { 2.0 * value }
}

#[differentiable]
fn largest_index(x: f64, ids: &[Vec<usize>]) -> f64 {
    let items = ids.iter().map(|v| (v, x * v.len() as f64)).filter(|(v, _)| !v.is_empty());
    match items.max_by(|a, b| a.1.total_cmp(&b.1)) {
        Some((ids, value)) => value * ids.len() as f64 + value * ids[0] as f64,
        None => x.sin(),
    }
}

#[differentiable]
fn longest_name(x: f64, names: &[String; 3]) -> f64 {
    let best = names.iter().map(|name| (name, x * name.len() as f64)).max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
    best.1 * best.1 * best.0.len() as f64
}

#[differentiable]
mod helped {
    use super::Kind;

    fn pick(xs: &[f64], #[constant] kinds: &[Kind], least: f64) -> f64 {
        let mut held: Option<(f64, Kind)> = None;
        for (x, kind) in xs.iter().zip(kinds) {
            if *x > least && held.is_none() {
                held = Some((x * least, *kind));
            }
        }
        match held.take() {
            Some((value, Kind::Linear)) => value,
            Some((value, _)) => value * value,
            None => least,
        }
    }

    pub(super) fn twice(xs: &[f64], #[constant] kinds: &[Kind]) -> f64 {
        pick(xs, kinds, xs[0].abs()) * pick(&xs[1..], &kinds[1..], 0.5)
    }
}

#[differentiable(checkpoint = 2)]
fn kept_every_second(xs: &[f64], #[constant] kinds: &[Kind]) -> f64 {
    let mut best: Option<(Kind, f64)> = None;
    let mut state = xs[0];
    for (kind, x) in kinds.iter().zip(xs) {
        state = (state * x).sin() + 0.1;
        if let Some((Linear, before)) = best {
            state *= before;
        }
        if state > 0.0 {
            best = Some((*kind, state * x));
        }
    }
    best.map_or(state, |(kind, value)| if kind == Linear { value } else { value * state })
}

#[test]
fn enums_stand_beside_numbers() {
    for x in points() {
        let kinds: Vec<Kind> = (0..x.len()).map(|i| [Linear, Square { scale: 0.7 }, Constant, Linear][i % 4]).collect();
        check!(best_so_far; &x = x.clone(), const &kinds = kinds.clone());
        check!(best_without_type; &x = x.clone(), const &kinds = kinds.clone());
        check!(largest; &x = x.clone(), const &kinds = kinds.clone());
        check!(smallest_of_a_kind; &x = x.clone(), const &kinds = kinds.clone());
        check!(found; &x = x.clone(), const &kinds = kinds.clone());
        check!(found_in_loop; &x = x.clone(), const &kinds = kinds.clone());
        check!(returned_from_closure; &x = x.clone(), const &kinds = kinds.clone());
        check!(given_by_break; &x = x.clone(), const &kinds = kinds.clone());
        check!(helped::twice; &x = x.clone(), const &kinds = kinds.clone());
        check!(kept_every_second; &x = x.clone(), const &kinds = kinds.clone());
    }
}

#[test]
fn structs_stand_beside_numbers() {
    for x in points() {
        let tags: Vec<Tag> = (0..x.len())
            .map(|i| Tag {
                name: "abc"[..i % 4].to_owned(),
                weight: 0.5 + i as f64 * if i % 2 == 0 { 1.0 } else { -1.0 },
            })
            .collect();
        check!(last_tag; &x = x.clone(), const &tags = tags.clone());
        check!(largest_tag; &x = x.clone(), const &tags = tags.clone());
        for n in 0..4 {
            check!(made_where_needed; x = x[0], const &tag = tags[1].clone(), const n = n);
            check!(made_by_condition; x = x[0], const kind = [Linear, Constant][n % 2], const n = n);
        }
    }
}

#[test]
fn vectors_and_names_stand_beside_numbers() {
    for ids in [vec![], vec![vec![]], vec![vec![1], vec![2, 3], vec![], vec![7, 1, 4]]] {
        check!(largest_index; x = 1.3, const &ids = ids.clone());
    }
    let names = ["a", "bcd", "ef"].map(str::to_owned);
    check!(longest_name; x = 0.7, const &names = names.clone());
}

fn points() -> [Vec<f64>; 4] {
    [
        vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85],
        vec![1.7, 1.3, 0.1, 0.4],
        vec![-0.3, -0.42, -0.2, -0.7],
        vec![0.3, 0.9, 0.8, 2.4, 1.1, 0.2, 0.35, 3.1],
    ]
}
