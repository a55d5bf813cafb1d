//! What can happen to a petition.

use super::{Kind, Way};
use crate::codes::AgencyCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

crate::events! {
    /// What happened to a petition.
    "petitions" {
        /// Somebody filed it.
        Filed(Filed) = "filed",
        /// More was asked of whoever filed it; the clock stands.
        SupplementAsked(SupplementAsked) = "supplement_asked",
        /// They told more; the clock runs again.
        Supplemented(Supplemented) = "supplemented",
        /// It was passed on to the agency that is competent.
        Forwarded(Forwarded) = "forwarded",
        /// An answer or a refusal was drafted.
        Drafted(Drafted) = "drafted",
        /// The draft was given back.
        SentBack(SentBack) = "sent_back",
        /// It was answered.
        Answered(Answered) = "answered",
        /// It was refused.
        Refused(Refused) = "refused",
        /// The answer was published.
        Published(Published) = "published",
        /// Whoever filed it said what they think of the answer.
        Rated(Rated) = "rated",
        /// They complained again about the same.
        Repeated(Repeated) = "repeated",
    }
}

/// The clocks of an agency that got a petition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clocks {
    /// Until when it may refuse or pass it on.
    pub decide_due_at: Timestamp,
    /// Until when it may ask for more.
    pub ask_due_at: Timestamp,
    /// Until when it must answer.
    pub due_at: Timestamp,
}

/// Somebody filed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filed {
    /// Its number.
    pub id: String,
    /// The account that filed it.
    pub login: String,
    /// Their name.
    pub name: String,
    /// About rules or conduct.
    pub kind: Kind,
    /// The agency that it is about.
    pub agency: AgencyCode,
    /// The dossier that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dossier: Option<String>,
    /// What it is about, in a line.
    pub title: String,
    /// What happened and what is wished.
    pub text: String,
    /// The petition that it repeats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeats: Option<String>,
    /// When things are due.
    pub clocks: Clocks,
}

/// More was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplementAsked {
    /// What.
    pub what: String,
}

/// They told more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supplemented {
    /// What.
    pub text: String,
    /// When an answer is due, moved by the time that the clock stood.
    pub due_at: Timestamp,
}

/// It was passed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forwarded {
    /// To whom.
    pub agency: AgencyCode,
    /// Why.
    pub reason: String,
    /// When things are due there.
    pub clocks: Clocks,
}

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drafted {
    /// An answer or a refusal.
    pub way: Way,
    /// Its words.
    pub text: String,
    /// In whose place it was done, by login.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_place_of: Option<String>,
}

/// The draft was given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentBack {
    /// Why.
    pub reason: String,
}

/// It was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The answer.
    pub text: String,
    /// Until when it is published.
    pub publish_due_at: Timestamp,
}

/// It was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Why, and where to turn instead.
    pub reason: String,
}

/// The answer was published, without the name of whoever asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {}

/// What they think of the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rated {
    /// Whether they are content with it.
    pub content: bool,
    /// What they say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// They complained again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeated {
    /// The petition in which they did.
    pub by: String,
}
