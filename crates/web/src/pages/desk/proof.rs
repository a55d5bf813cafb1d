//! The proof of a dossier: each entry's place in its ledger, and the hash that seals everything before it.

use crate::app::App;
use crate::components::{Column, Columns};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::dossiers::{Audience, story};
use crate::pages::said;
use crate::reads;
use crate::sessions::Worker;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use jiff::Timestamp;
use rules::Refusal;
use store::desk::personal::look_at;

#[derive(Template)]
#[template(path = "desk/proof.html")]
pub(super) struct ProofPage {
    f: Frame,
    code: String,
    ledger: String,
    agency: String,
    columns: Columns,
    entries: Vec<Entry>,
}

/// One entry of the journal.
struct Entry {
    version: u64,
    number: String,
    at: Timestamp,
    title: String,
    who: String,
    kind: String,
    hash: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Worker(actor): Worker,
    Path(code): Path<String>,
) -> Result<View<ProofPage>, Failure> {
    let (cache, asker, now) = (app.province.clone(), actor.clone(), f.now);
    let (province, (loaded, sight)) =
        app.read(move |tx| Ok((cache.get(tx)?, look_at(tx, &asker, &code, now)?))).await?;
    if !sight.is_officers() {
        return Err(Refusal::forbidden("officers-only").into());
    }
    reads::dossier(&app, &actor, &loaded.dossier, &sight, "history", None).await?;
    let told = story::timeline(&f, &province, &loaded.history, Audience::Officer);
    let entries = loaded.history.iter().zip(told.into_iter().rev()).map(|(recorded, moment)| Entry {
        version: recorded.version,
        number: f.count(&i64::try_from(recorded.number).unwrap_or(i64::MAX)),
        at: recorded.at,
        title: moment.title,
        who: moment.who,
        kind: recorded.kind.clone(),
        hash: recorded.hash.to_string(),
    });
    let agency = &loaded.dossier.filed.competent_agency;
    let columns = ["number", "what", "when", "hash"].map(|key| Column::text(f.t(&format!("proof-col-{key}"))));
    Ok(View(ProofPage {
        code: loaded.dossier.filed.code.to_string(),
        ledger: agency.to_string(),
        agency: said::agency_named(f.lang(), &province.directory, agency),
        columns: columns.into(),
        entries: entries.collect(),
        f,
    }))
}
