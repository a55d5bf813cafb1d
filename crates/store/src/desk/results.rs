//! Results after they were issued: the code by which anybody checks one, and requests for copies and corrections. A request is a
//! stream in the ledger of the agency that answers; a correction is an event of the dossier too, in the same transaction.

use super::dossiers::{Loaded, append_event, load as load_dossier, who};
use super::payments;
use super::personal::look_at;
use crate::engine::Tx;
use crate::journal::{self, Append};
use crate::province::Province;
use crate::{Failure, Fault, tables};
use jiff::Timestamp;
use rules::Refusal;
use rules::calendar::day_of;
use rules::dossiers::{self, Dossier, IssuedResult};
use rules::people::permissions::{Deed, may_at, may_see};
use rules::people::{Actor, Capacity};
use rules::results::{Ask, Command, Context, Event, Request, ask as rule, decide};
use seals::DocumentCode;
use std::fmt;
use std::str::FromStr;

/// What comes before the version in the number of a result's code: `81` is the first version.
const SERIES: u8 = 80;

/// What stands on a result and in the address that its QR code opens. It follows from the filing of the dossier, so that it is
/// known before the result is signed; nothing is found by it before the result is issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultId {
    dossier: String,
    version: usize,
    code: DocumentCode,
}

impl ResultId {
    /// The code of this version of a dossier's result, counted from 1; nothing for a dossier without its filing.
    #[must_use]
    pub fn of(loaded: &Loaded, version: usize) -> Option<Self> {
        let filed = loaded.history.first()?;
        let kind = u8::try_from(version).ok()?.checked_add(SERIES).filter(|kind| *kind < 100)?;
        Some(Self { dossier: loaded.dossier.filed.code.to_string(), version, code: DocumentCode::of(filed.hash, kind) })
    }
}

impl fmt::Display for ResultId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.dossier, self.version + usize::from(SERIES), self.code)
    }
}

impl FromStr for ResultId {
    type Err = Refusal;

    /// Reads what people type or scan.
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let mut parts = text.trim().rsplitn(3, '.');
        let code = parts.next().and_then(|code| code.parse().ok());
        let number: Option<usize> = parts.next().and_then(|number| number.parse().ok());
        let version = number.and_then(|number| number.checked_sub(usize::from(SERIES))).filter(|version| *version > 0);
        match (parts.next(), version, code) {
            (Some(dossier), Some(version), Some(code)) => Ok(Self { dossier: dossier.to_uppercase(), version, code }),
            _ => Err(Refusal::not_found("official-unknown")),
        }
    }
}

/// An issued result that somebody holds in their hands.
#[derive(Debug, Clone)]
pub struct Found {
    /// Its dossier.
    pub loaded: Loaded,
    /// Which version it is, counted from 1.
    pub version: usize,
    /// That version.
    pub result: IssuedResult,
    /// The place of the entry that issued it, in the dossier's history.
    pub at: usize,
    /// Whether and how it stands in the store of whose it is; nothing for a result without a file.
    pub document: Option<rules::personal::Document>,
}

/// The issued result of this code.
///
/// # Errors
/// The same refusal whether there is no such dossier, no such version yet, or the code is another's.
pub fn find(tx: &mut Tx, wanted: &ResultId) -> Result<Found, Failure> {
    let unknown = || Failure::from(Refusal::not_found("official-unknown"));
    let loaded = load_dossier(tx, &wanted.dossier)?.ok_or_else(unknown)?;
    let same = ResultId::of(&loaded, wanted.version).is_some_and(|id| id == *wanted);
    let result = wanted.version.checked_sub(1).and_then(|place| loaded.dossier.results.get(place)).cloned();
    let result = result.filter(|_| same).ok_or_else(unknown)?;
    let issues = loaded.history.iter().enumerate().filter(|(_, recorded)| {
        use rules::dossiers::Event::{Completed, ResultCorrected};
        matches!(recorded.event, rules::Event::Dossiers(Completed(_) | ResultCorrected(_)))
    });
    let at = issues.map(|(at, _)| at).nth(wanted.version - 1).ok_or_else(unknown)?;
    let document = match &result.file {
        Some(file) => tables::personal::documents::find(tx, &wanted.dossier, file)?,
        None => None,
    };
    Ok(Found { version: wanted.version, result, at, document, loaded })
}

/// The stream of a request.
#[must_use]
pub fn stream(id: &str) -> String {
    format!("results/{id}")
}

/// The request of this number; nothing when there is none.
///
/// # Errors
/// When the database fails.
pub fn load(tx: &mut Tx, id: &str) -> Result<Option<Request>, Fault> {
    let mut request = None;
    for recorded in journal::read_stream(tx, &stream(id))? {
        if let rules::Event::Results(event) = &recorded.event {
            request = Request::next(request, event, recorded.at, &who(&recorded)?.login);
        }
    }
    Ok(request)
}

/// The request of this number with its dossier, if the actor sees it: theirs, one that an agency of theirs answers, or about a
/// dossier that they see.
///
/// # Errors
/// The same refusal whether there is none or it is not theirs.
pub fn load_for(tx: &mut Tx, actor: &Actor, id: &str) -> Result<(Request, Loaded), Failure> {
    let unknown = || Failure::from(Refusal::not_found("result-request-unknown"));
    let request = load(tx, id)?.ok_or_else(unknown)?;
    let loaded = load_dossier(tx, request.asked.dossier.as_str())?.ok_or_else(unknown)?;
    let handles = [Deed::HandleResults, Deed::SignResults];
    let answers = handles.into_iter().any(|deed| may_at(actor, deed, &request.asked.agency).is_ok());
    if answers || may_see(actor, &loaded.dossier) { Ok((request, loaded)) } else { Err(unknown()) }
}

/// Asks about the result of this dossier; answers the request's number.
///
/// # Errors
/// When there is no such dossier for them, or the rules refuse.
pub fn ask(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    code: &str,
    typed: &Ask,
    now: Timestamp,
) -> Result<String, Failure> {
    let (loaded, _) = look_at(tx, actor, code, now)?;
    if let Some(refusal) = payments::withheld(tx, province, actor, &loaded.dossier)? {
        return Err(refusal.into());
    }
    payments::need_paid(tx, province, &loaded.dossier)?;
    let known = tables::results::about(tx, code)?;
    let waits = |kind| known.iter().any(|other| other.kind == kind && !other.status.is_closed());
    let calendar = province.calendar(&loaded.dossier.filed.competent_agency);
    let (asked, by) = rule(actor, &loaded.dossier, typed, waits, calendar, now)?;
    let request = Request::asked(asked.clone(), now);
    append(tx, &request, 0, Event::Asked(asked), &by, now)?;
    Ok(request.asked.id)
}

/// Tries a command without entering anything: for what is signed outside the database before.
///
/// # Errors
/// As [`act`].
pub fn rehearse(
    tx: &mut Tx,
    actor: &Actor,
    id: &str,
    seen: u64,
    command: &Command,
    now: Timestamp,
) -> Result<(Request, Loaded, Capacity), Failure> {
    let (request, loaded) = load_for(tx, actor, id)?;
    if request.version != seen {
        return Err(Refusal::conflict("version-stale").with("current", request.version).into());
    }
    let context = Context { actor, dossier: &loaded.dossier, today: day_of(now) };
    let (_, _, by) = decide(&request, command, &context)?;
    Ok((request, loaded, by))
}

/// Does to a request what an officer commands.
///
/// # Errors
/// When there is none for them, somebody else changed it since the version that they saw, or the policy or the rules refuse.
pub fn act(
    tx: &mut Tx,
    actor: &Actor,
    id: &str,
    seen: u64,
    command: &Command,
    now: Timestamp,
) -> Result<Request, Failure> {
    let (before, loaded) = load_for(tx, actor, id)?;
    if before.version != seen {
        return Err(Refusal::conflict("version-stale").with("current", before.version).into());
    }
    let (after, event) = append_decided(tx, actor, &before, &loaded.dossier, command, now)?;
    super::messages::result(tx, &after, &loaded.dossier, &event, now)?;
    Ok(after)
}

/// The same for what is long past: nobody is told.
///
/// # Errors
/// As [`act`].
pub(super) fn act_quietly(
    tx: &mut Tx,
    actor: &Actor,
    id: &str,
    command: &Command,
    now: Timestamp,
) -> Result<(), Failure> {
    let (before, loaded) = load_for(tx, actor, id)?;
    append_decided(tx, actor, &before, &loaded.dossier, command, now).map(|_| ())
}

fn append_decided(
    tx: &mut Tx,
    actor: &Actor,
    before: &Request,
    dossier: &Dossier,
    command: &Command,
    now: Timestamp,
) -> Result<(Request, Event), Failure> {
    let context = Context { actor, dossier, today: day_of(now) };
    let (mut event, corrected, by) = decide(before, command, &context)?;
    if let Event::Issued(issued) = &mut event
        && let (Some(file), None) = (&issued.file, &issued.sha256)
    {
        issued.sha256 = super::personal::hash_of(tx, file)?;
    }
    if let Some(mut corrected) = corrected {
        if corrected.sha256.is_none() {
            corrected.sha256 = super::personal::hash_of(tx, &corrected.file)?;
        }
        append_event(tx, dossier, dossiers::Event::ResultCorrected(corrected), &by, now)?;
    }
    let mut after = before.clone();
    after.apply(&event, now, &by.login);
    append(tx, &after, before.version, event.clone(), &by, now)?;
    Ok((after, event))
}

fn append(
    tx: &mut Tx,
    after: &Request,
    expected: u64,
    event: Event,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let (ledger, stream) = (after.asked.agency.as_str(), stream(&after.asked.id));
    let events = [rules::Event::Results(event)];
    journal::append(tx, &Append { ledger, stream: &stream, expected, at: now, by, events: &events })?;
    tables::results::project(tx, after)?;
    Ok(())
}
