//! Several parts of one variable that a loop goes through and changes, taken together: rows of a matrix, or a state and
//! what follows it.
//!
//! Only parts that are known not to overlap; the order in which they stand is that of polynomials with positive terms.

use super::body::Body;
use super::code::Precedence;
use super::views::{Access, View};
use crate::analysis::{Atom, Polynomial, is_behind};
use crate::graph::{Loop, Origin, Step, Value};
use proc_macro2::{Span, TokenStream};
use quote::quote;

/// How many parts are taken together at most.
const MOST: usize = 16;

impl Body<'_> {
    /// Declares the views of a loop into variables that it reaches through several parts and changes; gives the views that
    /// are left.
    pub(super) fn declare_disjoint(
        &mut self,
        views: Vec<Access>,
        repeated: &Loop,
        declarations: &mut TokenStream,
    ) -> Vec<Access> {
        let mut left = Vec::new();
        let mut waiting = views;
        while !waiting.is_empty() {
            let root = waiting[0].root;
            let (group, rest) = waiting.into_iter().partition(|view| view.root == root);
            waiting = rest;
            match self.in_order(&group, repeated) {
                Some(firsts) => declarations.extend(self.declare_together(group, firsts)),
                None => left.extend(group),
            }
        }
        left
    }

    /// The first elements of views of one variable, with their positions among the views, in the order of the elements; if all
    /// that the loop does to the variable goes through the views, which do not overlap.
    fn in_order(&mut self, group: &[Access], repeated: &Loop) -> Option<Vec<(usize, Polynomial)>> {
        let root = group[0].root;
        let is_changed = group.iter().any(|view| view.changes);
        let is_open = self.views.iter().any(|open| open.root == root);
        if group.len() < 2 || group.len() > MOST || !is_changed || is_open || !self.is_all_within(group, repeated) {
            return None;
        }
        let mut firsts = Vec::new();
        for view in group {
            firsts.push(self.first_element(view)?);
        }
        let through = group[0].through.as_ref()?;
        let count = self.integers.integer(through.end).minus(&self.integers.integer(through.start));
        let mut ordered: Vec<(usize, Polynomial)> = Vec::new();
        for (position, first) in firsts.into_iter().enumerate() {
            let place = ordered.iter().position(|(_, other)| is_behind(other, &first, &count)).unwrap_or(ordered.len());
            ordered.insert(place, (position, first));
        }
        let is_disjoint = ordered.windows(2).all(|pair| is_behind(&pair[1].1, &pair[0].1, &count));
        is_disjoint.then_some(ordered)
    }

    /// Which element of the variable the first one of a view is, where that is known before the loop.
    fn first_element(&mut self, view: &Access) -> Option<Polynomial> {
        let through = view.through.as_ref()?;
        let mut first = through.first.clone();
        for step in &view.prefix {
            let Step::Range(start, _) = step else { return None };
            first = first.plus(&self.integers.integer(*start), 1);
        }
        let counted = first.atoms().map(|atom| match atom {
            Atom::Value(value) | Atom::Len(value) => value,
        });
        let counted: Vec<Value> = counted.chain([through.start, through.end]).collect();
        (!counted.into_iter().any(|value| self.reads(value, view.root))).then_some(first)
    }

    /// Whether all that a loop does to a variable goes through views of it. What the user wrote is looked up where it stands: a
    /// range that it goes through need not be there.
    fn is_all_within(&mut self, group: &[Access], repeated: &Loop) -> bool {
        let graph = self.graph;
        let root = group[0].root;
        let is_whole = group.iter().all(|view| view.prefix.is_empty());
        let mut insts = graph.walk(repeated.body);
        insts.retain(|inst| graph[*inst].node.operands().into_iter().any(|value| self.plan.root(value) == root));
        insts.into_iter().all(|inst| {
            let is_known = is_whole || graph[inst].origin == Origin::Derivative;
            is_known && group.iter().any(|view| self.goes_by(inst, view))
        }) && !self.hands_out(root, repeated.body)
    }

    fn declare_together(&mut self, group: Vec<Access>, firsts: Vec<(usize, Polynomial)>) -> TokenStream {
        let root = group[0].root;
        let stem = self.graph[root].name.as_ref().map_or("part".to_owned(), |name| name.stem.clone());
        let through = group[0].through.clone().expect("a loop goes through its views");
        let (start, end) =
            (self.code(through.start).at_least(Precedence::Sum), self.code(through.end).at_least(Precedence::Sum));
        let variable = self.indexed(root);
        let mut names = Vec::new();
        let mut elements = Vec::new();
        let mut group: Vec<Option<Access>> = group.into_iter().map(Some).collect();
        for (position, first) in firsts {
            let view = group[position].take().expect("each view has one place");
            let name = self.names.fresh(&format!("{stem}_view"), Span::mixed_site());
            elements.push(self.polynomial(&first));
            names.push(name.clone());
            self.views.push(View { root, prefix: view.prefix, name, changes: true, through: view.through });
        }
        quote!(let [#(#names),*] = __ad::parts_mut(&mut #variable[..], #start..#end, || [#(#elements),*]);)
    }
}
