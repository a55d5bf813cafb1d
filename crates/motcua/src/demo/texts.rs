//! Words that officers and applicants write, drawn from the tables.

use super::chance::Chance;
use super::data::{Texts, texts};

/// One of the lines of a kind.
pub fn pick(chance: &mut Chance, lines: impl Fn(&'static Texts) -> &'static Vec<String>) -> String {
    chance.one(lines(texts())).clone()
}
