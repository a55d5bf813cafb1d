//! Large files over lines that break: the protocol tus 1.0 (core, creation, termination; <https://tus.io/protocols/resumable-upload>).
//! What has come stays; sending goes on from there. When the file is whole, `Upload-File` names it for the form that asked for it.

use crate::app::App;
use crate::errors::Failure;
use crate::sessions::SignedIn;
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{head, post};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures::StreamExt as _;
use rules::{Refusal, RefusalKind};
use store::files::LARGEST_IN_PIECES;
use tokio::sync::Semaphore;

/// The only version spoken.
const VERSION: &str = "1.0.0";

/// So many whole files are looked through at once: each is held in memory meanwhile.
static FINISHING: Semaphore = Semaphore::const_new(1);

/// The rooms of large files.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/uploads", post(begin).options(offer))
        .route("/uploads/{id}", head(ask).patch(go_on).delete(give_up))
}

fn answer(status: StatusCode, more: &[(&'static str, String)]) -> Response {
    let mut response = status.into_response();
    let headers = response.headers_mut();
    headers.insert("tus-resumable", HeaderValue::from_static(VERSION));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for (name, value) in more {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(*name, value);
        }
    }
    response
}

/// A refusal with the status that the protocol has for it, and its words.
fn refused(refusal: &Refusal, words: crate::texts::Words) -> Response {
    let status = match refusal.code {
        "upload-busy" => StatusCode::LOCKED,
        "upload-size" => StatusCode::PAYLOAD_TOO_LARGE,
        _ if refusal.kind == RefusalKind::NotFound => StatusCode::NOT_FOUND,
        _ if refusal.kind == RefusalKind::Conflict => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let errors = crate::components::FormErrors::of(words, refusal);
    let said: Vec<_> = errors.items.into_iter().map(|item| item.text).collect();
    let mut response = answer(status, &[("content-type", "text/plain; charset=utf-8".to_owned())]);
    *response.body_mut() = Body::from(said.join(" "));
    response
}

fn told(done: Result<Response, store::Failure>, f: &crate::Frame) -> Result<Response, Failure> {
    match done {
        Err(store::Failure::Refused(refusal)) => Ok(refused(&refusal, f.words)),
        other => Ok(other?),
    }
}

async fn offer() -> Response {
    let more = [
        ("tus-version", VERSION.to_owned()),
        ("tus-extension", "creation,termination".to_owned()),
        ("tus-max-size", LARGEST_IN_PIECES.to_string()),
    ];
    answer(StatusCode::NO_CONTENT, &more)
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.parse().ok()
}

fn speaks(headers: &HeaderMap) -> bool {
    headers.get("tus-resumable").is_some_and(|version| version == VERSION)
}

/// The name in `Upload-Metadata: filename bmFtZS5wZGY=,…`.
fn named(headers: &HeaderMap) -> Option<String> {
    let all = headers.get("upload-metadata")?.to_str().ok()?;
    let name = all.split(',').find_map(|pair| pair.trim().strip_prefix("filename "))?;
    String::from_utf8(STANDARD.decode(name.trim()).ok()?).ok()
}

async fn begin(
    State(app): State<App>,
    f: crate::Frame,
    SignedIn(actor): SignedIn,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    if !speaks(&headers) {
        return Ok(answer(StatusCode::PRECONDITION_FAILED, &[("tus-version", VERSION.to_owned())]));
    }
    let Some(size) = number(&headers, "upload-length") else { return Ok(answer(StatusCode::BAD_REQUEST, &[])) };
    let name = named(&headers).unwrap_or_default();
    let begun = app.files.announce(&app.store, &actor.login, &name, size, app.clock.now()).await;
    let begun = begun.map(|partial| {
        let location = ("location", format!("/uploads/{}", partial.id));
        answer(StatusCode::CREATED, &[location, ("upload-offset", "0".to_owned())])
    });
    told(begun, &f)
}

async fn ask(
    State(app): State<App>,
    f: crate::Frame,
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let found = app.files.under_way(&app.store, &actor.login, &id).await.map(|partial| {
        let more = [("upload-offset", partial.received.to_string()), ("upload-length", partial.size.to_string())];
        answer(StatusCode::OK, &more)
    });
    told(found, &f)
}

async fn go_on(
    State(app): State<App>,
    f: crate::Frame,
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    if !speaks(&headers) {
        return Ok(answer(StatusCode::PRECONDITION_FAILED, &[("tus-version", VERSION.to_owned())]));
    }
    if headers.get(header::CONTENT_TYPE).is_none_or(|kind| kind != "application/offset+octet-stream") {
        return Ok(answer(StatusCode::UNSUPPORTED_MEDIA_TYPE, &[]));
    }
    let Some(from) = number(&headers, "upload-offset") else { return Ok(answer(StatusCode::BAD_REQUEST, &[])) };
    let done = write_on(&app, &actor.login, &id, from, body).await;
    told(done, &f)
}

async fn write_on(app: &App, login: &str, id: &str, from: u64, body: Body) -> Result<Response, store::Failure> {
    let partial = app.files.under_way(&app.store, login, id).await?;
    let mut piece = app.files.piece(&partial, from)?;
    let mut stream = body.into_data_stream();
    // What came before the line broke stays.
    while let Some(Ok(chunk)) = stream.next().await {
        piece.write(&chunk)?;
    }
    let received = piece.finish()?;
    let offset = ("upload-offset", received.to_string());
    if received < partial.size {
        return Ok(answer(StatusCode::NO_CONTENT, &[offset]));
    }
    let _finishing = FINISHING.acquire().await.ok();
    let file = app.files.complete(&app.store, &partial, app.clock.now()).await?;
    Ok(answer(StatusCode::NO_CONTENT, &[offset, ("upload-file", file.id)]))
}

async fn give_up(
    State(app): State<App>,
    f: crate::Frame,
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let gone = async {
        let partial = app.files.under_way(&app.store, &actor.login, &id).await?;
        app.files.give_up(&app.store, &partial.id).await?;
        Ok(answer(StatusCode::NO_CONTENT, &[]))
    };
    told(gone.await, &f)
}
