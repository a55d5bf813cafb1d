//! The tables of archives: which dossier is where and until when, and the lists by which they leave. They follow event by event.

use super::agencies::within;
use crate::desk::dossiers::who;
use crate::engine::{Row, Tx};
use crate::journal::Recorded;
use crate::{Fault, values};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::archives::Event;
use rules::codes::AgencyCode;

/// A dossier in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shelved {
    /// The dossier.
    pub dossier: String,
    /// The record with which it was handed over.
    pub record: String,
    /// Whose archive.
    pub agency: AgencyCode,
    /// Where it is.
    pub place: String,
    /// When it was handed over.
    pub archived_at: Timestamp,
    /// By whom.
    pub archived_by: String,
    /// The last day on which it must be kept; nothing for ever.
    pub keep_until: Option<Date>,
    /// The list by which it is to leave, or left.
    pub list: Option<String>,
}

/// A dossier that is closed and not handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// The dossier.
    pub dossier: String,
    /// Its procedure.
    pub procedure: String,
    /// The agency that settled it.
    pub agency: AgencyCode,
    /// When settling ended.
    pub finished_at: Timestamp,
}

/// A list for disposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its number.
    pub id: String,
    /// Whose archive.
    pub agency: AgencyCode,
    /// Why.
    pub reason: String,
    /// `proposed`, `approved` or `refused`.
    pub status: String,
    /// How many dossiers.
    pub dossiers: i64,
    /// When it was drawn.
    pub proposed_at: Timestamp,
    /// By whom.
    pub proposed_by: String,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// By whom.
    pub decided_by: Option<String>,
    /// Why it was refused.
    pub remark: Option<String>,
}

pub(super) fn apply(tx: &mut Tx, event: &Event, recorded: &Recorded) -> Result<(), Fault> {
    let by = who(recorded)?.name;
    match event {
        Event::Archived(archived) => archived.dossiers.iter().try_for_each(|shelved| {
            tx.execute(
                "INSERT INTO archived_dossiers (dossier, record, agency, place, archived_at, archived_by, keep_until)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
                values![
                    shelved.dossier.as_str(),
                    archived.record.as_str(),
                    archived.agency.as_str(),
                    archived.place.as_str(),
                    recorded.at,
                    by.as_str(),
                    shelved.keep_until.map(|day| day.to_string()),
                ],
            )
        }),
        Event::DisposalProposed(list) => {
            tx.execute(
                "INSERT INTO disposal_lists (id, agency, reason, status, dossiers, proposed_at, proposed_by)
                 VALUES ($1, $2, $3, 'proposed', $4, $5, $6)",
                values![
                    list.list.as_str(),
                    list.agency.as_str(),
                    list.reason.as_str(),
                    list.dossiers.len() as u64,
                    recorded.at,
                    by.as_str(),
                ],
            )?;
            list.dossiers.iter().try_for_each(|dossier| {
                tx.execute(
                    "UPDATE archived_dossiers SET list = $1 WHERE dossier = $2",
                    values![list.list.as_str(), dossier.as_str()],
                )
            })
        }
        Event::DisposalApproved(list) => decided(tx, &list.list, ("approved", None), &by, recorded),
        Event::DisposalRefused(list) => {
            decided(tx, &list.list, ("refused", Some(&list.reason)), &by, recorded)?;
            tx.execute("UPDATE archived_dossiers SET list = NULL WHERE list = $1", values![list.list.as_str()])
        }
    }
}

fn decided(
    tx: &mut Tx,
    list: &str,
    (status, remark): (&str, Option<&str>),
    by: &str,
    recorded: &Recorded,
) -> Result<(), Fault> {
    tx.execute(
        "UPDATE disposal_lists SET status = $1, remark = $2, decided_at = $3, decided_by = $4 WHERE id = $5",
        values![status, remark, recorded.at, by, list],
    )
}

/// Dossiers of these agencies that are closed and not handed over, the oldest first.
///
/// # Errors
/// When the database refuses.
pub fn closed(tx: &mut Tx, agencies: &[(AgencyCode, bool)], limit: u32) -> Result<Vec<Closed>, Fault> {
    let (within, values) = within(agencies, "d.competent_agency");
    let sql = format!(
        "SELECT d.code, d.procedure, d.competent_agency, d.finished_at FROM dossiers d
         WHERE ({within}) AND d.finished_at IS NOT NULL AND d.status IN (3, 7, 8, 10)
             AND NOT EXISTS (SELECT 1 FROM archived_dossiers a WHERE a.dossier = d.code)
         ORDER BY d.finished_at, d.code LIMIT {limit}"
    );
    let closed = |row: &Row| {
        Ok(Closed {
            dossier: row.string(0)?,
            procedure: row.string(1)?,
            agency: row.parsed(2)?,
            finished_at: row.time(3)?,
        })
    };
    tx.query(&sql, values)?.iter().map(closed).collect()
}

const COLUMNS: &str = "dossier, record, agency, place, archived_at, archived_by, keep_until, list";

/// What these agencies' archives have, the latest first; with `over`, only what need not be kept after this day and is not listed.
///
/// # Errors
/// When the database refuses.
pub fn at(tx: &mut Tx, agencies: &[(AgencyCode, bool)], over: Option<Date>, limit: u32) -> Result<Vec<Shelved>, Fault> {
    let (within, mut values) = within(agencies, "agency");
    let mut only = String::new();
    if let Some(day) = over {
        values.push(day.to_string().into());
        only = format!("AND list IS NULL AND keep_until < ${}", values.len());
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM archived_dossiers WHERE ({within}) {only} ORDER BY archived_at DESC, dossier LIMIT {limit}"
    );
    tx.query(&sql, values)?.iter().map(shelved).collect()
}

/// A dossier in the archive; nothing while it is not there.
///
/// # Errors
/// When the database refuses.
pub fn find(tx: &mut Tx, dossier: &str) -> Result<Option<Shelved>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM archived_dossiers WHERE dossier = $1");
    tx.query_opt(&sql, values![dossier])?.as_ref().map(shelved).transpose()
}

/// What stands in a list.
///
/// # Errors
/// When the database refuses.
pub fn of_list(tx: &mut Tx, list: &str) -> Result<Vec<Shelved>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM archived_dossiers WHERE list = $1 ORDER BY dossier");
    tx.query(&sql, values![list])?.iter().map(shelved).collect()
}

/// The lists of these agencies' archives, the latest first.
///
/// # Errors
/// When the database refuses.
pub fn lists(tx: &mut Tx, agencies: &[(AgencyCode, bool)], limit: u32) -> Result<Vec<Listed>, Fault> {
    let (within, values) = within(agencies, "agency");
    let sql = format!(
        "SELECT id, agency, reason, status, dossiers, proposed_at, proposed_by, decided_at, decided_by, remark
         FROM disposal_lists WHERE ({within}) ORDER BY proposed_at DESC, id LIMIT {limit}"
    );
    let listed = |row: &Row| {
        Ok(Listed {
            id: row.string(0)?,
            agency: row.parsed(1)?,
            reason: row.string(2)?,
            status: row.string(3)?,
            dossiers: row.int(4)?,
            proposed_at: row.time(5)?,
            proposed_by: row.string(6)?,
            decided_at: row.opt_time(7)?,
            decided_by: row.opt_string(8)?,
            remark: row.opt_string(9)?,
        })
    };
    tx.query(&sql, values)?.iter().map(listed).collect()
}

fn shelved(row: &Row) -> Result<Shelved, Fault> {
    Ok(Shelved {
        dossier: row.string(0)?,
        record: row.string(1)?,
        agency: row.parsed(2)?,
        place: row.string(3)?,
        archived_at: row.time(4)?,
        archived_by: row.string(5)?,
        keep_until: row.opt_text(6)?.is_some().then(|| row.parsed(6)).transpose()?,
        list: row.opt_string(7)?,
    })
}
