//! Expressions that stay in the user's words: constants, conditions, indices, statements such as `assert!`.

use super::branch::Exit;
use super::{Binding, Lowering};
use crate::diagnostics::{Message, Place};
use crate::graph::{Argument, Capture, Node, Obstacle, Opaque, Origin, Ty, Value};
use crate::rules::{Named, named};
use crate::syntax::macros::{KnownMacro, known_macro};
use crate::syntax::scope::{Mention, Scan, only_reads, strip, visit_free_variables};
use proc_macro2::{Ident, Span};
use quote::format_ident;
use std::rc::Rc;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, Lit, Macro, Stmt, Token, UnOp, parse_quote};

/// Methods that change what is behind a shared reference.
const INTERIOR: &[&str] = &[
    "set",
    "replace",
    "swap",
    "update",
    "borrow_mut",
    "try_borrow_mut",
    "lock",
    "try_lock",
    "write",
    "try_write",
    "store",
];

impl Lowering<'_> {
    /// Whether an expression is made of constants only. Cheap for operators, whose chains may be long: it stops at
    /// the first variable that may have a derivative.
    pub(super) fn is_constant(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Lit(_) => true,
            Expr::Path(path) => match path.path.get_ident().filter(|_| path.qself.is_none()) {
                Some(ident) => match self.names.get(&ident.to_string()).and_then(|ids| ids.last()) {
                    Some(&id) => self.is_constant_binding(&self.bindings[id]),
                    None => true,
                },
                None => true,
            },
            Expr::Paren(inner) => self.is_constant(&inner.expr),
            Expr::Group(inner) => self.is_constant(&inner.expr),
            Expr::Unary(unary) => self.is_constant(&unary.expr),
            Expr::Cast(cast) => self.is_constant(&cast.expr),
            Expr::Field(field) => self.is_constant(&field.base),
            Expr::Binary(binary) => {
                !crate::syntax::scope::is_compound(&binary.op)
                    && self.is_constant(&binary.left)
                    && self.is_constant(&binary.right)
            }
            Expr::Index(index) => self.is_constant(&index.expr) && self.is_constant(&index.index),
            Expr::MethodCall(call) => {
                self.is_constant(&call.receiver)
                    && call.args.iter().all(|argument| self.is_constant(argument))
                    && !self.changes_part(call)
            }
            Expr::Call(call) => {
                self.is_constant(&call.func) && call.args.iter().all(|argument| self.is_constant(argument))
            }
            Expr::Tuple(tuple) => {
                !tuple.elems.is_empty() && tuple.elems.iter().all(|element| self.is_constant(element))
            }
            Expr::Array(array) => array.elems.iter().all(|element| self.is_constant(element)),
            Expr::Reference(reference) if reference.mutability.is_none() => self.is_constant(&reference.expr),
            Expr::Assign(_)
            | Expr::Return(_)
            | Expr::Macro(_)
            | Expr::Unsafe(_)
            | Expr::ForLoop(_)
            | Expr::While(_)
            | Expr::Loop(_) => false,
            // A block of statements is lowered; one that computes a constant stays as it is.
            Expr::Block(block) if !matches!(block.block.stmts.last(), Some(Stmt::Expr(_, None))) => false,
            other => self.scan_is_constant(other),
        }
    }

    fn is_constant_binding(&self, binding: &Binding) -> bool {
        if let Some(option) = &binding.option {
            return self.is_constant_option(option);
        }
        let root = binding.alias.as_ref().map_or(binding, |alias| &self.bindings[alias.root]);
        root.value.is_some_and(|value| self.graph[value].constant)
    }

    /// Whether a method may change what a mutable reference to a part of a variable refers to: it makes a new version.
    fn changes_part(&self, call: &syn::ExprMethodCall) -> bool {
        !only_reads(&call.method.to_string(), call.args.len() + 1)
            && self.mutable_alias(&call.receiver).is_some_and(|alias| !alias.path.is_empty())
    }

    /// The slow way, for expressions with scopes of their own.
    fn scan_is_constant(&self, expr: &Expr) -> bool {
        let mut constant = true;
        let scan = visit_free_variables(&mut expr.clone(), &mut |ident, mention| {
            if let Some(&id) = self.names.get(&ident.to_string()).and_then(|ids| ids.last()) {
                constant &= self.is_constant_binding(&self.bindings[id]) && mention != Mention::Changed;
            }
            None
        });
        constant && scan.escape.is_none() && scan.forbidden.is_none()
    }

    /// Whether a loop reads and changes constants only, so that it is a statement like any other.
    pub(super) fn is_constant_loop(&self, expr: &Expr) -> bool {
        let mut constant = true;
        let scan = visit_free_variables(&mut expr.clone(), &mut |ident, _| {
            if let Some(&id) = self.names.get(&ident.to_string()).and_then(|ids| ids.last()) {
                // What a mutable reference refers to changes elsewhere.
                // What it holds may be assigned in parts.
                let is_ours = self.bindings[id].alias.is_some() || self.bindings[id].option.is_some();
                constant &= self.is_constant_binding(&self.bindings[id]) && !is_ours;
            }
            None
        });
        constant && scan.escape.is_none() && scan.forbidden.is_none()
    }

    /// A loop over constants, in the user's words: it makes new versions of the variables that it changes.
    pub(super) fn constant_loop(&mut self, expr: &Expr) -> Value {
        let has_value = matches!(expr, Expr::Loop(iteration) if super::iteration::breaks_with_value(&iteration.body));
        let ty = if has_value { Ty::Unknown } else { Ty::unit() };
        self.keep(expr.clone(), ty, false, None)
    }

    /// A constant expression in the user's words; none if it cannot stay as it is.
    pub(super) fn constant(&mut self, expr: &Expr) -> Option<Value> {
        // A variable alone is its value.
        if let Expr::Path(path) = expr
            && let Some(ident) = path.path.get_ident().filter(|_| path.qself.is_none())
            && let Some(id) = self.lookup(ident)
        {
            return self.read(id, ident.span());
        }
        Some(self.opaque(expr, None))
    }

    /// Keeps an expression as it stands. `obstacle` says why no derivative goes through it; none for constants.
    pub(super) fn opaque(&mut self, expr: &Expr, obstacle: Option<Obstacle>) -> Value {
        let ty = self.infer(expr);
        self.keep(expr.clone(), ty, false, obstacle)
    }

    /// Keeps an expression whose result has no derivative by its nature.
    pub(super) fn opaque_cut(&mut self, expr: &Expr, ty: Ty) -> Value {
        self.keep(expr.clone(), ty, true, None)
    }

    fn keep(&mut self, mut code: Expr, ty: Ty, cut: bool, obstacle: Option<Obstacle>) -> Value {
        let span = code.span();
        let (captures, changes) = self.captures(&mut code);
        let pinned = !is_pure(&code, &|inner| self.infer(inner));
        let all_constant = captures.iter().all(|capture| self.graph[capture.value].constant);
        let constant = cut || all_constant;
        if !all_constant {
            self.check_interior(&code);
        }
        if cut && !all_constant {
            // Its own value is a constant; the variables that it changes need not be.
            for (position, _) in &changes {
                let Capture { ident, value, .. } = &captures[*position];
                if !matches!(self.ty(*value).peeled(), Ty::Constant) {
                    self.error(ident.span(), Message::changed_in_words(&ident.to_string()));
                }
            }
        }
        let changed: Vec<usize> = changes.iter().map(|(position, _)| *position).collect();
        let mut types = vec![ty];
        types.extend(changed.iter().map(|position| self.graph[captures[*position].value].ty.clone()));
        let opaque =
            Opaque { code: Rc::new(code), captures, changes: changed, cut, pinned, obstacle: obstacle.map(Rc::new) };
        let inst = self.graph.push(self.region, Node::Opaque(opaque), types, Origin::Primal, span);
        let results = self.graph[inst].results.clone();
        for result in &results {
            self.graph[*result].constant = constant;
        }
        for (result, (_, id)) in results[1..].iter().zip(changes) {
            let ident = self.bindings[id].ident.clone();
            self.name(*result, &ident);
            self.set(id, Some(*result));
        }
        results[0]
    }

    /// The variables that an expression mentions, and those that it changes.
    fn captures(&mut self, code: &mut Expr) -> (Vec<Capture>, Vec<(usize, super::BindingId)>) {
        let mut mentions: Vec<(Ident, Mention)> = Vec::new();
        let scan = visit_free_variables(code, &mut |ident, mention| {
            mentions.push((ident.clone(), mention));
            None
        });
        self.check_scan(&scan);
        let mut captures: Vec<Capture> = Vec::new();
        let mut changes = Vec::new();
        for (ident, mention) in mentions {
            if self.names.get(&ident.to_string()).is_none_or(|ids| ids.is_empty()) {
                continue;
            }
            let formatted = mention == Mention::Formatted;
            let id = if formatted { self.names[&ident.to_string()].last().copied() } else { self.lookup(&ident) };
            let Some(id) = id else { continue };
            let Some(value) = self.read(id, ident.span()) else {
                let message = match (&self.bindings[id].closure, &self.bindings[id].iterator) {
                    (Some(_), _) => Message::closure_in_words(&ident.to_string()),
                    (None, Some(_)) => Message::partly_used(),
                    (None, None) => Message::uninitialised(&ident.to_string()),
                };
                self.error(ident.span(), message);
                continue;
            };
            let position = captures.iter().position(|capture| capture.ident == ident).unwrap_or_else(|| {
                captures.push(Capture::new(ident.clone(), value));
                captures.len() - 1
            });
            let scalar = self.graph[value].ty.is_float();
            let is_alias = self.bindings[id].alias.is_some();
            let may_change = mention == Mention::Changed
                || (mention == Mention::Receiver && (self.bindings[id].mutable || is_alias) && !scalar)
                || (mention == Mention::Passed && is_alias);
            if may_change && !changes.iter().any(|(seen, _)| *seen == position) {
                let alias = self.bindings[id].alias.clone();
                let constant = self.graph[value].constant;
                if self.bindings[id].option.is_some() {
                    self.error(ident.span(), Message::option_change(&ident.to_string()));
                } else if constant && !is_alias {
                    changes.push((position, id));
                } else if let Some(alias) = alias.filter(|_| constant)
                    && let Some(value) = self.bindings[alias.root].value
                    && !changes.iter().any(|(_, root)| *root == alias.root)
                {
                    captures[position] = Capture { ident, value, exclusive: Some(alias.path) };
                    changes.push((position, alias.root));
                } else if mention != Mention::Passed {
                    let message = match self.container_in(id) {
                        Some(name) => Message::container(&name),
                        None => Message::shadowed_capture(&ident.to_string()),
                    };
                    self.error(ident.span(), message);
                }
            }
        }
        (captures, changes)
    }

    /// Reports a value with a derivative that is put into a constant of this function which changes from inside.
    fn check_interior(&self, code: &Expr) {
        struct Interior<'v>(&'v mut dyn FnMut(&Ident));
        impl<'ast> syn::visit::Visit<'ast> for Interior<'_> {
            fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
                if INTERIOR.contains(&call.method.to_string().as_str())
                    && let Some(root) = root_of_chain(&call.receiver)
                {
                    (self.0)(root);
                }
                syn::visit::visit_expr_method_call(self, call);
            }

            fn visit_macro(&mut self, invocation: &'ast Macro) {
                let parser = Punctuated::<Expr, Token![,]>::parse_terminated;
                if let Ok(arguments) = invocation.parse_body_with(parser) {
                    arguments.iter().for_each(|argument| syn::visit::Visit::visit_expr(self, argument));
                }
            }
        }
        let mut report = |root: &Ident| {
            if let Some(&id) = self.names.get(&root.to_string()).and_then(|ids| ids.last())
                && !self.bindings[id].mutable
                && self.bindings[id].value.is_some_and(|value| self.is_local_constant(value))
            {
                self.error(root.span(), Message::interior(&root.to_string()));
            }
        };
        syn::visit::Visit::visit_expr(&mut Interior(&mut report), code);
    }

    /// A constant that this function made, of a type that only `rustc` knows.
    fn is_local_constant(&self, value: Value) -> bool {
        self.graph[value].constant
            && self.graph.definition(value).is_some()
            && matches!(self.ty(value).peeled(), Ty::Unknown)
    }

    /// Reports a call that is a statement and may put a value with a derivative into one of its other arguments.
    pub(super) fn dropped(&mut self, value: Value, expr: &Expr) {
        if !matches!(strip(expr), Expr::Call(_) | Expr::MethodCall(_)) || self.graph[value].constant {
            return;
        }
        let operands = match self.graph.node(value) {
            Some(Node::Opaque(opaque)) if opaque.obstacle.is_some() => {
                opaque.captures.iter().map(|capture| capture.value).collect()
            }
            Some(Node::Call { arguments, .. }) => {
                arguments.iter().filter(|argument| argument.place().is_none()).map(Argument::value).collect()
            }
            _ => Vec::new(),
        };
        // What an operator makes is a number, whose type a constant of another module may hide.
        let is_computed =
            |value: Value| matches!(self.graph.node(value), Some(Node::Opaque(opaque)) if is_computed(&opaque.code));
        let mut operands = operands.into_iter();
        let held = operands.find(|operand| self.is_local_constant(*operand) && !is_computed(*operand));
        let named = held.and_then(|operand| match self.graph.node(operand) {
            Some(Node::Opaque(opaque)) if opaque.captures.len() == 1 => {
                self.graph[opaque.captures[0].value].name.clone()
            }
            _ => self.graph[operand].name.clone(),
        });
        if held.is_some() {
            let name = named.map_or_else(|| "this value".to_owned(), |name| name.stem);
            self.error(Place::of(expr), Message::interior(&name));
        }
    }

    fn check_scan(&mut self, scan: &Scan) {
        if let Some(span) = scan.escape {
            let help = "compute it in a statement of its own";
            self.error(span, Message::unsupported("control flow that leaves this expression", help));
        }
        if let Some((span, what)) = scan.forbidden {
            self.error(
                span,
                Message::unsupported(what, "move it into a function of its own, which is called with constants"),
            );
        }
    }

    /// An expression around values that are lowered already: `build` gets a placeholder for each.
    pub(super) fn template(
        &mut self,
        operands: &[Value],
        ty: Ty,
        cut: bool,
        pinned: bool,
        span: Span,
        build: impl FnOnce(&[Ident]) -> Expr,
    ) -> Value {
        let idents: Vec<Ident> = (0..operands.len())
            .map(|position| format_ident!("operand_{}", position, span = Span::mixed_site()))
            .collect();
        let captures: Vec<Capture> =
            idents.iter().zip(operands).map(|(ident, value)| Capture::new(ident.clone(), *value)).collect();
        let code = build(&idents);
        let constant = cut || captures.iter().all(|capture| self.graph[capture.value].constant);
        let opaque = Opaque { code: Rc::new(code), captures, changes: Vec::new(), cut, pinned, obstacle: None };
        let value = self.push(Node::Opaque(opaque), ty, span);
        self.graph[value].constant = constant;
        value
    }

    /// A condition: whatever it reads, its value is a constant. It stays in the user's words, unless control leaves it
    /// or it changes a variable.
    pub(super) fn condition(&mut self, expr: &Expr) -> Value {
        if !self.must_be_lowered(expr) {
            return self.opaque_cut(expr, Ty::Constant);
        }
        let span = expr.span();
        match strip(expr) {
            Expr::Binary(binary) if matches!(binary.op, BinOp::And(_) | BinOp::Or(_)) => {
                let is_and = matches!(binary.op, BinOp::And(_));
                let left = self.condition(&binary.left);
                let decided: Expr = if is_and { parse_quote!(false) } else { parse_quote!(true) };
                let mut right = |this: &mut Self| this.condition(&binary.right);
                let mut known = |this: &mut Self| this.constant_code(decided.clone(), Ty::Constant, span);
                if is_and {
                    self.branch(left, span, &mut right, &mut known)
                } else {
                    self.branch(left, span, &mut known, &mut right)
                }
            }
            Expr::Binary(binary) => {
                let (left, right) = (self.expr(&binary.left), self.expr(&binary.right));
                let op = binary.op;
                self.template(&[left, right], Ty::Constant, true, true, span, |idents| {
                    let (left, right) = (&idents[0], &idents[1]);
                    parse_quote!(#left #op #right)
                })
            }
            Expr::Unary(unary) if matches!(unary.op, UnOp::Not(_)) => {
                let operand = self.condition(&unary.expr);
                self.template(&[operand], Ty::Constant, true, false, span, |idents| {
                    let operand = &idents[0];
                    parse_quote!(!#operand)
                })
            }
            // A question about items is a loop.
            Expr::MethodCall(call) if self.is_sequence(&call.receiver) => self.expr(expr),
            Expr::MethodCall(call) => {
                let receiver = self.expr(&call.receiver);
                let mut operands = vec![receiver];
                operands.extend(call.args.iter().map(|argument| self.expr(argument)));
                let method = &call.method;
                self.template(&operands, Ty::Constant, true, true, span, |idents| {
                    let (receiver, arguments) = (&idents[0], &idents[1..]);
                    parse_quote!(#receiver.#method(#(#arguments),*))
                })
            }
            Expr::Block(_)
            | Expr::If(_)
            | Expr::Match(_)
            | Expr::Assign(_)
            | Expr::Return(_)
            | Expr::Call(_)
            | Expr::Path(_)
            | Expr::Lit(_) => self.expr(expr),
            _ => self.opaque_cut(expr, Ty::Constant),
        }
    }

    /// Whether an expression does more than compute: control leaves it, it changes a variable of the function, or it
    /// calls a closure that is seen only where it is called.
    pub(super) fn must_be_lowered(&self, expr: &Expr) -> bool {
        let mut changes = false;
        let scan = visit_free_variables(&mut expr.clone(), &mut |ident, mention| {
            if let Some(&id) = self.names.get(&ident.to_string()).and_then(|ids| ids.last()) {
                let binding = &self.bindings[id];
                changes |= mention == Mention::Changed
                    || (mention == Mention::Passed && binding.alias.is_some())
                    || (binding.closure.is_some() && binding.value.is_none());
            }
            None
        });
        changes || scan.escape.is_some()
    }

    /// An index: whatever it reads, no derivative is wanted of it as long as it stays an index.
    pub(super) fn index(&mut self, expr: &Expr) -> Value {
        if matches!(expr, Expr::Path(_) | Expr::Lit(_)) || self.must_be_lowered(expr) {
            return self.expr(expr);
        }
        if self.is_constant(expr) { self.opaque(expr, None) } else { self.opaque_cut(expr, Ty::Constant) }
    }

    /// A macro, as a statement or an expression.
    pub(super) fn macro_call(&mut self, invocation: &Macro, span: Span) -> Value {
        let name = invocation.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
        let expr: Expr = Expr::Macro(syn::ExprMacro { attrs: Vec::new(), mac: invocation.clone() });
        let known = known_macro(&name);
        if known == Some(KnownMacro::Diverging) {
            let value = self.opaque_cut(&expr, Ty::Unknown);
            self.leave(Exit::Diverges);
            return value;
        }
        if known == Some(KnownMacro::Statement) {
            if let Some(value) = self.statement_macro(invocation, span) {
                return value;
            }
            return self.opaque_cut(&expr, Ty::unit());
        }
        if name == "vec" {
            return self.vec_macro(invocation, span);
        }
        if name == "format" {
            let message = Message::discrete("format!");
            return self.opaque(&expr, Some(Obstacle { place: invocation.path.span().into(), message }));
        }
        if known == Some(KnownMacro::Condition) {
            return self.opaque_cut(&expr, Ty::Constant);
        }
        let mut active = false;
        visit_free_variables(&mut expr.clone(), &mut |ident, _| {
            if let Some(&id) = self.names.get(&ident.to_string()).and_then(|ids| ids.last()) {
                active |= !self.is_constant_binding(&self.bindings[id]);
            }
            None
        });
        if active {
            self.error(invocation.path.span(), Message::unknown_macro(&name));
            return self.unit(span);
        }
        self.opaque(&expr, None)
    }
}

/// The variable that a chain of methods, fields and indices begins with.
pub(super) fn root_of_chain(expr: &Expr) -> Option<&Ident> {
    match strip(expr) {
        Expr::Path(path) => path.path.get_ident(),
        Expr::MethodCall(call) => root_of_chain(&call.receiver),
        Expr::Field(field) => root_of_chain(&field.base),
        Expr::Index(index) => root_of_chain(&index.expr),
        Expr::Reference(reference) => root_of_chain(&reference.expr),
        Expr::Unary(unary) => root_of_chain(&unary.expr),
        _ => None,
    }
}

/// Whether an expression can neither panic nor have an effect, so that it may be dropped or moved.
fn is_pure(expr: &Expr, ty: &dyn Fn(&Expr) -> Ty) -> bool {
    let go = |inner: &Expr| is_pure(inner, ty);
    match expr {
        Expr::Lit(literal) => !matches!(literal.lit, Lit::Verbatim(_)),
        Expr::Path(_) | Expr::Closure(_) => true,
        Expr::Paren(inner) => go(&inner.expr),
        Expr::Group(inner) => go(&inner.expr),
        Expr::Cast(cast) => go(&cast.expr),
        Expr::Unary(unary) => match unary.op {
            UnOp::Neg(_) => go(&unary.expr) && (matches!(*unary.expr, Expr::Lit(_)) || ty(&unary.expr).is_float()),
            UnOp::Not(_) => go(&unary.expr),
            _ => false,
        },
        Expr::Binary(binary) => {
            use syn::BinOp::{And, Eq, Ge, Gt, Le, Lt, Ne, Or};
            let comparison = matches!(binary.op, Lt(_) | Le(_) | Gt(_) | Ge(_) | Eq(_) | Ne(_) | And(_) | Or(_));
            (comparison || ty(expr).is_float()) && go(&binary.left) && go(&binary.right)
        }
        Expr::MethodCall(call) => {
            let known =
                matches!(named(&call.method.to_string(), call.args.len() + 1), Some(Named::Op(_) | Named::Constant))
                    && call.method != "clamp";
            known && ty(&call.receiver).peeled().is_float() && go(&call.receiver) && call.args.iter().all(go)
        }
        Expr::Reference(reference) => reference.mutability.is_none() && go(&reference.expr),
        Expr::Array(array) => array.elems.iter().all(go),
        Expr::Tuple(tuple) => tuple.elems.iter().all(go),
        Expr::Repeat(repeat) => go(&repeat.expr),
        _ => false,
    }
}

/// Whether an expression is the result of an operator, or of a method that is one.
fn is_computed(expr: &Expr) -> bool {
    match strip(expr) {
        Expr::Binary(_) | Expr::Cast(_) | Expr::Lit(_) => true,
        Expr::Unary(unary) => !matches!(unary.op, UnOp::Deref(_)),
        Expr::MethodCall(call) => matches!(named(&call.method.to_string(), call.args.len() + 1), Some(Named::Op(_))),
        _ => false,
    }
}
