//! The official forms of a dossier as PDF, for whoever may see the dossier.

use super::show;
use crate::app::App;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::official;
use crate::reads;
use crate::sessions::SignedIn;
use axum::extract::{Path, State};
use axum::response::Response;
use rules::people::Actor;
use store::desk::documents::Issued;
use store::desk::dossiers::Loaded;

/// A form that can be taken.
#[derive(Debug, Clone)]
pub struct Link {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub href: String,
    /// When it was issued.
    pub at: String,
}

/// The forms that this person may take.
#[must_use]
pub fn links(f: &Frame, actor: &Actor, loaded: &Loaded, as_officer: bool) -> Vec<Link> {
    let open = official::open_to(actor, loaded, as_officer);
    let link = |issued: Issued| Link {
        name: named(f, issued.form.key(), issued.round),
        href: format!("/dossiers/{}/documents/{}.pdf", loaded.dossier.filed.code, issued.name()),
        at: f.moment(&loaded.history[issued.at].at),
    };
    open.into_iter().map(link).collect()
}

/// What a form is called.
#[must_use]
pub fn named(f: &Frame, form: &str, round: usize) -> String {
    let name = f.t(&format!("official-{form}"));
    if round == 1 { name } else { f.t2("official-round", "name", name, "round", round) }
}

pub(super) async fn download(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((code, file)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (province, loaded, sight) = show::find(&app, &actor, &code).await?;
    let issued = official::wanted(&actor, &loaded, &sight, &file)?;
    reads::dossier(&app, &actor, &loaded.dossier, &sight, official::looked_at(issued.form), Some(&file)).await?;
    official::pdf(&app, province, loaded, issued).await
}
