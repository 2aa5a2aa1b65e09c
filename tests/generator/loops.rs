//! Random loops: their headers, what they carry, and how they end.
//!
//! Loops run a few times at most, and what they carry stays small: inside them every assignment
//! goes through a bounded function.

use super::expressions::literal;
use super::features::Feature;
use super::sequences::{Item, borrowed_name};
use super::text::{Binding, Text, text};
use super::types::{Passing, Signature, Type, Width};
use super::writer::{Loop, Writer};

/// How deep loops nest.
const NESTED: usize = 3;

impl Writer<'_> {
    /// A loop, a swap or another statement that only some programs have.
    pub(crate) fn featured(&mut self, depth: usize) -> Option<Text> {
        let features = self.style.features;
        if features.is_empty() || self.frozen > 0 || self.closures > 0 || !self.one_in(2) {
            return None;
        }
        if features.has(Feature::References)
            && self.one_in(3)
            && let Some(change) = self.change_by_call()
        {
            return Some(change);
        }
        if features.has_shapes()
            && !self.one_in(3)
            && let Some(shaped) = self.shaped()
        {
            return Some(shaped);
        }
        let is_inside = !self.loops.is_empty();
        match self.prng.below(8) {
            0..=1 if features.has(Feature::Ranges) => self.range_loop(depth),
            2 if features.has(Feature::Whiles) => self.while_loop(depth),
            3 if features.has(Feature::Whiles) => self.endless_loop(depth),
            4 if features.has(Feature::Collections) => self.collection_loop(depth),
            5 if features.has(Feature::Changes) => self.changing_loop(depth),
            6 if is_inside && features.has(Feature::Exits) => Some(self.exit(depth)),
            6..=7 if features.has(Feature::Stores) => self.stores(),
            _ => None,
        }
    }

    /// `for i in a..b { .. }`.
    fn range_loop(&mut self, depth: usize) -> Option<Text> {
        let (carrier, carried) = self.carried()?;
        let (range, bound) = self.range();
        let outer = self.scope.len();
        let name = self.fresh();
        let pattern = if bound.is_some() || !self.one_in(6) { name.clone() } else { "_".to_string() };
        let labelled = self.enter(None);
        match bound {
            Some(bound) => self.declare_counter(&name, bound),
            None if pattern == "_" => {}
            None => self.declare(&name, Type::I32, false),
        }
        let body = self.loop_body(&carried, outer, depth);
        self.leave(outer);
        Some(text!("{}{}for {} in {} {{\n{}}}\n", carrier, labelled, Text::same(pattern), range, body))
    }

    /// A range of `usize` below a bound, or of `i32`, perhaps backwards or in steps.
    fn range(&mut self) -> (Text, Option<usize>) {
        let (range, bound) = self.plain_range();
        let adapted = match self.prng.below(8) {
            0..=1 => text!("({}).rev()", range),
            2 => text!("({}).step_by({})", range, Text::same(1 + self.prng.below(3))),
            3 => text!("({}).rev().step_by({})", range, Text::same(1 + self.prng.below(3))),
            _ => range,
        };
        (adapted, bound)
    }

    fn plain_range(&mut self) -> (Text, Option<usize>) {
        let (from, to) = (self.prng.below(3), self.prng.below(5));
        let (first, last) = (Text::same(from), Text::same(to));
        let counter = self.counter();
        match (self.prng.below(10), counter) {
            (0..=2, Some((counter, bound))) => {
                let counter = Text::same(counter);
                match self.prng.below(4) {
                    0..=1 => (text!("0..{}", counter), Some(bound)),
                    2 => (text!("0..={}", counter), Some(bound + 1)),
                    _ => (text!("{} + 1..{}", counter, Text::same(bound.min(4) + 1)), Some(bound.min(4) + 1)),
                }
            }
            (0..=3, _) => (text!("0..{}", last), Some(to.max(1))),
            (4, _) => (text!("{}..{}", first, last), Some(to.max(1))),
            (5, _) => (text!("{}..={}", first, last), Some(to + 1)),
            (6..=7, _) => (text!("{}..{} % 5", first, self.usize(0).atom()), Some(4)),
            (8, _) => {
                let arrays = self.arrays();
                if arrays.is_empty() {
                    return (text!("0..{}_usize", last), Some(to.max(1)));
                }
                let (place, _, length) = self.recent(&arrays);
                (text!("0..{}.len()", self.borrowed(&place)), Some(length))
            }
            _ => {
                let end = if self.one_in(2) { text!("{} % 4", self.i32(0).atom()) } else { Text::same("3_i32") };
                (text!("-1..{}", end), None)
            }
        }
    }

    /// `while k < 4 && x < 1.0 { .. }`.
    fn while_loop(&mut self, depth: usize) -> Option<Text> {
        let (carrier, carried) = self.carried()?;
        let name = self.fresh();
        let counter = Text::same(&name);
        let (limit, bound) = self.limit();
        let outer = self.scope.len();
        let condition = match self.prng.below(3) {
            0 => {
                // Statements in the condition would not know which loop they leave.
                let budget = std::mem::take(&mut self.budget);
                self.repeated += 1;
                let condition = self.condition(1);
                self.repeated -= 1;
                self.budget = budget;
                text!("{} < {} && {}", counter, limit, condition)
            }
            _ => text!("{} < {}", counter, limit),
        };
        // A `continue` must not pass by what counts.
        let counts_first = self.style.features.has(Feature::Exits) || self.one_in(2);
        let labelled = self.enter(None);
        self.declare_counter(&name, if counts_first { bound + 1 } else { bound });
        let mut body = Text::same("");
        let count = text!("{} += 1;", counter);
        if counts_first {
            body.push_indented(&count);
        }
        let inside = self.loop_body(&carried, outer, depth);
        push(&mut body, &inside);
        if !counts_first {
            body.push_indented(&count);
        }
        self.leave(outer);
        let start = text!("let mut {} = 0_usize;\n", counter);
        Some(text!("{}{}{}while {} {{\n{}}}\n", carrier, start, labelled, condition, body))
    }

    /// `loop { .. break; .. }`, perhaps with a value.
    fn endless_loop(&mut self, depth: usize) -> Option<Text> {
        let (carrier, carried) = self.carried()?;
        let name = self.fresh();
        let counter = Text::same(&name);
        let (limit, bound) = self.limit();
        let outer = self.scope.len();
        let width = self.style.width;
        let value = if self.one_in(2) { Some(Type::Float(width)) } else { None };
        let labelled = self.enter(value.clone());
        self.declare_counter(&name, bound + 1);
        let result = match &value {
            Some(_) => text!(" {}", self.bounded(width, depth.min(1))),
            None => Text::same(""),
        };
        let mut body = Text::same("");
        body.push_indented(&text!("if {} >= {} {{\n    break{};\n}}\n{} += 1;", counter, limit, result, counter));
        let inside = self.loop_body(&carried, outer, depth);
        push(&mut body, &inside);
        self.leave(outer);
        let start = text!("{}let mut {} = 0_usize;\n", carrier, counter);
        let Some(ty) = value else {
            return Some(text!("{}{}loop {{\n{}}}\n", start, labelled, body));
        };
        let name = self.fresh();
        self.declare(&name, ty, false);
        Some(text!("{}let {} = {}loop {{\n{}}};\n", start, Text::same(name), labelled, body))
    }

    /// How often a loop with a counter runs at most: a text and the number.
    fn limit(&mut self) -> (Text, usize) {
        if self.one_in(3) {
            return (text!("{} % 4", self.usize(0).atom()), 3);
        }
        let limit = self.prng.below(5);
        (Text::same(limit), limit)
    }

    /// `for (i, x) in xs.iter().enumerate() { .. }` and the like.
    fn collection_loop(&mut self, depth: usize) -> Option<Text> {
        let (carrier, carried) = self.carried()?;
        let saved = self.scope.clone();
        let (items, item) = match self.plain_collection() {
            Some(plain) if self.one_in(3) => plain,
            _ => {
                self.frozen += 1;
                let sequence = self.sequence();
                self.frozen -= 1;
                (sequence.text, sequence.item)
            }
        };
        self.lend(&items);
        let outer = self.scope.len();
        let labelled = self.enter(None);
        let pattern = self.bind(&item);
        let body = self.loop_body(&carried, outer, depth);
        self.loops.pop();
        self.scope = saved;
        Some(text!("{}{}for {} in {} {{\n{}}}\n", carrier, labelled, pattern, items, body))
    }

    /// `xs`, `&xs` or an array by value.
    fn plain_collection(&mut self) -> Option<(Text, Item)> {
        let variables = self.whole_arrays(false);
        if variables.is_empty() {
            return None;
        }
        let (name, element, passing) = self.choose(&variables).clone();
        let name = Text::same(name);
        Some(match passing {
            Passing::Value if self.one_in(2) => (name, Item::Value(element)),
            Passing::Value => (text!("&{}", name), Item::Shared(element)),
            Passing::Reference | Passing::Slice => (name, Item::Shared(element)),
        })
    }

    /// `for x in xs.iter_mut() { *x *= ..; }`.
    fn changing_loop(&mut self, depth: usize) -> Option<Text> {
        let width = self.style.width;
        let mut before = Text::same("");
        let mut variables = self.whole_arrays(true);
        if variables.is_empty() {
            let name = self.fresh();
            let ty = Type::array(Type::Float(width), 3);
            let value = self.expression(&ty, 1);
            before = text!("let mut {}{} = {};\n", Text::same(&name), self.annotation(&ty, &value), value);
            self.declare(&name, ty, true);
            variables = self.whole_arrays(true);
        }
        let (array, element, _) = self.choose(&variables).clone();
        let saved = self.scope.clone();
        // Nobody else may look at the array while it is lent.
        self.scope.retain(|variable| variable.name != array);
        let array = Text::same(array);
        let (mut items, mut item) = match self.prng.below(3) {
            0 => (text!("&mut {}", array), Item::Mutable(element)),
            _ => (text!("{}.iter_mut()", array), Item::Mutable(element)),
        };
        if items.plain.ends_with("iter_mut()") {
            self.frozen += 1;
            match self.prng.below(6) {
                0 => {
                    (items, item) =
                        (text!("{}.enumerate()", items), Item::Pair(Box::new(Item::Index(4)), Box::new(item)))
                }
                1..=2 => {
                    let mut other = self.sequence();
                    while other.filtered {
                        other = self.sequence();
                    }
                    items = text!("{}.zip({})", items, other.text);
                    item = Item::Pair(Box::new(item), Box::new(other.item));
                }
                3 => items = text!("{}.rev()", items),
                4 => items = text!("{}.skip({})", items, Text::same(self.prng.below(2))),
                _ => {}
            }
            self.frozen -= 1;
            self.lend(&items);
        }
        let outer = self.scope.len();
        let labelled = self.enter(None);
        let pattern = self.bind(&item);
        // The first thing that the pattern names and that can change.
        let place = self.behind(outer, |writer| writer.any_place(&Type::Float(width), true));
        let body = match place {
            Some(place) => self.loop_body(&target(&place), outer, depth),
            None => Text::same(""),
        };
        self.loops.pop();
        self.scope = saved;
        Some(text!("{}{}for {} in {} {{\n{}}}\n", before, labelled, pattern, items, body))
    }

    /// Keeps the body of a loop from changing the aggregates that its header borrows.
    fn lend(&mut self, header: &Text) {
        let is_name = |character: char| character.is_alphanumeric() || character == '_';
        let names: Vec<&str> = header.plain.split(|character| !is_name(character)).collect();
        for variable in &mut self.scope {
            let is_aggregate = matches!(variable.ty, Type::Array(..) | Type::Tuple(_));
            variable.mutable &= !is_aggregate || !names.contains(&variable.name.as_str());
        }
    }

    /// A call that may run twice: it has a derivative, and that matters.
    fn repeated_call(&mut self) -> Option<Text> {
        let float = Type::Float(self.style.width);
        let (calls, first) = self.calls.clone()?;
        let is_fit = |callee: &&Signature| {
            let takes = &callee.parameters[0];
            callee.result == float && takes.ty == float && takes.passing == Passing::Value && callee.changed().is_none()
        };
        let fitting: Vec<Signature> = self.callees.iter().filter(is_fit).cloned().collect();
        if fitting.is_empty() || self.closures > 0 || !self.one_in(3) {
            return None;
        }
        let callee = self.choose(&fitting).clone();
        let mut arguments = self.arguments(&callee, 0);
        arguments[0] = text!("{} + {}", first, arguments[0].within(Binding::Sum));
        let (name, half) = (Text::same(&callee.name), literal(self.style.width, 0.5));
        Some(text!("{} = {} * {} + {}({}).sin();\n", calls, calls, half, name, Text::join(&arguments, ", ")))
    }

    /// A float variable that the loop will change, and the statement before the loop that makes it if need be.
    fn carried(&mut self) -> Option<(Text, Text)> {
        if self.loops.len() >= NESTED {
            return None;
        }
        let width = self.style.width;
        let scalars: Vec<String> = self.mutable_floats();
        if !scalars.is_empty() && self.one_in(2) {
            return Some((Text::same(""), Text::same(self.choose(&scalars))));
        }
        let name = self.fresh();
        let value = self.float(width, 1);
        let declaration = text!("let mut {}: {} = {};\n", Text::same(&name), Type::Float(width).text(), value);
        self.declare(&name, Type::Float(width), true);
        Some((declaration, Text::same(name)))
    }

    /// Statements, one of which changes what is carried by what the header declared behind `outer` variables.
    fn loop_body(&mut self, carried: &Text, outer: usize, depth: usize) -> Text {
        let deeper = depth.saturating_sub(1);
        let count = self.prng.below(3);
        let inside_of = self.scope.len();
        let mut body = Text::same("");
        let mut statements = Vec::new();
        for _ in 0..count {
            if self.budget > 0 {
                self.budget -= 1;
                statements.push(self.statement(deeper));
            }
        }
        if self.style.features.has(Feature::Exits) && self.one_in(3) {
            statements.push(self.exit(deeper));
        }
        statements.extend(self.repeated_call());
        // What the statements shadow is not what the update means: then it stands before them.
        let (before, inside) = self.scope.split_at(inside_of);
        let shadows = inside.iter().any(|inner| before.iter().any(|outer| outer.name == inner.name));
        if shadows {
            self.scope.truncate(inside_of);
        }
        let update = self.update(carried, outer);
        statements.insert(if shadows { 0 } else { statements.len() }, update);
        for statement in &statements {
            body.push_indented(statement);
        }
        self.scope.truncate(inside_of);
        body
    }

    /// `x += ..;` and the like, bounded.
    fn update(&mut self, carried: &Text, outer: usize) -> Text {
        let width = self.style.width;
        self.frozen += 1;
        let value = self.float_of_item(outer, 1);
        self.frozen -= 1;
        let half = literal(width, 0.5);
        match self.prng.below(6) {
            0..=1 => text!("{} += {} * {}.sin();", carried, half, value.atom()),
            2 => text!("{} -= {}.tanh();", carried, value.atom()),
            3 => text!("{} *= {}.cos();", carried, value.atom()),
            4 => text!("{} = {} * {} + {}.sin();", carried, carried, half, value.atom()),
            _ => text!("{} = ({} + {}).sin();", carried, carried, value.within(Binding::Product)),
        }
    }

    /// A value for something that a loop carries, with floats within -1 and 1.
    pub(crate) fn bounded_value(&mut self, ty: &Type, depth: usize) -> Text {
        match ty {
            Type::Float(width) => self.bounded(*width, depth),
            Type::Array(element, length) => {
                let elements = (0..*length).map(|_| self.bounded_value(element, depth)).collect::<Vec<_>>();
                text!("[{}]", Text::join(&elements, ", "))
            }
            Type::Tuple(fields) => {
                let fields = fields.iter().map(|field| self.bounded_value(field, depth)).collect::<Vec<_>>();
                text!("({})", Text::join(&fields, ", "))
            }
            Type::Usize | Type::I32 | Type::Bool => self.expression(ty, depth),
        }
    }

    fn bounded(&mut self, width: Width, depth: usize) -> Text {
        let value = self.float(width, depth).atom();
        text!("{}.{}()", value, Text::same(*self.choose(&["sin", "cos", "tanh"])))
    }

    /// `if .. { break; }` and its like.
    fn exit(&mut self, depth: usize) -> Text {
        let condition = self.condition(1);
        let at = if self.one_in(3) { self.prng.below(self.loops.len()) } else { self.loops.len() - 1 };
        let is_inner = at + 1 == self.loops.len();
        let target = self.loops[at].clone();
        let label = match &target.label {
            Some(label) if !is_inner || self.one_in(2) => Text::same(format_args!(" {label}")),
            _ if is_inner => Text::same(""),
            _ => return text!("if {} {{\n    continue;\n}}\n", condition),
        };
        match self.prng.below(5) {
            0..=1 => text!("if {} {{\n    continue{};\n}}\n", condition, label),
            2..=3 => {
                let value = match &target.value {
                    Some(ty) => text!(" {}", self.bounded_value(ty, depth.min(1))),
                    None => Text::same(""),
                };
                text!("if {} {{\n    break{}{};\n}}\n", condition, label, value)
            }
            _ => {
                let ty = self.result.clone();
                text!("if {} {{\n    return {};\n}}\n", condition, self.expression(&ty, 1))
            }
        }
    }

    /// Opens a loop; the text is its label.
    fn enter(&mut self, value: Option<Type>) -> Text {
        let label = if self.style.features.has(Feature::Exits) && self.one_in(3) {
            self.names += 1;
            Some(format!("'l{}", self.names))
        } else {
            None
        };
        let written = label.as_ref().map_or(Text::same(""), |label| Text::same(format_args!("{label}: ")));
        self.loops.push(Loop { label, value });
        written
    }

    /// Closes a loop and its scope.
    fn leave(&mut self, outer: usize) {
        self.loops.pop();
        self.scope.truncate(outer);
    }
}

/// Appends text that is indented already.
fn push(into: &mut Text, other: &Text) {
    into.plain.push_str(&other.plain);
    into.dual.push_str(&other.dual);
}

/// `*x` for `(*x)`.
pub(crate) fn target(place: &Text) -> Text {
    let bare = borrowed_name(place);
    if bare.plain == place.plain { bare } else { text!("*{}", bare) }
}
