//! A declaration (*tờ khai, đơn*): the filled electronic form of a procedure, laid out like the paper one. It is the applicant's
//! paper, so it carries the country's head and no agency's number.

use super::Applicant;
use crate::engine::Sheet;
use crate::{Unmade, clean, dates};
use jiff::Timestamp;
use serde::Serialize;

/// What stands on a declaration.
#[derive(Debug, Clone, Serialize)]
pub struct Declaration {
    /// What it is called: "Tờ khai đăng ký khai sinh".
    pub title: String,
    /// Where the paper form is published; empty where it has no number.
    pub source: String,
    /// To whom it goes.
    pub addressed_to: String,
    /// Whoever asks.
    pub applicant: Applicant,
    /// What they answered.
    pub sections: Vec<Section>,
    /// What they declare; empty where nothing is declared.
    pub pledge: String,
    /// The place: "Sìn Hồ"; empty where none is known.
    pub place: String,
    /// When it was filed, or printed while it is a draft.
    #[serde(serialize_with = "dates::written")]
    pub at: Timestamp,
    /// The dossier that it was filed with; empty while it is a draft.
    pub dossier: String,
    /// What seals it: the hash of the dossier's first entry; empty while it is a draft.
    pub seal: String,
}

/// A section of a declaration.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Section {
    /// Its heading.
    pub title: String,
    /// What was answered, in order.
    pub parts: Vec<Part>,
}

/// Something answered: a line, or a table.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Part {
    /// The question, or what the table is called.
    pub title: String,
    /// The answer; empty when there is none, and of a table.
    pub answer: String,
    /// What the table's columns are called; none of a line.
    pub columns: Vec<String>,
    /// The table's rows.
    pub rows: Vec<Vec<String>>,
}

impl Declaration {
    /// The declaration as PDF/A-2b. The same values make the same bytes.
    ///
    /// # Errors
    /// When it can't be laid out: a fault of the program.
    pub fn pdf(&self) -> Result<Vec<u8>, Unmade> {
        let mut values = serde_json::to_value(self).map_err(Unmade::because)?;
        clean::value(&mut values);
        let data = serde_json::to_vec(&values).map_err(Unmade::because)?;
        let identifier = if self.dossier.is_empty() { "draft" } else { &self.dossier };
        Sheet::new("declaration.typ", data, String::new()).pdf(identifier, self.at)
    }
}
