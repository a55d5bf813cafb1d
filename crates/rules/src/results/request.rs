//! A request about a result as it stands.

use super::{Asked, Event, Issued};
use crate::dossiers::ResultPaper;
use crate::people::Capacity;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A copy of it.
    Copy,
    /// The correction of an error in it.
    Correction,
}

impl Kind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Copy, Self::Correction];

    /// Its name in the database, in addresses and in texts.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Copy => "copy",
            Self::Correction => "correction",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It waits.
    Open,
    /// A correction is written and waits for its signature.
    Drafted,
    /// It was answered.
    Issued,
    /// It was refused.
    Refused,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Open, Self::Drafted, Self::Issued, Self::Refused];

    /// Its name in the database and in texts.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Drafted => "drafted",
            Self::Issued => "issued",
            Self::Refused => "refused",
        }
    }

    /// The status of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.key() == key)
    }

    /// Whether nothing more happens to it.
    #[must_use]
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Issued | Self::Refused)
    }
}

/// A correction that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What stands on it.
    pub paper: ResultPaper,
    /// The file.
    pub file: String,
    /// Who wrote it, by login: somebody else signs.
    pub by: String,
    /// In whose place, by login: it is their draft too.
    pub in_place_of: Option<String>,
}

/// A request as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What was asked.
    pub asked: Asked,
    /// When.
    pub asked_at: Timestamp,
    /// Where it stands.
    pub status: Status,
    /// The correction that was written.
    pub draft: Option<Draft>,
    /// Why it was given back last; empty when it was not.
    pub remark: String,
    /// What was issued.
    pub issued: Option<Issued>,
    /// Why it was refused; empty when it was not.
    pub refused: String,
    /// When it was answered or refused.
    pub closed_at: Option<Timestamp>,
    /// How many events it has.
    pub version: u64,
}

impl Request {
    /// As it was asked.
    #[must_use]
    pub fn asked(asked: Asked, at: Timestamp) -> Self {
        Self {
            asked,
            asked_at: at,
            status: Status::Open,
            draft: None,
            remark: String::new(),
            issued: None,
            refused: String::new(),
            closed_at: None,
            version: 1,
        }
    }

    /// The request after one more event; nothing as long as nobody asked.
    #[must_use]
    pub fn next(before: Option<Self>, event: &Event, at: Timestamp, by: &str) -> Option<Self> {
        match (before, event) {
            (None, Event::Asked(asked)) => Some(Self::asked(asked.clone(), at)),
            (Some(mut request), event) => {
                request.apply(event, at, by);
                Some(request)
            }
            (None, _) => None,
        }
    }

    /// Whether whoever acts wrote the draft, or it was written in their place, or they act in the place of whoever did.
    #[must_use]
    pub fn was_drafted_by(&self, by: &Capacity) -> bool {
        self.draft.as_ref().is_some_and(|draft| by.did(&draft.by, draft.in_place_of.as_deref()))
    }

    /// Takes in one more event; `by` is the login of whoever caused it.
    pub fn apply(&mut self, event: &Event, at: Timestamp, by: &str) {
        self.version += 1;
        match event {
            Event::Asked(_) => {}
            Event::Drafted(drafted) => {
                self.status = Status::Drafted;
                let (paper, file) = (drafted.paper.clone(), drafted.file.clone());
                let in_place_of = drafted.in_place_of.clone();
                self.draft = Some(Draft { paper, file, by: by.to_owned(), in_place_of });
            }
            Event::SentBack(back) => {
                self.status = Status::Open;
                self.remark.clone_from(&back.reason);
            }
            Event::Issued(issued) => {
                self.status = Status::Issued;
                self.issued = Some(issued.clone());
                self.closed_at = Some(at);
            }
            Event::Refused(refused) => {
                self.status = Status::Refused;
                self.refused.clone_from(&refused.reason);
                self.closed_at = Some(at);
            }
        }
    }
}
