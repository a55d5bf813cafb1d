//! What was told about a dossier, over which channels, and what became of it: for whoever sees the dossier.

use crate::app::App;
use crate::components::{Column, Columns, Tag};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::messages::told;
use crate::pages::dossiers::find;
use crate::pages::said::fate;
use crate::reads;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use store::tables::messages;

#[derive(Template)]
#[template(path = "messages/dossier.html")]
pub(super) struct DossierPage {
    f: Frame,
    code: String,
    columns: Columns,
    rows: Vec<Row>,
}

struct Row {
    title: String,
    at: String,
    fates: Vec<Tag>,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
) -> Result<View<DossierPage>, Failure> {
    let (province, loaded, sight) = find(&app, &actor, &code).await?;
    reads::dossier(&app, &actor, &loaded.dossier, &sight, "messages", None).await?;
    let code = loaded.dossier.filed.code.to_string();
    let wanted = code.clone();
    let listed = app.read(move |tx| Ok(messages::about(tx, &wanted)?)).await?;
    let rows = listed
        .iter()
        .map(|(message, deliveries)| Row {
            title: told(f.words, &province.directory, message).title,
            at: f.moment(&message.created_at),
            fates: deliveries.iter().map(|delivery| fate(&f, delivery)).collect(),
        })
        .collect();
    let columns = ["what", "when", "fate"].map(|key| Column::text(f.t(&format!("messages-col-{key}")))).into();
    Ok(View(DossierPage { f, code, columns, rows }))
}
