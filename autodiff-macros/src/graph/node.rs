//! The nodes: how a value comes into being.

use super::{Argument, Float, Inst, Part, Region, Ty, Value};
use crate::rules::{Comparison, Op};
use proc_macro2::{Ident, TokenStream};
use std::rc::Rc;

/// How values come into being. See the module's documentation for what is pure and what is pinned.
#[derive(Clone)]
pub(crate) enum Node {
    /// A number that a transform wrote.
    Literal(f64),
    /// An expression or statement in the user's own words; its results after the first are new versions of the
    /// captured variables that it changes.
    Opaque(Opaque),
    /// The zero of a tangent type that is known: it reads nothing.
    Zero(Ty),
    /// The zero tangent of a value whose type or length only `rustc` or the value knows.
    ZeroLike { like: Value },
    /// An operator of the rule table.
    Apply { op: Op, form: Form, operands: Vec<Value> },
    /// `then` if the comparison of `left` and `right` holds, else `otherwise`: kinks in partials.
    Select { comparison: Comparison, left: Value, right: Value, then: Value, otherwise: Value },
    /// The reverse rule of an operator for one operand, where a type is unknown.
    RulePullback { op: Op, operand: usize, operands: Vec<Value>, result: Value, seed: Value },
    /// The forward rule of an operator for one operand, where a type is unknown.
    RuleTangent { op: Op, operand: usize, operands: Vec<Value>, result: Value, tangent: Value },
    /// A conversion to a float.
    Cast { to: Float, form: CastForm, operand: Value },
    /// The adjoint of a conversion whose operand has an unknown type.
    CastPullback { operand: Value, seed: Value },
    /// The tangent of a conversion whose operand has an unknown type.
    CastTangent { operand: Value, to: Float, tangent: Value },
    /// The same value in another form: borrowed, dereferenced, cloned.
    Same { form: SameForm, operand: Value },
    /// A tuple of its elements.
    Tuple(Vec<Value>),
    /// An array of its elements.
    Array(Vec<Value>),
    /// `[element; len]`.
    Repeat { element: Value, len: Rc<syn::Expr> },
    /// `vec![element; len]`.
    RepeatVec { element: Value, len: Value },
    /// A vector with one more element.
    Push { base: Value, value: Value },
    /// A vector without its last element, and that element.
    Pop { base: Value },
    /// The adjoint of the element of a [`Node::Repeat`]; of a [`Node::RepeatVec`], which may be empty, with a zero.
    RepeatAdjoint { adjoint: Value, zero: Option<Value> },
    /// A part of an aggregate.
    Load { base: Value, path: Vec<Step> },
    /// An aggregate with one part replaced.
    Store { base: Value, path: Vec<Step>, value: Value },
    /// A tangent with something added to one part; the whole, where the path is empty.
    Accumulate { base: Value, path: Vec<Step>, value: Value },
    /// A call of a function: plain, as long as its results have no derivative that is wanted. It yields the value, then
    /// the new versions of the variables that are passed by `&mut`.
    Call { callee: Callee, arguments: Vec<Argument> },
    /// A call that yields the pullback besides.
    CallVjp { callee: Callee, arguments: Vec<Argument> },
    /// A pullback applied to a seed: one adjoint for each argument. Where arguments were passed by `&mut`, it takes for
    /// each the part of an adjoint that it changes, and yields the new versions besides.
    Pull { pullback: Value, seed: Value, slots: Vec<Option<Part>> },
    /// Whether a tangent is zero in all its parts, unless that does not matter.
    IsZero { tangent: Value, unless: Unless },
    /// Zero where nothing touched the adjoint that a contribution is made of, whatever the partials are there.
    StrongZero { untouched: Value, contribution: Value },
    /// A call that yields, besides, the tangent of the value, then the new versions of the tangents that are passed by
    /// `&mut`.
    CallJvp { callee: Callee, arguments: Vec<Argument>, tangents: Vec<Argument> },
    /// The zero tangent of an argument whose type may not have tangents.
    ConstantTangent { like: Value },
    /// A tangent that is passed beside an argument whose type only `rustc` knows: behind a reference if the argument is.
    BesideArgument { argument: Value, tangent: Value },
    /// One of two regions runs; both yield the same types.
    Branch { condition: Value, arms: [Region; 2] },
    /// Arm `k` runs if arm `k` of the branch ran, and sees its values.
    Mirror { branch: Inst, arms: [Region; 2] },
    /// What an arm recorded, as one case of an anonymous sum.
    Taken { side: Side, payload: Vec<Value> },
    /// One of two regions runs, by the case of what was recorded; its parameters are the payload.
    Recall { taken: Value, arms: [Region; 2] },
    /// A region runs again and again.
    Loop(Loop),
    /// An array of what a region yields for each lane, whose number it is given: the same iteration of a loop for several
    /// items.
    Lanes { body: Region },
    /// The sum of the numbers of all lanes.
    LaneSum { operand: Value },
    /// The largest or the smallest of a number and the elements of a part, a range of an aggregate: what a loop over the
    /// range would find, in its order.
    Extremum { op: Op, start: Value, part: Part },
    /// The region runs once for each iteration that a loop made, backwards, and sees the values of that iteration.
    MirrorLoop { of: Inst, initial: Vec<Value>, body: Region },
}

/// A loop. The parameters of its body are the items of the iteration space, then the carried variables; the body
/// yields the carried variables for the next iteration, then whether this was the last one, where it may end early,
/// then what it records. The loop's results are the carried variables at its end, then the list of the records.
#[derive(Clone)]
pub(crate) struct Loop {
    pub(crate) space: Space,
    /// The carried variables before the first iteration.
    pub(crate) initial: Vec<Value>,
    pub(crate) body: Region,
    /// Whether the body says if it was the last iteration.
    pub(crate) ends_early: bool,
    /// Whether the body records something, for a mirror to read.
    pub(crate) records: bool,
    pub(crate) side_by_side: SideBySide,
}

/// How a loop without a loop in it, and those that read its record, are written so that several iterations are computed at once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SideBySide {
    /// As any loop. `rustc` may find out by itself.
    No,
    /// Two iterations statement by statement: neither touches what the other does.
    Pairs,
    /// Iteration by iteration, as a closure, of whose arguments `rustc` knows that they are apart. Each number of the record has
    /// its column.
    Closure,
}

/// What a loop runs over.
#[derive(Clone)]
pub(crate) enum Space {
    /// Nothing: it runs until it ends early.
    Endless,
    /// Integers: one item, the integer.
    Range(Range),
    /// The items of an iterator over constants, in the user's words: one item.
    Items(Value),
    /// Over what another loop did, from its last iteration to the first unless the order does not matter: the integer,
    /// if it ran over a range, then the parts of its record.
    Again { range: Option<Range>, list: Option<Value>, backwards: bool },
}

/// A range of integers.
#[derive(Clone, Copy)]
pub(crate) struct Range {
    pub(crate) start: Value,
    pub(crate) end: Value,
    /// `start..=end`.
    pub(crate) inclusive: bool,
    /// `.rev()`.
    pub(crate) reversed: bool,
}

/// How an operator was written, so that the primal is emitted as the user wrote it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Form {
    /// `x + y`, `-x`.
    Symbol,
    /// `x.sin()`.
    Method,
    /// `f64::sin(x)`.
    Associated(Float),
    /// A function of the core crate, in derivative code.
    Core,
}

/// How a conversion was written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum CastForm {
    /// `x as f64`.
    As,
    /// `f64::from(x)`.
    From,
}

/// A form of the same value.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum SameForm {
    Borrow,
    Deref,
    Clone,
    /// A slice or array as a vector of its elements.
    ToVec,
}

/// A case of an anonymous sum, named after the arms of `if`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Side {
    Then,
    Else,
}

/// An arm of a branch-like node, with its side.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Arm {
    pub(crate) side: Side,
    pub(crate) region: Region,
}

impl Arm {
    /// The two arms of a node, with their sides.
    pub(crate) fn pair(arms: [Region; 2]) -> [Arm; 2] {
        [Arm { side: Side::Then, region: arms[0] }, Arm { side: Side::Else, region: arms[1] }]
    }
}

/// A step from an aggregate to a part of it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Step {
    /// `[index]`.
    Index(Value),
    /// `[start..end]`.
    Range(Value, Value),
    /// `.0`.
    Field(u32),
}

/// A function that is called.
#[derive(Clone)]
pub(crate) struct Callee {
    /// The path, as the user wrote it.
    pub(crate) path: Rc<syn::ExprPath>,
    /// The name of its twin, where that is not the function's.
    pub(crate) twin: Option<Ident>,
    /// What is known of it.
    pub(crate) target: Target,
}

impl Callee {
    /// Whether this is the same function as far as the paths tell.
    pub(crate) fn is_same(&self, other: &Callee) -> bool {
        let path = |callee: &Callee| quote::ToTokens::to_token_stream(&*callee.path).to_string();
        self.twin == other.twin && self.target == other.target && path(self) == path(other)
    }
}

/// When nobody need ask whether an adjoint is zero: if something holds that only `rustc` knows of callees.
#[derive(Clone, Default)]
pub(crate) struct Unless {
    /// The callee whose pullback takes the adjoint.
    pub(crate) pulled: Option<Callee>,
    /// The callees that must make finite results of finite arguments; none where that would not do.
    pub(crate) finite: Option<Vec<Callee>>,
}

/// What is known of a callee.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Target {
    /// Only `rustc` knows it.
    Elsewhere,
    /// A function lowered together with the caller, by its number among them.
    Together(usize),
}

/// A variable of the user's in the tokens of an opaque expression.
#[derive(Clone, Debug)]
pub(crate) struct Capture {
    /// The identifier that stands in the tokens.
    pub(crate) ident: Ident,
    /// The value that it stands for.
    pub(crate) value: Value,
    /// Where it is a `&mut`, the part of the value that it refers to: the expression changes that.
    pub(crate) exclusive: Option<Vec<Step>>,
}

impl Capture {
    /// An identifier that stands for a value.
    pub(crate) fn new(ident: Ident, value: Value) -> Self {
        Capture { ident, value, exclusive: None }
    }
}

/// An expression or statement that is emitted as it stands.
#[derive(Clone)]
pub(crate) struct Opaque {
    /// The expression; captured variables stand in it by name.
    pub(crate) code: Rc<syn::Expr>,
    pub(crate) captures: Vec<Capture>,
    /// The captures that the expression changes, by position; each has a result, the new version.
    pub(crate) changes: Vec<usize>,
    /// The result has no derivative whatever is captured: a condition, `stop_gradient(..)`.
    pub(crate) cut: bool,
    /// It may panic or has an effect.
    pub(crate) pinned: bool,
    /// Why an active capture has no derivative through this, and what to do about it.
    pub(crate) obstacle: Option<Rc<Obstacle>>,
}

/// Why there is no derivative through an opaque expression: the message if one is wanted.
#[derive(Clone, Debug)]
pub(crate) struct Obstacle {
    pub(crate) place: crate::diagnostics::Place,
    pub(crate) message: crate::diagnostics::Message,
}

impl Opaque {
    /// The whole number that the expression is, where it is a literal.
    pub(crate) fn integer_literal(&self) -> Option<u64> {
        match &*self.code {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(int), .. }) => int.base10_parse().ok(),
            _ => None,
        }
    }

    /// The number that the expression is, where it is a float literal whose type is left to inference.
    pub(crate) fn float_literal(&self) -> Option<f64> {
        match &*self.code {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Float(float), .. }) if float.suffix().is_empty() => {
                float.base10_parse().ok()
            }
            _ => None,
        }
    }

    /// Whether the expression is a literal.
    pub(crate) fn is_literal(&self) -> bool {
        matches!(&*self.code, syn::Expr::Lit(_))
    }

    /// The expression as a person would write it, for messages and pictures.
    pub(crate) fn text(&self) -> String {
        let mut text = self.tokens().to_string();
        for (from, to) in [
            (":: core :: matches !", "matches!"),
            (" . ", "."),
            (" (", "("),
            ("( ", "("),
            (" )", ")"),
            (" ,", ","),
            (" :: ", "::"),
            (" [", "["),
            (" ]", "]"),
        ] {
            text = text.replace(from, to);
        }
        text
    }

    /// The tokens of the expression.
    pub(crate) fn tokens(&self) -> TokenStream {
        quote::ToTokens::to_token_stream(&*self.code)
    }
}

/// The only list of what a node reads, for visitors by shared and by mutable reference.
macro_rules! operands {
    (argument: $argument:expr, $iter:ident, $visit:ident) => {
        match $argument {
            Argument::Value(value) => $visit(value),
            Argument::Place { part, .. } => operands!(part: part, $iter, $visit),
        }
    };
    (part: $part:expr, $iter:ident, $visit:ident) => {{
        let Part { base, path } = $part;
        $visit(base);
        operands!(path: path, $iter, $visit);
    }};
    (path: $path:expr, $iter:ident, $visit:ident) => {
        $path.$iter().for_each(|step| match step {
            Step::Index(index) => $visit(index),
            Step::Range(start, end) => {
                $visit(start);
                $visit(end);
            }
            Step::Field(_) => {}
        })
    };
    ($node:expr, $iter:ident, $visit:expr) => {{
        let mut visit = $visit;
        match $node {
            Node::Literal(_) | Node::Zero(_) | Node::Mirror { .. } | Node::Lanes { .. } => {}
            Node::Opaque(opaque) => {
                for capture in opaque.captures.$iter() {
                    let Capture { value, exclusive, .. } = capture;
                    visit(value);
                    exclusive.$iter().for_each(|path| operands!(path: path, $iter, visit));
                }
            }
            Node::ZeroLike { like } | Node::ConstantTangent { like } => visit(like),
            Node::BesideArgument { argument, tangent } => {
                visit(argument);
                visit(tangent);
            }
            Node::Apply { operands, .. } | Node::Tuple(operands) | Node::Array(operands) => {
                operands.$iter().for_each(visit)
            }
            Node::Select { left, right, then, otherwise, .. } => {
                visit(left);
                visit(right);
                visit(then);
                visit(otherwise);
            }
            Node::RulePullback { operands, result, seed: last, .. }
            | Node::RuleTangent { operands, result, tangent: last, .. } => {
                operands.$iter().for_each(&mut visit);
                visit(result);
                visit(last);
            }
            Node::Cast { operand, .. } | Node::Same { operand, .. } | Node::LaneSum { operand } => visit(operand),
            Node::CastPullback { operand, seed: last } | Node::CastTangent { operand, tangent: last, .. } => {
                visit(operand);
                visit(last);
            }
            Node::Repeat { element, .. } => visit(element),
            Node::RepeatVec { element, len } => {
                visit(element);
                visit(len);
            }
            Node::Push { base, value } => {
                visit(value);
                visit(base);
            }
            Node::Pop { base } => visit(base),
            Node::Extremum { start, part, .. } => {
                visit(start);
                operands!(part: part, $iter, visit);
            }
            Node::RepeatAdjoint { adjoint, zero } => {
                zero.$iter().for_each(&mut visit);
                visit(adjoint);
            }
            Node::Load { base, path } => {
                visit(base);
                operands!(path: path, $iter, visit);
            }
            Node::Store { base, path, value } | Node::Accumulate { base, path, value } => {
                visit(value);
                visit(base);
                operands!(path: path, $iter, visit);
            }
            Node::Call { arguments, .. } | Node::CallVjp { arguments, .. } => {
                arguments.$iter().for_each(|argument| operands!(argument: argument, $iter, visit));
            }
            Node::Pull { pullback, seed, slots } => {
                visit(pullback);
                visit(seed);
                slots.$iter().flatten().for_each(|part| operands!(part: part, $iter, visit));
            }
            Node::IsZero { tangent, .. } => visit(tangent),
            Node::StrongZero { untouched, contribution } => {
                visit(untouched);
                visit(contribution);
            }
            Node::CallJvp { arguments, tangents, .. } => {
                let all = arguments.$iter().chain(tangents.$iter());
                all.for_each(|argument| operands!(argument: argument, $iter, visit));
            }
            Node::Branch { condition, .. } => visit(condition),
            Node::Taken { payload, .. } => payload.$iter().for_each(visit),
            Node::Recall { taken, .. } => visit(taken),
            Node::Loop(Loop { space, initial, .. }) => {
                match space {
                    Space::Endless | Space::Again { range: None, list: None, .. } => {}
                    Space::Range(Range { start, end, .. }) => {
                        visit(start);
                        visit(end);
                    }
                    Space::Items(iterator) => visit(iterator),
                    Space::Again { range, list, .. } => {
                        if let Some(Range { start, end, .. }) = range {
                            visit(start);
                            visit(end);
                        }
                        if let Some(list) = list {
                            visit(list);
                        }
                    }
                }
                initial.$iter().for_each(visit);
            }
            Node::MirrorLoop { initial, .. } => initial.$iter().for_each(visit),
        }
    }};
}

impl Node {
    /// The regions that belong to the node.
    pub(crate) fn regions(&self) -> &[Region] {
        match self {
            Node::Branch { arms, .. } | Node::Mirror { arms, .. } | Node::Recall { arms, .. } => arms,
            Node::Loop(Loop { body, .. }) | Node::MirrorLoop { body, .. } | Node::Lanes { body } => {
                std::slice::from_ref(body)
            }
            _ => &[],
        }
    }

    /// Visits every operand, in the order of evaluation.
    pub(crate) fn for_each_operand(&self, mut visit: impl FnMut(Value)) {
        operands!(self, iter, |operand: &Value| visit(*operand));
    }

    /// The operands, in the order of evaluation.
    pub(crate) fn operands(&self) -> Vec<Value> {
        let mut operands = Vec::new();
        self.for_each_operand(|operand| operands.push(operand));
        operands
    }

    /// Visits every operand for change.
    pub(crate) fn for_each_operand_mut(&mut self, mut visit: impl FnMut(&mut Value)) {
        operands!(self, iter_mut, |operand: &mut Value| visit(operand));
    }
}
