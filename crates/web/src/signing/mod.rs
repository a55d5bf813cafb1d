//! Digital signatures in the house: results are signed as they are decided and issued, and what is found about the signatures of any
//! PDF is said in words. How a signature is made and judged is `seals::pades`; where keys are, `links::signing`.

mod check;
mod sign;
mod words;

pub use check::{Summary, check, summaries};
pub use sign::{Signed, certified, seal, seal_answer};
pub use words::{Said, integrity_key, revocation_key, said, tag, time_key, trust_key, verdict_key};

use jiff::Timestamp;
use links::signing::Signing;
use std::collections::HashMap;
use std::sync::Mutex;

/// What signing and checking needs, and what was found about files lately.
#[derive(Debug)]
pub struct Seals {
    /// The keys, and whom we trust.
    pub tools: Signing,
    /// By the SHA-256 of files: when it was found, and what.
    found: Mutex<HashMap<String, (Timestamp, Option<Summary>)>>,
}

impl Seals {
    /// With these tools.
    #[must_use]
    pub fn new(tools: Signing) -> Self {
        Self { tools, found: Mutex::default() }
    }
}

impl Default for Seals {
    fn default() -> Self {
        Self::new(Signing::none())
    }
}
