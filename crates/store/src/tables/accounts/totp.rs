//! Authenticator apps: their secret, sealed, and the last step whose code was used.

use crate::{Fault, Tx, values};
use jiff::Timestamp;

/// Keeps the app of a login, new or again; `step` is that of the code which confirmed it.
///
/// # Errors
/// When the database fails.
pub fn keep(tx: &mut Tx, login: &str, sealed: &[u8], step: u64, now: Timestamp) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO totp (login, secret, last_step, added_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (login) DO UPDATE SET secret = excluded.secret, last_step = excluded.last_step,
             added_at = excluded.added_at, used_at = NULL",
        values![login, sealed.to_vec(), step, now],
    )
}

/// The sealed secret of a login, if it has an app.
///
/// # Errors
/// When the database fails.
pub fn secret(tx: &mut Tx, login: &str) -> Result<Option<Vec<u8>>, Fault> {
    let row = tx.query_opt("SELECT secret FROM totp WHERE login = $1", values![login])?;
    row.map(|row| Ok(row.bytes(0)?.to_vec())).transpose()
}

/// Uses the code of a step, once: tells whether neither it nor a later one was used before.
///
/// # Errors
/// When the database fails.
pub fn use_step(tx: &mut Tx, login: &str, step: u64, now: Timestamp) -> Result<bool, Fault> {
    let sql = "UPDATE totp SET last_step = $2, used_at = $3 WHERE login = $1 AND last_step < $2";
    Ok(tx.execute_now(sql, values![login, step, now])? == 1)
}

/// Removes the app; tells whether there was one.
///
/// # Errors
/// When the database fails.
pub fn remove(tx: &mut Tx, login: &str) -> Result<bool, Fault> {
    Ok(tx.execute_now("DELETE FROM totp WHERE login = $1", values![login])? == 1)
}
