//! Which types have columns, and what these are.

use crate::graph::{Step, Ty};
use std::rc::Rc;
use syn::{GenericArgument, PathArguments, Type};

/// How many columns an aggregate of a type has; none where it stays as it is.
pub(super) fn column_count(ty: &Ty) -> Option<usize> {
    match ty {
        Ty::Reference(inner) => column_count(inner),
        Ty::Array(element, _) | Ty::Slice(element) => row_count(element).or_else(|| match **element {
            Ty::Reference(_) => None,
            ref inner => column_count(inner),
        }),
        _ => None,
    }
}

/// How many elements a tuple has of which one is, or holds, what only `rustc` knows.
pub(super) fn row_count(ty: &Ty) -> Option<usize> {
    match ty {
        Ty::Tuple(elements) if elements.iter().any(holds_unknown) => Some(elements.len()),
        _ => None,
    }
}

/// Whether a type is, or holds, one that only `rustc` knows.
pub(in super::super) fn holds_unknown(ty: &Ty) -> bool {
    match ty {
        Ty::Unknown => true,
        Ty::Tuple(elements) => elements.iter().any(holds_unknown),
        Ty::Array(element, _) | Ty::Slice(element) | Ty::Reference(element) => holds_unknown(element),
        Ty::Float(_) | Ty::Constant | Ty::Pullback | Ty::List(_) => false,
    }
}

/// The type of a column.
pub(super) fn column_ty(ty: &Ty, column: usize) -> Ty {
    match ty {
        Ty::Reference(inner) => Ty::Reference(Box::new(column_ty(inner, column))),
        Ty::Array(element, len) => Ty::Array(Box::new(column_ty(element, column)), len.clone()),
        Ty::Slice(element) => Ty::Slice(Box::new(column_ty(element, column))),
        row => row.field(column),
    }
}

/// The type of a column, as the user would write it.
pub(super) fn column_annotation(ty: &Type, column: usize) -> Option<Type> {
    match ty {
        Type::Tuple(tuple) => tuple.elems.get(column).filter(|ty| !matches!(ty, Type::Infer(_))).cloned(),
        Type::Array(array) => Some(Type::Array(syn::TypeArray {
            elem: Box::new(column_annotation(&array.elem, column)?),
            ..array.clone()
        })),
        Type::Slice(slice) => Some(Type::Slice(syn::TypeSlice {
            elem: Box::new(column_annotation(&slice.elem, column)?),
            ..slice.clone()
        })),
        Type::Reference(reference) => Some(Type::Reference(syn::TypeReference {
            elem: Box::new(column_annotation(&reference.elem, column)?),
            ..reference.clone()
        })),
        Type::Path(path) => {
            let mut path = path.clone();
            let last = path.path.segments.last_mut().filter(|last| last.ident == "Vec")?;
            let PathArguments::AngleBracketed(arguments) = &mut last.arguments else { return None };
            let Some(GenericArgument::Type(element)) = arguments.args.first_mut() else { return None };
            *element = column_annotation(element, column)?;
            Some(Type::Path(path))
        }
        _ => None,
    }
}

/// The same, where there is a type.
pub(super) fn column_of_annotation(ty: Option<&Rc<Type>>, column: usize) -> Option<Rc<Type>> {
    column_annotation(ty?, column).map(Rc::new)
}

/// A path from an aggregate: what leads to an element, and from there the field and what is behind it.
pub(super) struct Split {
    pub(super) to_row: Vec<Step>,
    pub(super) field: Option<(usize, Vec<Step>)>,
}

pub(super) fn split(path: &[Step]) -> Split {
    let position = path.iter().position(|step| matches!(step, Step::Field(_))).unwrap_or(path.len());
    let field = match path.get(position) {
        Some(Step::Field(field)) => Some((*field as usize, path[position + 1..].to_vec())),
        _ => None,
    };
    Split { to_row: path[..position].to_vec(), field }
}
