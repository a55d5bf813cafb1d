//! Reporting what there is in a village, verifying it, setting it aside, saying what is to come.

use super::{
    Event, Level, Planned, Power, ReportState, Reported, SetAside, Signal, Technology, Verified, VillageCoverage,
};
use crate::codes::{AgencyCode, VillageCode};
use crate::people::permissions::{Deed, may_at, may_report_coverage};
use crate::people::{Actor, Capacity};
use crate::tasks::Evidence;
use crate::text::{fold, tidy};
use crate::{Problem, Refusal};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// So many people live in no village.
const MOST_PEOPLE: u32 = 20_000;

/// A report as somebody typed it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// On which day it was seen.
    pub observed_on: Option<Date>,
    /// What reaches the village: operator, technology, how well.
    pub signals: Vec<(String, Option<Technology>, Option<Level>)>,
    /// Whether somebody said that nothing reaches it.
    pub nothing: bool,
    /// Whether there is power.
    pub power: Option<Power>,
    /// How many people live there.
    pub population: String,
    /// What else is to be said.
    pub note: String,
    /// Photographs, measurements.
    pub files: Vec<Evidence>,
}

/// What is to come, as somebody typed it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Which operator brings it.
    pub operator: String,
    /// What.
    pub technology: Option<Technology>,
    /// By when.
    pub by: Option<Date>,
    /// By which document.
    pub document: String,
}

/// Reports what there is in a village of the commune that this agency governs.
///
/// # Errors
/// When they are no officer there or above and not of the village's group, or something is missing, contradicts itself or can't be.
pub fn report(
    actor: &Actor,
    agency: &AgencyCode,
    village: &VillageCode,
    known: &VillageCoverage,
    typed: Report,
    today: Date,
) -> Result<(Event, Capacity), Refusal> {
    let by = may_report_coverage(actor, agency, village)?;
    let mut problems = Vec::new();
    match typed.observed_on {
        None => problems.push(Problem::new("/observed_on", "missing")),
        Some(day) if day > today => problems.push(Problem::new("/observed_on", "date-in-future")),
        Some(_) => {}
    }
    let mut signals = Vec::new();
    for (operator, technology, level) in typed.signals {
        let operator = tidy(&operator);
        let (Some(technology), false) = (technology, operator.is_empty()) else {
            problems.push(Problem::new("/signals", "coverage-signal"));
            continue;
        };
        signals.push(Signal { operator, technology, level: level.unwrap_or(Level::Good) });
    }
    signals.sort();
    let different: BTreeSet<_> = signals.iter().map(|signal| (fold(&signal.operator), signal.technology)).collect();
    if different.len() < signals.len() {
        problems.push(Problem::new("/signals", "coverage-signal-twice"));
    }
    if typed.nothing && !signals.is_empty() {
        problems.push(Problem::new("/signals", "coverage-nothing-and-something"));
    }
    if !typed.nothing && signals.is_empty() && problems.iter().all(|problem| problem.pointer != "/signals") {
        problems.push(Problem::new("/signals", "coverage-signals-missing"));
    }
    if typed.power.is_none() {
        problems.push(Problem::new("/power", "missing"));
    }
    let written = typed.population.trim();
    let population = written.parse().ok().filter(|people| *people <= MOST_PEOPLE);
    if population.is_none() && !written.is_empty() {
        problems.push(Problem::new("/population", "number-unreadable").with("typed", written));
    }
    let (Some(observed_on), Some(power), true) = (typed.observed_on, typed.power, problems.is_empty()) else {
        return Err(Refusal::input(problems));
    };
    let number = u32::try_from(known.reports.len()).unwrap_or(u32::MAX).saturating_add(1);
    let (village, note, files) = (village.clone(), tidy(&typed.note), typed.files);
    let in_place_of = by.principal().map(str::to_owned);
    let reported = Reported { village, number, observed_on, signals, power, population, note, files, in_place_of };
    Ok((Event::Reported(reported), by))
}

/// Verifies a report of somebody else: it counts, and what waited beside it is set aside.
///
/// # Errors
/// When they neither lead nor are of the secretariat there or above, there is no such report waiting, or it is their own.
pub fn verify(
    actor: &Actor,
    agency: &AgencyCode,
    known: &VillageCoverage,
    number: u32,
) -> Result<(Event, Capacity), Refusal> {
    let by = actor.as_officer(may_at(actor, Deed::VerifyCoverage, agency)?);
    let reported = waiting(known, number)?;
    if by.did(reported.1, reported.0.in_place_of.as_deref()) {
        return Err(Refusal::forbidden("coverage-own-report"));
    }
    Ok((Event::Verified(Verified { village: reported.0.village.clone(), number }), by))
}

/// Sets a report aside.
///
/// # Errors
/// When they neither lead nor are of the secretariat there or above, there is no such report waiting, or no reason is given.
pub fn set_aside(
    actor: &Actor,
    agency: &AgencyCode,
    known: &VillageCoverage,
    number: u32,
    reason: &str,
) -> Result<(Event, Capacity), Refusal> {
    let by = actor.as_officer(may_at(actor, Deed::VerifyCoverage, agency)?);
    let (reported, _) = waiting(known, number)?;
    let reason = tidy(reason);
    if reason.is_empty() {
        return Err(Refusal::input(vec![Problem::new("/reason", "missing")]));
    }
    Ok((Event::SetAside(SetAside { village: reported.village.clone(), number, reason }), by))
}

/// Says what is to come to a village.
///
/// # Errors
/// When they neither lead nor are of the secretariat there or above, or something is missing.
pub fn decide_plan(
    actor: &Actor,
    agency: &AgencyCode,
    village: &VillageCode,
    typed: &Plan,
) -> Result<(Event, Capacity), Refusal> {
    let by = actor.as_officer(may_at(actor, Deed::VerifyCoverage, agency)?);
    let mut problems = Vec::new();
    let mut text = |pointer: &str, typed: &str| {
        let text = tidy(typed);
        if text.is_empty() {
            problems.push(Problem::new(pointer, "missing"));
        }
        text
    };
    let (operator, document) = (text("/operator", &typed.operator), text("/document", &typed.document));
    if typed.technology.is_none() {
        problems.push(Problem::new("/technology", "missing"));
    }
    if typed.by.is_none() {
        problems.push(Problem::new("/by", "missing"));
    }
    let (Some(technology), Some(day), true) = (typed.technology, typed.by, problems.is_empty()) else {
        return Err(Refusal::input(problems));
    };
    Ok((Event::Planned(Planned { village: village.clone(), operator, technology, by: day, document }), by))
}

fn waiting(known: &VillageCoverage, number: u32) -> Result<(&Reported, &str), Refusal> {
    let found =
        known.reports.iter().find(|(report, state, _)| report.number == number && *state == ReportState::Waiting);
    let (reported, _, by) = found.ok_or_else(|| Refusal::not_found("coverage-report-unknown"))?;
    Ok((reported, by))
}
