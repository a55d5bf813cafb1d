//! Steering committees (*Ban Chỉ đạo*) and working groups (*Tổ công tác Đề án 06*): founded by a decision, with members, an operating
//! regulation and meetings; reorganised with history.

mod act;
mod committee;
mod events;
#[cfg(test)]
mod tests;

pub use act::{Command, Founding, decide, found};
pub use committee::{Committee, Regulation, Subject};
pub use events::{
    ActivityReported, CommitteeKind, Decision, Dissolved, Event, Founded, MeetingHeld, MeetingPlanned, Member, Post,
    RegulationState, RegulationWritten, Reorganised,
};
