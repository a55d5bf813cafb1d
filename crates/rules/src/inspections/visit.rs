//! A visit as it stands: the fold of its events.

use super::{Event, FindingNoted, Planned, Reported};

/// A visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// As it was planned.
    pub planned: Planned,
    /// Where it stands.
    pub state: State,
    /// What was found, in order.
    pub findings: Vec<FindingNoted>,
    /// Its reports, oldest first: the last one counts.
    pub reports: Vec<Reported>,
    /// Why it does not take place.
    pub reason: String,
    /// How many events it has.
    pub version: u64,
}

/// Where a visit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// It is to come, or goes on.
    Planned,
    /// Its report is there.
    Reported,
    /// It does not take place.
    Cancelled,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Planned, Self::Reported, Self::Cancelled];

    /// Its name in texts and in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Reported => "reported",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }
}

impl Visit {
    /// The visit after one more event; nothing before it was planned.
    #[must_use]
    pub fn next(before: Option<Self>, event: &Event) -> Option<Self> {
        let Some(mut visit) = before else {
            let Event::Planned(planned) = event else { return None };
            return Some(Self {
                planned: planned.clone(),
                state: State::Planned,
                findings: Vec::new(),
                reports: Vec::new(),
                reason: String::new(),
                version: 1,
            });
        };
        visit.version += 1;
        match event {
            Event::Planned(_) => {}
            Event::FindingNoted(finding) => visit.findings.push(finding.clone()),
            Event::Reported(reported) => {
                visit.state = State::Reported;
                visit.reports.push(reported.clone());
            }
            Event::Cancelled(cancelled) => {
                visit.state = State::Cancelled;
                visit.reason.clone_from(&cancelled.reason);
            }
        }
        Some(visit)
    }

    /// The finding of this number.
    #[must_use]
    pub fn finding(&self, number: u32) -> Option<&FindingNoted> {
        self.findings.iter().find(|finding| finding.number == number)
    }
}
