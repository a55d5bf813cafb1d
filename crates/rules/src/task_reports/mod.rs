//! The monthly report of tasks (*báo cáo tháng*): drawn as of its cut-off, sent for approval, approved by a second person and then locked.
//!
//! What was reported stays as it was: a locked month knows no change, and what was corrected later stands in the next one. Reports are
//! due before the 25th of the month (Quyết định 126/QĐ-BCĐCP ngày 11/9/2025); the day is data and may be set otherwise.

mod act;
mod events;
mod month;
mod report;
#[cfg(test)]
mod tests;

pub use act::{Command, Context, decide, set_cut_off};
pub use events::{Approved, CutOffSet, Event, Figures, LeadFigures, Overdue, Returned, Sent, Skipped};
pub use month::Month;
pub use report::{MonthlyReport, State};

/// The day of a month at which figures are cut off, unless somebody set another one.
pub const CUT_OFF: i8 = 25;
/// What asks for these reports.
pub const MONTHLY: &str = "Quyết định 126/QĐ-BCĐCP ngày 11/9/2025";
