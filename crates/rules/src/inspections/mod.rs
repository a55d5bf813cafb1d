//! Visits: inspection and guidance (*kiểm tra, hướng dẫn*) of communes, whose findings become tasks; study visits (*học tập kinh nghiệm*)
//! elsewhere, whose reports are kept.

mod act;
mod events;
#[cfg(test)]
mod tests;
mod visit;

pub use act::{Command, Context, Plan, USUAL_DAYS, decide, plan, task_of, usual_day};
pub use events::{Cancelled, Event, FindingNoted, Planned, Reported, VisitKind};
pub use visit::{State, Visit};
