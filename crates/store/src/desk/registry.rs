//! Writing down that somebody was looked up in the population registry.

use crate::Failure;
use crate::engine::Tx;
use crate::journal::{self, Append};
use crate::province::PEOPLE_LEDGER;
use crate::tables::registry;
use jiff::Timestamp;
use rules::codes::DossierCode;
use rules::people::Capacity;
use rules::registry::{BecameDossier, Event, LookedUp, Reference};

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

/// Enters that the paper of a look-up became this dossier; nothing where nobody was looked up for it.
///
/// # Errors
/// When the database fails, or this paper became a dossier before.
pub fn became_dossier(
    tx: &mut Tx,
    reference: Reference,
    dossier: &DossierCode,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    if !registry::is_asked_for(tx, &reference)? {
        return Ok(());
    }
    let stream = format!("look-ups/{}/{}", reference.kind(), reference.number());
    let events = [rules::Event::Registry(Event::BecameDossier(BecameDossier { reference, dossier: dossier.clone() }))];
    journal::append(tx, &Append { ledger: PEOPLE_LEDGER, stream: &stream, expected: 0, at: now, by, events: &events })?;
    Ok(())
}
