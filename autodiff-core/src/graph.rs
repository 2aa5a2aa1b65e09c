//! The graph of a differentiable function, for people: what `f::graph()` returns.
//!
//! It is a constant of the program, so it can be looked at without running the function. Printed, it is a readable
//! list of values; through [`Graph::to_dot`] it is a picture. Coming from PyTorch: [`Node::operator`] says what
//! `grad_fn` says there, [`Node::is_leaf`] and [`Node::is_active`] are `is_leaf` and `requires_grad`, and `to_dot` is
//! `torchviz.make_dot`.
//!
//! ```
//! use autodiff_core::graph::{Graph, Kind, Node};
//!
//! // What the macro writes for `fn damped(x: f64, #[constant] k: f64) -> f64 { let d = k * x; d.exp() }`.
//! let graph = Graph {
//!     name: "damped",
//!     nodes: &[
//!         Node { id: 0, operator: "leaf", kind: Kind::Leaf, operands: &[], name: Some("x"), active: true, regions: &[] },
//!         Node { id: 1, operator: "", kind: Kind::Constant, operands: &[], name: Some("k"), active: false, regions: &[] },
//!         Node { id: 2, operator: "mul", kind: Kind::Operator, operands: &[1, 0], name: Some("d"), active: true, regions: &[] },
//!         Node { id: 3, operator: "exp", kind: Kind::Operator, operands: &[2], name: None, active: true, regions: &[] },
//!     ],
//!     results: &[3],
//! };
//!
//! let product = graph.find("d").unwrap();
//! assert_eq!(product.operator, "mul");
//! assert!(product.is_active() && !product.is_leaf());
//! assert_eq!(graph.leaves().count(), 1);
//! assert_eq!(graph.to_string(), "\
//! damped:
//!   %0 x = leaf   (active)
//!   %1 k = constant
//!   %2 d = mul k, x   (active)
//!   %3 = exp d   (active)
//!   return %3
//! ");
//! assert!(graph.to_dot().to_string().starts_with("digraph \"damped\" {"));
//! ```

mod display;
mod dot;
mod nodes;
#[cfg(test)]
mod tests;

pub use dot::Dot;
pub use nodes::Nodes;

/// A function as a graph of values: [`Display`](core::fmt::Display) prints it, [`Graph::to_dot`] draws it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Graph {
    /// The name of the function.
    pub name: &'static str,
    /// The values in the order in which they are computed; those of a branch's arms are in its regions.
    pub nodes: &'static [Node],
    /// The ids of the values that the function returns.
    pub results: &'static [usize],
}

/// How one value comes into being.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// The number of the value, unique in the whole graph.
    pub id: usize,
    /// What computes the value: an operator's name (`"mul"`), the path of a called function, `"if"` or `"match"`; of a
    /// constant its text, of a leaf `"leaf"`. PyTorch calls it `grad_fn`.
    pub operator: &'static str,
    /// What kind of value it is.
    pub kind: Kind,
    /// The ids of the values it is computed from, of the same region or an enclosing one.
    pub operands: &'static [usize],
    /// The name of the variable that holds the value, if there is one.
    pub name: Option<&'static str>,
    /// Whether the value depends on a [leaf](Kind::Leaf), so that a derivative flows through it.
    pub active: bool,
    /// The arms of a branch; empty for all other nodes.
    pub regions: &'static [Region],
}

/// What kind of value a node computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// A parameter by which the function is differentiated.
    Leaf,
    /// A constant parameter, a literal, or an expression without derivative.
    Constant,
    /// An application of one of the operators that have a derivative.
    Operator,
    /// A call of another differentiable function.
    Call,
    /// An `if` or `match`: one of the regions runs.
    Branch,
}

/// One arm of a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// Which arm it is: `"then"`, `"else"`, or a pattern.
    pub label: &'static str,
    /// The values that are computed if the arm runs.
    pub nodes: &'static [Node],
    /// The ids of the values that the arm yields.
    pub results: &'static [usize],
}

impl Graph {
    /// All nodes, depth first: a branch comes before the nodes of its regions, these before what follows the branch.
    pub fn nodes(&self) -> Nodes {
        Nodes::new(self.nodes)
    }

    /// The parameters by which the function is differentiated.
    pub fn leaves(&self) -> impl Iterator<Item = &'static Node> + use<> {
        self.nodes().filter(|node| node.is_leaf())
    }

    /// The node with this id.
    pub fn node(&self, id: usize) -> Option<&'static Node> {
        self.nodes().find(|node| node.id == id)
    }

    /// The first value that a variable of this name holds; later ones of the same name are in [`Graph::nodes`].
    pub fn find(&self, name: &str) -> Option<&'static Node> {
        self.nodes().find(|node| node.name == Some(name))
    }

    /// The graph in Graphviz's language, to be printed, written to a file or piped into `dot -Tsvg`.
    ///
    /// Leaves are blue boxes, constants grey notes, operators wheat-coloured ellipses, calls orange components,
    /// branches green diamonds; each region of a branch has a frame around it. Edges along which derivatives flow are
    /// solid, the others dashed. Results have a double line.
    pub fn to_dot(&self) -> Dot {
        Dot::new(*self)
    }
}

impl Node {
    /// Whether this is a parameter by which the function is differentiated.
    pub const fn is_leaf(&self) -> bool {
        matches!(self.kind, Kind::Leaf)
    }

    /// Whether this has no derivative by its nature: a constant parameter, a literal, an opaque expression.
    pub const fn is_constant(&self) -> bool {
        matches!(self.kind, Kind::Constant)
    }

    /// Whether the value depends on a leaf, so that a derivative flows through it; PyTorch's `requires_grad`.
    pub const fn is_active(&self) -> bool {
        self.active
    }
}
