//! The tables that people look at, projected from the journal in the transaction of each event. They can be dropped and
//! rebuilt at any time; what can't is in the journal.

use crate::{Fault, Tx, journal::Recorded};
use rules::Event;

/// The tables that a rebuild empties, in an order that no foreign key forbids.
pub const PROJECTED: &[&str] = &[];

/// Changes the tables as this entry asks. Called for each entry once, in the order of its ledger; must depend on nothing but
/// the entry and the projected tables, so that a rebuild yields the same rows.
///
/// # Errors
/// When the database refuses.
pub fn apply(_tx: &mut Tx, recorded: &Recorded) -> Result<(), Fault> {
    match &recorded.event {
        Event::Dossiers(_) | Event::Catalogue(_) | Event::People(_) => Ok(()),
    }
}
