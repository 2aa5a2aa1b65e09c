//! Multiplies with a number once.
//!
//! Reads:  a graph after factoring, in which equal operators are one.
//! Writes: the same graph, where of `2 (a b)`, `2 (a c)` both read `2 a`, and `0.5 a` is `a` again.
//! Keeps:  primal nodes; a value that something reads which is not multiplied with that number.

use crate::graph::{Form, Graph, Inst, Map, Node, Origin, Region, Ty, Value};
use crate::rules::Op;

/// Lets numbers join the factors that they are multiplied with in the end; says whether one did.
pub(crate) fn join_numbers(graph: &mut Graph) -> bool {
    let mut readers: Map<Value, Vec<Option<Inst>>> = Map::default();
    for inst in graph.walk(graph.body) {
        graph[inst].node.for_each_operand(|operand| readers.entry(operand).or_default().push(Some(inst)));
        for &region in graph[inst].node.regions() {
            graph[region].yields().iter().for_each(|value| readers.entry(*value).or_default().push(None));
        }
    }
    graph.results().iter().for_each(|value| readers.entry(*value).or_default().push(None));
    let body = graph.body;
    join_in_region(graph, body, &readers)
}

fn join_in_region(graph: &mut Graph, region: Region, readers: &Map<Value, Vec<Option<Inst>>>) -> bool {
    let mut joined = false;
    for inst in graph[region].insts.clone() {
        for inner in graph[inst].node.regions().to_vec() {
            joined |= join_in_region(graph, inner, readers);
        }
        if let Some((number, products)) = multiplied(graph, inst, readers) {
            join(graph, region, inst, number, &products);
            joined = true;
        }
    }
    joined
}

/// The number that everything made of a derivative value is multiplied with; and for each the instruction that does so
/// with the other factor. More than one, or the value is a multiple itself: else nothing is won.
fn multiplied(graph: &Graph, inst: Inst, readers: &Map<Value, Vec<Option<Inst>>>) -> Option<(f64, Vec<(Inst, Value)>)> {
    let data = &graph[inst];
    let &[value] = data.results.as_slice() else { return None };
    let is_arithmetic = matches!(data.node, Node::Apply { .. }) && data.origin == Origin::Derivative;
    if !is_arithmetic || !graph[value].ty.is_float() {
        return None;
    }
    let mut number = None;
    let mut products = Vec::new();
    for reader in readers.get(&value)? {
        let product = (*reader)?;
        let [left, right] = derivative_product(graph, product)?;
        let other = if left == value { right } else { left };
        if other == value || literal(graph, other).is_some() {
            return None;
        }
        let &[Some(multiple)] = readers.get(&graph[product].results[0])?.as_slice() else { return None };
        let [left, right] = derivative_product(graph, multiple)?;
        let found = literal(graph, left).or_else(|| literal(graph, right))?;
        if number.is_some_and(|number| number != found) {
            return None;
        }
        number = Some(found);
        products.push((multiple, other));
    }
    (products.len() > 1 || own_number(graph, inst).is_some()).then_some((number?, products))
}

fn join(graph: &mut Graph, region: Region, inst: Inst, number: f64, products: &[(Inst, Value)]) {
    let (value, span) = (graph[inst].results[0], graph[inst].span);
    let ty = graph[value].ty.clone();
    let (number, factor) = match own_number(graph, inst) {
        Some((own, factor)) => (number * own, factor),
        None => (number, value),
    };
    let factor = if number == 1.0 {
        factor
    } else {
        let literal = graph.add_inst(Node::Literal(number), vec![ty.clone()], Origin::Derivative, span);
        let node = times(graph[literal].results[0], factor);
        let product = graph.add_inst(node, vec![ty], Origin::Derivative, span);
        let insts = &mut graph[region].insts;
        let position = insts.iter().position(|other| *other == inst).expect("the instruction is in its region");
        insts.splice(position + 1..position + 1, [literal, product]);
        graph[product].results[0]
    };
    for &(multiple, other) in products {
        graph[multiple].node = times(factor, other);
    }
}

fn times(left: Value, right: Value) -> Node {
    Node::Apply { op: Op::Mul, form: Form::Symbol, operands: vec![left, right] }
}

/// The number and the other factor where an instruction multiplies with a number.
fn own_number(graph: &Graph, inst: Inst) -> Option<(f64, Value)> {
    let [left, right] = derivative_product(graph, inst)?;
    let with_number = |number: Value, factor: Value| Some((literal(graph, number)?, factor));
    with_number(left, right).or_else(|| with_number(right, left))
}

/// The factors of a product of numbers that a rule made.
fn derivative_product(graph: &Graph, inst: Inst) -> Option<[Value; 2]> {
    let data = &graph[inst];
    match &data.node {
        Node::Apply { op: Op::Mul, operands, .. } if data.origin == Origin::Derivative => {
            let is_float = |value: &Value| matches!(graph[*value].ty, Ty::Float(_));
            <[Value; 2]>::try_from(operands.as_slice()).ok().filter(|factors| factors.iter().all(is_float))
        }
        _ => None,
    }
}

fn literal(graph: &Graph, value: Value) -> Option<f64> {
    match graph.node(value) {
        Some(Node::Literal(number)) => Some(*number),
        _ => None,
    }
}
