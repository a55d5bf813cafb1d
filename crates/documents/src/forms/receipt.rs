//! A receipt for fees or charges (*biên lai thu phí, lệ phí*): numbered in the agency's year, checked by its code.

use super::{Applicant, Form, Letter, Signer};
use crate::dates;
use jiff::Timestamp;
use serde::Serialize;

/// What stands on a receipt.
#[derive(Debug, Clone, Serialize)]
pub struct Receipt {
    /// Who issues it; the number is the receipt's.
    pub letter: Letter,
    /// "lệ phí" or "phí": each has receipts of its own.
    pub kind: String,
    /// The series of its number: "LP-2025".
    pub series: String,
    /// The number in the series: "0000012".
    pub running: String,
    /// Who paid.
    pub payer: Applicant,
    /// The dossier's code.
    pub code: String,
    /// What was asked for.
    pub procedure: String,
    /// What was paid for, and how much as people write it.
    pub items: Vec<(String, String)>,
    /// The sum as people write it.
    pub amount: String,
    /// The sum in words.
    pub words: String,
    /// How it was paid.
    pub how: String,
    /// The payment's number.
    pub reference: String,
    /// When all of it had come.
    #[serde(serialize_with = "dates::written")]
    pub paid_at: Timestamp,
    /// What went back since, as people write it; empty where nothing did.
    pub refunded: String,
    /// Who took it.
    pub officer: Signer,
}

impl Form for Receipt {
    const TEMPLATE: &'static str = "receipt.typ";

    fn letter(&self) -> &Letter {
        &self.letter
    }
}
