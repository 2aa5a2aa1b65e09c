//! The types, parameters and signatures that random programs are made of.

use super::text::{Text, text};

/// The width of a float.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Width {
    Single,
    Double,
}

/// The type of a value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Type {
    Float(Width),
    Usize,
    I32,
    Bool,
    Array(Box<Type>, usize),
    Tuple(Vec<Type>),
}

impl Type {
    /// `f64`.
    pub(crate) const DOUBLE: Type = Type::Float(Width::Double);

    /// `[element; length]`.
    pub(crate) fn array(element: Type, length: usize) -> Type {
        Type::Array(Box::new(element), length)
    }

    /// How the type is written.
    pub(crate) fn text(&self) -> Text {
        match self {
            Type::Float(Width::Double) => Text::new("f64", "Dual"),
            Type::Float(Width::Single) => Text::new("f32", "Dual32"),
            Type::Usize => Text::same("usize"),
            Type::I32 => Text::same("i32"),
            Type::Bool => Text::same("bool"),
            Type::Array(element, length) => {
                let length = Text::same(length);
                text!("[{}; {}]", element.text(), length)
            }
            Type::Tuple(fields) => {
                let fields = fields.iter().map(Type::text).collect::<Vec<_>>();
                text!("({})", Text::join(&fields, ", "))
            }
        }
    }

    /// How many floats a value holds.
    pub(crate) fn floats(&self) -> usize {
        match self {
            Type::Float(_) => 1,
            Type::Usize | Type::I32 | Type::Bool => 0,
            Type::Array(element, length) => element.floats() * length,
            Type::Tuple(fields) => fields.iter().map(Type::floats).sum(),
        }
    }

    /// Whether a value holds floats and integers: which part of a call's result is which only rustc knows, unless it is
    /// said.
    pub(crate) fn is_mixture(&self) -> bool {
        let is_discrete = |field: &Type| matches!(field, Type::Usize | Type::I32 | Type::Bool);
        match self {
            Type::Float(_) | Type::Usize | Type::I32 | Type::Bool => false,
            Type::Array(element, _) => element.is_mixture(),
            Type::Tuple(fields) => {
                self.floats() > 0 && fields.iter().any(|field| is_discrete(field) || field.is_mixture())
            }
        }
    }

    /// What says the type of a variable, where that is needed.
    pub(crate) fn needed_annotation(&self) -> Text {
        if self.is_mixture() { text!(": {}", self.text()) } else { Text::same("") }
    }
}

/// How an argument reaches a function.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Passing {
    Value,
    Reference,
    /// `&[T]` for an array `[T; N]`.
    Slice,
}

/// A parameter of a generated function.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) ty: Type,
    pub(crate) passing: Passing,
    /// Whether it carries `#[constant]`.
    pub(crate) constant: bool,
    /// Whether its type is written through the module's alias of its float.
    pub(crate) alias: bool,
    /// Whether the function changes it, through `&mut`.
    pub(crate) changes: bool,
}

impl Parameter {
    /// Whether a gradient has a component for it.
    pub(crate) fn is_active(&self) -> bool {
        !self.constant && self.ty.floats() > 0
    }

    /// The type as it stands in the signature.
    pub(crate) fn type_text(&self) -> Text {
        let bare = if self.alias { Text::same("Real") } else { self.ty.text() };
        let reference = Text::same(if self.changes { "&mut " } else { "&" });
        match (self.passing, &self.ty) {
            (Passing::Value, _) => bare,
            (Passing::Slice, Type::Array(element, _)) => text!("{}[{}]", reference, element.text()),
            (Passing::Reference | Passing::Slice, _) => text!("{}{}", reference, bare),
        }
    }
}

/// The signature of a generated function, as its callers see it.
#[derive(Clone, Debug)]
pub(crate) struct Signature {
    pub(crate) name: String,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) result: Type,
}

impl Signature {
    /// The parameter that the function changes; it is the last one.
    pub(crate) fn changed(&self) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.changes)
    }
}
