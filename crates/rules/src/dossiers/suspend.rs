//! Stopping at the applicant's request while there is no result (Mẫu 05; Nghị định 118/2025/NĐ-CP, Điều 21).

use super::{Suspended, command::required};
use crate::Refusal;
use serde::{Deserialize, Serialize};

/// Stop settling the dossier.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Suspend {
    /// Why.
    pub reason: String,
}

impl Suspend {
    pub(super) fn decide(&self) -> Result<Suspended, Refusal> {
        Ok(Suspended { reason: required(&self.reason, "/reason")? })
    }
}
