//! What can happen to a dossier. These are kept for ever: fields may be added, never renamed.

use super::{
    Applicant, Channel, Criterion, Form, Outcome, Rating, ResultDelivery, ResultPaper, Sources, SubmittedDocument,
};
use crate::calendar::{StartRule, TimeLimit};
use crate::catalogue::{ChosenVariant, Fee, Route};
use crate::codes::{AgencyCode, DossierCode, ProcedureCode};
use crate::money::Dong;
use crate::payments::Reference;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

crate::events! {
    /// What happened to a dossier.
    "dossiers" {
        /// It was filed.
        Filed(Filed) = "filed",
        /// It was received: the clock runs.
        Received(Received) = "received",
        /// It was refused at reception.
        Refused(Refused) = "refused",
        /// The applicant was asked to supplement it: the clock stands.
        SupplementRequested(SupplementRequested) = "supplement_requested",
        /// The applicant supplemented it: the clock runs again.
        Supplemented(Supplemented) = "supplemented",
        /// The applicant was asked to pay before it goes on.
        PaymentRequested(PaymentRequested) = "payment_requested",
        /// Nothing more is owed: it goes on.
        PaymentSettled(PaymentSettled) = "payment_settled",
        /// An officer was put in charge of the current step.
        Assigned(Assigned) = "assigned",
        /// The current step is done; the next one begins.
        Forwarded(Forwarded) = "forwarded",
        /// It went back to an earlier step for correction.
        SentBack(SentBack) = "sent_back",
        /// Another agency was asked for its opinion.
        Consulted(Consulted) = "consulted",
        /// A consulted agency gave its opinion.
        ConsultationAnswered(ConsultationAnswered) = "consultation_answered",
        /// It went to another agency, which settles it from now on.
        Transferred(Transferred) = "transferred",
        /// A paper of it was digitised.
        Digitised(Digitised) = "digitised",
        /// A result was proposed.
        Proposed(Proposed) = "proposed",
        /// The proposal was approved.
        Approved(Approved) = "approved",
        /// The leader decided against the applicant; the written refusal goes the rest of the way.
        Rejected(Rejected) = "rejected",
        /// The result was signed.
        Signed(Signed) = "signed",
        /// The result was numbered and issued: settled.
        Completed(Completed) = "completed",
        /// The result was handed over.
        ResultReturned(ResultReturned) = "result_returned",
        /// An error in the result was corrected: a new version took its place.
        ResultCorrected(ResultCorrected) = "result_corrected",
        /// The agency apologised and made a new appointment.
        Apologised(Apologised) = "apologised",
        /// The applicant withdrew it.
        Withdrawn(Withdrawn) = "withdrawn",
        /// Settling was stopped.
        Suspended(Suspended) = "suspended",
        /// Settling goes on after a stop.
        Resumed(Resumed) = "resumed",
        /// The applicant rated how it went.
        Rated(Rated) = "rated",
    }
}

/// It was filed: everything that the applicant gave, and the rules in force.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Filed {
    /// Its code.
    pub code: DossierCode,
    /// What is asked for.
    pub procedure: ProcedureCode,
    /// The procedure's name when it was filed.
    pub procedure_name: String,
    /// The version of the procedure that it is judged by.
    pub procedure_version: u64,
    /// The case of the procedure that was chosen, where it has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<ChosenVariant>,
    /// Who settles it.
    pub competent_agency: AgencyCode,
    /// The counter that receives it and hands over the result.
    pub counter: AgencyCode,
    /// How it came in.
    pub channel: Channel,
    /// The account that filed it, where one did: may follow and act on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Who filed it in the owner's name, where somebody did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<OnBehalf>,
    /// Who asks.
    pub applicant: Applicant,
    /// Where prefilled particulars came from, by the field of the applicant; what was typed is not named.
    #[serde(default, skip_serializing_if = "Sources::is_empty")]
    pub sources: Sources,
    /// What they filled in.
    #[serde(default, skip_serializing_if = "Form::is_empty")]
    pub form: Form,
    /// What they handed in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<SubmittedDocument>,
    /// How the result is to reach them.
    #[serde(default)]
    pub delivery: ResultDelivery,
    /// The legal time limit.
    pub time_limit: Option<TimeLimit>,
    /// When it starts to count.
    #[serde(default)]
    pub start: StartRule,
    /// What it cost when it was filed; what the applicant owes is found from it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fees: Vec<Fee>,
    /// Whether the result is a paper.
    pub paper_result: bool,
    /// The steps by which it will be settled.
    pub route: Route,
    /// What it was opened together with, where one filing opened several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined: Option<Joined>,
}

/// A dossier that one filing opened together with others (*liên thông*).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// The joint procedure that was filed: its form holds the answers.
    pub procedure: ProcedureCode,
    /// Its name when it was filed.
    pub procedure_name: String,
    /// Its version.
    pub procedure_version: u64,
    /// The leading dossier, by which all of them are found.
    pub lead: DossierCode,
    /// Its place among them, from 1.
    pub place: u8,
    /// How many there are.
    pub of: u8,
    /// The dossier whose result it needs, where it needs one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<DossierCode>,
}

/// For whom a dossier was filed, and by what right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnBehalf {
    /// The name of the owner for whom it was filed.
    pub name: String,
    /// The number of the authorisation; nothing for whoever represents an organisation by law.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorisation: Option<String>,
    /// The name of whoever filed.
    pub agent: String,
    /// Their login: they do not settle it as officers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_login: Option<String>,
}

/// It was received: the acknowledgement (Mẫu 01, Thông tư 03/2025/TT-VPCP).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Received {
    /// When the result is due; nothing when the procedure has no time limit.
    pub due_at: Option<Timestamp>,
    /// When the first step is due.
    pub step_due_at: Option<Timestamp>,
}

/// It was refused at reception (Mẫu 03).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Refused {
    /// Why.
    pub reason: String,
}

/// The applicant was asked to supplement (Mẫu 02).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SupplementRequested {
    /// What is missing or wrong.
    pub content: String,
    /// The papers asked for, by their code in the procedure.
    #[serde(default)]
    pub documents: Vec<String>,
    /// First or second round.
    pub round: u8,
}

/// The applicant supplemented it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Supplemented {
    /// What was handed in.
    pub documents: Vec<SubmittedDocument>,
    /// What they said about it.
    #[serde(default)]
    pub note: Option<String>,
    /// The due date now that the clock runs again; nothing when it had not been received before.
    pub due_at: Option<Timestamp>,
    /// When the current step is due.
    pub step_due_at: Option<Timestamp>,
}

/// The applicant was asked to pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentRequested {
    /// The payment.
    pub payment: Reference,
    /// How much.
    pub amount: Dong,
    /// What the officer said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Whether the clock stands meanwhile.
    pub stops_clock: bool,
    /// Until when it waits; for ever when not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
}

/// Nothing more is owed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentSettled {
    /// The payment.
    pub payment: Reference,
    /// Whether it was paid; else it was taken back, or expired.
    pub paid: bool,
    /// Whether it was not paid in its time.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub expired: bool,
    /// The due date now that the clock runs again; nothing when it had not been received before.
    pub due_at: Option<Timestamp>,
    /// When the current step is due.
    pub step_due_at: Option<Timestamp>,
}

/// An officer was put in charge.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assigned {
    /// Who, by login.
    pub officer: String,
    /// Their name.
    pub officer_name: String,
    /// The step that they take over, counted from 0.
    pub step: u8,
    /// When that step is due.
    pub step_due_at: Option<Timestamp>,
    /// What to mind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The next step begins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Forwarded {
    /// The step that begins, counted from 0.
    pub step: u8,
    /// When it is due.
    pub step_due_at: Option<Timestamp>,
    /// What to mind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The agencies whose opinion the step asked for and that did not answer in time: it goes on without them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unanswered: Vec<AgencyCode>,
    /// Why it goes on without opinions that were needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub without_opinions: Option<String>,
}

/// It went back for correction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SentBack {
    /// The step that begins again, counted from 0.
    pub step: u8,
    /// When it is due.
    pub step_due_at: Option<Timestamp>,
    /// Why.
    pub reason: String,
}

/// Another agency was asked for its opinion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consulted {
    /// Whom.
    pub agency: AgencyCode,
    /// Its name when it was asked.
    pub agency_name: String,
    /// Who asked.
    pub asked_by: AgencyCode,
    /// What is asked.
    pub question: String,
    /// Until when.
    pub due_at: Timestamp,
    /// Whether the dossier waits for it.
    pub required: bool,
    /// The step of the route that asks for it by itself, counted from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<u8>,
}

/// A consulted agency gave its opinion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsultationAnswered {
    /// Which agency.
    pub agency: AgencyCode,
    /// Its opinion.
    pub content: String,
    /// A document with it, as an uploaded file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The SHA-256 of that file, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

/// It went to another agency. The legal due date stays what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transferred {
    /// From whom.
    pub from: AgencyCode,
    /// To whom.
    pub to: AgencyCode,
    /// Why.
    pub reason: String,
    /// When the first step is due there; nothing before reception.
    pub step_due_at: Option<Timestamp>,
}

/// A paper of it was digitised: from now on this file answers for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digitised {
    /// The paper: the code of the required document that it answers.
    pub document: String,
    /// The file.
    pub file: String,
    /// Its SHA-256, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Its name.
    pub name: String,
    /// Its pages, as many as the paper has.
    pub pages: u32,
    /// Whose certificate signed it as a certified copy, with the certificate's number; nothing where it is not signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
}

/// A result was proposed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proposed {
    /// Grant or reject.
    pub outcome: Outcome,
    /// What was verified and why this outcome.
    pub content: String,
    /// The drafted result, as an uploaded file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// What stands on it, where it was written here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<ResultPaper>,
    /// The agencies that were asked for their opinion and did not answer: it goes on without them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unanswered: Vec<AgencyCode>,
    /// Why it goes on without opinions that were needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub without_opinions: Option<String>,
    /// In whose place it was proposed, by login, when not in a position of the proposer's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_place_of: Option<String>,
    /// The step that begins, counted from 0.
    pub step: u8,
    /// When it is due.
    pub step_due_at: Option<Timestamp>,
}

/// The proposal was approved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Approved {
    /// The step that begins, counted from 0.
    pub step: u8,
    /// When it is due.
    pub step_due_at: Option<Timestamp>,
    /// What to mind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Whether the person who proposed decided it too: their agency is excepted from the separation of duties.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub alone: bool,
}

/// The leader decided against the applicant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rejected {
    /// Why, in the words of the answer.
    pub reason: String,
    /// The step that begins, counted from 0.
    pub step: u8,
    /// When it is due.
    pub step_due_at: Option<Timestamp>,
    /// Whether the person who proposed decided it too: their agency is excepted from the separation of duties.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub alone: bool,
}

/// The result was signed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Signed {
    /// The step that begins, counted from 0.
    pub step: u8,
    /// When it is due.
    pub step_due_at: Option<Timestamp>,
    /// Whether the person who proposed decided it too: their agency is excepted from the separation of duties.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub alone: bool,
    /// The result with the digital signature; nothing where it was signed on paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<SignedFile>,
}

/// A file that carries a digital signature made here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedFile {
    /// The file.
    pub file: String,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
    /// Whose certificate signed it, with the certificate's number.
    pub certificate: String,
}

/// The result was issued.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Completed {
    /// Grant or reject.
    pub outcome: Outcome,
    /// The number of the result: "125/GKS".
    pub number: String,
    /// The electronic result, as an uploaded file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The SHA-256 of that file, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Whose certificate sealed it, with the certificate's number; nothing where none did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
    /// Whether that file took the place of what was drafted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub other_file: bool,
    /// The step that begins, counted from 0.
    pub step: u8,
}

/// The result was handed over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResultReturned {
    /// To whom.
    pub received_by: String,
}

/// An error in the result was corrected (*đính chính*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResultCorrected {
    /// The request that asked for it.
    pub request: String,
    /// What was wrong.
    pub reason: String,
    /// The number of the new version.
    pub number: String,
    /// The new version.
    pub file: String,
    /// The SHA-256 of that file, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Whose certificate signed it, with the certificate's number; nothing where none did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
    /// What stands on it.
    pub paper: ResultPaper,
}

/// The agency apologised (Mẫu 04).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Apologised {
    /// Why it will be late.
    pub reason: String,
    /// The new appointment.
    pub new_due_at: Timestamp,
    /// Whether the applicant was told at least one day before the deadline, as they must be.
    pub in_time: bool,
}

/// The applicant withdrew it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Withdrawn {
    /// Why, if they said.
    #[serde(default)]
    pub reason: Option<String>,
}

/// Settling was stopped at the applicant's request (Mẫu 05). Older entries don't tell of the request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Suspended {
    /// Why.
    pub reason: String,
    /// The day of the applicant's written request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_date: Option<Date>,
    /// That request, as an uploaded file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_file: Option<String>,
    /// The SHA-256 of that file, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_sha256: Option<String>,
}

/// Settling goes on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Resumed {
    /// Why.
    pub reason: String,
    /// The due date, moved by the time that it stood.
    pub due_at: Option<Timestamp>,
    /// When the current step is due.
    pub step_due_at: Option<Timestamp>,
}

/// The applicant rated how it went.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rated {
    /// How content they are.
    pub rating: Rating,
    /// What they judged on its own.
    #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub criteria: std::collections::BTreeMap<Criterion, Rating>,
    /// What they said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}
