//! Approving what was proposed. Who proposes does not approve.

use super::{Approved, Context, Dossier, command::optional};
use crate::Refusal;
use serde::{Deserialize, Serialize};

/// Approve the proposal.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Approve {
    /// What to mind.
    pub note: Option<String>,
}

impl Approve {
    pub(super) fn decide(&self, dossier: &Dossier, context: &Context<'_>) -> Result<Approved, Refusal> {
        somebody_else_decides(dossier, context)?;
        let (step, step_due_at) = dossier.next_step(context);
        Ok(Approved { step, step_due_at, note: optional(self.note.as_ref()) })
    }
}

/// Separation of duties: the person who proposed neither approves nor signs.
pub(super) fn somebody_else_decides(dossier: &Dossier, context: &Context<'_>) -> Result<(), Refusal> {
    match &dossier.proposal {
        Some(proposal) if proposal.by == context.by.login => Err(Refusal::forbidden("own-proposal")),
        _ => Ok(()),
    }
}
