//! What follows when somebody proved who they are.

use super::trier::Trier;
use crate::app::App;
use crate::components::Tone;
use crate::errors::Failure;
use crate::sessions;
use axum::http::header;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::people::Actor;
use store::tables::accounts::{self, sign_ins};
use tower_sessions::Session;

/// Where those are led who must have a second factor and have none.
pub const ENROL: &str = "/account/security/enrol";

/// Signs somebody in, by this method, and leads them on: a new session, the sign-in noted, wrong tries forgiven and told.
///
/// # Errors
/// A fault of the database or of the session.
pub async fn enter(
    app: &App,
    session: &Session,
    trier: &Trier,
    actor: &Actor,
    method: &'static str,
    next: &str,
) -> Result<Response, Failure> {
    let now = app.clock.now();
    let (tried, noted) = (trier.clone(), trier.sign_in("signed-in", method, now));
    let (failed, factors) = app
        .write(move |tx| {
            let failed = sign_ins::failed_since_last(tx, &tried.login)?;
            sign_ins::note(tx, &noted)?;
            tried.forgive(tx)?;
            Ok((failed, accounts::factors(tx, &tried.login)?))
        })
        .await?;
    sessions::sign_in(session, actor, now).await?;
    sessions::note_method(session, method).await?;
    let must = app.settings.wants_second_factor(actor) && !factors.second();
    // Whoever came by a key or a click has proved more than a password, or is in a demonstration.
    let enrol = must && method == "password";
    if enrol {
        sessions::require_second_factor(session).await?;
    }
    if failed > 0 {
        sessions::say(session, Tone::Warning, "sign-ins-failed", failed).await?;
    }
    let mut response = Redirect::to(if enrol { ENROL } else { next }).into_response();
    if let Some(mark) = trier.mark(app)? {
        response.headers_mut().append(header::SET_COOKIE, mark);
    }
    Ok(response)
}
