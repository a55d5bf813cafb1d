//! What can happen to what the index is measured by.

use super::national::ScoreTable;

crate::events! {
    /// What happened to what the index is measured by.
    "quality" {
        /// The scores of all provinces, as the national portal published them, were taken in.
        ScoresImported(ScoreTable) = "scores_imported",
    }
}
