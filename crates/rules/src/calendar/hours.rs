//! The hours of a week during which an agency works.

use super::WorkingTime;
use super::instants::since_midnight;
use jiff::civil::Time;
use serde::{Deserialize, Serialize};

/// One stretch of work within a day, from `from` until just before `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Session {
    /// When it opens.
    pub from: Time,
    /// When it closes.
    pub to: Time,
}

impl Session {
    /// The session between these two times of day.
    #[must_use]
    pub const fn new(from: Time, to: Time) -> Self {
        Self { from, to }
    }

    /// Opening and closing in seconds from midnight.
    pub(super) fn span(self) -> (i64, i64) {
        (since_midnight(self.from), since_midnight(self.to))
    }
}

/// Why working hours can't be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WorkingHoursError {
    /// No work from Monday to Friday.
    #[error("the weekday has no session")]
    NoSession,
    /// A session closes at or before its opening.
    #[error("a session closes before it opens")]
    Backwards,
    /// A session opens before the one above it has closed.
    #[error("sessions overlap or stand in the wrong order")]
    Overlapping,
    /// A time has a part of a second.
    #[error("a time is finer than a second")]
    TooFine,
}

/// The working hours of an agency: the sessions of Monday to Friday, and those of Saturday if it opens then. Nobody works
/// on Sunday. In order, not overlapping, at least one on a weekday: what exists is right.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct WorkingHours {
    weekday: Vec<Session>,
    saturday: Vec<Session>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    weekday: Vec<Session>,
    #[serde(default)]
    saturday: Vec<Session>,
}

impl TryFrom<Unchecked> for WorkingHours {
    type Error = WorkingHoursError;

    fn try_from(hours: Unchecked) -> Result<Self, Self::Error> {
        Self::new(hours.weekday, hours.saturday)
    }
}

impl Default for WorkingHours {
    /// 7:00–11:30 and 13:30–17:00 from Monday to Friday: eight hours a day, as in use at one-stop shops.
    fn default() -> Self {
        Self { weekday: vec![Self::MORNING, Self::AFTERNOON], saturday: Vec::new() }
    }
}

impl WorkingHours {
    /// The usual morning, 7:00–11:30.
    pub const MORNING: Session = Session::new(Time::constant(7, 0, 0, 0), Time::constant(11, 30, 0, 0));
    /// The usual afternoon, 13:30–17:00.
    pub const AFTERNOON: Session = Session::new(Time::constant(13, 30, 0, 0), Time::constant(17, 0, 0, 0));

    /// Working hours from the sessions of a weekday and those of Saturday.
    ///
    /// # Errors
    /// When a weekday has no session, or sessions are backwards, overlap or are finer than a second.
    pub fn new(weekday: Vec<Session>, saturday: Vec<Session>) -> Result<Self, WorkingHoursError> {
        if weekday.is_empty() {
            return Err(WorkingHoursError::NoSession);
        }
        for sessions in [&weekday, &saturday] {
            if sessions.iter().any(|session| session.from >= session.to) {
                return Err(WorkingHoursError::Backwards);
            }
            if sessions.iter().any(|session| session.from.subsec_nanosecond() + session.to.subsec_nanosecond() > 0) {
                return Err(WorkingHoursError::TooFine);
            }
            if sessions.windows(2).any(|pair| pair[0].to > pair[1].from) {
                return Err(WorkingHoursError::Overlapping);
            }
        }
        Ok(Self { weekday, saturday })
    }

    /// The usual hours with the usual morning on Saturday too, as many one-stop shops open.
    #[must_use]
    pub fn with_saturday_morning() -> Self {
        Self { saturday: vec![Self::MORNING], ..Self::default() }
    }

    /// The sessions of Monday to Friday, and of a working Saturday that makes up for a swapped day.
    #[must_use]
    pub fn weekday(&self) -> &[Session] {
        &self.weekday
    }

    /// The sessions of an ordinary Saturday; empty where the agency is closed.
    #[must_use]
    pub fn saturday(&self) -> &[Session] {
        &self.saturday
    }

    /// The standard working day: all sessions of a weekday together.
    #[must_use]
    pub fn day_length(&self) -> WorkingTime {
        WorkingTime(self.weekday.iter().map(|session| session.span()).map(|(from, to)| to - from).sum())
    }
}
