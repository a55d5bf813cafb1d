//! Scans of papers: what a file holds, bound from several, shown while somebody puts them in order.

use crate::app::App;
use crate::errors::Failure;
use crate::official::{press, pressed};
use bytes::Bytes;
use documents::scans::{self, Leaf};
use rules::dossiers::{Digitise, Dossier, Scan, scan_name};
use rules::people::Actor;
use rules::{Problem, Refusal};
use store::desk::dossiers::load_for;
use store::files::{self, File, LARGEST_IN_PIECES, Upload};
use store::province::Province;
use tokio::task::spawn_blocking;

/// The name of a paper of a dossier, as the catalogue has it; its code where that is not known.
#[must_use]
pub fn paper_name(province: &Province, dossier: &Dossier, code: &str) -> String {
    let procedure = province.procedure(&dossier.filed.procedure).and_then(|state| state.procedure.as_ref());
    let asked = procedure.and_then(|procedure| procedure.documents.iter().find(|asked| asked.code == code));
    asked.map_or_else(|| code.to_owned(), |asked| asked.name.clone())
}

/// The file of this identifier, if it is the actor's own.
///
/// # Errors
/// When the database fails.
pub async fn own(app: &App, actor: &Actor, id: &str) -> Result<Option<File>, Failure> {
    let (id, login) = (id.to_owned(), actor.login.clone());
    Ok(app.read(move |tx| Ok(files::find(tx, &id)?)).await?.filter(|file| file.owner == login))
}

/// Looks into the file of a scan: its pages, and the name that it gets by rule. A file that is another's, or no PDF, is left for the
/// rule to refuse.
///
/// # Errors
/// When the dossier is not the actor's to see, or the file can't be read.
pub async fn look_into(app: &App, actor: &Actor, code: &str, digitise: &mut Digitise) -> Result<(), Failure> {
    let Some(id) = digitise.file.clone() else { return Ok(()) };
    let Some(file) = own(app, actor, &id).await? else {
        return Err(Refusal::input(vec![Problem::new("/file", "file-unknown")]).into());
    };
    if file.media_type != "application/pdf" {
        return Ok(());
    }
    let contents = app.files.contents(&file).await.map_err(store::Failure::from)?;
    let pages = count(contents).await?;
    let (cache, asker, code, document) =
        (app.province.clone(), actor.clone(), code.to_owned(), digitise.document.trim().to_owned());
    let name = app
        .read(move |tx| {
            let (province, loaded) = (cache.get(tx)?, load_for(tx, &asker, &code)?);
            let name = paper_name(&province, &loaded.dossier, &document);
            Ok(scan_name(&loaded.dossier.filed.code, &document, &name))
        })
        .await?;
    let pages = pages.and_then(|pages| u32::try_from(pages).ok());
    digitise.scan = pages.map(|pages| Scan { pages, name });
    Ok(())
}

/// The pages of a file; nothing when it can't be bound.
///
/// # Errors
/// When counting ends in a panic.
pub async fn count(contents: Bytes) -> Result<Option<usize>, Failure> {
    spawn_blocking(move || scans::pages(&contents)).await.map_err(|error| Failure::fault(&error))
}

/// These pages of these files as one file of the actor's.
///
/// # Errors
/// When a page can't be read, or the file can't be kept.
pub async fn bound(
    app: &App,
    actor: &Actor,
    files: &[File],
    leaves: Vec<Leaf>,
    title: String,
) -> Result<File, Failure> {
    let mut contents = Vec::new();
    for file in files {
        contents.push(app.files.contents(file).await.map_err(store::Failure::from)?);
    }
    let (at, named) = (app.clock.now(), title.clone());
    let pdf = pressed(move || {
        let files: Vec<&[u8]> = contents.iter().map(AsRef::as_ref).collect();
        Ok(scans::bind(&files, &leaves, &named, at)?)
    });
    // What its beginning describes well may still not be drawn.
    let pdf = pdf.await?.map_err(|unmade| {
        tracing::warn!(%unmade, "a scan was not bound");
        Refusal::input(vec![Problem::new("/scans", "file-damaged")])
    })?;
    let upload = Upload {
        name: format!("{title}.pdf"),
        owner: actor.login.clone(),
        contents: Bytes::from(pdf),
        pointer: "/scans".to_owned(),
        largest: usize::try_from(LARGEST_IN_PIECES).unwrap_or(usize::MAX),
    };
    Ok(app.files.keep(&app.store, upload, at).await?)
}

/// A page of a file as it will be bound, as PNG.
///
/// # Errors
/// When there is no such page, or it can't be drawn.
pub async fn preview(app: &App, file: &File, page: usize, turn: u16) -> Result<Vec<u8>, Failure> {
    let contents = app.files.contents(file).await.map_err(store::Failure::from)?;
    let there = count(contents.clone()).await?.is_some_and(|pages| (1..=pages).contains(&page));
    if !there {
        return Err(Refusal::not_found("file-unknown").into());
    }
    press(move || Ok(scans::preview(&contents, page, turn)?)).await
}
