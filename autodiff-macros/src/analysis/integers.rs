//! What integers are made of: polynomials over the lengths and integers that a function is given.
//!
//! Reads:  a graph.
//! Keeps:  integers wrap around in the same way however they are added up, so that equal polynomials are equal integers.
//! Absent: whether an expression of the user's panics: that stays where it is.

use crate::graph::{
    Argument, Definition, Graph, Map, Node, Opaque, Region, SameForm, Set, Space, Step, Ty, Value, call_of, is_len,
};
use std::collections::BTreeMap;
use syn::{BinOp, Expr};

/// What a polynomial is made of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum Atom {
    /// An integer.
    Value(Value),
    /// The length of a slice or vector.
    Len(Value),
}

/// A polynomial with whole coefficients: products of atoms, each with its factor.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub(crate) struct Polynomial(BTreeMap<Vec<Atom>, i64>);

impl Polynomial {
    /// A number.
    pub(crate) fn number(number: i64) -> Self {
        let mut terms = BTreeMap::new();
        if number != 0 {
            terms.insert(Vec::new(), number);
        }
        Polynomial(terms)
    }

    fn atom(atom: Atom) -> Self {
        Polynomial(BTreeMap::from([(vec![atom], 1)]))
    }

    /// An integer that is taken as it is.
    pub(crate) fn value(value: Value) -> Self {
        Polynomial::atom(Atom::Value(value))
    }

    /// Whether an integer is a part of any term.
    pub(crate) fn mentions(&self, value: Value) -> bool {
        self.0.keys().any(|atoms| atoms.contains(&Atom::Value(value)))
    }

    /// What is added to an integer, if nothing else depends on that.
    pub(crate) fn offset_from(&self, value: Value) -> Option<Self> {
        let offset = self.plus(&Polynomial::value(value), -1);
        (!offset.mentions(value)).then_some(offset)
    }

    /// Its terms: what is multiplied, and how often the product is added.
    pub(crate) fn terms(&self) -> impl Iterator<Item = (&[Atom], i64)> {
        self.0.iter().map(|(atoms, count)| (atoms.as_slice(), *count))
    }

    /// What it is made of.
    pub(crate) fn atoms(&self) -> impl Iterator<Item = Atom> {
        self.0.keys().flatten().copied()
    }

    /// The sum of it and a multiple of another one.
    pub(crate) fn plus(&self, other: &Self, factor: i64) -> Self {
        let mut sum = self.0.clone();
        for (atoms, count) in &other.0 {
            *sum.entry(atoms.clone()).or_insert(0) += factor * count;
        }
        sum.retain(|_, count| *count != 0);
        Polynomial(sum)
    }

    /// The difference of two polynomials.
    pub(crate) fn minus(&self, other: &Self) -> Self {
        self.plus(other, -1)
    }

    fn times(&self, other: &Self) -> Self {
        let mut product = Polynomial::default();
        for (left, left_count) in &self.0 {
            for (right, right_count) in &other.0 {
                let mut atoms: Vec<Atom> = left.iter().chain(right).copied().collect();
                atoms.sort_unstable();
                let term = Polynomial(BTreeMap::from([(atoms, left_count * right_count)]));
                product = product.plus(&term, 1);
            }
        }
        product
    }

    /// The number that the polynomial is, without atoms: of which type is not known.
    pub(crate) fn constant(&self) -> Option<i64> {
        match self.0.len() {
            0 => Some(0),
            1 => self.0.get(&Vec::new()).copied(),
            _ => None,
        }
    }
}

/// Finds polynomials.
pub(crate) struct Integers<'g> {
    graph: &'g Graph,
    known: Map<Value, Polynomial>,
    lengths: Map<Value, Polynomial>,
    /// Variables of loops whose length is supposed to stay as it is, while that is being found out.
    supposed: Set<Value>,
    loops: Map<Region, crate::graph::Inst>,
}

impl<'g> Integers<'g> {
    pub(crate) fn of(graph: &'g Graph) -> Self {
        let loops = graph.walk(graph.body).into_iter().filter_map(|inst| match &graph[inst].node {
            Node::Loop(repeated) => Some((repeated.body, inst)),
            _ => None,
        });
        Integers {
            graph,
            known: Map::default(),
            lengths: Map::default(),
            supposed: Set::default(),
            loops: loops.collect(),
        }
    }

    /// The integers of a region, the first one for each polynomial that is no number.
    pub(crate) fn of_region(&mut self, region: Region) -> Map<Polynomial, Value> {
        let graph = self.graph;
        let mut integers = Map::default();
        let results = graph[region].insts.iter().flat_map(|inst| &graph[*inst].results);
        for &value in graph[region].parameters.iter().chain(results) {
            if !matches!(graph[value].ty, Ty::Constant) {
                continue;
            }
            let polynomial = self.integer(value);
            if polynomial.constant().is_none() {
                integers.entry(polynomial).or_insert(value);
            }
        }
        integers
    }

    /// The graph that the integers are in.
    pub(crate) fn graph(&self) -> &'g Graph {
        self.graph
    }

    /// The polynomial of an integer.
    pub(crate) fn integer(&mut self, value: Value) -> Polynomial {
        if let Some(known) = self.known.get(&value) {
            return known.clone();
        }
        let itself = Polynomial::atom(Atom::Value(value));
        let polynomial = match self.graph.node(value) {
            Some(Node::Opaque(opaque)) if opaque.changes.is_empty() => {
                self.expression(&opaque.code, opaque).unwrap_or(itself)
            }
            _ => itself,
        };
        if self.supposed.is_empty() {
            self.known.insert(value, polynomial.clone());
        }
        polynomial
    }

    fn expression(&mut self, expr: &Expr, opaque: &Opaque) -> Option<Polynomial> {
        let captured = |expr: &Expr| {
            let Expr::Path(path) = expr else { return None };
            let ident = path.path.get_ident()?;
            opaque.captures.iter().find(|capture| capture.ident == *ident).map(|capture| capture.value)
        };
        match expr {
            Expr::Paren(inner) => self.expression(&inner.expr, opaque),
            Expr::Group(inner) => self.expression(&inner.expr, opaque),
            Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(int), .. }) => {
                int.base10_parse::<u32>().ok().map(|number| Polynomial::number(i64::from(number)))
            }
            Expr::Path(_) => captured(expr).map(|value| self.integer(value)),
            Expr::Binary(binary) => {
                let (left, right) = (self.expression(&binary.left, opaque)?, self.expression(&binary.right, opaque)?);
                match binary.op {
                    BinOp::Add(_) => Some(left.plus(&right, 1)),
                    BinOp::Sub(_) => Some(left.plus(&right, -1)),
                    BinOp::Mul(_) => Some(left.times(&right)),
                    _ => None,
                }
            }
            Expr::MethodCall(call) if is_len(expr) => captured(&call.receiver).map(|value| self.length(value)),
            Expr::Call(_) => {
                let min = call_of(expr, "usize", "min");
                let is_min = min.is_some();
                let arguments = min.or_else(|| call_of(expr, "usize", "saturating_sub"))?;
                let [left, right] = arguments[..] else { return None };
                let (left, right) = (self.expression(left, opaque)?, self.expression(right, opaque)?);
                let difference = left.plus(&right, -1).constant()?;
                Some(match is_min {
                    true if difference <= 0 => left,
                    true => right,
                    false => Polynomial::number(difference.max(0)),
                })
            }
            _ => None,
        }
    }

    /// The polynomial of the length of an array, slice or vector.
    pub(crate) fn length(&mut self, value: Value) -> Polynomial {
        if let Some(len) = self.graph[value].ty.literal_len() {
            return Polynomial::number(len as i64);
        }
        if let Some(known) = self.lengths.get(&value) {
            return known.clone();
        }
        let itself = Polynomial::atom(Atom::Len(value));
        let polynomial = match self.graph[value].definition {
            Definition::Parameter(region, position) => self.carried_length(value, region, position).unwrap_or(itself),
            Definition::Result(inst, position) => match &self.graph[inst].node {
                Node::Same {
                    form: SameForm::Borrow | SameForm::Deref | SameForm::Clone | SameForm::ToVec,
                    operand,
                } => self.length(*operand),
                Node::RepeatVec { len, .. } => self.integer(*len),
                Node::Store { base, .. } | Node::Accumulate { base, .. } => self.length(*base),
                Node::Push { base, .. } => self.length(*base).plus(&Polynomial::number(1), 1),
                Node::Call { arguments, .. } | Node::CallVjp { arguments, .. } | Node::CallJvp { arguments, .. } => {
                    // What is given to the callee is a part: the whole keeps its length.
                    let mut places = arguments.iter().filter_map(Argument::place);
                    let place = position.checked_sub(1).and_then(|position| places.nth(position));
                    place.filter(|part| !part.path.is_empty()).map_or(itself, |part| self.length(part.base))
                }
                Node::Pop { base } if position == 0 => self.length(*base).plus(&Polynomial::number(1), -1),
                Node::Load { path, .. } => match path.last() {
                    Some(Step::Range(start, end)) => {
                        let (start, end) = (self.integer(*start), self.integer(*end));
                        end.plus(&start, -1)
                    }
                    _ => itself,
                },
                Node::Opaque(opaque) if is_new_vector(opaque) => Polynomial::number(0),
                Node::Loop(repeated) if position < repeated.initial.len() => {
                    self.length_after(inst, position).unwrap_or(itself)
                }
                Node::Branch { arms, .. } => {
                    let arms: Vec<Region> = arms.iter().copied().filter(|arm| !self.graph[*arm].diverges()).collect();
                    let lengths: Vec<Polynomial> = arms
                        .iter()
                        .filter_map(|arm| self.graph[*arm].yields().get(position).copied())
                        .map(|value| self.length(value))
                        .collect();
                    match lengths.as_slice() {
                        [first, rest @ ..] if rest.iter().all(|other| other == first) => first.clone(),
                        _ => itself,
                    }
                }
                _ => itself,
            },
        };
        if self.supposed.is_empty() {
            self.lengths.insert(value, polynomial.clone());
        }
        polynomial
    }

    /// The length of what a loop carries, in an iteration: what it was before the loop, if no iteration changes it.
    fn carried_length(&mut self, value: Value, region: Region, position: usize) -> Option<Polynomial> {
        let inst = *self.loops.get(&region)?;
        let Node::Loop(repeated) = &self.graph[inst].node else { return None };
        let first = self.graph[region].parameters.len() - repeated.initial.len();
        let position = position.checked_sub(first)?;
        let before = self.length(repeated.initial[position]);
        if self.supposed.contains(&value) {
            return Some(before);
        }
        (self.growth(inst, position)? == Polynomial::number(0)).then_some(before)
    }

    /// How much longer a variable of a loop is after an iteration.
    fn growth(&mut self, inst: crate::graph::Inst, position: usize) -> Option<Polynomial> {
        let Node::Loop(repeated) = &self.graph[inst].node else { return None };
        let parameter = *self.graph.loop_parameters(repeated.body, repeated.initial.len()).1.get(position)?;
        let next = *self.graph[repeated.body].yields().get(position)?;
        // While it is being found out already, nothing is known: two buffers that swap ask for each other without end.
        if !matches!(self.graph[parameter].ty.peeled(), Ty::Slice(_) | Ty::Array(..))
            || !self.supposed.insert(parameter)
        {
            return None;
        }
        let (before, after) = (self.length(parameter), self.length(next));
        self.supposed.remove(&parameter);
        Some(after.plus(&before, -1))
    }

    /// The length of what a loop carries, after it.
    fn length_after(&mut self, inst: crate::graph::Inst, position: usize) -> Option<Polynomial> {
        let Node::Loop(repeated) = &self.graph[inst].node else { return None };
        let before = self.length(repeated.initial[position]);
        let growth = self.growth(inst, position)?;
        if growth == Polynomial::number(0) {
            return Some(before);
        }
        let Space::Range(range) = &repeated.space else { return None };
        let counts = !range.inclusive && !repeated.ends_early && self.graph.integer(range.start) == Some(0);
        // Integers of one polynomial have one type, but a length is a `usize`, however often a loop runs.
        let trips = self.integer(range.end);
        let counts = counts && (is_usize(self.graph, range.end) || trips.constant().is_some());
        counts.then(|| before.plus(&growth.times(&trips), 1))
    }
}

/// Whether an integer is known to be a `usize`: it is a length, is made of such, or the user says so.
pub(crate) fn is_usize(graph: &Graph, value: Value) -> bool {
    if let Some(ty) = &graph[value].annotation {
        return is_usize_type(ty);
    }
    matches!(graph.node(value), Some(Node::Opaque(opaque)) if is_usize_expression(graph, opaque, &opaque.code))
}

fn is_usize_type(ty: &syn::Type) -> bool {
    matches!(ty, syn::Type::Path(path) if path.path.is_ident("usize"))
}

fn is_usize_expression(graph: &Graph, opaque: &Opaque, expr: &Expr) -> bool {
    match expr {
        Expr::Paren(inner) => is_usize_expression(graph, opaque, &inner.expr),
        Expr::Group(inner) => is_usize_expression(graph, opaque, &inner.expr),
        Expr::Cast(cast) => is_usize_type(&cast.ty),
        Expr::Binary(binary) => {
            let is_arithmetic =
                matches!(binary.op, BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_) | BinOp::Div(_) | BinOp::Rem(_));
            is_arithmetic
                && [&binary.left, &binary.right].into_iter().any(|side| is_usize_expression(graph, opaque, side))
        }
        Expr::Path(path) => path.path.get_ident().is_some_and(|ident| {
            let capture = opaque.captures.iter().find(|capture| capture.ident == *ident);
            capture.is_some_and(|capture| is_usize(graph, capture.value))
        }),
        Expr::Call(_) => {
            ["min", "saturating_sub", "from"].into_iter().any(|function| call_of(expr, "usize", function).is_some())
        }
        _ => is_len(expr),
    }
}

/// Whether an expression is an empty vector.
pub(crate) fn is_new_vector(opaque: &Opaque) -> bool {
    call_of(&opaque.code, "Vec", "new").or_else(|| call_of(&opaque.code, "Vec", "with_capacity")).is_some()
}
