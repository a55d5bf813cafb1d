//! What is done to a petition from its page.

use super::show::{noted, page};
use crate::app::App;
use crate::components::{FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::petitions::{Command, Way};
use rules::{Problem, Refusal, RefusalKind};
use store::desk;
use tower_sessions::Session;

pub(super) async fn act(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    let (looking, wanted) = (actor.clone(), id.clone());
    let petition = app.read(move |tx| desk::petitions::load_for(tx, &looking, &wanted)).await?;
    let done = match command(&typed) {
        Ok((command, said)) => {
            let seen = typed.get("version").parse().unwrap_or(0);
            let (cache, id, now, doing) = (app.province.clone(), id.clone(), f.now, actor.clone());
            let done = app.write(move |tx| {
                let province = cache.get(tx)?;
                desk::petitions::act(tx, &province, &doing, &id, seen, &command, now)
            });
            done.await.map(|_| said)
        }
        Err(refusal) => Err(refusal.into()),
    };
    match done {
        Ok(said) => {
            sessions::say(&session, Tone::Good, said, "").await?;
            Ok(Redirect::to(&format!("/petitions/{id}")).into_response())
        }
        Err(Failure::Refused(refusal)) if refusal.kind != RefusalKind::NotFound => {
            noted(&app, &actor, &petition).await?;
            let errors = FormErrors::of(f.words, &refusal);
            let province = app.province().await?;
            Ok(page(f, &province, Some(&actor), petition, errors, typed).status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(failure) => Err(failure),
    }
}

/// The command, and the key of what is said when it is done.
fn command(typed: &Typed) -> Result<(Command, &'static str), Refusal> {
    let text = typed.text("text");
    Ok(match typed.get("command") {
        "supplement" => (Command::Supplement { text }, "petition-done-supplement"),
        "rate" => {
            let content = match typed.get("content") {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            };
            (Command::Rate { content, comment: typed.text("comment") }, "petition-done-rate")
        }
        "ask" => (Command::AskSupplement { what: text }, "petition-done-ask"),
        "forward" => (Command::Forward { agency: typed.text("agency"), reason: text }, "petition-done-forward"),
        "answer" => (Command::Draft { way: Way::Answer, text }, "petition-done-draft"),
        "refuse" => (Command::Draft { way: Way::Refuse, text }, "petition-done-draft"),
        "send-back" => (Command::SendBack { reason: text }, "petition-done-send-back"),
        "issue" => (Command::Issue, "petition-done-issue"),
        "publish" => (Command::Publish, "petition-done-publish"),
        _ => return Err(Refusal::input(vec![Problem::new("/command", "choose")])),
    })
}
