//! What a citizen does to their own dossier: one way in for every action.

use super::show;
use crate::app::App;
use crate::components::Tone;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::dossiers::Command;
use rules::people::Actor;
use tower_sessions::Session;

/// An action that somebody sent: on which dossier, in which version they saw it, and what they typed.
pub(super) struct Sent {
    pub(super) actor: Actor,
    pub(super) code: String,
    pub(super) typed: Typed,
}

/// Gives the command; says that it was done on the dossier's page, or shows the page again with what is wrong.
pub(super) async fn act(
    app: &App,
    f: Frame,
    session: &Session,
    sent: Sent,
    command: Command,
    done: &str,
) -> Result<Response, Failure> {
    let Sent { actor, code, typed } = sent;
    // A form without a version was not ours; 0 is never the present one.
    let seen: u64 = typed.get("version").parse().unwrap_or(0);
    let (cache, who, on, now) = (app.province.clone(), actor.clone(), code.clone(), f.now);
    let acted = app
        .write(move |tx| {
            let province = cache.get(tx)?;
            store::desk::dossiers::act(tx, &province, &who, &on, seen, &command, now)
        })
        .await;
    match acted {
        Ok(_) => {
            sessions::say(session, Tone::Good, done, &code).await?;
            Ok(Redirect::to(&format!("/dossiers/{code}")).into_response())
        }
        Err(Failure::Refused(refusal)) if refusal.kind != rules::RefusalKind::NotFound => {
            show::again(app, f, &actor, &code, &refusal, typed).await
        }
        Err(failure) => Err(failure),
    }
}
