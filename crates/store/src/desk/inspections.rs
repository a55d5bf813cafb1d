//! Visits at the desk: planned, their findings noted and made tasks, reported.

use super::tasks::{self, STEERING_LEDGER, officers};
use crate::journal::{self, Append, Recorded};
use crate::province::Province;
use crate::tables::inspections::{next_code, task_of_finding};
use crate::{Failure, Fault, Tx};
use jiff::Timestamp;
use rules::Refusal;
use rules::calendar::day_of;
use rules::codes::{AgencyCode, TaskCode, VisitCode};
use rules::inspections::{Command, Context, Event, Plan, Visit, decide, plan as decide_plan, task_of};
use rules::people::{Actor, Capacity};

fn stream(code: &VisitCode) -> String {
    format!("inspections/{code}")
}

/// The visit of this code with its entries in the journal, oldest first; nothing when there is none.
///
/// # Errors
/// When the database fails.
pub fn load_with_history(tx: &mut Tx, code: &VisitCode) -> Result<Option<(Visit, Vec<Recorded>)>, Fault> {
    let history = journal::read_stream(tx, &stream(code))?;
    let mut visit = None;
    for recorded in &history {
        let rules::Event::Inspections(event) = &recorded.event else { continue };
        visit = Visit::next(visit, event);
    }
    Ok(visit.map(|visit| (visit, history)))
}

/// Plans a visit in the name of an agency.
///
/// # Errors
/// When the rules refuse.
pub fn plan(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    agency: &AgencyCode,
    typed: &Plan,
    now: Timestamp,
) -> Result<VisitCode, Failure> {
    let year = typed.from.unwrap_or_else(|| day_of(now)).year();
    let code = next_code(tx, year)?;
    let (planned, by) = decide_plan(actor, agency, code.clone(), typed, &province.directory)?;
    append(tx, &code, 0, Event::Planned(planned), &by, now)?;
    Ok(code)
}

/// Records something of a visit that the actor saw at this version.
///
/// # Errors
/// When the rules refuse, there is none, or somebody else was faster.
pub fn act(
    tx: &mut Tx,
    actor: &Actor,
    code: &VisitCode,
    seen: u64,
    command: Command,
    now: Timestamp,
) -> Result<(), Failure> {
    let (visit, _) = load_with_history(tx, code)?.ok_or_else(unknown)?;
    if visit.version != seen {
        return Err(Refusal::conflict("visit-changed-meanwhile").with("current", visit.version).into());
    }
    let (event, by) = decide(actor, &visit, command, Context { today: day_of(now) })?;
    append(tx, code, visit.version, event, &by, now)
}

/// Makes a finding a task of the visited agency, whose leader answers for it; once.
///
/// # Errors
/// When the rules refuse, there is no such finding, or it is a task already.
pub fn make_task(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    (code, number): (&VisitCode, u32),
    deliverable: &str,
    now: Timestamp,
) -> Result<TaskCode, Failure> {
    let (visit, _) = load_with_history(tx, code)?.ok_or_else(unknown)?;
    if let Some(task) = task_of_finding(tx, code, number)? {
        return Err(Refusal::rule("finding-has-task").with("task", task).into());
    }
    let today = day_of(now);
    let responsible = match &visit.planned.host {
        Some(host) => officers(tx, host, today)?.into_iter().next().map(|officer| officer.login),
        None => None,
    };
    let draft = task_of(&visit, number, &responsible.unwrap_or_default(), deliverable, today)?;
    let task = tasks::give(tx, province, actor, &visit.planned.agency, &draft, None, now)?;
    Ok(task.code().clone())
}

fn unknown() -> Refusal {
    Refusal::not_found("visit-unknown")
}

fn append(
    tx: &mut Tx,
    code: &VisitCode,
    expected: u64,
    event: Event,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let events = [rules::Event::Inspections(event)];
    let stream = stream(code);
    journal::append(tx, &Append { ledger: STEERING_LEDGER, stream: &stream, expected, at: now, by, events: &events })?;
    Ok(())
}
