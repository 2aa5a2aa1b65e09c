//! Lowering: from the body of a function to its graph.
//!
//! Reads:  the signature, the body, the signatures of the functions lowered together with it.
//! Writes: the primal graph, and the items of the body, which every companion repeats.
//! Keeps:  order of evaluation and panics; every operator as the user wrote it.
//! Absent: what is active (that needs the whole graph), derivatives.
//!
//! Mutation becomes versions: a binding holds the current version of a variable, a log of changes lets a branch find
//! what its arms changed. Expressions made of constants only stay in the user's words ([`Node::Opaque`]).

mod apart;
mod arguments;
mod arrays;
mod assertion;
mod block;
mod bound;
mod branch;
mod call;
mod chosen;
mod chosen_function;
mod closure;
mod coercion;
mod constant_pattern;
mod containers;
mod drive;
mod exchanged;
mod expr;
mod frame;
mod given_function;
mod held_ranges;
mod helper;
mod infer;
mod instance;
mod items;
mod iteration;
mod lent;
mod matching;
mod maybe;
mod opaque;
mod operator;
mod option_calls;
mod option_changes;
mod option_in_words;
mod option_statements;
mod option_tuples;
mod option_variable;
mod optional;
mod own_items;
mod pattern;
mod permutation;
mod place;
mod reduction;
mod scrutinee;
mod search;
mod search_places;
mod sequence;
mod slice_pattern;
mod source;
mod stage;
mod taken;
mod typed;
mod untyped_option;
mod vectors;

pub(crate) use call::STOP_GRADIENT;

use super::conditions::check_conditions;
use super::items::{check_items, names_of_items};
use super::nested::NestedFunctions;
use super::signature::{Parameter, Signature};
use crate::diagnostics::{Diagnostics, Message, Place};
use crate::graph::{End, Graph, Name, Node, Opaque, Origin, Region, Ty, Value};
use bound::BoundIterator;
use branch::{Exit, Pending};
use closure::Closure;
use frame::Frame;
use option_variable::OptionVariable;
use place::Alias;
use proc_macro2::{Ident, Span};
use sequence::Item;
use std::collections::HashMap;
use std::rc::Rc;
use syn::Block;
use typed::body_with_type;
use untyped_option::{Contents, UntypedOptions};

/// A function whose signature the caller's lowering knows.
pub(crate) struct Known {
    /// The name by which a body calls it.
    pub(crate) name: String,
    /// Its number among the functions lowered together.
    pub(crate) index: usize,
    pub(crate) signature: Rc<Signature>,
}

/// A lowered function.
pub(crate) struct Lowered {
    pub(crate) graph: Graph,
    /// Items of the body: companions repeat them.
    pub(crate) items: Vec<syn::Item>,
    /// Names in patterns that were taken for new variables; `rustc` has to confirm that none is a constant.
    pub(crate) bound: Vec<Ident>,
    /// Names that were taken for `std::iter::zip`; `rustc` has to confirm that.
    pub(crate) zips: Vec<Ident>,
}

/// What a body sees around it.
pub(crate) struct Surroundings {
    /// The functions lowered together with it, innermost last.
    pub(crate) functions: Vec<Known>,
    /// Those that change what they are given, or take functions, innermost last: they are lowered where they are called.
    pub(crate) helpers: Vec<Rc<syn::ItemFn>>,
    /// The types of the constants of its module.
    pub(crate) constants: Rc<HashMap<String, Ty>>,
}

/// The types of the constants and statics among items.
pub(crate) fn constant_types<'a>(items: impl Iterator<Item = &'a syn::Item>) -> HashMap<String, Ty> {
    let typed = items.filter_map(|item| match item {
        syn::Item::Const(item) => Some((&item.attrs, &item.ident, &item.ty)),
        syn::Item::Static(item) => Some((&item.attrs, &item.ident, &item.ty)),
        _ => None,
    });
    // Of two versions only one stays.
    let typed = typed.filter(|(attributes, ..)| !attributes.iter().any(super::conditions::is_condition));
    let typed = typed.map(|(_, ident, ty)| (ident, ty));
    typed.map(|(ident, ty)| (ident.to_string(), super::types::ty_of(ty))).collect()
}

/// Lowers a body. Errors go to `diagnostics`; where there are any the graph is not to be used.
pub(crate) fn lower(
    signature: &Signature,
    block: &Block,
    surroundings: &Surroundings,
    diagnostics: &Diagnostics,
) -> Lowered {
    // Where more is learned of what variables hold, everything is lowered again.
    let mut contents = Contents::default();
    loop {
        let errors = diagnostics.count();
        let (lowered, learned) = attempt(signature, block, surroundings, &contents, diagnostics);
        if learned.is_empty() {
            return lowered;
        }
        diagnostics.take_back(errors);
        contents.extend(learned);
    }
}

/// Lowers a body, given what variables are known to hold; and what else turns out of that.
fn attempt(
    signature: &Signature,
    block: &Block,
    surroundings: &Surroundings,
    contents: &Contents,
    diagnostics: &Diagnostics,
) -> (Lowered, Contents) {
    let own_items = block.stmts.iter().filter_map(|stmt| match stmt {
        syn::Stmt::Item(item) => Some(item),
        _ => None,
    });
    let mut constants = (*surroundings.constants).clone();
    constants.extend(constant_types(own_items));
    // A const parameter hides a constant of the module.
    for parameter in signature.generics.const_params() {
        constants.remove(&parameter.ident.to_string());
    }
    let (mut own_names, imports_all) = names_of_items(block);
    own_names.extend(signature.generics.const_params().map(|parameter| parameter.ident.clone()));
    own_names.extend(signature.generics.type_params().map(|parameter| parameter.ident.clone()));
    let mut lowering = Lowering {
        graph: Graph::new(),
        region: Region::default(),
        bindings: Vec::new(),
        names: HashMap::new(),
        log: Vec::new(),
        exit: Exit::Falls,
        left: Region::default(),
        pending: Vec::new(),
        frames: Vec::new(),
        dereferenced: crate::graph::Map::default(),
        at_start: 0,
        items: Vec::new(),
        bound: Vec::new(),
        zips: Vec::new(),
        untyped: UntypedOptions::new(contents),
        returns_reference: signature.result.holds_reference(),
        constants,
        own_names,
        imports_all,
        own_functions: NestedFunctions::of(block).iter().map(|function| function.sig.ident.to_string()).collect(),
        known: &surroundings.functions,
        helpers: &surroundings.helpers,
        open_helpers: Vec::new(),
        cut: Vec::new(),
        slices: Vec::new(),
        iterators_in_words: Vec::new(),
        exchanged: Vec::new(),
        containers: Vec::new(),
        option_shapes: Vec::new(),
        diagnostics,
    };
    lowering.region = lowering.graph.body;
    lowering.function(signature, block);
    let Lowering { graph, items, bound, zips, untyped, .. } = lowering;
    (Lowered { graph, items, bound, zips }, untyped.learned())
}

/// A variable in scope.
#[derive(Clone)]
struct Binding {
    ident: Ident,
    hygiene: String,
    /// The current version; none before the first assignment.
    value: Option<Value>,
    mutable: bool,
    annotation: Option<Rc<syn::Type>>,
    /// What it refers to, where it is a mutable reference.
    alias: Option<Alias>,
    /// Whether it is a reference to numbers that may refer to others later: then its value is these numbers.
    is_referent: bool,
    /// What it refers to, where it is a shared reference to a part of a variable that may change.
    lent: Option<Alias>,
    /// Whose place it should refer to, where it is a mutable reference that may change places.
    home: Option<BindingId>,
    /// What it does, where it is a closure.
    closure: Option<Rc<Closure>>,
    /// What it runs over, where it is an iterator.
    iterator: Option<Rc<BoundIterator>>,
    /// What it holds, where it is an `Option` over values with a derivative.
    option: Option<Rc<OptionVariable>>,
}

/// The number of a binding; shadowed variables keep theirs.
type BindingId = usize;

struct Lowering<'a> {
    graph: Graph,
    /// Where instructions are appended now.
    region: Region,
    bindings: Vec<Binding>,
    /// The bindings of each name, innermost last.
    names: HashMap<String, Vec<BindingId>>,
    /// Changes of bindings, with the version before: what a branch undoes between its arms.
    log: Vec<(BindingId, Option<Value>)>,
    /// How control leaves the current region.
    exit: Exit,
    /// The region that control left last.
    left: Region,
    /// Branches one arm of which has returned, while the other is the current region.
    pending: Vec<Pending>,
    /// What control can leave: the function, and the loops around this place, innermost last.
    frames: Vec<Frame>,
    /// What parameters refer to, where that was asked for.
    dereferenced: crate::graph::Map<Value, Value>,
    /// How many instructions were put before all others.
    at_start: usize,
    items: Vec<syn::Item>,
    bound: Vec<Ident>,
    zips: Vec<Ident>,
    /// The variables that begin as constant options.
    untyped: UntypedOptions<'a>,
    /// Whether the function returns a reference, which has to refer to what it was given.
    returns_reference: bool,
    /// The types of the constants that a body can name.
    constants: HashMap<String, Ty>,
    /// The names that items and generic parameters of this function give another meaning.
    own_names: Vec<Ident>,
    /// Whether a glob import of this function may do so with any name.
    imports_all: bool,
    /// The functions nested in this one.
    own_functions: Vec<String>,
    known: &'a [Known],
    helpers: &'a [Rc<syn::ItemFn>],
    /// The names of the helpers whose bodies are being lowered.
    open_helpers: Vec<String>,
    /// The variables behind `&mut` parameters that are constants: no derivative goes through them.
    cut: Vec<BindingId>,
    /// The variables behind `&mut` parameters that have no size.
    slices: Vec<BindingId>,
    /// The variables that hold iterators over constants, in the user's words.
    iterators_in_words: Vec<BindingId>,
    /// The mutable references that have changed places with each other, in the order of their declarations.
    exchanged: Vec<Vec<BindingId>>,
    /// The variables that are a type of the standard library without a tangent: their numbers and names, and the types'.
    containers: Vec<(BindingId, Ident, Ident)>,
    /// What the bodies give that are being lowered and give options, innermost last.
    option_shapes: Vec<Ty>,
    diagnostics: &'a Diagnostics,
}

/// The part of a span's debug text that names its hygiene: on stable nothing else tells two contexts apart.
fn hygiene(span: Span) -> String {
    let text = format!("{span:?}");
    text.split(" bytes").next().unwrap_or_default().to_owned()
}

impl Lowering<'_> {
    fn function(&mut self, signature: &Signature, block: &Block) {
        check_conditions(block, self.diagnostics);
        check_items(signature.parameters.iter().map(|parameter| &parameter.pattern), block, self.diagnostics);
        let body = self.graph.body;
        let mut patterns = Vec::new();
        // Behind each `&mut` parameter is a variable, whose last version is a result.
        let mut variables = Vec::new();
        for parameter in &signature.parameters {
            let name = Some(Name::user(&parameter.ident));
            let span = parameter.ident.span();
            let value = self.graph.add_parameter(body, parameter.value().clone(), name, span);
            self.graph[value].constant = !parameter.active;
            // What a reference refers to need not have a size.
            if !parameter.mutable || matches!(parameter.value(), Ty::Constant) {
                self.graph[value].annotation = Some(Rc::new(parameter.written().clone()));
            }
            let item = if parameter.mutable {
                let root = self.hidden_variable(parameter.ident.clone());
                self.set(root, Some(value));
                variables.push(root);
                self.slices.extend(matches!(parameter.written(), syn::Type::Slice(_)).then_some(root));
                self.cut.extend((!parameter.active).then_some(root));
                Item::Place(Alias { root, path: Vec::new() })
            } else {
                Item::Value(value)
            };
            patterns.push((&parameter.pattern, item));
        }
        self.frames.push(Frame::function(variables.clone(), 0));
        for ((pattern, item), parameter) in patterns.into_iter().zip(&signature.parameters) {
            let value = if let Item::Value(value) = item { Some(value) } else { None };
            self.bind_item(pattern, item);
            if let Some(value) = value {
                self.note_option_in_words(pattern, value, Some(parameter.written()), false);
            }
        }
        let value = self.block_in_scope(&body_with_type(block, &signature.output));
        if matches!(self.exit, Exit::Falls) {
            self.put_back_since(0, block.brace_token.span.join());
            let through = variables.iter().map(|variable| self.hidden(*variable));
            self.exit = Exit::Leaves([value].into_iter().chain(through).collect());
        }
        match self.close_pending(0) {
            Some(results) => {
                let kinds = [&signature.result].into_iter().chain(signature.mutable().map(Parameter::value));
                for (result, kind) in results.iter().zip(kinds) {
                    self.refine(*result, kind);
                }
                self.graph[body].end = End::Yield(results);
            }
            None => self.graph[body].end = End::Diverge,
        }
    }

    fn error(&self, place: impl Into<Place>, message: Message) {
        self.diagnostics.error(place, message);
    }

    /// Appends an instruction with one result.
    fn push(&mut self, node: Node, ty: Ty, span: Span) -> Value {
        let constant = node.operands().into_iter().all(|operand| self.graph[operand].constant);
        let inst = self.graph.push(self.region, node, vec![ty], Origin::Primal, span);
        let value = self.graph[inst].results[0];
        self.graph[value].constant = constant;
        value
    }

    /// The value of a statement: what Rust calls `()`.
    fn unit(&mut self, span: Span) -> Value {
        self.push(Node::Tuple(Vec::new()), Ty::unit(), span)
    }

    /// A constant expression made by the macro.
    fn constant_code(&mut self, code: syn::Expr, ty: Ty, span: Span) -> Value {
        let opaque = Opaque {
            code: Rc::new(code),
            captures: Vec::new(),
            changes: Vec::new(),
            cut: false,
            pinned: false,
            obstacle: None,
        };
        self.push(Node::Opaque(opaque), ty, span)
    }

    /// Records what else is known of a value's type.
    fn refine(&mut self, value: Value, ty: &Ty) {
        let met = self.graph[value].ty.meet(ty);
        self.graph[value].ty = met;
    }

    fn ty(&self, value: Value) -> &Ty {
        &self.graph[value].ty
    }

    fn bind(&mut self, ident: &Ident, value: Option<Value>, mutable: bool, annotation: Option<Rc<syn::Type>>) {
        let id = self.bindings.len();
        let binding = Binding {
            ident: ident.clone(),
            hygiene: hygiene(ident.span()),
            value,
            mutable,
            annotation,
            alias: None,
            lent: None,
            home: None,
            is_referent: false,
            closure: None,
            iterator: None,
            option: None,
        };
        self.bindings.push(binding);
        self.names.entry(ident.to_string()).or_default().push(id);
    }

    /// Gives a value the name of a variable, unless it has one already.
    fn name(&mut self, value: Value, ident: &Ident) {
        if self.graph[value].name.is_none() {
            self.graph[value].name = Some(Name::user(ident));
        }
    }

    /// The value of a variable now; of a mutable reference, a reference to what it refers to.
    fn read(&mut self, id: BindingId, span: Span) -> Option<Value> {
        if let Some(option) = self.bindings[id].option.clone() {
            return Some(self.option_in_words(&option, span));
        }
        if let Some(alias) = self.bindings[id].lent.clone() {
            return Some(self.lent_value(&alias, span));
        }
        match self.bindings[id].alias.clone() {
            Some(alias) => Some(self.lent_value(&alias, span)),
            None if self.bindings[id].is_referent => {
                let value = self.bindings[id].value?;
                Some(self.borrow(value, span))
            }
            None => self.bindings[id].value,
        }
    }

    /// The type of a variable now.
    fn type_of(&self, id: BindingId) -> Option<Ty> {
        let Some(alias) = &self.bindings[id].alias else {
            let ty = self.bindings[id].value.map(|value| self.graph[value].ty.clone())?;
            return Some(if self.bindings[id].is_referent { Ty::Reference(Box::new(ty)) } else { ty });
        };
        let base = self.bindings[alias.root].value?;
        Some(Ty::Reference(Box::new(self.part_ty(base, &alias.path))))
    }

    /// The variable that an identifier names, if it names one of the function's.
    fn lookup(&self, ident: &Ident) -> Option<BindingId> {
        let ids = self.names.get(&ident.to_string())?;
        let &id = ids.last()?;
        let context = hygiene(ident.span());
        if self.bindings[id].hygiene != context {
            self.error(ident.span(), Message::mixed_hygiene(&ident.to_string()));
        }
        self.check_settled(id, ident.span());
        Some(id)
    }

    /// A new version of a variable.
    fn assign(&mut self, id: BindingId, value: Value) {
        let ident = self.bindings[id].ident.clone();
        if self.bindings[id].value.is_none() && self.refers_to_numbers(self.ty(value)) {
            self.bindings[id].is_referent = true;
        }
        let is_reference = self.bindings[id].is_referent && matches!(self.ty(value), Ty::Reference(_));
        let value = if is_reference { self.dereferenced(value, ident.span()) } else { value };
        let annotation = self.bindings[id].annotation.clone().filter(|_| !is_reference);
        let value = self.annotated(value, annotation.as_ref());
        if let Some(annotation) = annotation {
            self.check_vector(value, &annotation);
            let ty = super::types::ty_of(&annotation);
            self.refine(value, &ty);
            if self.graph[value].name.is_none() {
                self.graph[value].annotation = Some(annotation);
            }
        } else if let Some(before) = self.bindings[id].value {
            let ty = self.ty(before).clone();
            self.refine(value, &ty);
            let ty = self.ty(value).clone();
            self.refine(before, &ty);
        }
        self.name(value, &ident);
        self.set(id, Some(value));
    }

    /// Changes the version of a binding, and remembers that.
    fn set(&mut self, id: BindingId, value: Option<Value>) {
        let before = std::mem::replace(&mut self.bindings[id].value, value);
        self.log.push((id, before));
    }

    /// Runs `inside` in a scope of its own: its bindings are forgotten afterwards.
    fn scoped<R>(&mut self, inside: impl FnOnce(&mut Self) -> R) -> R {
        let first = self.bindings.len();
        let result = inside(self);
        for id in (first..self.bindings.len()).rev() {
            let name = self.bindings[id].ident.to_string();
            if let Some(ids) = self.names.get_mut(&name)
                && ids.last() == Some(&id)
            {
                ids.pop();
            }
        }
        result
    }
}
