//! Supplementing: the papers that were asked for, new or out of one's store, and a word about them.

use super::act::{Sent, act};
use super::drafts::earlier;
use super::{files, show};
use crate::app::App;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::sessions::SignedIn;
use axum::extract::{Multipart, Path, State};
use axum::response::Response;
use rules::Refusal;
use rules::dossiers::{Command, SubmittedDocument, SupplementDossier};
use rules::people::Actor;
use tower_sessions::Session;

pub(super) async fn supplement(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
    form: Multipart,
) -> Result<Response, Failure> {
    let (province, loaded, _) = show::find(&app, &actor, &code).await?;
    let received = files::receive(&app, form, &actor.login).await?;
    let mut typed = received.typed;
    // Files that came with an earlier, refused sending of this form need not be chosen again.
    for (field, file) in received.files {
        let paper = field.trim_start_matches("documents-").to_owned();
        typed.set(format!("kept-{paper}"), file.id);
        typed.set(format!("kept_name-{paper}"), file.name);
    }
    if !received.problems.is_empty() {
        return show::again(&app, f, &actor, &code, &Refusal::input(received.problems), typed).await;
    }
    let procedure = province.procedure(&loaded.dossier.filed.procedure).and_then(|state| state.procedure.as_ref());
    let earlier = earlier(&app, f.words, &actor).await?;
    let mut documents = Vec::new();
    for asked in procedure.map_or(&[][..], |procedure| procedure.documents.as_slice()) {
        let (code, chosen) = (asked.code.clone(), typed.get(&format!("reuse-{}", asked.code)));
        let Some(id) = typed.some(&format!("kept-{}", asked.code)) else {
            // What the store does not offer to this person is nothing that they chose.
            let again = earlier.iter().find(|earlier| earlier.value() == chosen);
            documents.extend(again.map(|again| SubmittedDocument {
                code,
                name: Some(again.name.clone()),
                reuse_of: Some(again.file_id.clone()),
                reused_from: Some(again.dossier.clone()),
                ..SubmittedDocument::default()
            }));
            continue;
        };
        if let Some(name) = own_file(&app, &actor, &id).await? {
            documents.push(SubmittedDocument {
                code,
                file_id: Some(id),
                name: Some(name),
                ..SubmittedDocument::default()
            });
        }
    }
    let command = Command::Supplement(SupplementDossier { documents, note: typed.some("note") });
    act(&app, f, &session, Sent { actor, code, typed }, command, "done-supplement").await
}

/// The name of a file that this person uploaded; nothing for anybody else's.
async fn own_file(app: &App, actor: &Actor, id: &str) -> Result<Option<String>, Failure> {
    let (id, login) = (id.to_owned(), actor.login.clone());
    let file = app.read(move |tx| Ok(store::files::find(tx, &id)?)).await?;
    Ok(file.filter(|file| file.owner == login).map(|file| file.name))
}
