//! What can happen to an official report.

use super::{Cadence, Form, ReportPeriod, Table};
use crate::codes::AgencyCode;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

crate::events! {
    /// What happened to an official report.
    "official_reports" {
        /// It was drawn from what was known at a moment, and sent to the agency above.
        Sent(Sent) = "sent",
        /// The agency above approved it: it is locked.
        Approved(Approved) = "approved",
        /// It was sent back.
        Returned(Returned) = "returned",
        /// The lock was taken off, so that it can be drawn again.
        Unlocked(Unlocked) = "unlocked",
        /// It was laid down how often, and by when, a form is reported.
        ScheduleSet(ScheduleSet) = "schedule_set",
    }
}

/// See [`Event::Sent`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// Whose report.
    pub agency: AgencyCode,
    /// Over which period.
    pub period: ReportPeriod,
    /// The moment whose knowledge it rests on: what was entered later does not count in it.
    pub known_at: Timestamp,
    /// What it says, with its form.
    pub table: Table,
    /// A word about it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// In whose place it was done, by login.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_place_of: Option<String>,
}

/// See [`Event::Approved`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approved {
    /// Which form.
    pub form: Form,
    /// Whose report.
    pub agency: AgencyCode,
    /// Over which period.
    pub period: ReportPeriod,
}

/// See [`Event::Returned`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    /// Which form.
    pub form: Form,
    /// Whose report.
    pub agency: AgencyCode,
    /// Over which period.
    pub period: ReportPeriod,
    /// Why.
    pub reason: String,
}

/// See [`Event::Unlocked`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unlocked {
    /// Which form.
    pub form: Form,
    /// Whose report.
    pub agency: AgencyCode,
    /// Over which period.
    pub period: ReportPeriod,
    /// Why.
    pub reason: String,
}

/// See [`Event::ScheduleSet`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduleSet {
    /// Which form.
    pub form: Form,
    /// How often.
    pub cadence: Cadence,
    /// How many days after a period's end it is due.
    pub days: u8,
    /// For periods that end on this day or later.
    pub from: Date,
    /// By which document.
    pub authority: String,
}

impl Event {
    /// The report that it happened to; nothing for a schedule.
    #[must_use]
    pub fn report(&self) -> Option<(Form, &AgencyCode, ReportPeriod)> {
        match self {
            Self::Sent(event) => Some((event.table.form(), &event.agency, event.period)),
            Self::Approved(event) => Some((event.form, &event.agency, event.period)),
            Self::Returned(event) => Some((event.form, &event.agency, event.period)),
            Self::Unlocked(event) => Some((event.form, &event.agency, event.period)),
            Self::ScheduleSet(_) => None,
        }
    }
}
