//! Handing over, listing, approving.

use super::{Archived, BASIS, DisposalApproved, DisposalProposed, DisposalRefused, MOST, Shelved};
use crate::codes::{AgencyCode, DossierCode};
use crate::dossiers::Status;
use crate::people::permissions::{Deed, may_at, of_interest};
use crate::people::{Actor, Capacity};
use crate::text::tidy;
use crate::{Problem, Refusal};
use jiff::civil::{Date, date};

/// The longest place or reason.
const LONGEST: usize = 500;

/// A dossier that is to be handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// The dossier.
    pub dossier: DossierCode,
    /// Where it stands.
    pub status: Status,
    /// The day on which settling ended.
    pub finished_on: Option<Date>,
    /// For how many years dossiers of its procedure are kept; nothing for ever.
    pub years: Option<u16>,
    /// Whether the archive has it already.
    pub archived: bool,
    /// Whether it is the actor's own, or of somebody close to them.
    pub close: bool,
}

/// A dossier that the archive has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The dossier.
    pub dossier: DossierCode,
    /// The last day on which it must be kept; nothing for ever.
    pub keep_until: Option<Date>,
    /// Whether it stands in a list that is not refused.
    pub listed: bool,
    /// Whether it is the actor's own, or of somebody close to them.
    pub close: bool,
}

/// The last day on which a dossier must be kept: the end of the year in which its years are over, counted from the year in which
/// settling ended.
#[must_use]
pub fn keep_until(finished_on: Date, years: Option<u16>) -> Option<Date> {
    let year = i16::try_from(years?).ok()?.checked_add(finished_on.year())?;
    Some(date(year, 12, 31))
}

/// Hands closed dossiers of an agency over to its archive.
///
/// # Errors
/// When the policy does not let them, none or too many are named, one is their own, not closed or there already, or no place is said.
pub fn archive(
    actor: &Actor,
    record: String,
    agency: &AgencyCode,
    place: &str,
    dossiers: &[Closed],
) -> Result<(Archived, Capacity), Refusal> {
    let by = actor.as_officer(may_at(actor, Deed::KeepArchive, agency)?);
    let place = said(place, "/place");
    let mut problems: Vec<_> = place.as_ref().err().into_iter().cloned().chain(number(dossiers.len())).collect();
    disinterested(dossiers.iter().map(|closed| closed.close))?;
    let mut shelved = Vec::new();
    for closed in dossiers {
        // What is not handed over yet is still the counter's.
        let ended = closed.status.is_finished() && closed.status != Status::Processed;
        match closed.finished_on {
            Some(on) if ended && !closed.archived => {
                shelved.push(Shelved { dossier: closed.dossier.clone(), keep_until: keep_until(on, closed.years) });
            }
            _ => problems.push(Problem::new("/dossiers", "archive-not-closed").with("code", &closed.dossier)),
        }
    }
    match place {
        Ok(place) if problems.is_empty() => {
            Ok((Archived { record, agency: agency.clone(), place, dossiers: shelved }, by))
        }
        _ => Err(Refusal::input(problems).citing(BASIS)),
    }
}

/// Lists dossiers whose time is over.
///
/// # Errors
/// When the policy does not let them, none or too many are named, one must still be kept or is listed already, or no reason is said.
pub fn propose(
    actor: &Actor,
    list: String,
    agency: &AgencyCode,
    reason: &str,
    dossiers: &[Held],
    today: Date,
) -> Result<(DisposalProposed, Capacity), Refusal> {
    let by = actor.as_officer(may_at(actor, Deed::KeepArchive, agency)?);
    let reason = said(reason, "/reason");
    let mut problems: Vec<_> = reason.as_ref().err().into_iter().cloned().chain(number(dossiers.len())).collect();
    disinterested(dossiers.iter().map(|held| held.close))?;
    let early = |held: &&Held| held.listed || held.keep_until.is_none_or(|until| until >= today);
    let wrong = dossiers.iter().filter(early);
    problems.extend(wrong.map(|held| Problem::new("/dossiers", "archive-still-kept").with("code", &held.dossier)));
    match reason {
        Ok(reason) if problems.is_empty() => {
            let dossiers = dossiers.iter().map(|held| held.dossier.clone()).collect();
            let login = actor.login.clone();
            let in_place_of = by.principal().map(str::to_owned);
            Ok((DisposalProposed { list, agency: agency.clone(), reason, dossiers, by: login, in_place_of }, by))
        }
        _ => Err(Refusal::input(problems).citing(BASIS)),
    }
}

/// Approves a list that somebody else drew.
///
/// # Errors
/// When the policy does not let them, or they drew it themselves.
pub fn approve(actor: &Actor, list: &DisposalProposed) -> Result<(DisposalApproved, Capacity), Refusal> {
    let by = decides(actor, list)?;
    Ok((DisposalApproved { list: list.list.clone() }, by))
}

/// Refuses a list.
///
/// # Errors
/// When the policy does not let them, they drew it themselves, or no reason is said.
pub fn refuse(actor: &Actor, list: &DisposalProposed, reason: &str) -> Result<(DisposalRefused, Capacity), Refusal> {
    let by = decides(actor, list)?;
    let reason = said(reason, "/reason").map_err(|problem| Refusal::input(vec![problem]))?;
    Ok((DisposalRefused { list: list.list.clone(), reason }, by))
}

fn decides(actor: &Actor, list: &DisposalProposed) -> Result<Capacity, Refusal> {
    let by = actor.as_officer(may_at(actor, Deed::ApproveDisposal, &list.agency)?);
    if by.did(&list.by, list.in_place_of.as_deref()) {
        return Err(Refusal::forbidden("archive-second-pair-of-eyes").citing(BASIS));
    }
    Ok(by)
}

/// Nobody hands over or lists for disposal what is their own.
fn disinterested(mut close: impl Iterator<Item = bool>) -> Result<(), Refusal> {
    if close.any(|close| close) { Err(of_interest()) } else { Ok(()) }
}

fn number(dossiers: usize) -> Option<Problem> {
    match dossiers {
        0 => Some(Problem::new("/dossiers", "choose")),
        many if many > MOST => Some(Problem::new("/dossiers", "too-many").with("max", MOST)),
        _ => None,
    }
}

fn said(typed: &str, pointer: &str) -> Result<String, Problem> {
    let said = tidy(typed);
    match said.chars().count() {
        0 => Err(Problem::new(pointer, "missing")),
        long if long > LONGEST => Err(Problem::new(pointer, "too-long").with("max", LONGEST)),
        _ => Ok(said),
    }
}
