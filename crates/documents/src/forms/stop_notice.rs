//! Mẫu số 05: the notice of stopping (*Thông báo dừng giải quyết hồ sơ*; Nghị định 118/2025/NĐ-CP, Điều 21).

use super::{Applicant, Form, Letter, Signer};
use crate::dates;
use jiff::Timestamp;
use serde::Serialize;

/// That settling stops, at the applicant's request.
#[derive(Debug, Clone, Serialize)]
pub struct StopNotice {
    /// Who issues it.
    pub letter: Letter,
    /// The dossier's code.
    pub code: String,
    /// Who asked for the procedure.
    pub applicant: Applicant,
    /// What they asked for.
    pub procedure: String,
    /// The agency that stops, as the text names it.
    pub agency: String,
    /// The counter that received the dossier.
    pub counter: String,
    /// When it was received, if it was.
    #[serde(serialize_with = "dates::maybe")]
    pub received_at: Option<Timestamp>,
    /// Why; empty where nobody said.
    pub reason: String,
    /// Who signs.
    pub signer: Signer,
}

impl Form for StopNotice {
    const TEMPLATE: &'static str = "stop-notice.typ";

    fn letter(&self) -> &Letter {
        &self.letter
    }
}
