//! Where a dossier is, who has it, until when, and what comes next: the same panel for its owner, for public tracking and
//! for officers.

use super::Audience;
use crate::components::{Deadline, RouteProgress, RouteStep, StepState};
use crate::format;
use crate::frame::Frame;
use crate::pages::said;
use crate::texts::{Arg, Words};
use jiff::Timestamp;
use rules::catalogue::Step;
use rules::dossiers::{Delivery, Dossier, Outcome, Status};
use store::province::Province;

/// The panel of a dossier.
#[must_use]
pub fn progress(f: &Frame, province: &Province, dossier: &Dossier, audience: Audience) -> RouteProgress {
    RouteProgress {
        status: f.status(&dossier.status),
        place: place(f.words, province, dossier),
        who: who(f, dossier, audience),
        deadline: appointment(f, province, dossier),
        no_deadline: f.t(Deadline::none(dossier.status)),
        legal: legal(f, province, dossier),
        next: next(f.words, f.now, province, dossier, audience),
        steps: steps(f, dossier),
    }
}

/// The deadline that the applicant may count on: running, standing, or how it ended.
#[must_use]
pub fn appointment(f: &Frame, province: &Province, dossier: &Dossier) -> Option<Deadline> {
    let due = dossier.appointment()?;
    let calendar = province.calendar(&dossier.filed.competent_agency);
    let left = |from: Timestamp| calendar.working_between(from, due).seconds();
    Some(match (dossier.status, dossier.finished_at) {
        (Status::Processed | Status::Returned, Some(finished)) => {
            Deadline::done(due, if finished > due { -1 } else { 0 })
        }
        (Status::Refused | Status::Withdrawn | Status::Stopped, _) => return Deadline::ended(due, dossier.status),
        _ => match dossier.pauses.last().filter(|pause| pause.to.is_none()) {
            Some(pause) => Deadline::paused(due, left(pause.from)),
            // Outside working hours no working time passes, but late is late.
            None if f.now > due => Deadline::running(due, left(f.now).min(-1)),
            None => Deadline::running(due, left(f.now)),
        },
    })
}

/// What a new appointment hides: the legal due date, and by how much the result is or will be late.
fn legal(f: &Frame, province: &Province, dossier: &Dossier) -> String {
    let (Some(apology), Some(due)) = (&dossier.apology, dossier.due_at) else { return String::new() };
    let span = |to| {
        let late = province.calendar(&dossier.filed.competent_agency).working_between(due, to).seconds();
        format::working_span(f.words, late)
    };
    let ended = matches!(dossier.status, Status::Withdrawn | Status::Stopped);
    let end = dossier.finished_at.unwrap_or(f.now);
    let original = f.moment(&due);
    if end > due && !ended {
        return f.t2("progress-legal-late", "due", original, "span", span(end));
    }
    match dossier.finished_at {
        Some(_) => f.t1("progress-legal", "due", original),
        None => f.t2("progress-legal-later", "due", original, "span", span(apology.new_due_at)),
    }
}

/// Where a dossier is, in words.
#[must_use]
pub fn place(words: Words, province: &Province, dossier: &Dossier) -> String {
    let directory = &province.directory;
    let agency = said::agency_named(words.lang, directory, directory.successor(dossier.holder()));
    match dossier.status {
        Status::AwaitingSupplement | Status::AwaitingPayment => words.t1("place-waits", "agency", agency),
        Status::Returned | Status::Withdrawn | Status::Refused => agency,
        _ => match dossier.current_step() {
            Some(step) => {
                words.t2("place-step", "agency", agency, "step", said::step_name(words, &step.name, step.task))
            }
            None => words.t2("place-step", "agency", agency, "step", words.t("step-receive")),
        },
    }
}

fn who(f: &Frame, dossier: &Dossier, audience: Audience) -> String {
    match dossier.status {
        Status::AwaitingSupplement | Status::AwaitingPayment if audience == Audience::Owner => f.t("who-you"),
        Status::AwaitingSupplement | Status::AwaitingPayment => f.t("who-applicant"),
        Status::Returned | Status::Refused | Status::Withdrawn | Status::Stopped => f.t("who-done"),
        _ => match (&dossier.officer, dossier.current_step()) {
            (Some((_, name)), _) if audience != Audience::Anybody => name.clone(),
            (_, Some(step)) => f.role(&step.role),
            (_, None) => f.role(&rules::people::Role::CounterOfficer),
        },
    }
}

/// What comes next, in words.
#[must_use]
pub fn next(words: Words, now: Timestamp, province: &Province, dossier: &Dossier, audience: Audience) -> String {
    let directory = &province.directory;
    let counter = said::agency_named(words.lang, directory, directory.successor(dossier.return_counter()));
    let due = dossier.appointment().map(|due| format::moment(words.lang, due)).unwrap_or_default();
    let key = match dossier.status {
        Status::Filed => "next-filed",
        Status::Received | Status::InProcess if late(now, dossier) && dossier.apology.is_none() => "next-late",
        Status::Received | Status::InProcess => match following(dossier) {
            Some(step) => {
                let step = said::step_name(words, &step.name, step.task);
                return words.t1("next-in-process", "step", lower_first(&step));
            }
            None => "next-received",
        },
        Status::AwaitingSupplement if audience == Audience::Owner => "next-supplement-you",
        Status::AwaitingSupplement => "next-supplement",
        Status::AwaitingPayment => "next-payment",
        Status::Processed if dossier.outcome == Some(Outcome::Rejected) => "next-rejected",
        Status::Processed => match dossier.filed.delivery.method {
            Delivery::Online => "next-result-online",
            Delivery::Counter => "next-result-counter",
            Delivery::Postal => "next-result-postal",
        },
        Status::Returned if dossier.rating.is_none() && audience == Audience::Owner => "next-rate",
        Status::Returned => "next-nothing",
        Status::Refused => "next-refused",
        Status::Withdrawn => "next-withdrawn",
        Status::Stopped => "next-stopped",
    };
    let values: [(&'static str, &dyn Arg); 2] = [("counter", &counter), ("due", &due)];
    words.with(key, &values)
}

/// The step that follows the current one.
#[must_use]
pub fn following(dossier: &Dossier) -> Option<&Step> {
    dossier.filed.route.steps().get(usize::from(dossier.step?) + 1)
}

/// Whether the appointment has passed and the result is not there.
#[must_use]
pub fn is_late(f: &Frame, dossier: &Dossier) -> bool {
    late(f.now, dossier)
}

fn late(now: Timestamp, dossier: &Dossier) -> bool {
    dossier.status.is_open() && dossier.appointment().is_some_and(|due| now > due)
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// The steps from filing to the hand-over.
fn steps(f: &Frame, dossier: &Dossier) -> Vec<RouteStep> {
    if matches!(dossier.status, Status::Refused | Status::Withdrawn) {
        return Vec::new();
    }
    let filed = RouteStep { name: f.t("step-file"), note: f.moment(&dossier.filed_at), state: StepState::Done };
    let received = match dossier.received_at {
        Some(at) => RouteStep { name: f.t("step-receive"), note: f.moment(&at), state: StepState::Done },
        None => RouteStep { name: f.t("step-receive"), note: String::new(), state: StepState::Current },
    };
    let current = dossier.step.map(usize::from);
    let route = dossier.filed.route.steps().iter().enumerate().map(|(position, step)| RouteStep {
        name: said::step_name(f.words, &step.name, step.task),
        note: String::new(),
        state: match current {
            _ if dossier.status == Status::Returned => StepState::Done,
            Some(current) if position < current => StepState::Done,
            Some(current) if position == current => StepState::Current,
            _ => StepState::Ahead,
        },
    });
    [filed, received].into_iter().chain(route).collect()
}
