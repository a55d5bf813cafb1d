//! Steps of a route that nobody can do: where no one holds the role, nor acts for somebody who does. A route with such a step at
//! some agencies can be published, and says at which; one with a step that nobody can do anywhere can't.

use crate::engine::Tx;
use crate::province::Province;
use crate::tables::positions;
use crate::{Failure, Fault};
use jiff::Timestamp;
use rules::catalogue::{Level, Procedure, Step, StepPlace, Whom};
use rules::codes::AgencyCode;
use rules::dossiers::can_settle;
use rules::people::Role;
use rules::{Problem, Refusal};

/// A step whose role nobody holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vacancy {
    /// The step's name.
    pub step: String,
    /// The agencies where nobody does.
    pub agencies: Vec<AgencyCode>,
    /// Whether those are all where it could be done.
    pub everywhere: bool,
}

/// The vacancies of a procedure's route, step by step. What opens other dossiers or is settled by a ministry has none.
///
/// # Errors
/// When the database fails.
pub fn vacancies(
    tx: &mut Tx,
    province: &Province,
    procedure: &Procedure,
    now: Timestamp,
) -> Result<Vec<Vacancy>, Fault> {
    if procedure.joint.is_some() || procedure.level == Level::Ministry {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for step in procedure.route.steps() {
        let places = places(province, procedure, step);
        let mut agencies = Vec::new();
        for place in &places {
            if positions::at_work(tx, place.as_str(), step.role, now)?.is_empty() {
                agencies.push((*place).clone());
            }
        }
        let everywhere = agencies.len() == places.len();
        if everywhere || !agencies.is_empty() {
            found.push(Vacancy { step: step.name.clone(), agencies, everywhere });
        }
    }
    Ok(found)
}

/// The agencies that a route asks for opinions by name and that can't give one: there is none in force, it is the very one that
/// settles, or nobody works there. Each by its step and its place among the opinions of that step, counted from 0.
///
/// # Errors
/// When the database fails.
pub fn unaskable(
    tx: &mut Tx,
    province: &Province,
    procedure: &Procedure,
    now: Timestamp,
) -> Result<Vec<(usize, usize, &'static str)>, Fault> {
    let (directory, mut found) = (&province.directory, Vec::new());
    for (number, step) in procedure.route.steps().iter().enumerate() {
        for (at, ask) in step.consultations.iter().enumerate() {
            let Whom::Agency(code) = &ask.whom else { continue };
            let code = directory.successor(code);
            let agency = directory.get(code).filter(|agency| agency.settles() && directory.is_in_force(&agency.code));
            let flaw = if agency.is_none() {
                Some("agency-unknown")
            } else if procedure.agency.as_ref().is_some_and(|settles| directory.successor(settles) == code) {
                Some("consult-oneself")
            } else {
                let mut works = false;
                for role in [Role::CaseOfficer, Role::Approver] {
                    works |= !positions::at_work(tx, code.as_str(), role, now)?.is_empty();
                }
                (!works).then_some("opinion-nobody")
            };
            found.extend(flaw.map(|flaw| (number, at, flaw)));
        }
    }
    Ok(found)
}

/// Refuses a procedure whose route has a step that nobody can do anywhere, or asks for opinions that nobody can give.
///
/// # Errors
/// With the first such step, or with each such opinion.
pub fn refuse_unwalkable(
    tx: &mut Tx,
    province: &Province,
    procedure: &Procedure,
    now: Timestamp,
) -> Result<(), Failure> {
    let flaws = unaskable(tx, province, procedure, now)?;
    if !flaws.is_empty() {
        let problem = |(step, at, flaw)| Problem::new(format!("/route/{step}/consultations/{at}/whom"), flaw);
        return Err(Refusal::input(flaws.into_iter().map(problem).collect()).into());
    }
    match vacancies(tx, province, procedure, now)?.into_iter().find(|vacancy| vacancy.everywhere) {
        Some(vacancy) => Err(Refusal::rule("route-role-nobody").with("step", vacancy.step).into()),
        None => Ok(()),
    }
}

/// Where a step is done: every agency that it may be done at, once.
fn places<'a>(province: &'a Province, procedure: &Procedure, step: &'a Step) -> Vec<&'a AgencyCode> {
    let directory = &province.directory;
    let settling =
        directory.iter().filter(|agency| can_settle(procedure, agency, directory)).map(|agency| &agency.code);
    let mut places: Vec<_> = match &step.place {
        StepPlace::Agency(agency) => vec![agency],
        StepPlace::Competent => settling.collect(),
        StepPlace::Counter => {
            settling.filter_map(|agency| directory.counter_of(agency)).map(|counter| &counter.code).collect()
        }
    };
    places.sort();
    places.dedup();
    places
}
