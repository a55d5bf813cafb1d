//! What can happen to a conference.

use crate::codes::{AgencyCode, CommitteeCode, ConferenceCode, TaskCode};
use crate::tasks::Evidence;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

crate::events! {
    /// What happened to a conference.
    "conferences" {
        /// An agency called it.
        Called(Details) = "called",
        /// Its time, place or name changed.
        Changed(Details) = "changed",
        /// Its agenda was set.
        AgendaSet(AgendaSet) = "agenda_set",
        /// A document was laid before it.
        DocumentAdded(Document) = "document_added",
        /// Bridge points were invited.
        Invited(Invited) = "invited",
        /// A bridge point registered a delegate.
        Registered(Registered) = "registered",
        /// A delegate will not come.
        Withdrawn(Withdrawn) = "withdrawn",
        /// A delegate was given a vote of their own, or it was taken.
        Entitled(Entitled) = "entitled",
        /// A delegate came.
        CheckedIn(CheckedIn) = "checked_in",
        /// The chair opened it.
        Opened(Opened) = "opened",
        /// An item of the agenda began.
        ItemBegun(ItemBegun) = "item_begun",
        /// Somebody asked to speak.
        SpeakingAsked(SpeakingAsked) = "speaking_asked",
        /// The chair called somebody to speak.
        SpeakerCalled(SpeakerCalled) = "speaker_called",
        /// Somebody has spoken, or does not want to any more.
        SpeakerDone(SpeakerDone) = "speaker_done",
        /// A question came in writing.
        Asked(Asked) = "asked",
        /// It was answered.
        Answered(Answered) = "answered",
        /// A line of the minutes was written.
        LineWritten(LineWritten) = "line_written",
        /// A vote or a straw poll was opened.
        VoteOpened(VoteOpened) = "vote_opened",
        /// Somebody voted.
        Voted(Voted) = "voted",
        /// A vote was closed.
        VoteClosed(VoteClosed) = "vote_closed",
        /// The chair concluded something, or it was worded anew.
        Concluded(Concluded) = "concluded",
        /// A conclusion became tasks.
        Tasked(Tasked) = "tasked",
        /// The chair closed it.
        Closed(Closed) = "closed",
        /// The notice of its conclusions got its number.
        NoticeIssued(NoticeIssued) = "notice_issued",
    }
}

/// What kind of conference it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConferenceKind {
    /// A meeting of a steering committee.
    Committee,
    /// A preliminary or final review (*sơ kết, tổng kết*).
    Review,
    /// A briefing (*giao ban*).
    Briefing,
    /// On one subject.
    Thematic,
    /// A training (*tập huấn*).
    Training,
}

/// What a conference is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// Its code.
    pub conference: ConferenceCode,
    /// Who calls and chairs it.
    pub host: AgencyCode,
    /// Its name.
    pub name: String,
    /// What kind it is.
    pub kind: ConferenceKind,
    /// The committee whose series it continues.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<CommitteeCode>,
    /// When it begins.
    pub starts_at: Timestamp,
    /// Where the main bridge point is.
    pub place: String,
    /// Who chairs it: name and title.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub chair: String,
    /// The address of its video room, in whatever tool.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub video: String,
}

/// One item of an agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaItem {
    /// What it is about.
    pub title: String,
    /// How long it takes, in minutes.
    pub minutes: u16,
    /// Who presents it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub presenter: String,
}

/// See [`Event::AgendaSet`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaSet {
    /// Which conference.
    pub conference: ConferenceCode,
    /// Its items, in their order.
    pub items: Vec<AgendaItem>,
}

/// See [`Event::DocumentAdded`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Which conference.
    pub conference: ConferenceCode,
    /// The file.
    #[serde(flatten)]
    pub file: Evidence,
}

/// A bridge point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// The agency where it is.
    pub agency: AgencyCode,
    /// Whether it has a vote in formal votes of bridge points.
    pub votes: bool,
}

/// See [`Event::Invited`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    /// Which conference.
    pub conference: ConferenceCode,
    /// The points invited with this.
    pub points: Vec<Point>,
}

/// The number of a registration within its conference.
pub type Seat = u32;

/// See [`Event::Registered`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// Which conference.
    pub conference: ConferenceCode,
    /// The number of the registration.
    pub seat: Seat,
    /// At which bridge point.
    pub point: AgencyCode,
    /// Who: the full name.
    pub name: String,
    /// With which title; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Their login, where they have an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    /// Whether they have a vote in formal votes of delegates.
    #[serde(default)]
    pub votes: bool,
}

/// See [`Event::Entitled`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entitled {
    /// Which conference.
    pub conference: ConferenceCode,
    /// Which registration.
    pub seat: Seat,
    /// Whether they have a vote from now on.
    pub votes: bool,
}

/// See [`Event::Withdrawn`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    /// Which conference.
    pub conference: ConferenceCode,
    /// Which registration.
    pub seat: Seat,
}

/// How somebody checked in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// By the code of their registration.
    Code,
    /// By the secretary's or their bridge point's hand.
    Hand,
}

/// See [`Event::CheckedIn`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedIn {
    /// Which conference.
    pub conference: ConferenceCode,
    /// Which registration.
    pub seat: Seat,
    /// How.
    pub means: Means,
}

/// See [`Event::Opened`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// Which conference.
    pub conference: ConferenceCode,
}

/// See [`Event::ItemBegun`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemBegun {
    /// Which conference.
    pub conference: ConferenceCode,
    /// The item's place in the agenda, from 1.
    pub item: u32,
}

/// See [`Event::SpeakingAsked`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpeakingAsked {
    /// Which conference.
    pub conference: ConferenceCode,
    /// The number of the request.
    pub number: u32,
    /// From which bridge point.
    pub point: AgencyCode,
    /// Who.
    pub name: String,
    /// About what; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub topic: String,
}

/// See [`Event::SpeakerCalled`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpeakerCalled {
    /// Which conference.
    pub conference: ConferenceCode,
    /// Which request.
    pub number: u32,
}

/// See [`Event::SpeakerDone`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpeakerDone {
    /// Which conference.
    pub conference: ConferenceCode,
    /// Which request.
    pub number: u32,
}

/// See [`Event::Asked`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Which conference.
    pub conference: ConferenceCode,
    /// The number of the question.
    pub number: u32,
    /// From which bridge point.
    pub point: AgencyCode,
    /// Who asks.
    pub name: String,
    /// What.
    pub text: String,
}

/// See [`Event::Answered`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// Which conference.
    pub conference: ConferenceCode,
    /// Which question.
    pub number: u32,
    /// The answer; empty when it was given aloud.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub answer: String,
}

/// See [`Event::LineWritten`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineWritten {
    /// Which conference.
    pub conference: ConferenceCode,
    /// What was said or done.
    pub text: String,
}

/// What a vote binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VoteKind {
    /// A straw poll: everybody who takes part, and everybody may change their mind while it is open.
    Straw,
    /// A formal vote: who has the right, once.
    Formal,
}

/// Who has a vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Voters {
    /// Each bridge point with the right, one vote.
    Points,
    /// Each delegate with the right, one vote.
    Delegates,
}

/// See [`Event::VoteOpened`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoteOpened {
    /// Which conference.
    pub conference: ConferenceCode,
    /// The number of the vote.
    pub vote: u32,
    /// What it binds.
    pub kind: VoteKind,
    /// Who has a vote.
    pub voters: Voters,
    /// What is asked.
    pub question: String,
    /// The answers to choose from.
    pub options: Vec<String>,
}

/// Whose vote it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Voter {
    /// That of a bridge point.
    Point(AgencyCode),
    /// That of a delegate.
    Delegate(Seat),
    /// That of somebody in a straw poll, by login.
    Person(String),
}

/// See [`Event::Voted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voted {
    /// Which conference.
    pub conference: ConferenceCode,
    /// Which vote.
    pub vote: u32,
    /// Whose.
    pub voter: Voter,
    /// The place of the chosen answer, from 0.
    pub option: u32,
}

/// See [`Event::VoteClosed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoteClosed {
    /// Which conference.
    pub conference: ConferenceCode,
    /// Which vote.
    pub vote: u32,
}

/// See [`Event::Concluded`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concluded {
    /// Which conference.
    pub conference: ConferenceCode,
    /// The number of the conclusion.
    pub number: u32,
    /// What is concluded.
    pub text: String,
    /// Who leads what follows from it; each agency gets a task of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leads: Vec<AgencyCode>,
    /// Who supports whoever leads.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supporting: Vec<AgencyCode>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
}

/// See [`Event::Tasked`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tasked {
    /// Which conference.
    pub conference: ConferenceCode,
    /// Which conclusion.
    pub number: u32,
    /// The tasks that it became.
    pub tasks: Vec<TaskCode>,
}

/// See [`Event::Closed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// Which conference.
    pub conference: ConferenceCode,
}

/// See [`Event::NoticeIssued`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeIssued {
    /// Which conference.
    pub conference: ConferenceCode,
    /// Its number and sign: "12/TB-BCĐ".
    pub number: String,
    /// In whose name and as what it is signed, a line each: "TM. BAN CHỈ ĐẠO", "TRƯỞNG BAN".
    pub titles: Vec<String>,
    /// Who signs.
    pub signer: String,
}

impl Event {
    /// The conference that it happened to.
    #[must_use]
    pub fn conference(&self) -> &ConferenceCode {
        match self {
            Self::Called(event) | Self::Changed(event) => &event.conference,
            Self::AgendaSet(event) => &event.conference,
            Self::DocumentAdded(event) => &event.conference,
            Self::Invited(event) => &event.conference,
            Self::Registered(event) => &event.conference,
            Self::Withdrawn(event) => &event.conference,
            Self::Entitled(event) => &event.conference,
            Self::CheckedIn(event) => &event.conference,
            Self::Opened(event) => &event.conference,
            Self::ItemBegun(event) => &event.conference,
            Self::SpeakingAsked(event) => &event.conference,
            Self::SpeakerCalled(event) => &event.conference,
            Self::SpeakerDone(event) => &event.conference,
            Self::Asked(event) => &event.conference,
            Self::Answered(event) => &event.conference,
            Self::LineWritten(event) => &event.conference,
            Self::VoteOpened(event) => &event.conference,
            Self::Voted(event) => &event.conference,
            Self::VoteClosed(event) => &event.conference,
            Self::Concluded(event) => &event.conference,
            Self::Tasked(event) => &event.conference,
            Self::Closed(event) => &event.conference,
            Self::NoticeIssued(event) => &event.conference,
        }
    }
}

impl ConferenceKind {
    /// Every kind, in the order of forms.
    pub const ALL: [Self; 5] = [Self::Committee, Self::Review, Self::Briefing, Self::Thematic, Self::Training];

    /// Its name in forms and in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Committee => "committee",
            Self::Review => "review",
            Self::Briefing => "briefing",
            Self::Thematic => "thematic",
            Self::Training => "training",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}
