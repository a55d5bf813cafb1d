//! Tokens for programs, kept by their hashes.

use crate::{Fault, Row, Tx, values};
use jiff::Timestamp;
use rules::accounts::Scope;
use rules::people::identities::Assurance;

/// A token without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its number: the beginning of its hash, worth nothing by itself.
    pub id: String,
    /// Whose power it has.
    pub login: String,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub scope: Scope,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub used_at: Option<Timestamp>,
    /// Until when it is valid.
    pub expires_at: Timestamp,
    /// How surely its maker was known in the session in which it was made: it opens no more than that did.
    pub assurance: Option<Assurance>,
    /// Whether its maker was an officer then: one that a citizen made opens nothing of an office that they hold since.
    pub of_officer: bool,
}

const COLUMNS: &str = "SUBSTR(hash, 1, 12), login, name, scope, created_at, used_at, expires_at, assurance, of_officer";

fn token(row: &Row) -> Result<Token, Fault> {
    Ok(Token {
        id: row.string(0)?,
        login: row.string(1)?,
        name: row.string(2)?,
        scope: Scope::from_key(row.text(3)?).ok_or_else(|| Fault::new("a token has an unknown scope"))?,
        created_at: row.time(4)?,
        used_at: row.opt_time(5)?,
        expires_at: row.time(6)?,
        assurance: row.opt_int(7)?.and_then(|number| u8::try_from(number).ok()?.try_into().ok()),
        of_officer: row.int(8)? == 1,
    })
}

/// Keeps a token by its hash.
///
/// # Errors
/// When the database fails.
pub fn keep(tx: &mut Tx, hash: &str, token: &Token) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO tokens (hash, login, name, scope, expires_at, created_at, assurance, of_officer)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        values![
            hash,
            token.login.as_str(),
            token.name.as_str(),
            token.scope.key(),
            token.expires_at,
            token.created_at,
            token.assurance.map(|level| i64::from(level.number())),
            i64::from(token.of_officer)
        ],
    )
}

/// Whose valid token this is, and what it may do.
///
/// # Errors
/// When the database fails.
pub fn valid(tx: &mut Tx, hash: &str, now: Timestamp) -> Result<Option<Token>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM tokens WHERE hash = $1 AND expires_at > $2");
    tx.query_opt(&sql, values![hash, now])?.map(|row| token(&row)).transpose()
}

/// Notes that a token was used.
///
/// # Errors
/// When the database fails.
pub fn note_use(tx: &mut Tx, hash: &str, now: Timestamp) -> Result<(), Fault> {
    tx.execute("UPDATE tokens SET used_at = $2 WHERE hash = $1", values![hash, now])
}

/// The tokens of a login, newest first; of everybody when no login is given.
///
/// # Errors
/// When the database fails.
pub fn list(tx: &mut Tx, login: Option<&str>, limit: u32) -> Result<Vec<Token>, Fault> {
    let sql =
        format!("SELECT {COLUMNS} FROM tokens WHERE $1 = '' OR login = $1 ORDER BY created_at DESC, hash LIMIT $2");
    tx.query(&sql, values![login.unwrap_or_default(), limit])?.iter().map(token).collect()
}

/// The token of this number.
///
/// # Errors
/// When the database fails.
pub fn get(tx: &mut Tx, id: &str) -> Result<Option<Token>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM tokens WHERE SUBSTR(hash, 1, 12) = $1");
    tx.query_opt(&sql, values![id])?.map(|row| token(&row)).transpose()
}

/// Forgets the token of this number.
///
/// # Errors
/// When the database fails.
pub fn delete(tx: &mut Tx, id: &str) -> Result<(), Fault> {
    tx.execute("DELETE FROM tokens WHERE SUBSTR(hash, 1, 12) = $1", values![id])
}
