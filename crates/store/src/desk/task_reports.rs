//! Monthly reports of tasks at the desk: drawn as of the cut-off, sent, approved, locked.

use super::dossiers;
use super::tasks::STEERING_LEDGER;
use crate::journal::{self, Append, Recorded};
use crate::tables::task_reports::{cut_off_day, figures};
use crate::{Failure, Fault, Tx};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::Refusal;
use rules::calendar::{day_of, instant};
use rules::codes::AgencyCode;
use rules::people::{Actor, Capacity};
use rules::task_reports::{Command, Context, Event, Figures, Month, MonthlyReport, decide, set_cut_off};

/// The stream of the days of cut-off.
const CUT_OFFS: &str = "task-reports/cut-off";

fn stream(agency: &AgencyCode, month: Month) -> String {
    format!("task-reports/{agency}/{month}")
}

/// The report of an agency for a month with its entries in the journal, oldest first; one that nobody sent yet has none.
///
/// # Errors
/// When the database fails.
pub fn load(tx: &mut Tx, agency: &AgencyCode, month: Month) -> Result<(MonthlyReport, Vec<Recorded>), Fault> {
    let history = journal::read_stream(tx, &stream(agency, month))?;
    let mut report = MonthlyReport::default();
    for recorded in &history {
        let rules::Event::TaskReports(event) = &recorded.event else { continue };
        let who = dossiers::who(recorded)?;
        report = report.next(event, recorded.at, (&who.login, &who.name));
    }
    Ok((report, history))
}

/// The day of cut-off of a month.
///
/// # Errors
/// When the database fails.
pub fn cut_off(tx: &mut Tx, month: Month) -> Result<Date, Fault> {
    Ok(month.cut_off(cut_off_day(tx, month)?))
}

/// The figures of an agency as of the end of a day, or of now where that day is not over.
///
/// # Errors
/// When the database fails.
pub fn draw(tx: &mut Tx, agency: &AgencyCode, cut_off: Date, now: Timestamp) -> Result<Figures, Fault> {
    let over = cut_off.tomorrow().map_or(now, |next| instant(next.at(0, 0, 0, 0)));
    figures(tx, agency, cut_off.min(day_of(now)), over.min(now))
}

/// Acts on the report of an agency for a month that the actor saw at this version.
///
/// # Errors
/// When the rules refuse, or somebody else was faster.
pub fn act(
    tx: &mut Tx,
    actor: &Actor,
    agency: &AgencyCode,
    month: Month,
    seen: u64,
    command: Command,
    now: Timestamp,
) -> Result<(), Failure> {
    let (report, _) = load(tx, agency, month)?;
    if report.version != seen {
        return Err(Refusal::conflict("report-changed-meanwhile").with("current", report.version).into());
    }
    let cut_off = cut_off(tx, month)?;
    let sends = matches!(command, Command::Send { .. }) && day_of(now) >= cut_off;
    let figures = if sends { draw(tx, agency, cut_off, now)? } else { Figures::default() };
    let context = Context { today: day_of(now), cut_off, figures };
    let (event, by) = decide(actor, agency, month, &report, command, context)?;
    append(tx, &stream(agency, month), report.version, event, &by, now)
}

/// Sets the day of cut-off from a month on.
///
/// # Errors
/// When the rules refuse.
pub fn set_day(
    tx: &mut Tx,
    actor: &Actor,
    province: &AgencyCode,
    (day, from): (Option<i8>, Option<Month>),
    authority: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let (event, by) = set_cut_off(actor, province, day, from, authority, day_of(now))?;
    let version = journal::read_stream(tx, CUT_OFFS)?.len() as u64;
    append(tx, CUT_OFFS, version, event, &by, now)
}

fn append(
    tx: &mut Tx,
    stream: &str,
    expected: u64,
    event: Event,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let events = [rules::Event::TaskReports(event)];
    journal::append(tx, &Append { ledger: STEERING_LEDGER, stream, expected, at: now, by, events: &events })?;
    Ok(())
}
