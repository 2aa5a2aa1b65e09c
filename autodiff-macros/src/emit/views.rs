//! Parts of aggregates that a loop reads or changes, taken before it: `let row = &m[a..b];`.
//!
//! A part that is not there gives an empty view, so that a loop that never runs does not panic for it.

use super::body::Body;
use crate::graph::{Inst, Loop, Node, Region, Set, Step, Ty, Value};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

/// A view that stands before a loop.
pub(super) struct View {
    /// The variable that it is a part of.
    root: Value,
    prefix: Vec<Step>,
    name: Ident,
}

/// An access to a part of a variable inside a loop.
struct Access {
    root: Value,
    prefix: Vec<Step>,
    changes: bool,
}

impl Body<'_> {
    /// Declares the views of a loop; they hold until `close_views`.
    pub(super) fn open_views(&mut self, repeated: &Loop) -> TokenStream {
        let inside = self.inside(repeated);
        let mut accesses: Vec<Access> = Vec::new();
        for inst in self.graph.walk(repeated.body) {
            accesses.extend(self.access(inst, &inside));
        }
        let mut views: Vec<Access> = Vec::new();
        for access in accesses {
            match views.iter_mut().find(|view| view.root == access.root && view.prefix == access.prefix) {
                Some(view) => view.changes |= access.changes,
                None => views.push(access),
            }
        }
        let mut declarations = TokenStream::new();
        for view in views {
            if !self.may_view(&view, repeated) {
                continue;
            }
            let stem = self.graph[view.root].name.as_ref().map_or("part".to_owned(), |name| name.stem.clone());
            let name = self.names.fresh(&format!("{stem}_view"), Span::mixed_site());
            let place = self.view_place(&view);
            let function = if view.changes { quote!(view_mut) } else { quote!(view) };
            let Some((Step::Range(start, end), _)) = view.prefix.split_last() else { continue };
            let (start, end) = (self.code(*start).bare(), self.code(*end).bare());
            declarations.extend(quote!(let #name = __ad::#function(#place, #start, #end);));
            self.views.push(View { root: view.root, prefix: view.prefix, name });
        }
        declarations
    }

    pub(super) fn close_views(&mut self, count: usize) {
        self.views.truncate(count);
    }

    /// What is defined in the body of a loop.
    fn inside(&self, repeated: &Loop) -> Set<Value> {
        let mut inside: Set<Value> = Set::default();
        let mut regions: Vec<Region> = vec![repeated.body];
        for inst in self.graph.walk(repeated.body) {
            inside.extend(&self.graph[inst].results);
            regions.extend(self.graph[inst].node.regions());
        }
        for region in regions {
            inside.extend(&self.graph[region].parameters);
        }
        inside
    }

    /// The part that an instruction reads or changes by an index, if what leads to it is known before the loop.
    fn access(&self, inst: Inst, inside: &Set<Value>) -> Option<Access> {
        let (base, path, changes) = match &self.graph[inst].node {
            Node::Load { base, path } => (*base, path, false),
            Node::Store { base, path, .. } | Node::Accumulate { base, path, .. } => (*base, path, true),
            _ => return None,
        };
        let last = path.iter().rposition(|step| matches!(step, Step::Range(..)))?;
        if last + 1 == path.len() || (changes && !self.plan.is_in_place(inst)) {
            return None;
        }
        let prefix = path[..=last].to_vec();
        let known = prefix.iter().all(|step| match step {
            Step::Index(index) => !inside.contains(index),
            Step::Range(start, end) => !inside.contains(start) && !inside.contains(end),
            Step::Field(_) => true,
        });
        let root = self.plan.root(base);
        let known_root = !inside.contains(&root) && !self.plan.is_inlined(base);
        (known && known_root).then_some(Access { root, prefix, changes })
    }

    /// Whether nothing in a loop touches the variable of a view but through the view, or nothing changes it.
    fn may_view(&self, view: &Access, repeated: &Loop) -> bool {
        let is_array = matches!(self.graph[view.root].ty.peeled(), Ty::Slice(_) | Ty::Array(..));
        if !is_array || self.views.iter().any(|open| open.root == view.root && open.prefix == view.prefix) {
            return false;
        }
        let is_root = |value: &Value| self.plan.root(*value) == view.root;
        self.graph.walk(repeated.body).into_iter().all(|inst| {
            let data = &self.graph[inst];
            let (base, path, changes) = match &data.node {
                Node::Load { base, path } => (*base, path, false),
                Node::Store { base, path, .. } | Node::Accumulate { base, path, .. } => (*base, path, true),
                // A loop hands its variable on to another one without touching it.
                Node::Loop(_) | Node::Branch { .. } | Node::Recall { .. } => return true,
                node => return !view.changes && !self.changes(inst, view.root) || !node.operands().iter().any(is_root),
            };
            if !is_root(&base) {
                return !data.node.operands().iter().any(is_root);
            }
            let through = path.len() > view.prefix.len() && path[..view.prefix.len()] == view.prefix[..];
            if changes && !self.plan.is_in_place(inst) {
                return !view.changes;
            }
            if view.changes { through } else { !changes }
        }) && !self.hands_out(view, repeated.body)
    }

    /// Whether an instruction changes a variable.
    fn changes(&self, inst: Inst, root: Value) -> bool {
        match &self.graph[inst].node {
            Node::Push { base, .. } | Node::Pop { base } => self.plan.root(*base) == root,
            Node::Opaque(opaque) => {
                opaque.changes.iter().any(|position| self.plan.root(opaque.captures[*position].value) == root)
            }
            _ => false,
        }
    }

    /// Whether a region yields the variable of a view to another one, or assigns to it.
    fn hands_out(&self, view: &Access, body: Region) -> bool {
        let mut regions = vec![body];
        for inst in self.graph.walk(body) {
            regions.extend(self.graph[inst].node.regions());
            if let Node::Loop(Loop { initial, body, .. }) = &self.graph[inst].node {
                let carried = self.graph.loop_parameters(*body, initial.len()).1;
                let moved = initial.iter().zip(carried).any(|(before, parameter)| {
                    let (from, to) = (self.plan.root(*before), self.plan.root(*parameter));
                    from != to && (from == view.root || to == view.root)
                });
                if moved {
                    return true;
                }
            }
        }
        regions.into_iter().any(|region| {
            let results = self.plan.receivers(region);
            self.graph[region].yields().iter().zip(results).any(|(value, receiver)| {
                let from = self.plan.root(*value);
                match receiver {
                    None => from == view.root,
                    Some(receiver) => {
                        let to = self.plan.root(receiver);
                        from != to && (from == view.root || to == view.root)
                    }
                }
            })
        })
    }

    /// The place of which a view is a range, borrowed.
    fn view_place(&mut self, view: &Access) -> TokenStream {
        let prefix = &view.prefix[..view.prefix.len() - 1];
        let (base, rest) = self.viewed(view.root, prefix);
        let rest = self.path(&rest);
        if view.changes { quote!(&mut #base #rest[..]) } else { quote!(&#base #rest[..]) }
    }

    /// The longest open view of a variable along a path, and the rest of the path.
    pub(super) fn viewed(&mut self, root: Value, path: &[Step]) -> (TokenStream, Vec<Step>) {
        let open = self.views.iter().filter(|view| {
            view.root == root && path.len() >= view.prefix.len() && path[..view.prefix.len()] == view.prefix[..]
        });
        match open.max_by_key(|view| view.prefix.len()) {
            Some(view) => (view.name.to_token_stream(), path[view.prefix.len()..].to_vec()),
            None => (self.indexed(root), path.to_vec()),
        }
    }
}
