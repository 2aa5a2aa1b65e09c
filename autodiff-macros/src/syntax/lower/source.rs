//! Which expressions are sequences: their sources and adapters.

use super::Lowering;
use super::closure::Closure;
use super::place::is_whole;
use super::sequence::{Access, Base, Elements, Indexed, Sequence, Source, Stage};
use crate::diagnostics::{Message, Place};
use crate::graph::{Range, Ty};
use crate::syntax::scope::strip;
use proc_macro2::{Ident, Span};
use std::rc::Rc;
use syn::spanned::Spanned;
use syn::{Expr, ExprCall, ExprMethodCall, RangeLimits, parse_quote};

impl<'a> Lowering<'a> {
    /// The sequence that an expression is; one that the macro does not see through is reported.
    pub(super) fn sequence(&mut self, expr: &Expr) -> Option<Sequence> {
        let errors = self.diagnostics.count();
        let sequence = self.known_sequence(strip(expr), false);
        if sequence.is_none() && self.diagnostics.count() == errors {
            let (place, message) = match unknown_method(expr) {
                Some(method) => (method.span().into(), Message::iterator_method(&method.to_string())),
                None => (Place::of(expr), Message::unknown_iterator()),
            };
            self.error(place, message);
        }
        sequence
    }

    /// Whether a chain of iterators begins with a range, or with an aggregate whose type is known.
    fn has_known_source(&self, expr: &Expr) -> bool {
        match strip(expr) {
            Expr::Range(range) => range.start.is_some(),
            Expr::Reference(reference) if reference.mutability.is_some() => true,
            Expr::Reference(reference) => self.has_known_source(&reference.expr),
            Expr::MethodCall(call) if keeps_items(&call.method.to_string()) => {
                self.has_known_source(&call.receiver)
                    && call.args.iter().all(|argument| match call.method.to_string().as_str() {
                        "zip" | "chain" => self.has_known_source(argument),
                        _ => true,
                    })
            }
            Expr::MethodCall(call) if call.method == "flat_map" && call.args.len() == 1 => {
                let gives_known = match strip(&call.args[0]) {
                    Expr::Closure(closure) => self.has_known_source(&closure.body),
                    _ => false,
                };
                gives_known && self.has_known_source(&call.receiver)
            }
            Expr::MethodCall(call) if is_source(&call.method.to_string()) => {
                call.method.to_string().ends_with("_mut")
                    || matches!(self.infer(&call.receiver).peeled(), Ty::Array(..) | Ty::Slice(_))
            }
            expr => matches!(self.infer(expr).peeled(), Ty::Array(..) | Ty::Slice(_)),
        }
    }

    /// Whether an expression is a sequence by its form, so that its methods are those of iterators.
    pub(super) fn is_sequence(&self, expr: &Expr) -> bool {
        match strip(expr) {
            Expr::Range(_) => true,
            Expr::Call(call) => self.generator(call).is_some(),
            Expr::Path(_) => self.holds_iterator(expr) || self.holds_iterator_in_words(expr),
            Expr::MethodCall(call) if call.method == "clone" => {
                self.holds_iterator(&call.receiver) || self.holds_iterator_in_words(&call.receiver)
            }
            Expr::MethodCall(call) => {
                let name = call.method.to_string();
                let is_in_words = || makes_iterator(&name) && self.is_constant(expr);
                is_source(&name) || (is_adapter(&name) && self.is_sequence(&call.receiver)) || is_in_words() || {
                    let known = matches!(self.infer(&call.receiver).peeled(), Ty::Array(..) | Ty::Slice(_));
                    // Of what a function gives it is supposed that it owns its elements, as in a `for` loop.
                    let given = match strip(&call.receiver) {
                        Expr::Call(inner) => self.generator(inner).is_none(),
                        receiver @ Expr::Path(_) => matches!(self.infer(receiver), Ty::Unknown),
                        _ => false,
                    };
                    name == "into_iter" && (known || (given && !self.is_constant(&call.receiver)))
                }
            }
            _ => false,
        }
    }

    /// A sequence; constants of a type that only `rustc` knows stay in the user's words, but where they are to be
    /// indexed: that is `lenient`.
    fn known_sequence(&mut self, expr: &Expr, lenient: bool) -> Option<Sequence> {
        if !lenient && self.is_constant(expr) && !self.has_known_source(expr) && !lends_to_change(expr) {
            let iterator = self.opaque(expr, None);
            return Some(Sequence { source: Source::Words(iterator), stages: Vec::new() });
        }
        match expr {
            Expr::Range(range) => {
                let start = range.start.as_ref()?;
                let start = self.index(start);
                let source = match &range.end {
                    Some(end) => {
                        let end = self.index(end);
                        let inclusive = matches!(range.limits, RangeLimits::Closed(_));
                        Indexed::Range(Range { start, end, inclusive, reversed: false })
                    }
                    None => Indexed::From(start),
                };
                Some(Sequence::new(source))
            }
            Expr::Reference(reference) => {
                let elements =
                    self.elements(&reference.expr, reference.mutability.is_some(), Access::Reference, lenient)?;
                Some(Sequence::new(Indexed::Elements(elements)))
            }
            Expr::MethodCall(call) if call.method == "clone" && self.holds_iterator(&call.receiver) => {
                self.rest_of_iterator(&call.receiver, call.method.span())
            }
            // What stands beside numbers is indexed.
            Expr::MethodCall(call) if makes_iterator(&call.method.to_string()) && self.is_constant(expr) => {
                let value = self.opaque(&parse_quote!(#expr.collect::<__ad::Vec<_>>()), None);
                let elements = Elements { of: Base::Value(value), access: Access::Value };
                Some(Sequence::new(Indexed::Elements(elements)))
            }
            Expr::MethodCall(call) if !self.gives_elements(call) => self.adapted(call, lenient),
            Expr::Call(call) if self.generator(call).is_some() => self.generated(call),
            // Only its items tell how many there are.
            Expr::Path(_) if self.holds_iterator_in_words(expr) => None,
            Expr::Path(_) if self.holds_iterator(expr) => self.rest_of_iterator(expr, expr.span()),
            _ => {
                let ty = self.infer(expr);
                if matches!(ty.peeled(), Ty::Constant) {
                    return None;
                }
                let access = if matches!(ty, Ty::Reference(_)) { Access::Reference } else { Access::Value };
                let elements = self.elements(expr, false, access, lenient)?;
                Some(Sequence::new(Indexed::Elements(elements)))
            }
        }
    }

    /// Whether a method gives an aggregate, as `to_vec` does.
    fn gives_elements(&self, call: &ExprMethodCall) -> bool {
        let name = call.method.to_string();
        let is_known = || matches!(self.infer(&Expr::MethodCall(call.clone())).peeled(), Ty::Array(..) | Ty::Slice(_));
        !is_source(&name) && !is_adapter(&name) && (self.is_remainder(call) || is_known())
    }

    /// The elements of an expression whose type is known to have some.
    fn elements(&mut self, expr: &Expr, mutable: bool, access: Access, lenient: bool) -> Option<Elements> {
        let unknown = !lenient && !mutable && self.is_constant(expr);
        if unknown && !matches!(self.infer(expr).peeled(), Ty::Array(..) | Ty::Slice(_)) {
            return None;
        }
        let is_whole = matches!(strip(expr), Expr::MethodCall(call) if is_whole(call));
        if mutable {
            self.check_elements_to_change(expr)?;
        }
        if mutable || is_whole || self.is_mutable_alias(expr) {
            let alias = self.alias(expr)?;
            return Some(Elements { of: Base::Place(alias), access });
        }
        if !self.is_constant(expr)
            && let Some(alias) = self.part_of_lent(expr)
        {
            return Some(Elements { of: Base::Lent(alias), access: Access::Reference });
        }
        // What a constant holds stays there.
        let is_part = matches!(strip(expr), Expr::Field(_)) && self.is_constant(expr);
        if is_part && access == Access::Reference && matches!(self.infer(expr), Ty::Unknown) {
            let value = self.expr(&parse_quote!(&#expr));
            return Some(Elements { of: Base::Value(value), access });
        }
        // A part without a size of its own is no value, even if it is constant.
        let value = if matches!(strip(expr), Expr::Index(_)) { self.load(strip(expr)) } else { self.expr(expr) };
        // Of what only `rustc` knows it is supposed that it can be indexed.
        if !matches!(self.ty(value).peeled(), Ty::Array(..) | Ty::Slice(_) | Ty::Unknown) {
            return None;
        }
        let access = if matches!(self.ty(value), Ty::Reference(_)) { Access::Reference } else { access };
        // What may be a vector is not taken out of where it is.
        let is_part = matches!(strip(expr), Expr::Index(_) | Expr::Field(_));
        let value =
            if is_part && matches!(self.ty(value), Ty::Unknown) { self.borrow(value, expr.span()) } else { value };
        Some(Elements { of: Base::Value(value), access })
    }

    /// An adapter or a source that is a method.
    fn adapted(&mut self, call: &ExprMethodCall, lenient: bool) -> Option<Sequence> {
        let name = call.method.to_string();
        let argument = call.args.first();
        let source = match (name.as_str(), argument) {
            ("iter", None) => {
                Some(Indexed::Elements(self.elements(&call.receiver, false, Access::Reference, lenient)?))
            }
            ("iter_mut", None) => {
                Some(Indexed::Elements(self.elements(&call.receiver, true, Access::Reference, lenient)?))
            }
            ("drain", Some(_)) if self.is_drain(call) => {
                let of = Base::Value(self.drained(call)?);
                Some(Indexed::Elements(Elements { of, access: Access::Value }))
            }
            (_, Some(size)) if is_chunks(&name) => {
                let of = self.elements(&call.receiver, name.ends_with("_mut"), Access::Reference, lenient)?;
                let size = self.index(size);
                let (exact, backwards) = (name.contains("exact"), name.starts_with('r'));
                Some(Indexed::Chunks { of, size, exact, backwards })
            }
            ("windows", Some(size)) => {
                let of = self.elements(&call.receiver, false, Access::Reference, lenient)?;
                let size = self.index(size);
                Some(Indexed::Windows { of, size })
            }
            _ => None,
        };
        if let Some(source) = source {
            return Some(Sequence::new(source));
        }
        if !is_adapter(&name) {
            return None;
        }
        // What asks the variable's iterator for items would leave the rest in it.
        if name == "by_ref" && self.holds_iterator(&call.receiver) {
            self.error(call.method.span(), Message::partly_used());
            return None;
        }
        let mut inner = self.known_sequence(strip(&call.receiver), lenient)?;
        let stage = match (name.as_str(), argument) {
            ("into_iter" | "iter" | "by_ref" | "peekable" | "fuse", None) => return Some(inner),
            ("copied" | "cloned", None) => Stage::Copied,
            ("flatten", None) => Stage::Flat(None),
            ("map", Some(closure)) => Stage::Map(self.closure_of(closure)?),
            ("filter", Some(closure)) => Stage::Filter(self.closure_of(closure)?),
            ("inspect", Some(closure)) => Stage::Inspect(self.closure_of(closure)?),
            ("take_while", Some(closure)) => Stage::TakeWhile(self.closure_of(closure)?),
            ("skip_while", Some(closure)) => Stage::SkipWhile(self.closure_of(closure)?),
            ("filter_map", Some(closure)) => Stage::FilterMap(self.closure_of(closure)?),
            ("map_while", Some(closure)) => Stage::MapWhile(self.closure_of(closure)?),
            ("flat_map", Some(closure)) => Stage::Flat(Some(self.closure_of(closure)?)),
            ("scan", Some(start)) => {
                let start = self.expr(start);
                Stage::Scan(start, self.closure_of(&call.args[1])?)
            }
            _ => {
                // Of constants, too, the items are needed one by one.
                if matches!(inner.source, Source::Words(_)) && !lenient {
                    let errors = self.diagnostics.count();
                    inner = match self.known_sequence(strip(&call.receiver), true) {
                        Some(known) => known,
                        None if self.diagnostics.count() == errors => inner,
                        None => return None,
                    };
                }
                return self.rearranged(inner, &name, call);
            }
        };
        inner.push(stage);
        Some(inner)
    }

    /// An adapter that leaves the items as they are: where the sequence is not indexed, a stage counts.
    fn rearranged(&mut self, inner: Sequence, name: &str, call: &ExprMethodCall) -> Option<Sequence> {
        let span = call.method.span();
        let argument = call.args.first();
        // What skips items would skip what their closures do; a longer side of a `zip` may be asked for one item more.
        let skips =
            matches!(name, "skip" | "step_by" | "zip" | "cycle") || (name == "rev" && is_cut_short(&call.receiver));
        let is_indexed = matches!(inner.source, Source::Indexed(_)) && inner.stages.is_empty();
        if skips && is_indexed && inner.has_effects() {
            self.error(span, Message::effect_before(name));
            return None;
        }
        // One item goes in for each that comes out: fewer of them go in.
        if let ("take", Some(count), Source::Indexed(_)) = (name, argument, &inner.source)
            && inner.stages.iter().all(Stage::keeps_count)
        {
            let count = self.index(count);
            let Sequence { source: Source::Indexed(indexed), stages } = inner else { return None };
            let source = Source::Indexed(Indexed::Take(Box::new(indexed), count));
            return Some(Sequence { source, stages });
        }
        let (mut inner, indexed) = if is_indexed { (None, inner.indexed()) } else { (Some(inner), None) };
        let boxed = indexed.map(Box::new);
        let stage = match (name, argument, boxed) {
            ("rev", None, Some(indexed)) => return Some(Sequence::new(Indexed::Rev(indexed))),
            ("enumerate", None, Some(indexed)) => return Some(Sequence::new(Indexed::Enumerate(indexed))),
            ("cycle", None, Some(indexed)) => return Some(Sequence::new(Indexed::Cycle(indexed))),
            ("skip", Some(count), Some(indexed)) => {
                return Some(Sequence::new(Indexed::Skip(indexed, self.index(count))));
            }
            ("take", Some(count), Some(indexed)) => {
                return Some(Sequence::new(Indexed::Take(indexed, self.index(count))));
            }
            ("step_by", Some(step), Some(indexed)) => {
                return Some(Sequence::new(Indexed::StepBy(indexed, self.index(step))));
            }
            ("zip", Some(other), Some(indexed)) => return self.zipped(*indexed, other, span),
            ("chain", Some(other), Some(indexed)) => {
                let other = self.argument_sequence(other)?;
                return Some(Sequence::chain(Sequence::new(*indexed), other));
            }
            ("rev", None, None) => {
                let reversed = inner.take().and_then(Sequence::reversed);
                if reversed.is_none() {
                    self.error(span, Message::not_indexed(name));
                }
                return reversed;
            }
            ("enumerate", None, None) => Stage::Enumerate,
            ("skip", Some(count), None) => Stage::Skip(self.index(count)),
            ("take", Some(count), None) => {
                let count = self.index(count);
                // Where none is taken, no closure is called.
                let takes_some = self.graph.integer(count).is_some_and(|count| count > 0);
                if !takes_some && inner.as_ref().is_some_and(Sequence::has_effects) {
                    self.error(span, Message::effect_before(name));
                    return None;
                }
                Stage::Take(count)
            }
            ("step_by", Some(step), None) => Stage::StepBy(self.index(step)),
            ("zip", Some(other), None) => {
                let Some(other) = self.argument_sequence(other)?.indexed().filter(|other| !other.has_effects()) else {
                    self.error(span, Message::not_indexed(name));
                    return None;
                };
                Stage::Zip(Box::new(other), false)
            }
            ("chain", Some(other), None) => {
                let other = self.argument_sequence(other)?;
                return Some(Sequence::chain(inner?, other));
            }
            _ => {
                self.error(span, Message::not_indexed(name));
                return None;
            }
        };
        let mut inner = inner?;
        inner.stages.push(stage);
        Some(inner)
    }

    /// The sequence that is the argument of an adapter.
    fn argument_sequence(&mut self, expr: &Expr) -> Option<Sequence> {
        let errors = self.diagnostics.count();
        let sequence = self.known_sequence(strip(expr), true);
        if sequence.is_none() && self.diagnostics.count() == errors {
            self.error(Place::of(expr), Message::unknown_iterator());
        }
        sequence
    }

    /// A sequence that is indexed, and another one.
    fn zipped(&mut self, left: Indexed, other: &Expr, span: Span) -> Option<Sequence> {
        let other = self.argument_sequence(other)?;
        if other.has_effects() {
            self.error(span, Message::effect_before("zip"));
            return None;
        }
        match (other.source, other.stages) {
            (Source::Indexed(right), stages) if stages.is_empty() => {
                Some(Sequence::new(Indexed::Zip(Box::new(left), Box::new(right))))
            }
            (source, mut stages) => {
                stages.push(Stage::Zip(Box::new(left), true));
                Some(Sequence { source, stages })
            }
        }
    }

    /// The function of `std::iter` that a call names, if it makes an iterator. An imported `zip` is taken for one; `rustc` has
    /// to confirm that.
    fn generator(&self, call: &ExprCall) -> Option<String> {
        let Expr::Path(path) = strip(&call.func) else { return None };
        let mut segments = path.path.segments.iter().rev();
        let name = segments.next()?.ident.to_string();
        let known = match segments.next() {
            Some(module) => {
                let is_known = matches!(
                    name.as_str(),
                    "repeat" | "repeat_n" | "repeat_with" | "once" | "zip" | "successors" | "from_fn"
                );
                is_known && module.ident == "iter"
            }
            None => {
                let is_variable = self.names.get(&name).is_some_and(|ids| !ids.is_empty());
                name == "zip" && !is_variable && self.together(path).is_none() && self.helper(path).is_none()
            }
        };
        let arguments = if matches!(name.as_str(), "repeat_n" | "zip" | "successors") { 2 } else { 1 };
        (known && call.args.len() == arguments).then_some(name)
    }

    /// What a closure gives that is called again and again, or makes of what it gave before.
    fn called_again(&mut self, name: &str, call: &ExprCall) -> Option<Sequence> {
        let span = call.func.span();
        let zero = self.literal_index(0, span);
        let mut sequence = Sequence::new(Indexed::From(zero));
        let stage = match name {
            "successors" => Stage::MapWhile(self.successor(&call.args[0], &call.args[1], span)?),
            "from_fn" => Stage::MapWhile(self.closure_with(&call.args[0], 0)?.of_any_item()),
            _ => Stage::Map(self.closure_with(&call.args[0], 0)?.of_any_item()),
        };
        sequence.push(stage);
        Some(sequence)
    }

    /// A closure that gives the next item, which a variable holds, and makes the one after it.
    fn successor(&mut self, first: &Expr, next: &Expr, span: Span) -> Option<Rc<Closure>> {
        let [held, item, make] = ["held_by_successors", "item_of_successors", "made_by_successors"]
            .map(|name| Ident::new(name, Span::mixed_site().located_at(span)));
        self.stmt(&parse_quote!(let mut #held = #first;));
        let mut next = next.clone();
        if let Expr::Closure(_) = strip(&next) {
            self.stmt(&parse_quote!(let #make = #next;));
            next = parse_quote!(#make);
        }
        self.closure_expr(&parse_quote!(|_| {
            let #item = #held;
            if let Some(value) = #item {
                #held = #next(&value);
            }
            #item
        }))
    }

    /// `std::iter::repeat(x)`, `repeat_n(x, n)`, `once(x)`, `zip(xs, ys)`, and those that call closures.
    fn generated(&mut self, call: &ExprCall) -> Option<Sequence> {
        let span = call.func.span();
        let name = self.generator(call)?;
        if name == "zip" {
            if let Expr::Path(path) = strip(&call.func)
                && let Some(name) = path.path.get_ident()
                && !self.zips.contains(name)
            {
                self.zips.push(name.clone());
            }
            let (left, right) = (&call.args[0], &call.args[1]);
            return self.known_sequence(&parse_quote!(#left.into_iter().zip(#right)), false);
        }
        if matches!(name.as_str(), "successors" | "from_fn" | "repeat_with") {
            return self.called_again(&name, call);
        }
        let value = self.expr(call.args.first()?);
        let count = match name.as_str() {
            "once" => self.literal_index(1, span),
            "repeat_n" => self.index(call.args.get(1)?),
            _ => self.constant_code(parse_quote!(usize::MAX), Ty::Constant, span),
        };
        Some(Sequence::new(Indexed::Repeat(value, count)))
    }
}

/// Whether items of a chain of iterators may be mutable references: what they refer to may get a derivative.
fn lends_to_change(expr: &Expr) -> bool {
    match strip(expr) {
        Expr::Reference(reference) => reference.mutability.is_some(),
        Expr::MethodCall(call) => {
            (is_source(&call.method.to_string()) && call.method.to_string().ends_with("_mut"))
                || lends_to_change(&call.receiver)
                || call.args.iter().any(lends_to_change)
        }
        _ => false,
    }
}

/// Whether a chain of iterators takes some items only: backwards, the others come first.
fn is_cut_short(expr: &Expr) -> bool {
    matches!(strip(expr), Expr::MethodCall(call) if call.method == "take" || is_cut_short(&call.receiver))
}

/// The first method of a chain that no iterator that the macro sees through has.
fn unknown_method(expr: &Expr) -> Option<&Ident> {
    let Expr::MethodCall(call) = strip(expr) else { return None };
    let name = call.method.to_string();
    let known = is_source(&name) || is_adapter(&name);
    unknown_method(&call.receiver).or_else(|| (!known).then_some(&call.method))
}

/// Whether a method makes an iterator of an aggregate.
fn is_source(name: &str) -> bool {
    matches!(name, "iter" | "iter_mut" | "windows" | "drain") || is_chunks(name)
}

/// Whether a method of a string or of a map makes an iterator, whose items are constants if it is.
fn makes_iterator(name: &str) -> bool {
    matches!(
        name,
        "bytes"
            | "char_indices"
            | "chars"
            | "into_keys"
            | "into_values"
            | "keys"
            | "lines"
            | "split"
            | "split_ascii_whitespace"
            | "split_terminator"
            | "split_whitespace"
            | "splitn"
            | "values"
    )
}

/// Whether a method makes an iterator of parts of equal length.
fn is_chunks(name: &str) -> bool {
    matches!(name.trim_start_matches('r').trim_end_matches("_mut"), "chunks" | "chunks_exact")
}

/// Whether a method of an iterator gives its items, or what a closure makes of each.
fn keeps_items(name: &str) -> bool {
    matches!(
        name,
        "into_iter"
            | "iter"
            | "by_ref"
            | "copied"
            | "cloned"
            | "map"
            | "filter"
            | "inspect"
            | "rev"
            | "enumerate"
            | "skip"
            | "take"
            | "step_by"
            | "zip"
            | "chain"
    )
}

fn is_adapter(name: &str) -> bool {
    keeps_items(name)
        || matches!(
            name,
            "cycle"
                | "flatten"
                | "fuse"
                | "peekable"
                | "flat_map"
                | "filter_map"
                | "map_while"
                | "take_while"
                | "skip_while"
                | "scan"
        )
}
