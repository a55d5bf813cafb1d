//! What can happen to a request about a result.

use super::Kind;
use crate::codes::{AgencyCode, DossierCode};
use crate::dossiers::ResultPaper;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

crate::events! {
    /// What happened to a request about a result.
    "results" {
        /// Somebody asked.
        Asked(Asked) = "asked",
        /// A correction was written.
        Drafted(Drafted) = "drafted",
        /// What was written was given back.
        SentBack(SentBack) = "sent_back",
        /// The copy or the corrected version was issued.
        Issued(Issued) = "issued",
        /// It was refused.
        Refused(Refused) = "refused",
    }
}

/// Somebody asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Its number.
    pub id: String,
    /// A copy or a correction.
    pub kind: Kind,
    /// The dossier whose result it is about.
    pub dossier: DossierCode,
    /// The number of the version that it is about.
    pub result: String,
    /// The agency that answers: the one that settled the dossier.
    pub agency: AgencyCode,
    /// The account of whoever it is for, where they have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    /// The name of whoever it is for.
    pub name: String,
    /// The counter where it was asked; nothing online.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counter: Option<AgencyCode>,
    /// How many copies; none for a correction.
    #[serde(default)]
    pub copies: u8,
    /// What is wrong; empty for a copy.
    #[serde(default)]
    pub wrong: String,
    /// What is right; empty for a copy.
    #[serde(default)]
    pub right: String,
    /// Until when it is answered.
    pub due_at: Timestamp,
}

/// A correction was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drafted {
    /// What stands on the new version.
    pub paper: ResultPaper,
    /// The new version, unsigned.
    pub file: String,
    /// In whose place it was written, by login, when not in a position of the writer's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_place_of: Option<String>,
}

/// What was written was given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentBack {
    /// Why.
    pub reason: String,
}

/// It was issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// The number of the copy, or of the new version.
    pub number: String,
    /// The copy or the new version as a file; nothing where copies are on paper only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The SHA-256 of that file, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Whose certificate signed it, with the certificate's number; nothing where none did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
}

/// It was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Why.
    pub reason: String,
}
