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
        .map(|name| format!("({:?}, include_str!({:?})),\n", name.trim_end_matches(".sql"), folder.join(name)))
        .collect();
    let out = Path::new(&env::var("OUT_DIR").unwrap()).join("migrations.rs");
    // A new file in place of the old one: a copy of a build folder by hard links must not be written into.
    let fresh = out.with_extension("new");
    fs::write(&fresh, format!("&[\n{lines}]")).unwrap();
    fs::rename(fresh, out).unwrap();
}
