//! Asking for a copy of a result, or for the correction of an error in it: online, or at a counter.

use crate::app::App;
use crate::components::{Choice, FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::dossiers::find;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::reads;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::Timestamp;
use rules::people::Actor;
use rules::results::{Ask, Kind};
use rules::{Refusal, RefusalKind};
use store::desk;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "results/ask.html")]
struct AskPage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    code: String,
    name: String,
    number: String,
    kinds: Vec<Choice>,
}

async fn page(
    app: &App,
    f: Frame,
    actor: &Actor,
    code: &str,
    (errors, typed): (FormErrors, Typed),
) -> Result<View<AskPage>, Failure> {
    let (province, loaded, sight) = find(app, actor, code).await?;
    let dossier = &loaded.dossier;
    let result = dossier.results.last().ok_or_else(|| Refusal::rule("result-not-issued"))?;
    reads::dossier(app, actor, dossier, &sight, "dossier", None).await?;
    let kinds = Kind::ALL.map(|kind| {
        let key = format!("result-kind-{}", kind.key());
        Choice::new(kind.key(), f.t(&key)).explained(f.t(&format!("{key}.hint")))
    });
    Ok(View(AskPage {
        code: code.to_owned(),
        name: said::procedure_named(f.lang(), &province, &dossier.filed.procedure, &dossier.filed.procedure_name),
        number: result.number.clone(),
        kinds: kinds.into(),
        errors,
        typed,
        f,
    }))
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
) -> Result<Response, Failure> {
    let mut typed = Typed::default();
    typed.set("copies", "1");
    Ok(page(&app, f, &actor, &code, (FormErrors::none(), typed)).await?.into_response())
}

/// A request's number: the day, and what nobody guesses.
pub(crate) fn number(now: Timestamp) -> String {
    let tail = uuid::Uuid::new_v4().simple().to_string().to_uppercase();
    format!("KQ{}-{}", rules::calendar::day_of(now).strftime("%y%m%d"), &tail[..8])
}

pub(super) async fn take(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    let ask = Ask {
        id: number(f.now),
        kind: Kind::from_key(typed.get("kind")),
        copies: typed.text("copies"),
        wrong: typed.text("wrong"),
        right: typed.text("right"),
    };
    let (cache, now, asker, wanted) = (app.province.clone(), f.now, actor.clone(), code.clone());
    let done = app
        .write(move |tx| {
            let province = cache.get(tx)?;
            desk::results::ask(tx, &province, &asker, &wanted, &ask, now)
        })
        .await;
    match done {
        Ok(id) => {
            sessions::say(&session, Tone::Good, "result-asked", id.as_str()).await?;
            Ok(Redirect::to(&format!("/results/{id}")).into_response())
        }
        Err(Failure::Refused(refusal)) if matches!(refusal.kind, RefusalKind::Input | RefusalKind::Rule) => {
            let errors = FormErrors::of(f.words, &refusal);
            let page = page(&app, f, &actor, &code, (errors, typed)).await?;
            Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(failure) => Err(failure),
    }
}
