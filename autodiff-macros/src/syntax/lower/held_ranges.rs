//! Ranges that variables hold: `let columns = a..b;`, then `&row[columns.clone()]` or `columns.clone().map(..)`.
//!
//! The ends become variables of their own, and what follows reads `start..end` where it says `columns`.

use crate::syntax::scope::{Mention, identifiers, strip, visit_free_variables};
use proc_macro2::{Ident, Span};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ExprBlock, ExprRange, Pat, Stmt, parse_quote};

/// The same statements, with the ends of the first range that a variable holds as variables; none if there is no such range.
pub(super) fn with_ends(stmts: &[Stmt]) -> Option<Vec<Stmt>> {
    let mut tails = (0..stmts.len()).map(|position| (position, &stmts[position], &stmts[position + 1..]));
    tails.find_map(|(position, first, rest)| {
        let tail = match apart(first) {
            Some(firsts) => firsts.into_iter().chain(rest.iter().cloned()).collect(),
            None => with_ends_of(first, rest)?,
        };
        Some(stmts[..position].iter().cloned().chain(tail).collect())
    })
}

fn with_ends_of(first: &Stmt, rest: &[Stmt]) -> Option<Vec<Stmt>> {
    let (name, range) = held(first)?;
    let (from, to) = (range.start.as_ref()?, range.end.as_ref()?);
    let [start, end] =
        ["start", "end"].map(|end| Ident::new(&format!("{name}__{end}"), Span::mixed_site().located_at(name.span())));
    // It is done already.
    if matches!(strip(from), Expr::Path(path) if path.path.is_ident(&start)) {
        return None;
    }
    let mut ends = range.clone();
    ends.start = Some(parse_quote!(#start));
    ends.end = Some(parse_quote!(#end));
    let read = Expr::Range(ends);
    let block = Block { brace_token: syn::token::Brace::default(), stmts: rest.to_vec() };
    let mut block = Expr::Block(ExprBlock { attrs: Vec::new(), label: None, block });
    let mut is_read = false;
    visit_free_variables(&mut block, &mut |ident, mention| {
        let replaced = *ident == name && mention != Mention::Formatted;
        is_read |= replaced;
        replaced.then(|| parse_quote!((#read)))
    });
    if !is_read {
        return None;
    }
    Bare.visit_expr_mut(&mut block);
    let Expr::Block(block) = block else { return None };
    let mut stmts: Vec<Stmt> =
        vec![parse_quote!(let #start = #from;), parse_quote!(let #end = #to;), parse_quote!(let #name = #read;)];
    stmts.extend(block.block.stmts);
    Some(stmts)
}

/// `let (rows, columns) = (a..b, c..d);`, a statement for each; none where a range reads a variable that the names hide.
fn apart(stmt: &Stmt) -> Option<Vec<Stmt>> {
    let Stmt::Local(local) = stmt else { return None };
    let init = local.init.as_ref().filter(|init| init.diverge.is_none())?;
    let (Pat::Tuple(pattern), Expr::Tuple(values)) = (&local.pat, strip(&init.expr)) else { return None };
    let are_ranges = values.elems.iter().all(|value| matches!(strip(value), Expr::Range(_)));
    let are_names = pattern.elems.iter().all(|name| matches!(name, Pat::Ident(_)));
    if !are_ranges || !are_names || pattern.elems.len() != values.elems.len() || values.elems.is_empty() {
        return None;
    }
    let mut names = Vec::new();
    identifiers(&local.pat, &mut names);
    let mut hidden = false;
    visit_free_variables(&mut (*init.expr).clone(), &mut |name, _| {
        hidden |= names.contains(name);
        None
    });
    let statement = |(name, value): (&Pat, &Expr)| parse_quote!(let #name = #value;);
    (!hidden).then(|| pattern.elems.iter().zip(&values.elems).map(statement).collect())
}

/// The variable that holds a range, and the range.
fn held(stmt: &Stmt) -> Option<(Ident, &ExprRange)> {
    let Stmt::Local(local) = stmt else { return None };
    let init = local.init.as_ref().filter(|init| init.diverge.is_none())?;
    match (&local.pat, strip(&init.expr)) {
        (Pat::Ident(pattern), Expr::Range(range))
            if pattern.mutability.is_none() && pattern.by_ref.is_none() && pattern.subpat.is_none() =>
        {
            Some((pattern.ident.clone(), range))
        }
        _ => None,
    }
}

/// Takes off what a range needs none of: `(a..b).clone()`, `x[(a..b)]`.
struct Bare;

impl VisitMut for Bare {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        match expr {
            Expr::MethodCall(call)
                if call.method == "clone"
                    && call.args.is_empty()
                    && matches!(strip(&call.receiver), Expr::Range(_)) =>
            {
                *expr = (*call.receiver).clone();
            }
            Expr::Index(index) if matches!(strip(&index.index), Expr::Range(_)) => {
                *index.index = strip(&index.index).clone();
            }
            Expr::MethodCall(call) => {
                for argument in call.args.iter_mut().filter(|argument| matches!(strip(argument), Expr::Range(_))) {
                    *argument = strip(argument).clone();
                }
            }
            _ => {}
        }
    }
}
