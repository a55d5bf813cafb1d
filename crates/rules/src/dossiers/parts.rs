//! What a dossier is made of: how it came in, its papers, its rounds, what was proposed and what came late.

use super::ResultPaper;
use crate::codes::AgencyCode;
use crate::money::Dong;
use crate::payments::Reference;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What the applicant filled in, by field name.
pub type Form = serde_json::Map<String, serde_json::Value>;

/// How a dossier came in (*KenhThucHien*).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// At a counter (*trực tiếp*).
    Counter,
    /// On this system's own pages (*trực tuyến*).
    Online,
    /// By post (*bưu chính công ích*).
    Postal,
    /// On the national portal (*trực tuyến*).
    NationalPortal,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 4] = [Self::Counter, Self::Online, Self::Postal, Self::NationalPortal];

    /// The channel's name in the API and in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Online => "online",
            Self::Postal => "postal",
            Self::NationalPortal => "national_portal",
        }
    }

    /// The channel of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.key() == key)
    }

    /// Whether the index counts it as filed online.
    #[must_use]
    pub fn is_online(self) -> bool {
        matches!(self, Self::Online | Self::NationalPortal)
    }
}

/// A paper that was handed in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SubmittedDocument {
    /// The code of the required document that it answers.
    pub code: String,
    /// The uploaded file; nothing for a paper that was only shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_id: Option<String>,
    /// The file's name when it was uploaded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// An earlier file of the applicant that was used again instead of asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reuse_of: Option<String>,
    /// The dossier from which that file came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reused_from: Option<String>,
    /// The SHA-256 of the file when it was handed in, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

/// How the result is to reach the applicant.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ResultDelivery {
    /// Online, at a counter or by post.
    #[serde(default)]
    pub method: Delivery,
    /// At which counter, where not at the one that received it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counter: Option<AgencyCode>,
    /// To which address, by post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// The ways in which a result reaches the applicant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// As an electronic document.
    #[default]
    Online,
    /// As paper, at the counter.
    Counter,
    /// As paper, by post.
    Postal,
}

/// What comes of a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// What was asked for.
    Granted,
    /// A written refusal with its reason.
    Rejected,
}

/// How content an applicant is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rating {
    /// *Không hài lòng*.
    Dissatisfied,
    /// *Hài lòng*.
    Satisfied,
    /// *Rất hài lòng*.
    VerySatisfied,
}

/// What an applicant judges on its own, besides how it went in all (phiếu khảo sát mức độ hài lòng).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Criterion {
    /// How long it took.
    Time,
    /// How the officers behaved.
    Attitude,
    /// How clear guidance and papers were.
    Clarity,
    /// How often one had to come.
    Visits,
    /// Whether the fees were those announced.
    Fees,
}

impl Criterion {
    /// Every criterion, in the order of asking.
    pub const ALL: [Self; 5] = [Self::Time, Self::Attitude, Self::Clarity, Self::Visits, Self::Fees];

    /// Its name in forms, in the API and in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Attitude => "attitude",
            Self::Clarity => "clarity",
            Self::Visits => "visits",
            Self::Fees => "fees",
        }
    }
}

impl Rating {
    /// Every rating, the best first.
    pub const ALL: [Self; 3] = [Self::VerySatisfied, Self::Satisfied, Self::Dissatisfied];

    /// Its name in forms, in the API and in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::VerySatisfied => "very_satisfied",
            Self::Satisfied => "satisfied",
            Self::Dissatisfied => "dissatisfied",
        }
    }

    /// The rating of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rating| rating.key() == key)
    }
}

/// One supplement round.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Supplement {
    /// What was asked for.
    pub content: String,
    /// The papers asked for.
    pub documents: Vec<String>,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// When it came.
    pub supplied_at: Option<Timestamp>,
}

/// A payment that a dossier waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Demand {
    /// The payment.
    pub payment: Reference,
    /// How much.
    pub amount: Dong,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// Until when it waits; for ever when not said.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
}

/// The apology and its new appointment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Apology {
    /// Why it will be late.
    pub reason: String,
    /// The new appointment.
    pub new_due_at: Timestamp,
    /// When it was made.
    pub at: Timestamp,
}

/// A stop at the applicant's request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// The day of the written request, where the journal has it.
    pub request_date: Option<Date>,
    /// The request as a file, where the journal has it.
    pub request_file: Option<String>,
    /// When settling was stopped.
    pub at: Timestamp,
}

/// What the case officer proposes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// Grant or reject.
    pub outcome: Outcome,
    /// The grounds.
    pub content: String,
    /// The drafted result.
    pub file: Option<String>,
    /// What stands on it, where it was written here.
    #[serde(default)]
    pub paper: Option<ResultPaper>,
    /// Whose certificate signed it, with the certificate's number.
    #[serde(default)]
    pub certificate: Option<String>,
    /// Who proposed, by login: somebody else approves.
    pub by: String,
    /// In whose place, by login: it is their proposal too.
    #[serde(default)]
    pub in_place_of: Option<String>,
}

/// A version of the result, as it was issued; a correction issues another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IssuedResult {
    /// Its number: "125/GKS".
    pub number: String,
    /// The electronic result.
    pub file: Option<String>,
    /// The SHA-256 of that file, where the journal has it.
    pub sha256: Option<String>,
    /// Whose certificate signed or sealed it, with the certificate's number; nothing where none did.
    pub certificate: Option<String>,
    /// What stands on it, where it was written here.
    pub paper: Option<ResultPaper>,
    /// When it was issued.
    pub at: Timestamp,
    /// What was wrong with the version before it; nothing for the first.
    pub corrects: Option<String>,
}

/// A step of the route that a dossier came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entered {
    /// The step, counted from 0.
    pub step: u8,
    /// Where it is done.
    pub agency: AgencyCode,
    /// When it came there.
    pub at: Timestamp,
    /// When the dossier was due then: pauses move it later.
    pub due_at: Option<Timestamp>,
}

/// A step that ended after its own due time: its own measure, whatever became of the dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateStep {
    /// The step, counted from 0.
    pub step: u8,
    /// Where it was done.
    pub agency: AgencyCode,
    /// Who was in charge, or else who ended it, by login.
    pub officer: String,
    /// When it was due.
    pub due_at: Timestamp,
    /// When it ended; when the clock stopped, if the dossier ended while it stood.
    pub ended_at: Timestamp,
    /// Whether it is an opinion that was asked for in the step, of that agency.
    #[serde(default)]
    pub consultation: bool,
}
