//! Random statements and blocks.

use super::expressions::{literal, typed_literal};
use super::features::Feature;
use super::loops::target;
use super::text::{Binding, Text, text};
use super::types::{Type, Width};
use super::writer::Writer;

impl Writer<'_> {
    /// The inside of a block: `count` statements and, where a type is given, a tail expression.
    pub(crate) fn block(&mut self, count: usize, tail: Option<&Type>, depth: usize) -> Text {
        let outer = self.scope.len();
        let mut inside = Text::same("");
        for _ in 0..count {
            if self.budget == 0 {
                break;
            }
            self.budget -= 1;
            let statement = self.statement(depth);
            inside.push_indented(&statement);
        }
        if let Some(ty) = tail {
            let value = self.expression(ty, depth);
            inside.push_indented(&value);
        }
        self.scope.truncate(outer);
        inside
    }

    /// A type for a new variable.
    pub(crate) fn variable_type(&mut self) -> Type {
        let float = Type::Float(self.style.width);
        if self.style.mixed && self.one_in(4) {
            return Type::Float(match self.style.width {
                Width::Single => Width::Double,
                Width::Double => Width::Single,
            });
        }
        if !self.style.aggregates {
            return match self.prng.below(8) {
                0 => Type::Usize,
                1 => Type::Bool,
                _ => float,
            };
        }
        match self.prng.below(14) {
            0..=1 => Type::array(float, 2),
            2..=3 => Type::array(float, 3),
            4 => Type::array(Type::array(float, 2), 2),
            5..=6 => Type::Tuple(vec![float.clone(), float]),
            7 => Type::Tuple(vec![Type::array(float.clone(), 2), float]),
            8 => Type::Tuple(vec![float, Type::Usize]),
            9 => Type::array(Type::Tuple(vec![float.clone(), float]), 2),
            10 => Type::Usize,
            _ => float,
        }
    }

    /// One statement, its newline included.
    pub(crate) fn statement(&mut self, depth: usize) -> Text {
        if let Some(statement) = self.featured(depth) {
            return statement;
        }
        match self.prng.below(20) {
            0..=6 => self.binding(depth),
            7..=12 => match self.assignment(depth) {
                Some(assignment) => assignment,
                None => self.binding(depth),
            },
            13 => self.destructuring(depth),
            14..=15 if self.style.branches => self.branch_statement(depth),
            16 if self.style.branches => self.deferred(depth),
            17 if self.style.branches && self.may_return() => self.early_return(depth),
            18 => self.local_item(),
            19 => text!("assert!({} || true);\n", self.condition(1).atom()),
            _ => self.binding(depth),
        }
    }

    /// `let x = ..;`, perhaps `mut`, perhaps with its type.
    fn binding(&mut self, depth: usize) -> Text {
        let ty = self.variable_type();
        let value = self.expression(&ty, depth);
        let mutable = self.one_in(2);
        let name = self.name();
        let is_double = ty == Type::DOUBLE;
        let annotation = if self.style.aliases && is_double && self.one_in(2) {
            Text::same(": Real")
        } else if self.one_in(3) {
            text!(": {}", ty.text())
        } else {
            self.annotation(&ty, &value)
        };
        self.declare(&name, ty, mutable);
        let keyword = Text::same(if mutable { "let mut" } else { "let" });
        text!("{} {}{} = {};\n", keyword, Text::same(name), annotation, value)
    }

    /// `x = ..;`, `a[i] += ..;`, `t.0 *= ..;`.
    fn assignment(&mut self, depth: usize) -> Option<Text> {
        if self.frozen > 0 {
            return None;
        }
        let whole = self.one_in(4);
        let ty = if whole { self.variable_type() } else { Type::Float(self.style.width) };
        // The right-hand side runs first in Rust, so it may not change what the left names.
        self.frozen += 1;
        let place = self.any_place(&ty, true);
        let is_carried = !self.loops.is_empty();
        let assigned = place.map(|place| {
            let place = target(&place);
            if is_carried {
                let is_float = matches!(ty, Type::Float(_));
                let operator = if is_float { *self.choose(&["=", "=", "+=", "-=", "*="]) } else { "=" };
                return text!("{} {} {};\n", place, Text::same(operator), self.bounded_value(&ty, depth));
            }
            let Type::Float(width) = ty else {
                return text!("{} = {};\n", place, self.expression(&ty, depth));
            };
            match self.prng.below(8) {
                0..=3 => text!("{} = {};\n", place, self.expression(&ty, depth)),
                4..=5 => text!("{} += {};\n", place, self.expression(&ty, depth)),
                6 => {
                    let operator = Text::same(*self.choose(&["-=", "*="]));
                    text!("{} {} {};\n", place, operator, self.expression(&ty, depth))
                }
                _ => {
                    let operator = Text::same(*self.choose(&["/=", "%=", "*="]));
                    text!("{} {} {};\n", place, operator, self.literal(width))
                }
            }
        });
        self.frozen -= 1;
        assigned
    }

    /// `let (x, [_, y]) = ..;`
    fn destructuring(&mut self, depth: usize) -> Text {
        let float = Type::Float(self.style.width);
        let choices = [
            Type::Tuple(vec![float.clone(), float.clone()]),
            Type::array(float.clone(), 3),
            Type::Tuple(vec![Type::array(float.clone(), 2), float.clone()]),
            Type::array(Type::array(float.clone(), 2), 2),
            Type::Tuple(vec![float, Type::Usize]),
        ];
        let ty = self.choose(&choices).clone();
        let value = self.expression(&ty, depth);
        let mut bound = Vec::new();
        let pattern = self.pattern(&ty, &mut bound);
        for (name, ty, mutable) in bound {
            self.declare(&name, ty, mutable);
        }
        text!("let {}{} = {};\n", Text::same(pattern), self.annotation(&ty, &value), value)
    }

    /// The type of a variable, where the macro must read it.
    ///
    /// What only rustc knows the type of is not known to be a computation, which loops that run twice must be; and an
    /// iterator over it does not run beside one over elements that change.
    pub(crate) fn annotation(&self, ty: &Type, value: &Text) -> Text {
        let is_changed_beside = self.style.features.has(Feature::Changes) && value.plain.contains("TABLE");
        if self.style.repeatable || is_changed_beside { text!(": {}", ty.text()) } else { ty.needed_annotation() }
    }

    fn pattern(&mut self, ty: &Type, bound: &mut Vec<(String, Type, bool)>) -> String {
        if self.one_in(6) {
            return "_".to_string();
        }
        match ty {
            Type::Array(element, length) if !self.one_in(4) => {
                let parts = (0..*length).map(|_| self.pattern(element, bound)).collect::<Vec<_>>();
                format!("[{}]", parts.join(", "))
            }
            Type::Tuple(fields) if !self.one_in(4) => {
                let parts = fields.iter().map(|field| self.pattern(field, bound)).collect::<Vec<_>>();
                format!("({})", parts.join(", "))
            }
            _ => {
                let mut name = self.name();
                if bound.iter().any(|(known, ..)| *known == name) {
                    // One pattern binds a name once.
                    self.names += 1;
                    name = format!("v{}", self.names);
                }
                let mutable = self.one_in(3);
                bound.push((name.clone(), ty.clone(), mutable));
                if mutable { format!("mut {name}") } else { name }
            }
        }
    }

    /// An `if` or `match` whose arms only assign.
    fn branch_statement(&mut self, depth: usize) -> Text {
        let deeper = depth.saturating_sub(1);
        let condition = self.condition(1);
        let count = 1 + self.prng.below(2);
        let then = self.block(count, None, deeper);
        match self.prng.below(4) {
            0 => text!("if {} {{\n{}}}\n", condition, then),
            1..=2 => {
                let otherwise = self.block(1, None, deeper);
                text!("if {} {{\n{}}} else {{\n{}}}\n", condition, then, otherwise)
            }
            _ => {
                let scrutinee = self.usize(1);
                let (first, last) = (self.block(1, None, deeper), self.block(1, None, deeper));
                text!(
                    "match {} % 3 {{\n    0 => {{\n{}    }}\n    1 => {{}}\n    _ => {{\n{}    }}\n}}\n",
                    scrutinee.within(Binding::Product),
                    first,
                    last
                )
            }
        }
    }

    /// `let x; if .. { x = ..; } else { x = ..; }`
    fn deferred(&mut self, depth: usize) -> Text {
        let ty = self.variable_type();
        let deeper = depth.saturating_sub(1);
        let condition = self.condition(1);
        let (then, otherwise) = (self.expression(&ty, deeper), self.expression(&ty, deeper));
        self.names += 1;
        let name = format!("v{}", self.names);
        self.declare(&name, ty.clone(), false);
        let name = Text::same(name);
        text!(
            "let {}: {};\nif {} {{\n    {} = {};\n}} else {{\n    {} = {};\n}}\n",
            name,
            ty.text(),
            condition,
            name,
            then,
            name,
            otherwise
        )
    }

    fn early_return(&mut self, depth: usize) -> Text {
        let ty = self.result.clone();
        let condition = self.condition(1);
        let outer = self.scope.len();
        let mut inside = Text::same("");
        if self.budget > 0 && self.one_in(3) {
            self.budget -= 1;
            inside.push_indented(&self.binding(depth.saturating_sub(1)));
        }
        let value = self.expression(&ty, depth.saturating_sub(1));
        inside.push_indented(&text!("return {};", value));
        self.scope.truncate(outer);
        text!("if {} {{\n{}}}\n", condition, inside)
    }

    /// Whether a `return` may stand here: out of a loop only where the program has such exits.
    fn may_return(&self) -> bool {
        self.loops.is_empty() || self.style.features.has(Feature::Exits)
    }

    /// A local constant or static.
    fn local_item(&mut self) -> Text {
        self.names += 1;
        let name = format!("K{}", self.names);
        let keyword = Text::same(*self.choose(&["const", "static"]));
        let width = self.style.width;
        let float = Type::Float(width);
        let (ty, value) = if self.one_in(3) {
            let elements = [literal(width, 0.5), literal(width, 1.25), literal(width, 2.0)];
            (Type::array(float, 3), text!("[{}]", Text::join(&elements, ", ")))
        } else {
            (float, self.literal(width))
        };
        self.declare(&name, ty.clone(), false);
        text!("{} {}: {} = {};\n", keyword, Text::same(name), ty.text(), value)
    }

    /// `if .. { .. } else if .. { .. } else { .. }` of type `ty`.
    pub(crate) fn if_expression(&mut self, ty: &Type, depth: usize) -> Text {
        let condition = self.condition(1);
        let count = self.prng.below(2);
        let then = self.block(count, Some(ty), depth);
        let last = self.block(0, Some(ty), depth);
        if self.one_in(4) {
            let other = self.condition(1);
            let middle = self.block(0, Some(ty), depth);
            text!("if {} {{\n{}}} else if {} {{\n{}}} else {{\n{}}}", condition, then, other, middle, last)
        } else {
            text!("if {} {{\n{}}} else {{\n{}}}", condition, then, last)
        }
    }

    /// A `match` of type `ty` on integers, booleans, tuples or floats.
    pub(crate) fn match_expression(&mut self, ty: &Type, depth: usize) -> Text {
        let width = self.style.width;
        let arm = |writer: &mut Self, pattern: Text, bound: &[(&str, Type)]| {
            let outer = writer.scope.len();
            for (name, ty) in bound {
                writer.declare(name, ty.clone(), false);
            }
            let value = writer.expression(ty, depth);
            writer.scope.truncate(outer);
            text!("    {} => {},\n", pattern, value)
        };
        let same = |pattern: &str| Text::same(pattern);
        let (scrutinee, arms) = match self.prng.below(5) {
            0 => {
                let scrutinee = self.usize(1);
                let arms = [
                    arm(self, same("0"), &[]),
                    arm(self, same("1 | 2"), &[]),
                    arm(self, same("3..=5"), &[]),
                    arm(self, same("k if k > 7"), &[("k", Type::Usize)]),
                    arm(self, same("_"), &[]),
                ];
                (scrutinee, arms.to_vec())
            }
            1 => {
                let scrutinee = self.i32(1);
                let arms = [
                    arm(self, same("i32::MIN..=-1"), &[]),
                    arm(self, same("0"), &[]),
                    arm(self, same("j"), &[("j", Type::I32)]),
                ];
                (scrutinee, arms.to_vec())
            }
            2 => {
                let scrutinee = text!("({} % 2, {})", self.usize(0).atom(), self.condition(1));
                let arms = [
                    arm(self, same("(0, true)"), &[]),
                    arm(self, same("(k, false) if k > 0"), &[("k", Type::Usize)]),
                    arm(self, same("_"), &[]),
                ];
                (scrutinee, arms.to_vec())
            }
            3 => {
                let scrutinee = self.float(width, depth);
                let bound = [("f", Type::Float(width))];
                let (zero, one) = (typed_literal(width, 0.0), typed_literal(width, 1.0));
                let arms = [
                    arm(self, text!("f if f < {}", zero), &bound),
                    arm(self, text!("f if f < {}", one), &bound),
                    arm(self, same("f"), &bound),
                ];
                (scrutinee, arms.to_vec())
            }
            _ => {
                let scrutinee = text!("({}, {})", self.float(width, depth), self.float(width, depth));
                let float = Type::Float(width);
                let both = [("f", float.clone()), ("g", float.clone())];
                let arms = [arm(self, same("(f, g) if f < g"), &both), arm(self, same("(f, _)"), &both[..1])];
                (scrutinee, arms.to_vec())
            }
        };
        let mut inside = Text::same("");
        for arm in &arms {
            inside.push_line(arm);
        }
        text!("match {} {{\n{}}}", scrutinee, inside)
    }
}
