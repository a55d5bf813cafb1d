//! How much there is.

use crate::{Fault, Tx, values};

/// The journal in figures.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Stats {
    /// How many ledgers.
    pub ledgers: u64,
    /// How many entries.
    pub entries: u64,
    /// How many streams.
    pub streams: u64,
    /// How many checkpoints.
    pub checkpoints: u64,
    /// How many entries of each kind, the most frequent first.
    pub kinds: Vec<(String, u64)>,
}

/// Counts what is in the journal: reads all of it.
///
/// # Errors
/// When the database refuses.
pub fn stats(tx: &mut Tx) -> Result<Stats, Fault> {
    let mut count = |sql| tx.query_one(sql, values![])?.count(0);
    let (ledgers, entries) = (count("SELECT COUNT(*) FROM ledgers")?, count("SELECT COUNT(*) FROM events")?);
    let streams = count("SELECT COUNT(*) FROM events WHERE version = 1")?;
    let checkpoints = count("SELECT COUNT(*) FROM checkpoints")?;
    let kinds = tx
        .query("SELECT kind, COUNT(*) FROM events GROUP BY kind ORDER BY COUNT(*) DESC, kind", values![])?
        .iter()
        .map(|row| Ok((row.string(0)?, row.count(1)?)))
        .collect::<Result<_, Fault>>()?;
    Ok(Stats { ledgers, entries, streams, checkpoints, kinds })
}
