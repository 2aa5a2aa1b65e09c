//! What the mirror of a loop computes again instead of reading it from a record.
//!
//! Reads:  the values of an iteration that its mirror reads.
//! Writes: copies of cheap instructions at the start of the mirror's body.
//! Keeps:  memory that is overwritten is not read again; nothing with an effect is repeated.

use super::Homes;
use super::record::{copy_description, substitute};
use crate::graph::{Definition, Graph, Inst, Loop, Map, Node, Opaque, Region, SameForm, Set, Step, Ty, Value, call_of};
use crate::rules::Op;
use syn::{BinOp, Expr, UnOp};

/// Aggregates whose memory may be overwritten.
pub(super) fn changed(graph: &Graph) -> Set<Value> {
    let mut changed = Set::default();
    for inst in graph.walk(graph.body) {
        changed.extend(graph[inst].node.changes().into_iter().map(|(base, _)| base));
        if let Node::Loop(repeated) = &graph[inst].node {
            changed.extend(repeated.initial.iter().copied());
            // The next iteration changes what this one hands on.
            changed.extend(graph[repeated.body].yields());
        }
    }
    changed
}

/// What rules of unknown types read.
pub(super) fn typed(graph: &Graph, region: Region) -> Set<Value> {
    let mut typed = Set::default();
    for inst in graph.walk(region) {
        if let Node::RulePullback { operands, .. } | Node::RuleTangent { operands, .. } = &graph[inst].node {
            typed.extend(operands);
        }
    }
    typed
}

/// What a value borrows, or the value itself: a record keeps no borrow.
fn borrowed(graph: &Graph, value: Value) -> Value {
    match graph.node(value) {
        Some(Node::Same { form: SameForm::Borrow, operand }) => borrowed(graph, *operand),
        _ => value,
    }
}

/// Whether a value is a reference that is taken again as soon as what it refers to is there.
pub(super) fn is_reference(graph: &Graph, value: Value) -> bool {
    match graph.node(value) {
        Some(Node::Same { form: SameForm::Borrow, .. }) => true,
        Some(Node::Opaque(opaque)) => {
            let copied = matches!(&*opaque.code, Expr::Path(_)) && matches!(graph[value].ty, Ty::Reference(_));
            (copied || matches!(&*opaque.code, Expr::Reference(_))) && is_repeatable(opaque)
        }
        Some(Node::Array(_) | Node::Tuple(_)) => graph[value].ty.holds_reference(),
        _ => false,
    }
}

/// A copy of a node, which reads what the node reads through borrows.
fn repeated(graph: &Graph, node: &Node) -> Node {
    let mut node = node.clone();
    match &mut node {
        Node::Load { base, .. } => *base = borrowed(graph, *base),
        Node::Apply { operands, .. } => operands.iter_mut().for_each(|operand| *operand = borrowed(graph, *operand)),
        _ => {}
    }
    node
}

/// What the copy of a node reads.
fn read_by(graph: &Graph, node: &Node) -> Vec<Value> {
    repeated(graph, node).operands()
}

/// Whether a constant of a type that only `rustc` knows may be a reference: what a pullback keeps of it has to be numbers.
fn may_be_lent(graph: &Graph, value: Value) -> bool {
    if !graph[value].constant || !matches!(graph[value].ty, Ty::Unknown) {
        return false;
    }
    match (graph[value].definition, graph.node(value)) {
        // The type of a parameter is written.
        (Definition::Parameter(region, _), _) => region != graph.body,
        (_, Some(Node::Opaque(opaque))) => {
            !makes_its_own(&opaque.code) && opaque.captures.iter().any(|capture| lends(graph, capture.value))
        }
        // A part of an item: `(row, name)`.
        (_, Some(Node::Load { base, path })) => {
            path.iter().all(|step| matches!(step, Step::Field(_))) && may_be_lent(graph, *base)
        }
        (_, Some(Node::Branch { .. } | Node::Loop(_) | Node::Same { .. })) => true,
        _ => false,
    }
}

/// Whether something that is made of a value may refer to what is in it.
fn lends(graph: &Graph, value: Value) -> bool {
    !matches!(graph[value].ty, Ty::Float(_) | Ty::Constant)
}

/// Whether an expression ends in a value of its own.
fn makes_its_own(code: &Expr) -> bool {
    match code {
        Expr::Paren(inner) => makes_its_own(&inner.expr),
        Expr::Group(inner) => makes_its_own(&inner.expr),
        Expr::MethodCall(call) => {
            ["clone", "to_owned", "to_vec", "collect", "concat"].iter().any(|name| call.method == name)
        }
        Expr::Array(_) | Expr::Repeat(_) | Expr::Macro(_) | Expr::Binary(_) | Expr::Struct(_) => true,
        _ => false,
    }
}

/// Decides what a mirror computes again.
pub(super) struct Replay<'a> {
    graph: &'a mut Graph,
    homes: &'a Homes,
    changed: &'a Set<Value>,
    read_once: &'a Set<Value>,
    mirror: Region,
    body: Region,
    /// The index of the iteration, in the loop and in the mirror.
    item: Option<(Value, Value)>,
    typed: Set<Value>,
    free: Map<Value, bool>,
    /// What the loop carries: before it, in an iteration, and for the next one.
    carried: Vec<(Value, Value, Value)>,
    /// The carried variables that the mirror can carry, too.
    along: Set<Value>,
}

impl<'a> Replay<'a> {
    pub(super) fn new(
        graph: &'a mut Graph,
        homes: &'a Homes,
        changed: &'a Set<Value>,
        read_once: &'a Set<Value>,
        mirror: Region,
        primal: &Loop,
        item: Option<(Value, Value)>,
    ) -> Self {
        let typed = typed(graph, mirror);
        let parameters = graph.loop_parameters(primal.body, primal.initial.len()).1.to_vec();
        let yields = graph[primal.body].yields().to_vec();
        let carried = primal.initial.iter().zip(parameters).zip(yields);
        let carried = carried.map(|((before, parameter), next)| (*before, parameter, next)).collect();
        let (free, along) = (Map::default(), Set::default());
        Replay { graph, homes, changed, read_once, mirror, body: primal.body, item, typed, free, carried, along }
    }

    /// The mirror runs in the order of the loop: numbers that change in a cheap way from one iteration to the next do
    /// so in the mirror, too.
    pub(super) fn runs_along(&mut self) {
        let number = |graph: &Graph, value: Value| matches!(graph[value].ty, Ty::Float(_) | Ty::Constant);
        self.along = self
            .carried
            .iter()
            .filter(|(before, parameter, _)| {
                number(self.graph, *parameter) && !self.homes.is_inside(*before, self.body)
            })
            .map(|(_, parameter, _)| *parameter)
            .collect();
        loop {
            self.free.clear();
            let lost = self
                .carried
                .clone()
                .into_iter()
                .find(|(_, parameter, next)| self.along.contains(parameter) && !self.is_free(*next));
            match lost {
                Some((_, parameter, _)) => self.along.remove(&parameter),
                None => return,
            };
        }
    }

    /// Copies what is cheap to the start of the mirror's body. The result is what is left to be recorded, and what the
    /// mirror has to carry.
    pub(super) fn run(mut self, payload: Vec<Value>) -> (Vec<Value>, Vec<(Value, Value, Value)>) {
        let (mut repeated, mut recorded): (Vec<Value>, Vec<Value>) =
            payload.into_iter().partition(|value| self.is_free(*value));
        // What is cheap to make of what is recorded anyway.
        loop {
            let known: Set<Value> = recorded.iter().chain(&repeated).copied().collect();
            let derived = recorded.iter().position(|value| self.is_made_of(*value, &known));
            match derived {
                Some(position) => repeated.push(recorded.remove(position)),
                None => break,
            }
        }
        let (order, variables) = self.sources(&repeated, &recorded);
        let mut copies: Map<Value, Value> = self.item.into_iter().collect();
        let mut carried = Vec::new();
        for (before, parameter, next) in self.carried.clone() {
            if !variables.contains(&parameter) {
                continue;
            }
            let copy = self.copied_parameter(parameter);
            copies.insert(parameter, copy);
            carried.push((before, copy, next));
        }
        let mut insts = Vec::new();
        for source in order {
            insts.push(self.copied(source, &mut copies));
        }
        let carried = carried
            .into_iter()
            .map(|(before, parameter, next)| (before, parameter, copies.get(&next).copied().unwrap_or(next)));
        let carried = carried.collect();
        self.graph[self.mirror].insts.splice(0..0, insts);
        let (from, to): (Vec<Value>, Vec<Value>) = copies.into_iter().unzip();
        substitute(self.graph, self.mirror, &from, &to);
        (recorded, carried)
    }

    /// A value that will be a parameter of the mirror's body.
    fn copied_parameter(&mut self, parameter: Value) -> Value {
        let (ty, span) = (self.graph[parameter].ty.clone(), self.graph[parameter].span);
        let copy = self.graph.add_parameter(self.mirror, ty, None, span);
        self.graph[self.mirror].parameters.pop();
        copy_description(self.graph, parameter, copy);
        self.graph[copy].annotation = self.graph[parameter].annotation.clone();
        copy
    }

    fn copied(&mut self, source: Inst, copies: &mut Map<Value, Value>) -> Inst {
        let data = self.graph[source].clone();
        let mut node = repeated(self.graph, &data.node);
        node.for_each_operand_mut(|operand| *operand = *copies.get(operand).unwrap_or(operand));
        let types = data.results.iter().map(|result| self.graph[*result].ty.clone()).collect();
        let copy = self.graph.add_inst(node, types, data.origin, data.span);
        for (position, result) in data.results.iter().enumerate() {
            let value = self.graph[copy].results[position];
            if self.graph[*result].name.is_some() {
                copy_description(self.graph, *result, value);
            }
            self.graph[value].constant = self.graph[*result].constant;
            self.graph[value].annotation = self.graph[*result].annotation.clone();
            copies.insert(*result, value);
        }
        copy
    }

    /// Whether a value can be had again in the mirror without a record.
    fn is_free(&mut self, value: Value) -> bool {
        if let Some(free) = self.free.get(&value) {
            return *free;
        }
        let free = if self.homes.is_inside(value, self.body) {
            self.item.is_some_and(|(item, _)| item == value)
                || self.along.contains(&value)
                || (self.homes.is_at(value, self.body) && self.is_cheap(value) && self.operands_are_free(value))
        } else {
            !self.is_overwritten(value) && !self.is_borrowed_number(value) && !may_be_lent(self.graph, value)
        };
        self.free.insert(value, free);
        free
    }

    /// Whether a value is a reference to less than an aggregate: a pullback keeps none.
    fn is_borrowed_number(&self, value: Value) -> bool {
        match &self.graph[value].ty {
            Ty::Reference(inner) => !matches!(**inner, Ty::Array(..) | Ty::Slice(_)),
            _ => false,
        }
    }

    fn is_overwritten(&self, value: Value) -> bool {
        let through = match self.graph.node(value) {
            Some(Node::Same { form: SameForm::Borrow | SameForm::Deref, operand }) => self.is_overwritten(*operand),
            _ => false,
        };
        through || (self.changed.contains(&value) && !matches!(self.graph[value].ty, Ty::Float(_) | Ty::Constant))
    }

    fn operands_are_free(&mut self, value: Value) -> bool {
        let operands = self.graph.node(value).map(|node| read_by(self.graph, node)).unwrap_or_default();
        operands.into_iter().all(|operand| self.is_free(operand))
    }

    /// Whether a value is made by a cheap operator that can be applied again.
    fn is_cheap(&self, value: Value) -> bool {
        let is_number = matches!(self.graph[value].ty, Ty::Float(_) | Ty::Constant);
        match self.graph.node(value) {
            Some(Node::Literal(_)) => true,
            // A literal that a rule of unknown types reads has its type where the primal reads it.
            Some(Node::Opaque(opaque)) => {
                is_repeatable(opaque) && !(opaque.is_literal() && self.typed.contains(&value))
            }
            Some(Node::Load { .. }) if self.read_once.contains(&value) => false,
            Some(Node::Load { .. }) => is_number || !self.changed.contains(&value),
            Some(Node::Same { form: SameForm::Borrow | SameForm::Deref, operand }) => !self.is_overwritten(*operand),
            Some(Node::Array(_) | Node::Tuple(_)) => self.graph[value].ty.holds_reference(),
            Some(node) => is_number && is_arithmetic(node),
            None => false,
        }
    }

    /// Whether a recorded value is cheap to make of others that the mirror has.
    fn is_made_of(&mut self, value: Value, known: &Set<Value>) -> bool {
        let Some(node) = self.graph.node(value) else { return false };
        matches!(self.graph[value].ty, Ty::Float(_))
            && is_arithmetic(node)
            && read_by(self.graph, node).into_iter().all(|operand| {
                known.contains(&operand) || (!self.homes.is_inside(operand, self.body) || self.is_free(operand))
            })
    }

    /// The instructions that make some values out of recorded ones and of what is free, in order; and the carried
    /// variables that they read.
    fn sources(&self, values: &[Value], recorded: &[Value]) -> (Vec<Inst>, Set<Value>) {
        let mut wanted: Set<Inst> = Set::default();
        let mut variables: Set<Value> = Set::default();
        let mut stack: Vec<Value> = values.to_vec();
        while let Some(value) = stack.pop() {
            let is_item = self.item.is_some_and(|(item, _)| item == value);
            if recorded.contains(&value) || is_item || !self.homes.is_inside(value, self.body) {
                continue;
            }
            if self.along.contains(&value) {
                if variables.insert(value) {
                    let next = self.carried.iter().find(|(_, parameter, _)| *parameter == value);
                    stack.extend(next.map(|(_, _, next)| *next));
                }
                continue;
            }
            if let Some(inst) = self.graph.definition(value)
                && wanted.insert(inst)
            {
                stack.extend(read_by(self.graph, &self.graph[inst].node));
            }
        }
        let order = self.graph[self.body].insts.iter().copied().filter(|inst| wanted.contains(inst)).collect();
        (order, variables)
    }
}

/// Whether a node is arithmetic that costs less than keeping its result.
fn is_arithmetic(node: &Node) -> bool {
    match node {
        Node::Apply { op, .. } => matches!(op, Op::Add | Op::Sub | Op::Mul | Op::Neg | Op::Max | Op::Min | Op::Abs),
        Node::Cast { .. } | Node::Select { .. } => true,
        _ => false,
    }
}

/// Whether a constant expression has the same value when it is evaluated again, and costs little.
fn is_repeatable(opaque: &Opaque) -> bool {
    opaque.changes.is_empty() && repeats(&opaque.code)
}

fn repeats(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) | Expr::Path(_) => true,
        Expr::Paren(inner) => repeats(&inner.expr),
        Expr::Group(inner) => repeats(&inner.expr),
        Expr::Cast(cast) => repeats(&cast.expr),
        Expr::Reference(reference) => reference.mutability.is_none() && repeats(&reference.expr),
        Expr::Unary(unary) => matches!(unary.op, UnOp::Neg(_) | UnOp::Not(_) | UnOp::Deref(_)) && repeats(&unary.expr),
        Expr::Binary(binary) => !matches!(binary.op, BinOp::Div(_)) && repeats(&binary.left) && repeats(&binary.right),
        Expr::Index(index) => repeats(&index.expr) && repeats(&index.index),
        Expr::Field(field) => repeats(&field.base),
        Expr::Range(range) => range.start.as_deref().is_none_or(repeats) && range.end.as_deref().is_none_or(repeats),
        Expr::MethodCall(call) => call.method == "len" && call.args.is_empty() && repeats(&call.receiver),
        Expr::Call(_) => {
            let arguments = call_of(expr, "usize", "min").or_else(|| call_of(expr, "usize", "from"));
            arguments.is_some_and(|arguments| arguments.into_iter().all(repeats))
        }
        _ => false,
    }
}
