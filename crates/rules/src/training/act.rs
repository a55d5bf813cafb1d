//! Enrolling, noting who was there, marking tests, giving certificates, calling off.

use super::{Attended, CalledOff, Certified, Course, Enrolled, Event, Left, Stage, Tested};
use crate::codes::AgencyCode;
use crate::people::permissions::{Deed, may_at};
use crate::people::{Actor, Capacity, Role};
use crate::text::tidy;
use crate::{Problem, Refusal};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Whoever was at fewer than so many percent of the sessions is not tested.
pub const LEAST_ATTENDED: usize = 80;

/// What can be done to a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Somebody will not come after all: their login, and why.
    Leave(String, String),
    /// These logins were at a session, numbered from 1.
    Attend(u8, Vec<String>),
    /// Tests are marked: a login, and points of 100 as typed. What was left empty or stands already changes nothing.
    Mark(BTreeMap<String, String>),
    /// These get their certificates.
    Certify(Vec<String>),
    /// It does not take place, and why.
    CallOff(String),
}

/// Enrols somebody who works in an agency as this: they themselves do, or somebody who leads or keeps the office there.
///
/// # Errors
/// When nobody is enrolled any more, all seats are taken, they are in it already, or the actor may not.
pub fn enrol(
    actor: &Actor,
    course: &Course,
    (login, name): (&str, &str),
    (agency, role): (&AgencyCode, Role),
    today: Date,
) -> Result<(Event, Capacity), Refusal> {
    let by = on_behalf(actor, login, agency)?;
    match course.stage(today) {
        Stage::Enrolling => {}
        Stage::CalledOff => return Err(Refusal::rule("training-called-off")),
        _ => return Err(Refusal::rule("training-enrolment-over").with("day", course.opened.enrol_by)),
    }
    if course.learners.contains_key(login) {
        return Err(Refusal::rule("training-enrolled-already").with("name", name));
    }
    if course.learners.len() >= usize::from(course.opened.seats) {
        return Err(Refusal::rule("training-full").with("seats", course.opened.seats));
    }
    let (course, login, name) = (course.opened.course.clone(), login.to_owned(), name.to_owned());
    Ok((Event::Enrolled(Enrolled { course, login, name, agency: agency.clone(), role }), by))
}

/// Whoever acts for themselves, or for somebody of an agency whose people they may send.
fn on_behalf(actor: &Actor, login: &str, agency: &AgencyCode) -> Result<Capacity, Refusal> {
    let own = actor
        .positions
        .iter()
        .find(|held| actor.login == login && held.agency == *agency && held.in_place_of.is_none());
    match own {
        Some(held) => Ok(actor.as_officer(held)),
        None => Ok(actor.as_officer(may_at(actor, Deed::SendToTraining, agency)?)),
    }
}

/// Does something to a course. `numbers` are the next numbers in the organiser's register of certificates, one for each that is issued.
///
/// # Errors
/// When the actor may not, it is too early or too late, nobody of a login takes part, or it would be their own.
pub fn act(
    actor: &Actor,
    course: &Course,
    command: &Command,
    numbers: &[String],
    today: Date,
) -> Result<(Vec<Event>, Capacity), Refusal> {
    if course.called_off.is_some() {
        return Err(Refusal::rule("training-called-off"));
    }
    let code = course.opened.course.clone();
    let organises = || may_at(actor, Deed::OrganiseTraining, &course.opened.agency).map(|held| actor.as_officer(held));
    match command {
        Command::Leave(login, _) if login.is_empty() => Err(Refusal::input(vec![Problem::new("/leaver", "choose")])),
        Command::Leave(login, reason) => {
            let by = on_behalf(actor, login, &learner(course, login)?.agency)?;
            not_begun(course, today)?;
            let reason = said("/reason", reason)?;
            Ok((vec![Event::Left(Left { course: code, login: login.clone(), reason })], by))
        }
        Command::Attend(session, present) => {
            let by = organises()?;
            let present = attend(actor, course, (*session, present), today)?;
            Ok((vec![Event::Attended(Attended { course: code, session: *session, present })], by))
        }
        Command::Mark(scores) => {
            let by = organises()?;
            let marked = mark(actor, course, scores, today)?;
            let event = |(login, score)| Event::Tested(Tested { course: code.clone(), login, score });
            Ok((marked.into_iter().map(event).collect(), by))
        }
        Command::Certify(logins) => {
            let by = actor.as_officer(may_at(actor, Deed::CertifyTraining, &course.opened.agency)?);
            let mut events = Vec::with_capacity(logins.len());
            for login in logins.iter().collect::<BTreeSet<_>>() {
                certifiable(actor, course, login)?;
                let (course, login) = (code.clone(), login.clone());
                let number = numbers.get(events.len()).cloned().unwrap_or_default();
                events.push(Event::Certified(Certified { course, login, number }));
            }
            if events.is_empty() {
                Err(Refusal::input(vec![Problem::new("/login", "choose")]))
            } else {
                Ok((events, by))
            }
        }
        Command::CallOff(reason) => {
            let by = organises()?;
            not_begun(course, today)?;
            Ok((vec![Event::CalledOff(CalledOff { course: code, reason: said("/reason", reason)? })], by))
        }
    }
}

/// Who was at a session, in order.
fn attend(
    actor: &Actor,
    course: &Course,
    (session, present): (u8, &[String]),
    today: Date,
) -> Result<Vec<String>, Refusal> {
    let day = usize::from(session).checked_sub(1).and_then(|at| course.opened.sessions.get(at));
    match day {
        None => return Err(Refusal::input(vec![Problem::new("/session", "choose")])),
        Some(day) if *day > today => return Err(Refusal::rule("training-session-ahead").with("day", day)),
        Some(_) => {}
    }
    for login in present {
        learner(course, login)?;
    }
    for (login, one) in &course.learners {
        let (was, is) = (one.attended.contains(&session), present.contains(login));
        // What somebody else noted of them may stand as it is.
        if was != is && actor.is_close_to(login) {
            return Err(Refusal::forbidden("training-own-attendance"));
        }
        if was && !is && one.certificate.is_some() {
            return Err(Refusal::rule("training-certified-already").with("name", &one.name));
        }
    }
    let mut present = present.to_vec();
    present.sort();
    present.dedup();
    Ok(present)
}

/// The scores that are new.
fn mark(
    actor: &Actor,
    course: &Course,
    scores: &BTreeMap<String, String>,
    today: Date,
) -> Result<Vec<(String, u8)>, Refusal> {
    if course.opened.sessions.last().is_none_or(|last| *last > today) {
        return Err(Refusal::rule("training-not-over"));
    }
    let (mut marked, mut problems) = (Vec::new(), Vec::new());
    for (login, typed) in scores.iter().filter(|(_, typed)| !typed.trim().is_empty()) {
        let one = learner(course, login)?;
        let Some(score) = typed.trim().parse().ok().filter(|score: &u8| *score <= 100) else {
            problems.push(Problem::new(format!("/score/{login}"), "training-score"));
            continue;
        };
        if one.score == Some(score) {
            continue;
        }
        if actor.is_close_to(login) {
            return Err(Refusal::forbidden("training-own-test"));
        }
        if one.certificate.is_some() {
            return Err(Refusal::rule("training-certified-already").with("name", &one.name));
        }
        if !course.attended_enough(one) {
            let little = Refusal::rule("training-attended-too-little");
            return Err(little.with("name", &one.name).with("least", LEAST_ATTENDED));
        }
        marked.push((login.clone(), score));
    }
    if marked.is_empty() && problems.is_empty() {
        return Err(Refusal::rule("training-nothing-marked"));
    }
    if problems.is_empty() { Ok(marked) } else { Err(Refusal::input(problems)) }
}

fn certifiable(actor: &Actor, course: &Course, login: &str) -> Result<(), Refusal> {
    let one = learner(course, login)?;
    if actor.is_close_to(login) {
        return Err(Refusal::forbidden("training-own-certificate"));
    }
    if one.certificate.is_some() {
        return Err(Refusal::rule("training-certified-already").with("name", &one.name));
    }
    if !course.passed(one) {
        return Err(Refusal::rule("training-not-passed").with("name", &one.name).with("mark", course.opened.pass_mark));
    }
    Ok(())
}

fn not_begun(course: &Course, today: Date) -> Result<(), Refusal> {
    let begun = course.opened.sessions.first().is_none_or(|first| *first <= today);
    if begun { Err(Refusal::rule("training-begun")) } else { Ok(()) }
}

fn learner<'a>(course: &'a Course, login: &str) -> Result<&'a super::Learner, Refusal> {
    course.learners.get(login).ok_or_else(|| Refusal::not_found("training-learner-unknown").with("login", login))
}

fn said(pointer: &str, reason: &str) -> Result<String, Refusal> {
    let reason = tidy(reason);
    if reason.is_empty() { Err(Refusal::input(vec![Problem::new(pointer, "missing")])) } else { Ok(reason) }
}
