//! Biểu II.06a, II.06b, II.07a, II.07b/VPCP/KSTT: an official report as a table with the numbers of its columns.

use super::{Form, Letter, Signer};
use serde::Serialize;

/// A filled form.
#[derive(Debug, Clone, Serialize)]
pub struct ReportTable {
    /// Who reports; its number is the form's sign.
    pub letter: Letter,
    /// "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH".
    pub title: String,
    /// "Kỳ báo cáo: Quý IV năm 2025".
    pub period: String,
    /// "Từ ngày 01/10/2025 đến ngày 31/12/2025".
    pub days: String,
    /// To whom it is sent.
    pub receiver: String,
    /// What is counted: "Số hồ sơ TTHC".
    pub unit: String,
    /// What the second column names: "Lĩnh vực, công việc giải quyết theo cấp".
    pub subject: String,
    /// The columns of numbers, group by group.
    pub groups: Vec<ColumnGroup>,
    /// Its lines.
    pub rows: Vec<ReportRow>,
    /// Whether it is approved and locked, or what it is instead.
    pub standing: String,
    /// Who made it, and who signs.
    pub signers: Vec<Signer>,
}

/// Columns under one heading.
#[derive(Debug, Clone, Serialize)]
pub struct ColumnGroup {
    /// The heading.
    pub heading: String,
    /// The columns: heading, and number with formula: "(3)=(4)+(5)+(6)".
    pub columns: Vec<(String, String)>,
}

/// A line.
#[derive(Debug, Clone, Serialize)]
pub struct ReportRow {
    /// Its number: "I", "1"; empty for the total.
    pub number: String,
    /// What it counts.
    pub name: String,
    /// Whether it is a sum of lines.
    pub sum: bool,
    /// Its numbers as people write them.
    pub cells: Vec<String>,
}

impl Form for ReportTable {
    const TEMPLATE: &'static str = "report-table.typ";

    fn letter(&self) -> &Letter {
        &self.letter
    }
}
