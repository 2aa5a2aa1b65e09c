//! Loops, and how their iterations record what mirrors read.
//!
//! All records of a loop are in one list, however often the loop runs: it is declared before the outermost statement
//! that the loop is in, and a run of the loop is a range of its indices.

use super::body::Body;
use super::code::Precedence;
use super::expression::float_name;
use super::plan::is_place;
use crate::analysis::is_usize;
use crate::graph::{Form, Inst, Loop, Node, Range, Region, Space, Ty, Value};
use crate::rules::Op;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};

impl Body<'_> {
    /// A loop.
    pub(super) fn loop_statement(&mut self, inst: Inst, repeated: &Loop) -> TokenStream {
        let graph = self.graph;
        let results = graph[inst].results.clone();
        let (items, carried) = graph.loop_parameters(repeated.body, repeated.initial.len());
        let (items, carried) = (items.to_vec(), carried.to_vec());
        let mut before = TokenStream::new();
        for (parameter, initial) in carried.iter().zip(&repeated.initial) {
            if self.plan.root(*parameter) != *parameter {
                continue;
            }
            let mut value = self.owned(*initial);
            if self.plan.begins_as_clone(*parameter) {
                value = quote!(::core::clone::Clone::clone(&#value));
            }
            let name = self.declaration(*parameter);
            let annotation = match (&graph[*parameter].annotation, &graph[*parameter].ty) {
                (Some(ty), _) => quote!(: #ty),
                (None, Ty::Float(float @ (crate::graph::Float::F32 | crate::graph::Float::F64))) => {
                    let ty = float_name(*float);
                    quote!(: #ty)
                }
                _ => TokenStream::new(),
            };
            before.extend(quote!(let #name #annotation = #value;));
        }
        let is_nested = self.is_nested(inst);
        let list = self.lists.names.get(&inst).cloned();
        let mut after = TokenStream::new();
        if let (true, Some(list)) = (repeated.records, &list) {
            let rows = match (&repeated.space, self.lists.indexed.contains(&inst)) {
                (Space::Range(range), true) => Some((self.row_count(inst, *range), self.is_counted(*range))),
                _ => None,
            };
            if self.lists.is_array(inst) {
                self.lists.rows = Some(list.clone());
            } else if let Some((iterations, is_counted)) = rows {
                let rows = self.names.fresh("rows", Span::mixed_site());
                let transient = self.lists.transient.contains(&inst);
                let function = if transient { quote!(rows) } else { quote!(further_rows) };
                if let (false, Some(marks)) = (transient, results.last()) {
                    let start = self.names.fresh("start", Span::mixed_site());
                    let marks = self.declaration(*marks);
                    before.extend(quote!(let #start = #list.len();));
                    after = quote!(let #marks = (#start, #list.len()););
                }
                let taken = match self.runs_around(inst) {
                    Some(runs) => quote!(__ad::further_rows_of(&mut #list, #iterations, [#(#runs),*])),
                    None => quote!(__ad::#function(&mut #list, #iterations)),
                };
                // As with views, `rustc` sees then that there is a row for each iteration.
                let taken = if is_counted { quote!(&mut #taken[..#iterations]) } else { taken };
                before.extend(quote!(let #rows = #taken;));
                self.lists.rows = Some(rows);
            } else if self.lists.transient.contains(&inst) {
                if is_nested {
                    before.extend(quote!(#list.clear();));
                }
            } else if let Some(marks) = results.last() {
                let start = self.names.fresh("start", Span::mixed_site());
                let marks = self.declaration(*marks);
                before.extend(quote!(let #start = #list.len();));
                after = quote!(let #marks = (#start, #list.len()););
            }
        }
        let rows = self.lists.rows.take();
        let open = self.views.len();
        let views = self.open_views(inst, repeated, &items);
        let read = self.rows_read(inst, &repeated.space);
        let slice = read.as_ref().map(|(slice, _)| slice.clone());
        let loops = match (&repeated.space, self.pairs.contains(&inst)) {
            (Space::Range(range) | Space::Again { range: Some(range), .. }, true) => {
                let rows = rows.or(read.map(|(_, rows)| rows));
                self.pairs_of(repeated, *range, rows.as_ref(), open)
            }
            (Space::Range(range) | Space::Again { range: Some(range), .. }, _)
                if self.loop_closures.contains(&inst) =>
            {
                let rows = rows.or(read.map(|(_, rows)| rows));
                self.loop_closure(repeated, *range, rows, open)
            }
            _ => {
                let header = self.header(&repeated.space, &items, rows.is_some(), graph[inst].span);
                let row = read.map(|(_, rows)| self.row(rows, &repeated.space, &items));
                let rows = rows.zip(items.first().copied());
                let range = match repeated.space {
                    Space::Range(range) => Some(range),
                    _ => None,
                };
                let body = self.iteration(repeated, &carried, list, |body, parts, list| {
                    body.recorded(inst, parts, list, rows, range)
                });
                quote!(#header { #row #body })
            }
        };
        self.close_views(open);
        quote!(#before #slice #views #loops #after)
    }

    fn header(&mut self, space: &Space, items: &[Value], rows: bool, span: Span) -> TokenStream {
        match space {
            Space::Endless => quote_spanned!(span=> loop),
            Space::Range(range) => {
                let item =
                    if rows { self.names.name(self.graph, items[0]).to_token_stream() } else { self.item(items[0]) };
                let range = self.range(*range, true);
                quote_spanned!(span=> for #item in #range)
            }
            Space::Items(iterator) => {
                let item = self.item(items[0]);
                let iterator = self.code(*iterator).bare();
                quote_spanned!(span=> for #item in #iterator)
            }
            Space::Again { range: Some(range), list: Some(list), .. } if self.is_indexed(*list) => {
                let item = self.names.name(self.graph, items[0]);
                let range = self.range(*range, true);
                quote!(for #item in #range)
            }
            Space::Again { range: Some(range), list: None, .. } => {
                let item = self.item(items[0]);
                let range = self.range(*range, true);
                quote!(for #item in #range)
            }
            Space::Again { range: None, list, backwards } => {
                let records = list.map_or(quote!([]), |list| self.records(list, *backwards));
                let record = self.record_pattern(items);
                quote!(for #record in #records)
            }
            Space::Again { range: Some(range), list: Some(list), backwards } => {
                let item = self.item(items[0]);
                let records = self.records(*list, *backwards);
                let record = self.record_pattern(&items[1..]);
                let range = self.range(*range, true);
                if item.to_string() == "_" {
                    quote!(for #record in #records)
                } else {
                    quote!(for (#item, #record) in #range.zip(#records))
                }
            }
        }
    }

    fn is_indexed(&self, list: Value) -> bool {
        matches!(self.graph[list].ty, Ty::List(inst) if self.lists.indexed.contains(&inst))
    }

    /// The rows that a loop reads by their indices, taken before it, and their name.
    fn rows_read(&mut self, inst: Inst, space: &Space) -> Option<(TokenStream, Ident)> {
        let Space::Again { range: Some(range), list: Some(list), .. } = space else { return None };
        let Ty::List(writer) = self.graph[*list].ty else { unreachable!("a list has the type of one") };
        if !self.is_indexed(*list) {
            return None;
        }
        let name = self.lists.names[&writer].clone();
        if self.lists.is_array(writer) {
            return Some((TokenStream::new(), name));
        }
        let rows = self.names.fresh("rows", Span::mixed_site());
        let count = self.row_count(inst, *range);
        let slice = if self.lists.transient.contains(&writer) {
            quote!(let #rows = &#name[..#count];)
        } else {
            let marks = self.code(*list).receiver();
            quote!(let #rows = &#name[#marks.0..#marks.1][..#count];)
        };
        Some((slice, rows))
    }

    /// What an iteration reads of a row.
    fn row(&mut self, rows: Ident, space: &Space, items: &[Value]) -> TokenStream {
        let Space::Again { range: Some(range), list: Some(list), .. } = space else {
            unreachable!("rows are read by loops that run again")
        };
        let Ty::List(writer) = self.graph[*list].ty else { unreachable!("a list has the type of one") };
        let index = self.names.name(self.graph, items[0]);
        let patterns: Vec<TokenStream> = items[1..].iter().map(|part| self.item(*part)).collect();
        let pattern = self.in_a_row(writer, &patterns);
        let row = self.row_of(index, *range);
        quote!(let #pattern = #rows[#row];)
    }

    /// What is in a row of a loop's list, as one.
    fn in_a_row(&self, inst: Inst, parts: &[TokenStream]) -> TokenStream {
        match parts {
            [one] => quote!(#one),
            parts if self.lists.uniform.contains(&inst) => quote!([#(#parts),*]),
            parts => quote!((#(#parts),*)),
        }
    }

    /// The number of an iteration's row.
    fn row_of(&mut self, index: Ident, range: Range) -> TokenStream {
        if self.graph.integer(range.start) == Some(0) {
            return quote!(#index as usize);
        }
        let start = self.code(range.start).at_least(Precedence::Product);
        quote!((#index - #start) as usize)
    }

    /// A parameter of an iteration, where anybody reads it.
    pub(super) fn item(&mut self, item: Value) -> TokenStream {
        if self.plan.is_read(item) { self.names.name(self.graph, item).to_token_stream() } else { quote!(_) }
    }

    pub(super) fn range(&mut self, range: Range, in_order: bool) -> TokenStream {
        let start = self.code(range.start).at_least(Precedence::Sum);
        let end = self.code(range.end).at_least(Precedence::Sum);
        let dots = if range.inclusive { quote!(..=) } else { quote!(..) };
        if range.reversed && in_order { quote!((#start #dots #end).rev()) } else { quote!((#start #dots #end)) }
    }

    /// Whether a range counts from zero to a `usize`, so that it ends at the number of its integers.
    fn is_counted(&self, range: Range) -> bool {
        self.graph.integer(range.start) == Some(0) && !range.inclusive && is_usize(self.graph, range.end)
    }

    /// How many integers a range has.
    pub(super) fn iterations(&mut self, range: Range) -> TokenStream {
        if self.is_counted(range) {
            return self.code(range.end).at_least(Precedence::Product);
        }
        let range = self.range(range, false);
        quote!(#range.size_hint().0)
    }

    /// How many rows a run of a loop has.
    pub(super) fn row_count(&mut self, inst: Inst, range: Range) -> TokenStream {
        if !self.pairs.contains(&inst) {
            return self.iterations(range);
        }
        if self.is_counted(range) {
            let end = self.code(range.end).receiver();
            return quote!(#end.div_ceil(2));
        }
        let range = self.range(range, false);
        quote!(#range.size_hint().0.div_ceil(2))
    }

    /// The records of a run of a loop.
    fn records(&mut self, list: Value, backwards: bool) -> TokenStream {
        let reversed = if backwards { quote!(.rev()) } else { TokenStream::new() };
        let Ty::List(inst) = self.graph[list].ty else { unreachable!("a list has the type of one") };
        let name = self.lists.names[&inst].clone();
        if self.lists.transient.contains(&inst) {
            return quote!(#name.iter()#reversed);
        }
        let marks = self.code(list).receiver();
        if self.lists.has_slots(inst) {
            return quote!(#name.iter().skip(#marks.0).take(#marks.1 - #marks.0)#reversed);
        }
        quote!(#name[#marks.0..#marks.1].iter()#reversed)
    }

    fn record_pattern(&mut self, payload: &[Value]) -> TokenStream {
        let patterns: Vec<TokenStream> = payload
            .iter()
            .map(|part| {
                if !self.plan.is_read(*part) {
                    return quote!(_);
                }
                let ident = self.names.name(self.graph, *part);
                if self.is_recorded_by_reference(*part) { quote!(ref #ident) } else { quote!(#ident) }
            })
            .collect();
        match patterns.as_slice() {
            [one] => quote!(&#one),
            _ => quote!(&(#(#patterns),*)),
        }
    }

    /// The statements of an iteration; `record` writes down what the list gets.
    pub(super) fn iteration(
        &mut self,
        repeated: &Loop,
        carried: &[Value],
        list: Option<Ident>,
        record: impl FnOnce(&mut Self, &[TokenStream], &Ident) -> TokenStream,
    ) -> TokenStream {
        let graph = self.graph;
        let body = &graph[repeated.body];
        let statements = self.statements(&body.insts);
        if body.diverges() {
            return statements;
        }
        let yields = body.yields();
        let (next, rest) = yields.split_at(carried.len());
        let (over, payload) = rest.split_at(usize::from(repeated.ends_early));
        let over: Vec<TokenStream> = over
            .iter()
            .map(|over| {
                let over = self.code(*over).bare();
                quote!(if #over { break; })
            })
            .collect();
        let recorded = list.filter(|_| repeated.records).map(|list| {
            let parts: Vec<TokenStream> = payload.iter().map(|part| self.part_of_record(*part, repeated)).collect();
            record(self, &parts, &list)
        });
        let assignments = self.assignments(repeated.body, carried, next);
        quote!(#statements #recorded #assignments #(#over)*)
    }

    fn part_of_record(&mut self, part: Value, repeated: &Loop) -> TokenStream {
        if self.is_given_up(part, repeated.body) {
            self.taken(part)
        } else if self.is_read_on(part, repeated.body) {
            let code = self.code(part).at_least(Precedence::Prefix);
            quote!(::core::clone::Clone::clone(&#code))
        } else {
            self.handed_on(repeated.body, part)
        }
    }

    /// Writes down what an iteration records, in the row with its number where there is one.
    fn recorded(
        &mut self,
        inst: Inst,
        parts: &[TokenStream],
        list: &Ident,
        rows: Option<(Ident, Value)>,
        range: Option<Range>,
    ) -> TokenStream {
        let row = self.in_a_row(inst, parts);
        match rows.zip(range) {
            Some(((rows, index), range)) => {
                let index = self.names.name(self.graph, index);
                let place = self.row_of(index, range);
                quote!(#rows[#place] = #row;)
            }
            None => quote!(#list.push(#row);),
        }
    }

    /// Whether a value is a variable of an iteration that only one thing is made of at its end.
    fn is_given_up(&self, value: Value, body: Region) -> bool {
        let graph = self.graph;
        let root = self.plan.root(value);
        let is_own = graph[body].insts.iter().any(|inst| match &graph[*inst].node {
            Node::Loop(inner) => graph.loop_parameters(inner.body, inner.initial.len()).1.contains(&root),
            _ => graph[*inst].results.contains(&root) && !is_place(graph, *inst),
        });
        let readers = graph[body].yields().iter().filter(|other| self.reads(**other, root)).count();
        is_own && readers == 1 && !self.plan.is_inlined(value)
    }

    /// Whether what an iteration leaves to the next one is made of a value of unknown type, which is recorded, too.
    fn is_read_on(&self, value: Value, body: Region) -> bool {
        let root = self.plan.root(value);
        let readers = self.graph[body].yields().iter().filter(|other| self.reads(**other, root)).count();
        matches!(self.graph[value].ty, Ty::Unknown) && readers > 1 && !self.plan.is_inlined(value)
    }

    /// The carried variables for the next iteration.
    fn assignments(&mut self, body: Region, carried: &[Value], next: &[Value]) -> TokenStream {
        let changed: Vec<(Value, Value)> = carried
            .iter()
            .copied()
            .zip(next.iter().copied())
            .filter(|(variable, value)| {
                self.plan.is_inlined(*value) || self.plan.root(*variable) != self.plan.root(*value)
            })
            .collect();
        let (exchanged, changed) = self.exchanges(changed);
        let entangled = changed.len() > 1
            && changed.iter().any(|(variable, value)| {
                changed.iter().any(|(other, _)| other != variable && self.reads(*value, self.plan.root(*other)))
            });
        let mut variables = Vec::new();
        let mut values = Vec::new();
        let mut statements = TokenStream::new();
        for [left, right] in exchanged {
            let (left, right) = (self.code(left).bare(), self.code(right).bare());
            statements.extend(quote!(__ad::Exchange::exchange(&mut #left, &mut #right);));
        }
        for (variable, value) in changed.iter().copied() {
            let name = self.code(variable).bare();
            if !entangled && let Some(increment) = self.increment(variable, value) {
                statements.extend(quote!(#name += #increment;));
                continue;
            }
            // A variable that gets another value itself gives its own away: `(a, b) = (b, a)`.
            let root = self.plan.root(value);
            let is_given_away = !self.plan.is_inlined(value)
                && !self.is_behind_reference(value)
                && changed.iter().any(|(other, _)| self.plan.root(*other) == root)
                && changed.iter().filter(|(_, other)| self.reads(*other, root)).count() == 1;
            let code = if is_given_away { self.code(value).bare() } else { self.handed_on(body, value) };
            if entangled {
                variables.push((variable, name));
                values.push(code);
            } else {
                statements.extend(self.assignment(variable, &name, &code));
            }
        }
        if !entangled {
            return statements;
        }
        let is_lent = |(variable, _): &(Value, TokenStream)| {
            self.is_behind_reference(*variable) && matches!(self.graph[*variable].ty, Ty::Slice(_))
        };
        if !variables.iter().any(is_lent) {
            let names = variables.iter().map(|(_, name)| name);
            return quote!(#statements (#(#names),*) = (#(#values),*););
        }
        let next: Vec<Ident> =
            (0..values.len()).map(|position| format_ident!("next_{position}", span = Span::mixed_site())).collect();
        for ((variable, name), next) in variables.iter().zip(&next) {
            statements.extend(self.assignment(*variable, name, &next.to_token_stream()));
        }
        quote!({ let (#(#next),*) = (#(#values),*); #statements })
    }

    /// The vectors behind `&mut` parameters that only change places with each other, and the other changes.
    fn exchanges(&self, changed: Vec<(Value, Value)>) -> (Vec<[Value; 2]>, Vec<(Value, Value)>) {
        let root = |value: Value| self.plan.root(value);
        let readers = |of: Value| changed.iter().filter(|(_, value)| self.reads(*value, root(of))).count();
        let is_lent = |(variable, value): &(Value, Value)| {
            let is_vector = |value: Value| matches!(self.graph[value].ty, Ty::Slice(_));
            self.is_behind_reference(*variable) && is_vector(*variable) && !self.plan.is_inlined(*value)
        };
        let mut pairs: Vec<[Value; 2]> = Vec::new();
        for (variable, value) in changed.iter().filter(|change| is_lent(change)) {
            let other = changed.iter().filter(|change| is_lent(change)).find(|(other, given)| {
                root(*other) == root(*value) && root(*given) == root(*variable) && other != variable
            });
            let Some((other, _)) = other else { continue };
            let is_alone = readers(*variable) == 1 && readers(*other) == 1;
            if is_alone && !pairs.iter().flatten().any(|seen| seen == variable) {
                pairs.push([*variable, *other]);
            }
        }
        let rest = changed.iter().filter(|(variable, _)| !pairs.iter().flatten().any(|seen| seen == variable));
        let rest = rest.copied().collect();
        (pairs, rest)
    }

    /// An assignment; to what a reference refers to, which need not have a size.
    fn assignment(&self, variable: Value, name: &TokenStream, code: &TokenStream) -> TokenStream {
        if self.is_behind_reference(variable) && matches!(self.graph[variable].ty, Ty::Slice(_)) {
            quote!(__ad::assign(&mut #name, #code);)
        } else {
            quote!(#name = #code;)
        }
    }

    /// What is added, where a value is the variable with something added.
    fn increment(&mut self, variable: Value, value: Value) -> Option<TokenStream> {
        if !self.plan.is_inlined(value) || !self.graph[value].ty.is_float() {
            return None;
        }
        match self.graph.node(value)? {
            Node::Apply { op: Op::Add, form: Form::Symbol, operands }
                if self.plan.root(operands[0]) == self.plan.root(variable)
                    && !self.plan.is_inlined(operands[0])
                    && !self.reads(operands[1], self.plan.root(variable)) =>
            {
                Some(self.code(operands[1]).bare())
            }
            _ => None,
        }
    }

    /// Whether the expression of a value reads a variable.
    pub(super) fn reads(&self, value: Value, variable: Value) -> bool {
        if !self.plan.is_inlined(value) {
            return self.plan.root(value) == variable;
        }
        let operands = self.graph.node(value).map(Node::operands).unwrap_or_default();
        operands.into_iter().any(|operand| self.reads(operand, variable))
    }

    /// Whether an instruction is in a loop or in an arm of a branch.
    fn is_nested(&self, inst: Inst) -> bool {
        !self.graph[self.graph.body].insts.contains(&inst)
    }
}
