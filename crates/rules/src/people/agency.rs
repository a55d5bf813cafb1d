//! Agencies: departments, communes and their counters.

use crate::codes::{AgencyCode, CommuneCode};
use serde::{Deserialize, Serialize};

/// A state agency with its own ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Agency {
    /// Its electronic identification code.
    pub code: AgencyCode,
    /// Its name: "Ủy ban nhân dân xã Phong Thổ".
    pub name: String,
    /// Its name in English.
    #[serde(default)]
    pub name_en: Option<String>,
    /// Department or commune.
    pub level: AgencyLevel,
    /// What it is for.
    pub kind: AgencyKind,
    /// The agency that it belongs to.
    #[serde(default)]
    pub parent: Option<AgencyCode>,
    /// The commune's territory, for agencies of a commune.
    #[serde(default)]
    pub commune: Option<CommuneCode>,
    /// Where people find it.
    #[serde(default)]
    pub address: Option<String>,
    /// Its telephone.
    #[serde(default)]
    pub phone: Option<String>,
    /// Whether it also works on Saturday mornings.
    #[serde(default)]
    pub saturday_morning: bool,
}

/// The level of an agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgencyLevel {
    /// The province itself.
    Province,
    /// A department (*sở, ban, ngành*).
    Department,
    /// A commune or ward (*xã, phường*).
    Commune,
}

/// What an agency is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgencyKind {
    /// It settles dossiers.
    Authority,
    /// It receives dossiers and returns results (*Trung tâm Phục vụ hành chính công*).
    Counter,
}
