//! Every generated name: `x_adjoint`, `exp`, `area_pullback`; unique in a function, stable from run to run.

use crate::graph::{Graph, Map, Node, Value};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use std::collections::{HashMap, HashSet};

/// Hands out names.
pub(super) struct Names {
    taken: HashSet<String>,
    /// How often a stem was asked for.
    counts: HashMap<String, usize>,
    given: Map<Value, Ident>,
}

impl Names {
    /// Names for a graph, none of which hides a name that the user's expressions mention.
    pub(super) fn new(graph: &Graph) -> Self {
        let mut names = Names { taken: HashSet::new(), counts: HashMap::new(), given: Map::default() };
        for inst in graph.walk(graph.body) {
            match &graph[inst].node {
                Node::Opaque(opaque) => {
                    let mut mentioned = HashSet::new();
                    identifiers(opaque.tokens(), &mut mentioned);
                    for capture in &opaque.captures {
                        mentioned.remove(&capture.ident.to_string());
                    }
                    names.taken.extend(mentioned);
                }
                Node::Call { callee, .. } => {
                    if let Some(ident) = callee.path.path.get_ident() {
                        names.taken.insert(ident.to_string());
                    }
                }
                _ => {}
            }
        }
        names
    }

    /// Names a parameter exactly as the signature does.
    pub(super) fn parameter(&mut self, value: Value, ident: &Ident) {
        self.taken.insert(ident.to_string());
        self.given.insert(value, ident.clone());
    }

    /// Names a value.
    pub(super) fn name(&mut self, graph: &Graph, value: Value) -> Ident {
        if let Some(ident) = self.given.get(&value) {
            return ident.clone();
        }
        let ident = match &graph[value].name {
            Some(name) => match &name.user {
                Some(user) if self.taken.insert(user.to_string()) => user.clone(),
                Some(user) => self.fresh(&name.stem, user.span()),
                None => self.fresh(&name.stem, Span::mixed_site()),
            },
            None => self.fresh(&graph.stem(value), Span::mixed_site()),
        };
        self.given.insert(value, ident.clone());
        ident
    }

    /// A name that was not given before.
    pub(super) fn fresh(&mut self, stem: &str, span: Span) -> Ident {
        let count = self.counts.entry(stem.to_owned()).or_insert(0);
        loop {
            let text = if *count == 0 { stem.to_owned() } else { format!("{stem}_{count}") };
            *count += 1;
            if self.taken.insert(text.clone()) && syn::parse_str::<Ident>(&text).is_ok() {
                return Ident::new(&text, span);
            }
        }
    }
}

/// The identifiers that stand alone: fields and methods name nothing that a variable could hide.
fn identifiers(tokens: TokenStream, names: &mut HashSet<String>) {
    let mut after_dot = false;
    for token in tokens {
        match &token {
            TokenTree::Ident(ident) if !after_dot => {
                names.insert(ident.to_string());
            }
            TokenTree::Group(group) => identifiers(group.stream(), names),
            _ => {}
        }
        after_dot = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '.');
    }
}
