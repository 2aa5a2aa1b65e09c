//! Arrays of pairs that are written where their items are wanted: `for (kind, v) in [(Kind::A, x), (Kind::B, x * x)]`.
//!
//! Where one of each pair is a constant of a type that only `rustc` knows, these are an array of their own, which has no
//! tangent.

use super::Lowering;
use super::sequence::{Access, Base, Elements, Indexed, Sequence};
use crate::graph::Ty;
use crate::syntax::scope::{strip, visit_free_variables};
use syn::{Expr, ExprArray, parse_quote};

impl Lowering<'_> {
    /// Whether an array is one of pairs, on one side of which are constants of a type that only `rustc` knows.
    pub(super) fn has_column_of_constants(&self, array: &ExprArray) -> bool {
        [0, 1].into_iter().any(|side| {
            column(array, side).is_some_and(|column| {
                column.iter().all(|element| self.is_constant(element) && self.is_steady(element))
                    && column.iter().any(|element| matches!(self.infer(element), Ty::Unknown))
            })
        })
    }

    /// Whether what is written beside an expression cannot change what it is: it is evaluated before all of that.
    fn is_steady(&self, expr: &Expr) -> bool {
        let mut steady = calls_nothing(expr);
        visit_free_variables(&mut expr.clone(), &mut |ident, _| {
            if let Some(&id) = self.names.get(&ident.to_string()).and_then(|ids| ids.last()) {
                let binding = &self.bindings[id];
                steady &= !binding.mutable && binding.alias.is_none();
            }
            None
        });
        steady
    }

    /// The items of an array of pairs: those of two arrays.
    pub(super) fn columns(&mut self, array: &ExprArray) -> Option<Sequence> {
        let [left, right] = [column(array, 0)?, column(array, 1)?].map(|column| {
            let value = self.expr(&parse_quote!([#(#column),*]));
            Box::new(Indexed::Elements(Elements { of: Base::Value(value), access: Access::Value }))
        });
        Some(Sequence::new(Indexed::Zip(left, right)))
    }
}

/// What stands on one side of each of the pairs of an array; none of an array of anything else.
fn column(array: &ExprArray, side: usize) -> Option<Vec<&Expr>> {
    let of_pair = |element| match strip(element) {
        Expr::Tuple(tuple) if tuple.elems.len() == 2 => tuple.elems.get(side),
        _ => None,
    };
    array.elems.iter().map(of_pair).collect()
}

/// Whether an expression calls no function, which might look into a `Cell`; what only wraps its arguments is none.
fn calls_nothing(expr: &Expr) -> bool {
    match expr {
        Expr::Path(_) | Expr::Lit(_) => true,
        Expr::Paren(inner) => calls_nothing(&inner.expr),
        Expr::Group(inner) => calls_nothing(&inner.expr),
        Expr::Reference(reference) => calls_nothing(&reference.expr),
        Expr::Unary(unary) => calls_nothing(&unary.expr),
        Expr::Binary(binary) => calls_nothing(&binary.left) && calls_nothing(&binary.right),
        Expr::Cast(cast) => calls_nothing(&cast.expr),
        Expr::Field(field) => calls_nothing(&field.base),
        Expr::Tuple(tuple) => tuple.elems.iter().all(calls_nothing),
        Expr::Array(array) => array.elems.iter().all(calls_nothing),
        Expr::Struct(made) => made.rest.is_none() && made.fields.iter().all(|field| calls_nothing(&field.expr)),
        Expr::Call(call) => {
            let wraps = matches!(&*call.func, Expr::Path(path) if path.path.segments.last().is_some_and(|last| {
                last.ident.to_string().starts_with(char::is_uppercase)
            }));
            wraps && call.args.iter().all(calls_nothing)
        }
        _ => false,
    }
}
