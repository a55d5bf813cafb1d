//! What happened to a dossier, in words: for its owner, for officers (who also see internal notes), and for anybody who
//! tracks it (who sees no names and no notes).

use super::Audience;
use crate::components::{Moment, Timeline, Tone};
use crate::frame::Frame;
use crate::pages::said;
use rules::dossiers::{ConsultationAnswered, Event, Outcome, Rating, Suspended};
use rules::people::{Capacity, Role};
use store::desk::dossiers::who as by_whom;
use store::journal::Recorded;
use store::province::Province;

/// The timeline of a dossier, latest first.
#[must_use]
pub fn timeline(f: &Frame, province: &Province, history: &[Recorded], audience: Audience) -> Timeline {
    history.iter().rev().filter_map(|recorded| moment(f, province, recorded, audience)).collect()
}

fn moment(f: &Frame, province: &Province, recorded: &Recorded, audience: Audience) -> Option<Moment> {
    let rules::Event::Dossiers(event) = &recorded.event else { return None };
    let by = by_whom(recorded).ok()?;
    let (tone, note, internal) = told(event);
    let mut moment = Moment::new(recorded.at, tone, title(f, province, event), who(f, province, &by, audience));
    moment.note = match audience {
        Audience::Officer => note.or(internal).unwrap_or_default(),
        Audience::Owner => note.unwrap_or_default(),
        Audience::Anybody => String::new(),
    };
    if is_alone(event) && audience != Audience::Anybody {
        let alone = f.t("event-decided-alone");
        moment.note = if moment.note.is_empty() { alone } else { format!("{} {alone}", moment.note) };
    }
    if let (Event::ConsultationAnswered(ConsultationAnswered { file: Some(file), .. }), Audience::Officer) =
        (event, audience)
    {
        let code = recorded.stream.trim_start_matches("dossiers/");
        moment.links.push((f.t("event-consultation-file"), format!("/dossiers/{code}/files/{file}")));
    }
    if let (Event::Suspended(Suspended { request_file: Some(file), .. }), Audience::Owner | Audience::Officer) =
        (event, audience)
    {
        let code = recorded.stream.trim_start_matches("dossiers/");
        moment.links.push((f.t("event-suspended-request"), format!("/dossiers/{code}/files/{file}")));
    }
    if audience == Audience::Officer {
        moment.hash = recorded.hash.to_string();
    }
    Some(moment)
}

/// What was written, and why it went on without opinions; nothing where neither was.
fn and(note: Option<&str>, why: Option<&str>) -> Option<String> {
    let said: Vec<_> = note.into_iter().chain(why).collect();
    (!said.is_empty()).then(|| said.join(" · "))
}

/// Whether the person who proposed decided it too.
fn is_alone(event: &Event) -> bool {
    match event {
        Event::Approved(approved) => approved.alone,
        Event::Rejected(rejected) => rejected.alone,
        Event::Signed(signed) => signed.alone,
        _ => false,
    }
}

/// The name of what happened.
fn title(f: &Frame, province: &Province, event: &Event) -> String {
    let name = event.kind().split_once('.').map_or("", |(_, name)| name).replace('_', "-");
    match event {
        Event::Received(received) => match received.due_at {
            Some(due) => f.t1("event-received", "due", f.moment(&due)),
            None => f.t("event-received-no-limit"),
        },
        Event::Consulted(asked) => f.t2(
            "event-consulted",
            "agency",
            said::agency_named(f.lang(), &province.directory, &asked.agency),
            "due",
            f.moment(&asked.due_at),
        ),
        Event::ConsultationAnswered(answer) => f.t1(
            "event-consultation-answered",
            "agency",
            said::agency_named(f.lang(), &province.directory, &answer.agency),
        ),
        Event::Transferred(passed) => {
            f.t1("event-transferred", "agency", said::agency_named(f.lang(), &province.directory, &passed.to))
        }
        Event::Digitised(copy) => f.t2("event-digitised", "name", &copy.name, "pages", copy.pages),
        Event::Suspended(Suspended { request_date: Some(day), .. }) => f.t1("event-suspended-asked", "day", f.day(day)),
        Event::Apologised(apology) => f.t1("event-apologised", "due", f.moment(&apology.new_due_at)),
        Event::PaymentRequested(request) => f.t1("event-payment-requested", "amount", f.money(&request.amount)),
        Event::PaymentSettled(settled) if settled.expired => f.t("event-payment-expired"),
        Event::PaymentSettled(settled) if !settled.paid => f.t("event-payment-taken-back"),
        Event::Completed(completed) if completed.outcome == Outcome::Rejected => {
            f.t1("event-completed-rejected", "number", &completed.number)
        }
        Event::Completed(completed) => f.t1("event-completed", "number", &completed.number),
        Event::ResultCorrected(corrected) => f.t1("event-result-corrected", "number", &corrected.number),
        Event::Rated(rated) => f.t1("event-rated", "rating", f.t(rating_key(rated.rating))),
        _ => f.t(&format!("event-{name}")),
    }
}

/// Key of a rating's word.
#[must_use]
pub fn rating_key(rating: Rating) -> &'static str {
    match rating {
        Rating::VerySatisfied => "rating-very-satisfied",
        Rating::Satisfied => "rating-satisfied",
        Rating::Dissatisfied => "rating-dissatisfied",
    }
}

/// How it feels, what the applicant is told about it, and what only officers are.
fn told(event: &Event) -> (Tone, Option<String>, Option<String>) {
    match event {
        Event::Filed(_) => (Tone::New, None, None),
        Event::Received(_) => (Tone::Good, None, None),
        Event::Refused(refused) => (Tone::Bad, Some(refused.reason.clone()), None),
        Event::SupplementRequested(request) => (Tone::Waiting, Some(request.content.clone()), None),
        Event::Supplemented(supplemented) => (Tone::Progress, supplemented.note.clone(), None),
        Event::PaymentRequested(request) => (Tone::Waiting, request.note.clone(), None),
        Event::PaymentSettled(settled) => (if settled.paid { Tone::Good } else { Tone::Neutral }, None, None),
        Event::Assigned(assigned) => (Tone::Progress, None, assigned.note.clone()),
        Event::Forwarded(forwarded) => {
            (Tone::Progress, None, and(forwarded.note.as_deref(), forwarded.without_opinions.as_deref()))
        }
        Event::SentBack(back) => (Tone::Progress, None, Some(back.reason.clone())),
        Event::Consulted(asked) => (Tone::Waiting, None, Some(asked.question.clone())),
        Event::ConsultationAnswered(answer) => (Tone::Progress, None, Some(answer.content.clone())),
        Event::Transferred(passed) => (Tone::Progress, Some(passed.reason.clone()), None),
        Event::Digitised(_) => (Tone::Progress, None, None),
        Event::Proposed(proposed) => {
            (Tone::Progress, None, and(Some(&proposed.content), proposed.without_opinions.as_deref()))
        }
        Event::Approved(approved) => (Tone::Progress, None, approved.note.clone()),
        Event::Rejected(rejected) => (Tone::Bad, Some(rejected.reason.clone()), None),
        Event::Signed(_) => (Tone::Progress, None, None),
        Event::Completed(completed) if completed.outcome == Outcome::Rejected => (Tone::Bad, None, None),
        Event::Completed(_) | Event::ResultReturned(_) => (Tone::Good, None, None),
        Event::Apologised(apology) => (Tone::Warning, Some(apology.reason.clone()), None),
        Event::Withdrawn(withdrawn) => (Tone::Neutral, withdrawn.reason.clone(), None),
        Event::Suspended(suspended) => (Tone::Waiting, Some(suspended.reason.clone()), None),
        Event::Resumed(resumed) => (Tone::Progress, Some(resumed.reason.clone()), None),
        Event::ResultCorrected(corrected) => (Tone::Warning, Some(corrected.reason.clone()), None),
        Event::Rated(rated) => (Tone::Neutral, rated.comment.clone(), None),
    }
}

/// Who did it, in which capacity: name, title, agency.
fn who(f: &Frame, province: &Province, by: &Capacity, audience: Audience) -> String {
    let agency = by.agency.as_ref().map(|agency| said::agency_named(f.lang(), &province.directory, agency));
    if by.role == Role::Citizen {
        return match audience {
            Audience::Anybody => f.t("who-applicant"),
            Audience::Owner if f.actor.as_ref().is_some_and(|actor| actor.login == by.login) => f.t("who-you"),
            Audience::Owner | Audience::Officer => by.name.clone(),
        };
    }
    let title = by.title.clone().unwrap_or_else(|| f.role(&by.role));
    let named = (audience != Audience::Anybody).then(|| by.name.clone());
    let principal = by.acting_for.as_ref().filter(|_| audience != Audience::Anybody);
    let acting = principal.map(|other| f.t1(&format!("acting-for-{}", other.kind.key()), "name", &other.name));
    let parts = [named, Some(title), agency, acting];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
