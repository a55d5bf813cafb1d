//! What the program must know of a province itself: a few values by key, kept beside the journal.

use crate::{Fault, Tx, values};

/// The value of this key, if it was ever set.
///
/// # Errors
/// When the database refuses.
pub fn get(tx: &mut Tx, key: &str) -> Result<Option<String>, Fault> {
    let row = tx.query_opt("SELECT value FROM settings WHERE key = $1", values![key])?;
    row.map(|row| row.string(0)).transpose()
}

/// Sets the value of a key.
///
/// # Errors
/// When the database refuses.
pub fn set(tx: &mut Tx, key: &str, value: &str) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO settings (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        values![key, value],
    )
}
