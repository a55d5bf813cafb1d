//! Changing one's own password.

use crate::app::App;
use crate::components::{FormErrors, Tone};
use crate::credentials::password as passwords;
use crate::credentials::trier::{Stage, Trier};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions::{self, Place, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::accounts::password;
use rules::people::Actor;
use rules::{Problem, Refusal};
use store::desk;
use store::tables::people;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "accounts/password.html")]
struct PasswordPage {
    f: Frame,
    errors: FormErrors,
    /// Whether there is one to change; whoever signs in elsewhere has none.
    has_one: bool,
}

/// The new password of this form, typed twice; judged with what is known about its person.
pub(super) async fn chosen(
    app: &App,
    actor: &Actor,
    person: &people::Person,
    typed: &Typed,
) -> Result<Result<String, Problem>, Failure> {
    let new = typed.exact("password");
    if new != typed.exact("again") {
        return Ok(Err(Problem::new("/again", "password-differs")));
    }
    let province = app.province().await?;
    let agencies = actor.positions.iter().filter_map(|held| province.directory.get(&held.agency));
    let mut about: Vec<String> = agencies.map(|agency| agency.name.clone()).collect();
    about.extend([actor.login.clone(), actor.name.clone()]);
    about.extend(person.phone.iter().chain(&person.personal_id).cloned());
    // Looking through the lists takes some milliseconds, so it has a thread of its own.
    let judged = tokio::task::spawn_blocking(move || {
        let about: Vec<&str> = about.iter().map(String::as_str).collect();
        password::chosen("/password", &new, &about)
    });
    judged.await.map_err(|error| Failure::fault(&error))
}

pub(super) async fn ask(State(app): State<App>, f: Frame, SignedIn(actor): SignedIn) -> Result<Response, Failure> {
    let has_one = app.read(move |tx| Ok(desk::people::password_hash(tx, &actor.login)?)).await?.is_some();
    Ok(View(PasswordPage { f, errors: FormErrors::none(), has_one }).into_response())
}

pub(super) async fn change(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    session: Session,
    place: Place,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, Failure> {
    let refused = |f: Frame, refusal: &Refusal, status| {
        let errors = FormErrors::of(f.words, refusal);
        View(PasswordPage { f, errors, has_one: true }).status(status)
    };
    let trier = Trier::new(&app, &headers, place, &actor.login, Stage::First);
    if let Some(seconds) = trier.begin(&app).await? {
        let waits = Refusal::rule("sign-in-waits").with("minutes", seconds.div_ceil(60));
        let mut response = refused(f, &waits, StatusCode::TOO_MANY_REQUESTS);
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        return Ok(response);
    }
    let login = actor.login.clone();
    let read = app.read(move |tx| Ok((desk::people::password_hash(tx, &login)?, people::person(tx, &login)?)));
    let (hash, person) = read.await?;
    if !passwords::compare(typed.exact("old"), hash).await?.fits {
        let wrong = Refusal::input(vec![Problem::new("/old", "old-password-wrong")]);
        return Ok(refused(f, &wrong, StatusCode::UNPROCESSABLE_ENTITY));
    }
    let taken_back = trier.clone();
    app.write(move |tx| Ok(taken_back.take_back(tx)?)).await?;
    let new = match chosen(&app, &actor, &person.unwrap_or_default(), &typed).await? {
        Ok(new) => new,
        Err(problem) => {
            return Ok(refused(f, &Refusal::input(vec![problem]), StatusCode::UNPROCESSABLE_ENTITY));
        }
    };
    let (hash, kept, now) = (passwords::hash(new).await?, sessions::key_of(&session), app.clock.now());
    let ended =
        app.write(move |tx| desk::accounts::change_password(tx, &actor.as_citizen(), &hash, &kept, now)).await?;
    sessions::prove_again(&session, now).await?;
    sessions::say(&session, Tone::Good, "password-changed", ended).await?;
    Ok(Redirect::to("/account/security").into_response())
}
