//! What the simulated year came to.

use jiff::Timestamp;
use rules::dossiers::{Dossier, Status, Verdict, national_verdict};
use serde::Serialize;
use std::collections::BTreeMap;

/// What the simulated year came to; the figures of the reports are computed from the records, not from this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Dossiers filed.
    pub dossiers: u64,
    /// What happened to them, all in all.
    pub events: u64,
    /// Dossiers received.
    pub received: u64,
    /// Finished on an earlier day than due.
    pub early: u64,
    /// Finished on the due day, in time.
    pub on_time: u64,
    /// Finished late.
    pub late: u64,
    /// Open and overdue.
    pub overdue: u64,
    /// Rated.
    pub rated: u64,
    /// How many are in each status now.
    pub statuses: BTreeMap<&'static str, u64>,
    #[serde(skip)]
    end: Timestamp,
}

impl Summary {
    /// Of a year that ends then.
    pub(super) fn new(end: Timestamp) -> Self {
        let none = BTreeMap::new();
        Self {
            dossiers: 0,
            events: 0,
            received: 0,
            early: 0,
            on_time: 0,
            late: 0,
            overdue: 0,
            rated: 0,
            statuses: none,
            end,
        }
    }

    /// One more was filed.
    pub(super) fn filed(&mut self) {
        self.dossiers += 1;
    }

    /// Nothing more happens to this one.
    pub(super) fn left(&mut self, dossier: &Dossier) {
        self.events += dossier.version;
        self.received += u64::from(dossier.received_at.is_some());
        self.rated += u64::from(dossier.rating.is_some());
        *self.statuses.entry(dossier.status.key()).or_default() += 1;
        let count = match national_verdict(dossier, dossier.finished_at.unwrap_or(self.end)) {
            Some(Verdict::Early) => &mut self.early,
            Some(Verdict::OnTime) => &mut self.on_time,
            Some(Verdict::Late) => &mut self.late,
            Some(Verdict::Overdue) => &mut self.overdue,
            Some(Verdict::Running) | None => return,
        };
        *count += 1;
    }

    /// Finished early or on time, out of all finished, in percent.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "for display only")]
    pub fn on_time_percent(&self) -> f64 {
        let in_time = (self.early + self.on_time) as f64;
        100.0 * in_time / (in_time + self.late as f64).max(1.0)
    }

    /// How many are in this status.
    #[must_use]
    pub fn in_status(&self, status: Status) -> u64 {
        self.statuses.get(status.key()).copied().unwrap_or(0)
    }
}
