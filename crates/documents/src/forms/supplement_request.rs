//! Mẫu số 02: the request to supplement (*Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ*).

use super::{Applicant, Contact, Form, Letter, Signer};
use crate::dates;
use jiff::Timestamp;
use serde::Serialize;

/// What is missing, and where and how to hand it in.
#[derive(Debug, Clone, Serialize)]
pub struct SupplementRequest {
    /// Who issues it.
    pub letter: Letter,
    /// The dossier's code.
    pub code: String,
    /// Who asks for the procedure.
    pub applicant: Applicant,
    /// What they ask for.
    pub procedure: String,
    /// The agency that writes, as the text names it.
    pub agency: String,
    /// When it was received; nothing before: then the clock does not run yet.
    #[serde(serialize_with = "dates::maybe")]
    pub received_at: Option<Timestamp>,
    /// What is missing or wrong.
    pub content: String,
    /// The papers asked for, by name.
    pub papers: Vec<String>,
    /// The counter that takes them.
    pub place: String,
    /// The address on the web that takes them.
    pub online: String,
    /// Who explains.
    pub contact: Contact,
    /// Who signs.
    pub signer: Signer,
}

impl Form for SupplementRequest {
    const TEMPLATE: &'static str = "supplement-request.typ";

    fn letter(&self) -> &Letter {
        &self.letter
    }
}
