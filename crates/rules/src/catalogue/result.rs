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
    /// What stands on it, in order; all that was answered where it is empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<ResultLine>,
    /// How it is arranged.
    #[serde(skip_serializing_if = "ResultLayout::is_plain")]
    pub layout: ResultLayout,
    /// What stands after the particulars.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// A line of a result's paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ResultLine {
    /// The answer to a field of the form, by the field's name.
    Field(String),
    /// A heading over the lines that follow.
    Heading {
        /// What it says.
        heading: String,
    },
    /// What the office establishes itself: the officer writes it.
    Officer {
        /// What is established.
        officer: String,
    },
}

/// How a result's paper is arranged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResultLayout {
    /// Grounds, opening, particulars, closing.
    #[default]
    Plain,
    /// A decision: who decides, grounds, articles (Nghị định 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.2).
    Decision,
    /// Two columns, each under its heading, as on a certificate of marriage.
    Columns,
}

impl ResultLayout {
    /// Every layout.
    pub const ALL: [Self; 3] = [Self::Plain, Self::Decision, Self::Columns];

    /// Its name on pages.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Decision => "decision",
            Self::Columns => "columns",
        }
    }

    /// The layout of this name; the plain one of any other.
    #[must_use]
    pub fn of(key: &str) -> Self {
        Self::ALL.into_iter().find(|layout| layout.key() == key).unwrap_or_default()
    }

    /// Whether it is the usual one.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        *self == Self::Plain
    }
}
