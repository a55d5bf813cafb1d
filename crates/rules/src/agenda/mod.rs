//! What concerns an agency, and when: what it owes, what waits for its decision, what others owe it ([`Matter`]); what happens on which
//! day ([`Happening`]).
//!
//! Nothing here is recorded by itself: all of it follows from tasks, obstacles, reports, conferences, meetings and visits.

mod happening;
mod matter;

pub use happening::{Happening, HappeningKind, When, deliveries, working_day_before};
pub use matter::{Matter, Side, days_late};
