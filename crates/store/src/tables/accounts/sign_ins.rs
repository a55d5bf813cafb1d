//! Who signed in, and who tried in vain.

use crate::{Fault, Tx, values};
use jiff::Timestamp;

/// A sign-in or a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// With which account.
    pub login: String,
    /// When.
    pub at: Timestamp,
    /// `signed-in`, `failed`, `second-failed` or `copied`.
    pub outcome: String,
    /// How: `password`, `totp`, `passkey`, `recovery-code`, `sample`; empty where it never came to that.
    pub method: String,
    /// From where; empty when unknown.
    pub address: String,
    /// Browser and system, roughly; empty when unknown.
    pub device: String,
}

/// Notes a sign-in or a try, where there is such an account: what strangers type for a name is written down nowhere.
///
/// # Errors
/// When the database fails.
pub fn note(tx: &mut Tx, sign_in: &SignIn) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO sign_ins (id, login, at, outcome, method, address, device)
         SELECT $1, p.login, $3, $4, $5, $6, $7 FROM people p WHERE p.login = $2",
        values![
            uuid::Uuid::new_v4().to_string(),
            sign_in.login.as_str(),
            sign_in.at,
            sign_in.outcome.as_str(),
            sign_in.method.as_str(),
            sign_in.address.as_str(),
            sign_in.device.as_str()
        ],
    )
}

/// The last ones of a login, newest first.
///
/// # Errors
/// When the database fails.
pub fn of(tx: &mut Tx, login: &str, limit: u32) -> Result<Vec<SignIn>, Fault> {
    tx.query(
        "SELECT login, at, outcome, method, address, device FROM sign_ins WHERE login = $1 ORDER BY at DESC, id LIMIT $2",
        values![login, limit],
    )?
    .iter()
    .map(|row| {
        Ok(SignIn {
            login: row.string(0)?,
            at: row.time(1)?,
            outcome: row.string(2)?,
            method: row.string(3)?,
            address: row.string(4)?,
            device: row.string(5)?,
        })
    })
    .collect()
}

/// How many tries failed since the last sign-in.
///
/// # Errors
/// When the database fails.
pub fn failed_since_last(tx: &mut Tx, login: &str) -> Result<u64, Fault> {
    tx.query_one(
        "SELECT COUNT(*) FROM sign_ins WHERE login = $1 AND outcome <> 'signed-in'
            AND at > COALESCE((SELECT MAX(at) FROM sign_ins WHERE login = $1 AND outcome = 'signed-in'), 0)",
        values![login],
    )?
    .count(0)
}
