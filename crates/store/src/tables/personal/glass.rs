//! Dossiers that somebody opened outside their scope.

use crate::engine::{Row, Tx};
use crate::journal::Recorded;
use crate::{Fault, values};
use jiff::Timestamp;
use rules::codes::AgencyCode;
use rules::people::Capacity;
use rules::personal::GlassBroken;

/// Who opened which dossier, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Broken {
    /// Which.
    pub dossier: String,
    /// The agency that settles it.
    pub agency: AgencyCode,
    /// When.
    pub at: Timestamp,
    /// Until when it was or is open.
    pub until: Timestamp,
    /// Why.
    pub reason: String,
    /// Who, in which capacity.
    pub by: Capacity,
}

pub(super) fn apply(tx: &mut Tx, broken: &GlassBroken, recorded: &Recorded) -> Result<(), Fault> {
    let by = crate::desk::dossiers::who(recorded)?;
    tx.execute(
        "INSERT INTO broken_glass (dossier, login, at, until, agency, reason, by) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (dossier, login, at) DO UPDATE SET until = excluded.until, reason = excluded.reason",
        values![
            broken.dossier.as_str(),
            by.login.as_str(),
            recorded.at,
            broken.until,
            broken.agency.as_str(),
            broken.reason.as_str(),
            recorded.by.as_str()
        ],
    )
}

/// Why this dossier is open to this account now; nothing when it is not.
///
/// # Errors
/// When the database refuses.
pub fn open(tx: &mut Tx, dossier: &str, login: &str, now: Timestamp) -> Result<Option<String>, Fault> {
    tx.query_opt(
        "SELECT reason FROM broken_glass WHERE dossier = $1 AND login = $2 AND until > $3 ORDER BY at DESC LIMIT 1",
        values![dossier, login, now],
    )?
    .map(|row| row.string(0))
    .transpose()
}

/// What was opened so: of these agencies' dossiers, or of all; newest first, before an instant.
///
/// # Errors
/// When the database refuses.
pub fn list(
    tx: &mut Tx,
    agencies: Option<&[AgencyCode]>,
    before: Option<Timestamp>,
    limit: u32,
) -> Result<Vec<Broken>, Fault> {
    let mut values = values![before.unwrap_or(Timestamp::MAX)];
    let within = match agencies {
        None => String::new(),
        Some(agencies) => {
            let numbers: Vec<String> = agencies
                .iter()
                .map(|agency| {
                    values.push(agency.as_str().into());
                    format!("${}", values.len())
                })
                .collect();
            // Nobody's agencies: nothing.
            format!("AND agency IN ({})", if numbers.is_empty() { "NULL".to_owned() } else { numbers.join(", ") })
        }
    };
    let sql = format!(
        "SELECT dossier, agency, at, until, reason, by FROM broken_glass WHERE at < $1 {within} ORDER BY at DESC LIMIT {limit}"
    );
    tx.query(&sql, values)?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Broken, Fault> {
    Ok(Broken {
        dossier: row.string(0)?,
        agency: row.parsed(1)?,
        at: row.time(2)?,
        until: row.time(3)?,
        reason: row.string(4)?,
        by: row.json(5)?,
    })
}
