//! Entering a service in the register, and changing what it says.

use super::show::find;
use crate::app::App;
use crate::components::{Choice, FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::tasks::words;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::codes::ServiceCode;
use rules::essential_services::Draft;
use rules::people::Actor;
use rules::people::permissions::{Deed, may, may_at};
use store::desk;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "essential_services/keep.html")]
struct KeepPage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    /// Empty for a new one.
    code: String,
    /// Where the form is sent.
    action: String,
    agencies: Vec<Choice>,
}

async fn page(
    app: &App,
    f: Frame,
    actor: &Actor,
    code: &str,
    errors: FormErrors,
    typed: Typed,
) -> Result<View<KeepPage>, Failure> {
    let province = app.province().await?;
    let agencies = words::choices(&f, &province, |agency| may_at(actor, Deed::KeepServices, agency).is_ok());
    let action = if code.is_empty() {
        "/essential-services/new".to_owned()
    } else {
        format!("/essential-services/{code}/change")
    };
    Ok(View(KeepPage { action, agencies, errors, typed, code: code.to_owned(), f }))
}

pub(super) async fn form_new(State(app): State<App>, f: Frame, SignedIn(actor): SignedIn) -> Result<Response, Failure> {
    may(&actor, Deed::KeepServices)?;
    Ok(page(&app, f, &actor, "", FormErrors::none(), Typed::default()).await?.into_response())
}

pub(super) async fn form(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
) -> Result<Response, Failure> {
    may(&actor, Deed::KeepServices)?;
    let found = find(&app, &f, &code).await?.service;
    may_at(&actor, Deed::KeepServices, &found.service.agency)?;
    let procedures: Vec<_> = found.service.procedures.iter().map(ToString::to_string).collect();
    let mut typed = Typed::default();
    typed.set("code", found.service.code.as_str());
    typed.set("name", found.service.name);
    typed.set("agency", found.service.agency.as_str());
    typed.set("source", found.service.source);
    typed.set("procedures", procedures.join("; "));
    typed.set("version", found.version.to_string());
    Ok(page(&app, f, &actor, &code, FormErrors::none(), typed).await?.into_response())
}

pub(super) async fn take_new(
    app: State<App>,
    f: Frame,
    session: Session,
    signed_in: SignedIn,
    typed: Typed,
) -> Result<Response, Failure> {
    kept(app, f, session, signed_in, None, typed).await
}

pub(super) async fn take(
    app: State<App>,
    f: Frame,
    session: Session,
    signed_in: SignedIn,
    Path(code): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    kept(app, f, session, signed_in, Some(code), typed).await
}

async fn kept(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    code: Option<String>,
    mut typed: Typed,
) -> Result<Response, Failure> {
    may(&actor, Deed::KeepServices)?;
    let known: Option<ServiceCode> = match &code {
        None => None,
        Some(code) => Some(find(&app, &f, code).await?.service.service.code),
    };
    if let Some(code) = &known {
        typed.set("code", code.as_str());
    }
    let draft = Draft {
        code: typed.text("code"),
        name: typed.text("name"),
        agency: typed.get("agency").parse().ok(),
        source: typed.text("source"),
        procedures: typed.text("procedures"),
    };
    let seen: u64 = typed.get("version").parse().unwrap_or(0);
    let (cache, who, now) = (app.province.clone(), actor.clone(), f.now);
    let done = app
        .write(move |tx| {
            let province = cache.get(tx)?;
            desk::essential_services::keep(tx, &province, &who, known.as_ref().map(|code| (code, seen)), &draft, now)
        })
        .await;
    match done {
        Ok(code) => {
            sessions::say(&session, Tone::Good, "service-kept", &code).await?;
            Ok(Redirect::to(&format!("/essential-services/{code}")).into_response())
        }
        Err(Failure::Refused(refusal)) if !refusal.problems.is_empty() => {
            let errors = FormErrors::of(f.words, &refusal);
            let code = code.unwrap_or_default();
            Ok(page(&app, f, &actor, &code, errors, typed).await?.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(failure) => Err(failure),
    }
}
