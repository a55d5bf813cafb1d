//! Official documents as PDF: the seven forms of a dossier's way (Thông tư 03/2025/TT-VPCP, Phụ lục I) and plain results, laid out
//! by Decree 30/2020/NĐ-CP.
//!
//! Knows paper, type and Typst; must not know where facts come from, who may see them, or what time it is. Data goes into the
//! templates as values, never as source, so that nothing that somebody typed is ever read as a command. The same values make
//! the same bytes: PDF/A-2b, tagged, in Vietnamese.

mod clean;
pub mod copies;
mod dates;
mod docx;
mod engine;
mod fonts;
pub mod forms;
pub mod scans;
pub mod workbook;

pub use engine::Unmade;
