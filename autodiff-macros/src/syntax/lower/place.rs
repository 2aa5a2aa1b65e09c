//! Places: reading a part of an aggregate, assigning to a variable or to a part of one.

use super::Lowering;
use super::call::strip;
use crate::diagnostics::{Message, Place as Shown};
use crate::graph::{Node, Obstacle, SameForm, Step, Ty, Value};
use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::{Expr, ExprAssign, ExprBinary, Member};

/// A place: a root and the steps from it, outermost last.
struct Place<'e> {
    root: &'e Expr,
    steps: Vec<PlaceStep<'e>>,
}

enum PlaceStep<'e> {
    Index(&'e Expr),
    Field(u32),
}

/// Takes a place apart; the error is the field or range that no place of ours has.
fn place_of(expr: &Expr) -> Result<Place<'_>, &Expr> {
    match strip(expr) {
        Expr::Index(index) => {
            if matches!(strip(&index.index), Expr::Range(_)) {
                return Err(expr);
            }
            let mut place = place_of(&index.expr)?;
            place.steps.push(PlaceStep::Index(&index.index));
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
                    _ => Message::through("a range of elements yet"),
                };
                return self.opaque(expr, Some(Obstacle { place: Shown::of(part), message }));
            }
        };
        let base = self.expr(place.root);
        let path = self.steps(&place.steps);
        self.load_path(base, path, span)
    }

    fn steps(&mut self, steps: &[PlaceStep<'_>]) -> Vec<Step> {
        steps
            .iter()
            .map(|step| match step {
                PlaceStep::Index(index) => Step::Index(self.index(index)),
                PlaceStep::Field(position) => Step::Field(*position),
            })
            .collect()
    }

    fn part_ty(&self, base: Value, path: &[Step]) -> Ty {
        path.iter().fold(self.ty(base).clone(), |ty, step| match step {
            Step::Index(_) => ty.element(),
            Step::Field(position) => ty.field(*position as usize),
        })
    }

    /// A part of an aggregate; whether it is active is a matter of the base only, never of the index.
    pub(super) fn load_path(&mut self, base: Value, path: Vec<Step>, span: Span) -> Value {
        let ty = self.part_ty(base, &path);
        let constant = self.graph[base].constant;
        let value = self.push(Node::Load { base, path }, ty, span);
        self.graph[value].constant = constant;
        value
    }

    pub(super) fn assignment(&mut self, assign: &ExprAssign) -> Value {
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
                let Some((ident, steps)) = self.assignable(left) else { return };
                self.store(&ident, steps, value, span);
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
    fn assignable(&mut self, left: &Expr) -> Option<(Ident, Vec<Step>)> {
        let place = match place_of(left) {
            Ok(place) => place,
            Err(part) => {
                self.error(Shown::of(part), Message::assignment_target());
                return None;
            }
        };
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
        match root.filter(|root| self.lookup(root).is_some()) {
            Some(root) => {
                let steps = self.steps(&place.steps);
                Some((root.clone(), steps))
            }
            None => {
                self.error(Shown::of(left), Message::assignment_target());
                None
            }
        }
    }

    /// Whether an expression is a parameter, which can be written through only if it is a `&mut`.
    fn is_mutable_parameter(&self, expr: &Expr) -> bool {
        let Expr::Path(path) = strip(expr) else { return false };
        let id = path.path.get_ident().and_then(|ident| self.lookup(ident));
        id.and_then(|id| self.bindings[id].value).is_some_and(|value| self.graph.definition(value).is_none())
    }

    fn store(&mut self, ident: &Ident, path: Vec<Step>, value: Value, span: Span) {
        let id = self.lookup(ident).expect("the place was found assignable");
        if path.is_empty() {
            // `x = y` copies: the new version needs no node, but a name of its own if `y` is a variable.
            self.assign(id, value);
            return;
        }
        let Some(base) = self.bindings[id].value else {
            self.error(ident.span(), Message::uninitialised(&ident.to_string()));
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
        let span = binary.op.span();
        let right = self.expr(&binary.right);
        let Some((ident, path)) = self.assignable(&binary.left) else { return right };
        let id = self.lookup(&ident).expect("the place was found assignable");
        let Some(base) = self.bindings[id].value else {
            self.error(ident.span(), Message::uninitialised(&ident.to_string()));
            return right;
        };
        let before = if path.is_empty() { base } else { self.load_path(base, path.clone(), binary.left.span()) };
        let after = self.binary_of_values(&binary.op, before, right, span);
        self.store(&ident, path, after, span);
        self.unit(span)
    }

    /// A reference taken off, for patterns such as `&x`.
    pub(super) fn dereferenced(&mut self, operand: Value, span: Span) -> Value {
        let ty = match self.ty(operand) {
            Ty::Reference(inner) => (**inner).clone(),
            _ => Ty::Unknown,
        };
        self.push(Node::Same { form: SameForm::Deref, operand }, ty, span)
    }
}
