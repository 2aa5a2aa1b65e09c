//! Loops that are closures. `rustc` knows of arguments that they are apart, so it need not compare arrays before it computes for
//! several iterations at once.
//!
//! What an iteration records stands column by column: the numbers of the iterations that follow each other lie side by side.

use super::body::{Body, mentions};
use super::code::Precedence;
use super::expression::float_name;
use crate::graph::{Loop, Range, Ty, Value};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// An argument of a loop's closure: as many numbers as there are iterations.
struct Numbers {
    name: Ident,
    float: TokenStream,
    changes: bool,
}

impl Numbers {
    fn reference(&self) -> TokenStream {
        if self.changes { quote!(&mut) } else { quote!(&) }
    }
}

impl Body<'_> {
    /// A loop as a closure; `rows` are those of the record, and `open` is how many views were open before the loop.
    pub(super) fn loop_closure(
        &mut self,
        repeated: &Loop,
        range: Range,
        rows: Option<Ident>,
        open: usize,
    ) -> TokenStream {
        let (items, carried) = self.graph.loop_parameters(repeated.body, repeated.initial.len());
        let (items, carried) = (items.to_vec(), carried.to_vec());
        let parts = match repeated.records {
            true => self.graph[repeated.body].yields()[carried.len()..].to_vec(),
            false => items[1..].to_vec(),
        };
        let columns = self.columns(&parts, repeated.records);
        let taken = rows.map(|rows| {
            let function = if repeated.records { quote!(columns_mut) } else { quote!(columns) };
            let patterns = columns.iter().map(|column| match column {
                Some(Numbers { name, .. }) => quote!(#name),
                None => quote!(_),
            });
            match columns.len() {
                1 => quote!(let #(#patterns)* = #rows;),
                _ => quote!(let [#(#patterns),*] = __ad::#function(#rows);),
            }
        });
        let index = self.names.name(self.graph, items[0]);
        let from_zero = self.graph.integer(range.start) == Some(0);
        let place = if from_zero { index.clone() } else { self.names.fresh("place", Span::mixed_site()) };
        self.place = (!from_zero).then(|| (items[0], place.clone()));
        let read = self.read_columns(&items, &columns, &place, repeated.records);
        let iteration = self.iteration(repeated, &carried, Some(place.clone()), |_, parts, place| {
            let names = columns.iter().flatten().map(|column| &column.name);
            quote!(#(#names[#place] = #parts;)*)
        });
        self.place = None;
        let mut count = self.iterations(range);
        let counted = (!from_zero).then(|| {
            let name = self.names.fresh("count", Span::mixed_site());
            let counted = std::mem::replace(&mut count, quote!(#name));
            quote!(let #name = #counted;)
        });
        let reversed = range.reversed.then(|| quote!(.rev()));
        let is_counted_with = !from_zero && mentions(quote!(#iteration), &index.to_string());
        let number = is_counted_with.then(|| {
            let start = self.code(range.start).at_least(Precedence::Sum);
            quote!(let #index = #start + #place;)
        });
        let mut arguments = self.numbers_viewed(open);
        arguments.extend(columns.into_iter().flatten());
        let names: Vec<&Ident> = arguments.iter().map(|argument| &argument.name).collect();
        let references: Vec<TokenStream> = arguments.iter().map(Numbers::reference).collect();
        let floats = arguments.iter().map(|argument| &argument.float);
        let (numbers, number_floats) = self.numbers_handed_on(&carried);
        let iterations = self.names.fresh("iterations", Span::mixed_site());
        quote! {
            #taken
            #counted
            let mut #iterations = |#(mut #numbers: #number_floats,)* #(#names: #references [#floats]),*| {
                #(let #names = #references #names[..#count];)*
                for #place in (0..#count) #reversed { #number #read #iteration }
                (#(#numbers,)*)
            };
            (#(#numbers,)*) = #iterations(#(#numbers,)* #(#names),*);
        }
    }

    /// The variables that have the numbers which an iteration hands on, and their types.
    fn numbers_handed_on(&mut self, carried: &[Value]) -> (Vec<Ident>, Vec<TokenStream>) {
        let numbers = carried.iter().filter_map(|parameter| {
            let Ty::Float(float) = self.graph[*parameter].ty else { return None };
            Some((self.names.name(self.graph, self.plan.root(*parameter)), float_name(float)))
        });
        numbers.unzip()
    }

    /// A column for each part of a record; none where nobody reads it.
    fn columns(&mut self, parts: &[Value], written: bool) -> Vec<Option<Numbers>> {
        let column = |part: &Value| {
            let Ty::Float(float) = self.graph[*part].ty else { unreachable!("what stands in columns is numbers") };
            let variable = self.plan.root(*part);
            let stem = match self.plan.is_inlined(variable) {
                true => "number".to_owned(),
                false => self.names.name(self.graph, variable).to_string(),
            };
            let name = self.names.fresh(&format!("{}_column", stem.trim_start_matches("r#")), Span::mixed_site());
            let is_wanted = written || self.plan.is_read(*part);
            is_wanted.then(|| Numbers { name, float: float_name(float), changes: written })
        };
        parts.iter().map(column).collect()
    }

    /// What an iteration reads of the columns.
    fn read_columns(
        &mut self,
        items: &[Value],
        columns: &[Option<Numbers>],
        place: &Ident,
        written: bool,
    ) -> TokenStream {
        if written {
            return TokenStream::new();
        }
        let read = items[1..].iter().zip(columns).filter_map(|(part, column)| {
            let (part, column) = (self.names.name(self.graph, *part), &column.as_ref()?.name);
            Some(quote!(let #part = #column[#place];))
        });
        read.collect()
    }

    /// The views of floats that a loop goes through.
    fn numbers_viewed(&self, open: usize) -> Vec<Numbers> {
        let views = self.views[open..].iter().filter(|view| view.through.is_some());
        let numbers = views.filter_map(|view| {
            let part = self.graph[view.root].ty.peeled().part(&view.prefix);
            let Ty::Float(float) = part.peeled().element() else { return None };
            Some(Numbers { name: view.name.clone(), float: float_name(float), changes: view.changes })
        });
        numbers.collect()
    }
}
