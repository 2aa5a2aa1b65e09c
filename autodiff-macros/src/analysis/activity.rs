//! Which values carry a derivative.
//!
//! Reads:  the primal graph.    Writes: for each value, whether it varies with an active parameter and whether the
//! result needs its derivative.
//! Keeps:  a value is active only if both hold. Conditions and indices need no derivative, so what only feeds them
//! stays plain Rust.

use crate::graph::{Argument, Definition, Graph, Inst, Map, Node, Region, Step, Ty, Value};

/// What varies, and what is useful.
pub(crate) struct Activity {
    varied: Vec<bool>,
    useful: Vec<bool>,
    active: Vec<bool>,
    /// The loops by their bodies.
    loops: Map<Region, Inst>,
}

impl Activity {
    /// Whether a value depends on an active parameter in a way that is not cut.
    pub(crate) fn is_varied(&self, value: Value) -> bool {
        self.varied[value.index()]
    }

    /// Whether the derivative of the result goes through a value.
    pub(crate) fn is_useful(&self, value: Value) -> bool {
        self.useful[value.index()]
    }

    /// Whether a value carries a derivative.
    pub(crate) fn is_active(&self, value: Value) -> bool {
        self.active.get(value.index()).copied().unwrap_or(false)
    }
}

/// Analyses a primal graph; `parameters` are the positions of the active parameters, `outputs` those of the results whose
/// derivative is wanted.
pub(crate) fn activity(graph: &Graph, parameters: &[usize], outputs: &[usize]) -> Activity {
    let count = graph.value_count();
    let loops = graph.walk(graph.body).into_iter().filter_map(|inst| match &graph[inst].node {
        Node::Loop(repeated) => Some((repeated.body, inst)),
        _ => None,
    });
    let mut analysis =
        Activity { varied: vec![false; count], useful: vec![false; count], active: Vec::new(), loops: loops.collect() };
    for &position in parameters {
        analysis.varied[graph.parameters()[position].index()] = true;
    }
    analysis.forward(graph, graph.body);
    for result in outputs.iter().filter_map(|output| graph.results().get(*output)) {
        analysis.useful[result.index()] = true;
    }
    analysis.backward(graph, graph.body);
    analysis.active = graph
        .values()
        .map(|value| {
            analysis.varied[value.index()] && analysis.useful[value.index()] && graph[value].ty.may_be_active()
        })
        .collect();
    analysis
}

impl Activity {
    fn forward(&mut self, graph: &Graph, region: Region) {
        for &inst in &graph[region].insts {
            let inst_data = &graph[inst];
            let varied = match &inst_data.node {
                Node::Branch { arms, .. } => {
                    for &arm in arms {
                        self.forward(graph, arm);
                        for (value, result) in graph[arm].yields().iter().zip(&inst_data.results) {
                            self.varied[result.index()] |= self.varied[value.index()];
                        }
                    }
                    continue;
                }
                Node::Loop(data) => {
                    let parameters = graph.loop_parameters(data.body, data.initial.len()).1;
                    for (parameter, initial) in parameters.iter().zip(&data.initial) {
                        self.varied[parameter.index()] |= self.varied[initial.index()];
                    }
                    loop {
                        self.forward(graph, data.body);
                        let mut changed = false;
                        for (parameter, value) in parameters.iter().zip(graph[data.body].yields()) {
                            changed |= self.varied[value.index()] && !self.varied[parameter.index()];
                            self.varied[parameter.index()] |= self.varied[value.index()];
                        }
                        if !changed {
                            break;
                        }
                    }
                    for (parameter, result) in parameters.iter().zip(&graph[inst].results) {
                        self.varied[result.index()] = self.varied[parameter.index()];
                    }
                    continue;
                }
                Node::Opaque(opaque) if opaque.cut => false,
                Node::Load { .. } | Node::Same { .. } if matches!(graph[inst_data.results[0]].ty, Ty::Constant) => {
                    Parts { graph, varied: &self.varied, loops: &self.loops, known: Map::default() }
                        .is_varied(inst_data.results[0], &[])
                }
                Node::Load { base, .. } => self.varied[base.index()],
                Node::Store { base, value, .. } => self.varied[base.index()] || self.varied[value.index()],
                Node::Call { arguments, .. } => arguments.iter().any(|argument| self.varied[argument.value().index()]),
                node => node.operands().iter().any(|operand| self.varied[operand.index()]),
            };
            for result in &inst_data.results {
                self.varied[result.index()] = varied;
            }
            for result in cut_results(graph, inst) {
                self.varied[result.index()] = false;
            }
        }
    }

    fn backward(&mut self, graph: &Graph, region: Region) {
        for &inst in graph[region].insts.iter().rev() {
            let data = &graph[inst];
            if !data.results.iter().any(|result| self.useful[result.index()]) {
                continue;
            }
            match &data.node {
                Node::Branch { arms, .. } => {
                    for &arm in arms {
                        for (value, result) in graph[arm].yields().iter().zip(&data.results) {
                            self.useful[value.index()] |= self.useful[result.index()];
                        }
                        self.backward(graph, arm);
                    }
                }
                Node::Loop(repeated) => {
                    let parameters = graph.loop_parameters(repeated.body, repeated.initial.len()).1;
                    let yields = graph[repeated.body].yields();
                    for (result, value) in data.results.iter().zip(yields) {
                        self.useful[value.index()] |= self.useful[result.index()];
                    }
                    loop {
                        self.backward(graph, repeated.body);
                        let mut changed = false;
                        for (parameter, value) in parameters.iter().zip(yields) {
                            changed |= self.useful[parameter.index()] && !self.useful[value.index()];
                            self.useful[value.index()] |= self.useful[parameter.index()];
                        }
                        if !changed {
                            break;
                        }
                    }
                    for ((parameter, initial), result) in parameters.iter().zip(&repeated.initial).zip(&data.results) {
                        self.useful[initial.index()] |= self.useful[parameter.index()] || self.useful[result.index()];
                    }
                }
                Node::Opaque(opaque) if opaque.cut => {}
                Node::Load { base, .. } => self.useful[base.index()] = true,
                Node::Store { base, value, .. } => {
                    self.useful[base.index()] = true;
                    self.useful[value.index()] = true;
                }
                // Where a part stands and what counts calls is no number that a derivative goes through.
                Node::Call { arguments, .. } => {
                    for argument in arguments {
                        let value = argument.value();
                        let is_counter = argument.place().is_some() && matches!(graph[value].ty, Ty::Constant);
                        self.useful[value.index()] |= !is_counter;
                    }
                }
                Node::Apply { op, operands, .. } => {
                    for (position, operand) in operands.iter().enumerate() {
                        self.useful[operand.index()] |= !op.is_constant_operand(position);
                    }
                }
                node => node.for_each_operand(|operand| self.useful[operand.index()] = true),
            }
        }
    }
}

/// The results of a call that have no derivative whatever it is given.
fn cut_results(graph: &Graph, inst: Inst) -> Vec<Value> {
    let Node::Call { arguments, .. } = &graph[inst].node else { return Vec::new() };
    let places = arguments.iter().filter_map(|argument| match argument {
        Argument::Place { cut, .. } => Some(*cut),
        Argument::Value(_) => None,
    });
    let versions = places.zip(&graph[inst].results[1..]);
    versions.filter(|(cut, _)| *cut).map(|(_, version)| *version).collect()
}

/// Whether the integers inside an aggregate vary, which the aggregate does as soon as one of its floats does.
struct Parts<'a> {
    graph: &'a Graph,
    varied: &'a [bool],
    /// The loops by their bodies.
    loops: &'a Map<Region, Inst>,
    known: Map<(Value, Vec<Step>), bool>,
}

/// How long a path may get on its way through the iterations of a loop.
const DEEPEST: usize = 16;

impl Parts<'_> {
    /// A part of a parameter: an integer that comes with the arguments, not from a float; or one that a loop carries.
    fn is_carried_varied(&mut self, value: Value, path: &[Step]) -> bool {
        let graph = self.graph;
        let Definition::Parameter(region, position) = graph[value].definition else { return false };
        let Some(Node::Loop(repeated)) = self.loops.get(&region).map(|inst| &graph[*inst].node) else { return false };
        let first = graph[region].parameters.len() - repeated.initial.len();
        let Some(position) = position.checked_sub(first) else { return false };
        let yielded = graph[region].yields().get(position).copied();
        [Some(repeated.initial[position]), yielded].into_iter().flatten().any(|value| self.is_varied(value, path))
    }

    /// Whether the part of a value at a path varies.
    fn is_varied(&mut self, value: Value, path: &[Step]) -> bool {
        let path = &*without_ranges(path);
        let key = (value, path.to_vec());
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        // What a loop carries may depend on itself: the least answer holds.
        self.known.insert(key.clone(), false);
        let varied = path.len() > DEEPEST || self.compute(value, path);
        if varied {
            self.known.retain(|_, varied| *varied);
        }
        self.known.insert(key, varied);
        varied
    }

    fn compute(&mut self, value: Value, path: &[Step]) -> bool {
        let graph = self.graph;
        let Definition::Result(inst, position) = graph[value].definition else {
            // An integer that comes with the arguments, not from a float; or one that a loop carries.
            return self.is_carried_varied(value, path);
        };
        match (&graph[inst].node, path) {
            (Node::Load { base, path: inner }, _) => {
                let whole: Vec<Step> = inner.iter().chain(path).cloned().collect();
                self.is_varied(*base, &whole)
            }
            (Node::Same { operand, .. }, _) => self.is_varied(*operand, path),
            (Node::Loop(repeated), _) => {
                let yielded = graph[repeated.body].yields().get(position).copied();
                let initial = repeated.initial.get(position).copied();
                [initial, yielded].into_iter().flatten().any(|value| self.is_varied(value, path))
            }
            (Node::Branch { arms, .. }, _) => arms.iter().any(|arm| {
                let yielded = graph[*arm].yields().get(position).copied();
                yielded.is_some_and(|value| self.is_varied(value, path))
            }),
            (Node::Tuple(elements), [Step::Field(field), rest @ ..]) => {
                elements.get(*field as usize).is_none_or(|element| self.is_varied(*element, rest))
            }
            (Node::Array(elements), [Step::Index(_), rest @ ..]) => {
                elements.iter().any(|element| self.is_varied(*element, rest))
            }
            (Node::Repeat { element, .. } | Node::RepeatVec { element, .. }, [Step::Index(_), rest @ ..]) => {
                self.is_varied(*element, rest)
            }
            (Node::Push { base, value: element }, [Step::Index(_), rest @ ..]) => {
                self.is_varied(*element, rest) || self.is_varied(*base, path)
            }
            (Node::Pop { base }, _) if position == 0 => self.is_varied(*base, path),
            // Which element is taken does not matter: all are looked at.
            (Node::Pop { base }, _) => {
                let whole: Vec<Step> = std::iter::once(Step::Index(*base)).chain(path.iter().cloned()).collect();
                self.is_varied(*base, &whole)
            }
            // A function with a derivative has none of its floats hidden in the integers of its results.
            (Node::Call { .. }, [_, ..]) => {
                let changes = graph[inst].node.changes();
                let base = changes.into_iter().find(|(_, result)| *result == position);
                base.is_some_and(|(base, _)| self.is_varied(base, path))
            }
            (Node::Store { base, path: written, value }, [_, ..]) => {
                let written = without_ranges(written);
                let other_field = written
                    .iter()
                    .zip(path)
                    .any(|steps| matches!(steps, (Step::Field(left), Step::Field(right)) if left != right));
                let inside = path.len() >= written.len()
                    && written.iter().zip(path).all(|(left, right)| {
                        left == right || matches!((left, right), (Step::Index(_), Step::Index(_)))
                    });
                let from_value = !other_field && (!inside || self.is_varied(*value, &path[written.len()..]));
                from_value || self.is_varied(*base, path)
            }
            _ => self.varied[value.index()],
        }
    }
}

/// A path without the parts in between: an element of a part is an element.
fn without_ranges(path: &[Step]) -> Vec<Step> {
    path.iter().filter(|step| !matches!(step, Step::Range(..))).cloned().collect()
}
