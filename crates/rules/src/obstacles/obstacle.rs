//! An obstacle as it stands: the fold of its events.

use super::{Event, Raised, Raiser, TITLE};
use crate::calendar::day_of;
use crate::codes::{AgencyCode, ObstacleCode};
use jiff::Timestamp;

/// Where an obstacle stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// It waits for an answer.
    Open,
    /// It is answered.
    Answered,
    /// It waits for the answer to another one that is the same.
    Merged,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Open, Self::Answered, Self::Merged];

    /// Its name in texts and in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Merged => "merged",
        }
    }

    /// The status of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.key() == key)
    }
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What is done about it.
    pub text: String,
    /// A document that says so.
    pub document: String,
    /// When.
    pub at: Timestamp,
}

/// An agency that has or had it, and since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// Which.
    pub agency: AgencyCode,
    /// Since when.
    pub since: Timestamp,
}

/// An obstacle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// As it was raised.
    pub raised: Raised,
    /// When.
    pub raised_at: Timestamp,
    /// Where it stands.
    pub status: Status,
    /// Who had it, the present one last.
    pub holdings: Vec<Holding>,
    /// Until when it is answered; nothing while nobody has to.
    pub due_at: Option<Timestamp>,
    /// The first deadline that was missed.
    pub missed: Option<Timestamp>,
    /// How many times it went to the level above.
    pub escalated: u32,
    /// How many times the answer did not solve it.
    pub reopened: u32,
    /// Others that are the same, and who raised each.
    pub joined: Vec<(ObstacleCode, Raiser)>,
    /// The one that is answered for it.
    pub merged_into: Option<ObstacleCode>,
    /// The last answer.
    pub answer: Option<Answer>,
    /// How many events it has.
    pub version: u64,
}

impl Obstacle {
    /// The obstacle after one more event; nothing before it was raised.
    #[must_use]
    pub fn next(before: Option<Self>, event: &Event, at: Timestamp) -> Option<Self> {
        match (before, event) {
            (None, Event::Raised(raised)) => Some(Self::raised(raised.clone(), at)),
            (Some(mut obstacle), event) => {
                obstacle.apply(event, at);
                Some(obstacle)
            }
            (None, _) => None,
        }
    }

    fn raised(raised: Raised, at: Timestamp) -> Self {
        Self {
            raised_at: at,
            status: Status::Open,
            holdings: vec![Holding { agency: raised.holder.clone(), since: at }],
            due_at: Some(raised.due_at),
            missed: None,
            escalated: 0,
            reopened: 0,
            joined: Vec::new(),
            merged_into: None,
            answer: None,
            version: 1,
            raised,
        }
    }

    fn apply(&mut self, event: &Event, at: Timestamp) {
        self.version += 1;
        match event {
            Event::Raised(_) => {}
            Event::Routed(routed) => self.hand_to(&routed.to, at),
            Event::Escalated(escalated) => {
                if escalated.overdue {
                    self.missed = self.missed.or(self.due_at);
                }
                self.escalated += 1;
                self.due_at = Some(escalated.due_at);
                self.hand_to(&escalated.to, at);
            }
            Event::Answered(answered) => {
                self.missed = self.missed.or(self.due_at.filter(|due| day_of(at) > day_of(*due)));
                (self.status, self.due_at) = (Status::Answered, None);
                self.answer = Some(Answer { text: answered.text.clone(), document: answered.document.clone(), at });
            }
            Event::Reopened(reopened) => {
                self.reopened += 1;
                (self.status, self.due_at) = (Status::Open, Some(reopened.due_at));
                // What was merged goes its own way again: only its raiser is not content.
                self.merged_into = None;
            }
            Event::Merged(merged) => {
                self.missed = self.missed.or(self.due_at.filter(|due| day_of(at) > day_of(*due)));
                (self.status, self.due_at) = (Status::Merged, None);
                self.merged_into = Some(merged.into.clone());
            }
            Event::Joined(joined) => {
                self.joined.push((joined.other.clone(), joined.raiser.clone()));
                self.due_at = self.due_at.map(|due| joined.due_at.map_or(due, |other| due.min(other)));
            }
        }
    }

    fn hand_to(&mut self, agency: &AgencyCode, at: Timestamp) {
        self.holdings.push(Holding { agency: agency.clone(), since: at });
    }

    /// Its code.
    #[must_use]
    pub fn code(&self) -> &ObstacleCode {
        &self.raised.obstacle
    }

    /// Who has it now.
    #[must_use]
    pub fn holder(&self) -> &AgencyCode {
        self.holdings.last().map_or(&self.raised.holder, |held| &held.agency)
    }

    /// What names it in lists: the beginning of its text.
    #[must_use]
    pub fn title(&self) -> String {
        let line = self.raised.text.lines().next().unwrap_or_default();
        if line.chars().count() <= TITLE {
            return line.to_owned();
        }
        let cut: String = line.chars().take(TITLE).collect();
        let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
        format!("{whole}…")
    }

    /// Whether a deadline was missed, or is on this day.
    #[must_use]
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.missed.is_some() || self.due_at.is_some_and(|due| due < now)
    }

    /// The agencies that it concerns: whoever raised it, and those that have or had it.
    #[must_use]
    pub fn concerned(&self) -> Vec<&AgencyCode> {
        let mut agencies = vec![&self.raised.raiser.agency];
        agencies.extend(self.holdings.iter().map(|held| &held.agency));
        agencies.sort();
        agencies.dedup();
        agencies
    }
}
