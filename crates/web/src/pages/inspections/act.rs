//! What is recorded of a visit, with files where it is a report; and one click that makes a finding a task.

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
use rules::inspections::Command;
use rules::{Refusal, RefusalKind};
use store::desk;
use tower_sessions::Session;

/// What can be recorded, by its name in addresses.
const ACTIONS: [&str; 3] = ["find", "report", "cancel"];

pub(super) async fn act(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path((code, action)): Path<(String, String)>,
    form: Multipart,
) -> Result<Response, Failure> {
    let action = ACTIONS.into_iter().find(|known| *known == action).ok_or(Failure::Status(StatusCode::NOT_FOUND))?;
    // Who may not see it uploads nothing to it.
    let found = find(&app, &actor, &code).await?;
    let (typed, problems) = evidence::typed(files::receive(&app, form, &actor.login).await?);
    let seen: u64 = typed.get("version").parse().unwrap_or(0);
    let (of, who, told, now) = (found.visit.planned.visit.clone(), actor.clone(), typed.clone(), f.now);
    let done = if problems.is_empty() {
        app.write(move |tx| {
            let command = match action {
                "find" => Command::Find {
                    what: told.text("what"),
                    remedy: told.text("remedy"),
                    due_on: told.get("due_on").parse().ok(),
                },
                "report" => Command::Report { summary: told.text("summary"), files: evidence::of(tx, &who, &told)? },
                _ => Command::Cancel { reason: told.text("reason") },
            };
            desk::inspections::act(tx, &who, &of, seen, command, now)
        })
        .await
    } else {
        Err(Refusal::input(problems).into())
    };
    match done {
        Ok(()) => {
            sessions::say(&session, Tone::Good, &format!("visit-done-{action}"), "").await?;
            Ok(Redirect::to(&format!("/inspections/{code}")).into_response())
        }
        Err(Failure::Refused(refusal)) if refusal.kind != RefusalKind::NotFound => {
            let (errors, status) = (FormErrors::of(f.words, &refusal), Failure::Refused(refusal.clone()).status());
            let found = find(&app, &actor, &code).await?;
            Ok((status, View(page(f, &actor, found, errors, typed, action))).into_response())
        }
        Err(failure) => Err(failure),
    }
}

pub(super) async fn make_task(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path((code, number)): Path<(String, u32)>,
) -> Result<Response, Failure> {
    let found = find(&app, &actor, &code).await?;
    let (cache, of, deliverable, now) =
        (app.province.clone(), found.visit.planned.visit.clone(), f.t("visit-task-deliverable"), f.now);
    let task = app
        .write(move |tx| {
            let province = cache.get(tx)?;
            desk::inspections::make_task(tx, &province, &actor, (&of, number), &deliverable, now)
        })
        .await?;
    sessions::say(&session, Tone::Good, "task-assigned", &task).await?;
    Ok(Redirect::to(&format!("/inspections/{code}#finding-{number}")).into_response())
}
