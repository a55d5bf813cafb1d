//! Status tags: a word, a colour and a shape, so that no meaning hangs on colour alone.

use crate::texts::Words;
use rules::dossiers::Status;
use serde::{Deserialize, Serialize};

/// What a tag or notice feels like. Decides colour and icon together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// Nothing to do, nothing wrong.
    Neutral,
    /// New, to be looked at.
    New,
    /// Under way.
    Progress,
    /// It waits for somebody else.
    Waiting,
    /// Well done.
    Good,
    /// Take care.
    Warning,
    /// Late, refused, failed.
    Bad,
}

impl Tone {
    /// The name in style classes.
    #[must_use]
    pub fn css(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::New => "new",
            Self::Progress => "progress",
            Self::Waiting => "waiting",
            Self::Good => "good",
            Self::Warning => "warning",
            Self::Bad => "bad",
        }
    }

    /// The name of its icon in the sprite.
    #[must_use]
    pub fn icon(self) -> &'static str {
        match self {
            Self::Neutral => "dot",
            Self::New => "star",
            Self::Progress => "arrow",
            Self::Waiting => "pause",
            Self::Good => "check",
            Self::Warning => "clock",
            Self::Bad => "alert",
        }
    }
}

/// A status in a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Colour and icon.
    pub tone: Tone,
    /// The word.
    pub text: String,
}

impl Tag {
    /// A tag of this tone that says this.
    #[must_use]
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self { tone, text: text.into() }
    }

    /// The tag of a dossier's status.
    #[must_use]
    pub fn of_status(words: Words, status: Status) -> Self {
        let tone = match status {
            Status::Filed => Tone::New,
            Status::Received | Status::InProcess => Tone::Progress,
            Status::AwaitingSupplement | Status::AwaitingPayment => Tone::Waiting,
            Status::Processed | Status::Returned => Tone::Good,
            Status::Refused => Tone::Bad,
            Status::Withdrawn | Status::Stopped => Tone::Neutral,
        };
        Self::new(tone, words.t(&format!("status-{}", status.key().replace('_', "-"))))
    }
}
