//! From the types that the user wrote to what the macro knows of them.

use crate::graph::{Float, Ty};
use quote::ToTokens;
use std::rc::Rc;
use syn::Type;

/// The names of types whose values never carry a derivative.
const CONSTANT_TYPES: &[&str] = &[
    "bool", "char", "i8", "i16", "i32", "i64", "i128", "isize", "str", "String", "u8", "u16", "u32", "u64", "u128",
    "usize",
];

/// The float that a path names, as in `f64` or `std::primitive::f64`.
pub(super) fn float_of_path(path: &syn::Path) -> Option<Float> {
    let mut segments = path.segments.iter().rev();
    let last = segments.next()?;
    let primitive = segments.next().is_none_or(|segment| segment.ident == "primitive");
    match last.ident.to_string().as_str() {
        "f32" if primitive => Some(Float::F32),
        "f64" if primitive => Some(Float::F64),
        _ => None,
    }
}

/// Reads a type.
pub(crate) fn ty_of(ty: &Type) -> Ty {
    match ty {
        Type::Path(path) if path.qself.is_none() => {
            if let Some(float) = float_of_path(&path.path) {
                return Ty::Float(float);
            }
            match path.path.get_ident() {
                Some(ident) if CONSTANT_TYPES.contains(&ident.to_string().as_str()) => Ty::Constant,
                _ if is_constant_option(&path.path) => Ty::Constant,
                _ => vector_element(ty).map_or(Ty::Unknown, |element| Ty::Slice(Box::new(ty_of(element)))),
            }
        }
        Type::Array(array) => Ty::Array(Box::new(ty_of(&array.elem)), Rc::new(array.len.to_token_stream())),
        Type::Slice(slice) => Ty::Slice(Box::new(ty_of(&slice.elem))),
        Type::Reference(reference) => Ty::Reference(Box::new(ty_of(&reference.elem))),
        Type::Tuple(tuple) => Ty::Tuple(tuple.elems.iter().map(ty_of).collect()),
        Type::Paren(inner) => ty_of(&inner.elem),
        Type::Group(inner) => ty_of(&inner.elem),
        Type::FnPtr(_) | Type::Never(_) | Type::Ptr(_) => Ty::Constant,
        _ => Ty::Unknown,
    }
}

/// The element of `Vec<T>`: by value, a slice is a vector.
pub(crate) fn vector_element(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Path(path) => only_argument(&path.path, "Vec"),
        _ => None,
    }
}

/// Whether a type is an `Option` of what has no derivative.
fn is_constant_option(path: &syn::Path) -> bool {
    only_argument(path, "Option").is_some_and(|content| !ty_of(content).may_be_active())
}

/// `T` of `Option<T>`.
pub(super) fn option_content(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Path(path) => only_argument(&path.path, "Option"),
        _ => None,
    }
}

/// `T` of a generic type with a name.
fn only_argument<'t>(path: &'t syn::Path, name: &str) -> Option<&'t Type> {
    let last = path.segments.last().filter(|last| last.ident == name)?;
    match &last.arguments {
        syn::PathArguments::AngleBracketed(arguments) => match arguments.args.first()? {
            syn::GenericArgument::Type(element) => Some(element),
            _ => None,
        },
        _ => None,
    }
}

/// The first part of a type that can never be active: trait objects, `impl Trait`, pointers, functions.
pub(super) fn opaque_part(ty: &Type) -> Option<&Type> {
    match ty {
        Type::TraitObject(_) | Type::ImplTrait(_) | Type::FnPtr(_) | Type::Ptr(_) | Type::Infer(_) | Type::Macro(_) => {
            Some(ty)
        }
        Type::Array(array) => opaque_part(&array.elem),
        Type::Slice(slice) => opaque_part(&slice.elem),
        Type::Reference(reference) => opaque_part(&reference.elem),
        Type::Tuple(tuple) => tuple.elems.iter().find_map(opaque_part),
        Type::Paren(inner) => opaque_part(&inner.elem),
        Type::Group(inner) => opaque_part(&inner.elem),
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            // Without parameters it is a type of the user's own.
            let is_container = CONTAINERS.contains(&last.ident.to_string().as_str());
            if is_container && matches!(last.arguments, syn::PathArguments::AngleBracketed(_)) {
                return Some(ty);
            }
            match &last.arguments {
                syn::PathArguments::AngleBracketed(arguments) if last.ident == "Vec" => {
                    arguments.args.iter().find_map(|argument| match argument {
                        syn::GenericArgument::Type(element) => opaque_part(element),
                        _ => None,
                    })
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// The name of a type of the standard library that holds others and has no tangent.
pub(super) fn container(path: &syn::Path) -> Option<&syn::Ident> {
    let ident = &path.segments.last()?.ident;
    CONTAINERS.contains(&ident.to_string().as_str()).then_some(ident)
}

/// The first `Option` in a type that may hold a value with a derivative.
pub(super) fn option_part(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Path(path) => {
            only_argument(&path.path, "Option").filter(|content| ty_of(content).may_be_active()).map(|_| ty)
        }
        Type::Tuple(tuple) => tuple.elems.iter().find_map(option_part),
        Type::Paren(inner) => option_part(&inner.elem),
        Type::Group(inner) => option_part(&inner.elem),
        _ => None,
    }
}

/// Types of the standard library that hold others and have no tangents.
const CONTAINERS: &[&str] = &[
    "Arc",
    "BTreeMap",
    "BTreeSet",
    "BinaryHeap",
    "Box",
    "Cell",
    "Cow",
    "HashMap",
    "HashSet",
    "LinkedList",
    "Mutex",
    "OnceCell",
    "Rc",
    "RefCell",
    "Result",
    "RwLock",
    "VecDeque",
];

/// The first `&mut` in a type.
pub(super) fn mutable_reference(ty: &Type) -> Option<&syn::TypeReference> {
    reference(ty, &|reference| reference.mutability.is_some())
}

/// The first reference in a type.
pub(super) fn any_reference(ty: &Type) -> Option<&syn::TypeReference> {
    reference(ty, &|_| true)
}

/// The first reference of a kind in a type.
fn reference<'t>(ty: &'t Type, is_wanted: &dyn Fn(&syn::TypeReference) -> bool) -> Option<&'t syn::TypeReference> {
    let go = |inner: &'t Type| reference(inner, is_wanted);
    match ty {
        Type::Reference(reference) if is_wanted(reference) => Some(reference),
        Type::Reference(reference) => go(&reference.elem),
        Type::Array(array) => go(&array.elem),
        Type::Slice(slice) => go(&slice.elem),
        Type::Tuple(tuple) => tuple.elems.iter().find_map(go),
        Type::Paren(inner) => go(&inner.elem),
        Type::Group(inner) => go(&inner.elem),
        _ => None,
    }
}
