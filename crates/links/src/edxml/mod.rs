//! Documents between the systems of agencies as edXML files (QCVN 102:2016/BTTTT with SĐ1:2022; Quyết định 28/2018/QĐ-TTg): one
//! document with its files, as the document system that a province already has takes and gives it.
//!
//! The reader is tolerant (older flat forms, days typed three ways, files with or without their ZIP) and says of everything that is wrong
//! which element it is; the writer is strict. Codes keep their leading zeros. Who gets it and what it becomes is not known here.

mod files;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::read;
pub use write::write;

use jiff::Timestamp;
use jiff::civil::Date;

/// The namespace of the standard.
const NAMESPACE: &str = "http://www.mic.gov.vn/TBT/QCVN_102_2016";
/// The largest file of one document, in bytes; less than the largest request.
pub const LARGEST: usize = 100 * 1024 * 1024;
/// The largest enclosure, in bytes.
pub const LARGEST_FILE: usize = 20 * 1024 * 1024;
/// The most enclosures.
pub const MOST_FILES: usize = 10;

/// A document on its way between two systems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The identity that its sender gave it; it stays the same however often it is sent.
    pub document_id: String,
    /// Who sends it.
    pub from: Party,
    /// Whom it is sent to.
    pub to: Vec<Party>,
    /// Number and notation: `624/TB-VPCP`.
    pub notation: String,
    /// Where it was issued.
    pub place: String,
    /// The day on it.
    pub issued_on: Date,
    /// The name of its type: "Công văn".
    pub kind: String,
    /// Its excerpt.
    pub subject: String,
    /// Its text; may be empty.
    pub content: String,
    /// Who signed it; may be empty.
    pub signer: String,
    /// As what; may be empty.
    pub signer_position: String,
    /// Until when it wants to be answered.
    pub due_on: Option<Date>,
    /// How urgent it is: 0 not marked, 1 *khẩn*, 2 *thượng khẩn*, 3 *hỏa tốc*.
    pub priority: u8,
    /// When it was sent; for the trace.
    pub sent_at: Option<Timestamp>,
    /// Its files.
    pub files: Vec<File>,
}

/// An agency that sends or gets a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Party {
    /// Its identification code (*mã định danh*), as it stands in the file.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The agency above it, or itself.
    pub superior: String,
}

/// A file that goes along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// What it says of its type; the contents decide.
    pub media_type: String,
    /// What is in it.
    pub contents: Vec<u8>,
}
