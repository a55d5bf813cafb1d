//! What docs/security.md promises to be tested is tested: each test that it names is there.

use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn every_test_that_the_page_about_security_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = std::fs::read_to_string(root.join("docs/security.md")).expect("the page");
    let mut files = Vec::new();
    for krate in std::fs::read_dir(root.join("crates")).expect("crates") {
        for part in ["src", "tests"] {
            let folder = krate.as_ref().expect("a crate").path().join(part);
            if folder.is_dir() {
                sources(&folder, &mut files);
            }
        }
    }
    let code: String = files.iter().map(|file| std::fs::read_to_string(file).expect("a file")).collect();
    let is_test = |name: &&str| {
        name.matches('_').count() > 2 && name.chars().all(|sign| sign == '_' || sign.is_ascii_alphanumeric())
    };
    let named: Vec<&str> = page.split('`').skip(1).step_by(2).filter(is_test).collect();
    assert!(named.len() > 60, "{}", named.len());
    let missing: Vec<_> = named.iter().filter(|name| !code.contains(&format!("fn {name}("))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
