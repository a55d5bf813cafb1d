//! What can happen to a visit.

use crate::codes::{AgencyCode, VisitCode};
use crate::tasks::Evidence;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

crate::events! {
    /// What happened to a visit.
    "inspections" {
        /// It was planned.
        Planned(Planned) = "planned",
        /// Something was found.
        FindingNoted(FindingNoted) = "finding_noted",
        /// It took place, and this is its report.
        Reported(Reported) = "reported",
        /// It does not take place.
        Cancelled(Cancelled) = "cancelled",
    }
}

/// What a visit is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitKind {
    /// To see whether things are as they must be.
    Inspection,
    /// To show how things are done.
    Guidance,
    /// To learn how others do things.
    Study,
}

/// A visit as planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// Its code.
    pub visit: VisitCode,
    /// What it is for.
    pub kind: VisitKind,
    /// Which agency sends the team.
    pub agency: AgencyCode,
    /// Which agency is visited; nothing for a study visit elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<AgencyCode>,
    /// Where a study visit goes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// By which document.
    pub authority: String,
    /// What is looked at.
    pub plan: String,
    /// Who goes, one a line in the form: the first one leads.
    pub team: Vec<String>,
}

/// See [`Event::FindingNoted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingNoted {
    /// Which visit.
    pub visit: VisitCode,
    /// Its number in the visit, from 1.
    pub number: u32,
    /// What was found.
    pub what: String,
    /// What is to be done about it; empty where nothing is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remedy: String,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
}

/// See [`Event::Reported`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// Which visit.
    pub visit: VisitCode,
    /// What came of it.
    pub summary: String,
    /// Its files: minutes, reports, photographs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Evidence>,
}

/// See [`Event::Cancelled`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancelled {
    /// Which visit.
    pub visit: VisitCode,
    /// Why.
    pub reason: String,
}

impl Event {
    /// The visit that it happened to.
    #[must_use]
    pub fn visit(&self) -> &VisitCode {
        match self {
            Self::Planned(event) => &event.visit,
            Self::FindingNoted(event) => &event.visit,
            Self::Reported(event) => &event.visit,
            Self::Cancelled(event) => &event.visit,
        }
    }
}

impl VisitKind {
    /// Every kind, in the order of forms.
    pub const ALL: [Self; 3] = [Self::Inspection, Self::Guidance, Self::Study];

    /// Its name in forms, texts and the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Inspection => "inspection",
            Self::Guidance => "guidance",
            Self::Study => "study",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}
