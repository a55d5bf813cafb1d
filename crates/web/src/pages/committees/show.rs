//! One committee: its decision, members, regulation and meetings, what may be recorded now, what happened.

use super::found::{subjects, ticked};
use super::list::{besides, kind_name, regulation};
use super::members;
use crate::app::App;
use crate::components::{Choice, FormErrors, Moment, Tag, Timeline, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::Refusal;
use rules::RefusalKind;
use rules::codes::{CommitteeCode, VillageCode};
use rules::committees::{Changes, Command, Committee, CommitteeKind, Conclusion, Decision, Event, Member, changes};
use rules::people::Actor;
use rules::people::permissions::{
    Deed, assigns_for, may, may_keep_committee, may_read_phones, may_report_activity, may_see_committee,
};
use std::collections::HashMap;
use store::desk;
use store::journal::Recorded;
use tower_sessions::Session;

/// What can be recorded, by its name in addresses.
const ACTIONS: [&str; 8] = ["meet", "plan", "activity", "regulate", "review", "reorganise", "phones", "dissolve"];

#[derive(Template)]
#[template(path = "committees/show.html")]
pub(super) struct CommitteePage {
    f: Frame,
    errors: FormErrors,
    code: String,
    name: String,
    kind: String,
    regulation: Tag,
    rows: Vec<(String, String)>,
    back: &'static str,
    /// Where the working groups of its agency are listed; empty for who may not see them.
    groups: String,
    /// Where it is founded again; empty unless it is dissolved and this person may.
    again: String,
    members: Vec<Person>,
    /// Whether the reader may not know where members are reached.
    phones_kept_back: bool,
    activities: Vec<(String, String, String)>,
    meetings: Vec<(String, String)>,
    reviews: Vec<(String, String)>,
    version: String,
    actions: Vec<Offered>,
    timeline: Timeline,
}

/// Somebody in it.
struct Person {
    name: String,
    post: String,
    title: String,
    /// Where they are reached; empty where nobody wrote it down.
    phone: String,
}

/// Something that may be recorded now.
struct Offered {
    key: &'static str,
    label: String,
    opened: bool,
    /// Kind, name, label, hint and value of each field.
    fields: Vec<Field>,
}

/// A field of such a form.
struct Field {
    kind: &'static str,
    name: String,
    label: String,
    hint: String,
    value: String,
    /// What may be ticked, where it is ticked, and what is.
    choices: Vec<Choice>,
    values: Vec<String>,
}

/// Lets whoever sees the register see this one, and its members.
fn may_see(actor: &Actor, code: &str) -> Result<(), Refusal> {
    match code.parse::<CommitteeCode>() {
        Ok(code) => may_see_committee(actor, &code),
        Err(_) => may(actor, Deed::WorkOnTasks).map(drop),
    }
}

async fn find(app: &App, code: &str) -> Result<(Committee, Vec<Recorded>), Failure> {
    let unknown = || Refusal::not_found("committee-unknown");
    let code: CommitteeCode = code.parse().map_err(|_| unknown())?;
    app.read(move |tx| Ok(desk::committees::load_with_history(tx, &code)?.ok_or_else(unknown)?)).await
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
) -> Result<View<CommitteePage>, Failure> {
    may_see(&actor, &code)?;
    page(&app, f, &actor, &code, FormErrors::none(), &Typed::default(), "").await
}

async fn page(
    app: &App,
    f: Frame,
    actor: &Actor,
    code: &str,
    errors: FormErrors,
    typed: &Typed,
    refused: &str,
) -> Result<View<CommitteePage>, Failure> {
    let (committee, history) = find(app, code).await?;
    let founded = &committee.founded;
    let reads_phones = may_read_phones(actor, &founded.agency, &committee.members);
    let of = Some(founded.committee.clone()).filter(|_| reads_phones);
    let phones = app.read(move |tx| {
        let kept = of.as_ref().map(|of| store::tables::committees::phones(tx, of)).transpose()?;
        Ok(kept.unwrap_or_default())
    });
    let (phones, province) = (phones.await?, app.province().await?);
    let officer = may(actor, Deed::WorkOnTasks).is_ok();
    let decided = |decision: &Decision| format!("{}, {}", decision.number, f.day(&decision.on));
    let rows = [
        ("committee-agency", said::agency_named(f.lang(), &province.directory, &founded.agency)),
        ("committee-village", founded.village.as_ref().map(VillageCode::to_string).unwrap_or_default()),
        ("committee-also", besides(&f, committee.steers().filter(|kind| *kind != founded.kind))),
        ("committee-founded", decided(&founded.decision)),
        ("committee-decision", decided(&committee.decision)),
        ("committee-regulated", committee.regulation.decision.as_ref().map(decided).unwrap_or_default()),
        (
            "committee-redrafted",
            if committee.regulation.redrafted { f.t("committee-regulation-drafted") } else { String::new() },
        ),
        ("committee-reviewed", committee.last_reviewed().map(|day| f.day(&day)).unwrap_or_default()),
        ("committee-dissolved", committee.dissolved.as_ref().map(decided).unwrap_or_default()),
        (
            "committee-before",
            committee
                .before
                .iter()
                .map(|(from, to)| format!("{} – {}", f.day(&from.on), f.day(&to.on)))
                .collect::<Vec<_>>()
                .join("; "),
        ),
    ];
    let meetings = committee
        .planned
        .iter()
        .map(|planned| (f.t1("committee-meets", "day", f.day(&planned.on)), planned.agenda.clone()));
    let held = committee.held.iter().rev().map(|held| {
        let present = f.t1("committee-present", "count", i64::from(held.present));
        (format!("{} · {present}", f.day(&held.on)), held.outcome.clone())
    });
    let keeps = may_keep_committee(actor, &founded.agency).is_ok();
    let actions = match &committee.dissolved {
        Some(_) => Vec::new(),
        None if keeps => ACTIONS.to_vec(),
        None if may_report_activity(actor, &committee).is_ok() => vec!["activity"],
        None => Vec::new(),
    };
    let (village, name) = (founded.village.as_ref().map_or("", VillageCode::as_str), founded.name.as_str());
    let anew =
        [("agency", founded.agency.as_str()), ("kind", founded.kind.key()), ("village", village), ("name", name)];
    Ok(View(CommitteePage {
        code: founded.committee.to_string(),
        name: founded.name.clone(),
        kind: kind_name(&f, founded.kind),
        regulation: regulation(&f, committee.regulation.state),
        rows: rows.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| (f.t(key), value)).collect(),
        back: if officer { "/committees" } else { "/my/groups" },
        groups: if officer {
            let pairs = [("kind", CommitteeKind::WorkingGroup.key()), ("agency", founded.agency.as_str())];
            said::address("/committees", &pairs)
        } else {
            String::new()
        },
        again: if committee.dissolved.is_some() && assigns_for(actor).contains(&founded.agency) {
            said::address("/committees/new", &anew)
        } else {
            String::new()
        },
        phones_kept_back: !reads_phones,
        members: committee
            .members
            .iter()
            .map(|member| Person {
                name: member.name.clone(),
                post: members::post(&f, member.post),
                title: member.title.clone(),
                phone: phones.get(&member.name).cloned().unwrap_or_default(),
            })
            .collect(),
        activities: committee
            .activities
            .iter()
            .rev()
            .map(|one| {
                let days = f.t2("quality-days", "from", f.day(&one.from), "to", f.day(&one.to));
                let helped = f.t1("committee-helped", "count", i64::from(one.helped));
                (format!("{days} · {helped}"), one.what.clone(), one.difficulties.clone())
            })
            .collect(),
        meetings: meetings.chain(held).collect(),
        reviews: committee
            .reviews
            .iter()
            .rev()
            .map(|one| (format!("{} · {}", f.day(&one.on), conclusion(&f, one.conclusion)), one.found.clone()))
            .collect(),
        version: committee.version.to_string(),
        actions: actions.into_iter().map(|key| offered(&f, &committee, &phones, typed, key, refused == key)).collect(),
        timeline: timeline(&f, &history),
        errors,
        f,
    }))
}

fn offered(
    f: &Frame,
    committee: &Committee,
    phones: &HashMap<String, String>,
    typed: &Typed,
    key: &'static str,
    opened: bool,
) -> Offered {
    let field = |kind, name: &str| {
        let own = format!("{key}-{name}");
        let value = match (typed.has(&own), name) {
            (false, "members") => members::written(f, &committee.members),
            (false, "phones") => {
                let line = |member: &rules::committees::Member| {
                    format!("{}; {}", member.name, phones.get(&member.name).map_or("", String::as_str))
                };
                committee.members.iter().map(line).collect::<Vec<_>>().join("\n")
            }
            _ => typed.text(&own),
        };
        let values = if typed.has(&own) || refused_before(typed, key) {
            value.lines().map(str::to_owned).collect()
        } else {
            committee.steers().map(|kind| kind.key().to_owned()).collect()
        };
        let hint = match name {
            "members" => f.t("committee-members-hint"),
            "phones" => f.t("committee-phones-hint"),
            _ => String::new(),
        };
        let choices = match kind {
            "ticks" => subjects(f),
            "select" => Conclusion::ALL.map(|one| Choice::new(one.key(), conclusion(f, one))).into(),
            _ => Vec::new(),
        };
        let label = match (key, name) {
            ("review", "on") => f.t("committee-field-reviewed"),
            _ => f.t(&format!("committee-field-{name}")),
        };
        Field { kind, label, hint, value, name: own, choices, values }
    };
    let fields = match key {
        "meet" => vec![field("day", "on"), field("number", "present"), field("lines", "outcome")],
        "plan" => vec![field("day", "on"), field("lines", "agenda")],
        "activity" => vec![
            field("day", "from"),
            field("day", "to"),
            field("lines", "what"),
            field("number", "helped"),
            field("lines", "difficulties"),
        ],
        "phones" => vec![field("lines", "phones")],
        "review" => vec![field("day", "on"), field("lines", "found"), field("select", "conclusion")],
        "reorganise" if committee.founded.kind == CommitteeKind::WorkingGroup => {
            vec![field("text", "decision"), field("day", "decided_on"), field("lines", "members")]
        }
        "reorganise" => vec![
            field("text", "decision"),
            field("day", "decided_on"),
            field("ticks", "also"),
            field("lines", "members"),
        ],
        _ => vec![field("text", "decision"), field("day", "decided_on")],
    };
    Offered { key, label: f.t(&format!("committee-do-{key}")), opened, fields }
}

/// Whether this form was sent: what is not ticked in it was taken away.
fn refused_before(typed: &Typed, key: &str) -> bool {
    typed.has(&format!("{key}-decision"))
}

/// The words of what a review proposes.
fn conclusion(f: &Frame, conclusion: Conclusion) -> String {
    f.t(&format!("committee-conclusion-{}", conclusion.key()))
}

/// Who came, who went, whose post changed: "Thêm: …. Thôi: …".
fn changed(f: &Frame, changes: &Changes) -> String {
    let one = |member: &Member| format!("{} ({})", member.name, members::post(f, member.post));
    let list = |all: &[Member]| all.iter().map(one).collect::<Vec<_>>().join(", ");
    let moved = changes
        .moved
        .iter()
        .map(|(now, then)| format!("{} ({} → {})", now.name, members::post(f, *then), members::post(f, now.post)));
    let said = [
        ("joined", list(&changes.joined)),
        ("left", list(&changes.left)),
        ("moved", moved.collect::<Vec<_>>().join(", ")),
    ];
    let said = said.into_iter().filter(|(_, who)| !who.is_empty());
    said.map(|(key, who)| f.t1(&format!("committee-changed-{key}"), "who", who)).collect::<Vec<_>>().join(" ")
}

fn timeline(f: &Frame, history: &[Recorded]) -> Timeline {
    let mut known: &[Member] = &[];
    let mut moments: Timeline = history
        .iter()
        .filter_map(|recorded| {
            let rules::Event::Committees(event) = &recorded.event else { return None };
            let anew = match event {
                Event::Founded(founded) => Some(&founded.members),
                Event::Reorganised(reorganised) => Some(&reorganised.members),
                _ => None,
            };
            // At the first founding everybody joins, which says nothing.
            let who_changed = match anew {
                Some(anew) => {
                    let before = std::mem::replace(&mut known, anew);
                    if before.is_empty() { String::new() } else { changed(f, &changes(before, anew)) }
                }
                None => String::new(),
            };
            let who = desk::dossiers::who(recorded).map(|by| by.name).unwrap_or_default();
            let decided = |decision: &Decision| format!("{}, {}", decision.number, f.day(&decision.on));
            let (tone, note) = match event {
                Event::Founded(founded) => (Tone::New, decided(&founded.decision)),
                Event::Reorganised(reorganised) => (Tone::Progress, decided(&reorganised.decision)),
                Event::RegulationWritten(written) => {
                    (Tone::Good, written.decision.as_ref().map(decided).unwrap_or_default())
                }
                Event::MeetingPlanned(planned) => (Tone::Waiting, f.day(&planned.on)),
                Event::MeetingHeld(held) => (Tone::Good, format!("{} {}", f.day(&held.on), held.outcome)),
                Event::ActivityReported(reported) => (Tone::Good, reported.what.clone()),
                Event::Reviewed(reviewed) => (
                    Tone::Neutral,
                    format!("{} · {}. {}", f.day(&reviewed.on), conclusion(f, reviewed.conclusion), reviewed.found),
                ),
                Event::Dissolved(dissolved) => (Tone::Bad, decided(&dissolved.decision)),
            };
            let note = if who_changed.is_empty() { note } else { format!("{note}. {who_changed}") };
            let kind = event.kind().trim_start_matches("committees.").replace('_', "-");
            let title = f.t(&format!("committee-event-{kind}"));
            Some(Moment { note, ..Moment::new(recorded.at, tone, title, who) })
        })
        .collect();
    moments.reverse();
    moments
}

pub(super) async fn act(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path((code, action)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Failure> {
    may_see(&actor, &code)?;
    let action = ACTIONS.into_iter().find(|known| *known == action).ok_or(Failure::Status(StatusCode::NOT_FOUND))?;
    let (committee, _) = find(&app, &code).await?;
    let (command, phones) = (command(action, &typed), typed.text("phones-phones"));
    let seen: u64 = typed.get("version").parse().unwrap_or(0);
    let (who, of, now) = (actor.clone(), committee.founded.committee.clone(), f.now);
    let done = app
        .write(move |tx| match action {
            // Where somebody is reached is kept beside the journal, so that it can be forgotten.
            "phones" => desk::committees::keep_phones(tx, &who, &of, &phones),
            _ => desk::committees::act(tx, &who, &of, seen, command.clone(), now),
        })
        .await;
    match done {
        Ok(()) => {
            sessions::say(&session, Tone::Good, "committee-recorded", "").await?;
            Ok(Redirect::to(&format!("/committees/{code}")).into_response())
        }
        Err(Failure::Refused(mut refusal)) if refusal.kind != RefusalKind::NotFound => {
            for problem in &mut refusal.problems {
                problem.pointer = format!("/{action}-{}", problem.pointer.trim_start_matches('/'));
            }
            let (errors, status) = (FormErrors::of(f.words, &refusal), Failure::Refused(refusal.clone()).status());
            Ok((status, page(&app, f, &actor, &code, errors, &typed, action).await?).into_response())
        }
        Err(failure) => Err(failure),
    }
}

fn command(action: &str, typed: &Typed) -> Command {
    let text = |name: &str| typed.text(&format!("{action}-{name}"));
    let day = |name: &str| text(name).parse().ok();
    match action {
        "meet" => Command::HoldMeeting {
            on: day("on"),
            present: text("present").parse().unwrap_or(0),
            outcome: text("outcome"),
        },
        "activity" => Command::ReportActivity {
            from: day("from"),
            to: day("to"),
            what: text("what"),
            helped: text("helped"),
            difficulties: text("difficulties"),
        },
        "review" => Command::Review {
            on: day("on"),
            found: text("found"),
            conclusion: Conclusion::from_key(&text("conclusion")),
        },
        "plan" => Command::PlanMeeting { on: day("on"), agenda: text("agenda") },
        "regulate" => Command::WriteRegulation { decision: text("decision"), on: day("decided_on") },
        "reorganise" => Command::Reorganise {
            decision: text("decision"),
            on: day("decided_on"),
            members: members::read(&text("members")),
            also: ticked(&text("also")),
        },
        _ => Command::Dissolve { decision: text("decision"), on: day("decided_on") },
    }
}
