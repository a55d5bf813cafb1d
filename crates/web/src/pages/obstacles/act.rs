//! What is done to an obstacle.

use super::show;
use crate::app::App;
use crate::components::Tone;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::RefusalKind;
use rules::codes::ObstacleCode;
use rules::obstacles::{Action, Command};
use store::desk;
use tower_sessions::Session;

pub(super) async fn act(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path((code, action)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Failure> {
    let action = Action::from_key(&action).ok_or(Failure::Status(StatusCode::NOT_FOUND))?;
    let found = show::find(&app, &f, &actor, &code).await?;
    let obstacle = found.obstacle.code().clone();
    // A form without a version was not ours; 0 is never the present one.
    let seen: u64 = typed.get("version").parse().unwrap_or(0);
    let (command, into) = command(action, &typed);
    let (cache, by, now) = (app.province.clone(), actor.clone(), f.now);
    let done = app
        .write(move |tx| {
            let province = cache.get(tx)?;
            desk::obstacles::act(tx, &province, &by, &obstacle, seen, &command, into.as_ref(), now).map(|_| ())
        })
        .await;
    match done {
        Ok(()) => {
            sessions::say(&session, Tone::Good, &format!("obstacle-done-{}", action.key()), "").await?;
            // Who hands it on sees it still: they had it.
            Ok(Redirect::to(&format!("/obstacles/{code}")).into_response())
        }
        Err(Failure::Refused(refusal)) if refusal.kind != RefusalKind::NotFound => {
            show::again(&app, f, &actor, &code, action, &refusal, &typed).await
        }
        Err(failure) => Err(failure),
    }
}

fn command(action: Action, typed: &Typed) -> (Command, Option<ObstacleCode>) {
    let text = |name: &str| typed.text(&format!("{}-{name}", action.key()));
    let command = match action {
        Action::Answer => Command::Answer { text: text("text"), document: text("document") },
        Action::Route => Command::Route { to: text("to"), reason: text("reason") },
        Action::Escalate => Command::Escalate { reason: text("reason") },
        Action::Merge => Command::Merge,
        Action::Reopen => Command::Reopen { reason: text("reason") },
    };
    (command, text("into").parse().ok())
}
