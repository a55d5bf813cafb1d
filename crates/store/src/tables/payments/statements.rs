//! What the bank says.

use crate::engine::Row;
use crate::journal::Recorded;
use crate::{Fault, Tx, values};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::codes::AgencyCode;
use rules::money::Dong;
use rules::payments::{AttemptCode, Line, StatementImported};

pub(super) fn apply(tx: &mut Tx, imported: &StatementImported, recorded: &Recorded) -> Result<(), Fault> {
    let by = crate::desk::dossiers::who(recorded)?.name;
    // A long statement comes in several entries; each adds its lines.
    tx.execute(
        "INSERT INTO statements (id, agency, name, from_day, to_day, lines, imported_at, imported_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (id) DO UPDATE SET lines = statements.lines + excluded.lines",
        values![
            imported.statement.as_str(),
            imported.agency.as_str(),
            imported.name.as_str(),
            imported.from,
            imported.to,
            imported.lines.len(),
            recorded.at,
            by,
        ],
    )?;
    for line in &imported.lines {
        let attempt = AttemptCode::all_in(&line.content).into_iter().next();
        tx.execute(
            "INSERT INTO bank_lines (agency, number, statement, line, day, credit, debit, content, attempt)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            values![
                imported.agency.as_str(),
                line.transaction.as_str(),
                imported.statement.as_str(),
                line.row,
                line.day,
                line.credit.0,
                line.debit.0,
                line.content.as_str(),
                attempt.as_ref().map(AttemptCode::as_str),
            ],
        )?;
    }
    Ok(())
}

/// A statement that was imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The hash of its file.
    pub id: String,
    /// Whose account.
    pub agency: AgencyCode,
    /// The file's name.
    pub name: String,
    /// The first day in it.
    pub from: Date,
    /// The last day in it.
    pub to: Date,
    /// How many new lines it had.
    pub lines: u64,
    /// When.
    pub imported_at: Timestamp,
    /// By whom.
    pub imported_by: String,
}

const COLUMNS: &str = "id, agency, name, from_day, to_day, lines, imported_at, imported_by";

/// The statements of the accounts at or below an agency, newest first.
///
/// # Errors
/// When the database fails.
pub fn list(tx: &mut Tx, agency: &AgencyCode, limit: usize) -> Result<Vec<Listed>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM statements WHERE agency = $1 OR agency LIKE $2 ORDER BY imported_at DESC, id LIMIT $3"
    );
    tx.query(&sql, values![agency.as_str(), format!("{agency}.%"), limit])?.iter().map(listed).collect()
}

/// The statement of this hash.
///
/// # Errors
/// When the database fails.
pub fn find(tx: &mut Tx, id: &str) -> Result<Option<Listed>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM statements WHERE id = $1");
    tx.query_opt(&sql, values![id])?.map(|row| listed(&row)).transpose()
}

/// The lines of a statement, in the order of its file.
///
/// # Errors
/// When the database fails.
pub fn lines(tx: &mut Tx, id: &str) -> Result<Vec<Line>, Fault> {
    let sql = "SELECT line, day, number, credit, debit, content FROM bank_lines WHERE statement = $1 ORDER BY line";
    tx.query(sql, values![id])?.iter().map(line).collect()
}

/// The line that the bank gave this number, if it was imported before.
///
/// # Errors
/// When the database fails.
pub fn line_known(tx: &mut Tx, agency: &AgencyCode, number: &str) -> Result<Option<Line>, Fault> {
    let sql = "SELECT line, day, number, credit, debit, content FROM bank_lines WHERE agency = $1 AND number = $2";
    tx.query_opt(sql, values![agency.as_str(), number])?.map(|row| line(&row)).transpose()
}

/// All that the bank booked as coming in, whatever became of it.
///
/// # Errors
/// When the database fails.
pub fn credits(tx: &mut Tx) -> Result<Dong, Fault> {
    // A sum of whole numbers is no whole number to PostgreSQL.
    let sql = "SELECT CAST(COALESCE(SUM(credit), 0) AS BIGINT) FROM bank_lines";
    Ok(Dong(tx.query_one(sql, values![])?.int(0)?))
}

fn line(row: &Row) -> Result<Line, Fault> {
    Ok(Line {
        row: u32::try_from(row.int(0)?).unwrap_or(u32::MAX),
        day: row.parsed(1)?,
        transaction: row.string(2)?,
        credit: Dong(row.int(3)?),
        debit: Dong(row.int(4)?),
        content: row.string(5)?,
    })
}

fn listed(row: &Row) -> Result<Listed, Fault> {
    Ok(Listed {
        id: row.string(0)?,
        agency: row.parsed(1)?,
        name: row.string(2)?,
        from: row.parsed(3)?,
        to: row.parsed(4)?,
        lines: row.count(5)?,
        imported_at: row.time(6)?,
        imported_by: row.string(7)?,
    })
}
