//! Lists of payments and refunds, for those who keep an agency's money.

use crate::engine::Row;
use crate::{Fault, Tx, values};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::codes::AgencyCode;
use rules::dossiers::Status;
use rules::money::Dong;
use rules::payments::Reference;

/// A payment in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its number.
    pub reference: Reference,
    /// For which dossier.
    pub dossier: String,
    /// Whose fee it is.
    pub agency: AgencyCode,
    /// How much.
    pub amount: Dong,
    /// Where it stands.
    pub state: String,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// When it was paid.
    pub paid_at: Option<Timestamp>,
    /// The source that completed it.
    pub paid_by: Option<String>,
    /// What is owed back.
    pub surplus: Dong,
}

/// A refund in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundListed {
    /// Of which payment.
    pub reference: Reference,
    /// Its number within the payment.
    pub number: u32,
    /// For which dossier.
    pub dossier: String,
    /// How much.
    pub amount: Dong,
    /// `asked` or `approved`.
    pub state: String,
    /// Why.
    pub reason: String,
}

const COLUMNS: &str = "reference, dossier, agency, amount, state, requested_at, paid_at, paid_by, surplus";

/// What was paid on a day to the agencies at or below one, the first first.
///
/// # Errors
/// When the database fails.
pub fn paid_on(tx: &mut Tx, agency: &AgencyCode, day: Date) -> Result<Vec<Listed>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM payments WHERE paid_day = $1 AND (agency = $2 OR agency LIKE $3) ORDER BY paid_at, reference"
    );
    tx.query(&sql, values![day, agency.as_str(), format!("{agency}.%")])?.iter().map(listed).collect()
}

/// Payments of which something is owed back and nothing was promised yet.
///
/// # Errors
/// When the database fails.
pub fn owed_back(tx: &mut Tx, agency: &AgencyCode, limit: usize) -> Result<Vec<Listed>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM payments WHERE surplus > 0 AND surplus > promised AND (agency = $1 OR agency LIKE $2)
         ORDER BY requested_at, reference LIMIT $3"
    );
    tx.query(&sql, values![agency.as_str(), format!("{agency}.%"), limit])?.iter().map(listed).collect()
}

/// The dossiers of the agencies at or below one for which something may be owed: with a payment that waits, or with a granted result and
/// a fee of which nothing was paid or said. What is owed follows from each dossier.
///
/// # Errors
/// When the database fails.
pub fn owing(tx: &mut Tx, agency: &AgencyCode, limit: usize) -> Result<Vec<String>, Fault> {
    let below = format!("{agency}.%");
    let asked = "SELECT dossier FROM payments WHERE state IN ('waiting', 'short') AND (agency = $1 OR agency LIKE $2)
         ORDER BY requested_at, reference LIMIT $3";
    let mut codes: Vec<String> = Vec::new();
    for row in tx.query(asked, values![agency.as_str(), below.as_str(), limit])? {
        codes.push(row.string(0)?);
    }
    let unasked = "SELECT d.code FROM dossiers d JOIN dossier_fees f ON f.dossier = d.code
         WHERE f.bears_fee = 1 AND f.paid IS NULL AND d.status IN ($4, $5) AND d.outcome = 'granted'
             AND (f.agency = $1 OR f.agency LIKE $2)
             AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.dossier = d.code AND p.state <> 'cancelled')
         ORDER BY d.finished_at, d.code LIMIT $3";
    let (processed, returned) = (i64::from(Status::Processed.number()), i64::from(Status::Returned.number()));
    for row in tx.query(unasked, values![agency.as_str(), below, limit, processed, returned])? {
        codes.push(row.string(0)?);
    }
    codes.dedup();
    codes.truncate(limit);
    Ok(codes)
}

/// Refunds that wait for a leader or for being paid out.
///
/// # Errors
/// When the database fails.
pub fn refunds_to_do(tx: &mut Tx, agency: &AgencyCode, limit: usize) -> Result<Vec<RefundListed>, Fault> {
    let sql = "SELECT reference, number, dossier, amount, state, reason FROM refunds
         WHERE state IN ('asked', 'approved') AND (agency = $1 OR agency LIKE $2) ORDER BY asked_at, reference LIMIT $3";
    tx.query(sql, values![agency.as_str(), format!("{agency}.%"), limit])?
        .iter()
        .map(|row| {
            Ok(RefundListed {
                reference: row.parsed(0)?,
                number: u32::try_from(row.int(1)?).unwrap_or(0),
                dossier: row.string(2)?,
                amount: Dong(row.int(3)?),
                state: row.string(4)?,
                reason: row.string(5)?,
            })
        })
        .collect()
}

fn listed(row: &Row) -> Result<Listed, Fault> {
    Ok(Listed {
        reference: row.parsed(0)?,
        dossier: row.string(1)?,
        agency: row.parsed(2)?,
        amount: Dong(row.int(3)?),
        state: row.string(4)?,
        requested_at: row.time(5)?,
        paid_at: row.opt_time(6)?,
        paid_by: row.opt_string(7)?,
        surplus: Dong(row.int(8)?),
    })
}
