//! A petition's time at one agency: what the index counts, so that whoever passes it on too late answers for that.

use crate::calendar::day_of;
use crate::codes::AgencyCode;
use jiff::Timestamp;

/// How a petition left an agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LegEnd {
    /// It was passed on.
    Forwarded,
    /// It was refused.
    Refused,
    /// It was answered.
    Answered,
}

impl LegEnd {
    /// Its name in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Forwarded => "forwarded",
            Self::Refused => "refused",
            Self::Answered => "answered",
        }
    }
}

/// A petition's time at one agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leg {
    /// Which.
    pub agency: AgencyCode,
    /// Since when.
    pub began_at: Timestamp,
    /// Until when it may refuse or pass it on.
    pub decide_due_at: Timestamp,
    /// Until when it may ask for more.
    pub ask_due_at: Timestamp,
    /// The clock that runs: for the answer, then for its publication; none while it stands or when all is done.
    pub due_at: Option<Timestamp>,
    /// When the clock stopped, if it stands.
    pub stopped_at: Option<Timestamp>,
    /// When the answer was due before the clock stopped.
    pub answer_due_at: Timestamp,
    /// How it ended and when.
    pub ended: Option<(LegEnd, Timestamp)>,
    /// The first deadline that was missed by something that came late. What is missing still is seen by `due_at`.
    pub missed: Option<Timestamp>,
}

impl Leg {
    /// Whether it counts as in the agency's competence: what was passed on in time was another's.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.missed.is_some() || !matches!(self.ended, Some((LegEnd::Forwarded, _)))
    }

    /// Notes that something that was due happened; a day later is late, an hour is not.
    pub(super) fn happened(&mut self, due: Timestamp, at: Timestamp) {
        if day_of(at) > day_of(due) {
            self.missed = self.missed.or(Some(due));
        }
    }
}
