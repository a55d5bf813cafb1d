//! What can happen to a budget line.

use crate::codes::{AgencyCode, BudgetCode, TaskCode};
use crate::money::Dong;
use crate::tasks::Evidence;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

crate::events! {
    /// What happened to a budget line.
    "budget" {
        /// It was opened.
        Opened(Opened) = "opened",
        /// Money was allocated to it.
        Allocated(Movement) = "allocated",
        /// Its allocation was raised or lowered.
        Adjusted(Movement) = "adjusted",
        /// Money was bound by a contract.
        Committed(Movement) = "committed",
        /// Money was paid out.
        Disbursed(Movement) = "disbursed",
        /// An entry had been made by mistake.
        Voided(Voided) = "voided",
    }
}

/// What a budget line is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its code.
    pub code: BudgetCode,
    /// Of which year's budget.
    pub year: i16,
    /// What the money is for.
    pub name: String,
    /// Out of which budget it comes.
    pub source: Source,
    /// In what field.
    pub field: Field,
    /// Which agency spends it.
    pub agency: AgencyCode,
    /// The task that it pays for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<TaskCode>,
    /// How much of it is to be paid out by the end of each quarter, in hundredths.
    pub plan: [u8; 4],
}

/// Out of which budget money comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The nation's.
    Central,
    /// The province's.
    Provincial,
    /// A commune's.
    Commune,
    /// Other lawful sources.
    Other,
}

/// In what field money is spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Science and technology.
    Science,
    /// Innovation.
    Innovation,
    /// Digital transformation.
    Digital,
}

/// An amount that was moved on a day by a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movement {
    /// Which line.
    pub line: BudgetCode,
    /// Its number in the line, from 1.
    pub number: u32,
    /// On which day.
    pub on: Date,
    /// How much; below zero only where an allocation is lowered.
    pub amount: Dong,
    /// By which document.
    pub document: String,
    /// Its file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Evidence>,
}

/// See [`Event::Opened`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// The line.
    pub line: Line,
}

/// See [`Event::Voided`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voided {
    /// Which line.
    pub line: BudgetCode,
    /// Which entry.
    pub number: u32,
    /// Why.
    pub reason: String,
}

/// What an entry does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MovementKind {
    /// Allocates.
    Allocation,
    /// Raises or lowers the allocation.
    Adjustment,
    /// Binds by a contract.
    Commitment,
    /// Pays out.
    Disbursement,
}

impl Event {
    /// The line that it happened to.
    #[must_use]
    pub fn line(&self) -> &BudgetCode {
        match self {
            Self::Opened(event) => &event.line.code,
            Self::Allocated(event) | Self::Adjusted(event) | Self::Committed(event) | Self::Disbursed(event) => {
                &event.line
            }
            Self::Voided(event) => &event.line,
        }
    }

    /// The amount that it moved, and what that does.
    #[must_use]
    pub fn movement(&self) -> Option<(MovementKind, &Movement)> {
        match self {
            Self::Allocated(event) => Some((MovementKind::Allocation, event)),
            Self::Adjusted(event) => Some((MovementKind::Adjustment, event)),
            Self::Committed(event) => Some((MovementKind::Commitment, event)),
            Self::Disbursed(event) => Some((MovementKind::Disbursement, event)),
            Self::Opened(_) | Self::Voided(_) => None,
        }
    }
}

impl MovementKind {
    /// The event of such an entry.
    #[must_use]
    pub fn event(self, movement: Movement) -> Event {
        match self {
            Self::Allocation => Event::Allocated(movement),
            Self::Adjustment => Event::Adjusted(movement),
            Self::Commitment => Event::Committed(movement),
            Self::Disbursement => Event::Disbursed(movement),
        }
    }

    /// Whether it says what may be spent, rather than what is.
    #[must_use]
    pub fn allocates(self) -> bool {
        matches!(self, Self::Allocation | Self::Adjustment)
    }
}

macro_rules! keys {
    ($type:ident, $count:literal, $($variant:ident = $key:literal),+ $(,)?) => {
        impl $type {
            /// Every one, in the order of forms.
            pub const ALL: [Self; $count] = [$(Self::$variant),+];

            /// Its name in forms, texts and the database.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)+ }
            }

            /// The one of this name.
            #[must_use]
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|one| one.key() == key)
            }
        }
    };
}

keys!(Source, 4, Central = "central", Provincial = "provincial", Commune = "commune", Other = "other");
keys!(Field, 3, Science = "science", Innovation = "innovation", Digital = "digital");
keys!(
    MovementKind,
    4,
    Allocation = "allocation",
    Adjustment = "adjustment",
    Commitment = "commitment",
    Disbursement = "disbursement",
);
