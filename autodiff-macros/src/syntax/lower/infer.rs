//! The type of a constant expression, as far as its syntax tells. `Unknown` is always a right answer.

use super::reduction::type_argument;
use crate::graph::{Float, Ty};
use crate::rules::{Named, named};
use crate::syntax::scope::identifiers;
use crate::syntax::types::ty_of;
use proc_macro2::Ident;
use std::rc::Rc;
use syn::{BinOp, Expr, ExprPath, Lit, Pat, Stmt, UnOp};

/// What is known around an expression.
pub(super) struct Around<'a> {
    /// The types of variables.
    pub(super) local: &'a dyn Fn(&Ident) -> Option<Ty>,
    /// The types of what functions give.
    pub(super) result: &'a dyn Fn(&ExprPath) -> Option<Ty>,
}

/// Infers the type of an expression.
pub(super) fn infer(expr: &Expr, around: &Around<'_>) -> Ty {
    let go = |inner: &Expr| infer(inner, around);
    match expr {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Float(float) => match float.suffix() {
                "f32" => Ty::Float(Float::F32),
                "f64" => Ty::Float(Float::F64),
                _ => Ty::Float(Float::Literal),
            },
            Lit::Int(int) if int.suffix() == "f32" => Ty::Float(Float::F32),
            Lit::Int(int) if int.suffix() == "f64" => Ty::Float(Float::F64),
            _ => Ty::Constant,
        },
        Expr::Path(path) if path.qself.is_none() => {
            if let Some(ty) = path.path.get_ident().and_then(around.local) {
                return ty;
            }
            constant_path(&path.path)
        }
        Expr::Paren(inner) => go(&inner.expr),
        Expr::Group(inner) => go(&inner.expr),
        Expr::Unary(unary) => match (&unary.op, go(&unary.expr)) {
            (UnOp::Deref(_), Ty::Reference(inner)) => *inner,
            (UnOp::Deref(_), _) => Ty::Unknown,
            (_, Ty::Reference(inner)) => *inner,
            (_, ty) => ty,
        },
        Expr::Cast(cast) => ty_of(&cast.ty),
        Expr::Binary(binary) => match &binary.op {
            BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_) | BinOp::Div(_) | BinOp::Rem(_) => {
                arithmetic(&go(&binary.left), &go(&binary.right))
            }
            BinOp::BitAnd(_) | BinOp::BitOr(_) | BinOp::BitXor(_) | BinOp::Shl(_) | BinOp::Shr(_) => go(&binary.left),
            _ => Ty::Constant,
        },
        Expr::MethodCall(call) if call.args.is_empty() && call.method == "to_vec" => match go(&call.receiver).element()
        {
            Ty::Unknown => Ty::Unknown,
            element => Ty::Slice(Box::new(element)),
        },
        Expr::MethodCall(call) if call.args.is_empty() && call.method == "collect" => {
            match type_argument(call, 0).map(|ty| ty_of(&ty)) {
                Some(ty @ Ty::Slice(_)) => ty,
                _ => Ty::Unknown,
            }
        }
        Expr::MethodCall(call)
            if call.args.is_empty() && (call.method == "as_slice" || call.method == "as_mut_slice") =>
        {
            match go(&call.receiver).element() {
                Ty::Unknown => Ty::Unknown,
                element => Ty::Reference(Box::new(Ty::Slice(Box::new(element)))),
            }
        }
        Expr::MethodCall(call) if call.args.is_empty() && (call.method == "clone" || call.method == "to_owned") => {
            go(&call.receiver).peeled().clone()
        }
        Expr::MethodCall(call) if matches!(call.method.to_string().as_str(), "unwrap" | "expect") => {
            element_of_option(&call.receiver, &go)
        }
        Expr::MethodCall(call) => match named(&call.method.to_string(), call.args.len() + 1) {
            Some(Named::Constant | Named::Discrete) => Ty::Constant,
            Some(Named::Op(_)) => match go(&call.receiver).peeled() {
                Ty::Float(float) => Ty::Float(*float),
                Ty::Constant => Ty::Constant,
                _ => Ty::Unknown,
            },
            _ => Ty::Unknown,
        },
        Expr::Tuple(tuple) => Ty::Tuple(tuple.elems.iter().map(go).collect()),
        Expr::Array(array) => {
            let element = array.elems.iter().map(go).reduce(|left, right| left.meet(&right)).unwrap_or(Ty::Unknown);
            let len = proc_macro2::Literal::usize_unsuffixed(array.elems.len());
            Ty::Array(Box::new(element), Rc::new(proc_macro2::TokenTree::Literal(len).into()))
        }
        Expr::Repeat(repeat) => {
            Ty::Array(Box::new(go(&repeat.expr)), Rc::new(quote::ToTokens::to_token_stream(&repeat.len)))
        }
        Expr::Index(index) if matches!(&*index.index, Expr::Range(_)) => match go(&index.expr).peeled() {
            Ty::Array(element, _) | Ty::Slice(element) => Ty::Slice(element.clone()),
            _ => Ty::Unknown,
        },
        Expr::Index(index) => go(&index.expr).element(),
        Expr::Call(call) if is_new_vector(&call.func) => Ty::Slice(Box::new(Ty::Unknown)),
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) if is_of_string(&path.path) => Ty::Constant,
            Expr::Path(path) => (around.result)(path).unwrap_or(Ty::Unknown),
            _ => Ty::Unknown,
        },
        Expr::Field(field) => match &field.member {
            syn::Member::Unnamed(position) => go(&field.base).field(position.index as usize),
            syn::Member::Named(_) => Ty::Unknown,
        },
        Expr::Reference(reference) => Ty::Reference(Box::new(go(&reference.expr))),
        Expr::Macro(invocation) if invocation.mac.path.is_ident("vec") => {
            let tokens = &invocation.mac.tokens;
            let array = syn::parse2::<Expr>(quote::quote!([#tokens]));
            Ty::Slice(Box::new(array.map_or(Ty::Unknown, |array| go(&array).element())))
        }
        Expr::If(branch) => infer_block(&branch.then_branch.stmts, around),
        Expr::Block(block) => infer_block(&block.block.stmts, around),
        _ => Ty::Unknown,
    }
}

/// The type of the element that an expression such as `v.last_mut()` may have.
fn element_of_option(option: &Expr, go: &dyn Fn(&Expr) -> Ty) -> Ty {
    let Expr::MethodCall(call) = option else { return Ty::Unknown };
    let element = match go(&call.receiver).peeled() {
        Ty::Array(element, _) | Ty::Slice(element) => (**element).clone(),
        _ => return Ty::Unknown,
    };
    match (call.method.to_string().as_str(), call.args.len()) {
        ("first" | "last" | "first_mut" | "last_mut", 0) => Ty::Reference(Box::new(element)),
        ("pop", 0) => element,
        _ => Ty::Unknown,
    }
}

/// The type of the value of a block, whose statements hide variables of the same names.
fn infer_block(stmts: &[Stmt], around: &Around<'_>) -> Ty {
    match stmts {
        [Stmt::Expr(value, None)] => infer(value, around),
        [Stmt::Local(declared), rest @ ..] => {
            let mut names = Vec::new();
            identifiers(&declared.pat, &mut names);
            let ty = match (&declared.pat, &declared.init) {
                (Pat::Type(typed), _) if matches!(*typed.pat, Pat::Ident(_)) => ty_of(&typed.ty),
                (Pat::Ident(_), Some(init)) => infer(&init.expr, around),
                _ => Ty::Unknown,
            };
            let local = |ident: &Ident| if names.contains(ident) { Some(ty.clone()) } else { (around.local)(ident) };
            infer_block(rest, &Around { local: &local, result: around.result })
        }
        [Stmt::Expr(..) | Stmt::Macro(_), rest @ ..] => infer_block(rest, around),
        _ => Ty::Unknown,
    }
}

/// The type of `left op right` for an arithmetic operator.
pub(super) fn arithmetic(left: &Ty, right: &Ty) -> Ty {
    match (left.peeled(), right.peeled()) {
        (Ty::Float(left), Ty::Float(right)) => Ty::Float(*left).meet(&Ty::Float(*right)),
        (Ty::Constant, Ty::Constant) => Ty::Constant,
        _ => Ty::Unknown,
    }
}

/// Constants of the standard library that everybody uses: `f64::EPSILON`, `std::f64::consts::PI`.
fn constant_path(path: &syn::Path) -> Ty {
    let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match segments.as_slice() {
        [.., "f32", "consts", _] => Ty::Float(Float::F32),
        [.., "f64", "consts", _] => Ty::Float(Float::F64),
        [.., _float, "DIGITS" | "MANTISSA_DIGITS" | "RADIX" | "MAX_EXP" | "MIN_EXP" | "MAX_10_EXP" | "MIN_10_EXP"] => {
            Ty::Constant
        }
        [.., "f32", _] => Ty::Float(Float::F32),
        [.., "f64", _] => Ty::Float(Float::F64),
        _ => Ty::Unknown,
    }
}

/// `Vec::new` or `Vec::with_capacity`.
pub(super) fn is_new_vector(function: &Expr) -> bool {
    let Expr::Path(path) = function else { return false };
    let segments: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    matches!(segments.as_slice(), [.., "Vec", "new" | "with_capacity"])
}

/// A function of strings, such as `String::new`: what it gives is text.
fn is_of_string(path: &syn::Path) -> bool {
    let mut parents = path.segments.iter().rev().skip(1);
    parents.next().is_some_and(|parent| parent.ident == "String")
}
