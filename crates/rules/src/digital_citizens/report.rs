//! Reporting a village's month, verifying it, setting it aside, saying what a year is to reach.

use super::{
    Aimed, Counts, Event, Measure, ReportState, Reported, Reporter, SetAside, Verified, VillageCitizens, last_by,
};
use crate::codes::{AgencyCode, VillageCode};
use crate::people::permissions::{Deed, is_of_village, may_at, may_report_citizens};
use crate::people::{Actor, Capacity};
use crate::text::tidy;
use crate::{Problem, Refusal};
use jiff::civil::Date;

/// So many people live in no village.
const MOST_PEOPLE: u32 = 20_000;

/// A report as somebody typed it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// A day of the month that it is of.
    pub month: Option<Date>,
    /// Who counted.
    pub reporter: Option<Reporter>,
    /// Residents aged 14 and over.
    pub residents: String,
    /// A count a measure, in the order of [`Measure::ALL`].
    pub counts: [String; 4],
    /// Why there are fewer, where there are; what else is to be said.
    pub note: String,
}

/// What a year is to reach, as somebody typed it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Target {
    /// Which year.
    pub year: String,
    /// Whole percent, a measure each, in the order of [`Measure::ALL`].
    pub percent: [String; 4],
    /// By which document.
    pub document: String,
}

/// Reports a month of a village of the commune that this agency governs; what a member of the village's group reports the group counted. `population` is how many people of any age are known to live there.
///
/// # Errors
/// When they are no officer there or above and not of the village's group, or something is missing, can't be, or fell without a word why.
pub fn report(
    actor: &Actor,
    agency: &AgencyCode,
    village: &VillageCode,
    known: &VillageCitizens,
    typed: &Report,
    population: Option<u32>,
    today: Date,
) -> Result<(Event, Capacity), Refusal> {
    let by = may_report_citizens(actor, agency, village)?;
    let reporter = if is_of_village(actor, village) { Some(Reporter::Group) } else { typed.reporter };
    let mut problems = Vec::new();
    let month = typed.month.map(Date::first_of_month);
    match month {
        None => problems.push(Problem::new("/month", "missing")),
        Some(month) if month > today => problems.push(Problem::new("/month", "date-in-future")),
        Some(_) => {}
    }
    if reporter.is_none() {
        problems.push(Problem::new("/reporter", "missing"));
    }
    let residents = number("residents", &typed.residents, &mut problems);
    if let (Some(all), Some(population)) = (residents, population.filter(|population| residents > Some(*population))) {
        let problem = Problem::new("/residents", "citizens-above-population");
        problems.push(problem.with("count", all).with("population", population));
    }
    let counted = Measure::ALL.map(|measure| {
        let [eid, signature, account, cashless] = &typed.counts;
        let text = match measure {
            Measure::Eid => eid,
            Measure::Signature => signature,
            Measure::Account => account,
            Measure::Cashless => cashless,
        };
        let count = number(measure.key(), text, &mut problems);
        if let (Some(count), Some(residents)) = (count, residents.filter(|residents| count > Some(*residents))) {
            let problem = Problem::new(format!("/{}", measure.key()), "citizens-above-residents");
            problems.push(problem.with("count", count).with("residents", residents));
        }
        count
    });
    let note = tidy(&typed.note);
    let earlier = month.and_then(|month| before(known, month));
    let fell = |earlier: &Reported| {
        let then = Measure::ALL.map(|measure| Some(earlier.counts.of(measure)));
        counted.iter().zip(then).any(|(now, then)| now.is_some() && *now < then)
    };
    if note.is_empty() && earlier.is_some_and(fell) {
        problems.push(Problem::new("/note", "citizens-fell"));
    }
    let ([Some(eid), Some(signature), Some(account), Some(cashless)], true) = (counted, problems.is_empty()) else {
        return Err(Refusal::input(problems));
    };
    let (Some(month), Some(reporter), Some(residents)) = (month, reporter, residents) else {
        return Err(Refusal::input(problems));
    };
    let number = u32::try_from(known.reports.len()).unwrap_or(u32::MAX).saturating_add(1);
    let counts = Counts { residents, eid, signature, account, cashless };
    let (village, in_place_of) = (village.clone(), by.principal().map(str::to_owned));
    Ok((Event::Reported(Reported { village, number, month, reporter, counts, note, in_place_of }), by))
}

/// The verified report of the last month before this one.
fn before(known: &VillageCitizens, month: Date) -> Option<&Reported> {
    last_by(known.verified().filter(|(report, _)| report.month < month), Date::MAX)
}

fn number(field: &str, typed: &str, problems: &mut Vec<Problem>) -> Option<u32> {
    let (typed, pointer) = (typed.trim(), format!("/{field}"));
    if typed.is_empty() {
        problems.push(Problem::new(pointer, "missing"));
        return None;
    }
    let read = typed.parse().ok().filter(|people| *people <= MOST_PEOPLE);
    if read.is_none() {
        problems.push(Problem::new(pointer, "number-unreadable").with("typed", typed));
    }
    read
}

/// Verifies a report of somebody else: it counts from this day on, in place of what the same month had said before.
///
/// # Errors
/// When they neither lead nor are of the secretariat there or above, there is no such report waiting, or it is their own.
pub fn verify(
    actor: &Actor,
    agency: &AgencyCode,
    known: &VillageCitizens,
    number: u32,
) -> Result<(Event, Capacity), Refusal> {
    let by = actor.as_officer(may_at(actor, Deed::VerifyDigitalCitizens, agency)?);
    let (report, reported_by) = waiting(known, number)?;
    if by.did(reported_by, report.in_place_of.as_deref()) {
        return Err(Refusal::forbidden("citizens-own-report"));
    }
    Ok((Event::Verified(Verified { village: report.village.clone(), number }), by))
}

/// Sets a report aside.
///
/// # Errors
/// When they neither lead nor are of the secretariat there or above, there is no such report waiting, or no reason is given.
pub fn set_aside(
    actor: &Actor,
    agency: &AgencyCode,
    known: &VillageCitizens,
    number: u32,
    reason: &str,
) -> Result<(Event, Capacity), Refusal> {
    let by = actor.as_officer(may_at(actor, Deed::VerifyDigitalCitizens, agency)?);
    let (report, _) = waiting(known, number)?;
    let reason = tidy(reason);
    if reason.is_empty() {
        return Err(Refusal::input(vec![Problem::new("/reason", "missing")]));
    }
    Ok((Event::SetAside(SetAside { village: report.village.clone(), number, reason }), by))
}

fn waiting(known: &VillageCitizens, number: u32) -> Result<(&Reported, &str), Refusal> {
    let mut reports = known.reports.iter();
    let found = reports.find(|kept| kept.report.number == number && kept.state == ReportState::Waiting);
    found.map(|kept| (&kept.report, kept.by.as_str())).ok_or_else(|| Refusal::not_found("citizens-report-unknown"))
}

/// Says what the commune of an agency, or the province, is to reach in a year; said again, it replaces what was said.
///
/// # Errors
/// When they neither lead nor are of the secretariat there or above, or something is missing or no percentage.
pub fn aim(actor: &Actor, agency: &AgencyCode, typed: &Target) -> Result<(Event, Capacity), Refusal> {
    let by = actor.as_officer(may_at(actor, Deed::VerifyDigitalCitizens, agency)?);
    let mut problems = Vec::new();
    let year = number("year", &typed.year, &mut problems).and_then(|year| i16::try_from(year).ok());
    if year.is_some_and(|year| !(2020..=2100).contains(&year)) {
        problems.push(Problem::new("/year", "number-unreadable").with("typed", &typed.year));
    }
    let mut percent = [0; 4];
    for ((measure, typed), percent) in Measure::ALL.iter().zip(&typed.percent).zip(&mut percent) {
        let field = format!("target_{}", measure.key());
        match number(&field, typed, &mut problems).map(u8::try_from) {
            Some(Ok(read)) if read <= 100 => *percent = read,
            None => {}
            _ => problems.push(Problem::new(format!("/{field}"), "citizens-percent")),
        }
    }
    let document = tidy(&typed.document);
    if document.is_empty() {
        problems.push(Problem::new("/document", "missing"));
    }
    let (Some(year), true) = (year, problems.is_empty()) else { return Err(Refusal::input(problems)) };
    Ok((Event::Aimed(Aimed { agency: agency.clone(), year, percent, document }), by))
}
