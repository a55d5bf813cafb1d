//! The register of a course, kept by its organiser: who was at a session, and what tests came to.

use super::show::{Found, find};
use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said::agency_named;
use crate::pages::typed::Typed;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use rules::Refusal;
use rules::calendar::day_of;
use rules::people::Actor;
use rules::people::permissions::{Deed, may, may_at};
use rules::training::{Course, Learner};

/// What came back with a form: what is wrong with it, and what was typed.
type Back<'a> = (FormErrors, Option<&'a Typed>);

#[derive(Template)]
#[template(path = "training/session.html")]
pub(super) struct SessionPage {
    f: Frame,
    errors: FormErrors,
    code: String,
    course: String,
    title: String,
    number: String,
    version: String,
    learners: Vec<Choice>,
    chosen: Vec<String>,
    /// Those whom this person doesn't note, and whom somebody else noted as present: they stay so.
    kept: Vec<String>,
    /// The names of those whom this person doesn't note; empty where there are none.
    own: String,
}

pub(super) async fn session(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path((code, number)): Path<(String, String)>,
) -> Result<View<SessionPage>, Failure> {
    may(&actor, Deed::OrganiseTraining)?;
    let found = find(&app, &f, &actor, &code).await?;
    Ok(View(session_page(f, &actor, &found, &number, (FormErrors::none(), None))?))
}

pub(super) fn session_page(
    f: Frame,
    actor: &Actor,
    found: &Found,
    number: &str,
    (errors, typed): Back<'_>,
) -> Result<SessionPage, Failure> {
    let (course, province) = (&found.course, &found.province);
    may_at(actor, Deed::OrganiseTraining, &course.opened.agency)?;
    let unknown = Failure::Status(StatusCode::NOT_FOUND);
    let Ok(session) = number.parse::<u8>() else { return Err(unknown) };
    let day = usize::from(session).checked_sub(1).and_then(|at| course.opened.sessions.get(at));
    let Some(day) = day else { return Err(unknown) };
    if *day > day_of(f.now) {
        return Err(Refusal::rule("training-session-ahead").with("day", day).into());
    }
    let (own, others): (Vec<_>, Vec<_>) = course.learners.iter().partition(|(login, _)| actor.is_close_to(login));
    let attended = |(login, one): &(&String, &Learner)| one.attended.contains(&session).then(|| (*login).clone());
    Ok(SessionPage {
        code: course.opened.course.to_string(),
        course: course.opened.title.clone(),
        title: f.t2("training-session", "number", i64::from(session), "day", f.day(day)),
        number: session.to_string(),
        version: course.version.to_string(),
        learners: others
            .iter()
            .map(|(login, one)| {
                let agency = agency_named(f.lang(), &province.directory, &one.agency);
                Choice::new(login.as_str(), one.name.clone()).explained(agency)
            })
            .collect(),
        chosen: match typed {
            Some(typed) => typed.get("present").lines().map(str::to_owned).collect(),
            None => others.iter().filter_map(attended).collect(),
        },
        kept: own.iter().filter_map(attended).collect(),
        own: own.iter().map(|(_, one)| one.name.as_str()).collect::<Vec<_>>().join(", "),
        errors,
        f,
    })
}

#[derive(Template)]
#[template(path = "training/scores.html")]
pub(super) struct ScoresPage {
    f: Frame,
    errors: FormErrors,
    code: String,
    course: String,
    version: String,
    columns: Columns,
    rows: Vec<Row>,
}

/// Somebody in the register of tests.
struct Row {
    /// The name of the field of their score.
    field: String,
    name: String,
    agency: String,
    attended: String,
    score: String,
    /// Why their score is not to be typed; empty where it is.
    fixed: String,
}

pub(super) async fn scores(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
) -> Result<View<ScoresPage>, Failure> {
    may(&actor, Deed::OrganiseTraining)?;
    let found = find(&app, &f, &actor, &code).await?;
    Ok(View(scores_page(f, &actor, &found, (FormErrors::none(), None))?))
}

pub(super) fn scores_page(
    f: Frame,
    actor: &Actor,
    found: &Found,
    (errors, typed): Back<'_>,
) -> Result<ScoresPage, Failure> {
    let (course, province) = (&found.course, &found.province);
    may_at(actor, Deed::OrganiseTraining, &course.opened.agency)?;
    let rows = course.learners.iter().map(|(login, one)| {
        let stands = one.score.map(|score| score.to_string()).unwrap_or_default();
        let (field, fixed) = (format!("score-{login}"), fixed(actor, course, login, one));
        Row {
            score: match typed.map(|typed| typed.text(&field)) {
                Some(score) if fixed.is_none() => score,
                _ => stands,
            },
            fixed: fixed.map(|key| f.t(key)).unwrap_or_default(),
            field,
            name: one.name.clone(),
            agency: agency_named(f.lang(), &province.directory, &one.agency),
            attended: format!("{}/{}", one.attended.len(), course.opened.sessions.len()),
        }
    });
    let rows = rows.collect();
    let mut columns: Columns =
        ["learner", "agency"].map(|key| Column::text(f.t(&format!("training-col-{key}")))).into();
    columns.push(Column::number(f.t("training-col-attended")));
    columns.push(Column::text(f.t("training-score")));
    Ok(ScoresPage {
        code: course.opened.course.to_string(),
        course: course.opened.title.clone(),
        version: course.version.to_string(),
        columns,
        rows,
        errors,
        f,
    })
}

/// Why this person doesn't mark somebody's test.
fn fixed(actor: &Actor, course: &Course, login: &str, one: &Learner) -> Option<&'static str> {
    if one.certificate.is_some() {
        Some("training-result-certified")
    } else if actor.is_close_to(login) {
        Some("training-marked-by-others")
    } else if !course.attended_enough(one) {
        Some("training-result-absent")
    } else {
        None
    }
}
