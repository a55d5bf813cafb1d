//! Working hours as they are read and typed.

use crate::frame::Frame;
use crate::pages::typed::Typed;
use jiff::civil::Time;
use rules::calendar::{Session, WorkingHours};
use rules::people::Agency;
use rules::{Problem, Refusal};

/// The usual hours, the usual ones with Saturday mornings, or others.
pub(super) const PLANS: [&str; 3] = ["usual", "saturday", "own"];

/// The fields of own hours, in pairs.
pub(super) const TIMES: [&str; 6] =
    ["morning_from", "morning_to", "afternoon_from", "afternoon_to", "saturday_from", "saturday_to"];

/// Hours in words: "Thứ Hai – thứ Sáu 07:00–11:30, 13:30–17:00; thứ Bảy 07:00–11:30".
pub(super) fn said(f: &Frame, hours: &WorkingHours) -> String {
    let sessions = |sessions: &[Session]| {
        let each = sessions.iter().map(|session| format!("{}–{}", time(session.from), time(session.to)));
        each.collect::<Vec<_>>().join(", ")
    };
    let week = f.t1("hours-week", "hours", sessions(hours.weekday()));
    if hours.saturday().is_empty() {
        return week;
    }
    format!("{week}; {}", f.t1("hours-saturday", "hours", sessions(hours.saturday())))
}

fn time(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

/// Fills the fields of the form from the agency.
pub(super) fn fill(typed: &mut Typed, agency: &Agency) {
    let plan = match (&agency.hours, agency.saturday_morning) {
        (Some(_), _) => "own",
        (None, true) => "saturday",
        (None, false) => "usual",
    };
    typed.set("hours", plan);
    let hours = agency.working_hours();
    let sessions = hours.weekday().iter().take(2).chain(hours.saturday().iter().take(1));
    let places = if hours.weekday().len() > 1 { &TIMES[..] } else { &TIMES[2..] };
    for (pair, session) in places.chunks(2).zip(sessions) {
        typed.set(pair[0], time(session.from));
        typed.set(pair[1], time(session.to));
    }
}

/// Reads the fields of the form into the agency.
pub(super) fn read(typed: &Typed, agency: &mut Agency, problems: &mut Vec<Problem>) {
    agency.saturday_morning = typed.get("hours") == "saturday";
    agency.hours = None;
    if typed.get("hours") == "own" {
        match own(typed) {
            Ok(hours) => agency.hours = Some(hours),
            Err(refusal) => problems.extend(refusal.problems),
        }
    }
}

fn own(typed: &Typed) -> Result<WorkingHours, Refusal> {
    let mut problems = Vec::new();
    let mut sessions = Vec::new();
    for pair in TIMES.chunks(2) {
        let mut read = |field: &str| {
            let text = typed.get(field);
            let time = (!text.is_empty()).then(|| text.parse::<Time>().ok());
            if time == Some(None) {
                problems.push(Problem::new(format!("/{field}"), "time-of-day"));
            }
            time.flatten()
        };
        match (read(pair[0]), read(pair[1])) {
            (Some(from), Some(to)) => sessions.push(Some(Session::new(from, to))),
            (None, None) => sessions.push(None),
            _ => {
                problems.push(Problem::new(format!("/{}", pair[1]), "time-of-day"));
                sessions.push(None);
            }
        }
    }
    let week = sessions.iter().take(2).flatten().copied().collect();
    let saturday = sessions.iter().skip(2).flatten().copied().collect();
    if problems.is_empty() {
        match WorkingHours::new(week, saturday) {
            Ok(hours) => return Ok(hours),
            Err(_) => problems.push(Problem::new("/morning_from", "hours-wrong")),
        }
    }
    problems.dedup_by(|one, other| one.pointer == other.pointer);
    Err(Refusal::input(problems))
}
