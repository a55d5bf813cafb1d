//! What can happen to a directive.

use super::{Direction, Kind, Urgency};
use crate::codes::{AgencyCode, DirectiveCode};
use crate::tasks::Evidence;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

crate::events! {
    /// What happened to a directive.
    "directives" {
        /// It was entered in a register.
        Registered(Registered) = "registered",
        /// It was assigned to agencies.
        Assigned(Assigned) = "assigned",
        /// Somebody of an agency that has it opened it for the first time.
        Opened(Opened) = "opened",
    }
}

/// It was entered in a register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// Its code.
    pub directive: DirectiveCode,
    /// Whose register.
    pub agency: AgencyCode,
    /// Whether it came or went.
    pub direction: Direction,
    /// Its number in the register of that year.
    pub number: u32,
    /// Number and notation on it: `5926/KH-UBND`.
    pub notation: String,
    /// The day on it.
    pub issued_on: Date,
    /// Who issued it.
    pub issuer: String,
    /// Its type.
    pub kind: Kind,
    /// Its excerpt (*trích yếu*).
    pub subject: String,
    /// Its text, as far as it was entered; for the search.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub content: String,
    /// How urgent it is.
    #[serde(default)]
    pub urgency: Urgency,
    /// Until when it wants to be answered or done, where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
    /// Who signed it, where that was entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signer: Option<Signer>,
    /// Its files: the document itself and what is enclosed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Evidence>,
    /// The words that could be read in its files, for the search; empty for scans.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file_text: String,
    /// The identity that the sending system gave it (`DocumentId` of edXML); empty for what was entered by hand.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub received_as: String,
}

/// Who signed a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signer {
    /// Their full name.
    pub name: String,
    /// As what; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub position: String,
}

/// It was assigned to agencies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assigned {
    /// Which.
    pub directive: DirectiveCode,
    /// To whom.
    pub to: Vec<AgencyCode>,
    /// Until when they do what it asks for, where it asks for something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
    /// What they are told along; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Somebody opened it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// Which.
    pub directive: DirectiveCode,
    /// Of which agency.
    pub agency: AgencyCode,
    /// Their login.
    pub login: String,
    /// Their name.
    pub name: String,
}

impl Event {
    /// The directive that it happened to.
    #[must_use]
    pub fn directive(&self) -> &DirectiveCode {
        match self {
            Self::Registered(event) => &event.directive,
            Self::Assigned(event) => &event.directive,
            Self::Opened(event) => &event.directive,
        }
    }
}
