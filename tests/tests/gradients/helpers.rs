//! Checks that every gradient test shares: value bits, forward against reverse, and differences.
//!
//! `check!(f; x = 0.5, &y = [1.0, 2.0], const n = 3)` calls `f(x, &y, n)` and every companion of
//! it, with `x` and `y` active. `check_vjp!` is the same for results that are not one float.

/// A value whose floats can be listed, replaced, and turned into a tangent.
pub(crate) trait Floats: Clone {
    /// The form of a tangent or seed of such a value.
    type Tangent: Floats;

    /// Appends the floats to `into`.
    fn list(&self, into: &mut Vec<f64>);

    /// The same value with other floats.
    fn with(&self, floats: &mut dyn Iterator<Item = f64>) -> Self;

    /// A tangent made of those floats.
    fn tangent(&self, floats: &mut dyn Iterator<Item = f64>) -> Self::Tangent;
}

/// The floats of a value.
pub(crate) fn floats(value: &impl Floats) -> Vec<f64> {
    let mut into = Vec::new();
    value.list(&mut into);
    into
}

macro_rules! float {
    ($($float:ident),+) => { $(
        impl Floats for $float {
            type Tangent = $float;
            fn list(&self, into: &mut Vec<f64>) {
                into.push(f64::from(*self));
            }
            fn with(&self, floats: &mut dyn Iterator<Item = f64>) -> Self {
                floats.next().expect("a float for each place") as $float
            }
            fn tangent(&self, floats: &mut dyn Iterator<Item = f64>) -> Self {
                self.with(floats)
            }
        }
    )+ };
}
float!(f32, f64);

macro_rules! constant {
    ($($constant:ty),+) => { $(
        impl Floats for $constant {
            type Tangent = ();
            fn list(&self, _: &mut Vec<f64>) {}
            fn with(&self, _: &mut dyn Iterator<Item = f64>) -> Self {
                self.clone()
            }
            fn tangent(&self, _: &mut dyn Iterator<Item = f64>) {}
        }
    )+ };
}
constant!((), bool, usize, u8, i32, i64, Option<usize>);

impl<T: Floats, const N: usize> Floats for [T; N] {
    type Tangent = [T::Tangent; N];
    fn list(&self, into: &mut Vec<f64>) {
        self.iter().for_each(|element| element.list(into));
    }
    fn with(&self, floats: &mut dyn Iterator<Item = f64>) -> Self {
        std::array::from_fn(|at| self[at].with(floats))
    }
    fn tangent(&self, floats: &mut dyn Iterator<Item = f64>) -> Self::Tangent {
        std::array::from_fn(|at| self[at].tangent(floats))
    }
}

impl<T: Floats> Floats for Vec<T> {
    type Tangent = Vec<T::Tangent>;
    fn list(&self, into: &mut Vec<f64>) {
        self.iter().for_each(|element| element.list(into));
    }
    fn with(&self, floats: &mut dyn Iterator<Item = f64>) -> Self {
        self.iter().map(|element| element.with(floats)).collect()
    }
    fn tangent(&self, floats: &mut dyn Iterator<Item = f64>) -> Self::Tangent {
        self.iter().map(|element| element.tangent(floats)).collect()
    }
}

macro_rules! tuple {
    ($($Field:ident $at:tt),+) => {
        impl<$($Field: Floats),+> Floats for ($($Field,)+) {
            type Tangent = ($($Field::Tangent,)+);
            fn list(&self, into: &mut Vec<f64>) {
                $(self.$at.list(into);)+
            }
            fn with(&self, floats: &mut dyn Iterator<Item = f64>) -> Self {
                ($(self.$at.with(floats),)+)
            }
            fn tangent(&self, floats: &mut dyn Iterator<Item = f64>) -> Self::Tangent {
                ($(self.$at.tangent(floats),)+)
            }
        }
    };
}
tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);

/// A value with a gradient or tangent, both flat.
pub(crate) type Pair = (Vec<f64>, Vec<f64>);

/// A function under test and its companions, over flat lists of floats.
pub(crate) struct Companions<'a> {
    pub(crate) name: &'a str,
    /// Where to look.
    pub(crate) point: Vec<f64>,
    pub(crate) original: &'a dyn Fn(&[f64]) -> Vec<f64>,
    pub(crate) value: &'a dyn Fn() -> Vec<f64>,
    /// Takes seeds.
    pub(crate) vjp: &'a dyn Fn(&[f64]) -> Pair,
    /// Takes tangents.
    pub(crate) jvp: &'a dyn Fn(&[f64]) -> Pair,
    /// `value_and_grad` and `grad`, where the result is one float.
    pub(crate) gradients: Option<&'a dyn Fn() -> (Vec<f64>, Vec<f64>, Vec<f64>)>,
}

/// How far numbers may differ.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Precision {
    /// The step of central differences.
    pub(crate) step: f64,
    /// What central differences can tell.
    pub(crate) differences: f64,
    /// What rounding explains.
    pub(crate) rounding: f64,
}

/// For functions in `f64` (differences are extrapolated once).
pub(crate) const DOUBLE: Precision = Precision { step: 1e-3, differences: 1e-7, rounding: 1e-11 };

/// For functions in `f32`.
pub(crate) const SINGLE: Precision = Precision { step: 3e-2, differences: 2e-2, rounding: 2e-5 };

/// Whether two numbers agree, relative to their size where that exceeds 1.
pub(crate) fn is_close(left: f64, right: f64, tolerance: f64) -> bool {
    (left - right).abs() <= tolerance * (1.0 + left.abs().max(right.abs()))
}

/// Asserts that two lists of numbers agree.
#[track_caller]
pub(crate) fn assert_close(left: &[f64], right: &[f64], tolerance: f64) {
    let close =
        left.len() == right.len() && left.iter().zip(right).all(|(left, right)| is_close(*left, *right, tolerance));
    assert!(close, "{left:?} is not {right:?}");
}

/// Whether two floats have the same bits, or both are not a number.
pub(crate) fn same_bits(left: &[f64], right: &[f64]) -> bool {
    left.len() == right.len()
        && left
            .iter()
            .zip(right)
            .all(|(left, right)| left.to_bits() == right.to_bits() || (left.is_nan() && right.is_nan()))
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    assert_eq!(left.len(), right.len(), "the shapes of {left:?} and {right:?} differ");
    left.iter().zip(right).map(|(left, right)| left * right).sum()
}

/// Numbers that have nothing to do with each other, for seeds and tangents.
fn arbitrary(count: usize, phase: f64) -> Vec<f64> {
    (0..count).map(|at| (1.7 * at as f64 + phase).sin() + 0.1).collect()
}

/// Runs every check on a function.
#[track_caller]
pub(crate) fn verify(companions: &Companions<'_>, precision: Precision) {
    let Companions { name, point, .. } = companions;
    let expected = (companions.original)(point);
    let value = (companions.value)();
    assert!(same_bits(&value, &expected), "{name}: value is {value:?}, not {expected:?}");

    let tangents = arbitrary(point.len(), 0.4);
    let (value, pushed) = (companions.jvp)(&tangents);
    assert!(same_bits(&value, &expected), "{name}: jvp's value is {value:?}, not {expected:?}");
    let slope = differences(companions.original, point, &tangents, precision.step);
    for (pushed, (slope, doubt)) in pushed.iter().zip(&slope) {
        let error = (pushed - slope).abs() - doubt;
        let close = error <= precision.differences * (1.0 + slope.abs());
        assert!(close, "{name}: jvp gives {pushed}, central differences {slope} +- {doubt}");
    }

    for phase in [0.9, 2.2] {
        let seeds = arbitrary(expected.len(), phase);
        let (value, pulled) = (companions.vjp)(&seeds);
        assert!(same_bits(&value, &expected), "{name}: vjp's value is {value:?}, not {expected:?}");
        assert_eq!(pulled.len(), point.len(), "{name}: the gradient's shape");
        let (reverse, forward) = (dot(&pulled, &tangents), dot(&seeds, &pushed));
        let close = is_close(reverse, forward, precision.rounding);
        assert!(close, "{name}: <J^T w, v> = {reverse}, <w, J v> = {forward}");
        for at in 0..point.len() {
            let mut unit = vec![0.0; point.len()];
            unit[at] = 1.0;
            let (_, column) = (companions.jvp)(&unit);
            let (reverse, forward) = (pulled[at], dot(&seeds, &column));
            let close = is_close(reverse, forward, precision.rounding);
            assert!(close, "{name}: component {at}: reverse {reverse}, forward {forward}");
        }
    }

    if let Some(gradients) = companions.gradients {
        let (value, gradient, alone) = gradients();
        assert!(same_bits(&value, &expected), "{name}: value_and_grad's value is {value:?}");
        assert!(same_bits(&gradient, &alone), "{name}: grad is {alone:?}, not {gradient:?}");
        let (_, pulled) = (companions.vjp)(&[1.0]);
        for (at, (gradient, pulled)) in gradient.iter().zip(&pulled).enumerate() {
            let close = is_close(*gradient, *pulled, precision.rounding);
            assert!(close, "{name}: component {at}: value_and_grad {gradient}, vjp {pulled}");
        }
    }
}

/// The derivative of `function` in a direction, by central differences extrapolated once, and how
/// far off they may be: a small part of what the extrapolation changed.
fn differences(function: &dyn Fn(&[f64]) -> Vec<f64>, point: &[f64], direction: &[f64], step: f64) -> Vec<(f64, f64)> {
    let at = |factor: f64| {
        let moved: Vec<f64> = point.iter().zip(direction).map(|(x, v)| x + factor * step * v).collect();
        function(&moved)
    };
    let (near, far) = ((at(1.0), at(-1.0)), (at(2.0), at(-2.0)));
    (0..near.0.len())
        .map(|row| {
            let near = (near.0[row] - near.1[row]) / (2.0 * step);
            let far = (far.0[row] - far.1[row]) / (4.0 * step);
            ((4.0 * near - far) / 3.0, 0.05 * (near - far).abs())
        })
        .collect()
}

/// Checks a function whose result is one `f64`, and all its companions.
macro_rules! check {
    ($($part:ident)::+ ; $($arguments:tt)+) => {
        crate::helpers::companions!(@parse (DOUBLE scalar) [$($part)::+] [] [] [] $($arguments)+ ,)
    };
}

/// Checks a function whose result is not one float.
macro_rules! check_vjp {
    ($($part:ident)::+ ; $($arguments:tt)+) => {
        crate::helpers::companions!(@parse (DOUBLE any) [$($part)::+] [] [] [] $($arguments)+ ,)
    };
}

/// Checks a function in `f32` whose result is one float.
macro_rules! check_single {
    ($($part:ident)::+ ; $($arguments:tt)+) => {
        crate::helpers::companions!(@parse (SINGLE scalar) [$($part)::+] [] [] [] $($arguments)+ ,)
    };
}

/// Sorts the arguments, then runs the checks.
macro_rules! companions {
    (@parse $kind:tt $path:tt [$($bound:tt)*] [$($passed:tt)*] [$($active:tt)*]
        const & $name:ident = $value:expr, $($rest:tt)*) => {
        crate::helpers::companions!(@parse $kind $path
            [$($bound)* ($name, $value)] [$($passed)* (&$name)] [$($active)*] $($rest)*)
    };
    (@parse $kind:tt $path:tt [$($bound:tt)*] [$($passed:tt)*] [$($active:tt)*]
        const $name:ident = $value:expr, $($rest:tt)*) => {
        crate::helpers::companions!(@parse $kind $path
            [$($bound)* ($name, $value)] [$($passed)* ($name)] [$($active)*] $($rest)*)
    };
    (@parse $kind:tt $path:tt [$($bound:tt)*] [$($passed:tt)*] [$($active:tt)*]
        & $name:ident = $value:expr, $($rest:tt)*) => {
        crate::helpers::companions!(@parse $kind $path
            [$($bound)* ($name, $value)] [$($passed)* (&$name)] [$($active)* (& $name)] $($rest)*)
    };
    (@parse $kind:tt $path:tt [$($bound:tt)*] [$($passed:tt)*] [$($active:tt)*]
        $name:ident = $value:expr, $($rest:tt)*) => {
        crate::helpers::companions!(@parse $kind $path
            [$($bound)* ($name, $value)] [$($passed)* ($name)] [$($active)* (() $name)] $($rest)*)
    };
    // The comma at the end of the arguments may be doubled.
    (@parse $kind:tt $path:tt $bound:tt $passed:tt $active:tt ,) => {
        crate::helpers::companions!(@parse $kind $path $bound $passed $active)
    };
    (@parse ($precision:ident $kind:ident) [$($part:ident)::+] [$(($bound:ident, $value:expr))+]
        [$(($($passed:tt)+))+] [$(($form:tt $active:ident))+]) => {{
        use crate::helpers::{Companions, Floats, floats, verify};
        $(let $bound = $value;)+
        let mut point = Vec::new();
        $($active.list(&mut point);)+
        let original = |floats_now: &[f64]| {
            let mut floats_now = floats_now.iter().copied();
            $(let $active = $active.with(&mut floats_now);)+
            floats(&$($part)::+($($($passed)+),+))
        };
        let value = || floats(&$($part)::+::value($($($passed)+),+));
        let vjp = |seeds: &[f64]| {
            let (value, pullback) = $($part)::+::vjp($($($passed)+),+);
            let seed = value.tangent(&mut seeds.iter().copied());
            // A pullback answers as often as it is asked.
            _ = pullback(seed.clone());
            let gradient = pullback(seed);
            (floats(&value), floats(&gradient))
        };
        let jvp = |tangents: &[f64]| {
            let mut tangents = tangents.iter().copied();
            let (value, tangent) = $($part)::+::jvp(
                $($($passed)+,)+
                $(crate::helpers::companions!(@tangent $form $active tangents),)+
            );
            (floats(&value), floats(&tangent))
        };
        verify(
            &Companions {
                name: stringify!($($part)::+),
                point,
                original: &original,
                value: &value,
                vjp: &vjp,
                jvp: &jvp,
                gradients: crate::helpers::companions!(
                    @gradients $kind [$($part)::+] [$(($($passed)+))+]
                ),
            },
            crate::helpers::$precision,
        );
    }};
    (@tangent & $active:ident $tangents:ident) => { &$active.tangent(&mut $tangents) };
    (@tangent () $active:ident $tangents:ident) => { $active.tangent(&mut $tangents) };
    (@gradients any $path:tt $passed:tt) => { None };
    (@gradients scalar [$($part:ident)::+] [$(($($passed:tt)+))+]) => {
        Some(&|| {
            let (value, gradient) = $($part)::+::value_and_grad($($($passed)+),+);
            let alone = $($part)::+::grad($($($passed)+),+);
            (floats(&value), floats(&gradient), floats(&alone))
        })
    };
}

/// Checks a function with `&mut` parameters: `mut x = ..`, or `const mut n = ..`. What `const mut` arguments hold after the
/// call is compared, too. `check_changes!(unit f; ..)` is for functions that return nothing.
macro_rules! check_changes {
    (unit $($part:ident)::+ ; $($arguments:tt)+) => {
        crate::helpers::changes!(@parse unit [$($part)::+] [] [] [] [] [] [] $($arguments)+ ,)
    };
    ($($part:ident)::+ ; $($arguments:tt)+) => {
        crate::helpers::changes!(@parse value [$($part)::+] [] [] [] [] [] [] $($arguments)+ ,)
    };
}

/// Sorts the arguments, then runs the checks. A name that a step of the macro makes is a variable of its own.
macro_rules! changes {
    (@parse $kind:tt $path:tt [$($bound:tt)*] [$($passed:tt)*] [$($tangents:tt)*] $active:tt $mutable:tt [$($fixed:tt)*]
        const mut $name:ident = $value:expr, $($rest:tt)*) => {
        crate::helpers::changes!(@parse $kind $path [$($bound)* ($name, $value)] [$($passed)* (&mut $name)]
            [$($tangents)*] $active $mutable [$($fixed)* $name] $($rest)*)
    };
    (@parse $kind:tt $path:tt [$($bound:tt)*] [$($passed:tt)*] $tangents:tt $active:tt $mutable:tt $fixed:tt
        const & $name:ident = $value:expr, $($rest:tt)*) => {
        crate::helpers::changes!(@parse $kind $path [$($bound)* ($name, $value)] [$($passed)* (&$name)]
            $tangents $active $mutable $fixed $($rest)*)
    };
    (@parse $kind:tt $path:tt [$($bound:tt)*] [$($passed:tt)*] $tangents:tt $active:tt $mutable:tt $fixed:tt
        const $name:ident = $value:expr, $($rest:tt)*) => {
        crate::helpers::changes!(@parse $kind $path [$($bound)* ($name, $value)] [$($passed)* ($name)]
            $tangents $active $mutable $fixed $($rest)*)
    };
    (@parse $kind:tt $path:tt [$($bound:tt)*] [$($passed:tt)*] [$($tangents:tt)*] $active:tt [$($mutable:tt)*] $fixed:tt
        mut $name:ident = $value:expr, $($rest:tt)*) => {
        crate::helpers::changes!(@parse $kind $path [$($bound)* ($name, $value)] [$($passed)* (&mut $name)]
            [$($tangents)* (&mut tangent)] $active [$($mutable)* ($name tangent)] $fixed $($rest)*)
    };
    (@parse $kind:tt $path:tt [$($bound:tt)*] [$($passed:tt)*] [$($tangents:tt)*] [$($active:tt)*] $mutable:tt $fixed:tt
        & $name:ident = $value:expr, $($rest:tt)*) => {
        crate::helpers::changes!(@parse $kind $path [$($bound)* ($name, $value)] [$($passed)* (&$name)]
            [$($tangents)* (&tangent)] [$($active)* ($name tangent)] $mutable $fixed $($rest)*)
    };
    (@parse $kind:tt $path:tt [$($bound:tt)*] [$($passed:tt)*] [$($tangents:tt)*] [$($active:tt)*] $mutable:tt $fixed:tt
        $name:ident = $value:expr, $($rest:tt)*) => {
        crate::helpers::changes!(@parse $kind $path [$($bound)* ($name, $value)] [$($passed)* ($name)]
            [$($tangents)* (tangent)] [$($active)* ($name tangent)] $mutable $fixed $($rest)*)
    };
    (@parse $kind:tt $path:tt $bound:tt $passed:tt $tangents:tt $active:tt $mutable:tt $fixed:tt ,) => {
        crate::helpers::changes!(@parse $kind $path $bound $passed $tangents $active $mutable $fixed)
    };
    (@parse $kind:ident [$($part:ident)::+] [$(($bound:ident, $value:expr))+] [$(($($passed:tt)+))+]
        [$(($($tangent:tt)+))+] [$(($active:ident $own:ident))*] [$(($mutable:ident $changed:ident))*]
        [$($fixed:ident)*]) => {{
        use crate::helpers::{Companions, Floats, floats, verify};
        $(let $bound = $value;)+
        let mut point: Vec<f64> = Vec::new();
        $($active.list(&mut point);)*
        $($mutable.list(&mut point);)*
        let fixed: &[&str] = &[$(stringify!($fixed)),*];
        let original = |floats_now: &[f64]| {
            let mut floats_now = floats_now.iter().copied();
            $(let $active = $active.with(&mut floats_now);)*
            $(let mut $mutable = $mutable.with(&mut floats_now);)*
            $(let mut $fixed = $fixed;)*
            let result = $($part)::+($($($passed)+),+);
            crate::helpers::changes!(@left result [$($mutable)*] [$($fixed)*])
        };
        let value = || {
            $(let mut $mutable = $mutable.clone();)*
            $(let mut $fixed = $fixed;)*
            let result = $($part)::+::value($($($passed)+),+);
            crate::helpers::changes!(@left result [$($mutable)*] [$($fixed)*])
        };
        let vjp = |seeds: &[f64]| {
            $(let mut $mutable = $mutable.clone();)*
            $(let mut $fixed = $fixed;)*
            let (result, pullback) = $($part)::+::vjp($($($passed)+),+);
            let left = crate::helpers::changes!(@left result [$($mutable)*] [$($fixed)*]);
            // A pullback answers as often as it is asked.
            let mut pulled = Vec::new();
            for _ in 0..2 {
                let mut seeds = seeds.iter().copied();
                let seed = result.tangent(&mut seeds);
                $(let mut $changed = $mutable.tangent(&mut seeds);)*
                let adjoints = crate::helpers::changes!(@pull $kind pullback seed [$($changed)*]);
                pulled = floats(&adjoints);
                $($changed.list(&mut pulled);)*
            }
            (left, pulled)
        };
        let jvp = |tangents: &[f64]| {
            $(let mut $mutable = $mutable.clone();)*
            $(let mut $fixed = $fixed;)*
            let mut tangents = tangents.iter().copied();
            $(let $own = $active.tangent(&mut tangents);)*
            $(let mut $changed = $mutable.tangent(&mut tangents);)*
            let result = $($part)::+::jvp($($($passed)+,)+ $($($tangent)+),+);
            let (result, tangent) = crate::helpers::changes!(@pair $kind result);
            let left = crate::helpers::changes!(@left result [$($mutable)*] [$($fixed)*]);
            let mut pushed = floats(&tangent);
            $($changed.list(&mut pushed);)*
            // Constants do not move.
            pushed.extend(vec![0.0; fixed.len()]);
            (left, pushed)
        };
        verify(
            &Companions {
                name: stringify!($($part)::+),
                point,
                original: &original,
                value: &value,
                vjp: &vjp,
                jvp: &jvp,
                gradients: None,
            },
            crate::helpers::DOUBLE,
        );
    }};
    // What a call leaves behind, floats and constants.
    (@left $result:ident [$($mutable:ident)*] [$($fixed:ident)*]) => {{
        let mut left = floats(&$result);
        $($mutable.list(&mut left);)*
        $(left.push($fixed as f64);)*
        left
    }};
    (@pull value $pullback:ident $seed:ident [$($changed:ident)*]) => { $pullback($seed, $(&mut $changed),*) };
    (@pull unit $pullback:ident $seed:ident [$($changed:ident)*]) => {{
        let () = $seed;
        $pullback($(&mut $changed),*)
    }};
    (@pair value $result:ident) => { $result };
    (@pair unit $result:ident) => { ($result, ()) };
}

pub(crate) use {changes, check, check_changes, check_single, check_vjp, companions};
