//! An official report as it stands: the fold of its events.

use super::{Event, Sent};
use crate::people::Capacity;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// An official report of an agency over a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OfficialReport {
    /// Where it stands.
    pub state: State,
    /// What was sent, the last time.
    pub sent: Option<Sent>,
    /// When, and by whom: login and name.
    pub sent_by: Option<(Timestamp, String, String)>,
    /// When and by whom it was approved, the last time.
    pub approved_by: Option<(Timestamp, String, String)>,
    /// Why it was returned or unlocked.
    pub reason: String,
    /// How many events it has.
    pub version: u64,
}

/// Where a report stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Not sent, or to be sent again (*Chưa gửi*).
    #[default]
    NotSent,
    /// Waits for the agency above (*Chờ duyệt*).
    Awaiting,
    /// Approved and locked (*Đã duyệt, khóa*).
    Locked,
}

impl State {
    /// Every state, in the order of a report's life.
    pub const ALL: [Self; 3] = [Self::NotSent, Self::Awaiting, Self::Locked];

    /// Its name in texts and in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::NotSent => "not-sent",
            Self::Awaiting => "awaiting",
            Self::Locked => "locked",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }
}

impl OfficialReport {
    /// What was sent, as long as it stands.
    #[must_use]
    pub fn frozen(&self) -> Option<&Sent> {
        self.sent.as_ref().filter(|_| self.state != State::NotSent)
    }

    /// Whether they sent it, or it was sent in their place, or they act in the place of whoever did.
    #[must_use]
    pub fn was_sent_by(&self, by: &Capacity) -> bool {
        let in_place_of = self.sent.as_ref().and_then(|sent| sent.in_place_of.as_deref());
        self.sent_by.as_ref().is_some_and(|(_, login, _)| by.did(login, in_place_of))
    }

    /// The report after one more event; `by` is login and name of whoever did it.
    #[must_use]
    pub fn next(mut self, event: &Event, at: Timestamp, by: (&str, &str)) -> Self {
        let by = Some((at, by.0.to_owned(), by.1.to_owned()));
        self.version += 1;
        match event {
            Event::Sent(sent) => {
                self.state = State::Awaiting;
                self.sent = Some(sent.clone());
                self.sent_by = by;
                self.reason.clear();
            }
            Event::Approved(_) => {
                self.state = State::Locked;
                self.approved_by = by;
            }
            Event::Returned(returned) => {
                self.state = State::NotSent;
                self.reason.clone_from(&returned.reason);
            }
            Event::Unlocked(unlocked) => {
                self.state = State::NotSent;
                self.reason.clone_from(&unlocked.reason);
            }
            Event::ScheduleSet(_) => {}
        }
        self
    }
}
