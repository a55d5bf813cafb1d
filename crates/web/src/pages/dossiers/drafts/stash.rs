//! What was sent by somebody whose session had ended: it waits in a new session until they have signed in again.

use super::{Paper, Step, Writing};
use crate::app::App;
use crate::components::Tone;
use crate::errors::Failure;
use crate::pages::typed::Typed;
use crate::sessions;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::{Deserialize, Serialize};
use tower_sessions::Session;

/// The session's key of what waits.
const WAITING: &str = "waiting-draft";

/// What was sent without being signed in.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Waiting {
    draft: String,
    step: String,
    typed: Typed,
    papers: Vec<(String, Paper)>,
}

/// Keeps what was sent and leads to the sign-in page and back to the same step.
pub(super) async fn keep(
    session: &Session,
    draft: &str,
    step: Step,
    typed: Typed,
    papers: Vec<(String, Paper)>,
) -> Result<Response, Failure> {
    let waiting = Waiting { draft: draft.to_owned(), step: step.key().to_owned(), typed, papers };
    session.insert(WAITING, waiting).await?;
    sessions::say(session, Tone::Waiting, "typed-is-kept", "").await?;
    Ok(Redirect::to(&format!("/sign-in?next={}", step.href(draft))).into_response())
}

/// Puts back what waits for this draft, and saves it; whether there was anything.
pub(super) async fn put_back(app: &App, session: &Session, writing: &mut Writing) -> Result<bool, Failure> {
    let Some(waiting) = session.get::<Waiting>(WAITING).await? else { return Ok(false) };
    let Some(step) = Step::from_key(&waiting.step).filter(|_| waiting.draft == writing.id) else { return Ok(false) };
    session.remove::<Waiting>(WAITING).await?;
    writing.take(step, &waiting.typed);
    let asked = &writing.procedure.documents;
    let papers = waiting.papers.into_iter().filter_map(|(field, paper)| {
        let position: usize = field.strip_prefix("documents-")?.parse().ok()?;
        Some((asked.get(position)?.code.clone(), paper))
    });
    writing.body.papers.extend(papers);
    writing.save(app).await?;
    Ok(true)
}
