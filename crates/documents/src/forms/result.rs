//! A plain result, for procedures whose own format is not known: a certificate, an extract, a written answer, by Decree 30/2020/NĐ-CP.

use super::{Form, Letter, Signer};
use serde::Serialize;

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
    /// What it rests on, without the sign at the end.
    pub grounds: Vec<String>,
    /// What stands before the particulars.
    pub opening: String,
    /// Names and values.
    pub particulars: Vec<(String, String)>,
    /// What stands after them.
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
