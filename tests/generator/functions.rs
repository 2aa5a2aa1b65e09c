//! Whole random functions: a signature, a body, and a result that depends on every parameter.

use super::expressions::literal;
use super::prng::Prng;
use super::references::changed_parameter;
use super::text::{Binding, Text, text};
use super::tools::Tool;
use super::types::{Parameter, Passing, Signature, Type, Width};
use super::writer::{Style, Variable, Writer};

/// Stands in the plain text where the attribute belongs.
const ATTRIBUTE: &str = "@attribute";

/// The name of the function that is called, and what stands for its options.
pub(crate) const ENTRY: &str = "entry";

/// What stands in the text where an attribute with such options belongs: nothing over dual numbers.
pub(crate) fn attribute(options: &str) -> Text {
    Text::new(format_args!("{ATTRIBUTE}({options})@"), "")
}

/// The text with the attributes that `write` makes of their options.
pub(crate) fn with_attributes(text: &str, write: impl Fn(&str) -> String) -> String {
    let mut parts = text.split(ATTRIBUTE);
    let mut written = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let (options, rest) = part[1..].split_once(")@").expect("an attribute has options");
        written.push_str(&write(options));
        written.push_str(rest);
    }
    written
}

/// How many floats the active parameters may hold together: the dual numbers' lanes.
pub(crate) const LANES: usize = 8;

/// A function's signature and its text.
pub(crate) struct Function {
    pub(crate) signature: Signature,
    pub(crate) text: Text,
    /// Whether its loops may run twice.
    pub(crate) repeatable: bool,
}

/// Writes a function of that name which may call `callees`, and changes a parameter where `changes` says so.
pub(crate) fn function(
    prng: &mut Prng,
    style: Style,
    name: &str,
    callees: &[Signature],
    tools: &[Tool],
    statements: usize,
    changes: bool,
) -> Function {
    let mut parameters = parameters(prng, style);
    if name == ENTRY && style.features.has_shapes() && prng.below(3) == 0 {
        parameters.extend(long_parameters(prng, style));
    }
    if changes {
        parameters.push(changed_parameter(prng, style.width, style.aggregates));
    }
    let result = result(prng, style);
    let scope = parameters
        .iter()
        .map(|parameter| Variable {
            name: parameter.name.clone(),
            ty: parameter.ty.clone(),
            passing: parameter.passing,
            mutable: parameter.changes,
            bound: None,
        })
        .collect();
    let mut writer = Writer::new(prng, style, result.clone());
    writer.scope = scope;
    writer.callees = callees.to_vec();
    writer.tools = tools.to_vec();
    writer.budget = statements;
    writer.declare("SCALE", Type::Float(style.width), false);
    writer.declare("TABLE", Type::array(Type::Float(style.width), 3), false);
    let mut body = Text::same("");
    if name == ENTRY && style.repeatable && !callees.is_empty() {
        let calls = writer.invent();
        body.push_indented(&text!(
            "let mut {}: {} = {};",
            calls,
            Type::Float(style.width).text(),
            literal(style.width, 0.0)
        ));
        writer.calls = Some((calls, first_float(&parameters[0])));
    }
    // Blocks inside take their statements from the same budget.
    while writer.budget > 0 {
        writer.budget -= 1;
        let depth = 1 + writer.prng.below(3);
        let statement = writer.statement(depth);
        body.push_indented(&statement);
    }
    if changes {
        body.push_indented(&writer.change());
    }
    body.push_indented(&writer.tail(&parameters));

    let repeatable = style.repeatable && !writer.calls_again;
    let signature = Signature { name: name.to_string(), parameters, result };
    let header = header(&signature);
    Function { text: text!("{} {{\n{}}}\n", header, body), signature, repeatable }
}

fn header(signature: &Signature) -> Text {
    let parameters = signature
        .parameters
        .iter()
        .map(|parameter| {
            let attribute = if parameter.constant { "#[constant] " } else { "" };
            let name = Text::same(&parameter.name);
            text!("{}{}: {}", Text::new(attribute, ""), name, parameter.type_text())
        })
        .collect::<Vec<_>>();
    text!(
        "{}\npub fn {}({}) -> {}",
        attribute(if signature.name == ENTRY { ENTRY } else { "" }),
        Text::same(&signature.name),
        Text::join(&parameters, ", "),
        signature.result.text()
    )
}

fn parameters(prng: &mut Prng, style: Style) -> Vec<Parameter> {
    let float = Type::Float(style.width);
    let mut parameters: Vec<Parameter> = Vec::new();
    let mut lanes = 0;
    let count = 1 + prng.below(4);
    for at in 0..count {
        let (ty, passing) = match prng.below(if style.aggregates { 16 } else { 8 }) {
            0 => (Type::Usize, Passing::Value),
            1 => (Type::I32, Passing::Value),
            2 => (Type::Bool, Passing::Value),
            3..=6 => (float.clone(), Passing::Value),
            // Where loops run again, a pullback keeps no such reference.
            7 if style.repeatable => (float.clone(), Passing::Value),
            7 => (float.clone(), Passing::Reference),
            8 => (Type::array(float.clone(), 2), Passing::Value),
            9..=10 => (Type::array(float.clone(), 3), Passing::Reference),
            11..=12 => (Type::array(float.clone(), 3), Passing::Slice),
            13 => (Type::array(Type::array(float.clone(), 2), 2), Passing::Slice),
            14 => (Type::Tuple(vec![float.clone(), float.clone()]), Passing::Value),
            _ => (Type::array(Type::array(float.clone(), 2), 2), Passing::Reference),
        };
        // The first parameter is active, so that there always is a gradient.
        let (ty, passing) = if at == 0 && ty.floats() == 0 { (float.clone(), Passing::Value) } else { (ty, passing) };
        let constant = at > 0 && ty.floats() > 0 && prng.below(6) == 0;
        if !constant && lanes + ty.floats() > LANES {
            break;
        }
        lanes += if constant { 0 } else { ty.floats() };
        let alias = style.aliases && ty == Type::DOUBLE && prng.below(2) == 0;
        let name = format!("{}{at}", if ty.floats() > 0 { "x" } else { "n" });
        parameters.push(Parameter { name, ty, passing, constant, alias, changes: false });
    }
    if style.mixed && lanes < LANES {
        let other = match style.width {
            Width::Single => Width::Double,
            Width::Double => Width::Single,
        };
        parameters.push(Parameter {
            name: "y".to_string(),
            ty: Type::Float(other),
            passing: Passing::Value,
            constant: false,
            alias: false,
            changes: false,
        });
    }
    parameters
}

/// Slices of more floats than run at once, and of fewer.
fn long_parameters(prng: &mut Prng, style: Style) -> Vec<Parameter> {
    let mut slice = |name: &str, lengths: &[usize], constant: bool| Parameter {
        name: name.to_string(),
        ty: Type::array(Type::Float(style.width), lengths[prng.below(lengths.len())]),
        passing: Passing::Slice,
        constant,
        alias: false,
        changes: false,
    };
    vec![slice("w", &[1, 5, 8, 16, 17, 33], false), slice("d", &[2, 5, 33], true)]
}

fn result(prng: &mut Prng, style: Style) -> Type {
    let float = Type::Float(style.width);
    if !style.aggregates {
        return float;
    }
    match prng.below(10) {
        0 => Type::array(float, 2),
        1 => Type::array(float, 3),
        2 => Type::Tuple(vec![float.clone(), float]),
        3 => Type::Tuple(vec![Type::array(float.clone(), 2), float]),
        4 => Type::Tuple(vec![float, Type::Usize]),
        _ => float,
    }
}

impl Writer<'_> {
    /// The result: a random value plus a little of one active parameter and of recent variables.
    ///
    /// A function whose result has no active part is an error, and which random values are active
    /// is the macro's question, not the generator's.
    fn tail(&mut self, parameters: &[Parameter]) -> Text {
        let result = self.result.clone();
        let factor = literal(self.style.width, 0.25);
        let mut anchor = text!("{} * {}", factor, first_float(&parameters[0]));
        // Recent variables too: otherwise most statements would have no effect on the result.
        for (sign, weight) in [("+", 0.5), ("-", 0.75), ("+", 1.5)] {
            if let Some(recent) = self.recent_float() {
                let weight = literal(self.style.width, weight);
                anchor = text!("{} {} {} * {}", anchor, Text::same(sign), weight, recent);
            }
        }
        // What loops and stores change may be declared long before.
        if !self.style.features.is_empty()
            && let Some(changed) = self.any_place(&Type::Float(self.style.width), true)
        {
            anchor = text!("{} + {}", anchor, changed);
        }
        if let Some((calls, _)) = &self.calls {
            anchor = text!("{} + {}", anchor, calls);
        }
        self.anchored(&result, &anchor, &mut true)
    }

    /// A float in one of the last variables that the body declared.
    fn recent_float(&mut self) -> Option<Text> {
        let outer = self.scope.len().saturating_sub(3);
        self.behind(outer, |writer| writer.any_place(&Type::Float(writer.style.width), false))
    }

    fn anchored(&mut self, ty: &Type, anchor: &Text, first: &mut bool) -> Text {
        match ty {
            Type::Float(_) if std::mem::take(first) => {
                let value = self.expression(ty, 3);
                text!("{} + {}", value.within(Binding::Sum), anchor)
            }
            Type::Array(element, length) if *first => {
                let elements = (0..*length).map(|_| self.anchored(element, anchor, first)).collect::<Vec<_>>();
                text!("[{}]", Text::join(&elements, ", "))
            }
            Type::Tuple(fields) if *first => {
                let fields = fields.iter().map(|field| self.anchored(field, anchor, first)).collect::<Vec<_>>();
                text!("({})", Text::join(&fields, ", "))
            }
            _ => self.expression(ty, 2),
        }
    }
}

/// The first float inside a parameter.
fn first_float(parameter: &Parameter) -> Text {
    let mut written = Text::same(&parameter.name);
    if parameter.passing == Passing::Reference && matches!(parameter.ty, Type::Float(_)) {
        return text!("*{}", written);
    }
    let mut ty = &parameter.ty;
    loop {
        match ty {
            Type::Array(element, _) => {
                written = text!("{}[0]", written);
                ty = element;
            }
            Type::Tuple(fields) => {
                written = text!("{}.0", written);
                ty = &fields[0];
            }
            Type::Float(_) | Type::Usize | Type::I32 | Type::Bool => return written,
        }
    }
}
