//! Tangents of what lives on the heap.

use alloc::{string::String, vec::Vec};

use crate::{Accumulate, Differentiable};

impl<T: Differentiable> Differentiable for [T] {
    type Tangent = Vec<T::Tangent>;
    #[inline(always)]
    fn zero_tangent(&self) -> Self::Tangent {
        self.iter().map(T::zero_tangent).collect()
    }
}

impl<T: Differentiable> Differentiable for Vec<T> {
    type Tangent = Vec<T::Tangent>;
    #[inline(always)]
    fn zero_tangent(&self) -> Self::Tangent {
        self.as_slice().zero_tangent()
    }
}

/// # Panics
///
/// If the lengths differ: both are tangents of the same value, which has one length.
impl<T: Accumulate> Accumulate for Vec<T> {
    #[inline(always)]
    fn accumulate(&mut self, contribution: Self) {
        assert_eq!(self.len(), contribution.len(), "tangents of one slice differ in length");
        for (into, contribution) in self.iter_mut().zip(contribution) {
            into.accumulate(contribution);
        }
    }
    #[inline(always)]
    fn is_zero_tangent(&self) -> bool {
        self.iter().all(T::is_zero_tangent)
    }
    #[inline(always)]
    fn set_zero_tangent(&mut self) {
        self.iter_mut().for_each(T::set_zero_tangent);
    }
}

impl Differentiable for String {
    type Tangent = ();
    #[inline(always)]
    fn zero_tangent(&self) {}
}

#[cfg(test)]
mod tests {
    use alloc::{string::String, vec, vec::Vec};

    use crate::{Accumulate, Differentiable};

    #[test]
    fn zero_tangent_of_a_slice_has_its_length() {
        let values: &[[f64; 2]] = &[[1.0, 2.0]; 3];
        assert_eq!(values.zero_tangent(), vec![[0.0; 2]; 3]);
        assert_eq!(vec![(1.0_f32, 2_i32); 2].zero_tangent(), vec![(0.0, ()); 2]);
        let () = String::from("text").zero_tangent();
    }

    #[test]
    fn contributions_to_a_slice_are_added_element_by_element() {
        let mut adjoint = vec![1.0_f64, 2.0];
        adjoint.accumulate(vec![10.0, 20.0]);
        assert_eq!(adjoint, vec![11.0, 22.0]);
    }

    #[test]
    #[should_panic(expected = "tangents of one slice differ in length")]
    fn contributions_of_another_length_panic() {
        let mut adjoint: Vec<f64> = vec![0.0; 2];
        adjoint.accumulate(vec![0.0; 3]);
    }
}
