//! The picture of a graph, in Graphviz's language.

use core::fmt::{self, Display, Formatter, Write};

use super::display::Action;
use super::{Graph, Kind, Node};

/// A graph that is [displayed](Display) in Graphviz's language; made by [`Graph::to_dot`].
#[derive(Clone, Copy, Debug)]
pub struct Dot {
    graph: Graph,
}

impl Dot {
    pub(super) fn new(graph: Graph) -> Self {
        Dot { graph }
    }
}

impl Display for Dot {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Graph { name, nodes, results } = self.graph;
        writeln!(f, "digraph \"{}\" {{", Escaped(name))?;
        writeln!(f, "  label=\"{}\"; labelloc=t; fontname=\"sans-serif\";", Escaped(name))?;
        writeln!(f, "  node [style=filled, fontname=\"sans-serif\"];")?;
        write_nodes(f, nodes, results, 1)?;
        write_edges(f, self.graph)?;
        writeln!(f, "}}")
    }
}

/// Writes the nodes, those of a region inside a frame of their own.
fn write_nodes(f: &mut Formatter<'_>, nodes: &[Node], results: &[usize], depth: usize) -> fmt::Result {
    let width = 2 * depth;
    for node in nodes {
        write!(f, "{:width$}n{} [label=\"", "", node.id)?;
        if let Some(name) = node.name {
            write!(f, "{}\\n", Escaped(name))?;
        }
        write_escaped(f, format_args!("{}", Action(node)))?;
        let (shape, colour) = appearance(node.kind);
        write!(f, "\", shape={shape}, fillcolor=\"{colour}\"")?;
        if results.contains(&node.id) {
            write!(f, ", peripheries=2")?;
        }
        writeln!(f, "];")?;
        for (index, region) in node.regions.iter().enumerate() {
            // Graphviz draws a frame around a subgraph if its name begins with `cluster`.
            writeln!(f, "{:width$}subgraph cluster_{}_{index} {{", "", node.id)?;
            writeln!(f, "{:width$}  label=\"{}\"; style=rounded;", "", Escaped(region.label))?;
            write_nodes(f, region.nodes, &[], depth + 1)?;
            writeln!(f, "{:width$}}}", "")?;
        }
    }
    Ok(())
}

/// Shape and fill colour of a kind of node.
fn appearance(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Leaf => ("box", "lightblue"),
        Kind::Constant => ("note", "lightgrey"),
        Kind::Operator => ("ellipse", "wheat"),
        Kind::Call => ("component", "orange"),
        Kind::Branch => ("diamond", "palegreen"),
    }
}

/// Writes the edges outside of all frames: an edge inside one would draw its ends into it.
fn write_edges(f: &mut Formatter<'_>, graph: Graph) -> fmt::Result {
    for node in graph.nodes() {
        for &operand in node.operands {
            write_edge(f, graph, operand, node, None)?;
        }
        for region in node.regions {
            for &result in region.results {
                write_edge(f, graph, result, node, Some(region.label))?;
            }
        }
    }
    Ok(())
}

/// Writes the edge from a value to the node that uses it. A derivative flows along it if both are active.
fn write_edge(f: &mut Formatter<'_>, graph: Graph, from: usize, to: &Node, label: Option<&str>) -> fmt::Result {
    let is_active = to.active && graph.node(from).is_some_and(Node::is_active);
    let style = if is_active { "solid" } else { "dashed" };
    write!(f, "  n{from} -> n{} [style={style}", to.id)?;
    if let Some(label) = label {
        write!(f, ", label=\"{}\"", Escaped(label))?;
    }
    writeln!(f, "];")
}

/// Text for the inside of a quoted Graphviz string.
struct Escaped<'a>(&'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '"' | '\\' => write!(f, "\\{character}")?,
                '\n' => f.write_str("\\n")?,
                _ => f.write_char(character)?,
            }
        }
        Ok(())
    }
}

/// Escapes what is formatted, without an intermediate `String`, which `no_std` does not have.
fn write_escaped(f: &mut Formatter<'_>, text: fmt::Arguments<'_>) -> fmt::Result {
    struct Escaping<'a, 'b>(&'a mut Formatter<'b>);
    impl Write for Escaping<'_, '_> {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            write!(self.0, "{}", Escaped(text))
        }
    }
    Escaping(f).write_fmt(text)
}
