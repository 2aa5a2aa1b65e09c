//! Functions that change what they are given, and calls of them.

use super::loops::target;
use super::prng::Prng;
use super::text::{Text, text};
use super::types::{Parameter, Passing, Signature, Type, Width};
use super::writer::{Place, Writer};

/// The name of the parameter that is changed.
const CHANGED: &str = "c";

/// A parameter that the function changes.
pub(crate) fn changed_parameter(prng: &mut Prng, width: Width, aggregates: bool) -> Parameter {
    let float = Type::Float(width);
    let (ty, passing) = match prng.below(if aggregates { 6 } else { 2 }) {
        0..=1 => (float, Passing::Reference),
        2..=3 => (Type::array(float, 3), Passing::Slice),
        4 => (Type::array(float, 2), Passing::Reference),
        _ => (Type::Tuple(vec![float.clone(), float]), Passing::Reference),
    };
    Parameter { name: CHANGED.to_string(), ty, passing, constant: false, alias: false, changes: true }
}

impl Writer<'_> {
    /// A change of the parameter that is to be changed: other statements may not touch it.
    pub(crate) fn change(&mut self) -> Text {
        let float = Type::Float(self.style.width);
        self.frozen += 1;
        let places: Vec<Place> = self.places(&float, true).into_iter().filter(|place| place.is_in(CHANGED)).collect();
        let written = if places.is_empty() {
            // A variable of the same name hides it.
            Text::same("")
        } else {
            let place = self.choose(&places).clone();
            let place = self.place(&place);
            let other = self.bounded_value(&float, 1);
            text!("{} += {};\n", target(&place), other)
        };
        self.frozen -= 1;
        written
    }

    /// `let r = helper(a, &b, &mut x[i]);`
    pub(crate) fn change_by_call(&mut self) -> Option<Text> {
        // What a loop hands on must stay bounded.
        let is_inside = !self.loops.is_empty();
        let is_fit = |callee: &&Signature| {
            callee.changed().is_some_and(|changed| !is_inside || matches!(changed.ty, Type::Float(_)))
        };
        let callees: Vec<Signature> = self.callees.iter().filter(is_fit).cloned().collect();
        if callees.is_empty() {
            return None;
        }
        let callee = self.choose(&callees).clone();
        self.may_be_repeated();
        let mut written = Text::same("");
        let mut arguments = Vec::new();
        self.frozen += 1;
        for parameter in &callee.parameters {
            if parameter.changes {
                continue;
            }
            let value = match &parameter.ty {
                ty if parameter.constant => self.constant(ty),
                Type::Bool => self.comparison(0),
                ty => self.expression(ty, 1),
            };
            // What is changed must not be read while it is lent.
            let name = Text::same(self.fresh());
            written.push_line(&text!("let {}: {} = {};", name, parameter.ty.text(), value));
            arguments.push(match parameter.passing {
                Passing::Value => name,
                Passing::Reference | Passing::Slice => text!("&{}", name),
            });
        }
        let changed = callee.changed()?;
        // The index of a part, written twice, would bring its items twice.
        let is_fit = |place: &Place| !is_inside || place.is_whole();
        let places: Vec<Place> = self.places(&changed.ty, true).into_iter().filter(is_fit).collect();
        let place = if places.is_empty() {
            let name = self.fresh();
            let value = self.bounded_value(&changed.ty, 1);
            let variable = Text::same(&name);
            written.push_line(&text!("let mut {}: {} = {};", variable, changed.ty.text(), value));
            self.declare(&name, changed.ty.clone(), true);
            variable
        } else {
            let place = self.choose(&places).clone();
            self.place(&place)
        };
        self.frozen -= 1;
        arguments.push(text!("&mut {}", place));
        let name = self.fresh();
        let (result, callee_name) = (Text::same(&name), Text::same(&callee.name));
        let (annotation, arguments) = (callee.result.needed_annotation(), Text::join(&arguments, ", "));
        written.push_line(&text!("let {}{} = {}({});", result, annotation, callee_name, arguments));
        if is_inside {
            written.push_line(&text!("{} = {}.tanh();", target(&place), place));
        }
        self.declare(&name, callee.result, false);
        Some(written)
    }
}
