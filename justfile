# The single steps of the work; `.ci/run` is all of what continuous integration does.

# Lists the recipes.
default:
    @just --list

# All of continuous integration.
ci:
    .ci/run

# All tests, the README's code included.
test:
    cargo test --workspace

# Random programs against dual numbers: `just random 20000`, other ones with `just random 20000 7`, without iterators with `just random 20000 7 loops,stores`.
random programs="20000" seed="4096" features="all":
    AUTODIFF_RANDOM_PROGRAMS={{programs}} AUTODIFF_RANDOM_SEED={{seed}} AUTODIFF_RANDOM_FEATURES={{features}} cargo test -p autodiff-tests --test 'random_programs_*'

# Formatting and clippy, as continuous integration wants them.
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings

# Documentation, without warnings.
docs:
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps

# Builds without the standard library.
no-std:
    cargo build -p autodiff-core --no-default-features --features libm
    cargo build -p autodiff-no-std

# An example: `just example tutorials`.
example name *arguments:
    cargo run --release --example {{name}} {{arguments}}

# Times, ours alone; `just bench peers` measures other libraries too.
bench features="":
    cargo bench -p autodiff-benches --features "{{features}}"

# Retired instructions beside hand-written gradients; needs valgrind.
instructions:
    cargo run --release -p autodiff-benches --bin instructions -- --check
    cargo run --release -p autodiff-benches --bin gradbench_table -- --check

# The programs with loops: instructions, times and memory; `just gradbench peers` measures other libraries too.
gradbench features="":
    cargo run --release -p autodiff-benches --features "{{features}}" --bin gradbench_table

# How long the attribute takes to expand long bodies.
compile-time:
    cargo run --release -p autodiff-benches --bin compile_time -- --check

# What the macro makes of an example: `just expand quickstart`. The compiler's own printer, so without another tool.
expand name:
    RUSTC_BOOTSTRAP=1 cargo rustc -p autodiff-examples --example {{name}} --profile check -- -Zunpretty=expanded

# Writes the golden expansions, the compile errors and docs/OPERATORS.md anew; look at `git diff` afterwards.
bless:
    UPDATE_EXPECT=1 cargo test -p autodiff-macros
    TRYBUILD=overwrite cargo test -p autodiff-tests --test compile_fail
