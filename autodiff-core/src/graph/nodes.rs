//! Iteration over all nodes of a graph, those in regions included.

use core::iter::FusedIterator;

use super::{Node, Region};

/// The nodes of a graph, depth first; made by [`Graph::nodes`](super::Graph::nodes).
#[derive(Clone, Debug)]
pub struct Nodes {
    root: &'static [Node],
    /// What is left of the region in which the iteration is. There is no stack of enclosing regions, which would need
    /// an allocation: at the end of a region its surroundings are searched for again.
    rest: &'static [Node],
}

impl Nodes {
    pub(super) fn new(root: &'static [Node]) -> Self {
        Nodes { root, rest: root }
    }
}

impl Iterator for Nodes {
    type Item = &'static Node;

    fn next(&mut self) -> Option<&'static Node> {
        let (node, siblings) = self.rest.split_first()?;
        self.rest = first_nodes(node.regions).unwrap_or(siblings);
        if self.rest.is_empty() {
            self.rest = after_region(self.root, node.id);
        }
        Some(node)
    }
}

impl FusedIterator for Nodes {}

/// The nodes of the first region that has any.
fn first_nodes(regions: &'static [Region]) -> Option<&'static [Node]> {
    regions.iter().map(|region| region.nodes).find(|nodes| !nodes.is_empty())
}

/// What follows the region that ends with the node `last`; empty at the end of the graph.
fn after_region(root: &'static [Node], mut last: usize) -> &'static [Node] {
    // A branch may itself be the last node of its region, then the search goes on around it.
    while let Some(around) = surroundings(root, last) {
        let rest = first_nodes(around.later_regions).unwrap_or(around.siblings);
        if !rest.is_empty() {
            return rest;
        }
        last = around.branch;
    }
    &[]
}

/// Where a region is.
struct Surroundings {
    /// The branch that has the region.
    branch: usize,
    /// The regions of this branch that come later.
    later_regions: &'static [Region],
    /// The nodes after the branch.
    siblings: &'static [Node],
}

/// Looks for the region that ends with the node `last`.
fn surroundings(nodes: &'static [Node], last: usize) -> Option<Surroundings> {
    nodes.iter().enumerate().find_map(|(position, node)| {
        node.regions.iter().enumerate().find_map(|(index, region)| {
            if region.nodes.last().is_some_and(|node| node.id == last) {
                let (later_regions, siblings) = (&node.regions[index + 1..], &nodes[position + 1..]);
                Some(Surroundings { branch: node.id, later_regions, siblings })
            } else {
                surroundings(region.nodes, last)
            }
        })
    })
}
