//! One's passkeys: adding, naming, removing.

use super::origin;
use crate::app::App;
use crate::components::{Column, Columns, FormErrors, Tone};
use crate::credentials::passkeys;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions::{self, Recent};
use crate::view::View;
use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::accounts::{Event, Factor, FactorRemoved};
use rules::people::Actor;
use rules::{Problem, Refusal};
use store::desk;
use store::tables::accounts::{self, passkeys::Passkey};
use tower_sessions::Session;

/// The longest name of a key.
const LONGEST: usize = 60;
/// The most keys that one person has.
const MOST: usize = 20;

#[derive(Template)]
#[template(path = "accounts/passkeys.html")]
struct PasskeysPage {
    f: Frame,
    errors: FormErrors,
    keys: Vec<Passkey>,
    columns: Columns,
    origin: Option<String>,
    elsewhere: u64,
}

pub(super) async fn list(
    State(app): State<App>,
    f: Frame,
    Recent(actor): Recent,
    session: Session,
) -> Result<Response, Failure> {
    Ok(page(&app, f, (&session, &actor), FormErrors::none()).await?.into_response())
}

async fn page(
    app: &App,
    f: Frame,
    (session, actor): (&Session, &Actor),
    errors: FormErrors,
) -> Result<View<PasskeysPage>, Failure> {
    let elsewhere = super::sessions::elsewhere(app, &actor.login, session).await?;
    let login = actor.login.clone();
    let keys = app.read(move |tx| Ok(accounts::passkeys::of(tx, &login)?)).await?;
    let columns = ["passkey-name", "factor-added-at", "factor-used-at", "account-actions"]
        .map(|key| Column::text(f.t(key)))
        .into();
    Ok(View(PasskeysPage { f, errors, keys, columns, origin: origin(app), elsewhere }))
}

pub(super) async fn start(
    State(app): State<App>,
    Recent(actor): Recent,
    session: Session,
) -> Result<Json<serde_json::Value>, Failure> {
    let login = actor.login.clone();
    if app.read(move |tx| Ok(accounts::passkeys::of(tx, &login)?)).await?.len() >= MOST {
        return Err(Refusal::rule("passkeys-enough").into());
    }
    passkeys::begin_adding(&app, &session, &actor).await.map(Json)
}

pub(super) async fn add(
    State(app): State<App>,
    f: Frame,
    Recent(actor): Recent,
    session: Session,
    typed: Typed,
) -> Result<Response, Failure> {
    let name = rules::text::tidy(typed.get("name"));
    let problem = match name.chars().count() {
        0 => Some(Problem::new("/name", "passkey-name-missing")),
        length if length > LONGEST => Some(Problem::new("/name", "too-long").with("max", LONGEST)),
        _ => None,
    };
    if let Some(problem) = problem {
        let errors = FormErrors::of(f.words, &Refusal::input(vec![problem]));
        return Ok(page(&app, f, (&session, &actor), errors).await?.status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    passkeys::add(&app, &session, &actor, name.clone(), typed.get("credential")).await?;
    sessions::second_factor_added(&session).await?;
    sessions::say(&session, Tone::Good, "passkey-added", name).await?;
    Ok(Redirect::to("/account/security/passkeys").into_response())
}

pub(super) async fn remove(
    State(app): State<App>,
    Recent(actor): Recent,
    session: Session,
    typed: Typed,
) -> Result<Redirect, Failure> {
    let (id, wanted, now) = (typed.text("id"), app.settings.wants_second_factor(&actor), app.clock.now());
    app.write(move |tx| {
        let login = actor.login.clone();
        let factors = accounts::factors(tx, &login)?;
        if wanted && factors.passkeys == 1 && factors.totp_added_at.is_none() {
            return Err(Refusal::rule("last-factor").into());
        }
        let name = accounts::passkeys::remove(tx, &login, &id)?;
        let name = name.ok_or_else(|| Refusal::not_found("passkey-unknown"))?;
        let removed = FactorRemoved { login, factor: Factor::Passkey, name };
        desk::accounts::record(tx, Event::FactorRemoved(removed), &actor.as_citizen(), now)
    })
    .await?;
    sessions::say(&session, Tone::Good, "factor-removed", "").await?;
    Ok(Redirect::to("/account/security/passkeys"))
}
