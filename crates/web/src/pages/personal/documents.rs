//! My documents: what the state holds of me and will not ask for again.

use crate::app::App;
use crate::components::{FormErrors, Tag, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::dossiers::files;
use crate::pages::said;
use crate::sessions::Sure;
use crate::texts::Words;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use jiff::Timestamp;
use rules::Refusal;
use rules::calendar::day_of;
use rules::people::Actor;
use rules::personal::{Document, DocumentKind, Standing, Stored};
use rules::text::fold;
use serde::Deserialize;
use std::sync::Arc;
use store::province::Province;
use store::tables::personal::documents::{self, Holder};

#[derive(Template)]
#[template(path = "personal/documents.html")]
pub(super) struct DocumentsPage {
    f: Frame,
    asked: Asked,
    documents: Vec<Shown>,
    /// How many there are in all, found or not.
    total: usize,
}

/// What is searched for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
}

/// A document as pages show it.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Its name: "Giấy khai sinh".
    pub name: String,
    /// The file's name, or the number of the result.
    pub number: String,
    /// Paper or result, in words.
    pub kind: String,
    /// Whether it stands.
    pub standing: Tag,
    /// Why it was withdrawn; empty when it was not.
    pub reason: String,
    /// Who issued it, or received it.
    pub agency: String,
    /// When.
    pub at: Timestamp,
    /// Until when it is valid, in words; empty when it does not end.
    pub until: String,
    /// Whether an officer compared it with its original.
    pub verified: String,
    /// The dossier that it came with.
    pub dossier: String,
    /// Its file.
    pub file: String,
    /// Where to open it.
    pub href: String,
}

/// Who somebody is to the store of documents.
///
#[must_use]
pub fn holder(actor: &Actor) -> Holder {
    Holder { login: Some(actor.login.clone()), subject: actor.personal_id.as_ref().map(ToString::to_string) }
}

/// What a document is called: the result's or the required document's name in the catalogue.
#[must_use]
pub fn name(words: Words, province: &Province, stored: &Stored) -> String {
    let Some(procedure) = province.procedure(&stored.procedure).and_then(|state| state.procedure.as_ref()) else {
        return stored.name.clone();
    };
    match stored.kind {
        DocumentKind::Result if procedure.result.name.is_empty() => {
            words.t1("document-result-of", "name", said::procedure_name(words.lang, procedure))
        }
        DocumentKind::Result => procedure.result.name.clone(),
        DocumentKind::Paper => {
            let asked = procedure.documents.iter().find(|asked| asked.code == stored.code);
            asked.map_or_else(|| stored.name.clone(), |asked| asked.name.clone())
        }
    }
}

/// A document as pages show it.
#[must_use]
pub fn shown(f: &Frame, province: &Province, document: &Document) -> Shown {
    let stored = &document.stored;
    let standing = document.standing(day_of(f.now));
    let tone = match standing {
        Standing::InForce => Tone::Good,
        Standing::Superseded => Tone::Neutral,
        Standing::Withdrawn => Tone::Bad,
        Standing::Expired => Tone::Warning,
    };
    Shown {
        name: name(f.words, province, stored),
        number: stored.name.clone(),
        kind: f.t(&format!("document-kind-{}", stored.kind.key())),
        standing: Tag::new(tone, f.t(&format!("document-{}", standing.key()))),
        reason: document.withdrawn.as_ref().map(|(_, reason)| reason.clone()).unwrap_or_default(),
        agency: said::agency_named(f.lang(), &province.directory, &stored.agency),
        at: stored.at,
        until: document.valid_until.map(|until| f.day(&until)).unwrap_or_default(),
        verified: document.verified_at.map(|at| f.t1("document-verified", "at", f.day_of(&at))).unwrap_or_default(),
        dossier: stored.dossier.to_string(),
        file: stored.file.clone(),
        href: format!("/my/documents/{}/{}", stored.dossier, stored.file),
    }
}

/// Everything that this person's store holds.
pub(super) async fn held(app: &App, actor: &Actor) -> Result<(Arc<Province>, Vec<Document>), Failure> {
    let (cache, actor) = (app.province.clone(), actor.clone());
    app.read(move |tx| {
        let holder = holder(&actor);
        Ok((cache.get(tx)?, documents::of(tx, &holder)?))
    })
    .await
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Sure(actor): Sure,
    Query(asked): Query<Asked>,
) -> Result<View<DocumentsPage>, Failure> {
    let (province, held) = held(&app, &actor).await?;
    let wanted = fold(&asked.q);
    let fits = |shown: &Shown| {
        let text = fold(&format!("{} {} {} {}", shown.name, shown.number, shown.agency, shown.dossier));
        wanted.split(' ').all(|word| text.contains(word))
    };
    let total = held.len();
    let documents = held.iter().map(|document| shown(&f, &province, document)).filter(fits).collect();
    Ok(View(DocumentsPage { documents, total, asked, f }))
}

/// One of my documents as a file.
pub(super) async fn download(
    State(app): State<App>,
    Sure(actor): Sure,
    Path((dossier, file)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let wanted = file.clone();
    let mine = app
        .read(move |tx| {
            let holder = holder(&actor);
            let document = documents::find(tx, &dossier, &wanted)?;
            Ok(document.is_some_and(|document| belongs(&document.stored, &holder)))
        })
        .await?;
    // The same answer for what is not there and for what is somebody else's.
    if mine { files::send(&app, &file).await } else { Err(Refusal::not_found("file-unknown").into()) }
}

fn belongs(stored: &Stored, holder: &Holder) -> bool {
    let same = |a: Option<&str>, b: Option<&str>| a.is_some() && a == b;
    same(holder.login.as_deref(), stored.login.as_deref())
        || same(holder.subject.as_deref(), Some(stored.subject.as_str()))
}
