//! The registry's stand-in: answers as the platform does for people who do not exist, or misbehaves as it is told.
//!
//! Everything that it says is marked as simulated.

use super::Person;
use super::signature::{Signature, Signer};
use super::written::{self, Asked};
use crate::breaker::Clock;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{OriginalUri, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use std::collections::HashMap;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

/// How the stand-in can misbehave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misbehaviour {
    /// It answers as it should.
    None,
    /// It answers after five seconds.
    Slow,
    /// It says that something broke (500).
    Broken,
    /// It answers with a page of HTML.
    Garbage,
    /// Its answer is cut off in the middle.
    Truncated,
    /// It answers with ten megabytes.
    Huge,
    /// It answers with somebody else's record.
    WrongPerson,
    /// It takes the question and never answers.
    Never,
    /// It breaks every second time.
    Flaky,
}

impl Misbehaviour {
    /// Every way, with its name on the command line.
    pub const ALL: [(&'static str, Self); 9] = [
        ("none", Self::None),
        ("slow", Self::Slow),
        ("500", Self::Broken),
        ("garbage", Self::Garbage),
        ("truncated", Self::Truncated),
        ("huge", Self::Huge),
        ("wrong-person", Self::WrongPerson),
        ("never", Self::Never),
        ("flaky", Self::Flaky),
    ];
}

impl FromStr for Misbehaviour {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, way)| *way);
        found.ok_or_else(|| Self::ALL.map(|(known, _)| known).join(", "))
    }
}

/// The stand-in.
#[derive(Clone)]
pub struct Simulator(Arc<Inside>);

struct Inside {
    people: Vec<Person>,
    by_number: HashMap<String, usize>,
    signer: Signer,
    clock: Clock,
    way: AtomicUsize,
    asked: AtomicU64,
}

impl Simulator {
    /// Where it takes questions.
    pub const PATH: &'static str = "/dan-cu/tra-cuu";

    /// A stand-in that knows these people and believes this key.
    #[must_use]
    pub fn new(people: Vec<Person>, signer: Signer, clock: Clock) -> Self {
        let numbers = people.iter().enumerate();
        let by_number = numbers.map(|(at, person)| (person.personal_id.to_string(), at)).collect();
        Self(Arc::new(Inside { people, by_number, signer, clock, way: AtomicUsize::new(0), asked: AtomicU64::new(0) }))
    }

    /// Misbehaves so from now on.
    pub fn misbehave(&self, way: Misbehaviour) {
        let at = Misbehaviour::ALL.iter().position(|(_, known)| *known == way).unwrap_or(0);
        self.0.way.store(at, Ordering::Relaxed);
    }

    /// How many questions came so far.
    #[must_use]
    pub fn asked(&self) -> u64 {
        self.0.asked.load(Ordering::Relaxed)
    }

    /// What it serves.
    pub fn router(self) -> Router {
        Router::new().route("/", get(about)).route(Self::PATH, post(answer)).with_state(self)
    }
}

async fn about() -> &'static str {
    "MÔ PHỎNG - Cơ sở dữ liệu quốc gia về dân cư không có ở đây. SIMULATED - nobody in here exists.\n"
}

async fn answer(
    State(simulator): State<Simulator>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let inside = &simulator.0;
    let asked = inside.asked.fetch_add(1, Ordering::Relaxed);
    let (_, way) = Misbehaviour::ALL[inside.way.load(Ordering::Relaxed)];
    match way {
        Misbehaviour::Never => std::future::pending().await,
        Misbehaviour::Slow => tokio::time::sleep(Duration::from_secs(5)).await,
        Misbehaviour::Broken => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Misbehaviour::Flaky if asked.is_multiple_of(2) => return StatusCode::BAD_GATEWAY.into_response(),
        Misbehaviour::Garbage => return "<html><body><h1>502 Bad Gateway</h1></body></html>".into_response(),
        Misbehaviour::Huge => return vec![b'<'; 10_000_000].into_response(),
        _ => {}
    }
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let time = header(Signer::TIME).parse().unwrap_or(0);
    let of = Signature { method: "POST", path: uri.path(), time, request: header(Signer::REQUEST), body: &body };
    let now = (inside.clock)().as_second();
    if !inside.signer.verifies(header(Signer::KEY), &of, header(Signer::SIGNATURE), now) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let Ok(asked) = serde_json::from_slice::<Asked>(&body) else { return StatusCode::BAD_REQUEST.into_response() };
    // As the platform: no question without the officer, the paper that it is for, and its number.
    if [&asked.ma_can_bo, &asked.ma_dvc, &asked.ma_yeu_cau, &asked.ma_tich_hop].iter().any(|part| part.is_empty()) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let mut found = inside.by_number.get(&asked.so_dinh_danh).copied();
    if way == Misbehaviour::WrongPerson {
        found = Some(found.map_or(0, |at| (at + 1) % inside.people.len()));
    }
    let mut xml = written::write(found.and_then(|at| inside.people.get(at)));
    if way == Misbehaviour::Truncated {
        xml.truncate(xml.floor_char_boundary(xml.len() / 2));
    }
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/xml; charset=utf-8")),
        (HeaderName::from_static("x-simulated"), HeaderValue::from_static("true")),
    ];
    (headers, xml).into_response()
}
