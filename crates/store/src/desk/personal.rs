//! Personal data at the desk: documents used again, verified and withdrawn; dossiers opened outside one's scope; what people
//! ask about their data and agree to. Recorded in the ledger of people.

use super::dossiers::{Loaded, load};
use super::payments::need_paid;
use crate::engine::{Tx, Value};
use crate::journal::{self, Append, Recorded};
use crate::province::{PEOPLE_LEDGER, Province};
use crate::tables::people::colleague_of_number;
use crate::tables::personal::{consents, documents, glass, requests};
use crate::{Failure, Fault, values};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::calendar::{Calendar, day_of};
use rules::dossiers::SubmittedDocument;
use rules::people::permissions::{is_close, may_see, sees_by_office};
use rules::people::{Actor, Capacity};
use rules::personal::{
    Ask, CONSENT_TEXT, Claimant, Command, Consent, ConsentGiven, ConsentWithdrawn, DataRequest, Document, DocumentKind,
    Event, Field, access, ask, decide, may_reuse,
};
use rules::{Problem, Refusal};
use std::collections::HashMap;

/// Enters what happened to personal data into the ledger of people.
///
/// # Errors
/// When the database fails or somebody else was faster.
pub fn record(
    tx: &mut Tx,
    stream: &str,
    expected: u64,
    events: Vec<Event>,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let events: Vec<_> = events.into_iter().map(rules::Event::Personal).collect();
    journal::append(tx, &Append { ledger: PEOPLE_LEDGER, stream, expected, at: now, by, events: &events })?;
    Ok(())
}

/// Looks through papers that are handed in: those that are used again must be the claimant's, stand, and be what they were; each
/// paper gets the hash of its file.
///
/// # Errors
/// One problem for each paper that can't be used again.
pub fn settle_papers(
    tx: &mut Tx,
    province: &Province,
    papers: &mut [SubmittedDocument],
    claimant: &Claimant<'_>,
    today: Date,
) -> Result<(), Failure> {
    let kept = hashes(tx, papers)?;
    let mut problems = Vec::new();
    for (position, paper) in papers.iter_mut().enumerate() {
        // What the caller claims of the hash counts for nothing; of the origin it only tells equals apart.
        paper.sha256 = None;
        let named = paper.reused_from.take();
        let Some(again) = paper.reuse_of.clone() else {
            paper.sha256 = paper.file_id.as_ref().and_then(|file| kept.get(file)).map(|(sha256, _)| sha256.clone());
            continue;
        };
        let subject = claimant.person.or(claimant.login.is_none().then_some(claimant.applicant));
        let found = documents::with_file(tx, &again, subject, claimant.login)?;
        let usable = |document: &&Document| document.standing(today) == rules::personal::Standing::InForce;
        let named = |document: &&Document| named.as_deref() == Some(document.stored.dossier.as_str());
        let document = found.iter().filter(usable).find(named).or_else(|| found.iter().find(usable)).or(found.first());
        let file = kept.get(&again);
        // A file of its own beside one that is used again would be a way around the check.
        let other = paper.file_id.as_ref().is_some_and(|file| *file != again);
        let checked = if other {
            Err(Problem::new("", "reuse-unknown"))
        } else if is_unpaid(tx, province, document)? {
            Err(Problem::new("", "reuse-unpaid"))
        } else {
            may_reuse(document, claimant, file.map(|(sha256, _)| sha256.as_str()), today)
        };
        match (checked, document) {
            (Err(problem), _) => problems.push(Problem { pointer: format!("/documents/{position}"), ..problem }),
            (Ok(()), document) => {
                paper.sha256 = document.map(|document| document.sha256.clone());
                paper.reused_from = document.map(|document| document.stored.dossier.to_string());
                paper.name = paper.name.take().or_else(|| file.map(|(_, name)| name.clone()));
            }
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(Refusal::input(problems).into()) }
}

/// Whether a document is a result that nobody has paid for yet.
fn is_unpaid(tx: &mut Tx, province: &Province, document: Option<&Document>) -> Result<bool, Failure> {
    let Some(document) = document.filter(|document| document.stored.kind == DocumentKind::Result) else {
        return Ok(false);
    };
    let Some(loaded) = load(tx, document.stored.dossier.as_str())? else { return Ok(false) };
    match need_paid(tx, province, &loaded.dossier) {
        Ok(()) => Ok(false),
        Err(Failure::Refused(_)) => Ok(true),
        Err(failure) => Err(failure),
    }
}

/// Hash and name of each file that these papers name, by identifier.
fn hashes(tx: &mut Tx, papers: &[SubmittedDocument]) -> Result<HashMap<String, (String, String)>, Fault> {
    let named = papers.iter().flat_map(|paper| [&paper.file_id, &paper.reuse_of]).flatten();
    let files: Vec<Value> = named.map(|file| file.as_str().into()).collect();
    if files.is_empty() {
        return Ok(HashMap::new());
    }
    let numbers: Vec<_> = (1..=files.len()).map(|number| format!("${number}")).collect();
    let sql = format!("SELECT id, sha256, name FROM files WHERE id IN ({})", numbers.join(", "));
    tx.query(&sql, files)?.iter().map(|row| Ok((row.string(0)?, (row.string(1)?, row.string(2)?)))).collect()
}

/// The hash of a file, if there is such a file.
///
/// # Errors
/// When the database fails.
pub fn hash_of(tx: &mut Tx, file: &str) -> Result<Option<String>, Fault> {
    tx.query_opt("SELECT sha256 FROM files WHERE id = $1", values![file])?.map(|row| row.string(0)).transpose()
}

/// How somebody comes to see a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sight {
    /// It is their own.
    Own,
    /// They act for its owner, or it is close to them otherwise.
    Authorised,
    /// It is within the scope of their office.
    Scope,
    /// They opened it outside their scope, for this reason.
    Glass(String),
}

impl Sight {
    /// Whether it is read as an officer reads it: an officer whose own dossier it is, or their relative's, reads it as anybody
    /// reads theirs.
    #[must_use]
    pub fn is_officers(&self) -> bool {
        matches!(self, Self::Scope | Self::Glass(_))
    }
}

/// The dossier of this code and how the actor comes to see it; to be looked at only.
///
/// # Errors
/// The same refusal whether there is none or it is not theirs, so that codes can't be tried out.
pub fn look_at(tx: &mut Tx, actor: &Actor, code: &str, now: Timestamp) -> Result<(Loaded, Sight), Failure> {
    let unknown = || Refusal::not_found("dossier-unknown").with("code", code);
    let loaded = load(tx, code)?.ok_or_else(unknown)?;
    if loaded.dossier.filed.owner.as_deref() == Some(actor.login.as_str()) {
        return Ok((loaded, Sight::Own));
    }
    // What is close to an officer is read as anybody reads theirs, also where their office would show more.
    if sees_by_office(actor, &loaded.dossier) && !is_close(actor, &loaded.dossier) {
        return Ok((loaded, Sight::Scope));
    }
    if may_see(actor, &loaded.dossier) {
        return Ok((loaded, Sight::Authorised));
    }
    // Whoever lost the office that opened it has lost what it opened.
    access::may_break_glass_of(actor, &loaded.dossier).ok_or_else(unknown)?;
    let reason = glass::open(tx, code, &actor.login, now)?.ok_or_else(unknown)?;
    Ok((loaded, Sight::Glass(reason)))
}

/// Opens a dossier outside the actor's scope for a while.
///
/// # Errors
/// When there is no such dossier, they see it anyway, the policy does not grant it, or the reason says nothing.
pub fn break_glass(tx: &mut Tx, actor: &Actor, code: &str, reason: &str, now: Timestamp) -> Result<Timestamp, Failure> {
    // Asked first: nobody else may learn which codes there are.
    if !access::may_break_glass(actor) {
        return Err(Refusal::forbidden("glass-not-yours").into());
    }
    let unknown = || Refusal::not_found("dossier-unknown").with("code", code);
    let dossier = load(tx, code)?.ok_or_else(unknown)?.dossier;
    // The same words as for one that is not there.
    if !may_see(actor, &dossier) && access::may_break_glass_of(actor, &dossier).is_none() {
        return Err(unknown().into());
    }
    if may_see(actor, &dossier) {
        return Err(Refusal::rule("glass-not-needed").into());
    }
    let (broken, by) = rules::personal::break_glass(actor, &dossier, reason, now)?;
    let until = broken.until;
    let stream = format!("glass/{code}");
    let expected = journal::stream_version(tx, &stream)?;
    record(tx, &stream, expected, vec![Event::GlassBroken(broken)], &by, now)?;
    Ok(until)
}

/// Notes that an officer compared a document with its original.
///
/// # Errors
/// When the actor may not, or the document does not stand.
pub fn verify(
    tx: &mut Tx,
    actor: &Actor,
    (code, file): (&str, &str),
    until: Option<Date>,
    now: Timestamp,
) -> Result<(), Failure> {
    let (loaded, document) = document(tx, actor, code, file)?;
    let (verified, by) = rules::personal::verify(actor, &loaded.dossier, &document, until, day_of(now))?;
    record_document(tx, code, file, Event::DocumentVerified(verified), &by, now)
}

/// Withdraws a document.
///
/// # Errors
/// When the actor may not, the document does not stand, or no reason is given.
pub fn withdraw(
    tx: &mut Tx,
    actor: &Actor,
    (code, file): (&str, &str),
    reason: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let (loaded, document) = document(tx, actor, code, file)?;
    let (withdrawn, by) = rules::personal::withdraw(actor, &loaded.dossier, &document, reason, day_of(now))?;
    record_document(tx, code, file, Event::DocumentWithdrawn(withdrawn), &by, now)
}

fn document(tx: &mut Tx, actor: &Actor, code: &str, file: &str) -> Result<(Loaded, Document), Failure> {
    let loaded = super::dossiers::load_for(tx, actor, code)?;
    let document = documents::find(tx, code, file)?.ok_or_else(|| Refusal::not_found("file-unknown"))?;
    Ok((loaded, document))
}

fn record_document(
    tx: &mut Tx,
    code: &str,
    file: &str,
    event: Event,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let stream = format!("documents/{code}/{file}");
    let expected = journal::stream_version(tx, &stream)?;
    record(tx, &stream, expected, vec![event], by, now)
}

/// What is held of a person's particular.
fn held(tx: &mut Tx, login: &str, field: rules::personal::Field) -> Result<Option<String>, Fault> {
    let sql = format!("SELECT {} FROM people WHERE login = $1", field.key());
    tx.query_opt(&sql, values![login])?.map_or(Ok(None), |row| row.opt_string(0))
}

/// Enters what somebody asks about their data.
///
/// # Errors
/// When it can't be right, or the same is asked already.
pub fn request(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    mut asked: Ask,
    now: Timestamp,
) -> Result<String, Failure> {
    if let Some(field) = asked.field {
        asked.held = held(tx, &actor.login, field)?;
    }
    // A commune that is no more stands for the one that took its place.
    if asked.field == Some(rules::personal::Field::Commune)
        && let Some(today) = asked.wanted.trim().parse().ok().and_then(|code| province.directory.commune_today(&code))
    {
        asked.wanted = today.to_string();
    }
    let asked = ask(asked, province.calendar_of_the_province(), now)?;
    let commune = asked.wanted.as_deref().filter(|_| asked.field == Some(rules::personal::Field::Commune));
    let elsewhere = |code: &str| code.parse().is_ok_and(|code| province.directory.authority_of(&code).is_none());
    if commune.is_some_and(elsewhere) {
        return Err(Refusal::input(vec![Problem::new("/wanted", "commune-elsewhere")]).into());
    }
    let same =
        |other: &requests::Listed| !other.status.is_final() && other.kind == asked.kind && other.field == asked.field;
    if requests::of(tx, &actor.login)?.iter().any(same) {
        return Err(Refusal::rule("data-request-waits").into());
    }
    let (id, stream) = (asked.id.clone(), request_stream(&asked.id));
    record(tx, &stream, 0, vec![Event::DataRequested(asked)], &actor.as_citizen(), now)?;
    Ok(id)
}

fn request_stream(id: &str) -> String {
    format!("data-requests/{id}")
}

/// A request as it stands, with what happened to it; nothing when there is none.
///
/// # Errors
/// When the database fails.
pub fn load_request(tx: &mut Tx, id: &str) -> Result<Option<(DataRequest, Vec<Recorded>)>, Fault> {
    let history = journal::read_stream(tx, &request_stream(id))?;
    let mut request: Option<DataRequest> = None;
    for recorded in &history {
        match (&recorded.event, &mut request) {
            (rules::Event::Personal(Event::DataRequested(asked)), None) => {
                request = Some(DataRequest::asked(asked.clone(), recorded.at));
            }
            (rules::Event::Personal(event), Some(request)) => request.apply(event, recorded.at),
            _ => {}
        }
    }
    Ok(request.map(|request| (request, history)))
}

/// Does to a request what an officer commands.
///
/// # Errors
/// When the policy or the rules refuse.
pub fn handle(
    tx: &mut Tx,
    calendar: &Calendar,
    actor: &Actor,
    id: &str,
    command: &Command,
    now: Timestamp,
) -> Result<(), Failure> {
    let by = access::may_handle_requests(actor).ok_or_else(|| Refusal::forbidden("data-requests-not-yours"))?;
    let (request, history) = load_request(tx, id)?.ok_or_else(|| Refusal::not_found("data-request-unknown"))?;
    if actor.is_close_to(&request.asked.login) {
        return Err(Refusal::forbidden("data-request-own").into());
    }
    let held = match request.asked.field {
        Some(field) => held(tx, &request.asked.login, field)?,
        None => None,
    };
    let events = decide(&request, command, held.as_deref(), calendar, now)?;
    let corrects = events.iter().any(|event| matches!(event, Event::ParticularsCorrected(_)));
    if corrects && request.asked.field == Some(Field::PersonalId) {
        apart_from_colleagues(tx, &request, day_of(now))?;
    }
    record(tx, &request_stream(id), history.len() as u64, events, &by, now)?;
    // Whoever keeps the person's file finds the correction there too, with what it changed.
    let login = &request.asked.login;
    if corrects && super::positions::load(tx, login)?.file.particulars.is_some() {
        let known = crate::tables::people::person(tx, login)?.unwrap_or_default();
        let entered = rules::people::Event::PersonRegistered(super::positions::registered(known));
        super::people::record(tx, entered, &by, now)?;
    }
    Ok(())
}

/// Refuses to give an officer the number of a colleague's account: two accounts of one person are one pair of eyes.
fn apart_from_colleagues(tx: &mut Tx, request: &DataRequest, today: Date) -> Result<(), Failure> {
    let login = &request.asked.login;
    let file = super::positions::load(tx, login)?.file;
    if !file.terms.iter().any(|term| term.lasts_until(today)) {
        return Ok(());
    }
    let number = request.asked.wanted.as_deref().and_then(|number| number.parse().ok());
    match colleague_of_number(tx, login, number.as_ref(), today)? {
        Some(other) => Err(Refusal::rule("person-has-other-account").with("login", other).into()),
        None => Ok(()),
    }
}

/// Notes what somebody agrees to or takes back. Saying again what holds already changes nothing.
///
/// # Errors
/// When the database fails.
pub fn consent(
    tx: &mut Tx,
    actor: &Actor,
    purpose: Consent,
    agrees: bool,
    sha256: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    if consents::agrees(tx, &actor.login, purpose)? == agrees {
        return Ok(());
    }
    let (login, channel) = (actor.login.clone(), "web".to_owned());
    let event = if agrees {
        let text = CONSENT_TEXT.to_owned();
        Event::ConsentGiven(ConsentGiven { login, purpose, text, sha256: sha256.to_owned(), channel })
    } else {
        Event::ConsentWithdrawn(ConsentWithdrawn { login, purpose, channel })
    };
    let stream = format!("consents/{}", actor.login);
    let expected = journal::stream_version(tx, &stream)?;
    record(tx, &stream, expected, vec![event], &actor.as_citizen(), now)
}
