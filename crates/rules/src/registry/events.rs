//! What can happen to the population registry's log: somebody was looked up. Kept for ever, in the ledger of people.

use crate::codes::{DossierCode, PersonalId, ProcedureCode};
use serde::{Deserialize, Serialize};

crate::events! {
    /// What happened at the population registry.
    "registry" {
        /// Somebody was looked up, whatever came of it.
        LookedUp(LookedUp) = "looked_up",
        /// The paper for which somebody was looked up became a dossier.
        BecameDossier(BecameDossier) = "became_dossier",
    }
}

/// Somebody was looked up. Who asked, in which capacity, stands with the entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookedUp {
    /// The number of the request, as the registry was told it.
    pub request: String,
    /// Whom it was about. Pages show it [`masked`](super::masked).
    pub subject: PersonalId,
    /// Why.
    pub purpose: Purpose,
    /// For which paper.
    pub reference: Reference,
    /// For which procedure.
    pub procedure: ProcedureCode,
    /// What came of it.
    pub result: LookUpResult,
    /// Why no answer came, where none did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Unavailable>,
    /// How long the registry took, in milliseconds.
    pub milliseconds: u32,
}

/// The draft or form for which somebody was looked up became a dossier: the log names the dossier from then on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BecameDossier {
    /// The draft or form.
    pub reference: Reference,
    /// The dossier that it became.
    pub dossier: DossierCode,
}

/// Why somebody may be looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// A citizen files, and their own particulars are filled in.
    Filing,
    /// A counter officer takes in a dossier from the person.
    Intake,
}

impl Purpose {
    /// The purpose's name in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Filing => "filing",
            Self::Intake => "intake",
        }
    }

    /// The purpose of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Filing, Self::Intake].into_iter().find(|purpose| purpose.key() == key)
    }
}

/// The paper that a look-up is for: nobody is looked up without one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reference {
    /// A draft that its owner is writing, by its number.
    Draft(String),
    /// A form at a counter, by its number.
    Form(String),
}

impl Reference {
    /// The kind's name in the database.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Draft(_) => "draft",
            Self::Form(_) => "form",
        }
    }

    /// The number.
    #[must_use]
    pub fn number(&self) -> &str {
        match self {
            Self::Draft(number) | Self::Form(number) => number,
        }
    }
}

/// What came of a look-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LookUpResult {
    /// The person is there and is the one asked for.
    Found,
    /// Nobody has this number.
    NotFound,
    /// Somebody has this number, but not this name or birth.
    Mismatch,
    /// No answer, or none that can be used.
    Unavailable,
}

impl LookUpResult {
    /// Every result.
    pub const ALL: [Self; 4] = [Self::Found, Self::NotFound, Self::Mismatch, Self::Unavailable];

    /// The result's name in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::NotFound => "not_found",
            Self::Mismatch => "mismatch",
            Self::Unavailable => "unavailable",
        }
    }

    /// The result of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|result| result.key() == key)
    }
}

/// Why the registry gave no answer that can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unavailable {
    /// It did not answer in time.
    TooSlow,
    /// It can't be reached.
    Unreachable,
    /// It failed so often that it is left alone for a while.
    Resting,
    /// Too many of our own look-ups are under way.
    Busy,
    /// It does not accept our key, or our right to ask.
    Denied,
    /// It said that something broke on its side.
    Broken,
    /// Its answer can't be understood, or is about somebody else.
    Nonsense,
    /// The look-up could not be written down, so its answer was not used.
    Unrecorded,
}

impl Unavailable {
    /// Every reason.
    pub const ALL: [Self; 8] = [
        Self::TooSlow,
        Self::Unreachable,
        Self::Resting,
        Self::Busy,
        Self::Denied,
        Self::Broken,
        Self::Nonsense,
        Self::Unrecorded,
    ];

    /// The reason's name in the database and in the message catalogues.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::TooSlow => "too_slow",
            Self::Unreachable => "unreachable",
            Self::Resting => "resting",
            Self::Busy => "busy",
            Self::Denied => "denied",
            Self::Broken => "broken",
            Self::Nonsense => "nonsense",
            Self::Unrecorded => "unrecorded",
        }
    }

    /// The reason of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.key() == key)
    }
}
