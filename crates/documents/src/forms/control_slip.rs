//! Mẫu số 06: the process control slip (*Phiếu kiểm soát quá trình giải quyết hồ sơ*).

use super::{Form, Letter};
use crate::dates;
use jiff::Timestamp;
use serde::Serialize;

/// Every hand-over of a dossier between desks.
#[derive(Debug, Clone, Serialize)]
pub struct ControlSlip {
    /// Who issues it.
    pub letter: Letter,
    /// The dossier's code.
    pub code: String,
    /// Whose dossier it is.
    pub applicant: String,
    /// What is asked for.
    pub procedure: String,
    /// The counter that received it.
    pub counter: String,
    /// Who settles it.
    pub competent: String,
    /// When it was received, if it was.
    #[serde(serialize_with = "dates::maybe")]
    pub received_at: Option<Timestamp>,
    /// When the result is due, if a limit is set.
    #[serde(serialize_with = "dates::maybe")]
    pub due_at: Option<Timestamp>,
    /// From desk to desk, oldest first.
    pub handovers: Vec<HandOver>,
}

/// From one desk to the next.
#[derive(Debug, Clone, Serialize)]
pub struct HandOver {
    /// The step that ends: "Thẩm định".
    pub step: String,
    /// What was done.
    pub what: String,
    /// Who handed it over.
    pub from: String,
    /// When.
    #[serde(serialize_with = "dates::written")]
    pub at: Timestamp,
    /// Who has it next; empty at the end.
    pub to: String,
    /// When the step was due, where it had a deadline.
    #[serde(serialize_with = "dates::maybe")]
    pub due: Option<Timestamp>,
    /// Whether it was early, on time or late, in words.
    pub result: String,
    /// What was noted.
    pub note: String,
}

impl Form for ControlSlip {
    const TEMPLATE: &'static str = "control-slip.typ";

    fn letter(&self) -> &Letter {
        &self.letter
    }
}
