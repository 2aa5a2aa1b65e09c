//! Takes common factors out of sums of adjoints.
//!
//! Reads:  a graph after sharing.
//! Writes: the same graph, where `a b + a c` is `a (b + c)`, `a b + (a h) g` is `a (b + h g)`, `2 (a b) + a c` is
//! `a (2 b + c)`, and `a b + a b` is `2 (a b)`. From the last contribution to the first, the adjoint of a polynomial in
//! Horner's form is thereby one, too.
//! Keeps:  primal nodes, and products that something else reads.

use crate::graph::{Form, Graph, Inst, Map, Node, Origin, Region, Set, Ty, Value};
use crate::rules::Op;

/// Factors the sums of a function.
pub(crate) fn factor(graph: &mut Graph) {
    let mut uses: Map<Value, usize> = Map::default();
    for inst in graph.walk(graph.body) {
        graph[inst].node.for_each_operand(|operand| *uses.entry(operand).or_default() += 1);
        for &region in graph[inst].node.regions() {
            graph[region].yields().iter().for_each(|value| *uses.entry(*value).or_default() += 1);
        }
    }
    graph.results().iter().for_each(|value| *uses.entry(*value).or_default() += 1);
    let body = graph.body;
    factor_region(graph, body, &uses);
}

fn factor_region(graph: &mut Graph, region: Region, uses: &Map<Value, usize>) {
    let insts = std::mem::take(&mut graph[region].insts);
    let inner_sums = sums_inside_sums(graph, &insts, uses);
    for inst in insts {
        for inner in graph[inst].node.regions().to_vec() {
            factor_region(graph, inner, uses);
        }
        if let Some(sum) = derivative(graph, inst, Op::Add)
            && !inner_sums.contains(&graph[inst].results[0])
        {
            factor_sum(graph, region, inst, &sum, uses);
        }
        graph[region].insts.push(inst);
    }
}

/// The sums that are nothing but a part of another sum.
fn sums_inside_sums(graph: &Graph, insts: &[Inst], uses: &Map<Value, usize>) -> Set<Value> {
    let sums = insts.iter().filter_map(|inst| derivative(graph, *inst, Op::Add));
    sums.flatten().filter(|value| uses.get(value) == Some(&1)).collect()
}

/// The operands of a derivative operator on numbers.
fn derivative(graph: &Graph, inst: Inst, wanted: Op) -> Option<Vec<Value>> {
    let data = &graph[inst];
    match &data.node {
        Node::Apply { op, operands, .. } if *op == wanted && data.origin == Origin::Derivative => {
            Some(operands.clone())
        }
        _ => None,
    }
}

fn derivative_of(graph: &Graph, value: Value, wanted: Op) -> Option<[Value; 2]> {
    let operands = derivative(graph, graph.definition(value)?, wanted)?;
    operands.try_into().ok()
}

fn factor_sum(graph: &mut Graph, region: Region, root: Inst, sum: &[Value], uses: &Map<Value, usize>) {
    let mut terms = Vec::new();
    for &value in sum {
        flatten(graph, value, uses, &mut terms);
    }
    let mut factoring = Factoring { graph, region, root, changed: false };
    let mut rest = Vec::new();
    let mut last = terms.pop().expect("a sum has terms");
    while let Some(term) = terms.pop() {
        let only_here = |value: Value| uses.get(&value).is_none_or(|count| *count == 1);
        let twice = term == last && uses.get(&term) == Some(&2);
        let joined = if twice { factoring.doubled(term) } else { factoring.joined(term, last, only_here) };
        match joined {
            Some(joined) => last = joined,
            None => {
                rest.push(last);
                last = term;
            }
        }
    }
    if !factoring.changed {
        return;
    }
    let mut sum = last;
    let Some(end) = rest.first().copied() else {
        // One product is left: the sum is that product.
        let node = factoring.graph[factoring.graph.definition(sum).expect("a product was made")].node.clone();
        factoring.graph[root].node = node;
        return;
    };
    for term in rest.into_iter().skip(1).rev() {
        sum = factoring.apply(Op::Add, sum, term);
    }
    factoring.graph[root].node = Node::Apply { op: Op::Add, form: Form::Symbol, operands: vec![sum, end] };
}

/// The terms of a sum, through the sums that only it reads.
fn flatten(graph: &Graph, value: Value, uses: &Map<Value, usize>, terms: &mut Vec<Value>) {
    let anonymous = uses.get(&value) == Some(&1);
    match derivative_of(graph, value, Op::Add).filter(|_| anonymous) {
        Some([left, right]) => {
            flatten(graph, left, uses, terms);
            flatten(graph, right, uses, terms);
        }
        None => terms.push(value),
    }
}

struct Factoring<'g> {
    graph: &'g mut Graph,
    region: Region,
    root: Inst,
    changed: bool,
}

impl Factoring<'_> {
    fn apply(&mut self, op: Op, left: Value, right: Value) -> Value {
        let (ty, span) = (self.graph[self.graph[self.root].results[0]].ty.clone(), self.graph[self.root].span);
        let node = Node::Apply { op, form: Form::Symbol, operands: vec![left, right] };
        let inst = self.graph.push(self.region, node, vec![ty], Origin::Derivative, span);
        self.graph[inst].results[0]
    }

    /// Two terms as one product, if they share a factor and nothing else reads them.
    fn joined(&mut self, left: Value, right: Value, only_here: impl Fn(Value) -> bool) -> Option<Value> {
        if !only_here(left) || !only_here(right) {
            return None;
        }
        let (number, left) = self.product_with_number(left, &only_here)?;
        let (other_number, right) = self.product_with_number(right, &only_here)?;
        for (factor, other) in [(left[0], left[1]), (left[1], left[0])] {
            for (holder, cofactor) in [(right[0], right[1]), (right[1], right[0])] {
                if !self.is_number(factor) {
                    continue;
                }
                // a b + a c = a (b + c)
                if holder == factor {
                    let (left, right) = (self.times(number, other), self.times(other_number, cofactor));
                    let sum = self.apply(Op::Add, left, right);
                    return Some(self.product(factor, sum));
                }
                if number.is_some() || other_number.is_some() {
                    continue;
                }
                // a b + (a h) g = a (b + h g)
                let Some(inner) = derivative_of(self.graph, holder, Op::Mul) else { continue };
                for (shared, rest) in [(inner[0], inner[1]), (inner[1], inner[0])] {
                    if shared == factor {
                        let product = self.apply(Op::Mul, rest, cofactor);
                        let sum = self.apply(Op::Add, other, product);
                        return Some(self.product(factor, sum));
                    }
                }
            }
        }
        None
    }

    /// `x + x = 2 x` for a product, whose factor the number may join.
    fn doubled(&mut self, product: Value) -> Option<Value> {
        derivative_of(self.graph, product, Op::Mul)?;
        let (ty, span) = (self.graph[product].ty.clone(), self.graph[self.root].span);
        let literal = self.graph.push(self.region, Node::Literal(2.0), vec![ty], Origin::Derivative, span);
        let number = self.graph[literal].results[0];
        Some(self.product(number, product))
    }

    /// The factors of a product, and the literal that it is multiplied with.
    fn product_with_number(
        &self,
        value: Value,
        only_here: impl Fn(Value) -> bool,
    ) -> Option<(Option<Value>, [Value; 2])> {
        let factors = derivative_of(self.graph, value, Op::Mul)?;
        let is_literal = |value: &Value| matches!(self.graph.node(*value), Some(Node::Literal(_)));
        let Some(position) = factors.iter().position(is_literal) else { return Some((None, factors)) };
        let inner = factors[1 - position];
        let product = derivative_of(self.graph, inner, Op::Mul).filter(|_| only_here(inner));
        Some(product.map_or((None, factors), |product| (Some(factors[position]), product)))
    }

    fn times(&mut self, number: Option<Value>, value: Value) -> Value {
        number.map_or(value, |number| self.apply(Op::Mul, number, value))
    }

    fn product(&mut self, factor: Value, sum: Value) -> Value {
        self.changed = true;
        self.apply(Op::Mul, factor, sum)
    }

    /// Literals are factored where the products are built.
    fn is_number(&self, value: Value) -> bool {
        matches!(self.graph[value].ty, Ty::Float(_)) && !matches!(self.graph.node(value), Some(Node::Literal(_)))
    }
}
