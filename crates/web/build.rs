//! Texts, templates and built assets are compiled in: the crate is built again when one is added or goes.

fn main() {
    for folder in ["messages", "templates", "assets/dist"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
