//! Where a function's dependence on a value shall not count.

/// Returns `x` as it is, and is a constant to `#[differentiable]`: nothing inside the parentheses is differentiated.
///
/// This is PyTorch's `detach()` and JAX's `stop_gradient`. The value does not change; the derivative of
/// `x * stop_gradient(x)` by `x` is `x`, where that of `x * x` is `2 * x`.
///
/// ```
/// use autodiff_core::stop_gradient;
///
/// let x = 3.0_f64;
/// assert_eq!(x * stop_gradient(x), 9.0);
/// ```
#[inline(always)]
pub fn stop_gradient<T>(x: T) -> T {
    x
}
