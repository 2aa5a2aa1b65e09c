//! Iterators over constants that strings and maps give, and closures that make of their items what has a derivative.

use autodiff_core::differentiable;
use std::collections::BTreeMap;

use crate::helpers::check;

const XS: [f64; 3] = [0.3, -0.7, 1.1];

#[test]
fn characters_and_words_stand_for_numbers() {
    #[differentiable]
    fn spelled(x: &[f64], text: &str) -> f64 {
        let marked = x.iter().zip(text.chars()).map(|(v, c)| if c == 'a' { v * v } else { *v }).sum::<f64>();
        let product = text.bytes().map(|b| x[(b - b'a') as usize]).product::<f64>();
        let places = text.char_indices().filter(|(_, c)| *c != 'b').map(|(i, _)| x[i]);
        marked + product + places.fold(0.0, |sum, v| sum * v + 1.0)
    }
    #[differentiable]
    fn listed(x: &[f64], text: &str) -> f64 {
        let numbers = text.split_whitespace().map(|word| word.parse::<usize>().unwrap());
        numbers.map(|i| x[i] * x[i]).sum::<f64>() + x[0]
    }
    for text in ["", "abc", "ba"] {
        check!(spelled; &x = XS, const text = text);
    }
    for text in ["", "0 2 2"] {
        check!(listed; &x = XS, const text = text);
    }
}

#[test]
fn keys_and_values_stand_for_numbers() {
    #[differentiable]
    fn looked_up(x: &[f64], #[constant] map: &BTreeMap<String, usize>) -> f64 {
        let values = map.values().map(|&i| x[i]).sum::<f64>();
        let keys = map.keys().map(|key| x[key.len()] * values).sum::<f64>();
        keys + map.iter().map(|(key, value)| x[key.len()] * x[*value]).sum::<f64>()
    }
    let map: BTreeMap<String, usize> = [("a".to_owned(), 2), ("bb".to_owned(), 1)].into();
    check!(looked_up; &x = XS, const &map = map.clone());
}

#[test]
fn items_are_options() {
    #[differentiable]
    fn chosen(x: &[f64], places: &[Option<usize>]) -> f64 {
        let there = places.iter().map(|place| place.map_or(0.5, |i| x[i])).sum::<f64>();
        let first = places.iter().map(|place| place.map(|i| x[i] * x[i]).unwrap_or(x[0])).product::<f64>();
        let squares = places.iter().filter_map(|place| place.map(|i| x[i] * x[i])).sum::<f64>();
        let positive = |place: &Option<usize>| place.and_then(|i| if i > 0 { Some(x[i].sin()) } else { None });
        let signed = places.iter().map(|place| place.map(|i| if i == 1 { -x[i] } else { x[i] }).unwrap_or_default());
        there * first + signed.sum::<f64>() * squares + places.iter().filter_map(positive).sum::<f64>()
    }
    check!(chosen; &x = XS, const &places = [Some(1), None, Some(0), Some(2)]);
    check!(chosen; &x = XS, const &places = [None]);
}

/// Iterators over constants are held by variables, and asked for single items before.
#[test]
fn held_iterators_give_constants() {
    #[differentiable]
    fn linked(x: &[f64], places: &[usize]) -> f64 {
        let mut items = places.iter();
        let mut sum = items.next().map(|&i| x[i] * 2.0).unwrap_or(x[0]);
        while let Some(&i) = items.next() {
            sum += x[i] * sum;
            if sum > 5.0 {
                break;
            }
        }
        let rest = items.clone();
        let even = places.iter().copied().filter(|i| i % 2 == 0);
        let left = rest.map(|&i| x[i]).sum::<f64>() + items.map(|&i| x[i]).product::<f64>();
        sum + left + even.clone().map(|i| x[i]).sum::<f64>() * even.count() as f64
    }
    for n in 0..4 {
        check!(linked; &x = XS, const &places = [2, 0, 1][..n].to_vec());
    }
}
