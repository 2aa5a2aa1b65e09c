//! The signature of a function: what is active, what is constant, what cannot be differentiated at all.

use super::conditions::is_condition;
use super::functions::function_type;
use super::options::Options;
use super::scope::root_of_place;
use super::types::{any_reference, mutable_reference, opaque_part, option_part, ty_of};
use crate::diagnostics::{Diagnostics, Message, Place};
use crate::graph::Ty;
use proc_macro2::{Ident, Span, TokenTree};
use quote::{ToTokens, format_ident};
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{
    Attribute, Block, ExprField, FnArg, GenericParam, Generics, ItemFn, Member, Pat, ReturnType, Type, Visibility,
};

/// A parameter of the function.
#[derive(Clone)]
pub(crate) struct Parameter {
    /// The pattern that the body sees.
    pub(crate) pattern: Pat,
    /// The name under which companions take it.
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) kind: Ty,
    /// Whether a derivative is taken with respect to it.
    pub(crate) active: bool,
    /// Whether it is a `&mut`: what it refers to belongs to the function's result.
    pub(crate) mutable: bool,
}

impl Parameter {
    /// The type of the value as the user wrote it.
    pub(crate) fn written(&self) -> &Type {
        match &self.ty {
            Type::Reference(reference) if self.mutable => &reference.elem,
            ty => ty,
        }
    }

    /// The type of the value: of a `&mut`, of what it refers to.
    pub(crate) fn value(&self) -> &Ty {
        match &self.kind {
            Ty::Reference(inner) if self.mutable => inner,
            kind => kind,
        }
    }
}

/// A signature that can be differentiated.
#[derive(Clone)]
pub(crate) struct Signature {
    pub(crate) ident: Ident,
    pub(crate) twin: Ident,
    pub(crate) visibility: Visibility,
    /// `#[cfg]`s and the like, which the twin shares.
    pub(crate) conditions: Vec<Attribute>,
    pub(crate) generics: Generics,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) output: Type,
    pub(crate) result: Ty,
    /// Whether the function belongs to an `impl` or a `trait`.
    pub(crate) associated: bool,
}

impl Signature {
    /// Reads a signature and reports what is wrong with it.
    pub(crate) fn read(function: &ItemFn, options: &Options, diagnostics: &Diagnostics) -> Self {
        check_qualifiers(function, diagnostics);
        let signature = &function.sig;
        let type_parameters: Vec<&Ident> = signature.generics.type_params().map(|parameter| &parameter.ident).collect();
        let mut parameters = Vec::new();
        for (position, argument) in signature.inputs.iter().enumerate() {
            match argument {
                FnArg::Receiver(receiver) => diagnostics.error(receiver.self_token.span, Message::self_parameter()),
                FnArg::Typed(typed) => {
                    for attribute in typed.attrs.iter().filter(|attribute| is_condition(attribute)) {
                        diagnostics.error(Place::of(attribute), Message::conditional());
                    }
                    parameters.push(parameter(position, typed, &signature.generics, &type_parameters, diagnostics));
                }
            }
        }
        check_structs(&mut parameters, &function.block, diagnostics);
        if options.recursive.is_some() {
            for parameter in parameters.iter().filter(|parameter| is_anonymous(&parameter.ty)) {
                diagnostics.error(Place::of(&parameter.ty), Message::recursive_argument(&text(&parameter.ty)));
            }
        }
        if options.checkpoint.is_some() {
            let lent = parameters.iter().filter(|parameter| !parameter.active);
            for reference in lent.filter_map(|parameter| mutable_reference(&parameter.ty)) {
                diagnostics.error(Place::of(reference), Message::checkpoint_reference());
            }
        }
        let mut output = match &signature.output {
            ReturnType::Default => syn::parse_quote!(()),
            ReturnType::Type(_, ty) => (**ty).clone(),
        };
        let mut result = ty_of(&output);
        let mut generics = signature.generics.clone();
        let through_reference = parameters.iter().any(|parameter| parameter.mutable && parameter.active);
        let changes = parameters.iter().any(|parameter| parameter.mutable);
        let has_receiver = signature.receiver().is_some();
        // Items inside the body may have a `Self` of their own.
        let statements = function.block.stmts.iter().filter(|stmt| !matches!(stmt, syn::Stmt::Item(_)));
        let self_type =
            statements.map(ToTokens::to_token_stream).chain([signature.to_token_stream()]).find_map(first_self);
        if let Some(span) = self_type.filter(|_| !has_receiver) {
            diagnostics.error(span, Message::self_parameter());
        }
        if let Some(part) = option_part(&output).or_else(|| opaque_part(&output)) {
            diagnostics.error(Place::of(part), Message::result_type(&text(part)));
            (output, result) = supposed();
        } else if let Some(reference) = mutable_reference(&output) {
            diagnostics.error(Place::of(reference), Message::mutable_result());
        } else if changes && result.holds_reference() {
            diagnostics.error(Place::of(&output), Message::borrowed_result());
        } else if matches!(&result, Ty::Reference(inner) if matches!(inner.peeled(), Ty::Slice(_))) {
            diagnostics.error(Place::of(&output), Message::result_type(&text(&output)));
        } else if !result.may_be_active() && !through_reference {
            let place = if matches!(signature.output, ReturnType::Default) {
                signature.ident.span().into()
            } else {
                Place::of(&output)
            };
            diagnostics.error(place, Message::no_float_result());
        }
        if !has_receiver && diagnostics.is_empty() && !parameters.iter().any(|parameter| parameter.active) {
            diagnostics.error(signature.ident.span(), Message::no_active_parameter());
        }
        if !diagnostics.is_empty() && !type_parameters.is_empty() {
            // Companions of a rejected function have the types that it will have once it is mended.
            let is_generic = |ty: &Type| mentioned(ty, &type_parameters).is_some();
            for parameter in parameters.iter_mut().filter(|parameter| parameter.active && is_generic(&parameter.ty)) {
                (parameter.ty, parameter.kind) = supposed();
            }
            if is_generic(&output) {
                (output, result) = supposed();
            }
            if !parameters.iter().any(|parameter| is_generic(&parameter.ty)) {
                generics = Generics::default();
            }
        }
        if name_elided(&mut output) {
            // Companions have more references than the function: the one that the result borrows from gets a name.
            generics.params.insert(0, GenericParam::Lifetime(syn::LifetimeParam::new(borrowed())));
            parameters.iter_mut().for_each(|parameter| {
                name_elided(&mut parameter.ty);
            });
        }
        Signature {
            ident: signature.ident.clone(),
            twin: options.name.clone().unwrap_or_else(|| signature.ident.clone()),
            visibility: function.vis.clone(),
            conditions: function.attrs.iter().filter(|attribute| is_condition(attribute)).cloned().collect(),
            generics,
            parameters,
            output,
            result,
            associated: has_receiver || self_type.is_some(),
        }
    }

    /// The parameters that a derivative is taken with respect to, with their positions.
    pub(crate) fn active(&self) -> impl Iterator<Item = (usize, &Parameter)> {
        self.parameters.iter().enumerate().filter(|(_, parameter)| parameter.active)
    }

    /// The `&mut` parameters, in the order in which what they refer to stands among the results of the graph.
    pub(crate) fn mutable(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().filter(|parameter| parameter.mutable)
    }

    /// Whether the returned value carries a derivative: in a function without other outputs it has to.
    pub(crate) fn returns_active(&self) -> bool {
        self.result.may_be_active() || !self.mutable().any(|parameter| parameter.active)
    }

    /// The results of the graph that carry a derivative: the returned value, then what `&mut` parameters refer to.
    pub(crate) fn outputs(&self) -> Vec<usize> {
        let through = self.mutable().enumerate().filter(|(_, parameter)| parameter.active);
        let value = self.returns_active().then_some(0);
        value.into_iter().chain(through.map(|(position, _)| position + 1)).collect()
    }

    /// The results that no derivative may be lost in: those with one, and integers, which have none to lose.
    pub(crate) fn checked(&self) -> Vec<usize> {
        let integers = self.mutable().enumerate().filter(|(_, parameter)| !parameter.kind.may_be_active());
        let mut checked = self.outputs();
        checked.extend(integers.map(|(position, _)| position + 1));
        checked
    }

    /// Whether the function changes what it is given: inside its module it is lowered where it is called.
    pub(crate) fn changes_arguments(function: &ItemFn) -> bool {
        function.sig.inputs.iter().any(|argument| match argument {
            FnArg::Receiver(_) => false,
            FnArg::Typed(typed) => {
                let mutable = matches!(&*typed.ty, Type::Reference(reference) if reference.mutability.is_some());
                mutable && !typed.attrs.iter().any(is_constant) && ty_of(&typed.ty).may_be_active()
            }
        })
    }

    /// Whether the function gives or takes an option over what may have a derivative: it is seen where it is called.
    pub(crate) fn passes_option(function: &ItemFn) -> bool {
        let gives = matches!(&function.sig.output, ReturnType::Type(_, ty) if option_part(ty).is_some());
        let takes = function.sig.inputs.iter().any(|argument| match argument {
            FnArg::Receiver(_) => false,
            FnArg::Typed(typed) => !typed.attrs.iter().any(is_constant) && option_part(&typed.ty).is_some(),
        });
        gives || takes
    }

    /// Whether the function can be differentiated at all: an annotated module leaves the others alone.
    pub(crate) fn worth_differentiating(function: &ItemFn) -> bool {
        let returns = match &function.sig.output {
            ReturnType::Default => false,
            ReturnType::Type(_, ty) => ty_of(ty).may_be_active(),
        };
        let active = function.sig.inputs.iter().any(|argument| match argument {
            FnArg::Receiver(_) => false,
            FnArg::Typed(typed) => !typed.attrs.iter().any(is_constant) && ty_of(&typed.ty).may_be_active(),
        });
        active && (returns || Signature::changes_arguments(function))
    }
}

/// Removes `#[constant]`, which `rustc` does not know, from the function that is emitted.
pub(crate) fn without_markers(function: &ItemFn) -> ItemFn {
    let mut function = function.clone();
    for argument in &mut function.sig.inputs {
        if let FnArg::Typed(typed) = argument {
            typed.attrs.retain(|attribute| !is_constant(attribute));
        }
    }
    function
}

pub(super) fn is_constant(attribute: &Attribute) -> bool {
    attribute.path().is_ident("constant")
}

fn check_qualifiers(function: &ItemFn, diagnostics: &Diagnostics) {
    let signature = &function.sig;
    let report = |span: Span, what: &str, why: &str, help: &str| {
        diagnostics.error(span, Message::qualifier(what, why, help));
    };
    if let Some(token) = signature.constness {
        report(token.span, "a `const fn`", "its companions could not be `const`", "remove `const`");
    }
    if let Some(token) = signature.asyncness {
        report(
            token.span,
            "an `async fn`",
            "its value is a future, not a number",
            "make it an ordinary `fn` and call it from async code",
        );
    }
    if let syn::Safety::Unsafe(token) = &signature.safety {
        report(
            token.span,
            "an `unsafe fn`",
            "its companions could not keep what the caller promises",
            "put the unsafe part into a safe function",
        );
    }
    if let Some(abi) = &signature.abi {
        report(
            abi.extern_token.span,
            "an `extern` function",
            "its companions return tuples and closures",
            "write an ordinary `fn` and call it from the `extern` one",
        );
    }
    if let Some(variadic) = &signature.variadic {
        report(
            variadic.dots.span(),
            "a variadic function",
            "its arguments have no names",
            "take the arguments as a slice",
        );
    }
}

fn parameter(
    position: usize,
    typed: &syn::PatType,
    generics: &Generics,
    type_parameters: &[&Ident],
    diagnostics: &Diagnostics,
) -> Parameter {
    let kind = ty_of(&typed.ty);
    let constant = typed.attrs.iter().any(is_constant);
    let active = !constant && kind.may_be_active();
    let ident = match &*typed.pat {
        Pat::Ident(pattern) => pattern.ident.clone(),
        _ => format_ident!("argument_{}", position, span = Span::mixed_site()),
    };
    if let Pat::Ident(pattern) = &*typed.pat
        && let Some(by_ref) = pattern.by_ref
    {
        diagnostics.error(by_ref.span, Message::by_reference_binding());
    }
    let mut active = active;
    if active {
        if function_type(&typed.ty, generics).is_some() {
            diagnostics.error(Place::of(&typed.ty), Message::function_parameter());
            active = false;
        } else if let Some(part) = opaque_part(&typed.ty) {
            diagnostics.error(Place::of(part), Message::parameter_type(&text(part)));
            active = false;
        } else if let Some(reference) = inner_reference(&typed.ty) {
            diagnostics.error(Place::of(reference), Message::mutable_reference());
        } else if let Some(name) = mentioned(&typed.ty, type_parameters) {
            diagnostics.error(Place::of(&typed.ty), Message::generic_parameter(&name));
        }
    }
    let mutable = matches!(&*typed.ty, Type::Reference(reference) if reference.mutability.is_some());
    Parameter { pattern: (*typed.pat).clone(), ident, ty: (*typed.ty).clone(), kind, active, mutable }
}

/// The first reference that is mutable or behind a mutable one, but for the parameter itself.
fn inner_reference(ty: &Type) -> Option<&syn::TypeReference> {
    match ty {
        Type::Reference(reference) if reference.mutability.is_some() => any_reference(&reference.elem),
        ty => mutable_reference(ty),
    }
}

/// Whether a type is, or refers to, an `impl Trait`, which nothing can name.
pub(crate) fn is_anonymous(ty: &Type) -> bool {
    ty.to_token_stream().into_iter().any(|token| token.to_string() == "impl")
}

/// A type as a person would write it.
fn text(ty: &Type) -> String {
    ty.to_token_stream().to_string().replace("& ", "&").replace(" :: ", "::").replace(" < ", "<").replace(" >", ">")
}

/// The type that is supposed where the one that was written has no derivative.
fn supposed() -> (Type, Ty) {
    let ty: Type = syn::parse_quote!(f64);
    let kind = ty_of(&ty);
    (ty, kind)
}

/// Reports the parameters whose fields the body reads: they are structs, and structs must be constants.
fn check_structs(parameters: &mut [Parameter], body: &Block, diagnostics: &Diagnostics) {
    struct Fields(Vec<Ident>);
    impl<'ast> Visit<'ast> for Fields {
        fn visit_expr_field(&mut self, field: &'ast ExprField) {
            if let (Member::Named(_), Some(root)) = (&field.member, root_of_place(&field.base)) {
                self.0.push(root.clone());
            }
            syn::visit::visit_expr_field(self, field);
        }
    }
    if !parameters.iter().any(|parameter| parameter.active && !parameter.kind.is_known()) {
        return;
    }
    let mut fields = Fields(Vec::new());
    fields.visit_block(body);
    for parameter in parameters.iter_mut().filter(|parameter| parameter.active && !parameter.kind.is_known()) {
        if fields.0.contains(&parameter.ident) {
            diagnostics.error(Place::of(&parameter.ty), Message::parameter_type(&text(&parameter.ty)));
            parameter.active = false;
        }
    }
}

/// The first `Self`: only functions of an `impl` or a `trait` mention it.
fn first_self(tokens: proc_macro2::TokenStream) -> Option<Span> {
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Ident(ident) if ident == "Self" => Some(ident.span()),
        TokenTree::Group(group) => first_self(group.stream()),
        _ => None,
    })
}

/// The first of the names that a type mentions.
fn mentioned(ty: &Type, names: &[&Ident]) -> Option<String> {
    fn search(tokens: proc_macro2::TokenStream, names: &[&Ident]) -> Option<String> {
        tokens.into_iter().find_map(|token| match token {
            TokenTree::Ident(ident) => names.iter().any(|name| **name == ident).then(|| ident.to_string()),
            TokenTree::Group(group) => search(group.stream(), names),
            _ => None,
        })
    }
    if names.is_empty() { None } else { search(ty.to_token_stream(), names) }
}

/// The lifetime of what the result borrows from.
fn borrowed() -> syn::Lifetime {
    syn::Lifetime::new("'borrowed", Span::mixed_site())
}

/// Gives the references of a type that have no lifetime the one of what the result borrows from.
fn name_elided(ty: &mut Type) -> bool {
    struct Namer(bool);
    impl syn::visit_mut::VisitMut for Namer {
        fn visit_type_reference_mut(&mut self, reference: &mut syn::TypeReference) {
            if reference.lifetime.is_none() {
                reference.lifetime = Some(borrowed());
                self.0 = true;
            }
            syn::visit_mut::visit_type_reference_mut(self, reference);
        }
    }
    let mut namer = Namer(false);
    syn::visit_mut::VisitMut::visit_type_mut(&mut namer, ty);
    namer.0
}

/// The generic arguments with which a companion calls another: `::<T, N>`.
pub(crate) fn turbofish(generics: &Generics) -> proc_macro2::TokenStream {
    let arguments: Vec<_> = generics
        .params
        .iter()
        .filter_map(|parameter| match parameter {
            GenericParam::Type(parameter) => Some(parameter.ident.to_token_stream()),
            GenericParam::Const(parameter) => Some(parameter.ident.to_token_stream()),
            GenericParam::Lifetime(_) => None,
        })
        .collect();
    if arguments.is_empty() { proc_macro2::TokenStream::new() } else { quote::quote!(::<#(#arguments),*>) }
}
