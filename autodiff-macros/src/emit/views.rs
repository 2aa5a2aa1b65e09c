//! Parts of aggregates that a loop reads or changes, taken before it: `let row = &m[a..b];`.
//!
//! A part that is not there gives an empty view, so that a loop that never runs does not panic for it.

use super::body::Body;
use super::code::Precedence;
use crate::graph::{Inst, Loop, Node, Region, Set, Space, Step, Ty, Value, is_len};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::Expr;

/// A view that stands before a loop.
pub(super) struct View {
    /// The variable that it is a part of.
    root: Value,
    prefix: Vec<Step>,
    name: Ident,
    /// The only index that it serves, where it ends with the loop.
    item: Option<Value>,
}

impl View {
    /// Whether what stands at a path of a variable is read through this view.
    fn serves(&self, root: Value, path: &[Step]) -> bool {
        let is_inside =
            self.root == root && path.len() >= self.prefix.len() && path[..self.prefix.len()] == self.prefix[..];
        is_inside && self.item.is_none_or(|item| path.get(self.prefix.len()) == Some(&Step::Index(item)))
    }
}

/// An access to a part of a variable inside a loop.
struct Access {
    root: Value,
    prefix: Vec<Step>,
    changes: bool,
    /// What the loop goes through, where its index is that of the part's element.
    through: Option<Through>,
}

/// The index of an iteration, where the loop starts and where it ends.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Through {
    item: Value,
    start: Value,
    end: Value,
}

impl Access {
    fn is_of(&self, other: &Access) -> bool {
        self.root == other.root && self.prefix == other.prefix && self.through == other.through
    }

    /// Whether what stands at a path of the variable can be reached through the view.
    fn reaches(&self, path: &[Step]) -> bool {
        let inside = path.len() > self.prefix.len() && path[..self.prefix.len()] == self.prefix[..];
        inside && self.through.is_none_or(|through| path[self.prefix.len()] == Step::Index(through.item))
    }
}

impl Body<'_> {
    /// Declares the views of a loop; they hold until `close_views`.
    pub(super) fn open_views(&mut self, repeated: &Loop, items: &[Value]) -> TokenStream {
        let inside = self.inside(repeated);
        let insts = self.graph.walk(repeated.body);
        let open = self.views.len();
        let mut declarations = TokenStream::new();
        // What the loop goes through from end to end; its length is then known, and no index has to be checked.
        if let Some(through) = self.goes_through(repeated, items) {
            let found = self.graph[repeated.body].insts.iter().filter_map(|inst| self.passed(*inst, &inside, through));
            for view in distinct(found.collect()) {
                if self.may_view(&view, repeated) {
                    declarations.extend(self.declare(view));
                }
            }
        }
        let found = insts.into_iter().filter_map(|inst| {
            let (base, path, _) = self.place_of(inst)?;
            let root = self.plan.root(base);
            let served = self.views[open..].iter().any(|view| view.serves(root, path));
            if served { None } else { self.ranged(inst, &inside) }
        });
        for view in distinct(found.collect()) {
            if self.may_view(&view, repeated) {
                declarations.extend(self.declare(view));
            }
        }
        declarations
    }

    fn declare(&mut self, view: Access) -> TokenStream {
        let stem = self.graph[view.root].name.as_ref().map_or("part".to_owned(), |name| name.stem.clone());
        let name = self.names.fresh(&format!("{stem}_view"), Span::mixed_site());
        let place = self.view_of(&view);
        let borrow = if view.changes { quote!(&mut) } else { quote!(&) };
        let declaration = match view.through {
            Some(Through { start, end, .. }) if self.graph.integer(start) == Some(0) => {
                let end = self.code(end).at_least(Precedence::Sum);
                quote!(let #name = #borrow #place[..#end];)
            }
            Some(Through { start, end, .. }) => {
                let function = if view.changes { quote!(until_mut) } else { quote!(until) };
                let (start, end) = (self.code(start).bare(), self.code(end).bare());
                quote!(let #name = __ad::#function(#borrow #place[..], #start, #end);)
            }
            None => quote!(let #name = #place;),
        };
        self.views.push(View {
            root: view.root,
            prefix: view.prefix,
            name,
            item: view.through.map(|through| through.item),
        });
        declaration
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

    /// What a loop counts, if it runs to its end and nothing in it can be seen from outside before an index is found to be
    /// too large.
    fn goes_through(&self, repeated: &Loop, items: &[Value]) -> Option<Through> {
        let graph = self.graph;
        let range = match &repeated.space {
            Space::Range(range) | Space::Again { range: Some(range), .. } => range,
            _ => return None,
        };
        let complete = !range.inclusive && !repeated.ends_early;
        let stops = graph.walk(repeated.body).into_iter().any(|inst| {
            let data = &graph[inst];
            data.node.regions().iter().any(|region| graph[*region].diverges())
                || matches!(&data.node, Node::Opaque(opaque) if opaque.pinned && has_effects(&opaque.code))
                || matches!(data.node, Node::Call { .. } | Node::CallVjp { .. } | Node::CallJvp { .. })
        });
        let item = items.first().copied()?;
        (complete && !stops && !graph[repeated.body].diverges()).then_some(Through {
            item,
            start: range.start,
            end: range.end,
        })
    }

    /// What an instruction reads or changes at a place.
    fn place_of(&self, inst: Inst) -> Option<(Value, &[Step], bool)> {
        match &self.graph[inst].node {
            Node::Load { base, path } => Some((*base, path, false)),
            Node::Store { base, path, .. } | Node::Accumulate { base, path, .. } => Some((*base, path, true)),
            _ => None,
        }
    }

    /// The part of which an instruction reads or changes the element of the iteration.
    fn passed(&self, inst: Inst, inside: &Set<Value>, through: Through) -> Option<Access> {
        let (_, path, _) = self.place_of(inst)?;
        let length = path.iter().position(|step| *step == Step::Index(through.item))?;
        let access = self.access(inst, inside, length)?;
        let part = path[..length].iter().fold(self.graph[access.root].ty.peeled().clone(), |ty, step| match step {
            Step::Field(position) => ty.field(*position as usize),
            Step::Index(_) => ty.element(),
            Step::Range(..) => Ty::Slice(Box::new(ty.element())),
        });
        // The length of an array is known, and so is that of what the loop takes its end from.
        let is_counted = path[..length].is_empty() && self.is_length_of(through.end, access.root);
        let wanted = matches!(part.peeled(), Ty::Slice(_)) && !is_counted;
        wanted.then_some(Access { through: Some(through), ..access })
    }

    /// Whether an integer is the length of a variable.
    fn is_length_of(&self, integer: Value, root: Value) -> bool {
        match self.graph.node(integer) {
            Some(Node::Opaque(opaque)) if is_len(&opaque.code) => {
                opaque.captures.iter().all(|capture| self.plan.root(capture.value) == root)
            }
            _ => false,
        }
    }

    /// The part that an instruction reads or changes by an index behind a range.
    fn ranged(&self, inst: Inst, inside: &Set<Value>) -> Option<Access> {
        let (_, path, _) = self.place_of(inst)?;
        let last = path.iter().rposition(|step| matches!(step, Step::Range(..)))?;
        if last + 1 == path.len() { None } else { self.access(inst, inside, last + 1) }
    }

    /// The part at the first steps of a place, if what leads to it is known before the loop.
    fn access(&self, inst: Inst, inside: &Set<Value>, length: usize) -> Option<Access> {
        let (base, path, changes) = self.place_of(inst)?;
        if changes && !self.plan.is_in_place(inst) {
            return None;
        }
        let prefix = path[..length].to_vec();
        let known = prefix.iter().all(|step| match step {
            Step::Index(index) => !inside.contains(index),
            Step::Range(start, end) => !inside.contains(start) && !inside.contains(end),
            Step::Field(_) => true,
        });
        let root = self.plan.root(base);
        let known_root = !inside.contains(&root) && !self.plan.is_inlined(base);
        (known && known_root).then_some(Access { root, prefix, changes, through: None })
    }

    /// Whether nothing in a loop touches the variable of a view but through the view, or nothing changes it.
    fn may_view(&self, view: &Access, repeated: &Loop) -> bool {
        let is_array = matches!(self.graph[view.root].ty.peeled(), Ty::Slice(_) | Ty::Array(..));
        let item = view.through.map(|through| through.item);
        let is_open = |open: &View| open.root == view.root && open.prefix == view.prefix && open.item == item;
        // The header of the loop comes behind the views.
        let is_counted_with = view.changes
            && view
                .through
                .is_some_and(|through| self.reads(through.start, view.root) || self.reads(through.end, view.root));
        if !is_array || is_counted_with || self.views.iter().any(is_open) {
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
            if changes && !self.plan.is_in_place(inst) {
                return !view.changes;
            }
            if view.changes { view.reaches(path) } else { !changes }
        }) && !self.hands_out(view, repeated.body)
    }

    /// Whether an instruction changes a variable.
    fn changes(&self, inst: Inst, root: Value) -> bool {
        self.graph[inst].node.changes().into_iter().any(|(base, _)| self.plan.root(base) == root)
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

    /// The range that a view is, or the part that the loop goes through.
    fn view_of(&mut self, view: &Access) -> TokenStream {
        let Some((Step::Range(start, end), prefix)) = view.prefix.split_last() else {
            let (base, rest) = self.viewed(view.root, &view.prefix);
            let rest = self.path(&rest);
            return quote!(#base #rest);
        };
        let (base, rest) = self.viewed(view.root, &view.prefix);
        if view.through.is_some() && rest.is_empty() {
            return base;
        }
        let (base, rest) = self.viewed(view.root, prefix);
        let rest = self.path(&rest);
        let (start, end) = (self.code(*start).bare(), self.code(*end).bare());
        if view.changes {
            quote!(__ad::view_mut(&mut #base #rest[..], #start, #end))
        } else {
            quote!(__ad::view(&#base #rest[..], #start, #end))
        }
    }

    /// The longest open view of a variable along a path, and the rest of the path.
    pub(super) fn viewed(&mut self, root: Value, path: &[Step]) -> (TokenStream, Vec<Step>) {
        let open = self.views.iter().filter(|view| view.serves(root, path));
        match open.max_by_key(|view| view.prefix.len()) {
            Some(view) => (view.name.to_token_stream(), path[view.prefix.len()..].to_vec()),
            None => (self.indexed(root), path.to_vec()),
        }
    }
}

/// Each part once; it is changed if any access changes it.
fn distinct(accesses: Vec<Access>) -> Vec<Access> {
    let mut views: Vec<Access> = Vec::new();
    for access in accesses {
        match views.iter_mut().find(|view| view.is_of(&access)) {
            Some(view) => view.changes |= access.changes,
            None => views.push(access),
        }
    }
    views
}

/// Whether evaluating an expression of the user's may be seen from outside, but for the panic of an index or a division.
fn has_effects(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) | Expr::Path(_) => false,
        Expr::Paren(inner) => has_effects(&inner.expr),
        Expr::Group(inner) => has_effects(&inner.expr),
        Expr::Cast(cast) => has_effects(&cast.expr),
        Expr::Reference(reference) => has_effects(&reference.expr),
        Expr::Unary(unary) => has_effects(&unary.expr),
        Expr::Binary(binary) => has_effects(&binary.left) || has_effects(&binary.right),
        Expr::Index(index) => has_effects(&index.expr) || has_effects(&index.index),
        Expr::Range(range) => [&range.start, &range.end].into_iter().flatten().any(|end| has_effects(end)),
        _ => true,
    }
}
