//! What the macro knows of a value's type: what is written, and what follows from it.

use super::Step;
use proc_macro2::TokenStream;
use std::rc::Rc;

/// A float type.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Float {
    F32,
    F64,
    /// A literal without a suffix, or what is made of such literals only: `rustc` decides.
    Literal,
}

/// A type, as far as it is known from syntax.
#[derive(Clone, Debug)]
pub(crate) enum Ty {
    /// A float.
    Float(Float),
    /// Integers, `bool`, text, closures over constants: no tangent.
    Constant,
    /// A tuple; the empty one is the unit.
    Tuple(Vec<Ty>),
    /// An array and the tokens of its length.
    Array(Box<Ty>, Rc<TokenStream>),
    /// A slice, always behind a reference.
    Slice(Box<Ty>),
    /// A shared reference.
    Reference(Box<Ty>),
    /// The pullback of a call.
    Pullback,
    /// What the iterations of a loop recorded.
    List(super::Inst),
    /// What `rustc` knows and the macro does not: a type alias, the result of a call.
    Unknown,
}

impl Ty {
    /// Whether a value of this type reads the memory of another one.
    pub(crate) fn holds_reference(&self) -> bool {
        match self {
            Ty::Reference(_) => true,
            Ty::Tuple(elements) => elements.iter().any(Ty::holds_reference),
            Ty::Array(element, _) | Ty::Slice(element) => element.holds_reference(),
            Ty::Float(_) | Ty::Constant | Ty::Pullback | Ty::List(_) | Ty::Unknown => false,
        }
    }

    /// Whether a value of this type owns a vector: it is moved, not copied.
    pub(crate) fn holds_vector(&self) -> bool {
        match self {
            Ty::Slice(_) => true,
            Ty::Tuple(elements) => elements.iter().any(Ty::holds_vector),
            Ty::Array(element, _) => element.holds_vector(),
            _ => false,
        }
    }

    /// Whether a part is a float whose type is left to `rustc`.
    pub(crate) fn holds_literal(&self) -> bool {
        match self {
            Ty::Float(float) => *float == Float::Literal,
            Ty::Tuple(elements) => elements.iter().any(Ty::holds_literal),
            Ty::Array(element, _) | Ty::Slice(element) | Ty::Reference(element) => element.holds_literal(),
            Ty::Constant | Ty::Pullback | Ty::List(_) | Ty::Unknown => false,
        }
    }

    /// The type of what stands at a path.
    pub(crate) fn part(&self, path: &[Step]) -> Ty {
        path.iter().fold(self.clone(), |ty, step| match step {
            Step::Index(_) => ty.element(),
            Step::Range(..) => Ty::Slice(Box::new(ty.element())),
            Step::Field(position) => ty.field(*position as usize),
        })
    }

    /// The unit type.
    pub(crate) fn unit() -> Ty {
        Ty::Tuple(Vec::new())
    }

    /// Whether this is a float, by value.
    pub(crate) fn is_float(&self) -> bool {
        matches!(self, Ty::Float(_))
    }

    /// Whether a value of this type may carry a derivative.
    pub(crate) fn may_be_active(&self) -> bool {
        match self {
            Ty::Float(_) | Ty::Unknown => true,
            Ty::Constant | Ty::Pullback | Ty::List(_) => false,
            Ty::Tuple(elements) => elements.iter().any(Ty::may_be_active),
            Ty::Array(element, _) | Ty::Slice(element) | Ty::Reference(element) => element.may_be_active(),
        }
    }

    /// Whether every part is known down to floats and constants.
    pub(crate) fn is_known(&self) -> bool {
        match self {
            Ty::Float(_) | Ty::Constant | Ty::Pullback | Ty::List(_) => true,
            Ty::Unknown => false,
            Ty::Tuple(elements) => elements.iter().all(Ty::is_known),
            Ty::Array(element, _) | Ty::Slice(element) | Ty::Reference(element) => element.is_known(),
        }
    }

    /// Whether the zero tangent of the type can be written down without looking at a value: every part is known, and
    /// none has a length that only the value knows.
    pub(crate) fn has_written_zero(&self) -> bool {
        self.is_known() && !self.has_slice()
    }

    /// Whether a slice is a part of the type.
    pub(crate) fn has_slice(&self) -> bool {
        match self {
            Ty::Slice(_) => true,
            Ty::Tuple(elements) => elements.iter().any(Ty::has_slice),
            Ty::Array(element, _) | Ty::Reference(element) => element.has_slice(),
            Ty::Float(_) | Ty::Constant | Ty::Pullback | Ty::List(_) | Ty::Unknown => false,
        }
    }

    /// The type behind references.
    pub(crate) fn peeled(&self) -> &Ty {
        match self {
            Ty::Reference(inner) => inner.peeled(),
            other => other,
        }
    }

    /// The type of the tangent: references gone, slices stay slices (their owner is a `Vec`).
    pub(crate) fn tangent(&self) -> Ty {
        match self {
            Ty::Float(float) => Ty::Float(*float),
            Ty::Constant | Ty::Pullback | Ty::List(_) => Ty::unit(),
            Ty::Tuple(elements) => Ty::Tuple(elements.iter().map(Ty::tangent).collect()),
            Ty::Array(element, len) => Ty::Array(Box::new(element.tangent()), len.clone()),
            Ty::Slice(element) => Ty::Slice(Box::new(element.tangent())),
            Ty::Reference(inner) => inner.tangent(),
            Ty::Unknown => Ty::Unknown,
        }
    }

    /// The type of an element, where this can be indexed.
    pub(crate) fn element(&self) -> Ty {
        match self.peeled() {
            Ty::Array(element, _) | Ty::Slice(element) => (**element).clone(),
            Ty::Constant => Ty::Constant,
            _ => Ty::Unknown,
        }
    }

    /// The type of a field of a tuple.
    pub(crate) fn field(&self, position: usize) -> Ty {
        match self.peeled() {
            Ty::Tuple(elements) => elements.get(position).cloned().unwrap_or(Ty::Unknown),
            Ty::Constant => Ty::Constant,
            _ => Ty::Unknown,
        }
    }

    /// The length of an array whose length is a literal.
    pub(crate) fn literal_len(&self) -> Option<usize> {
        match self.peeled() {
            Ty::Array(_, len) => syn::parse2::<syn::LitInt>((**len).clone()).ok()?.base10_parse().ok(),
            _ => None,
        }
    }

    /// Whether two types tell as much; lengths of arrays are not compared.
    pub(crate) fn says_the_same(&self, other: &Ty) -> bool {
        match (self, other) {
            (Ty::Float(left), Ty::Float(right)) => left == right,
            (Ty::Constant, Ty::Constant) | (Ty::Pullback, Ty::Pullback) | (Ty::Unknown, Ty::Unknown) => true,
            (Ty::Tuple(left), Ty::Tuple(right)) => {
                left.len() == right.len() && left.iter().zip(right).all(|(left, right)| left.says_the_same(right))
            }
            (Ty::Array(left, _), Ty::Array(right, _))
            | (Ty::Slice(left), Ty::Slice(right))
            | (Ty::Reference(left), Ty::Reference(right)) => left.says_the_same(right),
            _ => false,
        }
    }

    /// The type where lengths of arrays are read in another place: one that means something else there is not known.
    pub(crate) fn seen_from_afar(&self, is_hidden: &dyn Fn(&TokenStream) -> bool) -> Ty {
        let go = |inner: &Ty| Box::new(inner.seen_from_afar(is_hidden));
        match self {
            Ty::Array(_, len) if is_hidden(len) => Ty::Unknown,
            Ty::Array(element, len) => Ty::Array(go(element), Rc::clone(len)),
            Ty::Slice(element) => Ty::Slice(go(element)),
            Ty::Reference(inner) => Ty::Reference(go(inner)),
            Ty::Tuple(elements) => {
                Ty::Tuple(elements.iter().map(|element| element.seen_from_afar(is_hidden)).collect())
            }
            Ty::Float(_) | Ty::Constant | Ty::Pullback | Ty::List(_) | Ty::Unknown => self.clone(),
        }
    }

    /// What is known of a value that is both: `rustc` made sure that the two are one type.
    pub(crate) fn meet(&self, other: &Ty) -> Ty {
        match (self, other) {
            (Ty::Unknown, known) | (known, Ty::Unknown) => known.clone(),
            (Ty::Float(Float::Literal), Ty::Float(float)) | (Ty::Float(float), Ty::Float(Float::Literal)) => {
                Ty::Float(*float)
            }
            (Ty::Tuple(left), Ty::Tuple(right)) if left.len() == right.len() => {
                Ty::Tuple(left.iter().zip(right).map(|(left, right)| left.meet(right)).collect())
            }
            (Ty::Array(left, len), Ty::Array(right, _)) => Ty::Array(Box::new(left.meet(right)), len.clone()),
            (Ty::Slice(left), Ty::Slice(right)) => Ty::Slice(Box::new(left.meet(right))),
            (Ty::Reference(left), Ty::Reference(right)) => Ty::Reference(Box::new(left.meet(right))),
            (left, _) => left.clone(),
        }
    }
}
