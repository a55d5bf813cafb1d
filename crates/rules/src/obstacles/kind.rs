//! What kinds of obstacles there are, and who has authority over each.

use crate::calendar::TimeLimit;
use crate::codes::AgencyCode;
use crate::people::{Agency, AgencyKind, AgencyLevel, Directory};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// What stands in the way, by the words of the provinces' own reports (Thông báo 624/TB-VPCP ngày 16/11/2025).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Rules that contradict each other or are missing (*thể chế, quy định*).
    Regulation,
    /// No signal, no line, no power (*hạ tầng viễn thông, sóng, điện*).
    Coverage,
    /// Computers, scanners, signing devices (*trang thiết bị*).
    Equipment,
    /// Software that fails, systems that do not talk to each other (*phần mềm, kết nối*).
    Software,
    /// Data that is missing or wrong (*dữ liệu*).
    Data,
    /// Too few people (*nhân lực*).
    Staff,
    /// People who were not trained (*tập huấn*).
    Training,
    /// Money (*kinh phí*).
    Budget,
    /// Anything else.
    Other,
}

/// Who answers a kind, and within how long.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Rule {
    /// Which kind.
    pub kind: Kind,
    /// The department of that field.
    pub department: AgencyCode,
    /// Whether the commune answers first what one of its villages raises.
    pub commune_first: bool,
    /// Within how many working days each level answers.
    pub working_days: u32,
}

#[expect(clippy::panic, reason = "the file is part of the program and a test reads it")]
static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../data/obstacles/kinds.json"))
        .unwrap_or_else(|error| panic!("data/obstacles/kinds.json: {error}"))
});

impl Kind {
    /// Every kind, in the order of forms.
    pub const ALL: [Self; 9] = [
        Self::Coverage,
        Self::Equipment,
        Self::Software,
        Self::Data,
        Self::Staff,
        Self::Training,
        Self::Budget,
        Self::Regulation,
        Self::Other,
    ];

    /// Its name in forms and in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Regulation => "regulation",
            Self::Coverage => "coverage",
            Self::Equipment => "equipment",
            Self::Software => "software",
            Self::Data => "data",
            Self::Staff => "staff",
            Self::Training => "training",
            Self::Budget => "budget",
            Self::Other => "other",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Who answers it.
    #[must_use]
    pub fn rule(self) -> Option<&'static Rule> {
        RULES.iter().find(|rule| rule.kind == self)
    }

    /// Within how much each level answers.
    #[must_use]
    pub fn limit(self) -> TimeLimit {
        TimeLimit::WorkingDays(self.rule().map_or(5, |rule| rule.working_days))
    }
}

/// Who has authority over what this agency raises, for one of its villages or for itself.
#[must_use]
pub fn competent<'a>(
    kind: Kind,
    raiser: &'a AgencyCode,
    for_village: bool,
    directory: &'a Directory,
) -> Option<&'a AgencyCode> {
    let commune = level(directory, raiser) == Some(AgencyLevel::Commune);
    if for_village && commune && kind.rule().is_some_and(|rule| rule.commune_first) {
        return Some(raiser);
    }
    department(kind, raiser, directory).or_else(|| province(directory))
}

/// Who has authority above an agency that did not answer; nobody above the province.
#[must_use]
pub fn above<'a>(kind: Kind, holder: &AgencyCode, directory: &'a Directory) -> Option<&'a AgencyCode> {
    let next = match level(directory, holder) {
        Some(AgencyLevel::Commune | AgencyLevel::District) => {
            department(kind, holder, directory).or_else(|| province(directory))
        }
        _ => province(directory),
    };
    next.filter(|next| *next != holder)
}

fn level(directory: &Directory, code: &AgencyCode) -> Option<AgencyLevel> {
    directory.get(code).map(|agency| agency.level)
}

/// The department of the field, where there is one that is not the raiser itself.
fn department<'a>(kind: Kind, raiser: &AgencyCode, directory: &'a Directory) -> Option<&'a AgencyCode> {
    let code = &kind.rule()?.department;
    let there = directory.get(code).filter(|agency| directory.is_in_force(&agency.code))?;
    Some(&there.code).filter(|code| *code != raiser)
}

/// The province itself, above which nobody is.
#[must_use]
pub fn province(directory: &Directory) -> Option<&AgencyCode> {
    let itself = |agency: &&Agency| {
        agency.level == AgencyLevel::Province && agency.kind == AgencyKind::Authority && agency.parent.is_none()
    };
    directory.iter().find(itself).map(|agency| &agency.code)
}
