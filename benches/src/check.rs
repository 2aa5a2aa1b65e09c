//! What the problems' tests have in common.

/// The gradient of `function` at `at` by central differences of the fourth order.
pub(crate) fn central_differences(function: impl Fn(&[f64]) -> f64, at: &[f64]) -> Vec<f64> {
    let mut point = at.to_vec();
    (0..at.len())
        .map(|i| {
            let step = 5e-4 * at[i].abs().max(0.1);
            let mut moved = |steps: f64| {
                point[i] = at[i] + steps * step;
                let value = function(&point);
                point[i] = at[i];
                value
            };
            let near = moved(1.0) - moved(-1.0);
            let far = moved(2.0) - moved(-2.0);
            (8.0 * near - far) / (12.0 * step)
        })
        .collect()
}

/// Asserts that two lists differ by at most `tolerance`, relative to their size.
#[track_caller]
pub(crate) fn agrees(left: &[f64], right: &[f64], tolerance: f64) {
    assert_eq!(left.len(), right.len());
    let scale = left.iter().chain(right).fold(1.0, |scale: f64, x| scale.max(x.abs()));
    for (l, r) in left.iter().zip(right) {
        assert!((l - r).abs() <= tolerance * scale, "{left:?} differs from {right:?}");
    }
}
