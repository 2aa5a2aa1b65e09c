//! The verifier: what every graph must keep, whoever built it.
//!
//! * Every operand is defined before it is read: earlier in the region, in a region around it, as a parameter of one,
//!   or, in an arm of a mirror, in the arm that it mirrors.
//! * Every value is defined once.
//! * A branch's arms that end yield as many values as the branch has results.
//! * A mirror belongs to a branch or loop that comes before it.
//! * A loop's body takes and yields what the loop carries.

use super::{Graph, Inst, Node, Region, Set, Value};

/// Checks a graph; the message names the first thing that is wrong.
fn verify(graph: &Graph) -> Result<(), String> {
    let mut verifier = Verifier { graph, defined: Set::default(), seen: Set::default() };
    verifier.region(graph.body)
}

/// In tests of this crate, panics where a graph is not valid; elsewhere it does nothing.
pub(crate) fn assert_valid(graph: &Graph) {
    if cfg!(test)
        && let Err(problem) = verify(graph)
    {
        panic!("{problem}\n{graph}");
    }
}

struct Verifier<'g> {
    graph: &'g Graph,
    defined: Set<Value>,
    seen: Set<Inst>,
}

impl Verifier<'_> {
    fn define(&mut self, value: Value) -> Result<(), String> {
        if self.defined.insert(value) { Ok(()) } else { Err(format!("{value:?} is defined twice")) }
    }

    fn read(&self, value: Value, reader: &str) -> Result<(), String> {
        if self.defined.contains(&value) {
            Ok(())
        } else {
            Err(format!("{reader} reads {value:?}, which is not defined there"))
        }
    }

    fn region(&mut self, region: Region) -> Result<(), String> {
        for &parameter in &self.graph[region].parameters {
            self.define(parameter)?;
        }
        for &inst in &self.graph[region].insts {
            self.inst(inst)?;
        }
        for &value in self.graph[region].yields() {
            self.read(value, "the end of a region")?;
        }
        Ok(())
    }

    fn inst(&mut self, inst: Inst) -> Result<(), String> {
        let data = &self.graph[inst];
        for operand in data.node.operands() {
            self.read(operand, &format!("{inst:?}"))?;
        }
        let mirrored = match &data.node {
            Node::Mirror { branch, .. } if !self.seen.contains(branch) => {
                return Err(format!("{inst:?} mirrors a branch that has not come yet"));
            }
            Node::Mirror { branch, .. } => self.graph[*branch].node.regions().to_vec(),
            Node::MirrorLoop { of, .. } if !self.seen.contains(of) => {
                return Err(format!("{inst:?} mirrors a loop that has not come yet"));
            }
            Node::MirrorLoop { of, .. } => self.graph[*of].node.regions().to_vec(),
            _ => Vec::new(),
        };
        for (position, &arm) in data.node.regions().iter().enumerate() {
            let before = self.defined.clone();
            if let Some(&mirrored) = mirrored.get(position) {
                self.define_again(mirrored);
            }
            self.region(arm)?;
            if !self.graph[arm].diverges() && !self.yields_enough(&data.node, arm, data.results.len()) {
                return Err(format!("a region of {inst:?} does not yield what the node has as results"));
            }
            self.defined = before;
        }
        self.seen.insert(inst);
        for &result in &data.results {
            self.define(result)?;
        }
        Ok(())
    }

    fn yields_enough(&self, node: &Node, region: Region, results: usize) -> bool {
        let yields = self.graph[region].yields().len();
        match node {
            Node::Loop(data) => {
                let carried = data.initial.len();
                results == carried + usize::from(data.records)
                    && yields >= carried + usize::from(data.ends_early)
                    && self.graph[region].parameters.len() >= carried
            }
            Node::MirrorLoop { initial, .. } => {
                results == initial.len() && yields == results && self.graph[region].parameters.len() == results
            }
            _ => yields == results,
        }
    }

    /// The values of a branch's arm, which its mirror sees.
    fn define_again(&mut self, arm: Region) {
        self.defined.extend(&self.graph[arm].parameters);
        for &inst in &self.graph[arm].insts {
            self.defined.extend(&self.graph[inst].results);
            self.seen.insert(inst);
        }
    }
}
