//! Partials as graph nodes: the rule table's algebra over a [`Builder`].

use super::builder::Builder;
use crate::graph::{CastForm, Node, Ty, Value};
use crate::rules::{Comparison, Op, Term};
use quote::format_ident;

/// A term of a partial: a number, an integer that is known, or a value of the graph.
#[derive(Clone, Copy)]
pub(super) enum Expression<'b> {
    Number(f64),
    Value(&'b Builder, Value),
}

impl<'b> Expression<'b> {
    /// A primal value as a term; literals as numbers, so that they fold.
    pub(super) fn of(builder: &'b Builder, value: Value) -> Self {
        if builder.optimizes() {
            if let Some(number) = builder.literal_of(value) {
                return Expression::Number(number);
            }
            if let Some(integer) = builder.integer_of(value) {
                return Expression::Number(integer as f64);
            }
        }
        Expression::Value(builder, value)
    }

    /// The value of the term in the graph.
    pub(super) fn value(self, builder: &Builder) -> Value {
        match self {
            Expression::Number(number) => builder.literal(number),
            Expression::Value(_, value) => value,
        }
    }
}

impl<'b> Term for Expression<'b> {
    fn literal(value: f64) -> Self {
        Expression::Number(value)
    }

    fn apply(op: Op, operands: &[Self]) -> Self {
        let builder = operands.iter().find_map(|operand| match operand {
            Expression::Value(builder, _) => Some(*builder),
            Expression::Number(_) => None,
        });
        let Some(builder) = builder else {
            let numbers: Vec<f64> = operands
                .iter()
                .map(|operand| match operand {
                    Expression::Number(number) => *number,
                    Expression::Value(..) => unreachable!("a value has a builder"),
                })
                .collect();
            return Expression::Number(op.evaluate(&numbers));
        };
        let values: Vec<Value> = operands
            .iter()
            .enumerate()
            .map(|(position, operand)| match operand {
                Expression::Number(number) if op.is_constant_operand(position) => integer(builder, *number),
                operand => operand.value(builder),
            })
            .collect();
        Expression::Value(builder, times(builder, op, &values))
    }

    fn select(comparison: Comparison, left: Self, right: Self, then: Self, otherwise: Self) -> Self {
        let terms = [left, right, then, otherwise];
        if let (Expression::Number(left), Expression::Number(right)) = (left, right) {
            return if comparison.holds(left, right) { then } else { otherwise };
        }
        let builder = terms.iter().find_map(|term| match term {
            Expression::Value(builder, _) => Some(*builder),
            Expression::Number(_) => None,
        });
        let builder = builder.expect("a comparison of numbers was decided above");
        let [left, right, then, otherwise] = terms.map(|term| builder.by_value(term.value(builder)));
        Expression::Value(builder, select(builder, comparison, left, right, then, otherwise))
    }

    fn integer_to_float(self) -> Self {
        match self {
            Expression::Number(_) => self,
            Expression::Value(builder, operand) => {
                let to = builder.float();
                let node = Node::Cast { to, form: CastForm::As, operand };
                Expression::Value(builder, builder.push(node, Ty::Float(to)))
            }
        }
    }

    fn minus_one(self) -> Self {
        match self {
            Expression::Number(number) => Expression::Number((number - 1.0).max(f64::from(i32::MIN))),
            Expression::Value(builder, operand) => {
                let ident = format_ident!("operand");
                let opaque = crate::graph::Opaque {
                    code: std::rc::Rc::new(syn::parse_quote!(i32::saturating_sub(#ident, 1))),
                    captures: vec![crate::graph::Capture::new(ident, operand)],
                    changes: Vec::new(),
                    cut: true,
                    pinned: false,
                    obstacle: None,
                };
                Expression::Value(builder, builder.push(Node::Opaque(opaque), Ty::Constant))
            }
        }
    }
}

/// The index of an element as a constant of the graph.
pub(super) fn index(builder: &Builder, index: usize) -> Value {
    integer(builder, index as f64)
}

/// A whole number as a constant of the graph.
fn integer(builder: &Builder, number: f64) -> Value {
    let literal = proc_macro2::Literal::i64_unsuffixed((number as i64).abs());
    let code: syn::Expr = if number < 0.0 { syn::parse_quote!(-#literal) } else { syn::parse_quote!(#literal) };
    let opaque = crate::graph::Opaque {
        code: std::rc::Rc::new(code),
        captures: Vec::new(),
        changes: Vec::new(),
        cut: false,
        pinned: false,
        obstacle: None,
    };
    builder.push(Node::Opaque(opaque), Ty::Constant)
}

fn select(
    builder: &Builder,
    comparison: Comparison,
    left: Value,
    right: Value,
    then: Value,
    otherwise: Value,
) -> Value {
    let ty = [then, otherwise, left, right].iter().fold(Ty::Unknown, |ty, value| ty.meet(&builder.ty(*value)));
    builder.push(Node::Select { comparison, left, right, then, otherwise }, ty)
}

/// A product inside a partial; one with a choice is a choice of products.
fn times(builder: &Builder, op: Op, operands: &[Value]) -> Value {
    match (op, operands) {
        (Op::Mul, &[left, right]) if is_choice(builder, right) => scaled(builder, left, right),
        (Op::Mul, &[left, right]) if is_choice(builder, left) => scaled(builder, right, left),
        _ => builder.apply(op, operands),
    }
}

fn is_choice(builder: &Builder, value: Value) -> bool {
    builder.with(|graph| matches!(graph.node(value), Some(Node::Select { .. })))
}

/// A factor times a partial. Where the partial is a choice, so is the product, so that the arm that is not chosen
/// contributes nothing, not even zero times infinity.
fn scaled(builder: &Builder, factor: Value, partial: Value) -> Value {
    if builder.literal_of(partial) == Some(0.0) {
        // The partial says that nothing flows here, whatever the factor is.
        return partial;
    }
    match builder.with(|graph| graph.node(partial).cloned()) {
        Some(Node::Select { comparison, left, right, then, otherwise }) => {
            let then = scaled(builder, factor, then);
            let otherwise = scaled(builder, factor, otherwise);
            select(builder, comparison, left, right, then, otherwise)
        }
        _ => builder.scaled(factor, partial),
    }
}

/// The contribution of one operand to the adjoint or of its tangent to the result: `partial * factor`.
pub(super) fn scaled_partial(
    builder: &Builder,
    op: Op,
    operand: usize,
    operands: &[Value],
    result: Value,
    factor: Value,
) -> Option<Value> {
    builder.set_float(&builder.ty(result));
    let terms: Vec<Expression<'_>> = operands.iter().map(|value| Expression::of(builder, *value)).collect();
    let partial = op.partial(operand, &terms, Expression::of(builder, result))?;
    Some(scaled(builder, factor, partial.value(builder)))
}

/// The adjoint of an operand whose type only `rustc` knows.
pub(super) fn rule_pullback(
    builder: &Builder,
    op: Op,
    operand: usize,
    operands: &[Value],
    result: Value,
    seed: Value,
) -> Value {
    let ty = builder.ty(operands[operand]).tangent();
    let rule = |op, operand, operands: &[Value], result, seed| {
        let operands = operands.iter().map(|operand| builder.borrowed(*operand)).collect();
        builder.push(Node::RulePullback { op, operand, operands, result, seed }, ty.clone())
    };
    let Some((partial, negated)) =
        partial_at_hand(builder, op, operand, operands, result).filter(|_| builder.optimizes())
    else {
        return rule(op, operand, operands, result, seed);
    };
    // The adjoint of a factor whose other factor is the partial.
    let seed = if negated { rule(Op::Neg, 0, &[operands[operand]], partial, seed) } else { seed };
    rule(Op::Mul, 0, &[operands[operand], partial], partial, seed)
}

/// The partial derivative by one operand where the function has computed that number anyway, up to its sign: the cosine
/// of what it takes the sine of. Says whether the sign is the other one, too.
fn partial_at_hand(
    builder: &Builder,
    op: Op,
    operand: usize,
    operands: &[Value],
    result: Value,
) -> Option<(Value, bool)> {
    let terms: Vec<AtHand<'_>> = operands.iter().map(|value| AtHand::Value(builder, *value)).collect();
    match op.partial(operand, &terms, AtHand::Value(builder, result))? {
        AtHand::Value(_, value) if value != result && !operands.contains(&value) => Some((value, false)),
        AtHand::Negated(value) if value != result && !operands.contains(&value) => Some((value, true)),
        _ => None,
    }
}

/// A term that the function has computed, or not.
#[derive(Clone, Copy)]
enum AtHand<'b> {
    Value(&'b Builder, Value),
    Negated(Value),
    Elsewhere,
}

impl Term for AtHand<'_> {
    fn literal(_: f64) -> Self {
        AtHand::Elsewhere
    }

    fn apply(op: Op, operands: &[Self]) -> Self {
        if let (Op::Neg, [AtHand::Value(_, value)]) = (op, operands) {
            return AtHand::Negated(*value);
        }
        let mut known = None;
        let mut values = Vec::new();
        for operand in operands {
            let AtHand::Value(builder, value) = operand else { return AtHand::Elsewhere };
            known = Some(*builder);
            values.push(*value);
        }
        let found = known.and_then(|builder| Some((builder, builder.applied(op, &values)?)));
        found.map_or(AtHand::Elsewhere, |(builder, value)| AtHand::Value(builder, value))
    }

    fn select(_: Comparison, _: Self, _: Self, _: Self, _: Self) -> Self {
        AtHand::Elsewhere
    }

    fn integer_to_float(self) -> Self {
        AtHand::Elsewhere
    }

    fn minus_one(self) -> Self {
        AtHand::Elsewhere
    }
}

/// Whether anything flows through an operand; any numbers tell, since a row says zero without looking at them.
pub(super) fn has_partial(op: Op, operand: usize) -> bool {
    op.partial(operand, &vec![0.5; op.arity()], 0.5).is_some()
}

/// Whether an operator's operands and result are floats that the macro knows, so that plain arithmetic will do.
pub(super) fn is_plain(builder: &Builder, op: Op, operands: &[Value], result: Value) -> bool {
    let is_float = |value: Value| matches!(builder.ty(value).peeled(), Ty::Float(_));
    let floats = operands.iter().enumerate().filter(|(position, _)| !op.is_constant_operand(*position));
    builder.ty(result).is_float() && floats.into_iter().all(|(_, operand)| is_float(*operand))
}
