//! Puts columns where aggregates of tuples were.

use super::super::handed_on::{Handed, handed_on};
use super::shape::{Split, column_count, column_of_annotation, column_ty, split};
use super::words::{empty_column, is_made_empty, opaque_column, whole, with_columns};
use crate::graph::{Definition, Graph, Inst, Map, Name, Node, Origin, Region, SameForm, Set, Step, Ty, Value};

/// Takes the members apart.
pub(super) fn rewrite(graph: &mut Graph, members: &Set<Value>) {
    let handed = handed_on(graph);
    let mut columns = Map::default();
    for handed in &handed {
        split_results(graph, handed, members, &mut columns);
    }
    let mut rewriting = Rewriting { members, columns, gone: Map::default() };
    rewriting.region(graph, graph.body);
    for handed in &handed {
        hand_on(graph, handed, &rewriting.columns);
    }
    let gone = rewriting.gone;
    graph.replace_reads(graph.body, |value| *value = *gone.get(value).unwrap_or(value));
}

/// Columns in the places of what a branch or a loop hands on.
fn split_results(graph: &mut Graph, handed: &Handed, members: &Set<Value>, columns: &mut Map<Value, Vec<Value>>) {
    let inst = handed.inst;
    let mut split = |graph: &mut Graph, values: Vec<Value>, add: &mut dyn FnMut(&mut Graph, Ty) -> Value| {
        let mut all = Vec::new();
        for value in values {
            if !members.contains(&value) {
                all.push(value);
                continue;
            }
            let own: Vec<Value> = (0..count(graph, value))
                .map(|column| {
                    let made = add(graph, column_ty(&graph[value].ty, column));
                    describe(graph, value, made, column);
                    made
                })
                .collect();
            all.extend(&own);
            columns.insert(value, own);
        }
        all
    };
    let results = graph[inst].results.clone();
    let carried = results.len();
    graph[inst].results = split(graph, results, &mut |graph, ty| graph.add_result(inst, ty));
    for (position, result) in graph[inst].results.clone().into_iter().enumerate() {
        graph[result].definition = Definition::Result(inst, position);
    }
    if let Some(body) = handed.body {
        let (items, parameters) = graph.loop_parameters(body, carried);
        let (items, parameters) = (items.to_vec(), parameters.to_vec());
        let span = graph[inst].span;
        let parameters = split(graph, parameters, &mut |graph, ty| graph.add_parameter(body, ty, None, span));
        graph[body].parameters = items.into_iter().chain(parameters).collect();
        graph.renumber(inst, body);
    }
}

/// Hands on columns instead of aggregates.
fn hand_on(graph: &mut Graph, handed: &Handed, columns: &Map<Value, Vec<Value>>) {
    for source in handed.sources(graph) {
        let values = source.values(graph);
        let values = values.into_iter().flat_map(|value| columns.get(&value).cloned().unwrap_or_else(|| vec![value]));
        source.set_values(graph, values.collect());
    }
}

fn count(graph: &Graph, aggregate: Value) -> usize {
    column_count(&graph[aggregate].ty).expect("members have columns")
}

/// What is known of an aggregate, of a column of it.
fn describe(graph: &mut Graph, aggregate: Value, made: Value, column: usize) {
    let stem = graph[aggregate].name.as_ref().map(|name| format!("{}_{column}", name.stem));
    graph[made].name = stem.map(Name::generated);
    graph[made].annotation = column_of_annotation(graph[aggregate].annotation.as_ref(), column);
    graph[made].span = graph[aggregate].span;
}

struct Rewriting<'m> {
    members: &'m Set<Value>,
    columns: Map<Value, Vec<Value>>,
    /// What stands for values that are not made any more.
    gone: Map<Value, Value>,
}

/// A place in a region: the instructions before it.
struct Here {
    insts: Vec<Inst>,
}

impl Rewriting<'_> {
    fn region(&mut self, graph: &mut Graph, region: Region) {
        let mut here = Here { insts: Vec::new() };
        for inst in graph[region].insts.clone() {
            for inner in graph[inst].node.regions().to_vec() {
                self.region(graph, inner);
            }
            if !self.taken_apart(graph, inst, &mut here) {
                here.insts.push(inst);
            }
        }
        graph[region].insts = here.insts;
    }

    /// Puts columns in the place of an instruction; whether that is needed no more.
    fn taken_apart(&mut self, graph: &mut Graph, inst: Inst, here: &mut Here) -> bool {
        let results = graph[inst].results.clone();
        let Some(&result) = results.first() else { return false };
        let is_member = self.members.contains(&result);
        match graph[inst].node.clone() {
            Node::Branch { .. } | Node::Loop(_) => return false,
            Node::Opaque(opaque) => {
                let mut opaque = with_columns(&opaque, &self.columns);
                for capture in &mut opaque.captures {
                    if let Some(columns) = self.columns.get(&capture.value) {
                        capture.value = put_together(graph, here, inst, capture.value, columns);
                    }
                }
                graph[inst].node = Node::Opaque(opaque.clone());
                if !is_member {
                    return false;
                }
                // A constant that is no more than its columns.
                let is_empty = is_made_empty(graph, result);
                self.each(graph, here, inst, |_, graph, _, column| match is_empty {
                    true => empty_column(graph, result, column),
                    false => column_of_constant(graph, result, column),
                });
                if !is_empty {
                    here.insts.insert(here.insts.len() - self.columns[&result].len(), inst);
                }
            }
            Node::Array(elements) if is_member => self.each(graph, here, inst, |this, graph, here, column| {
                Node::Array(elements.iter().map(|element| this.element(graph, here, *element, column)).collect())
            }),
            Node::Repeat { element, len } if is_member => self.each(graph, here, inst, |this, graph, here, column| {
                Node::Repeat { element: this.element(graph, here, element, column), len: len.clone() }
            }),
            Node::RepeatVec { element, len } if is_member => {
                self.each(graph, here, inst, |this, graph, here, column| Node::RepeatVec {
                    element: this.element(graph, here, element, column),
                    len,
                });
            }
            Node::Same { form, operand } if is_member => self.each(graph, here, inst, |this, _, _, column| {
                Node::Same { form, operand: this.columns[&operand][column] }
            }),
            Node::Load { base, path } if self.columns.contains_key(&base) => {
                return self.load(graph, inst, base, path, here);
            }
            Node::Store { base, path, value } if is_member => self.store(graph, inst, base, &path, value, here),
            Node::Push { base, value } if is_member => self.each(graph, here, inst, |this, graph, here, column| {
                Node::Push { base: this.columns[&base][column], value: this.element(graph, here, value, column) }
            }),
            Node::Pop { base } if is_member => self.pop(graph, inst, base, here),
            _ => return false,
        }
        true
    }

    /// An instruction for each column.
    fn each(
        &mut self,
        graph: &mut Graph,
        here: &mut Here,
        inst: Inst,
        make: impl Fn(&mut Self, &mut Graph, &mut Here, usize) -> Node,
    ) {
        let aggregate = graph[inst].results[0];
        let columns = (0..count(graph, aggregate))
            .map(|column| {
                let node = make(self, graph, here, column);
                let made = push(graph, here, inst, node, column_ty(&graph[aggregate].ty, column));
                describe(graph, aggregate, made, column);
                made
            })
            .collect();
        self.columns.insert(aggregate, columns);
    }

    /// An element of a tuple, or a column of an aggregate, that is put into an aggregate.
    fn element(&mut self, graph: &mut Graph, here: &mut Here, value: Value, column: usize) -> Value {
        if let Some(columns) = self.columns.get(&value) {
            return columns[column];
        }
        if let Some(Node::Tuple(elements)) = graph.node(value) {
            return elements[column];
        }
        let (ty, span) = (graph[value].ty.field(column), graph[value].span);
        let node = Node::Load { base: value, path: vec![Step::Field(column as u32)] };
        let inst = graph.add_inst(node, vec![ty], Origin::Primal, span);
        here.insts.push(inst);
        let part = graph[inst].results[0];
        graph[part].constant = graph[value].constant;
        part
    }

    /// Reads a column where a part of an element was read; whether the instruction is needed no more.
    fn load(&mut self, graph: &mut Graph, inst: Inst, base: Value, path: Vec<Step>, here: &mut Here) -> bool {
        let Split { to_row, field } = split(&path);
        if let Some((column, rest)) = field {
            let path = to_row.into_iter().chain(rest).collect();
            graph[inst].node = Node::Load { base: self.columns[&base][column], path };
            return false;
        }
        let result = graph[inst].results[0];
        if self.members.contains(&result) {
            self.each(graph, here, inst, |this, _, _, column| Node::Load {
                base: this.columns[&base][column],
                path: path.clone(),
            });
            return true;
        }
        let columns = self.columns[&base].clone();
        let elements = columns.into_iter().enumerate().map(|(column, base)| {
            push(graph, here, inst, Node::Load { base, path: path.clone() }, graph[result].ty.field(column))
        });
        let elements = elements.collect();
        graph[inst].node = Node::Tuple(elements);
        false
    }

    fn store(&mut self, graph: &mut Graph, inst: Inst, base: Value, path: &[Step], value: Value, here: &mut Here) {
        let Split { to_row, field } = split(path);
        let Some((column, rest)) = field else {
            self.each(graph, here, inst, |this, graph, here, column| {
                let value = this.element(graph, here, value, column);
                Node::Store { base: this.columns[&base][column], path: to_row.clone(), value }
            });
            return;
        };
        let result = graph[inst].results[0];
        let mut columns = self.columns[&base].clone();
        let path = to_row.into_iter().chain(rest).collect();
        let node = Node::Store { base: columns[column], path, value };
        columns[column] = push(graph, here, inst, node, column_ty(&graph[result].ty, column));
        describe(graph, result, columns[column], column);
        self.columns.insert(result, columns);
    }

    fn pop(&mut self, graph: &mut Graph, inst: Inst, base: Value, here: &mut Here) {
        let (vector, popped) = (graph[inst].results[0], graph[inst].results[1]);
        let (mut columns, mut elements) = (Vec::new(), Vec::new());
        for (column, base) in self.columns[&base].clone().into_iter().enumerate() {
            let element = match self.members.contains(&popped) {
                true => column_ty(&graph[popped].ty, column),
                false => graph[popped].ty.field(column),
            };
            let types = vec![column_ty(&graph[vector].ty, column), element];
            let made = graph.add_inst(Node::Pop { base }, types, Origin::Primal, graph[inst].span);
            here.insts.push(made);
            let constant = graph[base].constant;
            for (result, all) in graph[made].results.clone().into_iter().zip([&mut columns, &mut elements]) {
                graph[result].constant = constant;
                all.push(result);
            }
            describe(graph, vector, columns[column], column);
        }
        self.columns.insert(vector, columns);
        if self.members.contains(&popped) {
            self.columns.insert(popped, elements);
            return;
        }
        let tuple = push(graph, here, inst, Node::Tuple(elements), graph[popped].ty.clone());
        graph[tuple].name = graph[popped].name.clone();
        self.gone.insert(popped, tuple);
    }
}

/// A column of a constant, in words.
fn column_of_constant(graph: &Graph, aggregate: Value, column: usize) -> Node {
    Node::Opaque(opaque_column(&graph[aggregate].ty, aggregate, column).expect("that was asked before"))
}

/// An aggregate for words that read it as a whole.
fn put_together(graph: &mut Graph, here: &mut Here, inst: Inst, aggregate: Value, columns: &[Value]) -> Value {
    let ty = graph[aggregate].ty.clone();
    let opaque = whole(&ty, columns).expect("an aggregate of tuples can be put together");
    let mut made = push(graph, here, inst, Node::Opaque(opaque), ty.peeled().clone());
    graph[made].constant = true;
    if let Ty::Reference(_) = ty {
        made = push(graph, here, inst, Node::Same { form: SameForm::Borrow, operand: made }, ty);
    }
    made
}

/// An instruction in the place of another one.
fn push(graph: &mut Graph, here: &mut Here, inst: Inst, node: Node, ty: Ty) -> Value {
    // An index does not make a part active.
    let made_of = match &node {
        Node::Load { base, .. } => vec![*base],
        Node::Store { base, value, .. } => vec![*base, *value],
        node => node.operands(),
    };
    let constant = made_of.into_iter().all(|value| graph[value].constant);
    let made = graph.add_inst(node, vec![ty], Origin::Primal, graph[inst].span);
    here.insts.push(made);
    let value = graph[made].results[0];
    graph[value].constant = constant;
    value
}
