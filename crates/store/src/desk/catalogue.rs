//! Publishing and withdrawing procedures, announcing days off.

use crate::Failure;
use crate::engine::Tx;
use crate::journal::{self, Append};
use crate::province::{PROVINCE_LEDGER, Province};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::Refusal;
use rules::calendar::{Calendar, SpecialDay};
use rules::catalogue::{self, DaysAnnounced, DaysWithdrawn, Procedure, State};
use rules::codes::{AgencyCode, ProcedureCode};
use rules::people::Capacity;

/// What publishing did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It was not there before.
    Added,
    /// A new version.
    Changed,
    /// It was there just so.
    Left,
}

/// Publishes a procedure from a day on.
///
/// # Errors
/// When the definition lacks something.
pub fn publish(
    tx: &mut Tx,
    province: &Province,
    procedure: Procedure,
    effective_on: Date,
    by: &Capacity,
    now: Timestamp,
) -> Result<Change, Failure> {
    let code = procedure.code.clone();
    let none = State::default();
    let state = province.procedure(&code).unwrap_or(&none);
    let events = catalogue::publish(state, procedure, effective_on)?;
    if events.is_empty() {
        return Ok(Change::Left);
    }
    append(tx, &code, state, events, by, now)?;
    Ok(if state.version == 0 { Change::Added } else { Change::Changed })
}

/// Withdraws a procedure from a day on.
///
/// # Errors
/// When there is none, or it is withdrawn already.
pub fn withdraw(
    tx: &mut Tx,
    province: &Province,
    code: &ProcedureCode,
    effective_on: Date,
    reason: String,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let state = province.procedure(code).ok_or_else(|| Refusal::not_found("procedure-unknown"))?;
    let events = catalogue::withdraw(state, effective_on, reason, None)?;
    append(tx, code, state, events, by, now)
}

/// Announces days off and days made up, for the province or for one agency.
///
/// # Errors
/// When a day can't be what it is said to be: a made-up working day on a weekday, or two words on one day.
pub fn announce_days(
    tx: &mut Tx,
    agency: Option<AgencyCode>,
    days: Vec<SpecialDay>,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    Calendar::national()
        .with_days(days.iter().cloned())
        .map_err(|error| Refusal::rule("days-wrong").with("detail", error.to_string()))?;
    let stream = calendar_stream(agency.as_ref());
    calendar(tx, &stream, catalogue::Event::DaysAnnounced(DaysAnnounced { days, agency }), by, now)
}

/// Makes days like others again, for the province or for one agency.
///
/// # Errors
/// When one of them is a day like others already, or nobody says why.
pub fn withdraw_days(
    tx: &mut Tx,
    province: &Province,
    agency: Option<AgencyCode>,
    days: Vec<Date>,
    reason: &str,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let reason = rules::text::tidy(reason);
    if reason.is_empty() {
        return Err(Refusal::input(vec![rules::Problem::new("/reason", "day-reason-missing")]).into());
    }
    let known = agency.as_ref().map_or_else(|| province.calendar_of_the_province(), |code| province.calendar(code));
    if let Some(day) = days.iter().find(|day| known.special(**day).is_none()) {
        return Err(Refusal::rule("day-not-special").with("day", day).into());
    }
    let stream = calendar_stream(agency.as_ref());
    calendar(tx, &stream, catalogue::Event::DaysWithdrawn(DaysWithdrawn { days, agency, reason }), by, now)
}

/// The stream of the province's days, or of one agency's.
#[must_use]
pub fn calendar_stream(agency: Option<&AgencyCode>) -> String {
    agency.map_or_else(|| "calendar".to_owned(), |code| format!("calendar/{code}"))
}

fn calendar(tx: &mut Tx, stream: &str, event: catalogue::Event, by: &Capacity, now: Timestamp) -> Result<(), Failure> {
    let events = [rules::Event::Catalogue(event)];
    let expected = journal::stream_version(tx, stream)?;
    journal::append(tx, &Append { ledger: PROVINCE_LEDGER, stream, expected, at: now, by, events: &events })?;
    Ok(())
}

pub(super) fn append(
    tx: &mut Tx,
    code: &ProcedureCode,
    state: &State,
    events: Vec<catalogue::Event>,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let events: Vec<_> = events.into_iter().map(rules::Event::Catalogue).collect();
    let stream = format!("procedures/{code}");
    let append =
        Append { ledger: PROVINCE_LEDGER, stream: &stream, expected: state.version, at: now, by, events: &events };
    journal::append(tx, &append)?;
    Ok(())
}
