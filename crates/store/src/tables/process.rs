//! What happened to the dossiers of a procedure, from the journal; and how long its steps take, against how long they may.

use crate::{Fault, Row, Tx, values};
use jiff::Timestamp;
use rules::process::{Mark, Trace};

/// So many dossiers at most are read in one question: the newest.
const MOST: i64 = 5_000;

/// What happened to the dossiers of a procedure that were received in a stretch of time: all of it, as the journal has it, by code.
///
/// # Errors
/// When the database fails.
pub fn traces(tx: &mut Tx, procedure: &str, from: Timestamp, to: Timestamp) -> Result<Vec<Trace>, Fault> {
    let rows = tx.query(
        "SELECT c.code, e.kind, e.recorded_at FROM (
             SELECT d.code FROM dossiers d WHERE d.procedure = $1 AND d.received_at >= $2 AND d.received_at < $3
             ORDER BY d.received_at DESC LIMIT $4) AS c
         JOIN events e ON e.stream = 'dossiers/' || c.code ORDER BY c.code, e.version",
        values![procedure, from, to, MOST],
    )?;
    let mut traces: Vec<Trace> = Vec::new();
    for row in &rows {
        let (case, mark) = (row.text(0)?, mark(row)?);
        match traces.last_mut().filter(|trace| trace.case == case) {
            Some(trace) => trace.marks.push(mark),
            None => traces.push(Trace { case: case.to_owned(), marks: vec![mark] }),
        }
    }
    Ok(traces)
}

fn mark(row: &Row) -> Result<Mark, Fault> {
    let kind = row.text(1)?;
    let activity = kind.strip_prefix("dossiers.").unwrap_or(kind).to_owned();
    Ok(Mark { activity, at: row.time(2)? })
}

/// The procedures of which dossiers were received in a stretch of time, with how many, most first.
///
/// # Errors
/// When the database fails.
pub fn procedures(tx: &mut Tx, from: Timestamp, to: Timestamp) -> Result<Vec<(String, u64)>, Fault> {
    let sql = "SELECT d.procedure, COUNT(*) FROM dossiers d WHERE d.received_at >= $1 AND d.received_at < $2
        GROUP BY d.procedure ORDER BY 2 DESC, d.procedure";
    tx.query(sql, values![from, to])?.iter().map(|row| Ok((row.string(0)?, row.count(1)?))).collect()
}
