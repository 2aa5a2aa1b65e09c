//! Iterators that the macro sees through: ranges and the elements of arrays, slices and vectors, with adapters.
//!
//! A sequence is indexed: it has a length, and an item for each index. So its loop runs over a range of integers, and
//! its items are places or values made of the index. What cannot be indexed (a filter) is a stage behind that.

use super::BindingId;
use super::closure::Closure;
use super::place::Alias;
use crate::graph::{Range, Value};
use std::rc::Rc;

/// What a `for` loop or an iterator expression runs over.
#[derive(Clone)]
pub(super) struct Sequence {
    pub(super) source: Source,
    /// What happens to each item after it was indexed.
    pub(super) stages: Vec<Stage>,
}

#[derive(Clone)]
pub(super) enum Source {
    Indexed(Indexed),
    /// An iterator over constants, in the user's words.
    Words(Value),
    /// One sequence after another, where they cannot be indexed.
    Chain(Box<Sequence>, Box<Sequence>),
}

/// What happens to an item.
#[derive(Clone)]
pub(super) enum Stage {
    Map(Rc<Closure>),
    Filter(Rc<Closure>),
    Inspect(Rc<Closure>),
    Copied,
    /// Behind a filter, positions are counted.
    Skip(Value),
    Take(Value),
    StepBy(Value),
    Enumerate,
    /// With the items of a sequence that can be indexed; whether those come first in the pair.
    Zip(Box<Indexed>, bool),
    TakeWhile(Rc<Closure>),
    SkipWhile(Rc<Closure>),
    FilterMap(Rc<Closure>),
    MapWhile(Rc<Closure>),
    /// With a state that begins as this value.
    Scan(Value, Rc<Closure>),
    /// The items of what a closure makes of the item, or of the item itself.
    Flat(Option<Rc<Closure>>),
}

/// A sequence that has an item for each index below its length.
#[derive(Clone)]
pub(super) enum Indexed {
    /// Integers from a start on.
    Range(Range),
    /// Integers without an end.
    From(Value),
    Elements(Elements),
    /// Parts of so many elements, perhaps from the end; the last one may be shorter unless they are exact.
    Chunks {
        of: Elements,
        size: Value,
        exact: bool,
        backwards: bool,
    },
    Windows {
        of: Elements,
        size: Value,
    },
    Zip(Box<Indexed>, Box<Indexed>),
    Enumerate(Box<Indexed>),
    Rev(Box<Indexed>),
    Skip(Box<Indexed>, Value),
    Take(Box<Indexed>, Value),
    StepBy(Box<Indexed>, Value),
    Chain(Box<Indexed>, Box<Indexed>),
    Copied(Box<Indexed>),
    Map(Box<Indexed>, Rc<Closure>),
    /// Again and again.
    Cycle(Box<Indexed>),
    /// One value so many times.
    Repeat(Value, Value),
}

/// The elements of an array, slice or vector.
#[derive(Clone)]
pub(super) struct Elements {
    pub(super) of: Base,
    pub(super) access: Access,
}

#[derive(Clone)]
pub(super) enum Base {
    Value(Value),
    Place(Alias),
    /// What a shared reference refers to.
    Lent(Alias),
}

/// How the items of an aggregate are seen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Value,
    Reference,
}

/// An item.
#[derive(Clone)]
pub(super) enum Item {
    Value(Value),
    /// A mutable reference.
    Place(Alias),
    Pair(Box<Item>, Box<Item>),
    /// The elements of a longer tuple.
    Tuple(Vec<Item>),
    /// What a function is given that takes functions.
    Function(Rc<Closure>),
}

impl Sequence {
    pub(super) fn new(source: Indexed) -> Self {
        Sequence { source: Source::Indexed(source), stages: Vec::new() }
    }

    /// One sequence after another.
    pub(super) fn chain(left: Sequence, right: Sequence) -> Self {
        match (left.clone().indexed(), right.clone().indexed()) {
            (Some(first), Some(second)) if !first.has_places() && !second.has_places() => {
                Sequence::new(Indexed::Chain(Box::new(first), Box::new(second)))
            }
            _ => Sequence { source: Source::Chain(Box::new(left), Box::new(right)), stages: Vec::new() },
        }
    }

    /// Appends a stage; one that keeps the index becomes a part of the source.
    pub(super) fn push(&mut self, stage: Stage) {
        if let (Source::Indexed(indexed), true) = (&mut self.source, self.stages.is_empty()) {
            let inner = || Box::new(indexed.clone());
            let source = match &stage {
                Stage::Map(closure) => Some(Indexed::Map(inner(), Rc::clone(closure))),
                Stage::Copied => Some(Indexed::Copied(inner())),
                _ => None,
            };
            if let Some(source) = source {
                *indexed = source;
                return;
            }
        }
        self.stages.push(stage);
    }

    /// The sequence with what happens to each item last taken out of its source, so that this is as simple as it can be.
    pub(super) fn unfolded(self) -> Self {
        let Source::Indexed(mut indexed) = self.source else { return self };
        let mut stages = Vec::new();
        loop {
            indexed = match indexed {
                Indexed::Map(inner, closure) => {
                    stages.push(Stage::Map(closure));
                    *inner
                }
                Indexed::Copied(inner) => {
                    stages.push(Stage::Copied);
                    *inner
                }
                other => {
                    indexed = other;
                    break;
                }
            };
        }
        stages.reverse();
        stages.extend(self.stages);
        Sequence { source: Source::Indexed(indexed), stages }
    }

    /// The same items, last one first; none if those that are left depend on the order.
    pub(super) fn reversed(self) -> Option<Self> {
        let any_order = |stage: &Stage| {
            matches!(stage, Stage::Map(_) | Stage::Filter(_) | Stage::FilterMap(_) | Stage::Inspect(_) | Stage::Copied)
        };
        if !self.stages.iter().all(any_order) {
            return None;
        }
        let source = match self.source {
            Source::Indexed(indexed) => Source::Indexed(Indexed::Rev(Box::new(indexed))),
            Source::Chain(left, right) => Source::Chain(Box::new(right.reversed()?), Box::new(left.reversed()?)),
            Source::Words(_) => return None,
        };
        Some(Sequence { source, stages: self.stages })
    }

    /// The sequence as an indexed one, if nothing is left out of it.
    pub(super) fn indexed(self) -> Option<Indexed> {
        match self.source {
            Source::Indexed(indexed) if self.stages.is_empty() => Some(indexed),
            _ => None,
        }
    }

    /// Whether an item may end the sequence.
    pub(super) fn ends_early(&self) -> bool {
        self.stages.iter().any(Stage::ends)
    }

    /// The variables that its closures and its items change.
    pub(super) fn changed(&self) -> Vec<BindingId> {
        let mut changed = match &self.source {
            Source::Indexed(indexed) => indexed.changed_with_places(),
            Source::Words(_) => Vec::new(),
            Source::Chain(left, right) => left.changed().into_iter().chain(right.changed()).collect(),
        };
        for stage in &self.stages {
            match stage {
                Stage::Zip(other, _) => changed.extend(other.changed_with_places()),
                stage => changed.extend(stage.closure().map(|closure| closure.changed.clone()).unwrap_or_default()),
            }
        }
        changed
    }

    /// Whether closures in it change variables.
    pub(super) fn has_effects(&self) -> bool {
        let in_source = match &self.source {
            Source::Indexed(indexed) => indexed.has_effects(),
            Source::Words(_) => false,
            Source::Chain(left, right) => left.has_effects() || right.has_effects(),
        };
        in_source
            || self.stages.iter().any(|stage| match stage {
                Stage::Zip(other, _) => other.has_effects(),
                stage => stage.closure().is_some_and(|closure| !closure.changed.is_empty()),
            })
    }
}

impl Stage {
    /// Whether it gives one item for each that it gets, until it gives none any more.
    pub(super) fn keeps_count(&self) -> bool {
        matches!(
            self,
            Stage::Map(_) | Stage::Copied | Stage::Inspect(_) | Stage::MapWhile(_) | Stage::Scan(..) | Stage::Enumerate
        )
    }

    /// Whether it counts the items that come to it.
    pub(super) fn counts(&self) -> bool {
        matches!(self, Stage::Skip(_) | Stage::Take(_) | Stage::StepBy(_) | Stage::Enumerate | Stage::Zip(..))
    }

    /// Whether no further items may be asked for after one that comes to it.
    fn ends(&self) -> bool {
        matches!(self, Stage::Take(_) | Stage::Zip(..) | Stage::TakeWhile(_) | Stage::MapWhile(_) | Stage::Scan(..))
    }

    fn closure(&self) -> Option<&Closure> {
        match self {
            Stage::Map(closure)
            | Stage::Filter(closure)
            | Stage::Inspect(closure)
            | Stage::TakeWhile(closure)
            | Stage::SkipWhile(closure)
            | Stage::FilterMap(closure)
            | Stage::MapWhile(closure)
            | Stage::Scan(_, closure)
            | Stage::Flat(Some(closure)) => Some(closure),
            Stage::Copied
            | Stage::Skip(_)
            | Stage::Take(_)
            | Stage::StepBy(_)
            | Stage::Enumerate
            | Stage::Zip(..)
            | Stage::Flat(None) => None,
        }
    }
}

impl Indexed {
    /// Whether it may have as many items as an integer can count.
    pub(super) fn may_be_endless(&self) -> bool {
        match self {
            Indexed::Repeat(..) | Indexed::Cycle(_) => true,
            Indexed::Take(..) => false,
            other => other.parts().into_iter().any(Indexed::may_be_endless),
        }
    }

    /// The sequences that it is made of.
    fn parts(&self) -> Vec<&Indexed> {
        match self {
            Indexed::Zip(left, right) | Indexed::Chain(left, right) => vec![left, right],
            Indexed::Enumerate(inner)
            | Indexed::Rev(inner)
            | Indexed::Skip(inner, _)
            | Indexed::Take(inner, _)
            | Indexed::StepBy(inner, _)
            | Indexed::Cycle(inner)
            | Indexed::Copied(inner)
            | Indexed::Map(inner, _) => vec![inner],
            Indexed::Range(_)
            | Indexed::From(_)
            | Indexed::Elements(_)
            | Indexed::Chunks { .. }
            | Indexed::Windows { .. }
            | Indexed::Repeat(..) => Vec::new(),
        }
    }

    /// The closures that its items go through.
    fn closures(&self, visit: &mut dyn FnMut(&Closure)) {
        self.parts().into_iter().for_each(|part| part.closures(visit));
        if let Indexed::Map(_, closure) = self {
            visit(closure);
        }
    }

    /// Whether closures in it change variables.
    pub(super) fn has_effects(&self) -> bool {
        !self.changed().is_empty()
    }

    /// The variables that closures in it change.
    pub(super) fn changed(&self) -> Vec<BindingId> {
        let mut changed = Vec::new();
        self.closures(&mut |closure| changed.extend(&closure.changed));
        changed
    }

    /// Whether items are places of the function's variables.
    fn has_places(&self) -> bool {
        let mut any = false;
        self.places(&mut |_| any = true);
        any
    }

    /// The variables that closures in it change, and those that its items are places of.
    fn changed_with_places(&self) -> Vec<BindingId> {
        let mut changed = self.changed();
        self.places(&mut |alias| changed.push(alias.root));
        changed
    }

    /// The places whose parts are items.
    fn places(&self, visit: &mut dyn FnMut(&Alias)) {
        self.parts().into_iter().for_each(|part| part.places(visit));
        if let Indexed::Elements(of) | Indexed::Chunks { of, .. } | Indexed::Windows { of, .. } = self
            && let Base::Place(alias) = &of.of
        {
            visit(alias);
        }
    }

    /// Whether all its items are shared references.
    pub(super) fn gives_references(&self) -> bool {
        match self {
            Indexed::Elements(elements) => elements.access == Access::Reference,
            Indexed::Rev(inner)
            | Indexed::Cycle(inner)
            | Indexed::Skip(inner, _)
            | Indexed::Take(inner, _)
            | Indexed::StepBy(inner, _) => inner.gives_references(),
            Indexed::Chain(left, right) => left.gives_references() && right.gives_references(),
            _ => false,
        }
    }
}
