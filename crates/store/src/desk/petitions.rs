//! Petitions at the desk: filed, handled, answered. Each is a stream in the ledger of the agency that it was filed about.

use crate::engine::Tx;
use crate::journal::{self, Append};
use crate::province::Province;
use crate::{Failure, Fault, tables};
use jiff::Timestamp;
use rules::codes::AgencyCode;
use rules::people::permissions::{Deed, may_at};
use rules::people::{Actor, Agency, Capacity};
use rules::petitions::{Command, Context, Event, File, Petition, decide, file as rule};
use rules::{Problem, Refusal};

/// The stream of a petition.
#[must_use]
pub fn stream(id: &str) -> String {
    format!("petitions/{id}")
}

/// The petition of this number; nothing when there is none.
///
/// # Errors
/// When the database fails.
pub fn load(tx: &mut Tx, id: &str) -> Result<Option<Petition>, Fault> {
    load_before(tx, id, Timestamp::MAX)
}

/// The same by what was entered before an instant.
///
/// # Errors
/// When the database fails.
pub fn load_before(tx: &mut Tx, id: &str, end: Timestamp) -> Result<Option<Petition>, Fault> {
    let mut petition = None;
    for recorded in journal::read_stream(tx, &stream(id))?.into_iter().filter(|recorded| recorded.at < end) {
        if let rules::Event::Petitions(event) = &recorded.event {
            let by = super::dossiers::who(&recorded)?.login;
            petition = Petition::next(petition, event, recorded.at, &by);
        }
    }
    Ok(petition)
}

/// Whether the actor sees the whole petition: their own, or one that an agency of theirs has or had.
#[must_use]
pub fn sees(actor: &Actor, petition: &Petition) -> bool {
    petition.filed.login == actor.login
        || petition.legs.iter().any(|leg| may_at(actor, Deed::HandlePetitions, &leg.agency).is_ok())
}

/// The petition of this number, if the actor sees it.
///
/// # Errors
/// The same refusal whether there is none or it is not theirs.
pub fn load_for(tx: &mut Tx, actor: &Actor, id: &str) -> Result<Petition, Failure> {
    let found = load(tx, id)?.filter(|petition| sees(actor, petition));
    found.ok_or_else(|| Refusal::not_found("petition-unknown").into())
}

/// Files a petition; answers its number. Nobody is told: whoever files sees it.
///
/// # Errors
/// When something is missing, the dossier or the petition that it is about is not theirs, or that one is not closed.
pub fn file(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    mut typed: File,
    now: Timestamp,
) -> Result<String, Failure> {
    typed.login.clone_from(&actor.login);
    typed.name.clone_from(&actor.name);
    let input = |pointer, code| Failure::from(Refusal::input(vec![Problem::new(pointer, code)]));
    if let Some(code) = &typed.dossier {
        let loaded = super::dossiers::load(tx, code)?;
        let own = loaded.is_some_and(|loaded| loaded.dossier.filed.owner.as_deref() == Some(actor.login.as_str()));
        if !own {
            return Err(input("/dossier", "dossier-not-yours"));
        }
    }
    let before = match &typed.repeats {
        Some(id) => Some(load_for(tx, actor, id)?),
        None => None,
    };
    let filed = rule(typed, &province.directory, |agency| province.calendar(agency), now)?;
    let (id, by) = (filed.id.clone(), actor.as_citizen());
    if let Some(before) = before {
        let command = Command::Repeat { by: id.clone() };
        append_decided(tx, province, actor, &before, &command, now)?;
    }
    let petition = Petition::filed(filed.clone(), now);
    append(tx, &petition, 0, Event::Filed(filed), &by, now)?;
    Ok(id)
}

/// Does to a petition what the actor commands.
///
/// # Errors
/// When there is none for them, somebody else changed it since the version that they saw, or the policy or the rules refuse.
pub fn act(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    id: &str,
    seen: u64,
    command: &Command,
    now: Timestamp,
) -> Result<Petition, Failure> {
    let before = load_for(tx, actor, id)?;
    if before.version != seen {
        return Err(Refusal::conflict("version-stale").with("current", before.version).into());
    }
    let (after, event) = append_decided(tx, province, actor, &before, command, now)?;
    super::messages::petition(tx, &after, &event, now)?;
    Ok(after)
}

/// The same for what is long past: nobody is told.
///
/// # Errors
/// As [`act`].
pub(super) fn act_quietly(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    id: &str,
    command: &Command,
    now: Timestamp,
) -> Result<(), Failure> {
    let before = load_for(tx, actor, id)?;
    append_decided(tx, province, actor, &before, command, now).map(|_| ())
}

fn append_decided(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    before: &Petition,
    command: &Command,
    now: Timestamp,
) -> Result<(Petition, Event), Failure> {
    let to: Option<AgencyCode> = match command {
        Command::Forward { agency, .. } => agency.parse().ok(),
        _ => None,
    };
    let to = to.filter(|code| province.directory.get(code).is_some_and(Agency::settles));
    let here = before.leg().map_or(&before.filed.agency, |leg| &leg.agency);
    let calendar = province.calendar(to.as_ref().unwrap_or(here));
    let (event, by) = decide(before, command, &Context { now, actor, calendar, to: to.as_ref() })?;
    let mut after = before.clone();
    after.apply(&event, now, &by.login);
    append(tx, &after, before.version, event.clone(), &by, now)?;
    Ok((after, event))
}

fn append(
    tx: &mut Tx,
    after: &Petition,
    expected: u64,
    event: Event,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let (ledger, stream) = (after.filed.agency.as_str(), stream(&after.filed.id));
    let events = [rules::Event::Petitions(event)];
    journal::append(tx, &Append { ledger, stream: &stream, expected, at: now, by, events: &events })?;
    tables::petitions::project(tx, after)?;
    Ok(())
}
