//! Methods that put the elements of a vector or slice into another order, or keep some: which goes where is a constant.

use super::Lowering;
use super::place::Alias;
use crate::diagnostics::Message;
use crate::graph::{Node, SameForm, Step, Ty, Value};
use crate::syntax::scope::strip;
use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::{Expr, ExprMethodCall, parse_quote};

impl Lowering<'_> {
    /// A method that rearranges its receiver; none for other methods.
    pub(super) fn rearrangement(&mut self, name: &str, call: &ExprMethodCall, span: Span) -> Option<Value> {
        let receiver = &call.receiver;
        if self.is_constant(receiver) {
            return None;
        }
        let arguments: Vec<&Expr> = call.args.iter().collect();
        let [order, left, right] = ["order", "left", "right"].map(|name| Ident::new(name, Span::mixed_site()));
        // The numbers of the elements, in the order in which they will stand.
        let all: Expr = parse_quote!((0..#receiver.len()));
        let code_of = |closure: &Expr, elements: &[&Ident]| {
            let elements = elements.iter().map(|index| parse_quote!(&#receiver[*#index]));
            applied(closure, elements.collect())
        };
        let (code, shortens): (Expr, bool) = match (name, arguments.as_slice()) {
            ("sort_by" | "sort_unstable_by", [compare])
                // Floats that are equal in the total order are the same.
                if name == "sort_by" || (is_total(compare) && self.infer(receiver).element().is_float()) =>
            {
                let compared = code_of(compare, &[&left, &right]);
                let code = parse_quote!({
                    let mut #order: ::std::vec::Vec<usize> = #all.collect();
                    #order.sort_by(|#left, #right| #compared);
                    #order
                });
                (code, false)
            }
            ("sort_by_key" | "sort_by_cached_key", [key]) => {
                let (method, key) = (&call.method, code_of(key, &[&left]));
                let code = parse_quote!({
                    let mut #order: ::std::vec::Vec<usize> = #all.collect();
                    #order.#method(|#left| #key);
                    #order
                });
                (code, false)
            }
            ("sort_unstable_by" | "sort_unstable_by_key", [_]) => {
                self.error(span, Message::unstable_sort(name));
                return Some(self.unit(span));
            }
            ("retain", [keep]) => {
                let kept = code_of(keep, &[&left]);
                (parse_quote!(#all.filter(|#left| #kept).collect::<::std::vec::Vec<usize>>()), true)
            }
            ("dedup", []) => {
                let is_new: Expr = parse_quote!(*#left == 0 || #receiver[*#left] != #receiver[*#left - 1]);
                (parse_quote!(#all.filter(|#left| #is_new).collect::<::std::vec::Vec<usize>>()), true)
            }
            ("rotate_left" | "rotate_right", [count]) => {
                let method = &call.method;
                let code = parse_quote!({
                    let mut #order: ::std::vec::Vec<usize> = #all.collect();
                    #order.#method(#count);
                    #order
                });
                (code, false)
            }
            _ => return None,
        };
        if self.must_be_lowered(&code) {
            return None;
        }
        let alias = self.alias(receiver)?;
        let order = self.opaque_cut(&code, Ty::Slice(Box::new(Ty::Constant)));
        self.put_in_order(&alias, order, shortens, span);
        Some(self.unit(span))
    }

    /// Puts the elements of a variable where an order says, and drops those that it leaves out.
    fn put_in_order(&mut self, place: &Alias, order: Value, shortens: bool, span: Span) {
        let whole = self.read_place(place, span);
        let form = if matches!(self.ty(whole), Ty::Array(..)) { SameForm::Clone } else { SameForm::ToVec };
        let ty = self.ty(whole).clone();
        let before = self.push(Node::Same { form, operand: whole }, ty, span);
        let start = self.literal_index(0, span);
        let len = self.length_of_value(order, span);
        self.over_range(start, len, place.root, span, &mut |this, at| {
            let from = this.load_path(order, vec![Step::Index(at)], span);
            let element = this.load_path(before, vec![Step::Index(from)], span);
            let target = place.with(Step::Index(at));
            this.store(target.root, target.path, element, span);
        });
        if shortens {
            self.shorten(place, len, span);
        }
    }
}

/// A closure or function, applied to elements, which its parameters may hide.
fn applied(closure: &Expr, elements: Vec<Expr>) -> Expr {
    match strip(closure) {
        Expr::Closure(closure) if closure.inputs.len() == elements.len() => {
            let names =
                (0..elements.len()).map(|position| format_ident!("element_{position}", span = Span::mixed_site()));
            let names: Vec<Ident> = names.collect();
            let (inputs, body) = (closure.inputs.iter(), &closure.body);
            parse_quote!({ #(let #names = #elements;)* #(let #inputs = #names;)* #body })
        }
        function => parse_quote!((#function)(#(#elements),*)),
    }
}

/// Whether a comparison is `f64::total_cmp`, or that of its two parameters.
fn is_total(compare: &Expr) -> bool {
    match strip(compare) {
        Expr::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "total_cmp"),
        Expr::Closure(closure) => match strip(&closure.body) {
            Expr::MethodCall(call) => {
                let is_parameter = |expr: &Expr| match strip(expr) {
                    Expr::Path(_) => true,
                    Expr::Reference(reference) => matches!(strip(&reference.expr), Expr::Path(_)),
                    _ => false,
                };
                call.method == "total_cmp" && is_parameter(&call.receiver) && call.args.iter().all(is_parameter)
            }
            _ => false,
        },
        _ => false,
    }
}
