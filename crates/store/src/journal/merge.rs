//! The whole journal in one order, with flat memory: a merge of the ledgers by time.
//!
//! Within a ledger the number decides, always; between ledgers the time, then the version, then the ledger's code. Should a
//! clock have gone back, the ledger's time stands still for the purpose of the merge.

use super::read::{Kept, read_ledger};
use crate::{Fault, Tx, values};
use std::{
    cmp::Reverse,
    collections::{BinaryHeap, VecDeque},
};

/// Entries of a ledger read at once.
const BLOCK: usize = 64;

/// The place of the merge; may go from one transaction to the next.
#[derive(Clone)]
pub(super) struct Merge {
    ledgers: Vec<Ledger>,
    /// The next entry of each ledger: (time, version, place of the ledger, which are sorted by code).
    heap: BinaryHeap<Reverse<(i64, u64, usize)>>,
}

#[derive(Clone)]
struct Ledger {
    code: String,
    /// The last number read from the database.
    read: u64,
    /// The time of the last entry, which the next is never before.
    time: i64,
    block: VecDeque<Kept>,
}

impl Merge {
    pub(super) fn begin(tx: &mut Tx) -> Result<Self, Fault> {
        let mut merge = Self { ledgers: Vec::new(), heap: BinaryHeap::new() };
        for row in tx.query("SELECT ledger FROM ledgers ORDER BY ledger", values![])? {
            merge.ledgers.push(Ledger { code: row.string(0)?, read: 0, time: i64::MIN, block: VecDeque::new() });
        }
        for place in 0..merge.ledgers.len() {
            merge.refill(tx, place)?;
        }
        Ok(merge)
    }

    /// The next entry of all; `None` at the end.
    pub(super) fn next(&mut self, tx: &mut Tx) -> Result<Option<Kept>, Fault> {
        let Some(Reverse((_, _, place))) = self.heap.pop() else { return Ok(None) };
        let entry = self.ledgers[place].block.pop_front();
        self.refill(tx, place)?;
        Ok(entry)
    }

    fn refill(&mut self, tx: &mut Tx, place: usize) -> Result<(), Fault> {
        let ledger = &mut self.ledgers[place];
        if ledger.block.is_empty() {
            ledger.block = read_ledger(tx, &ledger.code, ledger.read, BLOCK)?.into();
            ledger.read = ledger.block.back().map_or(ledger.read, |last| last.number);
        }
        if let Some(next) = ledger.block.front() {
            ledger.time = ledger.time.max(next.recorded_at);
            self.heap.push(Reverse((ledger.time, next.version, place)));
        }
        Ok(())
    }
}
