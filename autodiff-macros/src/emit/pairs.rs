//! Loops that run in pairs: two iterations side by side, statement by statement, and what is over.
//!
//! A number of an iteration is `[number; 2]` there, a row of the record a row of such, and a view is taken in chunks of two.

use super::body::{Body, mentions};
use super::code::{Code, Precedence};
use super::expression::float_name;
use super::plan::Plan;
use super::views::View;
use crate::graph::{Graph, Inst, Loop, Node, Range, Set, SideBySide, Step, Value};
use crate::transform::is_pinned;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};

/// The pair of iterations that is emitted.
pub(super) struct Pair {
    /// The number of the pair.
    pub(super) number: Ident,
    /// Which of the two iterations is written down.
    lane: usize,
    /// The integer that the loop counts.
    item: Value,
    /// The variables that have a number for each of the two.
    numbers: Set<Value>,
}

/// A row of the record of a pair of iterations, while its numbers become known.
struct WrittenRow {
    name: Ident,
    /// The statement that takes it.
    taken: TokenStream,
    /// How many parts it has, and those that are not written yet.
    count: usize,
    missing: Vec<(usize, Value)>,
}

impl Pair {
    /// Whether a variable has a number for each iteration.
    pub(super) fn has(&self, variable: Value) -> bool {
        self.numbers.contains(&variable)
    }

    /// A number of the iteration at hand.
    pub(super) fn of_lane(&self, variable: &Ident) -> Code {
        let lane = self.lane();
        Code::atom(quote!(#variable[#lane]))
    }

    /// Which of the two iterations is written down.
    pub(super) fn lane(&self) -> Literal {
        Literal::usize_unsuffixed(self.lane)
    }

    /// Whether an integer is the one that the loop counts.
    pub(super) fn counts(&self, item: Value) -> bool {
        self.item == item
    }
}

/// The loops that run side by side in a way: those that may, where all that they change they change in place.
pub(super) fn side_by_side(graph: &Graph, plan: &Plan, way: SideBySide) -> Set<Inst> {
    let marked =
        |inst: &Inst| matches!(&graph[*inst].node, Node::Loop(Loop { side_by_side, .. }) if *side_by_side == way);
    let all: Vec<Inst> = graph.walk(graph.body).into_iter().filter(marked).collect();
    let is_in_place = |inst: &Inst| {
        let Node::Loop(repeated) = &graph[*inst].node else { return false };
        let carried = graph.loop_parameters(repeated.body, repeated.initial.len()).1;
        let ends = graph[repeated.body].yields();
        let stores = graph[repeated.body].insts.iter();
        let mut stores =
            stores.filter(|inst| matches!(graph[**inst].node, Node::Store { .. } | Node::Accumulate { .. }));
        let is_array = |value: &Value| !graph[*value].ty.is_float();
        let mut arrays = carried.iter().zip(ends).filter(|(before, _)| is_array(before));
        arrays.all(|(before, after)| plan.root(*before) == plan.root(*after))
            && stores.all(|inst| plan.is_in_place(*inst))
    };
    let mut apart: Set<Inst> = Set::default();
    for inst in all.iter().filter(|inst| !is_in_place(inst)) {
        apart.insert(graph.writer(*inst));
    }
    all.into_iter().filter(|inst| !apart.contains(&graph.writer(*inst))).collect()
}

impl Body<'_> {
    /// A loop in pairs, and the iteration that is over; `rows` are those of the record, and `open` is how many views were open
    /// before the loop.
    pub(super) fn pairs_of(&mut self, repeated: &Loop, range: Range, rows: Option<&Ident>, open: usize) -> TokenStream {
        let (items, carried) = self.graph.loop_parameters(repeated.body, repeated.initial.len());
        let (items, carried) = (items.to_vec(), carried.to_vec());
        let count = self.names.fresh("pair_count", Span::mixed_site());
        let counted = self.range(range, false);
        let rest = self.rest(repeated, range, rows, &count, (&items, &carried));
        let pairs = self.all_pairs(repeated, range, rows, &count, &items, open);
        quote!(let #count = __ad::pair_count(#counted); #pairs #rest)
    }

    fn all_pairs(
        &mut self,
        repeated: &Loop,
        range: Range,
        rows: Option<&Ident>,
        count: &Ident,
        items: &[Value],
        open: usize,
    ) -> TokenStream {
        let graph = self.graph;
        let number = self.names.fresh("pair", Span::mixed_site());
        let chunks = self.take_in_chunks(open, items[0], count);
        let mut numbers: Set<Value> = items.iter().copied().collect();
        let results = graph[repeated.body].insts.iter().flat_map(|inst| match graph[*inst].node {
            Node::Store { .. } | Node::Accumulate { .. } => &[][..],
            _ => &graph[*inst].results,
        });
        numbers.extend(results.copied());
        self.pair = Some(Pair { number: number.clone(), lane: 0, item: items[0], numbers });
        // Each number is written where it is known, so that it need not be kept until the end of the iteration.
        let mut written = rows.filter(|_| repeated.records).map(|rows| self.row_of_pairs(repeated, rows, &number));
        let mut statements = written.as_ref().map(|row| row.taken.clone()).unwrap_or_default();
        for inst in graph[repeated.body].insts.clone() {
            statements.extend(self.in_both(inst));
            if let Some(row) = &mut written {
                let results = &graph[inst].results;
                let is_known = |part: &Value| results.contains(part);
                statements.extend(self.written_parts(row, is_known));
            }
        }
        if let Some(row) = &mut written {
            statements.extend(self.written_parts(row, |_| true));
        }
        let read = rows.filter(|_| !repeated.records).map(|rows| {
            let parts: Vec<TokenStream> = items[1..].iter().map(|part| self.item(*part)).collect();
            let row = match &parts[..] {
                [one] => one.clone(),
                parts => quote!([#(#parts),*]),
            };
            (rows, row)
        });
        self.pair = None;
        let item = self.names.name(graph, items[0]);
        let is_counted_with = mentions(quote!(#statements), &item.to_string());
        let numbers = is_counted_with.then(|| {
            let first = self.counted_after(range, &quote!(2 * #number));
            quote!(let #item = [#first, #first + 1];)
        });
        let header = match read {
            Some((rows, row)) => quote!((#number, &#row) in #rows[..#count].iter().enumerate()),
            None => quote!(#number in 0..#count),
        };
        quote!(#chunks for #header { #numbers #statements })
    }

    /// The row of a pair of iterations, to be written.
    fn row_of_pairs(&mut self, repeated: &Loop, rows: &Ident, number: &Ident) -> WrittenRow {
        let parts = self.graph[repeated.body].yields()[repeated.initial.len()..].to_vec();
        let float = self.graph.common_float(&parts).map(float_name);
        let float = float.expect("loops whose rows are numbers of one type run in pairs");
        let name = self.names.fresh("row", Span::mixed_site());
        let (count, len) = (parts.len(), Literal::usize_unsuffixed(parts.len()));
        let ty = if count == 1 { quote!([#float; 2]) } else { quote!([[#float; 2]; #len]) };
        let taken = quote!(let #name: &mut #ty = &mut #rows[#number];);
        WrittenRow { name, taken, count, missing: parts.into_iter().enumerate().collect() }
    }

    /// Writes what is known of a row.
    fn written_parts(&mut self, row: &mut WrittenRow, is_known: impl Fn(&Value) -> bool) -> TokenStream {
        let mut written = TokenStream::new();
        let known: Vec<(usize, Value)> = row.missing.extract_if(.., |(_, part)| is_known(part)).collect();
        for (position, part) in known {
            let (name, numbers) = (&row.name, self.for_both(part));
            let position = Literal::usize_unsuffixed(position);
            written.extend(if row.count == 1 {
                quote!(*#name = #numbers;)
            } else {
                quote!(#name[#position] = #numbers;)
            });
        }
        written
    }

    /// The iteration that is over where their number is odd: the last one, or the first one of a loop that goes backwards.
    fn rest(
        &mut self,
        repeated: &Loop,
        range: Range,
        rows: Option<&Ident>,
        count: &Ident,
        (items, carried): (&[Value], &[Value]),
    ) -> TokenStream {
        let item = self.item(items[0]);
        let (start, end) =
            (self.code(range.start).at_least(Precedence::Sum), self.code(range.end).at_least(Precedence::Sum));
        let first =
            if self.graph.integer(range.start) == Some(0) { quote!(2 * #count) } else { quote!(#start + 2 * #count) };
        let read = rows.filter(|_| !repeated.records).map(|rows| {
            let parts: Vec<TokenStream> = items[1..].iter().map(|part| self.item(*part)).collect();
            match &parts[..] {
                [one] => quote!(let [#one, _] = #rows[#count];),
                parts => quote!(let [#(#parts),*] = #rows[#count].map(|[number, _]| number);),
            }
        });
        let iteration = self.iteration(repeated, carried, rows.cloned(), |_, parts, rows| match parts {
            [one] => quote!(#rows[#count] = [#one; 2];),
            parts => quote!(#rows[#count] = [#(#parts),*].map(|number| [number; 2]);),
        });
        quote!(for #item in #first..#end { #read #iteration })
    }

    /// The integer that a loop counts after so many others.
    fn counted_after(&mut self, range: Range, others: &TokenStream) -> TokenStream {
        if self.graph.integer(range.start) == Some(0) {
            return others.clone();
        }
        let start = self.code(range.start).at_least(Precedence::Sum);
        quote!(#start + #others)
    }

    /// Takes the views that a loop goes through in chunks of two.
    fn take_in_chunks(&mut self, open: usize, item: Value, count: &Ident) -> TokenStream {
        let mut chunks = TokenStream::new();
        for position in open..self.views.len() {
            let View { name, through, changes, .. } = &self.views[position];
            if through.as_ref().is_none_or(|through| through.item != item) {
                continue;
            }
            let function = Ident::new(if *changes { "pairs_mut" } else { "pairs" }, Span::mixed_site());
            let name = name.clone();
            let stem = name.to_string();
            let pairs = self.names.fresh(&format!("{}_pairs", stem.trim_start_matches("r#")), Span::mixed_site());
            chunks.extend(quote!(let #pairs = __ad::#function(#name, #count);));
            self.views[position].name = pairs;
        }
        chunks
    }

    /// A statement of an iteration, for both.
    fn in_both(&mut self, inst: Inst) -> TokenStream {
        let data = &self.graph[inst];
        if matches!(data.node, Node::Store { .. } | Node::Accumulate { .. }) {
            let [first, second] = self.of_each(|body| body.statement(inst));
            return quote!(#first #second);
        }
        let Some(&result) = data.results.first() else { return TokenStream::new() };
        let is_wanted = self.is_read(result) || is_pinned(self.graph, inst);
        if self.plan.is_inlined(result) || !is_wanted {
            return TokenStream::new();
        }
        let numbers = match &data.node {
            Node::Load { base, path } => self.element_of_both(*base, path),
            _ => None,
        };
        let numbers = numbers.unwrap_or_else(|| {
            let [first, second] = self.of_each(|body| body.expression(inst).bare());
            quote!([#first, #second])
        });
        if !self.is_read(result) {
            return quote!(let _ = #numbers;);
        }
        let name = self.declaration(result);
        let annotation = self.declared_type(result).map(|ty| quote!(: [#ty; 2]));
        quote!(let #name #annotation = #numbers;)
    }

    /// What is written down for each of the two iterations.
    fn of_each(&mut self, mut write: impl FnMut(&mut Self) -> TokenStream) -> [TokenStream; 2] {
        [0, 1].map(|lane| {
            if let Some(pair) = &mut self.pair {
                pair.lane = lane;
            }
            write(self)
        })
    }

    /// What both iterations read of a view that the loop goes through, if it is such an element.
    fn element_of_both(&mut self, base: Value, path: &[Step]) -> Option<TokenStream> {
        let (view, length, through) = self.longest_view(self.plan.root(base), path)?;
        let pair = self.pair.as_ref().filter(|pair| through.is_some_and(|through| pair.counts(through.item)))?;
        let number = &pair.number;
        (path.len() == length + 1).then(|| quote!(#view[#number]))
    }

    /// A number for both iterations.
    fn for_both(&mut self, value: Value) -> TokenStream {
        let root = self.plan.root(value);
        if !self.plan.is_inlined(value) && self.pair.as_ref().is_some_and(|pair| pair.has(root)) {
            return self.names.name(self.graph, root).to_token_stream();
        }
        let [first, second] = self.of_each(|body| body.owned(value));
        quote!([#first, #second])
    }
}
