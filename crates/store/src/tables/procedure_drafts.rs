//! Procedures that administrators are writing. Beside the journal, because nothing has happened yet.

use crate::engine::{Row, Tx};
use crate::{Fault, values};
use jiff::Timestamp;
use rules::catalogue::Draft;

/// A draft as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// How often it was saved: whoever saves names the version that they saw.
    pub version: u64,
    /// When it was saved last.
    pub updated_at: Timestamp,
    /// What is written.
    pub draft: Draft,
}

/// Saves a draft over the version that was seen, 0 for a new one; false when somebody else saved it meanwhile.
///
/// # Errors
/// When the database fails.
pub fn save(tx: &mut Tx, draft: &Draft, seen: u64, now: Timestamp) -> Result<bool, Fault> {
    let known = load(tx, draft.code.as_str())?.map_or(0, |kept| kept.version);
    if known != seen {
        return Ok(false);
    }
    let version = i64::try_from(seen + 1).unwrap_or(i64::MAX);
    tx.execute(
        "INSERT INTO procedure_drafts (code, version, author, updated_at, body) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (code) DO UPDATE SET version = excluded.version, author = excluded.author,
             updated_at = excluded.updated_at, body = excluded.body",
        values![draft.code.as_str(), version, draft.author.login.as_str(), now, super::json(draft)?],
    )?;
    Ok(true)
}

/// The draft of a procedure.
///
/// # Errors
/// When the database fails.
pub fn load(tx: &mut Tx, code: &str) -> Result<Option<Kept>, Fault> {
    let sql = "SELECT version, updated_at, body FROM procedure_drafts WHERE code = $1";
    tx.query_opt(sql, values![code])?.as_ref().map(read).transpose()
}

/// Every draft, saved last first.
///
/// # Errors
/// When the database fails.
pub fn list(tx: &mut Tx) -> Result<Vec<Kept>, Fault> {
    let sql = "SELECT version, updated_at, body FROM procedure_drafts ORDER BY updated_at DESC, code LIMIT 500";
    tx.query(sql, values![])?.iter().map(read).collect()
}

/// Throws a draft away.
///
/// # Errors
/// When the database fails.
pub fn discard(tx: &mut Tx, code: &str) -> Result<(), Fault> {
    tx.execute("DELETE FROM procedure_drafts WHERE code = $1", values![code])
}

fn read(row: &Row) -> Result<Kept, Fault> {
    Ok(Kept { version: row.count(0)?, updated_at: row.time(1)?, draft: row.json(2)? })
}
