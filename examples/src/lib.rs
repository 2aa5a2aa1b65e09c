//! What the examples share, reading numbers from JSON and CSV files, and the programs and the tool for GradBench. The
//! examples themselves are in the folder `examples`.

pub mod dataset;
pub mod gradbench;
pub mod json;

/// Compiles and runs the code of the workspace's `README.md`.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct ReadmeDoctests;

#[cfg(test)]
mod tests {
    /// The README shows the example `quickstart` whole, so that what it shows is what runs.
    #[test]
    fn readme_shows_the_quickstart() {
        let readme = include_str!("../../README.md");
        let quickstart = include_str!("../examples/quickstart.rs");
        let (_, code) = quickstart.split_once("\n\n").expect("the module's documentation ends with an empty line");
        assert!(readme.contains(code), "README.md shows another quickstart than examples/examples/quickstart.rs");
    }

    /// The two commands at the top of the README are what continuous integration runs.
    #[test]
    fn continuous_integration_runs_the_commands_of_the_readme() {
        let (_, commands) =
            include_str!("../../README.md").split_once("```sh\n").expect("the README begins with commands");
        let (commands, _) = commands.split_once("```").expect("the commands end");
        let integration = include_str!("../../.ci/run");
        for line in commands.lines() {
            let command = line.split('#').next().unwrap_or(line).trim();
            assert!(integration.contains(&format!("step {command}\n")), ".ci/run does not run `{command}`");
        }
    }
}
