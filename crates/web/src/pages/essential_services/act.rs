//! What is noted of a service: the stage that it reached, with its file; or that this was a mistake.

use super::show::{find, page};
use crate::app::App;
use crate::components::{FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::dossiers::files;
use crate::pages::evidence;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::essential_services::{Stage, StageDraft};
use rules::people::permissions::{Deed, may_at};
use rules::{Refusal, RefusalKind};
use store::desk::essential_services as desk;
use tower_sessions::Session;

/// What can be noted, by its name in addresses.
const ACTIONS: [&str; 2] = ["reach", "withdraw"];

pub(super) async fn act(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path((code, action)): Path<(String, String)>,
    form: Multipart,
) -> Result<Response, Failure> {
    let action = ACTIONS.into_iter().find(|known| *known == action).ok_or(Failure::Status(StatusCode::NOT_FOUND))?;
    let found = find(&app, &f, &code).await?;
    // Who may not note anything uploads nothing.
    may_at(&actor, Deed::KeepServices, &found.service.service.agency)?;
    let (typed, problems) = evidence::typed(files::receive(&app, form, &actor.login).await?);
    let seen: u64 = typed.get("version").parse().unwrap_or(0);
    let (of, told, now) = (found.service.service.code.clone(), typed.clone(), f.now);
    let done = if problems.is_empty() {
        app.write(move |tx| {
            if action == "withdraw" {
                return desk::withdraw(tx, &actor, &of, seen, told.get("reason"), now);
            }
            let stage = StageDraft {
                stage: Stage::from_key(told.get("stage")),
                on: told.get("on").parse().ok(),
                document: told.text("document"),
                files: evidence::of(tx, &actor, &told)?,
            };
            desk::reach(tx, &actor, &of, seen, stage, now)
        })
        .await
    } else {
        Err(Refusal::input(problems).into())
    };
    match done {
        Ok(()) => {
            sessions::say(&session, Tone::Good, &format!("service-done-{action}"), "").await?;
            Ok(Redirect::to(&format!("/essential-services/{code}")).into_response())
        }
        Err(Failure::Refused(refusal)) if refusal.kind != RefusalKind::NotFound => {
            let (errors, status) = (FormErrors::of(f.words, &refusal), Failure::Refused(refusal.clone()).status());
            let found = find(&app, &f, &code).await?;
            Ok((status, View(page(f, found, errors, typed, action))).into_response())
        }
        Err(failure) => Err(failure),
    }
}
