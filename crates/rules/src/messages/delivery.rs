//! What becomes of a message on one channel.

use super::Channel;
use serde::{Deserialize, Serialize};

/// Where it stands. "Accepted" is what a gateway or mail server says: that somebody read it, nobody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It waits for its turn, or for the morning.
    Queued,
    /// It is being sent. Who finds it so later does not know whether it was.
    Sending,
    /// It was taken over there.
    Accepted,
    /// It will be tried again.
    Failed,
    /// It was refused for good, or too often.
    GivenUp,
    /// The program broke off in the middle: perhaps it was sent. Not sent again, since nobody there would know it again.
    Uncertain,
    /// Nobody is connected on this channel, or this is a demonstration: nothing leaves.
    NotSent,
}

impl Fate {
    /// Every fate.
    pub const ALL: [Self; 7] =
        [Self::Queued, Self::Sending, Self::Accepted, Self::Failed, Self::GivenUp, Self::Uncertain, Self::NotSent];

    /// Its name in texts and in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Accepted => "accepted",
            Self::Failed => "failed",
            Self::GivenUp => "given-up",
            Self::Uncertain => "uncertain",
            Self::NotSent => "not-sent",
        }
    }

    /// The fate of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fate| fate.key() == key)
    }

    /// Whether nothing more happens.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, Self::Accepted | Self::GivenUp | Self::Uncertain | Self::NotSent)
    }

    /// Whether a worker that finds it so may send it: one that somebody began to send only where it would be known again.
    #[must_use]
    pub fn may_send(self, channel: Channel) -> bool {
        match self {
            Self::Queued | Self::Failed => true,
            Self::Sending => channel.knows_again(),
            _ => false,
        }
    }
}

/// What came of sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was taken over.
    Accepted,
    /// Not now; nothing was taken over.
    Later,
    /// Never: the address or the message is refused.
    Never,
    /// The line broke after it was sent and before it was confirmed.
    Unknown,
}

/// Where it stands after an attempt; `last` says that no more are made.
#[must_use]
pub fn after(channel: Channel, outcome: Outcome, last: bool) -> Fate {
    match outcome {
        Outcome::Accepted => Fate::Accepted,
        Outcome::Never => Fate::GivenUp,
        Outcome::Unknown if !channel.knows_again() => Fate::Uncertain,
        Outcome::Later | Outcome::Unknown if last => Fate::GivenUp,
        Outcome::Later | Outcome::Unknown => Fate::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_that_was_perhaps_sent_is_not_sent_again_and_a_short_message_is() {
        assert_eq!(after(Channel::Mail, Outcome::Unknown, false), Fate::Uncertain);
        assert_eq!(after(Channel::Sms, Outcome::Unknown, false), Fate::Failed);
        assert!(!Fate::Sending.may_send(Channel::Mail) && Fate::Sending.may_send(Channel::Sms));
    }

    #[test]
    fn what_was_taken_over_or_refused_is_never_sent_again() {
        for fate in Fate::ALL.into_iter().filter(|fate| fate.is_final()) {
            assert!(Channel::ALL.into_iter().all(|channel| !fate.may_send(channel)), "{fate:?}");
        }
        assert_eq!(after(Channel::Zalo, Outcome::Later, true), Fate::GivenUp);
    }
}
