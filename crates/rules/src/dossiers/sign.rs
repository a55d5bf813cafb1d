//! Signing the result.

use super::{Context, Dossier, Signed, SignedFile, approve::somebody_else_decides};
use crate::Refusal;
use serde::{Deserialize, Serialize};

/// Sign the result.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sign {
    /// The result with the signer's digital signature; filled in where keys are, never by who commands.
    #[serde(skip)]
    pub signed: Option<SignedFile>,
}

impl Sign {
    pub(super) fn decide(&self, dossier: &Dossier, context: &Context<'_>) -> Result<Signed, Refusal> {
        let alone = somebody_else_decides(dossier, context)?;
        let (step, step_due_at) = dossier.next_step(context);
        Ok(Signed { step, step_due_at, alone, signed: self.signed.clone() })
    }
}
