//! The tool that GradBench talks to: a message a line on standard input, a response a line on standard output.

use std::io;

use autodiff_examples::gradbench::tool;

fn main() -> io::Result<()> {
    tool::serve(io::stdin().lock(), io::stdout().lock())
}
