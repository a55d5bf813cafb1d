//! Passkeys: what the person calls them, their public keys, and the counter by which a copy is noticed.

use crate::{Fault, Row, Tx, values};
use jiff::Timestamp;

/// A passkey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    /// The credential's id, base64url.
    pub id: String,
    /// Whose.
    pub login: String,
    /// What the authenticator knows the person by: a UUID that says nothing.
    pub handle: String,
    /// What the person calls it.
    pub name: String,
    /// The credential as the library keeps it.
    pub body: String,
    /// When it was added.
    pub added_at: Timestamp,
    /// When it was last used.
    pub used_at: Option<Timestamp>,
}

const COLUMNS: &str = "id, login, handle, name, body, added_at, used_at";

fn passkey(row: &Row) -> Result<Passkey, Fault> {
    Ok(Passkey {
        id: row.string(0)?,
        login: row.string(1)?,
        handle: row.string(2)?,
        name: row.string(3)?,
        body: row.string(4)?,
        added_at: row.time(5)?,
        used_at: row.opt_time(6)?,
    })
}

/// Adds a passkey; tells whether nobody had it before.
///
/// # Errors
/// When the database fails.
pub fn add(tx: &mut Tx, key: &Passkey) -> Result<bool, Fault> {
    let added = tx.execute_now(
        "INSERT INTO passkeys (id, login, handle, name, body, counter, added_at) VALUES ($1, $2, $3, $4, $5, 0, $6)
         ON CONFLICT (id) DO NOTHING",
        values![
            key.id.as_str(),
            key.login.as_str(),
            key.handle.as_str(),
            key.name.as_str(),
            key.body.as_str(),
            key.added_at
        ],
    )?;
    Ok(added == 1)
}

/// The passkeys of a login, oldest first.
///
/// # Errors
/// When the database fails.
pub fn of(tx: &mut Tx, login: &str) -> Result<Vec<Passkey>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM passkeys WHERE login = $1 ORDER BY added_at, id");
    tx.query(&sql, values![login])?.iter().map(passkey).collect()
}

/// The passkey of this id.
///
/// # Errors
/// When the database fails.
pub fn get(tx: &mut Tx, id: &str) -> Result<Option<Passkey>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM passkeys WHERE id = $1");
    tx.query_opt(&sql, values![id])?.map(|row| passkey(&row)).transpose()
}

/// Notes that a passkey was used; tells whether its counter went on. One that stands or goes back belongs to a copy; keys
/// that don't count always say 0.
///
/// # Errors
/// When the database fails.
pub fn use_key(tx: &mut Tx, id: &str, body: &str, counter: u32, now: Timestamp) -> Result<bool, Fault> {
    let sql = "UPDATE passkeys SET body = $2, counter = $3, used_at = $4
               WHERE id = $1 AND (counter < $3 OR (counter = 0 AND $3 = 0))";
    Ok(tx.execute_now(sql, values![id, body, counter, now])? == 1)
}

/// Removes a passkey of a login and answers its name.
///
/// # Errors
/// When the database fails.
pub fn remove(tx: &mut Tx, login: &str, id: &str) -> Result<Option<String>, Fault> {
    let row = tx.query_opt("SELECT name FROM passkeys WHERE id = $1 AND login = $2", values![id, login])?;
    let Some(row) = row else { return Ok(None) };
    tx.execute("DELETE FROM passkeys WHERE id = $1 AND login = $2", values![id, login])?;
    row.string(0).map(Some)
}
