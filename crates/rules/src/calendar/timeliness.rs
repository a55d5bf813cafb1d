//! Early, on time or late.

use super::{Calendar, WorkingTime, day_of, instants};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How the end of the work stands to its due date.
///
/// Early and on time differ by date, as the systems in use do: before the due day is early, on it is on time. Late goes
/// by the instant, as the national index does: on time is `NgayKetThucXuLy` ≤ `NgayHenTra` (Quyết định 766/QĐ-TTg, group 2), so
/// the afternoon of a day whose due time was in the morning is late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "verdict", content = "by")]
pub enum Timeliness {
    /// Finished on a day before the due day, with so much working time left.
    Early(WorkingTime),
    /// Finished on the due day and not after the due time.
    OnTime,
    /// Finished after the due time, by so much working time: zero when nobody worked between the two.
    Late(WorkingTime),
}

impl Calendar {
    /// How what was finished then stands to this due time. A part of a second does not make anything late.
    #[must_use]
    pub fn compare(&self, due: Timestamp, finished: Timestamp) -> Timeliness {
        if instants::seconds(finished) > instants::seconds(due) {
            Timeliness::Late(self.working_between(due, finished))
        } else if day_of(finished) < day_of(due) {
            Timeliness::Early(self.working_between(finished, due))
        } else {
            Timeliness::OnTime
        }
    }
}
