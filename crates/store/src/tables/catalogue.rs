//! The tables of procedures, the newest version of each, and of announced days.

use crate::engine::{Row, Tx};
use crate::{Fault, values};
use rules::calendar::SpecialDay;
use rules::catalogue::{Event, State};

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
        Event::DaysAnnounced(announced) => announced.days.iter().try_for_each(|day| {
            tx.execute(
                "INSERT INTO special_days (day, body) VALUES ($1, $2) ON CONFLICT (day) DO UPDATE SET body = excluded.body",
                values![day.date, super::json(day)?],
            )
        }),
    }
}

/// The days off and days made up that were announced besides those that ship, by day.
///
/// # Errors
/// When the database fails.
pub fn special_days(tx: &mut Tx) -> Result<Vec<SpecialDay>, Fault> {
    tx.query("SELECT body FROM special_days ORDER BY day", values![])?.iter().map(|row| row.json(0)).collect()
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
