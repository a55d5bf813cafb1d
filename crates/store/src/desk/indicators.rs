//! Indicators at the desk: kept in the register, reported, approved, locked.

use super::dossiers;
use super::tasks::STEERING_LEDGER;
use crate::journal::{self, Append, Recorded};
use crate::province::Province;
use crate::tables::indicators::{find as find_in_register, history};
use crate::{Failure, Fault, Tx};
use jiff::Timestamp;
use rules::Refusal;
use rules::calendar::day_of;
use rules::codes::{AgencyCode, IndicatorCode};
use rules::indicators::{
    Command, Context, Draft, Event, Indicator, IndicatorReport, ReportPeriod, decide, keep as decide_keep,
};
use rules::people::{Actor, Capacity};

fn stream(code: &IndicatorCode) -> String {
    format!("indicators/{code}")
}

fn report_stream(code: &IndicatorCode, agency: &AgencyCode, period: ReportPeriod) -> String {
    format!("indicator-reports/{code}/{agency}/{period}")
}

/// The indicator of this code with its entries in the journal, oldest first; nothing when there is none.
///
/// # Errors
/// When the database fails.
pub fn load_with_history(tx: &mut Tx, code: &IndicatorCode) -> Result<Option<(Indicator, Vec<Recorded>)>, Fault> {
    let history = journal::read_stream(tx, &stream(code))?;
    let mut indicator = None;
    for recorded in &history {
        match &recorded.event {
            rules::Event::Indicators(Event::Registered(event)) => indicator = Some(event.indicator.clone()),
            rules::Event::Indicators(Event::Revised(event)) => indicator = Some(event.indicator.clone()),
            _ => {}
        }
    }
    Ok(indicator.map(|indicator| (indicator, history)))
}

/// Enters an indicator in the register, or changes the one of this code.
///
/// # Errors
/// When the rules refuse, there is one already or none to be changed, or somebody else was faster.
pub fn keep(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    changed: Option<(&IndicatorCode, u64)>,
    draft: &Draft,
    now: Timestamp,
) -> Result<IndicatorCode, Failure> {
    let whole = province.directory.iter().find(|agency| agency.parent.is_none() && agency.settles());
    let whole = whole.map(|agency| agency.code.clone()).ok_or_else(|| Refusal::not_found("agency-unknown"))?;
    let before = match changed {
        None => None,
        Some((code, seen)) => {
            let (indicator, history) = load_with_history(tx, code)?.ok_or_else(unknown)?;
            if history.len() as u64 != seen {
                return Err(Refusal::conflict("indicator-changed-meanwhile").with("current", history.len()).into());
            }
            Some((indicator, seen))
        }
    };
    let known = before.as_ref().map(|(indicator, _)| indicator);
    let (event, by) = decide_keep(actor, &whole, &province.directory, known, draft)?;
    let code = event.indicator().clone();
    if before.is_none() && load_with_history(tx, &code)?.is_some() {
        return Err(Refusal::rule("indicator-there-already").with("code", &code).into());
    }
    append(tx, &stream(&code), before.map_or(0, |(_, seen)| seen), event, &by, now)?;
    Ok(code)
}

fn unknown() -> Refusal {
    Refusal::not_found("target-indicator-unknown")
}

/// The report of an agency in a period with its entries in the journal, oldest first; one that nobody made yet has none.
///
/// # Errors
/// When the database fails.
pub fn load_report(
    tx: &mut Tx,
    code: &IndicatorCode,
    agency: &AgencyCode,
    period: ReportPeriod,
) -> Result<(IndicatorReport, Vec<Recorded>), Fault> {
    let history = journal::read_stream(tx, &report_stream(code, agency, period))?;
    let mut report = IndicatorReport::default();
    for recorded in &history {
        let rules::Event::Indicators(event) = &recorded.event else { continue };
        let who = dossiers::who(recorded)?;
        report = report.next(event, recorded.at, (&who.login, &who.name));
    }
    Ok((report, history))
}

/// Acts on the report of an agency in a period that the actor saw at this version.
///
/// # Errors
/// When the rules refuse, there is no such indicator, or somebody else was faster.
pub fn act(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    (code, agency, period): (&IndicatorCode, &AgencyCode, ReportPeriod),
    seen: u64,
    command: Command,
    now: Timestamp,
) -> Result<(), Failure> {
    let indicator = find_in_register(tx, code)?.ok_or_else(unknown)?;
    let (report, _) = load_report(tx, code, agency, period)?;
    if report.version != seen {
        return Err(Refusal::conflict("report-changed-meanwhile").with("current", report.version).into());
    }
    let history = history(tx, code, agency, period)?;
    let context =
        Context { indicator: &indicator, directory: &province.directory, history: &history, today: day_of(now) };
    let (event, by) = decide(actor, (agency, period), &report, command, context)?;
    append(tx, &report_stream(code, agency, period), report.version, event, &by, now)
}

fn append(
    tx: &mut Tx,
    stream: &str,
    expected: u64,
    event: Event,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let events = [rules::Event::Indicators(event)];
    journal::append(tx, &Append { ledger: STEERING_LEDGER, stream, expected, at: now, by, events: &events })?;
    Ok(())
}
