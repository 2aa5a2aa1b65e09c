//! The architecture's invariants.

use std::path::{Path, PathBuf};

/// The stages, earliest first.
const STAGES: &[&str] = &["diagnostics", "rules", "graph", "syntax", "analysis", "transform", "emit"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("an entry can be read").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn all_sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    let relative = |path: &PathBuf| path.strip_prefix(&root).expect("it is below").to_string_lossy().into_owned();
    found.iter().map(|path| (relative(path), std::fs::read_to_string(path).expect("a source can be read"))).collect()
}

#[test]
fn a_stage_imports_only_earlier_stages() {
    for (path, text) in all_sources() {
        let Some(stage) = STAGES.iter().position(|stage| path.starts_with(&format!("{stage}/"))) else { continue };
        for later in &STAGES[stage + 1..] {
            assert!(!text.contains(&format!("crate::{later}")), "{path} imports the later stage `{later}`");
        }
    }
}

#[test]
fn only_the_entry_points_name_the_compilers_own_tokens() {
    let name = concat!("proc_macro", "::");
    for (path, text) in all_sources() {
        assert!(path == "lib.rs" || !text.contains(name), "{path} names `{name}`");
    }
}

#[test]
fn no_file_has_grown_a_second_reason_to_change() {
    for (path, text) in all_sources() {
        let lines = text.lines().count();
        assert!(lines <= 700, "{path} has {lines} lines");
    }
}
