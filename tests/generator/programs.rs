//! Whole random programs: a module with the annotated functions, its twin over dual numbers, and
//! the code that calls every companion with the inputs of the harness.

use std::fmt::Write as _;

use super::features::{Feature, Features};
use super::functions::{ENTRY, function, with_attributes};
use super::prng::Prng;
use super::text::Text;
use super::tools::tool;
use super::types::{Parameter, Passing, Signature, Type, Width};
use super::writer::Style;

/// How the functions of a program are annotated.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    /// Not at all: only the originals and the dual numbers run.
    Bare,
    /// Each function on its own.
    Single,
    /// The module that holds them.
    Module,
    /// The function that is called is alone in a module; what it calls is annotated one by one, elsewhere.
    Beside,
    /// Each on its own; the loops of the one that is called run again.
    Checkpointed,
    /// Each on its own, every optional pass off.
    Unoptimized,
}

/// The source of the program of that seed, and the entries it adds to the table.
pub(crate) fn program(seed: u64, bare: bool, features: Features) -> (String, String) {
    let mut prng = Prng::new(seed);
    let style = style(&mut prng, features);
    let helpers = prng.below(3);
    let mut signatures: Vec<Signature> = Vec::new();
    let mut functions: Vec<Text> = Vec::new();
    for helper in 0..helpers {
        let name = format!("helper{helper}");
        let statements = 1 + prng.below(4);
        let changes = style.features.has(Feature::References) && prng.below(2) == 0;
        let written = function(&mut prng, style, &name, &signatures, &[], statements, changes);
        signatures.push(written.signature);
        functions.push(written.text);
    }
    let mut tools = Vec::new();
    if style.features.has(Feature::Tools) {
        for at in 0..1 + prng.below(2) {
            let (tool, text) = tool(&mut prng, style, &format!("tool{at}"));
            tools.push(tool);
            functions.push(text);
        }
    }
    // A shape is several statements.
    let statements = if style.features.has_shapes() { 2 + prng.below(6) } else { 4 + prng.below(8) };
    let entry = function(&mut prng, style, ENTRY, &signatures, &tools, statements, false);
    let alone = entry.text.plain.clone();
    // Functions may be defined in any order.
    functions.insert(prng.below(functions.len() + 1), entry.text);

    let prelude = prelude(style);
    let plain = functions.iter().map(|text| text.plain.as_str()).collect::<Vec<_>>().join("\n");
    let dual = functions.iter().map(|text| text.dual.as_str()).collect::<Vec<_>>().join("\n");

    let active = entry.signature.parameters.iter().filter(|parameter| parameter.is_active());
    let floats: usize = active.map(|parameter| parameter.ty.floats()).sum();

    let mut forms = vec![match prng.below(3) {
        _ if bare => Form::Bare,
        0 => Form::Module,
        _ => Form::Single,
    }];
    if !bare && prng.below(4) == 0 {
        // The function in a module beside those that it calls, or nothing made better.
        let is_beside = forms[0] == Form::Single && functions.len() > 1 && prng.below(2) == 0;
        forms.push(match entry.repeatable {
            true => Form::Checkpointed,
            _ if is_beside => Form::Beside,
            _ => Form::Unoptimized,
        });
    }

    let mut source = String::new();
    let mut entries = String::new();
    _ = writeln!(source, "// program {seed:#x}\nmod p{seed:x} {{\n    use crate::runtime::*;");
    for form in forms {
        let (name, on_module) = match form {
            Form::Bare => ("bare", ""),
            Form::Single => ("single", ""),
            Form::Module => ("module", "    #[autodiff_core::differentiable]\n"),
            Form::Beside => ("beside", "    #[autodiff_core::differentiable]\n"),
            Form::Checkpointed => ("checkpointed", ""),
            Form::Unoptimized => ("unoptimized", ""),
        };
        let text = if form == Form::Beside { &alone } else { &plain };
        let every = 1 + prng.below(4);
        let mut body = with_attributes(text, |options| {
            let checkpoint = format!("checkpoint = {every}");
            let options = match options {
                ENTRY if form == Form::Checkpointed => checkpoint.as_str(),
                ENTRY => "",
                options => options,
            };
            match form {
                Form::Bare => String::new(),
                Form::Module | Form::Beside if options.is_empty() => String::new(),
                Form::Unoptimized if options.is_empty() => "#[differentiable(optimize = false)]".to_string(),
                Form::Unoptimized => format!("#[differentiable(optimize = false, {options})]"),
                _ if options.is_empty() => "#[differentiable]".to_string(),
                _ => format!("#[differentiable({options})]"),
            }
        });
        if form == Form::Beside {
            body = format!("use super::single::*;\n{body}");
        }
        if form == Form::Bare {
            body = body.replace("#[constant] ", "");
        }
        let prelude = if form == Form::Beside { "" } else { &prelude.plain };
        _ = write!(
            source,
            "{on_module}    pub mod {name} {{\n{}    }}\n",
            indented(&format!("use crate::runtime::plain::*;\n{prelude}{body}"))
        );
        source.push_str(&indented(&check(&entry.signature, form, name)));
        _ = writeln!(
            entries,
            "    Program {{ name: \"{seed:#x} {name}\", single: {}, repeats: {}, scalar: {}, floats: {floats}, dual: p{seed:x}::dual_run, check: p{seed:x}::check_{name} }},",
            style.width == Width::Single || style.mixed,
            !style.features.is_empty(),
            matches!(entry.signature.result, Type::Float(_)),
        );
    }
    _ = write!(
        source,
        "    pub mod dual {{\n{}    }}\n{}}}\n// end {seed:#x}\n",
        indented(&format!("use crate::runtime::duals::*;\n{}{dual}", prelude.dual)),
        indented(&dual_run(&entry.signature)),
    );
    (source, entries)
}

fn style(prng: &mut Prng, features: Features) -> Style {
    let single = prng.below(10) == 0;
    Style {
        width: if single { Width::Single } else { Width::Double },
        mixed: prng.below(10) == 0,
        branches: prng.below(4) > 0,
        aggregates: prng.below(3) > 0,
        aliases: !single && prng.below(5) == 0,
        repeatable: prng.below(4) == 0,
        features: features.part(prng),
    }
}

/// The constants and the alias that every program may use.
fn prelude(style: Style) -> Text {
    let side = |float: &str, literal: fn(f64) -> String| {
        let alias = if style.aliases { format!("pub type Real = {float};\n") } else { String::new() };
        format!(
            "{alias}pub const SCALE: {float} = {};\npub static TABLE: [{float}; 3] = [{}, {}, {}];\n\n",
            literal(1.5),
            literal(0.5),
            literal(2.0),
            literal(-0.75)
        )
    };
    let float = Type::Float(style.width).text();
    let dual = match style.width {
        Width::Double => side(&float.dual, |value| format!("Dual::constant({value:?})")),
        Width::Single => side(&float.dual, |value| format!("Dual32::constant({value:?})")),
    };
    Text::new(side(&float.plain, |value| format!("{value:?}")), dual)
}

fn indented(text: &str) -> String {
    let mut indented = String::new();
    for line in text.lines() {
        if !line.trim().is_empty() {
            _ = writeln!(indented, "    {line}");
        }
    }
    indented
}

/// Builds a value of type `ty`, asking `leaf` for each float and `discrete` for everything else.
fn build(ty: &Type, leaf: &mut impl FnMut(Width) -> String, discrete: &mut impl FnMut(&Type) -> String) -> String {
    match ty {
        Type::Float(width) => leaf(*width),
        Type::Usize | Type::I32 | Type::Bool => discrete(ty),
        Type::Array(element, length) => {
            let elements = (0..*length).map(|_| build(element, leaf, discrete)).collect::<Vec<_>>();
            format!("[{}]", elements.join(", "))
        }
        Type::Tuple(fields) => {
            let fields = fields.iter().map(|field| build(field, leaf, discrete)).collect::<Vec<_>>();
            format!("({})", fields.join(", "))
        }
    }
}

fn narrowed(width: Width, value: String) -> String {
    match width {
        Width::Double => value,
        Width::Single => format!("{value} as f32"),
    }
}

/// The value of a parameter, from the harness' input; `lane` counts the active floats so far.
fn argument(parameter: &Parameter, at: usize, lane: &mut usize, dual: bool) -> String {
    let constant = parameter.constant;
    let mut fixed = 0;
    let mut float = |width: Width| {
        let value = if constant {
            fixed += 1;
            format!("input.fixed({})", at + fixed)
        } else {
            *lane += 1;
            format!("input.float({})", *lane - 1)
        };
        match (dual, constant, width) {
            (false, ..) => narrowed(width, value),
            (true, true, Width::Double) => format!("Dual::constant({value})"),
            (true, true, Width::Single) => format!("Dual32::constant({value} as f32)"),
            (true, false, Width::Double) => format!("Dual::variable({value}, input.lane({}))", *lane - 1),
            (true, false, Width::Single) => {
                format!("Dual32::variable({value} as f32, input.lane({}))", *lane - 1)
            }
        }
    };
    let mut discrete = |ty: &Type| match ty {
        Type::Usize => format!("input.usize({at})"),
        Type::I32 => format!("input.i32({at})"),
        _ => format!("input.bool({at})"),
    };
    build(&parameter.ty, &mut float, &mut discrete)
}

/// How a variable of that name is passed.
fn passed(parameter: &Parameter, name: &str) -> String {
    match parameter.passing {
        Passing::Value => name.to_string(),
        Passing::Reference | Passing::Slice => format!("&{name}"),
    }
}

/// The statements that bind the arguments, and the arguments.
fn arguments(signature: &Signature, dual: bool) -> (String, String) {
    let mut lane = 0;
    let mut bindings = String::new();
    let mut arguments = Vec::new();
    for (at, parameter) in signature.parameters.iter().enumerate() {
        let name = format!("a{at}");
        _ = writeln!(bindings, "    let {name} = {};", argument(parameter, at, &mut lane, dual));
        arguments.push(passed(parameter, &name));
    }
    (bindings, arguments.join(", "))
}

fn dual_run(signature: &Signature) -> String {
    let (bindings, arguments) = arguments(signature, true);
    format!(
        "pub fn dual_run(input: &Input) -> Vec<Dual> {{\n{bindings}    let result = dual::{}({arguments});\n    flat_duals(&result)\n}}\n",
        signature.name
    )
}

/// The function that runs every companion of the entry function.
fn check(signature: &Signature, form: Form, module: &str) -> String {
    let entry = format!("{module}::{}", signature.name);
    let (bindings, arguments) = arguments(signature, false);
    let mut code = format!("pub fn check_{module}(input: &Input, outcome: &mut Outcome) {{\n{bindings}");
    _ = writeln!(code, "    outcome.original = flat(&{entry}({arguments}));");
    if form == Form::Bare {
        code.push_str("}\n");
        return code;
    }
    _ = writeln!(code, "    outcome.values.push(flat(&{entry}::value({arguments})));");
    let mut row = 0;
    let mut seed = |shift: usize| {
        row = 0;
        build(
            &signature.result,
            &mut |width| {
                row += 1;
                narrowed(width, format!("input.seed({})", row - 1 + shift))
            },
            &mut |_| "()".to_string(),
        )
    };
    _ = writeln!(code, "    let (value, pullback) = {entry}::vjp({arguments});");
    _ = writeln!(code, "    outcome.values.push(flat(&value));");
    for shift in [0, 1] {
        _ = writeln!(code, "    outcome.pulled.push(flat(&pullback({})));", seed(shift));
    }
    let mut lane = 0;
    let mut tangents = Vec::new();
    let active = signature.parameters.iter().filter(|parameter| parameter.is_active());
    for (at, parameter) in active.enumerate() {
        let tangent = build(
            &parameter.ty,
            &mut |width| {
                lane += 1;
                narrowed(width, format!("input.tangent({})", lane - 1))
            },
            &mut |_| "()".to_string(),
        );
        _ = writeln!(code, "    let t{at} = {tangent};");
        tangents.push(passed(parameter, &format!("t{at}")));
    }
    let tangents = tangents.join(", ");
    _ = writeln!(code, "    let (value, tangent) = {entry}::jvp({arguments}, {tangents});");
    _ = writeln!(code, "    outcome.values.push(flat(&value));");
    _ = writeln!(code, "    outcome.pushed = flat(&tangent);");
    if has_jacobian(&signature.result) {
        _ = writeln!(code, "    let (value, rows) = {entry}::value_and_jacobian({arguments});");
        _ = writeln!(code, "    outcome.values.push(flat(&value));");
        _ = writeln!(code, "    outcome.jacobian = rows.iter().map(flat).collect();");
    }
    if matches!(signature.result, Type::Float(_)) {
        _ = writeln!(code, "    let (value, gradient) = {entry}::value_and_grad({arguments});");
        _ = writeln!(code, "    outcome.values.push(flat(&value));");
        _ = writeln!(code, "    outcome.gradients.push(flat(&gradient));");
        code.push_str(&gradient_into(signature, &entry, &arguments));
    }
    code.push_str("}\n");
    code
}

/// The call of `value_and_grad_into`, which functions with a slice among their active parameters have.
fn gradient_into(signature: &Signature, entry: &str, arguments: &str) -> String {
    let active = signature.parameters.iter().filter(|parameter| parameter.is_active());
    if active.clone().all(|parameter| parameter.passing != Passing::Slice) {
        return String::new();
    }
    let mut code = String::new();
    let mut buffers = Vec::new();
    let mut lists = Vec::new();
    for (at, parameter) in active.enumerate() {
        // Whatever the buffers hold is overwritten.
        let nonsense =
            build(&parameter.ty, &mut |width| narrowed(width, "f64::NAN".to_string()), &mut |_| "()".to_string());
        _ = writeln!(code, "    let mut g{at} = {nonsense};");
        buffers.push(format!("&mut g{at}"));
        lists.push(format!("flat(&g{at})"));
    }
    let (buffers, lists) = (buffers.join(", "), lists.join(", "));
    _ = writeln!(code, "    let value = {entry}::value_and_grad_into({arguments}, {buffers});");
    _ = writeln!(code, "    outcome.values.push(flat(&value));");
    _ = writeln!(code, "    outcome.gradients.push([{lists}].concat());");
    code
}

/// Whether the result is a few floats side by side, whose functions have a Jacobian.
fn has_jacobian(result: &Type) -> bool {
    match result {
        Type::Array(element, _) => matches!(**element, Type::Float(_)),
        Type::Tuple(fields) => fields.iter().all(|field| matches!(field, Type::Float(_))),
        _ => false,
    }
}
