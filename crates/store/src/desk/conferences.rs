//! Conferences at the desk: called, run, attended, and their conclusions made into tasks.
//!
//! They are in the ledger of steering. A conference writes some events a second at its busiest (all points voting at once), far below what
//! one ledger takes, and a conclusion and its tasks must be one transaction in one order; a ledger for each conference would give up that
//! order and gain nothing.

use super::tasks::{self, STEERING_LEDGER};
use super::{committees, dossiers};
use crate::journal::{self, Append, Recorded};
use crate::province::Province;
use crate::tables::conferences::next_number;
use crate::{Failure, Fault, Tx};
use jiff::Timestamp;
use rules::calendar::day_of;
use rules::codes::{AgencyCode, ConferenceCode, TaskCode};
use rules::conferences::{
    Command, Conference, Context, Draft, Event, Means, call as decide_call, change as decide_change, decide,
};
use rules::people::{Actor, Capacity};
use rules::{Problem, Refusal};

/// The stream of a conference in the journal.
#[must_use]
pub fn stream(code: &ConferenceCode) -> String {
    format!("conferences/{code}")
}

/// A conference after more entries of its stream.
///
/// # Errors
/// When an entry does not say who did it.
pub fn fold<'a>(
    mut conference: Option<Conference>,
    entries: impl IntoIterator<Item = &'a Recorded>,
) -> Result<Option<Conference>, Fault> {
    for recorded in entries {
        let rules::Event::Conferences(event) = &recorded.event else { continue };
        let who = dossiers::who(recorded)?;
        conference = Conference::next(conference, event, recorded.at, &who.login);
    }
    Ok(conference)
}

/// The conference of this code; nothing when there is none.
///
/// # Errors
/// When the database fails.
pub fn load(tx: &mut Tx, code: &ConferenceCode) -> Result<Option<Conference>, Fault> {
    fold(None, &journal::read_stream(tx, &stream(code))?)
}

/// The conference of this code.
///
/// # Errors
/// When there is none.
pub fn find(tx: &mut Tx, code: &ConferenceCode) -> Result<Conference, Failure> {
    load(tx, code)?.ok_or_else(|| Refusal::not_found("conference-unknown").into())
}

/// Calls a conference in the name of an agency.
///
/// # Errors
/// When the rules refuse.
pub fn call(
    tx: &mut Tx,
    actor: &Actor,
    host: &AgencyCode,
    draft: &Draft,
    now: Timestamp,
) -> Result<Conference, Failure> {
    series_is_there(tx, draft)?;
    let year = day_of(now).year();
    // Judged once with a number that is not taken, so that what is refused takes none.
    decide_call(actor, host, ConferenceCode::new(year, 0), draft, now)?;
    let code = ConferenceCode::new(year, next_number(tx, year)?);
    let (details, by) = decide_call(actor, host, code.clone(), draft, now)?;
    append(tx, &code, 0, Event::Called(details), &by, now)?;
    find(tx, &code)
}

/// Changes what a conference is.
///
/// # Errors
/// When the rules refuse, there is none, or somebody changed it since the actor saw this version.
pub fn change(
    tx: &mut Tx,
    actor: &Actor,
    code: &ConferenceCode,
    seen: u64,
    draft: &Draft,
    now: Timestamp,
) -> Result<Conference, Failure> {
    let conference = find(tx, code)?;
    if conference.version != seen {
        return Err(Refusal::conflict("conference-changed-meanwhile").with("current", conference.version).into());
    }
    if draft.series != conference.details.series {
        series_is_there(tx, draft)?;
    }
    let (details, by) = decide_change(actor, &conference, draft, now)?;
    append(tx, code, conference.version, Event::Changed(details), &by, now)?;
    find(tx, code)
}

/// A series is that of a committee that there is.
fn series_is_there(tx: &mut Tx, draft: &Draft) -> Result<(), Failure> {
    let Some(series) = &draft.series else { return Ok(()) };
    if committees::load(tx, series)?.is_some() {
        return Ok(());
    }
    Err(Refusal::input(vec![Problem::new("/series", "committee-code").with("code", series)]).into())
}

/// Does something in or about a conference. No version is asked for: dozens of people act at once, and each command says by numbers what it
/// is about, so that the rules judge it by what has happened since.
///
/// # Errors
/// When the rules refuse, or there is none.
pub fn act(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    code: &ConferenceCode,
    command: Command,
    now: Timestamp,
) -> Result<Conference, Failure> {
    let conference = find(tx, code)?;
    let command = named(tx, command, now)?;
    act_on(tx, province, actor, conference, command, now)
}

/// A delegate with an account has the name of the account where no other is given; it must be one of that point.
fn named(tx: &mut Tx, command: Command, now: Timestamp) -> Result<Command, Failure> {
    let Command::Register { point, name, title, login: Some(login), votes } = command else { return Ok(command) };
    let officers = tasks::officers(tx, &point, day_of(now))?;
    let officer = officers.into_iter().find(|officer| officer.login == login);
    let unknown = || Refusal::input(vec![Problem::new("/login", "delegate-elsewhere").with("login", &login)]);
    let officer = officer.ok_or_else(unknown)?;
    let name = if name.trim().is_empty() { officer.name } else { name };
    Ok(Command::Register { point, name, title, login: Some(officer.login), votes })
}

/// Does something in a conference that was loaded in this transaction.
///
/// # Errors
/// When the rules refuse.
pub fn act_on(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    conference: Conference,
    command: Command,
    now: Timestamp,
) -> Result<Conference, Failure> {
    let context = Context { directory: &province.directory };
    let (event, by) = decide(actor, &conference, command, context)?;
    append(tx, conference.code(), conference.version, event.clone(), &by, now)?;
    let next = Conference::next(Some(conference), &event, now, &by.login);
    next.ok_or_else(|| Fault::new("a conference that was never called").into())
}

/// Checks somebody in by the code of their registration, which was judged before: the code is the right, so nobody need be signed in.
///
/// # Errors
/// When the rules refuse, or there is none.
pub fn check_in(
    tx: &mut Tx,
    province: &Province,
    actor: Option<&Actor>,
    code: &ConferenceCode,
    seat: u32,
    now: Timestamp,
) -> Result<Conference, Failure> {
    let conference = find(tx, code)?;
    let delegate = conference.delegate(seat).ok_or_else(|| Refusal::not_found("registration-unknown"))?;
    let registered = &delegate.registered;
    let holder = || {
        let login = registered.login.clone().unwrap_or_else(|| format!("delegate.{code}.{seat}"));
        Actor::new(login, registered.name.clone(), None, Vec::new())
    };
    let actor = actor.cloned().unwrap_or_else(holder);
    act_on(tx, province, &actor, conference, Command::CheckIn(seat, Means::Code), now)
}

/// Makes a conclusion into tasks: one for each agency that leads it, answered for by the first of its leaders. `first` words the conclusion
/// anew before that, where who or until when was missing.
///
/// # Errors
/// When the rules of conferences or of tasks refuse; then nothing is written.
pub fn assign(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    code: &ConferenceCode,
    number: u32,
    first: Option<Command>,
    now: Timestamp,
) -> Result<(Conference, Vec<TaskCode>), Failure> {
    let mut conference = find(tx, code)?;
    if let Some(command) = first {
        conference = act_on(tx, province, actor, conference, command, now)?;
    }
    rules::people::permissions::may_run(actor, &conference)?;
    let host = conference.details.host.clone();
    let mut codes = Vec::new();
    for (lead, mut draft) in conference.tasks_of(number)? {
        let officers = tasks::officers(tx, &lead, day_of(now))?;
        draft.responsible = officers.into_iter().next().map(|officer| officer.login).unwrap_or_default();
        codes.push(tasks::give(tx, province, actor, &host, &draft, None, now)?.code().clone());
    }
    let noted = Command::NoteTasks { number, tasks: codes.clone() };
    let conference = act_on(tx, province, actor, conference, noted, now)?;
    Ok((conference, codes))
}

fn append(
    tx: &mut Tx,
    code: &ConferenceCode,
    expected: u64,
    event: Event,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let events = [rules::Event::Conferences(event)];
    let stream = stream(code);
    let append = Append { ledger: STEERING_LEDGER, stream: &stream, expected, at: now, by, events: &events };
    journal::append(tx, &append)?;
    Ok(())
}
