//! Sending back: what was proposed needs correction.

use super::{Context, Dossier, SentBack, command::required};
use crate::Refusal;
use crate::catalogue::StepTask;
use serde::{Deserialize, Serialize};

/// Send the dossier back to the case officer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SendBack {
    /// What to correct.
    pub reason: String,
}

impl SendBack {
    pub(super) fn decide(&self, dossier: &Dossier, context: &Context<'_>) -> Result<SentBack, Refusal> {
        let reason = required(&self.reason, "/reason")?;
        let steps = dossier.filed.route.steps();
        let back = steps.iter().rposition(|step| step.task == StepTask::Process).unwrap_or_default();
        let step = u8::try_from(back).unwrap_or_default();
        let due_at = dossier.step_due(step, context.now, context.calendar, dossier.received_at, dossier.due_at);
        Ok(SentBack { step, step_due_at: due_at, reason })
    }
}
