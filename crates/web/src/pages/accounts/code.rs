//! Setting a password with a one-time code: a new account is opened, or a lost password replaced.
//!
//! An unknown login, a wrong code, one that was used and one that is over get the same words.

use crate::app::App;
use crate::components::{FormErrors, Tone};
use crate::credentials::codes::{self, Kind};
use crate::credentials::password as passwords;
use crate::credentials::trier::{Stage, Trier};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions::{self, Place};
use crate::view::View;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::{Problem, Refusal};
use store::desk;
use store::tables::accounts::codes::one_time_is_valid;
use store::tables::people;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "accounts/code.html")]
struct CodePage {
    f: Frame,
    errors: FormErrors,
    login: String,
    code: String,
}

pub(super) async fn ask(f: Frame) -> Response {
    View(CodePage { f, errors: FormErrors::none(), login: String::new(), code: String::new() }).into_response()
}

pub(super) async fn answer(
    State(app): State<App>,
    f: Frame,
    session: Session,
    place: Place,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, Failure> {
    let (login, code) = (typed.text("login"), typed.text("code"));
    let again = |f: Frame, refusal: &Refusal, status| {
        let errors = FormErrors::of(f.words, refusal);
        View(CodePage { f, errors, login: typed.text("login"), code: typed.text("code") }).status(status)
    };
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    let missing = [("login", "login-missing"), ("code", "code-not-typed"), ("password", "password-missing")];
    let missing = missing.into_iter().filter(|(field, _)| typed.exact(field).is_empty());
    let missing: Vec<_> = missing.map(|(field, code)| Problem::new(format!("/{field}"), code)).collect();
    if !missing.is_empty() {
        return Ok(again(f, &Refusal::input(missing), refused));
    }
    app.limits.try_sign_in(place.ip)?;
    let trier = Trier::new(&app, &headers, place, &login, Stage::First);
    if let Some(seconds) = trier.begin(&app).await? {
        let refusal = Refusal::rule("sign-in-waits").with("minutes", seconds.div_ceil(60));
        let mut response = again(f, &refusal, StatusCode::TOO_MANY_REQUESTS);
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        return Ok(response);
    }
    let hash = codes::hash(&app.settings.secret, Kind::OneTime, &login, &code);
    let (now, wanted, sent) = (app.clock.now(), login.clone(), hash.clone());
    let known = app
        .read(move |tx| {
            let (actor, person) = (people::actor(tx, &wanted, now)?, people::person(tx, &wanted)?);
            let valid = one_time_is_valid(tx, &wanted, &sent, now)?;
            Ok(actor.zip(person).filter(|_| valid))
        })
        .await?;
    let Some((actor, person)) = known else {
        return Ok(again(f, &Refusal::rule("code-wrong"), refused));
    };
    let password = match super::password::chosen(&app, &actor, &person, &typed).await? {
        Ok(password) => password,
        Err(problem) => {
            // The code was right: trying another password is no wrong try.
            app.write(move |tx| Ok(trier.take_back(tx)?)).await?;
            return Ok(again(f, &Refusal::input(vec![problem]), refused));
        }
    };
    let password = passwords::hash(password).await?;
    app.write(move |tx| {
        trier.take_back(tx)?;
        trier.forgive(tx)?;
        desk::accounts::use_code(tx, &actor, &hash, &password, now)
    })
    .await?;
    sessions::say(&session, Tone::Good, "code-used", "").await?;
    Ok(Redirect::to("/sign-in").into_response())
}
