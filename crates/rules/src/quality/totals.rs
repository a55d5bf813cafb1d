//! Sums over days, and the shares that they are worth.

use super::{Measure, Share, keys};
use jiff::civil::Date;
use std::ops::{Index, IndexMut};

/// One number for each measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sums([i64; Measure::COUNT]);

impl Default for Sums {
    fn default() -> Self {
        Self([0; Measure::COUNT])
    }
}

impl Index<Measure> for Sums {
    type Output = i64;
    fn index(&self, measure: Measure) -> &i64 {
        &self.0[measure as usize]
    }
}

impl IndexMut<Measure> for Sums {
    fn index_mut(&mut self, measure: Measure) -> &mut i64 {
        &mut self.0[measure as usize]
    }
}

impl Sums {
    /// Received, by whatever channel.
    #[must_use]
    pub fn received(&self) -> i64 {
        self[Measure::ReceivedOnline] + self[Measure::ReceivedCounter] + self[Measure::ReceivedPostal]
    }

    /// Finished, in time or late.
    #[must_use]
    pub fn finished(&self) -> i64 {
        self.finished_in_time() + self[Measure::FinishedLate]
    }

    /// Finished early or on time.
    #[must_use]
    pub fn finished_in_time(&self) -> i64 {
        self[Measure::FinishedEarly] + self[Measure::FinishedOnTime]
    }
}

/// The sums of a period and the balances at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Over the days of the period.
    pub period: Sums,
    /// Received and not finished at the end of the last day.
    pub open: i64,
    /// Of these, overdue.
    pub overdue: i64,
}

impl Totals {
    /// The totals of a period, from what each day counted, in any order, from the first day there is.
    #[must_use]
    pub fn of(days: impl IntoIterator<Item = (Date, Measure, i64)>, period: super::Period) -> Self {
        let mut totals = Self::default();
        let mut ever = Sums::default();
        for (day, measure, amount) in days.into_iter().filter(|(day, _, _)| *day <= period.to) {
            ever[measure] += amount;
            if day >= period.from {
                totals.period[measure] += amount;
            }
        }
        totals.open = ever.received() - ever.finished();
        totals.overdue = ever[Measure::Overdue];
        totals
    }

    /// The shares of the indicators that count dossiers, by key.
    #[must_use]
    pub fn shares(&self) -> [(&'static str, Share); 9] {
        let days = &self.period;
        let share = Share::new;
        let in_time = days.finished_in_time() + self.open - self.overdue;
        let in_hand = days.finished() + self.open;
        [
            (keys::ON_TIME, share(in_time, in_hand)),
            (keys::AVERAGE_TIME, share(days[Measure::ProcessingSeconds], days[Measure::Processed])),
            (
                keys::FILED_ONLINE,
                share(days[Measure::ReceivedOnline] - days[Measure::OnlineWithoutResult], days.received()),
            ),
            (keys::PAID_ONLINE, share(days[Measure::FeePaidOnline], days[Measure::FeeOwed])),
            (keys::ELECTRONIC_RESULT, share(days[Measure::Electronic], days[Measure::ProcessedPaper])),
            (keys::DIGITISED, share(days[Measure::Digitised], days[Measure::Processed])),
            (keys::REUSED, share(days[Measure::Reused], days.received())),
            (keys::PERSONAL_STORE, share(days[Measure::Reused], days.received())),
            (keys::SATISFIED, share(in_time - days[Measure::DissatisfiedInTime], in_hand)),
        ]
    }
}
