//! Parameters that are functions: `impl Fn(f64) -> f64`, `F: Fn(f64) -> f64`, `&dyn Fn(f64) -> f64`, `fn(f64) -> f64`.
//!
//! A function with such a parameter has no derivative of its own: where it is seen, its body is lowered where it is
//! called, and so is the body of what it is given.

use super::signature::is_constant;
use super::types::ty_of;
use proc_macro2::Ident;
use syn::punctuated::Punctuated;
use syn::{FnArg, Generics, ItemFn, PathArguments, ReturnType, Token, Type, TypeParamBound, WherePredicate};

/// The type of a parameter that is a function.
pub(crate) struct FunctionType {
    pub(crate) inputs: Vec<Type>,
    pub(crate) output: ReturnType,
}

/// What a parameter of this type is called with, if it is a function, or a reference to one.
pub(crate) fn function_type(ty: &Type, generics: &Generics) -> Option<FunctionType> {
    match ty {
        Type::Reference(reference) => function_type(&reference.elem, generics),
        Type::Paren(inner) => function_type(&inner.elem, generics),
        Type::Group(inner) => function_type(&inner.elem, generics),
        Type::ImplTrait(anonymous) => function_bound(&anonymous.bounds),
        Type::TraitObject(object) => function_bound(&object.bounds),
        // One over constants is a constant: it is called in the user's words.
        Type::FnPtr(pointer) => {
            let inputs: Vec<Type> = pointer.inputs.iter().map(|input| input.ty.clone()).collect();
            let function = FunctionType { inputs, output: pointer.output.clone() };
            function.computes().then_some(function)
        }
        Type::Path(path) => {
            let name = path.path.get_ident().filter(|_| path.qself.is_none())?;
            let inline = generics.type_params().filter(|parameter| parameter.ident == *name);
            let later = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
            inline
                .map(|parameter| &parameter.bounds)
                .chain(later.filter_map(|one| bounds_of(one, name)))
                .find_map(function_bound)
        }
        _ => None,
    }
}

/// Whether a function takes functions and can be lowered where it is called; nothing else may be generic.
pub(crate) fn takes_functions(function: &ItemFn) -> bool {
    let signature = &function.sig;
    let is_plain = signature.constness.is_none()
        && signature.asyncness.is_none()
        && matches!(signature.safety, syn::Safety::Default)
        && signature.abi.is_none();
    let mut functions = Vec::new();
    for argument in &signature.inputs {
        match argument {
            FnArg::Receiver(_) => return false,
            FnArg::Typed(typed) if typed.attrs.iter().any(is_constant) => {}
            FnArg::Typed(typed) => {
                functions.extend(function_type(&typed.ty, &signature.generics).map(|_| type_name(&typed.ty)));
            }
        }
    }
    let mut types = signature.generics.type_params();
    is_plain
        && !functions.is_empty()
        && types.all(|parameter| functions.iter().flatten().any(|name| **name == parameter.ident))
}

impl FunctionType {
    /// Whether floats may be among what it takes or gives.
    fn computes(&self) -> bool {
        let output = match &self.output {
            ReturnType::Default => None,
            ReturnType::Type(_, ty) => Some(&**ty),
        };
        self.inputs.iter().chain(output).any(|ty| ty_of(ty).may_be_active())
    }
}

/// The name of a type that is one, or that is referred to.
fn type_name(ty: &Type) -> Option<&Ident> {
    match ty {
        Type::Reference(reference) => type_name(&reference.elem),
        Type::Paren(inner) => type_name(&inner.elem),
        Type::Group(inner) => type_name(&inner.elem),
        Type::Path(path) => path.path.get_ident(),
        _ => None,
    }
}

/// The bounds that a `where` clause has for a type parameter.
fn bounds_of<'w>(predicate: &'w WherePredicate, name: &Ident) -> Option<&'w Punctuated<TypeParamBound, Token![+]>> {
    match predicate {
        WherePredicate::Type(predicate) => {
            (type_name(&predicate.bounded_ty) == Some(name)).then_some(&predicate.bounds)
        }
        _ => None,
    }
}

/// `Fn(f64) -> f64` among bounds.
fn function_bound(bounds: &Punctuated<TypeParamBound, Token![+]>) -> Option<FunctionType> {
    bounds.iter().find_map(|bound| {
        let TypeParamBound::Trait(bound) = bound else { return None };
        let last = bound.path.segments.last()?;
        let is_function = ["Fn", "FnMut", "FnOnce"].iter().any(|name| last.ident == name);
        match &last.arguments {
            PathArguments::Parenthesized(arguments) if is_function => Some(FunctionType {
                inputs: arguments.inputs.iter().map(|input| input.ty.clone()).collect(),
                output: arguments.output.clone(),
            }),
            _ => None,
        }
    })
}
