//! Seals: how a change of what was written is found.
//!
//! Each ledger is a chain of hashes ([`EventHash`]); a signed [`Checkpoint`] holds the heads of all ledgers at one moment,
//! so that neither an entry can be changed nor a ledger's tail cut off unnoticed. [`pades`] signs PDFs and checks signatures of PDFs. Knows bytes, hashes and keys; no files,
//! no database, no clock: it can be audited alone.

mod chain;
mod checkpoint;
mod document;
mod keys;
pub mod pades;

pub use chain::{BrokenChain, Chain, Entry, EventHash};
pub use checkpoint::{Checkpoint, Heads, InclusionProof, Leaf, NotIncluded, SignedCheckpoint};
pub use document::{BadDocumentCode, DocumentCode};
pub use keys::{BadKey, SigningKey, VerifyingKey};
