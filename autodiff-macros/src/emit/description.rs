//! The body of `graph()`: the graph as data of the core crate.

use crate::analysis::Activity;
use crate::graph::{CastForm, Graph, Inst, Node, Region, SameForm, Step, Value};
use crate::syntax::Signature;
use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};
use std::collections::HashMap;
use syn::Path;

/// How much of a constant expression is shown.
const EXCERPT: usize = 40;

/// The expression that describes a primal graph.
pub(super) fn description(graph: &Graph, activity: &Activity, signature: &Signature, krate: &Path) -> TokenStream {
    let mut describer = Describer { graph, activity, ids: HashMap::new(), next: 0 };
    let mut nodes = Vec::new();
    for (value, parameter) in graph.parameters().iter().zip(&signature.parameters) {
        let id = Literal::usize_unsuffixed(describer.id(*value));
        let (kind, operator) = if parameter.active { (quote!(Leaf), "leaf") } else { (quote!(Constant), "parameter") };
        let name = some(&parameter.ident.to_string());
        let active = parameter.active;
        nodes.push(quote!(node(#id, #operator, Kind::#kind, &[], #name, #active, &[])));
    }
    nodes.extend(describer.region(graph.body));
    let results = describer.ids(graph.results());
    let name = signature.ident.to_string();
    quote! {
        use #krate::__private::{graph_node as node, graph_region as region};
        use #krate::graph::{Graph, Kind, Node};
        const NODES: &[Node] = &[#(#nodes),*];
        Graph { name: #name, nodes: NODES, results: &[#(#results),*] }
    }
}

fn some(text: &str) -> TokenStream {
    quote!(::core::option::Option::Some(#text))
}

struct Describer<'a> {
    graph: &'a Graph,
    activity: &'a Activity,
    ids: HashMap<Value, usize>,
    next: usize,
}

impl Describer<'_> {
    fn id(&mut self, value: Value) -> usize {
        *self.ids.entry(value).or_insert_with(|| {
            self.next += 1;
            self.next - 1
        })
    }

    fn ids(&mut self, values: &[Value]) -> Vec<Literal> {
        values.iter().map(|value| Literal::usize_unsuffixed(self.id(*value))).collect()
    }

    fn region(&mut self, region: Region) -> Vec<TokenStream> {
        self.graph[region].insts.clone().into_iter().flat_map(|inst| self.inst(inst)).collect()
    }

    fn inst(&mut self, inst: Inst) -> Vec<TokenStream> {
        let data = &self.graph[inst];
        let operands = data.node.operands();
        let operands = self.ids(&operands);
        let active = data.results.iter().any(|result| self.activity.is_active(*result));
        if let Node::Branch { arms, .. } = &data.node {
            return self.branch(&data.results, *arms, &operands, active);
        }
        let Some(&result) = data.results.first() else { return Vec::new() };
        let id = Literal::usize_unsuffixed(self.id(result));
        let name = self.name(result);
        let (kind, operator) = match &data.node {
            Node::Opaque(opaque) => (quote!(Constant), excerpt(&opaque.text())),
            Node::Apply { op, .. } => (quote!(Operator), op.name().to_owned()),
            Node::Cast { form: CastForm::As | CastForm::From, .. } => (quote!(Operator), "cast".to_owned()),
            Node::Same { form, .. } => (
                quote!(Operator),
                match form {
                    SameForm::Borrow => "borrow",
                    SameForm::Deref => "deref",
                    SameForm::Clone => "clone",
                    SameForm::ToVec => "to_vec",
                }
                .to_owned(),
            ),
            Node::Tuple(_) => (quote!(Operator), "tuple".to_owned()),
            Node::Array(_) => (quote!(Operator), "array".to_owned()),
            Node::Repeat { .. } | Node::RepeatVec { .. } => (quote!(Operator), "repeat".to_owned()),
            Node::Push { .. } => (quote!(Operator), "push".to_owned()),
            Node::Load { path, .. } => (quote!(Operator), format!("load{}", steps(path))),
            Node::Store { path, .. } => (quote!(Operator), format!("store{}", steps(path))),
            Node::Call { callee, .. } => {
                let path = callee.path.to_token_stream().to_string().replace(' ', "");
                (if active { quote!(Call) } else { quote!(Constant) }, path)
            }
            _ => (quote!(Operator), "derivative".to_owned()),
        };
        let mut nodes = vec![quote!(node(#id, #operator, Kind::#kind, &[#(#operands),*], #name, #active, &[]))];
        nodes.extend(self.further_results(&id, &data.results[1..]));
        nodes
    }

    /// One node for each result that comes out of another node.
    fn further_results(&mut self, id: &Literal, results: &[Value]) -> Vec<TokenStream> {
        results
            .iter()
            .map(|&result| {
                let result_id = Literal::usize_unsuffixed(self.id(result));
                let name = self.name(result);
                let active = self.activity.is_active(result);
                quote!(node(#result_id, "result", Kind::Operator, &[#id], #name, #active, &[]))
            })
            .collect()
    }

    /// A branch, and one node for each of its results.
    fn branch(&mut self, results: &[Value], arms: [Region; 2], operands: &[Literal], active: bool) -> Vec<TokenStream> {
        let id = Literal::usize_unsuffixed(self.next);
        self.next += 1;
        let regions: Vec<TokenStream> = ["then", "else"]
            .into_iter()
            .zip(arms)
            .map(|(label, arm)| {
                let nodes = self.region(arm);
                let results = self.ids(self.graph[arm].yields());
                quote!(region(#label, &[#(#nodes),*], &[#(#results),*]))
            })
            .collect();
        let none = quote!(::core::option::Option::None);
        let mut nodes =
            vec![quote!(node(#id, "if", Kind::Branch, &[#(#operands),*], #none, #active, &[#(#regions),*]))];
        nodes.extend(self.further_results(&id, results));
        nodes
    }

    fn name(&self, value: Value) -> TokenStream {
        match &self.graph[value].name {
            Some(name) => some(&name.stem),
            None => quote!(::core::option::Option::None),
        }
    }
}

fn steps(path: &[Step]) -> String {
    path.iter()
        .map(|step| match step {
            Step::Index(_) => "[]".to_owned(),
            Step::Range(..) => "[..]".to_owned(),
            Step::Field(position) => format!(".{position}"),
        })
        .collect()
}

fn excerpt(text: &str) -> String {
    if text.chars().count() <= EXCERPT {
        text.to_owned()
    } else {
        text.chars().take(EXCERPT - 3).collect::<String>() + "..."
    }
}
