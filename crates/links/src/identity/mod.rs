//! The identity provider: people prove who they are somewhere else, and we check its word (OpenID Connect Core 1.0).
//!
//! Authorisation code with PKCE, state and nonce; the token's signature, issuer, audience, times and hash of the access token.
//! Time is an argument. Must not know accounts, sessions or pages: whoever calls keeps [`Pending`] with the visitor's browser
//! and throws it away at the first answer.

mod claims;
mod flow;
mod known;
mod settings;
mod token;
mod wire;

pub use flow::{Answer, Begun, Pending, Provider};
pub use settings::{Audience, ClaimMap, ProviderSettings, Providers, SettingsError};

pub use openidconnect::url::Url;

use rules::people::identities::Proven;

/// Somebody who has proven who they are.
#[derive(Debug, Clone)]
pub struct Identity {
    /// What the provider vouches for.
    pub proven: Proven,
    /// The token, to tell the provider at sign-out whose session ends.
    pub id_token: String,
    /// Whether the provider says that they proved it by two factors (RFC 8176). One that says nothing is taken to have asked
    /// for one.
    pub two_factors: bool,
    /// When they proved it to the provider, by its own clock; nothing when it does not say.
    pub proved_at: Option<jiff::Timestamp>,
}

/// Why somebody was not signed in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The provider can't be reached or does not answer in time.
    #[error("the identity provider does not answer: {0}")]
    Down(String),
    /// What it answers can't be read.
    #[error("the identity provider answers nonsense: {0}")]
    Nonsense(String),
    /// The person said no at the provider.
    #[error("the person declined")]
    Declined,
    /// The provider says that it could not do it.
    #[error("the identity provider refuses: {0}")]
    Refused(String),
    /// The answer belongs to no sign-in of this browser, or to one that is over.
    #[error("the answer belongs to no sign-in that is under way")]
    NotAsked,
    /// The provider's word does not stand up to a check: forged, for somebody else, or out of date.
    #[error("the word of the identity provider can't be trusted: {0}")]
    Untrusted(String),
}

impl Trouble {
    /// Its name in keys of texts and in logs.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Down(_) => "down",
            Self::Nonsense(_) => "nonsense",
            Self::Declined => "declined",
            Self::Refused(_) => "refused",
            Self::NotAsked => "not-asked",
            Self::Untrusted(_) => "untrusted",
        }
    }
}
