//! A form that could not be taken because the browser lost its cookies, or because nobody is signed in any more: it comes back
//! with everything that was typed, to be sent again with one click.
//!
//! The page asks whoever sees it to look at what is in it before they send it: nothing is done by being shown. What comes
//! from another site is not shown at all ([`crate::csrf`]). Passwords are not repeated, files can't be: they are asked for again.

use crate::app::App;
use crate::components::FormErrors;
use crate::csrf::CsrfToken;
use crate::errors::{Failure, for_program};
use crate::frame::Frame;
use crate::view::View;
use askama::Template;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Form, FromRequest as _, FromRequestParts as _, Multipart, Request};
use axum::http::request::Parts;
use axum::http::{Method, header};
use axum::response::Response;
use bytes::{Bytes, BytesMut};
use futures::stream::BoxStream;
use futures::{FutureExt as _, StreamExt as _, stream};
use std::sync::{Arc, Mutex, PoisonError};

/// The most text that comes back, in bytes; in an address every byte of a Vietnamese letter takes three.
const MOST: usize = 64 * 1024;
const MOST_SENT: usize = 4 * MOST;
/// Fields that steer the form, and that nobody typed.
const SILENT: [&str; 6] = ["go", "then", "back", "next", "once", "version"];

/// What is left of a body.
pub type Chunks = BoxStream<'static, Result<Bytes, axum::Error>>;

/// A body that can still be read by others as long as nobody began to.
#[derive(Clone)]
pub struct Unread(Arc<Mutex<Option<Chunks>>>);

impl Unread {
    /// This body, not begun.
    pub fn new(chunks: Chunks) -> Self {
        Self(Arc::new(Mutex::new(Some(chunks))))
    }

    /// The rest of it, if nobody took it yet.
    pub fn take(&self) -> Option<Chunks> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// The body for a handler: taken when it begins to read.
    pub fn body(&self) -> Body {
        let unread = self.clone();
        let taken = async move { unread.take().unwrap_or_else(|| stream::empty().boxed()) };
        Body::from_stream(taken.into_stream().flatten())
    }
}

#[derive(Template)]
#[template(path = "layout/resend.html")]
struct ResendPage {
    f: Frame,
    action: String,
    signed_out: bool,
    with_files: bool,
    /// Everything that goes along.
    fields: Vec<(String, String)>,
    /// What a person typed, to look at.
    typed: Vec<String>,
    /// The files that must be chosen again: field and name.
    files: Vec<(String, String)>,
}

/// What a form held.
#[derive(Debug, Default)]
struct Held {
    fields: Vec<(String, String)>,
    files: Vec<(String, String)>,
}

/// Whether this request's form may come back to be sent again.
#[must_use]
pub fn may_come_back(parts: &Parts) -> bool {
    // Who signs in, or changes how they do, starts afresh: there is nothing but passwords and codes.
    let path = parts.uri.path();
    let secret = path.starts_with("/sign-in") || path.starts_with("/account/security") || path == "/sign-out";
    parts.method == Method::POST && !secret && !for_program(&parts.uri, &parts.headers)
}

/// The page with the form; `failure` says why it was not taken, and is answered when the form can't be read.
///
/// # Errors
/// `failure`.
pub async fn page(
    app: &App,
    mut parts: Parts,
    body: Chunks,
    token: CsrfToken,
    failure: Failure,
) -> Result<Response, Failure> {
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let with_files = kind.starts_with("multipart/form-data");
    let held = if with_files { with_parts(&parts, body).await } else { plain(&parts, body).await };
    let Some(held) = held.filter(|held| held.fields.iter().all(|(field, _)| !field.contains("password"))) else {
        return Err(failure);
    };
    parts.extensions.insert(token);
    let f = match Frame::from_request_parts(&mut parts, app).await {
        Ok(frame) => frame,
        Err(never) => match never {},
    };
    let shown = |(field, typed): &(String, String)| {
        (!SILENT.contains(&field.as_str()) && !field.contains("-kept") && !typed.trim().is_empty())
            .then(|| typed.clone())
    };
    let page = ResendPage {
        action: parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
        signed_out: f.actor.is_none(),
        with_files,
        typed: held.fields.iter().filter_map(shown).collect(),
        fields: held.fields,
        files: held.files,
        f,
    };
    Ok(View(page).status(failure.status()))
}

async fn plain(parts: &Parts, mut body: Chunks) -> Option<Held> {
    let mut whole = BytesMut::new();
    while let Some(chunk) = body.next().await {
        whole.extend_from_slice(&chunk.ok()?);
        if whole.len() > MOST_SENT {
            return None;
        }
    }
    let request = Request::from_parts(parts.clone(), Body::from(whole.freeze()));
    let Form(fields) = Form::<Vec<(String, String)>>::from_request(request, &()).await.ok()?;
    Held { fields, files: Vec::new() }.bounded()
}

async fn with_parts(parts: &Parts, body: Chunks) -> Option<Held> {
    let mut request = Request::from_parts(parts.clone(), Body::from_stream(body));
    // Files are read past, however large; what no request may exceed is guarded further out.
    DefaultBodyLimit::disable().apply(&mut request);
    let mut form = Multipart::from_request(request, &()).await.ok()?;
    let (mut held, mut size) = (Held::default(), 0);
    while let Some(mut field) = form.next_field().await.ok()? {
        let name = field.name().unwrap_or_default().to_owned();
        let file = field.file_name().map(str::to_owned);
        let mut contents = Vec::new();
        while let Some(chunk) = field.chunk().await.ok()? {
            if file.is_none() {
                size += chunk.len();
                contents.extend_from_slice(&chunk);
            }
            if size > MOST {
                return None;
            }
        }
        match file {
            Some(file) => held.files.push((name, file)),
            None => held.fields.push((name, String::from_utf8(contents).ok()?)),
        }
    }
    held.bounded()
}

impl Held {
    /// Without the old token, if it is not more than a page should carry.
    fn bounded(mut self) -> Option<Self> {
        self.fields.retain(|(field, _)| field != "csrf");
        let size: usize = self.fields.iter().chain(&self.files).map(|(field, typed)| field.len() + typed.len()).sum();
        (size <= MOST).then_some(self)
    }
}
