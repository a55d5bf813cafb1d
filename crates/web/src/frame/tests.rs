//! The whole frame around a few made-up rooms: tokens, sessions, languages, errors, headers.

use crate::app::{App, Settings};
use crate::clock::Clock;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::router::frame;
use crate::sessions;
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Request, Response, StatusCode, header};
use axum::routing::{get, post};
use jiff::SignedDuration;
use rules::people::{Actor, Capacity, Event, PersonRegistered, Position, PositionGranted, Role};
use std::collections::BTreeMap;
use store::{Options, Store, desk};
use tower::ServiceExt as _;
use tower_sessions::Session;

/// A browser that keeps its cookies.
struct Browser {
    house: Router,
    clock: Clock,
    cookies: BTreeMap<String, String>,
    _folder: tempfile::TempDir,
}

impl Browser {
    fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("t.db").display()).parse().expect("an address");
        let store = Store::open(&url, folder.path(), &Options::default()).expect("a database");
        let clock = Clock::standing_at("2025-12-23T08:30:00+07:00".parse().expect("an instant"));
        enter(&store, &clock);
        let settings = Settings { simulated: true, body_limit: 64 * 1024, ..Settings::default() };
        let app = App::new(store, clock.clone(), settings).expect("an application");
        let rooms = Router::new()
            .route("/who", get(async |f: Frame| f.actor.map_or_else(String::new, |actor| actor.name)))
            .route("/token", get(async |f: Frame| f.csrf))
            .route("/enter-officer", get(enter_officer))
            .route("/enter-citizen", get(enter_citizen))
            .route("/panic", get(panics))
            .route("/send", post(async |body: String| body));
        Self { house: frame(rooms, app), clock, cookies: BTreeMap::new(), _folder: folder }
    }

    async fn send(&mut self, mut request: Request<Body>) -> (StatusCode, HeaderMap, String) {
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        request.headers_mut().insert(header::COOKIE, cookies.join("; ").parse().expect("a header"));
        let response: Response<Body> = self.house.clone().oneshot(request).await.expect("an answer");
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().expect("text").split(';').next().expect("a pair");
            let (name, value) = pair.split_once('=').expect("a pair");
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.expect("a body");
        (parts.status, parts.headers, String::from_utf8_lossy(&body).into_owned())
    }

    async fn get(&mut self, path: &str) -> (StatusCode, HeaderMap, String) {
        self.send(Request::get(path).body(Body::empty()).expect("a request")).await
    }

    async fn post(&mut self, body: String) -> (StatusCode, HeaderMap, String) {
        let request = Request::post("/send").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(body.into()).expect("a request")).await
    }

    async fn who(&mut self) -> String {
        self.get("/who").await.2
    }
}

fn officer() -> Actor {
    let agency = "H35.12".parse().expect("a code");
    let held = Position::own(agency, Role::CaseOfficer, "Officer");
    Actor::new("lan".into(), "Lan".into(), None, vec![held])
}

fn citizen() -> Actor {
    Actor::new("minh".into(), "Minh".into(), None, Vec::new())
}

/// Enters both people into the journal, as the sign-in page would find them.
fn enter(store: &Store, clock: &Clock) {
    let person = |actor: Actor| PersonRegistered {
        login: actor.login,
        name: actor.name,
        personal_id: None,
        phone: None,
        address: None,
        commune: None,
    };
    let agency = "H35.12".parse().expect("a code");
    let held = PositionGranted::at_once("lan", agency, Role::CaseOfficer, "Officer");
    let (by, now) = (Capacity::system("test"), clock.now());
    let events = [
        Event::PersonRegistered(person(officer())),
        Event::PersonRegistered(person(citizen())),
        Event::PositionGranted(held),
    ];
    store
        .write_blocking(move |tx| {
            events.clone().into_iter().try_for_each(|event| desk::people::record(tx, event, &by, now))
        })
        .expect("entered");
}

async fn enter_officer(State(app): State<App>, session: Session) -> Result<(), Failure> {
    Ok(sessions::sign_in(&session, &officer(), None, app.clock.now()).await?)
}

async fn enter_citizen(State(app): State<App>, session: Session) -> Result<(), Failure> {
    Ok(sessions::sign_in(&session, &citizen(), None, app.clock.now()).await?)
}

async fn panics() {
    panic!("a bug");
}

#[tokio::test]
async fn a_form_is_taken_only_with_its_token() {
    let mut browser = Browser::open();
    let token = browser.get("/token").await.2;
    let (status, _, page) = browser.post("name=Lan".into()).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(
        page.contains("Biểu mẫu chưa được nhận") && page.contains("Lan"),
        "explained in words, with what was typed"
    );
    let sent = format!("csrf={token}&name=Lan&rest={}", "x".repeat(40_000));
    let (status, _, echoed) = browser.post(sent.clone()).await;
    assert_eq!((status, echoed), (StatusCode::OK, sent));
}

#[tokio::test]
async fn another_sites_form_is_refused_even_with_a_token() {
    let mut browser = Browser::open();
    let token = browser.get("/token").await.2;
    let request = Request::post("/send")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "cross-site");
    let request = request.body(format!("csrf={token}").into()).expect("a request");
    assert_eq!(browser.send(request).await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_path_of_two_slashes_leads_to_no_other_site() {
    let mut browser = Browser::open();
    let (_, _, page) = browser.get("//bad.example/x").await;
    assert!(page.contains("href=\"/bad.example/x?lang=en\"") && !page.contains("\"//bad.example"), "{page}");
}

#[tokio::test]
async fn a_form_larger_than_allowed_is_refused_in_words() {
    let mut browser = Browser::open();
    let token = browser.get("/token").await.2;
    let (status, _, page) = browser.post(format!("csrf={token}&rest={}", "x".repeat(70_000))).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(page.contains("lớn hơn 64\u{a0}KB"), "{page}");
}

#[tokio::test]
async fn signing_in_changes_the_session_and_half_an_hour_of_silence_ends_an_officers() {
    let mut browser = Browser::open();
    browser.get("/enter-citizen").await;
    let before = browser.cookies["session"].clone();
    browser.get("/enter-officer").await;
    assert_ne!(browser.cookies["session"], before, "a session id known before signing in is worth nothing");
    for _ in 0..3 {
        browser.clock.advance(SignedDuration::from_mins(20));
        assert_eq!(browser.who().await, "Lan", "each request keeps it open");
    }
    browser.clock.advance(SignedDuration::from_mins(31));
    assert_eq!(browser.who().await, "");
}

#[tokio::test]
async fn a_citizen_has_two_hours_and_everybody_twelve_at_most() {
    let mut browser = Browser::open();
    browser.get("/enter-citizen").await;
    for _ in 0..7 {
        browser.clock.advance(SignedDuration::from_mins(100));
        assert_eq!(browser.who().await, "Minh");
    }
    browser.clock.advance(SignedDuration::from_mins(30));
    assert_eq!(browser.who().await, "", "after twelve hours one signs in again");
}

#[tokio::test]
async fn a_panic_costs_one_request_and_is_told_with_its_number() {
    let mut browser = Browser::open();
    let (status, _, page) = browser.get("/panic").await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(page.contains("Mã lỗi:"));
    assert_eq!(browser.get("/who").await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_chosen_language_is_remembered() {
    let mut browser = Browser::open();
    assert!(browser.get("/nowhere").await.2.contains("Không tìm thấy"));
    assert!(browser.get("/nowhere?lang=en").await.2.contains("Not found"));
    assert!(browser.get("/nowhere").await.2.contains("Not found"));
}

#[tokio::test]
async fn every_page_carries_the_protecting_headers() {
    let (_, headers, _) = Browser::open().get("/nowhere").await;
    let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().expect("text");
    assert!(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"));
    assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    assert_eq!(headers[header::CACHE_CONTROL], "no-store");
    assert!(headers.contains_key("x-request-id"));
}
