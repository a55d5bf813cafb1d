//! Deadlines as people see them: date and hour, working time left, and how urgent that is in word, colour and shape.

use super::Tone;
use crate::format::WORKING_DAY;
use jiff::Timestamp;
use rules::dossiers::Status;

/// How urgent a deadline is, or how it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// More than one working day is left.
    Calm,
    /// At most one working day is left.
    Soon,
    /// Past, and not done.
    Overdue,
    /// The clock stands: the applicant supplements or pays.
    Paused,
    /// Done before it.
    Met,
    /// Done after it.
    Missed,
    /// Withdrawn before it was settled.
    Withdrawn,
    /// Stopped at the applicant's request.
    Stopped,
}

impl Urgency {
    /// Colour and icon.
    #[must_use]
    pub fn tone(self) -> Tone {
        match self {
            Self::Calm | Self::Withdrawn => Tone::Neutral,
            Self::Soon => Tone::Warning,
            Self::Overdue | Self::Missed => Tone::Bad,
            Self::Paused | Self::Stopped => Tone::Waiting,
            Self::Met => Tone::Good,
        }
    }

    /// Key of the word.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Calm => "deadline-calm",
            Self::Soon => "deadline-soon",
            Self::Overdue => "deadline-overdue",
            Self::Paused => "deadline-paused",
            Self::Met => "deadline-met",
            Self::Missed => "deadline-missed",
            Self::Withdrawn => "deadline-withdrawn",
            Self::Stopped => "deadline-stopped",
        }
    }
}

/// A deadline with what is left of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// When it is due.
    pub due: Timestamp,
    /// Working time left in seconds, negative when overdue; nothing where it does not matter any more.
    pub left: Option<i64>,
    /// How urgent it is.
    pub urgency: Urgency,
}

impl Deadline {
    /// A deadline that runs; `left` is working time in seconds, negative when overdue.
    #[must_use]
    pub fn running(due: Timestamp, left: i64) -> Self {
        let urgency = match left {
            ..0 => Urgency::Overdue,
            0..=WORKING_DAY => Urgency::Soon,
            _ => Urgency::Calm,
        };
        Self { due, left: Some(left), urgency }
    }

    /// A deadline whose clock stands, with the working time that will be left when it runs again.
    #[must_use]
    pub fn paused(due: Timestamp, left: i64) -> Self {
        Self { due, left: Some(left), urgency: Urgency::Paused }
    }

    /// A deadline of something that ended without being settled; nothing for every other status.
    #[must_use]
    pub fn ended(due: Timestamp, status: Status) -> Option<Self> {
        let urgency = match status {
            Status::Withdrawn => Urgency::Withdrawn,
            Status::Stopped => Urgency::Stopped,
            _ => return None,
        };
        Some(Self { due, left: None, urgency })
    }

    /// Key of the words for a dossier of this status that has no deadline: not yet, or never.
    #[must_use]
    pub fn none(status: Status) -> &'static str {
        if status.is_finished() { "progress-never-deadline" } else { "progress-no-deadline" }
    }

    /// A deadline of something that is done, `margin` seconds of working time before it (negative: after it).
    #[must_use]
    pub fn done(due: Timestamp, margin: i64) -> Self {
        Self { due, left: None, urgency: if margin >= 0 { Urgency::Met } else { Urgency::Missed } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_becomes_urgent_one_working_day_before_it() {
        let urgency = |left| Deadline::running(Timestamp::UNIX_EPOCH, left).urgency;
        assert_eq!(urgency(WORKING_DAY + 1), Urgency::Calm);
        assert_eq!(urgency(WORKING_DAY), Urgency::Soon);
        assert_eq!(urgency(-1), Urgency::Overdue);
    }
}
