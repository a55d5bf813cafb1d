//! Consulting: while a dossier is processed, other agencies are asked for their opinion (*lấy ý kiến*), side by side, each by
//! its own deadline. The clock goes on: what agencies ask each other is their own time, not the applicant's.
//!
//! An opinion that is needed keeps the dossier from going on until it came or its deadline passed; then it is recorded as not
//! answered, and whoever goes on without it writes down why. An answer after the deadline, or none, counts as a late step of the
//! agency that was asked.

use super::{
    Action, ConsultationAnswered, Consulted, Context, Dossier, LateStep,
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
    /// The step of the route that asked for it by itself, counted from 0; nothing where an officer asked.
    #[serde(default)]
    pub step: Option<u8>,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// The answer.
    pub answer: Option<Opinion>,
    /// When the dossier went on without the answer.
    pub unanswered_at: Option<Timestamp>,
    /// Why it did, as whoever passed it on wrote.
    #[serde(default)]
    pub unanswered_why: Option<String>,
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
            step: None,
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
    /// The open consultations that the end of the current step waits for: those of the step itself where another one that
    /// processes follows, all that are needed where a result is proposed.
    fn awaited(&self) -> impl Iterator<Item = &Consultation> {
        let forwards = self.allows(Action::Forward).is_ok();
        let holds = move |asked: &&Consultation| asked.is_open() && (!forwards || asked.step == self.step);
        self.consultations.iter().filter(holds)
    }

    /// The needed opinions that did not come in their time: whoever ends the step now says why it goes on without them.
    pub fn opinions_missed(&self, now: Timestamp) -> impl Iterator<Item = &Consultation> {
        self.awaited().filter(move |asked| asked.required && asked.due_at <= now)
    }

    /// The agencies whose opinion the dossier goes on without, and why: asked, needed, not answered in time.
    ///
    /// What the one-stop shop goes by does not say what silence means; where the law of the field takes it for consent, that is the
    /// reason.
    ///
    /// # Errors
    /// When a needed opinion may still come, or the reason is not said.
    pub(super) fn unanswered(
        &self,
        now: Timestamp,
        why: Option<&String>,
    ) -> Result<(Vec<AgencyCode>, Option<String>), Refusal> {
        if let Some(asked) = self.awaited().find(|asked| asked.required && asked.due_at > now) {
            let (due, time) = (calendar::day_of(asked.due_at), calendar::local(asked.due_at).strftime("%H:%M"));
            let refusal = Refusal::rule("consultation-open").with("agency", &asked.agency_name);
            return Err(refusal.with("due", due).with("time", time).citing(BASIS));
        }
        let missed: Vec<_> = self.opinions_missed(now).map(|asked| asked.agency_name.as_str()).collect();
        let why = optional(why).filter(|_| !missed.is_empty());
        if !missed.is_empty() && why.is_none() {
            let problem = Problem::new("/without_opinions", "opinions-missed").with("agencies", missed.join(", "));
            return Err(Refusal::input(vec![problem]).citing(BASIS));
        }
        Ok((self.awaited().map(|asked| asked.agency.clone()).collect(), why))
    }

    /// Takes in an answer, to the question of that agency that was asked first.
    pub(super) fn hear(&mut self, answer: &ConsultationAnswered, at: Timestamp, by: &str) {
        let open = |asked: &&mut Consultation| asked.is_open() && asked.agency == answer.agency;
        let Some(asked) = self.consultations.iter_mut().find(open) else { return };
        asked.answer = Some(Opinion {
            content: answer.content.clone(),
            file: answer.file.clone(),
            sha256: answer.sha256.clone(),
            at,
        });
        let late = asked.late(self.step, at, by);
        self.late_steps.extend(late);
    }

    /// Goes on without what these agencies were asked: by this step of the route, or by anybody where none is named.
    pub(super) fn go_on_without(
        &mut self,
        agencies: &[AgencyCode],
        why: Option<&String>,
        step: Option<u8>,
        at: Timestamp,
    ) {
        let silent = |asked: &&mut Consultation| {
            asked.is_open() && agencies.contains(&asked.agency) && (step.is_none() || asked.step == step)
        };
        for asked in self.consultations.iter_mut().filter(silent) {
            asked.unanswered_at = Some(at);
            asked.unanswered_why = why.filter(|_| asked.required).cloned();
            self.late_steps.extend(asked.late(self.step, at, ""));
        }
    }
}

impl Consultation {
    /// The consultation as a step that is late, if it ends now; the current step stands for one that no route asked for.
    fn late(&self, current: Option<u8>, at: Timestamp, officer: &str) -> Option<LateStep> {
        let step = self.step.or(current)?;
        (at.as_second() > self.due_at.as_second()).then(|| LateStep {
            step,
            agency: self.agency.clone(),
            officer: officer.to_owned(),
            due_at: self.due_at,
            ended_at: at,
            consultation: true,
        })
    }
}

fn at(pointer: &str, code: &'static str) -> Refusal {
    Refusal::input(vec![Problem::new(pointer, code)])
}
