//! Gathers `migrations/NNNN_name.sql` into the program: adding one is adding the file.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a build asks cargo and stops at the first surprise"
)]

use std::{env, fs, path::Path};

fn main() {
    println!("cargo::rerun-if-changed=migrations");
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap()).join("migrations");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".sql"))
        .collect();
    names.sort();
    let lines: String = names
        .iter()
        .map(|name| {
            // The text itself, not its place: clones share a build folder.
            let text = fs::read_to_string(folder.join(name)).unwrap();
            format!("({:?}, {text:?}),\n", name.trim_end_matches(".sql"))
        })
        .collect();
    let out = Path::new(&env::var("OUT_DIR").unwrap()).join("migrations.rs");
    // A new file in place of the old one: a copy of a build folder by hard links must not be written into.
    let fresh = out.with_extension("new");
    fs::write(&fresh, format!("&[\n{lines}]")).unwrap();
    fs::rename(fresh, out).unwrap();
}
