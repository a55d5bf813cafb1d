//! What can happen to a committee or working group.

use crate::codes::{AgencyCode, CommitteeCode, VillageCode};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

crate::events! {
    /// What happened to a committee or working group.
    "committees" {
        /// It was founded.
        Founded(Founded) = "founded",
        /// Its members were named anew.
        Reorganised(Reorganised) = "reorganised",
        /// Its operating regulation was drafted or issued.
        RegulationWritten(RegulationWritten) = "regulation_written",
        /// It is going to meet.
        MeetingPlanned(MeetingPlanned) = "meeting_planned",
        /// It met.
        MeetingHeld(MeetingHeld) = "meeting_held",
        /// It said what it did in some days.
        ActivityReported(ActivityReported) = "activity_reported",
        /// Somebody looked at how it works.
        Reviewed(Reviewed) = "reviewed",
        /// It is no more; it may be founded again.
        Dissolved(Dissolved) = "dissolved",
    }
}

/// What a committee is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommitteeKind {
    /// Steers Resolution 57-NQ/TW; since 2025 usually Project 06 too.
    Resolution57,
    /// Steers Project 06.
    Project06,
    /// Steers administrative reform (*cải cách hành chính*).
    Reform,
    /// Works on Project 06 in the field (*Tổ công tác Đề án 06*).
    WorkingGroup,
}

/// A decision, by number and day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Its number and symbol.
    pub number: String,
    /// The day on which it was signed.
    pub on: Date,
}

/// Somebody in a committee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The full name.
    pub name: String,
    /// What they are besides: "Chủ tịch UBND xã".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// What they are in it.
    pub post: Post,
    /// The name that they sign in with, where they have an account: by it they are known as a member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
}

/// What somebody is in a committee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Post {
    /// Leads it (*Trưởng ban, Tổ trưởng*).
    Head,
    /// Stands in (*Phó Trưởng ban, Tổ phó*).
    Deputy,
    /// Keeps its papers (*Thư ký*).
    Secretary,
    /// Belongs to it (*Ủy viên, Thành viên*).
    Member,
}

/// Where an operating regulation (*quy chế hoạt động*) stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegulationState {
    /// There is none.
    Missing,
    /// It is drafted.
    Drafted,
    /// It is issued.
    Issued,
}

/// See [`Event::Founded`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Founded {
    /// Its code.
    pub committee: CommitteeCode,
    /// What it is for.
    pub kind: CommitteeKind,
    /// What it steers besides, where committees were merged into one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<CommitteeKind>,
    /// Whose it is; of a village's group, the commune's.
    pub agency: AgencyCode,
    /// In which village it works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub village: Option<VillageCode>,
    /// Its name.
    pub name: String,
    /// The founding decision.
    pub decision: Decision,
    /// Who is in it.
    pub members: Vec<Member>,
}

/// See [`Event::Reorganised`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reorganised {
    /// Which one.
    pub committee: CommitteeCode,
    /// By which decision.
    pub decision: Decision,
    /// Who is in it from then on.
    pub members: Vec<Member>,
    /// What it steers besides from then on; nothing where that stays as it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub also: Option<Vec<CommitteeKind>>,
}

/// See [`Event::RegulationWritten`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegulationWritten {
    /// Which one.
    pub committee: CommitteeCode,
    /// The decision that issues it; nothing while it is a draft.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
}

/// See [`Event::MeetingPlanned`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingPlanned {
    /// Which one.
    pub committee: CommitteeCode,
    /// On which day.
    pub on: Date,
    /// What about.
    pub agenda: String,
}

/// See [`Event::MeetingHeld`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingHeld {
    /// Which one.
    pub committee: CommitteeCode,
    /// On which day.
    pub on: Date,
    /// How many members were there.
    pub present: u32,
    /// What came of it.
    pub outcome: String,
}

/// See [`Event::ActivityReported`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityReported {
    /// Which one.
    pub committee: CommitteeCode,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// What was done.
    pub what: String,
    /// How many people it helped: with their electronic identity, with filing online.
    pub helped: u32,
    /// What is difficult; often nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub difficulties: String,
}

/// See [`Event::Reviewed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewed {
    /// Which one.
    pub committee: CommitteeCode,
    /// On which day.
    pub on: Date,
    /// What was found.
    pub found: String,
    /// What follows.
    pub conclusion: Conclusion,
}

/// What a review (*rà soát*) proposes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conclusion {
    /// It stays as it is.
    Keep,
    /// Its members should be named anew (*kiện toàn*).
    Reorganise,
    /// It should end (*giải thể*).
    Dissolve,
}

/// See [`Event::Dissolved`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dissolved {
    /// Which one.
    pub committee: CommitteeCode,
    /// By which decision; it ends on its day.
    pub decision: Decision,
}

impl Event {
    /// The committee that it happened to.
    #[must_use]
    pub fn committee(&self) -> &CommitteeCode {
        match self {
            Self::Founded(event) => &event.committee,
            Self::Reorganised(event) => &event.committee,
            Self::RegulationWritten(event) => &event.committee,
            Self::MeetingPlanned(event) => &event.committee,
            Self::MeetingHeld(event) => &event.committee,
            Self::ActivityReported(event) => &event.committee,
            Self::Reviewed(event) => &event.committee,
            Self::Dissolved(event) => &event.committee,
        }
    }
}

impl CommitteeKind {
    /// Every kind, in the order of forms.
    pub const ALL: [Self; 4] = [Self::Resolution57, Self::Project06, Self::Reform, Self::WorkingGroup];
    /// What a steering committee steers: since 2025 one committee often steers several of them.
    pub const STEERING: [Self; 3] = [Self::Resolution57, Self::Project06, Self::Reform];

    /// Its name in forms, in codes and in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Resolution57 => "resolution_57",
            Self::Project06 => "project_06",
            Self::Reform => "reform",
            Self::WorkingGroup => "working_group",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// How its codes begin.
    fn prefix(self) -> &'static str {
        match self {
            Self::Resolution57 => "BCD57",
            Self::Project06 => "BCD06",
            Self::Reform => "CCHC",
            Self::WorkingGroup => "TCT06",
        }
    }

    /// The kind whose codes begin like this one.
    #[must_use]
    pub fn of(code: &CommitteeCode) -> Option<Self> {
        let prefix = code.as_str().split('-').next()?;
        Self::ALL.into_iter().find(|kind| kind.prefix() == prefix)
    }

    /// The code of the committee of this kind of an agency, or of its group in a village: there is one.
    #[must_use]
    pub fn code(self, agency: &AgencyCode, village: Option<&VillageCode>) -> Option<CommitteeCode> {
        let of = village.map_or_else(|| agency.to_string(), VillageCode::to_string);
        format!("{}-{of}", self.prefix()).parse().ok()
    }
}

impl Conclusion {
    /// Every one, in the order of forms.
    pub const ALL: [Self; 3] = [Self::Keep, Self::Reorganise, Self::Dissolve];

    /// Its name in forms and texts.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Reorganise => "reorganise",
            Self::Dissolve => "dissolve",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }
}

impl Post {
    /// Every post, the highest first.
    pub const ALL: [Self; 4] = [Self::Head, Self::Deputy, Self::Secretary, Self::Member];

    /// Its name in forms and in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Deputy => "deputy",
            Self::Secretary => "secretary",
            Self::Member => "member",
        }
    }

    /// The post of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|post| post.key() == key)
    }
}

impl RegulationState {
    /// Its name in the database and in texts.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Drafted => "drafted",
            Self::Issued => "issued",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Missing, Self::Drafted, Self::Issued].into_iter().find(|state| state.key() == key)
    }
}
