//! Requests that may be repeated: the second time they are answered as the first.
//!
//! Both halves run in the write closure of the command: [`answer_before`] first, [`keep_answer`] last. A repeated request that
//! arrives while the first is under way meets the primary key: then its closure fails, and a retry finds the answer.
//!
//! Nearly every key is new. On PostgreSQL the first run therefore takes it to be new without asking; when keeping the answer
//! shows otherwise, or when the command fails, it is run again and asks.

use crate::{Engine, Failure, Fault, Tx, values};
use jiff::Timestamp;
use rules::Refusal;
use sha2::{Digest, Sha256};

/// A request that carries a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Who asks: a key means nothing to others.
    pub actor: String,
    /// The key that the client made up.
    pub key: String,
    hash: [u8; 32],
}

impl Request {
    /// A request by what makes it the same one: method and path, and the body.
    #[must_use]
    pub fn new(actor: impl Into<String>, key: impl Into<String>, route: &str, body: &[u8]) -> Self {
        let mut hasher = Sha256::new();
        hasher.update((route.len() as u64).to_be_bytes());
        hasher.update(route.as_bytes());
        hasher.update(body);
        Self { actor: actor.into(), key: key.into(), hash: hasher.finalize().into() }
    }
}

/// What was answered the first time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The body, JSON text.
    pub body: String,
}

/// What this request was answered before, if it was.
///
/// # Errors
/// A refusal (`idempotency-key-reused`, conflict) when the key came with another request; a fault when the database refuses.
pub fn answer_before(tx: &mut Tx, request: &Request) -> Result<Option<StoredAnswer>, Failure> {
    if tx.engine() == Engine::Postgres && !tx.state.strict {
        tx.state.presuming = true;
        return Ok(None);
    }
    let row = tx.query_opt(
        "SELECT request_hash, status, answer FROM idempotency WHERE actor = $1 AND key = $2",
        values![request.actor.as_str(), request.key.as_str()],
    )?;
    let Some(row) = row else { return Ok(None) };
    if row.bytes(0)? != request.hash {
        return Err(Refusal::conflict("idempotency-key-reused").into());
    }
    let status = u16::try_from(row.int(1)?).map_err(|error| Fault::because("a stored status", error))?;
    Ok(Some(StoredAnswer { status, body: row.string(2)? }))
}

/// Keeps the answer for when the request is repeated.
///
/// # Errors
/// When the database refuses.
pub fn keep_answer(tx: &mut Tx, request: &Request, answer: &StoredAnswer, now: Timestamp) -> Result<(), Fault> {
    let values =
        values![request.actor.as_str(), request.key.as_str(), request.hash, answer.status, answer.body.as_str(), now];
    if tx.state.presuming { tx.expect_one(KEEP_IF_NEW, values) } else { tx.execute(KEEP, values) }
}

const KEEP: &str =
    "INSERT INTO idempotency (actor, key, request_hash, status, answer, recorded_at) VALUES ($1, $2, $3, $4, $5, $6)";
const KEEP_IF_NEW: &str = "
    INSERT INTO idempotency (actor, key, request_hash, status, answer, recorded_at) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (actor, key) DO NOTHING";

/// Forgets answers older than `before`, which must be at least 24 hours ago; tells how many.
///
/// # Errors
/// When the database refuses.
pub fn forget_answers_before(tx: &mut Tx, before: Timestamp) -> Result<u64, Fault> {
    tx.execute_now("DELETE FROM idempotency WHERE recorded_at < $1", values![before])
}
