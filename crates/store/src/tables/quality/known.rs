//! Dossiers as they were known at the end of a day: those that moved since are folded to that day and judged one by one, all others are
//! as they were.

use crate::desk::dossiers::{fold, stream};
use crate::journal::read_stream;
use crate::tables::dossier_lists::Condition;
use crate::{Failure, Fault, Tx, values};
use jiff::Timestamp;
use rules::Refusal;
use rules::codes::AgencyCode;
use rules::dossiers::Dossier;
use rules::quality::{Period, Side, side_of};

/// So many dossiers that moved since can be named in one list; beyond, the list would take longer than anybody waits.
const MOST: usize = 30_000;

/// Whether anything at all was entered at this instant or later.
pub(in crate::tables) fn anything_since(tx: &mut Tx, end: Timestamp) -> Result<bool, Fault> {
    Ok(tx.query_opt("SELECT 1 FROM events WHERE recorded_at >= $1 LIMIT 1", values![end])?.is_some())
}

/// The dossier as it stood by what was entered before an instant; nothing when it was not filed by then.
pub(in crate::tables) fn dossier_before(tx: &mut Tx, code: &str, end: Timestamp) -> Result<Option<Dossier>, Fault> {
    let mut history = read_stream(tx, &stream(code))?;
    history.retain(|recorded| recorded.at < end);
    fold(&history)
}

/// Of the dossiers of these agencies (all, where none is named), those on one side of an indicator as they were known at the end of a
/// day: `now` is the same for dossiers as they are.
///
/// # Errors
/// When more moved since than can be listed, or the database fails.
pub(super) fn as_known(
    tx: &mut Tx,
    now: Condition,
    (key, side): (&str, Side),
    agencies: &[AgencyCode],
    period: Period,
    end: Timestamp,
) -> Result<Condition, Failure> {
    let holds = |dossier: &Dossier| side_of(key, dossier, period) == Some(side);
    let moved = moved_between(tx, end, None)?;
    as_judged(tx, now, moved, agencies, end, &holds)
}

/// The same for whatever `holds` says of a dossier, and `now` in SQL; `moved` are those with entries since that can matter.
///
/// # Errors
/// When more moved since than can be listed, or the database fails.
pub(in crate::tables) fn as_judged(
    tx: &mut Tx,
    now: Condition,
    moved: Vec<String>,
    agencies: &[AgencyCode],
    end: Timestamp,
    holds: &dyn Fn(&Dossier) -> bool,
) -> Result<Condition, Failure> {
    if moved.is_empty() {
        return Ok(now);
    }
    let mut kept = Vec::new();
    for code in moved {
        let Some(dossier) = dossier_before(tx, &code, end)? else { continue };
        let within = agencies.is_empty() || agencies.contains(&dossier.filed.competent_agency);
        if within && holds(&dossier) {
            kept.push(code);
        }
    }
    if kept.len() > MOST {
        return Err(Refusal::rule("records-too-far-back").with("count", kept.len()).into());
    }
    let mut condition = unmoved(now, end);
    let listed: Vec<_> = kept
        .into_iter()
        .map(|code| {
            condition.values.push(code.into());
            format!("${}", condition.values.len())
        })
        .collect();
    if !listed.is_empty() {
        condition.sql = format!("({} OR d.code IN ({}))", condition.sql, listed.join(", "));
    }
    Ok(condition)
}

/// What meets the condition, and was not moved since an instant.
pub(in crate::tables) fn unmoved(mut condition: Condition, end: Timestamp) -> Condition {
    condition.values.push(end.into());
    let end_at = condition.values.len();
    condition.sql = format!(
        "({} AND NOT EXISTS (SELECT 1 FROM events e WHERE e.stream = 'dossiers/' || d.code AND e.recorded_at >= ${end_at}))",
        condition.sql
    );
    condition
}

/// The dossiers with entries made at an instant or later, and before another where one is given.
pub(super) fn moved_between(tx: &mut Tx, from: Timestamp, to: Option<Timestamp>) -> Result<Vec<String>, Fault> {
    if !anything_since(tx, from)? {
        return Ok(Vec::new());
    }
    let sql = "SELECT d.code FROM dossiers d WHERE EXISTS (SELECT 1 FROM events e
        WHERE e.stream = 'dossiers/' || d.code AND e.recorded_at >= $1 AND e.recorded_at < $2) ORDER BY d.code";
    tx.query(sql, values![from, to.unwrap_or(Timestamp::MAX)])?.iter().map(|row| row.string(0)).collect()
}
