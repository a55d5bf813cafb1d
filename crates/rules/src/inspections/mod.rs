//! Visits: inspection and guidance (*kiểm tra, hướng dẫn*) of communes, whose findings become tasks; study visits (*học tập kinh nghiệm*)
//! elsewhere, whose reports are kept.

mod act;
mod events;
#[cfg(test)]
mod tests;
mod visit;

pub use act::{Command, Context, Plan, decide, plan, task_of};
pub use events::{Cancelled, Event, FindingNoted, Planned, Reported, VisitKind};
pub use visit::{State, Visit};
