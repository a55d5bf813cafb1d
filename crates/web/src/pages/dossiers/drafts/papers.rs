//! The step of papers: uploaded one by one, used again from earlier dossiers, or brought to the counter.

use super::steps::{self, Then, show_step};
use super::view::{self, Earlier, Shown};
use super::{Found, Paper, Step, Writing, stash};
use crate::app::App;
use crate::components::FormErrors;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::dossiers::files::{self, Received};
use crate::pages::personal::documents;
use crate::sessions::SignedIn;
use crate::texts::Words;
use axum::extract::{Multipart, Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::Refusal;
use rules::calendar::day_of;
use rules::catalogue::OnlineLevel;
use rules::people::Actor;
use rules::people::permissions::{NeedsLevelTwo, needs_level_two};
use rules::personal::Standing;
use store::files::File;
use store::tables::drafts;
use tower_sessions::Session;

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
    Query(then): Query<Then>,
) -> Result<Response, Failure> {
    show_step(&app, f, &session, &actor, &id, Step::Documents, then).await
}

/// Takes in papers: what is good is kept, whatever else is wrong.
pub(super) async fn take_in(
    State(app): State<App>,
    f: Frame,
    session: Session,
    Path(id): Path<String>,
    form: Multipart,
) -> Result<Response, Failure> {
    let Some(actor) = f.actor.clone() else { return wait(&app, &session, &id, form).await };
    let mut writing = match Writing::find(&app, &actor, &id).await? {
        Found::Filed(code) => return Ok(Redirect::to(&format!("/dossiers/{code}")).into_response()),
        Found::Writing(writing) => writing,
    };
    let received = files::receive(&app, form, &actor.login).await?;
    let earlier = earlier(&app, f.words, &actor).await?;
    put(&mut writing, &received, &earlier);
    writing.save(&app).await?;
    let stays = received.typed.get("go") == "stay";
    let wrong = if received.problems.is_empty() {
        writing.problems(Step::Documents, &f)
    } else {
        Some(Refusal::input(received.problems))
    };
    match wrong {
        Some(refusal) if refusal.problems.iter().any(|problem| problem.code != "document-missing") || !stays => {
            if received.typed.get("go") == "later" {
                return steps::next(&app, f, &session, writing, Step::Documents, &received.typed).await;
            }
            let shown =
                Shown { errors: FormErrors::of(f.words, &refusal), then: received.typed.text("then"), restored: false };
            view::page(f, &writing, Step::Documents, shown, &earlier)
        }
        _ if stays => Ok(Redirect::to(&Step::Documents.href(&id)).into_response()),
        _ => steps::next(&app, f, &session, writing, Step::Documents, &received.typed).await,
    }
}

/// Somebody whose session ended while they chose files: the files are kept and wait with what was typed.
async fn wait(app: &App, session: &Session, id: &str, form: Multipart) -> Result<Response, Failure> {
    let wanted = id.to_owned();
    // Only a draft's number, which can't be guessed, opens the way to the disk for somebody who is not signed in.
    if !app.read(move |tx| Ok(drafts::exists(tx, &wanted)?)).await? {
        return Err(Failure::SignInFirst);
    }
    let received = files::receive(app, form, "").await?;
    let papers = received.files.into_iter().map(|(field, file)| (field, paper(file))).collect();
    stash::keep(session, id, Step::Documents, received.typed, papers).await
}

/// Notes in the draft what came in.
fn put(writing: &mut Writing, received: &Received, earlier: &[Earlier]) {
    let partial = writing.procedure.online == OnlineLevel::Partial;
    for (position, asked) in writing.procedure.documents.iter().enumerate() {
        let typed = |what: &str| received.typed.get(&format!("{what}-{position}"));
        let papers = &mut writing.body.papers;
        if typed("remove") == "yes" {
            papers.remove(&asked.code);
        }
        let field = format!("documents-{position}");
        if let Some((_, file)) = received.files.iter().find(|(name, _)| *name == field) {
            papers.insert(asked.code.clone(), paper(file.clone()));
        } else if let Some(again) = earlier.iter().find(|earlier| earlier.value() == typed("reuse")) {
            let reused_from = Some(again.dossier.clone());
            let again = Paper { file_id: Some(again.file_id.clone()), name: again.name.clone(), size: 0, reused_from };
            papers.insert(asked.code.clone(), again);
        } else if partial && typed("counter") == "yes" && !papers.contains_key(&asked.code) {
            papers.insert(asked.code.clone(), Paper { file_id: None, name: String::new(), size: 0, reused_from: None });
        } else if typed("counter").is_empty() && papers.get(&asked.code).is_some_and(|paper| paper.file_id.is_none()) {
            papers.remove(&asked.code);
        }
    }
}

pub(super) fn paper(file: File) -> Paper {
    Paper { file_id: Some(file.id), name: file.name, size: file.size, reused_from: None }
}

/// What this person's store holds and can be used again: papers and results that stand.
pub(crate) async fn earlier(app: &App, words: Words, actor: &Actor) -> Result<Vec<Earlier>, Failure> {
    // What is held is shown to whoever is surely that person; anybody else hands papers in anew.
    if needs_level_two(actor, NeedsLevelTwo::PersonalData).is_err() {
        return Ok(Vec::new());
    }
    let (cache, actor, today) = (app.province.clone(), actor.clone(), day_of(app.clock.now()));
    app.read(move |tx| {
        let province = cache.get(tx)?;
        let holder = documents::holder(&actor);
        let held = store::tables::personal::documents::of(tx, &holder)?;
        let stands = held.into_iter().filter(|document| document.standing(today) == Standing::InForce);
        Ok(stands
            .map(|document| Earlier {
                paper: documents::name(words, &province, &document.stored),
                file_id: document.stored.file,
                name: document.stored.name,
                dossier: document.stored.dossier.to_string(),
                answered: (document.stored.procedure, document.stored.code),
            })
            .collect())
    })
    .await
}

/// A file of a draft.
pub(super) async fn download(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((id, document)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let unknown = || Refusal::not_found("file-unknown");
    let Found::Writing(writing) = Writing::find(&app, &actor, &id).await? else { return Err(unknown().into()) };
    let file = writing.body.papers.get(&document).and_then(|paper| paper.file_id.as_ref());
    files::send(&app, file.ok_or_else(unknown)?).await
}
