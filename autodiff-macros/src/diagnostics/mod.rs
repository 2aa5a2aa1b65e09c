//! The sink that collects every error of a function, so that they are reported all at once.

mod messages;

pub(crate) use messages::Message;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use std::cell::{Cell, RefCell};

/// Where an error is shown: from one token to another one. (A joined span would do, but stable Rust has none.)
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    start: Span,
    end: Span,
}

impl Place {
    /// All of a piece of syntax.
    pub(crate) fn of(syntax: &impl ToTokens) -> Self {
        let mut tokens = syntax.to_token_stream().into_iter();
        let first = tokens.next();
        let last = tokens.last().or_else(|| first.clone());
        let start = first.map_or_else(Span::call_site, |token| match token {
            TokenTree::Group(group) => group.span_open(),
            token => token.span(),
        });
        let end = last.map_or(start, |token| match token {
            TokenTree::Group(group) => group.span_close(),
            token => token.span(),
        });
        Place { start, end }
    }

    /// Two tokens that stand for all between them.
    fn tokens(self) -> TokenStream {
        [self.start, self.end].into_iter().map(|span| TokenTree::Ident(Ident::new("place", span))).collect()
    }
}

impl From<Span> for Place {
    fn from(span: Span) -> Self {
        Place { start: span, end: span }
    }
}

/// Collects errors. It must be asked for them: a dropped sink that was not asked is a bug in the macro.
#[derive(Default)]
pub(crate) struct Diagnostics {
    errors: RefCell<Vec<(Place, Message)>>,
    finished: Cell<bool>,
}

impl Diagnostics {
    /// A sink for errors that are reported elsewhere.
    pub(crate) fn unheard() -> Self {
        Diagnostics { errors: RefCell::default(), finished: Cell::new(true) }
    }

    /// Reports an error at the smallest place that shows it.
    pub(crate) fn error(&self, place: impl Into<Place>, message: Message) {
        self.errors.borrow_mut().push((place.into(), message));
    }

    /// How much was reported so far.
    pub(crate) fn count(&self) -> usize {
        self.errors.borrow().len()
    }

    /// Takes back what was reported after so much.
    pub(crate) fn take_back(&self, count: usize) {
        self.errors.borrow_mut().truncate(count);
    }

    /// Whether nothing was reported so far.
    pub(crate) fn is_empty(&self) -> bool {
        self.errors.borrow().is_empty()
    }

    /// All errors as `compile_error!` invocations; `Ok` where there is none. Equal messages at one place are one.
    pub(crate) fn finish(self) -> Result<(), TokenStream> {
        self.finished.set(true);
        let mut seen = std::collections::HashSet::new();
        let mut tokens = TokenStream::new();
        for (place, message) in self.errors.borrow().iter() {
            let text = message.to_string();
            if seen.insert((format!("{:?}", place.start), text.clone())) {
                tokens.extend(syn::Error::new_spanned(place.tokens(), text).into_compile_error());
            }
        }
        if tokens.is_empty() { Ok(()) } else { Err(tokens) }
    }
}

impl Drop for Diagnostics {
    fn drop(&mut self) {
        debug_assert!(self.finished.get() || std::thread::panicking(), "diagnostics were dropped unread");
    }
}
