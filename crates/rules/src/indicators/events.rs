//! What an indicator is, and what can happen to it and to the reports about it.

use super::{Amount, Outlier, ReportPeriod};
use crate::codes::{AgencyCode, IndicatorCode};
use crate::tasks::Every;
use serde::{Deserialize, Serialize};

crate::events! {
    /// What happened to an indicator or to a report about it.
    "indicators" {
        /// It was entered in the register.
        Registered(Registered) = "registered",
        /// What it says was changed.
        Revised(Revised) = "revised",
        /// An agency reported its value.
        Reported(Reported) = "reported",
        /// A second person approved the value: it is locked.
        Approved(Approved) = "approved",
        /// The value was sent back.
        Returned(Returned) = "returned",
    }
}

/// An indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicator {
    /// Its code.
    pub code: IndicatorCode,
    /// Of which programme.
    pub programme: Programme,
    /// What is measured.
    pub name: String,
    /// In what.
    pub unit: String,
    /// How it is computed, in words.
    pub formula: String,
    /// From which records of the house; nothing where agencies report it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub computation: Option<Computation>,
    /// Whether more is better.
    pub direction: Direction,
    /// What is to be reached, by year.
    pub targets: Vec<Target>,
    /// Which agency answers for it.
    pub agency: AgencyCode,
    /// Which agencies have a value of it.
    pub reporters: Reporters,
    /// Which document sets it.
    pub source: String,
    /// Whether that document is the nation's.
    pub national: bool,
    /// How often it is told.
    pub every: Every,
    /// Whether values add up over the year.
    pub kind: Kind,
    /// The least that a value can be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<Amount>,
    /// The most that a value can be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<Amount>,
}

/// Of which programme an indicator is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Programme {
    /// Resolution 57-NQ/TW.
    Resolution57,
    /// Project 06.
    Project06,
}

/// From which records a value is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Computation {
    /// Dossiers settled in time (index 2.1).
    OnTime,
    /// Dossiers filed online (index 3.3).
    FiledOnline,
    /// Results issued electronically (index 4.1).
    ElectronicResults,
    /// Dossiers digitised (index 4.2).
    Digitised,
    /// Documents used again instead of asked for (index 4.3).
    Reused,
    /// Procedures that can be filed at any counter, out of those that may.
    LocationIndependent,
    /// Payments without cash.
    Cashless,
    /// Agencies with a committee for Resolution 57.
    Committees,
    /// Villages with a working group.
    WorkingGroups,
    /// Tasks done, out of those assigned.
    TasksDone,
    /// Villages known to be without broadband: a number of villages.
    VillagesWithoutBroadband,
    /// Residents with an e-ID of level 2.
    Eids,
    /// Residents with a personal e-signature.
    ESignatures,
    /// Residents with an account on the public service portal.
    Accounts,
    /// Residents who pay without cash.
    CashlessResidents,
}

impl Computation {
    /// Whether the value is the number of cases, not their share.
    #[must_use]
    pub fn counts(self) -> bool {
        self == Self::VillagesWithoutBroadband
    }
}

/// Whether more is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More is better.
    Up,
    /// Less is better.
    Down,
}

/// Which agencies have a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reporters {
    /// The responsible agency alone, for the whole province.
    Responsible,
    /// Every department.
    Departments,
    /// Every commune.
    Communes,
}

/// Whether values of a year's periods add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Counted from the year's beginning (*lũy kế*): it never falls within a year.
    Cumulative,
    /// Each period's own (*rời rạc*).
    Discrete,
}

/// What is to be reached by the end of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// By the end of which year.
    pub year: i16,
    /// How much.
    pub value: Amount,
}

/// See [`Event::Registered`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// The indicator.
    pub indicator: Indicator,
}

/// See [`Event::Revised`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revised {
    /// The indicator as it is from then on.
    pub indicator: Indicator,
}

/// See [`Event::Reported`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// Which indicator.
    pub indicator: IndicatorCode,
    /// Whose value.
    pub agency: AgencyCode,
    /// Of when.
    pub period: ReportPeriod,
    /// How much.
    pub value: Amount,
    /// Where it comes from: a document, a system.
    pub basis: String,
    /// Why it stands out; empty where it does not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub explanation: String,
    /// In what it stands out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlier: Option<Outlier>,
    /// In whose place it was done, by login.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_place_of: Option<String>,
}

/// See [`Event::Approved`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approved {
    /// Which indicator.
    pub indicator: IndicatorCode,
    /// Whose value.
    pub agency: AgencyCode,
    /// Of when.
    pub period: ReportPeriod,
}

/// See [`Event::Returned`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    /// Which indicator.
    pub indicator: IndicatorCode,
    /// Whose value.
    pub agency: AgencyCode,
    /// Of when.
    pub period: ReportPeriod,
    /// Why.
    pub reason: String,
}

impl Event {
    /// The indicator that it is about.
    #[must_use]
    pub fn indicator(&self) -> &IndicatorCode {
        match self {
            Self::Registered(event) => &event.indicator.code,
            Self::Revised(event) => &event.indicator.code,
            Self::Reported(event) => &event.indicator,
            Self::Approved(event) => &event.indicator,
            Self::Returned(event) => &event.indicator,
        }
    }

    /// Whose report of when it is about; nothing for the register itself.
    #[must_use]
    pub fn report(&self) -> Option<(&AgencyCode, ReportPeriod)> {
        match self {
            Self::Registered(_) | Self::Revised(_) => None,
            Self::Reported(event) => Some((&event.agency, event.period)),
            Self::Approved(event) => Some((&event.agency, event.period)),
            Self::Returned(event) => Some((&event.agency, event.period)),
        }
    }
}

impl Indicator {
    /// What is to be reached by the end of a year: the target of that year, else of the next one that has one.
    #[must_use]
    pub fn target(&self, year: i16) -> Option<Target> {
        self.targets.iter().copied().filter(|target| target.year >= year).min_by_key(|target| target.year)
    }
}

macro_rules! keys {
    ($type:ident, $count:literal, $($variant:ident = $key:literal),+ $(,)?) => {
        impl $type {
            /// Every one, in the order of forms.
            pub const ALL: [Self; $count] = [$(Self::$variant),+];

            /// Its name in forms, texts and the database.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)+ }
            }

            /// The one of this name.
            #[must_use]
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|one| one.key() == key)
            }
        }
    };
}

keys!(Programme, 2, Resolution57 = "resolution-57", Project06 = "project-06");
keys!(Direction, 2, Up = "up", Down = "down");
keys!(Reporters, 3, Responsible = "responsible", Departments = "departments", Communes = "communes");
keys!(Kind, 2, Cumulative = "cumulative", Discrete = "discrete");
keys!(
    Computation,
    15,
    OnTime = "on-time",
    FiledOnline = "filed-online",
    ElectronicResults = "electronic-results",
    Digitised = "digitised",
    Reused = "reused",
    LocationIndependent = "location-independent",
    Cashless = "cashless",
    Committees = "committees",
    WorkingGroups = "working-groups",
    TasksDone = "tasks-done",
    VillagesWithoutBroadband = "villages-without-broadband",
    Eids = "eids",
    ESignatures = "e-signatures",
    Accounts = "accounts",
    CashlessResidents = "cashless-residents",
);
