//! Mẫu số 01: the acknowledgement with appointment (*Giấy tiếp nhận hồ sơ và hẹn trả kết quả*).

use super::{Applicant, Form, Letter, Signer};
use crate::dates;
use jiff::Timestamp;
use serde::Serialize;

/// The acknowledgement that a dossier was received, with the day of its result.
#[derive(Debug, Clone, Serialize)]
pub struct Acknowledgement {
    /// Who issues it.
    pub letter: Letter,
    /// The dossier's code.
    pub code: String,
    /// The counter that received it, as the text names it.
    pub counter: String,
    /// Who asks.
    pub applicant: Applicant,
    /// What is asked for.
    pub procedure: String,
    /// The procedure's code.
    pub procedure_code: String,
    /// Who settles it.
    pub competent: String,
    /// How it came in: "Trực tiếp".
    pub channel: String,
    /// What was handed in.
    pub papers: Vec<Paper>,
    /// The legal time limit in words.
    pub time_limit: String,
    /// When it was received.
    #[serde(serialize_with = "dates::written")]
    pub received_at: Timestamp,
    /// When the result is due; nothing where no limit is set.
    #[serde(serialize_with = "dates::maybe")]
    pub due_at: Option<Timestamp>,
    /// How and where the result is handed over.
    pub delivery: String,
    /// Who received it.
    pub officer: Signer,
}

/// A paper that was handed in.
#[derive(Debug, Clone, Serialize)]
pub struct Paper {
    /// Its name.
    pub name: String,
    /// Originals.
    pub originals: u8,
    /// Copies.
    pub copies: u8,
    /// Whether it is there as a file.
    pub electronic: bool,
}

impl Form for Acknowledgement {
    const TEMPLATE: &'static str = "acknowledgement.typ";

    fn letter(&self) -> &Letter {
        &self.letter
    }
}
