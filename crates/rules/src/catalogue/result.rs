//! How the paper of a procedure's result is laid out: what it is called, what it rests on, and which answers of the form stand on
//! it (Nghị định 30/2020/NĐ-CP, Phụ lục I). What its own law prescribes goes before.

use serde::{Deserialize, Serialize};

/// The layout of a result's paper.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ResultTemplate {
    /// What it is called: "Giấy xác nhận"; the result's name where it is empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// What it is about, under its name; empty where the name says it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub subject: String,
    /// The sign in its number: "GXN", "QĐ-UBND".
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sign: String,
    /// What it rests on, without the sign at the end; the procedure's legal basis where it is empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub grounds: Vec<String>,
    /// What stands before the particulars.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub opening: String,
    /// The fields of the form that stand on it, in order; all that was answered where it is empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// What stands after the particulars.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
}
