//! Tasks (*nhiệm vụ*): who does what by when, who answers for it, what comes of it, by what authority (the "six clears", *6 rõ*).
//!
//! A task is a stream of events: assigned by an agency to a lead agency, accepted, reported on with evidence, submitted, returned or
//! accepted as done. Being overdue is not an event: it follows from the status and the day.

mod act;
mod assign;
pub mod dates;
mod events;
mod parts;
pub mod plan;
mod reassign;
mod remind;
pub mod scores;
mod status;
mod task;
#[cfg(test)]
mod tests;

pub use act::{Action, Command, Context, Progress, Side, decide, is_own};
pub(crate) use assign::too_late;
pub use assign::{Assigning, Draft, assign, is_subordinate, latest, read_target};
use events::cut_off;
pub use events::{
    Accepted, Assigned, Attached, Cancelled, Completed, Deliverable, Due, Event, Every, Evidence, ExtensionAsked,
    ExtensionDecided, Less, Link, LinkKind, Linked, Reassigned, Report, Reported, Responsible, Resumed, Returned,
    Submitted, Suspended,
};
pub use parts::{Counted, Part, Whole, add_up};
pub use remind::{Rungs, rungs};
pub use status::{Light, Standing, Status};
pub use task::{Extension, Task, Written, rolled_up};

/// What asks for the six clears.
pub const SIX_CLEARS: &str = "Thông báo 624/TB-VPCP ngày 16/11/2025";
/// The longest text of a task.
const LONGEST: usize = 2000;
