//! Agencies: the Party's and the state's, those of the Fatherland Front and of mass organisations; their counters.

use crate::calendar::WorkingHours;
use crate::codes::{AgencyCode, CommuneCode, Eid};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An agency of the political system; one that settles dossiers has its own ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Agency {
    /// Its code in this system, which never changes: `H35.38`.
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
    /// The bloc that it belongs to.
    #[serde(default)]
    pub bloc: Bloc,
    /// Its official electronic identification code, as documents between agencies carry it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eid: Option<Eid>,
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
    /// Whether it also works on Saturday mornings, where it has the usual hours.
    #[serde(default)]
    pub saturday_morning: bool,
    /// Its own working hours, where they are not the usual ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<WorkingHours>,
    /// The first day on which it exists; nothing for one that was always there, as far as these records go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub founded_on: Option<Date>,
    /// The decision that founded it: number and issuer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub founded_by: Option<String>,
}

impl Agency {
    /// An agency of the government with the usual hours, of which no more is known.
    #[must_use]
    pub fn new(code: AgencyCode, name: impl Into<String>, level: AgencyLevel, kind: AgencyKind) -> Self {
        Self {
            code,
            name: name.into(),
            name_en: None,
            level,
            kind,
            bloc: Bloc::default(),
            eid: None,
            parent: None,
            commune: None,
            address: None,
            phone: None,
            saturday_morning: false,
            hours: None,
            founded_on: None,
            founded_by: None,
        }
    }

    /// The hours that it works: its own, or the usual ones.
    #[must_use]
    pub fn working_hours(&self) -> WorkingHours {
        match &self.hours {
            Some(hours) => hours.clone(),
            None if self.saturday_morning => WorkingHours::with_saturday_morning(),
            None => WorkingHours::default(),
        }
    }

    /// Whether it settles dossiers: an authority of the state, not a counter and not of another bloc.
    #[must_use]
    pub fn settles(&self) -> bool {
        self.kind == AgencyKind::Authority && self.bloc == Bloc::Government
    }

    /// Whether it is the people's committee of a commune: there is one in force for each territory.
    #[must_use]
    pub fn governs_a_commune(&self) -> bool {
        self.level == AgencyLevel::Commune && self.settles()
    }
}

/// The four blocs of the political system (*bốn khối*).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bloc {
    /// The Party.
    Party,
    /// The state: people's committees and councils, their departments, vertical agencies.
    #[default]
    Government,
    /// The Fatherland Front.
    Front,
    /// Political and social organisations: women, farmers, veterans, youth, trade union, and others of the masses.
    MassOrganisation,
}

impl Bloc {
    /// All four, in the order in which they are named.
    pub const ALL: [Self; 4] = [Self::Party, Self::Government, Self::Front, Self::MassOrganisation];

    /// The bloc's name in the API and in files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Party => "party",
            Self::Government => "government",
            Self::Front => "front",
            Self::MassOrganisation => "mass_organisation",
        }
    }

    /// The bloc of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|bloc| bloc.key() == key)
    }
}

/// The level of an agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgencyLevel {
    /// The province itself.
    Province,
    /// A department (*sở, ban, ngành*).
    Department,
    /// A district, until 30 June 2025 (Nghị quyết 203/2025/QH15 knows two levels of local government).
    District,
    /// A commune or ward (*xã, phường*).
    Commune,
}

impl AgencyLevel {
    /// Every level, from the top.
    pub const ALL: [Self; 4] = [Self::Province, Self::Department, Self::District, Self::Commune];

    /// The level's name in the API and in files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::Department => "department",
            Self::District => "district",
            Self::Commune => "commune",
        }
    }

    /// The level of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.key() == key)
    }
}

/// What an agency is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgencyKind {
    /// It settles dossiers, or does the other work of its bloc.
    Authority,
    /// It receives dossiers and returns results (*Trung tâm Phục vụ hành chính công*).
    Counter,
}

impl AgencyKind {
    /// The kind's name in the API and in files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Authority => "authority",
            Self::Counter => "counter",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Authority, Self::Counter].into_iter().find(|kind| kind.key() == key)
    }
}
