//! Signatures of PDFs (PAdES baseline B-B and B-T, ETSI EN 319 142-1): made with an officer's or an agency's certificate, and checked
//! where somebody hands a signed PDF in (Law on Electronic Transactions 20/2023/QH15, Decree 23/2025/NĐ-CP).
//!
//! Knows bytes, keys and certificates; the time, the trust anchors and what others answered about revocation are arguments. The
//! devices and servers that hold keys, stamp times and tell of revocation are in `links`.

mod algorithm;
mod certificate;
mod chain;
mod changes;
mod cms;
mod document;
mod oids;
mod report;
mod revocation;
mod sign;
mod signer;
mod timestamp;
mod verify;

pub use algorithm::{Hash, Scheme};
pub use certificate::{BadCertificate, Certificate};
pub use chain::{Anchors, Untrusted};
pub use report::{Integrity, Revocation, Signature, TimeSource, Trust, Verdict};
pub use revocation::{Question, RevocationAnswer};
pub use sign::{Stamp, Unsigned, Wish, sign};
pub use signer::{BadKeyStore, Signer, SigningFailed, SoftwareKey, ecdsa_in_der};
pub use timestamp::{BadTimestamp, TimestampRequest, TimestampToken, answer_timestamp};
pub use verify::{Unreadable, verify};
