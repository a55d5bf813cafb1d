//! Signing the heads of all ledgers.

use crate::{Fault, Tx, values};
use jiff::Timestamp;
use seals::{Checkpoint, EventHash, Heads, Leaf, SignedCheckpoint, SigningKey, VerifyingKey};

/// A checkpoint as it is kept: what was signed, and where each ledger stood.
pub(super) struct KeptCheckpoint {
    pub(super) number: u64,
    pub(super) heads: Vec<(String, u64)>,
    pub(super) signed: SignedCheckpoint,
}

/// Signs where every ledger stands now and keeps it; the next one names it. How often is the caller's.
///
/// # Errors
/// When the database refuses or a head is damaged.
pub fn checkpoint(tx: &mut Tx, key: &SigningKey, at: Timestamp) -> Result<SignedCheckpoint, Fault> {
    // Heads that moved in this very transaction are still in memory.
    super::write_heads(tx)?;
    let mut leaves = Vec::new();
    for row in tx.query("SELECT ledger, number, hash FROM ledgers WHERE number > 0", values![])? {
        let ledger = row.string(0)?;
        let hash = EventHash::from_bytes(row.bytes(2)?)
            .ok_or_else(|| Fault::new(format!("the head of {ledger} is damaged")))?;
        leaves.push(Leaf { ledger, number: row.count(1)?, hash });
    }
    let before = tx.query_opt(
        "SELECT number, taken_at, heads, root, previous, key, signature FROM checkpoints ORDER BY number DESC LIMIT 1",
        values![],
    )?;
    let (number, previous) = match before {
        Some(row) => {
            let before = read(&row)?;
            (before.number + 1, before.signed.checkpoint.hash())
        }
        None => (1, [0; 32]),
    };
    let heads = Heads::new(leaves);
    let signed = Checkpoint::of(&heads, at.as_microsecond(), previous).sign(key);
    let places: Vec<(&str, u64)> = heads.leaves().iter().map(|leaf| (leaf.ledger.as_str(), leaf.number)).collect();
    let places = serde_json::to_string(&places).map_err(|error| Fault::because("heads have no JSON form", error))?;
    tx.execute_now(
        "INSERT INTO checkpoints (number, taken_at, heads, root, previous, key, signature)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        values![number, at, places, signed.checkpoint.root, previous, signed.key.to_bytes(), signed.signature],
    )?;
    Ok(signed)
}

/// Reads the columns number, taken_at, heads, root, previous, key, signature.
pub(super) fn read(row: &crate::Row) -> Result<KeptCheckpoint, Fault> {
    let damaged = || Fault::new("a checkpoint is damaged");
    let heads: Vec<(String, u64)> = row.json(2)?;
    let key: [u8; 32] = row.bytes(5)?.try_into().map_err(|_| damaged())?;
    let checkpoint = Checkpoint {
        taken_at: row.int(1)?,
        leaves: heads.len() as u64,
        root: row.bytes(3)?.try_into().map_err(|_| damaged())?,
        previous: row.bytes(4)?.try_into().map_err(|_| damaged())?,
    };
    let signed = SignedCheckpoint {
        checkpoint,
        key: VerifyingKey::from_bytes(&key).map_err(|error| Fault::because("a checkpoint's key", error))?,
        signature: row.bytes(6)?.try_into().map_err(|_| damaged())?,
    };
    Ok(KeptCheckpoint { number: row.count(0)?, heads, signed })
}
