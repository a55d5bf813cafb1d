//! Working time: when a dossier is due, how much is left, whether it was early, on time or late.
//!
//! Knows the days and hours on which an agency works, and how the law counts time limits (Nghị định 61/2018/NĐ-CP and
//! 118/2025/NĐ-CP; Bộ luật Lao động 45/2019/QH14, Điều 111–112; Bộ luật Dân sự 91/2015/QH13, Điều 147–148). Must not know
//! what the time is now, nor what a dossier is: whoever asks passes in the instants.
//!
//! The clock counts whole seconds: parts of a second are cut from every instant that comes in, so that every answer is
//! one that a paper, a page and the national portal can show in full. A question costs the logarithm of the number of
//! special days, whatever the span. At the ends of the range of [`Timestamp`] answers stop at
//! [`Timestamp::MIN`] and [`Timestamp::MAX`]; nothing panics.

mod agency;
mod days;
mod due;
mod explain;
mod hours;
mod instants;
mod limit;
mod table;
mod timeliness;
mod working_time;

#[cfg(test)]
mod tests;

pub use agency::{Calendar, CalendarError};
pub use days::{DayKind, SkipReason, SkippedDay, SpecialDay};
pub use explain::{Counted, DayShare, Explanation, PauseShare};
pub use hours::{Session, WorkingHours, WorkingHoursError};
pub use instants::{VIETNAM, day_of, instant, local, monday_of, rfc3339};
pub use limit::{Pause, StartRule, TimeLimit};
pub use timeliness::Timeliness;
pub use working_time::WorkingTime;

#[cfg(doc)]
use jiff::Timestamp;
