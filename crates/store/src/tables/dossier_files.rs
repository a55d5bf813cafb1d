//! Which files a dossier names now: papers as they are and were, drafts of the result and the result, opinions of agencies, requests to stop.
//! Whoever may not see the dossier may not see them, whoever uploaded them.

use crate::{Fault, Tx, values};
use rules::dossiers::Dossier;
use std::collections::BTreeSet;

/// Writes which files came and went from one state of a dossier to the next.
///
/// # Errors
/// When the database refuses.
pub(super) fn project(tx: &mut Tx, before: Option<&Dossier>, after: &Dossier) -> Result<(), Fault> {
    let code = after.filed.code.as_str();
    let was: BTreeSet<&str> = before.map(|before| before.files().collect()).unwrap_or_default();
    let is: BTreeSet<&str> = after.files().collect();
    for gone in was.difference(&is) {
        tx.execute("DELETE FROM dossier_files WHERE file = $1 AND dossier = $2", values![*gone, code])?;
    }
    for came in is.difference(&was) {
        tx.execute("INSERT INTO dossier_files (file, dossier) VALUES ($1, $2)", values![*came, code])?;
    }
    Ok(())
}

/// The dossiers that name a file.
///
/// # Errors
/// When the database refuses.
pub fn dossiers_of(tx: &mut Tx, file: &str) -> Result<Vec<String>, Fault> {
    let sql = "SELECT dossier FROM dossier_files WHERE file = $1 ORDER BY dossier DESC LIMIT 20";
    tx.query(sql, values![file])?.iter().map(|row| row.string(0)).collect()
}
