//! What the index is measured by, at the desk: the scores of all provinces.

use super::tasks::STEERING_LEDGER;
use crate::journal::{self, Append};
use crate::tables::quality::scores_of_day;
use crate::{Failure, Tx};
use jiff::Timestamp;
use rules::people::Capacity;
use rules::quality::{Event, ScoreTable};

/// Takes in the scores of all provinces of a day; those that were there for it stay in the journal. Tells whether they were new or
/// changed anything.
///
/// # Errors
/// When the database fails.
pub fn import_scores(
    tx: &mut Tx,
    table: ScoreTable,
    by: &Capacity,
    now: Timestamp,
) -> Result<super::catalogue::Change, Failure> {
    use super::catalogue::Change;
    let known = scores_of_day(tx, table.on)?;
    if known.as_ref() == Some(&table) {
        return Ok(Change::Left);
    }
    let stream = format!("national-scores/{}", table.on);
    let expected = journal::stream_version(tx, &stream)?;
    let events = [rules::Event::Quality(Event::ScoresImported(table))];
    journal::append(tx, &Append { ledger: STEERING_LEDGER, stream: &stream, expected, at: now, by, events: &events })?;
    Ok(if known.is_none() { Change::Added } else { Change::Changed })
}
