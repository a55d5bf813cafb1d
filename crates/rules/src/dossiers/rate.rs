//! Rating: the applicant says how it went, once.

use super::{Criterion, Rated, Rating, command::optional};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Say how it went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// How content they are.
    pub rating: Rating,
    /// What they judge on its own.
    #[serde(default)]
    pub criteria: BTreeMap<Criterion, Rating>,
    /// What they say.
    #[serde(default)]
    pub comment: Option<String>,
}

impl Rate {
    pub(super) fn decide(&self) -> Rated {
        Rated { rating: self.rating, criteria: self.criteria.clone(), comment: optional(self.comment.as_ref()) }
    }
}
