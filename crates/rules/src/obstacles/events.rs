//! What can happen to an obstacle.

use super::Kind;
use crate::codes::{AgencyCode, ObstacleCode, TaskCode, VillageCode};
use crate::tasks::Evidence;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

crate::events! {
    /// What happened to an obstacle.
    "obstacles" {
        /// An agency raised it, for itself or for one of its villages.
        Raised(Raised) = "raised",
        /// Whoever had it passed it on to whom it belongs.
        Routed(Routed) = "routed",
        /// It went to the level above: not answered in time, or beyond the authority of whoever had it.
        Escalated(Escalated) = "escalated",
        /// It was answered.
        Answered(Answered) = "answered",
        /// Whoever raised it said that the answer does not solve it.
        Reopened(Reopened) = "reopened",
        /// It is the same as another one, which is answered for both.
        Merged(Merged) = "merged",
        /// Another one that is the same was merged into it.
        Joined(Joined) = "joined",
    }
}

/// It was raised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Raised {
    /// Its code.
    pub obstacle: ObstacleCode,
    /// What kind.
    pub kind: Kind,
    /// What stands in the way.
    pub text: String,
    /// The village where it does; the agency as a whole when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Who raised it.
    pub raiser: Raiser,
    /// Who has authority.
    pub holder: AgencyCode,
    /// Until when they answer.
    pub due_at: Timestamp,
    /// What shows it: a photo, a document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// The task that it holds up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<TaskCode>,
}

/// A village where something stands in the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Its code.
    pub village: VillageCode,
    /// Its name then.
    pub name: String,
}

/// Who raised an obstacle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Raiser {
    /// For which agency.
    pub agency: AgencyCode,
    /// Their login.
    pub login: String,
    /// Their name.
    pub name: String,
    /// In whose place they raised it, by login.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_place_of: Option<String>,
}

/// It was passed on; the deadline stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Routed {
    /// Which.
    pub obstacle: ObstacleCode,
    /// To whom.
    pub to: AgencyCode,
    /// Why.
    pub reason: String,
}

/// It went to the level above.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalated {
    /// Which.
    pub obstacle: ObstacleCode,
    /// To whom.
    pub to: AgencyCode,
    /// Until when they answer.
    pub due_at: Timestamp,
    /// Whether its deadline was over.
    pub overdue: bool,
    /// Why, when it was not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// It was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// Which.
    pub obstacle: ObstacleCode,
    /// What is done about it.
    pub text: String,
    /// A document that says so, by number and date.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub document: String,
    /// The one into which it was merged, when the answer came to that one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<ObstacleCode>,
}

/// The answer does not solve it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reopened {
    /// Which.
    pub obstacle: ObstacleCode,
    /// Why not.
    pub reason: String,
    /// Until when it is answered again.
    pub due_at: Timestamp,
}

/// It was merged into another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// Which.
    pub obstacle: ObstacleCode,
    /// Into which.
    pub into: ObstacleCode,
}

/// Another one was merged into it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// Which.
    pub obstacle: ObstacleCode,
    /// The other one.
    pub other: ObstacleCode,
    /// Who raised that.
    pub raiser: Raiser,
    /// Until when that was to be answered: merging gives nobody more time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
}

impl Event {
    /// The obstacle that it happened to.
    #[must_use]
    pub fn obstacle(&self) -> &ObstacleCode {
        match self {
            Self::Raised(event) => &event.obstacle,
            Self::Routed(event) => &event.obstacle,
            Self::Escalated(event) => &event.obstacle,
            Self::Answered(event) => &event.obstacle,
            Self::Reopened(event) => &event.obstacle,
            Self::Merged(event) => &event.obstacle,
            Self::Joined(event) => &event.obstacle,
        }
    }
}
