//! What a writer of one function knows: the variables in scope, and the places inside them.

use super::prng::Prng;
use super::text::{Text, text};
use super::types::{Passing, Signature, Type, Width};

/// A variable, constant or parameter that can be named.
#[derive(Clone, Debug)]
pub(crate) struct Variable {
    pub(crate) name: String,
    pub(crate) ty: Type,
    pub(crate) passing: Passing,
    pub(crate) mutable: bool,
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
}

/// Writes the body of one function.
#[derive(Debug)]
pub(crate) struct Writer<'p> {
    pub(crate) prng: &'p mut Prng,
    pub(crate) style: Style,
    pub(crate) scope: Vec<Variable>,
    /// The generated functions that the body may call.
    pub(crate) callees: Vec<Signature>,
    pub(crate) result: Type,
    /// Above zero where an expression must not assign: its operands are already borrowed.
    pub(crate) frozen: usize,
    /// How many names the function has invented.
    pub(crate) names: usize,
    /// How many statements it may still write.
    pub(crate) budget: usize,
}

impl Writer<'_> {
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
            if !is_item && name != "x0" {
                return name;
            }
        }
        self.names += 1;
        format!("v{}", self.names)
    }

    /// Brings a variable into scope.
    pub(crate) fn declare(&mut self, name: &str, ty: Type, mutable: bool) {
        let passing = Passing::Value;
        self.scope.push(Variable { name: name.to_string(), ty, passing, mutable });
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
