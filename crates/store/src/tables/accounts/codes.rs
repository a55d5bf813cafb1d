//! Recovery codes, each for one sign-in, and one-time codes with which a person sets a new password.

use crate::{Fault, Tx, values};
use jiff::Timestamp;

/// Replaces the recovery codes of a login, by their hashes.
///
/// # Errors
/// When the database fails.
pub fn replace(tx: &mut Tx, login: &str, hashes: &[String]) -> Result<(), Fault> {
    tx.execute("DELETE FROM recovery_codes WHERE login = $1", values![login])?;
    for hash in hashes {
        tx.execute("INSERT INTO recovery_codes (login, hash) VALUES ($1, $2)", values![login, hash.as_str()])?;
    }
    Ok(())
}

/// Uses up a recovery code; tells whether there was such a one.
///
/// # Errors
/// When the database fails.
pub fn use_up(tx: &mut Tx, login: &str, hash: &str) -> Result<bool, Fault> {
    Ok(tx.execute_now("DELETE FROM recovery_codes WHERE login = $1 AND hash = $2", values![login, hash])? == 1)
}

/// Keeps a one-time code by its hash; an earlier one of the same login is worth nothing any more.
///
/// # Errors
/// When the database fails.
pub fn keep_one_time(tx: &mut Tx, login: &str, hash: &str, expires_at: Timestamp) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO one_time_codes (login, hash, expires_at) VALUES ($1, $2, $3)
         ON CONFLICT (login) DO UPDATE SET hash = excluded.hash, expires_at = excluded.expires_at",
        values![login, hash, expires_at],
    )
}

/// Whether this one-time code is valid now.
///
/// # Errors
/// When the database fails.
pub fn one_time_is_valid(tx: &mut Tx, login: &str, hash: &str, now: Timestamp) -> Result<bool, Fault> {
    let sql = "SELECT 1 FROM one_time_codes WHERE login = $1 AND hash = $2 AND expires_at > $3";
    Ok(tx.query_opt(sql, values![login, hash, now])?.is_some())
}

/// Uses up a one-time code; tells whether it was still valid.
///
/// # Errors
/// When the database fails.
pub fn use_up_one_time(tx: &mut Tx, login: &str, hash: &str, now: Timestamp) -> Result<bool, Fault> {
    let sql = "DELETE FROM one_time_codes WHERE login = $1 AND hash = $2 AND expires_at > $3";
    Ok(tx.execute_now(sql, values![login, hash, now])? == 1)
}
