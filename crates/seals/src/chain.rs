//! The chain of one ledger: each entry's hash covers the entry and the hash before it.

use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};

/// The SHA-256 of an entry together with the hash of the entry before it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventHash([u8; 32]);

/// One entry of a ledger, as it is hashed: exactly what the journal keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The ledger, by its agency's code.
    pub ledger: &'a str,
    /// The place in the ledger, from 1 without gaps.
    pub number: u64,
    /// The stream that it belongs to.
    pub stream: &'a str,
    /// The place in the stream, from 1 without gaps.
    pub version: u64,
    /// The kind of event.
    pub kind: &'a str,
    /// When it was recorded, in microseconds since 1970 UTC.
    pub recorded_at: i64,
    /// Who did it, as JSON text.
    pub by: &'a str,
    /// The event's fields, as JSON text.
    pub body: &'a str,
}

impl EventHash {
    /// What a ledger's first entry has as "the hash before": zeros.
    pub const GENESIS: Self = Self([0; 32]);

    /// The hash of an entry that follows `previous`.
    ///
    /// The encoding is canonical: a version tag, then each field in turn, texts as length (8 bytes, big-endian) and UTF-8,
    /// numbers as 8 bytes big-endian. Two different entries never have the same encoding.
    #[must_use]
    pub fn of(previous: Self, entry: &Entry<'_>) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(b"motcua.entry.1");
        hasher.update(previous.0);
        text(&mut hasher, entry.ledger);
        hasher.update(entry.number.to_be_bytes());
        text(&mut hasher, entry.stream);
        hasher.update(entry.version.to_be_bytes());
        text(&mut hasher, entry.kind);
        hasher.update(entry.recorded_at.to_be_bytes());
        text(&mut hasher, entry.by);
        text(&mut hasher, entry.body);
        Self(hasher.finalize().into())
    }

    /// The 32 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// A hash from its 32 bytes; `None` when there are more or fewer.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

fn text(hasher: &mut Sha256, text: &str) {
    hasher.update((text.len() as u64).to_be_bytes());
    hasher.update(text.as_bytes());
}

impl fmt::Display for EventHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for EventHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for EventHash {
    type Err = hex::FromHexError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map(|()| Self(bytes))
    }
}

/// Walks along one ledger and checks each entry against the one before.
#[derive(Debug, Clone, Copy)]
pub struct Chain {
    number: u64,
    hash: EventHash,
}

/// An entry does not follow the one before it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BrokenChain {
    /// Entries are missing (or stand twice) before this one.
    #[error("number {found} stands where {expected} belongs")]
    Gap {
        /// The number that belongs here.
        expected: u64,
        /// The number that stands here.
        found: u64,
    },
    /// The entry, or the one before it, is not what was written.
    #[error("the contents of number {number} do not match its hash")]
    Changed {
        /// The entry's number.
        number: u64,
    },
}

impl Default for Chain {
    fn default() -> Self {
        Self { number: 0, hash: EventHash::GENESIS }
    }
}

impl Chain {
    /// Takes the next entry and the hash that is kept beside it.
    ///
    /// # Errors
    /// When the number or the hash is not the one that follows; the chain then stays where it was.
    pub fn follow(&mut self, entry: &Entry<'_>, kept: EventHash) -> Result<(), BrokenChain> {
        let expected = self.number + 1;
        if entry.number != expected {
            return Err(BrokenChain::Gap { expected, found: entry.number });
        }
        if EventHash::of(self.hash, entry) != kept {
            return Err(BrokenChain::Changed { number: entry.number });
        }
        (self.number, self.hash) = (entry.number, kept);
        Ok(())
    }

    /// The number of the last good entry; 0 before the first.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The hash of the last good entry; [`EventHash::GENESIS`] before the first.
    #[must_use]
    pub fn hash(&self) -> EventHash {
        self.hash
    }
}
