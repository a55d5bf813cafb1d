//! The documents of a dossier, for officers: compared with their originals, and withdrawn by whoever issued them.

use super::documents::{Shown, shown};
use crate::app::App;
use crate::components::{FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::reads;
use crate::sessions::{self, Officer};
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::calendar::day_of;
use rules::people::Actor;
use rules::personal::{Standing, access};
use rules::{Problem, Refusal, RefusalKind};
use store::desk::{self, personal::look_at};
use store::tables::personal::documents;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "personal/verify.html")]
struct VerifyPage {
    f: Frame,
    errors: FormErrors,
    /// The file whose form came back.
    came: String,
    typed: Typed,
    code: String,
    documents: Vec<Kept>,
}

/// A document with what this officer may say of it.
struct Kept {
    shown: Shown,
    href: String,
    may_verify: bool,
    may_withdraw: bool,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Officer(actor): Officer,
    Path(code): Path<String>,
) -> Result<Response, Failure> {
    let page = page(&app, f, &actor, &code, (FormErrors::none(), Typed::default(), String::new())).await?;
    Ok(page.into_response())
}

async fn page(
    app: &App,
    f: Frame,
    actor: &Actor,
    code: &str,
    (errors, typed, came): (FormErrors, Typed, String),
) -> Result<View<VerifyPage>, Failure> {
    let (cache, asker, wanted, now) = (app.province.clone(), actor.clone(), code.to_owned(), f.now);
    let (province, (loaded, sight), held) = app
        .read(move |tx| {
            let seen = look_at(tx, &asker, &wanted, now)?;
            Ok((cache.get(tx)?, seen, documents::of_dossier(tx, &wanted)?))
        })
        .await?;
    if !sight.is_officers() {
        return Err(Refusal::forbidden("officers-only").into());
    }
    reads::dossier(app, actor, &loaded.dossier, &sight, "dossier", None).await?;
    let verifies = access::may_verify(actor, &loaded.dossier).is_some();
    let withdraws = access::may_withdraw(actor, &loaded.dossier).is_some();
    let documents = held
        .iter()
        .map(|document| {
            let standing = document.standing(day_of(f.now));
            Kept {
                href: format!("/dossiers/{code}/files/{}", document.stored.file),
                may_verify: verifies && standing == Standing::InForce,
                may_withdraw: withdraws && standing != Standing::Withdrawn,
                shown: shown(&f, &province, document),
            }
        })
        .collect();
    Ok(View(VerifyPage { errors, came, typed, code: code.to_owned(), documents, f }))
}

pub(super) async fn verify(
    State(app): State<App>,
    f: Frame,
    session: Session,
    Officer(actor): Officer,
    Path((code, file)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Failure> {
    let until = match typed.get("valid_until") {
        "" => Ok(None),
        day => day.parse().map(Some).map_err(|_| Refusal::input(vec![Problem::new("/valid_until", "date")])),
    };
    let now = f.now;
    let (asker, dossier, kept) = (actor.clone(), code.clone(), file.clone());
    let done = match until {
        Ok(until) => app.write(move |tx| desk::personal::verify(tx, &asker, (&dossier, &kept), until, now)).await,
        Err(refusal) => Err(refusal.into()),
    };
    answer(&app, f, &session, &actor, (code, file), typed, done.map(|()| "document-noted")).await
}

pub(super) async fn withdraw(
    State(app): State<App>,
    f: Frame,
    session: Session,
    Officer(actor): Officer,
    Path((code, file)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Failure> {
    let (reason, now) = (typed.text("reason"), f.now);
    let (asker, dossier, kept) = (actor.clone(), code.clone(), file.clone());
    let done = app.write(move |tx| desk::personal::withdraw(tx, &asker, (&dossier, &kept), &reason, now)).await;
    answer(&app, f, &session, &actor, (code, file), typed, done.map(|()| "document-taken-back")).await
}

async fn answer(
    app: &App,
    f: Frame,
    session: &Session,
    actor: &Actor,
    (code, file): (String, String),
    typed: Typed,
    done: Result<&'static str, Failure>,
) -> Result<Response, Failure> {
    match done {
        Ok(said) => {
            sessions::say(session, Tone::Good, said, "").await?;
            Ok(Redirect::to(&format!("/dossiers/{code}/documents")).into_response())
        }
        Err(Failure::Refused(refusal)) if matches!(refusal.kind, RefusalKind::Input | RefusalKind::Rule) => {
            let errors = FormErrors::of(f.words, &refusal);
            let page = page(app, f, actor, &code, (errors, typed, file)).await?;
            Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(failure) => Err(failure),
    }
}
