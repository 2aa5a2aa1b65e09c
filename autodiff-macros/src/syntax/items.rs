//! Whether the items of a body can move to its top, where every companion repeats them.
//!
//! Reads:  the parameters and the body.    Writes: diagnostics.
//! Keeps:  what every name means. An item of an inner block may have no name that is used outside of the block, and no
//! item the name of a parameter: at the top it would hide something else, or be hidden.

use crate::diagnostics::{Diagnostics, Message};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{Block, Item, Pat, Stmt, UseTree};

/// Reports the items that cannot move.
pub(crate) fn check_items<'p>(parameters: impl Iterator<Item = &'p Pat>, body: &Block, diagnostics: &Diagnostics) {
    let mut variables = Vec::new();
    parameters.for_each(|pattern| super::scope::identifiers(pattern, &mut variables));
    let mut blocks = Blocks { body, depth: 0, variables: &variables, reported: Vec::new(), diagnostics };
    blocks.visit_block(body);
}

/// The names that the items of a body bring into scope, in its inner blocks, too; and whether it imports others.
pub(crate) fn names_of_items(body: &Block) -> (Vec<Ident>, bool) {
    struct Items(Names);
    impl<'ast> Visit<'ast> for Items {
        fn visit_item(&mut self, item: &'ast Item) {
            self.0.of(item);
        }
    }
    let mut items = Items(Names::default());
    items.visit_block(body);
    (items.0.found, items.0.glob.is_some())
}

/// Whether an identifier stands in tokens.
pub(crate) fn mentions(tokens: TokenStream, name: &str) -> bool {
    count(tokens, name) > 0
}

/// Visits the blocks of a body, not those of functions inside it.
struct Blocks<'a> {
    body: &'a Block,
    depth: usize,
    variables: &'a [Ident],
    reported: Vec<Ident>,
    diagnostics: &'a Diagnostics,
}

impl<'ast> Visit<'ast> for Blocks<'_> {
    fn visit_block(&mut self, block: &'ast Block) {
        for stmt in &block.stmts {
            if let Stmt::Item(item) = stmt {
                self.check(item, block);
            }
        }
        self.depth += 1;
        visit::visit_block(self, block);
        self.depth -= 1;
    }

    fn visit_item(&mut self, _item: &'ast Item) {}
}

impl Blocks<'_> {
    fn check(&mut self, item: &Item, block: &Block) {
        let mut names = Names::default();
        names.of(item);
        for name in names.found {
            if self.reported.contains(&name) {
                continue;
            }
            let outside = self.depth > 0 && {
                let text = name.to_string();
                count(self.body.to_token_stream(), &text) > count(block.to_token_stream(), &text)
            };
            if outside || self.variables.contains(&name) {
                self.diagnostics.error(name.span(), Message::hiding_item(&name.to_string()));
                self.reported.push(name);
            }
        }
        if let Some(span) = names.glob.filter(|_| self.depth > 0) {
            self.diagnostics.error(span, Message::glob_import());
        }
    }
}

/// How often an identifier stands in tokens.
fn count(tokens: TokenStream, name: &str) -> usize {
    tokens
        .into_iter()
        .map(|token| match token {
            TokenTree::Ident(ident) => usize::from(ident == name),
            TokenTree::Group(group) => count(group.stream(), name),
            _ => 0,
        })
        .sum()
}

/// The names that an item brings into scope.
#[derive(Default)]
struct Names {
    found: Vec<Ident>,
    glob: Option<Span>,
}

impl Names {
    fn of(&mut self, item: &Item) {
        match item {
            Item::Const(item) => self.found.push(item.ident.clone()),
            Item::Static(item) => self.found.push(item.ident.clone()),
            Item::Fn(item) => self.found.push(item.sig.ident.clone()),
            Item::Struct(item) => self.found.push(item.ident.clone()),
            Item::Enum(item) => self.found.push(item.ident.clone()),
            Item::Type(item) => self.found.push(item.ident.clone()),
            Item::Trait(item) => self.found.push(item.ident.clone()),
            Item::Mod(item) => self.found.push(item.ident.clone()),
            Item::Use(item) => self.imported(&item.tree, None),
            _ => {}
        }
    }

    /// The names that a `use` brings; `parent` is what `self` in braces stands for.
    fn imported(&mut self, tree: &UseTree, parent: Option<&Ident>) {
        match tree {
            UseTree::Path(path) => self.imported(&path.tree, Some(&path.ident)),
            UseTree::Name(name) if name.ident == "self" => self.found.extend(parent.cloned()),
            UseTree::Name(name) => self.found.push(name.ident.clone()),
            UseTree::Rename(rename) if rename.rename != "_" => self.found.push(rename.rename.clone()),
            UseTree::Rename(_) => {}
            UseTree::Glob(glob) => self.glob = Some(glob.star_token.span),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.imported(tree, parent)),
        }
    }
}
