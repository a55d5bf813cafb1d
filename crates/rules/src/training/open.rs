//! Announcing a course.

use super::{Event, Form, Opened, skill};
use crate::codes::{AgencyCode, CourseCode};
use crate::people::permissions::{Deed, may_at};
use crate::people::{Actor, Capacity};
use crate::text::tidy;
use crate::{Problem, Refusal};
use jiff::civil::Date;

/// The longest title or place.
const LONGEST: usize = 300;
/// The most sessions of a course.
const MOST_SESSIONS: usize = 60;

/// A course as somebody typed it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// Its title.
    pub title: String,
    /// The key of the skill.
    pub skill: String,
    /// In a room or from afar.
    pub form: Option<Form>,
    /// Where.
    pub place: String,
    /// How many hours.
    pub hours: String,
    /// The days of its sessions, as they were read; those that could not be are nothing.
    pub sessions: Vec<Option<Date>>,
    /// The last day on which somebody is enrolled.
    pub enrol_by: Option<Date>,
    /// How many may take part.
    pub seats: String,
    /// From how many points of 100 the test is passed.
    pub pass_mark: String,
}

/// Announces a course of an agency, under this code.
///
/// # Errors
/// When they may not organise there, or something is missing, can't be, or is over.
pub fn open(
    actor: &Actor,
    agency: &AgencyCode,
    course: CourseCode,
    typed: &Draft,
    today: Date,
) -> Result<(Event, Capacity), Refusal> {
    let by = actor.as_officer(may_at(actor, Deed::OrganiseTraining, agency)?);
    let mut problems = Vec::new();
    let (title, place) = (tidy(&typed.title), tidy(&typed.place));
    for (pointer, text) in [("/title", &title), ("/place", &place)] {
        if text.is_empty() {
            problems.push(Problem::new(pointer, "missing"));
        } else if text.chars().count() > LONGEST {
            problems.push(Problem::new(pointer, "too-long").with("max", LONGEST));
        }
    }
    if skill(&typed.skill, today).is_none() {
        problems.push(Problem::new("/skill", "choose"));
    }
    if typed.form.is_none() {
        problems.push(Problem::new("/form", "choose"));
    }
    let hours = number("/hours", &typed.hours, 400, &mut problems);
    let seats = number("/seats", &typed.seats, 2_000, &mut problems);
    let pass_mark = number("/pass_mark", &typed.pass_mark, 100, &mut problems);
    let sessions: Vec<Date> = typed.sessions.iter().copied().flatten().collect();
    let first = sessions.first().copied();
    match first {
        _ if sessions.len() < typed.sessions.len() => {
            problems.push(Problem::new("/sessions", "training-days-unreadable"));
        }
        None => problems.push(Problem::new("/sessions", "missing")),
        Some(_) if sessions.len() > MOST_SESSIONS => {
            problems.push(Problem::new("/sessions", "training-too-many-sessions").with("max", MOST_SESSIONS));
        }
        Some(first) if first <= today => problems.push(Problem::new("/sessions", "training-session-over")),
        Some(_) if !sessions.is_sorted_by(|one, other| one < other) => {
            problems.push(Problem::new("/sessions", "training-days-order"));
        }
        Some(_) => {}
    }
    match typed.enrol_by {
        None => problems.push(Problem::new("/enrol_by", "missing")),
        Some(day) if day < today || first.is_some_and(|first| day >= first) => {
            problems.push(Problem::new("/enrol_by", "training-enrol-by"));
        }
        Some(_) => {}
    }
    let (Some(hours), Some(seats), Some(pass_mark), Some(form), Some(enrol_by), true) =
        (hours, seats, pass_mark, typed.form, typed.enrol_by, problems.is_empty())
    else {
        return Err(Refusal::input(problems));
    };
    let pass_mark = u8::try_from(pass_mark).unwrap_or(100);
    let (agency, skill) = (agency.clone(), typed.skill.clone());
    let opened = Opened { course, agency, title, skill, form, place, hours, sessions, enrol_by, seats, pass_mark };
    Ok((Event::Opened(opened), by))
}

/// A whole number from 1 to `most`.
fn number(pointer: &str, typed: &str, most: u16, problems: &mut Vec<Problem>) -> Option<u16> {
    let typed = typed.trim();
    if typed.is_empty() {
        problems.push(Problem::new(pointer, "missing"));
        return None;
    }
    let read = typed.parse().ok().filter(|number| (1..=most).contains(number));
    if read.is_none() {
        problems.push(Problem::new(pointer, "training-number").with("max", most));
    }
    read
}
