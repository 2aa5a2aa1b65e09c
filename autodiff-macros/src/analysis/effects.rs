//! What an iteration does besides computing, so that it must not run twice.
//!
//! Reads:  a region of a graph.
//! Keeps:  what is not known to give the same again is an effect: calls of functions, for one, but for annotated ones.

use crate::graph::{Graph, Node, Opaque, Region, Value};
use crate::rules::named;
use crate::syntax::{STOP_GRADIENT, root_of_place};
use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Expr, ExprCall, ExprMethodCall, Macro, PatIdent, Token};

/// Methods that only compute.
const PURE: &[&str] = &[
    "abs",
    "abs_diff",
    "all",
    "and_then",
    "any",
    "array_windows",
    "as_bytes",
    "as_ref",
    "as_slice",
    "as_str",
    "binary_search",
    "bytes",
    "chain",
    "char_indices",
    "chars",
    "chunk_by",
    "chunks",
    "chunks_exact",
    "clone",
    "cloned",
    "cmp",
    "collect",
    "concat",
    "contains",
    "contains_key",
    "copied",
    "count",
    "count_ones",
    "count_zeros",
    "cycle",
    "div_ceil",
    "div_euclid",
    "ends_with",
    "enumerate",
    "eq",
    "eq_ignore_ascii_case",
    "expect",
    "filter",
    "filter_map",
    "find",
    "first",
    "first_chunk",
    "flat_map",
    "flatten",
    "fold",
    "for_each",
    "get",
    "ilog2",
    "inspect",
    "into",
    "into_iter",
    "is_alphabetic",
    "is_char_boundary",
    "is_empty",
    "is_err",
    "is_negative",
    "is_none",
    "is_none_or",
    "is_numeric",
    "is_ok",
    "is_positive",
    "is_power_of_two",
    "is_some",
    "is_some_and",
    "is_sorted",
    "isqrt",
    "iter",
    "keys",
    "last",
    "leading_ones",
    "leading_zeros",
    "len",
    "lines",
    "map",
    "map_or",
    "map_while",
    "max",
    "max_by",
    "max_by_key",
    "min",
    "min_by",
    "min_by_key",
    "ne",
    "next_multiple_of",
    "next_power_of_two",
    "nth",
    "ok",
    "or",
    "parse",
    "partial_cmp",
    "partition",
    "partition_point",
    "peekable",
    "position",
    "pow",
    "product",
    "rchunks",
    "rchunks_exact",
    "reduce",
    "rem_euclid",
    "rev",
    "reverse_bits",
    "rfind",
    "rposition",
    "rsplit",
    "scan",
    "size_hint",
    "skip",
    "skip_while",
    "split",
    "split_at",
    "split_at_checked",
    "split_first",
    "split_last",
    "split_once",
    "split_whitespace",
    "starts_with",
    "step_by",
    "strip_prefix",
    "sum",
    "swap_bytes",
    "take",
    "take_while",
    "then",
    "then_some",
    "to_digit",
    "to_lowercase",
    "to_owned",
    "to_string",
    "to_uppercase",
    "to_vec",
    "total_cmp",
    "trailing_ones",
    "trailing_zeros",
    "trim",
    "trim_end",
    "trim_start",
    "try_into",
    "unsigned_abs",
    "unwrap",
    "unwrap_or",
    "unwrap_or_default",
    "unwrap_or_else",
    "unzip",
    "values",
    "windows",
    "zip",
];

/// Methods that change a variable, which a loop carries or makes anew.
const CHANGING: &[&str] = &[
    "append",
    "as_mut_slice",
    "chunks_exact_mut",
    "chunks_mut",
    "clear",
    "clone_from_slice",
    "copy_from_slice",
    "copy_within",
    "dedup",
    "dedup_by",
    "dedup_by_key",
    "drain",
    "extend",
    "extend_from_slice",
    "fill",
    "fill_with",
    "first_mut",
    "get_mut",
    "insert",
    "iter_mut",
    "last_mut",
    "pop",
    "push",
    "rchunks_exact_mut",
    "rchunks_mut",
    "remove",
    "resize",
    "resize_with",
    "retain",
    "retain_mut",
    "reverse",
    "rotate_left",
    "rotate_right",
    "sort",
    "sort_by",
    "sort_by_key",
    "sort_unstable",
    "sort_unstable_by",
    "sort_unstable_by_key",
    "split_at_mut",
    "split_first_mut",
    "split_last_mut",
    "split_off",
    "swap",
    "swap_remove",
    "swap_with_slice",
    "truncate",
];

/// Types whose functions only compute.
const NUMBERS: &[&str] = &[
    "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "u128", "u16", "u32", "u64", "u8",
    "usize",
];

/// What in a region must not run twice, with its places.
pub(crate) fn effects(graph: &Graph, region: Region) -> Vec<(Span, String)> {
    let mut found = Vec::new();
    for inst in graph.walk(region) {
        if let Node::Opaque(opaque) = &graph[inst].node
            && let Some(effect) = effect_of(graph, opaque)
        {
            found.push((graph[inst].span, effect));
        }
    }
    found
}

fn effect_of(graph: &Graph, opaque: &Opaque) -> Option<String> {
    // What is in a value of unknown type may be shared, or a reference: its state cannot be kept.
    let changed = opaque.changes.iter().map(|position| &opaque.captures[*position]);
    let mut unknown =
        changed.filter(|capture| !graph[capture.value].ty.is_known()).map(|capture| capture.ident.to_string());
    let mut own = Own::default();
    own.visit_expr(&opaque.code);
    let closures = opaque.captures.iter().filter(|capture| only_computes(graph, capture.value));
    let closures = closures.map(|capture| capture.ident.clone()).collect();
    let mut effects = Effects { changes: !opaque.changes.is_empty(), own: own.0, closures, found: unknown.next() };
    effects.visit_expr(&opaque.code);
    effects.found
}

/// Whether a value is a closure that only computes.
fn only_computes(graph: &Graph, value: Value) -> bool {
    let Some(Node::Opaque(opaque)) = graph.node(value) else { return false };
    matches!(&*opaque.code, Expr::Closure(_)) && opaque.changes.is_empty() && effect_of(graph, opaque).is_none()
}

/// The variables of an expression's own that it may change.
#[derive(Default)]
struct Own(Vec<Ident>);

impl<'ast> Visit<'ast> for Own {
    fn visit_pat_ident(&mut self, pattern: &'ast PatIdent) {
        if pattern.mutability.is_some() {
            self.0.push(pattern.ident.clone());
        }
    }
}

struct Effects {
    /// Whether the expression changes variables of the function, to which its changing methods belong.
    changes: bool,
    own: Vec<Ident>,
    /// Closures that only compute.
    closures: Vec<Ident>,
    found: Option<String>,
}

impl Effects {
    fn find(&mut self, what: &impl ToTokens) {
        if self.found.is_none() {
            let text = what.to_token_stream().to_string();
            let spaced =
                [(" :: ", "::"), (" . ", "."), (" (", "("), ("( ", "("), (" )", ")"), (" ,", ","), ("& ", "&")];
            self.found = Some(spaced.iter().fold(text, |text, (from, to)| text.replace(from, to)));
        }
    }
}

impl<'ast> Visit<'ast> for Effects {
    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        let path = match &*call.func {
            Expr::Path(path) => path.path.segments.iter().map(|segment| segment.ident.to_string()).collect(),
            _ => Vec::new(),
        };
        let constructs = path.last().is_some_and(|name| name.starts_with(|first: char| first.is_ascii_uppercase()));
        let own = path.first().is_some_and(|first| matches!(first.as_str(), "__ad" | "core"));
        let of_numbers = path.len() > 1 && path.iter().any(|part| NUMBERS.contains(&part.as_str()));
        let stops = path.last().is_some_and(|name| name == STOP_GRADIENT);
        // A new `HashMap` would have another order.
        let makes = matches!(
            path.iter().rev().map(String::as_str).collect::<Vec<_>>().as_slice(),
            [
                "new" | "with_capacity" | "from" | "from_iter" | "default",
                "Vec" | "VecDeque" | "String" | "BTreeMap" | "BTreeSet" | "BinaryHeap",
                ..
            ] | ["min" | "max", "cmp", ..]
                | ["repeat" | "repeat_n" | "once" | "zip" | "successors", "iter", ..]
                | ["from_fn", "array", ..]
        );
        let is_closure = matches!(&*call.func, Expr::Path(path) if path.path.get_ident().is_some_and(|name| self.closures.contains(name)));
        if !makes && !is_closure && !constructs && !own && !of_numbers && !stops {
            self.find(call);
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        let name = call.method.to_string();
        // Without an argument these are methods of a `Cell`.
        let of_a_cell = matches!(name.as_str(), "get" | "take") && call.args.is_empty();
        let computes = !of_a_cell && PURE.contains(&name.as_str())
            || ["wrapping_", "saturating_", "checked_", "overflowing_"].iter().any(|prefix| name.starts_with(prefix))
            || named(&name, call.args.len() + 1).is_some();
        let of_its_own = || root_of_place(&call.receiver).is_some_and(|root| self.own.contains(root));
        let changes = CHANGING.contains(&name.as_str()) && (self.changes || of_its_own());
        if !computes && !changes {
            self.find(call);
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_macro(&mut self, invocation: &'ast Macro) {
        let name = invocation.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
        if name.contains("print") {
            self.find(invocation);
            return;
        }
        let arguments = invocation.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated);
        let repeated = |invocation: &Macro| {
            invocation.parse_body_with(|input: syn::parse::ParseStream<'_>| {
                let element: Expr = input.parse()?;
                input.parse::<Token![;]>()?;
                Ok([element, input.parse()?])
            })
        };
        if let Ok(arguments) = arguments {
            arguments.iter().for_each(|argument| Effects::visit_owned(self, argument));
        } else if let Ok(parts) = repeated(invocation) {
            parts.iter().for_each(|part| Effects::visit_owned(self, part));
        } else if invocation.tokens.to_string().contains('(') {
            self.find(invocation);
        }
    }
}

impl Effects {
    /// Visits what was parsed out of a macro, which lives shorter than the expression.
    fn visit_owned(&mut self, expr: &Expr) {
        let mut inner =
            Effects { changes: self.changes, own: self.own.clone(), closures: self.closures.clone(), found: None };
        inner.visit_expr(expr);
        if self.found.is_none() {
            self.found = inner.found;
        }
    }
}
