//! The journal as JSON Lines: for archives, for other systems, and for whoever recounts it independently.

use super::merge::Merge;
use crate::{Fault, Tx};
use jiff::Timestamp;
use rules::calendar::VIETNAM;
use seals::EventHash;
use serde::Serialize;
use serde_json::value::RawValue;
use std::{collections::HashMap, ops::ControlFlow};

/// One line. Field names are fixed: other systems rely on them.
#[derive(Serialize)]
struct Line<'a> {
    ledger: &'a str,
    number: u64,
    stream: &'a str,
    version: u64,
    kind: &'a str,
    recorded_at: String,
    by: &'a RawValue,
    body: &'a RawValue,
    previous_hash: String,
    hash: String,
}

/// Hands over every entry as a line of JSON (without its line break), in order of time and, within a ledger, of number.
/// Memory stays flat.
///
/// # Errors
/// When the database refuses, when an entry can't be read, and whatever `each` answers.
pub fn export<E: From<Fault>>(tx: &mut Tx, mut each: impl FnMut(&str) -> Result<ControlFlow<()>, E>) -> Result<(), E> {
    let mut merge = Merge::begin(tx)?;
    let mut previous: HashMap<String, EventHash> = HashMap::new();
    while let Some(entry) = merge.next(tx)? {
        let broken = |error| Fault::because(format!("number {} of {} is not JSON", entry.number, entry.ledger), error);
        let at = Timestamp::from_microsecond(entry.recorded_at).map_err(|error| Fault::because("no time", error))?;
        let before = previous.insert(entry.ledger.clone(), entry.hash).unwrap_or(EventHash::GENESIS);
        let line = Line {
            ledger: &entry.ledger,
            number: entry.number,
            stream: &entry.stream,
            version: entry.version,
            kind: &entry.kind,
            recorded_at: at.display_with_offset(VIETNAM).to_string(),
            by: serde_json::from_str(&entry.by).map_err(broken)?,
            body: serde_json::from_str(&entry.body).map_err(broken)?,
            previous_hash: before.to_string(),
            hash: entry.hash.to_string(),
        };
        let line = serde_json::to_string(&line).map_err(broken)?;
        if each(&line)?.is_break() {
            break;
        }
    }
    Ok(())
}
