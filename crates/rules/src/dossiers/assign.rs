//! Assigning: a leader puts a case officer in charge, or a case officer takes the dossier.

use super::{
    Assigned, Context, Dossier,
    command::{optional, required},
};
use crate::Refusal;
use crate::catalogue::StepTask;
use crate::people::Role;
use serde::{Deserialize, Serialize};

/// Put an officer in charge.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Assign {
    /// Who, by login; oneself when not said.
    pub officer: String,
    /// Their name; looked up by the caller.
    pub officer_name: String,
    /// What to mind.
    pub note: Option<String>,
}

impl Assign {
    pub(super) fn decide(&self, dossier: &Dossier, context: &Context<'_>) -> Result<Assigned, Refusal> {
        let officer = required(&self.officer, "/officer")?;
        if context.by.role == Role::CaseOfficer && officer != context.by.login {
            return Err(Refusal::forbidden("assign-others-is-for-leaders"));
        }
        let assigning = dossier.current_step().is_some_and(|step| step.task == StepTask::Assign);
        let (step, step_due_at) = if assigning {
            dossier.next_step(context)
        } else {
            (dossier.step.unwrap_or_default(), dossier.step_due_at)
        };
        Ok(Assigned {
            officer,
            officer_name: self.officer_name.clone(),
            step,
            step_due_at,
            note: optional(self.note.as_ref()),
        })
    }
}
