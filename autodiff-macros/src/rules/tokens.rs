//! Terms that write themselves as Rust, for the runtime's trait implementations.
//!
//! The code calls `crate::math::sin(x)`, never `x.sin()`, because without `std` floats have no such
//! methods; it is the same for every float type.

use std::cell::RefCell;

use proc_macro2::{Ident, Literal, Punct, Spacing, Span, TokenStream};
use quote::{format_ident, quote};

use super::{Comparison, Op, Term};

/// A term: a number, or a node of an [`Arena`].
#[derive(Clone, Copy)]
pub(super) enum Code<'a> {
    Literal(f64),
    Node(&'a Arena<'a>, usize),
}

/// Where the nodes of one partial live, so that terms can be copied.
#[derive(Default)]
pub(super) struct Arena<'a>(RefCell<Vec<Node<'a>>>);

struct Node<'a> {
    form: Form<'a>,
    /// How many nodes read this one: from two on it becomes a local variable.
    uses: usize,
}

#[derive(Clone)]
enum Form<'a> {
    /// An operand or the result, by its name.
    Name(Ident),
    Apply(Op, Vec<Code<'a>>),
    Select(Comparison, [Code<'a>; 4]),
    Float(Code<'a>),
    MinusOne(Code<'a>),
}

impl<'a> Arena<'a> {
    /// A variable that the generated code has in scope.
    pub(super) fn name(&'a self, name: &Ident) -> Code<'a> {
        self.push(Form::Name(name.clone()), &[])
    }

    fn push(&'a self, form: Form<'a>, operands: &[Code<'a>]) -> Code<'a> {
        let mut nodes = self.0.borrow_mut();
        for operand in operands {
            if let Code::Node(_, index) = operand {
                nodes[*index].uses += 1;
            }
        }
        nodes.push(Node { form, uses: 0 });
        Code::Node(self, nodes.len() - 1)
    }
}

impl<'a> Code<'a> {
    /// Makes a node in the arena that the operands share; `None` if all of them are numbers.
    fn build(form: Form<'a>, operands: &[Code<'a>]) -> Option<Code<'a>> {
        operands.iter().find_map(|operand| match operand {
            Code::Literal(_) => None,
            Code::Node(arena, _) => Some(arena.push(form.clone(), operands)),
        })
    }

    fn form(self) -> Option<Form<'a>> {
        match self {
            Code::Literal(_) => None,
            Code::Node(arena, index) => Some(arena.0.borrow()[index].form.clone()),
        }
    }
}

impl<'a> Term for Code<'a> {
    fn literal(value: f64) -> Self {
        Code::Literal(value)
    }

    fn apply(op: Op, operands: &[Self]) -> Self {
        Code::build(Form::Apply(op, operands.to_vec()), operands).unwrap_or_else(|| {
            let numbers = operands.iter().map(|operand| match operand {
                Code::Literal(value) => *value,
                Code::Node(..) => unreachable!("a node would have been built"),
            });
            Code::Literal(op.evaluate(&numbers.collect::<Vec<_>>()))
        })
    }

    fn select(comparison: Comparison, left: Self, right: Self, then: Self, otherwise: Self) -> Self {
        let operands = [left, right, then, otherwise];
        Code::build(Form::Select(comparison, operands), &operands)
            .expect("a row compares something that is not a number")
    }

    fn integer_to_float(self) -> Self {
        Code::build(Form::Float(self), &[self]).expect("an integer operand is a name")
    }

    fn minus_one(self) -> Self {
        Code::build(Form::MinusOne(self), &[self]).expect("an integer operand is a name")
    }
}

/// The product of `seed` and a partial, as the statements and the final expression of a block.
///
/// The seed goes into the arms of a selection, so that an arm that is not selected contributes
/// nothing whatever the seed is: infinity times zero is not a number.
pub(super) fn scaled(seed: &Ident, partial: Code<'_>, float: &Ident) -> TokenStream {
    let writer = Writer { float };
    let locals = writer.locals(partial);
    let product = writer.product(seed, partial);
    quote!(#locals #product)
}

struct Writer<'a> {
    float: &'a Ident,
}

impl Writer<'_> {
    /// A variable for every node that is read more than once.
    fn locals(&self, root: Code<'_>) -> TokenStream {
        let Code::Node(arena, _) = root else {
            return TokenStream::new();
        };
        let nodes = arena.0.borrow();
        let shared = nodes.iter().enumerate().filter(|(_, node)| is_local(node));
        shared
            .map(|(index, node)| {
                let name = local(index);
                let value = self.form(&node.form);
                quote!(let #name = #value;)
            })
            .collect()
    }

    fn product(&self, seed: &Ident, partial: Code<'_>) -> TokenStream {
        match (partial, partial.form()) {
            (Code::Literal(1.0), _) => quote!(#seed),
            (Code::Literal(-1.0), _) => quote!(-#seed),
            (Code::Literal(0.0), _) => quote!(0.0),
            (_, Some(Form::Select(comparison, [left, right, then, otherwise]))) => {
                let condition = self.condition(comparison, left, right);
                let then = self.product(seed, then);
                let otherwise = self.product(seed, otherwise);
                quote!(if #condition { #then } else { #otherwise })
            }
            // seed * (1 / x) = seed / x, with one rounding less.
            (_, Some(Form::Apply(Op::Div, operands))) if matches!(operands[0], Code::Literal(1.0)) => {
                let divisor = self.expression(operands[1]);
                quote!(#seed / #divisor)
            }
            _ => {
                let partial = self.expression(partial);
                quote!(#seed * #partial)
            }
        }
    }

    /// A term as an operand: a name, a number, a call, or something in parentheses.
    fn expression(&self, term: Code<'_>) -> TokenStream {
        match term {
            Code::Literal(value) => number(value),
            Code::Node(arena, index) => {
                let nodes = arena.0.borrow();
                if is_local(&nodes[index]) {
                    let name = local(index);
                    quote!(#name)
                } else {
                    self.form(&nodes[index].form)
                }
            }
        }
    }

    fn form(&self, form: &Form<'_>) -> TokenStream {
        match form {
            Form::Name(name) => quote!(#name),
            Form::Apply(op, operands) => {
                let operands: Vec<_> = operands.iter().map(|&operand| self.expression(operand)).collect();
                match (op.symbol(), operands.as_slice()) {
                    (Some(symbol), [operand]) => {
                        let symbol = punctuation(symbol);
                        quote!((#symbol #operand))
                    }
                    (Some(symbol), [left, right]) => {
                        let symbol = punctuation(symbol);
                        quote!((#left #symbol #right))
                    }
                    _ => {
                        let function = Ident::new(op.name(), Span::call_site());
                        quote!(crate::math::#function(#(#operands),*))
                    }
                }
            }
            Form::Select(comparison, [left, right, then, otherwise]) => {
                let condition = self.condition(*comparison, *left, *right);
                let then = self.expression(*then);
                let otherwise = self.expression(*otherwise);
                quote!((if #condition { #then } else { #otherwise }))
            }
            Form::Float(integer) => {
                let (integer, float) = (self.expression(*integer), self.float);
                quote!((#integer as #float))
            }
            Form::MinusOne(integer) => {
                let integer = self.expression(*integer);
                quote!(#integer.saturating_sub(1))
            }
        }
    }

    fn condition(&self, comparison: Comparison, left: Code<'_>, right: Code<'_>) -> TokenStream {
        let (left, right) = (self.expression(left), self.expression(right));
        let symbol = punctuation(comparison.symbol());
        quote!(#left #symbol #right)
    }
}

/// Names stay names; anything else that is read more than once is computed once.
fn is_local(node: &Node<'_>) -> bool {
    node.uses > 1 && !matches!(node.form, Form::Name(_))
}

fn local(index: usize) -> Ident {
    format_ident!("part_{index}")
}

/// A literal without suffix, which takes the type of its neighbours.
fn number(value: f64) -> TokenStream {
    let magnitude = Literal::f64_unsuffixed(value.abs());
    if value.is_sign_negative() { quote!((-#magnitude)) } else { quote!(#magnitude) }
}

/// An operator of one or two characters.
fn punctuation(symbol: &str) -> TokenStream {
    let last = symbol.chars().count() - 1;
    let spacing = |index| {
        if index < last { Spacing::Joint } else { Spacing::Alone }
    };
    let characters = symbol.chars().enumerate();
    characters.map(|(index, character)| proc_macro2::TokenTree::from(Punct::new(character, spacing(index)))).collect()
}
