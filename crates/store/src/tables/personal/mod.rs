//! The tables of personal data: documents, who opened what outside their scope, requests, corrections, consents; and, kept
//! beside the journal, who looked at whose data.

pub mod consents;
pub mod documents;
pub mod glass;
pub mod reads;
pub mod requests;

use crate::journal::Recorded;
use crate::{Fault, Tx};
use rules::personal::Event;

/// Takes in one entry.
///
/// # Errors
/// When the database refuses.
pub(super) fn apply(tx: &mut Tx, event: &Event, recorded: &Recorded) -> Result<(), Fault> {
    match event {
        Event::DocumentVerified(_) | Event::DocumentWithdrawn(_) => documents::apply(tx, event, recorded),
        Event::ReadsSealed(_) | Event::ReadsForgotten(_) => Ok(()),
        Event::GlassBroken(broken) => glass::apply(tx, broken, recorded),
        Event::ConsentGiven(_) | Event::ConsentWithdrawn(_) => consents::apply(tx, event, recorded),
        _ => requests::apply(tx, event, recorded),
    }
}
