//! How people prove who they are, as far as it is a rule: what a password must be, how long somebody waits after wrong
//! tries, who must have a second factor, who may help whom back into their account.
//!
//! Must not know secrets, hashes or how a factor is verified: that is the web's work.

mod authority;
mod events;
pub mod password;
mod patience;

pub use authority::{looks_after, may_look_after, must_have_second_factor};
pub use events::{
    Event, Factor, FactorAdded, FactorRemoved, PasswordChanged, Purpose, RecoveryIssued, RecoveryUsed, Scope,
    SessionsEnded, TokenCreated, TokenRevoked,
};
pub use patience::{FORGOTTEN_AFTER, FREE_FOR_ACCOUNT, FREE_FOR_ADDRESS, counted, waits_until};

use jiff::SignedDuration;

/// For so long after proving who they are people may change how they sign in without proving it again.
pub const RECENT: SignedDuration = SignedDuration::from_mins(10);
/// For so long a one-time code is valid.
pub const CODE_VALID: SignedDuration = SignedDuration::from_hours(24);
/// The longest that a token for programs is valid, in days.
pub const TOKEN_LONGEST_DAYS: u32 = 365;
