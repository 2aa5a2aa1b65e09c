//! One graph with nested branches, in every form.

use super::{Graph, Kind, Node, Region};

const fn node(id: usize, operator: &'static str, kind: Kind, operands: &'static [usize]) -> Node {
    Node { id, operator, kind, operands, name: None, active: true, regions: &[] }
}

const fn named(name: &'static str, node: Node) -> Node {
    Node { name: Some(name), ..node }
}

const fn constant(node: Node) -> Node {
    Node { active: false, ..node }
}

/// The inner branch is the last node of its region, and its first arm is empty.
const INNER: Node = Node {
    regions: &[
        Region { label: "x if x > \"1\"", nodes: &[], results: &[1] },
        Region { label: "_", nodes: &[node(6, "geometry::area", Kind::Call, &[0, 1])], results: &[6] },
    ],
    ..node(5, "match", Kind::Branch, &[0])
};

const OUTER: Node = Node {
    regions: &[
        Region { label: "then", nodes: &[named("t", node(4, "sin", Kind::Operator, &[0])), INNER], results: &[5] },
        Region { label: "else", nodes: &[node(7, "neg", Kind::Operator, &[1])], results: &[7] },
    ],
    ..node(3, "if", Kind::Branch, &[2])
};

const GRAPH: Graph = Graph {
    name: "f",
    nodes: &[
        named("x", node(0, "leaf", Kind::Leaf, &[])),
        named("x", node(1, "mul", Kind::Operator, &[0, 0])),
        constant(node(2, "x < 0.0", Kind::Constant, &[])),
        OUTER,
        named("y", node(8, "add", Kind::Operator, &[3, 2])),
    ],
    results: &[8],
};

#[test]
fn nodes_come_depth_first() {
    assert!(GRAPH.nodes().map(|node| node.id).eq(0..9));
    let mut nodes = GRAPH.nodes();
    assert_eq!(nodes.by_ref().count(), 9);
    assert_eq!(nodes.next(), None);
    assert_eq!(Graph { nodes: &[], ..GRAPH }.nodes().next(), None);
}

#[test]
fn iteration_ends_where_the_graph_ends_with_nested_branches() {
    let graph = Graph {
        nodes: &[Node { regions: &[Region { label: "then", nodes: &[INNER], results: &[] }], ..OUTER }],
        ..GRAPH
    };
    assert!(graph.nodes().map(|node| node.id).eq([3, 5, 6]));
}

#[test]
fn nodes_are_found_by_name_and_id() {
    assert_eq!(GRAPH.find("x").unwrap().id, 0);
    assert_eq!(GRAPH.find("t").unwrap().operator, "sin");
    assert_eq!(GRAPH.find("z"), None);
    assert_eq!(GRAPH.node(6).unwrap().kind, Kind::Call);
    assert_eq!(GRAPH.node(9), None);
    assert!(GRAPH.leaves().map(|node| node.id).eq([0]));
}

#[test]
fn a_node_knows_what_it_is() {
    let leaf = GRAPH.node(0).unwrap();
    assert!(leaf.is_leaf() && leaf.is_active() && !leaf.is_constant());
    let constant = GRAPH.node(2).unwrap();
    assert!(!constant.is_leaf() && !constant.is_active() && constant.is_constant());
}

#[test]
#[cfg(feature = "alloc")]
fn text_has_one_line_a_node_and_regions_indented() {
    use alloc::string::ToString;
    let expected = "\
f:
  %0 x = leaf   (active)
  %1 x = mul %0, %0   (active)
  %2 = constant x < 0.0
  %3 = if %2   (active)
    then:
      %4 t = sin %0   (active)
      %5 = match %0   (active)
        x if x > \"1\":
          yield %1
        _:
          %6 = call geometry::area %0, %1   (active)
          yield %6
      yield %5
    else:
      %7 = neg %1   (active)
      yield %7
  %8 y = add %3, %2   (active)
  return y
";
    assert_eq!(GRAPH.to_string(), expected);
}

#[test]
#[cfg(feature = "alloc")]
fn picture_frames_regions_and_dashes_constant_edges() {
    use alloc::string::ToString;
    let expected = r#"digraph "f" {
  label="f"; labelloc=t; fontname="sans-serif";
  node [style=filled, fontname="sans-serif"];
  n0 [label="x\nleaf", shape=box, fillcolor="lightblue"];
  n1 [label="x\nmul", shape=ellipse, fillcolor="wheat"];
  n2 [label="constant x < 0.0", shape=note, fillcolor="lightgrey"];
  n3 [label="if", shape=diamond, fillcolor="palegreen"];
  subgraph cluster_3_0 {
    label="then"; style=rounded;
    n4 [label="t\nsin", shape=ellipse, fillcolor="wheat"];
    n5 [label="match", shape=diamond, fillcolor="palegreen"];
    subgraph cluster_5_0 {
      label="x if x > \"1\""; style=rounded;
    }
    subgraph cluster_5_1 {
      label="_"; style=rounded;
      n6 [label="call geometry::area", shape=component, fillcolor="orange"];
    }
  }
  subgraph cluster_3_1 {
    label="else"; style=rounded;
    n7 [label="neg", shape=ellipse, fillcolor="wheat"];
  }
  n8 [label="y\nadd", shape=ellipse, fillcolor="wheat", peripheries=2];
  n0 -> n1 [style=solid];
  n0 -> n1 [style=solid];
  n2 -> n3 [style=dashed];
  n5 -> n3 [style=solid, label="then"];
  n7 -> n3 [style=solid, label="else"];
  n0 -> n4 [style=solid];
  n0 -> n5 [style=solid];
  n1 -> n5 [style=solid, label="x if x > \"1\""];
  n6 -> n5 [style=solid, label="_"];
  n0 -> n6 [style=solid];
  n1 -> n6 [style=solid];
  n1 -> n7 [style=solid];
  n3 -> n8 [style=solid];
  n2 -> n8 [style=dashed];
}
"#;
    assert_eq!(GRAPH.to_dot().to_string(), expected);
}

#[test]
#[cfg(feature = "alloc")]
fn quotes_backslashes_and_lines_are_escaped_in_the_picture() {
    use alloc::string::ToString;
    const GRAPH: Graph =
        Graph { name: "a\"b\\c", nodes: &[constant(node(0, "\"text\\\"\n", Kind::Constant, &[]))], results: &[] };
    let dot = GRAPH.to_dot().to_string();
    assert!(dot.starts_with(r#"digraph "a\"b\\c" {"#));
    assert!(dot.contains(r#"n0 [label="constant \"text\\\"\n", shape=note"#));
}
