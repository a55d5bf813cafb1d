//! Asking the applicant to supplement (Mẫu 02): the clock stands. One round; a second only by a leader with a reason, and
//! the national index counts the dossier as late then (facts of Quyết định 766/QĐ-TTg).

use super::{Context, Dossier, SupplementRequested, command::required};
use crate::people::Role;
use crate::{Problem, Refusal};
use serde::{Deserialize, Serialize};

/// Ask for a supplement.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RequestSupplement {
    /// What is missing or wrong, and how to mend it.
    pub content: String,
    /// The papers asked for, by their code in the procedure.
    pub documents: Vec<String>,
    /// Why a second round can't be avoided.
    pub reason: Option<String>,
}

impl RequestSupplement {
    pub(super) fn decide(&self, dossier: &Dossier, context: &Context<'_>) -> Result<SupplementRequested, Refusal> {
        let content = required(&self.content, "/content")?;
        let basis = "Nghị định 118/2025/NĐ-CP";
        let content = match (dossier.supplements.len(), context.by.role) {
            (0, _) => content,
            (1, Role::Approver) => match self.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty()) {
                Some(reason) => format!("{content} ({reason})"),
                None => {
                    return Err(Refusal::input(vec![Problem::new("/reason", "second-supplement-reason")]).citing(basis));
                }
            },
            (1, _) => return Err(Refusal::rule("second-supplement-by-leader").citing(basis)),
            _ => return Err(Refusal::rule("supplement-rounds-used-up").citing(basis)),
        };
        let round = u8::try_from(dossier.supplements.len()).unwrap_or(1) + 1;
        Ok(SupplementRequested { content, documents: self.documents.clone(), round })
    }
}
