//! Rating: the applicant says how it went, once.

use super::{Rated, Rating, command::optional};
use serde::{Deserialize, Serialize};

/// Say how it went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// How content they are.
    pub rating: Rating,
    /// What they say.
    #[serde(default)]
    pub comment: Option<String>,
}

impl Rate {
    pub(super) fn decide(&self) -> Rated {
        Rated { rating: self.rating, comment: optional(self.comment.as_ref()) }
    }
}
