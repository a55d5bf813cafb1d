//! What an officer has begun to take in and not finished: kept while it is typed, found again at the counter, gone when filed.

use crate::app::App;
use crate::components::Tone;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::sessions::{self, Worker};
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Redirect;
use rules::Refusal;
use rules::codes::ProcedureCode;
use rules::people::Actor;
use store::province::Province;
use store::tables::drafts::{self, Draft};
use tower_sessions::Session;

/// The longest number of a form that is kept; ours are shorter.
const LONGEST: usize = 64;

/// Under whose name the store keeps what this officer has begun: apart from what they file for themselves.
pub(super) fn owner(login: &str) -> String {
    format!("counter:{login}")
}

/// Something begun, to go on with.
pub(super) struct Begun {
    pub(super) id: String,
    pub(super) code: String,
    pub(super) name: String,
    pub(super) about: String,
}

/// What the officer has begun, last typed first.
///
/// # Errors
/// When the database fails.
pub(super) async fn begun(app: &App, f: &Frame, province: &Province, actor: &Actor) -> Result<Vec<Begun>, Failure> {
    let owner = owner(&actor.login);
    let kept = app.read(move |tx| Ok(drafts::of(tx, &owner)?)).await?;
    let one = |draft: Draft| {
        let typed: Typed = serde_json::from_str(&draft.body).unwrap_or_default();
        let code: Option<ProcedureCode> = draft.procedure.parse().ok();
        let name = code.map_or_else(String::new, |code| said::procedure_of(f.lang(), province, &code));
        let at = f.moment(&draft.updated_at);
        Begun {
            about: f.t2("counter-draft-about", "name", typed.get("applicant-name"), "at", at),
            id: draft.id,
            code: draft.procedure,
            name,
        }
    };
    Ok(kept.into_iter().map(one).collect())
}

/// What was typed into this one.
///
/// # Errors
/// When the officer has begun none of this number, or it is of another procedure.
pub(super) async fn find(app: &App, actor: &Actor, procedure: &str, id: &str) -> Result<Typed, Failure> {
    let (owner, wanted) = (owner(&actor.login), id.to_owned());
    let draft = app.read(move |tx| Ok(drafts::load(tx, &owner, &wanted)?)).await?;
    let draft = draft.filter(|draft| draft.procedure == procedure);
    let draft = draft.ok_or_else(|| Refusal::not_found("draft-unknown"))?;
    serde_json::from_str(&draft.body).map_err(|error| Failure::fault(&error))
}

/// Keeps what was typed, under the number of its form.
///
/// # Errors
/// When the form has no number, or the database fails.
pub(super) async fn keep(app: &App, f: &Frame, actor: &Actor, procedure: &str, typed: &Typed) -> Result<(), Failure> {
    let id = typed.text("once");
    if id.is_empty() || id.len() > LONGEST {
        return Err(Failure::Status(StatusCode::BAD_REQUEST));
    }
    let body = serde_json::to_string(typed).map_err(|error| Failure::fault(&error))?;
    let draft = Draft { id, owner: owner(&actor.login), procedure: procedure.to_owned(), body, updated_at: f.now };
    app.write(move |tx| Ok(drafts::save(tx, &draft)?)).await
}

/// Keeps what is typed, while it is typed.
pub(super) async fn autosave(
    State(app): State<App>,
    f: Frame,
    Worker(actor): Worker,
    Path(code): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<StatusCode, Failure> {
    let province = app.province().await?;
    let procedure = super::form::procedure(&province, &actor, &code)?;
    let typed = Typed::several(pairs)?;
    keep(&app, &f, &actor, procedure.code.as_str(), &typed).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Throws one away.
pub(super) async fn discard(
    State(app): State<App>,
    session: Session,
    Worker(actor): Worker,
    Path(_): Path<String>,
    typed: Typed,
) -> Result<Redirect, Failure> {
    let (owner, id) = (owner(&actor.login), typed.text("draft"));
    app.write(move |tx| Ok(drafts::discard(tx, &owner, &id)?)).await?;
    sessions::say(&session, Tone::Neutral, "draft-discarded", "").await?;
    Ok(Redirect::to("/intake"))
}
