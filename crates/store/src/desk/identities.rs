//! Signing in with an electronic identity: finds or opens the account and records what is new.

use crate::engine::Tx;
use crate::journal::{self, Append};
use crate::province::PEOPLE_LEDGER;
use crate::tables::{identities, people};
use crate::{Failure, Fault};
use jiff::Timestamp;
use rules::calendar::day_of;
use rules::codes::PersonalId;
use rules::people::identities::{
    Assurance, IdentityLinked, Known, Particular, ParticularChange, ParticularsChanged, Proven, sign_in as decide,
};
use rules::people::{Actor, Capacity, Event, Role};

/// The stream of an account in the journal: apart from that of `people/…`, which the province keeps.
#[must_use]
pub fn stream(login: &str) -> String {
    format!("identities/{login}")
}

/// The account of whoever an issuer vouches for; opened under the name `fresh` when there is none yet.
///
/// # Errors
/// When the rules refuse or the database fails.
pub fn sign_in(tx: &mut Tx, proven: &Proven, fresh: &str, now: Timestamp) -> Result<String, Failure> {
    let known = known(tx, proven, now)?;
    let signed_in = decide(proven, known, fresh)?;
    if signed_in.events.is_empty() {
        return Ok(signed_in.login);
    }
    let stream = stream(&signed_in.login);
    let expected = journal::stream_version(tx, &stream)?;
    let name = proven.particulars.get(&Particular::Name).cloned().unwrap_or_default();
    let by = Capacity {
        login: signed_in.login.clone(),
        name,
        role: Role::Citizen,
        agency: None,
        title: None,
        acting_for: None,
        accounts: Vec::new(),
    };
    let events: Vec<_> = signed_in.events.into_iter().map(rules::Event::People).collect();
    journal::append(
        tx,
        &Append { ledger: PEOPLE_LEDGER, stream: &stream, expected, at: now, by: &by, events: &events },
    )?;
    Ok(signed_in.login)
}

/// Enters that this issuer surely knows the owner of an account by this number: for people who were registered with what the
/// issuer knows of them.
///
/// # Errors
/// When the database fails.
pub fn vouch(tx: &mut Tx, login: &str, number: &PersonalId, issuer: &str, now: Timestamp) -> Result<(), Failure> {
    let number = ParticularChange { what: Particular::PersonalId, before: None, after: number.to_string() };
    let (login, issuer) = (login.to_owned(), issuer.to_owned());
    let stream = stream(&login);
    let linked = IdentityLinked {
        login: login.clone(),
        issuer: issuer.clone(),
        subject: login.clone(),
        level: Some(Assurance::Two),
    };
    let events = [
        Event::IdentityLinked(linked),
        Event::ParticularsChanged(ParticularsChanged { login, issuer, changes: vec![number] }),
    ]
    .map(rules::Event::People);
    let by = Capacity::system("registration");
    let expected = journal::stream_version(tx, &stream)?;
    journal::append(
        tx,
        &Append { ledger: PEOPLE_LEDGER, stream: &stream, expected, at: now, by: &by, events: &events },
    )?;
    Ok(())
}

fn known(tx: &mut Tx, proven: &Proven, now: Timestamp) -> Result<Known, Fault> {
    if let Some((login, level)) = identities::of_identity(tx, &proven.issuer, &proven.subject)? {
        let particulars = identities::particulars(tx, &login)?;
        let holds_office = people::holds_or_will(tx, &login, day_of(now))?;
        return Ok(Known { linked: Some((login, particulars)), holds_office, level, ..Known::default() });
    }
    if let Some(officer) = &proven.officer {
        let officer = people::actor(tx, officer, now)?.filter(Actor::is_officer).map(|actor| actor.login);
        return Ok(Known { officer, ..Known::default() });
    }
    let same_person = match proven.particulars.get(&Particular::PersonalId) {
        Some(number) => identities::of_personal_id(tx, number)?,
        None => None,
    };
    Ok(Known { same_person, ..Known::default() })
}
