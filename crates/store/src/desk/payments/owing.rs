//! What is owed to an agency: asked for and not paid yet, or for a result that is there and of which nothing was asked.

use super::owed;
use crate::desk::dossiers::load;
use crate::province::Province;
use crate::tables::payments::lists;
use crate::{Fault, Tx};
use rules::codes::AgencyCode;
use rules::payments::Owed;

/// A dossier for which something is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owing {
    /// Its code.
    pub dossier: String,
    /// Where it stands.
    pub status: rules::dossiers::Status,
    /// What is owed.
    pub owed: Owed,
}

/// What is owed to the agencies at or below one: first what was asked for, then what was not, each the oldest first.
///
/// # Errors
/// When the database fails.
pub fn owing(tx: &mut Tx, province: &Province, agency: &AgencyCode, limit: usize) -> Result<Vec<Owing>, Fault> {
    let mut found = Vec::new();
    for code in lists::owing(tx, agency, limit)? {
        let Some(loaded) = load(tx, &code)? else { continue };
        if let Some(owed) = owed(tx, province, &loaded.dossier)? {
            found.push(Owing { dossier: code, status: loaded.dossier.status, owed });
        }
    }
    Ok(found)
}
