//! Announcing a course.

use super::named;
use crate::app::App;
use crate::components::{Choice, FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said::agency_named;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::calendar::day_of;
use rules::codes::AgencyCode;
use rules::people::Actor;
use rules::people::permissions::{Deed, may, reach};
use rules::training::{Draft, Form};
use rules::{Problem, Refusal, RefusalKind};
use store::desk::training::open;
use store::tables::training::skills;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "training/new.html")]
struct NewPage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    agencies: Vec<Choice>,
    skills: Vec<Choice>,
    forms: Vec<Choice>,
}

async fn page(
    app: &App,
    f: Frame,
    actor: &Actor,
    errors: FormErrors,
    mut typed: Typed,
) -> Result<View<NewPage>, Failure> {
    let (province, today) = (app.province().await?, day_of(f.now));
    let held = reach(actor, Deed::OrganiseTraining);
    let agencies: Vec<Choice> = held
        .iter()
        .map(|(code, _)| Choice::new(code.as_str(), agency_named(f.lang(), &province.directory, code)))
        .collect();
    if !typed.has("pass_mark") {
        typed.set("pass_mark", "50");
    }
    Ok(View(NewPage {
        agencies,
        skills: skills(today).iter().map(|skill| Choice::new(skill.key.as_str(), named(f.lang(), skill))).collect(),
        forms: Form::ALL.map(|form| Choice::new(form.key(), f.t(&format!("training-form-{}", form.key())))).into(),
        errors,
        typed,
        f,
    }))
}

pub(super) async fn form(State(app): State<App>, f: Frame, SignedIn(actor): SignedIn) -> Result<Response, Failure> {
    may(&actor, Deed::OrganiseTraining)?;
    Ok(page(&app, f, &actor, FormErrors::none(), Typed::default()).await?.into_response())
}

pub(super) async fn take(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    typed: Typed,
) -> Result<Response, Failure> {
    may(&actor, Deed::OrganiseTraining)?;
    let agency: Option<AgencyCode> = typed.get("agency").parse().ok();
    let (told, who, now) = (typed.clone(), actor.clone(), f.now);
    let done = match agency {
        None => Err(Refusal::input(vec![Problem::new("/agency", "choose")]).into()),
        Some(agency) => app.write(move |tx| open(tx, &who, &agency, &draft(&told)?, now)).await,
    };
    match done {
        Ok(code) => {
            sessions::say(&session, Tone::Good, "training-done-open", "").await?;
            Ok(Redirect::to(&format!("/training/{code}")).into_response())
        }
        Err(Failure::Refused(refusal)) if refusal.kind != RefusalKind::NotFound => {
            let (errors, status) = (FormErrors::of(f.words, &refusal), Failure::Refused(refusal.clone()).status());
            Ok((status, page(&app, f, &actor, errors, typed).await?).into_response())
        }
        Err(failure) => Err(failure),
    }
}

/// The course as typed; its days stand one a line, or with semicolons between them.
fn draft(typed: &Typed) -> Result<Draft, Refusal> {
    let days = typed.get("sessions").split(['\n', ';']).map(str::trim).filter(|day| !day.is_empty());
    let read = |day: &str| {
        let mut one = Typed::default();
        one.set("day", day);
        one.day("day").ok().flatten()
    };
    let enrol_by = typed.day("enrol_by").map_err(|problem| Refusal::input(vec![problem]))?;
    Ok(Draft {
        title: typed.text("title"),
        skill: typed.text("skill"),
        form: Form::from_key(typed.get("form")),
        place: typed.text("place"),
        hours: typed.text("hours"),
        sessions: days.map(read).collect(),
        enrol_by,
        seats: typed.text("seats"),
        pass_mark: typed.text("pass_mark"),
    })
}
