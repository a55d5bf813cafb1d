//! Refusal at reception: the dossier can't be taken in (Mẫu 03, Thông tư 03/2025/TT-VPCP).

use super::{Refused, command::required};
use crate::Refusal;
use serde::{Deserialize, Serialize};

/// Refuse to receive the dossier.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Refuse {
    /// Why, and what the applicant can do.
    pub reason: String,
}

impl Refuse {
    pub(super) fn decide(&self) -> Result<Refused, Refusal> {
        Ok(Refused { reason: required(&self.reason, "/reason")? })
    }
}
