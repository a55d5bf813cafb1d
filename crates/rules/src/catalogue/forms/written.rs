//! A definition as it is written: the schema of the answers and the layout beside it.

use super::{Condition, Decimal, Formula, Prefill};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    /// What the form is called.
    pub title: String,
    /// Where the paper form is published.
    #[serde(default)]
    pub source: String,
    /// The code of the required document that the filled form stands for.
    #[serde(default)]
    pub stands_for: Option<String>,
    /// What the applicant declares.
    #[serde(default)]
    pub pledge: String,
    /// The address among the fields whose commune settles the matter: of the building site, of the new home.
    #[serde(default)]
    pub place: Option<String>,
    pub schema: Schema,
    pub layout: Vec<Part>,
}

/// The subset of JSON Schema that is understood.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub(super) struct Schema {
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub description: String,
    pub format: String,
    #[serde(rename = "enum")]
    pub choices: Vec<String>,
    #[serde(rename = "const")]
    pub fixed: Option<bool>,
    pub minimum: Option<Decimal>,
    pub maximum: Option<Decimal>,
    pub multiple_of: Option<Decimal>,
    pub max_length: Option<usize>,
    pub min_items: Option<usize>,
    pub max_items: Option<usize>,
    pub required: Vec<String>,
    pub properties: BTreeMap<String, Schema>,
    pub items: Option<Box<Schema>>,
}

/// A section.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Part {
    pub title: String,
    #[serde(default)]
    pub hint: String,
    pub fields: Vec<Placed>,
}

/// A field in its place; a bare name where there is nothing to say about it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub(super) enum Placed {
    Name(String),
    Field(Box<Place>),
}

#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Place {
    pub field: String,
    /// What the values of an `enum` are called.
    pub labels: BTreeMap<String, String>,
    /// Only then it is asked.
    pub show_when: Option<Condition>,
    /// It is computed, not asked.
    pub compute: Option<Formula>,
    /// What a new form begins with.
    pub prefill: Option<Prefill>,
    /// The most decimals of a number; those of its `multipleOf`, else two, where it is not said.
    pub decimals: Option<u32>,
    /// Lines of a long text.
    pub lines: u8,
    /// Days before or after today only: `past`, `future`.
    pub day: String,
    /// A person who may have no personal number: a newborn child, a parent who died long ago.
    pub without_id: bool,
    /// The required document that a file answers.
    pub document: String,
    /// The fields of a repeated group.
    pub fields: Vec<Placed>,
}

impl Placed {
    pub fn place(&self) -> Place {
        match self {
            Self::Name(name) => Place { field: name.clone(), ..Place::default() },
            Self::Field(place) => Place::clone(place),
        }
    }
}
