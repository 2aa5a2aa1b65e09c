//! The expression graph: functional, region-based SSA.
//!
//! A [`Graph`] is a tree of regions. A region is a list of instructions that run in order and ends by yielding
//! values, or never ends (a panic). An instruction applies a [`Node`] and defines zero or more values, each defined
//! once. A region sees the values of the regions around it.
//!
//! Mutation does not exist here: an assignment makes a new version of a variable, a store makes a new version of an
//! array, a branch yields the versions that its arms made. Nodes are pure but for those that may panic or that stand
//! for a statement of the user's (`assert!`): these are *pinned*, they are never dropped and keep their order.
//!
//! A [`Node::Loop`] carries values from one iteration to the next: parameters of its body, which yields the next ones.
//!
//! A [`Node::Mirror`] is how a reverse sweep comes back to a branch: its arm `k` runs if arm `k` of the branch ran, and
//! sees the values that were defined there. A [`Node::MirrorLoop`] comes back to each iteration of a loop. Which of them are recorded, and how, is decided later (`analysis::record`).

mod argument;
mod code;
mod map;
mod node;
mod references;
mod region;
mod stem;
mod text;
mod ty;
mod verify;

pub(crate) use argument::{Argument, Part};
pub(crate) use code::{call_of, is_len, moves};
pub(crate) use map::{Map, Set};
pub(crate) use node::{
    Arm, Callee, Capture, CastForm, Form, Loop, Node, Obstacle, Opaque, Range, SameForm, Side, SideBySide, Space, Step,
    Target, Unless,
};
pub(crate) use ty::{Float, Ty};
pub(crate) use verify::assert_valid;

use proc_macro2::{Ident, Span};
use std::rc::Rc;

/// A value: a parameter of a region, or a result of an instruction.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct Value(u32);

/// An instruction: a node in its place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct Inst(u32);

/// A region: a list of instructions with parameters and an end. The default is the function's own.
#[derive(Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct Region(u32);

impl Value {
    /// The value's number, dense from zero.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

impl Inst {
    /// The instruction's number, dense from zero.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

impl Region {
    /// The region's number, dense from zero.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a value is called in generated code.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    /// The readable stem; `emit` makes it unique.
    pub(crate) stem: String,
    /// The user's identifier, where the value is a variable of the user's: it keeps its span, hence its hygiene.
    pub(crate) user: Option<Ident>,
}

impl Name {
    /// The name of a variable of the user's.
    pub(crate) fn user(ident: &Ident) -> Self {
        let text = ident.to_string();
        let stem = text.strip_prefix("r#").unwrap_or(&text).to_owned();
        Name { stem, user: Some(ident.clone()) }
    }

    /// A name made for a generated value.
    pub(crate) fn generated(stem: impl Into<String>) -> Self {
        Name { stem: stem.into(), user: None }
    }
}

/// What is known of a value.
#[derive(Clone)]
pub(crate) struct ValueData {
    pub(crate) ty: Ty,
    pub(crate) name: Option<Name>,
    pub(crate) span: Span,
    pub(crate) definition: Definition,
    /// No derivative can reach it: it is made of constants only. Activity finds more.
    pub(crate) constant: bool,
    /// An adjoint that a loop carries although it is zero between the iterations.
    pub(crate) scratch: bool,
    /// The type that the user wrote for it, repeated where it is declared.
    pub(crate) annotation: Option<Rc<syn::Type>>,
}

/// Where a value comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Definition {
    /// The n-th parameter of a region.
    Parameter(Region, usize),
    /// The n-th result of an instruction.
    Result(Inst, usize),
}

/// Who wrote an instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Origin {
    /// The user: not a bit of its value may change.
    Primal,
    /// A transform: derivative arithmetic, which may be simplified.
    Derivative,
}

/// An instruction.
#[derive(Clone)]
pub(crate) struct InstData {
    pub(crate) node: Node,
    pub(crate) results: Vec<Value>,
    pub(crate) span: Span,
    pub(crate) origin: Origin,
}

/// How a region ends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum End {
    /// It yields values to the instruction (or function) that it belongs to.
    Yield(Vec<Value>),
    /// It is never reached: the region's last instruction panics.
    Diverge,
}

/// A region.
#[derive(Clone, Debug)]
pub(crate) struct RegionData {
    pub(crate) parameters: Vec<Value>,
    pub(crate) insts: Vec<Inst>,
    pub(crate) end: End,
}

impl RegionData {
    /// What the region yields; nothing where it diverges.
    pub(crate) fn yields(&self) -> &[Value] {
        match &self.end {
            End::Yield(values) => values,
            End::Diverge => &[],
        }
    }

    /// Whether control never reaches the region's end.
    pub(crate) fn diverges(&self) -> bool {
        self.end == End::Diverge
    }
}

/// A function as a graph.
#[derive(Clone)]
pub(crate) struct Graph {
    values: Vec<ValueData>,
    insts: Vec<InstData>,
    regions: Vec<RegionData>,
    /// The function's own region: its parameters are the function's, it yields the results.
    pub(crate) body: Region,
}

impl Graph {
    /// An empty function.
    pub(crate) fn new() -> Self {
        let body = RegionData { parameters: Vec::new(), insts: Vec::new(), end: End::Yield(Vec::new()) };
        Graph { values: Vec::new(), insts: Vec::new(), regions: vec![body], body: Region(0) }
    }

    /// A new region, belonging to nothing yet.
    pub(crate) fn add_region(&mut self) -> Region {
        let region = Region(self.regions.len() as u32);
        self.regions.push(RegionData { parameters: Vec::new(), insts: Vec::new(), end: End::Yield(Vec::new()) });
        region
    }

    fn add_value(&mut self, ty: Ty, span: Span, definition: Definition) -> Value {
        let value = Value(self.values.len() as u32);
        self.values.push(ValueData {
            ty,
            name: None,
            span,
            definition,
            constant: false,
            scratch: false,
            annotation: None,
        });
        value
    }

    /// A further parameter of a region.
    pub(crate) fn add_parameter(&mut self, region: Region, ty: Ty, name: Option<Name>, span: Span) -> Value {
        let position = self[region].parameters.len();
        let value = self.add_value(ty, span, Definition::Parameter(region, position));
        self[value].name = name;
        self[region].parameters.push(value);
        value
    }

    /// An instruction that is not in a region yet, with one result for each type.
    pub(crate) fn add_inst(&mut self, node: Node, types: Vec<Ty>, origin: Origin, span: Span) -> Inst {
        let inst = Inst(self.insts.len() as u32);
        self.insts.push(InstData { node, results: Vec::new(), span, origin });
        for (position, ty) in types.into_iter().enumerate() {
            let value = self.add_value(ty, span, Definition::Result(inst, position));
            self[inst].results.push(value);
        }
        inst
    }

    /// A further result of an instruction.
    pub(crate) fn add_result(&mut self, inst: Inst, ty: Ty) -> Value {
        let position = self[inst].results.len();
        let span = self[inst].span;
        let value = self.add_value(ty, span, Definition::Result(inst, position));
        self[inst].results.push(value);
        value
    }

    /// Appends an instruction to a region.
    pub(crate) fn push(&mut self, region: Region, node: Node, types: Vec<Ty>, origin: Origin, span: Span) -> Inst {
        let inst = self.add_inst(node, types, origin, span);
        self[region].insts.push(inst);
        inst
    }

    /// The instruction that defines a value, unless it is a parameter.
    pub(crate) fn definition(&self, value: Value) -> Option<Inst> {
        match self[value].definition {
            Definition::Result(inst, _) => Some(inst),
            Definition::Parameter(..) => None,
        }
    }

    /// The node that defines a value, unless it is a parameter.
    pub(crate) fn node(&self, value: Value) -> Option<&Node> {
        self.definition(value).map(|inst| &self[inst].node)
    }

    /// The parameters of the function.
    pub(crate) fn parameters(&self) -> &[Value] {
        &self[self.body].parameters
    }

    /// What the function yields.
    pub(crate) fn results(&self) -> &[Value] {
        self[self.body].yields()
    }

    /// How many values there are.
    pub(crate) fn value_count(&self) -> usize {
        self.values.len()
    }

    /// How many regions there are.
    pub(crate) fn region_count(&self) -> usize {
        self.regions.len()
    }

    /// All values.
    pub(crate) fn values(&self) -> impl Iterator<Item = Value> + use<> {
        (0..self.values.len() as u32).map(Value)
    }

    /// Every instruction of a region and of the regions inside it, outer before inner, in order.
    pub(crate) fn walk(&self, region: Region) -> Vec<Inst> {
        let mut all = Vec::new();
        self.walk_into(region, &mut all);
        all
    }

    fn walk_into(&self, region: Region, all: &mut Vec<Inst>) {
        for &inst in &self[region].insts {
            all.push(inst);
            for &arm in self[inst].node.regions() {
                self.walk_into(arm, all);
            }
        }
    }

    /// Removes carried variables of a loop: those that are not to be kept.
    pub(crate) fn drop_carried(&mut self, inst: Inst, body: Region, keep: &[bool]) {
        let first = self[body].parameters.len() - keep.len();
        let filter = |values: &mut Vec<Value>, first: usize| {
            let mut position = 0;
            values.retain(|_| {
                position += 1;
                position <= first || keep.get(position - 1 - first).copied().unwrap_or(true)
            });
        };
        if let Node::Loop(Loop { initial, .. }) | Node::MirrorLoop { initial, .. } = &mut self[inst].node {
            filter(initial, 0);
        }
        filter(&mut self[body].parameters, first);
        filter(&mut self[inst].results, 0);
        if let End::Yield(values) = &mut self[body].end {
            filter(values, 0);
        }
        self.renumber(inst, body);
    }

    /// Lets a loop carry one thing more, with its versions before the loop and at the end of an iteration; gives the one at the
    /// beginning of an iteration.
    pub(crate) fn add_carried(&mut self, inst: Inst, body: Region, before: Value, end: Value) -> Value {
        let (ty, span) = (self[before].ty.clone(), self[inst].span);
        let parameter = self.add_parameter(body, ty.clone(), None, span);
        let result = self.add_result(inst, ty);
        let Node::Loop(Loop { initial, .. }) = &mut self[inst].node else { unreachable!("only loops carry something") };
        let position = initial.len();
        initial.push(before);
        let results = &mut self[inst].results;
        results.retain(|other| *other != result);
        results.insert(position, result);
        if let End::Yield(values) = &mut self[body].end {
            values.insert(position, end);
        }
        self.renumber(inst, body);
        parameter
    }

    /// Says anew which parameter or result each value of a loop is.
    pub(crate) fn renumber(&mut self, inst: Inst, body: Region) {
        for (position, parameter) in self[body].parameters.clone().into_iter().enumerate() {
            self[parameter].definition = Definition::Parameter(body, position);
        }
        for (position, result) in self[inst].results.clone().into_iter().enumerate() {
            self[result].definition = Definition::Result(inst, position);
        }
    }

    /// The parameters of a loop's body that are carried from one iteration to the next, and those before them.
    pub(crate) fn loop_parameters(&self, body: Region, carried: usize) -> (&[Value], &[Value]) {
        let parameters = &self[body].parameters;
        parameters.split_at(parameters.len() - carried)
    }

    /// The loop that wrote the record that a loop reads; else that loop itself.
    pub(crate) fn writer(&self, inst: Inst) -> Inst {
        match &self[inst].node {
            Node::Loop(Loop { space: Space::Again { list: Some(list), .. }, .. }) => match self[*list].ty {
                Ty::List(writer) => writer,
                _ => inst,
            },
            _ => inst,
        }
    }

    /// The type of several numbers, where it is known and the same for all.
    pub(crate) fn common_float(&self, values: &[Value]) -> Option<Float> {
        let float = |value: &Value| match self[*value].ty {
            Ty::Float(float @ (Float::F32 | Float::F64)) => Some(float),
            _ => None,
        };
        let first = float(values.first()?)?;
        values.iter().all(|value| float(value) == Some(first)).then_some(first)
    }

    /// Whether a value is a tangent that was made as zero.
    pub(crate) fn is_zero(&self, value: Value) -> bool {
        match self.node(value) {
            Some(Node::Literal(number)) => *number == 0.0,
            Some(Node::Zero(_) | Node::ZeroLike { .. }) => true,
            Some(Node::RepeatVec { element, .. }) => self.is_zero(*element),
            _ => false,
        }
    }

    /// The whole number that a value is known to be, where its expression is a literal.
    pub(crate) fn integer(&self, value: Value) -> Option<u64> {
        match self.node(value)? {
            Node::Opaque(opaque) => opaque.integer_literal(),
            _ => None,
        }
    }
}

macro_rules! indexed {
    ($($id:ty => $field:ident: $data:ty),*) => {$(
        impl std::ops::Index<$id> for Graph {
            type Output = $data;
            fn index(&self, id: $id) -> &$data {
                &self.$field[id.0 as usize]
            }
        }
        impl std::ops::IndexMut<$id> for Graph {
            fn index_mut(&mut self, id: $id) -> &mut $data {
                &mut self.$field[id.0 as usize]
            }
        }
    )*};
}

indexed!(Value => values: ValueData, Inst => insts: InstData, Region => regions: RegionData);
