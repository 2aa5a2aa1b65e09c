//! Every graph of every stage is valid (`graph::verify` runs in tests of this crate), over the programs of the gradient
//! tests and the golden cases.

use crate::expand;
use proc_macro2::TokenStream;
use quote::ToTokens;
use std::path::Path;
use syn::visit::Visit;
use syn::{Attribute, ItemFn, ItemMod};

#[derive(Default)]
struct Programs {
    expanded: usize,
}

impl Programs {
    fn expand(&mut self, attributes: &[Attribute], item: &dyn ToTokens) -> bool {
        let options = attributes
            .iter()
            .find(|attribute| attribute.path().segments.last().is_some_and(|last| last.ident == "differentiable"));
        let Some(attribute) = options else { return false };
        let options = match &attribute.meta {
            syn::Meta::List(list) => list.tokens.clone(),
            _ => TokenStream::new(),
        };
        let expansion = expand::differentiable(options, item.to_token_stream());
        assert!(syn::parse2::<syn::File>(expansion.clone()).is_ok(), "the expansion is not Rust: {expansion}");
        self.expanded += 1;
        true
    }
}

impl<'ast> Visit<'ast> for Programs {
    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        let mut plain = function.clone();
        plain.attrs.clear();
        if !self.expand(&function.attrs, &plain) {
            syn::visit::visit_item_fn(self, function);
        }
    }

    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        let mut plain = module.clone();
        plain.attrs.clear();
        if !self.expand(&module.attrs, &plain) {
            syn::visit::visit_item_mod(self, module);
        }
    }
}

#[test]
fn graphs_are_valid_at_every_stage() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests");
    let mut programs = Programs::default();
    for folder in ["expansion", "tests/gradients"] {
        for entry in std::fs::read_dir(tests.join(folder)).expect("the folder is there") {
            let path = entry.expect("an entry can be read").path();
            if path.extension().is_some_and(|extension| extension == "rs")
                && !path.to_string_lossy().contains(".expanded")
            {
                let source = std::fs::read_to_string(&path).expect("a source can be read");
                programs.visit_file(
                    &syn::parse_file(&source).unwrap_or_else(|error| panic!("{}: {error}", path.display())),
                );
            }
        }
    }
    assert!(programs.expanded > 100, "only {} programs were found", programs.expanded);
}
