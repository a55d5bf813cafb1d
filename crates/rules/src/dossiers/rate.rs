//! Rating: the applicant says how it went, once.

use super::{Dossier, Rated, Rating, command::optional};
use crate::Refusal;
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
    pub(super) fn decide(&self, dossier: &Dossier) -> Result<Rated, Refusal> {
        if dossier.rating.is_some() {
            return Err(Refusal::rule("rated-already"));
        }
        Ok(Rated { rating: self.rating, comment: optional(self.comment.as_ref()) })
    }
}
