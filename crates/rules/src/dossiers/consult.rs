//! Consulting: while a dossier is processed, other agencies are asked for their opinion (*lấy ý kiến*), side by side, each by
//! its own deadline. The clock goes on: what agencies ask each other is their own time, not the applicant's.
//!
//! An opinion that is needed keeps the dossier from being proposed until it came or its deadline passed; then it is recorded as
//! not answered, and whoever proposes answers for going on without it.

use super::{
    ConsultationAnswered, Consulted, Context, Dossier,
    command::{optional, required},
};
use crate::codes::AgencyCode;
use crate::people::{AgencyKind, Directory};
use crate::{Problem, Refusal, calendar};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What the opinions of agencies rest on: the agencies that take part in settling, and that they answer in time.
pub(super) const BASIS: &str = "Nghị định 118/2025/NĐ-CP";

/// Ask another agency for its opinion.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Consult {
    /// Whom, by code.
    pub agency: String,
    /// Its name; looked up by [`Consult::find`].
    pub agency_name: String,
    /// What is asked.
    pub question: String,
    /// The last day on which the answer may come; until 17:00.
    pub due_on: Option<Date>,
    /// Whether the dossier waits for it.
    pub required: bool,
}

/// Give the opinion of one's agency.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AnswerConsultation {
    /// The opinion.
    pub content: String,
    /// A document with it, as an uploaded file.
    pub file: Option<String>,
}

/// An agency that was asked for its opinion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consultation {
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
    /// When it was asked.
    pub asked_at: Timestamp,
    /// The answer.
    pub answer: Option<Opinion>,
    /// When the dossier went on without the answer.
    pub unanswered_at: Option<Timestamp>,
}

/// What a consulted agency said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    /// The opinion.
    pub content: String,
    /// A document with it.
    pub file: Option<String>,
    /// Its SHA-256, in hexadecimal.
    pub sha256: Option<String>,
    /// When it came.
    pub at: Timestamp,
}

impl Consultation {
    /// Whether an answer is still awaited.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.answer.is_none() && self.unanswered_at.is_none()
    }
}

impl Consult {
    /// The same with the name of the agency, if it can be asked: any agency in force that is not a counter, and not the one that
    /// asks.
    ///
    /// # Errors
    /// When there is no such agency, or it is the dossier's own.
    pub fn find(mut self, dossier: &Dossier, directory: &Directory) -> Result<Self, Refusal> {
        let typed = self.agency.trim().to_owned();
        let problem = |code| Refusal::input(vec![Problem::new("/agency", code).with("code", &typed)]);
        if typed.is_empty() {
            return Err(problem("choose"));
        }
        let code: AgencyCode = typed.parse().map_err(|_| problem("agency-unknown"))?;
        let agency = directory.get(&code).filter(|agency| directory.is_in_force(&agency.code));
        let agency = agency.filter(|agency| agency.kind == AgencyKind::Authority);
        let agency = agency.ok_or_else(|| problem("agency-unknown"))?;
        if agency.code == dossier.filed.competent_agency || agency.code == *dossier.holder() {
            return Err(problem("consult-oneself"));
        }
        self.agency_name.clone_from(&agency.name);
        Ok(self)
    }

    pub(super) fn decide(&self, dossier: &Dossier, context: &Context<'_>) -> Result<Consulted, Refusal> {
        let agency: AgencyCode = self.agency.trim().parse().map_err(|_| at("/agency", "agency-unknown"))?;
        if dossier.consultations.iter().any(|asked| asked.agency == agency && asked.is_open()) {
            return Err(Refusal::rule("consulted-already").with("agency", &self.agency_name).citing(BASIS));
        }
        let question = required(&self.question, "/question")?;
        let day = self.due_on.ok_or_else(|| at("/due_on", "missing"))?;
        let due_at = calendar::instant(day.at(17, 0, 0, 0));
        if due_at <= context.now {
            return Err(at("/due_on", "consultation-over"));
        }
        // Whoever is late already may still ask; else the opinion must come while there is time to use it.
        let late = dossier.due_at.filter(|due| *due > context.now && calendar::day_of(*due) < day);
        if let Some(due) = late {
            let problem = Problem::new("/due_on", "consultation-after-due").with("due", calendar::day_of(due));
            return Err(Refusal::input(vec![problem]).citing(BASIS));
        }
        Ok(Consulted {
            agency,
            agency_name: self.agency_name.clone(),
            asked_by: dossier.holder().clone(),
            question,
            due_at,
            required: self.required,
        })
    }
}

impl AnswerConsultation {
    pub(super) fn decide(&self, dossier: &Dossier, context: &Context<'_>) -> Result<ConsultationAnswered, Refusal> {
        let asked = |asked: &&Consultation| asked.is_open() && context.by.agency.as_ref() == Some(&asked.agency);
        let asked = dossier.consultations.iter().find(asked);
        let asked = asked.ok_or_else(|| Refusal::rule("consultation-none").citing(BASIS))?;
        let content = required(&self.content, "/content")?;
        Ok(ConsultationAnswered {
            agency: asked.agency.clone(),
            content,
            file: optional(self.file.as_ref()),
            sha256: None,
        })
    }
}

impl Dossier {
    /// The agencies whose opinion the dossier goes on without: asked, needed, not answered in time.
    ///
    /// # Errors
    /// When a needed opinion may still come.
    pub(super) fn unanswered(&self, now: Timestamp) -> Result<Vec<AgencyCode>, Refusal> {
        let open = || self.consultations.iter().filter(|asked| asked.is_open());
        if let Some(asked) = open().find(|asked| asked.required && asked.due_at > now) {
            let due = calendar::day_of(asked.due_at);
            let refusal = Refusal::rule("consultation-open").with("agency", &asked.agency_name).with("due", due);
            return Err(refusal.citing(BASIS));
        }
        Ok(open().map(|asked| asked.agency.clone()).collect())
    }
}

fn at(pointer: &str, code: &'static str) -> Refusal {
    Refusal::input(vec![Problem::new(pointer, code)])
}
