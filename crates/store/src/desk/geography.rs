//! Where places lie, at the desk: taken in from a file.

use super::catalogue::Change;
use super::tasks::STEERING_LEDGER;
use crate::journal::{self, Append};
use crate::province::Province;
use crate::tables::geography::places;
use crate::tables::villages::{Filter, list};
use crate::{Failure, Tx};
use jiff::Timestamp;
use rules::geography::{Drawing, Event, draw};
use rules::people::Capacity;

const STREAM: &str = "geography";

/// Takes in outlines and points, all or none; tells how many are new, other than they were, and just as they were.
///
/// # Errors
/// When the rules refuse, or the database fails.
pub fn take_in(
    tx: &mut Tx,
    province: &Province,
    drawing: &Drawing,
    by: &Capacity,
    now: Timestamp,
) -> Result<Vec<Change>, Failure> {
    let filter = Filter { commune: None, words: String::new(), in_force: true };
    let villages = list(tx, &filter, "", u32::MAX)?.into_iter().map(|known| known.village.code).collect();
    let event = draw(&province.directory, &villages, drawing)?;
    let known = places(tx)?;
    let Event::Drawn(drawn) = &event;
    let change = |there: bool, same: bool| match (there, same) {
        (false, _) => Change::Added,
        (true, true) => Change::Left,
        (true, false) => Change::Changed,
    };
    let outlines = drawn.communes.iter().map(|(commune, rings)| {
        let before = known.outlines.get(commune);
        change(before.is_some(), before == Some(rings))
    });
    let points = drawn.villages.iter().map(|(village, place)| {
        let before = known.villages.get(village);
        change(before.is_some(), before == Some(place))
    });
    let changes: Vec<Change> = outlines.chain(points).collect();
    if changes.iter().any(|change| *change != Change::Left) {
        let expected = journal::stream_version(tx, STREAM)?;
        let events = [rules::Event::Geography(event)];
        journal::append(
            tx,
            &Append { ledger: STEERING_LEDGER, stream: STREAM, expected, at: now, by, events: &events },
        )?;
    }
    Ok(changes)
}
