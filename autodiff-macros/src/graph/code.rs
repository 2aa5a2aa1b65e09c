//! What the user's own words say, as far as analyses ask: never by their text, whose spaces depend on who prints it.

use syn::Expr;

/// The arguments of a call, if it calls a function of a type by a path that ends in their names.
pub(crate) fn call_of<'e>(expr: &'e Expr, ty: &str, function: &str) -> Option<Vec<&'e Expr>> {
    let Expr::Call(call) = expr else { return None };
    let Expr::Path(path) = &*call.func else { return None };
    let mut segments = path.path.segments.iter().rev();
    let last = segments.next().is_some_and(|segment| segment.ident == function);
    let before = segments.next().is_some_and(|segment| segment.ident == ty);
    (last && before).then(|| call.args.iter().collect())
}

/// Whether an expression is the length of something.
pub(crate) fn is_len(expr: &Expr) -> bool {
    matches!(expr, Expr::MethodCall(call) if call.method == "len" && call.args.is_empty())
}
