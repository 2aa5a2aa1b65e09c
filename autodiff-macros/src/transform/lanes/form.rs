//! How the values of an iteration live where several iterations run at once.
//!
//! Reads:  a loop of a joint graph without mirrors.
//! Keeps:  without a proof that the iterations are independent there are no forms. They are if what a loop carries is
//! sums, to which iterations add, scratch, which each iteration overwrites before it reads it, or numbers that nothing
//! but their own next ones are made of.
//! Absent: control that is different in the lanes, but for branches that only choose between numbers; effects.

use super::calls::is_flat;
use super::summed::{Sums, summed};
use crate::analysis::{Scratch, effects};
use crate::graph::{Form as Written, Graph, Inst, Loop, Map, Node, Origin, Region, Space, Step, Ty, Value, is_len};
use crate::rules::Op;
use syn::Expr;

/// How a value lives. What has no form is the same in all lanes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Form {
    /// A number or reference of each lane: an array of them.
    Lanes,
    /// An aggregate whose elements are arrays of numbers, one of each lane.
    Wide,
    /// A place or reference that each lane takes again where it is read.
    Taken,
    /// A sum to which all lanes add: what the loop carries at a position.
    Sum(usize),
    /// A number that is made of what the loop carries at a position, one lane after the other.
    Ordered(usize),
    /// A number of which only the sum over the lanes is wanted: that sum.
    Summed,
    /// What each lane has of its own and is no number: a pullback, the adjoint of an aggregate. An array of them.
    Own,
}

/// The forms of the values of a loop.
pub(super) struct Forms {
    forms: Map<Value, Form>,
    sums: Vec<Sums>,
}

/// Why there are no forms.
pub(super) enum Failure {
    /// What the loop carries at this position is no sum.
    NoSum(usize),
    Never,
}

impl Forms {
    /// The forms of the values of a loop's iterations, if these are independent.
    pub(super) fn of(graph: &Graph, scratch: &mut Scratch<'_>, repeated: &Loop) -> Option<Self> {
        let insts = graph.walk(repeated.body);
        let changes = insts.iter().any(|inst| match &graph[*inst].node {
            Node::Opaque(opaque) => !opaque.changes.is_empty(),
            _ => false,
        });
        if changes || repeated.ends_early || repeated.records || !effects(graph, repeated.body).is_empty() {
            return None;
        }
        let carried = repeated.initial.len();
        let parameters = graph.loop_parameters(repeated.body, carried).1;
        let mut kinds: Vec<Option<Form>> = (0..carried)
            .map(|position| {
                let parameter = parameters[position];
                if graph[repeated.body].yields().get(position) == Some(&parameter) {
                    None
                } else if graph[parameter].scratch || scratch.is_scratch(repeated, position) {
                    Some(Form::Wide)
                } else {
                    Some(Form::Sum(position))
                }
            })
            .collect();
        loop {
            match Finder::find(graph, repeated, &kinds) {
                Ok(mut forms) => {
                    let sums = summed(graph, repeated, &mut forms);
                    return Some(Forms { forms, sums });
                }
                Err(Failure::NoSum(position))
                    if kinds[position] == Some(Form::Sum(position)) && is_number(&graph[parameters[position]].ty) =>
                {
                    kinds[position] = Some(Form::Ordered(position));
                }
                Err(_) => return None,
            }
        }
    }

    pub(super) fn get(&self, value: Value) -> Option<Form> {
        self.forms.get(&value).copied()
    }

    /// The sums over the lanes that numbers are made of.
    pub(super) fn sums(&self) -> &[Sums] {
        &self.sums
    }
}

/// Whether a type is that of a number, or of several in a tuple.
pub(super) fn is_number(ty: &Ty) -> bool {
    match ty {
        Ty::Float(_) | Ty::Constant => true,
        Ty::Tuple(elements) => !elements.is_empty() && elements.iter().all(is_number),
        _ => false,
    }
}

/// Whether a type is that of floats in slices and arrays.
pub(super) fn holds_floats(ty: &Ty) -> bool {
    match ty.peeled() {
        Ty::Array(element, _) | Ty::Slice(element) => element.is_float() || holds_floats(element),
        _ => false,
    }
}

/// Whether a type is that of a few floats, whose number is written down.
fn is_small(ty: &Ty) -> bool {
    matches!(ty, Ty::Array(element, _) if element.is_float()) && ty.literal_len().is_some_and(|len| len <= 8)
}

/// Whether an expression of the user's is a number of which copies can be made.
pub(super) fn is_copied(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) | Expr::Binary(_) | Expr::Cast(_) | Expr::Unary(_) | Expr::Index(_) => true,
        Expr::Paren(inner) => is_copied(&inner.expr),
        Expr::Group(inner) => is_copied(&inner.expr),
        _ => is_len(expr),
    }
}

pub(super) struct Finder<'g> {
    pub(super) graph: &'g Graph,
    /// The body of the loop.
    pub(super) body: Region,
    forms: Map<Value, Form>,
    /// Whether a form was found since the last look.
    changed: bool,
}

impl<'g> Finder<'g> {
    /// Finds the forms, given those of what the loop carries.
    fn find(graph: &'g Graph, repeated: &Loop, kinds: &[Option<Form>]) -> Result<Map<Value, Form>, Failure> {
        let mut finder = Finder { graph, body: repeated.body, forms: Map::default(), changed: true };
        let (items, parameters) = graph.loop_parameters(repeated.body, repeated.initial.len());
        let [item] = items else { return Err(Failure::Never) };
        finder.set(*item, Some(Form::Lanes))?;
        for (parameter, kind) in parameters.iter().zip(kinds) {
            if *kind == Some(Form::Wide) && !holds_floats(&graph[*parameter].ty) {
                return Err(Failure::Never);
            }
            finder.set(*parameter, *kind)?;
        }
        while finder.changed {
            finder.changed = false;
            finder.region(repeated.body, true)?;
        }
        for (end, kind) in graph[repeated.body].yields().iter().zip(kinds) {
            let form = finder.get(*end);
            let fits = match kind {
                None => form.is_none(),
                Some(Form::Ordered(_)) => form == *kind || form == Some(Form::Lanes) || form.is_none(),
                Some(_) => form == *kind,
            };
            match kind {
                _ if fits => {}
                Some(Form::Sum(position)) => return Err(Failure::NoSum(*position)),
                _ => return Err(Failure::Never),
            }
        }
        Ok(finder.forms)
    }

    pub(super) fn get(&self, value: Value) -> Option<Form> {
        self.forms.get(&value).copied()
    }

    pub(super) fn set(&mut self, value: Value, form: Option<Form>) -> Result<(), Failure> {
        let Some(form) = form else { return Ok(()) };
        match self.forms.insert(value, form) {
            Some(before) if before == form => Ok(()),
            Some(_) => Err(Failure::Never),
            None => {
                self.changed = true;
                Ok(())
            }
        }
    }

    fn region(&mut self, region: Region, is_outermost: bool) -> Result<(), Failure> {
        for inst in self.graph[region].insts.clone() {
            self.inst(inst, is_outermost)?;
        }
        Ok(())
    }

    /// That something is the same in all lanes.
    fn is_common(&self, value: Value) -> Result<(), Failure> {
        match self.get(value) {
            None => Ok(()),
            Some(Form::Sum(position)) => Err(Failure::NoSum(position)),
            Some(_) => Err(Failure::Never),
        }
    }

    /// The form of a variable that may be any of several values.
    fn joined(&self, values: &[Value]) -> Result<Option<Form>, Failure> {
        let forms: Vec<Option<Form>> = values.iter().map(|value| self.get(*value)).collect();
        let sum = forms.iter().find_map(|form| match form {
            Some(Form::Sum(position)) => Some(*position),
            _ => None,
        });
        if let Some(position) = sum {
            let same = forms.iter().all(|form| *form == Some(Form::Sum(position)));
            return if same { Ok(Some(Form::Sum(position))) } else { Err(Failure::NoSum(position)) };
        }
        if forms.iter().all(Option::is_none) {
            return Ok(None);
        }
        let known = forms.iter().all(|form| matches!(form, None | Some(Form::Lanes | Form::Wide)));
        let ty = &self.graph[values[0]].ty;
        match ty {
            _ if !known => Err(Failure::Never),
            ty if is_number(ty) => Ok(Some(Form::Lanes)),
            Ty::Slice(_) | Ty::Array(..) if holds_floats(ty) => Ok(Some(Form::Wide)),
            _ => Err(Failure::Never),
        }
    }

    fn inst(&mut self, inst: Inst, is_outermost: bool) -> Result<(), Failure> {
        let data = &self.graph[inst];
        match &data.node {
            Node::Loop(repeated) => self.repeated(inst, repeated),
            Node::Branch { condition, arms } => self.branch(inst, *condition, *arms),
            Node::Accumulate { base, path, value } => {
                let form = self.accumulated(*base, path, *value)?;
                self.set(data.results[0], form)
            }
            Node::Call { arguments, .. } | Node::CallVjp { arguments, .. } => self.call(inst, arguments, is_outermost),
            Node::Pull { pullback, seed, slots } => self.pulled(inst, *pullback, *seed, slots.is_empty()),
            Node::CallJvp { .. }
            | Node::Mirror { .. }
            | Node::MirrorLoop { .. }
            | Node::Taken { .. }
            | Node::Recall { .. }
            | Node::Lanes { .. }
            | Node::LaneSum { .. }
            | Node::Extremum { .. } => Err(Failure::Never),
            node => {
                let operands = node.operands();
                if operands.iter().all(|operand| self.get(*operand).is_none()) {
                    return Ok(());
                }
                let form = match self.ordered(inst, &operands, is_outermost)? {
                    Some(form) => Some(form),
                    None => self.form(inst, &operands)?,
                };
                for (position, result) in data.results.iter().enumerate() {
                    // What is taken off a vector is a number.
                    self.set(*result, if position == 0 { form } else { form.map(|_| Form::Lanes) })?;
                }
                Ok(())
            }
        }
    }

    /// The form of what is made of a number that goes from lane to lane.
    fn ordered(&self, inst: Inst, operands: &[Value], is_outermost: bool) -> Result<Option<Form>, Failure> {
        let ordered = operands.iter().find_map(|operand| match self.get(*operand) {
            form @ Some(Form::Ordered(_)) => form,
            _ => None,
        });
        let Some(form) = ordered else { return Ok(None) };
        let data = &self.graph[inst];
        let computes =
            matches!(data.node, Node::Apply { .. } | Node::Select { .. } | Node::Cast { .. } | Node::Opaque(_))
                && is_number(&self.graph[data.results[0]].ty);
        let fits = operands
            .iter()
            .all(|operand| matches!(self.get(*operand), None | Some(Form::Lanes)) || self.get(*operand) == Some(form));
        if computes && fits && is_outermost { Ok(Some(form)) } else { Err(Failure::Never) }
    }

    fn form(&self, inst: Inst, operands: &[Value]) -> Result<Option<Form>, Failure> {
        let graph = self.graph;
        let data = &graph[inst];
        let ty = &graph[data.results[0]].ty;
        let number = if is_number(ty) { Ok(Some(Form::Lanes)) } else { Err(Failure::Never) };
        match &data.node {
            Node::Apply { op: op @ (Op::Add | Op::Sub), operands: both, form: Written::Symbol }
                if data.origin == Origin::Derivative && ty.is_float() =>
            {
                match [self.get(both[0]), self.get(both[1])] {
                    [sum @ Some(Form::Sum(_)), None | Some(Form::Lanes)] => Ok(sum),
                    [None | Some(Form::Lanes), sum @ Some(Form::Sum(_))] if *op == Op::Add => Ok(sum),
                    _ => self.are_numbers(operands).and(number),
                }
            }
            Node::StrongZero { untouched, contribution } if self.get(*contribution) == Some(Form::Own) => {
                self.are_numbers(&[*untouched]).and(Ok(Some(Form::Own)))
            }
            Node::Apply { .. }
            | Node::Select { .. }
            | Node::Cast { .. }
            | Node::IsZero { .. }
            | Node::StrongZero { .. }
            | Node::Tuple(_) => self.are_numbers(operands).and(number),
            Node::Opaque(opaque) => {
                let of_aggregate = |value: &Value| matches!(self.get(*value), Some(Form::Wide | Form::Sum(_)));
                if is_len(&opaque.code) && operands.iter().all(of_aggregate) {
                    return Ok(None);
                }
                self.are_numbers(operands)?;
                match ty.is_float() || is_copied(&opaque.code) {
                    true => number,
                    false if self.is_only_argument(inst) => Ok(Some(Form::Taken)),
                    false => Err(Failure::Never),
                }
            }
            Node::Same { operand, .. } => match self.get(*operand) {
                Some(Form::Wide) => Ok(Some(Form::Wide)),
                // A reference to what the lanes have in memory can be kept, one to a number of a lane is taken again.
                Some(Form::Taken) if matches!(ty, Ty::Reference(inner) if !is_number(inner)) => Ok(Some(Form::Lanes)),
                Some(Form::Lanes) if matches!(ty, Ty::Reference(_)) => Ok(Some(Form::Taken)),
                Some(Form::Taken | Form::Lanes) => number,
                _ => self.are_numbers(operands).and(Err(Failure::Never)),
            },
            Node::Load { base, path } => self.loaded(*base, path, data.results[0]),
            Node::Store { base, path, value } => {
                self.is_common_path(path)?;
                self.is_part(*value)?;
                self.changed_aggregate(*base, ty)
            }
            Node::Push { base, value } => {
                self.is_part(*value)?;
                self.changed_aggregate(*base, ty)
            }
            Node::Pop { base } => self.changed_aggregate(*base, ty),
            Node::Array(_) => self.are_parts(operands, ty),
            Node::Repeat { element, .. } => self.are_parts(&[*element], ty),
            Node::RepeatVec { element, len } => {
                self.is_common(*len)?;
                self.are_parts(&[*element], ty)
            }
            Node::ZeroLike { like } => match self.get(*like) {
                Some(Form::Wide) => Ok(Some(Form::Wide)),
                Some(Form::Lanes) if ty.is_float() => Ok(Some(Form::Lanes)),
                _ => self.are_numbers(operands).and(Err(Failure::Never)),
            },
            _ => self.are_numbers(operands).and(Err(Failure::Never)),
        }
    }

    /// That each operand is a number of a lane, a reference that each takes, or the same in all lanes.
    pub(super) fn are_numbers(&self, operands: &[Value]) -> Result<(), Failure> {
        operands.iter().try_for_each(|operand| match self.get(*operand) {
            None | Some(Form::Lanes | Form::Taken) => Ok(()),
            Some(Form::Sum(position)) => Err(Failure::NoSum(position)),
            Some(_) => Err(Failure::Never),
        })
    }

    /// The form of an aggregate that is made of parts.
    fn are_parts(&self, parts: &[Value], ty: &Ty) -> Result<Option<Form>, Failure> {
        parts.iter().try_for_each(|part| self.is_part(*part))?;
        if holds_floats(ty) { Ok(Some(Form::Wide)) } else { Err(Failure::Never) }
    }

    /// That something can be a part of an aggregate of all lanes.
    fn is_part(&self, part: Value) -> Result<(), Failure> {
        match self.get(part) {
            None | Some(Form::Lanes | Form::Wide) => Ok(()),
            Some(Form::Sum(position)) => Err(Failure::NoSum(position)),
            Some(_) => Err(Failure::Never),
        }
    }

    fn is_common_path(&self, path: &[Step]) -> Result<(), Failure> {
        path.iter().try_for_each(|step| match step {
            Step::Index(index) => self.is_common(*index),
            Step::Range(start, end) => self.is_common(*start).and(self.is_common(*end)),
            Step::Field(_) => Ok(()),
        })
    }

    /// The form of an aggregate with a part changed.
    fn changed_aggregate(&self, base: Value, ty: &Ty) -> Result<Option<Form>, Failure> {
        match self.get(base) {
            None | Some(Form::Wide) if holds_floats(ty) && !matches!(ty, Ty::Reference(_)) => Ok(Some(Form::Wide)),
            Some(Form::Sum(position)) => Err(Failure::NoSum(position)),
            _ => Err(Failure::Never),
        }
    }

    fn loaded(&self, base: Value, path: &[Step], result: Value) -> Result<Option<Form>, Failure> {
        let ty = &self.graph[result].ty;
        let taken = match ty {
            ty if is_number(ty) => Form::Lanes,
            // The user's own words are about the array of a lane.
            ty if is_small(ty) && self.graph[result].constant => Form::Lanes,
            ty if is_small(ty) => Form::Wide,
            _ => Form::Taken,
        };
        match self.get(base) {
            Some(Form::Sum(position)) => Err(Failure::NoSum(position)),
            Some(Form::Ordered(_) | Form::Summed | Form::Own) => Err(Failure::Never),
            Some(Form::Wide) => match self.is_common_path(path) {
                Ok(()) if is_number(ty) => Ok(Some(Form::Lanes)),
                Ok(()) if holds_floats(ty) => Ok(Some(Form::Wide)),
                Err(_) if is_number(ty) => Ok(Some(Form::Lanes)),
                _ => Err(Failure::Never),
            },
            None | Some(Form::Lanes | Form::Taken) => {
                let indices = path.iter().flat_map(|step| match step {
                    Step::Index(index) => vec![*index],
                    Step::Range(start, end) => vec![*start, *end],
                    Step::Field(_) => Vec::new(),
                });
                self.are_numbers(&indices.collect::<Vec<Value>>())?;
                Ok(Some(taken))
            }
        }
    }

    /// The form of an aggregate to a part of which something is added.
    fn accumulated(&self, base: Value, path: &[Step], value: Value) -> Result<Option<Form>, Failure> {
        let is_number = self.graph[value].ty.is_float();
        match (self.get(base), self.get(value)) {
            (form @ Some(Form::Sum(_)), None | Some(Form::Lanes)) if is_number => Ok(form),
            (form @ Some(Form::Sum(_)), Some(Form::Wide)) if is_small(&self.graph[value].ty) => Ok(form),
            (form @ Some(Form::Sum(_)), Some(Form::Own)) if is_flat(&self.graph[value].ty) => Ok(form),
            (None | Some(Form::Wide), Some(Form::Own))
                if is_flat(&self.graph[value].ty) && is_flat(&self.graph[base].ty.part(path)) =>
            {
                self.is_common_path(path)?;
                Ok(Some(Form::Wide))
            }
            (Some(Form::Sum(position)), _) => Err(Failure::NoSum(position)),
            (Some(Form::Wide), None | Some(Form::Lanes)) | (None, Some(Form::Lanes)) if is_number => {
                self.is_common_path(path)?;
                Ok(Some(Form::Wide))
            }
            (Some(Form::Wide), Some(Form::Wide)) if is_flat(&self.graph[value].ty) => {
                self.is_common_path(path)?;
                Ok(Some(Form::Wide))
            }
            (None, None) => {
                self.is_common_path(path)?;
                Ok(None)
            }
            _ => Err(Failure::Never),
        }
    }

    fn repeated(&mut self, inst: Inst, repeated: &Loop) -> Result<(), Failure> {
        let graph = self.graph;
        match &repeated.space {
            Space::Endless => {}
            Space::Items(iterator) => self.is_common(*iterator)?,
            Space::Range(range) | Space::Again { range: Some(range), list: None, .. } => {
                self.is_common(range.start)?;
                self.is_common(range.end)?;
            }
            Space::Again { range, list, .. } => {
                for end in range.iter().flat_map(|range| [range.start, range.end]) {
                    self.is_common(end)?;
                }
                let Some(list) = list else { return Err(Failure::Never) };
                self.recalled(*list, usize::from(range.is_some()), repeated.body)?;
            }
        }
        let carried = repeated.initial.len();
        let parameters = graph.loop_parameters(repeated.body, carried).1;
        for (parameter, initial) in parameters.iter().zip(&repeated.initial) {
            if self.get(*parameter).is_none() {
                let form = self.joined(&[*initial])?;
                self.set(*parameter, form)?;
            }
        }
        self.region(repeated.body, false)?;
        let yields = graph[repeated.body].yields();
        for (position, parameter) in parameters.iter().enumerate() {
            let form = self.joined(&[*parameter, yields[position]])?;
            self.set(*parameter, form)?;
            self.set(graph[inst].results[position], form)?;
        }
        let (over, payload) = yields[carried..].split_at(usize::from(repeated.ends_early));
        over.iter().try_for_each(|over| self.is_common(*over))?;
        payload.iter().try_for_each(|value| match self.get(*value) {
            None | Some(Form::Lanes | Form::Wide) => Ok(()),
            Some(Form::Sum(position)) => Err(Failure::NoSum(position)),
            Some(_) => Err(Failure::Never),
        })
    }

    /// The forms of what a loop reads of the list of another one: those of what was recorded.
    fn recalled(&mut self, list: Value, first: usize, body: Region) -> Result<(), Failure> {
        self.is_common(list)?;
        let Ty::List(recorder) = self.graph[list].ty else { return Err(Failure::Never) };
        let Node::Loop(recorder) = &self.graph[recorder].node else { return Err(Failure::Never) };
        let payload = &self.graph[recorder.body].yields()[recorder.initial.len() + usize::from(recorder.ends_early)..];
        for (position, recorded) in payload.iter().enumerate() {
            let form = self.get(*recorded);
            self.set(self.graph[body].parameters[first + position], form)?;
        }
        Ok(())
    }

    fn branch(&mut self, inst: Inst, condition: Value, arms: [Region; 2]) -> Result<(), Failure> {
        let graph = self.graph;
        if self.get(condition).is_none() {
            for arm in arms {
                self.region(arm, false)?;
            }
            for (position, result) in graph[inst].results.iter().enumerate() {
                let yielded: Vec<Value> =
                    arms.iter().filter_map(|arm| graph[*arm].yields().get(position).copied()).collect();
                let form = self.joined(&yielded)?;
                self.set(*result, form)?;
            }
            return Ok(());
        }
        self.are_numbers(&[condition])?;
        for arm in arms {
            if !chooses(graph, arm) {
                return Err(Failure::Never);
            }
            self.region(arm, false)?;
            for inst in graph.walk(arm) {
                self.are_numbers(&graph[inst].node.operands())?;
            }
            self.are_numbers(graph[arm].yields())?;
        }
        graph[inst].results.iter().try_for_each(|result| self.set(*result, Some(Form::Lanes)))
    }
}

/// Whether a region only chooses between numbers, so that some of the lanes may run it.
fn chooses(graph: &Graph, arm: Region) -> bool {
    let computes = |inst: &Inst| match &graph[*inst].node {
        Node::Branch { arms, .. } => arms.iter().all(|arm| chooses(graph, *arm)),
        node => matches!(
            node,
            Node::Literal(_)
                | Node::Opaque(_)
                | Node::Apply { .. }
                | Node::Select { .. }
                | Node::Cast { .. }
                | Node::Same { .. }
                | Node::Load { .. }
        ),
    };
    let is_plain = |value: &Value| is_number(&graph[*value].ty) || matches!(graph[*value].ty, Ty::Reference(_));
    !graph[arm].diverges()
        && graph[arm].insts.iter().all(|inst| computes(inst) && graph[*inst].results.iter().all(is_plain))
        && graph[arm].yields().iter().all(|value| is_number(&graph[*value].ty))
}
