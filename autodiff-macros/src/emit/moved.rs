//! Constants that are moved where they are read, as a `String` is.
//!
//! Reads:  a graph.    Writes: nothing.
//! Keeps:  what is copied as a matter of course: numbers, indices, conditions. A constant of a type that only `rustc` knows may
//! be moved; so is text, which the user's words make.

use super::plan::{Planner, borrows, is_place};
use super::usage::Usage;
use crate::graph::{Graph, Inst, Loop, Map, Node, Opaque, Region, Set, Step, Ty, Value, is_len, moves};
use syn::visit::{self, Visit};
use syn::{Expr, ExprCall, ExprMethodCall, Macro};

/// Methods that make text.
const MAKERS: &[&str] = &[
    "collect",
    "concat",
    "into",
    "join",
    "repeat",
    "replace",
    "to_ascii_lowercase",
    "to_ascii_uppercase",
    "to_lowercase",
    "to_owned",
    "to_string",
    "to_uppercase",
];

impl Planner<'_> {
    /// What an instruction moves is copied for it if it is read afterwards, as by a reverse sweep.
    pub(super) fn keep_what_is_moved(&mut self, inst: Inst) {
        match &self.graph[inst].node {
            Node::Opaque(opaque) => self.keep_what_words_move(inst, opaque),
            Node::Tuple(elements) | Node::Array(elements) => self.keep_what_is_put_in(inst, elements),
            Node::Store { value, .. } | Node::Push { value, .. } => self.keep_what_is_put_in(inst, &[*value]),
            _ => {}
        }
    }

    fn keep_what_words_move(&mut self, inst: Inst, opaque: &Opaque) {
        for (position, capture) in opaque.captures.iter().enumerate() {
            let value = capture.value;
            let may_move = matches!(self.graph[value].ty, Ty::Slice(_) | Ty::Unknown) || self.moved.contains(&value);
            let is_read = capture.exclusive.is_none() && !opaque.changes.contains(&position);
            if may_move
                && is_read
                && moves(&opaque.code, &capture.ident)
                && !self.is_last_read(inst, value)
                && !self.plan.is_inlined(value)
            {
                self.plan.copied.insert((inst, value));
            }
        }
    }

    fn keep_what_is_put_in(&mut self, inst: Inst, elements: &[Value]) {
        for &element in elements {
            let is_once = elements.iter().filter(|other| **other == element).count() == 1;
            if self.moved.contains(&element)
                && !(is_once && self.is_last_read(inst, element))
                && !self.plan.is_inlined(element)
            {
                self.plan.copied.insert((inst, element));
            }
        }
    }

    /// What a region hands on is copied if it is read afterwards.
    pub(super) fn keep_what_ends(&mut self, region: Region) {
        let yields = self.graph[region].yields();
        for &value in yields {
            if !self.moved.contains(&value) || self.plan.is_inlined(value) {
                continue;
            }
            let end = self.usage.of(value).iter().find(|at| at.reader.is_none() && at.region == region).copied();
            let Some(end) = end else { continue };
            let is_once = yields.iter().filter(|other| **other == value).count() == 1;
            if !(is_once && self.is_last_at_end(end, value)) {
                self.plan.copied_at_ends.insert((region, value));
            }
        }
    }
}

/// The elements of constant aggregates that cannot be moved out of these: who reads one other than by reference gets a copy.
pub(super) fn copied_elements(graph: &Graph, usage: &Usage, moved: &Set<Value>) -> Set<Value> {
    let element = |inst: Inst| match (&graph[inst].node, graph[inst].results.as_slice()) {
        (Node::Load { path, .. }, [result]) if path.iter().any(|step| matches!(step, Step::Index(_))) => Some(*result),
        _ => None,
    };
    let is_taken = |value: &Value| {
        let mut readers = usage.of(*value).iter().map(|at| at.reader);
        readers.any(|reader| reader.is_none_or(|reader| !borrows(&graph[reader].node, *value)))
    };
    let elements = usage.positions.keys().filter_map(|inst| element(*inst));
    elements.filter(|value| moved.contains(value) && is_taken(value)).collect()
}

/// The parts that cannot be copied out of their aggregates, of which only the length is asked.
pub(super) fn measured(graph: &Graph, usage: &Usage) -> Set<Value> {
    let part = |inst: &Inst| is_place(graph, *inst).then(|| graph[*inst].results[0]);
    let asks = |reader: Inst, value: Value| match &graph[reader].node {
        Node::Opaque(opaque) if is_len(&opaque.code) => match opaque.captures.as_slice() {
            [capture] => capture.value == value && !opaque.changes.contains(&0),
            _ => false,
        },
        _ => false,
    };
    let is_measured = |value: &Value| {
        let (uses, is_named) = (usage.of(*value), graph[*value].name.as_ref().is_some_and(|name| name.user.is_some()));
        !is_named && !uses.is_empty() && uses.iter().all(|at| at.reader.is_some_and(|reader| asks(reader, *value)))
    };
    usage.positions.keys().filter_map(part).filter(is_measured).collect()
}

/// The constants that may be moved where they are read.
pub(super) fn moved_constants(graph: &Graph) -> Set<Value> {
    let mut texts = texts(graph);
    texts.extend(graph.values().filter(|value| matches!(graph[*value].ty, Ty::Unknown)));
    texts.retain(|value| graph[*value].constant);
    texts
}

/// The constants that may be, or hold, text.
fn texts(graph: &Graph) -> Set<Value> {
    let mut texts: Set<Value> = Set::default();
    for value in graph.values() {
        if graph[value].annotation.as_deref().is_some_and(names_string) {
            texts.insert(value);
        }
    }
    let insts = graph.walk(graph.body);
    // What is made of what: a text may come out of a tuple, an arm, or a loop.
    let mut readers: Map<Value, Vec<Value>> = Map::default();
    let mut link = |from: Value, to: Value| readers.entry(from).or_default().push(to);
    for inst in insts {
        let data = &graph[inst];
        match &data.node {
            Node::Opaque(opaque) => {
                for result in &data.results {
                    if makes_text(opaque) {
                        texts.insert(*result);
                    }
                }
                for (result, position) in data.results[1..].iter().zip(&opaque.changes) {
                    link(opaque.captures[*position].value, *result);
                }
                // A name for another constant, or a part of one.
                if !opaque.cut {
                    opaque.captures.iter().for_each(|capture| link(capture.value, data.results[0]));
                }
            }
            Node::Load { base, .. } => link(*base, data.results[0]),
            Node::Same { operand, .. } => link(*operand, data.results[0]),
            Node::Tuple(elements) | Node::Array(elements) => {
                elements.iter().for_each(|element| link(*element, data.results[0]));
            }
            Node::Store { base, value, .. } | Node::Push { base, value } => {
                link(*base, data.results[0]);
                link(*value, data.results[0]);
            }
            Node::Loop(Loop { initial, body, .. }) => {
                let carried = graph.loop_parameters(*body, initial.len()).1;
                for (position, parameter) in carried.iter().enumerate() {
                    link(initial[position], *parameter);
                    link(*parameter, data.results[position]);
                    if let Some(next) = graph[*body].yields().get(position) {
                        link(*next, *parameter);
                    }
                }
            }
            node => {
                for region in node.regions() {
                    graph[*region].yields().iter().zip(&data.results).for_each(|(value, result)| link(*value, *result));
                }
            }
        }
    }
    let mut open: Vec<Value> = texts.iter().copied().collect();
    while let Some(value) = open.pop() {
        for reader in readers.get(&value).into_iter().flatten() {
            if texts.insert(*reader) {
                open.push(*reader);
            }
        }
    }
    texts.retain(|value| matches!(graph[*value].ty, Ty::Constant));
    texts
}

fn names_string(ty: &syn::Type) -> bool {
    struct Names(bool);
    impl Visit<'_> for Names {
        fn visit_ident(&mut self, ident: &proc_macro2::Ident) {
            self.0 |= ident == "String";
        }
    }
    let mut names = Names(false);
    names.visit_type(ty);
    names.0
}

/// Whether the user's words make text of something that is none.
fn makes_text(opaque: &Opaque) -> bool {
    struct Makes(bool);
    impl<'ast> Visit<'ast> for Makes {
        fn visit_expr_call(&mut self, call: &'ast ExprCall) {
            if let Expr::Path(path) = &*call.func {
                self.0 |= path.path.segments.iter().any(|segment| segment.ident == "String");
            }
            visit::visit_expr_call(self, call);
        }

        fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
            self.0 |= MAKERS.contains(&call.method.to_string().as_str());
            visit::visit_expr_method_call(self, call);
        }

        fn visit_macro(&mut self, invocation: &'ast Macro) {
            self.0 |= invocation.path.is_ident("format");
        }
    }
    let mut makes = Makes(false);
    makes.visit_expr(&opaque.code);
    makes.0 && !opaque.cut
}
