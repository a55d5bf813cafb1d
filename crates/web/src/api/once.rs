//! Writing once: a repeated `Idempotency-Key` is answered as the first time, from the same transaction as the write.

use super::caller::Caller;
use super::wire::json;
use crate::app::App;
use crate::errors::Failure;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use jiff::Timestamp;
use rules::Refusal;
use serde::{Deserialize, Serialize};
use std::convert::Infallible;
use store::journal::{Request, StoredAnswer, answer_before, keep_answer};
use store::{Fault, FaultKind, Tx};

/// The longest key taken.
const LONGEST: usize = 255;
/// A repeated request that arrives at another process while the first is under way is tried so often.
const TRIES: usize = 4;

/// The `Idempotency-Key` of a request, if it has one.
#[derive(Debug, Clone)]
pub struct Key(Result<Option<String>, ()>);

impl<S: Sync> FromRequestParts<S> for Key {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let Some(value) = parts.headers.get("idempotency-key") else { return Ok(Self(Ok(None))) };
        let key = value.to_str().map(|key| key.trim().trim_matches('"').to_owned()).ok();
        Ok(Self(key.filter(|key| (1..=LONGEST).contains(&key.len())).map(Some).ok_or(())))
    }
}

impl Key {
    /// The request as the store knows it again; nothing where the client sent no key.
    ///
    /// # Errors
    /// When the key is empty, too long, or no text.
    pub fn request(self, caller: &Caller, route: &str, body: &[u8]) -> Result<Option<Request>, Failure> {
        let malformed = |()| Failure::Malformed(Refusal::rule("idempotency-key").with("most", LONGEST));
        Ok(self.0.map_err(malformed)?.map(|key| Request::new(caller.login(), key, route, body)))
    }
}

/// What a write has to say.
#[derive(Debug)]
pub struct Done {
    status: StatusCode,
    body: String,
    again: bool,
}

impl Done {
    /// An answer of this status with this body.
    ///
    /// # Errors
    /// When the body has no JSON form.
    pub fn new(status: StatusCode, body: &impl Serialize) -> Result<Self, Fault> {
        let body = serde_json::to_string(body).map_err(|error| Fault::because("an answer has no JSON form", error))?;
        Ok(Self { status, body, again: false })
    }

    /// The answer, with the place of what was made.
    pub fn into_response(self, place: impl Fn(&str) -> String) -> Response {
        let made =
            (self.status == StatusCode::CREATED).then(|| serde_json::from_str::<Made<'_>>(&self.body).ok()).flatten();
        let place = made.and_then(|made| HeaderValue::from_str(&place(made.code.or(made.id)?)).ok());
        let again = self.again;
        let mut response = json(self.body);
        *response.status_mut() = self.status;
        if let Some(place) = place {
            response.headers_mut().insert(header::LOCATION, place);
        }
        if again {
            response.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
        }
        response
    }
}

/// By what a thing that was made is found again.
#[derive(Deserialize)]
struct Made<'a> {
    code: Option<&'a str>,
    id: Option<&'a str>,
}

/// What a request with this key was answered before; nothing for the first one. For work that leaves something outside of the
/// database, a signature say, before it writes.
///
/// # Errors
/// A conflict when the key came with another request.
pub async fn before(app: &App, request: Option<&Request>) -> Result<Option<Done>, store::Failure> {
    let Some(request) = request.cloned() else { return Ok(None) };
    app.store.read(move |tx| answered(tx, &request)).await
}

fn answered(tx: &mut Tx, request: &Request) -> Result<Option<Done>, store::Failure> {
    let Some(before) = answer_before(tx, request)? else { return Ok(None) };
    let status = StatusCode::from_u16(before.status).map_err(|error| Fault::because("a stored status", error))?;
    Ok(Some(Done { status, body: before.body, again: true }))
}

/// Writes, or answers as the first time.
///
/// # Errors
/// What the work answers; a conflict when the key came with another request.
pub async fn once<F>(app: &App, request: Option<Request>, now: Timestamp, work: F) -> Result<Done, store::Failure>
where
    F: FnMut(&mut Tx) -> Result<Done, store::Failure> + Send + Clone + 'static,
{
    let Some(request) = request else { return app.store.write(work).await };
    let mut tries = 0;
    loop {
        tries += 1;
        let (request, mut work) = (request.clone(), work.clone());
        let done = app.store.write(move |tx| first_or_again(tx, &request, now, &mut work)).await;
        match done {
            Err(store::Failure::Fault(fault)) if fault.kind() == FaultKind::Duplicate && tries < TRIES => {}
            done => return done,
        }
    }
}

fn first_or_again<F>(tx: &mut Tx, request: &Request, now: Timestamp, work: &mut F) -> Result<Done, store::Failure>
where
    F: FnMut(&mut Tx) -> Result<Done, store::Failure>,
{
    if let Some(before) = answered(tx, request)? {
        return Ok(before);
    }
    let done = work(tx)?;
    keep_answer(tx, request, &StoredAnswer { status: done.status.as_u16(), body: done.body.clone() }, now)?;
    Ok(done)
}
