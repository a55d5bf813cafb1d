//! Messages out of the house: mail over SMTP, short messages and Zalo over HTTP gateways, all behind one trait; and servers that
//! stand in for them.
//!
//! A sender says in one of four words what came of it ([`Outcome`]); "unknown" is honest: the line broke after the message was on
//! its way. Who is told what, and when it is tried again, is decided elsewhere.

mod gateway;
mod mail;
mod settings;
mod simulator;

pub use gateway::Gateway;
pub use mail::{Mail, Secrecy};
pub use settings::{BadSettings, Settings};
pub use simulator::{MailServer, Misbehaviour, ShortMessages, Taken};

use async_trait::async_trait;
use rules::messages::{Channel, Outcome};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt::{self, Debug, Formatter};
use std::sync::Arc;

/// A message as it leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The same for the same message on the same channel, so that it is known again.
    pub key: String,
    /// The address.
    pub to: String,
    /// The subject, where there is one.
    pub subject: String,
    /// The words.
    pub text: String,
}

impl Letter {
    /// The key as 40 hexadecimal digits.
    #[must_use]
    pub fn short_key(&self) -> String {
        hex::encode(&Sha256::digest(self.key.as_bytes())[..20])
    }
}

/// What came of sending, and what the other side said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// In one word.
    pub outcome: Outcome,
    /// In its words.
    pub detail: String,
}

impl Sent {
    fn new(outcome: Outcome, detail: &impl ToString) -> Self {
        let detail: String = detail.to_string().chars().take(300).collect();
        Self { outcome, detail }
    }
}

/// A way out.
#[async_trait]
pub trait Sender: Send + Sync {
    /// Sends a letter.
    async fn send(&self, letter: &Letter) -> Sent;
}

/// The ways out that are connected.
#[derive(Clone, Default)]
pub struct Senders(BTreeMap<Channel, Arc<dyn Sender>>);

impl Senders {
    /// Connects a channel.
    #[must_use]
    pub fn with(mut self, channel: Channel, sender: Arc<dyn Sender>) -> Self {
        self.0.insert(channel, sender);
        self
    }

    /// What sends over this channel, if it is connected.
    #[must_use]
    pub fn get(&self, channel: Channel) -> Option<&Arc<dyn Sender>> {
        self.0.get(&channel)
    }

    /// The channels that are connected.
    #[must_use]
    pub fn channels(&self) -> Vec<Channel> {
        self.0.keys().copied().collect()
    }
}

impl Debug for Senders {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Senders").field(&self.channels()).finish()
    }
}
