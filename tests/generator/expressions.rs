//! Random expressions of a wanted type: floats, booleans and aggregates.

use super::text::{Binding, Text, text};
use super::types::{Passing, Signature, Type, Width};
use super::writer::Writer;

/// Methods of one float that are smooth and finite everywhere (but for isolated kinks).
const TAME: [&str; 17] = [
    "sin",
    "cos",
    "tanh",
    "atan",
    "asinh",
    "abs",
    "signum",
    "floor",
    "ceil",
    "round",
    "trunc",
    "fract",
    "cbrt",
    "to_degrees",
    "to_radians",
    "sin",
    "abs",
];

/// Methods that grow too fast, or are undefined, outside [-1, 1].
const BOUNDED: [&str; 9] = ["exp", "exp2", "exp_m1", "sinh", "cosh", "tan", "asin", "acos", "atanh"];

/// Methods of a positive float.
const POSITIVE: [&str; 6] = ["sqrt", "ln", "log2", "log10", "ln_1p", "recip"];

impl Writer<'_> {
    /// An expression of type `ty`, nested at most `depth` deep.
    pub(crate) fn expression(&mut self, ty: &Type, depth: usize) -> Text {
        match ty {
            Type::Float(width) => self.float(*width, depth),
            Type::Usize => self.usize(depth),
            Type::I32 => self.i32(depth),
            Type::Bool => self.condition(depth),
            Type::Array(element, length) => self.array(element, *length, depth),
            Type::Tuple(fields) => self.tuple(fields, depth),
        }
    }

    /// A float literal, which never is the receiver of a method.
    pub(crate) fn literal(&mut self, width: Width) -> Text {
        let values = [0.5, 1.0, 2.0, 0.25, 1.5, 3.0, 0.1, 0.7];
        let mut value = *self.choose(&values);
        if self.one_in(3) {
            value = (self.prng.uniform(0.1, 2.0) * 100.0).round() / 100.0;
        }
        literal(width, value)
    }

    fn float_leaf(&mut self, width: Width) -> Text {
        match self.any_place(&Type::Float(width), false) {
            Some(place) => place,
            None => typed_literal(width, 0.75),
        }
    }

    /// A float expression.
    pub(crate) fn float(&mut self, width: Width, depth: usize) -> Text {
        if depth == 0 {
            return self.float_leaf(width);
        }
        let deeper = depth - 1;
        if let Some(chain) = self.chain(width, deeper) {
            return chain;
        }
        match self.prng.below(32) {
            0..=3 => self.float_leaf(width),
            4..=12 => self.arithmetic(width, deeper),
            13 => {
                let operand = self.float(width, deeper);
                // `--x` reads like another language's decrement: rustc warns.
                text!("-{}", operand.atom()).bound(Binding::Unary)
            }
            14..=17 => self.unary_method(width, deeper),
            18..=20 => self.binary_method(width, deeper),
            21 => self.casted(width, deeper),
            22 => {
                let operand = self.float(width, deeper);
                text!("stop_gradient({})", operand)
            }
            23 => {
                let operand = self.float(width, deeper).atom();
                text!("{}.sin_cos().{}", operand, Text::same(self.prng.below(2)))
            }
            24..=25 => self.call(&Type::Float(width), deeper),
            26 => self.path_call(width, deeper),
            _ => self.compound(&Type::Float(width), deeper),
        }
    }

    fn arithmetic(&mut self, width: Width, depth: usize) -> Text {
        let constant_first = self.one_in(6);
        let left = if constant_first { self.literal(width) } else { self.float(width, depth) };
        match self.prng.below(9) {
            0..=1 => {
                let right = self.float(width, depth);
                text!("{} + {}", left.within(Binding::Sum), right.within(Binding::Product)).bound(Binding::Sum)
            }
            2..=3 => {
                let right = self.float(width, depth);
                text!("{} - {}", left.within(Binding::Sum), right.within(Binding::Product)).bound(Binding::Sum)
            }
            4..=6 => {
                let right = self.float(width, depth);
                text!("{} * {}", left.within(Binding::Product), right.within(Binding::Unary)).bound(Binding::Product)
            }
            7 => {
                let right = self.positive(width, depth);
                text!("{} / {}", left.within(Binding::Product), right.within(Binding::Unary)).bound(Binding::Product)
            }
            _ => {
                // The literal must not stand alone on both sides: it would have no type.
                let left = self.float(width, depth);
                let right = self.literal(width);
                let sign = *self.choose(&["%", "/", "*"]);
                text!("{} {} {}", left.within(Binding::Product), Text::same(sign), right).bound(Binding::Product)
            }
        }
    }

    /// A float above zero by a margin.
    fn positive(&mut self, width: Width, depth: usize) -> Text {
        let operand = self.float(width, depth);
        let margin = literal(width, *self.choose(&[0.5, 1.25, 2.0]));
        if self.one_in(2) {
            text!("({}.abs() + {})", operand.atom(), margin)
        } else {
            let leaf = self.float_leaf(width);
            let index_is_pure = !leaf.plain.contains('[');
            if index_is_pure {
                text!("({} * {} + {})", leaf, leaf, margin)
            } else {
                text!("({} + {}.abs())", margin, leaf)
            }
        }
    }

    /// A float in [-0.9, 0.9].
    fn small(&mut self, width: Width, depth: usize) -> Text {
        let operand = self.float(width, depth).atom();
        let factor = literal(width, 0.9);
        text!("({} * {}.sin())", factor, operand)
    }

    fn unary_method(&mut self, width: Width, depth: usize) -> Text {
        match self.prng.below(5) {
            0..=2 => {
                let operand = self.float(width, depth).atom();
                let method = *self.choose(&TAME);
                text!("{}.{}()", operand, Text::same(method))
            }
            3 => {
                let operand = self.small(width, depth);
                let method = *self.choose(&BOUNDED);
                text!("{}.{}()", operand, Text::same(method))
            }
            _ => {
                let operand = self.positive(width, depth);
                let method = *self.choose(&POSITIVE);
                text!("{}.{}()", operand, Text::same(method))
            }
        }
    }

    fn binary_method(&mut self, width: Width, depth: usize) -> Text {
        self.frozen += 1;
        let other = self.float(width, depth);
        self.frozen -= 1;
        match self.prng.below(14) {
            0..=1 => text!("{}.max({})", self.float(width, depth).atom(), other),
            2..=3 => text!("{}.min({})", self.float(width, depth).atom(), other),
            4 => text!("{}.hypot({})", self.float(width, depth).atom(), other),
            5 => text!("{}.atan2({})", self.float(width, depth).atom(), other),
            6 => text!("{}.copysign({})", self.positive(width, depth), other),
            7 => {
                let exponent = if self.one_in(2) { self.literal(width) } else { self.small(width, depth) };
                text!("{}.powf({})", self.positive(width, depth), exponent)
            }
            8 => text!("{}.mul_add({}, {})", self.float(width, depth).atom(), other, self.float_leaf(width)),
            9 => {
                let (low, high) = (literal(width, 0.5), literal(width, 1.5));
                text!("{}.clamp(-{}, {})", self.float(width, depth).atom(), low, high)
            }
            10 => {
                let power = Text::same(*self.choose(&["2", "3", "0", "1", "4"]));
                text!("{}.powi({})", self.float(width, depth).atom(), power)
            }
            11 => text!("{}.powi({})", self.positive(width, depth), self.i32(1)),
            12 => text!("{}.rem_euclid({})", self.float(width, depth).atom(), self.literal(width)),
            _ => text!("{}.log({})", self.positive(width, depth), literal(width, 2.5)),
        }
    }

    /// `f64::sin(x)` and the like.
    fn path_call(&mut self, width: Width, depth: usize) -> Text {
        let ty = Type::Float(width).text();
        let operand = self.float(width, depth);
        if self.one_in(3) {
            self.frozen += 1;
            let other = self.float(width, depth);
            self.frozen -= 1;
            let function = *self.choose(&["max", "min", "hypot", "atan2"]);
            text!("{}::{}({}, {})", ty, Text::same(function), operand, other)
        } else {
            let function = *self.choose(&["sin", "cos", "tanh", "abs", "atan"]);
            text!("{}::{}({})", ty, Text::same(function), operand)
        }
    }

    /// A float made by a cast, of an integer or of a float of the other width.
    fn casted(&mut self, width: Width, depth: usize) -> Text {
        if self.style.mixed && self.one_in(2) {
            let (other, to, method) = match width {
                Width::Double => (Width::Single, "f64", "widen"),
                Width::Single => (Width::Double, "f32", "narrow"),
            };
            let operand = self.float(other, depth).atom();
            return Text::new(format_args!("({} as {to})", operand.plain), format_args!("{}.{method}()", operand.dual));
        }
        let integer = if self.one_in(2) { self.usize(1) } else { self.i32(1) }.atom();
        cast(width, &integer)
    }

    /// A call of a generated function, or a leaf where none fits.
    pub(crate) fn call(&mut self, ty: &Type, depth: usize) -> Text {
        let is_fit = |callee: &&Signature| callee.result == *ty && callee.changed().is_none();
        let fitting: Vec<Signature> = self.callees.iter().filter(is_fit).cloned().collect();
        if fitting.is_empty() {
            return match ty {
                Type::Float(width) => self.arithmetic(*width, depth),
                _ => self.compound(ty, depth),
            };
        }
        let callee = self.choose(&fitting).clone();
        self.may_be_repeated();
        let arguments = self.arguments(&callee, depth.min(1));
        text!("{}({})", Text::same(&callee.name), Text::join(&arguments, ", "))
    }

    /// What a call passes.
    pub(crate) fn arguments(&mut self, callee: &Signature, depth: usize) -> Vec<Text> {
        self.frozen += 1;
        let mut arguments = Vec::new();
        for parameter in &callee.parameters {
            let argument = match &parameter.ty {
                ty if parameter.constant => self.constant(ty),
                // Not a call, which would need an annotation here.
                Type::Bool => self.comparison(0),
                ty => self.expression(ty, depth),
            };
            arguments.push(match parameter.passing {
                Passing::Value => argument,
                Passing::Reference | Passing::Slice => text!("&{}", argument.atom()),
            });
        }
        self.frozen -= 1;
        arguments
    }

    /// A value that no parameter reaches: what `#[constant]` takes.
    pub(crate) fn constant(&mut self, ty: &Type) -> Text {
        match ty {
            Type::Float(width) => typed_literal(*width, *self.choose(&[0.5, 1.75, 3.0])),
            Type::Array(element, length) => {
                let elements = (0..*length).map(|_| self.constant(element)).collect::<Vec<_>>();
                text!("[{}]", Text::join(&elements, ", "))
            }
            Type::Tuple(elements) => {
                let elements = elements.iter().map(|element| self.constant(element)).collect::<Vec<_>>();
                text!("({})", Text::join(&elements, ", "))
            }
            Type::Usize | Type::I32 | Type::Bool => self.expression(ty, 1),
        }
    }

    /// An `if`, a `match` or a block of type `ty`, in parentheses.
    pub(crate) fn compound(&mut self, ty: &Type, depth: usize) -> Text {
        let written = if !self.style.branches {
            let count = 1 + self.prng.below(2);
            text!("{{\n{}}}", self.block(count, Some(ty), depth))
        } else {
            match self.prng.below(4) {
                0..=1 => self.if_expression(ty, depth),
                2 => self.match_expression(ty, depth),
                _ => {
                    let count = 1 + self.prng.below(2);
                    text!("{{\n{}}}", self.block(count, Some(ty), depth))
                }
            }
        };
        written.bound(Binding::Loose)
    }

    fn array(&mut self, element: &Type, length: usize, depth: usize) -> Text {
        let ty = Type::array(element.clone(), length);
        if let Some(place) = self.any_place(&ty, false)
            && (depth == 0 || self.one_in(3))
        {
            return place;
        }
        let deeper = depth.saturating_sub(1);
        match self.prng.below(8) {
            0 => text!("[{}; {}]", self.expression(element, deeper), Text::same(length)),
            1 if depth > 0 => self.compound(&ty, deeper),
            2..=3 if depth > 0 && self.callees.iter().any(|callee| callee.result == ty) => self.call(&ty, deeper),
            _ => {
                let elements = (0..length).map(|_| self.expression(element, deeper)).collect::<Vec<_>>();
                text!("[{}]", Text::join(&elements, ", "))
            }
        }
    }

    fn tuple(&mut self, fields: &[Type], depth: usize) -> Text {
        let ty = Type::Tuple(fields.to_vec());
        if let Some(place) = self.any_place(&ty, false)
            && (depth == 0 || self.one_in(3))
        {
            return place;
        }
        let deeper = depth.saturating_sub(1);
        match self.prng.below(6) {
            0 if depth > 0 => self.compound(&ty, deeper),
            1..=2 if depth > 0 && self.callees.iter().any(|callee| callee.result == ty) => self.call(&ty, deeper),
            3 if fields.len() == 2 && fields.iter().all(|field| *field == Type::DOUBLE) => {
                text!("{}.sin_cos()", self.float(Width::Double, deeper).atom())
            }
            _ => {
                let values = fields.iter().map(|field| self.expression(field, deeper)).collect::<Vec<_>>();
                text!("({})", Text::join(&values, ", "))
            }
        }
    }
}

/// A literal whose type follows from where it stands.
pub(crate) fn literal(width: Width, value: f64) -> Text {
    let ty = Type::Float(width).text().dual;
    Text::new(format_args!("{value:?}"), format_args!("{ty}::constant({value:?})"))
}

/// A literal that says its type.
pub(crate) fn typed_literal(width: Width, value: f64) -> Text {
    let ty = Type::Float(width).text();
    Text::new(format_args!("{value:?}_{}", ty.plain), format_args!("{}::constant({value:?})", ty.dual))
}

/// An integer or boolean as a float.
pub(crate) fn cast(width: Width, integer: &Text) -> Text {
    let ty = Type::Float(width).text();
    Text::new(
        format_args!("({} as {})", integer.plain, ty.plain),
        format_args!("{}::constant({} as {})", ty.dual, integer.dual, ty.plain),
    )
}
