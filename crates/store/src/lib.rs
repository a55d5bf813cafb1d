//! The records of a province: the journal and its tables on SQLite and PostgreSQL.
//!
//! [`Store`] owns the connections; [`Store::read`] and [`Store::write`] lend a [`Tx`] to a closure; [`journal`] records events,
//! and [`tables`] are projected from them in the same transaction. Knows SQL and files; must not know clocks, HTTP, or why
//! anything is recorded: that is for `rules`.

pub mod desk;
mod engine;
mod fault;
pub mod files;
pub mod jobs;
pub mod journal;
pub mod province;
mod search;
pub mod settings;
pub mod tables;

pub use engine::{BadDatabaseUrl, DatabaseUrl, Engine, Load, Options, Row, Rows, Store, Tx, Value};
pub use fault::{Failure, Fault, FaultKind, FaultNumber};
