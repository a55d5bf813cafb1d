//! Keeping the register: entering a service, changing what it says, noting the stages that a service reaches.

use super::{EssentialService, Event, Registered, Revised, Service, Stage, StageReached, StageWithdrawn};
use crate::codes::{AgencyCode, ProcedureCode, ServiceCode};
use crate::people::permissions::{Deed, may_at};
use crate::people::{Actor, Capacity, Directory};
use crate::tasks::Evidence;
use crate::text::tidy;
use crate::{Problem, Refusal};
use jiff::civil::Date;

/// A service as somebody typed it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// Which agency answers for it.
    pub agency: Option<AgencyCode>,
    /// Which decision lists it.
    pub source: String,
    /// The codes of its procedures, between commas, semicolons or on lines.
    pub procedures: String,
}

/// A stage as somebody typed it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StageDraft {
    /// Which.
    pub stage: Option<Stage>,
    /// On which day it was reached.
    pub on: Option<Date>,
    /// By which document that is proved.
    pub document: String,
    /// Its file.
    pub files: Vec<Evidence>,
}

/// Enters a service, or changes what the register says of the one that is there; nothing when it says just that. `is_procedure` tells whether
/// the catalogue has a procedure of this code.
///
/// # Errors
/// When they keep no services of that agency, or something is missing or unknown.
pub fn keep(
    actor: &Actor,
    directory: &Directory,
    is_procedure: impl Fn(&ProcedureCode) -> bool,
    before: Option<&Service>,
    draft: &Draft,
) -> Result<(Option<Event>, Capacity), Refusal> {
    let mut problems = Vec::new();
    let mut text = |pointer: &str, typed: &str| {
        let text = tidy(typed);
        if text.is_empty() {
            problems.push(Problem::new(pointer, "missing"));
        }
        text
    };
    let (name, source) = (text("/name", &draft.name), text("/source", &draft.source));
    let code: Option<ServiceCode> = draft.code.trim().parse().ok();
    if code.is_none() {
        problems.push(Problem::new("/code", "service-code"));
    }
    let agency = draft.agency.clone().filter(|agency| directory.get(agency).is_some());
    if agency.is_none() {
        problems.push(Problem::new("/agency", "agency-unknown"));
    }
    let mut procedures = Vec::new();
    for written in draft.procedures.split([',', ';', '\n']).map(str::trim).filter(|code| !code.is_empty()) {
        match written.parse::<ProcedureCode>().ok().filter(&is_procedure) {
            Some(procedure) if !procedures.contains(&procedure) => procedures.push(procedure),
            Some(_) => {}
            None => problems.push(Problem::new("/procedures", "service-procedure").with("typed", written)),
        }
    }
    if let (Some(before), Some(code)) = (before, &code)
        && before.code != *code
    {
        problems.push(Problem::new("/code", "service-code-stays"));
    }
    let (Some(code), Some(agency), true) = (code, agency, problems.is_empty()) else {
        // Who may not keep services of this agency is told that first.
        let asked = draft.agency.as_ref().or(before.map(|before| &before.agency));
        if let Some(agency) = asked {
            may_at(actor, Deed::KeepServices, agency)?;
        }
        return Err(Refusal::input(problems));
    };
    // It is given away by the agency that has it, to one that they keep services of too.
    if let Some(before) = before {
        may_at(actor, Deed::KeepServices, &before.agency)?;
    }
    let by = actor.as_officer(may_at(actor, Deed::KeepServices, &agency)?);
    let service = Service { code, name, agency, source, procedures };
    let event = match before {
        None => Some(Event::Registered(Registered { service })),
        Some(before) if *before == service => None,
        Some(_) => Some(Event::Revised(Revised { service })),
    };
    Ok((event, by))
}

/// Notes that a service reached a stage: the one that comes next, on a day that has come and is not before the last one's.
///
/// # Errors
/// When they keep no services of its agency, the stage is not the next one, the day can't be, or the document is missing.
pub fn reach(
    actor: &Actor,
    service: &EssentialService,
    draft: StageDraft,
    today: Date,
) -> Result<(Event, Capacity), Refusal> {
    let by = actor.as_officer(may_at(actor, Deed::KeepServices, &service.service.agency)?);
    let next = service.next_stage().ok_or_else(|| Refusal::rule("service-at-its-last-stage"))?;
    let mut problems = Vec::new();
    match draft.stage {
        Some(stage) if stage == next => {}
        Some(_) => return Err(Refusal::rule("service-stage-order").with("next", next.key())),
        None => problems.push(Problem::new("/stage", "missing")),
    }
    let document = tidy(&draft.document);
    if document.is_empty() {
        problems.push(Problem::new("/document", "missing"));
    }
    let last = service.reached.last().map(|reached| reached.on);
    match draft.on {
        None => problems.push(Problem::new("/on", "missing")),
        Some(on) if on > today => problems.push(Problem::new("/on", "date-in-future")),
        Some(on) if last.is_some_and(|last| on < last) => {
            problems.push(Problem::new("/on", "service-stage-before").with("day", last.unwrap_or(on)));
        }
        Some(_) => {}
    }
    let (Some(on), true) = (draft.on, problems.is_empty()) else { return Err(Refusal::input(problems)) };
    let service = service.service.code.clone();
    Ok((Event::StageReached(StageReached { service, stage: next, on, document, files: draft.files }), by))
}

/// Takes the last stage back, which had been noted by mistake.
///
/// # Errors
/// When they keep no services of its agency, it reached none, or no reason is given.
pub fn withdraw(actor: &Actor, service: &EssentialService, reason: &str) -> Result<(Event, Capacity), Refusal> {
    let by = actor.as_officer(may_at(actor, Deed::KeepServices, &service.service.agency)?);
    let stage = service.stage().ok_or_else(|| Refusal::rule("service-without-stage"))?;
    let reason = tidy(reason);
    if reason.is_empty() {
        return Err(Refusal::input(vec![Problem::new("/reason", "missing")]));
    }
    Ok((Event::StageWithdrawn(StageWithdrawn { service: service.service.code.clone(), stage, reason }), by))
}
