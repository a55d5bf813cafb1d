//! Training at the desk: courses are announced, people enrolled, sessions noted, tests marked, certificates numbered.

mod certificates;

pub use certificates::{CertificateId, Issued, certificate, find_certificate};

use super::tasks::STEERING_LEDGER;
use crate::journal::{self, Append, Recorded};
use crate::tables::{numbers, training as table};
use crate::{Failure, Fault, Tx};
use jiff::Timestamp;
use rules::calendar::day_of;
use rules::codes::{AgencyCode, CourseCode};
use rules::people::permissions::{Deed, may_at};
use rules::people::{Actor, Capacity};
use rules::training::{Command, Course, Draft, Event, act as decide, enrol as decide_enrol, open as decide_open};
use rules::{Problem, Refusal};

fn stream(code: &CourseCode) -> String {
    format!("training/{code}")
}

/// The course of this code with its entries in the journal, oldest first; nothing when there is none.
///
/// # Errors
/// When the database fails.
pub fn load_with_history(tx: &mut Tx, code: &CourseCode) -> Result<Option<(Course, Vec<Recorded>)>, Fault> {
    let history = journal::read_stream(tx, &stream(code))?;
    let mut course = None;
    for recorded in &history {
        let rules::Event::Training(event) = &recorded.event else { continue };
        course = Course::next(course, event, day_of(recorded.at));
    }
    Ok(course.map(|course| (course, history)))
}

/// The course of this code.
///
/// # Errors
/// When there is none.
pub fn find(tx: &mut Tx, code: &CourseCode) -> Result<(Course, Vec<Recorded>), Failure> {
    load_with_history(tx, code)?.ok_or_else(|| Refusal::not_found("course-unknown").with("code", code).into())
}

/// Announces a course of an agency.
///
/// # Errors
/// When the rules refuse.
pub fn open(
    tx: &mut Tx,
    actor: &Actor,
    agency: &AgencyCode,
    typed: &Draft,
    now: Timestamp,
) -> Result<CourseCode, Failure> {
    let today = day_of(now);
    // Judged once with a code that is not taken, so that what is refused takes none.
    decide_open(actor, agency, CourseCode::new(today.year(), 0), typed, today)?;
    let code = CourseCode::new(today.year(), numbers::next(tx, table::SEQUENCE, today.year())?);
    let (event, by) = decide_open(actor, agency, code.clone(), typed, today)?;
    append(tx, &code, 0, vec![event], &by, now)?;
    Ok(code)
}

/// Enrols these, each for the agency in which they work: one that the actor may send people from, where they work in several. All or nobody.
///
/// # Errors
/// When the rules refuse, somebody of these logins works nowhere, nobody is named, or somebody else was faster.
pub fn enrol(
    tx: &mut Tx,
    actor: &Actor,
    code: &CourseCode,
    seen: u64,
    logins: &[String],
    now: Timestamp,
) -> Result<(), Failure> {
    let mut course = seen_at(tx, code, seen)?;
    let today = day_of(now);
    let sends = |agency: &AgencyCode| may_at(actor, Deed::SendToTraining, agency).is_ok();
    let mut whole = None;
    let mut events = Vec::with_capacity(logins.len());
    for login in logins {
        let held = table::positions_of(tx, login, today)?;
        let Some(held) = held.iter().find(|held| sends(&held.agency)).or_else(|| held.first()) else {
            let unknown = Problem::new("/login", "login-unknown").with("login", login);
            return Err(Refusal::input(vec![unknown]).into());
        };
        let (event, by) = decide_enrol(actor, &course, (login, &held.name), (&held.agency, held.role), today)?;
        course = Course::next(Some(course), &event, today).ok_or_else(|| Fault::new("a course without a beginning"))?;
        events.push(event);
        whole.get_or_insert(by);
    }
    let by = whole.ok_or_else(|| Refusal::input(vec![Problem::new("/login", "choose")]))?;
    append(tx, code, seen, events, &by, now)
}

/// Does something to a course that the actor saw at this version.
///
/// # Errors
/// When the rules refuse, there is none, or somebody else was faster.
pub fn act(
    tx: &mut Tx,
    actor: &Actor,
    code: &CourseCode,
    seen: u64,
    command: &Command,
    now: Timestamp,
) -> Result<(), Failure> {
    let course = seen_at(tx, code, seen)?;
    let (agency, today) = (&course.opened.agency, day_of(now));
    let (mut events, by) = decide(actor, &course, command, &[], today)?;
    let certificates = events.iter().filter(|event| matches!(event, Event::Certified(_))).count();
    if certificates > 0 {
        let mut numbers = Vec::with_capacity(certificates);
        for _ in 0..certificates {
            let number = numbers::next(tx, &table::register(agency), today.year())?;
            numbers.push(table::certificate_number(agency, today.year(), number));
        }
        (events, _) = decide(actor, &course, command, &numbers, today)?;
    }
    append(tx, code, course.version, events, &by, now)
}

fn seen_at(tx: &mut Tx, code: &CourseCode, seen: u64) -> Result<Course, Failure> {
    let (course, _) = find(tx, code)?;
    if course.version != seen {
        return Err(Refusal::conflict("course-changed-meanwhile").with("current", course.version).into());
    }
    Ok(course)
}

fn append(
    tx: &mut Tx,
    code: &CourseCode,
    expected: u64,
    events: Vec<Event>,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let events: Vec<_> = events.into_iter().map(rules::Event::Training).collect();
    let stream = &stream(code);
    journal::append(tx, &Append { ledger: STEERING_LEDGER, stream, expected, at: now, by, events: &events })?;
    Ok(())
}
