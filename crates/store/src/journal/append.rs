//! Writing to the journal.

use super::{Recorded, heads, stream_version};
use crate::{Failure, Fault, Tx, tables, values};
use jiff::Timestamp;
use rules::{Event, Refusal};
use seals::{Entry, EventHash};
use serde::Serialize;

/// What is to be recorded.
#[derive(Debug)]
pub struct Append<'a, B> {
    /// The agency's ledger, by the agency's code.
    pub ledger: &'a str,
    /// The stream: the thing that it happened to.
    pub stream: &'a str,
    /// The stream's version that the decision was made on; 0 for a new stream.
    pub expected: u64,
    /// When it happened, by the caller's clock.
    pub at: Timestamp,
    /// Who did it, in which capacity.
    pub by: &'a B,
    /// What happened, in order.
    pub events: &'a [Event],
}

/// Why nothing was recorded.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// Somebody else was faster (or the caller's version is made up).
    #[error("the stream is at version {current} meanwhile")]
    Conflict {
        /// The stream's version now.
        current: u64,
    },
    /// Something broke.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<AppendError> for Failure {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Conflict { current } => Refusal::conflict("version-stale").with("current", current).into(),
            AppendError::Fault(fault) => fault.into(),
        }
    }
}

// The guard holds the stream together when the caller's version is ahead of it; the unique constraint when it is behind.
const INSERT_FIRST: &str = "
    INSERT INTO events (ledger, number, stream, version, kind, recorded_at, by, body, hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const INSERT_NEXT: &str = "
    INSERT INTO events (ledger, number, stream, version, kind, recorded_at, by, body, hash)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9
    WHERE EXISTS (SELECT 1 FROM events WHERE stream = $3 AND version = $10)";

/// Records events at the end of a stream and of a ledger, and applies each to the tables, in this transaction.
///
/// No query is spent on the version: a new stream needs none, an old one the version that the caller folded. Where that
/// proves wrong only later (PostgreSQL answers in bulk), the whole closure is run again and then told here.
///
/// # Errors
/// [`AppendError::Conflict`] when the stream is not at the expected version; a fault when the database refuses.
pub fn append<B: Serialize>(tx: &mut Tx, append: &Append<'_, B>) -> Result<Vec<Recorded>, AppendError> {
    let by = serde_json::to_string(append.by).map_err(|error| Fault::because("the actor has no JSON form", error))?;
    let mut head = heads::take(tx, append.ledger)?;
    if tx.state.strict {
        let current = stream_version(tx, append.stream)?;
        if current != append.expected {
            return Err(AppendError::Conflict { current });
        }
    }
    let mut recorded = Vec::with_capacity(append.events.len());
    for (version, event) in (append.expected + 1..).zip(append.events) {
        head.number += 1;
        let (kind, body) =
            (event.kind(), event.body().map_err(|error| Fault::because("an event has no JSON form", error))?);
        // The database keeps microseconds; what is hashed is what is kept.
        let recorded_at = append.at.as_microsecond();
        let entry = Entry {
            ledger: append.ledger,
            number: head.number,
            stream: append.stream,
            version,
            kind,
            recorded_at,
            by: &by,
            body: &body,
        };
        head.hash = EventHash::of(head.hash, &entry);
        let hash = head.hash.as_bytes().to_vec();
        let mut values =
            values![append.ledger, head.number, append.stream, version, kind, recorded_at, by.as_str(), body, hash];
        let sql = if version == 1 {
            INSERT_FIRST
        } else {
            values.push((version - 1).into());
            INSERT_NEXT
        };
        if !tx.insert_or_stale(sql, values)? {
            return Err(AppendError::Conflict { current: stream_version(tx, append.stream)? });
        }
        tx.heads.advance(append.ledger, head.number, head.hash);
        recorded.push(Recorded {
            ledger: append.ledger.to_owned(),
            number: head.number,
            stream: append.stream.to_owned(),
            version,
            kind: kind.to_owned(),
            at: Timestamp::from_microsecond(recorded_at).map_err(|error| Fault::because("no time", error))?,
            by: by.clone(),
            event: event.clone(),
            hash: head.hash,
        });
    }
    for entry in &recorded {
        tables::apply(tx, entry)?;
    }
    Ok(recorded)
}
