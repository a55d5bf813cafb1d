//! What can happen to personal data. Kept for ever, so values that must be forgettable are not in here: files are named by
//! identifier and hash, lines of the read log by the hash over them.

use super::{Consent, Field, RequestKind};
use crate::codes::{AgencyCode, DossierCode};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

crate::events! {
    /// What happened to somebody's data.
    "personal" {
        /// An officer compared a document with its original.
        DocumentVerified(DocumentVerified) = "document_verified",
        /// The agency that issued a document took it back.
        DocumentWithdrawn(DocumentWithdrawn) = "document_withdrawn",
        /// Lines of the read log were sealed.
        ReadsSealed(ReadsSealed) = "reads_sealed",
        /// Old lines of the read log were forgotten.
        ReadsForgotten(ReadsForgotten) = "reads_forgotten",
        /// An officer opened a dossier outside their scope, with a reason and for a time.
        GlassBroken(GlassBroken) = "glass_broken",
        /// Somebody asked for something about their data.
        DataRequested(DataRequested) = "data_requested",
        /// The request was accepted: it will be carried out.
        DataRequestAccepted(DataRequestAccepted) = "data_request_accepted",
        /// The time to carry a request out was extended.
        DataRequestExtended(DataRequestExtended) = "data_request_extended",
        /// The request was carried out.
        DataRequestDone(DataRequestDone) = "data_request_done",
        /// The request was refused.
        DataRequestRefused(DataRequestRefused) = "data_request_refused",
        /// A particular of a person was corrected.
        ParticularsCorrected(ParticularsCorrected) = "particulars_corrected",
        /// Somebody agreed to an extra use of their data.
        ConsentGiven(ConsentGiven) = "consent_given",
        /// Somebody took their agreement back.
        ConsentWithdrawn(ConsentWithdrawn) = "consent_withdrawn",
    }
}

/// An officer compared a document with its original (Nghị định 61/2018/NĐ-CP: the digital copy is checked by whoever
/// receives it).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentVerified {
    /// The dossier that it came with.
    pub dossier: DossierCode,
    /// Its file.
    pub file: String,
    /// The SHA-256 of the file that was compared, in hexadecimal.
    pub sha256: String,
    /// Until when it is valid; nothing when it does not end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
}

/// A document was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentWithdrawn {
    /// The dossier that it came with.
    pub dossier: DossierCode,
    /// Its file.
    pub file: String,
    /// Why: the decision by which it was withdrawn.
    pub reason: String,
}

/// Lines of the read log were sealed: from now on none can be changed or removed unnoticed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadsSealed {
    /// The first line.
    pub first: String,
    /// The last line.
    pub last: String,
    /// How many they are.
    pub count: u64,
    /// The SHA-256 over all of them in order, in hexadecimal.
    pub sha256: String,
}

/// Lines of the read log were forgotten when their time was over: whole seals, whose hashes say nothing any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadsForgotten {
    /// The first seal that was kept.
    pub kept_from: u64,
    /// How many lines are gone.
    pub count: u64,
    /// The instant before which lines were forgotten.
    pub before: Timestamp,
}

/// An officer opened a dossier outside their scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GlassBroken {
    /// Which.
    pub dossier: DossierCode,
    /// The agency that settles it: its leaders see who opened it.
    pub agency: AgencyCode,
    /// Why, in the officer's words.
    pub reason: String,
    /// Until when it stays open.
    pub until: Timestamp,
}

/// Somebody asked for something about their data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataRequested {
    /// The request's number.
    pub id: String,
    /// Whose data: the account that asks.
    pub login: String,
    /// Their name.
    pub name: String,
    /// What is asked for.
    pub kind: RequestKind,
    /// Which particular is to be corrected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Field>,
    /// What is held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<String>,
    /// What is right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<String>,
    /// Why, and on which evidence.
    pub reason: String,
    /// The evidence, as an uploaded file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// When it must be answered.
    pub answer_due_at: Timestamp,
    /// When it must be carried out.
    pub due_at: Timestamp,
}

/// It will be carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataRequestAccepted {
    /// The request.
    pub id: String,
    /// What the person is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// There is more time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataRequestExtended {
    /// The request.
    pub id: String,
    /// Why.
    pub reason: String,
    /// Until when.
    pub due_at: Timestamp,
}

/// It was carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataRequestDone {
    /// The request.
    pub id: String,
    /// What was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// It was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataRequestRefused {
    /// The request.
    pub id: String,
    /// Why, and on which rule.
    pub reason: String,
}

/// A particular was corrected: what stood there, what stands there now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticularsCorrected {
    /// Whose.
    pub login: String,
    /// Which.
    pub field: Field,
    /// What stood there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// What stands there now.
    pub to: String,
    /// The request that asked for it.
    pub request: String,
}

/// Somebody agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentGiven {
    /// Who.
    pub login: String,
    /// To what.
    pub purpose: Consent,
    /// The version of the text that they agreed to.
    pub text: String,
    /// The SHA-256 of the text as it was shown, in hexadecimal.
    pub sha256: String,
    /// Where they said so: `web`.
    pub channel: String,
}

/// Somebody took their agreement back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentWithdrawn {
    /// Who.
    pub login: String,
    /// For what.
    pub purpose: Consent,
    /// Where they said so.
    pub channel: String,
}
