//! Files on their way in and out: several in one form, each judged by itself, so that one bad file loses no good one.

use crate::app::App;
use crate::errors::Failure;
use crate::pages::typed::Typed;
use axum::body::Body;
use axum::extract::multipart::{Field, Multipart};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use bytes::{Bytes, BytesMut};
use rules::{Problem, Refusal};
use store::files::{self, File, LARGEST, Upload};

/// What came in a form with files.
#[derive(Debug, Default)]
pub struct Received {
    /// The other fields.
    pub typed: Typed,
    /// The files that are kept, by the field that they came in.
    pub files: Vec<(String, File)>,
    /// What is wrong with the other files.
    pub problems: Vec<Problem>,
}

/// Reads a form with files and keeps those that can be kept.
///
/// # Errors
/// When the form can't be read to its end, or files can't be kept at all.
pub async fn receive(app: &App, mut form: Multipart, owner: &str) -> Result<Received, Failure> {
    let mut received = Received::default();
    while let Some(field) = form.next_field().await.map_err(|error| Failure::Status(error.status()))? {
        let name = field.name().unwrap_or_default().to_owned();
        let Some(file_name) = field.file_name().map(str::to_owned) else {
            let typed = field.text().await.map_err(|error| Failure::Status(error.status()))?;
            received.typed.add(name, typed);
            continue;
        };
        let contents = contents(field).await?;
        // A file field that was left alone.
        if file_name.is_empty() && contents.is_empty() {
            continue;
        }
        let upload =
            Upload { name: file_name, owner: owner.to_owned(), contents, pointer: pointer(&name), largest: LARGEST };
        match app.files.keep(&app.store, upload, app.clock.now()).await {
            Ok(file) => received.files.push((name, file)),
            Err(store::Failure::Refused(refusal)) => received.problems.extend(refusal.problems),
            Err(fault) => return Err(fault.into()),
        }
    }
    received.typed = received.typed.without_token().bounded()?;
    take_sent(app, &mut received, owner).await?;
    Ok(received)
}

/// Puts the files that came before the form, in pieces, with those that came in it: `documents-0-sent` names them by their identifiers.
async fn take_sent(app: &App, received: &mut Received, owner: &str) -> Result<(), Failure> {
    for (field, ids) in received.typed.take_ending_with("-sent") {
        for id in ids.lines().map(|id| id.trim().to_owned()).filter(|id| !id.is_empty()) {
            let found = app.read(move |tx| Ok(files::find(tx, &id)?)).await?;
            match found.filter(|file| file.owner == owner) {
                Some(file) => received.files.push((field.clone(), file)),
                None => received.problems.push(Problem::new(pointer(&field), "file-unknown")),
            }
        }
    }
    Ok(())
}

/// The JSON pointer of a field: `documents-0` is `/documents/0`.
fn pointer(field: &str) -> String {
    format!("/{}", field.replace('-', "/"))
}

/// The contents of a file; of one that is too large, just enough to see that.
async fn contents(mut field: Field<'_>) -> Result<Bytes, Failure> {
    let mut contents = BytesMut::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| Failure::Status(error.status()))? {
        if contents.len() <= LARGEST {
            contents.extend_from_slice(&chunk);
        }
    }
    Ok(contents.freeze())
}

/// The words in files, for searching; nothing for what is no file. Whoever sent the identifiers is told nothing of it.
///
/// # Errors
/// When the contents can't be read.
pub async fn words(app: &App, ids: &[String]) -> Result<String, Failure> {
    let wanted = ids.to_vec();
    let found = app
        .read(move |tx| {
            let found = wanted.iter().map(|id| files::find(tx, id));
            Ok(found.collect::<Result<Vec<_>, _>>()?)
        })
        .await?;
    let mut words = Vec::new();
    for file in found.into_iter().flatten() {
        words.push(app.files.words(&file).await.map_err(store::Failure::from)?);
    }
    Ok(words.join("\n"))
}

/// A file as an answer: shown in the browser where that is safe, else to be saved. Who may see it was asked before.
///
/// # Errors
/// When there is no such file.
pub async fn send(app: &App, id: &str) -> Result<Response, Failure> {
    let wanted = id.to_owned();
    let file = app.read(move |tx| Ok(files::find(tx, &wanted)?)).await?;
    let file = file.ok_or_else(|| Refusal::not_found("file-unknown"))?;
    let contents = app.files.contents(&file).await.map_err(store::Failure::from)?;
    let shown = matches!(file.media_type.as_str(), "application/pdf" | "image/jpeg" | "image/png" | "image/webp");
    let how = if shown { "inline" } else { "attachment" };
    let name: String = file.name.bytes().map(escaped).collect();
    let mut response = (StatusCode::OK, Body::from(contents)).into_response();
    let headers = response.headers_mut();
    for (header, value) in [
        (header::CONTENT_TYPE, file.media_type),
        (header::CONTENT_DISPOSITION, format!("{how}; filename*=UTF-8''{name}")),
    ] {
        headers.insert(header, HeaderValue::from_str(&value).map_err(|error| Failure::fault(&error))?);
    }
    Ok(response)
}

fn escaped(byte: u8) -> String {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    }
}
