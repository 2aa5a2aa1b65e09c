//! Arrays that a closure fills: `std::array::from_fn(|i| ..)`.

use super::Lowering;
use super::sequence::Item;
use crate::diagnostics::{Message, Place};
use crate::graph::{CastForm, Node, Range, SameForm, Step, Ty, Value};
use crate::syntax::scope::strip;
use std::rc::Rc;
use syn::{Expr, ExprCall, GenericArgument, Type, parse_quote};

/// Up to how many elements an array is written out.
const WRITTEN_OUT: usize = 8;

/// Up to how many elements an array is copied out of a slice.
const LONGEST_COPY: usize = 32;

impl Lowering<'_> {
    /// `value.into()` where the type is written: a float, or a vector of elements; none for other expressions.
    pub(super) fn converted(&mut self, expr: &Expr, annotation: Option<&Type>) -> Option<Value> {
        let Expr::MethodCall(call) = strip(expr) else { return None };
        let fits = call.method == "into" && call.args.is_empty() && !self.is_constant(expr);
        let written = crate::syntax::types::ty_of(annotation.filter(|_| fits)?);
        let span = call.method.span();
        match (written, self.infer(&call.receiver).peeled()) {
            (Ty::Float(to), Ty::Float(_) | Ty::Unknown) => {
                let operand = self.expr(&call.receiver);
                Some(self.cast_to(to, CastForm::From, operand, span))
            }
            (ty @ Ty::Slice(_), Ty::Array(..) | Ty::Slice(_)) => {
                let operand = self.expr(&call.receiver);
                Some(self.push(Node::Same { form: SameForm::ToVec, operand }, ty, span))
            }
            _ => None,
        }
    }

    /// `slice.try_into().unwrap()` where the type is written; none for other expressions.
    pub(super) fn array_of_slice(&mut self, expr: &Expr, annotation: Option<&Type>) -> Option<Value> {
        let Expr::MethodCall(unwrap) = strip(expr) else { return None };
        let Expr::MethodCall(convert) = strip(&unwrap.receiver) else { return None };
        let fits = matches!(unwrap.method.to_string().as_str(), "unwrap" | "expect") && convert.method == "try_into";
        let Some(ty @ Type::Array(_)) = annotation.filter(|_| fits) else { return None };
        let len = crate::syntax::types::ty_of(ty).literal_len().filter(|len| *len <= LONGEST_COPY)?;
        if self.is_constant(expr) || !matches!(self.infer(&convert.receiver).peeled(), Ty::Slice(_)) {
            return None;
        }
        let span = convert.method.span();
        let slice = self.expr(&convert.receiver);
        let actual = self.length_of_value(slice, span);
        self.template(&[actual], Ty::unit(), true, true, span, |idents| {
            let actual = &idents[0];
            parse_quote!(assert!(#actual == #len, "a slice of {} elements is no array of {}", #actual, #len))
        });
        let mut elements = Vec::new();
        for position in 0..len {
            let index = self.literal_index(position, span);
            elements.push(self.load_path(slice, vec![Step::Index(index)], span));
        }
        Some(self.push(Node::Array(elements), crate::syntax::types::ty_of(ty), span))
    }

    /// `array::from_fn(..)` where its type is written; none for other expressions.
    pub(super) fn array_from_fn(&mut self, expr: &Expr, annotation: Option<&Type>) -> Option<Value> {
        let Expr::Call(call) = strip(expr) else { return None };
        let written = is_from_fn(call)?;
        if self.is_constant(expr) {
            return None;
        }
        let len = written.or_else(|| match annotation {
            Some(Type::Array(array)) => Some(array.len.clone()),
            _ => None,
        });
        let Some(len) = len else {
            self.error(Place::of(&call.func), Message::array_of_unknown_length());
            return Some(self.unit(syn::spanned::Spanned::span(expr)));
        };
        let closure = self.closure_of(&call.args[0])?;
        let span = syn::spanned::Spanned::span(&call.func);
        let tokens = Rc::new(quote::ToTokens::to_token_stream(&len));
        let literal = Ty::Array(Box::new(Ty::Unknown), Rc::clone(&tokens)).literal_len();
        if let Some(literal) = literal.filter(|literal| *literal <= WRITTEN_OUT) {
            let mut elements = Vec::new();
            for position in 0..literal {
                let index = self.literal_index(position, span);
                let item = self.call_closure(&closure, vec![Item::Value(index)], span);
                elements.push(self.item_value(item, span));
            }
            let element = elements.iter().fold(Ty::Unknown, |ty, element| ty.meet(self.ty(*element)));
            return Some(self.push(Node::Array(elements), Ty::Array(Box::new(element), tokens), span));
        }
        let filler = self.filler(span);
        let ty = Ty::Array(Box::new(Ty::Unknown), tokens);
        let empty = self.push(Node::Repeat { element: filler, len: Rc::new(len.clone()) }, ty, span);
        let filled = self.hidden_binding("filled");
        self.set(filled, Some(empty));
        let start = self.literal_index(0, span);
        let end = self.constant_code(parse_quote!(#len), Ty::Constant, span);
        let range = Range { start, end, inclusive: false, reversed: false };
        let mut changed = closure.changed.clone();
        changed.push(filled);
        self.over(range, changed, span, &mut |this, index| {
            let item = this.call_closure(&closure, vec![Item::Value(index)], span);
            let element = this.item_value(item, span);
            this.store(filled, vec![Step::Index(index)], element, span);
        });
        Some(self.hidden(filled))
    }
}

/// Whether a call is one of `array::from_fn`: then the length between its angle brackets, if it is there.
fn is_from_fn(call: &ExprCall) -> Option<Option<Expr>> {
    let Expr::Path(path) = strip(&call.func) else { return None };
    let mut segments = path.path.segments.iter().rev();
    let last = segments.next()?;
    let known = last.ident == "from_fn" && segments.next().is_some_and(|module| module.ident == "array");
    if !known || call.args.len() != 1 {
        return None;
    }
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { return Some(None) };
    Some(match arguments.args.get(1) {
        Some(GenericArgument::Const(len)) => Some(len.clone()),
        Some(GenericArgument::Type(Type::Path(len))) => Some(parse_quote!(#len)),
        _ => None,
    })
}
