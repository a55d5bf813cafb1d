//! Reading the journal.

use crate::{Fault, Row, Tx, values};
use jiff::Timestamp;
use rules::Event;
use seals::EventHash;
use std::collections::BTreeMap;

/// One entry of the journal.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// The ledger, by its agency's code.
    pub ledger: String,
    /// The place in the ledger, from 1 without gaps.
    pub number: u64,
    /// The stream that it belongs to.
    pub stream: String,
    /// The place in the stream, from 1 without gaps.
    pub version: u64,
    /// The kind of event: `dossiers.received`.
    pub kind: String,
    /// When it was recorded.
    pub at: Timestamp,
    /// Who did it, as JSON text.
    pub by: String,
    /// What happened.
    pub event: Event,
    /// Its hash, which covers all entries of the ledger before it.
    pub hash: EventHash,
}

/// One entry exactly as it is kept.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub(super) ledger: String,
    pub(super) number: u64,
    pub(super) stream: String,
    pub(super) version: u64,
    pub(super) kind: String,
    pub(super) recorded_at: i64,
    pub(super) by: String,
    pub(super) body: String,
    pub(super) hash: EventHash,
}

impl Kept {
    /// Reads the columns ledger, number, stream, version, kind, recorded_at, by, body, hash.
    pub(super) fn read(row: &Row) -> Result<Self, Fault> {
        let (ledger, number) = (row.string(0)?, row.count(1)?);
        let hash = EventHash::from_bytes(row.bytes(8)?)
            .ok_or_else(|| Fault::new(format!("the hash of number {number} of the ledger {ledger} is damaged")))?;
        let (stream, version, kind, recorded_at) = (row.string(2)?, row.count(3)?, row.string(4)?, row.int(5)?);
        Ok(Self { ledger, number, stream, version, kind, recorded_at, by: row.string(6)?, body: row.string(7)?, hash })
    }

    /// What it says.
    pub(super) fn parse(self) -> Result<Recorded, Fault> {
        let unreadable = |error: Box<dyn std::error::Error + Send + Sync>| {
            Fault::because(format!("number {} of the ledger {} can't be read", self.number, self.ledger), error)
        };
        let event = Event::parse(&self.kind, &self.body).map_err(|error| unreadable(error.into()))?;
        let at = Timestamp::from_microsecond(self.recorded_at).map_err(|error| unreadable(error.into()))?;
        let Self { ledger, number, stream, version, kind, by, hash, .. } = self;
        Ok(Recorded { ledger, number, stream, version, kind, at, by, event, hash })
    }
}

fn recorded(row: &Row) -> Result<Recorded, Fault> {
    Kept::read(row)?.parse()
}

/// All entries of a stream, in order; none when there is no such stream.
///
/// # Errors
/// When the database refuses or an entry can't be read.
pub fn read_stream(tx: &mut Tx, stream: &str) -> Result<Vec<Recorded>, Fault> {
    read_stream_after(tx, stream, 0)
}

/// The entries of a stream behind this version, in order.
///
/// # Errors
/// When the database refuses or an entry can't be read.
pub fn read_stream_after(tx: &mut Tx, stream: &str, version: u64) -> Result<Vec<Recorded>, Fault> {
    tx.query(
        "SELECT ledger, number, stream, version, kind, recorded_at, by, body, hash
         FROM events WHERE stream = $1 AND version > $2 ORDER BY version",
        values![stream, version],
    )?
    .iter()
    .map(recorded)
    .collect()
}

/// The hash of the entry before this one in its ledger; that of an empty ledger before the first.
///
/// # Errors
/// When the database refuses, or the entry is missing.
pub fn previous_hash(tx: &mut Tx, entry: &Recorded) -> Result<EventHash, Fault> {
    if entry.number <= 1 {
        return Ok(EventHash::GENESIS);
    }
    let before = entry.number - 1;
    let row = tx.query_one(
        "SELECT hash FROM events WHERE ledger = $1 AND number = $2",
        values![entry.ledger.as_str(), before],
    )?;
    EventHash::from_bytes(row.bytes(0)?)
        .ok_or_else(|| Fault::new(format!("the hash of number {before} of {} is damaged", entry.ledger)))
}

/// A stream's version: how many entries it has; 0 when there is no such stream.
///
/// # Errors
/// When the database refuses.
pub fn stream_version(tx: &mut Tx, stream: &str) -> Result<u64, Fault> {
    tx.query_one("SELECT COALESCE(MAX(version), 0) FROM events WHERE stream = $1", values![stream])?.count(0)
}

/// When the newest entry of any ledger was recorded; `None` in an empty journal.
///
/// # Errors
/// When the database refuses.
pub fn last_recorded(tx: &mut Tx) -> Result<Option<Timestamp>, Fault> {
    tx.query_one(
        "SELECT MAX(e.recorded_at) FROM ledgers l JOIN events e ON e.ledger = l.ledger AND e.number = l.number",
        values![],
    )?
    .opt_time(0)
}

/// How far a follower has read: the last number seen in each ledger.
///
/// Why this never misses an entry: a ledger's head row is locked from the first append to the commit, so that a ledger's
/// entries become visible in the order of their numbers, without gaps. Whoever has seen number 7 has seen 1 to 6, and a
/// transaction that commits late can only add 8, 9, …. One number over all ledgers could not promise that: a slow
/// transaction would commit 5 after a quick one committed 6, and a follower at 6 would never look back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cursor {
    seen: BTreeMap<String, u64>,
}

impl Cursor {
    /// The last number seen in a ledger; 0 before the first.
    #[must_use]
    pub fn seen(&self, ledger: &str) -> u64 {
        self.seen.get(ledger).copied().unwrap_or(0)
    }

    /// Everything up to this number of this ledger was seen.
    pub fn advance(&mut self, ledger: &str, number: u64) {
        self.seen.insert(ledger.to_owned(), number);
    }
}

/// Up to `limit` entries after the cursor, each ledger's in order; moves the cursor behind them.
///
/// # Errors
/// When the database refuses or an entry can't be read; the cursor then stays where it was.
pub fn read_after(tx: &mut Tx, cursor: &mut Cursor, limit: usize) -> Result<Vec<Recorded>, Fault> {
    let mut found: Vec<Recorded> = Vec::new();
    for row in tx.query("SELECT ledger, number FROM ledgers ORDER BY ledger", values![])? {
        let (ledger, last, rest) = (row.text(0)?, row.count(1)?, limit - found.len());
        if rest == 0 {
            break;
        }
        if last > cursor.seen(ledger) {
            for kept in read_ledger(tx, ledger, cursor.seen(ledger), rest)? {
                found.push(kept.parse()?);
            }
        }
    }
    for entry in &found {
        cursor.advance(&entry.ledger, entry.number);
    }
    Ok(found)
}

/// Up to `limit` entries of one ledger after a number.
pub(super) fn read_ledger(tx: &mut Tx, ledger: &str, after: u64, limit: usize) -> Result<Vec<Kept>, Fault> {
    tx.query(
        "SELECT ledger, number, stream, version, kind, recorded_at, by, body, hash
         FROM events WHERE ledger = $1 AND number > $2 ORDER BY number LIMIT $3",
        values![ledger, after, limit],
    )?
    .iter()
    .map(Kept::read)
    .collect()
}
