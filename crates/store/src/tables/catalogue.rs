//! The tables of procedures, the newest version of each, and of announced days.

use crate::engine::{Row, Tx};
use crate::{Fault, values};
use jiff::civil::Date;
use rules::calendar::SpecialDay;
use rules::catalogue::{Event, State};
use rules::codes::AgencyCode;

/// Takes in one event, the `version`-th of its procedure.
///
/// # Errors
/// When the database fails.
pub(super) fn apply(tx: &mut Tx, event: &Event, version: u64) -> Result<(), Fault> {
    let version = i64::try_from(version).unwrap_or(i64::MAX);
    match event {
        Event::Published(published) => {
            let procedure = &published.procedure;
            let body = super::json(procedure)?;
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

/// Every procedure as it stands, withdrawn ones too, by code.
///
/// # Errors
/// When the database fails.
pub fn procedures(tx: &mut Tx) -> Result<Vec<State>, Fault> {
    let rows = tx.query("SELECT version, withdrawn_on, body FROM procedures ORDER BY code", values![])?;
    let read = |row: &Row| {
        let withdrawn_on = row.opt_text(1)?.map(str::parse).transpose();
        Ok(State {
            procedure: Some(row.json(2)?),
            withdrawn_on: withdrawn_on.map_err(|error| Fault::because("a procedure's day", error))?,
            version: row.count(0)?,
        })
    };
    rows.iter().map(read).collect()
}
