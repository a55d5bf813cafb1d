//! The steps: shown, answered, kept while typing, thrown away.

use super::view::{self, Shown};
use super::{Found, Step, Writing, form, papers, prefill, stash};
use crate::app::App;
use crate::components::{FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::people::Actor;
use serde::Deserialize;
use store::tables::drafts;
use tower_sessions::Session;

/// Where to go after the step: `review` for whoever came from there to change an answer.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Then {
    pub(super) then: String,
    /// Whether to say at once what is wrong with the answers.
    pub(super) check: bool,
}

/// Goes on where one stopped.
pub(super) async fn resume(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
) -> Result<Redirect, Failure> {
    Ok(match Writing::find(&app, &actor, &id).await? {
        Found::Filed(code) => Redirect::to(&format!("/dossiers/{code}")),
        Found::Writing(writing) => {
            let step =
                Step::of(&writing.procedure).find(|step| step.number() > writing.body.answered).unwrap_or(Step::Review);
            Redirect::to(&step.href(&id))
        }
    })
}

/// Shows a step that has its own name in the address.
pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path((id, step)): Path<(String, String)>,
    Query(then): Query<Then>,
) -> Result<Response, Failure> {
    let step = Step::from_key(&step).ok_or(Failure::Status(StatusCode::NOT_FOUND))?;
    show_step(&app, f, &session, &actor, &id, step, then).await
}

/// Shows a step, with what was typed before a sign-in put back.
pub(super) async fn show_step(
    app: &App,
    f: Frame,
    session: &Session,
    actor: &Actor,
    id: &str,
    step: Step,
    then: Then,
) -> Result<Response, Failure> {
    let mut writing = match Writing::find(app, actor, id).await? {
        Found::Filed(code) => return Ok(Redirect::to(&format!("/dossiers/{code}")).into_response()),
        Found::Writing(writing) => writing,
    };
    let restored = stash::put_back(app, session, &mut writing).await?;
    if step == Step::Form {
        return form::show(app, f, *writing, then, restored).await;
    }
    let wrong = writing.problems(step, &f).filter(|_| then.check);
    let errors = wrong.map_or_else(FormErrors::none, |refusal| FormErrors::of(f.words, &refusal));
    let earlier = if step == Step::Documents { papers::earlier(app, f.words, actor).await? } else { Vec::new() };
    view::page(f, &writing, step, Shown { errors, then: then.then, restored }, &earlier)
}

/// Takes in the answers of a step: kept in any case, shown again when something is wrong.
pub(super) async fn answer(
    State(app): State<App>,
    f: Frame,
    session: Session,
    Path((id, step)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Failure> {
    let step = Step::from_key(&step).ok_or(Failure::Status(StatusCode::NOT_FOUND))?;
    let Some(actor) = f.actor.clone() else { return stash::keep(&session, &id, step, typed, Vec::new()).await };
    let mut writing = match Writing::find(&app, &actor, &id).await? {
        Found::Filed(code) => return Ok(Redirect::to(&format!("/dossiers/{code}")).into_response()),
        Found::Writing(writing) => writing,
    };
    if step == Step::Form {
        return form::answer(&app, f, &session, writing, &typed).await;
    }
    writing.take(step, &typed);
    if step == Step::Applicant && typed.get("go") == "look-up" {
        prefill::again(&app, &actor, &mut writing).await?;
        return Ok(Redirect::to(&step.href(&id)).into_response());
    }
    next(&app, f, &session, writing, step, &typed).await
}

/// Saves the draft and goes where the answers lead: the next step, the list of drafts, or back to what is wrong.
pub(super) async fn next(
    app: &App,
    f: Frame,
    session: &Session,
    mut writing: Box<Writing>,
    step: Step,
    typed: &Typed,
) -> Result<Response, Failure> {
    let wrong = writing.problems(step, &f);
    if wrong.is_none() {
        writing.answered(step);
    }
    writing.save(app).await?;
    if typed.get("go") == "later" {
        sessions::say(session, Tone::Good, "draft-kept", "").await?;
        return Ok(Redirect::to("/my/dossiers").into_response());
    }
    let then = typed.text("then");
    if let Some(refusal) = wrong {
        let errors = FormErrors::of(f.words, &refusal);
        return view::page(f, &writing, step, Shown { errors, then, restored: false }, &[]);
    }
    if writing.withdrawn {
        return view::page(f, &writing, step, Shown::default(), &[]);
    }
    let to = if then == "review" { Step::Review } else { step.next(&writing.procedure) };
    Ok(Redirect::to(&to.href(&writing.id)).into_response())
}

/// Keeps what is typed, while it is typed.
pub(super) async fn autosave(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((id, step)): Path<(String, String)>,
    typed: Typed,
) -> Result<StatusCode, Failure> {
    let step = Step::from_key(&step).ok_or(Failure::Status(StatusCode::NOT_FOUND))?;
    if let Found::Writing(mut writing) = Writing::find(&app, &actor, &id).await? {
        writing.take(step, &typed);
        writing.save(&app).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Throws a draft away.
pub(super) async fn discard(
    State(app): State<App>,
    session: Session,
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
) -> Result<Redirect, Failure> {
    app.write(move |tx| Ok(drafts::discard(tx, &actor.login, &id)?)).await?;
    sessions::say(&session, Tone::Neutral, "draft-discarded", "").await?;
    Ok(Redirect::to("/my/dossiers"))
}
