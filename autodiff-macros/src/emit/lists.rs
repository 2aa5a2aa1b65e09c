//! Where the records of loops live.
//!
//! | how often the loop runs | rows of numbers | other rows |
//! | --- | --- | --- |
//! | a small number, known here | an array with a place for each iteration, or `Rows` | `Slots` |
//! | a number known when the loop is compiled | a `Table`; without a heap `Rows` | a vector; without a heap `Slots` |
//! | unknown | a `Table`; without a heap an error | a vector; without a heap an error |
//!
//! Rows that are not written at the index of the iteration are pushed, onto a vector.

use super::body::Body;
use super::emptied::emptied;
use crate::analysis::{Integers, Trips, is_steady, is_usize, most_trips};
use crate::graph::{Graph, Inst, Loop, Map, Node, Range, Region, Set, Space, Ty, Value};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

/// The lists of a function.
#[derive(Default)]
pub(super) struct Lists {
    pub(super) names: Map<Inst, Ident>,
    /// Loops whose list is read before they run again.
    pub(super) transient: Set<Inst>,
    /// Loops that write rows of plain numbers at the index of the iteration.
    pub(super) indexed: Set<Inst>,
    /// Those among them whose rows are arrays, as all numbers in them are of one type.
    pub(super) uniform: Set<Inst>,
    /// The loops whose lists are emptied before an instruction.
    emptied: Map<Inst, Vec<Inst>>,
    /// What a list has room for, where that is known; else it is a vector.
    rooms: Map<Inst, Room>,
    /// The loops whose iterations a list has rows for, where their numbers are known only when the list's loop runs first.
    late: Map<Inst, Vec<Range>>,
    /// The rows that the loop at hand writes.
    pub(super) rows: Option<Ident>,
}

/// Room for a number of rows.
struct Room {
    kind: Kind,
    rows: TokenStream,
    /// Whether the rows are on the stack in any case.
    is_small: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A row for each iteration of one run.
    Array,
    /// Rows of numbers.
    Rows,
    /// Rows of anything.
    Slots,
}

/// How many parts a row may have: tuples of so many have a default, and arrays of so many numbers.
const ROW: usize = 12;
const UNIFORM_ROW: usize = 32;

/// How many bytes a list on the stack may take where there is a heap: less than a call of the allocator costs to fill, and
/// little beside what functions that call themselves have on the stack anyway.
const SMALL: usize = 1024;

impl Lists {
    /// The lists of a graph; those that are read in the same iteration of the loop around are emptied each time.
    pub(super) fn of(graph: &Graph) -> Self {
        let mut lists = Lists { emptied: emptied(graph), ..Lists::default() };
        lists.region(graph, graph.body, &mut Integers::of(graph), &mut Vec::new());
        lists
    }

    /// Looks at the loops of a region; `around` is what the region is in, with how often its regions run at most.
    fn region(
        &mut self,
        graph: &Graph,
        region: Region,
        integers: &mut Integers<'_>,
        around: &mut Vec<(Inst, Option<usize>)>,
    ) {
        for &inst in &graph[region].insts {
            let mut runs = Some(1);
            if let Node::Loop(repeated) = &graph[inst].node {
                let trips = most_trips(integers, repeated);
                runs = match trips {
                    Some(Trips::Number(trips)) => Some(trips),
                    _ => None,
                };
                if repeated.records {
                    self.list(graph, inst, repeated, trips, around);
                }
            }
            around.push((inst, runs));
            for &inner in graph[inst].node.regions() {
                self.region(graph, inner, integers, around);
            }
            around.pop();
        }
    }

    /// How often a loop runs at most before its list is emptied.
    fn runs(&self, inst: Inst, around: &[(Inst, Option<usize>)]) -> Option<usize> {
        let is_emptied = |before: Inst| self.emptied.get(&before).is_some_and(|loops| loops.contains(&inst));
        let mut runs = Some(1_usize);
        for (owner, repeated) in around.iter().rev() {
            runs = runs.and_then(|runs| runs.checked_mul((*repeated)?));
            if is_emptied(*owner) {
                break;
            }
        }
        runs
    }

    fn list(
        &mut self,
        graph: &Graph,
        inst: Inst,
        repeated: &Loop,
        trips: Option<Trips>,
        around: &[(Inst, Option<usize>)],
    ) {
        let is_transient = graph[inst].results.last().is_some_and(|list| !is_handed_on(graph, *list));
        if is_transient {
            self.transient.insert(inst);
        }
        let is_indexed = has_rows(graph, repeated);
        let runs = if is_transient { Some(1) } else { self.runs(inst, around) };
        let rows = match (trips, runs) {
            (Some(Trips::Number(trips)), Some(runs)) => runs.checked_mul(trips).map(Trips::Number),
            (Some(trips), Some(1)) => Some(trips),
            _ => None,
        };
        if is_indexed {
            self.indexed.insert(inst);
            if is_uniform(graph, payload(graph, repeated)) {
                self.uniform.insert(inst);
            }
        }
        let Some(rows) = rows else { return };
        let parts = payload(graph, repeated);
        let is_plain = is_row(graph, parts);
        let size: usize = parts.iter().map(|part| size_of(&graph[*part].ty)).sum();
        let (rows, is_small) = match rows {
            Trips::Number(rows) => {
                let small = rows.checked_mul(size).is_some_and(|size| size <= SMALL);
                (Literal::usize_unsuffixed(rows.max(1)).to_token_stream(), small)
            }
            Trips::Constant(rows) => (rows, false),
        };
        let kind = match (is_plain, is_small && is_transient && is_indexed) {
            (true, true) => Kind::Array,
            (true, false) => Kind::Rows,
            (false, _) => Kind::Slots,
        };
        self.rooms.insert(inst, Room { kind, rows, is_small });
    }

    /// Whether a list is an array with a row for each iteration.
    pub(super) fn is_array(&self, inst: Inst) -> bool {
        self.rooms.get(&inst).is_some_and(|room| room.kind == Kind::Array)
    }

    /// Whether a list may consist of slots, which are no slice.
    pub(super) fn has_slots(&self, inst: Inst) -> bool {
        self.rooms.get(&inst).is_some_and(|room| room.kind == Kind::Slots)
    }
}

impl Body<'_> {
    /// The lists of the loops inside a statement, declared before it.
    pub(super) fn declared_lists(&mut self, inst: Inst) -> TokenStream {
        let mut loops: Vec<Inst> = vec![inst];
        for region in self.graph[inst].node.regions() {
            loops.extend(self.graph.walk(*region));
        }
        let mut declarations = TokenStream::new();
        for inner in loops {
            let records = matches!(&self.graph[inner].node, Node::Loop(Loop { records: true, .. }));
            if !records || self.lists.names.contains_key(&inner) {
                continue;
            }
            let ident = self.names.fresh("record", Span::mixed_site());
            let list = self.new_list(inner, inst);
            declarations.extend(quote!(let mut #ident = #list;));
            self.lists.names.insert(inner, ident);
        }
        for inner in self.lists.emptied.get(&inst).into_iter().flatten() {
            // An array is overwritten.
            if !self.lists.is_array(*inner) {
                let list = &self.lists.names[inner];
                declarations.extend(quote!(#list.clear();));
            }
        }
        declarations
    }

    /// An empty list, with room for what is recorded in it where that is known before the outermost statement.
    fn new_list(&mut self, inst: Inst, outermost: Inst) -> TokenStream {
        let room = self.room(inst, outermost).map(|room| quote!(, #room));
        let is_indexed = self.lists.indexed.contains(&inst);
        let heap = if is_indexed { "Table" } else { "Rows" };
        let Some(Room { kind, rows, is_small }) = self.lists.rooms.get(&inst) else {
            // The error without a heap is shown at the loop.
            let span = Span::mixed_site().located_at(self.graph[inst].span);
            let name = Ident::new(heap, Span::mixed_site());
            return quote_spanned!(span=> __ad::list!(#name #room));
        };
        let name = match (kind, is_small) {
            (Kind::Array, _) => return quote!([::core::default::Default::default(); #rows]),
            (Kind::Rows, true) => "Rows",
            (Kind::Rows, false) => heap,
            (Kind::Slots, _) => "Slots",
        };
        let name = Ident::new(name, Span::mixed_site());
        if *is_small { quote!(__ad::#name::<_, #rows>::empty()) } else { quote!(__ad::list!(#name[#rows] #room)) }
    }

    /// How many rows a list will have, if the numbers of iterations of the loops around its own and of its own are known
    /// before the outermost statement.
    fn room(&mut self, inst: Inst, outermost: Inst) -> Option<TokenStream> {
        let graph = self.graph;
        let mut nest = Vec::new();
        let mut current = outermost;
        loop {
            let Node::Loop(Loop { space: Space::Range(range), body, ends_early: false, .. }) = &graph[current].node
            else {
                return None;
            };
            nest.push(*range);
            if current == inst {
                break;
            }
            current = graph[*body].insts.iter().copied().find(|inner| {
                *inner == inst
                    || matches!(graph[*inner].node, Node::Loop(Loop { body, .. }) if graph.walk(body).contains(&inst))
            })?;
            let is_emptied = self.lists.emptied.get(&current).is_some_and(|loops| loops.contains(&inst));
            if is_emptied {
                nest.clear();
            }
        }
        if self.lists.transient.contains(&inst) && inst != outermost {
            return None;
        }
        let inside: Set<Value> =
            graph[outermost].node.regions().iter().flat_map(|region| graph.defined_in(*region)).collect();
        let mut ends = nest.iter().flat_map(|range| [range.start, range.end]);
        if ends.clone().any(|end| inside.contains(&end)) {
            if ends.all(|end| is_steady(graph, end, &inside)) {
                self.lists.late.insert(inst, nest);
            }
            return None;
        }
        self.rows_of(inst, nest)
    }

    /// How often the loops around a list's loop run, if that is known only where this runs.
    pub(super) fn runs_around(&mut self, inst: Inst) -> Option<Vec<TokenStream>> {
        let mut nest = self.lists.late.get(&inst)?.clone();
        nest.pop();
        let runs: Vec<TokenStream> = nest.into_iter().map(|range| self.iterations(range)).collect();
        (!runs.is_empty()).then_some(runs)
    }

    /// How many rows a list gets in loops around its own, which is the last of them.
    fn rows_of(&mut self, inst: Inst, mut nest: Vec<Range>) -> Option<TokenStream> {
        let own = nest.pop()?;
        let around: Vec<TokenStream> = nest.into_iter().map(|range| self.iterations(range)).collect();
        let own = self.row_count(inst, own);
        Some(quote!(#(#around *)* #own))
    }
}

/// Whether a list goes to another iteration of a loop around, or into the record of a branch.
fn is_handed_on(graph: &Graph, list: Value) -> bool {
    graph.walk(graph.body).into_iter().any(|other| {
        let data = &graph[other];
        let taken = matches!(&data.node, Node::Taken { payload, .. } if payload.contains(&list));
        taken || data.node.regions().iter().any(|region| graph[*region].yields().contains(&list))
    })
}

/// What the iterations of a loop record.
fn payload<'g>(graph: &'g Graph, repeated: &Loop) -> &'g [Value] {
    let first = repeated.initial.len() + usize::from(repeated.ends_early);
    graph[repeated.body].yields().get(first..).unwrap_or_default()
}

/// Whether the iterations of a loop record rows of plain numbers, each at its index.
fn has_rows(graph: &Graph, repeated: &Loop) -> bool {
    let Space::Range(range) = &repeated.space else { return false };
    // Letters are counted, too, but have no differences.
    let is_integer = graph.integer(range.start).is_some() || is_usize(graph, range.start);
    is_integer && !repeated.ends_early && !graph[repeated.body].diverges() && is_row(graph, payload(graph, repeated))
}

/// Whether a record is a row of numbers.
fn is_row(graph: &Graph, payload: &[Value]) -> bool {
    let is_short = (1..=ROW).contains(&payload.len()) && payload.iter().all(|value| is_plain(graph, *value));
    is_short || is_uniform(graph, payload)
}

/// Whether a record is a row of several numbers of one type. That is an array, of which memory that is zero already need not be
/// filled.
fn is_uniform(graph: &Graph, payload: &[Value]) -> bool {
    (2..=UNIFORM_ROW).contains(&payload.len()) && graph.common_float(payload).is_some()
}

/// How many bytes a value takes, supposed where its type is not known.
fn size_of(ty: &Ty) -> usize {
    match ty {
        Ty::Float(_) => 8,
        Ty::Constant | Ty::Reference(_) | Ty::List(_) => 16,
        Ty::Tuple(elements) => elements.iter().map(size_of).sum(),
        Ty::Array(element, _) => ty.literal_len().map_or(SMALL, |len| len.saturating_mul(size_of(element))),
        Ty::Slice(_) => 24,
        Ty::Pullback | Ty::Unknown => 64,
    }
}

/// Whether a value is a number, of which there is a default.
fn is_plain(graph: &Graph, value: Value) -> bool {
    match (&graph[value].ty, graph.node(value)) {
        (Ty::Float(_) | Ty::List(_), _) => true,
        // Of longer arrays there is no default.
        (ty @ Ty::Array(element, _), _) => element.is_float() && ty.literal_len().is_some_and(|len| len <= 32),
        (Ty::Constant, Some(Node::Opaque(opaque))) => match &*opaque.code {
            syn::Expr::Binary(_) | syn::Expr::Lit(_) => true,
            syn::Expr::MethodCall(call) => call.method == "len",
            _ => false,
        },
        _ => false,
    }
}
