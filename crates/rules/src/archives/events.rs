//! What can happen in an archive.

use crate::codes::{AgencyCode, DossierCode};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

crate::events! {
    /// What happened in an archive.
    "archives" {
        /// Closed dossiers were handed over to the archive.
        Archived(Archived) = "archived",
        /// Dossiers whose time is over were listed for disposal.
        DisposalProposed(DisposalProposed) = "disposal_proposed",
        /// The list was approved.
        DisposalApproved(DisposalApproved) = "disposal_approved",
        /// The list was refused.
        DisposalRefused(DisposalRefused) = "disposal_refused",
    }
}

/// Closed dossiers were handed over to the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Archived {
    /// The record's number.
    pub record: String,
    /// The agency that settled them.
    pub agency: AgencyCode,
    /// Where they are: room, shelf, box; the store of files for those without paper.
    pub place: String,
    /// Which.
    pub dossiers: Vec<Shelved>,
}

/// A dossier in a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shelved {
    /// The dossier.
    pub dossier: DossierCode,
    /// The last day on which it must be kept; nothing for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep_until: Option<Date>,
}

/// Dossiers were listed for disposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisposalProposed {
    /// The list's number.
    pub list: String,
    /// Whose archive.
    pub agency: AgencyCode,
    /// Why they need not be kept.
    pub reason: String,
    /// Which.
    pub dossiers: Vec<DossierCode>,
    /// Who drew it, by login: somebody else approves.
    pub by: String,
    /// In whose place, by login: it is their list too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_place_of: Option<String>,
}

/// The list was approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisposalApproved {
    /// The list.
    pub list: String,
}

/// The list was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisposalRefused {
    /// The list.
    pub list: String,
    /// Why.
    pub reason: String,
}
