//! Granting, accepting and ending authorisations.

use crate::engine::Tx;
use crate::journal::{self, Append};
use crate::province::PEOPLE_LEDGER;
use crate::{Failure, Fault};
use jiff::Timestamp;
use rules::Refusal;
use rules::calendar::day_of;
use rules::people::authorisations::{self, Authorisation, Terms};
use rules::people::{Actor, Event};

pub(super) fn stream(id: &str) -> String {
    format!("authorisations/{id}")
}

/// The actor authorises somebody; `id` is a new number.
///
/// # Errors
/// When the rules refuse or the database fails.
pub fn grant(tx: &mut Tx, actor: &Actor, terms: Terms, id: &str, now: Timestamp) -> Result<(), Failure> {
    let granted = authorisations::grant(actor, terms, id.to_owned())?;
    append(tx, id, 0, Event::AuthorisationGranted(granted), actor, now)
}

/// The actor accepts an authorisation that somebody granted them.
///
/// # Errors
/// When the rules refuse or the database fails.
pub fn accept(tx: &mut Tx, actor: &Actor, id: &str, now: Timestamp) -> Result<(), Failure> {
    let (authorisation, version) = load(tx, id)?;
    let accepted = authorisations::accept(actor, &authorisation, day_of(now))?;
    append(tx, id, version, Event::AuthorisationAccepted(accepted), actor, now)
}

/// The actor takes an authorisation back, or gives it back.
///
/// # Errors
/// When the rules refuse or the database fails.
pub fn revoke(tx: &mut Tx, actor: &Actor, id: &str, now: Timestamp) -> Result<(), Failure> {
    let (authorisation, version) = load(tx, id)?;
    let revoked = authorisations::revoke(actor, &authorisation)?;
    append(tx, id, version, Event::AuthorisationRevoked(revoked), actor, now)
}

fn load(tx: &mut Tx, id: &str) -> Result<(Authorisation, u64), Failure> {
    let history = journal::read_stream(tx, &stream(id))?;
    let folded = history.iter().fold(None, |before, recorded| match &recorded.event {
        rules::Event::People(event) => Authorisation::next(before, event),
        _ => before,
    });
    let authorisation = folded.ok_or_else(|| Refusal::not_found("authorisation-unknown"))?;
    let version = history.last().map(|recorded| recorded.version);
    Ok((authorisation, version.ok_or_else(|| Fault::new("a stream without entries"))?))
}

fn append(tx: &mut Tx, id: &str, expected: u64, event: Event, actor: &Actor, now: Timestamp) -> Result<(), Failure> {
    let (stream, by) = (stream(id), actor.as_citizen());
    let events = [rules::Event::People(event)];
    let entry = Append { ledger: PEOPLE_LEDGER, stream: &stream, expected, at: now, by: &by, events: &events };
    journal::append(tx, &entry)?;
    Ok(())
}
