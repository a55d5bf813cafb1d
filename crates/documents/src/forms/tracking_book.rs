//! Mẫu số 07: the tracking book (*Sổ theo dõi hồ sơ*) of a counter over a period.

use super::{Form, Letter, Signer};
use crate::dates;
use jiff::Timestamp;
use serde::Serialize;

/// The dossiers that a counter received in a period.
#[derive(Debug, Clone, Serialize)]
pub struct TrackingBook {
    /// Who keeps it.
    pub letter: Letter,
    /// The first day: 01/12/2025.
    pub from: String,
    /// The last day.
    pub to: String,
    /// The dossiers, in the order of their reception.
    pub entries: Vec<Entry>,
    /// Who signs.
    pub signer: Signer,
}

/// A line of the book.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    /// The dossier's code.
    pub code: String,
    /// What is asked for.
    pub procedure: String,
    /// Who asks.
    pub applicant: String,
    /// Address and telephone.
    pub contact: String,
    /// Who settles it.
    pub competent: String,
    /// When it was received.
    #[serde(serialize_with = "dates::maybe")]
    pub received_at: Option<Timestamp>,
    /// When the result is due, if a limit is set.
    #[serde(serialize_with = "dates::maybe")]
    pub due_at: Option<Timestamp>,
    /// When the result was handed over.
    #[serde(serialize_with = "dates::maybe")]
    pub returned_at: Option<Timestamp>,
    /// How the result is handed over.
    pub delivery: String,
    /// What to mind: where it stands.
    pub note: String,
}

impl Form for TrackingBook {
    const TEMPLATE: &'static str = "tracking-book.typ";

    fn letter(&self) -> &Letter {
        &self.letter
    }
}
