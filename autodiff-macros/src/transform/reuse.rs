//! Vectors that each iteration of a loop makes for itself: made once, before the loop.
//!
//! Reads:  a joint graph without mirrors.
//! Writes: the same graph, where a vector of zeros that does not outlive the iteration that makes it is carried from one to the
//! next. Where an iteration does not begin by overwriting it, it is cleared.
//! Keeps:  every value.
//! Absent: vectors whose length changes from iteration to iteration, or that are recorded, handed on or given away.

use crate::analysis::{Integers, own_element};
use crate::graph::{
    Capture, Graph, Inst, Loop, Name, Node, Opaque, Origin, Region, SameForm, Set, Space, Ty, Value, is_len,
};
use proc_macro2::{Ident, Span};
use std::rc::Rc;

/// Makes such vectors once in a whole function.
pub(crate) fn reuse(graph: &mut Graph) {
    let body = graph.body;
    reuse_in(graph, body, &mut Set::default());
}

/// Inner loops first, so that a vector may leave several of them; `carried` are the vectors that iterations find as an
/// earlier one has left them.
fn reuse_in(graph: &mut Graph, region: Region, carried: &mut Set<Value>) {
    for inst in graph[region].insts.clone() {
        for inner in graph[inst].node.regions().to_vec() {
            reuse_in(graph, inner, carried);
        }
        let Node::Loop(Loop { body, .. }) = graph[inst].node else { continue };
        if graph[body].diverges() {
            continue;
        }
        for made in graph[body].insts.clone() {
            if let Some(vector) = Vector::of(graph, body, made, carried) {
                vector.make_before(graph, region, inst, carried);
            }
        }
    }
}

/// A vector that an iteration makes for itself.
struct Vector {
    body: Region,
    made: Inst,
    /// The version that the iteration leaves.
    last: Value,
    name: Option<Name>,
    /// Whether the iteration begins by overwriting all of it.
    is_overwritten: bool,
}

impl Vector {
    fn of(graph: &Graph, body: Region, made: Inst, carried: &Set<Value>) -> Option<Self> {
        let Node::RepeatVec { element, len } = graph[made].node else { return None };
        let inside = graph.defined_in(body);
        let first = graph[made].results[0];
        if !graph[element].ty.is_float() || inside.contains(&len) {
            return None;
        }
        let mut versions = Versions { graph, all: Set::from_iter([first]) };
        let last = versions.follow(body, first)?;
        versions.stay_inside(body).then_some(())?;
        let is_overwritten = is_overwritten(graph, body, first, len, carried);
        // Any version may have the name.
        let mut named: Vec<Value> = versions.all.into_iter().filter(|version| graph[*version].name.is_some()).collect();
        named.sort_by_key(|version| version.index());
        let name = named.first().and_then(|version| graph[*version].name.clone());
        (is_overwritten || is_plain_zero(graph, element)).then_some(Vector { body, made, last, name, is_overwritten })
    }

    /// Lets a loop carry the vector, which is made before it.
    fn make_before(self, graph: &mut Graph, region: Region, repeated: Inst, carried: &mut Set<Value>) {
        let data = graph[self.made].clone();
        let first = data.results[0];
        let Node::RepeatVec { len, .. } = data.node else { unreachable!("the vector is made of zeros") };
        let ty = graph[first].ty.clone();
        let zero = graph.add_inst(Node::Literal(0.0), vec![ty.element()], Origin::Derivative, data.span);
        let node = Node::RepeatVec { element: graph[zero].results[0], len };
        let vector = graph.add_inst(node, vec![ty.clone()], Origin::Derivative, data.span);
        let place = graph[region].insts.iter().position(|inst| *inst == repeated).expect("the loop is in its region");
        graph[region].insts.splice(place..place, [zero, vector]);
        let initial = graph[vector].results[0];
        let parameter = graph.add_carried(repeated, self.body, initial, self.last);
        for version in [initial, parameter] {
            graph[version].name = self.name.clone();
            graph[version].annotation = graph[first].annotation.clone();
            graph[version].constant = graph[first].constant;
        }
        carried.insert(parameter);
        let body = self.body;
        let place = graph[body].insts.iter().position(|inst| *inst == self.made).expect("the vector is made here");
        let replacement = if self.is_overwritten {
            graph[body].insts.remove(place);
            parameter
        } else {
            let clear = clear(graph, parameter, data.span);
            graph[body].insts[place] = clear;
            graph[clear].results[1]
        };
        graph.replace_reads(body, |value| {
            if *value == first {
                *value = replacement;
            }
        });
    }
}

/// Whether a number is the zero that has no sign.
fn is_plain_zero(graph: &Graph, number: Value) -> bool {
    let known = match graph.node(number) {
        Some(Node::Literal(known)) => Some(*known),
        Some(Node::Opaque(opaque)) => opaque.float_literal(),
        _ => None,
    };
    known.is_some_and(|known| known.to_bits() == 0)
}

/// Sets all elements to zero.
fn clear(graph: &mut Graph, vector: Value, span: Span) -> Inst {
    let ident = Ident::new("vector", Span::mixed_site());
    let code = syn::parse_quote!(__ad::clear_from(#ident, 0));
    let captures = vec![Capture { ident, value: vector, exclusive: Some(Vec::new()) }];
    let opaque = Opaque { code: Rc::new(code), captures, changes: vec![0], cut: true, pinned: true, obstacle: None };
    let ty = graph[vector].ty.clone();
    graph.add_inst(Node::Opaque(opaque), vec![Ty::unit(), ty], Origin::Derivative, span)
}

/// The versions of a vector.
struct Versions<'g> {
    graph: &'g Graph,
    all: Set<Value>,
}

impl Versions<'_> {
    /// Goes from one version to the next one in a region, through loops that change it; gives the last one. None where a
    /// version is not made of the one before.
    fn follow(&mut self, region: Region, first: Value) -> Option<Value> {
        let graph = self.graph;
        let mut current = first;
        for &inst in &graph[region].insts {
            let data = &graph[inst];
            match &data.node {
                Node::Store { base, .. } | Node::Accumulate { base, .. } if self.all.contains(base) => {
                    (*base == current).then_some(())?;
                    current = data.results[0];
                    self.all.insert(current);
                }
                Node::Loop(Loop { initial, body, .. }) if initial.iter().any(|value| self.all.contains(value)) => {
                    let mut positions = (0..initial.len()).filter(|position| self.all.contains(&initial[*position]));
                    let (position, further) = (positions.next()?, positions.next());
                    (initial[position] == current && further.is_none() && !graph[*body].diverges()).then_some(())?;
                    let parameter = graph.loop_parameters(*body, initial.len()).1[position];
                    self.all.insert(parameter);
                    let end = self.follow(*body, parameter)?;
                    (graph[*body].yields()[position] == end).then_some(())?;
                    current = data.results[position];
                    self.all.insert(current);
                }
                _ => {}
            }
        }
        Some(current)
    }

    /// Whether a region only reads elements of the versions, and makes further versions of them: none of them leaves it,
    /// and each has the same length.
    fn stay_inside(&self, region: Region) -> bool {
        let graph = self.graph;
        let is_version = |value: &Value| self.all.contains(value);
        graph.walk(region).into_iter().all(|inst| {
            let node = &graph[inst].node;
            let count = node.operands().iter().filter(|operand| is_version(operand)).count();
            let handed_out = |region: &Region| graph[*region].yields().iter().filter(|value| is_version(value)).count();
            match node {
                Node::Loop(Loop { initial, body, .. }) => {
                    let taken = initial.iter().filter(|value| is_version(value)).count();
                    taken == count && handed_out(body) == count
                }
                Node::Load { base, .. } => count == usize::from(is_version(base)),
                Node::Store { base, .. } | Node::Accumulate { base, .. } => {
                    let is_followed = is_version(&graph[inst].results[0]);
                    count == usize::from(is_version(base)) && (count == 0 || is_followed)
                }
                Node::Same { form: SameForm::Borrow | SameForm::ToVec | SameForm::Clone, .. } => true,
                Node::Opaque(opaque) => count == 0 || is_len(&opaque.code),
                node => count == 0 && node.regions().iter().all(|region| handed_out(region) == 0),
            }
        }) && !graph[region].yields().iter().any(is_version)
    }
}

/// Whether the only one that reads a new vector is a loop that stores each of its elements before it reads any, or one
/// whose iterations each do so.
fn is_overwritten(graph: &Graph, body: Region, first: Value, len: Value, carried: &Set<Value>) -> bool {
    let readers: Vec<Inst> =
        graph.walk(body).into_iter().filter(|inst| graph[*inst].node.operands().contains(&first)).collect();
    let [reader] = readers[..] else { return false };
    let Node::Loop(repeated) = &graph[reader].node else { return false };
    let Some(position) = repeated.initial.iter().position(|value| *value == first) else { return false };
    let parameter = graph.loop_parameters(repeated.body, repeated.initial.len()).1[position];
    carried.contains(&parameter) || fills(graph, repeated, position, len)
}

/// Whether a loop goes over all elements of a vector, and an iteration stores its own before it reads that, and touches no
/// other: what the others hold is not seen.
fn fills(graph: &Graph, repeated: &Loop, position: usize, len: Value) -> bool {
    let (Space::Range(range) | Space::Again { range: Some(range), .. }) = &repeated.space else { return false };
    let mut integers = Integers::of(graph);
    let goes_over_all = !repeated.ends_early
        && !range.inclusive
        && graph.integer(range.start) == Some(0)
        && integers.integer(range.end) == integers.integer(len);
    let is_own =
        own_element(graph, &mut integers, repeated, position).is_some_and(|offset| offset.constant() == Some(0));
    let parameter = graph.loop_parameters(repeated.body, repeated.initial.len()).1[position];
    let readers: Vec<Inst> = graph
        .walk(repeated.body)
        .into_iter()
        .filter(|inst| graph[*inst].node.operands().contains(&parameter))
        .collect();
    let is_stored = |inst: Inst| match &graph[inst].node {
        Node::Store { path, .. } => path.len() == 1 && graph[repeated.body].insts.contains(&inst),
        _ => false,
    };
    goes_over_all && is_own && matches!(readers[..], [store] if is_stored(store))
}
