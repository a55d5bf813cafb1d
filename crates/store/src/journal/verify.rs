//! Proving that the journal is what was written: every chain, every head, every checkpoint.

use super::checkpoint;
use crate::{Fault, Row, Tx, values};
use seals::{BrokenChain, Chain, Checkpoint, Entry, EventHash, Heads, Leaf, VerifyingKey};
use std::{collections::BTreeMap, fmt, ops::ControlFlow};

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verification {
    /// How many entries were read.
    pub entries: u64,
    /// How many ledgers.
    pub ledgers: u64,
    /// How many checkpoints.
    pub checkpoints: u64,
    /// What is wrong: at most one finding a ledger's chain, and what contradicts heads and checkpoints. Empty when all holds.
    pub findings: Vec<Finding>,
}

impl Verification {
    /// Whether the journal is what was written.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.findings.is_empty()
    }
}

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub damage: Damage,
    /// In which ledger; `None` for a checkpoint as a whole.
    pub ledger: Option<String>,
    /// At which number of the ledger, or of the checkpoints.
    pub number: u64,
    /// The stream and version that the bad entry names, where there is an entry.
    pub stream: Option<(String, i64)>,
}

/// What can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// The entry (or the hash before it) is not what was written.
    Changed,
    /// Entries are missing: the first of them is named.
    Removed,
    /// The ledger's head says another number or hash than its last entry.
    Head,
    /// A checkpoint saw an entry that is not there any more.
    RemovedSinceCheckpoint,
    /// A checkpoint's root does not follow from the entries that it covers.
    CheckpointRoot,
    /// A checkpoint's signature is not that of the trusted key.
    CheckpointSignature,
    /// A checkpoint does not name the one before it, or one is missing.
    CheckpointChain,
}

impl fmt::Display for Finding {
    /// For operators and logs: `ledger H35.1 number 17 (stream dossier:…, version 3): changed`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.ledger {
            Some(ledger) => write!(f, "ledger {ledger} number {}", self.number)?,
            None => write!(f, "checkpoint {}", self.number)?,
        }
        if let Some((stream, version)) = &self.stream {
            write!(f, " (stream {stream}, version {version})")?;
        }
        f.write_str(match self.damage {
            Damage::Changed => ": changed",
            Damage::Removed => ": missing",
            Damage::Head => ": the head of the ledger does not match its last entry",
            Damage::RemovedSinceCheckpoint => ": was there at a checkpoint, is missing",
            Damage::CheckpointRoot => ": does not follow from the entries that it covers",
            Damage::CheckpointSignature => ": not signed by the trusted key",
            Damage::CheckpointChain => ": does not follow the one before",
        })
    }
}

/// The hashes that checkpoints ask for, by ledger and number.
type Wanted = BTreeMap<String, BTreeMap<u64, Option<EventHash>>>;

const CHECKPOINTS: &str =
    "SELECT number, taken_at, heads, root, previous, key, signature FROM checkpoints ORDER BY number";
const ENTRIES: &str = "
    SELECT ledger, number, stream, version, kind, recorded_at, by, body, hash
    FROM events ORDER BY ledger, number";

/// Reads the whole journal once and recomputes every chain, and from it every checkpoint's root. `trusted` is the key that
/// checkpoints must be signed with; without it, whatever key a checkpoint names. `progress` hears the count of entries now
/// and then. Memory is bounded by the distinct heads that checkpoints name.
///
/// # Errors
/// When the database refuses; what is wrong with the journal is not an error but a finding.
pub fn verify(
    tx: &mut Tx,
    trusted: Option<VerifyingKey>,
    mut progress: impl FnMut(u64),
) -> Result<Verification, Fault> {
    let mut result = Verification::default();
    let mut wanted = Wanted::new();
    tx.for_each(CHECKPOINTS, values![], |row| {
        // A checkpoint that can't be read is told of in the second pass.
        for (ledger, number) in checkpoint::read(&row).map(|kept| kept.heads).unwrap_or_default() {
            wanted.entry(ledger).or_default().insert(number, None);
        }
        Ok::<_, Fault>(ControlFlow::Continue(()))
    })?;

    let mut ends: BTreeMap<String, Walk> = BTreeMap::new();
    let mut walk = Walk::default();
    let mut current = None::<String>;
    tx.for_each(ENTRIES, values![], |row| {
        let ledger = row.text(0)?;
        if current.as_deref() != Some(ledger)
            && let Some(done) = current.replace(ledger.to_owned())
        {
            ends.insert(done, std::mem::take(&mut walk));
        }
        if let Some(hash) = walk.step(&row)? {
            let number = walk.chain.number();
            if let Some(place) = wanted.get_mut(ledger).and_then(|numbers| numbers.get_mut(&number)) {
                *place = Some(hash);
            }
        }
        result.entries += 1;
        if result.entries.is_multiple_of(10_000) {
            progress(result.entries);
        }
        Ok::<_, Fault>(ControlFlow::Continue(()))
    })?;
    if let Some(done) = current {
        ends.insert(done, walk);
    }

    heads(tx, &ends, &mut result)?;
    checkpoints(tx, trusted, &wanted, &ends, &mut result)?;
    progress(result.entries);
    Ok(result)
}

/// What is wrong first in a ledger: what, at which number, in which stream and version.
type Bad = (Damage, u64, Option<(String, i64)>);

/// The way along one ledger, up to its first bad entry.
#[derive(Default)]
struct Walk {
    chain: Chain,
    bad: Option<Bad>,
}

impl Walk {
    /// Takes the next row; answers its hash when it and all before it are good.
    fn step(&mut self, row: &Row) -> Result<Option<EventHash>, Fault> {
        if self.bad.is_some() {
            return Ok(None);
        }
        let expected = self.chain.number() + 1;
        let place = Some((row.opt_text(2)?.unwrap_or_default().to_owned(), row.opt_int(3)?.unwrap_or_default()));
        let broken = match entry(row) {
            Some((entry, hash)) => match self.chain.follow(&entry, hash) {
                Ok(()) => return Ok(Some(hash)),
                Err(broken) => broken,
            },
            None => BrokenChain::Changed { number: expected },
        };
        self.bad = Some(match broken {
            BrokenChain::Gap { expected, .. } => (Damage::Removed, expected, None),
            BrokenChain::Changed { number } => (Damage::Changed, number, place),
        });
        Ok(None)
    }
}

/// The entry of a row; `None` when a column holds what was never written there.
fn entry(row: &Row) -> Option<(Entry<'_>, EventHash)> {
    let entry = Entry {
        ledger: row.text(0).ok()?,
        number: row.count(1).ok()?,
        stream: row.text(2).ok()?,
        version: row.count(3).ok()?,
        kind: row.text(4).ok()?,
        recorded_at: row.int(5).ok()?,
        by: row.text(6).ok()?,
        body: row.text(7).ok()?,
    };
    Some((entry, EventHash::from_bytes(row.bytes(8).ok()?)?))
}

/// Compares each ledger's head with where its chain ended.
fn heads(tx: &mut Tx, ends: &BTreeMap<String, Walk>, result: &mut Verification) -> Result<(), Fault> {
    let mut found = BTreeMap::new();
    for row in tx.query("SELECT ledger, number, hash FROM ledgers", values![])? {
        found.insert(row.string(0)?, (row.opt_int(1)?, row.bytes(2).map(<[u8]>::to_vec).unwrap_or_default()));
    }
    for ledger in ends.keys() {
        found.entry(ledger.clone()).or_default();
    }
    result.ledgers = found.len() as u64;
    let start = Walk::default();
    for (ledger, (number, hash)) in found {
        let end = ends.get(&ledger).unwrap_or(&start);
        let (damage, number, stream) = match &end.bad {
            Some(bad) => bad.clone(),
            None if number == i64::try_from(end.chain.number()).ok() && hash == end.chain.hash().as_bytes() => continue,
            // The head knows of more: the tail was cut off.
            None if number.is_some_and(|number| number.cast_unsigned() > end.chain.number()) => {
                (Damage::Removed, end.chain.number() + 1, None)
            }
            None => (Damage::Head, end.chain.number(), None),
        };
        result.findings.push(Finding { damage, ledger: Some(ledger), number, stream });
    }
    Ok(())
}

/// Recomputes each checkpoint from the entries that it covers.
fn checkpoints(
    tx: &mut Tx,
    trusted: Option<VerifyingKey>,
    wanted: &Wanted,
    ends: &BTreeMap<String, Walk>,
    result: &mut Verification,
) -> Result<(), Fault> {
    let mut previous = [0; 32];
    let mut missing: BTreeMap<String, u64> = BTreeMap::new();
    tx.for_each(CHECKPOINTS, values![], |row| {
        result.checkpoints += 1;
        let number = result.checkpoints;
        let mut wrong = |damage| result.findings.push(Finding { damage, ledger: None, number, stream: None });
        let Ok(kept) = checkpoint::read(&row) else {
            wrong(Damage::CheckpointSignature);
            return Ok::<_, Fault>(ControlFlow::Continue(()));
        };
        if !kept.signed.is_signed() || trusted.is_some_and(|key| key != kept.signed.key) {
            wrong(Damage::CheckpointSignature);
        }
        if kept.number != number || kept.signed.checkpoint.previous != previous {
            wrong(Damage::CheckpointChain);
        }
        previous = kept.signed.checkpoint.hash();
        let (mut leaves, mut broken_before) = (Vec::new(), false);
        for (ledger, number) in kept.heads {
            match wanted.get(&ledger).and_then(|numbers| numbers.get(&number)).copied().flatten() {
                Some(hash) => leaves.push(Leaf { ledger, number, hash }),
                // A chain that is broken before this number was already told of.
                None if ends.get(&ledger).is_some_and(|walk| walk.bad.is_some()) => broken_before = true,
                None => {
                    broken_before = true;
                    let first = missing.entry(ledger).or_insert(number);
                    *first = (*first).min(number);
                }
            }
        }
        if !broken_before {
            let again = Checkpoint::of(&Heads::new(leaves), kept.signed.checkpoint.taken_at, [0; 32]);
            if again.root != kept.signed.checkpoint.root {
                wrong(Damage::CheckpointRoot);
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    for (ledger, number) in missing {
        let damage = Damage::RemovedSinceCheckpoint;
        result.findings.push(Finding { damage, ledger: Some(ledger), number, stream: None });
    }
    Ok(())
}
