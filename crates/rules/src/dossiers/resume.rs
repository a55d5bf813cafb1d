//! Going on after a stop: the time that it stood does not count.

use super::{Context, Dossier, Resumed, command::required};
use crate::Refusal;
use serde::{Deserialize, Serialize};

/// Go on settling the dossier.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Resume {
    /// Why.
    pub reason: String,
}

impl Resume {
    pub(super) fn decide(&self, dossier: &Dossier, context: &Context<'_>) -> Result<Resumed, Refusal> {
        Ok(Resumed {
            reason: required(&self.reason, "/reason")?,
            due_at: dossier.due_when_resumed(context),
            step_due_at: dossier.step_due_when_resumed(context),
        })
    }
}
