//! Training (*đào tạo, bồi dưỡng*) in digital skills: courses, who goes to them, who was there, tests, certificates; which skills a kind of
//! position requires and what an agency lacks of them.
//!
//! Nobody marks their own attendance or test. A certificate follows from a passed test after enough sessions, and is issued by a leader of the
//! organiser. The skills and what positions require are data with days of effect (`data/training/skills.json`), after the standard of skills in
//! Thông tư 03/2014/TT-BTTTT; a province changes them by a new edition.

mod act;
mod course;
mod events;
mod open;
mod skills;
#[cfg(test)]
mod tests;

pub use act::{Command, LEAST_ATTENDED, act, enrol};
pub use course::{Certificate, Course, Learner, Stage};
pub use events::{Attended, CalledOff, Certified, Enrolled, Event, Form, Left, Opened, Tested};
pub use open::{Draft, open};
pub use skills::{Edition, Need, Proof, Skill, edition, needs, skill};
