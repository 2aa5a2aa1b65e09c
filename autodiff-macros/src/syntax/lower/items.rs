//! Lengths and items of sequences.

use super::Lowering;
use super::sequence::{Access, Base, Elements, Indexed, Item};
use crate::diagnostics::Message;
use crate::graph::{Node, Opaque, SameForm, Step, Ty, Value};
use crate::syntax::types::vector_element;
use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::{Expr, Pat, parse_quote};

impl Lowering<'_> {
    /// An integer made of others.
    pub(super) fn integer(&mut self, operands: &[Value], span: Span, build: impl FnOnce(&[Ident]) -> Expr) -> Value {
        self.template(operands, Ty::Constant, true, false, span, build)
    }

    /// How many elements an aggregate has.
    pub(super) fn count(&mut self, of: &Elements, span: Span) -> Value {
        let value = match &of.of {
            Base::Value(value) => *value,
            Base::Place(alias) | Base::Lent(alias) => self.read_place(alias, span),
        };
        if let Some(len) = self.ty(value).literal_len() {
            return self.literal_index(len, span);
        }
        self.length_of_value(value, span)
    }

    /// The length of a value that has one.
    pub(super) fn length_of_value(&mut self, value: Value, span: Span) -> Value {
        if let Some((start, end)) = self.view_of(value) {
            if self.graph.integer(start) == Some(0) {
                return end;
            }
            return self.integer(&[start, end], span, |idents| {
                let (start, end) = (&idents[0], &idents[1]);
                parse_quote!(#end - #start)
            });
        }
        self.template(&[value], Ty::Constant, true, false, span, |idents| {
            let value = &idents[0];
            parse_quote!(#value.len())
        })
    }

    /// The range of elements that a value is a view of.
    pub(super) fn view_of(&self, value: Value) -> Option<(Value, Value)> {
        match self.graph.node(value)? {
            Node::Same { form: SameForm::Borrow, operand } => self.view_of(*operand),
            Node::Load { path, .. } => match path.last()? {
                Step::Range(start, end) => Some((*start, *end)),
                Step::Index(_) | Step::Field(_) => None,
            },
            _ => None,
        }
    }

    /// The length of a sequence; none where it has no end.
    pub(super) fn len_of(&mut self, indexed: &Indexed, span: Span) -> Option<Value> {
        Some(match indexed {
            Indexed::From(_) => return None,
            Indexed::Range(range) => {
                let (start, end) = (range.start, range.end);
                let inclusive = range.inclusive;
                let is_usize = self.is_usize(start) || self.is_usize(end);
                if !inclusive && is_usize && self.graph.integer(start) == Some(0) {
                    return Some(end);
                }
                self.integer(&[start, end], span, |idents| {
                    let (start, end) = (&idents[0], &idents[1]);
                    match (inclusive, is_usize) {
                        (true, _) => parse_quote!((#start..=#end).count()),
                        (false, true) => parse_quote!((#start..#end).len()),
                        (false, false) => parse_quote!(__ad::steps(#start, #end)),
                    }
                })
            }
            Indexed::Elements(elements) => self.count(elements, span),
            Indexed::Chunks { of, size, exact, .. } => {
                let (len, size) = (self.count(of, span), *size);
                let exact = *exact;
                self.integer(&[len, size], span, |idents| {
                    let (len, size) = (&idents[0], &idents[1]);
                    if exact { parse_quote!(#len / #size) } else { parse_quote!(usize::div_ceil(#len, #size)) }
                })
            }
            Indexed::Windows { of, size } => {
                let (len, size) = (self.count(of, span), *size);
                self.integer(&[len, size], span, |idents| {
                    let (len, size) = (&idents[0], &idents[1]);
                    parse_quote!(usize::saturating_sub(#len + 1, #size))
                })
            }
            Indexed::Zip(left, right) => match (self.len_of(left, span), self.len_of(right, span)) {
                (Some(left), Some(right)) => self.least(left, right, span),
                (Some(len), None) | (None, Some(len)) => len,
                (None, None) => return None,
            },
            Indexed::Enumerate(inner) | Indexed::Rev(inner) | Indexed::Copied(inner) | Indexed::Map(inner, _) => {
                self.len_of(inner, span)?
            }
            Indexed::Skip(inner, count) => {
                let len = self.len_of(inner, span)?;
                self.integer(&[len, *count], span, |idents| {
                    let (len, count) = (&idents[0], &idents[1]);
                    parse_quote!(usize::saturating_sub(#len, #count))
                })
            }
            Indexed::Repeat(_, count) => *count,
            // Of nothing there is nothing, however often.
            Indexed::Cycle(inner) => {
                let len = self.len_of(inner, span)?;
                self.integer(&[len], span, |idents| {
                    let len = &idents[0];
                    parse_quote!(if #len == 0 { 0 } else { usize::MAX })
                })
            }
            Indexed::Take(inner, count) => match self.len_of(inner, span) {
                Some(len) => self.least(len, *count, span),
                None => *count,
            },
            Indexed::StepBy(inner, step) => {
                let len = self.len_of(inner, span)?;
                self.integer(&[len, *step], span, |idents| {
                    let (len, step) = (&idents[0], &idents[1]);
                    parse_quote!(usize::div_ceil(#len, #step))
                })
            }
            Indexed::Chain(left, right) => {
                let is_endless = left.may_be_endless() || right.may_be_endless();
                let (left, right) = (self.len_of(left, span)?, self.len_of(right, span)?);
                if is_endless {
                    return Some(self.integer(&[left, right], span, |idents| {
                        let (left, right) = (&idents[0], &idents[1]);
                        parse_quote!(usize::saturating_add(#left, #right))
                    }));
                }
                self.sum_of(left, right, span)
            }
        })
    }

    pub(super) fn least(&mut self, left: Value, right: Value, span: Span) -> Value {
        if let (Some(left_len), Some(right_len)) = (self.graph.integer(left), self.graph.integer(right)) {
            return if left_len <= right_len { left } else { right };
        }
        self.integer(&[left, right], span, |idents| {
            let (left, right) = (&idents[0], &idents[1]);
            parse_quote!(usize::min(#left, #right))
        })
    }

    pub(super) fn sum_of(&mut self, left: Value, right: Value, span: Span) -> Value {
        if self.graph.integer(left) == Some(0) {
            return right;
        }
        if self.graph.integer(right) == Some(0) {
            return left;
        }
        self.integer(&[left, right], span, |idents| {
            let (left, right) = (&idents[0], &idents[1]);
            parse_quote!(#left + #right)
        })
    }

    /// Whether an integer is known to be a `usize`.
    fn is_usize(&self, value: Value) -> bool {
        if let Some(annotation) = &self.graph[value].annotation {
            return is_usize_type(annotation);
        }
        let Some(Node::Opaque(opaque)) = self.graph.node(value) else { return false };
        self.is_usize_code(&opaque.code, opaque)
    }

    fn is_usize_code(&self, code: &Expr, opaque: &Opaque) -> bool {
        match code {
            Expr::Path(path) => opaque
                .captures
                .iter()
                .find(|capture| path.path.is_ident(&capture.ident))
                .is_some_and(|capture| self.is_usize(capture.value)),
            Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(int), .. }) => int.suffix() == "usize",
            Expr::Cast(cast) => is_usize_type(&cast.ty),
            Expr::Paren(inner) => self.is_usize_code(&inner.expr, opaque),
            Expr::Binary(binary) => {
                use syn::BinOp::{Add, Div, Mul, Rem, Sub};
                matches!(binary.op, Add(_) | Sub(_) | Mul(_) | Div(_) | Rem(_))
                    && (self.is_usize_code(&binary.left, opaque) || self.is_usize_code(&binary.right, opaque))
            }
            Expr::MethodCall(call) => matches!(call.method.to_string().as_str(), "len" | "count"),
            _ => false,
        }
    }

    /// The integer so many steps after another one, whose type it has.
    pub(super) fn nth(&mut self, start: Value, index: Value, span: Span) -> Value {
        self.integer(&[start, index], span, |idents| {
            let (start, index) = (&idents[0], &idents[1]);
            parse_quote!(__ad::nth(#start, #index))
        })
    }

    pub(super) fn product_of(&mut self, left: Value, right: Value, span: Span) -> Value {
        self.integer(&[left, right], span, |idents| {
            let (left, right) = (&idents[0], &idents[1]);
            parse_quote!(#left * #right)
        })
    }

    /// The item at an index.
    pub(super) fn item(&mut self, indexed: &Indexed, index: Value, span: Span) -> Item {
        match indexed {
            Indexed::Range(range) if self.is_usize(range.start) || self.is_usize(range.end) => {
                Item::Value(self.sum_of(range.start, index, span))
            }
            Indexed::Range(range) => {
                let value = self.integer(&[range.start, range.end, index], span, |idents| {
                    let (start, end, index) = (&idents[0], &idents[1], &idents[2]);
                    parse_quote!(__ad::nth_below(#start, #end, #index))
                });
                Item::Value(value)
            }
            Indexed::From(start) => {
                let value = self.nth(*start, index, span);
                Item::Value(value)
            }
            Indexed::Elements(elements) => self.part_of(elements, Step::Index(index), span),
            Indexed::Chunks { of, size, exact, backwards: true } => {
                let (len, before) = (self.count(of, span), self.product_of(index, *size, span));
                let end = self.integer(&[len, before], span, |idents| {
                    let (len, before) = (&idents[0], &idents[1]);
                    parse_quote!(#len - #before)
                });
                let exact = *exact;
                let start = self.integer(&[end, *size], span, |idents| {
                    let (end, size) = (&idents[0], &idents[1]);
                    if exact { parse_quote!(#end - #size) } else { parse_quote!(usize::saturating_sub(#end, #size)) }
                });
                self.part_of(of, Step::Range(start, end), span)
            }
            Indexed::Chunks { of, size, exact, backwards: false } => {
                let start = self.product_of(index, *size, span);
                let mut end = self.sum_of(start, *size, span);
                if !exact {
                    let len = self.count(of, span);
                    end = self.least(end, len, span);
                }
                self.part_of(of, Step::Range(start, end), span)
            }
            Indexed::Windows { of, size } => {
                let end = self.sum_of(index, *size, span);
                self.part_of(of, Step::Range(index, end), span)
            }
            Indexed::Zip(left, right) => {
                let left = self.item(left, index, span);
                let right = self.item(right, index, span);
                Item::Pair(Box::new(left), Box::new(right))
            }
            Indexed::Enumerate(inner) => {
                let item = self.item(inner, index, span);
                Item::Pair(Box::new(Item::Value(index)), Box::new(item))
            }
            Indexed::Rev(inner) => {
                let len = self.len_of(inner, span).expect("what runs backwards has an end");
                let index = self.integer(&[len, index], span, |idents| {
                    let (len, index) = (&idents[0], &idents[1]);
                    parse_quote!(#len - 1 - #index)
                });
                self.item(inner, index, span)
            }
            Indexed::Skip(inner, count) => {
                let index = self.sum_of(index, *count, span);
                self.item(inner, index, span)
            }
            Indexed::Take(inner, _) => self.item(inner, index, span),
            Indexed::StepBy(inner, step) => {
                let index = self.product_of(index, *step, span);
                self.item(inner, index, span)
            }
            Indexed::Cycle(inner) => {
                let Some(len) = self.len_of(inner, span) else { return self.item(inner, index, span) };
                let index = self.integer(&[index, len], span, |idents| {
                    let (index, len) = (&idents[0], &idents[1]);
                    parse_quote!(#index % #len)
                });
                self.item(inner, index, span)
            }
            Indexed::Repeat(value, _) => Item::Value(*value),
            Indexed::Copied(inner) => {
                let item = self.item(inner, index, span);
                self.copied(item, span)
            }
            Indexed::Map(inner, closure) => {
                let item = self.item(inner, index, span);
                self.call_closure(closure, vec![item], span)
            }
            Indexed::Chain(left, right) => {
                let Some(len) = self.len_of(left, span) else { return self.item(left, index, span) };
                let test = self.integer(&[index, len], span, |idents| {
                    let (index, len) = (&idents[0], &idents[1]);
                    parse_quote!(#index < #len)
                });
                let value = self.branch(
                    test,
                    span,
                    &mut |this| {
                        let item = this.item(left, index, span);
                        let item = this.copied(item, span);
                        this.item_value(item, span)
                    },
                    &mut |this| {
                        let index = this.integer(&[index, len], span, |idents| {
                            let (index, len) = (&idents[0], &idents[1]);
                            parse_quote!(#index - #len)
                        });
                        let item = this.item(right, index, span);
                        let item = this.copied(item, span);
                        this.item_value(item, span)
                    },
                );
                // Both were copied out of their places; an iterator over references gives references.
                let by_reference = left.gives_references() && right.gives_references();
                if by_reference { Item::Value(self.borrow(value, span)) } else { Item::Value(value) }
            }
        }
    }

    pub(super) fn part_of(&mut self, elements: &Elements, step: Step, span: Span) -> Item {
        match &elements.of {
            Base::Place(alias) => Item::Place(alias.with(step)),
            Base::Lent(alias) => {
                let place = alias.with(step);
                Item::Value(self.lent_value(&place, span))
            }
            Base::Value(value) => {
                let is_slice = matches!(step, Step::Range(..));
                let part = self.load_path(*value, vec![step], span);
                let copies = elements.access == Access::Value && !is_slice && !self.ty(part).has_slice();
                Item::Value(match self.ty(part) {
                    // It may be a vector, which is not taken out of where it is.
                    Ty::Unknown if copies => self.cloned(part, span),
                    _ if copies && of_strings(self.graph[*value].annotation.as_deref()) => self.cloned(part, span),
                    _ if copies => part,
                    _ => self.borrow(part, span),
                })
            }
        }
    }

    /// The owned string that an item of a constant refers to, if it is known to be one: nobody takes it out of there.
    fn string_behind(&self, value: Value) -> Option<Value> {
        let Some(Node::Same { form: SameForm::Borrow, operand }) = self.graph.node(value) else { return None };
        let Some(Node::Load { base, path }) = self.graph.node(*operand) else { return None };
        let is_element = matches!(path[..], [Step::Index(_)]);
        (is_element && of_strings(self.graph[*base].annotation.as_deref())).then_some(*operand)
    }

    fn cloned(&mut self, part: Value, span: Span) -> Value {
        let (ty, constant) = (self.ty(part).clone(), self.graph[part].constant);
        let clone = self.push(Node::Same { form: SameForm::Clone, operand: part }, ty, span);
        self.graph[clone].constant = constant;
        clone
    }

    pub(super) fn borrow(&mut self, value: Value, span: Span) -> Value {
        let ty = Ty::Reference(Box::new(self.ty(value).clone()));
        let constant = self.graph[value].constant;
        let borrowed = self.push(Node::Same { form: SameForm::Borrow, operand: value }, ty, span);
        self.graph[borrowed].constant = constant;
        borrowed
    }

    /// `.copied()`: a reference taken off.
    pub(super) fn copied(&mut self, item: Item, span: Span) -> Item {
        match item {
            Item::Place(alias) => Item::Value(self.read_place(&alias, span)),
            Item::Value(value) if matches!(self.ty(value), Ty::Reference(_)) => {
                Item::Value(match self.string_behind(value) {
                    Some(string) => self.cloned(string, span),
                    None => self.dereferenced(value, span),
                })
            }
            item => item,
        }
    }

    /// An item behind one more reference, as `filter` and `inspect` see it.
    pub(super) fn borrowed_item(&mut self, item: Item, span: Span) -> Item {
        match item {
            Item::Value(value) => Item::Value(self.borrow(value, span)),
            item => {
                let value = self.item_value(item, span);
                Item::Value(self.borrow(value, span))
            }
        }
    }

    /// An item as one value.
    pub(super) fn item_value(&mut self, item: Item, span: Span) -> Value {
        match item {
            Item::Value(value) => value,
            Item::Place(alias) => {
                let value = self.read_place(&alias, span);
                self.borrow(value, span)
            }
            Item::Pair(left, right) => {
                let (left, right) = (self.item_value(*left, span), self.item_value(*right, span));
                let ty = Ty::Tuple(vec![self.ty(left).clone(), self.ty(right).clone()]);
                self.push(Node::Tuple(vec![left, right]), ty, span)
            }
            Item::Tuple(items) => {
                let elements = items.into_iter().map(|item| self.item_value(item, span)).collect();
                self.tuple(elements, span)
            }
            Item::Function(_) => {
                self.error(span, Message::escaping_closure());
                self.unit(span)
            }
        }
    }

    /// Binds a pattern to an item.
    pub(super) fn bind_item(&mut self, pat: &Pat, item: Item) {
        match (pat, item) {
            (Pat::Paren(inner), item) => self.bind_item(&inner.pat, item),
            (Pat::Wild(_), _) => {}
            (Pat::Type(typed), item @ (Item::Place(_) | Item::Pair(..) | Item::Tuple(_) | Item::Function(_))) => {
                self.bind_item(&typed.pat, item)
            }
            (Pat::Ident(pattern), Item::Function(closure)) => self.bind_function(&pattern.ident, closure),
            (Pat::Tuple(tuple), Item::Pair(left, right)) if tuple.elems.len() == 2 => {
                self.bind_item(&tuple.elems[0], *left);
                self.bind_item(&tuple.elems[1], *right);
            }
            (Pat::Tuple(tuple), Item::Tuple(items)) if tuple.elems.len() == items.len() => {
                for (element, item) in tuple.elems.iter().zip(items) {
                    self.bind_item(element, item);
                }
            }
            (Pat::Reference(inner), Item::Pair(left, right)) => self.bind_item(&inner.pat, Item::Pair(left, right)),
            (Pat::Reference(inner), Item::Place(alias)) => {
                let value = self.read_place(&alias, pat.span());
                self.bind_pattern(&inner.pat, value, None);
            }
            (Pat::Ident(pattern), Item::Place(alias)) => self.bind_reference(pattern, alias),
            (Pat::Tuple(tuple), Item::Place(alias)) => {
                for (position, element) in self.positions(&tuple.elems, self.place_ty(&alias), pat.span()) {
                    self.bind_item(element, Item::Place(alias.with(Step::Field(position as u32))));
                }
            }
            (Pat::Slice(slice), Item::Place(alias)) => self.bind_places(slice, &alias),
            (pat, item) => {
                let value = self.item_value(item, pat.span());
                self.bind_pattern(pat, value, None);
            }
        }
    }
}

fn is_usize_type(ty: &syn::Type) -> bool {
    matches!(ty, syn::Type::Path(path) if path.path.is_ident("usize"))
}

/// Whether a type is known to be one of strings that are owned.
fn of_strings(ty: Option<&syn::Type>) -> bool {
    match ty {
        Some(syn::Type::Reference(reference)) => of_strings(Some(&reference.elem)),
        Some(syn::Type::Array(array)) => is_string(&array.elem),
        Some(syn::Type::Slice(slice)) => is_string(&slice.elem),
        Some(ty) => vector_element(ty).is_some_and(is_string),
        None => false,
    }
}

fn is_string(ty: &syn::Type) -> bool {
    matches!(ty, syn::Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "String"))
}
