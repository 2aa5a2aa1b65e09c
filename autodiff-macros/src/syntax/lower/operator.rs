//! Operators, casts and methods.

use super::Lowering;
use super::infer::arithmetic;
use crate::diagnostics::{Message, Place};
use crate::graph::{CastForm, Float, Form, Node, Obstacle, SameForm, Ty, Value};
use crate::rules::{Named, Op, named};
use crate::syntax::scope::is_compound;
use crate::syntax::types::ty_of;
use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, ExprBinary, ExprCast, ExprMethodCall, parse_quote, parse_quote_spanned};

/// The operator of the table that a binary operator is, compound or not.
fn arithmetic_op(op: &BinOp) -> Option<Op> {
    use BinOp::*;
    Some(match op {
        Add(_) | AddAssign(_) => Op::Add,
        Sub(_) | SubAssign(_) => Op::Sub,
        Mul(_) | MulAssign(_) => Op::Mul,
        Div(_) | DivAssign(_) => Op::Div,
        Rem(_) | RemAssign(_) => Op::Rem,
        _ => return None,
    })
}

/// The operator without the assignment: `+` for `+=`.
fn plain_op(op: &BinOp) -> BinOp {
    let span = op.span();
    match op {
        BinOp::AddAssign(_) => BinOp::Add(syn::token::Plus(span)),
        BinOp::SubAssign(_) => BinOp::Sub(syn::token::Minus(span)),
        BinOp::MulAssign(_) => BinOp::Mul(syn::token::Star(span)),
        BinOp::DivAssign(_) => BinOp::Div(syn::token::Slash(span)),
        BinOp::RemAssign(_) => BinOp::Rem(syn::token::Percent(span)),
        BinOp::BitXorAssign(_) => BinOp::BitXor(syn::token::Caret(span)),
        BinOp::BitAndAssign(_) => BinOp::BitAnd(syn::token::And(span)),
        BinOp::BitOrAssign(_) => BinOp::BitOr(syn::token::Or(span)),
        BinOp::ShlAssign(_) => BinOp::Shl(syn::token::Shl(span)),
        BinOp::ShrAssign(_) => BinOp::Shr(syn::token::Shr(span)),
        other => *other,
    }
}

/// Methods that are seen through where it is known that their receiver is a vector, slice or array.
const VECTOR_METHODS: &[&str] =
    &["concat", "first", "get", "into_iter", "last", "map", "pop", "sort_by", "split_at", "split_first", "split_last"];

impl Lowering<'_> {
    pub(super) fn negation(&mut self, inner: &Expr, span: Span) -> Value {
        let operand = self.expr(inner);
        match self.ty(operand).peeled().clone() {
            Ty::Constant => self.template(&[operand], Ty::Constant, false, true, span, |idents| {
                let operand = &idents[0];
                parse_quote!(-#operand)
            }),
            ty => self.apply(Op::Neg, Form::Symbol, vec![operand], ty, span),
        }
    }

    pub(super) fn apply(&mut self, op: Op, form: Form, operands: Vec<Value>, ty: Ty, span: Span) -> Value {
        self.push(Node::Apply { op, form, operands }, ty, span)
    }

    pub(super) fn binary(&mut self, binary: &ExprBinary, expr: &Expr) -> Value {
        if is_compound(&binary.op) {
            return self.compound_assignment(binary);
        }
        use BinOp::{And, Eq, Ge, Gt, Le, Lt, Ne, Or};
        if matches!(binary.op, And(_) | Or(_) | Eq(_) | Ne(_) | Lt(_) | Le(_) | Gt(_) | Ge(_)) {
            return self.condition(expr);
        }
        let left = self.expr(&binary.left);
        let right = self.expr(&binary.right);
        self.binary_of_values(&binary.op, left, right, binary.op.span())
    }

    /// `left op right`, also for `left op= right`.
    pub(super) fn binary_of_values(&mut self, op: &BinOp, left: Value, right: Value, span: Span) -> Value {
        let ty = arithmetic(self.ty(left), self.ty(right));
        match (arithmetic_op(op), &ty) {
            (Some(op), Ty::Float(_) | Ty::Unknown) => self.apply(op, Form::Symbol, vec![left, right], ty, span),
            _ => {
                let op = plain_op(op);
                // Floats have no other operators: what is unknown here is an integer, and not one that was cast.
                let cut = [left, right]
                    .iter()
                    .all(|operand| self.graph[*operand].constant || matches!(self.ty(*operand), Ty::Unknown));
                self.template(&[left, right], Ty::Constant, cut, true, span, |idents| {
                    let (left, right) = (&idents[0], &idents[1]);
                    parse_quote!(#left #op #right)
                })
            }
        }
    }

    pub(super) fn cast(&mut self, cast: &ExprCast) -> Value {
        let span = cast.span();
        let operand = self.expr(&cast.expr);
        match (ty_of(&cast.ty), self.ty(operand).clone()) {
            (Ty::Float(to), Ty::Float(_) | Ty::Unknown) => self.cast_to(to, CastForm::As, operand, span),
            (to, _) => {
                let target = &cast.ty;
                let value = self.template(&[operand], to, false, false, span, |idents| {
                    let operand = &idents[0];
                    parse_quote!(#operand as #target)
                });
                let message = match ty_of(target) {
                    Ty::Unknown => Message::cast_to_alias(&quote::ToTokens::to_token_stream(target).to_string()),
                    _ => Message::integer_cast(),
                };
                self.set_obstacle(value, Place::of(cast), message);
                value
            }
        }
    }

    pub(super) fn cast_to(&mut self, to: Float, form: CastForm, operand: Value, span: Span) -> Value {
        self.push(Node::Cast { to, form, operand }, Ty::Float(to), span)
    }

    /// Says why no derivative goes through an opaque value.
    pub(super) fn set_obstacle(&mut self, value: Value, place: Place, message: Message) {
        if let Some(inst) = self.graph.definition(value)
            && let Node::Opaque(opaque) = &mut self.graph[inst].node
        {
            opaque.obstacle = Some(std::rc::Rc::new(Obstacle { place, message }));
        }
    }

    pub(super) fn method_call(&mut self, call: &ExprMethodCall, expr: &Expr) -> Value {
        let name = call.method.to_string();
        let span = call.method.span();
        if let Some(item) = self.inserted(expr) {
            return self.item_value(item, span);
        }
        if let Some(value) = self.sequence_method(call, expr) {
            return value;
        }
        match named(&name, call.args.len() + 1) {
            // Floats have no such method of their own: it may come from any trait.
            Some(Named::Op(op)) if op.symbol().is_some() => {
                let message = Message::operator_method(&name, op.symbol().unwrap_or_default());
                self.opaque(expr, Some(Obstacle { place: span.into(), message }))
            }
            // Of anything but a slice, `len` may be a trait's and hide a float: the conversion asks `rustc`.
            Some(Named::Constant) if name == "len" && !matches!(self.infer(&call.receiver).peeled(), Ty::Slice(_)) => {
                self.opaque_cut(&parse_quote_spanned!(span=> ::core::primitive::usize::from(#expr)), Ty::Constant)
            }
            Some(Named::Op(op)) => {
                let operands = self.method_operands(call);
                self.apply_named(op, Form::Method, operands, span)
            }
            Some(Named::Pair(first, second)) => {
                let operands = self.method_operands(call);
                let first = self.apply_named(first, Form::Method, operands.clone(), span);
                let second = self.apply_named(second, Form::Method, operands, span);
                let ty = Ty::Tuple(vec![self.ty(first).clone(), self.ty(second).clone()]);
                self.push(Node::Tuple(vec![first, second]), ty, span)
            }
            Some(Named::Identity) => {
                let operand = self.expr(&call.receiver);
                let ty = self.ty(operand).peeled().clone();
                self.push(Node::Same { form: SameForm::Clone, operand }, ty, span)
            }
            Some(Named::Constant) => self.condition(expr),
            Some(Named::Discrete) => {
                self.opaque(expr, Some(Obstacle { place: span.into(), message: Message::discrete(&name) }))
            }
            // A method of an integer that was asked of numbers, as in `x.len().next_power_of_two()`.
            None if self.is_method_of_constant(call) => {
                let operands = self.method_operands(call);
                let (method, turbofish) = (&call.method, &call.turbofish);
                self.template(&operands, Ty::Constant, false, true, span, |idents| {
                    let (receiver, arguments) = (&idents[0], &idents[1..]);
                    parse_quote!(#receiver.#method #turbofish(#(#arguments),*))
                })
            }
            None => {
                let obstacle = match self.unseen_end(expr) {
                    _ if self.has_unknown_root(expr) || self.is_of_unknown(call) => {
                        Obstacle { place: span.into(), message: Message::method_of_unknown(&name) }
                    }
                    Some(method) => {
                        let message = Message::iterator_method(&method.to_string());
                        Obstacle { place: method.span().into(), message }
                    }
                    None => self
                        .unseen_option(call)
                        .unwrap_or_else(|| Obstacle { place: span.into(), message: Message::method(&name) }),
                };
                self.opaque(expr, Some(obstacle))
            }
        }
    }

    /// Whether a method is called on an integer or the like, with such arguments, and gives one.
    pub(super) fn is_method_of_constant(&self, call: &ExprMethodCall) -> bool {
        // What a method gives that is one of these itself.
        let is_given = |operand: &syn::Expr| match crate::syntax::scope::strip(operand) {
            syn::Expr::MethodCall(inner) => self.is_method_of_constant(inner),
            _ => false,
        };
        let is_constant = |operand: &syn::Expr| matches!(self.infer(operand), Ty::Constant) || is_given(operand);
        is_constant(&call.receiver) && call.args.iter().all(is_constant) && call.method != "into"
    }

    /// Whether a chain of methods that vectors and slices have, too, begins with a value of a type that only `rustc` knows.
    fn has_unknown_root(&self, expr: &Expr) -> bool {
        let Expr::MethodCall(call) = crate::syntax::scope::strip(expr) else { return false };
        let begins = matches!(self.infer(&call.receiver).peeled(), Ty::Unknown)
            && matches!(crate::syntax::scope::strip(&call.receiver), Expr::Path(_) | Expr::Call(_) | Expr::Field(_));
        (begins && VECTOR_METHODS.contains(&call.method.to_string().as_str())) || self.has_unknown_root(&call.receiver)
    }

    /// Whether a method that iterators have is called on a variable of a type that only `rustc` knows.
    fn is_of_unknown(&self, call: &ExprMethodCall) -> bool {
        let is_end = matches!(call.method.to_string().as_str(), "sum" | "product" | "fold" | "count" | "collect");
        let receiver = crate::syntax::scope::strip(&call.receiver);
        is_end && matches!(receiver, Expr::Path(_)) && matches!(self.infer(receiver).peeled(), Ty::Unknown)
    }

    /// The method that gives an `Option` which the macro does not see through, where another one ends that.
    fn unseen_option(&self, call: &ExprMethodCall) -> Option<Obstacle> {
        let ends = matches!(
            call.method.to_string().as_str(),
            "unwrap" | "expect" | "unwrap_or" | "unwrap_or_else" | "unwrap_or_default" | "map_or" | "map_or_else"
        );
        match crate::syntax::scope::strip(&call.receiver) {
            syn::Expr::MethodCall(inner) if ends && inner.method != "parse" => {
                Some(Obstacle { place: inner.method.span().into(), message: Message::optional() })
            }
            _ => None,
        }
    }

    /// The first method of a chain that follows an iterator which the macro sees through, but is none of those that it
    /// knows itself.
    fn unseen_end<'e>(&self, expr: &'e Expr) -> Option<&'e proc_macro2::Ident> {
        let Expr::MethodCall(call) = crate::syntax::scope::strip(expr) else { return None };
        let is_first = self.is_sequence(&call.receiver) && !self.is_sequence(expr);
        if is_first { Some(&call.method) } else { self.unseen_end(&call.receiver) }
    }

    fn method_operands(&mut self, call: &ExprMethodCall) -> Vec<Value> {
        let mut operands = vec![self.expr(&call.receiver)];
        operands.extend(call.args.iter().map(|argument| self.expr(argument)));
        operands
    }

    /// An operator that was called by its name.
    pub(super) fn apply_named(&mut self, op: Op, form: Form, operands: Vec<Value>, span: Span) -> Value {
        let ty = match form {
            Form::Associated(float) => Ty::Float(float),
            _ => match self.ty(operands[0]).peeled() {
                Ty::Float(float) => Ty::Float(*float),
                // `n.max(m)` of integers that come from a cast stays an integer.
                Ty::Constant => {
                    return self.template(&operands, Ty::Constant, false, true, span, |idents| {
                        let (receiver, arguments) = (&idents[0], &idents[1..]);
                        let method = proc_macro2::Ident::new(op.name(), span);
                        parse_quote!(#receiver.#method(#(#arguments),*))
                    });
                }
                _ => Ty::Unknown,
            },
        };
        self.apply(op, form, operands, ty, span)
    }
}
