//! Sessions of the web server: opaque bodies under hashed keys, and who is signed in where. Not part of the journal.

use crate::engine::{Row, Tx};
use crate::{Fault, values};
use jiff::Timestamp;

/// A session as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// A hash of the cookie's value.
    pub key: String,
    /// What the web server keeps in it.
    pub body: String,
    /// When it is over in any case.
    pub expires_at: Timestamp,
    /// Who is signed in, and where; nobody for a visitor.
    pub held: Option<Held>,
}

/// Who is signed in with a session, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Who.
    pub login: String,
    /// Since when.
    pub since: Timestamp,
    /// When it was last in use, to the minute.
    pub seen: Timestamp,
    /// How they signed in.
    pub method: String,
    /// From where; empty when unknown.
    pub address: String,
    /// Browser and system, roughly; empty when unknown.
    pub device: String,
}

/// The values of everything but the key, in the order of the columns.
macro_rules! values_of {
    ($session:expr) => {{
        let held = $session.held.as_ref();
        values![
            $session.key.as_str(),
            $session.body.as_str(),
            $session.expires_at,
            held.map(|held| held.login.as_str()),
            held.map(|held| held.since),
            held.map(|held| held.seen),
            held.map(|held| held.method.as_str()),
            held.map(|held| held.address.as_str()),
            held.map(|held| held.device.as_str())
        ]
    }};
}

/// Keeps a new session.
///
/// # Errors
/// When the database fails; [`crate::FaultKind::Duplicate`] when the key is taken.
pub fn create(tx: &mut Tx, session: &Session) -> Result<(), Fault> {
    tx.execute_now(
        "INSERT INTO sessions (key, body, expires_at, login, since, seen, method, address, device)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        values_of!(session),
    )?;
    Ok(())
}

/// Keeps what changed in a session that is there. One that was ended meanwhile, by its person or an administrator, stays
/// ended: a request under way does not bring it back.
///
/// # Errors
/// When the database fails.
pub fn save(tx: &mut Tx, session: &Session) -> Result<(), Fault> {
    tx.execute(
        "UPDATE sessions SET body = $2, expires_at = $3, login = $4, since = $5, seen = $6, method = $7, address = $8,
            device = $9 WHERE key = $1",
        values_of!(session),
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

/// Ends one session of a login; tells whether it was there.
///
/// # Errors
/// When the database fails.
pub fn end(tx: &mut Tx, login: &str, key: &str) -> Result<bool, Fault> {
    Ok(tx.execute_now("DELETE FROM sessions WHERE login = $1 AND key = $2", values![login, key])? == 1)
}

/// Ends all sessions of a login but the one of this key; tells how many.
///
/// # Errors
/// When the database fails.
pub fn end_others(tx: &mut Tx, login: &str, but: &str) -> Result<u64, Fault> {
    tx.execute_now("DELETE FROM sessions WHERE login = $1 AND key <> $2", values![login, but])
}

/// Ends the sessions of a login but those that were used last; tells how many.
///
/// # Errors
/// When the database fails.
pub fn end_oldest(tx: &mut Tx, login: &str, kept: u32) -> Result<u64, Fault> {
    tx.execute_now(
        "DELETE FROM sessions WHERE login = $1 AND key NOT IN
             (SELECT key FROM sessions WHERE login = $1 ORDER BY seen DESC, key LIMIT $2)",
        values![login, kept],
    )
}

/// How many sessions a login has besides the one of this key.
///
/// # Errors
/// When the database fails.
pub fn count_others(tx: &mut Tx, login: &str, but: &str, now: Timestamp) -> Result<u64, Fault> {
    let sql = "SELECT COUNT(*) FROM sessions WHERE login = $1 AND key <> $2 AND expires_at > $3";
    tx.query_one(sql, values![login, but, now])?.count(0)
}

/// The sessions of a login with their keys, last used first; of everybody when no login is given.
///
/// # Errors
/// When the database fails.
pub fn list(tx: &mut Tx, login: Option<&str>, now: Timestamp, limit: u32) -> Result<Vec<(String, Held)>, Fault> {
    tx.query(
        "SELECT key, login, since, seen, method, address, device FROM sessions
         WHERE login IS NOT NULL AND ($1 = '' OR login = $1) AND expires_at > $2 ORDER BY seen DESC, key LIMIT $3",
        values![login.unwrap_or_default(), now, limit],
    )?
    .iter()
    .map(held)
    .collect()
}

fn held(row: &Row) -> Result<(String, Held), Fault> {
    let held = Held {
        login: row.string(1)?,
        since: row.time(2)?,
        seen: row.time(3)?,
        method: row.string(4)?,
        address: row.string(5)?,
        device: row.string(6)?,
    };
    Ok((row.string(0)?, held))
}

/// Forgets every session that has expired.
///
/// # Errors
/// When the database fails.
pub fn delete_expired(tx: &mut Tx, now: Timestamp) -> Result<(), Fault> {
    tx.execute("DELETE FROM sessions WHERE expires_at <= $1", values![now])
}
