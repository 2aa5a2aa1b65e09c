//! The pipeline, one line a stage: collect, lower, infer, check, inline, emit.
//!
//! Functions that see each other (those of an annotated module, those nested in a function) are lowered together.
//! A function with errors is emitted as it is, with companions that only have the right types; it does not keep the
//! others from their derivatives.

use crate::analysis::{Activity, activity, check, cycles, effects, infer_types};
use crate::diagnostics::{Diagnostics, Message};
use crate::emit::{Differentiated, companions, stub};
use crate::graph::{Graph, Inst, Node, Region, Target, Ty, assert_valid};
use crate::syntax::{
    Known, Lowered, NestedFunctions, Options, Signature, Surroundings, constant_types, is_condition, lower,
    takes_functions, without_markers,
};
use crate::transform::{
    Callees, Seed, adjoint, by_value, fill, forward_elements, has_segments, hoist, improve, inline, keep_absent, merge,
    recorded_loops, reserve, simplify, take_apart, unkept_references,
};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use std::collections::HashMap;
use std::rc::Rc;
use syn::{Attribute, Item, ItemFn, ItemMod};

/// Expands `#[differentiable(options)] item`.
pub(crate) fn differentiable(options: TokenStream, item: TokenStream) -> TokenStream {
    let diagnostics = Diagnostics::default();
    let parsed_options = Options::parse(options, &diagnostics);
    match syn::parse2::<Item>(item.clone()) {
        Ok(Item::Fn(function)) => {
            if let Some(span) = parsed_options.skip {
                diagnostics.error(span, Message::skip_outside_module());
            }
            let mut group = Group::default();
            group.add(&function, parsed_options, None);
            let twin = group.expand().remove(0);
            let function = without_markers(&function);
            let errors = errors(diagnostics);
            quote!(#errors #[allow(dead_code)] #function #twin)
        }
        Ok(Item::Mod(module)) => {
            if let Some(name) = &parsed_options.name {
                diagnostics.error(name.span(), Message::name_on_module());
            }
            if let Some(span) = parsed_options.recursive {
                diagnostics.error(span, Message::recursive_module());
            }
            if parsed_options.checkpoint.is_some() {
                diagnostics.error(module.mod_token.span, Message::checkpoint_module());
            }
            let module = expand_module(module, &parsed_options, &diagnostics);
            let errors = errors(diagnostics);
            quote!(#errors #module)
        }
        Ok(other) => {
            diagnostics.error(first_token(&other), Message::not_a_function());
            let errors = errors(diagnostics);
            quote!(#errors #item)
        }
        Err(error) => {
            let _ = diagnostics.finish();
            let error = error.into_compile_error();
            quote!(#error #item)
        }
    }
}

fn errors(diagnostics: Diagnostics) -> TokenStream {
    diagnostics.finish().err().unwrap_or_default()
}

fn first_token(item: &Item) -> Span {
    item.to_token_stream().into_iter().next().map_or_else(Span::call_site, |token| token.span())
}

/// Annotates every function of a module that has something to differentiate.
fn expand_module(mut module: ItemMod, options: &Options, diagnostics: &Diagnostics) -> TokenStream {
    let Some((_, items)) = &mut module.content else {
        diagnostics.error(module.mod_token.span, Message::module_without_body());
        return module.into_token_stream();
    };
    let mut group = Group { constants: Rc::new(constant_types(items.iter())), ..Group::default() };
    let mut positions = Vec::new();
    for (position, item) in items.iter_mut().enumerate() {
        let Item::Fn(function) = item else { continue };
        let own = own_options(&mut function.attrs, options, diagnostics);
        let explicit = own.is_some();
        let own = own.unwrap_or_else(|| Options { skip: options.skip, ..options.of_inner() });
        let takes_functions = takes_functions(function);
        let passes_option = Signature::passes_option(function);
        let is_helper = takes_functions || passes_option || Signature::changes_arguments(function);
        let is_conditional = function.attrs.iter().any(is_condition);
        if own.skip.is_none() && is_helper && !is_conditional {
            group.helpers.push((None, Rc::new(function.clone())));
        }
        let worthwhile = explicit || !passes_option && Signature::worth_differentiating(function);
        if own.skip.is_none() && !takes_functions && worthwhile {
            group.add(function, own, None);
            positions.push(position);
        }
        *function = without_markers(function);
    }
    // Functions that are used through their companions only are used.
    for position in &positions {
        if let Item::Fn(function) = &mut items[*position] {
            function.attrs.push(syn::parse_quote!(#[allow(dead_code)]));
        }
    }
    let twins = group.expand();
    let mut expanded: Vec<TokenStream> = Vec::new();
    for (position, item) in items.drain(..).enumerate() {
        expanded.push(match item {
            Item::Mod(inner) if inner.content.is_some() => expand_module(inner, options, diagnostics),
            item => item.into_token_stream(),
        });
        if let Some(index) = positions.iter().position(|other| *other == position) {
            expanded.push(twins[index].clone());
        }
    }
    let ItemMod { attrs, vis, ident, .. } = &module;
    let (inner, outer): (Vec<&Attribute>, Vec<&Attribute>) =
        attrs.iter().partition(|attribute| matches!(attribute.style, syn::AttrStyle::Inner(_)));
    quote!(#(#outer)* #vis mod #ident { #(#inner)* #(#expanded)* })
}

/// Takes the options of an inner `#[differentiable(..)]` off a function.
fn own_options(attributes: &mut Vec<Attribute>, outer: &Options, diagnostics: &Diagnostics) -> Option<Options> {
    let position = attributes.iter().position(is_differentiable)?;
    let attribute = attributes.remove(position);
    let tokens = match &attribute.meta {
        syn::Meta::List(list) => list.tokens.clone(),
        _ => TokenStream::new(),
    };
    let mut options = Options::parse(tokens, diagnostics);
    options.krate = outer.krate.clone();
    options.optimize &= outer.optimize;
    Some(options)
}

fn is_differentiable(attribute: &Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|segment| segment.ident == "differentiable")
}

/// A function on its way through the pipeline.
struct Unit {
    function: ItemFn,
    options: Options,
    signature: Rc<Signature>,
    /// The function that this one is nested in.
    parent: Option<usize>,
    diagnostics: Option<Diagnostics>,
    lowered: Option<Lowered>,
    /// The graph with calls inlined.
    primal: Option<Graph>,
}

/// Functions that are lowered together.
#[derive(Default)]
struct Group {
    units: Vec<Unit>,
    /// Functions that change what they are given, or take functions, and the functions that they are nested in.
    helpers: Vec<(Option<usize>, Rc<ItemFn>)>,
    /// The types of the constants of the module.
    constants: Rc<HashMap<String, Ty>>,
}

impl Group {
    /// Adds a function, and those nested in it.
    fn add(&mut self, function: &ItemFn, options: Options, parent: Option<usize>) {
        let diagnostics = Diagnostics::default();
        let signature = Rc::new(Signature::read(function, &options, &diagnostics));
        let index = self.units.len();
        let inner_options = options.of_inner();
        self.units.push(Unit {
            function: function.clone(),
            options,
            signature,
            parent,
            diagnostics: Some(diagnostics),
            lowered: None,
            primal: None,
        });
        for mut nested in NestedFunctions::of(&function.block) {
            // The attribute of a nested function is expanded where the function stands, too: its errors come from there.
            let own = own_options(&mut nested.attrs, &inner_options, &Diagnostics::unheard());
            let (recursive, checkpoint) = own.map_or((None, None), |own| (own.recursive, own.checkpoint));
            let takes_functions = takes_functions(&nested);
            let passes_option = Signature::passes_option(&nested);
            if takes_functions || passes_option || Signature::changes_arguments(&nested) {
                self.helpers.push((Some(index), Rc::new(nested.clone())));
            }
            if !takes_functions && !passes_option && Signature::worth_differentiating(&nested) {
                self.add(&nested, Options { recursive, checkpoint, ..inner_options.clone() }, Some(index));
            }
        }
    }

    /// The functions that a function can call by their names: its own nested ones hide those around it.
    fn visible(&self, index: usize) -> Surroundings {
        let mut scopes = vec![Some(index)];
        let mut current = self.units[index].parent;
        while let Some(parent) = current {
            scopes.push(Some(parent));
            current = self.units[parent].parent;
        }
        scopes.push(None);
        let mut known = Vec::new();
        let mut helpers = Vec::new();
        for scope in scopes.into_iter().rev() {
            helpers.extend(
                self.helpers.iter().filter(|(parent, _)| *parent == scope).map(|(_, helper)| Rc::clone(helper)),
            );
            // One with a `#[cfg]` may not be there, and another one in its place: `rustc` finds its companions.
            let seen = |unit: &Unit| unit.parent == scope && unit.signature.conditions.is_empty();
            for (index, unit) in self.units.iter().enumerate().filter(|(_, unit)| seen(unit)) {
                let name = unit.signature.ident.to_string();
                known.push(Known { name, index, signature: Rc::clone(&unit.signature) });
            }
        }
        Surroundings { functions: known, helpers, constants: Rc::clone(&self.constants) }
    }

    /// Runs the pipeline; the result has the twin (or the errors) of each function that is not nested in another.
    fn expand(mut self) -> Vec<TokenStream> {
        for index in 0..self.units.len() {
            self.lower(index);
        }
        self.reject_recursion();
        for index in self.callees_first() {
            self.inline(index);
        }
        let errors = self.nested_errors();
        let outer: Vec<usize> = (0..self.units.len()).filter(|index| self.units[*index].parent.is_none()).collect();
        let mut twins: Vec<TokenStream> = outer.into_iter().map(|index| self.emit(index)).collect();
        if let Some(first) = twins.first_mut() {
            first.extend(errors);
        }
        twins
    }

    /// The errors of nested functions, whose companions are emitted with the functions around them.
    fn nested_errors(&mut self) -> TokenStream {
        let nested = self.units.iter_mut().filter(|unit| unit.parent.is_some());
        nested.filter_map(|unit| unit.diagnostics.take()?.finish().err()).collect()
    }

    fn diagnostics(&self, index: usize) -> &Diagnostics {
        self.units[index].diagnostics.as_ref().expect("diagnostics are finished last")
    }

    fn lower(&mut self, index: usize) {
        let surroundings = self.visible(index);
        let unit = &self.units[index];
        let diagnostics = self.diagnostics(index);
        let mut lowered = lower(&unit.signature, &unit.function.block, &surroundings, diagnostics);
        if diagnostics.is_empty() {
            assert_valid(&lowered.graph);
            infer_types(&mut lowered.graph);
            by_value(&mut lowered.graph);
            take_apart(&mut lowered.graph);
            keep_absent(&mut lowered.graph);
            assert_valid(&lowered.graph);
            let outputs = unit.signature.outputs();
            let active = activity(&lowered.graph, &self.active(index), &unit.signature.checked());
            check(&lowered.graph, &active, &outputs, unit.signature.ident.span(), diagnostics);
        }
        self.units[index].lowered = Some(lowered);
    }

    fn active(&self, index: usize) -> Vec<usize> {
        self.units[index].signature.active().map(|(position, _)| position).collect()
    }

    /// The calls of functions that are lowered together.
    fn calls(&self, index: usize) -> Vec<(usize, Inst)> {
        let Some(lowered) = &self.units[index].lowered else { return Vec::new() };
        let graph = &lowered.graph;
        let call = |inst: Inst| match &graph[inst].node {
            Node::Call { callee, .. } => match callee.target {
                Target::Together(callee) => Some((callee, inst)),
                Target::Elsewhere => None,
            },
            _ => None,
        };
        graph.walk(graph.body).into_iter().filter_map(call).collect()
    }

    /// The calls that a derivative goes through, with their places.
    fn active_calls(&self, index: usize) -> Vec<(usize, Span)> {
        let unit = &self.units[index];
        let Some(lowered) = unit.lowered.as_ref().filter(|_| self.diagnostics(index).is_empty()) else {
            return Vec::new();
        };
        let active = activity(&lowered.graph, &self.active(index), &unit.signature.outputs());
        let is_active = |inst: Inst| lowered.graph[inst].results.iter().any(|result| active.is_active(*result));
        let calls = self.calls(index).into_iter().filter(|(_, inst)| is_active(*inst));
        calls.map(|(callee, inst)| (callee, lowered.graph[inst].span)).collect()
    }

    /// Reports functions that call themselves, alone or through each other, and do not say so.
    fn reject_recursion(&self) {
        let calls: Vec<Vec<(usize, Span)>> = (0..self.units.len()).map(|index| self.active_calls(index)).collect();
        let callees: Vec<Vec<usize>> =
            calls.iter().map(|calls| calls.iter().map(|(callee, _)| *callee).collect()).collect();
        let name = |index: usize| self.units[index].signature.ident.to_string();
        for (index, cycle) in cycles(&callees).iter().enumerate() {
            let call = calls[index].iter().find(|(callee, _)| cycle.contains(callee));
            if let (Some((_, span)), None) = (call, self.units[index].options.recursive) {
                let names: Vec<String> = cycle.iter().map(|member| name(*member)).collect();
                self.diagnostics(index).error(*span, Message::recursion(&name(index), &names));
            }
        }
    }

    /// All functions, callees before callers but for calls that lead back to the caller.
    fn callees_first(&self) -> Vec<usize> {
        let mut order = Vec::new();
        let mut visited = vec![false; self.units.len()];
        for index in 0..self.units.len() {
            self.visit(index, &mut visited, &mut order);
        }
        order
    }

    fn visit(&self, index: usize, visited: &mut [bool], order: &mut Vec<usize>) {
        if std::mem::replace(&mut visited[index], true) {
            return;
        }
        for (callee, _) in self.calls(index) {
            self.visit(callee, visited, order);
        }
        order.push(index);
    }

    fn inline(&mut self, index: usize) {
        if !self.diagnostics(index).is_empty() {
            return;
        }
        let Some(lowered) = &self.units[index].lowered else { return };
        let mut graph = lowered.graph.clone();
        let functions =
            (0..self.units.len()).map(|callee| (&*self.units[callee].signature, self.inlinable(index, callee)));
        let callees = Callees { functions: functions.collect() };
        inline(&mut graph, &callees);
        infer_types(&mut graph);
        by_value(&mut graph);
        if self.units[index].options.optimize {
            forward_elements(&mut graph);
            hoist(&mut graph);
            fill(&mut graph);
            simplify(&mut graph, true);
            merge(&mut graph);
            reserve(&mut graph);
        }
        simplify(&mut graph, self.units[index].options.optimize);
        assert_valid(&graph);
        // What was pasted in may not lose a derivative either.
        let outputs = self.units[index].signature.outputs();
        let active = activity(&graph, &self.active(index), &self.units[index].signature.checked());
        check(&graph, &active, &outputs, self.units[index].signature.ident.span(), self.diagnostics(index));
        if self.units[index].options.checkpoint.is_some() && self.diagnostics(index).is_empty() {
            self.check_checkpoints(index, &graph, &active);
        }
        self.units[index].primal = Some(graph);
    }

    /// Reports what must not run twice in the loops whose mirrors will run them again.
    fn check_checkpoints(&self, index: usize, primal: &Graph, activity: &Activity) {
        let (optimize, diagnostics) = (self.units[index].options.optimize, self.diagnostics(index));
        let outputs = self.units[index].signature.outputs();
        let mut joint = adjoint(primal, activity, &self.active(index), Seed::Parameters(&outputs), false, optimize);
        improve(&mut joint.graph, &joint.seeds, optimize);
        for inst in recorded_loops(&joint.graph) {
            let Node::Loop(repeated) = &joint.graph[inst].node else { unreachable!("loops are recorded") };
            if !has_segments(repeated) {
                diagnostics.error(joint.graph[inst].span, Message::checkpoint_iterator());
            }
            for reference in unkept_references(&joint.graph, repeated.body) {
                let data = &joint.graph[reference];
                let name = data.name.as_ref().map_or_else(String::new, |name| name.stem.clone());
                diagnostics.error(data.span, Message::checkpoint_kept(&name));
            }
            self.report_effects(&joint.graph, repeated.body, &mut vec![index], diagnostics);
        }
    }

    /// Reports what must not run twice in a region, and in the functions that it calls.
    fn report_effects(&self, graph: &Graph, region: Region, seen: &mut Vec<usize>, diagnostics: &Diagnostics) {
        for (span, effect) in effects(graph, region) {
            diagnostics.error(span, Message::checkpoint_effect(&effect));
        }
        for inst in graph.walk(region) {
            if let Node::Call { callee, .. } | Node::CallVjp { callee, .. } = &graph[inst].node
                && let Target::Together(callee) = callee.target
                && !seen.contains(&callee)
                && let Some(lowered) = &self.units[callee].lowered
            {
                seen.push(callee);
                self.report_effects(&lowered.graph, lowered.graph.body, seen, diagnostics);
            }
        }
    }

    /// The graph of a callee whose expressions mean the same in the caller: no item of either may hide a name.
    fn inlinable(&self, caller: usize, callee: usize) -> Option<&Graph> {
        let (caller_unit, callee_unit) = (&self.units[caller], &self.units[callee]);
        let items_of_callee = !callee_unit.lowered.as_ref()?.items.is_empty();
        let nested = callee_unit.parent == Some(caller) || callee_unit.parent == caller_unit.parent;
        let items_of_caller = caller_unit.lowered.as_ref().is_some_and(|lowered| !lowered.items.is_empty());
        let hidden = callee_unit.parent != Some(caller) && items_of_caller;
        // The caller has no `N` of the callee's, or another one; and its own may hide one of the module.
        let is_generic = has_generics(&callee_unit.signature)
            || (callee_unit.parent != Some(caller) && has_generics(&caller_unit.signature));
        // What a caller does with its own calls and loops is not what the callee has asked for.
        let apart = callee_unit.options.recursive.is_some() || callee_unit.options.checkpoint.is_some();
        if items_of_callee || hidden || !nested || is_generic || apart || !callee_unit.options.optimize {
            return None;
        }
        callee_unit.primal.as_ref()
    }

    fn emit(&mut self, index: usize) -> TokenStream {
        let diagnostics = self.units[index].diagnostics.take().expect("a function is emitted once");
        let unit = &self.units[index];
        if let Err(errors) = diagnostics.finish() {
            // Beside a method there is no place for a twin.
            let stub = (!unit.signature.associated).then(|| stub(&unit.signature, &unit.options));
            return quote!(#errors #stub);
        }
        self.twin(index)
    }

    /// The items of a body as its companions repeat them: without attributes of ours, and with the twins of nested
    /// functions that are called.
    fn items(&self, index: usize) -> Vec<TokenStream> {
        let Some(lowered) = &self.units[index].lowered else { return Vec::new() };
        lowered.items.iter().map(|item| self.item(index, item)).collect()
    }

    fn item(&self, index: usize, item: &Item) -> TokenStream {
        let Item::Fn(function) = item else { return item.into_token_stream() };
        let mut function = without_markers(function);
        function.attrs.retain(|attribute| !is_differentiable(attribute));
        let nested =
            self.units.iter().position(|unit| unit.parent == Some(index) && unit.signature.ident == function.sig.ident);
        let called = nested.filter(|nested| self.is_called(*nested));
        let twin = called.map(|nested| self.twin(nested));
        quote!(#function #twin)
    }

    /// Whether a call of a function is left after inlining.
    fn is_called(&self, callee: usize) -> bool {
        self.units.iter().filter_map(|unit| unit.primal.as_ref()).any(|graph| {
            graph.walk(graph.body).into_iter().any(|inst| {
                matches!(&graph[inst].node, Node::Call { callee: other, .. } if other.target == Target::Together(callee))
            })
        })
    }

    fn twin(&self, index: usize) -> TokenStream {
        let unit = &self.units[index];
        let (Some(lowered), Some(primal)) = (&unit.lowered, &unit.primal) else {
            return stub(&unit.signature, &unit.options);
        };
        let (active, outputs) = (self.active(index), unit.signature.outputs());
        let items = self.items(index);
        companions(&Differentiated {
            signature: &unit.signature,
            options: &unit.options,
            primal,
            activity: &activity(primal, &active, &outputs),
            shown: &lowered.graph,
            shown_activity: &activity(&lowered.graph, &active, &outputs),
            items: &items,
            bound: &lowered.bound,
            zips: &lowered.zips,
        })
    }
}

/// Whether a function has type or const parameters.
fn has_generics(signature: &Signature) -> bool {
    signature.generics.params.iter().any(|parameter| !matches!(parameter, syn::GenericParam::Lifetime(_)))
}

/// The graphs of a function as text: as lowered, and with its reverse sweep before anything is simplified.
#[cfg(test)]
pub(crate) fn graph_texts(function: &ItemFn) -> String {
    let mut group = Group::default();
    group.add(function, Options { optimize: false, ..Options::default() }, None);
    for index in 0..group.units.len() {
        group.lower(index);
    }
    let active = group.active(0);
    let outputs = group.units[0].signature.outputs();
    let text = match &group.units[0].lowered {
        Some(lowered) => {
            let graph = &lowered.graph;
            let joint =
                adjoint(graph, &activity(graph, &active, &outputs), &active, Seed::Parameters(&outputs), false, false);
            format!("primal {graph}\nreverse {}", joint.graph)
        }
        None => String::new(),
    };
    for unit in &mut group.units {
        unit.diagnostics.take().map(Diagnostics::finish);
    }
    text
}
