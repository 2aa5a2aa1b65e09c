//! `#[cfg]` inside of functions: the macro sees what stands there before `rustc` decides whether it stays.

use crate::diagnostics::{Diagnostics, Message, Place};
use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::visit::Visit;
use syn::{Attribute, Block, Item, Macro};

/// Reports each part of a body that may not stay: a statement, an arm, an element, an argument. Items have attributes of
/// their own, which are looked at where the items are.
pub(crate) fn check_conditions(body: &Block, diagnostics: &Diagnostics) {
    Conditions(diagnostics).visit_block(body);
}

/// Whether an attribute decides if what it stands at stays, or may bring one that does.
pub(crate) fn is_condition(attribute: &Attribute) -> bool {
    attribute.path().is_ident("cfg") || attribute.path().is_ident("cfg_attr")
}

struct Conditions<'a>(&'a Diagnostics);

impl<'ast> Visit<'ast> for Conditions<'_> {
    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if is_condition(attribute) {
            self.0.error(Place::of(attribute), Message::conditional());
        }
    }

    fn visit_item(&mut self, _: &'ast Item) {}

    fn visit_macro(&mut self, invocation: &'ast Macro) {
        if let Some(span) = condition_in(invocation.tokens.clone()) {
            self.0.error(span, Message::conditional());
        }
    }
}

/// The first `#[cfg(..)]` among tokens.
fn condition_in(tokens: TokenStream) -> Option<Span> {
    let mut is_behind_hash = false;
    for token in tokens {
        if let TokenTree::Group(group) = &token {
            let is_attribute = is_behind_hash && group.delimiter() == Delimiter::Bracket;
            let first = group.stream().into_iter().next();
            if is_attribute && first.is_some_and(|first| matches!(first.to_string().as_str(), "cfg" | "cfg_attr")) {
                return Some(group.span());
            }
            if let Some(span) = condition_in(group.stream()) {
                return Some(span);
            }
        }
        is_behind_hash = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '#');
    }
    None
}
