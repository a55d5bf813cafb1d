//! A small province behind the whole router, and browsers that walk through it: cookies, tokens, forms, files.

pub use crate::page::Page;
pub use crate::settled::PASSWORD;
use crate::settled::{password_hash, settle};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use harness::TestStore;
use jiff::SignedDuration;
use jiff::civil::date;
use rules::calendar::instant;
use rules::dossiers::Command;
use rules::people::{Capacity, Event, PersonDisabled, PositionGranted, Role};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::desk;
use store::province::ProvinceCache;
use tokio::runtime::Runtime;
use tower::ServiceExt as _;
use web::{App, Clock, Settings};

/// Birth registration: fully online, filed anywhere.
pub const BIRTH: &str = "1.001193";
/// Marriage: partly online.
pub const MARRIAGE: &str = "1.000894";
/// The commune of Sìn Hồ, and its authority.
pub const SIN_HO: &str = "03478";
pub const SIN_HO_AGENCY: &str = "H35.38";
/// A citizen whom the register knows well.
pub const LAN: &str = "lan";
/// Another citizen.
pub const MINH: &str = "minh";
/// The officers of Sìn Hồ.
pub const COUNTER: &str = "quay";
pub const CASE: &str = "thuly";
pub const LEADER: &str = "chutich";
pub const CLERK: &str = "vanthu";
/// The officers of Pa Tần: counter and case.
pub const PATAN_COUNTER: &str = "patan.quay";
pub const PATAN: &str = "patan";

/// The administrator of the province.
pub const ADMIN: &str = "quantri";

/// The leader of Pa Tần.
pub const PATAN_LEADER: &str = "patan.lanhdao";

/// How browsers call the site.
pub const HOST: &str = "mot-cua.test";

/// A site that is open.
pub struct Site {
    runtime: Runtime,
    router: Router,
    halls: Arc<web::halls::Halls>,
    pub clock: Clock,
    settings: Settings,
    given: TestStore,
}

impl Site {
    /// Opens a demonstration at nine o'clock on Tuesday 23 December 2025.
    pub fn open() -> Self {
        Self::with(Settings { simulated: true, ..Settings::default() })
    }

    pub fn with(settings: Settings) -> Self {
        Self::with_registry(settings, |_| None)
    }

    /// Opens one that asks the population registry which `registry` makes, within the site's runtime.
    pub fn with_registry(settings: Settings, registry: impl FnOnce(&Runtime) -> web::population::Registry) -> Self {
        let given = TestStore::sqlite();
        let clock = Clock::standing_at(instant(date(2025, 12, 23).at(9, 0, 0, 0)));
        settle(&given, &clock);
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("threads");
        let app = App::new(given.store.clone(), clock.clone(), settings.clone()).expect("an application");
        let app = app.with_registry(registry(&runtime));
        let app = app.with_identity(runtime.block_on(crate::provider::open(&clock)));
        let halls = Arc::clone(&app.halls);
        Self { runtime, halls, router: web::router(app), clock, settings, given }
    }

    /// Opens one that sends payers to this gateway.
    pub fn with_payments(settings: Settings, payments: web::payments::GatewayBox) -> Self {
        let site = Self::with(settings);
        let app =
            App::new(site.given.store.clone(), site.clock.clone(), site.settings.clone()).expect("an application");
        Self { router: web::router(app.with_payments(payments)), ..site }
    }

    /// Opens one that signs and checks with these.
    pub fn with_signing(tools: links::signing::Signing) -> Self {
        let site = Self::open();
        let app =
            App::new(site.given.store.clone(), site.clock.clone(), site.settings.clone()).expect("an application");
        Self { router: web::router(app.with_signing(tools)), ..site }
    }

    /// Ends what streams, as a server does that is told to stop.
    pub fn stop_streams(&self) {
        self.halls.close();
    }

    /// Runs something within the site's runtime.
    pub fn run<T>(&self, doing: impl Future<Output = T>) -> T {
        self.runtime.block_on(doing)
    }

    fn app(&self) -> App {
        App::new(self.given.store.clone(), self.clock.clone(), self.settings.clone()).expect("an application")
    }

    /// Sends what waits to be sent, by these.
    pub fn send_messages(&self, senders: &links::messages::Senders) {
        let app = self.app().with_senders(senders.clone());
        self.run(async { while web::messages::run_due(&app).await.expect("it works") > 0 {} });
    }

    /// Ends the requests to pay whose time is over, after reminding of them.
    pub fn expire_payments(&self) {
        let app = self.app();
        self.run(async { while web::payments::expire_due(&app).await.expect("it works") > 0 {} });
    }

    /// Reminds officers of their deadlines.
    pub fn remind(&self) {
        self.run(web::messages::remind(&self.app())).expect("it works");
    }

    /// A browser that nobody has used yet.
    pub fn browser(&self) -> Browser<'_> {
        Browser { site: self, cookies: RefCell::default(), token: RefCell::default(), address: String::new() }
    }

    /// A browser at this address, as the proxy in front tells it.
    pub fn browser_at(&self, address: &str) -> Browser<'_> {
        Browser { address: address.to_owned(), ..self.browser() }
    }

    /// A browser in which this person is signed in.
    pub fn signed_in(&self, login: &str) -> Browser<'_> {
        let browser = self.browser();
        browser.sign_in(login);
        browser
    }

    /// The program as it is after a restart: another router over the same records, and nothing remembered.
    pub fn restarted(self) -> Self {
        let app =
            App::new(self.given.store.clone(), self.clock.clone(), self.settings.clone()).expect("an application");
        Self { router: web::router(app), ..self }
    }

    /// The program after a restart with other settings.
    pub fn restarted_with(self, settings: Settings) -> Self {
        Self { settings, ..self }.restarted()
    }

    /// Does something to the records, behind the pages.
    pub fn write<T: Send + 'static>(
        &self,
        closure: impl FnMut(&mut store::Tx) -> Result<T, store::Failure> + Send + 'static,
    ) -> T {
        self.given.store.write_blocking(closure).expect("written")
    }

    /// Gives somebody the password of Lan.
    pub fn give_password(&self, login: &'static str) {
        let now = self.clock.now();
        self.write(move |tx| Ok(desk::people::set_password(tx, login, &password_hash(), now)?));
    }

    pub fn minutes_later(&self, minutes: i64) {
        self.clock.advance(SignedDuration::from_mins(minutes));
    }

    pub fn later(&self, hours: i64) {
        self.clock.advance(SignedDuration::from_hours(hours));
    }

    /// Does something to a dossier as an officer, behind the pages.
    pub fn act(&self, login: &'static str, code: &str, command: Command) {
        let (code, now) = (code.to_owned(), self.clock.now());
        let acted = self.given.store.write_blocking(move |tx| {
            let province = ProvinceCache::default().get(tx)?;
            let actor = store::tables::people::actor(tx, login, now)?.expect("an officer");
            let seen = desk::dossiers::load(tx, &code)?.expect("a dossier").dossier.version;
            desk::dossiers::act(tx, &province, &actor, &code, seen, &command, now)
        });
        let acted: Result<_, store::Failure> = acted;
        acted.expect("done");
    }

    /// Closes an account, as an administrator would.
    pub fn close_account(&self, login: &'static str) {
        let now = self.clock.now();
        let closed: Result<(), store::Failure> = self.given.store.write_blocking(move |tx| {
            let event = PersonDisabled { login: login.into(), reason: "nghỉ việc".into() };
            desk::people::record(tx, Event::PersonDisabled(event), &Capacity::system("test"), now)
        });
        closed.expect("closed");
    }

    /// Gives somebody a position in the province's own secretariat.
    pub fn raise_to_province(&self, login: &'static str) {
        let now = self.clock.now();
        let granted: Result<(), store::Failure> = self.given.store.write_blocking(move |tx| {
            let position = PositionGranted::at_once(login, "H35".parse().expect("a code"), Role::Clerk, "Văn thư tỉnh");
            desk::people::record(tx, Event::PositionGranted(position), &Capacity::system("test"), now)
        });
        granted.expect("granted");
    }

    /// Withdraws a procedure from today on.
    pub fn withdraw_procedure(&self, code: &'static str) {
        let now = self.clock.now();
        let withdrawn: Result<(), store::Failure> = self.given.store.write_blocking(move |tx| {
            let province = ProvinceCache::default().get(tx)?;
            let (code, today) = (code.parse().expect("a code"), rules::calendar::day_of(now));
            desk::catalogue::withdraw(tx, &province, &code, today, "replaced".into(), &Capacity::system("test"), now)
        });
        withdrawn.expect("withdrawn");
    }

    /// Reads from the records, behind the pages.
    pub fn read<T: Send + 'static>(
        &self,
        question: impl FnMut(&mut store::Tx) -> Result<T, store::Fault> + Send + 'static,
    ) -> T {
        self.given.store.read_blocking(question).expect("read")
    }

    /// Sends a request and hangs up before the answer comes.
    fn hang_up(&self, request: Request) {
        let router = self.router.clone();
        self.runtime.block_on(async {
            let answering = tokio::spawn(answer(router, request));
            tokio::time::sleep(std::time::Duration::from_millis(80)).await;
            answering.abort();
        });
    }

    fn send(&self, request: Request) -> Page {
        self.runtime.block_on(answer(self.router.clone(), request))
    }

    fn send_at_once(&self, requests: Vec<Request>) -> Vec<Page> {
        self.runtime.block_on(async {
            let sent = requests.into_iter().map(|request| tokio::spawn(answer(self.router.clone(), request)));
            let mut pages = Vec::new();
            for one in sent.collect::<Vec<_>>() {
                pages.push(one.await.expect("a page"));
            }
            pages
        })
    }
}

/// A stream of server-sent events that a browser listens to.
pub struct Stream<'a> {
    site: &'a Site,
    body: axum::body::BodyDataStream,
}

impl Stream<'_> {
    /// What comes next; nothing when the stream ended.
    pub fn next(&mut self) -> Option<String> {
        use futures::StreamExt as _;
        let waited = self
            .site
            .runtime
            .block_on(async { tokio::time::timeout(crate::conferences::PATIENCE, self.body.next()).await });
        let chunk = waited.expect("something comes in time")?.expect("a whole piece");
        Some(String::from_utf8(chunk.to_vec()).expect("text"))
    }

    /// Everything up to and with a piece that says this.
    pub fn until(&mut self, words: &str) -> String {
        let mut heard = String::new();
        while !heard.contains(words) {
            heard.push_str(&self.next().unwrap_or_else(|| panic!("the stream ended before {words:?}: {heard}")));
        }
        heard
    }
}

/// Somebody's browser.
pub struct Browser<'a> {
    site: &'a Site,
    cookies: RefCell<BTreeMap<String, String>>,
    token: RefCell<String>,
    address: String,
}

impl Browser<'_> {
    pub fn get(&self, path: &str) -> Page {
        self.seen(self.site.send(self.request("GET", path).body(Body::empty()).expect("a request")))
    }

    /// Listens to a stream of events.
    pub fn stream(&self, path: &str, headers: &[(&str, &str)]) -> Stream<'_> {
        let mut request = self.request("GET", path).header(header::ACCEPT, "text/event-stream");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.header(header::ACCEPT_ENCODING, "gzip").body(Body::empty()).expect("a request");
        let response = self.site.runtime.block_on(self.site.router.clone().oneshot(request)).expect("an answer");
        assert_eq!(response.status(), StatusCode::OK);
        let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        assert!(kind.starts_with("text/event-stream"), "{kind}");
        assert!(response.headers().get(header::CONTENT_ENCODING).is_none(), "events are not held back to be packed");
        Stream { site: self.site, body: response.into_body().into_data_stream() }
    }

    /// Asks for what browsers ask for, compressed: it must arrive to its end.
    pub fn get_packed(&self, path: &str) -> Page {
        let request = self.request("GET", path).header(header::ACCEPT_ENCODING, "gzip");
        self.seen(self.site.send(request.body(Body::empty()).expect("a request")))
    }

    /// Follows a link that stands on a page of another site.
    pub fn follow_from_elsewhere(&self, path: &str) -> Page {
        let request = self.request("GET", path).header("sec-fetch-site", "cross-site");
        self.seen(self.site.send(request.body(Body::empty()).expect("a request")))
    }

    /// Sends a form; the token goes along.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.seen(self.site.send(self.form(path, fields)))
    }

    /// Opens a form and sends it with the mark of what it showed.
    pub fn fill(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let seen = self.get(path).is(200).value("seen");
        let fields: Vec<_> = fields.iter().copied().chain([("seen", seen.as_str())]).collect();
        self.post(path, &fields)
    }

    /// Sends the same form several times at once.
    pub fn post_at_once(&self, path: &str, fields: &[(&str, &str)], times: usize) -> Vec<Page> {
        self.site.send_at_once((0..times).map(|_| self.form(path, fields)).collect())
    }

    fn form(&self, path: &str, fields: &[(&str, &str)]) -> Request {
        let mut body = format!("csrf={}", self.token.borrow());
        for (name, value) in fields {
            body.push_str(&format!("&{name}={}", escaped(value)));
        }
        let request = self.request("POST", path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        request.body(Body::from(body)).expect("a request")
    }

    /// Sends a form as [`Browser::upload`] does, and hangs up before the answer comes.
    pub fn upload_and_hang_up(&self, path: &str, fields: &[(&str, &str)]) {
        self.site.hang_up(self.multipart(path, fields, &[]));
    }

    /// Sends a body as another program would: no form, no token.
    pub fn send_plain(&self, path: &str, body: &str) -> Page {
        let request = Request::builder().method("POST").uri(path).header(header::HOST, HOST);
        self.site.send(request.body(Body::from(body.to_owned())).expect("a request"))
    }

    /// Sends nothing but the token, as scripts do.
    pub fn ask(&self, path: &str) -> Page {
        let token = self.token.borrow().clone();
        let request =
            self.request("POST", path).header("x-csrf-token", token).header(header::ACCEPT, "application/json");
        self.seen(self.site.send(request.body(Body::empty()).expect("a request")))
    }

    /// Sends a request with these headers and the token, as scripts do.
    pub fn speak(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Page {
        let token = self.token.borrow().clone();
        let mut request = self.request(method, path).header("x-csrf-token", token);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.seen(self.site.send(request.body(Body::from(body.to_vec())).expect("a request")))
    }

    /// Sends a file in pieces; its identifier.
    pub fn send_in_pieces(&self, name: &str, file: &[u8]) -> String {
        let (size, name) = (file.len().to_string(), format!("filename {}", STANDARD.encode(name)));
        let named = [("tus-resumable", "1.0.0"), ("upload-length", &size), ("upload-metadata", &name)];
        let at = self.speak("POST", "/uploads", &named, b"").is(201).to;
        let mut kept = String::new();
        for (number, piece) in file.chunks(8 * 1024 * 1024).enumerate() {
            let from = (number * 8 * 1024 * 1024).to_string();
            let headers = [
                ("tus-resumable", "1.0.0"),
                ("content-type", "application/offset+octet-stream"),
                ("upload-offset", from.as_str()),
            ];
            kept = self.speak("PATCH", &at, &headers, piece).is(204).header("upload-file").to_owned();
        }
        kept
    }

    /// Signs in with name and the password of Lan; where that leads.
    pub fn with_password(&self, login: &str) -> Page {
        self.get("/sign-in").is(200);
        self.post("/sign-in", &[("login", login), ("password", PASSWORD), ("next", "/account")])
    }

    /// Forgets the token of the forms, as a page of another site does not have it.
    pub fn forget_token(&self) {
        self.token.borrow_mut().clear();
    }

    /// Puts a cookie into the browser, as an attacker can.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
    }

    /// Sends a form with files: field, name, contents.
    pub fn upload(&self, path: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Page {
        self.seen(self.site.send(self.multipart(path, fields, files)))
    }

    fn multipart(&self, path: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Request {
        let mut body = Vec::new();
        let token = self.token.borrow().clone();
        for (name, value) in [("csrf", token.as_str())].iter().chain(fields) {
            body.extend(format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
        }
        for (field, name, contents) in files {
            let head = format!("--b\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n");
            body.extend(head.bytes());
            body.extend(b"Content-Type: application/octet-stream\r\n\r\n");
            body.extend(*contents);
            body.extend(b"\r\n");
        }
        body.extend(b"--b--\r\n");
        let request = self.request("POST", path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
        request.body(Body::from(body)).expect("a request")
    }

    /// Signs in with a click, as demonstrations allow.
    pub fn sign_in(&self, login: &str) {
        self.get("/sign-in").is(200);
        self.post("/sign-in/sample", &[("login", login), ("next", "/")]).leads_to("/");
    }

    fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let cookies: Vec<_> = self.cookies.borrow().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = axum::http::Request::builder().method(method).uri(path).header(header::HOST, HOST);
        let request = if self.address.is_empty() { request } else { request.header("x-forwarded-for", &self.address) };
        request.header(header::COOKIE, cookies.join("; "))
    }

    /// Keeps the cookies and the token of a page.
    fn seen(&self, page: Page) -> Page {
        for cookie in &page.cookies {
            let pair = cookie.split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
            }
        }
        if let Some(token) = page.text.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next()) {
            *self.token.borrow_mut() = token.to_owned();
        }
        page
    }

    /// Clears all cookies, as people do; the page in front of them stays.
    pub fn clear_cookies(&self) {
        self.cookies.borrow_mut().clear();
    }

    /// Sends a form from a page of another origin, which can't know the token.
    pub fn post_from_elsewhere(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        *self.token.borrow_mut() = "guessed-guessed-guessed-".to_owned();
        let mut request = self.form(path, fields);
        request.headers_mut().insert(header::ORIGIN, axum::http::HeaderValue::from_static("https://bad.example"));
        request.headers_mut().insert(header::HOST, axum::http::HeaderValue::from_static("motcua.example"));
        self.seen(self.site.send(request))
    }

    /// Presses the one button of a page whose form came back: what is in it, and nothing else, goes out again.
    pub fn send_again(&self, page: &Page) -> Page {
        let fields = page.hidden();
        let fields: Vec<_> = fields.iter().map(|(field, typed)| (field.as_str(), typed.as_str())).collect();
        let form = page.text.split("<main").nth(1).expect("a main part").split("<form").nth(1).expect("a form");
        let action = form.split("action=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an address");
        if form.split('>').next().is_some_and(|tag| tag.contains("multipart")) {
            self.upload(action, &fields, &[])
        } else {
            self.post(action, &fields)
        }
    }

    /// Puts a cookie into the browser, as somebody who can plant one would.
    pub fn plant(&self, name: &str, value: &str) {
        self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> String {
        self.cookies.borrow().get(name).cloned().unwrap_or_default()
    }

    /// Begins a draft and answers its address.
    pub fn begin(&self, procedure: &str) -> String {
        self.get(&format!("/file/{procedure}")).is(200);
        let begun = self.post(&format!("/file/{procedure}"), &[]).leads_to("/drafts/");
        begun.to.trim_end_matches("/applicant").to_owned()
    }

    /// Answers every step of a birth registration up to the review.
    pub fn fill_in(&self, draft: &str) {
        self.post(&format!("{draft}/applicant"), APPLICANT).leads_to(&format!("{draft}/request"));
        self.post(&format!("{draft}/request"), REQUEST).leads_to(&format!("{draft}/documents"));
        let papers = self.upload(&format!("{draft}/documents"), &[("go", "on")], PAPERS);
        papers.leads_to(&format!("{draft}/result"));
        self.post(&format!("{draft}/result"), &[("delivery", "online")]).leads_to(&format!("{draft}/review"));
    }

    /// Files a birth registration and answers its code.
    pub fn file(&self) -> String {
        let draft = self.begin(BIRTH);
        self.fill_in(&draft);
        let filed = self.post(&format!("{draft}/review"), &[("declare", "yes")]).leads_to("/dossiers/H35.38-");
        filed.to.trim_start_matches("/dossiers/").trim_end_matches("?filed=now").to_owned()
    }
}

/// Right answers to the first step.
pub const APPLICANT: &[(&str, &str)] = &[
    ("applicant-kind", "citizen"),
    ("applicant-name", "Lò Thị Lan"),
    ("applicant-id_number", "012185001234"),
    ("applicant-birth_date", "14/2/1985"),
    ("applicant-phone", "0912 345 678"),
    ("applicant-commune", SIN_HO),
    ("applicant-address", "Bản Nậm Lúc"),
];

/// Right answers to the second step.
pub const REQUEST: &[(&str, &str)] = &[
    ("whom", "family"),
    ("whom_name", "Lò Văn Páo"),
    ("details", "Đăng ký khai sinh cho con trai"),
    ("commune", SIN_HO),
];

/// The papers of a birth registration.
pub const PAPERS: &[(&str, &str, &[u8])] = &[
    ("documents-0", "to-khai.pdf", harness::paper!("form")),
    ("documents-1", "chung-sinh.pdf", harness::paper!("birth")),
];

/// The same answers with one changed.
pub fn with<'a>(answers: &[(&'a str, &'a str)], field: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let changed = |(name, old): &(&'a str, &'a str)| (*name, if *name == field { value } else { *old });
    answers.iter().map(changed).collect()
}

async fn answer(router: Router, request: Request) -> Page {
    let response = router.oneshot(request).await.expect("infallible");
    let (head, body) = response.into_parts();
    let text = to_bytes(body, usize::MAX).await.expect("a body");
    let header = |name| head.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let cookies = head.headers.get_all(header::SET_COOKIE).iter();
    Page {
        status: head.status,
        to: header(header::LOCATION),
        text: String::from_utf8_lossy(&text).into_owned(),
        bytes: text.to_vec(),
        headers: head.headers.clone(),
        cookies: cookies.filter_map(|cookie| cookie.to_str().ok().map(str::to_owned)).collect(),
    }
}

fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
