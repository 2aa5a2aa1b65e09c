//! The variables of the function that an expression mentions, with Rust's scoping: names bound inside the expression
//! (closure parameters, `let`s of a block, patterns of arms) are not the function's.
//!
//! The one visitor serves to find the variables when an expression is kept as it stands, and to rename them when it
//! is emitted.

use super::macros::{KnownMacro, known_macro};
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, Local, Pat, Stmt, Token};

/// How a variable is mentioned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mention {
    /// It is read.
    Read,
    /// It is assigned or borrowed mutably.
    Changed,
    /// A method is called on it, which may change it: only the method's name tells.
    Receiver,
    /// It is given to a function as it is, which may change what it refers to if it is a mutable reference.
    Passed,
    /// It is named inside a format string, as in `"{x}"`.
    Formatted,
}

/// What was found besides the variables.
#[derive(Default)]
pub(crate) struct Scan {
    /// `return`, `?`, `break` out of the expression, `.await`.
    pub(crate) escape: Option<Span>,
    /// An `unsafe` block, `async` block or the like, which is never accepted.
    pub(crate) forbidden: Option<(Span, &'static str)>,
}

/// Calls `visit` for each mention of a variable that is free in the expression; what it returns replaces the mention.
pub(crate) fn visit_free_variables(expr: &mut Expr, visit: &mut dyn FnMut(&Ident, Mention) -> Option<Expr>) -> Scan {
    let (bound, scan) = (vec![Vec::new()], Scan::default());
    let mut visitor = FreeVariables { bound, loops: 0, closures: 0, scan, visit, place: None };
    visitor.visit_expr_mut(expr);
    visitor.scan
}

/// Calls `visit` for each mention of a variable that is free in the expression, and `place` for each field of one: what they
/// return replaces the mention or field.
pub(super) fn visit_free_names(
    expr: &mut Expr,
    visit: &mut dyn FnMut(&Ident, Mention) -> Option<Expr>,
    place: &mut dyn FnMut(&Ident, &Expr) -> Option<Expr>,
) {
    let (bound, scan) = (vec![Vec::new()], Scan::default());
    let mut visitor = FreeVariables { bound, loops: 0, closures: 0, scan, visit, place: Some(place) };
    visitor.visit_expr_mut(expr);
}

/// Calls `place` for each field of a part of a variable that is free in the expression, as in `a.1` or `a[i].1`, and for each
/// length of one; what it returns replaces the field or length.
pub(crate) fn visit_free_places(expr: &mut Expr, place: &mut dyn FnMut(&Ident, &Expr) -> Option<Expr>) {
    let (bound, scan, visit) = (vec![Vec::new()], Scan::default(), &mut |_: &Ident, _| None);
    let mut visitor = FreeVariables { bound, loops: 0, closures: 0, scan, visit, place: Some(place) };
    visitor.visit_expr_mut(expr);
}

/// Whether an identifier in a pattern that may be refuted names a constant rather than a new variable: Rust's naming
/// convention tells, and `rustc` reports a constant that breaks it.
pub(crate) fn is_constant_pattern(ident: &Ident) -> bool {
    ident.to_string().starts_with(char::is_uppercase)
}

/// Methods of collections that leave their receiver as it is.
const READING_METHODS: &[&str] = &[
    "and_then",
    "as_ref",
    "as_slice",
    "binary_search",
    "chunks",
    "chunks_exact",
    "cloned",
    "concat",
    "contains",
    "copied",
    "ends_with",
    "expect",
    "first",
    "get",
    "is_none",
    "is_none_or",
    "is_some",
    "is_some_and",
    "is_sorted",
    "iter",
    "last",
    "map_or",
    "starts_with",
    "to_vec",
    "unwrap",
    "unwrap_or",
    "windows",
];

/// Whether a method is known to leave its receiver as it is.
pub(crate) fn only_reads(method: &str, operands: usize) -> bool {
    crate::rules::named(method, operands).is_some() || READING_METHODS.contains(&method)
}

/// The variable at the root of a place, as `a` in `a[i].0`.
pub(crate) fn root_of_place(expr: &Expr) -> Option<&Ident> {
    match expr {
        Expr::Path(path) if path.qself.is_none() => path.path.get_ident(),
        Expr::Index(index) => root_of_place(&index.expr),
        Expr::Field(field) => root_of_place(&field.base),
        Expr::Paren(paren) => root_of_place(&paren.expr),
        Expr::Group(group) => root_of_place(&group.expr),
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => root_of_place(&unary.expr),
        _ => None,
    }
}

/// The names of the variables in the inline arguments of a format string.
pub(crate) fn formatted_names(literal: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = literal.replace("{{", "");
    while let Some(start) = rest.find('{') {
        let tail = rest.split_off(start + 1);
        let inside: String = tail.chars().take_while(|&character| character != '}').collect();
        for part in inside.split([':', '$', '.']) {
            let name: String =
                part.chars().filter(|character| character.is_alphanumeric() || *character == '_').collect();
            if name.starts_with(|first: char| first.is_alphabetic() || first == '_') {
                names.push(name);
            }
        }
        rest = tail;
    }
    names
}

/// What replaces a field or a length of a part of a variable.
type Place<'a> = dyn FnMut(&Ident, &Expr) -> Option<Expr> + 'a;

struct FreeVariables<'a> {
    bound: Vec<Vec<Ident>>,
    loops: usize,
    closures: usize,
    scan: Scan,
    visit: &'a mut dyn FnMut(&Ident, Mention) -> Option<Expr>,
    place: Option<&'a mut Place<'a>>,
}

impl FreeVariables<'_> {
    fn is_bound(&self, ident: &Ident) -> bool {
        self.bound.iter().flatten().any(|bound| bound == ident)
    }

    fn mention(&mut self, ident: &Ident, mention: Mention) -> Option<Expr> {
        if self.is_bound(ident) { None } else { (self.visit)(ident, mention) }
    }

    /// What stands for a field or a length of a part of a variable.
    fn of_place(&mut self, expr: &Expr) -> Option<Expr> {
        let whole = match expr {
            Expr::Field(field) if matches!(field.member, syn::Member::Unnamed(_)) => &field.base,
            Expr::MethodCall(call) if matches!(call.method.to_string().as_str(), "len" | "is_empty") => &call.receiver,
            _ => return None,
        };
        let ident = root_of_place(whole).filter(|ident| !self.is_bound(ident))?;
        (self.place.as_mut()?)(ident, expr)
    }

    fn bind(&mut self, pat: &Pat) {
        let mut names = Vec::new();
        // A name in capitals may stand for a constant: that is no variable of the function, either.
        identifiers(pat, &mut names);
        self.bound.last_mut().expect("a scope is open").extend(names);
    }

    fn scoped(&mut self, inside: impl FnOnce(&mut Self)) {
        self.bound.push(Vec::new());
        inside(self);
        self.bound.pop();
    }

    fn escape(&mut self, span: Span) {
        if self.closures == 0 {
            self.scan.escape.get_or_insert(span);
        }
    }

    fn place(&mut self, place: &mut Expr, mention: Mention) {
        if let Some(root) = root_of_place(place).cloned() {
            // The root is reported twice: once for what happens to it, once as the part of the place to rename.
            self.mention(&root, mention);
        }
        self.visit_expr_mut(place);
    }

    fn passed(&mut self, arguments: &mut Punctuated<Expr, Token![,]>) {
        for argument in arguments {
            if let Expr::Path(path) = strip(argument)
                && let Some(ident) = path.path.get_ident().filter(|_| path.qself.is_none()).cloned()
            {
                self.mention(&ident, Mention::Passed);
            }
            self.visit_expr_mut(argument);
        }
    }

    /// What is assigned to: a place, or several in a tuple or array.
    fn assigned(&mut self, left: &mut Expr) {
        match left {
            Expr::Tuple(tuple) => tuple.elems.iter_mut().for_each(|element| self.assigned(element)),
            Expr::Array(array) => array.elems.iter_mut().for_each(|element| self.assigned(element)),
            Expr::Paren(inner) => self.assigned(&mut inner.expr),
            Expr::Group(inner) => self.assigned(&mut inner.expr),
            place => self.place(place, Mention::Changed),
        }
    }

    /// The tokens of a macro that is not known: `mention` says what it may do to the variables it is given.
    fn tokens(&mut self, tokens: TokenStream, mention: Mention) -> TokenStream {
        let mut result = TokenStream::new();
        // The punctuation before a token; two dots are a range, whose end is an expression.
        let mut before: Option<char> = None;
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Group(group) => {
                    let mut inner = Group::new(group.delimiter(), self.tokens(group.stream(), mention));
                    inner.set_span(group.span());
                    result.extend([TokenTree::Group(inner)]);
                    before = None;
                }
                TokenTree::Ident(ident) => {
                    let is_name = !matches!(before, Some('.' | ':'))
                        && !matches!(tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == '!' || next.as_char() == ':');
                    if is_name && mention != Mention::Read {
                        self.mention(&ident, mention);
                    }
                    let replaced = if is_name { self.mention(&ident, Mention::Read) } else { None };
                    match replaced {
                        Some(expr) => expr.to_tokens(&mut result),
                        None => result.extend([TokenTree::Ident(ident)]),
                    }
                    before = None;
                }
                TokenTree::Literal(literal) => {
                    let text = literal.to_string();
                    if text.starts_with('"') || text.starts_with('r') {
                        self.formatted(&text, literal.span(), &[]);
                    }
                    result.extend([TokenTree::Literal(literal)]);
                    before = None;
                }
                TokenTree::Punct(punct) => {
                    let is_range = before == Some('.') && punct.as_char() == '.';
                    before = (!is_range).then_some(punct.as_char());
                    result.extend([TokenTree::Punct(punct)]);
                }
            }
        }
        result
    }
}

impl FreeVariables<'_> {
    /// The variables in a format string, but for those that are arguments of the macro.
    fn formatted(&mut self, text: &str, span: Span, arguments: &[Ident]) {
        for name in formatted_names(text) {
            if let Ok(mut ident) = syn::parse_str::<Ident>(&name)
                && !arguments.contains(&ident)
            {
                ident.set_span(span);
                self.mention(&ident, Mention::Formatted);
            }
        }
    }

    /// The arguments of `assert!`, `println!` and the like, which are expressions with Rust's scoping.
    fn arguments(&mut self, arguments: &mut Punctuated<Expr, Token![,]>) {
        let named: Vec<Ident> = arguments.iter().filter_map(named_argument).collect();
        for argument in arguments {
            match argument {
                Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => {
                    let (text, span) = (text.value(), text.span());
                    self.formatted(&text, span, &named);
                }
                Expr::Assign(assign) => self.visit_expr_mut(&mut assign.right),
                other => self.visit_expr_mut(other),
            }
        }
    }
}

/// The scrutinee, the pattern and the guard of `matches!`.
fn matches_arguments(input: ParseStream<'_>) -> syn::Result<(Expr, Pat, Option<Expr>)> {
    let scrutinee = input.parse()?;
    input.parse::<Token![,]>()?;
    let pat = Pat::parse_multi_with_leading_vert(input)?;
    let guard = if input.peek(Token![if]) {
        input.parse::<Token![if]>()?;
        Some(input.parse()?)
    } else {
        None
    };
    input.parse::<Option<Token![,]>>()?;
    Ok((scrutinee, pat, guard))
}

/// The name of an argument such as `x = 3.0` of `println!`.
fn named_argument(argument: &Expr) -> Option<Ident> {
    let Expr::Assign(assign) = argument else { return None };
    let Expr::Path(path) = &*assign.left else { return None };
    path.path.get_ident().cloned()
}

impl VisitMut for FreeVariables<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Some(replacement) = self.of_place(expr) {
            // Indices in it are still to be visited.
            *expr = replacement;
        }
        match expr {
            Expr::Path(path) => {
                if path.qself.is_none()
                    && let Some(ident) = path.path.get_ident().cloned()
                    && let Some(replacement) = self.mention(&ident, Mention::Read)
                {
                    *expr = replacement;
                }
            }
            Expr::Struct(literal) => {
                for field in &mut literal.fields {
                    self.visit_expr_mut(&mut field.expr);
                    let shorthand = field.colon_token.is_none();
                    let renamed = !matches!(&field.expr, Expr::Path(path) if matches!(&field.member, syn::Member::Named(name) if path.path.is_ident(name)));
                    if shorthand && renamed {
                        field.colon_token = Some(Default::default());
                    }
                }
                if let Some(rest) = &mut literal.rest {
                    self.visit_expr_mut(rest);
                }
            }
            Expr::Assign(assign) => {
                self.visit_expr_mut(&mut assign.right);
                self.assigned(&mut assign.left);
            }
            Expr::Binary(binary) if is_compound(&binary.op) => {
                self.visit_expr_mut(&mut binary.right);
                self.place(&mut binary.left, Mention::Changed);
            }
            Expr::Reference(reference) if reference.mutability.is_some() => {
                self.place(&mut reference.expr, Mention::Changed)
            }
            Expr::MethodCall(call) => {
                if only_reads(&call.method.to_string(), call.args.len() + 1) {
                    self.visit_expr_mut(&mut call.receiver);
                } else {
                    self.place(&mut call.receiver, Mention::Receiver);
                }
                self.passed(&mut call.args);
            }
            Expr::Call(call) => {
                self.visit_expr_mut(&mut call.func);
                self.passed(&mut call.args);
            }
            Expr::Closure(closure) => {
                self.closures += 1;
                self.scoped(|this| {
                    for input in &closure.inputs {
                        this.bind(input);
                    }
                    this.visit_expr_mut(&mut closure.body);
                });
                self.closures -= 1;
            }
            Expr::If(branch) => {
                self.scoped(|this| {
                    this.visit_expr_mut(&mut branch.cond);
                    this.visit_block_mut(&mut branch.then_branch);
                });
                if let Some((_, otherwise)) = &mut branch.else_branch {
                    self.visit_expr_mut(otherwise);
                }
            }
            Expr::Let(condition) => {
                self.visit_expr_mut(&mut condition.expr);
                self.bind(&condition.pat);
            }
            Expr::Match(branch) => {
                self.visit_expr_mut(&mut branch.expr);
                for arm in &mut branch.arms {
                    self.scoped(|this| {
                        this.bind(&arm.pat);
                        this.visit_pat_mut(&mut arm.pat);
                        this.visit_expr_mut(&mut arm.body);
                    });
                }
            }
            Expr::ForLoop(iteration) => {
                self.visit_expr_mut(&mut iteration.expr);
                self.loops += 1;
                self.scoped(|this| {
                    this.bind(&iteration.pat);
                    this.visit_block_mut(&mut iteration.body);
                });
                self.loops -= 1;
            }
            Expr::While(iteration) => {
                self.loops += 1;
                self.scoped(|this| {
                    this.visit_expr_mut(&mut iteration.cond);
                    this.visit_block_mut(&mut iteration.body);
                });
                self.loops -= 1;
            }
            Expr::Loop(iteration) => {
                self.loops += 1;
                self.visit_block_mut(&mut iteration.body);
                self.loops -= 1;
            }
            Expr::Return(exit) => {
                self.escape(exit.return_token.span);
                visit_mut::visit_expr_mut(self, expr);
            }
            Expr::Break(exit) => {
                if self.loops == 0 || exit.label.is_some() {
                    self.escape(exit.break_token.span);
                }
                visit_mut::visit_expr_mut(self, expr);
            }
            Expr::Continue(exit) => {
                if self.loops == 0 || exit.label.is_some() {
                    self.escape(exit.continue_token.span);
                }
            }
            Expr::Try(exit) => {
                self.escape(exit.question_token.span);
                visit_mut::visit_expr_mut(self, expr);
            }
            Expr::Unsafe(block) => {
                self.scan.forbidden.get_or_insert((block.unsafe_token.span, "an `unsafe` block"));
            }
            Expr::Async(block) => {
                self.scan.forbidden.get_or_insert((block.async_token.span, "an `async` block"));
            }
            Expr::Await(wait) => {
                self.scan.forbidden.get_or_insert((wait.await_token.span, "`.await`"));
            }
            _ => visit_mut::visit_expr_mut(self, expr),
        }
    }

    fn visit_block_mut(&mut self, block: &mut Block) {
        self.scoped(|this| visit_mut::visit_block_mut(this, block));
    }

    fn visit_local_mut(&mut self, local: &mut Local) {
        if let Some(init) = &mut local.init {
            self.visit_expr_mut(&mut init.expr);
            if let Some((_, diverge)) = &mut init.diverge {
                self.visit_expr_mut(diverge);
            }
        }
        self.bind(&local.pat);
    }

    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        // Items inside an expression do not see the function's variables.
        if !matches!(stmt, Stmt::Item(_)) {
            visit_mut::visit_stmt_mut(self, stmt);
        }
    }

    fn visit_macro_mut(&mut self, invocation: &mut syn::Macro) {
        let name = invocation.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
        let tokens = std::mem::take(&mut invocation.tokens);
        if name == "matches"
            && let Ok((mut scrutinee, mut pat, mut guard)) = matches_arguments.parse2(tokens.clone())
        {
            self.visit_expr_mut(&mut scrutinee);
            self.scoped(|this| {
                this.bind(&pat);
                this.visit_pat_mut(&mut pat);
                if let Some(guard) = &mut guard {
                    this.visit_expr_mut(guard);
                }
            });
            let guard = guard.map(|guard| quote!(if #guard));
            invocation.tokens = quote!(#scrutinee, #pat #guard);
            return;
        }
        let known = known_macro(&name);
        let takes_expressions = known.is_some_and(|known| known != KnownMacro::Condition);
        if takes_expressions
            && let Ok(mut arguments) = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(tokens.clone())
        {
            self.arguments(&mut arguments);
            invocation.tokens = arguments.into_token_stream();
            return;
        }
        // An unknown macro may change what it is given.
        let mention = if known.is_some() { Mention::Read } else { Mention::Receiver };
        invocation.tokens = self.tokens(tokens, mention);
    }
}

/// Whether a binary operator assigns, as `+=`.
pub(crate) fn is_compound(op: &syn::BinOp) -> bool {
    use syn::BinOp::*;
    matches!(
        op,
        AddAssign(_)
            | SubAssign(_)
            | MulAssign(_)
            | DivAssign(_)
            | RemAssign(_)
            | BitXorAssign(_)
            | BitAndAssign(_)
            | BitOrAssign(_)
            | ShlAssign(_)
            | ShrAssign(_)
    )
}

/// The names that a pattern binds where it may be refuted: those in capitals are taken for constants.
pub(crate) fn pattern_names(pat: &Pat, names: &mut Vec<Ident>) {
    visit_identifiers(pat, &mut |pattern| {
        if pattern.subpat.is_some() || !is_constant_pattern(&pattern.ident) {
            names.push(pattern.ident.clone());
        }
    });
}

/// The identifiers of a pattern, whether they bind or name constants.
pub(crate) fn identifiers(pat: &Pat, names: &mut Vec<Ident>) {
    visit_identifiers(pat, &mut |pattern| names.push(pattern.ident.clone()));
}

fn visit_identifiers(pat: &Pat, visit: &mut dyn FnMut(&syn::PatIdent)) {
    match pat {
        Pat::Ident(pattern) => {
            visit(pattern);
            if let Some((_, inner)) = &pattern.subpat {
                visit_identifiers(inner, visit);
            }
        }
        Pat::Guard(pattern) => visit_identifiers(&pattern.pat, visit),
        Pat::Or(pattern) => pattern.cases.iter().for_each(|case| visit_identifiers(case, visit)),
        Pat::Paren(pattern) => visit_identifiers(&pattern.pat, visit),
        Pat::Reference(pattern) => visit_identifiers(&pattern.pat, visit),
        Pat::Slice(pattern) => pattern.elems.iter().for_each(|element| visit_identifiers(element, visit)),
        Pat::Struct(pattern) => pattern.fields.iter().for_each(|field| visit_identifiers(&field.pat, visit)),
        Pat::Tuple(pattern) => pattern.elems.iter().for_each(|element| visit_identifiers(element, visit)),
        Pat::TupleStruct(pattern) => pattern.elems.iter().for_each(|element| visit_identifiers(element, visit)),
        Pat::Type(pattern) => visit_identifiers(&pattern.pat, visit),
        _ => {}
    }
}

/// An expression without parentheses and invisible groups.
pub(super) fn strip(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(inner) => strip(&inner.expr),
        Expr::Group(inner) => strip(&inner.expr),
        other => other,
    }
}
