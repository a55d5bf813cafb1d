//! Scores of agencies and heads: three shares with open weights, which stand on the page. No weight is in the code.

use jiff::civil::Date;
use serde::Deserialize;
use std::sync::LazyLock;

/// The weights in force from a day on; they add up to 100.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Weights {
    /// From which day on.
    pub from: Date,
    /// Which document sets them.
    pub source: String,
    /// Of the share done in time.
    pub on_time: u32,
    /// Of how short what was late was late.
    pub lateness: u32,
    /// Of the share accepted without being returned.
    pub accepted: u32,
    /// So many days late on average, or more, earn nothing.
    pub days: u32,
}

static WEIGHTS: LazyLock<Vec<Weights>> = LazyLock::new(|| {
    // Part of the program, read by a test.
    serde_json::from_str(include_str!("../../data/steering/scores.json")).unwrap_or_default()
});

impl Weights {
    /// The weights in force on a day; nothing before the first.
    #[must_use]
    pub fn in_force(day: Date) -> Option<&'static Self> {
        WEIGHTS.iter().filter(|weights| weights.from <= day).max_by_key(|weights| weights.from)
    }
}

/// What an agency or a person did in a period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Work {
    /// Tasks whose accepted result was handed in in the period.
    pub done: u64,
    /// Those of them handed in by their last day.
    pub in_time: u64,
    /// Those of them that were returned once or more.
    pub returned: u64,
    /// Tasks that are open and late at the period's end.
    pub open_late: u64,
    /// Days by which what was done late and what is open and late is late, all together.
    pub days_late: u64,
}

impl Work {
    /// What counts as due in the period: done, or open and late.
    #[must_use]
    pub fn due(&self) -> u64 {
        self.done + self.open_late
    }

    /// How many are late.
    #[must_use]
    pub fn late(&self) -> u64 {
        self.done - self.in_time + self.open_late
    }

    /// The mean lateness of what is late, in days; nothing where nothing is.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of tasks and days are small")]
    pub fn mean_lateness(&self) -> Option<f64> {
        (self.late() > 0).then(|| self.days_late as f64 / self.late() as f64)
    }

    /// The share done in time of what was due; nothing where nothing was.
    #[must_use]
    pub fn on_time(&self) -> Option<f64> {
        share(self.in_time, self.due())
    }

    /// The share of what was done that was returned; nothing where nothing was done.
    #[must_use]
    pub fn returned_share(&self) -> Option<f64> {
        share(self.returned, self.done)
    }

    /// The score, from 0 to 100; nothing where nothing was due. What nothing was done of counts as accepted: it is late already.
    #[must_use]
    pub fn score(&self, weights: &Weights) -> Option<f64> {
        let on_time = self.on_time()?;
        let late = self.mean_lateness().map_or(0.0, |days| (days / f64::from(weights.days.max(1))).min(1.0));
        let accepted = 1.0 - self.returned_share().unwrap_or(0.0);
        Some(
            f64::from(weights.on_time) * on_time
                + f64::from(weights.lateness) * (1.0 - late)
                + f64::from(weights.accepted) * accepted,
        )
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of tasks are small")]
fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn weights() -> &'static Weights {
        Weights::in_force(date(2025, 12, 1)).expect("in force")
    }

    #[test]
    fn the_weights_that_ship_add_up_to_a_hundred() {
        assert!(!WEIGHTS.is_empty() && Weights::in_force(date(2020, 1, 1)).is_none());
        assert!(WEIGHTS.iter().all(|one| one.on_time + one.lateness + one.accepted == 100 && one.days > 0));
    }

    #[test]
    fn a_score_can_be_recomputed_by_hand() {
        // 8 of 10 in time (60 × 0,8), 2 late by 15 days on average (25 × 0,5), 1 of 10 returned (15 × 0,9).
        let work = Work { done: 10, in_time: 8, returned: 1, open_late: 0, days_late: 30 };
        assert!((work.score(weights()).expect("a score") - 74.0).abs() < 1e-9);
        // Open and late counts as due.
        let work = Work { done: 8, in_time: 8, returned: 0, open_late: 2, days_late: 120 };
        assert!((work.score(weights()).expect("a score") - 63.0).abs() < 1e-9);
        assert_eq!(Work::default().score(weights()), None);
    }

    proptest! {
        #[test]
        fn a_score_is_between_0_and_100(done in 0u64..500, late in 0u64..500, returned in 0u64..500, open in 0u64..500, days in 0u64..9000) {
            let work = Work { done, in_time: done - late.min(done), returned: returned.min(done), open_late: open, days_late: days };
            if let Some(score) = work.score(weights()) {
                prop_assert!((0.0..=100.0).contains(&score));
            }
        }
    }
}
