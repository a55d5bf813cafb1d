//! Enrolling, leaving, noting who was there, marking tests, giving certificates, calling off.

use super::register::{scores_page, session_page};
use super::show::{find, page};
use crate::app::App;
use crate::components::{FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::RefusalKind;
use rules::people::permissions::{Deed, may};
use rules::training::Command;
use store::desk::training::{act as desk_act, enrol};
use tower_sessions::Session;

/// What can be done, by its name in addresses.
const ACTIONS: [&str; 6] = ["enrol", "leave", "attend", "mark", "certify", "call-off"];

pub(super) async fn act(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path((code, action)): Path<(String, String)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let action = ACTIONS.into_iter().find(|known| *known == action).ok_or(Failure::Status(StatusCode::NOT_FOUND))?;
    may(&actor, Deed::TakeTraining)?;
    let typed = Typed::several(pairs)?;
    let found = find(&app, &f, &actor, &code).await?;
    let seen: u64 = typed.get("version").parse().unwrap_or(0);
    let (of, told, who, now) = (found.course.opened.course.clone(), typed.clone(), actor.clone(), f.now);
    let done = app
        .write(move |tx| {
            let several = |field: &str| told.get(field).lines().map(str::to_owned).collect::<Vec<_>>();
            let command = match action {
                "enrol" => return enrol(tx, &who, &of, seen, &several("login"), now),
                "leave" => Command::Leave(told.text("leaver"), told.text("reason")),
                "attend" => Command::Attend(told.get("session").parse().unwrap_or(0), several("present")),
                "mark" => {
                    let scores = told.beginning_with("score-");
                    Command::Mark(scores.map(|(login, score)| (login.to_owned(), score.to_owned())).collect())
                }
                "certify" => Command::Certify(several("login")),
                _ => Command::CallOff(told.text("why")),
            };
            desk_act(tx, &who, &of, seen, &command, now)
        })
        .await;
    match done {
        Ok(()) => {
            sessions::say(&session, Tone::Good, &format!("training-done-{action}"), "").await?;
            Ok(Redirect::to(&format!("/training/{code}")).into_response())
        }
        Err(Failure::Refused(refusal)) if refusal.kind != RefusalKind::NotFound => {
            let (errors, status) = (FormErrors::of(f.words, &refusal), Failure::Refused(refusal.clone()).status());
            let found = find(&app, &f, &actor, &code).await?;
            Ok(match action {
                "attend" => {
                    (status, View(session_page(f, &actor, &found, typed.get("session"), (errors, Some(&typed)))?))
                        .into_response()
                }
                "mark" => (status, View(scores_page(f, &actor, &found, (errors, Some(&typed)))?)).into_response(),
                _ => (status, View(page(f, &actor, found, errors, typed, action))).into_response(),
            })
        }
        Err(failure) => Err(failure),
    }
}
