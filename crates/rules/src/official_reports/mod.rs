//! The official reports on the control of administrative procedures (biểu II.06a, II.06b, II.07a, II.07b/VPCP/KSTT).
//!
//! Knows the columns of each form with the formulas between them ([`Form`]), in which cells one dossier or procedure counts
//! ([`place`], [`cause_of_delay`], [`Counted`]), and the life of a report: drawn, sent by the agency, approved and locked by the one
//! above it, unlocked with a reason. A [`Table`] whose sums don't hold can't be made. Must not know where dossiers are kept.

mod act;
mod delays;
mod events;
mod form;
mod period;
mod place;
mod report;
mod table;
#[cfg(test)]
mod tests;

pub use act::{Command, Context, decide, set_schedule};
pub use delays::{Cause, cause_of_delay};
pub use events::{Approved, Event, Returned, ScheduleSet, Sent, Unlocked};
pub use form::{Check, Column, Form, Kind};
pub use period::{Cadence, NoPeriod, ReportPeriod};
pub use place::{Counted, Intake, Placed, Standing, place};
pub use report::{OfficialReport, State};
pub use table::{Base, Line, Row, Table, TableError, Tier};
