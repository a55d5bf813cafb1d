//! Where a task stands: what happened to it (status), whether it is overdue (standing), and the national tracker's six lights.

use serde::{Deserialize, Serialize};

/// Where a task stands by what happened to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Given to the lead agency, which has not taken it on yet.
    Assigned,
    /// Taken on.
    Accepted,
    /// Something was reported.
    InProgress,
    /// Handed in; the assigner has not said anything yet.
    Submitted,
    /// Not accepted: it must be handed in again.
    Returned,
    /// Accepted as done.
    Completed,
    /// Stopped for a time.
    Suspended,
    /// Taken back.
    Cancelled,
}

impl Status {
    /// Every status, in the order of a task's life.
    pub const ALL: [Self; 8] = [
        Self::Assigned,
        Self::Accepted,
        Self::InProgress,
        Self::Submitted,
        Self::Returned,
        Self::Completed,
        Self::Suspended,
        Self::Cancelled,
    ];

    /// Its name in the API and in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Assigned => "assigned",
            Self::Accepted => "accepted",
            Self::InProgress => "in_progress",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Completed => "completed",
            Self::Suspended => "suspended",
            Self::Cancelled => "cancelled",
        }
    }

    /// The status of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.key() == key)
    }

    /// Whether somebody still has to do something.
    #[must_use]
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Completed | Self::Cancelled)
    }

    /// Whether its deadline runs: it is open and not stopped.
    #[must_use]
    pub fn runs(self) -> bool {
        self.is_open() && self != Self::Suspended
    }

    /// Whether work on it has begun.
    #[must_use]
    pub fn has_begun(self) -> bool {
        !matches!(self, Self::Assigned | Self::Accepted)
    }
}

/// Where a task stands on a day: its status, or overdue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// As its status says.
    In(Status),
    /// Its last day is over, and nothing was handed in.
    Overdue,
}

impl Standing {
    /// Its name in the API and in texts.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::In(status) => status.key(),
            Self::Overdue => "overdue",
        }
    }
}

/// The six lights of the national tracker, and one for what is stopped or taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Light {
    /// Not begun, in time (*Chưa thực hiện – trong hạn*): gray.
    WaitingInTime,
    /// Not begun, late (*Chưa thực hiện – trễ hạn*): red.
    WaitingLate,
    /// Under way, in time (*Đang thực hiện – trong hạn*): blue.
    WorkingInTime,
    /// Under way, late (*Đang thực hiện – trễ hạn*): orange.
    WorkingLate,
    /// Done in time (*Hoàn thành đúng hạn*): green.
    DoneInTime,
    /// Done late (*Hoàn thành trễ hạn*): yellow.
    DoneLate,
    /// Stopped or taken back: it counts in none of the six.
    Off,
}

impl Light {
    /// Every light, in the order of the national tracker.
    pub const ALL: [Self; 7] = [
        Self::WaitingInTime,
        Self::WaitingLate,
        Self::WorkingInTime,
        Self::WorkingLate,
        Self::DoneInTime,
        Self::DoneLate,
        Self::Off,
    ];

    /// Its name in the API and in addresses.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::WaitingInTime => "waiting_in_time",
            Self::WaitingLate => "waiting_late",
            Self::WorkingInTime => "working_in_time",
            Self::WorkingLate => "working_late",
            Self::DoneInTime => "done_in_time",
            Self::DoneLate => "done_late",
            Self::Off => "off",
        }
    }

    /// The light of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|light| light.key() == key)
    }

    /// The colour of the national tracker.
    #[must_use]
    pub fn colour(self) -> &'static str {
        match self {
            Self::WaitingInTime | Self::Off => "gray",
            Self::WaitingLate => "red",
            Self::WorkingInTime => "blue",
            Self::WorkingLate => "orange",
            Self::DoneInTime => "green",
            Self::DoneLate => "yellow",
        }
    }

    /// The light of a task of this status: `late` says whether its last day is over, or was when it was handed in.
    #[must_use]
    pub fn of(status: Status, late: bool) -> Self {
        match (status, late) {
            (Status::Suspended | Status::Cancelled, _) => Self::Off,
            (Status::Completed, false) => Self::DoneInTime,
            (Status::Completed, true) => Self::DoneLate,
            (_, false) if status.has_begun() => Self::WorkingInTime,
            (_, true) if status.has_begun() => Self::WorkingLate,
            (_, false) => Self::WaitingInTime,
            (_, true) => Self::WaitingLate,
        }
    }
}
