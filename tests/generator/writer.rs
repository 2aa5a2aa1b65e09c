//! What a writer of one function knows: the variables in scope, and the places inside them.

use super::features::Features;
use super::prng::Prng;
use super::text::{Text, text};
use super::tools::Tool;
use super::types::{Passing, Signature, Type, Width};

/// A variable, constant or parameter that can be named.
#[derive(Clone, Debug)]
pub(crate) struct Variable {
    pub(crate) name: String,
    pub(crate) ty: Type,
    pub(crate) passing: Passing,
    pub(crate) mutable: bool,
    /// What a counter stays below.
    pub(crate) bound: Option<usize>,
}

/// A loop around the statement that is being written.
#[derive(Clone, Debug)]
pub(crate) struct Loop {
    pub(crate) label: Option<String>,
    /// What `break` must give.
    pub(crate) value: Option<Type>,
}

/// One step from a value into a part of it.
#[derive(Clone, Copy, Debug)]
enum Step {
    Element(usize),
    Field(usize),
}

/// A way to a part of a variable.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    name: String,
    dereference: bool,
    steps: Vec<Step>,
}

impl Place {
    /// Whether it is a whole variable, held by value.
    pub(crate) fn is_variable(&self) -> bool {
        self.steps.is_empty() && !self.dereference
    }

    /// Whether it is all of a variable, or of what that refers to.
    pub(crate) fn is_whole(&self) -> bool {
        self.steps.is_empty()
    }

    /// Whether it is (in) a variable of that name.
    pub(crate) fn is_in(&self, name: &str) -> bool {
        self.name == name
    }

    /// Whether it is (in) a `const` or `static`.
    fn is_constant(&self) -> bool {
        self.name.chars().any(char::is_uppercase)
    }
}

/// How rich a program may be; small programs at first, so that a failure is easy to read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    /// The float that the program mostly computes with.
    pub(crate) width: Width,
    /// Whether floats of the other width may appear.
    pub(crate) mixed: bool,
    pub(crate) branches: bool,
    pub(crate) aggregates: bool,
    /// Whether some types are written through an alias.
    pub(crate) aliases: bool,
    /// Whether loops may run twice, for checkpoints: nothing is called that may do something else then.
    pub(crate) repeatable: bool,
    pub(crate) features: Features,
}

/// Writes the body of one function.
#[derive(Debug)]
pub(crate) struct Writer<'p> {
    pub(crate) prng: &'p mut Prng,
    pub(crate) style: Style,
    pub(crate) scope: Vec<Variable>,
    /// The generated functions that the body may call.
    pub(crate) callees: Vec<Signature>,
    /// The functions that only shapes call.
    pub(crate) tools: Vec<Tool>,
    pub(crate) result: Type,
    /// Above zero where an expression must not assign: its operands are already borrowed.
    pub(crate) frozen: usize,
    /// The loops around what is being written, outermost first.
    pub(crate) loops: Vec<Loop>,
    /// How many closures are around it.
    pub(crate) closures: usize,
    /// How many things are around it that may stand in a loop: conditions of loops, holes of shapes.
    pub(crate) repeated: usize,
    /// Whether an iteration of some loop calls a function, perhaps with constants.
    pub(crate) calls_again: bool,
    /// Where loops may run twice: the variable that their calls change, and what these take.
    pub(crate) calls: Option<(Text, Text)>,
    /// How many names the function has invented.
    pub(crate) names: usize,
    /// How many statements it may still write.
    pub(crate) budget: usize,
}

impl<'p> Writer<'p> {
    /// A writer that knows nothing yet, of a function with that result.
    pub(crate) fn new(prng: &'p mut Prng, style: Style, result: Type) -> Self {
        Writer {
            prng,
            style,
            scope: Vec::new(),
            callees: Vec::new(),
            tools: Vec::new(),
            result,
            frozen: 0,
            loops: Vec::new(),
            closures: 0,
            repeated: 0,
            calls_again: false,
            calls: None,
            names: 0,
            budget: 0,
        }
    }
}

impl Writer<'_> {
    /// Says that a call is written.
    ///
    /// In a loop that runs twice it must have a derivative: a call with constants, or for a condition, is any function's.
    pub(crate) fn may_be_repeated(&mut self) {
        self.calls_again |= !self.loops.is_empty() || self.closures > 0 || self.repeated > 0;
    }

    /// True in one of `chances` cases.
    pub(crate) fn one_in(&mut self, chances: usize) -> bool {
        self.prng.below(chances) == 0
    }

    /// One of the items.
    pub(crate) fn choose<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.prng.below(items.len())]
    }

    /// A name for a new variable: mostly a fresh one, at times one that shadows another.
    pub(crate) fn name(&mut self) -> String {
        if !self.scope.is_empty() && self.one_in(6) {
            let at = self.prng.below(self.scope.len());
            let name = self.scope[at].name.clone();
            // Constants are items: a pattern of their name would test for their value. The first
            // parameter stays visible, because the result ends with it.
            let is_item = name.chars().any(char::is_uppercase);
            // Loops count by the name of their counter, below what the body shadows.
            let counts = self.scope[at].bound.is_some();
            if !is_item && !counts && name != "x0" {
                return name;
            }
        }
        self.fresh()
    }

    /// A name that no other variable has.
    pub(crate) fn fresh(&mut self) -> String {
        self.names += 1;
        format!("v{}", self.names)
    }

    /// Brings a variable into scope.
    pub(crate) fn declare(&mut self, name: &str, ty: Type, mutable: bool) {
        let passing = Passing::Value;
        self.scope.push(Variable { name: name.to_string(), ty, passing, mutable, bound: None });
    }

    /// Brings a counter into scope, which stays below `bound` and which only its loop changes.
    pub(crate) fn declare_counter(&mut self, name: &str, bound: usize) {
        self.declare(name, Type::Usize, false);
        if let Some(variable) = self.scope.last_mut() {
            variable.bound = Some(bound);
        }
    }

    /// Asks while only the variables behind the first `outer` ones are in scope.
    pub(crate) fn behind<T>(&mut self, outer: usize, ask: impl FnOnce(&mut Self) -> T) -> T {
        let inner = self.scope.split_off(outer);
        let hidden = std::mem::replace(&mut self.scope, inner);
        let answer = ask(self);
        let inner = std::mem::replace(&mut self.scope, hidden);
        self.scope.extend(inner);
        answer
    }

    /// A counter in scope and its bound.
    pub(crate) fn counter(&mut self) -> Option<(String, usize)> {
        let counters: Vec<(String, usize)> =
            self.visible().iter().filter_map(|known| Some((known.name.clone(), known.bound?))).collect();
        if counters.is_empty() { None } else { Some(self.choose(&counters).clone()) }
    }

    /// The variables that are not shadowed.
    fn visible(&self) -> Vec<&Variable> {
        let mut visible: Vec<&Variable> = Vec::new();
        for variable in self.scope.iter().rev() {
            if visible.iter().all(|known| known.name != variable.name) {
                visible.push(variable);
            }
        }
        visible
    }

    /// Every readable (or assignable) place of type `ty`.
    pub(crate) fn places(&self, ty: &Type, assignable: bool) -> Vec<Place> {
        let mut found = Vec::new();
        for variable in self.visible() {
            if assignable && !variable.mutable {
                continue;
            }
            let place = Place {
                name: variable.name.clone(),
                dereference: variable.passing != Passing::Value,
                steps: Vec::new(),
            };
            let whole_is_readable = variable.passing != Passing::Slice;
            collect(&variable.ty, place, whole_is_readable, ty, &mut found);
        }
        found
    }

    /// Writes a place; elements are reached by constant and by computed indices.
    pub(crate) fn place(&mut self, place: &Place) -> Text {
        let mut written = Text::same(&place.name);
        if place.steps.is_empty() && place.dereference {
            return text!("(*{})", written);
        }
        for step in &place.steps {
            written = match *step {
                Step::Field(field) => text!("{}.{}", written, Text::same(field)),
                Step::Element(length) => text!("{}[{}]", written, self.index(length)),
            };
        }
        written
    }

    /// Writes a place that is about to be borrowed: references need no star.
    pub(crate) fn borrowed(&mut self, place: &Place) -> Text {
        let bare = Place { dereference: false, ..place.clone() };
        self.place(&bare)
    }

    /// Every array or slice in scope, with the type and number of its elements, the latest last.
    pub(crate) fn arrays(&self) -> Vec<(Place, Type, usize)> {
        let mut found = Vec::new();
        for variable in self.visible().into_iter().rev() {
            let dereference = variable.passing != Passing::Value;
            let place = Place { name: variable.name.clone(), dereference, steps: Vec::new() };
            // An iteration over a `&mut` would take it.
            if !place.is_constant() && variable.ty.floats() > 0 && !(dereference && variable.mutable) {
                collect_arrays(&variable.ty, place, &mut found);
            }
        }
        found
    }

    /// One of the last few of the arrays.
    pub(crate) fn recent(&mut self, arrays: &[(Place, Type, usize)]) -> (Place, Type, usize) {
        let last = arrays.len().saturating_sub(4);
        self.choose(&arrays[last..]).clone()
    }

    /// The variables that are arrays of floats (or of what holds floats), with the type of their elements.
    pub(crate) fn whole_arrays(&self, mutable: bool) -> Vec<(String, Type, Passing)> {
        let mut found = Vec::new();
        for variable in self.visible() {
            let is_item = variable.name.chars().any(char::is_uppercase);
            if let Type::Array(element, _) = &variable.ty
                && !is_item
                && element.floats() > 0
                && !(variable.mutable && variable.passing != Passing::Value)
                && (!mutable || (variable.mutable && variable.passing == Passing::Value))
            {
                found.push((variable.name.clone(), (**element).clone(), variable.passing));
            }
        }
        found
    }

    /// How many elements the array of that name has.
    pub(crate) fn length_of(&self, array: &str) -> usize {
        let variable = self.visible().into_iter().find(|known| known.name == array);
        match variable.map(|variable| &variable.ty) {
            Some(Type::Array(_, length)) => *length,
            _ => panic!("{array} is no array in scope"),
        }
    }

    /// The variables that are floats and can be assigned.
    pub(crate) fn mutable_floats(&self) -> Vec<String> {
        let float = Type::Float(self.style.width);
        let fits = |known: &&Variable| known.mutable && known.passing == Passing::Value && known.ty == float;
        self.visible().into_iter().filter(fits).map(|known| known.name.clone()).collect()
    }

    /// A random place of that type, if there is one.
    pub(crate) fn any_place(&mut self, ty: &Type, assignable: bool) -> Option<Text> {
        let places = self.places(ty, assignable);
        if places.is_empty() {
            return None;
        }
        let mut chosen = self.prng.below(places.len());
        // Constants are always there; without a second draw programs would hardly read anything else.
        if places[chosen].is_constant() {
            chosen = self.prng.below(places.len());
        }
        Some(self.place(&places[chosen]))
    }
}

/// Adds to `found` every place of type `wanted` inside `place`, whose type is `ty`.
fn collect(ty: &Type, place: Place, readable: bool, wanted: &Type, found: &mut Vec<Place>) {
    if ty == wanted && readable {
        found.push(place);
        return;
    }
    let deeper = |step| {
        let mut deeper = place.clone();
        deeper.steps.push(step);
        deeper
    };
    match ty {
        Type::Array(element, length) => {
            collect(element, deeper(Step::Element(*length)), true, wanted, found);
        }
        Type::Tuple(fields) => {
            for (field, ty) in fields.iter().enumerate() {
                collect(ty, deeper(Step::Field(field)), true, wanted, found);
            }
        }
        Type::Float(_) | Type::Usize | Type::I32 | Type::Bool => {}
    }
}

/// Adds to `found` every array inside `place`, whose type is `ty`.
fn collect_arrays(ty: &Type, place: Place, found: &mut Vec<(Place, Type, usize)>) {
    let deeper = |step| {
        let mut deeper = place.clone();
        deeper.steps.push(step);
        deeper
    };
    match ty {
        Type::Array(element, length) => {
            let inner = deeper(Step::Element(*length));
            found.push((place, (**element).clone(), *length));
            collect_arrays(element, inner, found);
        }
        Type::Tuple(fields) => {
            for (field, ty) in fields.iter().enumerate() {
                collect_arrays(ty, deeper(Step::Field(field)), found);
            }
        }
        Type::Float(_) | Type::Usize | Type::I32 | Type::Bool => {}
    }
}
