//! Withdrawing: the applicant no longer asks.

use super::{Withdrawn, command::optional};
use serde::{Deserialize, Serialize};

/// Withdraw the dossier.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Withdraw {
    /// Why, if they say.
    pub reason: Option<String>,
}

impl Withdraw {
    pub(super) fn decide(&self) -> Withdrawn {
        Withdrawn { reason: optional(self.reason.as_ref()) }
    }
}
