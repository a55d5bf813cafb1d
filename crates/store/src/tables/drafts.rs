//! Drafts: what somebody is still writing. Not part of the journal, because nothing has happened yet.

use crate::engine::{Row, Tx};
use crate::{Fault, values};
use jiff::Timestamp;

/// Something half written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its number in addresses.
    pub id: String,
    /// Whose it is: a login.
    pub owner: String,
    /// For which procedure.
    pub procedure: String,
    /// What was typed so far, as JSON.
    pub body: String,
    /// When it was last saved.
    pub updated_at: Timestamp,
}

/// Saves a draft, new or again; somebody else's is never overwritten.
///
/// # Errors
/// When the database fails.
pub fn save(tx: &mut Tx, draft: &Draft) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO drafts (id, owner, procedure, body, updated_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at
         WHERE drafts.owner = excluded.owner",
        values![
            draft.id.as_str(),
            draft.owner.as_str(),
            draft.procedure.as_str(),
            draft.body.as_str(),
            draft.updated_at,
        ],
    )
}

/// The owner's draft of this number.
///
/// # Errors
/// When the database fails.
pub fn load(tx: &mut Tx, owner: &str, id: &str) -> Result<Option<Draft>, Fault> {
    let sql = "SELECT id, owner, procedure, body, updated_at FROM drafts WHERE id = $1 AND owner = $2";
    tx.query_opt(sql, values![id, owner])?.as_ref().map(read).transpose()
}

/// The owner's drafts, last saved first.
///
/// # Errors
/// When the database fails.
pub fn of(tx: &mut Tx, owner: &str) -> Result<Vec<Draft>, Fault> {
    tx.query(
        "SELECT id, owner, procedure, body, updated_at FROM drafts WHERE owner = $1 ORDER BY updated_at DESC LIMIT 50",
        values![owner],
    )?
    .iter()
    .map(read)
    .collect()
}

/// Whether there is a draft of this number, whoever's it is.
///
/// # Errors
/// When the database fails.
pub fn exists(tx: &mut Tx, id: &str) -> Result<bool, Fault> {
    Ok(tx.query_opt("SELECT id FROM drafts WHERE id = $1", values![id])?.is_some())
}

/// Takes the owner's draft of this number away. Of two who ask at once, one gets it; the other waits and gets nothing.
///
/// # Errors
/// When the database fails.
pub fn take(tx: &mut Tx, owner: &str, id: &str) -> Result<Option<Draft>, Fault> {
    let sql = "DELETE FROM drafts WHERE id = $1 AND owner = $2 RETURNING id, owner, procedure, body, updated_at";
    tx.query_opt(sql, values![id, owner])?.as_ref().map(read).transpose()
}

/// Throws a draft away: it was filed, or is not wanted any more.
///
/// # Errors
/// When the database fails.
pub fn discard(tx: &mut Tx, owner: &str, id: &str) -> Result<(), Fault> {
    tx.execute("DELETE FROM drafts WHERE id = $1 AND owner = $2", values![id, owner])
}

fn read(row: &Row) -> Result<Draft, Fault> {
    Ok(Draft {
        id: row.string(0)?,
        owner: row.string(1)?,
        procedure: row.string(2)?,
        body: row.string(3)?,
        updated_at: row.time(4)?,
    })
}
