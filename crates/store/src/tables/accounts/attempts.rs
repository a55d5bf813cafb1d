//! Wrong tries, counted before they are judged, so that many at once are not more than many in a row.

use crate::{Fault, Tx, values};
use jiff::Timestamp;
use rules::accounts::{counted, waits_until};

/// Somebody or something whose tries are counted, and how many wrong ones are free.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// What is counted: an account, a browser, an address.
    pub key: String,
    /// So many wrong tries are free.
    pub free: u64,
}

/// Counts a try for each subject, or tells until when to wait; a try that has to wait is not counted.
///
/// # Errors
/// When the database fails.
pub fn begin(tx: &mut Tx, subjects: &[Subject], now: Timestamp) -> Result<Option<Timestamp>, Fault> {
    let mut waits = None;
    let mut counts = Vec::with_capacity(subjects.len());
    for subject in subjects {
        let (failures, last) = read(tx, &subject.key)?.unwrap_or((0, now));
        waits = waits.max(waits_until(failures, last, now, subject.free));
        counts.push(counted(failures, last, now) + 1);
    }
    if waits.is_none() {
        for (subject, count) in subjects.iter().zip(counts) {
            tx.execute(
                "INSERT INTO attempts (subject, failures, last_at) VALUES ($1, $2, $3)
                 ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at",
                values![subject.key.as_str(), count, now],
            )?;
        }
    }
    Ok(waits)
}

/// Takes back one counted try: it was right. What was wrong before still counts.
///
/// # Errors
/// When the database fails.
pub fn take_back(tx: &mut Tx, key: &str) -> Result<(), Fault> {
    let sql = "UPDATE attempts SET failures = failures - 1 WHERE subject = $1 AND failures > 0";
    tx.execute(sql, values![key])
}

/// Forgets the wrong tries of a subject.
///
/// # Errors
/// When the database fails.
pub fn forgive(tx: &mut Tx, key: &str) -> Result<(), Fault> {
    tx.execute("DELETE FROM attempts WHERE subject = $1", values![key])
}

/// Until when a subject has to wait.
///
/// # Errors
/// When the database fails.
pub fn waits(tx: &mut Tx, subject: &Subject, now: Timestamp) -> Result<Option<Timestamp>, Fault> {
    Ok(read(tx, &subject.key)?.and_then(|(failures, last)| waits_until(failures, last, now, subject.free)))
}

fn read(tx: &mut Tx, key: &str) -> Result<Option<(u64, Timestamp)>, Fault> {
    let row = tx.query_opt("SELECT failures, last_at FROM attempts WHERE subject = $1", values![key])?;
    row.map(|row| Ok((row.count(0)?, row.time(1)?))).transpose()
}
