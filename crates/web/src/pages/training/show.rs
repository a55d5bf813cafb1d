//! One course: what it is, who takes part, and what may be done about it.

use super::{skill_named, stage_tag};
use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors, Moment, Tag, Timeline, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said::agency_named;
use crate::pages::typed::Typed;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use jiff::civil::Date;
use rules::Refusal;
use rules::calendar::day_of;
use rules::codes::{AgencyCode, CourseCode};
use rules::people::permissions::{Deed, may, may_at};
use rules::people::{Actor, AgencyKind};
use rules::training::{Course, Event, Learner, Stage};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::desk;
use store::journal::Recorded;
use store::province::Province;
use store::tables::training::{Held, positions_of, staff_of};

#[derive(Template)]
#[template(path = "training/show.html")]
pub(super) struct CoursePage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    refused: String,
    code: String,
    title: String,
    organiser: String,
    stage: Tag,
    facts: Vec<(String, String)>,
    columns: Columns,
    learners: Vec<Row>,
    /// How many more take part, whose marks this person does not see; empty where there are none.
    hidden: String,
    version: String,
    /// Whether this person may do each of these.
    enrols_self: bool,
    leaves_self: bool,
    colleagues: Vec<Choice>,
    sent: Vec<Choice>,
    /// The sessions that are to be noted or corrected.
    sessions: Vec<Session>,
    marks: bool,
    certifiable: Vec<Choice>,
    /// Whom the form that came back named.
    chosen: Vec<String>,
    calls_off: bool,
    me: String,
    timeline: Timeline,
}

/// Somebody who takes part.
struct Row {
    name: String,
    agency: String,
    attended: String,
    score: String,
    result: Tag,
    certificate: String,
}

/// A session whose register may be kept.
struct Session {
    href: String,
    text: String,
    tag: Tag,
}

/// A course with what stands around it.
pub(super) struct Found {
    pub(super) province: Arc<Province>,
    pub(super) course: Course,
    history: Vec<Recorded>,
    own: Vec<Held>,
    staff: Vec<Held>,
}

/// The course of this code, and whom this person may send.
pub(super) async fn find(app: &App, f: &Frame, actor: &Actor, code: &str) -> Result<Found, Failure> {
    let code: CourseCode = code.parse().map_err(|_| Refusal::not_found("course-unknown").with("code", code))?;
    let province = app.province().await?;
    let (login, today) = (actor.login.clone(), day_of(f.now));
    let agencies: Vec<AgencyCode> = actor
        .positions
        .iter()
        .filter(|held| may_at(actor, Deed::SendToTraining, &held.agency).is_ok())
        .map(|held| held.agency.clone())
        .collect();
    let counters = province.directory.iter().filter(|one| one.kind == AgencyKind::Counter);
    let counters = counters.filter(|one| one.parent.as_ref().is_some_and(|parent| agencies.contains(parent)));
    let agencies: Vec<AgencyCode> = agencies.iter().cloned().chain(counters.map(|one| one.code.clone())).collect();
    let (course, history, own, staff) = app
        .read(move |tx| {
            let (course, history) = desk::training::find(tx, &code)?;
            Ok((course, history, positions_of(tx, &login, today)?, staff_of(tx, &agencies, today)?))
        })
        .await?;
    Ok(Found { province, course, history, own, staff })
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
) -> Result<View<CoursePage>, Failure> {
    may(&actor, Deed::TakeTraining)?;
    let found = find(&app, &f, &actor, &code).await?;
    Ok(View(page(f, &actor, found, FormErrors::none(), Typed::default(), "")))
}

pub(super) fn page(
    f: Frame,
    actor: &Actor,
    found: Found,
    errors: FormErrors,
    typed: Typed,
    refused: &str,
) -> CoursePage {
    let Found { province, course, history, own, staff } = found;
    let (opened, today) = (&course.opened, day_of(f.now));
    let stage = course.stage(today);
    let can = |deed| may_at(actor, deed, &opened.agency).is_ok();
    let (organises, certifies) = (can(Deed::OrganiseTraining), can(Deed::CertifyTraining));
    let sees = |login: &str, learner: &Learner| {
        organises || login == actor.login || may_at(actor, Deed::SendToTraining, &learner.agency).is_ok()
    };
    let agency = |code: &AgencyCode| agency_named(f.lang(), &province.directory, code);
    let seen: Vec<(&String, &Learner)> = course.learners.iter().filter(|(login, one)| sees(login, one)).collect();
    let row = |(_, one): &(&String, &Learner)| Row {
        name: one.name.clone(),
        agency: agency(&one.agency),
        attended: format!("{}/{}", one.attended.len(), opened.sessions.len()),
        score: one.score.map_or_else(|| f.t("none"), |score| score.to_string()),
        result: result(&f, &course, one, stage),
        certificate: one.certificate.as_ref().map(|one| one.number.clone()).unwrap_or_default(),
    };
    let begun = opened.sessions.first().is_some_and(|first| *first <= today);
    let enrols = stage == Stage::Enrolling;
    let there = |login: &str| course.learners.contains_key(login);
    let choice = |(login, one): (&String, &Learner)| Choice::new(login.as_str(), one.name.clone());
    let others = || course.learners.iter().filter(|(login, _)| !actor.is_close_to(login));
    let over = opened.sessions.last().is_some_and(|last| *last <= today);
    let facts = vec![
        (f.t("training-col-skill"), skill_named(&f, &opened.skill, today)),
        (f.t("training-form"), f.t(&format!("training-form-{}", opened.form.key()))),
        (f.t("training-place"), opened.place.clone()),
        (f.t("training-hours"), opened.hours.to_string()),
        (f.t("training-sessions"), opened.sessions.iter().map(|day| f.day(day)).collect::<Vec<_>>().join("; ")),
        (f.t("training-enrol-by"), f.day(&opened.enrol_by)),
        (f.t("training-col-seats"), format!("{}/{}", course.learners.len(), opened.seats)),
        (f.t("training-pass-mark"), opened.pass_mark.to_string()),
    ];
    let mut columns: Columns =
        ["learner", "agency"].map(|key| Column::text(f.t(&format!("training-col-{key}")))).into();
    columns.extend(["attended", "score"].map(|key| Column::number(f.t(&format!("training-col-{key}")))));
    columns.extend(["result", "certificate"].map(|key| Column::text(f.t(&format!("training-col-{key}")))));
    let mut colleagues: Vec<Choice> = Vec::new();
    for held in staff.iter().filter(|held| enrols && !there(&held.login)) {
        if !colleagues.iter().any(|known| known.value == held.login) {
            colleagues.push(Choice::new(held.login.as_str(), held.name.clone()).explained(agency(&held.agency)));
        }
    }
    let past = opened.sessions.iter().enumerate().filter(|(_, day)| **day <= today);
    let open = course.called_off.is_none() && !course.learners.is_empty();
    let session = |(at, day): (usize, &Date)| {
        let noted = u8::try_from(at + 1).is_ok_and(|number| course.noted.contains(&number));
        let (tone, key) = if noted { (Tone::Good, "noted") } else { (Tone::Waiting, "not-noted") };
        Session {
            href: format!("/training/{}/sessions/{}", opened.course, at + 1),
            text: f.t2("training-session", "number", at + 1, "day", f.day(day)),
            tag: Tag::new(tone, f.t(&format!("training-session-{key}"))),
        }
    };
    let certifiable: Vec<Choice> = others()
        .filter(|(_, one)| certifies && one.certificate.is_none() && course.passed(one))
        .map(|(login, one)| choice((login, one)).explained(agency(&one.agency)))
        .collect();
    CoursePage {
        code: opened.course.to_string(),
        title: opened.title.clone(),
        organiser: agency(&opened.agency),
        stage: stage_tag(&f, stage),
        facts,
        columns,
        hidden: match course.learners.len() - seen.len() {
            0 => String::new(),
            some => f.t1("training-hidden", "count", some),
        },
        learners: seen.iter().map(row).collect(),
        version: course.version.to_string(),
        enrols_self: enrols && !own.is_empty() && !there(&actor.login),
        leaves_self: !begun && course.called_off.is_none() && there(&actor.login),
        colleagues,
        sent: seen
            .iter()
            .filter(|(login, one)| {
                let sends = may_at(actor, Deed::SendToTraining, &one.agency).is_ok();
                !begun && course.called_off.is_none() && sends && **login != actor.login
            })
            .map(|(login, one)| Choice::new(login.as_str(), one.name.clone()))
            .collect(),
        sessions: past.filter(|_| organises && open).map(session).collect(),
        marks: organises && over && open,
        chosen: match refused {
            "" => certifiable.iter().map(|one| one.value.clone()).collect(),
            _ => typed.get("login").lines().map(str::to_owned).collect(),
        },
        certifiable,
        calls_off: organises && !begun && course.called_off.is_none(),
        me: actor.login.clone(),
        timeline: timeline(&f, &course, &history, &sees),
        refused: refused.to_owned(),
        errors,
        typed,
        f,
    }
}

/// What came of it for somebody.
fn result(f: &Frame, course: &Course, one: &Learner, stage: Stage) -> Tag {
    let (tone, key) = if one.certificate.is_some() {
        (Tone::Good, "certified")
    } else if course.passed(one) {
        (Tone::New, "passed")
    } else if one.score.is_some() {
        (Tone::Bad, "failed")
    } else if stage == Stage::Over && !course.attended_enough(one) {
        (Tone::Bad, "absent")
    } else {
        (Tone::Waiting, "open")
    };
    Tag::new(tone, f.t(&format!("training-result-{key}")))
}

/// What happened, as far as it concerns the course or people whose marks this person sees.
fn timeline(f: &Frame, course: &Course, history: &[Recorded], sees: &dyn Fn(&str, &Learner) -> bool) -> Timeline {
    let names: BTreeMap<&str, (&str, bool)> =
        course.learners.iter().map(|(login, one)| (login.as_str(), (one.name.as_str(), sees(login, one)))).collect();
    let of = |login: &str| names.get(login).filter(|(_, seen)| *seen).map(|(name, _)| (*name).to_owned());
    let moments = history.iter().rev().filter_map(|recorded| {
        let rules::Event::Training(event) = &recorded.event else { return None };
        let who = desk::dossiers::who(recorded).map(|by| by.name).unwrap_or_default();
        let (tone, note) = match event {
            Event::Opened(_) => (Tone::New, String::new()),
            Event::Enrolled(event) => (Tone::New, of(&event.login)?),
            Event::Left(_) => return None,
            Event::Attended(event) => {
                let count = i64::try_from(event.present.len()).unwrap_or(i64::MAX);
                let note = f.t2("training-present", "number", i64::from(event.session), "count", f.count(&count));
                (Tone::Neutral, note)
            }
            Event::Tested(event) => (Tone::Neutral, of(&event.login)?),
            Event::Certified(event) => (Tone::Good, of(&event.login)?),
            Event::CalledOff(event) => (Tone::Bad, event.reason.clone()),
        };
        let kind = event.kind().trim_start_matches("training.").replace('_', "-");
        Some(Moment { note, ..Moment::new(recorded.at, tone, f.t(&format!("training-event-{kind}")), who) })
    });
    moments.collect()
}
