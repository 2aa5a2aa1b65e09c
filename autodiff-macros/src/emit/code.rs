//! Pieces of an expression with their precedence, so that parentheses stand only where they must.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{BinOp, Expr, UnOp};

/// How tightly an expression binds, loosest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Precedence {
    /// Closures, ranges, assignments, blocks: always in parentheses as an operand.
    Loose,
    Or,
    And,
    Comparison,
    Bits,
    Shift,
    Sum,
    Product,
    Cast,
    Prefix,
    Atom,
}

/// An expression.
#[derive(Clone, Debug)]
pub(super) struct Code {
    tokens: TokenStream,
    precedence: Precedence,
}

impl Code {
    pub(super) fn new(tokens: TokenStream, precedence: Precedence) -> Self {
        Code { tokens, precedence }
    }

    pub(super) fn atom(tokens: TokenStream) -> Self {
        Code::new(tokens, Precedence::Atom)
    }

    /// Whether the expression is just a name.
    pub(super) fn is(&self, name: &proc_macro2::Ident) -> bool {
        let mut tokens = self.tokens.clone().into_iter();
        matches!((tokens.next(), tokens.next()), (Some(proc_macro2::TokenTree::Ident(ident)), None) if ident == *name)
    }

    /// The expression where nothing surrounds it.
    pub(super) fn bare(&self) -> TokenStream {
        self.tokens.clone()
    }

    /// The expression as an operand that must bind at least as tightly.
    pub(super) fn at_least(&self, precedence: Precedence) -> TokenStream {
        let tokens = &self.tokens;
        if self.precedence >= precedence { quote!(#tokens) } else { quote!((#tokens)) }
    }

    /// The expression as the receiver of a method, or before `[..]` and `.0`.
    pub(super) fn receiver(&self) -> TokenStream {
        self.at_least(Precedence::Atom)
    }

    /// The expression as one to substitute for a name in the user's expressions.
    pub(super) fn expr(&self) -> Expr {
        Expr::Verbatim(self.at_least(Precedence::Atom))
    }

    /// An expression in the user's words. Its outer parentheses go: what surrounds it puts them where they must be.
    pub(super) fn user(expr: &Expr) -> Self {
        match expr {
            Expr::Paren(inner) => Code::user(&inner.expr),
            Expr::Group(inner) => Code::user(&inner.expr),
            _ => Code::new(expr.to_token_stream(), precedence_of(expr)),
        }
    }
}

fn precedence_of(expr: &Expr) -> Precedence {
    match expr {
        Expr::Binary(binary) => match binary.op {
            BinOp::Or(_) => Precedence::Or,
            BinOp::And(_) => Precedence::And,
            BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_) => {
                Precedence::Comparison
            }
            BinOp::BitAnd(_) | BinOp::BitOr(_) | BinOp::BitXor(_) => Precedence::Bits,
            BinOp::Shl(_) | BinOp::Shr(_) => Precedence::Shift,
            BinOp::Add(_) | BinOp::Sub(_) => Precedence::Sum,
            BinOp::Mul(_) | BinOp::Div(_) | BinOp::Rem(_) => Precedence::Product,
            _ => Precedence::Loose,
        },
        Expr::Cast(_) => Precedence::Cast,
        Expr::Unary(unary) => match unary.op {
            UnOp::Neg(_) | UnOp::Not(_) | UnOp::Deref(_) => Precedence::Prefix,
            _ => Precedence::Loose,
        },
        Expr::Reference(_) => Precedence::Prefix,
        Expr::Lit(_)
        | Expr::Path(_)
        | Expr::Call(_)
        | Expr::MethodCall(_)
        | Expr::Index(_)
        | Expr::Field(_)
        | Expr::Tuple(_)
        | Expr::Array(_)
        | Expr::Repeat(_)
        | Expr::Macro(_) => Precedence::Atom,
        Expr::Verbatim(_) => Precedence::Atom,
        _ => Precedence::Loose,
    }
}
