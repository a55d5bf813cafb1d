//! The tables of petitions: one row a petition for lists, one a petition and agency for the index. Both are functions of the
//! petition as it stands.

use super::agencies::within;
use crate::engine::{Row, Tx};
use crate::{Fault, values};
use jiff::Timestamp;
use rules::codes::AgencyCode;
use rules::petitions::{Kind, LegEnd, Petition, Status};

/// A petition as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its number.
    pub id: String,
    /// Who filed it.
    pub name: String,
    /// About rules or conduct.
    pub kind: Kind,
    /// The agency that has it.
    pub agency: AgencyCode,
    /// In a line.
    pub title: String,
    /// Where it stands.
    pub status: Status,
    /// When it was filed.
    pub filed_at: Timestamp,
    /// When an answer or its publication is due; nothing while the clock stands.
    pub due_at: Option<Timestamp>,
    /// When it was answered or refused.
    pub closed_at: Option<Timestamp>,
    /// When the answer was published.
    pub published_at: Option<Timestamp>,
}

/// Writes the rows of a petition.
///
/// # Errors
/// When the database refuses.
pub fn project(tx: &mut Tx, petition: &Petition) -> Result<(), Fault> {
    let (filed, leg) = (&petition.filed, petition.leg());
    let agency = leg.map_or(&filed.agency, |leg| &leg.agency);
    tx.execute(
        "INSERT INTO petitions (id, login, name, kind, agency, dossier, title, status, filed_at, due_at, closed_at, published_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (id) DO UPDATE SET agency = excluded.agency, status = excluded.status, due_at = excluded.due_at,
             closed_at = excluded.closed_at, published_at = excluded.published_at",
        values![
            filed.id.as_str(),
            filed.login.as_str(),
            filed.name.as_str(),
            filed.kind.key(),
            agency.as_str(),
            filed.dossier.as_deref(),
            filed.title.as_str(),
            petition.status.key(),
            petition.filed_at,
            leg.and_then(|leg| leg.due_at),
            petition.closed_at,
            petition.published_at,
        ],
    )?;
    for (number, leg) in legs(petition).iter().enumerate() {
        tx.execute(
            "INSERT INTO petition_legs (petition, leg, agency, kind, began_at, closed_at, outcome, due_at, missed_at, disliked,
                 repeated)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
             ON CONFLICT (petition, leg) DO UPDATE SET closed_at = excluded.closed_at, outcome = excluded.outcome,
                 due_at = excluded.due_at, missed_at = excluded.missed_at, disliked = excluded.disliked,
                 repeated = excluded.repeated",
            values![
                filed.id.as_str(),
                number as u64,
                leg.agency.as_str(),
                leg.kind.key(),
                leg.began_at,
                leg.closed_at,
                leg.outcome.map(LegEnd::key),
                leg.due_at,
                leg.missed_at,
                i64::from(leg.disliked),
                i64::from(leg.repeated),
            ],
        )?;
    }
    Ok(())
}

/// A petition's time at an agency, as the index counts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Leg {
    pub agency: AgencyCode,
    pub kind: Kind,
    pub began_at: Timestamp,
    pub closed_at: Option<Timestamp>,
    pub outcome: Option<LegEnd>,
    pub due_at: Option<Timestamp>,
    pub missed_at: Option<Timestamp>,
    pub disliked: bool,
    pub repeated: bool,
}

/// The times of a petition at agencies, in order.
pub(super) fn legs(petition: &Petition) -> Vec<Leg> {
    let last = petition.legs.len().saturating_sub(1);
    let leg = |(number, leg): (usize, &rules::petitions::Leg)| Leg {
        agency: leg.agency.clone(),
        kind: petition.filed.kind,
        began_at: leg.began_at,
        closed_at: match leg.ended {
            Some((LegEnd::Answered, _)) => petition.published_at,
            Some((_, at)) => Some(at),
            None => None,
        },
        outcome: leg.ended.map(|(end, _)| end),
        due_at: leg.due_at,
        missed_at: leg.missed,
        disliked: number == last && petition.rated.as_ref().is_some_and(|(rated, _)| !rated.content),
        repeated: number == last && petition.repeated.is_some(),
    };
    petition.legs.iter().enumerate().map(leg).collect()
}

const COLUMNS: &str = "id, name, kind, agency, title, status, filed_at, due_at, closed_at, published_at";

/// Those that somebody filed, the newest first.
///
/// # Errors
/// When the database refuses.
pub fn of(tx: &mut Tx, login: &str) -> Result<Vec<Listed>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM petitions WHERE login = $1 ORDER BY filed_at DESC, id LIMIT 200");
    tx.query(&sql, values![login])?.iter().map(read).collect()
}

/// Those about a dossier, the newest first.
///
/// # Errors
/// When the database refuses.
pub fn about(tx: &mut Tx, dossier: &str) -> Result<Vec<Listed>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM petitions WHERE dossier = $1 ORDER BY filed_at DESC, id LIMIT 50");
    tx.query(&sql, values![dossier])?.iter().map(read).collect()
}

/// Those that these agencies have, each with those below it where that is said: what waits, the most urgent first, or what is closed, the newest first.
///
/// # Errors
/// When the database refuses.
pub fn at(tx: &mut Tx, agencies: &[(AgencyCode, bool)], closed: bool, limit: u32) -> Result<Vec<Listed>, Fault> {
    let (within, values) = within(agencies, "agency");
    let (states, order) = if closed {
        ("'published', 'refused'", "closed_at DESC, id")
    } else {
        ("'open', 'awaiting_supplement', 'drafted', 'answered'", "due_at IS NULL, due_at, id")
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM petitions WHERE ({within}) AND status IN ({states}) ORDER BY {order} LIMIT {limit}"
    );
    tx.query(&sql, values)?.iter().map(read).collect()
}

/// Those whose answers are published, the newest first.
///
/// # Errors
/// When the database refuses.
pub fn published(tx: &mut Tx, limit: u32) -> Result<Vec<Listed>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM petitions WHERE published_at IS NOT NULL ORDER BY published_at DESC, id LIMIT {limit}"
    );
    tx.query(&sql, values![])?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Listed, Fault> {
    Ok(Listed {
        id: row.string(0)?,
        name: row.string(1)?,
        kind: Kind::from_key(row.text(2)?).ok_or_else(|| Fault::new("a petition of an unknown kind"))?,
        agency: row.text(3)?.parse().map_err(|error| Fault::because("a petition's agency", error))?,
        title: row.string(4)?,
        status: Status::from_key(row.text(5)?).ok_or_else(|| Fault::new("a petition of an unknown status"))?,
        filed_at: row.time(6)?,
        due_at: row.opt_time(7)?,
        closed_at: row.opt_time(8)?,
        published_at: row.opt_time(9)?,
    })
}
