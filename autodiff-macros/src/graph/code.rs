//! What the user's own words say, as far as analyses ask: never by their text, whose spaces depend on who prints it.

use proc_macro2::Ident;
use syn::visit::{self, Visit};
use syn::{Expr, Macro};

/// The arguments of a call, if it calls a function of a type by a path that ends in their names.
pub(crate) fn call_of<'e>(expr: &'e Expr, ty: &str, function: &str) -> Option<Vec<&'e Expr>> {
    let Expr::Call(call) = expr else { return None };
    let Expr::Path(path) = &*call.func else { return None };
    let mut segments = path.path.segments.iter().rev();
    let last = segments.next().is_some_and(|segment| segment.ident == function);
    let before = segments.next().is_some_and(|segment| segment.ident == ty);
    (last && before).then(|| call.args.iter().collect())
}

/// Whether an expression is the length of something.
pub(crate) fn is_len(expr: &Expr) -> bool {
    matches!(expr, Expr::MethodCall(call) if call.method == "len" && call.args.is_empty())
}

/// Whether an expression may move a variable out of its place.
pub(crate) fn moves(expr: &Expr, variable: &Ident) -> bool {
    let mut moves = Moves { variable, found: false };
    moves.visit_expr(expr);
    moves.found
}

struct Moves<'v> {
    variable: &'v Ident,
    found: bool,
}

impl Moves<'_> {
    fn is_variable(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Path(path) => path.path.is_ident(self.variable),
            Expr::Paren(inner) => self.is_variable(&inner.expr),
            Expr::Group(inner) => self.is_variable(&inner.expr),
            _ => false,
        }
    }

    /// Where an expression is only looked at.
    fn place(&mut self, expr: &Expr) {
        if !self.is_variable(expr) {
            self.visit_expr(expr);
        }
    }
}

impl Visit<'_> for Moves<'_> {
    fn visit_expr(&mut self, expr: &Expr) {
        match expr {
            expr if self.is_variable(expr) => self.found = true,
            Expr::Reference(reference) => self.place(&reference.expr),
            Expr::Field(field) => self.place(&field.base),
            Expr::Cast(cast) => self.place(&cast.expr),
            Expr::Match(choice) => {
                self.place(&choice.expr);
                choice.arms.iter().for_each(|arm| self.visit_arm(arm));
            }
            Expr::Let(choice) => self.place(&choice.expr),
            Expr::Unary(unary) => self.place(&unary.expr),
            Expr::Binary(binary) => {
                self.place(&binary.left);
                self.place(&binary.right);
            }
            Expr::Index(index) => {
                self.place(&index.expr);
                self.place(&index.index);
            }
            Expr::Assign(assign) => {
                self.place(&assign.left);
                self.visit_expr(&assign.right);
            }
            Expr::MethodCall(call) => {
                if call.method.to_string().starts_with("into_") {
                    self.visit_expr(&call.receiver);
                } else {
                    self.place(&call.receiver);
                }
                call.args.iter().for_each(|argument| self.visit_expr(argument));
            }
            expr => visit::visit_expr(self, expr),
        }
    }

    // What macros are given they look at: `assert!`, `println!`.
    fn visit_macro(&mut self, _: &Macro) {}
}
