//! The national index's verdict on a dossier: its own measure, never mixed with the legal deadline or the step's.

use super::{Dossier, Status};
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

/// The verdict at `now`; nothing for a dossier that was never received. A dossier without a due date can't be late. While
/// it waits for the applicant it is not overdue, because the clock's end is the moment of the request.
#[must_use]
pub fn national_verdict(dossier: &Dossier, now: Timestamp) -> Option<Verdict> {
    dossier.received_at?;
    let twice = dossier.supplements.len() > 1;
    // Whole seconds, as the calendar counts: a due date has no fraction of one.
    let late = |at: Timestamp| dossier.due_at.is_some_and(|due| at.as_second() > due.as_second());
    let due_day = dossier.due_at.map(calendar::day_of);
    Some(match dossier.finished_at {
        _ if dossier.status == Status::AwaitingSupplement && !twice => Verdict::Running,
        Some(finished) if twice || late(finished) => Verdict::Late,
        Some(finished) if due_day.is_none_or(|day| calendar::day_of(finished) < day) => Verdict::Early,
        Some(_) => Verdict::OnTime,
        None if twice || late(now) => Verdict::Overdue,
        None => Verdict::Running,
    })
}
