//! A report made of figures (*Báo cáo*, sign BC), by Nghị định 30/2020/NĐ-CP, Phụ lục I and III: prose, what became of the figures since
//! the last report, and a note that defines each.

use super::{Form, Letter, Signer};
use serde::Serialize;

/// A report.
#[derive(Debug, Clone, Serialize)]
pub struct Summary {
    /// Who issues it.
    pub letter: Letter,
    /// What it is about.
    pub subject: String,
    /// What stands before the chapters, a paragraph each.
    pub opening: Vec<String>,
    /// The chapters.
    pub chapters: Vec<Chapter>,
    /// The notes that pieces name by their place.
    pub notes: Vec<FigureNote>,
    /// What stands after them, a paragraph each.
    pub closing: Vec<String>,
    /// Who receives it, each with its sign at the end.
    pub recipients: Vec<String>,
    /// Who signs.
    pub signer: Signer,
}

/// A chapter.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Chapter {
    /// Its heading, with its number.
    pub heading: String,
    /// What it says: the pieces of each paragraph.
    pub paragraphs: Vec<Vec<Piece>>,
    /// The figures beside those of the last report.
    pub comparison: Option<Comparison>,
}

/// Part of a paragraph, and the note behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// The place of its note.
    pub note: Option<usize>,
}

/// What defines a figure, and where its records are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FigureNote {
    /// The definition and the source.
    pub text: String,
    /// The address of the records.
    pub url: String,
}

/// A table: figures, now, then, and the difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// The headings; the first column names the figures.
    pub head: Vec<String>,
    /// A row a figure.
    pub rows: Vec<Vec<String>>,
}

impl Form for Summary {
    const TEMPLATE: &'static str = "summary.typ";

    fn letter(&self) -> &Letter {
        &self.letter
    }
}
