//! Arrays and vectors where the type that is written says slice: `let v: &[f64] = if .. { &array } else { &vector };`.

use super::Lowering;
use crate::graph::Ty;
use syn::punctuated::Punctuated;
use syn::{Block, Expr, ExprArray, ExprReference, Stmt, Token, Type, parse_quote};

impl Lowering<'_> {
    /// The expression that a variable of a type begins as, with a view of all that each of its arms refers to, if the
    /// type is that of a reference to a slice: `rustc` makes slices of different things one type.
    pub(super) fn sliced(&self, expr: &Expr, annotation: Option<&Type>) -> Option<Expr> {
        let Some(Type::Reference(reference)) = annotation else { return None };
        let is_slice = reference.mutability.is_none() && matches!(*reference.elem, Type::Slice(_));
        let chooses = matches!(expr, Expr::If(_) | Expr::Match(_));
        if !is_slice || !chooses || self.is_constant(expr) {
            return None;
        }
        let mut sliced = expr.clone();
        let (mut makes, mut makes_vector) = (false, false);
        for_each_end(&mut sliced, &mut |end| {
            if let Expr::Reference(end) = end
                && !is_place(&end.expr)
            {
                makes = true;
                makes_vector |= !matches!(*end.expr, Expr::Array(_) | Expr::Repeat(_));
            }
        });
        // References to vectors that an arm makes leave it by value anyway.
        if makes_vector {
            return None;
        }
        for_each_end(&mut sliced, &mut |end| {
            if let Some(view) = view_of(end) {
                *end = view;
            }
        });
        if !makes {
            return Some(sliced);
        }
        // What an arm makes does not outlive it: a copy does.
        for_each_end(&mut sliced, &mut |end| *end = parse_quote!((#end).to_vec()));
        Some(parse_quote!(&#sliced))
    }
}

impl Lowering<'_> {
    /// The elements of an array where some refer to slices and some to arrays: `rustc` makes all of them slices.
    pub(super) fn views_of_elements(&self, array: &ExprArray) -> Option<Punctuated<Expr, Token![,]>> {
        let refers = |element: &Expr, test: fn(&Ty) -> bool| match self.infer(element) {
            Ty::Reference(inner) => test(&inner),
            _ => false,
        };
        let is_array = |element: &Expr| refers(element, |ty| matches!(ty, Ty::Array(..)));
        let is_slice = |element: &Expr| refers(element, |ty| matches!(ty, Ty::Slice(_)));
        if !array.elems.iter().any(is_array) || !array.elems.iter().any(is_slice) {
            return None;
        }
        let view = |element: &Expr| view_of(element).filter(|_| is_array(element)).unwrap_or_else(|| element.clone());
        Some(array.elems.iter().map(view).collect())
    }
}

/// Visits what the arms of an expression end with, if that is a value.
pub(super) fn for_each_end(expr: &mut Expr, visit: &mut dyn FnMut(&mut Expr)) {
    match expr {
        Expr::Paren(inner) => for_each_end(&mut inner.expr, visit),
        Expr::Group(inner) => for_each_end(&mut inner.expr, visit),
        Expr::Block(block) if block.label.is_none() => for_end_of(&mut block.block, visit),
        Expr::If(branch) => {
            for_end_of(&mut branch.then_branch, visit);
            if let Some((_, otherwise)) = &mut branch.else_branch {
                for_each_end(otherwise, visit);
            }
        }
        Expr::Match(choice) => choice.arms.iter_mut().for_each(|arm| for_each_end(&mut arm.body, visit)),
        Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) | Expr::Macro(_) => {}
        end => visit(end),
    }
}

pub(super) fn for_end_of(block: &mut Block, visit: &mut dyn FnMut(&mut Expr)) {
    if let Some(Stmt::Expr(end, None)) = block.stmts.last_mut() {
        for_each_end(end, visit);
    }
}

/// A view of all that a variable or reference refers to.
fn view_of(expr: &Expr) -> Option<Expr> {
    match expr {
        Expr::Path(path) if path.path.get_ident().is_some() => Some(parse_quote!(&#path[..])),
        Expr::Reference(ExprReference { mutability: None, expr: place, .. }) => {
            let is_view = matches!(&**place, Expr::Index(index) if matches!(*index.index, Expr::Range(_)));
            (!is_view).then(|| parse_quote!(&(#place)[..]))
        }
        _ => None,
    }
}

/// Whether an expression is (a part of) a variable.
fn is_place(expr: &Expr) -> bool {
    match expr {
        Expr::Path(_) => true,
        Expr::Index(index) => is_place(&index.expr),
        Expr::Field(field) => is_place(&field.base),
        Expr::Paren(inner) => is_place(&inner.expr),
        Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Deref(_)) && is_place(&unary.expr),
        _ => false,
    }
}
