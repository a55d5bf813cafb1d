//! Signing in with a passkey: nothing is typed, the key says whose it is.

use crate::app::App;
use crate::credentials::entry::{self, Method};
use crate::credentials::passkeys::{self, Answer};
use crate::credentials::trier::{Stage, Trier};
use crate::errors::Failure;
use crate::pages::people::sign_in::local;
use crate::pages::typed::Typed;
use crate::sessions::Place;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use rules::Refusal;
use store::tables::accounts::sign_ins;
use store::tables::people;
use tower_sessions::Session;

pub(super) async fn start(
    State(app): State<App>,
    session: Session,
    place: Place,
) -> Result<Json<serde_json::Value>, Failure> {
    app.limits.try_sign_in(place.ip)?;
    passkeys::begin_entering(&app, &session).await.map(Json)
}

pub(super) async fn finish(
    State(app): State<App>,
    session: Session,
    place: Place,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, Failure> {
    app.limits.try_sign_in(place.ip)?;
    let trier = |login: &str| Trier::new(&app, &headers, place.clone(), login, Stage::First);
    let login = match passkeys::entered(&app, &session, typed.get("credential")).await? {
        Answer::Proved(login) => login,
        Answer::Copied(login) => return Err(copied(&app, &trier(&login)).await?),
        Answer::Wrong => return Err(Refusal::rule("passkey-wrong").into()),
    };
    let (wanted, now) = (login.clone(), app.clock.now());
    let actor = app.read(move |tx| Ok(people::actor(tx, &wanted, now)?)).await?;
    let actor = actor.ok_or_else(|| Refusal::rule("passkey-wrong"))?;
    entry::enter(&app, &session, &trier(&login), actor, Method::Passkey, &local(typed.get("next"))).await
}

/// A key of which there is a copy signs nobody in; its person sees it in their log.
pub(super) async fn copied(app: &App, trier: &Trier) -> Result<Failure, Failure> {
    let noted = trier.sign_in("copied", "passkey", app.clock.now());
    app.write(move |tx| Ok(sign_ins::note(tx, &noted)?)).await?;
    Ok(Refusal::rule("passkey-copied").into())
}
