//! Rejecting: the leader decides against the applicant; the written refusal goes the rest of the way.

use super::{Context, Dossier, Rejected, approve::somebody_else_decides, command::required};
use crate::Refusal;
use serde::{Deserialize, Serialize};

/// Decide against the applicant.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Reject {
    /// Why, in the words of the answer.
    pub reason: String,
}

impl Reject {
    pub(super) fn decide(&self, dossier: &Dossier, context: &Context<'_>) -> Result<Rejected, Refusal> {
        let alone = somebody_else_decides(dossier, context)?;
        let reason = required(&self.reason, "/reason")?;
        let (step, step_due_at) = dossier.next_step(context);
        Ok(Rejected { reason, step, step_due_at, alone })
    }
}
