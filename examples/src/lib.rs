//! What the examples share: reading numbers from a JSON file. The examples themselves are in the folder `examples`.

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
        let (_, code) = quickstart
            .split_once("\n\n")
            .expect("the module's documentation ends with an empty line");
        assert!(
            readme.contains(code),
            "README.md shows another quickstart than examples/examples/quickstart.rs"
        );
    }
}
