//! The second step of signing in: a code of the authenticator app, a recovery code, or a passkey.

use super::origin;
use super::passkey::copied;
use crate::app::App;
use crate::components::FormErrors;
use crate::credentials::entry::{self, Method};
use crate::credentials::passkeys::{self, Answer};
use crate::credentials::second::{self, Judged};
use crate::credentials::trier::{Stage, Trier};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions::{self, Halfway, Place, identity};
use crate::view::View;
use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::SignedDuration;
use rules::people::Actor;
use rules::{Problem, Refusal};
use store::tables::accounts::{self, sign_ins};
use store::tables::people;
use tower_sessions::Session;

/// For so long a right password waits for its second step.
const PATIENCE: SignedDuration = SignedDuration::from_mins(10);

#[derive(Template)]
#[template(path = "accounts/second.html")]
struct SecondPage {
    f: Frame,
    errors: FormErrors,
    app: bool,
    origin: Option<String>,
}

/// Who waits for the second step; nothing when nobody does any more.
async fn waiting(app: &App, session: &Session) -> Result<Option<Halfway>, Failure> {
    let halfway = sessions::halfway(session).await?;
    Ok(halfway.filter(|halfway| app.clock.now().duration_since(halfway.since) <= PATIENCE))
}

pub(super) async fn ask(State(app): State<App>, f: Frame, session: Session) -> Result<Response, Failure> {
    let Some(halfway) = waiting(&app, &session).await? else { return Ok(Redirect::to("/sign-in").into_response()) };
    Ok(page(&app, f, &halfway.login, FormErrors::none()).await?.into_response())
}

async fn page(app: &App, f: Frame, login: &str, errors: FormErrors) -> Result<View<SecondPage>, Failure> {
    let login = login.to_owned();
    let factors = app.read(move |tx| Ok(accounts::factors(tx, &login)?)).await?;
    let origin = origin(app).filter(|_| factors.passkeys > 0);
    Ok(View(SecondPage { f, errors, app: factors.totp_added_at.is_some(), origin }))
}

pub(super) async fn answer(
    State(app): State<App>,
    f: Frame,
    session: Session,
    place: Place,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, Failure> {
    let Some(halfway) = waiting(&app, &session).await? else {
        return Ok(Redirect::to("/sign-in").into_response());
    };
    let login = halfway.login.clone();
    if typed.get("code").is_empty() {
        let missing = Refusal::input(vec![Problem::new("/code", "code-not-typed")]);
        let errors = FormErrors::of(f.words, &missing);
        return Ok(page(&app, f, &login, errors).await?.status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let trier = Trier::new(&app, &headers, place, &login, Stage::Second);
    if let Some(seconds) = trier.begin(&app).await? {
        let refusal = Refusal::rule("sign-in-waits").with("minutes", seconds.div_ceil(60));
        let errors = FormErrors::of(f.words, &refusal);
        let mut response = page(&app, f, &login, errors).await?.status(StatusCode::TOO_MANY_REQUESTS);
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        return Ok(response);
    }
    let method = second::prove(&app, &login, typed.get("code")).await?;
    if method == Judged::Unreadable {
        app.write(move |tx| Ok(trier.take_back(tx)?)).await?;
        let errors = FormErrors::of(f.words, &Refusal::rule("second-unreadable"));
        return Ok(page(&app, f, &login, errors).await?.status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let Judged::Proved(method) = method else {
        let noted = trier.sign_in("second-failed", "totp", app.clock.now());
        app.write(move |tx| Ok(sign_ins::note(tx, &noted)?)).await?;
        let wrong = Refusal::input(vec![Problem::new("/code", "second-wrong")]);
        let errors = FormErrors::of(f.words, &wrong);
        return Ok(page(&app, f, &login, errors).await?.status(StatusCode::UNPROCESSABLE_ENTITY));
    };
    let (wanted, right, now) = (login.clone(), trier.clone(), app.clock.now());
    let actor = app
        .write(move |tx| {
            right.take_back(tx)?;
            Ok(people::actor(tx, &wanted, now)?)
        })
        .await?;
    let actor = actor.ok_or_else(|| Refusal::rule("sign-in-wrong"))?;
    enter(&app, &session, &trier, actor, method, halfway).await
}

/// Both steps are done.
async fn enter(
    app: &App,
    session: &Session,
    trier: &Trier,
    actor: Actor,
    method: Method,
    halfway: Halfway,
) -> Result<Response, Failure> {
    let actor = Actor { assurance: halfway.assurance, ..actor };
    let response = entry::enter(app, session, trier, actor, method, &halfway.next).await?;
    if let Some(from) = halfway.came_from {
        identity::came(session, from).await?;
    }
    Ok(response)
}

pub(super) async fn start(State(app): State<App>, session: Session) -> Result<Json<serde_json::Value>, Failure> {
    let halfway = waiting(&app, &session).await?.ok_or(Failure::SignInFirst)?;
    passkeys::begin_proving(&app, &session, &halfway.login).await.map(Json)
}

pub(super) async fn finish(
    State(app): State<App>,
    session: Session,
    place: Place,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, Failure> {
    let Some(halfway) = waiting(&app, &session).await? else {
        return Ok(Redirect::to("/sign-in").into_response());
    };
    let login = halfway.login.clone();
    let trier = Trier::new(&app, &headers, place, &login, Stage::Second);
    match passkeys::proved(&app, &session, &login, typed.get("credential")).await? {
        Answer::Proved(_) => {}
        Answer::Copied(_) => return Err(copied(&app, &trier).await?),
        Answer::Wrong => return Err(Refusal::rule("passkey-wrong").into()),
    }
    let (wanted, now) = (login.clone(), app.clock.now());
    let actor = app.read(move |tx| Ok(people::actor(tx, &wanted, now)?)).await?;
    let actor = actor.ok_or_else(|| Refusal::rule("sign-in-wrong"))?;
    enter(&app, &session, &trier, actor, Method::Passkey, halfway).await
}
