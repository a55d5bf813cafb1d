//! The signatures of a dossier's file, for whoever may see the file.

use super::Report;
use crate::app::App;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::dossiers::papers;
use crate::sessions::SignedIn;
use crate::signing;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use rules::Refusal;
use store::files;

#[derive(Template)]
#[template(path = "signatures/file.html")]
struct FilePage {
    f: Frame,
    code: String,
    back: String,
    name: String,
    href: String,
    report: Report,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path((code, id)): Path<(String, String)>,
) -> Result<Response, Failure> {
    papers::allowed(&app, &actor, &code, &id).await?;
    let wanted = id.clone();
    let file = app.read(move |tx| Ok(files::find(tx, &wanted)?)).await?;
    let file = file.ok_or_else(|| Refusal::not_found("file-unknown"))?;
    let contents = app.files.contents(&file).await.map_err(store::Failure::from)?;
    let report = Report::of(&f, signing::check(&app, contents).await?);
    let href = format!("/dossiers/{code}/files/{id}");
    let back = format!("/dossiers/{code}");
    Ok(View(FilePage { f, code, back, name: file.name, href, report }).into_response())
}
