//! Completing: the clerk numbers and issues the result; settling ends (*đã xử lý xong*).

use super::{
    Completed, Context, Dossier, Outcome, SignedFile,
    command::{optional, required},
};
use crate::{Problem, Refusal};
use serde::{Deserialize, Serialize};

/// Number and issue the result.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Complete {
    /// The number of the result.
    pub number: String,
    /// The electronic result, as an uploaded file; the proposal's draft when not said.
    pub file: Option<String>,
    /// That file with the agency's digital signature; filled in where keys are, never by who commands.
    #[serde(skip)]
    pub signed: Option<SignedFile>,
}

impl Complete {
    pub(super) fn decide(&self, dossier: &Dossier, context: &Context<'_>) -> Result<Completed, Refusal> {
        let number = required(&self.number, "/number")?;
        let proposal = dossier.proposal.as_ref();
        let own = optional(self.file.as_ref());
        let written = proposal.and_then(|proposal| proposal.paper.as_ref()).filter(|_| own.is_none());
        if let Some(printed) =
            written.map(|paper| paper.number(&dossier.filed.code, 1)).filter(|printed| *printed != number)
        {
            return Err(Refusal::input(vec![Problem::new("/number", "number-on-paper").with("number", printed)]));
        }
        let other_file = own.is_some() && proposal.is_some_and(|proposal| proposal.file.is_some());
        let file = own.or_else(|| proposal.and_then(|proposal| proposal.file.clone()));
        let file = self.signed.as_ref().map(|signed| signed.file.clone()).or(file);
        let outcome = proposal.map_or(Outcome::Granted, |proposal| proposal.outcome);
        // The hash is filled in where files are kept.
        let certificate = self.signed.as_ref().map(|signed| signed.certificate.clone());
        Ok(Completed {
            outcome,
            number,
            file,
            sha256: None,
            certificate,
            other_file,
            step: dossier.next_step(context).0,
        })
    }
}
