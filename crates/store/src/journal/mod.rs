//! The journal: one append-only, hash-chained ledger an agency, one stream a thing.
//!
//! Knows how events are kept, read in order, proved and replayed; nothing of what they mean. What they change in the tables
//! is [`crate::tables::apply`]'s. The law: Nghị định 137/2024/NĐ-CP asks that electronic records keep who, when and whole.

mod append;
mod checkpoint;
mod export;
mod heads;
mod idempotency;
mod merge;
mod read;
mod rebuild;
mod stats;
mod tables;
mod verify;

pub use append::{Append, AppendError, append};
pub use checkpoint::checkpoint;
pub use export::export;
pub(crate) use heads::{Heads, last_running, write_heads};
pub use idempotency::{Request, StoredAnswer, answer_before, forget_answers_before, keep_answer};
pub use read::{
    Cursor, Recorded, last_recorded, previous_hash, read_after, read_stream, read_stream_after, stream_version,
};
pub use rebuild::rebuild;
pub use stats::{Stats, stats};
pub use tables::{Comparison, Difference, DifferenceKind, compare_tables, rows};
pub use verify::{Damage, Finding, Verification, verify};
