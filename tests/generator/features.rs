//! Which parts of the language random programs use beyond branches, calls and aggregates.

use super::prng::Prng;

/// A group of constructs that can be left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Feature {
    /// `for` over ranges.
    Ranges,
    /// `while` and `loop`.
    Whiles,
    /// `break`, `continue`, labels, and `return` out of a loop.
    Exits,
    /// `for` over arrays and slices, with adapters.
    Collections,
    /// `for` over elements that the body changes.
    Changes,
    /// Chains of iterators that end with a sum or product.
    Sums,
    /// Chains of iterators that end with a fold or an extreme.
    Folds,
    /// Swaps, and stores around copies of an array in both arms of an `if`.
    Stores,
    /// Functions that change what they are given.
    References,
    /// Vectors that grow, and vectors of them.
    Vectors,
    /// Parts of arrays and slices.
    Views,
    /// Indices that are kept in arrays.
    Permutations,
    /// Arrays in two dimensions.
    Grids,
    /// Sums over so many independent items that several run at once.
    Batches,
    /// Infinite slopes where nobody looks.
    Kinks,
    /// Loops that end by what they compute, closures that change.
    Convergence,
    /// Functions that fill scratch, call themselves, take rows.
    Tools,
    /// Vectors that loops fill in part, out of order, twice, and read meanwhile.
    Memory,
    /// Loops with much to do, whose iterations may or may not run side by side: large programs, so they are few.
    Pairs,
}

use Feature::{
    Batches, Changes, Collections, Convergence, Exits, Folds, Grids, Kinks, Memory, Pairs, Permutations, Ranges,
    References, Stores, Sums, Tools, Vectors, Views, Whiles,
};

const ALL: [Feature; 19] = [
    Ranges,
    Whiles,
    Exits,
    Collections,
    Changes,
    Sums,
    Folds,
    Stores,
    References,
    Vectors,
    Views,
    Permutations,
    Grids,
    Batches,
    Kinks,
    Convergence,
    Tools,
    Memory,
    Pairs,
];

/// Groups of statements with a form of their own.
const SHAPES: [Feature; 10] = [Vectors, Views, Permutations, Grids, Batches, Kinks, Convergence, Tools, Memory, Pairs];

/// The names that `AUTODIFF_RANDOM_FEATURES` may list.
const NAMES: [(&str, &[Feature]); 24] = [
    ("all", &ALL),
    ("none", &[]),
    ("loops", &[Ranges, Whiles, Exits, Collections, Changes]),
    ("iterators", &[Sums, Folds]),
    ("ranges", &[Ranges]),
    ("whiles", &[Whiles]),
    ("exits", &[Exits]),
    ("collections", &[Collections]),
    ("changes", &[Changes]),
    ("sums", &[Sums]),
    ("folds", &[Folds]),
    ("stores", &[Stores]),
    ("references", &[References]),
    ("shapes", &SHAPES),
    ("vectors", &[Vectors]),
    ("views", &[Views]),
    ("permutations", &[Permutations]),
    ("grids", &[Grids]),
    ("batches", &[Batches]),
    ("kinks", &[Kinks]),
    ("convergence", &[Convergence]),
    ("tools", &[Tools]),
    ("memory", &[Memory]),
    ("pairs", &[Pairs]),
];

/// A set of features.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Features {
    members: u32,
}

impl Features {
    pub(crate) const NONE: Features = Features { members: 0 };

    /// The features of a list of names between commas.
    pub(crate) fn parse(list: &str) -> Self {
        let mut features = Features::NONE;
        for name in list.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            let Some((_, group)) = NAMES.iter().find(|(known, _)| *known == name) else {
                let known = NAMES.map(|(known, _)| known).join(", ");
                panic!("no group of features is called {name}; there are {known}");
            };
            group.iter().for_each(|feature| features.insert(*feature));
        }
        features
    }

    /// A part of the set, so that a program which fails uses few of them.
    ///
    /// A single feature is there in every program. The empty set takes nothing from `prng`: its programs are the same whatever features there are.
    pub(crate) fn part(self, prng: &mut Prng) -> Self {
        let mut part = Features::NONE;
        if self.is_single() {
            return self;
        }
        if self.is_empty() || prng.below(6) == 0 {
            return part;
        }
        // Half of the programs have no shapes, and those that have some use few of them.
        let has_others = ALL.iter().any(|feature| !SHAPES.contains(feature) && self.has(*feature));
        let without_shapes = has_others && prng.below(2) == 0;
        for feature in ALL {
            let is_shape = SHAPES.contains(&feature);
            let chances = if is_shape { 3 } else { 2 };
            if self.has(feature) && !(is_shape && without_shapes) && prng.below(chances) == 0 {
                part.insert(feature);
            }
        }
        part
    }

    pub(crate) fn has(self, feature: Feature) -> bool {
        self.members & (1 << feature as u16) != 0
    }

    /// Whether there is one feature only.
    pub(crate) fn is_single(self) -> bool {
        self.members.is_power_of_two()
    }

    /// Whether there are shapes.
    pub(crate) fn has_shapes(self) -> bool {
        SHAPES.iter().any(|shape| self.has(*shape))
    }

    pub(crate) fn is_empty(self) -> bool {
        self == Features::NONE
    }

    fn insert(&mut self, feature: Feature) {
        self.members |= 1 << feature as u16;
    }
}
