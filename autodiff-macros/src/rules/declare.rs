//! The macros that turn the rows of the table into [`Op`](super::Op) and its functions.
//!
//! A row reads
//!
//! ```text
//! /// What it is; where the formula comes from.
//! Marker "symbol": result = name(operand, integer: i32) { partial, partial }
//!     on [low..high, low..high] kinks "convention" value path;
//! ```
//!
//! `Marker` is the variant of `Op` and the type in `autodiff_core::__private::op`. `"symbol"` is
//! there for operators that Rust writes between or before operands. `name` is std's method. Partials,
//! one an operand, are formulas over the operands and the result. `on` gives, for each operand, an
//! interval that tests draw from. `kinks` says what holds where there is no derivative. `value`
//! names the function on `f64` where std (of our oldest supported Rust) has none.

/// Chooses by a comparison: `when!(x < 0.0 { a } else if x == 0.0 { b } else { c })`.
///
/// Formulas are built before any number is known, so an `if` cannot choose between them. The
/// compared operands are single tokens: a name, a number, or something in parentheses.
macro_rules! when {
    ($left:tt < $right:tt $($arms:tt)+) => { when!(@arms Less, $left, $right, $($arms)+) };
    ($left:tt <= $right:tt $($arms:tt)+) => { when!(@arms LessOrEqual, $left, $right, $($arms)+) };
    ($left:tt == $right:tt $($arms:tt)+) => { when!(@arms Equal, $left, $right, $($arms)+) };
    (@arms $comparison:ident, $left:tt, $right:tt, { $then:expr } else { $otherwise:expr }) => {
        select(Comparison::$comparison, $left, $right, $then, $otherwise)
    };
    (@arms $comparison:ident, $left:tt, $right:tt, { $then:expr } else if $($rest:tt)+) => {
        select(Comparison::$comparison, $left, $right, $then, when!($($rest)+))
    };
}

/// The value of an operator on floats: std's method unless the row names a function.
macro_rules! primal {
    ($name:ident ($($operand:expr),*)) => { f64::$name($($operand),*) };
    ($name:ident ($($operand:expr),*) $path:path) => { $path($($operand),*) };
}

/// One row an operator. See the module's documentation for the form of a row.
macro_rules! operators {
    ($(
        $(#[doc = $doc:literal])+
        $Marker:ident $($symbol:literal)? :
        $result:ident = $name:ident($($operand:ident $(: $integer:ident)?),+) { $($partial:expr),+ $(,)? }
        on [$($low:literal .. $high:literal),+]
        $(kinks $kinks:literal)?
        $(value $value:path)?;
    )+) => {
        /// An operator of the table.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub(crate) enum Op { $( $(#[doc = $doc])+ $Marker, )+ }

        impl Op {
            /// Every operator, in the order of the table.
            pub(crate) const ALL: &'static [Op] = &[$(Op::$Marker),+];

            /// The facts of the row that are plain data.
            pub(super) fn row(self) -> &'static Row {
                match self { $(
                    Op::$Marker => &Row {
                        marker: stringify!($Marker),
                        name: stringify!($name),
                        symbol: concat!($($symbol)?),
                        doc: concat!($($doc),+),
                        result: stringify!($result),
                        operands: &[$(stringify!($operand)),+],
                        integers: &[$(concat!($(stringify!($integer))?)),+],
                        #[cfg(test)]
                        formulas: &[$(stringify!($partial)),+],
                        #[cfg(test)]
                        domain: &[$(($low, $high)),+],
                        #[cfg(test)]
                        kinks: concat!($($kinks)?),
                    },
                )+ }
            }

            /// The operator on numbers, as std computes it. Integer operands are whole floats.
            pub(crate) fn evaluate(self, operands: &[f64]) -> f64 {
                match self { $(
                    Op::$Marker => {
                        let &[$($operand),+] = operands else { wrong_arity(self, operands.len()) };
                        primal!($name($($operand $(as $integer)?),+) $($value)?)
                    }
                )+ }
            }

            /// The partial derivative by one operand; `None` where it is zero everywhere.
            #[allow(unused_variables, reason = "a partial reads only what it needs")]
            pub(crate) fn partial<T: Term>(self, operand: usize, operands: &[T], result: T) -> Option<T> {
                match self { $(
                    Op::$Marker => {
                        let &[$($operand),+] = operands else { wrong_arity(self, operands.len()) };
                        $(let $operand = Formula($operand);)+
                        let $result = Formula(result);
                        // Only the partial that is asked for is built: building appends nodes.
                        let partials: &[&dyn Fn() -> Option<T>] = &[$(&|| Partial::<T>::term($partial)),+];
                        partials[operand]()
                    }
                )+ }
            }
        }

        $(
            #[doc = concat!("`", stringify!($name), "` as rows write it.")]
            #[allow(dead_code, reason = "rows may call any operator, and call only some")]
            fn $name<T: Term>($($operand: Formula<T>),+) -> Formula<T> {
                Formula(T::apply(Op::$Marker, &[$($operand.0),+]))
            }
        )+
    };
}
