//! Proposing: the case officer has verified the dossier and says what should come of it.

use super::{
    Context, Dossier, Outcome, Proposed, ResultPaper,
    command::{optional, required},
};
use crate::Refusal;
use serde::{Deserialize, Serialize};

/// Propose a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Propose {
    /// Grant or reject; grant when not said.
    #[serde(default = "granted")]
    pub outcome: Outcome,
    /// What was verified and why this outcome.
    #[serde(default)]
    pub content: String,
    /// The drafted result, as an uploaded file.
    #[serde(default)]
    pub file: Option<String>,
    /// What stands on it, where it was written here; never taken from whoever commands by name of a file.
    #[serde(skip)]
    pub paper: Option<ResultPaper>,
    /// Why it is proposed without the opinions that were needed and did not come in time.
    #[serde(default)]
    pub without_opinions: Option<String>,
}

fn granted() -> Outcome {
    Outcome::Granted
}

impl Propose {
    pub(super) fn decide(&self, dossier: &Dossier, context: &Context<'_>) -> Result<Proposed, Refusal> {
        let content = required(&self.content, "/content")?;
        let (unanswered, without_opinions) = dossier.unanswered(context.now, self.without_opinions.as_ref())?;
        let (step, step_due_at) = dossier.next_step(context);
        let file = optional(self.file.as_ref());
        let paper = self.paper.clone().filter(|_| file.is_some());
        let in_place_of = context.by.principal().map(str::to_owned);
        let outcome = self.outcome;
        Ok(Proposed { outcome, content, file, paper, unanswered, without_opinions, in_place_of, step, step_due_at })
    }
}
