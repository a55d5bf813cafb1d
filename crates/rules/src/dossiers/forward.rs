//! Forwarding: one processing step is done, the next one begins.

use super::{Context, Dossier, Forwarded, command::optional};
use serde::{Deserialize, Serialize};

/// Pass the dossier to the next processing step.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Forward {
    /// What was found, for whoever goes on.
    pub note: Option<String>,
}

impl Forward {
    pub(super) fn decide(&self, dossier: &Dossier, context: &Context<'_>) -> Forwarded {
        let (step, step_due_at) = dossier.next_step(context);
        Forwarded { step, step_due_at, note: optional(self.note.as_ref()) }
    }
}
