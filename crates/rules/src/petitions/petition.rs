//! A petition as it stands: the fold of its events.

use super::{Clocks, Event, Filed, Leg, LegEnd, Rated};
use crate::people::Capacity;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What a petition is about (766, 5.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The rules of a procedure.
    Regulation,
    /// How officers behave, delay or ask for what they may not.
    Conduct,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Regulation, Self::Conduct];

    /// Its name in forms and in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Regulation => "regulation",
            Self::Conduct => "conduct",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// What is drafted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// An answer.
    Answer,
    /// A refusal: not a petition, anonymous, or a denunciation, which follows another law.
    Refuse,
}

impl Way {
    /// Its name in texts.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Refuse => "refuse",
        }
    }
}

/// Where a petition stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It waits for the agency.
    Open,
    /// It waits for whoever filed it.
    AwaitingSupplement,
    /// A draft waits for a leader.
    Drafted,
    /// Answered, not yet published.
    Answered,
    /// Answered and published.
    Published,
    /// Refused.
    Refused,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 6] =
        [Self::Open, Self::AwaitingSupplement, Self::Drafted, Self::Answered, Self::Published, Self::Refused];

    /// Its name in texts and in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::AwaitingSupplement => "awaiting_supplement",
            Self::Drafted => "drafted",
            Self::Answered => "answered",
            Self::Published => "published",
            Self::Refused => "refused",
        }
    }

    /// The status of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.key() == key)
    }

    /// Whether it was answered or refused.
    #[must_use]
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Answered | Self::Published | Self::Refused)
    }
}

/// A draft that waits for a leader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// An answer or a refusal.
    pub way: Way,
    /// Its words.
    pub text: String,
    /// Who wrote it.
    pub by: String,
    /// In whose place.
    pub in_place_of: Option<String>,
}

/// A petition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Petition {
    /// What was filed.
    pub filed: Filed,
    /// When.
    pub filed_at: Timestamp,
    /// Where it stands.
    pub status: Status,
    /// Its time at each agency, the current one last.
    pub legs: Vec<Leg>,
    /// What was asked of whoever filed it, and what they told, in order.
    pub asked: Vec<(String, Option<String>)>,
    /// The draft.
    pub draft: Option<Draft>,
    /// What they were told at last.
    pub answer: Option<String>,
    /// When it was answered or refused.
    pub closed_at: Option<Timestamp>,
    /// When the answer was published.
    pub published_at: Option<Timestamp>,
    /// What they think of it, and when they said so.
    pub rated: Option<(Rated, Timestamp)>,
    /// When they complained again, and in which petition.
    pub repeated: Option<(String, Timestamp)>,
    /// How many events it has.
    pub version: u64,
}

impl Petition {
    /// The petition after one more event; nothing as long as it was not filed.
    #[must_use]
    pub fn next(petition: Option<Self>, event: &Event, at: Timestamp, by: &str) -> Option<Self> {
        match (petition, event) {
            (None, Event::Filed(filed)) => Some(Self::filed(filed.clone(), at)),
            (Some(mut petition), event) => {
                petition.apply(event, at, by);
                Some(petition)
            }
            (None, _) => None,
        }
    }

    /// The petition as it was filed.
    #[must_use]
    pub fn filed(filed: Filed, at: Timestamp) -> Self {
        let leg = leg(&filed.agency, &filed.clocks, at);
        Self {
            filed,
            filed_at: at,
            status: Status::Open,
            legs: vec![leg],
            asked: Vec::new(),
            draft: None,
            answer: None,
            closed_at: None,
            published_at: None,
            rated: None,
            repeated: None,
            version: 1,
        }
    }

    /// The agency that has it now, and its clocks.
    #[must_use]
    pub fn leg(&self) -> Option<&Leg> {
        self.legs.last()
    }

    /// Whether whoever acts wrote the draft, or it was written in their place, or they act in the place of whoever did.
    #[must_use]
    pub fn was_drafted_by(&self, by: &Capacity) -> bool {
        self.draft.as_ref().is_some_and(|draft| by.did(&draft.by, draft.in_place_of.as_deref()))
    }

    /// Takes in one more event; `by` is the login of whoever caused it.
    pub fn apply(&mut self, event: &Event, at: Timestamp, by: &str) {
        self.version += 1;
        let Some(leg) = self.legs.last_mut() else { return };
        match event {
            Event::Filed(_) => {}
            Event::SupplementAsked(asked) => {
                leg.happened(leg.ask_due_at, at);
                (leg.stopped_at, leg.due_at) = (Some(at), None);
                self.status = Status::AwaitingSupplement;
                self.asked.push((asked.what.clone(), None));
            }
            Event::Supplemented(told) => {
                (leg.stopped_at, leg.answer_due_at, leg.due_at) = (None, told.due_at, Some(told.due_at));
                self.status = Status::Open;
                if let Some(last) = self.asked.last_mut() {
                    last.1 = Some(told.text.clone());
                }
            }
            Event::Forwarded(forwarded) => {
                leg.happened(leg.decide_due_at, at);
                (leg.ended, leg.due_at) = (Some((LegEnd::Forwarded, at)), None);
                self.status = Status::Open;
                self.draft = None;
                self.legs.push(self::leg(&forwarded.agency, &forwarded.clocks, at));
            }
            Event::Drafted(drafted) => {
                self.status = Status::Drafted;
                let in_place_of = drafted.in_place_of.clone();
                self.draft =
                    Some(Draft { way: drafted.way, text: drafted.text.clone(), by: by.to_owned(), in_place_of });
            }
            Event::SentBack(_) => {
                self.status = Status::Open;
                self.draft = None;
            }
            Event::Answered(answered) => {
                leg.happened(leg.answer_due_at, at);
                (leg.ended, leg.due_at) = (Some((LegEnd::Answered, at)), Some(answered.publish_due_at));
                self.close(Status::Answered, &answered.text, at);
            }
            Event::Refused(refused) => {
                leg.happened(leg.decide_due_at, at);
                (leg.ended, leg.due_at) = (Some((LegEnd::Refused, at)), None);
                self.close(Status::Refused, &refused.reason, at);
            }
            Event::Published(_) => {
                if let Some(due) = leg.due_at.take() {
                    leg.happened(due, at);
                }
                self.status = Status::Published;
                self.published_at = Some(at);
            }
            Event::Rated(rated) => self.rated = Some((rated.clone(), at)),
            Event::Repeated(repeated) => self.repeated = Some((repeated.by.clone(), at)),
        }
    }

    fn close(&mut self, status: Status, said: &str, at: Timestamp) {
        self.status = status;
        self.answer = Some(said.to_owned());
        self.closed_at = Some(at);
        self.draft = None;
    }
}

fn leg(agency: &crate::codes::AgencyCode, clocks: &Clocks, at: Timestamp) -> Leg {
    Leg {
        agency: agency.clone(),
        began_at: at,
        decide_due_at: clocks.decide_due_at,
        ask_due_at: clocks.ask_due_at,
        due_at: Some(clocks.due_at),
        stopped_at: None,
        answer_due_at: clocks.due_at,
        ended: None,
        missed: None,
    }
}
