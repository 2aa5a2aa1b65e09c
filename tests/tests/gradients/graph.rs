//! The graph for people.

use autodiff_core::differentiable;

#[differentiable]
fn mixture(x: f64, y: f64, #[constant] k: f64) -> f64 {
    let product = x * y;
    let scaled = product.sin() * k;
    if x > 0.0 { scaled + 2.0 } else { scaled / y }
}

#[test]
fn graph_text_names_operators_and_variables() {
    let text = mixture::graph().to_string();
    for word in ["x", "y", "k", "mul", "sin", "div", "product", "scaled"] {
        assert!(text.contains(word), "{word} is missing in:\n{text}");
    }
}

#[test]
fn graph_is_written_for_graphviz() {
    let dot = mixture::graph().to_dot().to_string();
    assert!(dot.starts_with("digraph"), "{dot}");
    assert!(dot.contains("->"), "{dot}");
    assert_eq!(dot.matches('{').count(), dot.matches('}').count(), "{dot}");
}

#[test]
fn graph_is_a_small_copy() {
    let graph = mixture::graph();
    let copy = graph;
    assert_eq!(copy.to_string(), graph.to_string());
    assert!(size_of_val(&graph) <= 64);
}

#[test]
fn graph_tells_leaves_from_constants_and_operators() {
    let graph = mixture::graph();
    assert_eq!(graph.name, "mixture");
    let product = graph.find("product").expect("a node of that name");
    assert!(product.is_active() && !product.is_leaf());
    assert_eq!(product.operator, "mul");
    let x = graph.find("x").expect("a node of that name");
    assert!(x.is_leaf() && x.is_active());
    let k = graph.find("k").expect("a node of that name");
    assert!(!k.is_active());
    assert_eq!(graph.leaves().filter(|leaf| leaf.is_active()).count(), 2);
}

#[differentiable]
fn branches(x: f64, n: i32) -> f64 {
    match n {
        0 => x.exp(),
        1 => {
            if x > 0.0 {
                x.ln()
            } else {
                x
            }
        }
        _ => x * x,
    }
}

#[test]
fn graph_nests_the_regions_of_branches() {
    let text = branches::graph().to_string();
    assert!(text.contains("exp") && text.contains("ln"), "{text}");
    // A nested region is further to the right than the one around it.
    let indent = |word: &str| {
        text.lines()
            .find(|line| line.contains(word))
            .map(|line| line.len() - line.trim_start().len())
            .unwrap_or_else(|| panic!("{word} is missing in:\n{text}"))
    };
    assert!(indent("ln") > indent("exp"), "{text}");
}
