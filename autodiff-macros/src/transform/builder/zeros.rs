//! The zeros that derivatives begin with, as long as the values that they belong to.

use super::Builder;
use crate::analysis::Integers;
use crate::graph::{Capture, Definition, Graph, Inst, Name, Node, Opaque, Origin, Step, Ty, Value};
use proc_macro2::{Ident, Span};
use std::rc::Rc;

impl Builder {
    /// The zero tangent of a value.
    pub(in crate::transform) fn zero(&self, like: Value) -> Value {
        let like = self.borrowed(like);
        match self.ty(like).tangent() {
            Ty::Float(_) => self.literal(0.0),
            ty if ty.has_written_zero() => self.push(Node::Zero(ty.clone()), ty),
            Ty::Slice(element) if element.has_written_zero() && self.homes.is_some() => {
                let len = self.len_of(like);
                let zero = match *element {
                    Ty::Float(_) => self.literal(0.0),
                    ref ty => self.push(Node::Zero(ty.clone()), ty.clone()),
                };
                self.push(Node::RepeatVec { element: zero, len }, Ty::Slice(element))
            }
            // Of a constant of the user's only `rustc` knows whether it has a tangent.
            Ty::Unknown if self.with(|graph| began_as_constant(graph, like)) => {
                self.push(Node::ConstantTangent { like }, Ty::Unknown)
            }
            ty => self.push(Node::ZeroLike { like }, ty),
        }
    }

    /// An integer that the function has anyway and that is the length of an aggregate: it stands in the body, before
    /// everything that may ask for it.
    fn known_len(&self, value: Value) -> Option<Value> {
        self.homes.as_ref()?;
        let mut known = self.integers.borrow_mut();
        let known = known.get_or_insert_with(|| self.with(|graph| Integers::of(graph).of_region(graph.body)));
        let len = self.with(|graph| Integers::of(graph).length(value));
        known.get(&len).copied()
    }

    /// A zero for the part of an aggregate that an instruction replaces: it may have had another length.
    pub(in crate::transform) fn zero_of_replaced(&self, replacing: Inst, base: Value, path: &[Step]) -> Value {
        let ty = self.part_ty(base, path);
        let span = self.span.get();
        let part = self.change(|graph| {
            let result = graph[replacing].results[0];
            let region = self.homes.as_ref().and_then(|homes| homes.home(result)).unwrap_or(self.region.get());
            let node = Node::Load { base, path: path.to_vec() };
            let load = graph.add_inst(node, vec![ty.clone()], Origin::Derivative, span);
            let part = graph[load].results[0];
            let mut made = vec![load];
            if matches!(ty, Ty::Slice(_)) {
                let measure = measured(graph, part, span);
                self.lengths.borrow_mut().insert(part, graph[measure].results[0]);
                made.push(measure);
            }
            let position = graph[region].insts.iter().position(|inst| *inst == replacing);
            let position = position.expect("the instruction is in the region that defines its result");
            graph[region].insts.splice(position..position, made);
            part
        });
        self.zero(part)
    }

    /// The length of a slice or vector, taken where the value is made: its memory may be overwritten later.
    fn len_of(&self, value: Value) -> Value {
        if let Some(len) = self.lengths.borrow().get(&value) {
            return *len;
        }
        if let Some(Node::RepeatVec { len, .. }) = self.with(|graph| graph.node(value).cloned()) {
            return len;
        }
        if let Some(len) = self.known_len(value) {
            return len;
        }
        let span = self.span.get();
        let len = self.change(|graph| {
            let inst = measured(graph, value, span);
            let (region, position) = match graph[value].definition {
                Definition::Parameter(region, _) => (region, 0),
                Definition::Result(maker, _) => {
                    let region = self.homes.as_ref().and_then(|homes| homes.home(value)).unwrap_or(self.region.get());
                    let position = graph[region].insts.iter().position(|inst| *inst == maker);
                    (region, position.map_or(graph[region].insts.len(), |position| position + 1))
                }
            };
            graph[region].insts.insert(position, inst);
            graph[inst].results[0]
        });
        self.lengths.borrow_mut().insert(value, len);
        len
    }
}

/// An instruction, not in a region yet, that takes the length of a slice or vector.
fn measured(graph: &mut Graph, value: Value, span: Span) -> Inst {
    let ident = Ident::new("slice", Span::mixed_site());
    let opaque = Opaque {
        code: Rc::new(syn::parse_quote!(#ident.len())),
        captures: vec![Capture::new(ident, value)],
        changes: Vec::new(),
        cut: true,
        pinned: false,
        obstacle: None,
    };
    let inst = graph.add_inst(Node::Opaque(opaque), vec![Ty::Constant], Origin::Derivative, span);
    let len = graph[inst].results[0];
    graph[len].constant = true;
    graph[len].name = Some(Name::generated("len"));
    inst
}

/// Whether a value is a constant in the user's words, or what calls and loops made of one.
fn began_as_constant(graph: &Graph, value: Value) -> bool {
    let (inst, position) = match graph[value].definition {
        Definition::Result(inst, position) => (inst, position),
        Definition::Parameter(region, position) => {
            let around = graph.walk(graph.body).into_iter().find(|inst| graph[*inst].node.regions() == [region]);
            let Some(Node::Loop(repeated)) = around.map(|inst| &graph[inst].node) else { return false };
            let first = graph[region].parameters.len() - repeated.initial.len();
            return position
                .checked_sub(first)
                .is_some_and(|carried| began_as_constant(graph, repeated.initial[carried]));
        }
    };
    match &graph[inst].node {
        Node::Opaque(_) => graph[value].constant,
        Node::Loop(repeated) => {
            repeated.initial.get(position).is_some_and(|initial| began_as_constant(graph, *initial))
        }
        node @ Node::Call { .. } => {
            let base = node.changes().into_iter().find(|(_, result)| *result == position);
            base.is_some_and(|(base, _)| began_as_constant(graph, base))
        }
        _ => false,
    }
}
