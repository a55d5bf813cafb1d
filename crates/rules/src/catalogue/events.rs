//! What can happen to a procedure.

use super::Procedure;
use crate::calendar::SpecialDay;
use crate::codes::{AgencyCode, ProcedureCode};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

crate::events! {
    /// What happened to the catalogue: procedures, and the calendar that their time limits are counted by.
    "catalogue" {
        /// A version was published.
        Published(Published) = "published",
        /// It was withdrawn (*bãi bỏ*).
        Withdrawn(Withdrawn) = "withdrawn",
        /// Days off and days made up were announced.
        DaysAnnounced(DaysAnnounced) = "days_announced",
        /// Days that were announced, or that ship with the program, are days like others again.
        DaysWithdrawn(DaysWithdrawn) = "days_withdrawn",
    }
}

/// A version of a procedure was published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Published {
    /// From when dossiers are received under it.
    pub effective_on: Date,
    /// Its definition.
    pub procedure: Procedure,
    /// Who wrote it, where somebody else than whoever published it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prepared_by: Option<Author>,
}

/// Who wrote a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// The account.
    pub login: String,
    /// The name.
    pub name: String,
}

/// Days off and days made up were announced, besides those that ship with the program; a later word on a day replaces
/// an earlier one. Dates already promised stay; what is received from now on is counted by the new calendar.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DaysAnnounced {
    /// The days.
    pub days: Vec<SpecialDay>,
    /// The one agency that they are special for; the whole province when not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<AgencyCode>,
}

/// Days are days like others again: what is received from now on is counted by their weekday.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DaysWithdrawn {
    /// The days.
    pub days: Vec<Date>,
    /// The one agency that they were special for; the whole province when not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<AgencyCode>,
    /// Why: the document that says so.
    pub reason: String,
}

/// A procedure was withdrawn: nothing more can be filed; what was filed is settled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Withdrawn {
    /// Which.
    pub code: ProcedureCode,
    /// From when.
    pub effective_on: Date,
    /// Why, or by which decision.
    pub reason: String,
    /// Who prepared it, where somebody else than whoever announced it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prepared_by: Option<Author>,
}
