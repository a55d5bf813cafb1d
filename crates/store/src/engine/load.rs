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
}

/// What the writer counts.
#[derive(Debug, Default)]
pub(super) struct Counters {
    groups: AtomicU64,
    commands: AtomicU64,
}

impl Counters {
    /// One more group, of so many commands.
    pub(super) fn group(&self, commands: usize) {
        self.groups.fetch_add(1, Ordering::Relaxed);
        self.commands.fetch_add(commands as u64, Ordering::Relaxed);
    }

    /// Groups and commands so far.
    pub(super) fn read(&self) -> (u64, u64) {
        (self.groups.load(Ordering::Relaxed), self.commands.load(Ordering::Relaxed))
    }
}
