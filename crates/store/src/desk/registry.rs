//! Writing down that somebody was looked up in the population registry.

use crate::Failure;
use crate::engine::Tx;
use crate::journal::{self, Append};
use crate::province::PEOPLE_LEDGER;
use jiff::Timestamp;
use rules::people::Capacity;
use rules::registry::{Event, LookedUp};

/// Enters a look-up in the ledger of people; each is a stream of its own.
///
/// # Errors
/// When the database fails, or this request was written down before.
pub fn record(tx: &mut Tx, looked_up: LookedUp, by: &Capacity, now: Timestamp) -> Result<(), Failure> {
    let stream = format!("look-ups/{}", looked_up.request);
    let events = [rules::Event::Registry(Event::LookedUp(looked_up))];
    journal::append(tx, &Append { ledger: PEOPLE_LEDGER, stream: &stream, expected: 0, at: now, by, events: &events })?;
    Ok(())
}
