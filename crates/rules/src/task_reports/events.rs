//! What can happen to a monthly report of tasks, and what it says.

use super::Month;
use crate::codes::{AgencyCode, TaskCode};
use crate::tasks::Light;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

crate::events! {
    /// What happened to a monthly report of tasks.
    "task_reports" {
        /// It was drawn as of its cut-off and sent for approval.
        Sent(Sent) = "sent",
        /// A second person approved it: it is locked.
        Approved(Approved) = "approved",
        /// It was sent back.
        Returned(Returned) = "returned",
        /// It was decided that none is sent for this month.
        Skipped(Skipped) = "skipped",
        /// The day of cut-off was set.
        CutOffSet(CutOffSet) = "cut_off_set",
    }
}

/// See [`Event::Sent`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// Whose report.
    pub agency: AgencyCode,
    /// Of which month.
    pub month: Month,
    /// The day as of whose end the figures are.
    pub cut_off: Date,
    /// The figures.
    pub figures: Figures,
    /// A word about them; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// In whose place it was done, by login.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_place_of: Option<String>,
}

/// What a report says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// The tasks of each lead agency, by code.
    pub leads: Vec<LeadFigures>,
    /// Those that are overdue, by last day: the annex.
    pub overdue: Vec<Overdue>,
}

/// The tasks of a lead agency by the six status–colour pairs: what is open at the cut-off, and what was done in the year up to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadFigures {
    /// Which agency.
    pub lead: AgencyCode,
    /// Not begun, in time.
    pub waiting_in_time: u64,
    /// Not begun, late.
    pub waiting_late: u64,
    /// Under way, in time.
    pub working_in_time: u64,
    /// Under way, late.
    pub working_late: u64,
    /// Done in time.
    pub done_in_time: u64,
    /// Done late.
    pub done_late: u64,
    /// Suspended: counted in none of the six.
    pub off: u64,
}

/// A task that is overdue, as the annex of Thông báo 624/TB-VPCP names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overdue {
    /// Which task.
    pub task: TaskCode,
    /// What.
    pub name: String,
    /// By what document.
    pub authority: String,
    /// Which agency leads it.
    pub lead: AgencyCode,
    /// By when it should have been done.
    pub due_on: Date,
}

/// See [`Event::Approved`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approved {
    /// Whose report.
    pub agency: AgencyCode,
    /// Of which month.
    pub month: Month,
}

/// See [`Event::Returned`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    /// Whose report.
    pub agency: AgencyCode,
    /// Of which month.
    pub month: Month,
    /// Why.
    pub reason: String,
}

/// See [`Event::Skipped`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Whose report.
    pub agency: AgencyCode,
    /// Of which month.
    pub month: Month,
    /// Why.
    pub reason: String,
}

/// See [`Event::CutOffSet`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CutOffSet {
    /// The day of the month.
    pub day: i8,
    /// From which month on.
    pub from: Month,
    /// By which document.
    pub authority: String,
}

impl Event {
    /// The report that it happened to: whose, of which month; nothing for the day of cut-off.
    #[must_use]
    pub fn report(&self) -> Option<(&AgencyCode, Month)> {
        match self {
            Self::Sent(event) => Some((&event.agency, event.month)),
            Self::Approved(event) => Some((&event.agency, event.month)),
            Self::Returned(event) => Some((&event.agency, event.month)),
            Self::Skipped(event) => Some((&event.agency, event.month)),
            Self::CutOffSet(_) => None,
        }
    }
}

impl LeadFigures {
    /// An agency with no tasks.
    #[must_use]
    pub fn new(lead: AgencyCode) -> Self {
        Self {
            lead,
            waiting_in_time: 0,
            waiting_late: 0,
            working_in_time: 0,
            working_late: 0,
            done_in_time: 0,
            done_late: 0,
            off: 0,
        }
    }

    /// How many tasks have this light.
    #[must_use]
    pub fn of(&self, light: Light) -> u64 {
        match light {
            Light::WaitingInTime => self.waiting_in_time,
            Light::WaitingLate => self.waiting_late,
            Light::WorkingInTime => self.working_in_time,
            Light::WorkingLate => self.working_late,
            Light::DoneInTime => self.done_in_time,
            Light::DoneLate => self.done_late,
            Light::Off => self.off,
        }
    }

    /// One task more of this light.
    pub fn count(&mut self, light: Light) {
        let place = match light {
            Light::WaitingInTime => &mut self.waiting_in_time,
            Light::WaitingLate => &mut self.waiting_late,
            Light::WorkingInTime => &mut self.working_in_time,
            Light::WorkingLate => &mut self.working_late,
            Light::DoneInTime => &mut self.done_in_time,
            Light::DoneLate => &mut self.done_late,
            Light::Off => &mut self.off,
        };
        *place += 1;
    }

    /// All tasks of the six pairs.
    #[must_use]
    pub fn all(&self) -> u64 {
        Light::ALL.into_iter().filter(|light| *light != Light::Off).map(|light| self.of(light)).sum()
    }
}

impl Figures {
    /// How many tasks have this light, in all.
    #[must_use]
    pub fn of(&self, light: Light) -> u64 {
        self.leads.iter().map(|lead| lead.of(light)).sum()
    }
}
