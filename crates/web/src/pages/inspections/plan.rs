//! Planning a visit.

use super::kind_name;
use crate::app::App;
use crate::components::{Choice, FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::tasks::words;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::Refusal;
use rules::codes::AgencyCode;
use rules::inspections::{Plan, VisitKind};
use rules::people::Actor;
use rules::people::permissions::{Deed, assigns_for, may};
use rules::tasks::is_subordinate;
use store::desk;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "inspections/plan.html")]
struct PlanPage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    kinds: Vec<Choice>,
    agencies: Vec<Choice>,
    hosts: Vec<Choice>,
}

async fn page(app: &App, f: Frame, actor: &Actor, errors: FormErrors, typed: Typed) -> Result<View<PlanPage>, Failure> {
    let province = app.province().await?;
    let own = assigns_for(actor);
    let below = |code: &AgencyCode| {
        own.iter().any(|agency| code != agency && is_subordinate(&province.directory, code, agency))
    };
    Ok(View(PlanPage {
        kinds: VisitKind::ALL.map(|kind| Choice::new(kind.key(), kind_name(&f, kind))).into(),
        agencies: own.iter().map(|code| Choice::new(code.as_str(), words::agency(&f, &province, code))).collect(),
        hosts: words::choices(&f, &province, below),
        errors,
        typed,
        f,
    }))
}

pub(super) async fn form(State(app): State<App>, f: Frame, SignedIn(actor): SignedIn) -> Result<Response, Failure> {
    may(&actor, Deed::AssignTasks)?;
    Ok(page(&app, f, &actor, FormErrors::none(), Typed::default()).await?.into_response())
}

pub(super) async fn take(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    typed: Typed,
) -> Result<Response, Failure> {
    may(&actor, Deed::AssignTasks)?;
    let own = assigns_for(&actor);
    let chosen: Option<AgencyCode> = match typed.get("agency") {
        "" => own.into_iter().next(),
        code => code.parse().ok(),
    };
    let agency = chosen.ok_or_else(|| Refusal::forbidden("assigners-only"))?;
    let plan = Plan {
        kind: VisitKind::from_key(typed.get("kind")),
        host: typed.get("host").parse().ok(),
        place: typed.text("place"),
        from: typed.get("from").parse().ok(),
        to: typed.get("to").parse().ok(),
        authority: typed.text("authority"),
        plan: typed.text("plan"),
        team: typed.text("team"),
    };
    let (cache, who, now) = (app.province.clone(), actor.clone(), f.now);
    let planned = app
        .write(move |tx| {
            let province = cache.get(tx)?;
            desk::inspections::plan(tx, &province, &who, &agency, &plan, now)
        })
        .await;
    match planned {
        Ok(code) => {
            sessions::say(&session, Tone::Good, "visit-planned", &code).await?;
            Ok(Redirect::to(&format!("/inspections/{code}")).into_response())
        }
        Err(Failure::Refused(refusal)) if !refusal.problems.is_empty() => {
            let errors = FormErrors::of(f.words, &refusal);
            Ok(page(&app, f, &actor, errors, typed).await?.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(failure) => Err(failure),
    }
}
