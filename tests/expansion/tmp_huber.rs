#[differentiable]
pub mod fit {
    /// Where the loss turns from quadratic to linear.
    pub const DELTA: f64 = 1.345;

    /// Huber's loss of one residual.
    pub fn huber(residual: f64) -> f64 {
        if residual.abs() <= DELTA {
            0.5 * residual * residual
        } else {
            DELTA * (residual.abs() - 0.5 * DELTA)
        }
    }

    /// How far a point lies above the line.
    pub fn residual(line: &[f64; 2], point: &[f64; 2]) -> f64 {
        point[1] - (line[0] * point[0] + line[1])
    }

    /// The loss of a line over four points.
    pub fn loss(line: &[f64; 2], #[constant] points: &[[f64; 2]; 4]) -> f64 {
        huber(residual(line, &points[0]))
            + huber(residual(line, &points[1]))
            + huber(residual(line, &points[2]))
            + huber(residual(line, &points[3]))
    }
}

