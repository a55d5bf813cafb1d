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
        let alone = somebody_else_decides(dossier, context)?;
        let (step, step_due_at) = dossier.next_step(context);
        Ok(Approved { step, step_due_at, note: optional(self.note.as_ref()), alone })
    }
}

/// Separation of duties: neither the person who proposed approves or signs, nor the one in whose place they did, nor somebody
/// in the place of either. Tells whether they do so all the same, because the agency is excepted.
pub(super) fn somebody_else_decides(dossier: &Dossier, context: &Context<'_>) -> Result<bool, Refusal> {
    let proposed = dossier.proposal.as_ref();
    let own = proposed.is_some_and(|proposal| context.by.did(&proposal.by, proposal.in_place_of.as_deref()));
    if own && !context.alone { Err(Refusal::forbidden("own-proposal")) } else { Ok(own) }
}
