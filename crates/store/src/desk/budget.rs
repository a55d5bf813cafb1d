//! Budget lines at the desk: opened, allocated, bound, paid; and taken in from the treasury's list.

use super::tasks::STEERING_LEDGER;
use crate::journal::{self, Append, Recorded};
use crate::province::Province;
use crate::tables::{budget::line_named, numbers};
use crate::{Failure, Fault, Tx};
use jiff::Timestamp;
use rules::Refusal;
use rules::budget::{
    BudgetLine, Draft, Entry, Event, open as decide_open, record as decide_record, void as decide_void,
};
use rules::calendar::day_of;
use rules::codes::BudgetCode;
use rules::people::{Actor, Capacity};

/// The sequence of the running numbers of lines.
pub(crate) const SEQUENCE: &str = "budget";

fn stream(code: &BudgetCode) -> String {
    format!("budget/{code}")
}

/// The line of this code with its entries in the journal, oldest first; nothing when there is none.
///
/// # Errors
/// When the database fails.
pub fn load_with_history(tx: &mut Tx, code: &BudgetCode) -> Result<Option<(BudgetLine, Vec<Recorded>)>, Fault> {
    let history = journal::read_stream(tx, &stream(code))?;
    let mut line = None;
    for recorded in &history {
        let rules::Event::Budget(event) = &recorded.event else { continue };
        line = BudgetLine::next(line, event);
    }
    Ok(line.map(|line| (line, history)))
}

/// Opens a line.
///
/// # Errors
/// When the rules refuse.
pub fn open(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    draft: &Draft,
    now: Timestamp,
) -> Result<BudgetCode, Failure> {
    let year = draft.year.unwrap_or_else(|| day_of(now).year());
    // Refused, it takes no number.
    decide_open(actor, &province.directory, BudgetCode::new(year, 0), draft)?;
    let code = BudgetCode::new(year, numbers::next(tx, SEQUENCE, year)?);
    let (event, by) = decide_open(actor, &province.directory, code.clone(), draft)?;
    append(tx, &code, 0, event, &by, now)?;
    Ok(code)
}

/// Enters an amount in a line that the actor saw at this version.
///
/// # Errors
/// When the rules refuse, there is none, or somebody else was faster.
pub fn record(
    tx: &mut Tx,
    actor: &Actor,
    code: &BudgetCode,
    seen: u64,
    entry: Entry,
    now: Timestamp,
) -> Result<(), Failure> {
    let line = found(tx, code, seen)?;
    let (event, by) = decide_record(actor, &line, entry, day_of(now))?;
    append(tx, code, line.version, event, &by, now)
}

/// Takes an entry back of a line that the actor saw at this version.
///
/// # Errors
/// When the rules refuse, there is none, or somebody else was faster.
pub fn void(
    tx: &mut Tx,
    actor: &Actor,
    code: &BudgetCode,
    seen: u64,
    (number, reason): (u32, &str),
    now: Timestamp,
) -> Result<(), Failure> {
    let line = found(tx, code, seen)?;
    let (event, by) = decide_void(actor, &line, number, reason)?;
    append(tx, code, line.version, event, &by, now)
}

/// Enters an amount as a list tells it, in the line of that year and name, which is opened where there is none; whether anything is new. An
/// amount of the same kind, day and document that is there already is left.
///
/// # Errors
/// When the rules refuse.
pub fn take_in(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    draft: &Draft,
    entry: Option<&Entry>,
    now: Timestamp,
) -> Result<bool, Failure> {
    let known = match (draft.year, &draft.agency) {
        (Some(year), Some(agency)) => line_named(tx, year, agency, &draft.name)?,
        _ => None,
    };
    let opened = known.is_none();
    let code = match known {
        Some(code) => code,
        None => open(tx, province, actor, draft, now)?,
    };
    let Some(entry) = entry else { return Ok(opened) };
    let (line, _) = load_with_history(tx, &code)?.ok_or_else(unknown)?;
    let document = rules::text::tidy(&entry.document);
    let there = line.counted().any(|(kind, movement)| {
        Some(kind) == entry.kind
            && Some(movement.on) == entry.on
            && Some(movement.amount) == entry.amount
            && movement.document == document
    });
    if !there {
        record(tx, actor, &code, line.version, entry.clone(), now)?;
    }
    Ok(opened || !there)
}

fn found(tx: &mut Tx, code: &BudgetCode, seen: u64) -> Result<BudgetLine, Failure> {
    let (line, _) = load_with_history(tx, code)?.ok_or_else(unknown)?;
    if line.version == seen {
        Ok(line)
    } else {
        Err(Refusal::conflict("budget-changed-meanwhile").with("current", line.version).into())
    }
}

fn unknown() -> Refusal {
    Refusal::not_found("budget-line-unknown")
}

fn append(
    tx: &mut Tx,
    code: &BudgetCode,
    expected: u64,
    event: Event,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let events = [rules::Event::Budget(event)];
    let stream = stream(code);
    journal::append(tx, &Append { ledger: STEERING_LEDGER, stream: &stream, expected, at: now, by, events: &events })?;
    Ok(())
}
