//! Records that a gradient's buffer keeps until the gradient takes their place.
//!
//! Reads:  a joint graph without mirrors, and a loop that stores to each element of a buffer, which nobody has touched.
//! Writes: the same graph, where a loop that records one number an iteration, which only that loop reads, each in the
//! iteration that stores to the element of its number, stores it there.
//! Keeps:  every value.

use crate::analysis::Uses;
use crate::graph::{End, Graph, Inst, Loop, Node, Origin, Region, Space, Step, Ty, Value};

/// Keeps in a buffer what a loop reads that stores to it.
pub(crate) fn keep_in_buffer(graph: &mut Graph, reader: Inst, buffer: Value) {
    let Some(kept) = Kept::find(graph, reader, buffer) else { return };
    kept.store(graph, buffer);
    kept.load(graph);
}

/// A record that a buffer can keep.
struct Kept {
    /// The loop that records, and what it records.
    writer: Inst,
    writer_body: Region,
    number: Value,
    /// The loop that reads the records.
    reader: Inst,
    reader_body: Region,
    /// The buffer's place among what that loop carries.
    position: usize,
}

impl Kept {
    fn find(graph: &Graph, reader: Inst, buffer: Value) -> Option<Self> {
        let Node::Loop(Loop { space: Space::Again { range: Some(_), list: Some(list), .. }, initial, body, .. }) =
            &graph[reader].node
        else {
            return None;
        };
        let position = initial.iter().position(|value| *value == buffer)?;
        let Ty::List(writer) = graph[*list].ty else { return None };
        let Node::Loop(Loop { space: Space::Range(_), body: writer_body, initial: carried, ends_early: false, .. }) =
            &graph[writer].node
        else {
            return None;
        };
        let uses = Uses::of(graph, graph.body);
        let alone = uses.only_readers(*list, &[reader]) && graph[graph.body].insts.contains(&writer);
        let [number] = graph[*writer_body].yields().get(carried.len()..)? else { return None };
        let Ty::Slice(element) = graph[buffer].ty.peeled() else { return None };
        let fits = matches!((&graph[*number].ty, &**element), (Ty::Float(kept), Ty::Float(room)) if kept == room);
        (alone && fits).then_some(Kept {
            writer,
            writer_body: *writer_body,
            number: *number,
            reader,
            reader_body: *body,
            position,
        })
    }

    /// The loop that records carries the buffer instead.
    fn store(&self, graph: &mut Graph, buffer: Value) {
        let (ty, span, name) = (graph[buffer].ty.clone(), graph[self.writer].span, graph[buffer].name.clone());
        let item = graph[self.writer_body].parameters[0];
        let parameter = graph.add_parameter(self.writer_body, ty.clone(), name, span);
        let node = Node::Store { base: parameter, path: vec![Step::Index(item)], value: self.number };
        let store = graph.push(self.writer_body, node, vec![ty.clone()], Origin::Derivative, span);
        let stored = graph[store].results[0];
        if let End::Yield(values) = &mut graph[self.writer_body].end {
            values.pop();
            values.push(stored);
        }
        if let Node::Loop(writer) = &mut graph[self.writer].node {
            writer.initial.push(buffer);
            writer.records = false;
        }
        graph[self.writer].results.pop();
        let kept = graph.add_result(self.writer, ty);
        if let Node::Loop(reader) = &mut graph[self.reader].node {
            reader.initial[self.position] = kept;
            if let Space::Again { list, .. } = &mut reader.space {
                *list = None;
            }
        }
    }

    /// The loop that reads the records finds them in the buffer.
    fn load(&self, graph: &mut Graph) {
        let span = graph[self.reader].span;
        let carried = graph[self.reader].results.len();
        let (items, parameters) = graph.loop_parameters(self.reader_body, carried);
        let (item, record, base) = (items[0], items[1], parameters[self.position]);
        let node = Node::Load { base, path: vec![Step::Index(item)] };
        let load = graph.add_inst(node, vec![graph[record].ty.clone()], Origin::Derivative, span);
        let number = graph[load].results[0];
        graph[number].name = graph[record].name.clone();
        graph.replace_reads(self.reader_body, |value| {
            if *value == record {
                *value = number;
            }
        });
        graph[self.reader_body].insts.insert(0, load);
        graph[self.reader_body].parameters.retain(|parameter| *parameter != record);
        graph.renumber(self.reader, self.reader_body);
    }
}
