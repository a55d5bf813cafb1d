//! How busy a store is: for whoever watches over the server.

use std::sync::atomic::{AtomicU64, Ordering};

/// How busy a store is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    /// Commands that wait for the writer.
    pub waiting_writes: usize,
    /// Questions that wait for a reader.
    pub waiting_reads: usize,
    /// Groups that the writer has ended since the store was opened.
    pub groups: u64,
    /// Commands in these groups.
    pub commands: u64,
    /// How often the writer waited for the server's answer, on its present connection; SQLite answers at once.
    pub waits: u64,
}

/// What the writer counts.
#[derive(Debug, Default)]
pub(super) struct Counters {
    groups: AtomicU64,
    commands: AtomicU64,
    waits: AtomicU64,
}

impl Counters {
    /// One more group, of so many commands; so often the writer waited until now.
    pub(super) fn group(&self, commands: usize, waits: u64) {
        self.waits.store(waits, Ordering::Relaxed);
        self.groups.fetch_add(1, Ordering::Relaxed);
        self.commands.fetch_add(commands as u64, Ordering::Relaxed);
    }

    /// Groups, commands and waits so far.
    pub(super) fn read(&self) -> [u64; 3] {
        [&self.groups, &self.commands, &self.waits].map(|counter| counter.load(Ordering::Relaxed))
    }
}
