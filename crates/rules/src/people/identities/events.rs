//! What can happen to an account.

use super::{AccountKind, Assurance, Particular, Particulars};
use serde::{Deserialize, Serialize};

/// Somebody signed in with their electronic identity for the first time and got an account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AccountOpened {
    /// The opaque name of the account.
    pub login: String,
    /// Whose it is.
    pub kind: AccountKind,
    /// Who vouches for them: the issuer's address.
    pub issuer: String,
    /// How the issuer calls them.
    pub subject: String,
    /// How sure the issuer was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Assurance>,
    /// What the issuer said about them.
    pub particulars: Particulars,
}

/// An electronic identity was linked to an account or an officer who was there already.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IdentityLinked {
    /// The account's name.
    pub login: String,
    /// Who vouches for them: the issuer's address.
    pub issuer: String,
    /// How the issuer calls them.
    pub subject: String,
    /// How sure the issuer was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Assurance>,
}

/// The issuer said something new about the owner of an account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ParticularsChanged {
    /// The account's name.
    pub login: String,
    /// Who said so: the issuer's address.
    pub issuer: String,
    /// What is different.
    pub changes: Vec<ParticularChange>,
}

/// One thing that is different.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticularChange {
    /// What.
    pub what: Particular,
    /// As it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// As it is.
    pub after: String,
}
