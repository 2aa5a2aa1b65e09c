//! A recurrent network with gates, each acting on every bit by itself, that predicts the next character of a sequence.
//!
//! Numbers are flat, with `b` bits: `main` has `8 b` a layer, weights and then biases, each of the gates forget, ingate,
//! outgate and of change; `extra` has the weights of the input and the output and the bias of the output; `state` has
//! hidden and cell of each layer; `sequence` has `b` a character.

use std::iter;

use crate::inputs::Uniform;

/// Gates and change.
const GATES: usize = 4;

/// Two neighbouring bits.
type Pair = [f64; 2];

/// The weights and biases of two bits of a layer, or their adjoints.
#[derive(Clone, Copy, Default)]
struct Gates {
    weights: [Pair; GATES],
    biases: [Pair; GATES],
}

/// What the way back needs of two bits of one layer at one character.
#[derive(Clone, Copy, Default)]
struct Record {
    signal: Pair,
    hidden: Pair,
    cell: Pair,
    /// Forget, ingate, outgate and change.
    gates: [Pair; GATES],
    /// The hyperbolic tangent of the new cell.
    tanh: Pair,
}

/// Applies a function to each bit.
#[inline(always)]
fn each(function: impl Fn(usize) -> f64) -> Pair {
    [function(0), function(1)]
}

/// The numbers in pairs, the last filled up with a zero.
fn in_pairs(numbers: &[f64]) -> impl Iterator<Item = Pair> {
    numbers.chunks(2).map(|pair| [pair[0], pair.get(1).copied().unwrap_or(0.0)])
}

/// Writes pairs out, without what filled up the last one.
fn out_of_pairs(pairs: impl Iterator<Item = Pair>, numbers: &mut [f64]) {
    for (numbers, pair) in numbers.chunks_mut(2).zip(pairs) {
        numbers.copy_from_slice(&pair[..numbers.len()]);
    }
}

/// The program's value and gradients by `main` and `extra`.
pub fn hand(
    main: &[f64],
    extra: &[f64],
    state: &[f64],
    sequence: &[f64],
    bits: usize,
    main_gradient: &mut [f64],
    extra_gradient: &mut [f64],
) -> f64 {
    let pairs = bits.div_ceil(2);
    let layers = main.len() / (2 * GATES * bits);
    let per_element = -1.0 / (sequence.len() - bits) as f64;
    let mut gates = vec![Gates::default(); layers * pairs];
    for (layer, gates) in main.chunks_exact(2 * GATES * bits).zip(gates.chunks_exact_mut(pairs)) {
        let (weights, biases) = layer.split_at(GATES * bits);
        for gate in 0..GATES {
            let rows = in_pairs(&weights[gate * bits..][..bits]).zip(in_pairs(&biases[gate * bits..][..bits]));
            for (gates, (weight, bias)) in gates.iter_mut().zip(rows) {
                (gates.weights[gate], gates.biases[gate]) = (weight, bias);
            }
        }
    }
    let [in_weight, out_weight, out_bias] =
        [0, 1, 2].map(|row| in_pairs(&extra[row * bits..][..bits]).collect::<Vec<_>>());
    let padded = |numbers: &[f64]| numbers.chunks_exact(bits).flat_map(in_pairs).collect::<Vec<_>>();
    let sequence = padded(sequence);
    let state = padded(state);
    // Hidden and cell of each pair of each layer; becomes their adjoints on the way back.
    let mut state: Vec<[Pair; 2]> =
        state.chunks_exact(2 * pairs).flat_map(|layer| (0..pairs).map(|i| [layer[i], layer[pairs + i]])).collect();

    let characters = sequence.len() / pairs - 1;
    let mut records = vec![Record::default(); characters * layers * pairs];
    // The adjoints of what the last layer gives to the output, by character.
    let mut signal_adjoints = vec![[0.0; 2]; characters * pairs];
    let mut signal = vec![[0.0; 2]; pairs];
    let mut exponentials = vec![[0.0; 2]; pairs];
    let mut extra_adjoint = vec![[[0.0; 2]; 3]; pairs];
    let mut likelihood = 0.0;
    let in_and_next = sequence.chunks_exact(pairs).zip(sequence.chunks_exact(pairs).skip(1));
    let kept = records.chunks_exact_mut(layers * pairs).zip(signal_adjoints.chunks_exact_mut(pairs));
    for ((now, next), (records, signal_adjoint)) in in_and_next.zip(kept) {
        for ((signal, now), weight) in signal.iter_mut().zip(now).zip(&in_weight) {
            *signal = each(|i| now[i] * weight[i]);
        }
        let layers = gates.chunks_exact(pairs).zip(state.chunks_exact_mut(pairs)).zip(records.chunks_exact_mut(pairs));
        for ((gates, state), records) in layers {
            for (((Gates { weights, biases }, state), record), signal) in
                gates.iter().zip(state).zip(records).zip(&mut signal)
            {
                let [hidden, cell] = *state;
                let before = |gate: usize, from: &Pair| each(|i| from[i] * weights[gate][i] + biases[gate][i]);
                let [forget, ingate, outgate] = [before(0, signal), before(1, &hidden), before(2, signal)].map(|x| {
                    let powers = x.map(|x| (-x).exp());
                    powers.map(|power| 1.0 / (1.0 + power))
                });
                let change = before(3, &hidden).map(f64::tanh);
                let new_cell = each(|i| cell[i] * forget[i] + ingate[i] * change[i]);
                let tanh = new_cell.map(f64::tanh);
                let new_hidden = each(|i| outgate[i] * tanh[i]);
                let gates = [forget, ingate, outgate, change];
                *record = Record { signal: *signal, hidden, cell, gates, tanh };
                *state = [new_hidden, new_cell];
                *signal = new_hidden;
            }
        }

        // The padding adds exp(0) to the sum.
        let mut sum = 2.0 - (2 * pairs - bits) as f64;
        let (mut chosen, mut choices) = (0.0, 0.0);
        for (((exponential, next), signal), (weight, bias)) in
            exponentials.iter_mut().zip(next).zip(&signal).zip(out_weight.iter().zip(&out_bias))
        {
            let output = each(|i| signal[i] * weight[i] + bias[i]);
            *exponential = output.map(f64::exp);
            sum += exponential[0] + exponential[1];
            chosen += next[0] * output[0] + next[1] * output[1];
            choices += next[0] + next[1];
        }
        likelihood += chosen - choices * sum.ln();
        let per_sum = choices / sum;
        let outputs = exponentials.iter().zip(next).zip(&signal).zip(&out_weight);
        for (((((exponential, next), signal), weight), extra_adjoint), signal_adjoint) in
            outputs.zip(&mut extra_adjoint).zip(signal_adjoint)
        {
            let output = each(|i| per_element * (next[i] - per_sum * exponential[i]));
            let [_, by_weight, by_bias] = *extra_adjoint;
            extra_adjoint[1] = each(|i| by_weight[i] + output[i] * signal[i]);
            extra_adjoint[2] = each(|i| by_bias[i] + output[i]);
            *signal_adjoint = each(|i| output[i] * weight[i]);
        }
    }

    let mut adjoints = vec![Gates::default(); layers * pairs];
    state.fill([[0.0; 2]; 2]);
    let kept = records.chunks_exact(layers * pairs).zip(signal_adjoints.chunks_exact_mut(pairs));
    for (now, (records, signal_adjoint)) in sequence.chunks_exact(pairs).zip(kept).rev() {
        let layers = gates.chunks_exact(pairs).zip(adjoints.chunks_exact_mut(pairs));
        let layers = layers.zip(state.chunks_exact_mut(pairs)).zip(records.chunks_exact(pairs));
        for (((gates, adjoints), state), records) in layers.rev() {
            for ((((Gates { weights, .. }, adjoint), state), record), signal) in
                gates.iter().zip(adjoints).zip(state).zip(records).zip(&mut *signal_adjoint)
            {
                let Record { gates: [forget, ingate, outgate, change], tanh, .. } = record;
                let hidden = each(|i| state[0][i] + signal[i]);
                let by_outgate = each(|i| hidden[i] * tanh[i]);
                let cell = each(|i| state[1][i] + hidden[i] * outgate[i] * (1.0 - tanh[i] * tanh[i]));
                // Before the sigmoids and the hyperbolic tangent.
                let before = [
                    each(|i| cell[i] * record.cell[i] * (forget[i] - forget[i] * forget[i])),
                    each(|i| cell[i] * change[i] * (ingate[i] - ingate[i] * ingate[i])),
                    each(|i| by_outgate[i] * (outgate[i] - outgate[i] * outgate[i])),
                    each(|i| cell[i] * ingate[i] * (1.0 - change[i] * change[i])),
                ];
                let from = [&record.signal, &record.hidden, &record.signal, &record.hidden];
                for gate in 0..GATES {
                    let (Gates { weights, biases }, before) = (&mut *adjoint, before[gate]);
                    weights[gate] = each(|i| weights[gate][i] + before[i] * from[gate][i]);
                    biases[gate] = each(|i| biases[gate][i] + before[i]);
                }
                *state = [
                    each(|i| before[1][i] * weights[1][i] + before[3][i] * weights[3][i]),
                    each(|i| cell[i] * forget[i]),
                ];
                *signal = each(|i| before[0][i] * weights[0][i] + before[2][i] * weights[2][i]);
            }
        }
        for ((extra_adjoint, signal), now) in extra_adjoint.iter_mut().zip(signal_adjoint).zip(now) {
            let by_weight = extra_adjoint[0];
            extra_adjoint[0] = each(|i| by_weight[i] + signal[i] * now[i]);
        }
    }

    for (layer, adjoints) in main_gradient.chunks_exact_mut(2 * GATES * bits).zip(adjoints.chunks_exact(pairs)) {
        let (weights, biases) = layer.split_at_mut(GATES * bits);
        for gate in 0..GATES {
            out_of_pairs(adjoints.iter().map(|adjoint| adjoint.weights[gate]), &mut weights[gate * bits..][..bits]);
            out_of_pairs(adjoints.iter().map(|adjoint| adjoint.biases[gate]), &mut biases[gate * bits..][..bits]);
        }
    }
    for (row, gradient) in extra_gradient.chunks_exact_mut(bits).enumerate() {
        out_of_pairs(extra_adjoint.iter().map(|adjoint| adjoint[row]), gradient);
    }
    per_element * likelihood
}

/// The arguments of the program.
pub struct Input {
    /// Weights and biases of the layers.
    pub main: Vec<f64>,
    /// Weights and bias of input and output.
    pub extra: Vec<f64>,
    /// Hidden state and cell of each layer at the start.
    pub state: Vec<f64>,
    /// The characters.
    pub sequence: Vec<f64>,
    /// How many numbers a character has.
    pub bits: usize,
}

impl Input {
    /// A random network of `layers` layers and a sequence of random bits.
    pub fn random(layers: usize, bits: usize, characters: usize) -> Self {
        let mut uniform = Uniform::new(16);
        let mut numbers = |count: usize| iter::repeat_with(|| uniform.next(0.0, 1.0)).take(count).collect::<Vec<f64>>();
        Self {
            main: numbers(layers * 2 * GATES * bits),
            extra: numbers(3 * bits),
            state: numbers(layers * 2 * bits),
            sequence: numbers(characters * bits).iter().map(|number| number.round()).collect(),
            bits,
        }
    }
}

#[cfg(test)]
mod tests {
    use autodiff_examples::gradbench::lstm::objective;
    use serde_json::Value;

    use super::super::suite::{calls, close, flat, has_slopes};
    use super::*;

    fn input(input: &Value) -> Input {
        let [main, extra, state, sequence] =
            ["main_params", "extra_params", "state", "sequence"].map(|name| flat(&input[name]));
        Input { bits: extra.len() / 3, main, extra, state, sequence }
    }

    fn value(input: &Input) -> f64 {
        objective(&input.main, &input.extra, &input.state, &input.sequence, input.bits)
    }

    fn hand_of(input: &Input, by_main: &mut [f64], by_extra: &mut [f64]) -> f64 {
        hand(&input.main, &input.extra, &input.state, &input.sequence, input.bits, by_main, by_extra)
    }

    #[test]
    fn answers_are_those_of_the_suite() {
        for (arguments, output) in calls("lstm", "objective") {
            close(&[value(&input(&arguments))], &flat(&output), 1e-9);
        }
        for (arguments, output) in calls("lstm", "jacobian") {
            let input = input(&arguments);
            let mut gradient = vec![f64::NAN; input.main.len() + input.extra.len()];
            let (by_main, by_extra) = gradient.split_at_mut(input.main.len());
            close(&[hand_of(&input, by_main, by_extra)], &[value(&input)], 1e-12);
            close(&gradient, &flat(&output), 1e-9);
        }
    }

    #[test]
    fn gradient_at_the_large_size_has_the_slopes() {
        let input = Input::random(2, 14, 1024);
        let Input { main, extra, state, sequence, bits } = &input;
        let (mut by_main, mut by_extra) = (vec![f64::NAN; main.len()], vec![f64::NAN; extra.len()]);
        close(&[hand_of(&input, &mut by_main, &mut by_extra)], &[value(&input)], 1e-12);
        // One of each row.
        let every: Vec<usize> = (0..main.len()).step_by(bits + 1).collect();
        has_slopes(|main| objective(main, extra, state, sequence, *bits), main, &by_main, &every);
        has_slopes(|extra| objective(main, extra, state, sequence, *bits), extra, &by_extra, &[0, 3, 14, 27, 28, 41]);
    }
}
