//! Reproducible inputs: the same on every machine, varied enough that no branch is predicted for ever.

/// A splitmix64 stream of uniform numbers.
pub struct Uniform {
    state: u64,
}

impl Uniform {
    /// Starts a stream; problems use different seeds so that their inputs are unrelated.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The next number in `low..high`.
    pub fn next(&mut self, low: f64, high: f64) -> f64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^= bits >> 31;
        // The upper 53 bits fill a float's mantissa exactly.
        low + (high - low) * ((bits >> 11) as f64 / (1u64 << 53) as f64)
    }

    /// The next `N` numbers in `low..high`.
    pub fn array<const N: usize>(&mut self, low: f64, high: f64) -> [f64; N] {
        core::array::from_fn(|_| self.next(low, high))
    }
}
