//! A plain result, for procedures whose own format is not known: a certificate, an extract, a written answer, by Decree 30/2020/NĐ-CP.

use super::{Form, Letter, Signer};
use serde::Serialize;

/// How a result is arranged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ResultLayout {
    /// Grounds, opening, particulars, text.
    Plain,
    /// A decision in articles (Nghị định 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.2).
    Decision,
    /// The particulars in two columns, each under its heading.
    Columns,
}

/// A result of a procedure.
#[derive(Debug, Clone, Serialize)]
pub struct PlainResult {
    /// Who issues it.
    pub letter: Letter,
    /// The dossier's code.
    pub code: String,
    /// What it is: "Giấy xác nhận", "Trích lục", "Quyết định".
    pub kind: String,
    /// What it is about; empty where the kind says it.
    pub subject: String,
    /// How it is arranged.
    pub layout: ResultLayout,
    /// Who decides, above the grounds of a decision: "Chủ tịch Ủy ban nhân dân xã Phong Thổ".
    pub authority: String,
    /// What it rests on, without the sign at the end.
    pub grounds: Vec<String>,
    /// What stands before the particulars.
    pub opening: String,
    /// Names and values; a name without a value is a heading.
    pub particulars: Vec<(String, String)>,
    /// What stands after them; of a decision a line is an article.
    pub text: String,
    /// Who receives it, each with its sign at the end.
    pub recipients: Vec<String>,
    /// Who signs.
    pub signer: Signer,
}

impl Form for PlainResult {
    const TEMPLATE: &'static str = "result.typ";

    fn letter(&self) -> &Letter {
        &self.letter
    }
}
