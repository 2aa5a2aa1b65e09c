//! Options that statements give: a fold that begins with one, `break Some(x)`. Each is written with a variable.

use super::Lowering;
use crate::syntax::scope::strip;
use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ExprBreak, ExprMethodCall, Lifetime, Stmt, parse_quote};

impl Lowering<'_> {
    /// The same option with a variable that holds it; none for other expressions.
    pub(super) fn option_in_statements(&self, expr: &Expr) -> Option<Expr> {
        let expr = strip(expr);
        let held = Ident::new("option_so_far", Span::mixed_site().located_at(expr.span()));
        match expr {
            Expr::MethodCall(call) if folds(call) => {
                let (items, start, closure) = (&call.receiver, &call.args[0], strip(&call.args[1]));
                let Expr::Closure(closure) = closure else { return None };
                let mut returns = Breaks { label: None, depth: 0, held: None, values: Vec::new(), returns: false };
                returns.visit_expr_mut(&mut (*closure.body).clone());
                let tries = call.method == "try_fold";
                let is_option = if tries { self.is_option(&closure.body) } else { self.is_option(start) };
                if returns.returns || closure.inputs.len() != 2 || !self.is_sequence(items) || !is_option {
                    return None;
                }
                let (before, item, body) = (&closure.inputs[0], &closure.inputs[1], &closure.body);
                if tries {
                    return Some(parse_quote!({
                        let mut #held = Some(#start);
                        for #item in #items {
                            let Some(#before) = #held else { break };
                            #held = #body;
                            let Some(_) = #held else { break };
                        }
                        #held
                    }));
                }
                Some(parse_quote!({
                    let mut #held = #start;
                    for #item in #items {
                        let #before = #held;
                        #held = #body;
                    }
                    #held
                }))
            }
            Expr::Loop(endless) => {
                let label = endless.label.as_ref().map(|label| &label.name);
                let body = self.with_assigned_breaks(&endless.body, label, 0, &held)?;
                let label = &endless.label;
                Some(parse_quote!({
                    let mut #held = None;
                    #label loop #body
                    #held
                }))
            }
            Expr::Block(block) => {
                let label = block.label.as_ref()?;
                // A break without a label leaves no block.
                let mut body = self.with_assigned_breaks(&block.block, Some(&label.name), 1, &held)?;
                if let Some(Stmt::Expr(end, None)) = body.stmts.last_mut() {
                    *end = parse_quote!({ #held = #end; });
                }
                Some(parse_quote!({
                    let mut #held = None;
                    #label #body
                    #held
                }))
            }
            _ => None,
        }
    }

    /// A body whose breaks assign what they give, if one of them gives an option.
    fn with_assigned_breaks(
        &self,
        body: &Block,
        label: Option<&Lifetime>,
        depth: usize,
        held: &Ident,
    ) -> Option<Block> {
        let mut body = body.clone();
        let mut breaks = Breaks { label, depth, held: Some(held), values: Vec::new(), returns: false };
        breaks.visit_block_mut(&mut body);
        breaks.values.iter().any(|value| self.is_option(value)).then_some(body)
    }
}

/// Whether a method folds the items of a sequence.
pub(super) fn folds(call: &ExprMethodCall) -> bool {
    matches!(call.method.to_string().as_str(), "fold" | "try_fold") && call.args.len() == 2
}

/// The breaks that leave a loop or block.
struct Breaks<'e> {
    label: Option<&'e Lifetime>,
    /// How many loops a break without a label would leave instead.
    depth: usize,
    /// The variable that is assigned what they give.
    held: Option<&'e Ident>,
    values: Vec<Expr>,
    returns: bool,
}

impl VisitMut for Breaks<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        let is_loop = matches!(expr, Expr::Loop(_) | Expr::While(_) | Expr::ForLoop(_));
        if matches!(expr, Expr::Closure(_) | Expr::Async(_)) {
            return;
        }
        self.returns |= matches!(expr, Expr::Return(_));
        self.depth += usize::from(is_loop);
        visit_mut::visit_expr_mut(self, expr);
        self.depth -= usize::from(is_loop);
        let Expr::Break(ExprBreak { label, expr: value, .. }) = expr else { return };
        let is_own = match label {
            Some(label) => Some(&*label) == self.label,
            None => self.depth == 0,
        };
        if let (true, Some(given), Some(held)) = (is_own, value.take(), self.held) {
            self.values.push((*given).clone());
            let leave = &*expr;
            *expr = parse_quote!({
                #held = #given;
                #leave
            });
        }
    }
}
