//! Sending back: what was done in an earlier step needs correction.

use super::{Context, Dossier, SentBack, command::required};
use crate::catalogue::StepTask;
use crate::{Problem, Refusal};
use serde::{Deserialize, Serialize};

/// Send the dossier back to an earlier step.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SendBack {
    /// What to correct.
    pub reason: String,
    /// To which step, counted from 0; where it was last processed when not said.
    pub step: Option<u8>,
}

impl SendBack {
    pub(super) fn decide(&self, dossier: &Dossier, context: &Context<'_>) -> Result<SentBack, Refusal> {
        let reason = required(&self.reason, "/reason")?;
        let (back, steps) = (dossier.steps_back(), dossier.filed.route.steps());
        let processed = |step: &&u8| steps[usize::from(**step)].task == StepTask::Process;
        let usual = back.iter().rev().find(processed).or(back.last()).copied();
        let step = self.step.map_or(usual, |step| Some(step).filter(|step| back.contains(step)));
        let step = step.ok_or_else(|| Refusal::input(vec![Problem::new("/step", "choose")]))?;
        let due_at = dossier.step_due(step, context.now, context.calendar, dossier.received_at, dossier.due_at);
        Ok(SentBack { step, step_due_at: due_at, reason })
    }
}

impl Dossier {
    /// The earlier steps that the current one can be sent back to, counted from 0: those that process or approve. Whoever
    /// assigned has nothing to correct.
    #[must_use]
    pub fn steps_back(&self) -> Vec<u8> {
        let Some(current) = self.current_step().filter(|step| step.task != StepTask::Return).and(self.step) else {
            return Vec::new();
        };
        let steps = self.filed.route.steps().iter().zip(0_u8..).take(usize::from(current));
        let can_correct = |task| matches!(task, StepTask::Process | StepTask::Approve);
        steps.filter(|(step, _)| can_correct(step.task)).map(|(_, at)| at).collect()
    }
}
