//! Accepting an authorisation, and ending one.

use super::HERE;
use crate::app::App;
use crate::components::Tone;
use crate::errors::Failure;
use crate::sessions::{self, SignedIn};
use axum::extract::{Path, State};
use axum::response::Redirect;
use store::desk::authorisations;
use tower_sessions::Session;

pub(super) async fn accept(
    State(app): State<App>,
    session: Session,
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
) -> Result<Redirect, Failure> {
    let (who, now) = (actor.clone(), app.clock.now());
    app.write(move |tx| authorisations::accept(tx, &who, &id, now)).await?;
    sessions::identity::renew(&app, &session, &actor).await?;
    sessions::say(&session, Tone::Good, "authorisation-accepted", "").await?;
    Ok(Redirect::to(HERE))
}

pub(super) async fn revoke(
    State(app): State<App>,
    session: Session,
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
) -> Result<Redirect, Failure> {
    let (who, now) = (actor.clone(), app.clock.now());
    app.write(move |tx| authorisations::revoke(tx, &who, &id, now)).await?;
    sessions::identity::renew(&app, &session, &actor).await?;
    sessions::say(&session, Tone::Neutral, "authorisation-ended", "").await?;
    Ok(Redirect::to(HERE))
}
