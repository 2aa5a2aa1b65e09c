//! A recurrent network of long short-term memory, which predicts the next character of a text.

use autodiff_core::differentiable;
pub use program::objective;

#[differentiable]
mod program {
    fn sigmoid(x: f64) -> f64 {
        1.0 / (1.0 + (-x).exp())
    }

    /// The mean loss of the predictions of all characters of `sequence` but the first; a character is `bits` numbers.
    ///
    /// A layer has `8 * bits` numbers of `main`: the weights of the gates `forget`, `ingate`, `outgate` and of the
    /// `change`, then their biases. It has `2 * bits` numbers of `state`: hidden, then cell. `extra` is the weights of
    /// the input and of the output, then the biases of the output.
    pub fn objective(
        main: &[f64],
        extra: &[f64],
        #[constant] state: &[f64],
        #[constant] sequence: &[f64],
        #[constant] bits: usize,
    ) -> f64 {
        let in_weights = &extra[..bits];
        let out_weights = &extra[bits..2 * bits];
        let out_biases = &extra[2 * bits..];
        let mut state = state.to_vec();
        let mut sum = 0.0;
        for (character, next) in sequence.chunks_exact(bits).zip(sequence[bits..].chunks_exact(bits)) {
            let mut signal: Vec<f64> = character.iter().zip(in_weights).map(|(bit, weight)| bit * weight).collect();
            for (layer, parameters) in main.chunks_exact(8 * bits).enumerate() {
                let weights = &parameters[..4 * bits];
                let biases = &parameters[4 * bits..];
                for i in 0..bits {
                    let hidden = 2 * bits * layer + i;
                    let cell = hidden + bits;
                    let forget = sigmoid(signal[i] * weights[i] + biases[i]);
                    let ingate = sigmoid(state[hidden] * weights[bits + i] + biases[bits + i]);
                    let outgate = sigmoid(signal[i] * weights[2 * bits + i] + biases[2 * bits + i]);
                    let change = (state[hidden] * weights[3 * bits + i] + biases[3 * bits + i]).tanh();
                    state[cell] = state[cell] * forget + ingate * change;
                    state[hidden] = outgate * state[cell].tanh();
                    signal[i] = state[hidden];
                }
            }
            let output: Vec<f64> = (0..bits).map(|i| signal[i] * out_weights[i] + out_biases[i]).collect();
            let normalizer = (2.0 + output.iter().map(|bit| bit.exp()).sum::<f64>()).ln();
            sum += next.iter().zip(&output).map(|(bit, predicted)| bit * (predicted - normalizer)).sum::<f64>();
        }
        -sum / (sequence.len() - bits) as f64
    }
}

/// The gradient of [`objective()`]: with respect to `main`, then to `extra`.
pub fn gradient(main: &[f64], extra: &[f64], state: &[f64], sequence: &[f64], bits: usize) -> (Vec<f64>, Vec<f64>) {
    objective::grad(main, extra, state, sequence, bits)
}
