//! Dossiers: from filing to the hand-over of the result (Nghị định 118/2025/NĐ-CP, Thông tư 03/2025/TT-VPCP).
//!
//! [`Dossier`] is the fold of a dossier's [`Event`]s; [`decide`] answers a [`Command`] with new events or a refusal. What is
//! allowed when stands in one table, [`Dossier::allows`]; who may do it in [`crate::people::permissions`].

mod action;
mod apologise;
mod applicant;
mod approve;
mod assign;
mod by_route;
mod command;
mod complete;
mod consult;
mod digitise;
mod dossier;
mod events;
mod file;
mod forward;
mod joint;
mod official_form;
mod paper;
mod parts;
mod propose;
mod provenance;
mod rate;
mod receive;
mod refuse;
mod reject;
mod request_payment;
mod request_supplement;
mod resume;
mod return_result;
mod send_back;
mod sign;
mod status;
mod supplement;
mod suspend;
mod transfer;
mod verdict;
mod withdraw;

#[cfg(test)]
pub(crate) mod tests;

pub use action::Action;
pub use apologise::Apologise;
pub(crate) use applicant::read_birth_date;
pub use applicant::{Applicant, ApplicantDraft, ApplicantKind};
pub use approve::Approve;
pub use assign::Assign;
pub use by_route::{Asking, opened_by};
pub use command::{Command, Context, decide};
pub use complete::Complete;
pub use consult::{AnswerConsultation, Consult, Consultation, Opinion};
pub use digitise::{DigitalCopy, Digitise, Scan, scan_name};
pub use dossier::Dossier;
pub use events::*;
pub use file::{File, FilingContext, file};
pub use forward::Forward;
pub use joint::{closed_with, ended_without_result, file_joint, need_not_wait};
pub use official_form::{FormStanding, OfficialForm};
pub use paper::{ResultPaper, TO_WRITE};
pub use parts::{
    Apology, Channel, Criterion, Delivery, Demand, Entered, Form, IssuedResult, LateStep, Outcome, Proposal, Rating,
    ResultDelivery, Stop, SubmittedDocument, Supplement,
};
pub use propose::Propose;
pub use provenance::{Origin, Provenance, Sources, vouched_birth};
pub use rate::Rate;
pub use receive::Receive;
pub use refuse::Refuse;
pub use reject::Reject;
pub use request_payment::{Demanded, PaymentEnd, RequestPayment, settle_payment};
pub use request_supplement::RequestSupplement;
pub use resume::Resume;
pub use return_result::ReturnResult;
pub use send_back::SendBack;
pub use sign::Sign;
pub use status::Status;
pub use supplement::SupplementDossier;
pub use suspend::Suspend;
pub use transfer::{Passage, Transfer, can_settle};
pub use verdict::{Verdict, national_verdict};
pub use withdraw::Withdraw;
