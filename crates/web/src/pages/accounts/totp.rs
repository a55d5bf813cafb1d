//! Adding an authenticator app: a QR code, the same secret as text, and a code that confirms it; removing it.

use crate::app::App;
use crate::components::{FormErrors, Qr, Tone};
use crate::credentials::{open, seal, totp};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions::{self, Recent};
use crate::view::View;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::accounts::{Event, Factor, FactorAdded, FactorRemoved};
use rules::people::Actor;
use rules::{Problem, Refusal};
use store::desk;
use store::tables::accounts;
use tower_sessions::Session;

/// In the session: the sealed secret that waits for its first code.
const OFFERED: &str = "totp";

#[derive(Template)]
#[template(path = "accounts/totp.html")]
struct TotpPage {
    f: Frame,
    errors: FormErrors,
    qr: Qr,
    secret: String,
    login: String,
}

pub(super) async fn ask(
    State(app): State<App>,
    f: Frame,
    Recent(actor): Recent,
    session: Session,
) -> Result<Response, Failure> {
    let secret = match offered(&app, &session, &actor).await? {
        Some(secret) => secret,
        None => {
            let secret = totp::new_secret()?;
            session.insert(OFFERED, seal(&app.settings.secret, &actor.login, &secret)?).await?;
            secret
        }
    };
    Ok(page(f, &actor, &secret, FormErrors::none())?.into_response())
}

/// The secret that was offered to this person in this session.
async fn offered(app: &App, session: &Session, actor: &Actor) -> Result<Option<Vec<u8>>, Failure> {
    let sealed = session.get::<Vec<u8>>(OFFERED).await?;
    // Whoever signed in here before may have left one that does not open for this person.
    Ok(sealed.and_then(|sealed| open(&app.settings.secret, &actor.login, &sealed)))
}

fn page(f: Frame, actor: &Actor, secret: &[u8], errors: FormErrors) -> Result<View<TotpPage>, Failure> {
    let (url, text) = totp::to_enrol(secret, &actor.login)?;
    Ok(View(TotpPage { f, errors, qr: Qr::of(&url)?, secret: text, login: actor.login.clone() }))
}

pub(super) async fn confirm(
    State(app): State<App>,
    f: Frame,
    Recent(actor): Recent,
    session: Session,
    typed: Typed,
) -> Result<Response, Failure> {
    let Some(secret) = offered(&app, &session, &actor).await? else {
        return Ok(Redirect::to("/account/security/totp").into_response());
    };
    let seconds = u64::try_from(app.clock.true_now().as_second()).unwrap_or(0);
    let Some(step) = totp::step(&secret, typed.get("code"), seconds)? else {
        let wrong = Refusal::input(vec![Problem::new("/code", "totp-wrong")]);
        let errors = FormErrors::of(f.words, &wrong);
        return Ok(page(f, &actor, &secret, errors)?.status(StatusCode::UNPROCESSABLE_ENTITY));
    };
    let sealed = seal(&app.settings.secret, &actor.login, &secret)?;
    let (login, now) = (actor.login.clone(), app.clock.now());
    let codes = app
        .write(move |tx| {
            accounts::totp::keep(tx, &login, &sealed, step, now)?;
            let added = FactorAdded { login: login.clone(), factor: Factor::Totp, name: String::new() };
            desk::accounts::record(tx, Event::FactorAdded(added), &actor.as_citizen(), now)?;
            Ok(accounts::factors(tx, &login)?.recovery_codes)
        })
        .await?;
    session.remove_value(OFFERED).await?;
    sessions::second_factor_added(&session).await?;
    sessions::say(&session, Tone::Good, "totp-added", "").await?;
    // Whoever loses the telephone needs codes, so they are offered at once.
    Ok(Redirect::to(if codes == 0 { "/account/security/codes" } else { "/account/security" }).into_response())
}

pub(super) async fn remove(
    State(app): State<App>,
    Recent(actor): Recent,
    session: Session,
) -> Result<Redirect, Failure> {
    let (wanted, now) = (app.settings.wants_second_factor(&actor), app.clock.now());
    app.write(move |tx| {
        let login = actor.login.clone();
        if wanted && accounts::factors(tx, &login)?.passkeys == 0 {
            return Err(Refusal::rule("last-factor").into());
        }
        if accounts::totp::remove(tx, &login)? {
            let removed = FactorRemoved { login, factor: Factor::Totp, name: String::new() };
            desk::accounts::record(tx, Event::FactorRemoved(removed), &actor.as_citizen(), now)?;
        }
        Ok(())
    })
    .await?;
    sessions::say(&session, Tone::Good, "factor-removed", "").await?;
    Ok(Redirect::to("/account/security"))
}
