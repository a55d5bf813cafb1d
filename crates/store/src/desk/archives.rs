//! Archives at the desk: closed dossiers are handed over with a record, listed for disposal once their time is over, and a list is
//! decided by somebody else. A record and a list are streams in the ledger of the agency; nothing is deleted.

use super::dossiers::load as load_dossier;
use crate::engine::Tx;
use crate::journal::{self, Append};
use crate::province::Province;
use crate::{Failure, Fault, tables};
use jiff::Timestamp;
use rules::Refusal;
use rules::archives::{self, Closed, DisposalProposed, Event, Held};
use rules::calendar::day_of;
use rules::codes::AgencyCode;
use rules::people::permissions::{Deed, may_at, of_interest, without_interest};
use rules::people::{Actor, Capacity, Position};

/// Hands dossiers of an agency over to its archive.
///
/// # Errors
/// When the policy or the rules refuse.
pub fn archive(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    (record, agency, place): (&str, &AgencyCode, &str),
    codes: &[String],
    now: Timestamp,
) -> Result<(), Failure> {
    let position = may_at(actor, Deed::KeepArchive, agency)?;
    let mut closed = Vec::new();
    for code in codes {
        let unknown = || Refusal::not_found("dossier-unknown").with("code", code);
        let dossier = load_dossier(tx, code)?.ok_or_else(unknown)?.dossier;
        // Whose archive it is was named; another agency's dossiers are not there.
        if dossier.filed.competent_agency != *agency {
            return Err(unknown().into());
        }
        let procedure = province.procedure(&dossier.filed.procedure).and_then(|state| state.procedure.as_ref());
        closed.push(Closed {
            status: dossier.status,
            finished_on: dossier.finished_at.map(day_of),
            years: procedure.and_then(|procedure| procedure.result.retention_years),
            archived: tables::archives::find(tx, code)?.is_some(),
            close: without_interest(actor, position, &dossier).is_err(),
            dossier: dossier.filed.code,
        });
    }
    let (archived, by) = archives::archive(actor, record.to_owned(), agency, place, &closed)?;
    append(tx, agency, record, 0, Event::Archived(archived), &by, now)
}

/// Lists dossiers of an agency's archive for disposal.
///
/// # Errors
/// When the policy or the rules refuse.
pub fn propose(
    tx: &mut Tx,
    actor: &Actor,
    (list, agency, reason): (&str, &AgencyCode, &str),
    codes: &[String],
    now: Timestamp,
) -> Result<(), Failure> {
    let position = may_at(actor, Deed::KeepArchive, agency)?;
    let mut held = Vec::new();
    for code in codes {
        let found = tables::archives::find(tx, code)?.filter(|shelved| shelved.agency == *agency);
        let found = found.ok_or_else(|| Refusal::not_found("dossier-unknown").with("code", code))?;
        let dossier = code.parse().map_err(|error| Fault::because("the code of an archived dossier", error))?;
        let close = concerns(tx, (actor, position), code)?;
        held.push(Held { dossier, keep_until: found.keep_until, listed: found.list.is_some(), close });
    }
    let (proposed, by) = archives::propose(actor, list.to_owned(), agency, reason, &held, day_of(now))?;
    append(tx, agency, list, 0, Event::DisposalProposed(proposed), &by, now)
}

/// Decides a list: approves it, or refuses it with a reason.
///
/// # Errors
/// When there is none for them, it was decided already, or the policy or the rules refuse.
pub fn decide(tx: &mut Tx, actor: &Actor, list: &str, refused: Option<&str>, now: Timestamp) -> Result<(), Failure> {
    let (proposed, entries) = load(tx, list)?.ok_or_else(|| Refusal::not_found("archive-list-unknown"))?;
    let (event, by) = match refused {
        None => {
            let (approved, by) = archives::approve(actor, &proposed)?;
            (Event::DisposalApproved(approved), by)
        }
        Some(reason) => {
            let (refused, by) = archives::refuse(actor, &proposed, reason)?;
            (Event::DisposalRefused(refused), by)
        }
    };
    let position = may_at(actor, Deed::ApproveDisposal, &proposed.agency)?;
    for code in &proposed.dossiers {
        if concerns(tx, (actor, position), code.as_str())? {
            return Err(of_interest().into());
        }
    }
    if entries > 1 {
        return Err(Refusal::rule("archive-list-decided").citing(archives::BASIS).into());
    }
    append(tx, &proposed.agency, list, entries, event, &by, now)
}

/// Whether a dossier is too close to somebody in this position.
fn concerns(tx: &mut Tx, (actor, position): (&Actor, &Position), code: &str) -> Result<bool, Fault> {
    Ok(load_dossier(tx, code)?.is_some_and(|loaded| without_interest(actor, position, &loaded.dossier).is_err()))
}

/// A list as it was drawn, and how many entries it has.
///
/// # Errors
/// When the database fails.
pub fn load(tx: &mut Tx, list: &str) -> Result<Option<(DisposalProposed, u64)>, Fault> {
    let history = journal::read_stream(tx, &stream(list))?;
    let proposed = history.first().and_then(|recorded| match &recorded.event {
        rules::Event::Archives(Event::DisposalProposed(proposed)) => Some(proposed.clone()),
        _ => None,
    });
    Ok(proposed.map(|proposed| (proposed, history.len() as u64)))
}

fn stream(id: &str) -> String {
    format!("archives/{id}")
}

fn append(
    tx: &mut Tx,
    agency: &AgencyCode,
    id: &str,
    expected: u64,
    event: Event,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let (ledger, stream) = (agency.as_str(), stream(id));
    let events = [rules::Event::Archives(event)];
    journal::append(tx, &Append { ledger, stream: &stream, expected, at: now, by, events: &events })?;
    Ok(())
}
