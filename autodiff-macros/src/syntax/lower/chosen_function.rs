//! Functions that a branch chooses: `let f = match kind { 0 => f64::sin, _ => |x| x * x };`.
//!
//! The branch becomes the number of its arm, and the variable a closure that asks for the number where it is called.

use super::Lowering;
use crate::syntax::functions::function_type;
use crate::syntax::scope::{identifiers, strip, visit_free_variables};
use proc_macro2::{Ident, Literal, Span};
use quote::{format_ident, quote};
use syn::{Block, Expr, GenericArgument, Generics, Pat, PathArguments, Stmt, Type, parse_quote};

/// An arm that gives a function.
struct Arms {
    /// The functions, by their numbers.
    functions: Vec<Expr>,
    /// The branch, with the numbers where the functions were.
    numbers: Expr,
}

impl Lowering<'_> {
    /// The same statements, with the number of an arm where the first variable is that gets a function out of one; none if
    /// there is no such variable.
    pub(super) fn with_numbered_arms(&self, stmts: &[Stmt]) -> Option<Vec<Stmt>> {
        stmts.iter().enumerate().find_map(|(position, stmt)| {
            let numbered = self.numbered(stmt)?;
            Some(
                stmts[..position]
                    .iter()
                    .cloned()
                    .chain(numbered)
                    .chain(stmts[position + 1..].iter().cloned())
                    .collect(),
            )
        })
    }

    fn numbered(&self, stmt: &Stmt) -> Option<[Stmt; 2]> {
        let Stmt::Local(local) = stmt else { return None };
        let (pattern, annotation) = match &local.pat {
            Pat::Type(typed) => (&*typed.pat, Some(&*typed.ty)),
            pattern => (pattern, None),
        };
        let (Pat::Ident(pattern), Some(init)) = (pattern, &local.init) else { return None };
        if init.diverge.is_some() || pattern.mutability.is_some() || !local.attrs.is_empty() {
            return None;
        }
        let mut arms = Arms { functions: Vec::new(), numbers: strip(&init.expr).clone() };
        if !matches!(arms.numbers, Expr::If(_) | Expr::Match(_)) || !number(&mut arms.numbers, &mut arms.functions) {
            return None;
        }
        let count = arity(&arms.functions, annotation)?;
        if !arms.functions.iter().all(|function| self.stays_the_same(function)) {
            return None;
        }
        let span = Span::mixed_site().located_at(pattern.ident.span());
        let number = Ident::new(&format!("{}__arm", pattern.ident), span);
        let arguments: Vec<Ident> = (0..count).map(|at| format_ident!("argument_{}", at, span = span)).collect();
        let positions = (0..arms.functions.len()).map(Literal::usize_unsuffixed);
        let calls = arms.functions.iter().map(|function| -> Expr {
            match function {
                Expr::Closure(_) => parse_quote!({ let chosen = #function; chosen(#(#arguments),*) }),
                path => parse_quote!(#path(#(#arguments),*)),
            }
        });
        let (name, numbers) = (&pattern.ident, &arms.numbers);
        let typed = arguments.iter().enumerate().map(|(at, argument)| {
            let ty = arms.functions.iter().find_map(|function| written_input(function, at));
            ty.map_or_else(|| quote!(#argument), |ty| quote!(#argument: #ty))
        });
        Some([
            parse_quote!(let #number: ::core::primitive::usize = #numbers;),
            parse_quote!(let #name = |#(#typed),*| match #number {
                #(#positions => #calls,)*
                _ => ::core::unreachable!(),
            };),
        ])
    }

    /// Whether a function is the same when it is called as when it was made: what it takes with it does not change.
    fn stays_the_same(&self, function: &Expr) -> bool {
        let Expr::Closure(closure) = function else { return true };
        let mut is_fixed = true;
        visit_free_variables(&mut function.clone(), &mut |ident, _| {
            if let Some(&id) = self.names.get(&ident.to_string()).and_then(|ids| ids.last()) {
                is_fixed &= !self.bindings[id].mutable;
            }
            None
        });
        closure.capture.is_none() || is_fixed
    }
}

/// Puts numbers where a branch gives functions; whether all its arms do.
fn number(expr: &mut Expr, functions: &mut Vec<Expr>) -> bool {
    match expr {
        Expr::Paren(inner) => number(&mut inner.expr, functions),
        Expr::Group(inner) => number(&mut inner.expr, functions),
        Expr::Block(block) if block.label.is_none() => number_in_block(&mut block.block, functions),
        Expr::If(branch) => match &mut branch.else_branch {
            Some((_, otherwise)) if !super::matching::has_let(&branch.cond) => {
                number_in_block(&mut branch.then_branch, functions) && number(otherwise, functions)
            }
            _ => false,
        },
        Expr::Match(branch) => branch.arms.iter_mut().all(|arm| {
            // A pattern may bind what a closure takes with it.
            matches!(strip(&arm.body), Expr::Macro(_))
                || !takes_binding(&arm.pat, &arm.body) && number(&mut arm.body, functions)
        }),
        _ => {
            let Some(function) = function_of(expr) else { return false };
            let position = Literal::usize_unsuffixed(functions.len());
            functions.push(function);
            *expr = parse_quote!(#position);
            true
        }
    }
}

/// Whether an expression reads a variable that a pattern binds.
fn takes_binding(pat: &Pat, body: &Expr) -> bool {
    let mut names = Vec::new();
    identifiers(pat, &mut names);
    let mut takes = false;
    visit_free_variables(&mut body.clone(), &mut |name, _| {
        takes |= names.contains(name);
        None
    });
    takes
}

fn number_in_block(block: &mut Block, functions: &mut Vec<Expr>) -> bool {
    match block.stmts.as_mut_slice() {
        [Stmt::Expr(tail, None)] => number(tail, functions),
        _ => false,
    }
}

/// The closure or path in `|x| ..`, `f`, `&f`, `Box::new(f)`.
fn function_of(expr: &Expr) -> Option<Expr> {
    match strip(expr) {
        Expr::Closure(_) | Expr::Path(_) => Some(strip(expr).clone()),
        Expr::Reference(reference) if reference.mutability.is_none() => function_of(&reference.expr),
        Expr::Call(call) if call.args.len() == 1 => {
            let Expr::Path(path) = strip(&call.func) else { return None };
            let segments: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            let is_box = matches!(segments.as_slice(), [.., of, new] if of == "Box" && new == "new");
            if is_box { function_of(&call.args[0]) } else { None }
        }
        _ => None,
    }
}

/// The type that is written for a parameter of a closure.
fn written_input(function: &Expr, at: usize) -> Option<&Type> {
    match function {
        Expr::Closure(closure) => match closure.inputs.iter().nth(at)? {
            Pat::Type(typed) => Some(&typed.ty),
            _ => None,
        },
        _ => None,
    }
}

/// How many arguments functions take; none if nothing shows that they are functions.
fn arity(functions: &[Expr], annotation: Option<&Type>) -> Option<usize> {
    let closure = functions.iter().find_map(|function| match function {
        Expr::Closure(closure) => Some(closure.inputs.len()),
        _ => None,
    });
    closure.or_else(|| annotation.and_then(arity_of_type)).or_else(|| {
        let mut counts = functions.iter().map(|function| match function {
            Expr::Path(path) => {
                super::call::associated_float(path)?;
                let name = path.path.segments.last()?.ident.to_string();
                (1..=3).find(|count| crate::rules::named(&name, *count).is_some())
            }
            _ => None,
        });
        let first = counts.next()??;
        counts.all(|count| count == Some(first)).then_some(first)
    })
}

/// The same of `fn(f64) -> f64`, `&dyn Fn(f64) -> f64`, `Box<dyn Fn(f64) -> f64>`.
fn arity_of_type(ty: &Type) -> Option<usize> {
    if let Type::Path(path) = ty {
        let last = path.path.segments.last().filter(|last| last.ident == "Box")?;
        let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
        let Some(GenericArgument::Type(inner)) = arguments.args.first() else { return None };
        return arity_of_type(inner);
    }
    function_type(ty, &Generics::default()).map(|function| function.inputs.len())
}
