//! What is written in the attribute's parentheses.

use crate::diagnostics::{Diagnostics, Message};
use proc_macro2::{Ident, Span, TokenStream};
use syn::parse::{ParseStream, Parser};
use syn::{LitBool, LitInt, Path, Token};

/// The options of `#[differentiable(..)]`.
#[derive(Clone)]
pub(crate) struct Options {
    /// The twin's name, where it is not the function's.
    pub(crate) name: Option<Ident>,
    /// The path of the core crate.
    pub(crate) krate: Path,
    /// Whether the optional passes run; off only in tests, which compare the numbers.
    pub(crate) optimize: bool,
    /// Whether a function of an annotated module is left alone.
    pub(crate) skip: Option<Span>,
    /// Whether the function may call itself: what a call keeps for the reverse sweep is boxed.
    pub(crate) recursive: Option<Span>,
    /// After how many iterations a long loop keeps its state, where the reverse sweep runs it again from there.
    pub(crate) checkpoint: Option<usize>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            name: None,
            krate: syn::parse_quote!(::autodiff_core),
            optimize: true,
            skip: None,
            recursive: None,
            checkpoint: None,
        }
    }
}

impl Options {
    /// What holds for the functions inside of what has these options, too.
    pub(crate) fn of_inner(&self) -> Self {
        Options { krate: self.krate.clone(), optimize: self.optimize, ..Options::default() }
    }

    /// Reads the options; what cannot be read is reported and left out.
    pub(crate) fn parse(tokens: TokenStream, diagnostics: &Diagnostics) -> Self {
        let mut options = Options::default();
        let parsed = (|input: ParseStream<'_>| options.read(input, diagnostics)).parse2(tokens);
        if let Err(error) = parsed {
            diagnostics.error(error.span(), Message::malformed_options(&error.to_string()));
        }
        options
    }

    fn read(&mut self, input: ParseStream<'_>, diagnostics: &Diagnostics) -> syn::Result<()> {
        let mut seen: Vec<String> = Vec::new();
        while !input.is_empty() {
            let key: Ident = syn::ext::IdentExt::parse_any(input)?;
            let text = key.to_string();
            if seen.contains(&text) {
                diagnostics.error(key.span(), Message::repeated_option(&text));
            }
            match text.as_str() {
                "name" => {
                    input.parse::<Token![=]>()?;
                    self.name = Some(input.parse()?);
                }
                "crate" => {
                    input.parse::<Token![=]>()?;
                    self.krate = input.call(Path::parse_mod_style)?;
                }
                "optimize" => {
                    input.parse::<Token![=]>()?;
                    self.optimize = input.parse::<LitBool>()?.value;
                }
                "checkpoint" => {
                    input.parse::<Token![=]>()?;
                    let steps: LitInt = input.parse()?;
                    match steps.base10_parse() {
                        Ok(0) | Err(_) => diagnostics.error(steps.span(), Message::checkpoint_steps()),
                        Ok(number) => self.checkpoint = Some(number),
                    }
                }
                "skip" => self.skip = Some(key.span()),
                "recursive" => self.recursive = Some(key.span()),
                _ => {
                    diagnostics.error(key.span(), Message::unknown_option(&text));
                    // What follows an unknown key cannot be understood either.
                    input.parse::<TokenStream>()?;
                    return Ok(());
                }
            }
            seen.push(text);
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    }
}
