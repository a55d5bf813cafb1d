//! Petitions (*phản ánh, kiến nghị*) about the rules of procedures or the conduct of officers, with their own clocks (index 766,
//! criteria 5.1 to 5.3): passed on or refused within 2 working days, a supplement asked for within 5, answered within 15, the
//! answer published within 2 more.
//!
//! Whoever drafts an answer or a refusal does not issue it: no agency closes a case about itself without a second pair of eyes.
//! A denunciation (*tố cáo*) follows a law of its own: it is refused here as "not a petition", with the way to go.

mod decide;
mod events;
mod file;
mod leg;
mod petition;
#[cfg(test)]
mod tests;

pub use decide::{Command, Context, decide};
pub use events::*;
pub use file::{File, file};
pub use leg::{Leg, LegEnd};
pub use petition::{Draft, Kind, Petition, Status, Way};

use crate::calendar::TimeLimit;

/// Within how much it is refused or passed on.
pub const DECIDE: TimeLimit = TimeLimit::WorkingDays(2);
/// Within how much a supplement is asked for.
pub const ASK: TimeLimit = TimeLimit::WorkingDays(5);
/// Within how much it is answered.
pub const ANSWER: TimeLimit = TimeLimit::WorkingDays(15);
/// Within how much the answer is published.
pub const PUBLISH: TimeLimit = TimeLimit::WorkingDays(2);
/// Where these clocks stand.
pub const BASIS: &str = "Quyết định 766/QĐ-TTg, nhóm 5";
/// The longest text of a petition or an answer.
const LONGEST: usize = 4_000;
/// The longest title.
const LONGEST_TITLE: usize = 200;
