//! Entering agencies, people and positions; and passwords, which are kept apart from the journal.

use crate::Failure;
use crate::engine::Tx;
use crate::journal::{self, Append};
use crate::province::PROVINCE_LEDGER;
use crate::{Fault, values};
use jiff::Timestamp;
use rules::people::{Capacity, Event};

/// Enters what happened to an agency or a person.
///
/// # Errors
/// When the database fails or somebody else was faster.
pub fn record(tx: &mut Tx, event: Event, by: &Capacity, now: Timestamp) -> Result<(), Failure> {
    let stream = match &event {
        Event::AgencyRegistered(registered) => format!("agencies/{}", registered.agency.code),
        Event::PersonRegistered(person) => format!("people/{}", person.login),
        Event::PositionGranted(granted) => format!("people/{}", granted.login),
        Event::PositionRevoked(revoked) => format!("people/{}", revoked.login),
        Event::AccountOpened(opened) => super::identities::stream(&opened.login),
        Event::IdentityLinked(linked) => super::identities::stream(&linked.login),
        Event::ParticularsChanged(changed) => super::identities::stream(&changed.login),
        Event::AuthorisationGranted(granted) => super::authorisations::stream(&granted.id),
        Event::AuthorisationAccepted(accepted) => super::authorisations::stream(&accepted.id),
        Event::AuthorisationRevoked(revoked) => super::authorisations::stream(&revoked.id),
        Event::PersonDisabled(disabled) => format!("people/{}", disabled.login),
        Event::PersonEnabled(enabled) => format!("people/{}", enabled.login),
        Event::DelegationGranted(granted) => format!("people/{}", granted.login),
        Event::DelegationRevoked(revoked) => format!("people/{}", revoked.login),
        Event::SeparationSet(set) => format!("separations/{}", set.agency),
        Event::AgencyRenamed(renamed) => format!("agencies/{}", renamed.code),
        Event::AgencyMerged(merged) => format!("agencies/{}", merged.code),
        Event::AgencyDissolved(dissolved) => format!("agencies/{}", dissolved.code),
        Event::VillageRegistered(registered) => format!("villages/{}", registered.village.code),
        Event::VillageRenamed(renamed) => format!("villages/{}", renamed.code),
        Event::VillageDissolved(dissolved) => format!("villages/{}", dissolved.code),
    };
    let expected = journal::stream_version(tx, &stream)?;
    let events = [rules::Event::People(event)];
    let append = Append { ledger: PROVINCE_LEDGER, stream: &stream, expected, at: now, by, events: &events };
    journal::append(tx, &append)?;
    Ok(())
}

/// Sets the password of a login, as its argon2id hash.
///
/// # Errors
/// When the database fails.
pub fn set_password(tx: &mut Tx, login: &str, hash: &str, now: Timestamp) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO credentials (login, password_hash, changed_at) VALUES ($1, $2, $3)
         ON CONFLICT (login) DO UPDATE SET password_hash = excluded.password_hash, changed_at = excluded.changed_at",
        values![login, hash, now],
    )
}

/// Takes the password of a login away: only another way in, or a one-time code, opens the account.
///
/// # Errors
/// When the database fails.
pub fn remove_password(tx: &mut Tx, login: &str) -> Result<(), Fault> {
    tx.execute("DELETE FROM credentials WHERE login = $1", values![login])
}

/// The password hash of a login, if it has one.
///
/// # Errors
/// When the database fails.
pub fn password_hash(tx: &mut Tx, login: &str) -> Result<Option<String>, Fault> {
    let row = tx.query_opt("SELECT password_hash FROM credentials WHERE login = $1", values![login])?;
    row.map(|row| row.string(0)).transpose()
}
