//! Money that came in, wherever from.

use crate::engine::Row;
use crate::{Fault, Tx, values};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::codes::AgencyCode;
use rules::money::Dong;
use rules::payments::{AttemptCode, Known, Reference, Source};

/// Money as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Came {
    /// What a comparison with the bank needs.
    pub known: Known,
    /// For which dossier.
    pub dossier: String,
    /// Whose fee it is.
    pub agency: AgencyCode,
    /// When it was paid.
    pub paid_at: Timestamp,
    /// How it fitted what was owed.
    pub fit: String,
}

const COLUMNS: &str = "source, number, attempt, reference, amount, dossier, agency, paid_at, fit";

/// For which payment this money was counted, if it was.
///
/// # Errors
/// When the database fails.
pub fn counted_for(tx: &mut Tx, source: Source, number: &str) -> Result<Option<Reference>, Fault> {
    let sql = "SELECT reference FROM payment_moneys WHERE source = $1 AND number = $2";
    tx.query_opt(sql, values![source.key(), number])?.map(|row| row.parsed(0)).transpose()
}

/// How many times money of this try came in.
///
/// # Errors
/// When the database fails.
pub fn of_attempt(tx: &mut Tx, attempt: &AttemptCode) -> Result<u64, Fault> {
    tx.query_one("SELECT COUNT(*) FROM payment_moneys WHERE attempt = $1", values![attempt.as_str()])?.count(0)
}

/// Money of the agencies at or below one that was paid in these days, the oldest first; cash too.
///
/// # Errors
/// When the database fails.
pub fn of_days(tx: &mut Tx, agency: &AgencyCode, from: Date, to: Date) -> Result<Vec<Came>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM payment_moneys
         WHERE day >= $1 AND day <= $2 AND (agency = $3 OR agency LIKE $4) ORDER BY paid_at, source, number"
    );
    let below = format!("{agency}.%");
    tx.query(&sql, values![from, to, agency.as_str(), below])?.iter().map(read).collect()
}

/// Whether a line of another statement than this one accounts for the money.
///
/// # Errors
/// When the database fails.
pub fn in_another_statement(tx: &mut Tx, money: &Known, statement: &str) -> Result<bool, Fault> {
    let (sql, key) = match (money.source, &money.attempt) {
        (Source::Gateway, Some(attempt)) => {
            ("SELECT COUNT(*) FROM bank_lines WHERE attempt = $1 AND statement <> $2", attempt.as_str())
        }
        _ => ("SELECT COUNT(*) FROM bank_lines WHERE number = $1 AND statement <> $2", money.transaction.as_str()),
    };
    Ok(tx.query_one(sql, values![key, statement])?.int(0)? > 0)
}

fn read(row: &Row) -> Result<Came, Fault> {
    let source = row.string(0)?;
    Ok(Came {
        known: Known {
            source: Source::from_key(&source).ok_or_else(|| Fault::new(format!("no source of money: {source}")))?,
            transaction: row.string(1)?,
            attempt: row.opt_string(2)?.and_then(|code| code.parse().ok()),
            reference: row.parsed(3)?,
            amount: Dong(row.int(4)?),
        },
        dossier: row.string(5)?,
        agency: row.parsed(6)?,
        paid_at: row.time(7)?,
        fit: row.string(8)?,
    })
}
