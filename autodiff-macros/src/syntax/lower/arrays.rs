//! Arrays that are filled: `std::array::from_fn(|i| ..)`, `array.map(..)`, `slice.try_into().unwrap()`.

use super::closure::Closure;
use super::sequence::Item;
use super::{BindingId, Lowering};
use crate::diagnostics::{Message, Place};
use crate::graph::{CastForm, Node, Range, SameForm, Step, Ty, Value};
use crate::syntax::scope::strip;
use proc_macro2::{Span, TokenStream};
use std::rc::Rc;
use syn::{Expr, ExprBlock, ExprCall, ExprMethodCall, GenericArgument, Stmt, Type, parse_quote};

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

    /// `<[f64; 3]>::try_from(slice).unwrap()`, also of a reference to an array; none for other expressions.
    pub(super) fn array_of_slice(&mut self, unwrap: &ExprMethodCall) -> Option<Value> {
        let Expr::Call(convert) = strip(&unwrap.receiver) else { return None };
        let Expr::Path(path) = strip(&convert.func) else { return None };
        let fits = matches!(unwrap.method.to_string().as_str(), "unwrap" | "expect")
            && convert.args.len() == 1
            && path.path.segments.iter().all(|segment| segment.ident == "try_from");
        let (ty, is_reference) = match &*path.qself.as_ref().filter(|_| fits)?.ty {
            Type::Reference(reference) if reference.mutability.is_none() => (&*reference.elem, true),
            ty => (ty, false),
        };
        let (Type::Array(array), slice) = (ty, &convert.args[0]) else { return None };
        if self.is_constant(slice) || !matches!(self.infer(slice).peeled(), Ty::Slice(_)) {
            return None;
        }
        let span = unwrap.method.span();
        let slice = self.expr(slice);
        let (actual, len) = (self.length_of_value(slice, span), &array.len);
        self.template(&[actual], Ty::unit(), true, true, span, |idents| {
            let actual = &idents[0];
            parse_quote!(assert!(#actual == #len, "a slice of {} elements is no array of {}", #actual, #len))
        });
        let value = self.filled(len, Vec::new(), LONGEST_COPY, span, &mut |this, index| {
            this.load_path(slice, vec![Step::Index(index)], span)
        });
        self.refine(value, &crate::syntax::types::ty_of(ty));
        Some(if is_reference { self.borrow(value, span) } else { value })
    }

    /// `array::from_fn::<_, 3, _>(..)`; none for other expressions.
    pub(super) fn array_from_fn(&mut self, expr: &Expr) -> Option<Value> {
        let Expr::Call(call) = strip(expr) else { return None };
        let written = is_from_fn(call)?;
        if self.is_constant(expr) {
            return None;
        }
        let Some(len) = written else {
            self.error(Place::of(&call.func), Message::array_of_unknown_length());
            return Some(self.unit(syn::spanned::Spanned::span(expr)));
        };
        let closure = self.closure_of(&call.args[0])?;
        let span = syn::spanned::Spanned::span(&call.func);
        Some(self.filled(&len, closure.changed.clone(), WRITTEN_OUT, span, &mut |this, index| {
            let item = this.call_closure(&closure, vec![Item::Value(index)], span);
            this.item_value(item, span)
        }))
    }

    /// `array.map(..)`.
    pub(super) fn mapped_array(&mut self, array: Value, len: &TokenStream, closure: &Closure, span: Span) -> Value {
        let len = syn::parse2(len.clone()).expect("a length is an expression");
        self.filled(&len, closure.changed.clone(), usize::MAX, span, &mut |this, index| {
            let element = this.load_path(array, vec![Step::Index(index)], span);
            let item = this.call_closure(closure, vec![Item::Value(element)], span);
            this.item_value(item, span)
        })
    }

    /// An array of what is made for each index: written out up to a length, else by a loop, which changes variables.
    fn filled(
        &mut self,
        len: &Expr,
        mut changed: Vec<BindingId>,
        written_out: usize,
        span: Span,
        element: &mut dyn FnMut(&mut Self, Value) -> Value,
    ) -> Value {
        let len = match len {
            Expr::Block(ExprBlock { block, label: None, .. }) if block.stmts.len() == 1 => match &block.stmts[0] {
                Stmt::Expr(inner, None) => inner,
                _ => len,
            },
            len => len,
        };
        let tokens = Rc::new(quote::ToTokens::to_token_stream(len));
        let literal = Ty::Array(Box::new(Ty::Unknown), Rc::clone(&tokens)).literal_len();
        if let Some(literal) = literal.filter(|literal| *literal <= written_out) {
            let mut elements = Vec::new();
            for position in 0..literal {
                let index = self.literal_index(position, span);
                elements.push(element(self, index));
            }
            let element = elements.iter().fold(Ty::Unknown, |ty, element| ty.meet(self.ty(*element)));
            return self.push(Node::Array(elements), Ty::Array(Box::new(element), tokens), span);
        }
        let filler = self.filler(span);
        let ty = Ty::Array(Box::new(Ty::Unknown), tokens);
        let empty = self.push(Node::Repeat { element: filler, len: Rc::new(len.clone()) }, ty, span);
        let filled = self.hidden_binding("filled");
        self.set(filled, Some(empty));
        let start = self.literal_index(0, span);
        let end = self.constant_code(parse_quote!(#len), Ty::Constant, span);
        let range = Range { start, end, inclusive: false, reversed: false };
        changed.push(filled);
        self.over(range, changed, span, &mut |this, index| {
            let element = element(this, index);
            this.store(filled, vec![Step::Index(index)], element, span);
        });
        self.hidden(filled)
    }
}

/// Whether a call is one of `array::from_fn`: then the length between its angle brackets, if it is there.
pub(super) fn is_from_fn(call: &ExprCall) -> Option<Option<Expr>> {
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
