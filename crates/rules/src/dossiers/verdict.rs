//! The national index's verdict on a dossier: its own measure, never mixed with the legal deadline or the step's.

use super::Dossier;
use crate::calendar;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How the national index (Quyết định 766/QĐ-TTg, group 2) sees a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Settled on an earlier day than it was due.
    Early,
    /// Settled on the due day, in time.
    OnTime,
    /// Settled after its due date, or after a second supplement request.
    Late,
    /// Being settled, still in time.
    Running,
    /// Being settled, and its due date is over.
    Overdue,
}

/// The verdict at `now`; nothing for a dossier that was never received. A dossier without a due date can't be late. While the
/// clock stands, its end is when it stopped: at the request for a supplement. Asking too late therefore makes nothing in time,
/// and what is withdrawn meanwhile is judged without the applicant's time.
#[must_use]
pub fn national_verdict(dossier: &Dossier, now: Timestamp) -> Option<Verdict> {
    dossier.received_at?;
    let twice = dossier.supplements.len() > 1;
    let end = dossier.stopped_at().or(dossier.finished_at).unwrap_or(now);
    // Whole seconds, as the calendar counts: a due date has no fraction of one.
    let late = twice || dossier.due_at.is_some_and(|due| end.as_second() > due.as_second());
    let due_day = dossier.due_at.map(calendar::day_of);
    Some(match (dossier.finished_at, late) {
        (Some(_), true) => Verdict::Late,
        (Some(_), false) if due_day.is_none_or(|day| calendar::day_of(end) < day) => Verdict::Early,
        (Some(_), false) => Verdict::OnTime,
        (None, true) => Verdict::Overdue,
        (None, false) => Verdict::Running,
    })
}
