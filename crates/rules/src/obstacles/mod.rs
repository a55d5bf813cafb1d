//! Obstacles (*khó khăn, vướng mắc*): raised by an agency or a working group, answered by whoever has authority within a deadline,
//! escalated to the level above when not, merged when several raise the same.
//!
//! Who has authority follows from kind and level ([`Kind::rule`], `data/obstacles/kinds.json`): what a village lacks may be the
//! commune's to give, else it is the department's of that field, and above every department the province's.

mod decide;
mod events;
mod kind;
mod obstacle;
mod raise;
#[cfg(test)]
mod tests;

pub use decide::{Action, Command, Context, decide, overdue};
pub use events::{Answered, Escalated, Event, Joined, Merged, Place, Raised, Raiser, Reopened, Routed};
pub use kind::{Kind, Rule, above, competent, province};
pub use obstacle::{Answer, Holding, Obstacle, Status};
pub use raise::{Raise, Raising, raise};

/// The longest text of an obstacle or an answer.
const LONGEST: usize = 2_000;
/// How much of the text names an obstacle in lists.
const TITLE: usize = 90;
