//! The tables of procedures, every version of each, and of announced days.

use crate::engine::{Row, Tx};
use crate::{Fault, values};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::calendar::SpecialDay;
use rules::catalogue::{Edition, Event, Procedure, State};
use rules::codes::{AgencyCode, ProcedureCode};
use std::collections::BTreeMap;

/// Takes in one event, the `version`-th of its procedure, entered at an instant.
///
/// # Errors
/// When the database fails.
pub(super) fn apply(tx: &mut Tx, event: &Event, version: u64, at: Timestamp) -> Result<(), Fault> {
    let version = i64::try_from(version).unwrap_or(i64::MAX);
    match event {
        Event::Published(published) => {
            let procedure = &published.procedure;
            let body = super::json(procedure)?;
            tx.execute(
                "INSERT INTO procedure_editions (code, number, effective_on, published_at, body)
                 VALUES ($1, $2, $3, $4, $5)",
                values![procedure.code.as_str(), version, published.effective_on, at, body.as_str()],
            )?;
            tx.execute(
                "INSERT INTO procedures (code, version, effective_on, withdrawn_on, body) VALUES ($1, $2, $3, NULL, $4)
                 ON CONFLICT (code) DO UPDATE SET version = excluded.version, effective_on = excluded.effective_on,
                     withdrawn_on = NULL, body = excluded.body",
                values![procedure.code.as_str(), version, published.effective_on, body],
            )
        }
        Event::Withdrawn(withdrawn) => tx.execute(
            "UPDATE procedures SET version = $1, withdrawn_on = $2 WHERE code = $3",
            values![version, withdrawn.effective_on, withdrawn.code.as_str()],
        ),
        Event::DaysAnnounced(announced) => announced
            .days
            .iter()
            .try_for_each(|day| keep_day(tx, announced.agency.as_ref(), day.date, Some(super::json(day)?))),
        Event::DaysWithdrawn(withdrawn) => {
            withdrawn.days.iter().try_for_each(|day| keep_day(tx, withdrawn.agency.as_ref(), *day, None))
        }
    }
}

fn keep_day(tx: &mut Tx, agency: Option<&AgencyCode>, day: Date, body: Option<String>) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO calendar_days (agency, day, body) VALUES ($1, $2, $3)
         ON CONFLICT (agency, day) DO UPDATE SET body = excluded.body",
        values![agency.map_or("", AgencyCode::as_str), day, body],
    )
}

/// What was said about a day besides what ships with the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptDay {
    /// The agency whose day it is; nothing for the province.
    pub agency: Option<AgencyCode>,
    /// The day.
    pub date: Date,
    /// What it is; nothing when it is a day like others.
    pub special: Option<SpecialDay>,
}

/// What was said about days besides what ships, the province's first, by day.
///
/// # Errors
/// When the database fails.
pub fn calendar_days(tx: &mut Tx) -> Result<Vec<KeptDay>, Fault> {
    let rows = tx.query("SELECT agency, day, body FROM calendar_days ORDER BY agency, day", values![])?;
    let read = |row: &Row| {
        let agency = match row.text(0)? {
            "" => None,
            _ => Some(row.parsed(0)?),
        };
        let special = if row.opt_text(2)?.is_some() { Some(row.json(2)?) } else { None };
        Ok(KeptDay { agency, date: row.parsed(1)?, special })
    };
    rows.iter().map(read).collect()
}

/// Every procedure as it stands on this day, withdrawn ones too, by code; without a day everything that was published has taken
/// effect. Of versions that have taken effect the one published last counts.
///
/// # Errors
/// When the database fails.
pub fn procedures(tx: &mut Tx, day: Option<Date>) -> Result<Vec<State>, Fault> {
    standing(tx, day.unwrap_or(Date::MAX), None)
}

/// Whether anything about procedures was entered at this instant or later, or took effect after the day on which it was known and up
/// to `now` (any day, where there is none).
///
/// # Errors
/// When the database fails.
pub fn changed_since(tx: &mut Tx, day: Date, end: Timestamp, now: Option<Date>) -> Result<bool, Fault> {
    let found = tx.query_opt(
        "SELECT 1 WHERE EXISTS (SELECT 1 FROM procedure_editions
                 WHERE published_at >= $1 OR (effective_on > $2 AND effective_on <= $3))
             OR EXISTS (SELECT 1 FROM procedures p JOIN events e ON e.stream = 'procedures/' || p.code AND e.version = p.version
                 WHERE p.withdrawn_on IS NOT NULL AND e.recorded_at >= $1)",
        values![end, day, now.unwrap_or(Date::MAX)],
    )?;
    Ok(found.is_some())
}

/// Every procedure as it stood on a day by what was entered before an instant; see [`procedures`].
///
/// # Errors
/// When the database fails.
pub fn known_procedures(tx: &mut Tx, day: Date, end: Timestamp) -> Result<Vec<State>, Fault> {
    let mut states = standing(tx, day, Some(end))?;
    // What was withdrawn later was in force, and what was published again later was withdrawn.
    let last = "SELECT e.kind, e.body FROM events e WHERE e.stream = $1 AND e.recorded_at < $2 ORDER BY e.version DESC LIMIT 1";
    for state in &mut states {
        let Some(code) = state.newest().map(|procedure| procedure.code.clone()) else { continue };
        let row = tx.query_opt(last, values![format!("procedures/{code}"), end])?;
        let event = row
            .map(|row| Event::parse(row.text(0)?, row.text(1)?).map_err(|error| Fault::because("a procedure", error)));
        state.withdrawn_on = match event.transpose()? {
            Some(Event::Withdrawn(withdrawn)) if withdrawn.effective_on <= day => Some(withdrawn.effective_on),
            _ => None,
        };
    }
    states.retain(|state| state.newest().is_some());
    Ok(states)
}

fn standing(tx: &mut Tx, day: Date, end: Option<Timestamp>) -> Result<Vec<State>, Fault> {
    let end = end.unwrap_or(Timestamp::MAX);
    let mut editions: BTreeMap<String, Vec<Edition>> = BTreeMap::new();
    let rows = tx.query(
        "SELECT e.code, e.number, e.effective_on, e.body FROM procedure_editions e
         WHERE e.published_at < $2 AND e.number >= COALESCE((SELECT MAX(f.number) FROM procedure_editions f
             WHERE f.code = e.code AND f.effective_on <= $1 AND f.published_at < $2), 0)
         ORDER BY e.code, e.number",
        values![day, end],
    )?;
    for row in &rows {
        editions.entry(row.text(0)?.to_owned()).or_default().push(Edition {
            number: row.count(1)?,
            effective_on: row.parsed(2)?,
            procedure: row.json(3)?,
        });
    }
    let rows = tx.query("SELECT code, version, withdrawn_on FROM procedures ORDER BY code", values![])?;
    let read = |row: &Row| {
        let withdrawn_on = row.opt_text(2)?.map(str::parse).transpose();
        let (in_force, mut to_come): (Vec<_>, Vec<_>) = editions
            .remove(row.text(0)?)
            .unwrap_or_default()
            .into_iter()
            .partition(|edition| edition.effective_on <= day);
        to_come.sort_by_key(|edition| (edition.effective_on, edition.number));
        let in_force = in_force.into_iter().next_back();
        Ok(State {
            edition: in_force.as_ref().map_or(0, |edition| edition.number),
            procedure: in_force.map(|edition| edition.procedure),
            to_come,
            withdrawn_on: withdrawn_on.map_err(|error| Fault::because("a procedure's day", error))?,
            version: row.count(1)?,
        })
    };
    rows.iter().map(read).collect()
}

/// The procedure as the version of this number has it: what a dossier that names it was filed under.
///
/// # Errors
/// When the database fails.
pub fn edition(tx: &mut Tx, code: &ProcedureCode, number: u64) -> Result<Option<Procedure>, Fault> {
    // Dossiers of earlier programs name the number of the procedure's last event, which may be a withdrawal.
    let row = tx.query_opt(
        "SELECT body FROM procedure_editions WHERE code = $1 AND number <= $2 ORDER BY number DESC LIMIT 1",
        values![code.as_str(), i64::try_from(number).unwrap_or(i64::MAX)],
    )?;
    row.as_ref().map(|row| row.json(0)).transpose()
}

/// The versions of a procedure, the newest first, with the instants at which they were published.
///
/// # Errors
/// When the database fails.
pub fn editions(tx: &mut Tx, code: &ProcedureCode) -> Result<Vec<(Edition, Timestamp)>, Fault> {
    let rows = tx.query(
        "SELECT number, effective_on, body, published_at FROM procedure_editions WHERE code = $1 ORDER BY number DESC",
        values![code.as_str()],
    )?;
    let read = |row: &Row| {
        let edition = Edition { number: row.count(0)?, effective_on: row.parsed(1)?, procedure: row.json(2)? };
        Ok((edition, row.time(3)?))
    };
    rows.iter().map(read).collect()
}
