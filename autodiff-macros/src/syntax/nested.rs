//! Functions nested in a body: their source is seen, so calls of them need no annotation.

use syn::visit::Visit;
use syn::{Block, ItemFn};

/// Collects the functions of a body, not those inside other functions.
#[derive(Default)]
pub(crate) struct NestedFunctions {
    found: Vec<ItemFn>,
}

impl NestedFunctions {
    /// The functions nested in a block.
    pub(crate) fn of(block: &Block) -> Vec<ItemFn> {
        let mut nested = NestedFunctions::default();
        nested.visit_block(block);
        nested.found
    }
}

impl<'ast> Visit<'ast> for NestedFunctions {
    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        self.found.push(function.clone());
    }
}
