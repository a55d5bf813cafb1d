//! Recovery codes: ten, shown once, each for one sign-in without the second factor.

use crate::app::App;
use crate::credentials::codes::{self, Kind, RECOVERY_CODES};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::sessions::Recent;
use crate::view::View;
use askama::Template;
use axum::extract::State;
use rules::accounts::{Event, Factor, FactorAdded};
use store::desk;
use store::tables::accounts;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "accounts/codes.html")]
pub(super) struct CodesPage {
    f: Frame,
    left: u64,
    codes: Vec<String>,
    elsewhere: u64,
}

pub(super) async fn ask(State(app): State<App>, f: Frame, Recent(actor): Recent) -> Result<View<CodesPage>, Failure> {
    let left = app.read(move |tx| Ok(accounts::factors(tx, &actor.login)?.recovery_codes)).await?;
    Ok(View(CodesPage { f, left, codes: Vec::new(), elsewhere: 0 }))
}

pub(super) async fn create(
    State(app): State<App>,
    f: Frame,
    Recent(actor): Recent,
    session: Session,
) -> Result<View<CodesPage>, Failure> {
    let elsewhere = super::sessions::elsewhere(&app, &actor.login, &session).await?;
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| codes::new(Kind::Recovery)).collect::<Result<_, _>>()?;
    let secret = &app.settings.secret;
    let hashes: Vec<String> =
        codes.iter().map(|code| codes::hash(secret, Kind::Recovery, &actor.login, code)).collect();
    let now = app.clock.now();
    app.write(move |tx| {
        accounts::codes::replace(tx, &actor.login, &hashes)?;
        let added = FactorAdded { login: actor.login.clone(), factor: Factor::RecoveryCodes, name: String::new() };
        desk::accounts::record(tx, Event::FactorAdded(added), &actor.as_citizen(), now)
    })
    .await?;
    Ok(View(CodesPage { f, left: RECOVERY_CODES as u64, codes, elsewhere }))
}
