//! The algebra by which derivative arithmetic is simplified while it is appended. Each rewrite carries its algebra; primal
//! nodes are looked at, never changed.

use super::builder::Builder;
use crate::graph::{Node, Origin, Value};
use crate::rules::Op;

impl Builder {
    pub(super) fn simpler(&self, op: Op, operands: &[Value]) -> Option<Value> {
        let numbers: Vec<Option<f64>> = operands.iter().map(|operand| self.literal_of(*operand)).collect();
        if let Some(numbers) = numbers.iter().copied().collect::<Option<Vec<f64>>>() {
            return Some(self.literal(op.evaluate(&numbers)));
        }
        match (op, operands, numbers.as_slice()) {
            (Op::Neg, &[x], _) => self.simpler_negation(x),
            // 0 + x = x, x + 0 = x
            (Op::Add, &[_, x], &[Some(0.0), _]) | (Op::Add, &[x, _], &[_, Some(0.0)]) => Some(x),
            // x + x = 2 x; a multiple of the user's has a number already, which the 2 could not join
            (Op::Add, &[x, y], _) if x == y => match self.simpler_multiple(2.0, x) {
                None if self.is_primal_multiple(x) => None,
                None => Some(self.times_number(2.0, x)),
                simpler => simpler,
            },
            (Op::Add, &[x, y], _) => self.simpler_sum(x, y),
            // x - x = 0
            (Op::Sub, &[x, y], _) if x == y => Some(self.literal(0.0)),
            // x - 0 = x, 0 - x = -x
            (Op::Sub, &[x, _], &[_, Some(0.0)]) => Some(x),
            (Op::Sub, &[_, x], &[Some(0.0), _]) => Some(self.apply(Op::Neg, &[x])),
            // x - (-y) = x + y
            (Op::Sub, &[x, y], _) => match self.derivative_op(y) {
                Some((Op::Neg, inner)) => Some(self.apply(Op::Add, &[x, inner[0]])),
                _ => self.factored(Op::Sub, x, y),
            },
            // 1 x = x, x 1 = x
            (Op::Mul, &[_, x], &[Some(1.0), _]) | (Op::Mul, &[x, _], &[_, Some(1.0)]) => Some(x),
            // (-1) x = -x
            (Op::Mul, &[_, x], &[Some(-1.0), _]) | (Op::Mul, &[x, _], &[_, Some(-1.0)]) => {
                Some(self.apply(Op::Neg, &[x]))
            }
            (Op::Mul, &[_, x], &[Some(number), _]) | (Op::Mul, &[x, _], &[_, Some(number)]) => {
                self.simpler_multiple(number, x)
            }
            (Op::Mul, &[x, y], _) => self.simpler_product(x, y),
            // x / 1 = x
            (Op::Div, &[x, _], &[_, Some(1.0)]) => Some(x),
            // (1 / y) / y = (1 / y)^2
            (Op::Div, &[x, y], _) if self.is_reciprocal(x, y) => Some(self.apply(Op::Mul, &[x, x])),
            // (-x) / y = -(x / y)
            (Op::Div, &[x, y], _) => match self.derivative_op(x) {
                Some((Op::Neg, inner)) => {
                    let quotient = self.apply(Op::Div, &[inner[0], y]);
                    Some(self.apply(Op::Neg, &[quotient]))
                }
                _ => None,
            },
            // x^1 = x, x^2 = x x
            (Op::Powi, &[x, n], _) => match self.integer_of(n)? {
                1 => Some(x),
                2 => Some(self.apply(Op::Mul, &[x, x])),
                _ => None,
            },
            _ => None,
        }
    }

    fn is_primal_multiple(&self, x: Value) -> bool {
        let factors = self.with(|graph| match graph.node(x) {
            Some(Node::Apply { op: Op::Mul, operands, .. }) => Some(operands.clone()),
            _ => None,
        });
        factors.is_some_and(|factors| self.multiple(&factors).is_some())
    }

    fn is_reciprocal(&self, x: Value, y: Value) -> bool {
        let operands = self.with(|graph| match graph.node(x) {
            Some(Node::Apply { op: Op::Div, operands, .. }) => Some((operands[0], operands[1])),
            _ => None,
        });
        operands.is_some_and(|(numerator, denominator)| denominator == y && self.literal_of(numerator) == Some(1.0))
    }

    fn simpler_negation(&self, x: Value) -> Option<Value> {
        match self.derivative_op(x)? {
            // -(-x) = x
            (Op::Neg, inner) => Some(inner[0]),
            // -(x - y) = y - x
            (Op::Sub, inner) => Some(self.apply(Op::Sub, &[inner[1], inner[0]])),
            // -(c x) = (-c) x
            (Op::Mul, inner) => {
                let (number, factor) = self.multiple(&inner)?;
                Some(self.times_number(-number, factor))
            }
            _ => None,
        }
    }

    fn simpler_sum(&self, x: Value, y: Value) -> Option<Value> {
        match (self.derivative_op(x), self.derivative_op(y)) {
            // -x + -y = -(x + y)
            (Some((Op::Neg, x)), Some((Op::Neg, y))) => {
                let sum = self.apply(Op::Add, &[x[0], y[0]]);
                Some(self.apply(Op::Neg, &[sum]))
            }
            // x + -y = x - y
            (_, Some((Op::Neg, y))) => Some(self.apply(Op::Sub, &[x, y[0]])),
            // -x + y = y - x
            (Some((Op::Neg, x)), _) => Some(self.apply(Op::Sub, &[y, x[0]])),
            _ => self.factored(Op::Add, x, y),
        }
    }

    /// The number and the other factor of a product with a number.
    fn multiple(&self, factors: &[Value]) -> Option<(f64, Value)> {
        let &[left, right] = factors else { return None };
        match (self.literal_of(left), self.literal_of(right)) {
            (Some(number), None) => Some((number, right)),
            (None, Some(number)) => Some((number, left)),
            _ => None,
        }
    }

    fn times_number(&self, number: f64, x: Value) -> Value {
        let number = self.literal(number);
        self.apply(Op::Mul, &[number, x])
    }

    fn simpler_multiple(&self, number: f64, x: Value) -> Option<Value> {
        let (product, primal) = self.with(|graph| match graph.node(x) {
            Some(Node::Apply { op: Op::Mul, operands, .. }) if graph[x].ty.is_float() => {
                let primal = graph.definition(x).is_some_and(|inst| graph[inst].origin == Origin::Primal);
                (Some(operands.clone()), primal)
            }
            _ => (None, false),
        });
        // c (d x) = (c d) x; a product of the user's is at hand anyway, unless nothing is left to multiply
        if let Some((other, factor)) = product.and_then(|factors| self.multiple(&factors))
            && (!primal || (number * other).abs() == 1.0)
        {
            return Some(self.times_number(number * other, factor));
        }
        match self.derivative_op(x)? {
            // c (-x) = (-c) x
            (Op::Neg, inner) => Some(self.times_number(-number, inner[0])),
            _ => None,
        }
    }

    /// c x + c y = c (x + y), and with differences
    fn factored(&self, op: Op, x: Value, y: Value) -> Option<Value> {
        let (Some((Op::Mul, left)), Some((Op::Mul, right))) = (self.derivative_op(x), self.derivative_op(y)) else {
            return None;
        };
        let (number, left) = self.multiple(&left)?;
        let (other, right) = self.multiple(&right)?;
        // c x - (-c) y = c (x + y)
        let op = match (op, other == -number) {
            (_, false) if other != number => return None,
            (Op::Add, true) => Op::Sub,
            (Op::Sub, true) => Op::Add,
            (op, _) => op,
        };
        let sum = self.apply(op, &[left, right]);
        Some(self.times_number(number, sum))
    }

    fn simpler_product(&self, x: Value, y: Value) -> Option<Value> {
        let (left, right) = match (self.negated_factor(x), self.negated_factor(y)) {
            // (-x)(-y) = x y
            (Some(x), Some(y)) => return Some(self.apply(Op::Mul, &[x, y])),
            // (-x) y = -(x y), x (-y) = -(x y)
            (Some(negated), None) => (negated, y),
            (None, Some(negated)) => (x, negated),
            (None, None) => return self.regrouped_product(x, y),
        };
        let product = self.apply(Op::Mul, &[left, right]);
        Some(self.apply(Op::Neg, &[product]))
    }

    fn regrouped_product(&self, x: Value, y: Value) -> Option<Value> {
        match (self.derivative_op(x), self.derivative_op(y)) {
            // (a b) y = a (b y) where `b y` is at hand
            (Some((Op::Mul, factors)), _) => self.regrouped(&factors, y),
            (_, Some((Op::Mul, factors))) => self.regrouped(&factors, x),
            _ => None,
        }
    }

    fn regrouped(&self, factors: &[Value], other: Value) -> Option<Value> {
        let &[left, right] = factors else { return None };
        // Only with a product of the user's: then each step leaves one derivative product less.
        let primal = |value: &Value| {
            self.with(|graph| graph.definition(*value).is_some_and(|inst| graph[inst].origin == Origin::Primal))
        };
        let at_hand = |factor: Value| self.applied(Op::Mul, &[factor, other]).filter(primal);
        let (rest, product) = match (at_hand(right), at_hand(left)) {
            (Some(product), _) => (left, product),
            (None, Some(product)) => (right, product),
            (None, None) => return None,
        };
        Some(self.apply(Op::Mul, &[rest, product]))
    }

    /// A factor times a partial. What a partial divides by, the factor is divided by, so that the partials of a
    /// quotient share `factor / y`: f (1 / y) = f / y, f (-(z / y)) = -((f / y) z).
    pub(super) fn scaled(&self, factor: Value, partial: Value) -> Value {
        match self.derivative_op(partial).filter(|_| self.optimize) {
            Some((Op::Neg, inner)) => {
                let scaled = self.scaled(factor, inner[0]);
                self.apply(Op::Neg, &[scaled])
            }
            Some((Op::Div, fraction)) => {
                let quotient = self.apply(Op::Div, &[factor, fraction[1]]);
                self.apply(Op::Mul, &[quotient, fraction[0]])
            }
            _ => self.apply(Op::Mul, &[factor, partial]),
        }
    }
}
