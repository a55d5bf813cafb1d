//! Mẫu số 04: the apology with a new appointment (*Phiếu xin lỗi và hẹn lại ngày trả kết quả*).

use super::{Applicant, Form, Letter, Signer};
use crate::dates;
use jiff::Timestamp;
use serde::Serialize;

/// That the result will be late, why, and when it is to be had.
#[derive(Debug, Clone, Serialize)]
pub struct Apology {
    /// Who issues it.
    pub letter: Letter,
    /// The dossier's code.
    pub code: String,
    /// Who asks for the procedure.
    pub applicant: Applicant,
    /// What they ask for.
    pub procedure: String,
    /// The agency that is late, as the text names it.
    pub agency: String,
    /// The counter that received the dossier.
    pub counter: String,
    /// When it was received.
    #[serde(serialize_with = "dates::written")]
    pub received_at: Timestamp,
    /// When the result was due.
    #[serde(serialize_with = "dates::written")]
    pub due_at: Timestamp,
    /// Why it is late.
    pub reason: String,
    /// The new appointment.
    #[serde(serialize_with = "dates::written")]
    pub new_due_at: Timestamp,
    /// How and where the result is handed over.
    pub delivery: String,
    /// Who signs.
    pub signer: Signer,
}

impl Form for Apology {
    const TEMPLATE: &'static str = "apology.typ";

    fn letter(&self) -> &Letter {
        &self.letter
    }
}
