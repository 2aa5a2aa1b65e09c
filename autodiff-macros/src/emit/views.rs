//! Parts of aggregates that a loop reads or changes, taken before it: `let row = &m[a..b];`.
//!
//! A part that is not there gives an empty view, so that a loop that never runs does not panic for it.

use super::body::Body;
use super::code::Precedence;
use crate::analysis::{Atom, Polynomial};
use crate::graph::{Graph, Inst, Loop, Node, Range, Region, SameForm, Set, Space, Step, Ty, Value, is_len};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::Expr;

/// How many iterations a loop must make for a view to pay, where an index is computed.
const WORTHWHILE: u64 = 8;

/// A view that stands before a loop.
pub(super) struct View {
    /// The variable that it is a part of.
    pub(super) root: Value,
    pub(super) prefix: Vec<Step>,
    pub(super) name: Ident,
    pub(super) changes: bool,
    /// What the loop goes through, where the view serves only the element of the iteration.
    pub(super) through: Option<Through>,
}

/// An access to a part of a variable inside a loop.
pub(super) struct Access {
    pub(super) root: Value,
    pub(super) prefix: Vec<Step>,
    pub(super) changes: bool,
    /// What the loop goes through, where it reaches one element of the part after the other.
    pub(super) through: Option<Through>,
}

/// A loop that goes through a part.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Through {
    /// The number of the iteration, where the loop starts and where it ends.
    pub(super) item: Value,
    pub(super) start: Value,
    pub(super) end: Value,
    /// The element of an iteration, and that of the first one.
    index: Polynomial,
    pub(super) first: Polynomial,
}

/// A place in a variable: the steps, and which integers their indices are.
struct Place<'p> {
    root: Value,
    path: &'p [Step],
    indices: Vec<Option<Polynomial>>,
}

impl Place<'_> {
    /// Whether the place is inside a part, at the element of the iteration where a loop goes through that.
    fn is_in(&self, root: Value, prefix: &[Step], through: Option<&Through>) -> bool {
        let is_inside = self.root == root && self.path.len() >= prefix.len() && self.path[..prefix.len()] == *prefix;
        is_inside
            && through.is_none_or(|through| {
                self.indices.get(prefix.len()).is_some_and(|index| index.as_ref() == Some(&through.index))
            })
    }
}

impl Body<'_> {
    fn place<'p>(&mut self, root: Value, path: &'p [Step]) -> Place<'p> {
        let indices = path.iter().map(|step| match step {
            Step::Index(index) => Some(self.integers.integer(*index)),
            _ => None,
        });
        Place { root, path, indices: indices.collect() }
    }

    /// Declares the views of a loop; they hold until `close_views`.
    pub(super) fn open_views(&mut self, inst: Inst, repeated: &Loop, items: &[Value]) -> TokenStream {
        let inside = self.graph.defined_in(repeated.body);
        let open = self.views.len();
        let mut declarations = TokenStream::new();
        // What the loop goes through from end to end; its length is then known, and no index has to be checked.
        if let Some((item, range)) = self.goes_through(repeated, items) {
            let mut found = Vec::new();
            let in_pairs = self.pairs.contains(&inst);
            for inst in self.graph[repeated.body].insts.clone() {
                found.extend(self.passed(inst, &inside, item, range, in_pairs));
            }
            for view in self.declare_disjoint(distinct(found), repeated, &mut declarations) {
                if self.may_view(&view, repeated) {
                    declarations.extend(self.declare(view));
                }
            }
        }
        let mut found = Vec::new();
        for inst in self.graph.walk(repeated.body) {
            let Some((base, path, _)) = place_of(self.graph, inst) else { continue };
            let place = self.place(self.plan.root(base), path);
            let mut views = self.views[open..].iter();
            if !views.any(|view| place.is_in(view.root, &view.prefix, view.through.as_ref())) {
                found.extend(self.ranged(inst, &inside));
            }
        }
        for view in distinct(found) {
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
        let declaration = match &view.through {
            Some(Through { start, end, first, .. })
                if self.graph.integer(*start) == Some(0) && first.constant() == Some(0) =>
            {
                let end = self.code(*end).at_least(Precedence::Sum);
                quote!(let #name = #borrow #place[..#end];)
            }
            Some(Through { start, end, first, .. }) => {
                let function = if view.changes { quote!(part_mut) } else { quote!(part) };
                let (start, end) =
                    (self.code(*start).at_least(Precedence::Sum), self.code(*end).at_least(Precedence::Sum));
                let first = self.polynomial(first);
                quote!(let #name = __ad::#function(#borrow #place[..], #start..#end, || #first);)
            }
            None => quote!(let #name = #place;),
        };
        self.views.push(View {
            root: view.root,
            prefix: view.prefix,
            name,
            changes: view.changes,
            through: view.through,
        });
        declaration
    }

    /// An integer, without a difference that is negative on the way.
    pub(super) fn polynomial(&mut self, polynomial: &Polynomial) -> TokenStream {
        let mut terms: Vec<(bool, TokenStream)> = Vec::new();
        for (atoms, count) in polynomial.terms() {
            let count_is_written = atoms.is_empty() || count.unsigned_abs() != 1;
            let number = count_is_written.then(|| Literal::u64_unsuffixed(count.unsigned_abs()).to_token_stream());
            let atoms = atoms.iter().map(|atom| match atom {
                Atom::Value(value) => self.code(*value).at_least(Precedence::Product),
                Atom::Len(slice) => {
                    let slice = self.indexed(*slice);
                    quote!(#slice.len())
                }
            });
            let factors: Vec<TokenStream> = number.into_iter().chain(atoms).collect();
            let product = factors.into_iter().reduce(|left, right| quote!(#left * #right)).unwrap_or_default();
            terms.push((count < 0, product));
        }
        terms.sort_by_key(|(is_negative, _)| *is_negative);
        let sum = terms.into_iter().fold(None, |sum: Option<TokenStream>, (is_negative, term)| match sum {
            None if is_negative => Some(quote!(0 - #term)),
            None => Some(term),
            Some(sum) if is_negative => Some(quote!(#sum - #term)),
            Some(sum) => Some(quote!(#sum + #term)),
        });
        sum.unwrap_or_else(|| quote!(0))
    }

    pub(super) fn close_views(&mut self, count: usize) {
        self.views.truncate(count);
    }

    /// What a loop counts, if it runs to its end and nothing in it can be seen from outside before an index is found to be
    /// too large.
    fn goes_through(&self, repeated: &Loop, items: &[Value]) -> Option<(Value, Range)> {
        let graph = self.graph;
        let range = match &repeated.space {
            Space::Range(range) | Space::Again { range: Some(range), .. } => *range,
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
        (complete && !stops && !graph[repeated.body].diverges()).then_some((item, range))
    }

    /// The part through which a loop goes with what an instruction reads or changes.
    fn passed(&mut self, inst: Inst, inside: &Set<Value>, item: Value, range: Range, in_pairs: bool) -> Option<Access> {
        let (base, path, _) = place_of(self.graph, inst)?;
        let indices = self.place(self.plan.root(base), path).indices;
        let length = indices.iter().position(|index| index.as_ref().is_some_and(|index| index.mentions(item)))?;
        let index = indices.into_iter().nth(length).flatten()?;
        let offset = index.offset_from(item)?;
        let is_known = |atom: Atom| match atom {
            Atom::Value(value) => !inside.contains(&value),
            Atom::Len(slice) => self.keeps_its_length(slice),
        };
        if !offset.atoms().all(is_known) {
            return None;
        }
        let start = self.graph.integer(range.start).and_then(|start| i64::try_from(start).ok());
        let first = offset.plus(&start.map_or_else(|| Polynomial::value(range.start), Polynomial::number), 1);
        let access = self.access(inst, inside, length)?;
        let part = self.graph[access.root].ty.peeled().part(&path[..length]);
        let is_plain = first.constant() == Some(0) && start == Some(0);
        // The length of an array is known, and so is that of what the loop takes its end from.
        let is_counted = is_plain && length == 0 && self.is_length_of(range.end, access.root);
        let is_short = !is_plain && self.graph.integer(range.end).is_some_and(|end| end <= WORTHWHILE);
        // What is taken in chunks is a view in any case.
        let wanted = match part.peeled() {
            Ty::Array(..) => in_pairs,
            Ty::Slice(_) => in_pairs || !is_counted && !is_short,
            _ => false,
        };
        let through = Through { item, start: range.start, end: range.end, index, first };
        wanted.then_some(Access { through: Some(through), ..access })
    }

    /// Whether a value is an argument that the function only reads: the length of a vector may change.
    fn keeps_its_length(&self, value: Value) -> bool {
        let is_shared =
            |ty: &syn::Type| matches!(ty, syn::Type::Reference(reference) if reference.mutability.is_none());
        self.graph.parameters().contains(&value) && self.graph[value].annotation.as_deref().is_some_and(is_shared)
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
        let (_, path, _) = place_of(self.graph, inst)?;
        let last = path.iter().rposition(|step| matches!(step, Step::Range(..)))?;
        if last + 1 == path.len() { None } else { self.access(inst, inside, last + 1) }
    }

    /// The part at the first steps of a place, if what leads to it is known before the loop.
    fn access(&self, inst: Inst, inside: &Set<Value>, length: usize) -> Option<Access> {
        let (base, path, changes) = place_of(self.graph, inst)?;
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
    fn may_view(&mut self, view: &Access, repeated: &Loop) -> bool {
        let is_array = matches!(self.graph[view.root].ty.peeled(), Ty::Slice(_) | Ty::Array(..));
        // The header of the loop comes behind the views, and so does what computes an index.
        let is_counted_with = view.changes
            && view.through.as_ref().is_some_and(|through| {
                let values = through.first.atoms().map(|atom| match atom {
                    Atom::Value(value) | Atom::Len(value) => value,
                });
                [through.start, through.end]
                    .into_iter()
                    .chain(values)
                    .any(|value| self.reads(value, view.root) || self.reads_lent(value, view.root))
            });
        let is_open =
            |open: &View| open.root == view.root && open.prefix == view.prefix && open.through == view.through;
        if !is_array || is_counted_with || self.views.iter().any(is_open) || self.is_around_open(view) {
            return false;
        }
        self.graph.walk(repeated.body).into_iter().all(|inst| self.is_content_with(inst, view))
            && !self.hands_out(view.root, repeated.body)
    }

    /// Whether a view would have to be taken beside an open one that is inside of it, and of which one changes.
    fn is_around_open(&mut self, view: &Access) -> bool {
        let place = self.place(view.root, &view.prefix);
        let open = self.views.iter().filter(|open| open.root == view.root);
        let (around, others): (Vec<&View>, Vec<&View>) =
            open.partition(|open| place.is_in(open.root, &open.prefix, open.through.as_ref()));
        let depth = |open: &&View| open.prefix.len() + usize::from(open.through.is_some());
        let taken_from = around.iter().map(depth).max().unwrap_or(0);
        let is_beside = |open: &&View| {
            let (longer, shorter) = if open.prefix.len() > view.prefix.len() {
                (&open.prefix, &view.prefix)
            } else {
                (&view.prefix, &open.prefix)
            };
            depth(open) > taken_from && longer[..shorter.len()] == **shorter
        };
        others.iter().any(|open| (open.changes || view.changes) && is_beside(open))
    }

    /// Whether a value is made of a variable that stands for a reference to another one.
    fn reads_lent(&self, value: Value, root: Value) -> bool {
        match self.graph.node(value) {
            Some(Node::Same { form: SameForm::Borrow, operand }) if !self.plan.is_inlined(value) => {
                self.reads(*operand, root) || self.reads_lent(*operand, root)
            }
            Some(node) if self.plan.is_inlined(value) => {
                node.operands().into_iter().any(|operand| self.reads_lent(operand, root))
            }
            _ => false,
        }
    }

    /// Whether an instruction of a loop does without the variable of a view, reaches it through the view, or both only
    /// read it.
    fn is_content_with(&mut self, inst: Inst, view: &Access) -> bool {
        let graph = self.graph;
        let node = &graph[inst].node;
        let reads_root = node.operands().into_iter().any(|value| self.plan.root(value) == view.root);
        let reads_lent = node.operands().into_iter().any(|value| self.reads_lent(value, view.root));
        match place_of(graph, inst) {
            Some((base, path, changes)) if self.plan.root(base) == view.root => {
                if changes && !self.plan.is_in_place(inst) {
                    return !view.changes;
                }
                let place = self.place(view.root, path);
                let is_inside = path.len() > view.prefix.len();
                if view.changes {
                    is_inside && place.is_in(view.root, &view.prefix, view.through.as_ref())
                } else {
                    !changes
                }
            }
            Some(_) => !(reads_root || view.changes && reads_lent),
            // A loop hands its variable on to another one without touching it.
            None if matches!(node, Node::Loop(_) | Node::Branch { .. } | Node::Recall { .. }) => true,
            None => !view.changes && !self.changes(inst, view.root) || !(reads_root || view.changes && reads_lent),
        }
    }

    /// Whether an instruction reads or changes the variable of a view through the view, in place.
    pub(super) fn goes_by(&mut self, inst: Inst, view: &Access) -> bool {
        let Some((base, path, changes)) = place_of(self.graph, inst) else {
            // A loop hands its variable on to another one without touching it.
            return matches!(self.graph[inst].node, Node::Loop(_) | Node::Branch { .. } | Node::Recall { .. });
        };
        let root = self.plan.root(base);
        let others =
            self.graph[inst].node.operands().into_iter().filter(|value| self.plan.root(*value) == root).count();
        let place = self.place(root, path);
        let is_inside = path.len() > view.prefix.len() && place.is_in(view.root, &view.prefix, view.through.as_ref());
        is_inside && others == 1 && (!changes || self.plan.is_in_place(inst))
    }

    /// Whether an instruction changes a variable.
    fn changes(&self, inst: Inst, root: Value) -> bool {
        self.graph[inst].node.changes().into_iter().any(|(base, _)| self.plan.root(base) == root)
    }

    /// Whether a region yields a variable to another one, or assigns to it.
    pub(super) fn hands_out(&self, root: Value, body: Region) -> bool {
        let mut regions = vec![body];
        for inst in self.graph.walk(body) {
            regions.extend(self.graph[inst].node.regions());
            if let Node::Loop(Loop { initial, body, .. }) = &self.graph[inst].node {
                let carried = self.graph.loop_parameters(*body, initial.len()).1;
                let moved = initial.iter().zip(carried).any(|(before, parameter)| {
                    let (from, to) = (self.plan.root(*before), self.plan.root(*parameter));
                    from != to && (from == root || to == root)
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
                    None => from == root,
                    Some(receiver) => {
                        let to = self.plan.root(receiver);
                        from != to && (from == root || to == root)
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
        let Some((name, length, through)) = self.longest_view(root, path) else {
            return (self.indexed(root), path.to_vec());
        };
        let Some(Through { item, start, .. }) = through else {
            return (name.to_token_stream(), path[length..].to_vec());
        };
        let rest = path[length + 1..].to_vec();
        if let Some(pair) = self.pair.as_ref().filter(|pair| pair.counts(item)) {
            let (number, lane) = (&pair.number, pair.lane());
            return (quote!(#name[#number][#lane]), rest);
        }
        if let Some((_, place)) = self.place.as_ref().filter(|(counted, _)| *counted == item) {
            return (quote!(#name[#place]), rest);
        }
        let index = self.names.name(self.graph, item);
        let index = if self.graph.integer(start) == Some(0) {
            quote!(#index)
        } else {
            let start = self.code(start).at_least(Precedence::Product);
            quote!(#index - #start)
        };
        (quote!(#name[#index]), rest)
    }

    /// The name of the longest open view of a variable along a path, how many steps lead to it, and what the loop goes through.
    pub(super) fn longest_view(&mut self, root: Value, path: &[Step]) -> Option<(Ident, usize, Option<Through>)> {
        let place = self.place(root, path);
        let open = self.views.iter().filter(|view| place.is_in(view.root, &view.prefix, view.through.as_ref()));
        let view = open.max_by_key(|view| (view.prefix.len(), view.through.is_some()))?;
        Some((view.name.clone(), view.prefix.len(), view.through.clone()))
    }
}

/// What an instruction reads or changes: a place, and whether it changes that.
fn place_of(graph: &Graph, inst: Inst) -> Option<(Value, &[Step], bool)> {
    match &graph[inst].node {
        Node::Load { base, path } => Some((*base, path, false)),
        Node::Store { base, path, .. } | Node::Accumulate { base, path, .. } => Some((*base, path, true)),
        _ => None,
    }
}

/// Each part once; it is changed if any access changes it.
fn distinct(accesses: Vec<Access>) -> Vec<Access> {
    let mut views: Vec<Access> = Vec::new();
    for access in accesses {
        let is_same = |view: &&mut Access| {
            view.root == access.root && view.prefix == access.prefix && view.through == access.through
        };
        match views.iter_mut().find(is_same) {
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
