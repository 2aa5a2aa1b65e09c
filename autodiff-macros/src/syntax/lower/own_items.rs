//! The items in a body that is lowered where it is called: they get names that say whose they are, and go along.
//!
//! Constants and imports of constants do; what an import of anything else means is asked by its name elsewhere.

use super::{Lowering, constant_types};
use crate::syntax::scope::{formatted_names, is_constant_pattern};
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident};
use std::collections::HashMap;
use syn::visit_mut::{self, VisitMut};
use syn::{Item, ItemFn, Path, Stmt, UseTree};

impl Lowering<'_> {
    /// A function whose items have names of their own, if all can have.
    pub(super) fn with_own_names(&self, function: &ItemFn) -> Option<ItemFn> {
        let owner = function.sig.ident.to_string().to_uppercase();
        let mut names = HashMap::new();
        let mut own = |ident: &mut Ident| {
            let name = format_ident!("{}_OF_{}", ident, owner, span = ident.span());
            names.insert(ident.to_string(), name.clone());
            *ident = name;
        };
        let mut renamed = function.clone();
        for stmt in &mut renamed.block.stmts {
            match stmt {
                Stmt::Item(Item::Const(item)) => own(&mut item.ident),
                Stmt::Item(Item::Static(item)) if matches!(item.mutability, syn::StaticMutability::None) => {
                    own(&mut item.ident);
                }
                Stmt::Item(Item::Use(item)) => rename_imports(&mut item.tree, &mut own)?,
                Stmt::Item(_) => return None,
                _ => {}
            }
        }
        let mut names = Names { names, in_text: false };
        names.visit_block_mut(&mut renamed.block);
        (!names.in_text).then_some(renamed)
    }

    /// Takes the items out of a body, to the others of this function.
    pub(super) fn take_items(&mut self, function: &mut ItemFn) {
        let statements = std::mem::take(&mut function.block.stmts);
        for stmt in statements {
            match stmt {
                Stmt::Item(item) => {
                    self.constants.extend(constant_types([&item].into_iter()));
                    // A second call brings them again.
                    let text = item.to_token_stream().to_string();
                    if !self.items.iter().any(|other| other.to_token_stream().to_string() == text) {
                        self.items.push(item);
                    }
                }
                stmt => function.block.stmts.push(stmt),
            }
        }
    }
}

/// Gives the constants that an import brings other names; none where it brings anything else.
fn rename_imports(tree: &mut UseTree, own: &mut dyn FnMut(&mut Ident)) -> Option<()> {
    match tree {
        UseTree::Path(path) => rename_imports(&mut path.tree, own),
        UseTree::Name(name) if is_constant_pattern(&name.ident) => {
            let mut rename = name.ident.clone();
            own(&mut rename);
            let (ident, as_token) = (name.ident.clone(), Default::default());
            *tree = UseTree::Rename(syn::UseRename { ident, as_token, rename });
            Some(())
        }
        UseTree::Rename(renamed) if is_constant_pattern(&renamed.rename) => {
            own(&mut renamed.rename);
            Some(())
        }
        UseTree::Group(group) => group.items.iter_mut().try_for_each(|tree| rename_imports(tree, own)),
        UseTree::Name(_) | UseTree::Rename(_) | UseTree::Glob(_) => None,
    }
}

/// Writes other names where items are meant.
struct Names {
    names: HashMap<String, Ident>,
    /// Whether one of them stands in the text of a message, where it cannot be changed.
    in_text: bool,
}

impl Names {
    fn rename(&self, ident: &mut Ident) {
        if let Some(name) = self.names.get(&ident.to_string()) {
            *ident = Ident::new(&name.to_string(), ident.span());
        }
    }

    fn in_tokens(&mut self, tokens: TokenStream) -> TokenStream {
        let mut is_part = false;
        let mut result = Vec::new();
        for token in tokens {
            let is_separator = matches!(&token, TokenTree::Punct(punct) if matches!(punct.as_char(), ':' | '.'));
            result.push(match token {
                TokenTree::Group(group) => {
                    let mut inner = proc_macro2::Group::new(group.delimiter(), self.in_tokens(group.stream()));
                    inner.set_span(group.span());
                    TokenTree::Group(inner)
                }
                TokenTree::Ident(mut ident) if !is_part => {
                    self.rename(&mut ident);
                    TokenTree::Ident(ident)
                }
                TokenTree::Literal(literal) => {
                    let names = formatted_names(&literal.to_string());
                    self.in_text |= names.iter().any(|name| self.names.contains_key(name));
                    TokenTree::Literal(literal)
                }
                token => token,
            });
            is_part = is_separator;
        }
        result.into_iter().collect()
    }
}

impl VisitMut for Names {
    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_mut::visit_path_mut(self, path);
        if path.leading_colon.is_none()
            && let Some(first) = path.segments.first_mut()
        {
            self.rename(&mut first.ident);
        }
    }

    fn visit_pat_ident_mut(&mut self, pattern: &mut syn::PatIdent) {
        visit_mut::visit_pat_ident_mut(self, pattern);
        self.rename(&mut pattern.ident);
    }

    fn visit_item_use_mut(&mut self, _: &mut syn::ItemUse) {}

    fn visit_macro_mut(&mut self, invocation: &mut syn::Macro) {
        invocation.tokens = self.in_tokens(std::mem::take(&mut invocation.tokens));
    }
}
