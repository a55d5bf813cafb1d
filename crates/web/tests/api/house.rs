//! The whole router in process over a small province: two communes, the registry procedures, a handful of people.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use harness::TestStore;
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use rules::accounts::Scope;
use rules::calendar::instant;
use rules::catalogue::Procedure;
use rules::codes::VillageCode;
use rules::indicators::{Direction, Draft, Kind, Programme, Reporters};
use rules::people::{
    Actor, Agency, AgencyRegistered, Capacity, Event, PersonDisabled, PersonRegistered, Position, PositionGranted,
    PositionRevoked, Role, Village, VillageKind, VillageRegistered,
};
use rules::tasks::Every;
use serde_json::{Value, json};
use store::desk;
use store::tables::accounts::tokens::{self, Token};
use tokio::runtime::Runtime;
use tower::ServiceExt as _;
use web::{App, Clock, Settings};

/// Birth registration: may be filed anywhere, needs papers 01 and 02.
pub const BIRTH: &str = "1.001193";
/// Marriage with a foreigner in the border area: only at the commune's own counter.
pub const BORDER_MARRIAGE: &str = "1.000094";
/// The commune of Sìn Hồ.
pub const SIN_HO: &str = "H35.38";
/// Its counter.
pub const COUNTER: &str = "H35.38.01";
/// The commune of Pa Tần.
pub const PA_TAN: &str = "H35.40";

/// Who may call; the token of each is their login.
pub const CITIZEN: &str = "lan";
pub const OTHER_CITIZEN: &str = "minh";
pub const COUNTER_OFFICER: &str = "quay";
pub const CASE_OFFICER: &str = "thuly";
pub const LEADER: &str = "chutich";
pub const CLERK: &str = "vanthu";
pub const ELSEWHERE: &str = "patan";
pub const ADMINISTRATOR: &str = "quantri";
/// Keeps the people of another commune.
pub const ADMINISTRATOR_ELSEWHERE: &str = "quantri.patan";

/// Login, name, and what they hold where.
type Person = (&'static str, &'static str, &'static [(Role, &'static str)]);

const PEOPLE: [Person; 9] = [
    (CITIZEN, "Lò Thị Lan", &[]),
    (OTHER_CITIZEN, "Giàng A Minh", &[]),
    (COUNTER_OFFICER, "Vàng Thị Quầy", &[(Role::CounterOfficer, COUNTER)]),
    (CASE_OFFICER, "Hoàng Thụ Lý", &[(Role::CaseOfficer, SIN_HO)]),
    (LEADER, "Tẩn Chủ Tịch", &[(Role::Approver, SIN_HO)]),
    (CLERK, "Lý Văn Thư", &[(Role::Clerk, SIN_HO)]),
    (ELSEWHERE, "Sùng Pa Tần", &[(Role::CounterOfficer, "H35.40.01"), (Role::CaseOfficer, PA_TAN)]),
    (ADMINISTRATOR, "Quản Trị", &[(Role::Administrator, "H35")]),
    (ADMINISTRATOR_ELSEWHERE, "Quản Trị Pa Tần", &[(Role::Administrator, PA_TAN)]),
];

/// A house that is open for requests.
pub struct House {
    runtime: Runtime,
    router: Router,
    /// The clock, which tests move.
    pub clock: Clock,
    /// What lies under it.
    pub given: TestStore,
}

/// What a request was answered.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("UTF-8")
    }

    /// The cookies that it sets, as they are sent back.
    pub fn cookies(&self) -> String {
        let set =
            self.headers.get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
        set.collect::<Vec<_>>().join("; ")
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self
    }

    /// The problem that it is, checked for what every problem has.
    #[track_caller]
    pub fn problem(self, status: u16, code: &str) -> Value {
        let answer = self.is(status);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        let problem = answer.json();
        assert_eq!(problem["type"], format!("/problems/{code}"), "{problem}");
        assert_eq!(problem["status"], status);
        for text in ["title", "detail", "next_step"] {
            let text = problem[text].as_str().expect("a text");
            assert!(
                !text.is_empty() && !text.contains("refusal-") && !text.contains("{ $") && !text.contains("(mã "),
                "{problem}"
            );
        }
        problem
    }

    /// The one problem of a field that it names.
    #[track_caller]
    pub fn field(self, status: u16, pointer: &str, code: &str) -> Value {
        let code_of_all = match (status, code) {
            (_, "unknown-field") => code,
            (400, _) => "wrong-type",
            _ => "input",
        };
        let problem = self.problem(status, code_of_all);
        let errors = problem["errors"].as_array().expect("errors");
        let found = errors.iter().find(|error| error["pointer"] == pointer && error["code"] == code);
        let found = found.unwrap_or_else(|| panic!("no {code} at {pointer} in {problem}"));
        let message = found["message"].as_str().expect("a message");
        assert!(!message.contains("problem-") && !message.contains("Hãy kiểm tra lại."), "no text of its own: {found}");
        found.clone()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl House {
    /// Opens a house at nine o'clock on Tuesday 23 December 2025.
    pub fn open(given: TestStore) -> Self {
        Self::with(given, Settings::default())
    }

    pub fn with(given: TestStore, settings: Settings) -> Self {
        let clock = Clock::standing_at(instant(date(2025, 12, 23).at(9, 0, 0, 0)));
        settle(&given, clock.now());
        let app = App::new(given.store.clone(), clock.clone(), settings).expect("an application");
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("threads");
        Self { runtime, router: web::router(app), clock, given }
    }

    /// Sends a request as it is.
    pub fn send(&self, request: Request<Body>) -> Answer {
        self.runtime.block_on(answer(self.router.clone(), request))
    }

    /// Sends all of them at once.
    pub fn send_at_once(&self, requests: Vec<Request<Body>>) -> Vec<Answer> {
        self.runtime.block_on(async {
            let sent = requests.into_iter().map(|request| tokio::spawn(answer(self.router.clone(), request)));
            let sent: Vec<_> = sent.collect();
            let mut answers = Vec::new();
            for one in sent {
                answers.push(one.await.expect("an answer"));
            }
            answers
        })
    }

    pub fn get(&self, who: &str, path: &str) -> Answer {
        self.send(request("GET", who, path, &[], Body::empty()))
    }

    pub fn post(&self, who: &str, path: &str, body: &Value) -> Answer {
        self.send(post(who, path, &[], body))
    }

    /// A birth, to be filed online by this person, with what they scanned.
    pub fn filing(&self, who: &str) -> Value {
        let mut filing = filing();
        let scan = self.upload(who);
        filing["documents"] = json!([{"code": "01", "file_id": scan}, {"code": "02", "file_id": scan}]);
        filing
    }

    /// The citizen's filing with one field changed.
    pub fn filing_with(&self, pointer: &str, value: Value) -> Value {
        changed(self.filing(CITIZEN), pointer, value)
    }

    /// Files a birth as the citizen, and answers its code.
    pub fn file(&self) -> String {
        let filed = self.post(CITIZEN, "/api/v1/dossiers", &self.filing(CITIZEN)).is(201).json();
        filed["code"].as_str().expect("a code").to_owned()
    }

    /// Does something to a dossier at its present version.
    #[track_caller]
    pub fn act(&self, who: &str, code: &str, action: &str, mut body: Value) -> Answer {
        if body["version"].is_null() {
            body["version"] = self.version(code).into();
        }
        self.post(who, &format!("/api/v1/dossiers/{code}/actions/{action}"), &body)
    }

    /// The dossier's version, asked by whoever may see it.
    pub fn version(&self, code: &str) -> u64 {
        let seen = self.get(CASE_OFFICER, &format!("/api/v1/dossiers/{code}")).is(200).json();
        seen["version"].as_u64().expect("a version")
    }

    /// Uploads a file, and answers its identifier.
    pub fn upload(&self, who: &str) -> String {
        let uploaded = self.send(upload(who, "tờ khai.pdf", harness::paper!("a paper"))).is(201).json();
        uploaded["id"].as_str().expect("an identifier").to_owned()
    }

    /// Walks a received dossier up to its result.
    pub fn settle_dossier(&self, code: &str) {
        self.act(CASE_OFFICER, code, "assign", json!({})).is(200);
        self.act(CASE_OFFICER, code, "propose", json!({"content": "Đủ điều kiện"})).is(200);
        self.act(LEADER, code, "sign", json!({})).is(200);
        let result = self.upload(CLERK);
        self.act(CLERK, code, "complete", json!({"number": "125/GKS", "file": result})).is(200);
    }

    /// Signs somebody in on the pages of a demonstration, and answers the cookies.
    pub fn sign_in(&self, login: &str) -> String {
        let page = self.get("", "/sign-in").is(200);
        let token = page.text().split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let (visitor, form) = (page.cookies(), format!("csrf={}&login={login}&next=/", token.expect("a token")));
        let headers = [("cookie", visitor.as_str()), ("content-type", "application/x-www-form-urlencoded")];
        let signed_in = self.send(request("POST", "", "/sign-in/sample", &headers, Body::from(form)));
        format!("{visitor}; {}", signed_in.is(303).cookies())
    }

    /// Takes a position away.
    pub fn revoke(&self, login: &'static str, role: Role, agency: &'static str) {
        let now = self.clock.now();
        let revoked = self.given.store.write_blocking(move |tx| {
            let agency = agency.parse().expect("a code");
            let event =
                PositionRevoked { login: login.into(), agency, role, reason: "moved".into(), on: None, decision: None };
            desk::people::record(tx, Event::PositionRevoked(event), &Capacity::system("test"), now)
        });
        revoked.expect("revoked");
    }

    /// Registers a village of a commune's authority, and answers its code.
    pub fn village(&self, agency: &'static str) -> String {
        let now = self.clock.now();
        let code: Result<String, store::Failure> = self.given.store.write_blocking(move |tx| {
            let province = store::province::ProvinceCache::default().get(tx)?;
            let agency = province.directory.get(&agency.parse().expect("a code")).expect("an agency");
            let commune = agency.commune.clone().expect("a commune");
            let code = VillageCode::new(&commune, 1).expect("a code");
            let (name, kind) = ("Nậm Lúc".into(), VillageKind::Ban);
            let village = Village { code: code.clone(), name, kind, commune, founded_on: None, decision: None };
            let event = Event::VillageRegistered(VillageRegistered { village });
            desk::people::record(tx, event, &Capacity::system("test"), now)?;
            Ok(code.to_string())
        });
        code.expect("a village")
    }

    /// Keeps an indicator that communes report month by month and this agency answers for.
    pub fn keep_indicator(&self, code: &'static str, agency: &'static str) {
        let now = self.clock.now();
        let kept: Result<_, store::Failure> = self.given.store.write_blocking(move |tx| {
            let province = store::province::ProvinceCache::default().get(tx)?;
            let position = Position::own("H35".parse().expect("a code"), Role::Approver, "Chủ tịch");
            let actor = Actor::new("chuan.bi".into(), "Người chuẩn bị".into(), None, vec![position]);
            let draft = Draft {
                code: code.into(),
                programme: Some(Programme::Project06),
                name: "Tài khoản định danh đã kích hoạt".into(),
                unit: "%".into(),
                formula: "số đã kích hoạt ÷ số đủ điều kiện".into(),
                direction: Some(Direction::Up),
                targets: "2025: 80".into(),
                agency: agency.parse().ok(),
                reporters: Some(Reporters::Communes),
                source: "Kế hoạch (mô phỏng)".into(),
                every: Some(Every::Month),
                kind: Some(Kind::Cumulative),
                least: "0".into(),
                most: "100".into(),
                ..Draft::default()
            };
            desk::indicators::keep(tx, &province, &actor, None, &draft, now)
        });
        kept.expect("kept");
    }

    /// Closes an account, as an administrator would.
    pub fn close_account(&self, login: &'static str) {
        let now = self.clock.now();
        let closed = self.given.store.write_blocking(move |tx| {
            let event = PersonDisabled { login: login.into(), reason: "left".into() };
            desk::people::record(tx, Event::PersonDisabled(event), &Capacity::system("test"), now)
        });
        closed.expect("closed");
    }

    /// Withdraws a procedure from today on.
    pub fn withdraw(&self, code: &'static str) {
        let now = self.clock.now();
        let withdrawn = self.given.store.write_blocking(move |tx| {
            let province = store::province::ProvinceCache::default().get(tx)?;
            let code = code.parse().expect("a code");
            let today = rules::calendar::day_of(now);
            desk::catalogue::withdraw(tx, &province, &code, today, "replaced".into(), &Capacity::system("test"), now)
        });
        withdrawn.expect("withdrawn");
    }

    pub fn later(&self, hours: i64) {
        self.clock.advance(SignedDuration::from_hours(hours));
    }
}

async fn answer(router: Router, request: Request<Body>) -> Answer {
    let response = router.oneshot(request).await.expect("infallible");
    let (head, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.expect("a body").to_vec();
    Answer { status: head.status, headers: head.headers, body }
}

/// A request of somebody; nobody has an empty name.
pub fn request(method: &str, who: &str, path: &str, headers: &[(&str, &str)], body: Body) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    if !who.is_empty() {
        request = request.header(header::AUTHORIZATION, format!("Bearer token-of-{who}"));
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body).expect("a request")
}

pub fn post(who: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Request<Body> {
    let mut all = vec![("content-type", "application/json")];
    all.extend(headers);
    request("POST", who, path, &all, Body::from(body.to_string()))
}

/// A request that uploads a file.
pub fn upload(who: &str, name: &str, contents: &[u8]) -> Request<Body> {
    let head = format!("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    let body = [head.as_bytes(), contents, b"\r\n--b--\r\n"].concat();
    request("POST", who, "/api/v1/files", &[("content-type", "multipart/form-data; boundary=b")], Body::from(body))
}

/// A birth whose papers are shown.
fn filing() -> Value {
    json!({
        "procedure": BIRTH,
        "applicant": {
            "kind": "citizen",
            "id_number": "012085001234",
            "name": "Lò Thị Lan",
            "phone": "0912 345 678",
            "email": "lan@example.vn",
            "address": "Bản Nậm Lúc, xã Sìn Hồ, tỉnh Lai Châu"
        },
        "channel": "online",
        "counter": null,
        "competent_agency": null,
        "form": {"child": "Lò Văn Páo"},
        "documents": [{"code": "01"}, {"code": "02"}],
        "result_delivery": {"method": "counter"}
    })
}

/// A birth whose papers were shown where it was taken in.
pub fn filing_by(channel: &str) -> Value {
    changed(filing(), "/channel", json!(channel))
}

/// A filing with one field changed.
pub fn changed(mut filing: Value, pointer: &str, value: Value) -> Value {
    if let Some(place) = filing.pointer_mut(pointer) {
        *place = value;
        return filing;
    }
    let (parent, field) = pointer.rsplit_once('/').expect("a pointer");
    filing.pointer_mut(parent).expect("a parent")[field] = value;
    filing
}

fn settle(given: &TestStore, now: Timestamp) {
    let agencies: Vec<Agency> =
        serde_json::from_str(include_str!("../../../motcua/data/lai-chau/agencies.json")).expect("agencies");
    let procedures: Vec<Procedure> =
        serde_json::from_str(include_str!("../../../motcua/data/catalogue/ho-tich.json")).expect("procedures");
    let settled: Result<(), store::Failure> = given.store.write_blocking(move |tx| {
        let by = Capacity::system("test");
        for agency in &agencies {
            let event = AgencyRegistered::of(agency.clone());
            desk::people::record(tx, Event::AgencyRegistered(event), &by, now)?;
        }
        for (login, name, positions) in PEOPLE {
            let person = PersonRegistered {
                login: login.into(),
                name: name.into(),
                personal_id: None,
                phone: None,
                address: None,
                commune: None,
            };
            desk::people::record(tx, Event::PersonRegistered(person), &by, now)?;
            for (role, agency) in positions {
                let agency = agency.parse().expect("a code");
                let event = PositionGranted::at_once(login, agency, *role, "Công chức");
                desk::people::record(tx, Event::PositionGranted(event), &by, now)?;
            }
            let hash = web::api::token_hash(&format!("token-of-{login}"));
            let token = Token {
                id: String::new(),
                login: login.into(),
                name: "test".into(),
                scope: Scope::Write,
                created_at: now,
                used_at: None,
                expires_at: now + SignedDuration::from_hours(24 * 30),
                assurance: None,
                of_officer: true,
            };
            tokens::keep(tx, &hash, &token)?;
        }
        let province = store::province::ProvinceCache::default().get(tx)?;
        for procedure in &procedures {
            desk::catalogue::publish(tx, &province, procedure.clone(), date(2025, 7, 1), &by, now)?;
        }
        Ok(())
    });
    settled.expect("a province");
}
