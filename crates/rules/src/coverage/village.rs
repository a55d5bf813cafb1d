//! The coverage of a village as it stands: the fold of its events.

use super::{Event, Planned, Reported, broadband};
use jiff::civil::Date;

/// The coverage of a village.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VillageCoverage {
    /// Every report, in order.
    pub reports: Vec<Report>,
    /// What is to come; the last one said counts.
    pub plan: Option<Planned>,
    /// How many events it has.
    pub version: u64,
}

/// A report with where it stands.
pub type Report = (Reported, ReportState, String);

/// Where a report stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReportState {
    /// It waits for a second person.
    Waiting,
    /// It counts.
    Verified,
    /// It does not.
    SetAside,
}

/// What there is in a village, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Nobody's report was verified yet.
    Unknown,
    /// Nothing reaches it (*trắng sóng*), not even 2G.
    Nothing,
    /// Something does, but no broadband.
    WithoutBroadband,
    /// Broadband does.
    Broadband,
}

/// The coverage that counts on a day.
pub type Coverage<'a> = Option<&'a Reported>;

impl ReportState {
    /// Its name in texts and the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Verified => "verified",
            Self::SetAside => "set-aside",
        }
    }
}

impl Status {
    /// Every one, in the order of lists.
    pub const ALL: [Self; 4] = [Self::Nothing, Self::WithoutBroadband, Self::Broadband, Self::Unknown];

    /// Its name in texts and the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Nothing => "nothing",
            Self::WithoutBroadband => "without-broadband",
            Self::Broadband => "broadband",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// What a verified report says.
    #[must_use]
    pub fn of(coverage: Coverage<'_>) -> Self {
        match coverage {
            None => Self::Unknown,
            Some(seen) if broadband(&seen.signals) => Self::Broadband,
            Some(seen) if seen.signals.is_empty() => Self::Nothing,
            Some(_) => Self::WithoutBroadband,
        }
    }

    /// Whether it is known that there is no broadband.
    #[must_use]
    pub fn lacks_broadband(self) -> bool {
        matches!(self, Self::Nothing | Self::WithoutBroadband)
    }
}

impl VillageCoverage {
    /// The coverage after one more event. `by` is who did it.
    #[must_use]
    pub fn next(mut self, event: &Event, by: &str) -> Self {
        self.version += 1;
        match event {
            Event::Reported(reported) => {
                self.reports.push((reported.clone(), ReportState::Waiting, by.to_owned()));
            }
            Event::Verified(verified) => {
                for (report, state, _) in &mut self.reports {
                    if report.number == verified.number {
                        *state = ReportState::Verified;
                    } else if *state == ReportState::Waiting {
                        // With one verified, what waited beside it is settled.
                        *state = ReportState::SetAside;
                    }
                }
            }
            Event::SetAside(aside) => {
                let found = self.reports.iter_mut().find(|(report, ..)| report.number == aside.number);
                if let Some((_, state, _)) = found {
                    *state = ReportState::SetAside;
                }
            }
            Event::Planned(planned) => self.plan = Some(planned.clone()),
        }
        self
    }

    /// What counts on a day: the verified report seen last by then.
    #[must_use]
    pub fn on(&self, day: Date) -> Coverage<'_> {
        let verified = self.reports.iter().filter(|(_, state, _)| *state == ReportState::Verified);
        verified
            .map(|(report, ..)| report)
            .filter(|report| report.observed_on <= day)
            .max_by_key(|report| (report.observed_on, report.number))
    }

    /// The reports that wait for a second person.
    pub fn waiting(&self) -> impl Iterator<Item = &Report> {
        self.reports.iter().filter(|(_, state, _)| *state == ReportState::Waiting)
    }

    /// Whether reports that wait say different things.
    #[must_use]
    pub fn in_conflict(&self) -> bool {
        let mut waiting = self.waiting().map(|(report, ..)| (&report.signals, report.power));
        let Some(first) = waiting.next() else { return false };
        waiting.any(|other| other != first)
    }
}
