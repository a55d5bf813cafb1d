//! Conferences (*hội nghị*): called by an agency, attended over bridge points (*điểm cầu*), with an agenda, a speaking queue, questions,
//! minutes that grow, votes, and conclusions that become tasks; closed by a notice of conclusions (*Thông báo kết luận*).
//!
//! A conference is one stream of events. Who is connected at this moment is no fact and no event: a bridge point that drops and comes back
//! is the same point, and its vote was counted once.

mod act;
mod call;
mod conference;
mod events;
mod suggest;
mod task;
#[cfg(test)]
mod tests;
mod vote;

pub use act::{Command, Context, decide};
pub use call::{Draft, call, change};
pub use conference::{Conclusion, Conference, Delegate, Line, Question, Speaker, Stage, Vote};
pub use events::{
    AgendaItem, AgendaSet, Answered, Asked, CheckedIn, Closed, Concluded, ConferenceKind, Details, Document, Entitled,
    Event, Invited, ItemBegun, LineWritten, Means, NoticeIssued, Opened, Point, Registered, Seat, SpeakerCalled,
    SpeakerDone, SpeakingAsked, Tasked, VoteClosed, VoteKind, VoteOpened, Voted, Voter, Voters, Withdrawn,
};
pub use suggest::{Suggested, suggest};
pub use vote::Tally;

/// What meetings of administrative agencies are held by.
pub const WORKING_RULES: &str = "Quyết định 45/2018/QĐ-TTg";
/// The form of a notice of conclusions.
pub const LAYOUT: &str = "Nghị định 30/2020/NĐ-CP, Phụ lục I và III";
/// The longest text that somebody types, in letters.
const LONGEST: usize = 2000;
/// The most bridge points of one conference.
const MOST_POINTS: usize = 500;
