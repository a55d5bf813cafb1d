//! The heads of the ledgers that a transaction has taken: locked and read once, kept in memory, written once before COMMIT.
//!
//! On PostgreSQL a head is expected where this process left it, so that it is locked and checked without waiting for an
//! answer; where another process was there meanwhile, the group is run again and asks.

use crate::{Engine, Fault, Tx, values};
use jiff::civil::Date;
use seals::EventHash;
use std::collections::HashMap;

/// After an expectation that proved wrong, so many groups ask instead: other processes work in these ledgers too.
const WARY: u32 = 64;

/// The heads taken in this transaction, and what to restore when a command is rolled back.
#[derive(Default)]
pub(crate) struct Heads {
    held: HashMap<String, Head>,
    undo: Vec<(String, Option<Head>)>,
    /// Heads that earlier commands of the same group hold.
    kept: usize,
    /// Where this process's last commits left the ledgers.
    left: HashMap<String, Head>,
    /// For so many groups nothing is expected.
    wary: u32,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Head {
    pub(super) number: u64,
    pub(super) hash: EventHash,
    moved: bool,
    /// The last running number given on a day, once it was asked for; it moves under the ledger's lock.
    running: Option<(Date, u32)>,
}

impl Heads {
    /// A transaction begins; `careful` when it is the second try.
    pub(crate) fn begin(&mut self, careful: bool) {
        self.clear();
        self.wary = self.wary.saturating_sub(1);
        if careful {
            if !self.left.is_empty() {
                self.wary = WARY;
            }
            self.left.clear();
        }
    }

    /// The transaction was committed: the heads are there until another process moves them.
    pub(crate) fn committed(&mut self) {
        if self.wary == 0 {
            self.left.extend(self.held.drain().map(|(ledger, head)| (ledger, Head { moved: false, ..head })));
        }
        self.clear();
    }

    /// Forgets what the transaction took: it ended.
    pub(crate) fn clear(&mut self) {
        self.held.clear();
        self.undo.clear();
        self.kept = 0;
    }

    /// The command's moves stay.
    pub(crate) fn keep(&mut self) {
        self.undo.clear();
        self.kept = self.held.len();
    }

    /// The command is rolled back: every head is where it was before it. A head that it took first is no longer locked, so
    /// it is forgotten.
    pub(crate) fn undo(&mut self) {
        while let Some((ledger, before)) = self.undo.pop() {
            match before {
                Some(head) => self.held.insert(ledger, head),
                None => self.held.remove(&ledger),
            };
        }
    }

    /// The ledger's head moved on.
    pub(super) fn advance(&mut self, ledger: &str, number: u64, hash: EventHash) {
        let before = self.held.get(ledger).copied();
        let running = before.and_then(|head| head.running);
        self.held.insert(ledger.to_owned(), Head { number, hash, moved: true, running });
        self.undo.push((ledger.to_owned(), before));
    }

    /// This is the running number that the ledger gave last, on this day.
    pub(crate) fn note_running(&mut self, ledger: &str, day: Date, last: u32) {
        if let Some(head) = self.held.get_mut(ledger) {
            self.undo.push((ledger.to_owned(), Some(*head)));
            head.running = Some((day, last));
        }
    }

    /// A number was entered past this memory: the next one is asked for.
    pub(crate) fn forget_running(&mut self, ledger: &str) {
        for head in [self.held.get_mut(ledger), self.left.get_mut(ledger)].into_iter().flatten() {
            head.running = None;
        }
    }
}

/// The last running number that the ledger gave on this day, if it is known without asking. Takes the ledger.
pub(crate) fn last_running(tx: &mut Tx, ledger: &str, day: Date) -> Result<Option<u32>, Fault> {
    let running = take(tx, ledger)?.running;
    Ok(running.filter(|(on, _)| *on == day).map(|(_, last)| last))
}

/// The ledger's head, locked for this transaction.
///
/// A group that already holds ledgers never waits for another process: it would wait while others wait for it. It commits
/// what it has and lets this command begin the next group.
pub(super) fn take(tx: &mut Tx, ledger: &str) -> Result<Head, Fault> {
    if let Some(head) = tx.heads.held.get(ledger) {
        return Ok(*head);
    }
    if let Some(head) = tx.heads.left.get(ledger).copied() {
        // Counted when its answer comes: no row means that the head moved, or that somebody holds it now.
        let sql = "SELECT 1 FROM ledgers WHERE ledger = $1 AND number = $2 AND hash = $3 FOR UPDATE SKIP LOCKED";
        tx.expect_one(sql, values![ledger, head.number, head.hash.as_bytes().to_vec()])?;
        tx.heads.held.insert(ledger.to_owned(), head);
        tx.heads.undo.push((ledger.to_owned(), None));
        return Ok(head);
    }
    let head = match tx.engine() {
        // The whole file is locked for us already.
        Engine::Sqlite => read(tx, "SELECT number, hash FROM ledgers WHERE ledger = $1", ledger)?,
        Engine::Postgres if tx.heads.kept == 0 => {
            read(tx, "SELECT number, hash FROM ledgers WHERE ledger = $1 FOR UPDATE", ledger)?
        }
        Engine::Postgres => {
            let sql = "SELECT number, hash FROM ledgers WHERE ledger = $1 FOR UPDATE SKIP LOCKED";
            let changed = tx.state.changed;
            let head = read(tx, sql, ledger)?;
            if head.is_none() {
                // Locked by somebody else, or not there yet: both are for the next group. Nothing was locked.
                tx.state.changed = changed;
                tx.state.postponed = true;
                return Err(Fault::new("a ledger is held by another process: postponed"));
            }
            head
        }
    };
    let head = match head {
        Some(head) => head,
        None => {
            tx.execute(
                "INSERT INTO ledgers (ledger, number, hash) VALUES ($1, 0, $2) ON CONFLICT (ledger) DO NOTHING",
                values![ledger, EventHash::GENESIS.as_bytes().to_vec()],
            )?;
            let sql = match tx.engine() {
                Engine::Sqlite => "SELECT number, hash FROM ledgers WHERE ledger = $1",
                Engine::Postgres => "SELECT number, hash FROM ledgers WHERE ledger = $1 FOR UPDATE",
            };
            read(tx, sql, ledger)?.ok_or_else(|| Fault::new(format!("the ledger {ledger} has no head")))?
        }
    };
    tx.heads.held.insert(ledger.to_owned(), head);
    tx.heads.undo.push((ledger.to_owned(), None));
    Ok(head)
}

fn read(tx: &mut Tx, sql: &str, ledger: &str) -> Result<Option<Head>, Fault> {
    let Some(row) = tx.query_opt(sql, values![ledger])? else { return Ok(None) };
    let hash =
        EventHash::from_bytes(row.bytes(1)?).ok_or_else(|| Fault::new(format!("the head of {ledger} is damaged")))?;
    Ok(Some(Head { number: row.count(0)?, hash, moved: false, running: None }))
}

/// Writes the heads that moved: the last thing before COMMIT.
pub(crate) fn write_heads(tx: &mut Tx) -> Result<(), Fault> {
    let moved: Vec<_> =
        tx.heads.held.iter().filter(|(_, head)| head.moved).map(|(l, head)| (l.clone(), *head)).collect();
    for (ledger, head) in moved {
        tx.execute(
            "UPDATE ledgers SET number = $2, hash = $3 WHERE ledger = $1",
            values![ledger, head.number, head.hash.as_bytes().to_vec()],
        )?;
    }
    Ok(())
}
