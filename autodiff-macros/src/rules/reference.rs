//! `docs/OPERATORS.md`, the reference that is rendered from the rows.

use std::fmt::Write as _;

use super::Op;

const PREFACE: &str = "\
# Operators

What has a derivative rule, and which. Rendered from the rows of `autodiff-macros/src/rules/table.rs`; after a change
there, `UPDATE_EXPECT=1 cargo test -p autodiff-macros` writes this file again. `zero` is zero everywhere; `when!` chooses
by a comparison; an integer operand has no derivative.

Methods may be written as paths too (`f64::sin(x)`). `sin_cos` is the pair of its two operators. `clone` is the operand
itself. Comparisons and questions such as `is_nan`, `total_cmp`, `classify` are constants. `to_bits` and its like end a
dependence, as a cast to an integer does, and are accepted only where nothing is differentiated.

| operator | written | partial derivatives | at kinks and poles | remarks |
| --- | --- | --- | --- | --- |
";

/// The whole file.
fn render() -> String {
    let mut text = PREFACE.to_owned();
    for &op in Op::ALL {
        let (summary, remarks) = split(op.doc());
        let partials: Vec<_> = (0..op.arity()).filter_map(|operand| partial(op, operand)).collect();
        let partials = partials.join("<br>");
        let kinks = op.kinks();
        writeln!(text, "| {summary} | `{} = {}` | {partials} | {kinks} | {remarks} |", op.result_name(), written(op))
            .expect("writing to a string cannot fail");
    }
    text.lines()
        .map(|line| line.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ") + "\n")
        .collect()
}

/// The operator as a user writes it.
fn written(op: Op) -> String {
    match (op.symbol(), op.operand_names()) {
        (Some(symbol), [operand]) => format!("{symbol}{operand}"),
        (Some(symbol), [left, right]) => format!("{left} {symbol} {right}"),
        (_, [receiver, arguments @ ..]) => {
            format!("{receiver}.{}({})", op.name(), arguments.join(", "))
        }
        (_, []) => unreachable!("operators have operands"),
    }
}

/// `by x: 1 - y * y`; nothing for an integer operand.
fn partial(op: Op, operand: usize) -> Option<String> {
    if op.is_constant_operand(operand) {
        return None;
    }
    let words: Vec<_> = op.formula(operand).split_whitespace().collect();
    let formula = match words.join(" ") {
        zero if zero == "Zero" => "zero".to_owned(),
        formula => format!("`{formula}`"),
    };
    Some(format!("by `{}`: {formula}", op.operand_names()[operand]))
}

/// The first sentence without its full stop, and the rest.
fn split(doc: &str) -> (&str, &str) {
    let (summary, remarks) = doc.split_once(". ").unwrap_or((doc, ""));
    (summary.trim_end_matches('.'), remarks)
}

#[test]
fn committed_reference_is_up_to_date() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/OPERATORS.md");
    let rendered = render();
    if std::env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1") {
        std::fs::write(&path, &rendered).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == rendered, "{} is out of date: run with UPDATE_EXPECT=1", path.display());
}
