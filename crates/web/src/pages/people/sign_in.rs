//! Signing in with name and password.
//!
//! Whoever guesses learns nothing: an unknown name costs the same time and gets the same words as a wrong password.

use super::samples::{self, Samples};
use crate::app::App;
use crate::components::{FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions::{self, Address};
use crate::view::View;
use argon2::{Argon2, PasswordVerifier as _};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::{Problem, Refusal};
use serde::Deserialize;
use store::desk::people::password_hash;
use store::tables::people;
use tower_sessions::Session;

/// Compared with when the name is unknown: the hash of a random password nobody knows, with the usual cost.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZWJvZHkgdW5rbm93bg$6NcRHJ0tqSCLY2Q0V1QqbrXcUV+f5fQ6pPfvTBKAVCY";

#[derive(Template)]
#[template(path = "people/sign_in.html")]
struct SignInPage {
    f: Frame,
    errors: FormErrors,
    login: String,
    next: String,
    samples: Option<Samples>,
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
    let page = SignInPage { f, errors: FormErrors::none(), login: String::new(), next: local(&asked.next), samples };
    Ok(View(page).into_response())
}

pub(super) async fn sign_in(
    State(app): State<App>,
    f: Frame,
    session: Session,
    Address(address): Address,
    typed: Typed,
) -> Result<Response, Failure> {
    let (login, password, next) = (typed.text("login"), typed.text("password"), local(typed.get("next")));
    let missing = [("login", "login-missing"), ("password", "password-missing")];
    let missing = missing.into_iter().filter(|(field, _)| typed.get(field).is_empty());
    let missing: Vec<_> = missing.map(|(field, code)| Problem::new(format!("/{field}"), code)).collect();
    if !missing.is_empty() {
        return again(&app, f, login, next, &Refusal::input(missing)).await;
    }
    app.limits.try_sign_in(address, &login)?;
    let (wanted, now) = (login.clone(), f.now);
    let (hash, actor) = app.read(move |tx| Ok((password_hash(tx, &wanted)?, people::actor(tx, &wanted, now)?))).await?;
    let right = verified(password, hash).await?;
    let Some(actor) = actor.filter(|_| right) else {
        return again(&app, f, login, next, &Refusal::rule("sign-in-wrong")).await;
    };
    sessions::sign_in(&session, &actor, now).await?;
    Ok(Redirect::to(&next).into_response())
}

pub(super) async fn sign_out(session: Session) -> Result<Redirect, Failure> {
    sessions::sign_out(&session).await?;
    sessions::say(&session, Tone::Neutral, "signed-out", "").await?;
    Ok(Redirect::to("/"))
}

async fn again(app: &App, f: Frame, login: String, next: String, refusal: &Refusal) -> Result<Response, Failure> {
    let samples = samples::offered(app, &f, "").await?;
    let errors = FormErrors::of(f.words, refusal);
    Ok(View(SignInPage { f, errors, login, next, samples }).status(StatusCode::UNPROCESSABLE_ENTITY))
}

/// Whether the password fits, on a thread where it may take its time.
async fn verified(password: String, hash: Option<String>) -> Result<bool, Failure> {
    let known = hash.is_some();
    let hash = hash.unwrap_or_else(|| NOBODYS.to_owned());
    let fits = tokio::task::spawn_blocking(move || {
        Argon2::default().verify_password(password.as_bytes(), hash.as_str()).is_ok()
    });
    let fits = fits.await.map_err(|error| Failure::fault(&error))?;
    Ok(fits && known)
}

/// An address inside this site; the first page instead of any other.
pub(super) fn local(next: &str) -> String {
    let inside = next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\n', '\r']);
    // Back to the sign-in page would go round in a circle.
    if inside && !next.starts_with("/sign-in") { next.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_site() {
        for elsewhere in ["https://bad.example", "//bad.example", "/\\bad.example", "", "x", "/a\nb"] {
            assert_eq!(local(elsewhere), "/", "{elsewhere:?}");
        }
        assert_eq!(local("/drafts/1/request?then=review"), "/drafts/1/request?then=review");
    }

    #[tokio::test]
    async fn an_unknown_name_costs_as_much_as_a_wrong_password_and_never_fits() {
        assert!(argon2::PasswordHash::new(NOBODYS).is_ok());
        assert!(!verified("motcua-demo".into(), None).await.expect("an answer"));
    }
}
