//! Proving anew who one is, before changing how one signs in: by password, by passkey, at the provider that one came from; in
//! a demonstration by a click.

use super::origin;
use super::passkey::copied;
use crate::app::App;
use crate::components::FormErrors;
use crate::credentials::passkeys::{self, Answer};
use crate::credentials::password;
use crate::credentials::trier::{Stage, Trier};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::people::sign_in::local;
use crate::pages::said::urlencoded;
use crate::pages::typed::Typed;
use crate::sessions::{self, Place, SignedIn, identity};
use crate::view::View;
use askama::Template;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::people::Actor;
use rules::{Problem, Refusal};
use serde::Deserialize;
use store::desk::people::password_hash;
use store::tables::accounts::{self, sign_ins};
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "accounts/confirm.html")]
struct ConfirmPage {
    f: Frame,
    errors: FormErrors,
    next: String,
    password: bool,
    origin: Option<String>,
    /// The provider from which the person came: where it asks anew, and its name.
    provider: Option<(String, String)>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    next: String,
}

pub(super) async fn ask(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    session: Session,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    Ok(page(&app, f, (&session, &actor), FormErrors::none(), &asked.next).await?.into_response())
}

async fn page(
    app: &App,
    f: Frame,
    (session, actor): (&Session, &Actor),
    errors: FormErrors,
    next: &str,
) -> Result<View<ConfirmPage>, Failure> {
    let next = onward(next);
    let from = identity::came_from(session).await?;
    let provider = from.and_then(|from| app.identity.get(&from.provider)).map(|provider| {
        let settings = provider.settings();
        (format!("/sign-in/with/{}?anew=yes&next={}", settings.key, urlencoded(&next)), settings.name.clone())
    });
    let login = actor.login.clone();
    let factors = app.read(move |tx| Ok(accounts::factors(tx, &login)?)).await?;
    let origin = origin(app).filter(|_| factors.passkeys > 0);
    Ok(View(ConfirmPage { f, errors, next, password: factors.password_set_at.is_some(), origin, provider }))
}

/// Where to go on: pages of one's account and of administration only.
fn onward(next: &str) -> String {
    let next = local(next);
    if next.starts_with("/account/") || next.starts_with("/admin/") { next } else { "/account/security".to_owned() }
}

pub(super) async fn answer(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    session: Session,
    place: Place,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, Failure> {
    let next = onward(typed.get("next"));
    let now = app.clock.now();
    if app.settings.simulated && typed.has("sample") {
        sessions::prove_again(&session, now).await?;
        return Ok(Redirect::to(&next).into_response());
    }
    let trier = Trier::new(&app, &headers, place, &actor.login, Stage::First);
    if let Some(seconds) = trier.begin(&app).await? {
        let refusal = Refusal::rule("sign-in-waits").with("minutes", seconds.div_ceil(60));
        let errors = FormErrors::of(f.words, &refusal);
        let mut response =
            page(&app, f, (&session, &actor), errors, &next).await?.status(StatusCode::TOO_MANY_REQUESTS);
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        return Ok(response);
    }
    let login = actor.login.clone();
    let hash = app.read(move |tx| Ok(password_hash(tx, &login)?)).await?;
    if !password::compare(typed.exact("password"), hash).await?.fits {
        let noted = trier.sign_in("failed", "password", now);
        app.write(move |tx| Ok(sign_ins::note(tx, &noted)?)).await?;
        let wrong = Refusal::input(vec![Problem::new("/password", "old-password-wrong")]);
        let errors = FormErrors::of(f.words, &wrong);
        return Ok(page(&app, f, (&session, &actor), errors, &next).await?.status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    app.write(move |tx| Ok(trier.take_back(tx)?)).await?;
    sessions::prove_again(&session, now).await?;
    Ok(Redirect::to(&next).into_response())
}

pub(super) async fn start(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    session: Session,
) -> Result<Json<serde_json::Value>, Failure> {
    passkeys::begin_proving(&app, &session, &actor.login).await.map(Json)
}

pub(super) async fn finish(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    session: Session,
    place: Place,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, Failure> {
    match passkeys::proved(&app, &session, &actor.login, typed.get("credential")).await? {
        Answer::Proved(_) => {}
        Answer::Copied(login) => {
            let trier = Trier::new(&app, &headers, place, &login, Stage::First);
            return Err(copied(&app, &trier).await?);
        }
        Answer::Wrong => return Err(Refusal::rule("passkey-wrong").into()),
    }
    sessions::prove_again(&session, app.clock.now()).await?;
    Ok(Redirect::to(&onward(typed.get("next"))).into_response())
}
