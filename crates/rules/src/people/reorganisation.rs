//! What can happen to agencies and villages after they were entered: each with its day of effect and its decision.

use super::Village;
use crate::codes::{AgencyCode, VillageCode};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An agency was given another name; it stays the same agency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AgencyRenamed {
    /// Which.
    pub code: AgencyCode,
    /// Its new name.
    pub name: String,
    /// Its new name in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    /// The first day of the new name.
    pub effective_on: Date,
    /// The decision: number and issuer.
    pub decision: String,
}

/// An agency became part of others and is no more; the first of them takes over its dossiers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AgencyMerged {
    /// Which.
    pub code: AgencyCode,
    /// What it became part of.
    pub into: Vec<AgencyCode>,
    /// The first day on which it is no more.
    pub effective_on: Date,
    /// The decision: number and issuer.
    pub decision: String,
}

/// An agency was dissolved; nobody took over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AgencyDissolved {
    /// Which.
    pub code: AgencyCode,
    /// The first day on which it is no more.
    pub effective_on: Date,
    /// The decision: number and issuer.
    pub decision: String,
}

/// A village was entered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VillageRegistered {
    /// Its particulars.
    pub village: Village,
}

/// A village was given another name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VillageRenamed {
    /// Which.
    pub code: VillageCode,
    /// Its new name.
    pub name: String,
    /// The first day of the new name.
    pub effective_on: Date,
    /// The decision: number and issuer.
    pub decision: String,
}

/// A village was dissolved, or became part of others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VillageDissolved {
    /// Which.
    pub code: VillageCode,
    /// What it became part of; nothing when it was only dissolved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub into: Vec<VillageCode>,
    /// The first day on which it is no more.
    pub effective_on: Date,
    /// The decision: number and issuer.
    pub decision: String,
}
