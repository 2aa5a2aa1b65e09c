//! The text of a graph: one line a node, regions indented.

use core::fmt::{self, Display, Formatter};

use super::{Graph, Kind, Node};

impl Display for Graph {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}:", self.name)?;
        write_region(f, *self, self.nodes, 1)?;
        write_results(f, *self, "return", self.results, 1)
    }
}

fn write_region(f: &mut Formatter<'_>, graph: Graph, nodes: &[Node], depth: usize) -> fmt::Result {
    for node in nodes {
        indent(f, depth)?;
        write!(f, "%{}", node.id)?;
        if let Some(name) = node.name {
            write!(f, " {name}")?;
        }
        write!(f, " = {}", Action(node))?;
        write_values(f, graph, node.operands)?;
        writeln!(f, "{}", if node.active { "   (active)" } else { "" })?;
        for region in node.regions {
            indent(f, depth + 1)?;
            writeln!(f, "{}:", region.label)?;
            write_region(f, graph, region.nodes, depth + 2)?;
            write_results(f, graph, "yield", region.results, depth + 2)?;
        }
    }
    Ok(())
}

fn write_results(f: &mut Formatter<'_>, graph: Graph, verb: &str, results: &[usize], depth: usize) -> fmt::Result {
    if results.is_empty() {
        return Ok(());
    }
    indent(f, depth)?;
    f.write_str(verb)?;
    write_values(f, graph, results)?;
    f.write_str("\n")
}

fn write_values(f: &mut Formatter<'_>, graph: Graph, ids: &[usize]) -> fmt::Result {
    for (position, &id) in ids.iter().enumerate() {
        f.write_str(if position == 0 { " " } else { ", " })?;
        match unique_name(graph, id) {
            Some(name) => f.write_str(name)?,
            None => write!(f, "%{id}")?,
        }
    }
    Ok(())
}

/// The name of a value, if it tells which value is meant: a variable that was assigned again has several.
fn unique_name(graph: Graph, id: usize) -> Option<&'static str> {
    let name = graph.node(id)?.name?;
    let is_only_one = graph.nodes().filter(|node| node.name == Some(name)).nth(1).is_none();
    is_only_one.then_some(name)
}

fn indent(f: &mut Formatter<'_>, depth: usize) -> fmt::Result {
    write!(f, "{:width$}", "", width = 2 * depth)
}

/// What a node does, in words: its kind where the operator alone would not tell.
pub(super) struct Action<'a>(pub(super) &'a Node);

impl Display for Action<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let operator = self.0.operator;
        let kind = match self.0.kind {
            Kind::Leaf => return f.write_str("leaf"),
            Kind::Constant => "constant",
            Kind::Call => "call",
            Kind::Operator | Kind::Branch => return f.write_str(operator),
        };
        match operator {
            "" => f.write_str(kind),
            _ if operator == kind => f.write_str(kind),
            _ => write!(f, "{kind} {operator}"),
        }
    }
}
