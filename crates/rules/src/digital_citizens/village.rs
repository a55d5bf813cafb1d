//! The digital citizens of a village as they stand: the fold of its events.

use super::{Event, Reported};
use jiff::civil::Date;

/// What was reported of the digital citizens of a village.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VillageCitizens {
    /// Every report, in order.
    pub reports: Vec<Kept>,
    /// How many events it has.
    pub version: u64,
}

/// A report with where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// What was reported.
    pub report: Reported,
    /// Where it stands.
    pub state: ReportState,
    /// Who reported it.
    pub by: String,
}

/// Where a report stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReportState {
    /// It waits for a second person.
    Waiting,
    /// It was verified on this day.
    Verified(Date),
    /// It does not count.
    SetAside,
}

impl ReportState {
    /// Its name in texts and the interface.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Verified(_) => "verified",
            Self::SetAside => "set-aside",
        }
    }
}

impl VillageCitizens {
    /// The village after one more event, which `by` caused on this day.
    #[must_use]
    pub fn next(mut self, event: &Event, by: &str, on: Date) -> Self {
        self.version += 1;
        match event {
            Event::Reported(report) => {
                for kept in self.waiting_of(report.month) {
                    // Whoever reports a month again corrects what waited.
                    kept.state = ReportState::SetAside;
                }
                self.reports.push(Kept { report: report.clone(), state: ReportState::Waiting, by: by.to_owned() });
            }
            Event::Verified(event) => self.put(event.number, ReportState::Verified(on)),
            Event::SetAside(event) => self.put(event.number, ReportState::SetAside),
            Event::Aimed(_) => {}
        }
        self
    }

    fn waiting_of(&mut self, month: Date) -> impl Iterator<Item = &mut Kept> {
        self.reports.iter_mut().filter(move |kept| kept.state == ReportState::Waiting && kept.report.month == month)
    }

    fn put(&mut self, number: u32, state: ReportState) {
        if let Some(kept) = self.reports.iter_mut().find(|kept| kept.report.number == number) {
            kept.state = state;
        }
    }

    /// The reports that were verified, each with the day, in order.
    pub fn verified(&self) -> impl Iterator<Item = (&Reported, Date)> {
        self.reports.iter().filter_map(|kept| match kept.state {
            ReportState::Verified(on) => Some((&kept.report, on)),
            _ => None,
        })
    }

    /// How many reports wait for a second person.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.reports.iter().filter(|kept| kept.state == ReportState::Waiting).count()
    }
}

/// The report that counts on a day: of those verified by its end, the last month's; of one month, the last correction.
#[must_use]
pub fn last_by<'a>(verified: impl Iterator<Item = (&'a Reported, Date)>, day: Date) -> Option<&'a Reported> {
    let by_then = verified.filter(|(_, on)| *on <= day).map(|(report, _)| report);
    by_then.max_by_key(|report| (report.month, report.number))
}
