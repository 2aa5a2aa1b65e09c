//! Places: reading a part of an aggregate, assigning to a variable or to a part of one.

use super::{BindingId, Lowering};
use crate::diagnostics::{Message, Place as Shown};
use crate::graph::{Node, Obstacle, Origin, SameForm, Step, Ty, Value};
use crate::syntax::scope::strip;
use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::{Expr, ExprAssign, ExprBinary, ExprRange, Member, RangeLimits, UnOp};

/// What a mutable reference refers to: a part of a variable.
#[derive(Clone)]
pub(super) struct Alias {
    pub(super) root: BindingId,
    pub(super) path: Vec<Step>,
}

impl Alias {
    /// A part of what is referred to.
    pub(super) fn with(&self, step: Step) -> Alias {
        let mut alias = self.clone();
        alias.path.push(step);
        alias
    }
}

/// A place: a root and the steps from it, outermost last.
struct Place<'e> {
    root: &'e Expr,
    steps: Vec<PlaceStep<'e>>,
}

enum PlaceStep<'e> {
    Index(&'e Expr),
    Range(&'e ExprRange),
    Field(u32),
}

/// Takes a place apart; the error is the field or range that no place of ours has.
fn place_of(expr: &Expr) -> Result<Place<'_>, &Expr> {
    match strip(expr) {
        Expr::Index(index) => {
            let mut place = place_of(&index.expr)?;
            place.steps.push(match strip(&index.index) {
                Expr::Range(range) => PlaceStep::Range(range),
                index => PlaceStep::Index(index),
            });
            Ok(place)
        }
        Expr::Field(field) => match &field.member {
            Member::Unnamed(position) => {
                let mut place = place_of(&field.base)?;
                place.steps.push(PlaceStep::Field(position.index));
                Ok(place)
            }
            Member::Named(_) => Err(expr),
        },
        root => Ok(Place { root, steps: Vec::new() }),
    }
}

/// Whether an expression is a part of a variable.
pub(super) fn has_steps(expr: &Expr) -> bool {
    place_of(expr).is_ok_and(|place| !place.steps.is_empty() && matches!(strip(place.root), Expr::Path(_)))
}

/// Whether a method gives a mutable reference to all of what it is called on.
pub(super) fn is_whole(call: &syn::ExprMethodCall) -> bool {
    call.method == "as_mut_slice" && call.args.is_empty()
}

impl Lowering<'_> {
    /// `a[i].0[j]`.
    pub(super) fn load(&mut self, expr: &Expr) -> Value {
        let span = expr.span();
        let place = match place_of(expr) {
            Ok(place) => place,
            Err(part) => {
                let message = match strip(part) {
                    Expr::Field(field) => match &field.member {
                        Member::Named(name) => Message::field(&name.to_string()),
                        Member::Unnamed(_) => Message::through("this field"),
                    },
                    _ => Message::through("this expression"),
                };
                return self.opaque(expr, Some(Obstacle { place: Shown::of(part), message }));
            }
        };
        if let Some(alias) = self.alias_of_root(place.root) {
            let Some(base) = self.bindings[alias.root].value else { return self.unit(span) };
            let path = self.steps(base, alias.path, &place.steps);
            return self.load_path(base, path, span);
        }
        if let Some(alias) = self.part_of_lent(expr) {
            return self.read_place(&alias, span);
        }
        let base = self.expr(place.root);
        let path = self.steps(base, Vec::new(), &place.steps);
        self.load_path(base, path, span)
    }

    /// The place that an expression is, or a part of what it refers to, if that is seen as a shared reference to a part of a
    /// variable that may change.
    pub(super) fn part_of_lent(&mut self, expr: &Expr) -> Option<Alias> {
        let place = place_of(expr).ok()?;
        let lent = self.lent_place(place.root)?;
        let base = self.bindings[lent.root].value?;
        Some(Alias { root: lent.root, path: self.steps(base, lent.path, &place.steps) })
    }

    /// The steps of a place behind those that lead to its root.
    fn steps(&mut self, base: Value, mut path: Vec<Step>, steps: &[PlaceStep<'_>]) -> Vec<Step> {
        for step in steps {
            let step = match step {
                PlaceStep::Index(index) => Step::Index(self.index(index)),
                PlaceStep::Field(position) => Step::Field(*position),
                PlaceStep::Range(range) => self.range_step(base, &path, range),
            };
            path.push(step);
        }
        path
    }

    pub(super) fn range_step(&mut self, base: Value, path: &[Step], range: &ExprRange) -> Step {
        let span = range.span();
        let start = match &range.start {
            Some(start) => self.index(start),
            None => self.literal_index(0, span),
        };
        let end = match (&range.end, &range.limits) {
            (Some(end), RangeLimits::HalfOpen(_)) => self.index(end),
            (Some(end), RangeLimits::Closed(_)) => {
                let end = self.index(end);
                self.template(&[end], Ty::Constant, true, true, span, |idents| {
                    let end = &idents[0];
                    syn::parse_quote!(#end + 1)
                })
            }
            (None, _) => {
                let whole = if path.is_empty() { base } else { self.load_path(base, path.to_vec(), span) };
                self.length_of_value(whole, span)
            }
        };
        Step::Range(start, end)
    }

    /// What a mutable reference at the root of a place refers to.
    fn alias_of_root(&self, root: &Expr) -> Option<Alias> {
        match strip(root) {
            Expr::Path(path) if path.qself.is_none() => {
                let id = path.path.get_ident().and_then(|ident| self.lookup(ident))?;
                self.bindings[id].alias.clone()
            }
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => self.alias_of_root(&unary.expr),
            _ => None,
        }
    }

    /// What the mutable reference refers to with which a place begins.
    pub(super) fn mutable_alias(&self, expr: &Expr) -> Option<Alias> {
        self.alias_of_root(place_of(expr).ok()?.root)
    }

    /// Whether an expression is a variable that is a mutable reference.
    pub(super) fn is_mutable_alias(&self, expr: &Expr) -> bool {
        self.mutable_alias(expr).is_some()
    }

    /// The place that an expression denotes, or refers to by `&mut`; anything else is reported.
    pub(super) fn alias(&mut self, expr: &Expr) -> Option<Alias> {
        match strip(expr) {
            Expr::Reference(reference) => self.alias(&reference.expr),
            Expr::MethodCall(call) if is_whole(call) => self.alias(&call.receiver),
            expr => {
                let (root, path) = self.assignable(expr)?;
                Some(Alias { root, path })
            }
        }
    }

    /// The value of a place.
    pub(super) fn read_place(&mut self, alias: &Alias, span: Span) -> Value {
        match self.bindings[alias.root].value {
            Some(base) if alias.path.is_empty() => base,
            Some(base) => self.load_path(base, alias.path.clone(), span),
            None => {
                let name = self.bindings[alias.root].ident.to_string();
                self.error(span, Message::uninitialised(&name));
                self.unit(span)
            }
        }
    }

    /// The type of a place.
    pub(super) fn place_ty(&self, alias: &Alias) -> Ty {
        self.bindings[alias.root].value.map_or(Ty::Unknown, |base| self.part_ty(base, &alias.path))
    }

    /// A variable that is a mutable reference.
    pub(super) fn bind_alias(&mut self, ident: &Ident, alias: Alias) {
        self.bind(ident, None, false, None);
        if let Some(binding) = self.bindings.last_mut() {
            binding.alias = Some(alias);
        }
    }

    pub(super) fn part_ty(&self, base: Value, path: &[Step]) -> Ty {
        self.ty(base).part(path)
    }

    /// A part of an aggregate; whether it is active is a matter of the base only, never of the index.
    pub(super) fn load_path(&mut self, base: Value, mut path: Vec<Step>, span: Span) -> Value {
        if let Some((referred, rest)) = self.referred_by(base, &path) {
            return if rest.is_empty() { referred } else { self.load_path(referred, rest, span) };
        }
        if let [Step::Field(_), ..] = path[..]
            && self.graph.parameters().contains(&base)
            && let Some(len) =
                (1..=path.len()).find(|len| matches!(self.part_ty(base, &path[..*len]), Ty::Reference(_)))
        {
            let rest = path.split_off(len);
            let part = self.part_of_parameter(base, path);
            return if rest.is_empty() { part } else { self.load_path(part, rest, span) };
        }
        let ty = self.part_ty(base, &path);
        let constant = self.graph[base].constant;
        let value = self.push(Node::Load { base, path }, ty, span);
        self.graph[value].constant = constant;
        value
    }

    /// The reference that was put into a tuple where a path leads, and the rest of the path.
    fn referred_by(&self, base: Value, path: &[Step]) -> Option<(Value, Vec<Step>)> {
        let (Some(Node::Tuple(elements)), Some((Step::Field(position), rest))) =
            (self.graph.node(base), path.split_first())
        else {
            return None;
        };
        let element = *elements.get(*position as usize)?;
        self.ty(element).holds_reference().then(|| (element, rest.to_vec()))
    }

    /// A reference in a tuple that the function was given: it is the same everywhere.
    fn part_of_parameter(&mut self, parameter: Value, path: Vec<Step>) -> Value {
        let body = self.graph.body;
        let known = self.graph[body].insts.iter().find(|inst| {
            matches!(&self.graph[**inst].node, Node::Load { base, path: other } if *base == parameter && *other == path)
        });
        if let Some(known) = known {
            return self.graph[*known].results[0];
        }
        let ty = self.part_ty(parameter, &path);
        let span = self.graph[parameter].span;
        let inst = self.graph.add_inst(Node::Load { base: parameter, path }, vec![ty], Origin::Primal, span);
        self.graph[body].insts.insert(0, inst);
        let part = self.graph[inst].results[0];
        self.graph[part].constant = self.graph[parameter].constant;
        self.at_start += 1;
        part
    }

    /// An assignment to what a constant holds, in the user's words: `counter.n += 1`, `*counts.entry(k).or_insert(0) += 1`.
    fn constant_assignment(&mut self, expr: &Expr, left: &Expr) -> Option<Value> {
        let is_ours = match place_of(left) {
            Ok(place) => match strip(place.root) {
                Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
                    !matches!(strip(&unary.expr), Expr::MethodCall(_))
                }
                root => !matches!(root, Expr::MethodCall(_)),
            },
            Err(_) => false,
        };
        (!is_ours && self.is_constant_loop(expr)).then(|| self.opaque_cut(expr, Ty::unit()))
    }

    pub(super) fn assignment(&mut self, assign: &ExprAssign) -> Value {
        if let Some(value) = self.constant_assignment(&Expr::Assign(assign.clone()), &assign.left) {
            return value;
        }
        if let Some(each) = self.assigned_options(assign) {
            return self.expr(&each);
        }
        if self.assign_option(&assign.left, &assign.right) {
            return self.unit(assign.eq_token.span());
        }
        if self.assign_references(&assign.left, &assign.right) {
            return self.unit(assign.eq_token.span());
        }
        let value = self.expr(&assign.right);
        self.assign_to(&assign.left, value);
        self.unit(assign.eq_token.span())
    }

    /// `left = value`, where `left` may be a tuple or array of places.
    fn assign_to(&mut self, left: &Expr, value: Value) {
        let span = left.span();
        match strip(left) {
            Expr::Infer(_) => {}
            Expr::Tuple(tuple) => {
                for (position, element) in tuple.elems.iter().enumerate() {
                    let part = self.load_path(value, vec![Step::Field(position as u32)], span);
                    self.assign_to(element, part);
                }
            }
            Expr::Array(array) => {
                for (position, element) in array.elems.iter().enumerate() {
                    let index = self.literal_index(position, span);
                    let part = self.load_path(value, vec![Step::Index(index)], span);
                    self.assign_to(element, part);
                }
            }
            _ => {
                let Some((root, steps)) = self.assignable(left) else { return };
                self.store(root, steps, value, span);
            }
        }
    }

    /// The index of an element, as a constant of the graph.
    pub(super) fn literal_index(&mut self, position: usize, span: Span) -> Value {
        let mut literal = proc_macro2::Literal::usize_unsuffixed(position);
        literal.set_span(span);
        self.constant_code(syn::parse_quote!(#literal), Ty::Constant, span)
    }

    /// The variable and the steps of a place that can be assigned to; anything else is reported.
    fn assignable(&mut self, left: &Expr) -> Option<(BindingId, Vec<Step>)> {
        let place = match place_of(left) {
            Ok(place) => place,
            Err(part) => {
                let message = self.container_of(part).map(|name| Message::container(&name));
                self.error(Shown::of(part), message.unwrap_or_else(Message::assignment_target));
                return None;
            }
        };
        let alias = match strip(place.root) {
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => self.unwrapped_place(&unary.expr),
            root => self.unwrapped_place(root),
        };
        if let Some(alias) = alias.or_else(|| self.alias_of_root(place.root)) {
            let base = self.bindings[alias.root].value?;
            let path = self.steps(base, alias.path, &place.steps);
            return Some((alias.root, path));
        }
        let root = match strip(place.root) {
            Expr::Path(path) => path.path.get_ident().filter(|_| path.qself.is_none()),
            _ => None,
        };
        if let Expr::Unary(dereference) = strip(place.root)
            && self.is_mutable_parameter(&dereference.expr)
        {
            // The parameter's type was reported.
            return None;
        }
        let Some(root) = root.and_then(|root| self.lookup(root)) else {
            let message = self.container_of(place.root).map(|name| Message::container(&name));
            self.error(Shown::of(left), message.unwrap_or_else(Message::assignment_target));
            return None;
        };
        let path = match self.bindings[root].value {
            // What is no `mut` variable is a mutable reference that is not seen through.
            Some(_) if !self.bindings[root].mutable => {
                let name = self.bindings[root].ident.to_string();
                self.error(Shown::of(left), Message::unseen_reference(&name));
                return None;
            }
            Some(base) => self.steps(base, Vec::new(), &place.steps),
            None if place.steps.is_empty() => Vec::new(),
            None => {
                let name = self.bindings[root].ident.to_string();
                self.error(Shown::of(left), Message::uninitialised(&name));
                return None;
            }
        };
        Some((root, path))
    }

    /// Whether an expression is a parameter, which can be written through only if it is a `&mut`.
    fn is_mutable_parameter(&self, expr: &Expr) -> bool {
        let Expr::Path(path) = strip(expr) else { return false };
        let id = path.path.get_ident().and_then(|ident| self.lookup(ident));
        id.and_then(|id| self.bindings[id].value).is_some_and(|value| self.graph.parameters().contains(&value))
    }

    pub(super) fn store(&mut self, id: BindingId, path: Vec<Step>, value: Value, span: Span) {
        if path.is_empty() {
            // `x = y` copies: the new version needs no node, but a name of its own if `y` is a variable.
            self.assign(id, value);
            return;
        }
        let Some(base) = self.bindings[id].value else {
            let name = self.bindings[id].ident.to_string();
            self.error(span, Message::uninitialised(&name));
            return;
        };
        let part = self.part_ty(base, &path);
        self.refine(value, &part);
        let ty = self.ty(base).clone();
        let constant = self.graph[base].constant && self.graph[value].constant;
        let version = self.push(Node::Store { base, path, value }, ty, span);
        self.graph[version].constant = constant;
        self.assign(id, version);
    }

    /// `place op= value`.
    pub(super) fn compound_assignment(&mut self, binary: &ExprBinary) -> Value {
        if let Some(value) = self.constant_assignment(&Expr::Binary(binary.clone()), &binary.left) {
            return value;
        }
        let span = binary.op.span();
        let right = self.expr(&binary.right);
        let Some((id, path)) = self.assignable(&binary.left) else { return right };
        let Some(base) = self.bindings[id].value else {
            let name = self.bindings[id].ident.to_string();
            self.error(Shown::of(&binary.left), Message::uninitialised(&name));
            return right;
        };
        let before = if path.is_empty() { base } else { self.load_path(base, path.clone(), binary.left.span()) };
        let after = self.binary_of_values(&binary.op, before, right, span);
        self.store(id, path, after, span);
        self.unit(span)
    }

    /// A reference taken off, for patterns such as `&x`.
    pub(super) fn dereferenced(&mut self, operand: Value, span: Span) -> Value {
        // *&x is x
        if let Some(Node::Same { form: SameForm::Borrow, operand }) = self.graph.node(operand) {
            return *operand;
        }
        let ty = match self.ty(operand) {
            Ty::Reference(inner) => (**inner).clone(),
            _ => Ty::Unknown,
        };
        let is_parameter = self.graph.parameters().contains(&operand);
        if !is_parameter || !ty.is_float() {
            return self.push(Node::Same { form: SameForm::Deref, operand }, ty, span);
        }
        // What a parameter refers to is the same everywhere.
        if let Some(target) = self.dereferenced.get(&operand) {
            return *target;
        }
        let node = Node::Same { form: SameForm::Deref, operand };
        let inst = self.graph.add_inst(node, vec![ty], Origin::Primal, span);
        let body = self.graph.body;
        self.graph[body].insts.insert(0, inst);
        let target = self.graph[inst].results[0];
        self.graph[target].constant = self.graph[operand].constant;
        self.dereferenced.insert(operand, target);
        self.at_start += 1;
        target
    }
}
