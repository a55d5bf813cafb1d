//! Forwarding: one processing step is done, the next one begins.

use super::{Context, Dossier, Forwarded, command::optional};
use crate::Refusal;
use serde::{Deserialize, Serialize};

/// Pass the dossier to the next processing step.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Forward {
    /// What was found, for whoever goes on.
    pub note: Option<String>,
    /// Why it goes on without the opinions that the step asked for and that did not come in time.
    pub without_opinions: Option<String>,
}

impl Forward {
    pub(super) fn decide(&self, dossier: &Dossier, context: &Context<'_>) -> Result<Forwarded, Refusal> {
        let (unanswered, without_opinions) = dossier.unanswered(context.now, self.without_opinions.as_ref())?;
        let (step, step_due_at) = dossier.next_step(context);
        Ok(Forwarded { step, step_due_at, note: optional(self.note.as_ref()), unanswered, without_opinions })
    }
}
