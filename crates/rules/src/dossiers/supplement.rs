//! Supplementing: the applicant hands in what was asked for; the clock runs again.

use super::{Context, Dossier, SubmittedDocument, Supplemented, command::optional};
use crate::{Problem, Refusal};
use serde::{Deserialize, Serialize};

/// Hand in what was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SupplementDossier {
    /// The papers.
    pub documents: Vec<SubmittedDocument>,
    /// What to say about them.
    pub note: Option<String>,
}

impl SupplementDossier {
    pub(super) fn decide(&self, dossier: &Dossier, context: &Context<'_>) -> Result<Supplemented, Refusal> {
        let note = optional(self.note.as_ref());
        if self.documents.is_empty() && note.is_none() {
            return Err(Refusal::input(vec![Problem::new("/documents", "supplement-empty")]));
        }
        Ok(Supplemented {
            documents: self.documents.clone(),
            note,
            due_at: dossier.due_when_resumed(context),
            step_due_at: dossier.step_due_when_resumed(context),
        })
    }
}
