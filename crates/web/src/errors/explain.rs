//! Turns failures into words, in the visitor's language: a page, or problem JSON under `/api/`.

use super::{Failure, ProblemJson, Sent, fault_number};
use crate::app::App;
use crate::components::FormErrors;
use crate::csrf;
use crate::frame::Frame;
use askama::Template;
use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use links::identity::Audience;
use std::any::Any;

/// The page that says no.
#[derive(Template)]
#[template(path = "layout/failure.html")]
struct FailurePage {
    f: Frame,
    title: String,
    errors: FormErrors,
    text: String,
    next: String,
    basis: String,
    sign_in: Option<String>,
    /// Where to prove more surely who one is, where that is what is missing: address and name.
    ways: Vec<(String, String)>,
}

/// Middleware: explains what a handler (or the framework) refused.
pub async fn explain(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let asked = Asked {
        method: parts.method.clone(),
        uri: parts.uri.clone(),
        for_program: for_program(&parts.uri, &parts.headers),
    };
    let mut later = parts.clone();
    // The header of a page that says no has a form too.
    if let Some(token) = csrf::known_token(&app, &parts.headers) {
        later.extensions.insert(token);
    }
    let response = next.run(Request::from_parts(parts, body)).await;
    let failure = match failure_of(&response) {
        None => return response,
        // The framework's own limit: of a form with its files.
        Some(Failure::Status(StatusCode::PAYLOAD_TOO_LARGE)) => Failure::TooLarge(Sent::Form, app.settings.body_limit),
        Some(failure) => failure,
    };
    if matches!(failure, Failure::SignInFirst) && asked.method == Method::GET && !asked.for_program {
        return Redirect::to(&sign_in_href(&asked.uri)).into_response();
    }
    let frame = match Frame::from_request_parts(&mut later, &app).await {
        Ok(frame) => frame,
        Err(never) => match never {},
    };
    let mut answer = if asked.for_program {
        ProblemJson::of(frame.words, &failure).answer(&failure)
    } else {
        page(&app, frame, &failure, &asked)
    };
    if let Failure::TooMany(seconds) = failure {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if matches!(failure, Failure::SignInFirst) && asked.for_program {
        answer.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if let Some(allow) = response.headers().get(header::ALLOW) {
        answer.headers_mut().insert(header::ALLOW, allow.clone());
    }
    answer
}

/// What was asked for.
struct Asked {
    method: Method,
    uri: Uri,
    for_program: bool,
}

fn page(app: &App, frame: Frame, failure: &Failure, asked: &Asked) -> Response {
    let words = frame.words;
    let told = failure.told(words);
    let refusal = match failure {
        Failure::Refused(refusal) | Failure::Malformed(refusal) => Some(refusal),
        _ => None,
    };
    let errors = refusal.filter(|refusal| !refusal.problems.is_empty());
    let (status, sure) = (failure.status(), failure.code() != "level-two-needed");
    let page = FailurePage {
        title: words.t(&format!("failure-title-{}", if sure { title_of(status) } else { "level" })),
        errors: errors.map_or_else(FormErrors::none, |refusal| FormErrors::of(words, refusal)),
        text: told.text,
        next: told.next,
        basis: refusal.and_then(|refusal| refusal.basis).unwrap_or_default().to_owned(),
        sign_in: matches!(failure, Failure::SignInFirst).then(|| sign_in_href(&asked.uri)),
        ways: if sure { Vec::new() } else { ways(app, &asked.uri) },
        f: frame,
    };
    match page.render() {
        Ok(text) => (status, Html(text)).into_response(),
        Err(error) => {
            tracing::error!(%error, "the failure page can't be drawn");
            status.into_response()
        }
    }
}

/// The providers that vouch for citizens, and lead back.
fn ways(app: &App, uri: &Uri) -> Vec<(String, String)> {
    let offered = app.identity.offered().filter(|(_, _, audience)| *audience == Audience::Citizens);
    offered.map(|(key, name, _)| (format!("/sign-in/with/{key}?next={}", next_of(uri)), name.to_owned())).collect()
}

/// Which title a page of this status has.
fn title_of(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "not-found",
        StatusCode::FORBIDDEN => "forbidden",
        StatusCode::UNAUTHORIZED => "signed-out",
        StatusCode::CONFLICT => "conflict",
        status if status.is_server_error() => "fault",
        _ => "refused",
    }
}

/// Whether a program asks, to whom problem JSON is answered instead of a page.
#[must_use]
pub fn for_program(uri: &Uri, headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    uri.path().starts_with("/api/") || (accept.contains("json") && !accept.contains("text/html"))
}

fn sign_in_href(uri: &Uri) -> String {
    format!("/sign-in?next={}", next_of(uri))
}

fn next_of(uri: &Uri) -> String {
    uri.path_and_query().map_or("/", |whole| whole.as_str()).bytes().map(escaped).collect()
}

fn escaped(byte: u8) -> String {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    }
}

/// The failure that travels with the response, or the one that a bare answer of the framework stands for.
fn failure_of(response: &Response) -> Option<Failure> {
    if let Some(failure) = response.extensions().get::<Failure>() {
        return Some(failure.clone());
    }
    // Sending in pieces (tus) has answers of its own for each status.
    if response.headers().contains_key("tus-resumable") {
        return None;
    }
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return None;
    }
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("text/plain");
    if !kind.starts_with("text/plain") {
        return None;
    }
    if status.is_server_error() {
        let number = fault_number();
        tracing::error!(number, %status, "fault");
        return Some(Failure::Fault(number));
    }
    Some(Failure::Status(match status.as_u16() {
        404 | 405 | 408 | 413 | 415 => status,
        _ => StatusCode::BAD_REQUEST,
    }))
}

/// For addresses where nothing is.
pub async fn not_found() -> Failure {
    Failure::Status(StatusCode::NOT_FOUND)
}

/// For addresses that do not take this method.
pub async fn method_not_allowed() -> Failure {
    Failure::Status(StatusCode::METHOD_NOT_ALLOWED)
}

/// A panic is a bug and costs one request: it is logged under a number.
#[must_use]
#[expect(clippy::needless_pass_by_value, reason = "the layer that catches panics hands them over")]
pub fn after_panic(panic: Box<dyn Any + Send + 'static>) -> Response {
    let what = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    let number = fault_number();
    tracing::error!(number, panic = what.unwrap_or("unknown"), "panic");
    Failure::Fault(number).into_response()
}
