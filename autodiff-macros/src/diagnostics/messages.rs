//! Every message that the macro can give: what and why on the first line, the fix on the `help:` line.

use std::fmt;

/// A message: lower case, no final full stop.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    what: String,
    help: String,
}

impl fmt::Display for Message {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}\n  help: {}", self.what, self.help)
    }
}

fn message(what: impl Into<String>, help: impl Into<String>) -> Message {
    Message { what: what.into(), help: help.into() }
}

/// Where the attribute stands and what it is given.
impl Message {
    pub(crate) fn not_a_function() -> Self {
        message(
            "`#[differentiable]` goes on a function or on a module with a body",
            "put it on `fn f(..) { .. }` or on `mod m { .. }`",
        )
    }

    pub(crate) fn module_without_body() -> Self {
        message(
            "cannot differentiate a module whose body is in another file: a macro sees only the tokens it is put on",
            "write `#[differentiable] mod m { .. }` with the body here, or annotate the functions in the file",
        )
    }

    pub(crate) fn unknown_option(name: &str) -> Self {
        message(
            format!("unknown option `{name}` of `#[differentiable]`"),
            "the options are `name = twin_name`, `crate = path::to::autodiff_core`, `recursive`, `checkpoint = 100` and, on a function in an annotated module, `skip`",
        )
    }

    pub(crate) fn malformed_options(problem: &str) -> Self {
        message(
            format!("cannot read the options of `#[differentiable]`: {problem}"),
            "write `#[differentiable]`, or options as in `#[differentiable(name = other)]`",
        )
    }

    pub(crate) fn repeated_option(name: &str) -> Self {
        message(format!("the option `{name}` is given twice"), "keep one of them")
    }

    pub(crate) fn skip_outside_module() -> Self {
        message(
            "`skip` leaves a function out of an annotated module, but this function was annotated itself",
            "remove the attribute, or put `#[differentiable]` on the module around it",
        )
    }

    pub(crate) fn name_on_module() -> Self {
        message("a module has no twin that could be renamed", "put `#[differentiable(name = ..)]` on the function")
    }

    pub(crate) fn recursive_module() -> Self {
        message(
            "`recursive` is said by each function that calls itself, not by the module",
            "put `#[differentiable(recursive)]` on the function",
        )
    }

    pub(crate) fn checkpoint_module() -> Self {
        message(
            "`checkpoint` is said by the function with the long loop, not by the module",
            "put `#[differentiable(checkpoint = 100)]` on the function",
        )
    }

    pub(crate) fn checkpoint_steps() -> Self {
        message(
            "`checkpoint` is a number of iterations, at least one",
            "write `checkpoint = 100`: about the square root of the whole number of iterations keeps the least",
        )
    }

    pub(crate) fn checkpoint_iterator() -> Self {
        message(
            "cannot run a part of this loop again: what it iterates over gives its items only once",
            "loop over indices, or over an array, slice or vector whose type is written in this function; or leave out `checkpoint`",
        )
    }

    pub(crate) fn checkpoint_reference() -> Self {
        message(
            "with `checkpoint` loops run twice, and would change what this refers to twice",
            "take it by value, or leave out `checkpoint`",
        )
    }

    pub(crate) fn checkpoint_kept(name: &str) -> Self {
        message(
            format!(
                "with `checkpoint` the pullback runs a loop again that reads `{name}`, but it keeps no such reference"
            ),
            format!(
                "pass `{name}` by value, or as an array or slice; or compute before the loop what it needs of `{name}`"
            ),
        )
    }

    pub(crate) fn checkpoint_effect(what: &str) -> Self {
        message(
            format!(
                "with `checkpoint` this loop runs twice, and `{what}` may do something else or something more the second time"
            ),
            "compute it in the words of the loop, or before the loop into a vector; print after the loop; or leave out `checkpoint`",
        )
    }

    pub(crate) fn recursive_without_alloc() -> Self {
        message(
            "the reverse sweep of a recursive function needs a heap, but the feature `alloc` of `autodiff-core` is off",
            "enable the feature, or write the function without recursion",
        )
    }

    pub(crate) fn recursive_argument(ty: &str) -> Self {
        message(
            format!("a recursive function cannot take `{ty}`: its boxed pullback would have to name that type"),
            "write a generic parameter instead, as in `fn f<F: Fn(f64) -> f64>(..)`",
        )
    }
}

/// Signatures.
impl Message {
    pub(crate) fn qualifier(what: &str, why: &str, help: &str) -> Self {
        message(format!("cannot differentiate {what}: {why}"), help)
    }

    pub(crate) fn self_parameter() -> Self {
        message(
            "cannot differentiate a method yet: only free functions have twins",
            "write a free function that takes the fields it needs, and call it from the method",
        )
    }

    pub(crate) fn mutable_reference() -> Self {
        message(
            "cannot differentiate through a reference inside of another type",
            "take what changes as a `&mut` parameter of its own, of floats, arrays, slices, vectors or tuples of these",
        )
    }

    pub(crate) fn mutable_result() -> Self {
        message(
            "cannot differentiate a function that returns a `&mut`: what its caller does with that is not seen",
            "let the function change what it is given, or return a value",
        )
    }

    pub(crate) fn borrowed_result() -> Self {
        message("cannot differentiate a function that has `&mut` parameters and returns a reference", "return a value")
    }

    pub(crate) fn parameter_type(ty: &str) -> Self {
        message(
            format!("a parameter of type `{ty}` has no derivative"),
            "mark the parameter `#[constant]` if no derivative goes through it; else take floats, arrays, slices, tuples and references to these, such as the fields of a struct one by one: structs, `Option` and the like are not supported yet",
        )
    }

    pub(crate) fn function_parameter() -> Self {
        message(
            "cannot differentiate a function that takes a function but as a part of its callers",
            "put it and its callers into one module with `#[differentiable]`, or, without the attribute, into the body of its caller; or mark the parameter `#[constant]` if no derivative goes through it",
        )
    }

    pub(crate) fn taker_of_functions(name: &str) -> Self {
        message(
            format!("`{name}` takes a function, and its body would not mean the same where it is called"),
            "let it not call itself, write the lengths of arrays where the caller does not (as in `let y: [f64; 3] = ..;`), take items but for constants, such as `fn` and `use`, out of its body, take `&mut` parameters that are `#[constant]` apart, and rename what the caller's own items hide",
        )
    }

    pub(crate) fn generic_parameter(name: &str) -> Self {
        message(
            format!("a parameter of the generic type `{name}` has no derivative: generic floats are not supported yet"),
            "use `f64` or `f32`, or mark the parameter `#[constant]`",
        )
    }

    pub(crate) fn result_type(ty: &str) -> Self {
        let what = format!("a result of type `{ty}` has no derivative");
        if ty.starts_with("Option") {
            return message(
                what,
                "return a float, or an array, vector or tuple of floats; where there may be no value, check before the call, or panic; or put `#[differentiable]` on the module instead, where functions may give options to each other",
            );
        }
        message(
            what,
            "return a float, or an array, vector or tuple of floats; where there may be no value, check before the call, or panic",
        )
    }

    pub(crate) fn no_active_parameter() -> Self {
        message(
            "there is nothing to differentiate with respect to: no parameter is a float that is not `#[constant]`",
            "remove the attribute, or take what the derivative is wanted for as a float, array, slice or tuple of floats",
        )
    }

    pub(crate) fn no_float_result() -> Self {
        message(
            "there is nothing to differentiate: the result holds no float",
            "return a float, or an array or tuple of floats; a call of this function needs no attribute in a condition, in an index, or where its result has a type, as in `let n: usize = f(x);`",
        )
    }

    pub(crate) fn independent_result() -> Self {
        message(
            "the result does not depend on any parameter with a derivative: its gradient would be zero everywhere",
            "use a parameter in the result, or remove the attribute",
        )
    }
}

/// The fence: what a body must not contain.
impl Message {
    pub(crate) fn unsupported(what: &str, help: &str) -> Self {
        message(format!("cannot differentiate {what}"), help)
    }

    pub(crate) fn unknown_iterator() -> Self {
        message("cannot differentiate a loop over an iterator that the macro cannot see through", ITERATOR_HELP)
    }

    pub(crate) fn effect_before(name: &str) -> Self {
        message(
            format!("cannot differentiate `{name}` of an iterator whose closures change variables"),
            "change the variables in a `for` loop over the items",
        )
    }

    pub(crate) fn not_indexed(name: &str) -> Self {
        message(
            format!("cannot differentiate `{name}` of items that have no positions beforehand"),
            "collect the items into a `Vec` first, or test inside a `for` loop",
        )
    }

    pub(crate) fn optional() -> Self {
        message(
            "cannot differentiate through this `Option`",
            "give `Some(..)` or `None`, with `if`, `then` and `then_some` where they are needed; or write a `for` loop with `if`, `break` and `continue`",
        )
    }

    pub(crate) fn partly_used() -> Self {
        message(
            "cannot differentiate this use of an iterator that a variable holds",
            "use it up at once, in a `for` loop or by a method such as `sum`; `next` and `nth` are seen through where no filter is before them",
        )
    }

    pub(crate) fn array_of_unknown_length() -> Self {
        message(
            "cannot differentiate an array whose length is not written here",
            "write its type, as in `let a: [f64; 3] = std::array::from_fn(..)`",
        )
    }

    pub(crate) fn collected_references() -> Self {
        message(
            "cannot differentiate a vector of references",
            "put values into it: `push(*x)` or `push(part.to_vec())`, and `.copied()`, `.cloned()` or `.map(|part| part.to_vec())` before `collect`",
        )
    }

    pub(crate) fn unseen_change(name: &str) -> Self {
        message(
            format!(
                "cannot differentiate this loop: it changes `{name}` in a way that the macro does not see beforehand"
            ),
            "assign to the variable by its name inside the loop",
        )
    }

    pub(crate) fn escaping_closure() -> Self {
        message(
            "cannot differentiate a closure that is not called where the macro sees it",
            "bind it with `let` and call it by its name in an ordinary expression, write it out as the argument of an iterator's method, or give it to a function of the same annotated module, or of the same body",
        )
    }

    pub(crate) fn closure_in_words(name: &str) -> Self {
        message(
            format!("cannot see through the closure `{name}` in this expression"),
            format!("call it before, as in `let value = {name}(..);`, and use the value here"),
        )
    }

    pub(crate) fn changed_in_words(name: &str) -> Self {
        message(
            format!(
                "cannot differentiate `{name}`, which changes inside of an expression whose own value is a constant"
            ),
            "change it in a statement of its own: a search becomes a `for` loop with `break`",
        )
    }

    pub(crate) fn mutable_borrow() -> Self {
        message(
            "cannot differentiate this mutable borrow: what happens to the variable is not seen",
            "pass it to an annotated function, let that return the new value, or assign to the variable itself",
        )
    }

    pub(crate) fn unseen_reference(name: &str) -> Self {
        message(
            format!(
                "cannot differentiate a change through `{name}`: what this mutable reference refers to is not seen"
            ),
            "find the index of the element first, and change the element by it, as in `v[i].push(x)` or `v[i] *= x`",
        )
    }

    pub(crate) fn moved_reference() -> Self {
        message(
            "cannot differentiate a `&mut` variable that refers to something else from here on",
            "declare another variable for that, or use indices; two of them may change places by `std::mem::swap(&mut a, &mut b)` or `(a, b) = (b, a)` if both are declared `mut` and refer to numbers, arrays or vectors of this function",
        )
    }

    pub(crate) fn exchanged_reference(name: &str) -> Self {
        message(
            format!("cannot tell what `{name}` holds here: mutable references to it have changed places"),
            "read it behind the last statement that uses these references, in the block where they are declared",
        )
    }

    pub(crate) fn conditional() -> Self {
        message(
            "cannot differentiate a part of a function that has a `#[cfg]`: the macro sees it before `rustc` decides whether it stays",
            "put the `#[cfg]` on two versions of the whole function, or use `if cfg!(..) { .. }`",
        )
    }

    pub(crate) fn mixed_hygiene(name: &str) -> Self {
        message(
            format!(
                "two variables named `{name}` come from different macro expansions, so the name alone does not tell them apart"
            ),
            "give the variable made by the macro and the one passed to it different names",
        )
    }

    pub(crate) fn hiding_item(name: &str) -> Self {
        message(
            format!(
                "the name of the item `{name}` also stands for something else in this function: the companions repeat items at their top, where one would hide the other"
            ),
            "give the item another name, or move it out of the function",
        )
    }

    pub(crate) fn glob_import() -> Self {
        message(
            "cannot keep a glob import inside a block: the companions repeat items at their top, where it could hide other names",
            "import the names one by one, or move the import out of the function",
        )
    }

    pub(crate) fn static_mut(name: &str) -> Self {
        message(
            format!(
                "cannot differentiate a function with the mutable static `{name}`: its companions would each have their own"
            ),
            "pass the state as an argument",
        )
    }

    pub(crate) fn unknown_macro(name: &str) -> Self {
        message(
            format!("cannot see through the macro `{name}!`, which is given a value with a derivative"),
            "write its expansion out as a function, or wrap it in `stop_gradient(..)` if no derivative goes through it",
        )
    }

    pub(crate) fn unstable_sort(name: &str) -> Self {
        message(
            format!("cannot differentiate `{name}`: which of two equal elements comes first is not known here"),
            "use a stable sort, as `sort_by` or `sort_by_key`; of floats, `sort_unstable_by(f64::total_cmp)` will do",
        )
    }

    pub(crate) fn option_change(name: &str) -> Self {
        message(
            format!(
                "`{name}` may hold a value with a derivative, and this may change it in a way that the macro does not see"
            ),
            format!(
                "assign to it, as in `{name} = Some(x);` or `{name} = None;`, or use `take`, `replace`, `insert` or `get_or_insert`"
            ),
        )
    }

    pub(crate) fn uninitialised(name: &str) -> Self {
        message(format!("`{name}` may be read before it has a value"), "give it a value in every branch that goes on")
    }

    pub(crate) fn assignment_target() -> Self {
        message(
            "cannot differentiate an assignment to this place",
            "assign to a variable, an element `a[i]` or a tuple field `t.0` of a variable of this function; to a field of a struct only constants",
        )
    }

    pub(crate) fn pattern() -> Self {
        message(
            "cannot take a value with a derivative apart with this pattern",
            "use tuple, array, `&`, `_`, literal and range patterns, or bind the value and use its parts",
        )
    }

    pub(crate) fn by_reference_binding() -> Self {
        message(
            "cannot differentiate a `ref` binding",
            "bind the value, and borrow it with `&` or `&mut` where it is used",
        )
    }

    pub(crate) fn shadowed_capture(name: &str) -> Self {
        message(
            format!(
                "`{name}` holds values with a derivative, and this may change it in a way that the macro does not see"
            ),
            "assign to the variable or to its elements, as in `a[i] = x`, or use a method of vectors that README.md lists; where no derivative goes through what is put in, write `stop_gradient(..)` around that",
        )
    }

    /// A type of the standard library that holds values with a derivative.
    pub(crate) fn container(name: &str) -> Self {
        let help = match name {
            "VecDeque" | "LinkedList" => {
                "use a `Vec`: `push` for the back, and the index of the first element that is left for the front; or an array and an index modulo its length"
            }
            "HashMap" | "BTreeMap" => {
                "keep the values in a `Vec`, and let the map hold their indices: `values[index[&key]] += x`"
            }
            "HashSet" | "BTreeSet" | "BinaryHeap" => {
                "keep the values in a `Vec`, and let this hold their indices; for a copy without a derivative write `stop_gradient(..)` around what is put in"
            }
            "Box" => "use a `Vec` instead of a boxed slice, and the value itself instead of a boxed number",
            "Rc" | "Arc" | "Cow" => "use the value itself, or a reference to it",
            "Result" => "return early with a value, or use an `Option` that is a variable of this function",
            _ => {
                "use a `let mut` variable, and a `&mut` parameter where another function changes it; for a copy without a derivative write `stop_gradient(..)` around what is put in"
            }
        };
        message(format!("cannot differentiate through a `{name}`"), help)
    }

    pub(crate) fn interior(name: &str) -> Self {
        message(
            format!("cannot differentiate through `{name}`, which a call may change without an assignment"),
            "use a `let mut` variable instead of a `Cell` or `RefCell`, or wrap the value that is put in in `stop_gradient(..)`",
        )
    }

    /// `cycle` are the functions that call each other, in the order of the source.
    pub(crate) fn recursion(name: &str, cycle: &[String]) -> Self {
        let quoted: Vec<String> = cycle.iter().map(|name| format!("`{name}`")).collect();
        let why = "how much its reverse sweep keeps is not known before it runs";
        match quoted.split_last() {
            Some((last, others)) if !others.is_empty() => {
                let all = format!("{} and {last}", others.join(", "));
                message(
                    format!("cannot differentiate `{name}`: {all} call each other, so {why}"),
                    format!("put `#[differentiable(recursive)]` on each of {all}, which boxes what a call keeps"),
                )
            }
            _ => message(
                format!("cannot differentiate `{name}`: it calls itself, so {why}"),
                format!("put `#[differentiable(recursive)]` on `{name}`, which boxes what a call keeps"),
            ),
        }
    }
}

/// Methods with which chains of iterators end.
const ITERATOR_METHODS: &[&str] =
    &["collect", "count", "fold", "for_each", "max_by", "min_by", "product", "reduce", "sum"];

/// Methods with which chains of iterators begin.
const SOURCES: &[&str] =
    &["iter", "iter_mut", "into_iter", "chunks", "chunks_exact", "chunks_mut", "chunks_exact_mut", "windows"];

/// Methods in the middle of a chain that is seen through where it is used.
const ADAPTERS: &[&str] = &[
    "by_ref",
    "chain",
    "cloned",
    "copied",
    "enumerate",
    "filter",
    "inspect",
    "map",
    "rev",
    "skip",
    "step_by",
    "take",
    "zip",
];

const ITERATOR_HELP: &str = "iterate over a range, or over an array, slice or vector whose type is written in this function, with adapters such as `map`, `zip` and `filter`; or write a `for` loop over indices";

/// What activity analysis finds: a derivative is wanted through something that has none.
impl Message {
    pub(crate) fn method(name: &str) -> Self {
        if ITERATOR_METHODS.contains(&name) {
            return message(
                format!("cannot differentiate `{name}` of an iterator that the macro cannot see through"),
                ITERATOR_HELP,
            );
        }
        if name == "into_boxed_slice" {
            return Message::container("Box");
        }
        if SOURCES.contains(&name) {
            return Message::iterator_method(name);
        }
        message(
            format!("cannot differentiate the method `{name}`: it has no derivative rule"),
            "use an operator listed in OPERATORS.md, write a function with `#[differentiable]`, or wrap the call in `stop_gradient(..)` if no derivative goes through it",
        )
    }

    pub(crate) fn method_of_unknown(name: &str) -> Self {
        message(
            format!("cannot differentiate the method `{name}` of a value whose type is not known here"),
            "write its type, as in `let values: Vec<f64> = ..;`, and call the method of the variable",
        )
    }

    pub(crate) fn iterator_method(name: &str) -> Self {
        if SOURCES.contains(&name) || ADAPTERS.contains(&name) {
            return message(
                format!("cannot differentiate through this iterator: after `{name}` it is not used up at once"),
                "write the whole chain where it is used, as in `for v in x.iter().map(..)` or `let sum: f64 = x.iter().map(..).sum()`",
            );
        }
        message(
            format!("cannot differentiate through the iterator method `{name}`"),
            "write a `for` loop, with `if`, `break` and `continue` where they are needed",
        )
    }

    pub(crate) fn operator_method(name: &str, symbol: &str) -> Self {
        message(
            format!("cannot differentiate the method `{name}` of a float: which trait it comes from is not known here"),
            format!("write it with the operator `{symbol}`"),
        )
    }

    pub(crate) fn local_call() -> Self {
        message(
            "cannot differentiate a call through a variable: which function it calls is not known here",
            "call an annotated function by its path, or wrap the call in `stop_gradient(..)` if no derivative goes through it",
        )
    }

    pub(crate) fn associated_function(name: &str) -> Self {
        message(
            format!(
                "cannot differentiate a call of the associated function `{name}` yet: only free functions have derivatives"
            ),
            "write a free function with `#[differentiable]` and call that, or wrap the call in `stop_gradient(..)` if no derivative goes through it",
        )
    }

    pub(crate) fn derivative_inside(name: &str) -> Self {
        message(
            format!("cannot differentiate `{name}` yet: that would be a second derivative"),
            "call it outside of annotated functions, or wrap the call in `stop_gradient(..)` if no derivative goes through it",
        )
    }

    pub(crate) fn constructor(name: &str) -> Self {
        if name == "Some" {
            return message(
                "cannot see whether this `Some` holds a value with a derivative, or what becomes of it",
                "put it into a variable of its own, as in `let mut best = None;` and `best = Some(x);`; a variable may be a tuple with one in it; arrays, structs and functions elsewhere cannot be given one yet",
            );
        }
        message(format!("cannot differentiate a value put into `{name}` yet"), "use tuples and arrays")
    }

    pub(crate) fn field(name: &str) -> Self {
        message(
            format!("cannot differentiate through the field `{name}` yet: fields of structs are not supported"),
            "use tuples and arrays, or mark the parameter `#[constant]` if no derivative goes through it",
        )
    }

    pub(crate) fn integer_cast() -> Self {
        message(
            "a value with a derivative becomes an integer here, and a derivative is wanted through it: an integer has none",
            "use the integer in an index or a condition only, or write `stop_gradient(..)` around it if its derivative is meant to be zero",
        )
    }

    pub(crate) fn integer_through_reference() -> Self {
        message(
            "this call changes an integer, and a derivative is wanted through it: an integer has none",
            "use the integer in an index or a condition only, or write `stop_gradient(..)` around it if its derivative is meant to be zero",
        )
    }

    pub(crate) fn two_places(name: &str) -> Self {
        message(
            format!("cannot differentiate a call that changes two parts of `{name}` which have no size of their own"),
            "copy one of them into a variable, pass that, and copy it back",
        )
    }

    pub(crate) fn cast_to_alias(ty: &str) -> Self {
        message(
            format!("cannot differentiate a cast to `{ty}`: whether that is a float is not known here"),
            "cast to `f64` or `f32` by name, or write `stop_gradient(..)` around the cast if it is an integer",
        )
    }

    pub(crate) fn discrete(name: &str) -> Self {
        message(
            format!("`{name}` turns a value with a derivative into bits, integers or text, which have none"),
            "wrap the call in `stop_gradient(..)` if the derivative is meant to be zero",
        )
    }

    pub(crate) fn through(what: &str) -> Self {
        message(
            format!("cannot differentiate through {what}"),
            "write it with arithmetic, functions of OPERATORS.md and calls of annotated functions, or wrap it in `stop_gradient(..)` if no derivative goes through it",
        )
    }

    pub(crate) fn active_in_constant_operand(op: &str) -> Self {
        message(
            format!("this operand of `{op}` must not depend on a value with a derivative"),
            "wrap the operand in `stop_gradient(..)`",
        )
    }
}
