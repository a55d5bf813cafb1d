//! What is done to a task: one way in for every action, with files where it takes them.

use super::forms::field;
use super::show;
use crate::app::App;
use crate::components::Tone;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::dossiers::files;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::indicators::Amount;
use rules::people::Actor;
use rules::tasks::{Action, Command, Evidence, Link, LinkKind, Progress};
use rules::text::whole_number;
use rules::{Problem, Refusal, RefusalKind};
use store::desk;
use tower_sessions::Session;

pub(super) async fn act(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path((code, action)): Path<(String, String)>,
    form: Multipart,
) -> Result<Response, Failure> {
    let action = Action::from_key(&action).ok_or(Failure::Status(StatusCode::NOT_FOUND))?;
    // Who may not see it uploads nothing to it.
    let found = show::find(&app, &f, &actor, &code).await?;
    let received = files::receive(&app, form, &actor.login).await?;
    let mut typed = received.typed;
    let evidence = field(action, "evidence");
    if let Some((_, file)) = received.files.into_iter().find(|(field, _)| *field == evidence) {
        typed.set(field(action, "evidence-kept"), file.id);
        typed.set(field(action, "evidence-kept-name"), file.name);
    }
    let done = if received.problems.is_empty() {
        give(&app, &f, &actor, found.task.code().clone(), action, &typed).await
    } else {
        Err(Refusal::input(received.problems).into())
    };
    match done {
        Ok(()) => {
            sessions::say(&session, Tone::Good, &format!("task-done-{}", action.key()), "").await?;
            Ok(Redirect::to(&format!("/tasks/{code}")).into_response())
        }
        Err(Failure::Refused(refusal)) if refusal.kind != RefusalKind::NotFound => {
            show::again(&app, f, &actor, &code, action, &refusal, typed).await
        }
        Err(failure) => Err(failure),
    }
}

async fn give(
    app: &App,
    f: &Frame,
    actor: &Actor,
    code: rules::codes::TaskCode,
    action: Action,
    typed: &Typed,
) -> Result<(), Failure> {
    let (actor, typed, now) = (actor.clone(), typed.clone(), f.now);
    // A form without a version was not ours; 0 is never the present one.
    let seen: u64 = typed.get("version").parse().unwrap_or(0);
    app.write(move |tx| {
        let evidence = evidence(tx, &actor, action, &typed)?;
        desk::tasks::act(tx, &actor, &code, seen, command(action, &typed, evidence)?, now).map(|_| ())
    })
    .await
}

/// The file that this person uploaded; the identifier went through the browser, so that of anybody else is none.
fn evidence(tx: &mut store::Tx, actor: &Actor, action: Action, typed: &Typed) -> Result<Vec<Evidence>, store::Failure> {
    let Some(id) = typed.some(&field(action, "evidence-kept")) else { return Ok(Vec::new()) };
    let file = store::files::find(tx, &id)?.filter(|file| file.owner == actor.login);
    let file = file.ok_or_else(|| Refusal::not_found("file-unknown"))?;
    Ok(vec![Evidence { file: file.id, name: file.name, sha256: file.sha256 }])
}

fn command(action: Action, typed: &Typed, evidence: Vec<Evidence>) -> Result<Command, Refusal> {
    let text = |name: &str| typed.text(&field(action, name));
    // `placed` names the field of this action.
    let day = |name: &str| {
        let read = typed.day(&field(action, name));
        read.map_err(|problem| Refusal::input(vec![Problem { pointer: format!("/{name}"), ..problem }]))
    };
    let reason = text("reason");
    let progress = |evidence| {
        let number = |name: &str| {
            let typed = Some(text(name)).filter(|typed| !typed.is_empty());
            typed.map(|typed| whole_number(&typed).ok_or(()))
        };
        let amount = |name: &str| {
            let typed = Some(text(name)).filter(|typed| !typed.is_empty());
            typed.map(|typed| Amount::read(&typed).ok_or(()))
        };
        let wrong = |name: &str, code| {
            let problem = Problem::new(format!("/{name}"), code).with("typed", text(name));
            Refusal::input(vec![problem])
        };
        let progress = number("progress").transpose().map_err(|_| wrong("progress", "number-unreadable"))?;
        Ok(Progress {
            promised_on: day("promised_on")?,
            less_because: text("less_because"),
            note: text("note"),
            progress: progress.map(|share| u8::try_from(share).unwrap_or(u8::MAX)),
            value: amount("value").transpose().map_err(|_| wrong("value", "amount-unreadable"))?,
            document: text("document"),
            evidence,
        })
    };
    Ok(match action {
        Action::Accept => Command::Accept,
        Action::Reassign => Command::Reassign { to: text("to"), reason },
        Action::Report => Command::Report(progress(evidence)?),
        Action::Submit => Command::Submit(progress(evidence)?),
        Action::AskExtension => Command::AskExtension { until: day("until")?, reason },
        Action::Return => Command::Return { reason },
        Action::Complete => Command::Complete { note: text("note") },
        Action::DecideExtension => Command::DecideExtension { granted: text("granted") == "yes", reason },
        Action::Suspend => Command::Suspend { reason },
        Action::Resume => Command::Resume,
        Action::Cancel => Command::Cancel { reason },
        Action::Attach => {
            let parent = text("parent").parse();
            let parent = parent.map_err(|_| Refusal::input(vec![Problem::new("/parent", "task-code")]))?;
            Command::Attach { parent }
        }
        Action::Link => {
            let kind = LinkKind::from_key(&text("kind"));
            let kind = kind.ok_or_else(|| Refusal::input(vec![Problem::new("/kind", "missing")]))?;
            Command::Link(Link { kind, reference: text("link") })
        }
    })
}
