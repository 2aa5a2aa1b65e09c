//! Sums that a loop has made already.
//!
//! Reads:  what an iteration of a mirror adds to the adjoints of the numbers around its loop.
//! Writes: `c S` after the mirror for what adds `c v` in each iteration, where `c` is the same in all of them and the loop
//! itself adds up the `v` to `S`, from zero: the adjoint of what is subtracted in a sum of exponentials.
//! Keeps:  zero where the loop did not run. `(a / S) S` is `a`; where `S` is zero, `a / S` was infinite.

use super::adjoint::Sweep;
use super::mirror::MirroredLoop;
use super::tame::{Trusted, finite};
use crate::graph::{Form, Node, Region, Value};
use crate::rules::{Comparison, Op};

/// How many factors are looked through.
const FACTORS: usize = 4;

/// Something that a mirror adds in each iteration: a factor that is the same in all of them, times a value of the loop.
struct Multiple {
    factor: Value,
    value: Value,
}

impl Sweep<'_> {
    /// Takes out of what a mirror yields for a sum the multiples of values that the loop adds up, too. The result is what
    /// it yields then, and what they sum up to.
    pub(super) fn known_sum(
        &mut self,
        mirror: &MirroredLoop,
        region: Region,
        parameter: Value,
        yielded: Value,
    ) -> (Value, Option<Value>) {
        if !self.builder.optimizes() || !self.builder.ty(parameter).is_float() {
            return (yielded, None);
        }
        // From the end of the sum to its start.
        let mut terms: Vec<(Op, Value)> = Vec::new();
        let mut current = yielded;
        while current != parameter {
            match self.builder.derivative_op(current) {
                Some((op @ (Op::Add | Op::Sub), operands)) => {
                    terms.push((op, operands[1]));
                    current = operands[0];
                }
                _ => return (yielded, None),
            }
        }
        let outer = self.builder.region();
        let mut rest = parameter;
        let mut sum: Option<Value> = None;
        for (op, term) in terms.into_iter().rev() {
            match self.summed(mirror, region, term) {
                Some(total) => {
                    let before = sum.unwrap_or_else(|| self.builder.literal(0.0));
                    sum = Some(self.builder.apply(op, &[before, total]));
                }
                None => {
                    self.builder.enter(region);
                    rest = self.builder.apply(op, &[rest, term]);
                    self.builder.enter(outer);
                }
            }
        }
        match sum {
            Some(sum) => (rest, Some(sum)),
            None => (yielded, None),
        }
    }

    /// The sum of a term over all iterations, if it is a multiple of what the loop adds up.
    fn summed(&self, mirror: &MirroredLoop, region: Region, term: Value) -> Option<Value> {
        let Multiple { factor, value } = self.multiple_of(mirror, region, term, FACTORS)?;
        let sum = self.sum_of(mirror, value)?;
        let quotient = self.builder.derivative_op(factor).filter(|(op, operands)| *op == Op::Div && operands[1] == sum);
        if let Some((_, operands)) = quotient {
            return Some(operands[0]);
        }
        let product = self.builder.apply(Op::Mul, &[factor, sum]);
        if finite(self.builder, factor, Trusted::Elements).is_some() {
            return Some(product);
        }
        let zero = self.builder.literal(0.0);
        let (comparison, left, right) = (Comparison::Equal, sum, zero);
        let node = Node::Select { comparison, left, right, then: zero, otherwise: product };
        Some(self.builder.push(node, self.builder.ty(product)))
    }

    /// The result of the loop that is the sum of a value of its iterations, starting from zero.
    fn sum_of(&self, mirror: &MirroredLoop, value: Value) -> Option<Value> {
        let builder = self.builder;
        let (parameters, yields) = builder.with(|graph| {
            let parameters = graph.loop_parameters(mirror.body, mirror.initial_of_all.len()).1.to_vec();
            (parameters, graph[mirror.body].yields().to_vec())
        });
        let found = parameters.iter().zip(yields).enumerate().find(|(position, (parameter, next))| {
            let operands = builder.with(|graph| match graph.node(*next) {
                Some(Node::Apply { op: Op::Add, form: Form::Symbol, operands }) => Some(operands.clone()),
                _ => None,
            });
            let added = match operands.as_deref() {
                Some(&[before, added]) if before == **parameter => Some(added),
                Some(&[added, before]) if before == **parameter => Some(added),
                _ => None,
            };
            builder.literal_of(mirror.initial_of_all[*position]) == Some(0.0)
                && added.is_some_and(|added| builder.borrowed(added) == value)
        });
        found.map(|(position, _)| mirror.results[position])
    }

    fn multiple_of(&self, mirror: &MirroredLoop, region: Region, term: Value, depth: usize) -> Option<Multiple> {
        let builder = self.builder;
        if self.homes.is_inside(term, mirror.body) {
            return Some(Multiple { factor: builder.literal(1.0), value: term });
        }
        let depth = depth.checked_sub(1)?;
        match builder.derivative_op(term)? {
            (Op::Neg, operands) => {
                let inner = self.multiple_of(mirror, region, operands[0], depth)?;
                Some(Multiple { factor: builder.apply(Op::Neg, &[inner.factor]), ..inner })
            }
            (Op::Mul, operands) => {
                let fixed = operands.iter().position(|operand| self.is_fixed(mirror, region, *operand))?;
                let inner = self.multiple_of(mirror, region, operands[1 - fixed], depth)?;
                let fixed =
                    builder.literal_of(operands[fixed]).map_or(operands[fixed], |number| builder.literal(number));
                Some(Multiple { factor: builder.apply(Op::Mul, &[fixed, inner.factor]), ..inner })
            }
            _ => None,
        }
    }

    /// Whether a value is the same in all iterations of a mirror.
    fn is_fixed(&self, mirror: &MirroredLoop, region: Region, value: Value) -> bool {
        let inside = self.builder.with(|graph| {
            graph[region].parameters.contains(&value)
                || graph.definition(value).is_some_and(|inst| graph[region].insts.contains(&inst))
        });
        self.builder.literal_of(value).is_some() || !(inside || self.homes.is_inside(value, mirror.body))
    }
}
