//! Iterators that the macro sees through: ranges and the elements of arrays, slices and vectors, with adapters.
//!
//! A sequence is indexed: it has a length, and an item for each index. So its loop runs over a range of integers, and
//! its items are places or values made of the index. What cannot be indexed (a filter) is a stage behind that.

use super::closure::Closure;
use super::place::Alias;
use super::{BindingId, Lowering};
use crate::diagnostics::{Message, Place};
use crate::graph::{Range, Ty, Value};
use crate::syntax::scope::strip;
use proc_macro2::Ident;
use std::rc::Rc;
use syn::{Expr, ExprMethodCall, RangeLimits};

/// What a `for` loop or an iterator expression runs over.
pub(super) struct Sequence {
    pub(super) source: Source,
    /// What happens to each item after it was indexed.
    pub(super) stages: Vec<Stage>,
}

pub(super) enum Source {
    Indexed(Indexed),
    /// An iterator over constants, in the user's words.
    Words(Value),
}

pub(super) enum Stage {
    Map(Rc<Closure>),
    Filter(Rc<Closure>),
    Inspect(Rc<Closure>),
    Copied,
    /// Behind a filter, positions are counted.
    Skip(Value),
    Take(Value),
    Enumerate,
}

/// A sequence that has an item for each index below its length.
#[derive(Clone)]
pub(super) enum Indexed {
    /// Integers from a start on.
    Range(Range),
    /// Integers without an end.
    From(Value),
    Elements(Elements),
    /// Parts of so many elements; the last one may be shorter unless they are exact.
    Chunks {
        of: Elements,
        size: Value,
        exact: bool,
    },
    Windows {
        of: Elements,
        size: Value,
    },
    Zip(Box<Indexed>, Box<Indexed>),
    Enumerate(Box<Indexed>),
    Rev(Box<Indexed>),
    Skip(Box<Indexed>, Value),
    Take(Box<Indexed>, Value),
    StepBy(Box<Indexed>, Value),
    Chain(Box<Indexed>, Box<Indexed>),
    Copied(Box<Indexed>),
    Map(Box<Indexed>, Rc<Closure>),
}

/// The elements of an array, slice or vector.
#[derive(Clone)]
pub(super) struct Elements {
    pub(super) of: Base,
    pub(super) access: Access,
}

#[derive(Clone)]
pub(super) enum Base {
    Value(Value),
    Place(Alias),
}

/// How the items of an aggregate are seen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Value,
    Reference,
}

/// An item.
#[derive(Clone)]
pub(super) enum Item {
    Value(Value),
    /// A mutable reference.
    Place(Alias),
    Pair(Box<Item>, Box<Item>),
}

impl<'a> Lowering<'a> {
    /// The sequence that an expression is; one that the macro does not see through is reported.
    pub(super) fn sequence(&mut self, expr: &Expr) -> Option<Sequence> {
        let errors = self.diagnostics.count();
        let sequence = self.known_sequence(strip(expr), false);
        if sequence.is_none() && self.diagnostics.count() == errors {
            let (place, message) = match unknown_method(expr) {
                Some(method) => (method.span().into(), Message::iterator_method(&method.to_string())),
                None => (Place::of(expr), Message::unknown_iterator()),
            };
            self.error(place, message);
        }
        sequence
    }

    /// Whether a chain of iterators begins with a range, or with an aggregate whose type is known.
    fn has_known_source(&self, expr: &Expr) -> bool {
        match strip(expr) {
            Expr::Range(range) => range.start.is_some(),
            Expr::Reference(reference) if reference.mutability.is_some() => true,
            Expr::Reference(reference) => self.has_known_source(&reference.expr),
            Expr::MethodCall(call) if is_adapter(&call.method.to_string()) => {
                self.has_known_source(&call.receiver)
                    && call.args.iter().all(|argument| match call.method.to_string().as_str() {
                        "zip" | "chain" => self.has_known_source(argument),
                        _ => true,
                    })
            }
            Expr::MethodCall(call) if is_source(&call.method.to_string()) => {
                call.method.to_string().ends_with("_mut")
                    || matches!(self.infer(&call.receiver).peeled(), Ty::Array(..) | Ty::Slice(_))
            }
            expr => matches!(self.infer(expr).peeled(), Ty::Array(..) | Ty::Slice(_)),
        }
    }

    /// Whether an expression is a sequence by its form, so that its methods are those of iterators.
    pub(super) fn is_sequence(&self, expr: &Expr) -> bool {
        match strip(expr) {
            Expr::Range(_) => true,
            Expr::MethodCall(call) => {
                let name = call.method.to_string();
                is_source(&name) || (is_adapter(&name) && self.is_sequence(&call.receiver)) || {
                    let known = matches!(self.infer(&call.receiver).peeled(), Ty::Array(..) | Ty::Slice(_));
                    name == "into_iter" && known
                }
            }
            _ => false,
        }
    }

    /// A sequence; constants of a type that only `rustc` knows stay in the user's words, but where they are to be
    /// indexed: that is `lenient`.
    fn known_sequence(&mut self, expr: &Expr, lenient: bool) -> Option<Sequence> {
        if !lenient && self.is_constant(expr) && !self.has_known_source(expr) {
            let iterator = self.opaque(expr, None);
            return Some(Sequence { source: Source::Words(iterator), stages: Vec::new() });
        }
        match expr {
            Expr::Range(range) => {
                let start = range.start.as_ref()?;
                let start = self.index(start);
                let source = match &range.end {
                    Some(end) => {
                        let end = self.index(end);
                        let inclusive = matches!(range.limits, RangeLimits::Closed(_));
                        Indexed::Range(Range { start, end, inclusive, reversed: false })
                    }
                    None => Indexed::From(start),
                };
                Some(Sequence::new(source))
            }
            Expr::Reference(reference) => {
                let elements =
                    self.elements(&reference.expr, reference.mutability.is_some(), Access::Reference, lenient)?;
                Some(Sequence::new(Indexed::Elements(elements)))
            }
            Expr::MethodCall(call) => self.adapted(call, lenient),
            _ => {
                let ty = self.infer(expr);
                if matches!(ty.peeled(), Ty::Constant) {
                    return None;
                }
                let access = if matches!(ty, Ty::Reference(_)) { Access::Reference } else { Access::Value };
                let elements = self.elements(expr, false, access, lenient)?;
                Some(Sequence::new(Indexed::Elements(elements)))
            }
        }
    }

    /// The elements of an expression whose type is known to have some.
    fn elements(&mut self, expr: &Expr, mutable: bool, access: Access, lenient: bool) -> Option<Elements> {
        let unknown = !lenient && !mutable && self.is_constant(expr);
        if unknown && !matches!(self.infer(expr).peeled(), Ty::Array(..) | Ty::Slice(_)) {
            return None;
        }
        if mutable || self.is_mutable_alias(expr) {
            let alias = self.alias(expr)?;
            return Some(Elements { of: Base::Place(alias), access });
        }
        // A part without a size of its own is no value, even if it is constant.
        let value = if matches!(strip(expr), Expr::Index(_)) { self.load(strip(expr)) } else { self.expr(expr) };
        // Of what only `rustc` knows it is supposed that it can be indexed.
        if !matches!(self.ty(value).peeled(), Ty::Array(..) | Ty::Slice(_) | Ty::Unknown) {
            return None;
        }
        let access = if matches!(self.ty(value), Ty::Reference(_)) { Access::Reference } else { access };
        Some(Elements { of: Base::Value(value), access })
    }

    /// An adapter or a source that is a method.
    fn adapted(&mut self, call: &ExprMethodCall, lenient: bool) -> Option<Sequence> {
        let name = call.method.to_string();
        let span = call.method.span();
        let argument = call.args.first();
        let source = match (name.as_str(), argument) {
            ("iter", None) => {
                Some(Indexed::Elements(self.elements(&call.receiver, false, Access::Reference, lenient)?))
            }
            ("iter_mut", None) => {
                Some(Indexed::Elements(self.elements(&call.receiver, true, Access::Reference, lenient)?))
            }
            ("chunks" | "chunks_exact" | "chunks_mut" | "chunks_exact_mut", Some(size)) => {
                let of = self.elements(&call.receiver, name.ends_with("_mut"), Access::Reference, lenient)?;
                let size = self.index(size);
                Some(Indexed::Chunks { of, size, exact: name.contains("exact") })
            }
            ("windows", Some(size)) => {
                let of = self.elements(&call.receiver, false, Access::Reference, lenient)?;
                let size = self.index(size);
                Some(Indexed::Windows { of, size })
            }
            _ => None,
        };
        if let Some(source) = source {
            return Some(Sequence::new(source));
        }
        if !is_adapter(&name) {
            return None;
        }
        let mut inner = self.known_sequence(strip(&call.receiver), lenient)?;
        match (name.as_str(), argument) {
            ("into_iter" | "iter" | "by_ref", None) => return Some(inner),
            ("copied" | "cloned", None) => {
                inner.push(Stage::Copied);
                return Some(inner);
            }
            ("map", Some(closure)) => {
                let closure = self.closure_of(closure)?;
                inner.push(Stage::Map(closure));
                return Some(inner);
            }
            ("filter", Some(closure)) => {
                let closure = self.closure_of(closure)?;
                inner.push(Stage::Filter(closure));
                return Some(inner);
            }
            ("inspect", Some(closure)) => {
                let closure = self.closure_of(closure)?;
                inner.push(Stage::Inspect(closure));
                return Some(inner);
            }
            _ => {}
        }
        if !inner.stages.is_empty() {
            match (name.as_str(), argument) {
                ("rev", None) if inner.is_reversible() => {
                    if let Source::Indexed(indexed) = inner.source {
                        inner.source = Source::Indexed(Indexed::Rev(Box::new(indexed)));
                        return Some(inner);
                    }
                    return None;
                }
                ("skip", Some(count)) => {
                    let count = self.index(count);
                    inner.stages.push(Stage::Skip(count));
                    return Some(inner);
                }
                ("take", Some(count)) => {
                    let count = self.index(count);
                    inner.stages.push(Stage::Take(count));
                    return Some(inner);
                }
                ("enumerate", None) => {
                    inner.stages.push(Stage::Enumerate);
                    return Some(inner);
                }
                _ => {}
            }
        }
        if matches!(inner.source, Source::Words(_)) && !lenient {
            inner = self.known_sequence(strip(&call.receiver), true)?;
        }
        let Some(indexed) = inner.indexed() else {
            let help = "collect the items first, or test inside the loop";
            self.error(span, Message::unsupported(&format!("`{name}` after a filter"), help));
            return None;
        };
        // What skips items would skip what their closures do; a longer side of a `zip` may be asked for one item more.
        let skips =
            matches!(name.as_str(), "skip" | "step_by" | "zip") || (name == "rev" && is_cut_short(&call.receiver));
        if skips && indexed.has_effects() {
            self.error(span, Message::effect_before(&name));
            return None;
        }
        let inner = Box::new(indexed);
        let source = match (name.as_str(), argument) {
            ("rev", None) => Indexed::Rev(inner),
            ("enumerate", None) => Indexed::Enumerate(inner),
            ("skip", Some(count)) => Indexed::Skip(inner, self.index(count)),
            ("take", Some(count)) => Indexed::Take(inner, self.index(count)),
            ("step_by", Some(step)) => Indexed::StepBy(inner, self.index(step)),
            ("zip" | "chain", Some(other)) => {
                let Some(other) = self.known_sequence(strip(other), true).and_then(Sequence::indexed) else {
                    self.error(Place::of(other), Message::unknown_iterator());
                    return None;
                };
                if name == "zip" && other.has_effects() {
                    self.error(span, Message::effect_before(&name));
                    return None;
                }
                if name == "zip" {
                    Indexed::Zip(inner, Box::new(other))
                } else {
                    Indexed::Chain(inner, Box::new(other))
                }
            }
            _ => return None,
        };
        Some(Sequence::new(source))
    }
}

impl Sequence {
    fn new(source: Indexed) -> Self {
        Sequence { source: Source::Indexed(source), stages: Vec::new() }
    }

    /// Appends a stage; one that keeps the index becomes a part of the source.
    fn push(&mut self, stage: Stage) {
        if let (Source::Indexed(indexed), true) = (&mut self.source, self.stages.is_empty()) {
            let inner = || Box::new(indexed.clone());
            let source = match &stage {
                Stage::Map(closure) => Some(Indexed::Map(inner(), Rc::clone(closure))),
                Stage::Copied => Some(Indexed::Copied(inner())),
                _ => None,
            };
            if let Some(source) = source {
                *indexed = source;
                return;
            }
        }
        self.stages.push(stage);
    }

    /// The sequence with what happens to each item last taken out of its source, so that this is as simple as it can be.
    pub(super) fn unfolded(self) -> Self {
        let Source::Indexed(mut indexed) = self.source else { return self };
        let mut stages = Vec::new();
        loop {
            indexed = match indexed {
                Indexed::Map(inner, closure) => {
                    stages.push(Stage::Map(closure));
                    *inner
                }
                Indexed::Copied(inner) => {
                    stages.push(Stage::Copied);
                    *inner
                }
                other => {
                    indexed = other;
                    break;
                }
            };
        }
        stages.reverse();
        stages.extend(self.stages);
        Sequence { source: Source::Indexed(indexed), stages }
    }

    /// Whether the items that are left do not depend on the order in which they are looked at.
    fn is_reversible(&self) -> bool {
        self.stages.iter().all(|stage| matches!(stage, Stage::Map(_) | Stage::Filter(_) | Stage::Copied))
    }

    /// The sequence as an indexed one, if nothing is left out of it.
    pub(super) fn indexed(self) -> Option<Indexed> {
        match self.source {
            Source::Indexed(indexed) if self.stages.is_empty() => Some(indexed),
            _ => None,
        }
    }
}

impl Stage {
    pub(super) fn counts(&self) -> bool {
        matches!(self, Stage::Skip(_) | Stage::Take(_) | Stage::Enumerate)
    }

    pub(super) fn closure(&self) -> Option<&Closure> {
        match self {
            Stage::Map(closure) | Stage::Filter(closure) | Stage::Inspect(closure) => Some(closure),
            Stage::Copied | Stage::Skip(_) | Stage::Take(_) | Stage::Enumerate => None,
        }
    }
}

impl Indexed {
    pub(super) fn closures(&self, visit: &mut dyn FnMut(&Closure)) {
        match self {
            Indexed::Range(_)
            | Indexed::From(_)
            | Indexed::Elements(_)
            | Indexed::Chunks { .. }
            | Indexed::Windows { .. } => {}
            Indexed::Zip(left, right) | Indexed::Chain(left, right) => {
                left.closures(visit);
                right.closures(visit);
            }
            Indexed::Enumerate(inner)
            | Indexed::Rev(inner)
            | Indexed::Skip(inner, _)
            | Indexed::Take(inner, _)
            | Indexed::StepBy(inner, _)
            | Indexed::Copied(inner) => inner.closures(visit),
            Indexed::Map(inner, closure) => {
                inner.closures(visit);
                visit(closure);
            }
        }
    }

    /// Whether closures in it change variables.
    pub(super) fn has_effects(&self) -> bool {
        !self.changed().is_empty()
    }

    /// The variables that closures in it change.
    pub(super) fn changed(&self) -> Vec<BindingId> {
        let mut changed = Vec::new();
        self.closures(&mut |closure| changed.extend(&closure.changed));
        changed
    }

    /// The places whose parts are items.
    pub(super) fn places(&self, visit: &mut dyn FnMut(&Alias)) {
        match self {
            Indexed::Elements(of) | Indexed::Chunks { of, .. } | Indexed::Windows { of, .. } => {
                if let Base::Place(alias) = &of.of {
                    visit(alias);
                }
            }
            Indexed::Range(_) | Indexed::From(_) => {}
            Indexed::Zip(left, right) | Indexed::Chain(left, right) => {
                left.places(visit);
                right.places(visit);
            }
            Indexed::Enumerate(inner)
            | Indexed::Rev(inner)
            | Indexed::Skip(inner, _)
            | Indexed::Take(inner, _)
            | Indexed::StepBy(inner, _)
            | Indexed::Copied(inner)
            | Indexed::Map(inner, _) => inner.places(visit),
        }
    }

    pub(super) fn gives_references(&self) -> bool {
        match self {
            Indexed::Elements(elements) => elements.access == Access::Reference,
            Indexed::Rev(inner) | Indexed::Skip(inner, _) | Indexed::Take(inner, _) | Indexed::StepBy(inner, _) => {
                inner.gives_references()
            }
            Indexed::Chain(left, right) => left.gives_references() && right.gives_references(),
            _ => false,
        }
    }
}

/// Whether a chain of iterators takes some items only: backwards, the others come first.
fn is_cut_short(expr: &Expr) -> bool {
    matches!(strip(expr), Expr::MethodCall(call) if call.method == "take" || is_cut_short(&call.receiver))
}

/// The first method of a chain that no iterator that the macro sees through has.
fn unknown_method(expr: &Expr) -> Option<&Ident> {
    let Expr::MethodCall(call) = strip(expr) else { return None };
    let name = call.method.to_string();
    let known = is_source(&name) || is_adapter(&name);
    unknown_method(&call.receiver).or_else(|| (!known).then_some(&call.method))
}

/// Whether a method makes an iterator of an aggregate.
fn is_source(name: &str) -> bool {
    matches!(name, "iter" | "iter_mut" | "chunks" | "chunks_exact" | "windows" | "chunks_mut" | "chunks_exact_mut")
}

fn is_adapter(name: &str) -> bool {
    matches!(
        name,
        "into_iter"
            | "iter"
            | "by_ref"
            | "copied"
            | "cloned"
            | "map"
            | "filter"
            | "inspect"
            | "rev"
            | "enumerate"
            | "skip"
            | "take"
            | "step_by"
            | "zip"
            | "chain"
    )
}
