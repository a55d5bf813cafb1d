//! Making the tables anew from the journal.

use super::merge::Merge;
use crate::{Fault, Store, tables};

/// Entries replayed in one transaction.
const BATCH: usize = 5_000;

/// Empties the projected tables and replays the journal through [`tables::replay`], in order of time and, within a ledger, of
/// number. Tells how many entries were replayed; `progress` hears it after each batch. Blocks the thread.
///
/// Meant for when nobody is served: until it ends, the tables show only a part; if it is interrupted, run it again.
///
/// # Errors
/// When the database refuses or an entry can't be read.
pub fn rebuild(store: &Store, mut progress: impl FnMut(u64)) -> Result<u64, Fault> {
    let mut merge = store.write_blocking(|tx| {
        tables::clear(tx)?;
        Merge::begin(tx)
    })?;
    let mut replayed = 0;
    loop {
        let (next, count) = store.write_blocking(move |tx| {
            // A copy, since the closure may be run again.
            let mut merge = merge.clone();
            let mut count = 0;
            while count < BATCH {
                let Some(entry) = merge.next(tx)? else { break };
                tables::replay(tx, &entry.parse()?)?;
                count += 1;
            }
            Ok::<_, Fault>((merge, count))
        })?;
        replayed += count as u64;
        progress(replayed);
        if count < BATCH {
            return Ok(replayed);
        }
        merge = next;
    }
}
