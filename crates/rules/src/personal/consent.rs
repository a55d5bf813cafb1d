//! Extra uses of personal data, for which the person is asked: what the law already bids or allows is not among them.

use serde::{Deserialize, Serialize};

/// The version of the texts in force: another text is another version, and is asked for anew.
pub const CONSENT_TEXT: &str = "2026-01";

/// An extra use of personal data. Each is asked for by itself, never ticked beforehand (Luật 91/2025/QH15).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// News about dossiers and services by SMS, beyond the notices that the law bids.
    Sms,
    /// The same over Zalo, a company's network.
    Zalo,
}

impl Consent {
    /// Every extra use.
    pub const ALL: [Self; 2] = [Self::Sms, Self::Zalo];

    /// Its name in forms and in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Zalo => "zalo",
        }
    }

    /// The use of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|use_| use_.key() == key)
    }
}
