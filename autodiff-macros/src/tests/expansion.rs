//! Golden expansions: each `tests/expansion/*.rs` has its expansion and its graphs beside it, so that a change shows its
//! effect in review. `UPDATE_EXPECT=1 cargo test -p autodiff-macros` writes them anew.

use crate::expand;
use proc_macro2::TokenStream;
use quote::ToTokens;
use std::path::{Path, PathBuf};
use syn::{Attribute, Item};

/// Expands every annotated item of a file.
fn expand_file(source: &str) -> String {
    let file = syn::parse_file(source).expect("the case is Rust");
    let mut tokens = TokenStream::new();
    for mut item in file.items {
        let attributes = match &mut item {
            Item::Fn(function) => &mut function.attrs,
            Item::Mod(module) => &mut module.attrs,
            other => {
                other.to_tokens(&mut tokens);
                continue;
            }
        };
        let options = take_options(attributes);
        match options {
            Some(options) => tokens.extend(expand::differentiable(options, item.into_token_stream())),
            None => item.to_tokens(&mut tokens),
        }
    }
    let file =
        syn::parse2(tokens.clone()).unwrap_or_else(|error| panic!("the expansion is not Rust: {error}\n{tokens}"));
    prettyplease::unparse(&file)
}

fn take_options(attributes: &mut Vec<Attribute>) -> Option<TokenStream> {
    let position = attributes.iter().position(|attribute| attribute.path().is_ident("differentiable"))?;
    let attribute = attributes.remove(position);
    Some(match attribute.meta {
        syn::Meta::List(list) => list.tokens,
        _ => TokenStream::new(),
    })
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/expansion");
    let mut cases: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder of cases is there")
        .map(|entry| entry.expect("an entry can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .filter(|path| !path.to_string_lossy().ends_with(".expanded.rs"))
        .collect();
    cases.sort();
    cases
}

/// The graphs of every annotated function of a file.
fn graphs_of_file(source: &str) -> String {
    let file = syn::parse_file(source).expect("the case is Rust");
    let functions = file.items.into_iter().filter_map(|item| match item {
        Item::Fn(mut function) => take_options(&mut function.attrs).map(|_| function),
        _ => None,
    });
    functions.map(|function| format!("{}\n{}\n", function.sig.ident, expand::graph_texts(&function))).collect()
}

#[test]
fn graphs_are_as_committed() {
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    for case in cases() {
        let text = graphs_of_file(&std::fs::read_to_string(&case).expect("the case can be read"));
        let golden = case.with_extension("graph.txt");
        if update {
            std::fs::write(&golden, &text).expect("the graphs can be written");
        } else {
            let expected = std::fs::read_to_string(&golden).unwrap_or_default();
            assert!(expected == text, "{} changed, look at it with UPDATE_EXPECT=1 and git diff", golden.display());
        }
    }
}

#[test]
fn expansions_are_as_committed() {
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut changed = Vec::new();
    let cases = cases();
    assert!(!cases.is_empty(), "there are no cases");
    for case in cases {
        let expanded = expand_file(&std::fs::read_to_string(&case).expect("the case can be read"));
        let golden = case.with_extension("expanded.rs");
        if update {
            std::fs::write(&golden, &expanded).expect("the expansion can be written");
        } else if std::fs::read_to_string(&golden).unwrap_or_default() != expanded {
            changed.push(case.file_name().expect("a file has a name").to_owned());
        }
    }
    assert!(changed.is_empty(), "expansions changed, look at them with UPDATE_EXPECT=1 and git diff: {changed:?}");
}

#[test]
fn expansion_is_deterministic() {
    for case in cases() {
        let source = std::fs::read_to_string(&case).expect("the case can be read");
        assert_eq!(expand_file(&source), expand_file(&source), "{}", case.display());
    }
}
