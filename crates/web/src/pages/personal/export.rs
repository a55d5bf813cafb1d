//! Everything that is held about me as one ZIP file: a summary to read, the data as JSON, the documents. Goes out as it is made.

use super::consents;
use super::data::{label, value};
use super::documents::{self as mine, Shown};
use super::log::{self, Look};
use crate::app::App;
use crate::download;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::sessions::Sure;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use bytes::Bytes;
use futures::stream::unfold;
use rules::people::Actor;
use rules::people::permissions::Scope;
use rules::personal::{Document, Field};
use serde_json::{Value, json};
use std::io::{self, Write};
use std::sync::Arc;
use store::desk::dossiers::load;
use store::province::Province;
use store::tables::dossier_lists::{self, Filter};
use store::tables::identities;
use store::tables::people::{self, Person};
use store::tables::personal::{documents, reads, requests};
use store::{Fault, Tx};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

/// Dossiers, and lines of the log, that are read at once.
const PAGE: u32 = 100;
/// Pieces that wait for a slow taker.
const WAITING: usize = 8;
/// So many bytes make a piece.
const PIECE: usize = 64 * 1024;

/// The summary, as a page that stands alone.
#[derive(Template)]
#[template(path = "personal/summary.html")]
struct Summary<'a> {
    f: &'a Frame,
    name: &'a str,
    particulars: Vec<(String, String)>,
    documents: Vec<Shown>,
    dossiers: &'a [(String, String, String)],
    looks: Vec<Look>,
    consents: Vec<String>,
}

pub(super) async fn download(State(app): State<App>, f: Frame, Sure(actor): Sure) -> Result<Response, Failure> {
    app.limits.try_export(&actor.login)?;
    // Asked before the answer begins, so that a fault is still said in words.
    let province = app.province().await?;
    let (sender, pieces) = channel(WAITING);
    tokio::task::spawn_blocking(move || {
        let mut zip = ZipWriter::new_stream(Pieces { sender: sender.clone(), piece: Vec::with_capacity(PIECE) });
        let written = write(&app, &f, &actor, &province, &mut zip)
            .and_then(|()| zip.finish().map_err(|error| failed(&error)))
            .and_then(|stream| stream.into_inner().flush().map_err(|error| failed(&error)));
        if let Err(fault) = written {
            // The file breaks off, and whoever takes it sees that it did.
            let _gone = sender.blocking_send(Err(io::Error::other(fault.to_string())));
        }
    });
    let pieces =
        unfold(pieces, |mut pieces: Receiver<io::Result<Bytes>>| async move { Some((pieces.recv().await?, pieces)) });
    Ok(download::file("application/zip", "attachment; filename=\"motcua-my-data.zip\"", pieces))
}

type Zip = ZipWriter<StreamWriter<Pieces>>;

fn write(app: &App, f: &Frame, actor: &Actor, province: &Province, zip: &mut Zip) -> Result<(), Fault> {
    let login = actor.login.clone();
    let (person, told) = app.store.read_blocking(move |tx| {
        let person = people::person(tx, &login)?.unwrap_or_default();
        Ok::<_, Fault>((person, identities::said(tx, &login)?))
    })?;
    let holder = super::documents::holder(actor);
    let about = reads::About::Person { login: actor.login.clone(), subject: holder.subject.clone() };
    let held = app.store.read_blocking(move |tx| documents::of(tx, &holder))?;
    let mut dossiers = Vec::new();
    let mut after = None;
    loop {
        let scope = Scope::Owner(actor.login.clone());
        let page = app.store.read_blocking(move |tx| page(tx, &scope, after))?;
        let Some((last, _)) = page.last() else { break };
        after = Some(*last);
        for (_, dossier) in page {
            dossiers.push(line(f, province, &dossier));
            let code = dossier["filed"]["code"].as_str().unwrap_or("dossier").to_owned();
            entry(zip, &format!("dossiers/{code}.json"), &pretty(&dossier)?)?;
        }
    }
    let looks = app.store.read_blocking(move |tx| reads::list(tx, &about, None, 1000))?;
    let login = actor.login.clone();
    let (asked, consents) = app.store.read_blocking(move |tx| {
        Ok::<_, Fault>((requests::of(tx, &login)?, store::tables::personal::consents::of(tx, &login)?))
    })?;
    let whole = json!({
        "made_at": rules::calendar::rfc3339(f.now),
        "particulars": particulars(&person),
        "told_by_providers": told.iter().map(|one| json!({
            "what": one.what.key(), "value": one.value, "source": one.source, "at": rules::calendar::rfc3339(one.at),
        })).collect::<Vec<_>>(),
        "documents": held.iter().map(document).collect::<Vec<_>>(),
        "dossiers": dossiers.iter().map(|(code, ..)| code).collect::<Vec<_>>(),
        "reads": looks.iter().map(|seen| json!({
            "at": rules::calendar::rfc3339(seen.at), "agency": seen.agency, "title": seen.title,
            "what": seen.what, "dossier": seen.dossier, "purpose": seen.purpose,
        })).collect::<Vec<_>>(),
        "requests": asked.iter().map(|asked| json!({
            "id": asked.id, "kind": asked.kind.key(), "field": asked.field.map(Field::key), "status": asked.status.key(),
            "asked_at": rules::calendar::rfc3339(asked.asked_at), "due_at": rules::calendar::rfc3339(asked.due_at),
        })).collect::<Vec<_>>(),
        "consents": consents.iter().map(|given| json!({
            "purpose": given.purpose.key(), "text": given.version, "channel": given.channel,
            "given_at": rules::calendar::rfc3339(given.given_at),
            "withdrawn_at": given.withdrawn_at.map(rules::calendar::rfc3339),
        })).collect::<Vec<_>>(),
    });
    entry(zip, "data.json", &pretty(&whole)?)?;
    let summary = Summary {
        f,
        name: &actor.name,
        particulars: said_particulars(app, f, province, &person, told),
        documents: held.iter().map(|document| mine::shown(f, province, document)).collect(),
        dossiers: &dossiers,
        looks: log::looks(f, province, looks),
        consents: consents.iter().map(|given| consents::past(f, given)).collect(),
    };
    let summary = summary.render().map_err(|error| failed(&error))?;
    entry(zip, &f.t("summary-file"), summary.as_bytes())?;
    held.iter().try_for_each(|document| file(app, zip, document))
}

/// A page of one's own dossiers as JSON, with the key to read on from.
fn page(tx: &mut Tx, scope: &Scope, after: Option<i64>) -> Result<Vec<(i64, Value)>, Fault> {
    let mut found = Vec::new();
    for listed in dossier_lists::list(tx, scope, &Filter::default(), after, PAGE)? {
        let Some(loaded) = load(tx, &listed.code)? else { continue };
        let dossier = loaded.dossier;
        let at = |at: Option<jiff::Timestamp>| at.map(rules::calendar::rfc3339);
        let value = json!({
            "filed": dossier.filed, "status": dossier.status.key(), "filed_at": at(Some(dossier.filed_at)),
            "received_at": at(dossier.received_at), "due_at": at(dossier.due_at), "finished_at": at(dossier.finished_at),
            "returned_at": at(dossier.returned_at), "result_number": dossier.result_number, "rating": dossier.rating,
        });
        found.push((listed.id, value));
    }
    Ok(found)
}

/// A dossier in a line of the summary: code, procedure, day.
fn line(f: &Frame, province: &Province, dossier: &Value) -> (String, String, String) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let filed = &dossier["filed"];
    let name = text(&filed["procedure_name"]);
    let name = text(&filed["procedure"])
        .parse()
        .map_or(name.clone(), |code| said::procedure_named(f.lang(), province, &code, &name));
    let day = text(&dossier["filed_at"]).parse::<jiff::Timestamp>().map(|at| f.day_of(&at)).unwrap_or_default();
    (text(&filed["code"]), name, day)
}

fn particulars(person: &Person) -> Value {
    Field::ALL
        .iter()
        .map(|field| (field.key().to_owned(), Value::from(value(person, *field))))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn said_particulars(
    app: &App,
    f: &Frame,
    province: &Province,
    person: &Person,
    told: Vec<identities::Said>,
) -> Vec<(String, String)> {
    let said = |field: Field| match field {
        Field::Commune => said::commune_named(f.lang(), &province.directory, &value(person, field)),
        _ => value(person, field),
    };
    let own = Field::ALL.iter().map(|field| (label(f, *field), said(*field)));
    own.chain(super::data::told(app, f, told).map(|(label, value, source)| (label, format!("{value} ({source})"))))
        .collect()
}

fn document(document: &Document) -> Value {
    let stored = &document.stored;
    json!({
        "dossier": stored.dossier, "file": stored.file, "kind": stored.kind.key(), "code": stored.code, "name": stored.name,
        "procedure": stored.procedure, "agency": stored.agency, "at": rules::calendar::rfc3339(stored.at),
        "sha256": document.sha256, "valid_until": document.valid_until,
        "withdrawn_at": document.withdrawn.as_ref().map(|(at, _)| rules::calendar::rfc3339(*at)),
    })
}

/// The file of a document; one that is no longer there is left out, and the data still names it.
fn file(app: &App, zip: &mut Zip, document: &Document) -> Result<(), Fault> {
    let id = document.stored.file.clone();
    let Some(found) = app.store.read_blocking(move |tx| store::files::find(tx, &id))? else { return Ok(()) };
    let files = Arc::clone(&app.files);
    let contents = tokio::runtime::Handle::current().block_on(files.contents(&found))?;
    entry(
        zip,
        &format!(
            "documents/{}/{}-{}",
            document.stored.dossier,
            &found.id[found.id.len().saturating_sub(8)..],
            found.name
        ),
        &contents,
    )
}

fn entry(zip: &mut Zip, name: &str, contents: &[u8]) -> Result<(), Fault> {
    // Documents are compressed already, and text is short.
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    zip.start_file(name, options).map_err(|error| failed(&error))?;
    zip.write_all(contents).map_err(|error| failed(&error))
}

fn pretty(value: &Value) -> Result<Vec<u8>, Fault> {
    serde_json::to_vec_pretty(value).map_err(|error| failed(&error))
}

fn failed(error: &dyn std::error::Error) -> Fault {
    Fault::new(format!("an export was not written: {error}"))
}

/// Where the ZIP file goes: in pieces to whoever takes it.
struct Pieces {
    sender: Sender<io::Result<Bytes>>,
    piece: Vec<u8>,
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE));
        let gone = |_| io::Error::other("the taker of an export went away");
        self.sender.blocking_send(Ok(piece.into())).map_err(gone)
    }
}
