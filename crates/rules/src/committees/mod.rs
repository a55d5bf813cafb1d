//! Steering committees (*Ban Chỉ đạo*) and working groups (*Tổ công tác Đề án 06*): founded by a decision, with members, an operating
//! regulation and meetings; reviewed, reorganised, dissolved and founded again, with history.

mod act;
mod changes;
mod committee;
mod events;
#[cfg(test)]
mod tests;

pub use act::{Command, Founding, decide, found, missing};
pub use changes::{Changes, changes};
pub use committee::{Committee, Regulation, Subject};
pub use events::{
    ActivityReported, CommitteeKind, Conclusion, Decision, Dissolved, Event, Founded, MeetingHeld, MeetingPlanned,
    Member, Post, RegulationState, RegulationWritten, Reorganised, Reviewed,
};
