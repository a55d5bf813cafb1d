//! What is known of one agency over time: its particulars, how it was called when, when it ended and what became of it.

use super::Agency;
use crate::codes::AgencyCode;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An agency with its history.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its particulars.
    pub agency: Agency,
    /// How it was called, in order of time; never empty where it was renamed.
    pub names: Vec<Named>,
    /// How it ended, once that is decided.
    pub end: Option<Ended>,
}

/// A name from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The first day of it; nothing for the name that it always had.
    pub from: Option<Date>,
    /// The name.
    pub name: String,
    /// The name in English.
    pub name_en: Option<String>,
    /// The decision that gave it; empty for the first.
    pub decision: String,
}

/// How an agency ended (*sáp nhập, giải thể*).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// The first day on which it is no more.
    pub on: Date,
    /// What it became part of; the first takes over its dossiers. Nothing when it was dissolved.
    pub into: Vec<AgencyCode>,
    /// The decision: number and issuer.
    pub decision: String,
}

impl From<Agency> for Entry {
    fn from(agency: Agency) -> Self {
        Self { agency, names: Vec::new(), end: None }
    }
}

impl Entry {
    /// Whether it exists on the day; without a day: whether it was never ended.
    #[must_use]
    pub fn is_in_force(&self, day: Option<Date>) -> bool {
        match day {
            Some(day) => self.agency.founded_on.is_none_or(|from| from <= day) && !self.has_ended(Some(day)),
            None => self.end.is_none(),
        }
    }

    /// Whether it is no more on the day; without a day: whether it was ever ended.
    #[must_use]
    pub fn has_ended(&self, day: Option<Date>) -> bool {
        self.end.as_ref().is_some_and(|end| day.is_none_or(|day| end.on <= day))
    }

    /// The agency as it was called on the day; without a day: as it is called last.
    #[must_use]
    pub fn on(&self, day: Option<Date>) -> Agency {
        let mut agency = self.agency.clone();
        let begun = |named: &&Named| named.from.is_none_or(|from| day.is_none_or(|day| from <= day));
        if let Some(named) = self.names.iter().rfind(begun) {
            agency.name.clone_from(&named.name);
            agency.name_en.clone_from(&named.name_en);
        }
        agency
    }
}
