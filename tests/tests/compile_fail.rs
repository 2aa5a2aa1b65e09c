//! Every message that a user can meet: one program each, by theme, with what `rustc` prints beside it.
//!
//! After a change of a message: `TRYBUILD=overwrite cargo test -p autodiff-tests --test compile_fail`, then read the
//! difference. Each case gives exactly the errors that its first line announces, at the user's own tokens.

#[test]
fn messages() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/compile_fail/*/*.rs");
}
