//! What people ask about their data, and the particulars that were corrected.

use crate::engine::{Row, Tx};
use crate::journal::Recorded;
use crate::{Fault, values};
use jiff::Timestamp;
use rules::personal::{Event, Field, ParticularsCorrected, RequestKind, RequestStatus};
use rules::text::fold;

/// A request as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its number.
    pub id: String,
    /// Who asks: login and name.
    pub login: String,
    /// Their name.
    pub name: String,
    /// What is asked for.
    pub kind: RequestKind,
    /// Which particular, for a correction.
    pub field: Option<Field>,
    /// Where it stands.
    pub status: RequestStatus,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// When it must be answered.
    pub answer_due_at: Timestamp,
    /// When it must be carried out.
    pub due_at: Timestamp,
    /// When it was answered.
    pub answered_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

pub(super) fn apply(tx: &mut Tx, event: &Event, recorded: &Recorded) -> Result<(), Fault> {
    match event {
        Event::DataRequested(asked) => tx.execute(
            "INSERT INTO data_requests (id, login, name, kind, field, status, asked_at, answer_due_at, due_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            values![
                asked.id.as_str(),
                asked.login.as_str(),
                asked.name.as_str(),
                asked.kind.key(),
                asked.field.map(Field::key),
                RequestStatus::Open.key(),
                recorded.at,
                asked.answer_due_at,
                asked.due_at
            ],
        ),
        Event::DataRequestAccepted(accepted) => answer(tx, &accepted.id, RequestStatus::Accepted, recorded.at),
        Event::DataRequestExtended(extended) => tx.execute(
            "UPDATE data_requests SET due_at = $1 WHERE id = $2",
            values![extended.due_at, extended.id.as_str()],
        ),
        Event::DataRequestDone(done) => end(tx, &done.id, RequestStatus::Done, recorded.at),
        Event::DataRequestRefused(refused) => end(tx, &refused.id, RequestStatus::Refused, recorded.at),
        Event::ParticularsCorrected(corrected) => correct(tx, corrected, recorded.at),
        _ => Ok(()),
    }
}

fn answer(tx: &mut Tx, id: &str, status: RequestStatus, at: Timestamp) -> Result<(), Fault> {
    tx.execute("UPDATE data_requests SET status = $1, answered_at = $2 WHERE id = $3", values![status.key(), at, id])
}

fn end(tx: &mut Tx, id: &str, status: RequestStatus, at: Timestamp) -> Result<(), Fault> {
    tx.execute(
        "UPDATE data_requests SET status = $1, answered_at = COALESCE(answered_at, $2), ended_at = $2 WHERE id = $3",
        values![status.key(), at, id],
    )
}

fn correct(tx: &mut Tx, corrected: &ParticularsCorrected, at: Timestamp) -> Result<(), Fault> {
    let (login, to) = (corrected.login.as_str(), corrected.to.as_str());
    tx.execute(
        "INSERT INTO corrections (login, field, at, was, became, request) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (login, field, at) DO UPDATE SET became = excluded.became, request = excluded.request",
        values![login, corrected.field.key(), at, corrected.from.as_deref(), to, corrected.request.as_str()],
    )?;
    if corrected.field == Field::PersonalId {
        crate::tables::people::held(tx, login, to)?;
    }
    // The column's name is the field's, from a closed list.
    tx.execute(&format!("UPDATE people SET {} = $1 WHERE login = $2", corrected.field.key()), values![to, login])?;
    if corrected.field == Field::Name {
        tx.execute("UPDATE people SET folded = $1 WHERE login = $2", values![fold(to), login])?;
    }
    Ok(())
}

/// When each particular was last corrected, and to what.
///
/// # Errors
/// When the database refuses.
pub fn corrected(tx: &mut Tx, login: &str) -> Result<Vec<(Field, Timestamp, String)>, Fault> {
    let sql = "SELECT c.field, c.at, c.became FROM corrections c WHERE c.login = $1
        AND c.at = (SELECT MAX(o.at) FROM corrections o WHERE o.login = c.login AND o.field = c.field)";
    tx.query(sql, values![login])?.iter().map(|row| Ok((field(row.text(0)?)?, row.time(1)?, row.string(2)?))).collect()
}

/// What a person asked, newest first.
///
/// # Errors
/// When the database refuses.
pub fn of(tx: &mut Tx, login: &str) -> Result<Vec<Listed>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM data_requests WHERE login = $1 ORDER BY asked_at DESC, id LIMIT 100");
    tx.query(&sql, values![login])?.iter().map(read).collect()
}

/// What waits (open and accepted, the most urgent first), or what ended (newest first).
///
/// # Errors
/// When the database refuses.
pub fn list(tx: &mut Tx, ended: bool, limit: u32) -> Result<Vec<Listed>, Fault> {
    let (states, order) = match ended {
        false => ("'open', 'accepted'", "CASE status WHEN 'open' THEN answer_due_at ELSE due_at END, id"),
        true => ("'done', 'refused'", "ended_at DESC, id"),
    };
    let sql = format!("SELECT {COLUMNS} FROM data_requests WHERE status IN ({states}) ORDER BY {order} LIMIT {limit}");
    tx.query(&sql, values![])?.iter().map(read).collect()
}

const COLUMNS: &str = "id, login, name, kind, field, status, asked_at, answer_due_at, due_at, answered_at, ended_at";

fn read(row: &Row) -> Result<Listed, Fault> {
    Ok(Listed {
        id: row.string(0)?,
        login: row.string(1)?,
        name: row.string(2)?,
        kind: RequestKind::from_key(row.text(3)?).ok_or_else(|| Fault::new("a request of an unknown kind"))?,
        field: row.opt_text(4)?.map(field).transpose()?,
        status: RequestStatus::from_key(row.text(5)?).ok_or_else(|| Fault::new("a request of an unknown status"))?,
        asked_at: row.time(6)?,
        answer_due_at: row.time(7)?,
        due_at: row.time(8)?,
        answered_at: row.opt_time(9)?,
        ended_at: row.opt_time(10)?,
    })
}

fn field(key: &str) -> Result<Field, Fault> {
    Field::from_key(key).ok_or_else(|| Fault::new("an unknown particular"))
}
