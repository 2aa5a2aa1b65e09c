//! Iterators that end in a value.

use super::iteration::Header;
use super::place::is_whole;
use super::sequence::Item;
use super::{BindingId, Lowering};
use crate::diagnostics::Message;
use crate::graph::{Float, Obstacle, Space, Step, Ty, Value};
use crate::syntax::scope::strip;
use crate::syntax::types::ty_of;
use proc_macro2::Span;
use syn::{BinOp, Expr, ExprMethodCall, GenericArgument, parse_quote};

/// Ends of iterators whose result is a constant, whatever the items are.
const DISCRETE_ENDS: &[&str] = &["any", "all", "count", "position", "rposition", "is_sorted", "contains"];

impl<'a> Lowering<'a> {
    /// A method of an iterator that the macro sees through, or of a vector or slice; none for other methods.
    pub(super) fn sequence_method(&mut self, call: &ExprMethodCall, expr: &Expr) -> Option<Value> {
        let name = call.method.to_string();
        let span = call.method.span();
        if self.is_found_position(call) || self.is_search(call) {
            return Some(self.opaque_cut(expr, Ty::Constant));
        }
        // What is asked about an item may have a derivative, the item has none.
        if self.is_item_in_words(call) {
            return Some(self.opaque_cut(expr, Ty::Unknown));
        }
        if let Some(value) = self.unwrapped(call) {
            return Some(value);
        }
        if let Some(array) = self.array_of_slice(call) {
            return Some(array);
        }
        if let Some(value) = self.remainder(call) {
            return Some(value);
        }
        if self.is_sequence(&call.receiver) {
            return self.end(&name, call, expr, span);
        }
        self.vector_method(&name, call, span)
    }

    /// Whether a method looks for an index in a slice that is in order.
    fn is_search(&self, call: &ExprMethodCall) -> bool {
        let searches =
            matches!(call.method.to_string().as_str(), "binary_search_by" | "binary_search_by_key" | "partition_point");
        searches && !self.is_sequence(&call.receiver) && self.may_be_slice(&call.receiver)
    }

    /// Whether a call takes the index out of `items.position(..)`.
    fn is_found_position(&self, call: &ExprMethodCall) -> bool {
        let unwraps = matches!(
            call.method.to_string().as_str(),
            "unwrap" | "expect" | "unwrap_or" | "unwrap_or_else" | "unwrap_or_default" | "map_or"
        );
        let Expr::MethodCall(search) = strip(&call.receiver) else { return false };
        let is_position = matches!(search.method.to_string().as_str(), "position" | "rposition");
        unwraps
            && (self.is_search(search) || is_position && self.is_sequence(&search.receiver))
            && call.args.iter().all(|argument| self.is_constant(argument))
    }

    fn end(&mut self, name: &str, call: &ExprMethodCall, expr: &Expr, span: Span) -> Option<Value> {
        if DISCRETE_ENDS.contains(&name) {
            let loops = if self.must_be_lowered(expr) { question_as_loop(name, call) } else { None };
            return Some(match loops {
                Some(loops) => self.expr(&loops),
                None => self.opaque_cut(expr, Ty::Constant),
            });
        }
        match (name, call.args.len()) {
            ("sum" | "product", 0) => {
                let ty = generic_argument(call).map_or(Ty::Float(Float::Literal), |ty| ty_of(&ty));
                if !ty.is_float() {
                    let place = call.method.span().into();
                    return Some(self.opaque(expr, Some(Obstacle { place, message: Message::discrete(name) })));
                }
                let (start, op): (Expr, BinOp) = if name == "sum" {
                    (parse_quote!(-0.0), parse_quote!(+))
                } else {
                    (parse_quote!(1.0), parse_quote!(*))
                };
                let start = self.constant_code(start, ty, span);
                Some(self.folded(call, name, start, span, &mut |this, sum, item| {
                    let item = this.item_value(item, span);
                    this.binary_of_values(&op, sum, item, span)
                }))
            }
            ("fold", 2) => {
                let start = self.expr(&call.args[0]);
                let closure = self.closure_of(&call.args[1])?;
                let changed = closure.changed.clone();
                Some(self.folded_with(call, "folded", start, changed, span, &mut |this, folded, item| {
                    let item = this.call_closure(&closure, vec![Item::Value(folded), item], span);
                    this.item_value(item, span)
                }))
            }
            ("for_each", 1) => {
                let closure = self.closure_of(&call.args[0])?;
                let sequence = self.sequence(&call.receiver);
                let header = self.header(closure.changed.clone(), span);
                self.drive(sequence, header, &mut |this, item| {
                    this.call_closure(&closure, vec![item], span);
                });
                Some(self.unit(span))
            }
            ("unzip", 0) => Some(self.unzipped(call, span)),
            ("partition", 1) => self.partitioned(call, span),
            ("rfold", 2) => {
                let (receiver, arguments) = (&call.receiver, &call.args);
                let code: Expr = parse_quote!(#receiver.rev().fold(#arguments));
                Some(self.expr(&code))
            }
            ("collect", 0) => {
                let start = self.constant_code(parse_quote!(__ad::Vec::new()), unknown_vector(), span);
                if let Some(written) = generic_argument(call) {
                    self.check_vector(start, &written);
                }
                Some(self.folded(call, "collected", start, span, &mut |this, collected, item| {
                    let item = this.item_value(item, span);
                    this.pushed(collected, item, span)
                }))
            }
            _ => {
                self.error(span, Message::iterator_method(name));
                Some(self.unit(span))
            }
        }
    }

    /// Two vectors: of the first and of the second parts of the items.
    fn unzipped(&mut self, call: &ExprMethodCall, span: Span) -> Value {
        let sequence = self.sequence(&call.receiver);
        let vectors = self.two_vectors(span);
        let owns = [2, 3].map(|position| type_argument(call, position).is_some_and(|ty| owns_elements(&ty)));
        let header = self.header(vectors.to_vec(), span);
        self.drive(sequence, header, &mut |this, item| {
            let parts = match item {
                Item::Pair(left, right) => [*left, *right],
                item => {
                    let pair = this.item_value(item, span);
                    [0, 1].map(|field| Item::Value(this.load_path(pair, vec![Step::Field(field)], span)))
                }
            };
            for ((vector, part), owns) in vectors.into_iter().zip(parts).zip(owns) {
                this.collect_into(vector, part, owns, span);
            }
        });
        let vectors = vectors.map(|vector| self.hidden(vector));
        for (vector, position) in vectors.into_iter().zip(2..) {
            if let Some(written) = type_argument(call, position) {
                self.check_vector(vector, &written);
            }
        }
        self.tuple(vectors.to_vec(), span)
    }

    /// Two vectors: of the items for which a closure holds, and of the others.
    fn partitioned(&mut self, call: &ExprMethodCall, span: Span) -> Option<Value> {
        let closure = self.closure_of(&call.args[0])?;
        let sequence = self.sequence(&call.receiver);
        let vectors = self.two_vectors(span);
        let written = generic_argument(call);
        let owns = written.as_ref().is_some_and(owns_elements);
        if let Some(written) = written {
            self.check_vector(self.hidden(vectors[0]), &written);
        }
        let changed = closure.changed.iter().copied().chain(vectors).collect();
        let header = self.header(changed, span);
        self.drive(sequence, header, &mut |this, item| {
            let test = this.test_of(&closure, item.clone(), span);
            let unit = this.unit(span);
            let [mut then, mut otherwise] = vectors.map(|vector| {
                let item = item.clone();
                move |this: &mut Self| {
                    this.collect_into(vector, item.clone(), owns, span);
                    unit
                }
            });
            this.branch(test, span, &mut then, &mut otherwise);
        });
        let vectors = vectors.map(|vector| self.hidden(vector));
        Some(self.tuple(vectors.to_vec(), span))
    }

    fn two_vectors(&mut self, span: Span) -> [BindingId; 2] {
        ["left", "right"].map(|name| {
            let vector = self.hidden_binding(name);
            let empty = self.constant_code(parse_quote!(::std::vec::Vec::new()), unknown_vector(), span);
            self.set(vector, Some(empty));
            vector
        })
    }

    /// One more element of a vector of ours; one that owns its elements is extended by what references refer to.
    fn collect_into(&mut self, vector: BindingId, item: Item, owns: bool, span: Span) {
        let item = if owns { self.copied(item, span) } else { item };
        let value = self.item_value(item, span);
        let before = self.hidden(vector);
        let after = self.pushed(before, value, span);
        self.set(vector, Some(after));
    }

    pub(super) fn header(&self, changed: Vec<BindingId>, span: Span) -> Header {
        Header {
            span,
            label: None,
            space: Space::Endless,
            items: Vec::new(),
            changed,
            leaves: Vec::new(),
            value: None,
            breaks: false,
            is_part: false,
        }
    }

    fn folded(
        &mut self,
        call: &ExprMethodCall,
        name: &str,
        start: Value,
        span: Span,
        step: &mut dyn FnMut(&mut Lowering<'a>, Value, Item) -> Value,
    ) -> Value {
        self.folded_with(call, name, start, Vec::new(), span, step)
    }

    /// A loop that carries one value.
    fn folded_with(
        &mut self,
        call: &ExprMethodCall,
        name: &str,
        start: Value,
        mut changed: Vec<BindingId>,
        span: Span,
        step: &mut dyn FnMut(&mut Lowering<'a>, Value, Item) -> Value,
    ) -> Value {
        let sequence = self.sequence(&call.receiver);
        let carried = self.hidden_binding(name);
        self.set(carried, Some(start));
        changed.push(carried);
        let header = self.header(changed, span);
        self.drive(sequence, header, &mut |this, item| {
            let before = this.hidden(carried);
            let after = step(this, before, item);
            if matches!(this.exit, super::branch::Exit::Falls) {
                this.set(carried, Some(after));
            }
        });
        self.hidden(carried)
    }

    /// What a `let` binds that is a mutable reference, or several views of one aggregate.
    pub(super) fn reference_item(&mut self, expr: &Expr) -> Option<Item> {
        // Whether there is something to refer to is tested elsewhere.
        if self.lent_option_variable(expr).is_some() {
            return None;
        }
        match strip(expr) {
            Expr::Reference(reference) if reference.mutability.is_some() => {
                if self.is_constant(&reference.expr) && !self.is_known_place(&reference.expr) {
                    return None;
                }
                self.alias(&reference.expr).map(Item::Place)
            }
            Expr::Tuple(tuple) if tuple.elems.iter().any(|element| self.gives_place(element)) => {
                let items = tuple
                    .elems
                    .iter()
                    .map(|element| self.reference_item(element).unwrap_or_else(|| Item::Value(self.expr(element))));
                let mut items: Vec<Item> = items.collect();
                Some(match items.len() {
                    2 => {
                        let right = items.pop().expect("there are two");
                        let left = items.pop().expect("there are two");
                        Item::Pair(Box::new(left), Box::new(right))
                    }
                    _ => Item::Tuple(items),
                })
            }
            Expr::Path(_) if self.is_mutable_alias(expr) => self.alias(expr).map(Item::Place),
            Expr::MethodCall(call)
                if matches!(call.method.to_string().as_str(), "unwrap" | "expect") || self.inserts(expr) =>
            {
                self.unwrapped_item(expr)
            }
            Expr::MethodCall(call) if is_whole(call) && self.is_known_place(&call.receiver) => {
                self.alias(&call.receiver).map(Item::Place)
            }
            Expr::MethodCall(call)
                if matches!(call.method.to_string().as_str(), "split_at" | "split_at_mut")
                    && call.args.len() == 1
                    && matches!(self.infer(&call.receiver).peeled(), Ty::Array(..) | Ty::Slice(_)) =>
            {
                let span = call.method.span();
                let middle = self.index(&call.args[0]);
                let start = self.literal_index(0, span);
                let mutable = call.method == "split_at_mut";
                let alias = if mutable { self.alias(&call.receiver) } else { None };
                let whole = match &alias {
                    Some(alias) => self.read_place(alias, span),
                    None => self.expr(&call.receiver),
                };
                let end = self.length_of_value(whole, span);
                let steps = [Step::Range(start, middle), Step::Range(middle, end)];
                let [left, right] = steps.map(|step| match &alias {
                    Some(alias) => Item::Place(alias.with(step)),
                    None => {
                        let part = self.load_path(whole, vec![step], span);
                        Item::Value(self.borrow(part, span))
                    }
                });
                Some(Item::Pair(Box::new(left), Box::new(right)))
            }
            _ => None,
        }
    }

    fn is_known_place(&self, expr: &Expr) -> bool {
        !matches!(self.infer(expr).peeled(), Ty::Unknown)
    }
}

/// The type between the angle brackets of a method.
fn generic_argument(call: &ExprMethodCall) -> Option<syn::Type> {
    type_argument(call, 0)
}

/// Whether a type is a vector of what is no reference.
fn owns_elements(ty: &syn::Type) -> bool {
    matches!(ty_of(ty), Ty::Slice(element) if matches!(*element, Ty::Float(_) | Ty::Tuple(_) | Ty::Array(..)))
}

/// One of the types between the angle brackets of a method.
pub(super) fn type_argument(call: &ExprMethodCall, position: usize) -> Option<syn::Type> {
    match call.turbofish.as_ref()?.args.iter().nth(position)? {
        GenericArgument::Type(ty) => Some(ty.clone()),
        _ => None,
    }
}

fn unknown_vector() -> Ty {
    Ty::Slice(Box::new(Ty::Unknown))
}

/// A question about items as the loop that it is: for what is asked by closures that only the lowering sees.
fn question_as_loop(name: &str, call: &ExprMethodCall) -> Option<Expr> {
    let items = &call.receiver;
    let names = ["answer_to_question", "item_of_question", "asked_by_question"];
    let [answer, item, asked] = names.map(|name| proc_macro2::Ident::new(name, Span::mixed_site()));
    Some(match (name, call.args.first()) {
        ("count", None) => parse_quote!({
            let mut #answer = 0_usize;
            for _ in #items {
                #answer += 1;
            }
            #answer
        }),
        ("any" | "all", Some(closure)) => {
            let is_any = name == "any";
            parse_quote!({
                let #asked = #closure;
                let mut #answer = !#is_any;
                for #item in #items {
                    if #asked(#item) == #is_any {
                        #answer = #is_any;
                        break;
                    }
                }
                #answer
            })
        }
        _ => return None,
    })
}
