//! Signing in with name and password.
//!
//! Whoever guesses learns nothing: an unknown name goes the same way, costs the same time and gets the same words as a wrong
//! password. A try is counted before it is judged, in the database, so that neither many at once nor a restart helps.

use super::identity;
use super::samples::{self, Samples};
use crate::app::App;
use crate::components::{FormErrors, Tone};
use crate::credentials::entry::{self, Method};
use crate::credentials::trier::{Stage, Trier};
use crate::credentials::{passkeys, password};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said::urlencoded;
use crate::pages::typed::Typed;
use crate::sessions::{self, Halfway, Place};
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use links::identity::Audience;
use rules::{Problem, Refusal};
use serde::Deserialize;
use store::desk::people::{password_hash, set_password};
use store::tables::accounts::{self, sign_ins};
use store::tables::people;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "people/sign_in.html")]
struct SignInPage {
    f: Frame,
    errors: FormErrors,
    login: String,
    next: String,
    samples: Option<Samples>,
    /// Where passkeys belong; nothing when there can't be any.
    origin: Option<String>,
    /// Where else one can prove who one is: address, name, for officers only.
    providers: Vec<(String, String, bool)>,
}

fn origin(app: &App) -> Option<String> {
    Some(app.settings.public_url.clone()).filter(|_| passkeys::possible(&app.settings))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    next: String,
    commune: String,
}

pub(super) async fn ask(State(app): State<App>, f: Frame, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    if f.actor.is_some() && f.flash.is_none() {
        return Ok(Redirect::to(&local(&asked.next)).into_response());
    }
    let samples = samples::offered(&app, &f, &asked.commune).await?;
    let (next, origin) = (local(&asked.next), origin(&app));
    let providers = providers(&app, &next);
    let (errors, login) = (FormErrors::none(), String::new());
    let page = SignInPage { f, errors, login, next, samples, origin, providers };
    Ok(View(page).into_response())
}

pub(super) async fn sign_in(
    State(app): State<App>,
    f: Frame,
    session: Session,
    place: Place,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, Failure> {
    let (login, password, next) = (typed.text("login"), typed.exact("password"), local(typed.get("next")));
    let missing = [("login", "login-missing"), ("password", "password-missing")];
    let missing = missing.into_iter().filter(|(field, _)| typed.exact(field).is_empty());
    let missing: Vec<_> = missing.map(|(field, code)| Problem::new(format!("/{field}"), code)).collect();
    if !missing.is_empty() {
        return again(&app, f, login, next, &Refusal::input(missing)).await;
    }
    app.limits.try_sign_in(place.ip)?;
    let trier = Trier::new(&app, &headers, place, &login, Stage::First);
    if let Some(seconds) = trier.begin(&app).await? {
        let refusal = Refusal::rule("sign-in-waits").with("minutes", seconds.div_ceil(60));
        let mut response = again(&app, f, login, next, &refusal).await?;
        *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        return Ok(response);
    }
    let (wanted, now) = (login.clone(), app.clock.now());
    let (hash, actor, factors) = app
        .read(move |tx| {
            Ok((password_hash(tx, &wanted)?, people::actor(tx, &wanted, now)?, accounts::factors(tx, &wanted)?))
        })
        .await?;
    let compared = password::compare(password.clone(), hash).await?;
    let Some(actor) = actor.filter(|_| compared.fits) else {
        let noted = trier.sign_in("failed", "password", now);
        app.write(move |tx| Ok(sign_ins::note(tx, &noted)?)).await?;
        return again(&app, f, login, next, &Refusal::rule("sign-in-wrong")).await;
    };
    if compared.stale {
        let (hash, login) = (password::hash(password).await?, login.clone());
        app.write(move |tx| Ok(set_password(tx, &login, &hash, now)?)).await?;
    }
    let right = trier.clone();
    app.write(move |tx| Ok(right.take_back(tx)?)).await?;
    if factors.second() {
        sessions::go_halfway(&session, &Halfway::by_password(login, next, now)).await?;
        return Ok(Redirect::to("/sign-in/second").into_response());
    }
    entry::enter(&app, &session, &trier, actor, Method::Password, &next).await
}

pub(super) async fn sign_out(
    State(app): State<App>,
    session: Session,
    headers: HeaderMap,
) -> Result<Redirect, Failure> {
    let next = identity::leave(&app, &session, &headers).await?;
    sessions::sign_out(&session).await?;
    sessions::say(&session, Tone::Neutral, "signed-out", "").await?;
    Ok(Redirect::to(&next))
}

/// The identity providers that lead back to this address.
fn providers(app: &App, next: &str) -> Vec<(String, String, bool)> {
    let next = urlencoded(next);
    let offered = app.identity.offered();
    offered
        .map(|(key, name, audience)| {
            (format!("/sign-in/with/{key}?next={next}"), name.to_owned(), audience == Audience::Officers)
        })
        .collect()
}

async fn again(app: &App, f: Frame, login: String, next: String, refusal: &Refusal) -> Result<Response, Failure> {
    let samples = samples::offered(app, &f, "").await?;
    let (errors, origin, providers) = (FormErrors::of(f.words, refusal), origin(app), providers(app, &next));
    let page = SignInPage { f, errors, login, next, samples, origin, providers };
    Ok(View(page).status(StatusCode::UNPROCESSABLE_ENTITY))
}

/// An address inside this site; the first page instead of any other.
pub fn local(next: &str) -> String {
    // Browsers leave out tabs and line ends before they read an address, and take a backslash for a slash.
    let plain = |sign: char| !sign.is_control() && sign != '\\';
    // "/..//site" and "/.//site" become "//site" on the way.
    let path = next.split(['?', '#']).next().unwrap_or_default();
    let steps = path.split('/').any(|step| matches!(step, "." | "..")) || path.contains("//");
    let inside = next.starts_with('/') && !steps && next.chars().all(plain);
    // Back to the sign-in page would go round in a circle.
    if inside && !next.starts_with("/sign-in") { next.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_site() {
        for elsewhere in [
            "https://bad.example",
            "//bad.example",
            "/..//bad.example",
            "/.//bad.example/x",
            "/a//bad.example",
            "/\\bad.example",
            "",
            "x",
            "/a\nb",
            "/\t/bad.example",
            "/\r/bad.example",
        ] {
            assert_eq!(local(elsewhere), "/", "{elsewhere:?}");
        }
        assert_eq!(local("/drafts/1/request?then=review"), "/drafts/1/request?then=review");
    }
}
