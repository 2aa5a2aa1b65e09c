//! What `rustc` knows from a type that is written elsewhere is written where it is needed: the length of an array in
//! `let a: [f64; 3] = std::array::from_fn(..)`, the vectors in `let (a, b): (Vec<f64>, Vec<f64>) = items.unzip()`.

use super::arrays::is_from_fn;
use super::coercion::{for_each_end, for_end_of};
use crate::syntax::types::vector_element;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ExprMethodCall, Item, ReturnType, Type, parse_quote};

/// An expression that says the type that is written for it.
pub(super) fn with_type(expr: &Expr, ty: &Type) -> Expr {
    let mut typed = expr.clone();
    write(&mut typed, ty);
    typed
}

/// A body that says the type of what it gives, at its end and where it returns.
pub(super) fn body_with_type(body: &Block, ty: &Type) -> Block {
    struct Returns<'t>(&'t Type);
    impl VisitMut for Returns<'_> {
        fn visit_expr_mut(&mut self, expr: &mut Expr) {
            if matches!(expr, Expr::Closure(_) | Expr::Async(_)) {
                return;
            }
            visit_mut::visit_expr_mut(self, expr);
            if let Expr::Return(exit) = expr
                && let Some(value) = &mut exit.expr
            {
                write(value, self.0);
            }
        }

        fn visit_item_mut(&mut self, _: &mut Item) {}
    }
    let mut body = body.clone();
    Returns(ty).visit_block_mut(&mut body);
    for_end_of(&mut body, &mut |end| write(end, ty));
    body
}

fn write(expr: &mut Expr, ty: &Type) {
    match (expr, ty) {
        (expr, Type::Paren(inner)) => write(expr, &inner.elem),
        (expr, Type::Group(inner)) => write(expr, &inner.elem),
        (Expr::Tuple(values), Type::Tuple(types)) => {
            values.elems.iter_mut().zip(&types.elems).for_each(|(value, ty)| write(value, ty));
        }
        (Expr::Array(values), Type::Array(array)) => {
            values.elems.iter_mut().for_each(|value| write(value, &array.elem))
        }
        (Expr::Reference(value), Type::Reference(reference)) => write(&mut value.expr, &reference.elem),
        (expr @ (Expr::Paren(_) | Expr::Group(_) | Expr::Block(_) | Expr::If(_) | Expr::Match(_)), ty) => {
            for_each_end(expr, &mut |end| {
                if !matches!(end, Expr::Block(_) | Expr::Group(_)) {
                    write(end, ty);
                }
            });
        }
        (Expr::Call(call), Type::Array(array)) if is_from_fn(call).is_some_and(|written| written.is_none()) => {
            let len = &array.len;
            call.func = parse_quote!(::std::array::from_fn::<_, { #len }, _>);
            call.args.iter_mut().for_each(|closure| write_result(closure, &array.elem));
        }
        (Expr::MethodCall(call), ty) => write_method(call, ty),
        _ => {}
    }
}

fn write_method(call: &mut ExprMethodCall, ty: &Type) {
    match (call.method.to_string().as_str(), &mut *call.receiver, ty) {
        ("unwrap" | "expect", Expr::MethodCall(convert), Type::Array(_) | Type::Reference(_))
            if convert.method == "try_into" && convert.args.is_empty() =>
        {
            let slice = &convert.receiver;
            *call.receiver = parse_quote!(<#ty>::try_from(#slice));
        }
        ("map", _, Type::Array(array)) => call.args.iter_mut().for_each(|closure| write_result(closure, &array.elem)),
        ("collect", Expr::MethodCall(items), ty) if items.method == "map" => {
            if let Some(element) = vector_element(ty) {
                items.args.iter_mut().for_each(|closure| write_result(closure, element));
            }
        }
        ("partition", _, Type::Tuple(types)) if call.turbofish.is_none() && types.elems.len() == 2 => {
            let vector = &types.elems[0];
            call.turbofish = Some(parse_quote!(::<#vector>));
        }
        ("unzip", _, Type::Tuple(types)) if call.turbofish.is_none() && types.elems.len() == 2 => {
            let (left, right) = (&types.elems[0], &types.elems[1]);
            call.turbofish = Some(parse_quote!(::<_, _, #left, #right>));
        }
        _ => {}
    }
}

/// What a closure gives.
fn write_result(closure: &mut Expr, ty: &Type) {
    if let Expr::Closure(closure) = closure
        && matches!(closure.output, ReturnType::Default)
    {
        write(&mut closure.body, ty);
    }
}
