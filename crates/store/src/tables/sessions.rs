//! Sessions of the web server: opaque bodies under hashed keys. Not part of the journal.

use crate::engine::Tx;
use crate::{Fault, values};
use jiff::Timestamp;

/// Keeps a new session.
///
/// # Errors
/// When the database fails; [`crate::FaultKind::Duplicate`] when the key is taken.
pub fn create(tx: &mut Tx, key: &str, body: &str, expires_at: Timestamp) -> Result<(), Fault> {
    tx.execute_now("INSERT INTO sessions (key, body, expires_at) VALUES ($1, $2, $3)", values![key, body, expires_at])?;
    Ok(())
}

/// Keeps a session, new or again.
///
/// # Errors
/// When the database fails.
pub fn save(tx: &mut Tx, key: &str, body: &str, expires_at: Timestamp) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO sessions (key, body, expires_at) VALUES ($1, $2, $3)
         ON CONFLICT (key) DO UPDATE SET body = excluded.body, expires_at = excluded.expires_at",
        values![key, body, expires_at],
    )
}

/// The body of the session of this key, unless it has expired.
///
/// # Errors
/// When the database fails.
pub fn load(tx: &mut Tx, key: &str, now: Timestamp) -> Result<Option<String>, Fault> {
    let sql = "SELECT body FROM sessions WHERE key = $1 AND expires_at > $2";
    tx.query_opt(sql, values![key, now])?.map(|row| row.string(0)).transpose()
}

/// Forgets a session.
///
/// # Errors
/// When the database fails.
pub fn delete(tx: &mut Tx, key: &str) -> Result<(), Fault> {
    tx.execute("DELETE FROM sessions WHERE key = $1", values![key])
}

/// Forgets every session that has expired.
///
/// # Errors
/// When the database fails.
pub fn delete_expired(tx: &mut Tx, now: Timestamp) -> Result<(), Fault> {
    tx.execute("DELETE FROM sessions WHERE expires_at <= $1", values![now])
}
