//! The opinions that a route asks for by itself, side by side, when a dossier comes to one of its steps.
//!
//! What was asked and answered before stands: a dossier that comes to the step again, after a correction or from another agency,
//! asks nobody twice. An agency without whose answer it went on is asked again.

use super::{Consultation, Consulted, Dossier};
use crate::calendar::{Calendar, StartRule, TimeLimit, WorkingTime};
use crate::catalogue::{AnswerTime, Procedure, StepConsultation, Whom};
use crate::people::{Agency, AgencyKind, Directory};
use jiff::Timestamp;

/// What the time for an opinion is where it takes a share of a step that is never due: as most laws give.
const WITHOUT_LIMIT: TimeLimit = TimeLimit::WorkingDays(3);

/// What is needed to ask, and must not be fetched.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// Now.
    pub now: Timestamp,
    /// The working calendar of the agency that settles the dossier.
    pub calendar: &'a Calendar,
    /// The agencies as they are today.
    pub directory: &'a Directory,
    /// The procedure, whose form names the place of the matter.
    pub procedure: Option<&'a Procedure>,
}

/// The consultations that open because the dossier came to a step between these two states; none while it stays where it was.
#[must_use]
pub fn opened_by(before: &Dossier, after: &Dossier, asking: &Asking<'_>) -> Vec<Consulted> {
    if after.step_since == before.step_since && after.step == before.step || !after.status.is_open() {
        return Vec::new();
    }
    let Some((at, step)) = after.step.zip(after.current_step()) else { return Vec::new() };
    let ask = |ask: &StepConsultation| {
        let agency = found(ask, after, asking.directory, asking.procedure).filter(|agency| !after.is_own(agency))?;
        let question = ask.question.trim().to_owned();
        let stands = |asked: &Consultation| {
            asked.agency == agency.code && asked.question == question && asked.unanswered_at.is_none()
        };
        (!after.consultations.iter().any(stands)).then(|| Consulted {
            agency: agency.code.clone(),
            agency_name: agency.name.clone(),
            asked_by: after.holder().clone(),
            question,
            due_at: after.opinion_due(ask.within, asking),
            required: true,
            step: Some(at),
        })
    };
    step.consultations.iter().filter_map(ask).collect()
}

/// Who is asked: an authority in force; nothing where there is none.
fn found<'a>(
    ask: &'a StepConsultation,
    dossier: &'a Dossier,
    directory: &'a Directory,
    procedure: Option<&Procedure>,
) -> Option<&'a Agency> {
    let filed = &dossier.filed;
    let agency = match &ask.whom {
        Whom::Agency(agency) => directory.get(directory.successor(agency)),
        Whom::Superior => directory.get(directory.get(&filed.competent_agency)?.parent.as_ref()?),
        Whom::Commune => {
            let form = procedure.and_then(|procedure| procedure.form.as_ref());
            match form.and_then(|form| form.commune_of_matter(&filed.form)) {
                Some(commune) => directory.authority_of(&commune.parse().ok()?),
                None => directory.authority_of(filed.applicant.commune.as_ref()?),
            }
        }
    };
    agency.filter(|agency| agency.kind == AgencyKind::Authority && directory.is_in_force(&agency.code))
}

impl Dossier {
    /// The opinions that the current step asks for and for which there is nobody to ask: the commune of an applicant from
    /// elsewhere, an agency that is no more. Whoever is in charge asks for them in another way.
    #[must_use]
    pub fn not_asked(&self, directory: &Directory, procedure: Option<&Procedure>) -> Vec<&StepConsultation> {
        let asks = self.current_step().filter(|_| self.status.is_open()).map_or(&[][..], |step| &step.consultations);
        asks.iter().filter(|ask| found(ask, self, directory, procedure).is_none()).collect()
    }

    /// Whether it is this agency itself that would be asked.
    fn is_own(&self, agency: &Agency) -> bool {
        agency.code == self.filed.competent_agency || agency.code == *self.holder()
    }

    /// Until when an opinion must come that is asked for now: never after the dossier itself, unless that is late already.
    fn opinion_due(&self, within: AnswerTime, asking: &Asking<'_>) -> Timestamp {
        let Asking { now, calendar, .. } = *asking;
        let within_limit = |limit| calendar.due(now, limit, StartRule::AtOnce);
        let due = match (within, self.step_due_at) {
            (AnswerTime::WorkingHours(hours), _) => calendar.add(now, WorkingTime::from_hours(i64::from(hours))),
            (AnswerTime::WorkingDays(days), _) => within_limit(TimeLimit::WorkingDays(u32::from(days))),
            (AnswerTime::Share(share), Some(step)) => {
                let whole = calendar.working_between(now, step).0;
                calendar.add(now, WorkingTime(whole * i64::from(share) / 100))
            }
            (AnswerTime::Share(_), None) => within_limit(WITHOUT_LIMIT),
        };
        self.due_at.filter(|last| *last > now).map_or(due, |last| due.min(last))
    }
}
