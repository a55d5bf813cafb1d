//! What can happen to how somebody signs in. The secrets themselves are kept apart and can be forgotten.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

crate::events! {
    /// What happened to somebody's way to sign in.
    "accounts" {
        /// A person changed their password.
        PasswordChanged(PasswordChanged) = "password_changed",
        /// A person added a factor.
        FactorAdded(FactorAdded) = "factor_added",
        /// A factor was removed.
        FactorRemoved(FactorRemoved) = "factor_removed",
        /// A one-time code was issued with which a person sets a new password.
        RecoveryIssued(RecoveryIssued) = "recovery_issued",
        /// The one-time code was used.
        RecoveryUsed(RecoveryUsed) = "recovery_used",
        /// Somebody else ended a person's sessions.
        SessionsEnded(SessionsEnded) = "sessions_ended",
        /// A token for programs was created.
        TokenCreated(TokenCreated) = "token_created",
        /// A token for programs was revoked.
        TokenRevoked(TokenRevoked) = "token_revoked",
    }
}

impl Event {
    /// Whose account it is about.
    #[must_use]
    pub fn login(&self) -> &str {
        match self {
            Self::PasswordChanged(body) => &body.login,
            Self::FactorAdded(body) => &body.login,
            Self::FactorRemoved(body) => &body.login,
            Self::RecoveryIssued(body) => &body.login,
            Self::RecoveryUsed(body) => &body.login,
            Self::SessionsEnded(body) => &body.login,
            Self::TokenCreated(body) => &body.login,
            Self::TokenRevoked(body) => &body.login,
        }
    }
}

/// A way to prove who one is beside the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Factor {
    /// Codes of an authenticator app (RFC 6238).
    Totp,
    /// A passkey (WebAuthn).
    Passkey,
    /// Printed codes, each for one sign-in.
    RecoveryCodes,
}

impl Factor {
    /// The factor's name in keys of texts.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Totp => "totp",
            Self::Passkey => "passkey",
            Self::RecoveryCodes => "codes",
        }
    }
}

/// What a one-time code is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// A new account is opened.
    Activation,
    /// A person lost their password or their second factor.
    Recovery,
}

/// What a token for programs may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Only read the calendar of its person's agencies: it opens no door of the API.
    Calendar,
    /// Only read.
    Read,
    /// Whatever its person may do.
    #[default]
    Write,
}

impl Scope {
    /// The scope's name in the database and on the command line.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Calendar => "calendar",
            Self::Read => "read",
            Self::Write => "write",
        }
    }

    /// The scope of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Calendar, Self::Read, Self::Write].into_iter().find(|scope| scope.key() == key)
    }
}

/// A person changed their password.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PasswordChanged {
    /// Whose.
    pub login: String,
}

/// A factor was added.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FactorAdded {
    /// Whose.
    pub login: String,
    /// Which.
    pub factor: Factor,
    /// How the person calls it; may be empty.
    #[serde(default)]
    pub name: String,
}

/// A factor was removed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FactorRemoved {
    /// Whose.
    pub login: String,
    /// Which.
    pub factor: Factor,
    /// How the person called it; may be empty.
    #[serde(default)]
    pub name: String,
}

/// A one-time code was issued; the code itself is never written down.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecoveryIssued {
    /// For whom.
    pub login: String,
    /// What for.
    pub purpose: Purpose,
    /// Why, in the words of whoever issued it.
    pub reason: String,
    /// Whether the second factors were removed with it.
    pub factors_removed: bool,
    /// Until when it is valid.
    pub expires_at: Timestamp,
}

/// A one-time code was used to set a password.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecoveryUsed {
    /// Whose.
    pub login: String,
}

/// Somebody else ended a person's sessions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SessionsEnded {
    /// Whose.
    pub login: String,
    /// How many.
    pub count: u64,
}

/// A token for programs was created.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TokenCreated {
    /// Whose.
    pub login: String,
    /// The token's number: the beginning of its hash, worth nothing by itself.
    pub token: String,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub scope: Scope,
    /// Until when it is valid.
    pub expires_at: Timestamp,
}

/// A token for programs was revoked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TokenRevoked {
    /// Whose.
    pub login: String,
    /// The token's number.
    pub token: String,
    /// What it was for.
    pub name: String,
}
