//! The table of requests about results: a row is a function of the request as it stands.

use super::agencies::within;
use crate::engine::{Row, Tx};
use crate::{Fault, values};
use jiff::Timestamp;
use rules::codes::AgencyCode;
use rules::results::{Kind, Request, Status};

/// A request as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its number.
    pub id: String,
    /// A copy or a correction.
    pub kind: Kind,
    /// The dossier whose result it is about.
    pub dossier: String,
    /// The agency that answers.
    pub agency: AgencyCode,
    /// For whom it is.
    pub name: String,
    /// Where it stands.
    pub status: Status,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// Until when it is answered.
    pub due_at: Timestamp,
    /// When it was answered or refused.
    pub closed_at: Option<Timestamp>,
}

/// Writes the row of a request.
///
/// # Errors
/// When the database refuses.
pub fn project(tx: &mut Tx, request: &Request) -> Result<(), Fault> {
    let asked = &request.asked;
    tx.execute(
        "INSERT INTO result_requests (id, kind, dossier, agency, login, name, status, asked_at, due_at, closed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (id) DO UPDATE SET status = excluded.status, closed_at = excluded.closed_at",
        values![
            asked.id.as_str(),
            asked.kind.key(),
            asked.dossier.as_str(),
            asked.agency.as_str(),
            asked.login.as_deref(),
            asked.name.as_str(),
            request.status.key(),
            request.asked_at,
            asked.due_at,
            request.closed_at,
        ],
    )
}

const COLUMNS: &str = "id, kind, dossier, agency, name, status, asked_at, due_at, closed_at";

/// Those about somebody's results, the newest first.
///
/// # Errors
/// When the database refuses.
pub fn of(tx: &mut Tx, login: &str) -> Result<Vec<Listed>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM result_requests WHERE login = $1 ORDER BY asked_at DESC, id LIMIT 200");
    tx.query(&sql, values![login])?.iter().map(read).collect()
}

/// Those about a dossier's result, the newest first.
///
/// # Errors
/// When the database refuses.
pub fn about(tx: &mut Tx, dossier: &str) -> Result<Vec<Listed>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM result_requests WHERE dossier = $1 ORDER BY asked_at DESC, id LIMIT 50");
    tx.query(&sql, values![dossier])?.iter().map(read).collect()
}

/// Those that these agencies answer, each with those below it where that is said: what waits, the most urgent first, or what is closed, the newest first.
///
/// # Errors
/// When the database refuses.
pub fn at(tx: &mut Tx, agencies: &[(AgencyCode, bool)], closed: bool, limit: u32) -> Result<Vec<Listed>, Fault> {
    let (within, values) = within(agencies, "agency");
    let (states, order) =
        if closed { ("'issued', 'refused'", "closed_at DESC, id") } else { ("'open', 'drafted'", "due_at, id") };
    let sql = format!(
        "SELECT {COLUMNS} FROM result_requests WHERE ({within}) AND status IN ({states}) ORDER BY {order} LIMIT {limit}"
    );
    tx.query(&sql, values)?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Listed, Fault> {
    Ok(Listed {
        id: row.string(0)?,
        kind: Kind::from_key(row.text(1)?).ok_or_else(|| Fault::new("a request about a result of an unknown kind"))?,
        dossier: row.string(2)?,
        agency: row.parsed(3)?,
        name: row.string(4)?,
        status: Status::from_key(row.text(5)?)
            .ok_or_else(|| Fault::new("a request about a result of an unknown status"))?,
        asked_at: row.time(6)?,
        due_at: row.time(7)?,
        closed_at: row.opt_time(8)?,
    })
}
