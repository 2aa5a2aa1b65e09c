//! Appends derivative nodes to a graph, simplified on the way where that is asked for.
//!
//! Only derivative arithmetic is simplified; a primal node is never touched. Each rewrite carries its algebra.

mod zeros;

use super::operand::Operand;
use crate::analysis::{Homes, Polynomial};
use crate::graph::{Float, Form, Graph, Inst, Map, Name, Node, Origin, Region, SameForm, Set, Step, Ty, Value};
use crate::rules::Op;
use proc_macro2::Span;
use std::cell::{Cell, RefCell};

/// How many versions of an aggregate a load looks through.
const LOAD_DEPTH: usize = 64;

/// An operator applied to operands in a region.
type Application = (Region, Op, Vec<Operand>);

/// Appends to one region of a graph at a time.
pub(super) struct Builder {
    graph: RefCell<Graph>,
    region: Cell<Region>,
    span: Cell<Span>,
    /// The float type that integers become in the operator at hand.
    float: Cell<Float>,
    /// Factors of several products, whose signs stay with them.
    factors: RefCell<Set<Value>>,
    pub(super) optimize: bool,
    /// The operators that each region has applied, so that equal ones are one.
    applied: RefCell<Map<Application, Value>>,
    /// The lengths that were taken.
    lengths: RefCell<Map<Value, Value>>,
    /// The integers of the primal's body, once somebody asked for a length.
    integers: RefCell<Option<Map<Polynomial, Value>>>,
    /// The region around each region that was entered.
    around: RefCell<Map<Region, Region>>,
    /// Where primal values live, if the primal is complete: a reverse sweep comes after all of it.
    homes: Option<Homes>,
}

impl Builder {
    /// A builder for a sweep that goes along with the primal.
    pub(super) fn along(graph: Graph, optimize: bool) -> Self {
        Builder::empty(graph, optimize, None)
    }

    /// A builder for a sweep that comes after the primal.
    pub(super) fn after(graph: Graph, optimize: bool) -> Self {
        let homes = Some(Homes::of(&graph));
        let builder = Builder::empty(graph, optimize, homes);
        builder.know_region(builder.region());
        builder
    }

    /// Remembers the operators of a primal region and of those inside it.
    fn know_region(&self, region: Region) {
        let insts = self.with(|graph| graph[region].insts.clone());
        for inst in insts {
            self.know(region, inst);
            for inner in self.with(|graph| graph[inst].node.regions().to_vec()) {
                self.around.borrow_mut().insert(inner, region);
                self.know_region(inner);
            }
        }
    }

    /// Remembers an operator of the primal, so that derivative code does not apply it again.
    pub(super) fn know(&self, region: Region, inst: Inst) {
        let known = self.with(|graph| match (&graph[inst].node, graph[inst].results.first()) {
            (Node::Apply { op, operands, .. }, Some(&result)) => {
                // A function of what only `rustc` knows is one of floats: its rule says so.
                let ty = &graph[result].ty;
                let is_number = ty.is_float() || matches!(ty, Ty::Unknown) && op.symbol().is_none();
                is_number.then(|| (*op, operands.clone(), result))
            }
            _ => None,
        });
        if let Some((op, operands, result)) = known {
            let key = self.key(op, &operands);
            self.applied.borrow_mut().entry((region, op, key)).or_insert(result);
        }
    }

    fn key(&self, op: Op, operands: &[Value]) -> Vec<Operand> {
        let mut key: Vec<Operand> =
            operands.iter().map(|operand| self.with(|graph| Operand::of(graph, *operand))).collect();
        if matches!(op, Op::Add | Op::Mul) {
            key.sort_unstable();
        }
        key
    }

    fn empty(graph: Graph, optimize: bool, homes: Option<Homes>) -> Self {
        let region = graph.body;
        Builder {
            graph: RefCell::new(graph),
            region: Cell::new(region),
            span: Cell::new(Span::mixed_site()),
            float: Cell::new(Float::F64),
            factors: RefCell::default(),
            optimize,
            applied: RefCell::default(),
            lengths: RefCell::default(),
            integers: RefCell::default(),
            around: RefCell::default(),
            homes,
        }
    }

    /// Says that a value becomes a factor of several products. If it is a negation, that is done once, not in each product and in
    /// the sums of these, which have one form then, whatever the signs: LLVM puts such together in vectors.
    pub(super) fn share_factor(&self, value: Value) {
        self.factors.borrow_mut().insert(value);
    }

    /// What a factor of a product negates, if its sign may go elsewhere.
    pub(super) fn negated_factor(&self, factor: Value) -> Option<Value> {
        let negated = match self.derivative_op(factor)? {
            (Op::Neg, inner) => inner[0],
            _ => return None,
        };
        (!self.factors.borrow().contains(&factor)).then_some(negated)
    }

    pub(super) fn finish(self) -> Graph {
        self.graph.into_inner()
    }

    /// Reads the graph.
    pub(super) fn with<R>(&self, read: impl FnOnce(&Graph) -> R) -> R {
        read(&self.graph.borrow())
    }

    /// Changes the graph.
    pub(super) fn change<R>(&self, change: impl FnOnce(&mut Graph) -> R) -> R {
        change(&mut self.graph.borrow_mut())
    }

    pub(super) fn region(&self) -> Region {
        self.region.get()
    }

    /// Says that a region sees what another one has applied: the mirror of an arm that of the arm.
    pub(super) fn sees(&self, region: Region, other: Region) {
        self.around.borrow_mut().insert(region, other);
    }

    /// Appends to another region from now on; the one before is returned.
    pub(super) fn enter(&self, region: Region) -> Region {
        let before = self.region.replace(region);
        let body = self.with(|graph| graph.body);
        if region != body {
            self.around.borrow_mut().entry(region).or_insert(before);
        }
        before
    }

    pub(super) fn at(&self, span: Span) {
        self.span.set(span);
    }

    pub(super) fn set_float(&self, ty: &Ty) {
        if let Ty::Float(float) = ty.peeled() {
            self.float.set(*float);
        }
    }

    pub(super) fn float(&self) -> Float {
        self.float.get()
    }

    pub(super) fn optimizes(&self) -> bool {
        self.optimize
    }

    pub(super) fn ty(&self, value: Value) -> Ty {
        self.with(|graph| graph[value].ty.clone())
    }

    /// Appends a node with several results.
    pub(super) fn push_all(&self, node: Node, types: Vec<Ty>) -> Inst {
        let (region, span) = (self.region.get(), self.span.get());
        self.change(|graph| graph.push(region, node, types, Origin::Derivative, span))
    }

    /// Appends a node with one result.
    pub(super) fn push(&self, node: Node, ty: Ty) -> Value {
        let inst = self.push_all(node, vec![ty]);
        self.with(|graph| graph[inst].results[0])
    }

    /// Names a generated value after another one, unless it has a name.
    pub(super) fn name_after(&self, value: Value, origin: Value, suffix: &str) {
        self.change(|graph| {
            let stem = graph[origin].name.as_ref().map(|name| format!("{}_{suffix}", name.stem));
            if let Some(stem) = stem
                && graph[value].name.is_none()
                && graph.definition(value).is_some_and(|inst| graph[inst].origin == Origin::Derivative)
            {
                graph[value].name = Some(Name::generated(stem));
            }
        });
    }

    /// Takes the name off a generated number that turned out to be only a part of a sum.
    pub(super) fn unname(&self, value: Value) {
        self.change(|graph| {
            let arithmetic =
                matches!(graph.node(value), Some(Node::Apply { .. } | Node::Select { .. } | Node::Cast { .. }));
            let derivative = graph.definition(value).is_some_and(|inst| graph[inst].origin == Origin::Derivative);
            if arithmetic && derivative {
                graph[value].name = None;
            }
        });
    }

    pub(super) fn literal(&self, value: f64) -> Value {
        self.push(Node::Literal(value), Ty::Float(Float::Literal))
    }

    /// The number that a value is, where it is a literal.
    pub(super) fn literal_of(&self, value: Value) -> Option<f64> {
        self.with(|graph| match graph.node(value)? {
            Node::Literal(number) => Some(*number),
            Node::Opaque(opaque) => float_literal(&opaque.code),
            _ => None,
        })
    }

    /// The whole number that a value is, where it is a literal.
    pub(super) fn integer_of(&self, value: Value) -> Option<i64> {
        self.with(|graph| match graph.node(value)? {
            Node::Opaque(opaque) => integer_literal(&opaque.code),
            _ => None,
        })
    }

    /// The operands of an operator of derivative code, where a value is one. A negation of the user's counts: what it
    /// negates is at hand, too.
    pub(super) fn derivative_op(&self, value: Value) -> Option<(Op, Vec<Value>)> {
        self.with(|graph| {
            let inst = graph.definition(value)?;
            let data = &graph[inst];
            match &data.node {
                Node::Apply { op, operands, .. }
                    if data.origin == Origin::Derivative || (*op == Op::Neg && graph[operands[0]].ty.is_float()) =>
                {
                    Some((*op, operands.clone()))
                }
                _ => None,
            }
        })
    }

    /// A float by value: references are taken off.
    pub(super) fn by_value(&self, value: Value) -> Value {
        let Ty::Reference(inner) = self.ty(value) else { return value };
        // *&x = x
        let borrowed = self.borrowed(value);
        if borrowed != value {
            return self.by_value(borrowed);
        }
        let node = Node::Same { form: SameForm::Deref, operand: value };
        let target = match &self.homes {
            Some(homes) => self.at_home(homes, value, || self.push(node, *inner)),
            None => self.push(node, *inner),
        };
        self.by_value(target)
    }

    /// What a value borrows, or the value itself: a record keeps values, never borrows of locals.
    pub(super) fn borrowed(&self, value: Value) -> Value {
        let operand = self.with(|graph| match graph.node(value) {
            Some(Node::Same { form: SameForm::Borrow, operand }) => Some(*operand),
            _ => None,
        });
        operand.map_or(value, |operand| self.borrowed(operand))
    }

    /// Appends to the body what looks at a value of the body, even from within an arm: a mirror then keeps what was
    /// seen, not the value.
    pub(super) fn at_home<R>(&self, homes: &Homes, value: Value, append: impl FnOnce() -> R) -> R {
        let body = self.with(|graph| graph.body);
        if !homes.is_at(value, body) {
            return append();
        }
        let region = self.enter(body);
        let result = append();
        self.enter(region);
        result
    }

    /// An operator on known floats.
    pub(super) fn apply(&self, op: Op, operands: &[Value]) -> Value {
        let operands: Vec<Value> = operands.iter().map(|operand| self.by_value(*operand)).collect();
        if self.optimize
            && let Some(simpler) = self.simpler(op, &operands)
        {
            return simpler;
        }
        if self.optimize {
            return self.shared_apply(op, operands);
        }
        self.push_apply(op, operands)
    }

    /// An operator, unless this region or one around it has applied it already.
    pub(super) fn shared_apply(&self, op: Op, operands: Vec<Value>) -> Value {
        if let Some(value) = self.applied(op, &operands) {
            return value;
        }
        let key = self.key(op, &operands);
        let value = self.push_apply(op, operands);
        self.applied.borrow_mut().insert((self.region(), op, key), value);
        value
    }

    /// The result of an operator that this region or one around it has applied.
    pub(super) fn applied(&self, op: Op, operands: &[Value]) -> Option<Value> {
        let mut key = (self.region(), op, self.key(op, operands));
        loop {
            if let Some(value) = self.applied.borrow().get(&key) {
                return Some(*value);
            }
            key.0 = *self.around.borrow().get(&key.0)?;
        }
    }

    fn push_apply(&self, op: Op, operands: Vec<Value>) -> Value {
        let form = if op.symbol().is_some() { Form::Symbol } else { Form::Core };
        let ty = operands
            .iter()
            .enumerate()
            .filter(|(position, _)| !op.is_constant_operand(*position))
            .fold(Ty::Unknown, |ty, (_, operand)| ty.meet(&self.ty(*operand)));
        self.push(Node::Apply { op, form, operands }, ty)
    }

    /// The sum of two tangents of one value.
    pub(super) fn add(&self, left: Value, right: Value) -> Value {
        match self.ty(left).meet(&self.ty(right)) {
            Ty::Float(_) => self.apply(Op::Add, &[left, right]),
            ty => self.push(Node::Accumulate { base: left, path: Vec::new(), value: right }, ty),
        }
    }

    fn part_ty(&self, base: Value, path: &[Step]) -> Ty {
        self.ty(base).part(path)
    }

    /// A part of a tangent.
    pub(super) fn load(&self, base: Value, path: &[Step]) -> Value {
        if path.is_empty() {
            return base;
        }
        if self.optimize
            && let Some(known) = self.known_part(base, path, LOAD_DEPTH)
        {
            return known;
        }
        let ty = self.part_ty(base, path);
        self.push(Node::Load { base, path: path.to_vec() }, ty)
    }

    /// A part of a tangent, where the nodes that made the tangent show it.
    pub(super) fn known_part(&self, base: Value, path: &[Step], depth: usize) -> Option<Value> {
        if path.is_empty() {
            return Some(base);
        }
        let depth = depth.checked_sub(1)?;
        let (node, origin) = self.with(|graph| {
            let inst = graph.definition(base)?;
            Some((graph[inst].node.clone(), graph[inst].origin))
        })?;
        if origin == Origin::Primal {
            return None;
        }
        match node {
            Node::Tuple(elements) => match &path[0] {
                Step::Field(position) => self.known_part(*elements.get(*position as usize)?, &path[1..], depth),
                Step::Index(_) | Step::Range(..) => None,
            },
            Node::Array(elements) => match &path[0] {
                Step::Index(index) => {
                    let index = self.with(|graph| graph.integer(*index))?;
                    self.known_part(*elements.get(index as usize)?, &path[1..], depth)
                }
                Step::Field(_) | Step::Range(..) => None,
            },
            Node::Accumulate { base, path: written, value } => match self.relation(&written, path)? {
                Relation::Equal => {
                    let before = self.known_part(base, path, depth)?;
                    Some(self.add(before, value))
                }
                Relation::Disjoint => self.known_part(base, path, depth),
            },
            Node::Store { base, path: written, value } => match self.relation(&written, path)? {
                Relation::Equal => Some(value),
                Relation::Disjoint => self.known_part(base, path, depth),
            },
            Node::Zero(_) => self.part_ty(base, path).is_float().then(|| self.literal(0.0)),
            _ => None,
        }
    }

    /// How two constant paths lie to each other; none where one contains the other or an index is not a literal.
    fn relation(&self, written: &[Step], read: &[Step]) -> Option<Relation> {
        for (written, read) in written.iter().zip(read) {
            match (written, read) {
                (Step::Field(left), Step::Field(right)) if left == right => {}
                (Step::Field(_), Step::Field(_)) => return Some(Relation::Disjoint),
                (Step::Index(left), Step::Index(right)) => {
                    if left == right {
                        continue;
                    }
                    let (left, right) = self.with(|graph| (graph.integer(*left), graph.integer(*right)));
                    if left? != right? {
                        return Some(Relation::Disjoint);
                    }
                }
                _ => return None,
            }
        }
        (written.len() == read.len()).then_some(Relation::Equal)
    }

    /// Adds to a part of a tangent.
    pub(super) fn accumulate(&self, base: Value, path: &[Step], value: Value) -> Value {
        if self.optimize
            && let Some(before) = self.undone(base, path, value)
        {
            return before;
        }
        let ty = self.ty(base);
        // `0 + x` is `x`.
        if self.optimize
            && self.ty(value).is_float()
            && let Some(base) = self.taken_out(base, path)
        {
            return self.push(Node::Store { base, path: path.to_vec(), value }, ty);
        }
        self.push(Node::Accumulate { base, path: path.to_vec(), value }, ty)
    }

    /// The aggregate a part of which was taken out and is now put back.
    fn undone(&self, base: Value, path: &[Step], value: Value) -> Option<Value> {
        let before = self.taken_out(base, path)?;
        self.with(|graph| match graph.node(value) {
            Some(Node::Load { base, path: read }) => (*base == before && read == path).then_some(before),
            _ => None,
        })
    }

    /// The aggregate before a number was taken out: replaced by zero.
    fn taken_out(&self, base: Value, path: &[Step]) -> Option<Value> {
        self.with(|graph| match graph.node(base) {
            Some(Node::Store { base: before, path: stored, value }) if stored == path => {
                let is_zero = matches!(graph.node(*value), Some(Node::Literal(number)) if *number == 0.0);
                is_zero.then_some(*before)
            }
            _ => None,
        })
    }

    /// A region that belongs to nothing yet: the arm of a mirror.
    pub(super) fn add_region(&self) -> Region {
        self.change(Graph::add_region)
    }
}

/// How a path that was written lies to one that is read.
enum Relation {
    Equal,
    Disjoint,
}

/// The number of a float literal, negated or not.
fn float_literal(code: &syn::Expr) -> Option<f64> {
    match code {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Float(float), .. }) => float.base10_parse().ok(),
        syn::Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Neg(_)) => {
            float_literal(&unary.expr).map(|number| -number)
        }
        syn::Expr::Paren(inner) => float_literal(&inner.expr),
        syn::Expr::Group(inner) => float_literal(&inner.expr),
        _ => None,
    }
}

/// The number of an integer literal, negated or not.
fn integer_literal(code: &syn::Expr) -> Option<i64> {
    match code {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(int), .. }) => int.base10_parse().ok(),
        syn::Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Neg(_)) => {
            integer_literal(&unary.expr).map(|number| -number)
        }
        syn::Expr::Paren(inner) => integer_literal(&inner.expr),
        syn::Expr::Group(inner) => integer_literal(&inner.expr),
        _ => None,
    }
}
