//! What concerns an agency, read from the tables of other nouns: what it owes and is owed ([`matters`]), what happens when ([`calendar`]).
//! Nothing is projected for it.

pub mod calendar;
mod figures;
pub mod matters;

pub(crate) use figures::{reports_open, values_owed};

use crate::{Fault, Tx, values};
use rules::codes::AgencyCode;
use rules::people::Actor;
use rules::people::permissions::{Scope, assigns_for, tasks_seen};

/// The agencies of the actor's positions: what these owe is theirs.
#[must_use]
pub fn own(actor: &Actor) -> Vec<AgencyCode> {
    match tasks_seen(actor) {
        Scope::Agencies(seen) => seen.into_iter().map(|seen| seen.agency).collect(),
        // Whoever sees all is of the province, and owes what it owes, not everything below it.
        _ => assigns_for(actor),
    }
}

/// Those of these agencies that lead tasks, or led any: they report on them month by month; counters, for one, do not.
fn leading(tx: &mut Tx, agencies: &[AgencyCode]) -> Result<Vec<AgencyCode>, Fault> {
    let mut leading = Vec::new();
    for agency in agencies {
        if tx.query_opt("SELECT 1 FROM tasks WHERE lead = $1 LIMIT 1", values![agency.as_str()])?.is_some() {
            leading.push(agency.clone());
        }
    }
    Ok(leading)
}
