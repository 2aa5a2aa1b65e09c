//! The sink that collects every error of a function, so that they are reported all at once.

mod messages;

pub(crate) use messages::Message;

use proc_macro2::{Span, TokenStream};
use std::cell::{Cell, RefCell};

/// Collects errors. It must be asked for them: a dropped sink that was not asked is a bug in the macro.
#[derive(Default)]
pub(crate) struct Diagnostics {
    errors: RefCell<Vec<(Span, Message)>>,
    finished: Cell<bool>,
}

impl Diagnostics {
    /// Reports an error at the smallest span that shows it.
    pub(crate) fn error(&self, span: Span, message: Message) {
        self.errors.borrow_mut().push((span, message));
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
        for (span, message) in self.errors.borrow().iter() {
            let text = message.to_string();
            if seen.insert((format!("{span:?}"), text.clone())) {
                tokens.extend(syn::Error::new(*span, text).into_compile_error());
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
