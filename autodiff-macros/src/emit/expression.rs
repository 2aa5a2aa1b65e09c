//! Expressions of one companion: a value where it is read.

use super::body::{Body, Outlet, is_copy, side_name};
use super::code::{Code, Precedence};
use super::types::zero_of;
use crate::graph::{
    Callee, Capture, CastForm, Float, Form, Inst, Node, Opaque, Part, Region, SameForm, Step, Target, Ty, Value,
};
use crate::rules::Op;
use crate::syntax::{Mention, visit_free_variables};
use proc_macro2::{Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::Expr;

impl Body<'_> {
    /// A value where it is read: its name, or its expression.
    pub(super) fn code(&mut self, value: Value) -> Code {
        match self.graph.definition(value) {
            Some(inst) if self.plan.is_inlined(value) => self.expression(inst),
            _ => {
                let root = self.plan.root(value);
                if self.is_kept(root) {
                    let copy = self.kept_copy(root);
                    let reference = matches!(self.graph[root].ty, Ty::Reference(_));
                    return if reference {
                        Code::new(quote!(&#copy), Precedence::Prefix)
                    } else {
                        Code::atom(copy.to_token_stream())
                    };
                }
                let ident = self.names.name(self.graph, root);
                if self.buffers.contains(&root) {
                    return Code::new(quote!(*#ident), Precedence::Prefix);
                }
                if let Some(pair) = self.pair.as_ref().filter(|pair| pair.has(root)) {
                    return pair.of_lane(&ident);
                }
                if self.is_recorded_by_reference(root) {
                    Code::new(quote!(*#ident), Precedence::Prefix)
                } else {
                    Code::atom(ident.to_token_stream())
                }
            }
        }
    }

    /// A value whose part is read: through a reference, too.
    pub(super) fn indexed(&mut self, value: Value) -> TokenStream {
        let root = self.plan.root(value);
        if self.plan.is_inlined(value) {
            return self.code(value).receiver();
        }
        if self.is_kept(root) {
            return self.kept_copy(root).to_token_stream();
        }
        if self.buffers.contains(&root) {
            return self.names.name(self.graph, root).to_token_stream();
        }
        self.code(value).receiver()
    }

    /// A value where it is handed on: what a closure or a record must keep is cloned.
    pub(super) fn owned(&mut self, value: Value) -> TokenStream {
        let root = self.plan.root(value);
        let captured = self.in_closure && self.plan.is_forward(root) && !self.is_seed(root);
        let kept = !self.plan.is_inlined(value) && (captured || self.is_recorded_by_reference(root));
        let code = self.code(value);
        if self.is_shared_argument(value) {
            let code = code.bare();
            return quote!(__ad::unshared(#code));
        }
        if self.is_behind_reference(value) && !captured {
            let place = self.indexed(value);
            return match &self.graph[root].ty {
                Ty::Slice(_) => quote!(#place.to_vec()),
                ty if is_copy(ty) => code.bare(),
                _ => quote!(::core::clone::Clone::clone(&*#place)),
            };
        }
        if self.plan.is_inlined(value) && self.plan.is_cloned_part(value) {
            let place = code.receiver();
            return quote!(::core::clone::Clone::clone(&#place));
        }
        let clones = self.graph[value].ty.holds_vector() && !self.plan.may_move(value);
        if clones && !kept {
            let unsized_part = matches!(
                self.graph.node(value),
                Some(Node::Load { path, .. }) if matches!(path.last(), Some(Step::Range(..))));
            let code = code.receiver();
            return if unsized_part { quote!(#code.to_vec()) } else { quote!(#code.clone()) };
        }
        if kept && !is_copy(&self.graph[value].ty) {
            let code = code.at_least(Precedence::Prefix);
            quote!(::core::clone::Clone::clone(&#code))
        } else {
            code.bare()
        }
    }

    /// Whether a value of the forward part is a reference: the function was given it, or has taken it. A pullback keeps
    /// what it refers to.
    fn is_kept_reference(&self, value: Value) -> bool {
        self.plan.is_forward(value)
            && matches!(&self.graph[value].ty, Ty::Reference(inner) if matches!(**inner, Ty::Slice(_) | Ty::Array(..)))
    }

    /// Whether the variable of a value is a parameter that is `&mut`.
    pub(super) fn is_behind_reference(&self, value: Value) -> bool {
        !self.plan.is_inlined(value) && self.buffers.contains(&self.plan.root(value))
    }

    /// Whether a variable is an argument behind a reference that is read in a closure, which outlives the reference.
    fn is_kept(&self, root: Value) -> bool {
        let behind_reference = self.is_kept_reference(root) || self.buffers.contains(&root);
        self.in_closure && behind_reference && !self.is_seed(root)
    }

    /// The copy of an argument that a closure keeps.
    fn kept_copy(&mut self, root: Value) -> Ident {
        if let Some((_, copy)) = self.kept.iter().find(|(value, _)| *value == root) {
            return copy.clone();
        }
        let ident = self.names.name(self.graph, root);
        // What is behind a `&mut` may be overwritten before the function returns.
        let copy = if self.buffers.contains(&root) {
            let stem = ident.to_string();
            self.names.fresh(&format!("{}_kept", stem.trim_start_matches("r#")), Span::mixed_site())
        } else {
            ident
        };
        self.kept.push((root, copy.clone()));
        copy
    }

    fn is_seed(&self, root: Value) -> bool {
        self.closure.is_some_and(|closure| closure.seeds.contains(&root))
    }

    /// What a pullback keeps of the arguments: copies, so that it borrows nothing.
    pub(super) fn copies_of_arguments(&mut self) -> TokenStream {
        let kept = std::mem::take(&mut self.kept);
        kept.into_iter()
            .map(|(value, copy)| {
                let ident = self.names.name(self.graph, value);
                match &self.graph[value].ty {
                    Ty::Reference(inner) if matches!(**inner, Ty::Array(..)) && !self.is_slice_by_name(value) => {
                        quote!(let #copy = #ident.clone();)
                    }
                    Ty::Reference(_) | Ty::Slice(_) => quote!(let #copy = #ident.to_vec();),
                    ty if is_copy(ty) => quote!(let #copy = *#ident;),
                    _ => quote!(let #copy = ::core::clone::Clone::clone(&*#ident);),
                }
            })
            .collect()
    }

    /// Whether the user declared a variable as a reference to a slice, whatever it refers to.
    fn is_slice_by_name(&self, value: Value) -> bool {
        let annotation = self.graph[value].annotation.as_deref();
        annotation.is_some_and(|ty| match ty {
            syn::Type::Reference(reference) => matches!(*reference.elem, syn::Type::Slice(_)),
            _ => false,
        })
    }

    /// Whether a value is the aggregate that a closure was given: see `__private::unshared`.
    pub(super) fn is_shared_argument(&self, value: Value) -> bool {
        let aggregate = !matches!(self.graph[value].ty, Ty::Float(_) | Ty::Constant);
        let root = self.plan.root(value);
        aggregate && self.is_seed(root) && !self.buffers.contains(&root)
    }

    /// Whether a value is a part of a record that is matched by reference.
    pub(super) fn is_recorded_by_reference(&self, value: Value) -> bool {
        self.plan.is_recorded(value) && !is_copy(&self.graph[value].ty)
    }

    /// A value where it is used up: what is behind a reference of the caller's is cloned.
    pub(super) fn taken(&mut self, value: Value) -> TokenStream {
        if self.is_behind_reference(value) { self.owned(value) } else { self.code(value).bare() }
    }

    /// A value that a region hands on.
    pub(super) fn handed_on(&mut self, region: Region, value: Value) -> TokenStream {
        if !self.plan.is_copied_at_end(region, value) {
            return self.owned(value);
        }
        let value = self.code(value).at_least(Precedence::Prefix);
        quote!(::core::clone::Clone::clone(&#value))
    }

    /// A value that an instruction puts into an aggregate.
    pub(super) fn put_in(&mut self, inst: Inst, element: Value) -> TokenStream {
        if !self.plan.is_copied(inst, element) {
            return self.owned(element);
        }
        let element = self.code(element).at_least(Precedence::Prefix);
        quote!(::core::clone::Clone::clone(&#element))
    }

    /// The expression of an instruction with one result.
    pub(super) fn expression(&mut self, inst: Inst) -> Code {
        let graph = self.graph;
        let data = &graph[inst];
        let span = data.span;
        match &data.node {
            Node::Literal(number) => literal(*number),
            Node::Opaque(opaque) => self.opaque(inst, &opaque.clone()),
            Node::Zero(ty) => Code::atom(zero_of(ty)),
            Node::ZeroLike { like } => {
                let like = self.code(*like).at_least(Precedence::Prefix);
                Code::atom(quote!(__ad::zero_tangent(&#like)))
            }
            Node::ConstantTangent { like } => {
                let like = self.code(*like).bare();
                Code::atom(quote!(__ad::constant_tangent!(#like)))
            }
            Node::BesideArgument { argument, tangent } => {
                let argument = self.code(*argument).at_least(Precedence::Prefix);
                let tangent = self.code(*tangent).at_least(Precedence::Prefix);
                Code::atom(quote!(__ad::Beside(&#argument).form_of(&#tangent)))
            }
            Node::Apply { op, form, operands } => self.apply(*op, *form, operands, span),
            Node::Select { comparison, left, right, then, otherwise } => {
                let left = self.code(*left).at_least(Precedence::Sum);
                let right = self.code(*right).at_least(Precedence::Sum);
                let (then, otherwise) = (self.code(*then).bare(), self.code(*otherwise).bare());
                let symbol = spanned(comparison.symbol(), Span::mixed_site());
                Code::new(quote!(if #left #symbol #right { #then } else { #otherwise }), Precedence::Loose)
            }
            Node::RulePullback { op, operand, operands, result, seed } => {
                self.rule("pullback", *op, *operand, operands, *result, *seed)
            }
            Node::RuleTangent { op, operand, operands, result, tangent } => {
                self.rule("tangent", *op, *operand, operands, *result, *tangent)
            }
            Node::Cast { to, form, operand } => {
                let ty = float_name(*to);
                match form {
                    CastForm::As => {
                        let operand = self.code(*operand).at_least(Precedence::Cast);
                        Code::new(quote!(#operand as #ty), Precedence::Cast)
                    }
                    CastForm::From => {
                        let operand = self.code(*operand).bare();
                        Code::atom(quote!(#ty::from(#operand)))
                    }
                }
            }
            Node::CastPullback { operand, seed } => {
                let operand = self.code(*operand).at_least(Precedence::Prefix);
                let seed = self.taken(*seed);
                Code::atom(quote!(__ad::cast_pullback(&#operand, #seed)))
            }
            Node::IsZero { tangent, unless } => {
                let tangent = self.code(*tangent).at_least(Precedence::Prefix);
                match self.asks(unless) {
                    Some(asks) => Code::new(quote!(#asks && __ad::is_zero_tangent(&#tangent)), Precedence::Loose),
                    None => Code::atom(quote!(__ad::is_zero_tangent(&#tangent))),
                }
            }
            Node::StrongZero { untouched, contribution } => {
                let untouched = self.code(*untouched).bare();
                let contribution = self.owned(*contribution);
                Code::atom(quote!(__ad::strong_zero(#untouched, #contribution)))
            }
            Node::CastTangent { operand, to, tangent } => {
                let ty = float_name(*to);
                let operand = self.code(*operand).at_least(Precedence::Prefix);
                let tangent = self.taken(*tangent);
                Code::atom(quote!(__ad::cast_tangent::<#ty, _>(&#operand, #tangent)))
            }
            Node::Same { form, operand } => {
                let operand = self.code(*operand);
                match form {
                    SameForm::Borrow => {
                        let operand = operand.at_least(Precedence::Prefix);
                        Code::new(quote!(&#operand), Precedence::Prefix)
                    }
                    SameForm::Deref => {
                        let operand = operand.at_least(Precedence::Prefix);
                        Code::new(quote!(*#operand), Precedence::Prefix)
                    }
                    SameForm::Clone => {
                        let operand = operand.receiver();
                        Code::atom(quote!(#operand.clone()))
                    }
                    SameForm::ToVec => {
                        let operand = operand.receiver();
                        Code::atom(quote!(#operand.to_vec()))
                    }
                }
            }
            Node::Tuple(elements) => {
                let elements: Vec<TokenStream> = elements.iter().map(|element| self.put_in(inst, *element)).collect();
                match elements.as_slice() {
                    [one] => Code::atom(quote!((#one,))),
                    _ => Code::atom(quote!((#(#elements),*))),
                }
            }
            Node::Array(elements) => {
                let elements: Vec<TokenStream> = elements.iter().map(|element| self.put_in(inst, *element)).collect();
                Code::atom(quote!([#(#elements),*]))
            }
            Node::Repeat { element, len } => {
                let element = self.code(*element).bare();
                Code::atom(quote!([#element; #len]))
            }
            Node::RepeatVec { element, len } => {
                let (element, len) = (self.owned(*element), self.code(*len).bare());
                Code::atom(quote!(__ad::vec![#element; #len]))
            }
            Node::RepeatAdjoint { adjoint, zero: Some(zero) } => {
                let (adjoint, zero) = (self.owned(*adjoint), self.owned(*zero));
                Code::atom(quote!(__ad::elements_adjoint(#adjoint, #zero)))
            }
            Node::RepeatAdjoint { adjoint, zero: None } => {
                let adjoint = self.taken(*adjoint);
                Code::atom(quote!(__ad::repeat_adjoint(#adjoint)))
            }
            Node::Load { base, path } => Code::atom(self.part(*base, path)),
            Node::Extremum { op, start, part: Part { base, path } } => {
                let Some((Step::Range(from, to), prefix)) = path.split_last() else {
                    unreachable!("an extremum is one of a range")
                };
                let place = self.part(*base, prefix);
                let (start, from, to) = (self.code(*start).bare(), self.code(*from), self.code(*to).bare());
                let (first, from) = (from.clone().bare(), from.at_least(Precedence::Sum));
                let of = Ident::new(if *op == Op::Max { "largest" } else { "smallest" }, Span::mixed_site());
                Code::atom(quote!(__ad::#of(#start, __ad::part(&#place[..], #from..#to, || #first))))
            }
            Node::Call { callee, arguments } => {
                let path = &callee.path;
                let arguments: Vec<TokenStream> =
                    arguments.iter().map(|argument| self.owned(argument.value())).collect();
                Code::atom(quote_spanned!(span=> #path(#(#arguments),*)))
            }
            Node::Lanes { body } => {
                let number = self.graph[*body].parameters[0];
                let lane = if self.plan.is_read(number) {
                    Ident::new("lane", Span::mixed_site())
                } else {
                    Ident::new("_lane", Span::mixed_site())
                };
                self.names.parameter(number, &lane);
                let block = self.block(*body, &[Outlet::Yielded]);
                let needs_braces = self.graph[*body]
                    .insts
                    .iter()
                    .any(|inst| self.graph[*inst].results.iter().any(|result| !self.plan.is_inlined(*result)));
                let block = if needs_braces { quote!({ #block }) } else { block };
                Code::atom(quote!(__ad::lanes(|#lane| #block)))
            }
            Node::LaneSum { operand } => {
                let operand = self.code(*operand).bare();
                Code::atom(quote!(__ad::lane_sum(#operand)))
            }
            Node::Taken { side, payload } => {
                let payload: Vec<TokenStream> = payload.iter().map(|value| self.owned(*value)).collect();
                let side = side_name(*side);
                let payload = if let [one] = payload.as_slice() { quote!(#one) } else { quote!((#(#payload),*)) };
                Code::atom(quote!(__ad::Either::#side(#payload)))
            }
            Node::Store { .. }
            | Node::Accumulate { .. }
            | Node::CallVjp { .. }
            | Node::CallJvp { .. }
            | Node::Pull { .. }
            | Node::Branch { .. }
            | Node::Mirror { .. }
            | Node::MirrorLoop { .. }
            | Node::Loop(_)
            | Node::Push { .. }
            | Node::Pop { .. }
            | Node::Recall { .. } => unreachable!("this node is a statement"),
        }
    }

    /// A part of an aggregate where it is.
    fn part(&mut self, base: Value, path: &[Step]) -> TokenStream {
        let (base, rest) = if self.plan.is_inlined(base) {
            (self.indexed(base), path.to_vec())
        } else {
            self.viewed(self.plan.root(base), path)
        };
        let rest = self.path(&rest);
        quote!(#base #rest)
    }

    fn apply(&mut self, op: Op, form: Form, operands: &[Value], span: Span) -> Code {
        let codes: Vec<Code> = operands.iter().map(|operand| self.code(*operand)).collect();
        match (form, op.symbol(), codes.as_slice()) {
            (Form::Symbol, Some(symbol), [operand]) => {
                let symbol = spanned(symbol, span);
                let operand = operand.at_least(Precedence::Atom);
                Code::new(quote!(#symbol #operand), Precedence::Prefix)
            }
            (Form::Symbol, Some(symbol), [left, right]) => {
                let (own, tighter) = match op {
                    Op::Add | Op::Sub => (Precedence::Sum, Precedence::Product),
                    _ => (Precedence::Product, Precedence::Cast),
                };
                let symbol = spanned(symbol, span);
                let (left, right) = (left.at_least(own), right.at_least(tighter));
                Code::new(quote!(#left #symbol #right), own)
            }
            (Form::Method, _, [receiver, arguments @ ..]) => {
                let method = Ident::new(op.name(), span);
                let receiver = receiver.receiver();
                let arguments = arguments.iter().map(Code::bare);
                Code::atom(quote!(#receiver.#method(#(#arguments),*)))
            }
            (Form::Associated(float), ..) => {
                let function = Ident::new(op.name(), span);
                let ty = float_name(float);
                let arguments = codes.iter().map(Code::bare);
                Code::atom(quote!(#ty::#function(#(#arguments),*)))
            }
            _ => {
                let function = Ident::new(op.name(), Span::mixed_site());
                let arguments = codes.iter().map(Code::bare);
                Code::atom(quote!(__ad::math::#function(#(#arguments),*)))
            }
        }
    }

    /// A rule of the table through core's traits.
    fn rule(&mut self, kind: &str, op: Op, operand: usize, operands: &[Value], result: Value, last: Value) -> Code {
        let arity = operands.len();
        let function = if arity == 1 { format_ident!("{kind}1") } else { format_ident!("{kind}{arity}_{operand}") };
        let marker = format_ident!("{}", op.marker());
        let holes = operands.iter().map(|_| quote!(_));
        let holes = quote!(#(#holes),*);
        let operands: Vec<TokenStream> =
            operands.iter().map(|value| self.code(*value).at_least(Precedence::Prefix)).collect();
        let result = self.code(result).at_least(Precedence::Prefix);
        let last = self.taken(last);
        Code::atom(quote!(__ad::#function::<__ad::op::#marker, #holes>(#(&#operands,)* &#result, #last)))
    }

    /// `path::to::callee::__vjp`, through an alias that reads as the fix where `callee` has no twin.
    pub(super) fn companion(&mut self, callee: &Callee, companion: &str) -> TokenStream {
        let mut path = callee.path.path.clone();
        let last = path.segments.last_mut().expect("a path has a segment");
        let span = last.ident.span();
        if let Some(twin) = &callee.twin {
            last.ident = twin.clone();
            last.ident.set_span(span);
        }
        let arguments = std::mem::replace(&mut last.arguments, syn::PathArguments::None);
        let generics = match &arguments {
            syn::PathArguments::AngleBracketed(arguments) => {
                let arguments = &arguments.args;
                quote!(::<#arguments>)
            }
            _ => TokenStream::new(),
        };
        let companion = Ident::new(companion, span);
        if let Target::Together(_) = callee.target {
            return quote!(#path::#companion #generics);
        }
        let stem = last.ident.to_string();
        let stem = stem.strip_prefix("r#").unwrap_or(&stem);
        let key = path.to_token_stream().to_string();
        let known = self.aliases.get(&key).map(|(alias, _)| alias.to_string());
        let text = known.unwrap_or_else(|| {
            // Two callees of one name in different modules need two aliases.
            let plain = format!("{stem}_has_no_derivative__put_differentiable_on_it");
            let same = self.aliases.values().filter(|(alias, _)| alias.to_string().starts_with(&plain)).count();
            if same == 0 { plain } else { format!("{plain}_{same}") }
        });
        let alias = Ident::new(&text, span);
        self.aliases.entry(key).or_insert_with(|| (alias.clone(), quote!(use #path as #alias;)));
        quote!(#alias::#companion #generics)
    }

    /// A `&mut` of a part of the variable of a value, for a name of the user's that is one.
    fn exclusive(&mut self, capture: &Capture, path: &[Step]) -> Code {
        if !path.is_empty() {
            let (place, path) = (self.indexed(capture.value), self.path(path));
            return Code::new(quote!(&mut #place #path), Precedence::Prefix);
        }
        if self.is_behind_reference(capture.value) {
            let place = Code::atom(self.indexed(capture.value));
            if place.is(&capture.ident) {
                return place;
            }
        }
        let place = self.code(capture.value).at_least(Precedence::Prefix);
        Code::new(quote!(&mut #place), Precedence::Prefix)
    }

    /// An expression in the user's words, with the names that its variables have here.
    pub(super) fn opaque(&mut self, inst: Inst, opaque: &Opaque) -> Code {
        let mut code = (*opaque.code).clone();
        let mut replacements: Vec<(Ident, Code)> = Vec::new();
        let mut copies = TokenStream::new();
        for capture in &opaque.captures {
            if self.plan.is_copied(inst, capture.value) {
                let value = self.code(capture.value).at_least(Precedence::Prefix);
                let copy = self.names.fresh("copy", Span::mixed_site());
                copies.extend(quote!(let #copy = ::core::clone::Clone::clone(&#value);));
                replacements.push((capture.ident.clone(), Code::atom(copy.to_token_stream())));
                continue;
            }
            let emitted = match &capture.exclusive {
                Some(path) => self.exclusive(capture, path),
                None => self.code(capture.value),
            };
            if !emitted.is(&capture.ident) {
                replacements.push((capture.ident.clone(), emitted));
            }
        }
        let written = self.in_words(&mut code, &replacements);
        if copies.is_empty() {
            return written;
        }
        let written = written.bare();
        Code::new(quote!({ #copies #written }), Precedence::Loose)
    }

    /// Words with other names for their variables.
    fn in_words(&self, code: &mut Expr, replacements: &[(Ident, Code)]) -> Code {
        if replacements.is_empty() {
            return Code::user(code);
        }
        if let Expr::Path(path) = &*code
            && let Some((_, emitted)) = replacements.iter().find(|(ident, _)| path.path.is_ident(ident))
        {
            return emitted.clone();
        }
        let mut formatted: Vec<usize> = Vec::new();
        visit_free_variables(code, &mut |ident, mention| {
            let position = replacements.iter().position(|(name, _)| name == ident)?;
            match mention {
                Mention::Formatted => {
                    formatted.push(position);
                    None
                }
                Mention::Read => Some(replacements[position].1.expr()),
                Mention::Changed | Mention::Receiver | Mention::Passed => None,
            }
        });
        if formatted.is_empty() {
            return Code::user(code);
        }
        formatted.sort_unstable();
        formatted.dedup();
        let rebound = formatted.into_iter().map(|position| {
            let (ident, emitted) = &replacements[position];
            let emitted = emitted.at_least(Precedence::Prefix);
            quote!(let #ident = &#emitted;)
        });
        Code::new(quote!({ #(#rebound)* #code }), Precedence::Loose)
    }
}

pub(super) fn float_name(float: Float) -> TokenStream {
    match float {
        Float::F32 => quote!(f32),
        Float::F64 | Float::Literal => quote!(f64),
    }
}

/// An operator at a place of the user's.
fn spanned(symbol: &str, span: Span) -> TokenStream {
    let last = symbol.chars().count() - 1;
    let punctuation = symbol.chars().enumerate().map(|(position, character)| {
        let spacing = if position == last { Spacing::Alone } else { Spacing::Joint };
        let mut punct = Punct::new(character, spacing);
        punct.set_span(span);
        TokenTree::Punct(punct)
    });
    punctuation.collect()
}

/// A number of derivative code.
fn literal(number: f64) -> Code {
    if number.is_nan() {
        return Code::new(quote!(0.0 / 0.0), Precedence::Product);
    }
    if number.is_infinite() {
        let one = if number > 0.0 { quote!(1.0) } else { quote!(-1.0) };
        return Code::new(quote!(#one / 0.0), Precedence::Product);
    }
    let magnitude = Literal::f64_unsuffixed(number.abs());
    if number.is_sign_negative() {
        Code::new(quote!(-#magnitude), Precedence::Prefix)
    } else {
        Code::atom(quote!(#magnitude))
    }
}
