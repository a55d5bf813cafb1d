//! Planning a visit, noting what is found, reporting; and the task that a finding becomes.

use super::{Cancelled, Event, FindingNoted, Planned, Reported, State, Visit, VisitKind};
use crate::codes::{AgencyCode, VisitCode};
use crate::people::permissions::may_assign;
use crate::people::{Actor, Capacity, Directory};
use crate::tasks::{Draft, Evidence, Link, LinkKind};
use crate::text::tidy;
use crate::{Problem, Refusal};
use jiff::ToSpan as _;
use jiff::civil::Date;

/// So many days has a finding's remedy where nothing else is said.
pub const USUAL_DAYS: i64 = 30;

/// The last day of a remedy that becomes a task on this day, where the finding says none.
#[must_use]
pub fn usual_day(today: Date) -> Date {
    today.saturating_add(USUAL_DAYS.days())
}

/// A visit as somebody typed it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// What it is for.
    pub kind: Option<VisitKind>,
    /// Which agency is visited.
    pub host: Option<AgencyCode>,
    /// Where a study visit goes.
    pub place: String,
    /// Its first day.
    pub from: Option<Date>,
    /// Its last day; the first one where nothing is said.
    pub to: Option<Date>,
    /// By which document.
    pub authority: String,
    /// What is looked at.
    pub plan: String,
    /// Who goes, one a line.
    pub team: String,
}

/// What is recorded of a visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Something was found.
    Find {
        /// What.
        what: String,
        /// What is to be done about it.
        remedy: String,
        /// By when.
        due_on: Option<Date>,
    },
    /// It took place.
    Report {
        /// What came of it.
        summary: String,
        /// Its files.
        files: Vec<Evidence>,
    },
    /// It does not take place.
    Cancel {
        /// Why.
        reason: String,
    },
}

/// What a decision needs to know.
#[derive(Debug, Clone, Copy)]
pub struct Context {
    /// The day.
    pub today: Date,
}

/// Plans a visit under this code in the name of an agency.
///
/// # Errors
/// When the policy does not let them, or something is missing.
pub fn plan(
    actor: &Actor,
    agency: &AgencyCode,
    visit: VisitCode,
    typed: &Plan,
    directory: &Directory,
) -> Result<(Planned, Capacity), Refusal> {
    let by = may_assign(actor, agency)?;
    let mut problems = Vec::new();
    let mut text = |pointer: &str, typed: &str| {
        let text = tidy(typed);
        if text.is_empty() {
            problems.push(Problem::new(pointer, "missing"));
        }
        text
    };
    let (authority, what) = (text("/authority", &typed.authority), text("/plan", &typed.plan));
    let team: Vec<String> = typed.team.lines().map(tidy).filter(|line| !line.is_empty()).collect();
    if team.is_empty() {
        problems.push(Problem::new("/team", "visit-without-team"));
    }
    let (study, place) = (typed.kind == Some(VisitKind::Study), tidy(&typed.place));
    let host = typed.host.clone().filter(|host| directory.get(host).is_some());
    match typed.kind {
        None => problems.push(Problem::new("/kind", "missing")),
        Some(VisitKind::Study) if place.is_empty() => problems.push(Problem::new("/place", "missing")),
        Some(VisitKind::Inspection | VisitKind::Guidance) if host.is_none() => {
            problems.push(Problem::new("/host", "visit-without-host"));
        }
        Some(_) => {}
    }
    let to = typed.to.or(typed.from);
    match (typed.from, to) {
        (None, _) => problems.push(Problem::new("/from", "missing")),
        (Some(from), Some(to)) if to < from => problems.push(Problem::new("/to", "visit-ends-before")),
        _ => {}
    }
    let (Some(kind), Some(from), Some(to), true) = (typed.kind, typed.from, to, problems.is_empty()) else {
        return Err(Refusal::input(problems));
    };
    let host = host.filter(|_| !study);
    let agency = agency.clone();
    Ok((Planned { visit, kind, agency, host, place, from, to, authority, plan: what, team }, by))
}

/// Decides about a command.
///
/// # Errors
/// When the policy does not let them, the visit was cancelled or has not begun, or something is missing.
pub fn decide(actor: &Actor, visit: &Visit, command: Command, context: Context) -> Result<(Event, Capacity), Refusal> {
    let by = may_assign(actor, &visit.planned.agency)?;
    if visit.state == State::Cancelled {
        return Err(Refusal::rule("visit-cancelled"));
    }
    let code = visit.planned.visit.clone();
    let said = |text: &str, pointer: &str| {
        let text = tidy(text);
        if text.is_empty() { Err(Refusal::input(vec![Problem::new(pointer, "missing")])) } else { Ok(text) }
    };
    let begun = || {
        if context.today < visit.planned.from {
            return Err(Refusal::rule("visit-to-come").with("day", visit.planned.from));
        }
        Ok(())
    };
    let event = match command {
        Command::Find { what, remedy, due_on } => {
            begun()?;
            let what = said(&what, "/what")?;
            if due_on.is_some_and(|day| day < context.today) {
                return Err(Refusal::input(vec![Problem::new("/due_on", "finding-day-past")]));
            }
            let number = u32::try_from(visit.findings.len()).unwrap_or(u32::MAX).saturating_add(1);
            Event::FindingNoted(FindingNoted { visit: code, number, what, remedy: tidy(&remedy), due_on })
        }
        Command::Report { summary, files } => {
            begun()?;
            Event::Reported(Reported { visit: code, summary: said(&summary, "/summary")?, files })
        }
        Command::Cancel { reason } => {
            if visit.state == State::Reported {
                return Err(Refusal::rule("visit-reported"));
            }
            Event::Cancelled(Cancelled { visit: code, reason: said(&reason, "/reason")? })
        }
    };
    Ok((event, by))
}

/// The task that a finding becomes: the visited agency remedies it, `responsible` answers for it.
///
/// # Errors
/// When there is no such finding, or nobody was visited.
pub fn task_of(
    visit: &Visit,
    number: u32,
    responsible: &str,
    deliverable: &str,
    today: Date,
) -> Result<Draft, Refusal> {
    let finding = visit.finding(number).ok_or_else(|| Refusal::not_found("finding-unknown"))?;
    let planned = &visit.planned;
    let lead = planned.host.clone().ok_or_else(|| Refusal::rule("study-has-no-host"))?;
    let what = if finding.remedy.is_empty() { &finding.what } else { &finding.remedy };
    Ok(Draft {
        lead: Some(lead),
        responsible: responsible.to_owned(),
        name: what.clone(),
        due_on: Some(finding.due_on.unwrap_or_else(|| usual_day(today))),
        deliverable: deliverable.to_owned(),
        authority: planned.authority.clone(),
        links: vec![Link { kind: LinkKind::Inspection, reference: format!("{}/{number}", planned.visit) }],
        ..Draft::default()
    })
}
