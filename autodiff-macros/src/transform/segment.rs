//! Checkpoints: long loops keep every so many-th state, and their mirrors run them again from there.
//!
//! Reads:  a joint graph with mirrors, before they are recorded.
//! Writes: the same graph, where a loop that would record each iteration is a loop over segments, around the loop over the
//! iterations of one. Its mirror does the same backwards: in each segment it runs the iterations again, from the state at
//! the segment's start, and then their mirror. So the segments record their states, and the iterations those of one segment.
//! Keeps:  every number: all iterations of the loop and of its mirror run in the order that they had.
//! Absent: whether an iteration may run twice; that is checked before (`analysis::effects`).

use super::constant::{constant, operand};
use super::duplicate::Duplicate;
use crate::analysis::{Homes, record};
use crate::graph::{
    End, Graph, Inst, Loop, Name, Node, Origin, Range, Region, SameForm, Set, SideBySide, Space, Ty, Value,
};
use proc_macro2::Literal;
use syn::{Expr, parse_quote};

/// Cuts the outermost loops that would record something into segments of so many iterations.
pub(super) fn segment(graph: &mut Graph, steps: usize) {
    for inst in recorded_loops(graph) {
        if let Node::Loop(repeated) = graph[inst].node.clone()
            && has_segments(&repeated)
        {
            Segments { graph, steps, inst, repeated }.cut();
        }
    }
}

/// The outermost loops that record something.
pub(crate) fn recorded_loops(graph: &Graph) -> Vec<Inst> {
    let mut recorded = graph.clone();
    record(&mut recorded);
    let mut found = Vec::new();
    outermost(&recorded, recorded.body, &mut found);
    found
}

fn outermost(graph: &Graph, region: Region, found: &mut Vec<Inst>) {
    for &inst in &graph[region].insts {
        match &graph[inst].node {
            Node::Loop(Loop { records: true, .. }) => found.push(inst),
            node => node.regions().iter().for_each(|inner| outermost(graph, *inner, found)),
        }
    }
}

/// Whether a loop can be run in parts: an iterator gives its items only once.
pub(crate) fn has_segments(repeated: &Loop) -> bool {
    matches!(repeated.space, Space::Range(_) | Space::Endless)
}

/// A loop that is cut into segments.
struct Segments<'g> {
    graph: &'g mut Graph,
    steps: usize,
    inst: Inst,
    repeated: Loop,
}

impl Segments<'_> {
    fn cut(mut self) {
        let iterations = self.forward();
        let graph = &mut *self.graph;
        let mirrors = graph
            .walk(graph.body)
            .into_iter()
            .filter(|other| matches!(graph[*other].node, Node::MirrorLoop { of, .. } if of == self.inst));
        for mirror in mirrors.collect::<Vec<Inst>>() {
            self.backward(mirror, iterations);
        }
        forget_pullbacks(self.graph, self.repeated.body);
    }

    /// The loop over segments, around that over the iterations of one, which is the result.
    fn forward(&mut self) -> Inst {
        let (inst, body, carried) = (self.inst, self.repeated.body, self.repeated.initial.len());
        let segment = self.graph.add_region();
        let (outer, inner) = match self.repeated.space {
            Space::Range(range) => self.ranges(range, segment),
            _ => self.endless(segment),
        };
        let parameters = self.graph.loop_parameters(body, carried).1.to_vec();
        let mut initial: Vec<Value> =
            parameters.iter().map(|parameter| copied_parameter(self.graph, segment, *parameter)).collect();
        if self.repeated.ends_early {
            initial.push(self.stopped(segment));
        }
        let types = initial.iter().map(|value| self.graph[*value].ty.clone()).collect();
        let span = self.graph[inst].span;
        let graph = &mut *self.graph;
        let iterations = Loop {
            space: inner,
            initial,
            body,
            ends_early: self.repeated.ends_early,
            records: false,
            side_by_side: SideBySide::No,
        };
        let iterations = graph.push(segment, Node::Loop(iterations), types, Origin::Primal, span);
        for (position, parameter) in parameters.iter().enumerate() {
            let result = graph[iterations].results[position];
            graph[result].name = graph[*parameter].name.clone();
            graph[result].constant = graph[*parameter].constant;
        }
        graph.renumber(iterations, body);
        graph[segment].end = End::Yield(graph[iterations].results.clone());
        if let Node::Loop(repeated) = &mut graph[inst].node {
            repeated.space = outer;
            repeated.body = segment;
        }
        iterations
    }

    /// The segments of a range, and the iterations of one.
    fn ranges(&mut self, range: Range, segment: Region) -> (Space, Space) {
        let steps = Literal::usize_unsuffixed(self.steps);
        let span = self.graph[self.inst].span;
        let [start, end, number] = [0, 1, 2].map(operand);
        let (count, bounds): (Expr, Expr) = if range.inclusive {
            (
                parse_quote!(__ad::segments_inclusive(#start, #end, #steps)),
                parse_quote!(__ad::segment_inclusive(#start, #end, #number, #steps)),
            )
        } else {
            (
                parse_quote!(__ad::segments(#start, #end, #steps)),
                parse_quote!(__ad::segment(#start, #end, #number, #steps)),
            )
        };
        let ends = [(start, range.start), (end, range.end)];
        let home = self.graph.home(self.inst);
        let zero = constant(self.graph, parse_quote!(0), &[], Ty::Constant, span);
        let count = constant(self.graph, count, &ends, Ty::Constant, span);
        let position = self.graph[home].insts.iter().position(|inst| *inst == self.inst);
        let position = position.expect("the loop is in its home");
        self.graph[home].insts.splice(position..position, [zero, count]);
        let [zero, count] = [zero, count].map(|inst| self.graph[inst].results[0]);
        self.graph[count].name = Some(Name::generated("segments"));

        let name = Some(Name::generated("segment"));
        let item = self.graph.add_parameter(segment, Ty::Constant, name, span);
        self.graph[item].constant = true;
        let [start, end] = ends;
        let pair = Ty::Tuple(vec![Ty::Constant, Ty::Constant]);
        let bounds = constant(self.graph, bounds, &[start, end, (number, item)], pair, span);
        self.graph[segment].insts.push(bounds);
        let bounds = self.graph[bounds].results[0];
        self.graph[bounds].name = Some(Name::generated("bounds"));
        let ident = operand(0);
        let [first, last] = [parse_quote!(#ident.0), parse_quote!(#ident.1)].map(|code| {
            let inst = constant(self.graph, code, &[(ident.clone(), bounds)], Ty::Constant, span);
            self.graph[segment].insts.push(inst);
            self.graph[inst].results[0]
        });
        let outer = Range { start: zero, end: count, inclusive: false, reversed: range.reversed };
        (Space::Range(outer), Space::Range(Range { start: first, end: last, ..range }))
    }

    /// A loop that only its body ends has segments without end; the iterations of one are counted.
    fn endless(&mut self, segment: Region) -> (Space, Space) {
        let (body, span) = (self.repeated.body, self.graph[self.inst].span);
        let steps = Literal::usize_unsuffixed(self.steps);
        let ends = [parse_quote!(0), parse_quote!(#steps)].map(|code| {
            let inst = constant(self.graph, code, &[], Ty::Constant, span);
            self.graph[segment].insts.push(inst);
            self.graph[inst].results[0]
        });
        let item = self.graph.add_parameter(body, Ty::Constant, None, span);
        self.graph[item].constant = true;
        let parameters = &mut self.graph[body].parameters;
        parameters.rotate_right(1);
        let range = Range { start: ends[0], end: ends[1], inclusive: false, reversed: false };
        (Space::Endless, Space::Range(range))
    }

    /// The iterations of a segment say whether one of them was the loop's last: they carry it, from `false`.
    fn stopped(&mut self, segment: Region) -> Value {
        let (body, carried, span) = (self.repeated.body, self.repeated.initial.len(), self.graph[self.inst].span);
        let name = Some(Name::generated("stopped"));
        let parameter = self.graph.add_parameter(body, Ty::Constant, name, span);
        self.graph[parameter].constant = true;
        if let End::Yield(values) = &mut self.graph[body].end {
            let over = values[carried];
            values.insert(carried, over);
        }
        let no = constant(self.graph, parse_quote!(false), &[], Ty::Constant, span);
        self.graph[segment].insts.push(no);
        self.graph[no].results[0]
    }

    /// The mirror of the loop becomes one of the segments, in which the iterations run again, then their mirror.
    fn backward(&mut self, mirror: Inst, iterations: Inst) {
        let graph = &mut *self.graph;
        let Node::Loop(Loop { body: segment, .. }) = graph[self.inst].node else {
            unreachable!("the loop over segments is a loop")
        };
        let Node::MirrorLoop { initial, body, .. } = graph[mirror].node.clone() else {
            unreachable!("only mirrors of the loop are taken")
        };
        let region = graph.add_region();
        let parameters: Vec<Value> = graph[body]
            .parameters
            .clone()
            .into_iter()
            .map(|parameter| copied_parameter(graph, region, parameter))
            .collect();
        let mut again = Duplicate::default();
        for value in read_from_around(graph, segment) {
            refer_again(graph, self.inst, region, value, &mut again);
        }
        for inst in graph[segment].insts.clone() {
            let copy = again.inst(graph, inst);
            graph[region].insts.push(copy);
        }
        again.read_by(graph, body);
        let types = graph[mirror].results.iter().map(|result| graph[*result].ty.clone()).collect();
        let node = Node::MirrorLoop { of: again.insts[&iterations], initial: parameters, body };
        let span = graph[mirror].span;
        let inner = graph.push(region, node, types, Origin::Derivative, span);
        graph[region].end = End::Yield(graph[inner].results.clone());
        graph[mirror].node = Node::MirrorLoop { of: self.inst, initial, body: region };
    }
}

/// The values from around a region that it reads.
fn read_from_around(graph: &Graph, region: Region) -> Vec<Value> {
    let homes = Homes::of(graph);
    let mut read = Vec::new();
    let mut visit = |value: Value| {
        if !homes.is_inside(value, region) && !read.contains(&value) {
            read.push(value);
        }
    };
    for inst in graph.walk(region) {
        graph[inst].node.for_each_operand(&mut visit);
        for &inner in graph[inst].node.regions() {
            graph[inner].yields().iter().copied().for_each(&mut visit);
        }
    }
    read
}

/// Whether an instruction takes a reference, and can do so again.
fn takes_reference(graph: &Graph, inst: Inst) -> bool {
    match &graph[inst].node {
        Node::Same { form: SameForm::Borrow, .. } => true,
        Node::Opaque(opaque) => matches!(&*opaque.code, Expr::Reference(_)) && opaque.changes.is_empty(),
        _ => false,
    }
}

/// The references that the iterations of a loop read, and that a pullback could not keep: what they refer to has no owned
/// form that is known.
pub(crate) fn unkept_references(graph: &Graph, body: Region) -> Vec<Value> {
    let mut values = read_from_around(graph, body);
    let mut unkept = Vec::new();
    while let Some(value) = values.pop() {
        if let Some(inst) = graph.definition(value) {
            values.extend(graph[inst].node.operands().into_iter().filter(|_| takes_reference(graph, inst)));
        } else if let Ty::Reference(inner) = &graph[value].ty
            && !matches!(**inner, Ty::Float(_) | Ty::Array(..) | Ty::Slice(_))
            && !unkept.contains(&value)
        {
            unkept.push(value);
        }
    }
    unkept.sort_unstable();
    unkept
}

/// Takes a reference again in a region: a pullback keeps what it refers to, not the reference.
fn refer_again(graph: &mut Graph, before: Inst, region: Region, value: Value, again: &mut Duplicate) {
    if again.values.contains_key(&value) {
        return;
    }
    if let Some(inst) = graph.definition(value).filter(|inst| takes_reference(graph, *inst)) {
        for operand in graph[inst].node.operands() {
            refer_again(graph, before, region, operand, again);
        }
        let copy = again.inst(graph, inst);
        graph[region].insts.push(copy);
        return;
    }
    let Ty::Reference(inner) = graph[value].ty.clone() else { return };
    if !inner.is_float() {
        return;
    }
    let span = graph[value].span;
    let node = Node::Same { form: SameForm::Deref, operand: value };
    let number = graph.add_inst(node, vec![*inner], Origin::Primal, span);
    let home = graph.home(before);
    let position = graph[home].insts.iter().position(|inst| *inst == before).expect("the loop is in its home");
    graph[home].insts.insert(position, number);
    let operand = graph[number].results[0];
    let node = Node::Same { form: SameForm::Borrow, operand };
    let reference = graph.push(region, node, vec![graph[value].ty.clone()], Origin::Primal, span);
    again.values.insert(value, graph[reference].results[0]);
}

/// A parameter like another one.
fn copied_parameter(graph: &mut Graph, region: Region, parameter: Value) -> Value {
    let data = graph[parameter].clone();
    let copy = graph.add_parameter(region, data.ty, data.name, data.span);
    graph[copy].constant = data.constant;
    graph[copy].scratch = data.scratch;
    graph[copy].annotation = data.annotation;
    copy
}

/// The forward iterations need no pullbacks but what they use themselves: those that run again make them.
fn forget_pullbacks(graph: &mut Graph, body: Region) {
    let insts = graph.walk(body);
    let used: Set<Value> = insts.iter().flat_map(|inst| graph[*inst].node.operands()).collect();
    for inst in insts {
        if let Node::CallVjp { callee, arguments } = graph[inst].node.clone()
            && graph[inst].results.last().is_some_and(|pullback| !used.contains(pullback))
        {
            graph[inst].node = Node::Call { callee, arguments };
            graph[inst].results.pop();
        }
    }
}
