//! Registering a committee or group with its founding decision and members.

use super::list::{kind_name, subject_name};
use super::members;
use crate::app::App;
use crate::components::{Choice, FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::committees::{CommitteeKind, Founding};
use rules::people::Actor;
use rules::people::permissions::{Deed, assigns_for, may};
use rules::{Problem, Refusal};
use store::desk;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "committees/found.html")]
struct FoundPage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    kinds: Vec<Choice>,
    steering: Vec<Choice>,
    also: Vec<String>,
    agencies: Vec<Choice>,
}

pub(super) async fn form(State(app): State<App>, f: Frame, SignedIn(actor): SignedIn) -> Result<Response, Failure> {
    may(&actor, Deed::AssignTasks)?;
    Ok(page(&app, f, &actor, FormErrors::none(), Typed::default()).await?.into_response())
}

async fn page(
    app: &App,
    f: Frame,
    actor: &Actor,
    errors: FormErrors,
    typed: Typed,
) -> Result<View<FoundPage>, Failure> {
    let province = app.province().await?;
    let own = assigns_for(actor);
    Ok(View(FoundPage {
        kinds: CommitteeKind::ALL.map(|kind| Choice::new(kind.key(), kind_name(&f, kind))).into(),
        steering: subjects(&f),
        also: typed.get("also").lines().map(str::to_owned).collect(),
        agencies: own
            .iter()
            .map(|code| Choice::new(code.as_str(), said::agency_named(f.lang(), &province.directory, code)))
            .collect(),
        errors,
        typed,
        f,
    }))
}

/// What one committee may steer besides what it is for.
pub(super) fn subjects(f: &Frame) -> Vec<Choice> {
    let named = |kind: CommitteeKind| Choice::new(kind.key(), subject_name(f, kind));
    CommitteeKind::STEERING.map(named).into()
}

/// What was ticked of these.
pub(super) fn ticked(typed: &str) -> Vec<CommitteeKind> {
    typed.lines().filter_map(|key| CommitteeKind::from_key(key.trim())).collect()
}

pub(super) async fn take(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    typed: Typed,
) -> Result<Response, Failure> {
    may(&actor, Deed::AssignTasks)?;
    match enter(&app, &f, &actor, &typed).await {
        Ok(code) => {
            sessions::say(&session, Tone::Good, "committee-registered", "").await?;
            Ok(Redirect::to(&format!("/committees/{code}")).into_response())
        }
        Err(Failure::Refused(refusal)) => {
            let errors = FormErrors::of(f.words, &refusal);
            Ok(page(&app, f, &actor, errors, typed).await?.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(failure) => Err(failure),
    }
}

async fn enter(app: &App, f: &Frame, actor: &Actor, typed: &Typed) -> Result<rules::codes::CommitteeCode, Failure> {
    let own = assigns_for(actor);
    let agency = match typed.get("agency") {
        "" => own.into_iter().next(),
        code => code.parse().ok(),
    };
    let missing = |pointer: &str| Refusal::input(vec![Problem::new(pointer, "missing")]);
    let village = typed.some("village").map(|code| code.parse()).transpose();
    let founding = Founding {
        kind: CommitteeKind::from_key(typed.get("kind")).ok_or_else(|| missing("/kind"))?,
        also: ticked(typed.get("also")),
        agency: agency.ok_or_else(|| missing("/agency"))?,
        village: village.map_err(|_| Refusal::input(vec![Problem::new("/village", "committee-village-elsewhere")]))?,
        name: typed.text("name"),
        decision: typed.text("decision"),
        decided_on: typed.get("decided_on").parse().ok(),
        members: members::read(typed.get("members")),
    };
    let (cache, actor, now) = (app.province.clone(), actor.clone(), f.now);
    app.write(move |tx| {
        let province = cache.get(tx)?;
        desk::committees::found(tx, &province, &actor, &founding, now)
    })
    .await
}
