//! Logistic regression: is a tumour benign, by thirty measurements of its cells?
//!
//! Learns from four fifths of the patients by gradient descent and is tested on the others, whom it has not seen.

use std::process::ExitCode;

use autodiff_core::differentiable;
use autodiff_examples::dataset::{self, Dataset};
use autodiff_examples::json::Failure;

/// How often the weights are improved.
const STEPS: usize = 300;

/// How far they move, in proportion to the gradient.
const RATE: f64 = 0.5;

/// Which part of the patients that were not seen must be told right.
const WANTED: f64 = 0.93;

#[differentiable]
mod model {
    /// The logarithm of the odds that a row is of class 1. The last weight is the bias.
    pub(crate) fn score(weights: &[f64], #[constant] row: &[f64]) -> f64 {
        let bias = weights[row.len()];
        bias + row.iter().zip(weights).map(|(feature, weight)| feature * weight).sum::<f64>()
    }

    /// The mean cross-entropy of the labels, 0 or 1, and what the model makes of the features.
    pub(crate) fn loss(weights: &[f64], #[constant] features: &[f64], #[constant] labels: &[f64]) -> f64 {
        let columns = weights.len() - 1;
        let mut sum = 0.0;
        for (row, label) in features.chunks_exact(columns).zip(labels) {
            let score = score(weights, row);
            // The logarithm of `1 + e^score`, which does not overflow.
            sum += score.max(0.0) + (-score.abs()).exp().ln_1p() - label * score;
        }
        sum / labels.len() as f64
    }
}

/// The classes as numbers.
fn labels(patients: &Dataset) -> Vec<f64> {
    patients.classes.iter().map(|&class| class as f64).collect()
}

/// The part of the patients whose class the model tells right.
fn accuracy(weights: &[f64], patients: &Dataset) -> f64 {
    let told = patients.rows().map(|row| usize::from(model::score(weights, row) > 0.0));
    let right = told.zip(&patients.classes).filter(|(told, class)| told == *class).count();
    right as f64 / patients.classes.len() as f64
}

fn main() -> Result<ExitCode, Failure> {
    let (mut seen, mut unseen) = dataset::read("breast_cancer.csv")?.split(5);
    println!("{} patients to learn from, {} to test with", seen.classes.len(), unseen.classes.len());
    let scales = seen.scales();
    seen.standardize(&scales);
    unseen.standardize(&scales);
    let (labels_seen, labels_unseen) = (labels(&seen), labels(&unseen));

    let mut weights = vec![0.0; seen.columns + 1];
    let mut slopes = vec![0.0; weights.len()];
    for step in 0..=STEPS {
        let loss = model::loss::value_and_grad_into(&weights, &seen.features, &labels_seen, &mut slopes);
        if step % 100 == 0 {
            let of_others = model::loss(&weights, &unseen.features, &labels_unseen);
            println!("step {step:>3}  loss {loss:.4} of those seen, {of_others:.4} of the others");
        }
        for (weight, slope) in weights.iter_mut().zip(&slopes) {
            *weight -= RATE * slope;
        }
    }

    let accuracy = accuracy(&weights, &unseen);
    println!("{:.1}% of the patients not seen are told right", 100.0 * accuracy);
    Ok(if accuracy >= WANTED { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
