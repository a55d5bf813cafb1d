//! What the agency does to a request: give the copy, sign the correction, give it back, refuse.

use super::show::{noted, page};
use crate::app::App;
use crate::components::{FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions::{self, Worker};
use crate::signing;
use crate::view::View;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::results::Command;
use rules::{Problem, Refusal, RefusalKind};
use store::desk;
use tower_sessions::Session;

pub(super) async fn act(
    State(app): State<App>,
    f: Frame,
    session: Session,
    Worker(actor): Worker,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    let (looking, wanted) = (actor.clone(), id.clone());
    let (request, loaded) = app.read(move |tx| desk::results::load_for(tx, &looking, &wanted)).await?;
    let seen = typed.get("version").parse().unwrap_or(0);
    let done = match command(&typed) {
        Ok((mut command, said)) => match signing::seal_answer(&app, &actor, (&id, seen), &mut command, f.now).await {
            Ok(()) => {
                let (wanted, now, doing) = (id.clone(), f.now, actor.clone());
                let done = app.write(move |tx| desk::results::act(tx, &doing, &wanted, seen, &command, now)).await;
                done.map(|_| said)
            }
            Err(failure) => Err(failure),
        },
        Err(refusal) => Err(refusal.into()),
    };
    match done {
        Ok(said) => {
            sessions::say(&session, Tone::Good, said, "").await?;
            Ok(Redirect::to(&format!("/results/{id}")).into_response())
        }
        Err(Failure::Refused(refusal)) if refusal.kind != RefusalKind::NotFound => {
            noted(&app, &actor, &request, &loaded).await?;
            let errors = FormErrors::of(f.words, &refusal);
            let province = app.province().await?;
            let shown: View<_> = page(f, &province, &actor, &request, &loaded, (errors, typed));
            Ok(shown.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(failure) => Err(failure),
    }
}

/// The command, and the key of what is said when it is done.
fn command(typed: &Typed) -> Result<(Command, &'static str), Refusal> {
    let issue = Command::Issue { file: None, signed: None };
    Ok(match typed.get("command") {
        "copy" => (issue, "result-done-copy"),
        "sign" => (issue, "result-done-sign"),
        "send-back" => (Command::SendBack { reason: typed.text("reason") }, "result-done-send-back"),
        "refuse" => (Command::Refuse { reason: typed.text("reason") }, "result-done-refuse"),
        _ => return Err(Refusal::input(vec![Problem::new("/command", "choose")])),
    })
}
