//! Enrolling, noting who was there, marking tests, giving certificates, calling off.

use super::{Attended, CalledOff, Certified, Course, Enrolled, Event, Left, Stage, Tested};
use crate::codes::AgencyCode;
use crate::people::permissions::{Deed, may_at};
use crate::people::{Actor, Capacity, Role};
use crate::text::tidy;
use crate::{Problem, Refusal};
use jiff::civil::Date;

/// Whoever was at fewer than so many percent of the sessions is not tested.
pub const LEAST_ATTENDED: usize = 80;

/// What can be done to a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Somebody will not come after all: their login, and why.
    Leave(String, String),
    /// These logins were at a session, numbered from 1.
    Attend(u8, Vec<String>),
    /// Somebody's test is marked: their login, and points of 100 as typed.
    Test(String, String),
    /// Somebody gets their certificate.
    Certify(String),
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

/// Does something to a course. `number` is the next number in the organiser's register of certificates.
///
/// # Errors
/// When the actor may not, it is too early or too late, nobody of this login takes part, or it would be their own.
pub fn act(
    actor: &Actor,
    course: &Course,
    command: &Command,
    number: &str,
    today: Date,
) -> Result<(Event, Capacity), Refusal> {
    if course.called_off.is_some() {
        return Err(Refusal::rule("training-called-off"));
    }
    let code = course.opened.course.clone();
    let organises = || may_at(actor, Deed::OrganiseTraining, &course.opened.agency).map(|held| actor.as_officer(held));
    let first = course.opened.sessions.first().copied().unwrap_or(today);
    match command {
        Command::Leave(login, reason) => {
            let learner = learner(course, login)?;
            let by = on_behalf(actor, login, &learner.agency)?;
            if first <= today {
                return Err(Refusal::rule("training-begun"));
            }
            let reason = said("/reason", reason)?;
            Ok((Event::Left(Left { course: code, login: login.clone(), reason }), by))
        }
        Command::Attend(session, present) => {
            let by = organises()?;
            let day = usize::from(*session).checked_sub(1).and_then(|at| course.opened.sessions.get(at));
            match day {
                None => return Err(Refusal::input(vec![Problem::new("/session", "choose")])),
                Some(day) if *day > today => return Err(Refusal::rule("training-session-ahead").with("day", day)),
                Some(_) => {}
            }
            for login in present {
                learner(course, login)?;
            }
            for (login, one) in course.learners.iter().filter(|(login, _)| actor.is_close_to(login)) {
                // What somebody else noted of them may stand as it is.
                if present.contains(login) != one.attended.contains(session) {
                    return Err(Refusal::forbidden("training-own-attendance"));
                }
            }
            let certified = |login: &&String| course.learners.get(*login).is_some_and(|one| one.certificate.is_some());
            if course
                .learners
                .keys()
                .filter(certified)
                .any(|login| !present.contains(login) && was(course, login, *session))
            {
                return Err(Refusal::rule("training-certified-already"));
            }
            let mut present = present.clone();
            present.sort();
            present.dedup();
            Ok((Event::Attended(Attended { course: code, session: *session, present }), by))
        }
        Command::Test(login, score) => {
            let by = organises()?;
            let learner = learner(course, login)?;
            if actor.is_close_to(login) {
                return Err(Refusal::forbidden("training-own-test"));
            }
            if learner.certificate.is_some() {
                return Err(Refusal::rule("training-certified-already"));
            }
            if course.opened.sessions.last().is_none_or(|last| *last > today) {
                return Err(Refusal::rule("training-not-over"));
            }
            if !course.attended_enough(learner) {
                return Err(Refusal::rule("training-attended-too-little")
                    .with("name", &learner.name)
                    .with("least", LEAST_ATTENDED));
            }
            let read = score.trim().parse().ok().filter(|score: &u8| *score <= 100);
            let score = read.ok_or_else(|| Refusal::input(vec![Problem::new("/score", "training-score")]))?;
            Ok((Event::Tested(Tested { course: code, login: login.clone(), score }), by))
        }
        Command::Certify(login) => {
            let by = actor.as_officer(may_at(actor, Deed::CertifyTraining, &course.opened.agency)?);
            let learner = learner(course, login)?;
            if actor.is_close_to(login) {
                return Err(Refusal::forbidden("training-own-certificate"));
            }
            if learner.certificate.is_some() {
                return Err(Refusal::rule("training-certified-already"));
            }
            if !course.passed(learner) {
                return Err(Refusal::rule("training-not-passed")
                    .with("name", &learner.name)
                    .with("mark", course.opened.pass_mark));
            }
            Ok((Event::Certified(Certified { course: code, login: login.clone(), number: number.to_owned() }), by))
        }
        Command::CallOff(reason) => {
            let by = organises()?;
            if first <= today {
                return Err(Refusal::rule("training-begun"));
            }
            Ok((Event::CalledOff(CalledOff { course: code, reason: said("/reason", reason)? }), by))
        }
    }
}

fn was(course: &Course, login: &str, session: u8) -> bool {
    course.learners.get(login).is_some_and(|one| one.attended.contains(&session))
}

fn learner<'a>(course: &'a Course, login: &str) -> Result<&'a super::Learner, Refusal> {
    course.learners.get(login).ok_or_else(|| Refusal::not_found("training-learner-unknown").with("login", login))
}

fn said(pointer: &str, reason: &str) -> Result<String, Refusal> {
    let reason = tidy(reason);
    if reason.is_empty() { Err(Refusal::input(vec![Problem::new(pointer, "missing")])) } else { Ok(reason) }
}
