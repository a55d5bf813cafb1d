//! Where a prefilled value came from: kept with the filed dossier and shown to officers.

use crate::codes::DossierCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where one value came from, when, and whether the person changed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// Where it was taken from.
    pub origin: Origin,
    /// When.
    pub at: Timestamp,
    /// Whether it was changed after it was filled in.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub corrected: bool,
}

/// The places from which values are filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The national population database, by the number of the look-up.
    Registry(String),
    /// The account that the person signed in with.
    Account,
    /// An earlier dossier of the person.
    Dossier(DossierCode),
}

/// Where prefilled values came from, by the field of the applicant: `name`, `birth_date`, ….
pub type Sources = BTreeMap<String, Provenance>;
