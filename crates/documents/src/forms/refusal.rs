//! Mẫu số 03: the refusal at reception (*Phiếu từ chối tiếp nhận giải quyết hồ sơ*).

use super::{Applicant, Contact, Form, Letter, Signer};
use crate::dates;
use jiff::Timestamp;
use serde::Serialize;

/// That a dossier is not taken in, and why.
#[derive(Debug, Clone, Serialize)]
pub struct Refusal {
    /// Who issues it.
    pub letter: Letter,
    /// The dossier's code.
    pub code: String,
    /// Who asks for the procedure.
    pub applicant: Applicant,
    /// What they ask for.
    pub procedure: String,
    /// The agency that refuses, as the text names it.
    pub agency: String,
    /// When it was filed.
    #[serde(serialize_with = "dates::written")]
    pub filed_at: Timestamp,
    /// Why.
    pub reason: String,
    /// Who explains.
    pub contact: Contact,
    /// Who signs.
    pub signer: Signer,
}

impl Form for Refusal {
    const TEMPLATE: &'static str = "refusal.typ";

    fn letter(&self) -> &Letter {
        &self.letter
    }
}
