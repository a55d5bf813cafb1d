//! A transaction: the only way to the database. One SQL text for both engines, with `$1`, `$2`, … for values.
//!
//! On PostgreSQL [`Tx::execute`] is sent at once but its answer is awaited only at the next query or at the end: what went
//! wrong with it shows there. Code must therefore not count on a statement having failed or not before it asks again.

use super::{Row, Value, postgres::Postgres, sqlite::Sqlite};
use crate::{Fault, FaultKind, journal::Heads};
use std::ops::ControlFlow;

/// A transaction under way, lent to a closure by [`crate::Store::read`] or [`crate::Store::write`].
pub struct Tx {
    pub(super) backend: Backend,
    pub(crate) state: State,
    pub(crate) heads: Heads,
    /// Where the province's ledger stands in this transaction, once it was asked for.
    pub(crate) position: Option<u64>,
}

pub(super) enum Backend {
    Sqlite(Box<Sqlite>),
    Postgres(Box<Postgres>),
}

/// What the writer must know about a closure that ran, beyond what the closure says.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct State {
    /// A statement failed: whatever the closure answers, nothing of it may stay.
    pub(crate) failed: bool,
    /// The database asks for the whole transaction to be done again (serialisation failure, deadlock).
    pub(crate) again: bool,
    /// An optimistic append met a version that it did not expect: run the closure again, `strict`.
    pub(crate) stale: bool,
    /// A key was taken to be new without asking: when the command fails, it is run again, `strict`.
    pub(crate) presuming: bool,
    /// Somebody else holds a ledger that is needed while we hold others: run the closure first in the next group.
    pub(crate) postponed: bool,
    /// Ask before relying on anything, wait for ledgers: set for the second run.
    pub(crate) strict: bool,
    /// The connection is gone.
    pub(crate) lost: bool,
    /// Something was changed, or locked: what a command that is refused leaves behind.
    pub(crate) changed: bool,
}

/// Which engine; for the few texts that differ (full text search).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// The embedded one.
    Sqlite,
    /// The server.
    Postgres,
}

/// What an error of a driver means to us.
pub(super) struct DriverError {
    pub(super) fault: Fault,
    pub(super) again: bool,
    pub(super) lost: bool,
}

impl Tx {
    pub(super) fn new(backend: Backend) -> Self {
        Self { backend, state: State::default(), heads: Heads::default(), position: None }
    }

    /// Which engine this is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.backend {
            Backend::Sqlite(_) => Engine::Sqlite,
            Backend::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs a statement whose count of changed rows does not matter. On PostgreSQL its failure may show later.
    ///
    /// # Errors
    /// When the statement, or one before it, failed.
    pub fn execute(&mut self, sql: &str, values: Vec<Value>) -> Result<(), Fault> {
        self.state.changed = true;
        let done = match &mut self.backend {
            Backend::Sqlite(sqlite) => sqlite.execute(sql, &values).map(drop),
            Backend::Postgres(postgres) => postgres.defer(sql, values, None),
        };
        self.note(done)
    }

    /// Runs a statement and tells how many rows it changed.
    ///
    /// # Errors
    /// When the statement, or one before it, failed.
    pub fn execute_now(&mut self, sql: &str, values: Vec<Value>) -> Result<u64, Fault> {
        self.settle()?;
        self.state.changed = true;
        let done = match &mut self.backend {
            Backend::Sqlite(sqlite) => sqlite.execute(sql, &values),
            Backend::Postgres(postgres) => postgres.execute(sql, values),
        };
        self.note(done)
    }

    /// All rows of an answer.
    ///
    /// # Errors
    /// When the statement, or one before it, failed.
    pub fn query(&mut self, sql: &str, values: Vec<Value>) -> Result<Vec<Row>, Fault> {
        self.state.changed |= changes(sql);
        let done = match &mut self.backend {
            Backend::Sqlite(sqlite) => sqlite.query(sql, &values).map(Some),
            Backend::Postgres(postgres) => postgres.query(sql, values),
        };
        self.note(done)?.ok_or_else(|| self.stale())
    }

    /// The first row of an answer, if it has any.
    ///
    /// # Errors
    /// When the statement, or one before it, failed.
    pub fn query_opt(&mut self, sql: &str, values: Vec<Value>) -> Result<Option<Row>, Fault> {
        Ok(self.query(sql, values)?.into_iter().next())
    }

    /// The first row of an answer that always has one: a count, a sum.
    ///
    /// # Errors
    /// When the statement, or one before it, failed, and when there is no row.
    pub fn query_one(&mut self, sql: &str, values: Vec<Value>) -> Result<Row, Fault> {
        self.query_opt(sql, values)?.ok_or_else(|| Fault::new(format!("no row: {sql}")))
    }

    /// Hands over the rows of an answer one after another, however many there are; memory stays flat.
    ///
    /// # Errors
    /// When the statement failed, and whatever `each` answers.
    pub fn for_each<E: From<Fault>>(
        &mut self,
        sql: &str,
        values: Vec<Value>,
        mut each: impl FnMut(Row) -> Result<ControlFlow<()>, E>,
    ) -> Result<(), E> {
        self.settle()?;
        self.state.changed |= changes(sql);
        let mut refused = None;
        let mut hand_over = |row| match each(row) {
            Ok(flow) => flow,
            Err(error) => {
                refused = Some(error);
                ControlFlow::Break(())
            }
        };
        let done = match &mut self.backend {
            Backend::Sqlite(sqlite) => sqlite.for_each(sql, &values, &mut hand_over),
            Backend::Postgres(postgres) => postgres.for_each(sql, values, &mut hand_over),
        };
        self.note(done)?;
        refused.map_or(Ok(()), Err)
    }

    /// Runs an insert that must change exactly one row; when it does not (or a unique constraint forbids it) the closure is
    /// run again with `strict` set. On SQLite, and when strict, the answer is known at once.
    pub(crate) fn insert_or_stale(&mut self, sql: &str, values: Vec<Value>) -> Result<bool, Fault> {
        self.state.changed = true;
        match &mut self.backend {
            Backend::Sqlite(sqlite) => {
                match sqlite.execute(sql, &values) {
                    // A unique constraint undoes only its own statement.
                    Err(error) if error.fault.kind() == FaultKind::Duplicate => Ok(false),
                    done => self.note(done).map(|count| count == 1),
                }
            }
            Backend::Postgres(postgres) => {
                let done = postgres.defer(sql, values, Some(1));
                self.note(done).map(|()| true)
            }
        }
    }

    /// Runs a statement that must find or change exactly one row. PostgreSQL's answer is not waited for; when it is another
    /// one, the command is run again, `strict`.
    pub(crate) fn expect_one(&mut self, sql: &str, values: Vec<Value>) -> Result<(), Fault> {
        self.state.changed = true;
        let done = match &mut self.backend {
            Backend::Sqlite(sqlite) => sqlite.execute(sql, &values).map(drop),
            Backend::Postgres(postgres) => postgres.defer(sql, values, Some(1)),
        };
        self.note(done)
    }

    /// Awaits all that was sent without waiting.
    pub(crate) fn settle(&mut self) -> Result<(), Fault> {
        let done = match &mut self.backend {
            Backend::Sqlite(_) => return Ok(()),
            Backend::Postgres(postgres) => postgres.settle(),
        };
        match done {
            Ok(false) => Ok(()),
            Ok(true) => Err(self.stale()),
            Err(error) => self.note(Err(error)),
        }
    }

    fn stale(&mut self) -> Fault {
        self.state.stale = true;
        self.state.failed = true;
        Fault::new("an append met another version").of(FaultKind::Duplicate)
    }

    fn note<T>(&mut self, done: Result<T, DriverError>) -> Result<T, Fault> {
        done.map_err(|error| {
            self.state.failed = true;
            self.state.again |= error.again;
            self.state.lost |= error.lost;
            error.fault
        })
    }

    /// Runs several statements without values: migrations, settings.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), Fault> {
        self.settle()?;
        self.state.changed = true;
        let done = match &mut self.backend {
            Backend::Sqlite(sqlite) => sqlite.batch(sql),
            Backend::Postgres(postgres) => postgres.batch(sql),
        };
        self.note(done)
    }

    /// A statement of transaction control: sent in order, its answer awaited with the next.
    pub(super) fn control(&mut self, sql: &'static str) -> Result<(), Fault> {
        let done = match &mut self.backend {
            Backend::Sqlite(sqlite) => sqlite.execute(sql, &[]).map(drop),
            Backend::Postgres(postgres) => postgres.defer(sql, Vec::new(), None),
        };
        self.note(done)
    }
}

/// Whether a question changes or locks something as well.
fn changes(sql: &str) -> bool {
    !sql.trim_start().starts_with("SELECT") || sql.contains("FOR UPDATE")
}
