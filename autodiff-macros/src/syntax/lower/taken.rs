//! Elements that are taken out of a vector in one piece: `v.drain(a..b)`, `v.split_off(at)`.

use super::Lowering;
use super::place::Alias;
use crate::graph::{Node, SameForm, Step, Ty, Value};
use crate::syntax::scope::strip;
use proc_macro2::Span;
use syn::{Expr, ExprMethodCall, parse_quote};

impl Lowering<'_> {
    /// Whether a call takes a range of elements out of a vector that the macro sees through.
    pub(super) fn is_drain(&self, call: &ExprMethodCall) -> bool {
        call.method == "drain" && call.args.len() == 1 && matches!(strip(&call.args[0]), Expr::Range(_))
    }

    /// The elements that `v.drain(a..b)` gives. They leave the vector at once: until all were given nobody can look.
    pub(super) fn drained(&mut self, call: &ExprMethodCall) -> Option<Value> {
        let span = call.method.span();
        let alias = self.alias(&call.receiver)?;
        let Expr::Range(range) = strip(&call.args[0]) else { return None };
        let whole = self.read_place(&alias, span);
        let Step::Range(start, end) = self.range_step(whole, &[], range) else { return None };
        let taken = self.copy_of_range(whole, start, end, span);
        let len = self.length_of_value(whole, span);
        let behind = self.integer(&[end, len], span, |idents| {
            let (end, len) = (&idents[0], &idents[1]);
            parse_quote!(#len - #end)
        });
        // Those behind the range move up.
        let zero = self.literal_index(0, span);
        self.over_range(zero, behind, alias.root, span, &mut |this, index| {
            let [from, to] = [end, start].map(|first| Step::Index(this.sum_of(first, index, span)));
            let element = this.read_place(&alias.with(from), span);
            this.store_in(&alias.with(to), element, span);
        });
        let rest = self.sum_of(start, behind, span);
        self.shorten(&alias, rest, span);
        Some(taken)
    }

    /// `v.split_off(at)`: the elements from there on, which leave the vector.
    pub(super) fn split_off(&mut self, call: &ExprMethodCall, at: &Expr) -> Option<Value> {
        let span = call.method.span();
        let alias = self.alias(&call.receiver)?;
        let at = self.index(at);
        let whole = self.read_place(&alias, span);
        let len = self.length_of_value(whole, span);
        let taken = self.copy_of_range(whole, at, len, span);
        self.shorten(&alias, at, span);
        Some(taken)
    }

    fn copy_of_range(&mut self, whole: Value, start: Value, end: Value, span: Span) -> Value {
        let part = self.load_path(whole, vec![Step::Range(start, end)], span);
        let ty = Ty::Slice(Box::new(self.ty(whole).element()));
        self.push(Node::Same { form: SameForm::ToVec, operand: part }, ty, span)
    }

    fn store_in(&mut self, place: &Alias, value: Value, span: Span) {
        self.store(place.root, place.path.clone(), value, span);
    }
}
