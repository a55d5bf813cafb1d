//! The one writer: takes what waits, applies it in one transaction, commits, answers.
//!
//! A savepoint a command would cost both engines dearly: PostgreSQL a transaction of its own each, SQLite a copy of every page
//! that a command changes. Nearly every command that is refused is so before it changed anything, so a group first goes without.
//! Where a command must be undone after all, the group begins anew, and for a while each command has its savepoint.

use super::{
    load::Counters,
    store::Place,
    tx::{Backend, State, Tx},
};
use crate::{Fault, FaultKind, journal};
use crossbeam_channel::Receiver;
use futures::channel::oneshot;
use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant},
};

/// A group ends at this many commands or after this much work, whichever comes first.
const GROUP: usize = 256;
const GROUP_TIME: Duration = Duration::from_millis(20);
/// How often a group is tried again before its commands are told of a fault.
const ATTEMPTS: u32 = 8;
/// After a command that had to be undone, so many groups go with savepoints: where there is one there may be more.
const APART: u32 = 64;

/// What the writer is asked to do.
pub(super) enum Work {
    /// In a transaction shared with others.
    Grouped(Box<dyn Write>),
    /// On the connection itself, between transactions.
    Outside(Box<dyn FnOnce(&mut Tx) + Send>),
}

/// A command that waits for its answer.
pub(super) trait Write: Send {
    /// Runs it; answers whether its effects may stay.
    fn run(&mut self, tx: &mut Tx) -> bool;
    /// Its answer is this fault, whatever it was before.
    fn fail(&mut self, fault: Fault);
    /// Sends the answer.
    fn answer(self: Box<Self>);
}

/// A closure with the way back to its asker.
pub(super) struct Command<T, E, F> {
    closure: F,
    outcome: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> Command<T, E, F> {
    pub(super) fn new(closure: F, reply: oneshot::Sender<Result<T, E>>) -> Self {
        Self { closure, outcome: None, reply }
    }
}

impl<T, E, F> Write for Command<T, E, F>
where
    F: FnMut(&mut Tx) -> Result<T, E> + Send,
    T: Send,
    E: From<Fault> + Send,
{
    fn run(&mut self, tx: &mut Tx) -> bool {
        let closure = &mut self.closure;
        let outcome = catch_unwind(AssertUnwindSafe(|| closure(tx)))
            .unwrap_or_else(|panic| Err(Fault::new(format!("panic: {}", message(&*panic))).into()));
        self.outcome.insert(outcome).is_ok()
    }

    fn fail(&mut self, fault: Fault) {
        self.outcome = Some(Err(fault.into()));
    }

    fn answer(self: Box<Self>) {
        if let Some(outcome) = self.outcome {
            // The asker may have gone: what was done is done.
            let _gone = self.reply.send(outcome);
        }
    }
}

fn message(panic: &(dyn std::any::Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without a message")
}

/// How one command, or a group, ended.
enum End {
    /// As it says itself.
    Done,
    /// It must wait for a ledger that another process holds; not while we hold others.
    Postponed,
    /// The whole transaction must be done again.
    Again(Fault),
    /// Some command's statement failed, and since answers were awaited in bulk nobody knows whose: again, one by one.
    Unclear,
    /// A command must be undone, and has no savepoint to go back to: again, each with its own.
    Entangled,
    /// The connection is gone, before anything was committed.
    Lost(Fault),
    /// The commit itself failed: nobody may be told that it is done.
    NotCommitted(Fault),
}

struct Writer<'a> {
    place: &'a Place,
    tx: Tx,
    queue: &'a Receiver<Work>,
    counters: &'a Counters,
    /// What was taken from the queue and belongs to the next group.
    next: VecDeque<Work>,
    /// Nothing was kept in this transaction yet.
    alone: bool,
    /// For so many groups each command has its savepoint.
    apart: u32,
}

/// How a group is gone about.
#[derive(Clone, Copy)]
struct Manner {
    /// Each command's statements are answered before the next one runs.
    careful: bool,
    /// Each command has its savepoint.
    apart: bool,
}

/// Works until the store is dropped.
pub(super) fn run(place: &Place, tx: Tx, queue: &Receiver<Work>, counters: &Counters) {
    let mut writer = Writer { place, tx, queue, counters, next: VecDeque::new(), alone: true, apart: 0 };
    loop {
        let work = writer.next.pop_front().map_or_else(|| queue.recv(), Ok);
        match work {
            Ok(Work::Grouped(command)) => writer.group(command),
            Ok(Work::Outside(job)) => {
                // Its asker sees a dropped reply when it panics.
                let _panicked = catch_unwind(AssertUnwindSafe(|| job(&mut writer.tx)));
            }
            Err(_) => break,
        }
    }
}

impl Writer<'_> {
    fn group(&mut self, first: Box<dyn Write>) {
        let mut group = vec![first];
        // SQLite answers each statement at once.
        let mut manner = Manner { careful: matches!(self.tx.backend, Backend::Sqlite(_)), apart: self.apart > 0 };
        self.apart = self.apart.saturating_sub(1);
        for attempt in 1.. {
            let end = self.attempt(&mut group, manner);
            manner = Manner { careful: true, apart: true };
            let (fault, kind) = match end {
                End::Done | End::Postponed => break,
                End::Unclear => continue,
                End::Entangled => {
                    self.apart = APART;
                    continue;
                }
                End::Again(fault) => {
                    // Two processes that met should not meet again at once.
                    std::thread::sleep(Duration::from_millis(u64::from(attempt * attempt)));
                    (fault, FaultKind::Internal)
                }
                End::Lost(fault) => {
                    self.reconnect(attempt);
                    (fault, FaultKind::Unavailable)
                }
                End::NotCommitted(fault) => {
                    let kind = if self.is_lost() { FaultKind::Unknown } else { FaultKind::Internal };
                    if kind == FaultKind::Unknown {
                        self.reconnect(attempt);
                    }
                    fail_all(&mut group, &fault, kind);
                    break;
                }
            };
            if attempt >= ATTEMPTS {
                fail_all(&mut group, &fault, kind);
                break;
            }
        }
        let waits = if let Backend::Postgres(postgres) = &self.tx.backend { postgres.trips() } else { 0 };
        self.counters.group(group.len(), waits);
        group.into_iter().for_each(Write::answer);
    }

    /// Runs the group, takes more while there is more and time, and commits. When not `careful`, the answers to the statements
    /// of a command that wants to stay are awaited with those of the next: a round trip less for each.
    fn attempt(&mut self, group: &mut Vec<Box<dyn Write>>, manner: Manner) -> End {
        let careful = manner.careful;
        let begun = Instant::now();
        self.tx.state = State::default();
        self.tx.heads.begin(careful);
        if let Err(fault) = self.begin() {
            return self.broken(fault);
        }
        let mut at = 0;
        while at < group.len() || self.take(group, begun) {
            match self.one(&mut *group[at], manner) {
                End::Done => at += 1,
                End::Postponed => {
                    let rest: Vec<_> = group.drain(at..).map(Work::Grouped).collect();
                    for work in rest.into_iter().rev() {
                        self.next.push_front(work);
                    }
                    break;
                }
                other => {
                    self.roll_back();
                    return other;
                }
            }
        }
        // Before COMMIT is sent: an insert that changed no row is no error to the server.
        if let Err(fault) = self.tx.settle() {
            self.roll_back();
            return if careful || self.is_lost() { self.broken(fault) } else { End::Unclear };
        }
        let written = journal::write_heads(&mut self.tx).and_then(|()| self.tx.control("COMMIT"));
        match written.and_then(|()| self.tx.settle()) {
            Ok(()) => {
                if matches!(self.tx.backend, Backend::Postgres(_)) {
                    self.tx.heads.committed();
                }
                End::Done
            }
            Err(fault) if self.tx.state.again => {
                self.roll_back();
                End::Again(fault)
            }
            Err(fault) => {
                self.roll_back();
                End::NotCommitted(fault)
            }
        }
    }

    /// Puts the next waiting command into the group, if there is one and the group is not full.
    fn take(&mut self, group: &mut Vec<Box<dyn Write>>, begun: Instant) -> bool {
        if group.len() >= GROUP || begun.elapsed() >= GROUP_TIME || !self.next.is_empty() {
            return false;
        }
        match self.queue.try_recv() {
            Ok(Work::Grouped(command)) => {
                group.push(command);
                true
            }
            Ok(outside) => {
                self.next.push_back(outside);
                false
            }
            Err(_) => false,
        }
    }

    fn begin(&mut self) -> Result<(), Fault> {
        self.alone = true;
        self.tx.position = None;
        self.tx.control(match self.tx.backend {
            Backend::Sqlite(_) => "BEGIN IMMEDIATE",
            Backend::Postgres(_) => "BEGIN",
        })
    }

    /// Runs one command, where asked for behind its savepoint. The first of a transaction needs none: with it everything is
    /// rolled back.
    fn one(&mut self, command: &mut dyn Write, Manner { careful, apart }: Manner) -> End {
        for strict in [false, true] {
            self.tx.state = State { strict, ..State::default() };
            if apart
                && !self.alone
                && let Err(fault) = self.tx.control("SAVEPOINT command")
            {
                return self.broken(fault);
            }
            let stays = command.run(&mut self.tx);
            let untouched = !self.tx.state.changed && !self.tx.state.failed;
            let settled = if (stays || untouched) && !careful { Ok(()) } else { self.tx.settle() };
            let state = self.tx.state;
            if state.failed && !careful && !state.again && !self.is_lost() {
                return End::Unclear;
            }
            if state.again || state.lost || self.is_rolled_back() {
                return self.broken(settled.err().unwrap_or_else(|| Fault::new("the transaction was given up")));
            }
            if stays && settled.is_ok() && !state.failed {
                self.tx.heads.keep();
                if std::mem::take(&mut self.alone) || !apart {
                    return End::Done;
                }
                return match self.tx.control("RELEASE SAVEPOINT command") {
                    Ok(()) => End::Done,
                    Err(fault) => self.broken(fault),
                };
            }
            let bare = self.alone || !apart;
            if untouched && bare {
                // Nothing to undo, and no savepoint to leave.
            } else if !apart && !self.alone {
                return End::Entangled;
            } else if let Err(fault) = self.roll_back_command() {
                return self.broken(fault);
            }
            if state.postponed {
                return End::Postponed;
            }
            if (state.stale || state.presuming) && !strict {
                continue;
            }
            if stays {
                command.fail(settled.err().unwrap_or_else(|| Fault::new("a failed statement was passed over")));
            }
            return End::Done;
        }
        End::Done
    }

    fn roll_back_command(&mut self) -> Result<(), Fault> {
        self.forget();
        self.tx.heads.undo();
        if self.alone {
            self.tx.control("ROLLBACK")?;
            return self.begin();
        }
        self.tx.control("ROLLBACK TO SAVEPOINT command")?;
        self.tx.control("RELEASE SAVEPOINT command")
    }

    fn roll_back(&mut self) {
        self.forget();
        self.tx.heads.clear();
        if !self.is_lost() && !self.is_rolled_back() {
            // When even that fails, the next BEGIN will tell.
            let _failed = self.tx.control("ROLLBACK").and_then(|()| self.tx.settle());
        }
    }

    fn forget(&mut self) {
        if let Backend::Postgres(postgres) = &mut self.tx.backend {
            postgres.forget();
        }
    }

    fn broken(&self, fault: Fault) -> End {
        if self.is_lost() { End::Lost(fault) } else { End::Again(fault) }
    }

    fn is_lost(&self) -> bool {
        self.tx.state.lost || matches!(&self.tx.backend, Backend::Postgres(postgres) if postgres.is_closed())
    }

    /// SQLite gives a transaction up by itself when the disk is full or fails.
    fn is_rolled_back(&self) -> bool {
        matches!(&self.tx.backend, Backend::Sqlite(sqlite) if sqlite.is_idle())
    }

    fn reconnect(&mut self, attempt: u32) {
        std::thread::sleep(Duration::from_millis(u64::from(50 * (attempt - 1))));
        match self.place.writer() {
            Ok(tx) => self.tx = tx,
            Err(fault) => tracing::error!(%fault, "can't reach the database"),
        }
    }
}

fn fail_all(group: &mut [Box<dyn Write>], cause: &Fault, kind: FaultKind) {
    tracing::error!(fault = %cause, cause = ?std::error::Error::source(cause), "a group of {} was not written", group.len());
    for command in group {
        command.fail(Fault::new(format!("not written because of fault {}", cause.number())).of(kind));
    }
}
