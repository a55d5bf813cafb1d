//! Handing over the result.

use super::{Dossier, ResultReturned, command::optional};
use crate::Refusal;
use serde::{Deserialize, Serialize};

/// Hand over the result.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReturnResult {
    /// To whom; the applicant when not said.
    pub received_by: Option<String>,
}

impl ReturnResult {
    pub(super) fn decide(&self, dossier: &Dossier) -> Result<ResultReturned, Refusal> {
        let received_by = optional(self.received_by.as_ref()).unwrap_or_else(|| dossier.filed.applicant.name.clone());
        Ok(ResultReturned { received_by })
    }
}
