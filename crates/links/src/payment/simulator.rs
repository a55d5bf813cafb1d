//! The gateway's stand-in: takes orders, shows a page on which whoever comes pays or does not, tells the bank, notifies us, and sends
//! the browser back; or misbehaves, each try in its own way. No money is moved anywhere.

use super::Paid;
use super::bank::Credit;
use super::wire::{self, Answer, Begun, Init, Known, Notification, Question, Seal};
use crate::breaker::Clock;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use jiff::Timestamp;
use rules::money::Dong;
use serde::Deserialize;
use std::collections::HashMap;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How the stand-in can misbehave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Misbehaviour {
    /// It does what it should.
    None,
    /// It notifies late.
    Late,
    /// It notifies twice.
    Twice,
    /// It takes the money twice.
    DoubleCharge,
    /// Its notification names another amount than was paid.
    WrongAmount,
    /// It takes less than was ordered.
    Underpaid,
    /// It never notifies.
    Never,
    /// It notifies under a wrong seal.
    WrongSeal,
    /// It says that it failed, after it said that it was paid.
    OutOfOrder,
    /// It sends the browser back long before it notifies.
    ReturnFirst,
    /// It notifies with what nobody understands.
    Garbage,
    /// It does not answer questions at first.
    Broken,
    /// Each try in another way.
    Mixed,
}

impl Misbehaviour {
    /// Every way, with its name on the command line.
    pub const ALL: [(&'static str, Self); 13] = [
        ("none", Self::None),
        ("late", Self::Late),
        ("twice", Self::Twice),
        ("double-charge", Self::DoubleCharge),
        ("wrong-amount", Self::WrongAmount),
        ("underpaid", Self::Underpaid),
        ("never", Self::Never),
        ("wrong-seal", Self::WrongSeal),
        ("out-of-order", Self::OutOfOrder),
        ("return-first", Self::ReturnFirst),
        ("garbage", Self::Garbage),
        ("broken", Self::Broken),
        ("mixed", Self::Mixed),
    ];

    /// The way of one try, always the same for the same number.
    fn of(self, attempt: &str) -> Self {
        if self != Self::Mixed {
            return self;
        }
        let dice = attempt.bytes().fold(7_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
        Self::ALL[dice % (Self::ALL.len() - 1)].1
    }
}

impl FromStr for Misbehaviour {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, way)| *way);
        found.ok_or_else(|| Self::ALL.map(|(known, _)| known).join(", "))
    }
}

/// What the page shows.
#[derive(Debug, Clone)]
pub struct Checkout {
    /// What for.
    pub about: String,
    /// How much.
    pub amount: Dong,
    /// Where its form leads.
    pub action: String,
    /// Whether it was paid or declined already.
    pub over: bool,
}

/// Draws the page.
pub type Page = Arc<dyn Fn(&Checkout, &HeaderMap) -> String + Send + Sync>;

/// How the stand-in is set up.
pub struct Setup {
    /// The shared secret.
    pub seal: Seal,
    /// The clock.
    pub clock: Clock,
    /// The page.
    pub page: Page,
    /// The bank's address, where there is one.
    pub bank: Option<String>,
    /// How it misbehaves.
    pub way: Misbehaviour,
    /// How late "late" is.
    pub delay: Duration,
}

/// The stand-in.
#[derive(Clone)]
pub struct Simulator(Arc<Inside>);

struct Inside {
    setup: Setup,
    orders: Mutex<HashMap<String, Ordered>>,
    http: reqwest::Client,
}

#[derive(Clone)]
struct Ordered {
    init: Init,
    paid: Vec<Paid>,
    declined: bool,
    asked: u32,
}

impl Simulator {
    /// A stand-in that has no orders yet.
    ///
    /// # Errors
    /// When no client can be set up.
    pub fn new(setup: Setup) -> Result<Self, crate::http::HttpError> {
        let http = crate::http::build(crate::http::builder(Duration::from_secs(10)))?;
        Ok(Self(Arc::new(Inside { setup, orders: Mutex::default(), http })))
    }

    /// What it serves.
    pub fn router(self) -> Router {
        Router::new()
            .route("/", get(about))
            .route("/khoi-tao", post(init))
            .route("/truy-van", post(query))
            .route("/thanh-toan/{attempt}", get(page).post(decide))
            .with_state(self)
    }

    fn orders(&self) -> std::sync::MutexGuard<'_, HashMap<String, Ordered>> {
        self.0.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> Timestamp {
        (self.0.setup.clock)()
    }

    fn way(&self, attempt: &str) -> Misbehaviour {
        self.0.setup.way.of(attempt)
    }

    /// Takes the money, once or twice; answers what was taken.
    fn take(&self, attempt: &str) -> Option<Ordered> {
        let (way, now) = (self.way(attempt), self.now());
        let mut orders = self.orders();
        let order = orders.get_mut(attempt)?;
        if order.declined || !order.paid.is_empty() {
            return None;
        }
        let ordered: i64 = order.init.so_tien.parse().ok()?;
        let taken = if way == Misbehaviour::Underpaid { (ordered - 1_000).max(1) } else { ordered };
        let times = if way == Misbehaviour::DoubleCharge { 2 } else { 1 };
        for time in 0..times {
            let transaction = format!("GD{}{time}", attempt.trim_start_matches("MT"));
            order.paid.push(Paid { transaction, amount: Dong(taken), at: now });
        }
        Some(order.clone())
    }

    /// Passes the money on to the bank; tries again until the bank has it.
    async fn pass_on(&self, order: &Ordered) {
        let Some(bank) = &self.0.setup.bank else { return };
        for paid in &order.paid {
            let credit = Credit {
                account: order.init.thong_tin_bien_lai.tk_thu_huong.clone(),
                amount: paid.amount.0,
                content: format!("CONG TT {} {}", order.init.ma_tham_chieu, paid.transaction),
                number: paid.transaction.clone(),
                at: wire::moment(paid.at),
            };
            for tried in 0..20_u64 {
                let sent = self.0.http.post(format!("{bank}/ghi-co")).json(&credit).send().await;
                if sent.is_ok_and(|answer| answer.status().is_success()) {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(50 * (tried + 1))).await;
            }
        }
    }

    /// Notifies us, in the way of this try.
    async fn notify(self, order: Ordered) {
        let attempt = order.init.ma_tham_chieu.clone();
        let way = self.way(&attempt);
        let seal = &self.0.setup.seal;
        let wrong = Seal::new(seal.partner(), "another secret");
        let told = |paid: Option<&Paid>, seal: &Seal| {
            serde_json::to_vec(&Notification::new(&attempt, paid, self.now(), seal)).unwrap_or_default()
        };
        let right: Vec<Vec<u8>> = order.paid.iter().map(|paid| told(Some(paid), seal)).collect();
        let messages: Vec<Vec<u8>> = match way {
            Misbehaviour::Never => Vec::new(),
            Misbehaviour::WrongSeal => order.paid.iter().map(|paid| told(Some(paid), &wrong)).collect(),
            Misbehaviour::WrongAmount => {
                let lie = |paid: &Paid| Paid { amount: Dong(paid.amount.0 * 10 + 7), ..paid.clone() };
                order.paid.iter().map(|paid| told(Some(&lie(paid)), seal)).collect()
            }
            Misbehaviour::Garbage => vec![b"<html>502 Bad Gateway</html>".to_vec()],
            Misbehaviour::OutOfOrder => right.into_iter().chain([told(None, seal)]).collect(),
            Misbehaviour::Twice => right.iter().chain(&right).cloned().collect(),
            _ => right,
        };
        if matches!(way, Misbehaviour::Late | Misbehaviour::ReturnFirst) {
            tokio::time::sleep(self.0.setup.delay).await;
        }
        for message in messages {
            self.deliver(&order.init.url_thong_bao, message).await;
        }
    }

    /// As real ones do: until it is taken, a few times.
    async fn deliver(&self, to: &str, message: Vec<u8>) {
        for tried in 0..5_u64 {
            let post = self.0.http.post(to).header("content-type", "application/json").body(message.clone());
            let answer = match post.send().await {
                Ok(answer) => answer.text().await.unwrap_or_default(),
                Err(_) => String::new(),
            };
            if answer.contains("\"0\"") {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100 << tried)).await;
        }
    }
}

async fn about() -> &'static str {
    "MÔ PHỎNG - cổng thanh toán này không chuyển tiền của ai. SIMULATED - this gateway moves nobody's money.\n"
}

fn said(code: &str, message: &impl serde::Serialize) -> Response {
    let message = serde_json::to_string(message).unwrap_or_default();
    Json(Answer { error_code: code.to_owned(), message }).into_response()
}

async fn init(State(simulator): State<Simulator>, headers: HeaderMap, body: Bytes) -> Response {
    let Ok(init) = serde_json::from_slice::<Init>(&body) else { return said("1", &"not understood") };
    if !init.is_sealed(&simulator.0.setup.seal) {
        return said("2", &"wrong seal");
    }
    let attempt = init.ma_tham_chieu.clone();
    let mut orders = simulator.orders();
    if orders.contains_key(&attempt) {
        return said("3", &"used before");
    }
    orders.insert(attempt.clone(), Ordered { init, paid: Vec::new(), declined: false, asked: 0 });
    let host = headers.get("host").and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    said("0", &Begun { url_thanh_toan: format!("http://{host}/thanh-toan/{attempt}") })
}

async fn query(State(simulator): State<Simulator>, body: Bytes) -> Response {
    let Ok(question) = serde_json::from_slice::<Question>(&body) else { return said("1", &"not understood") };
    let seal = &simulator.0.setup.seal;
    if !question.is_sealed(seal) {
        return said("2", &"wrong seal");
    }
    let attempt = question.ma_tham_chieu;
    let mut orders = simulator.orders();
    let (state, paid) = match orders.get_mut(&attempt) {
        None => (wire::FAILED, Vec::new()),
        Some(order) => {
            order.asked += 1;
            if simulator.way(&attempt) == Misbehaviour::Broken && order.asked < 3 {
                return StatusCode::INTERNAL_SERVER_ERROR.into_response();
            }
            match (order.paid.is_empty(), order.declined) {
                (false, _) => (wire::DONE, order.paid.clone()),
                (true, true) => (wire::FAILED, Vec::new()),
                (true, false) => (wire::PENDING, Vec::new()),
            }
        }
    };
    said("0", &Known::new(&attempt, state, &paid, seal))
}

async fn page(State(simulator): State<Simulator>, headers: HeaderMap, Path(attempt): Path<String>) -> Response {
    let checkout = simulator.orders().get(&attempt).map(|order| Checkout {
        about: order.init.thong_tin_giao_dich.clone(),
        amount: Dong(order.init.so_tien.parse().unwrap_or(0)),
        action: format!("/thanh-toan/{attempt}"),
        over: order.declined || !order.paid.is_empty(),
    });
    match checkout {
        Some(checkout) => Html((simulator.0.setup.page)(&checkout, &headers)).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[derive(Debug, Deserialize)]
struct Decision {
    go: String,
}

async fn decide(
    State(simulator): State<Simulator>,
    Path(attempt): Path<String>,
    Form(decision): Form<Decision>,
) -> Response {
    let Some(order) = simulator.orders().get(&attempt).cloned() else { return StatusCode::NOT_FOUND.into_response() };
    let mut code = wire::DONE;
    if decision.go == "pay" {
        if let Some(order) = simulator.take(&attempt) {
            simulator.pass_on(&order).await;
            let notifying = simulator.clone().notify(order);
            // The browser is sent back while the notification is under way; often it comes first.
            tokio::spawn(notifying);
        }
    } else {
        code = wire::FAILED;
        if let Some(order) = simulator.orders().get_mut(&attempt).filter(|order| order.paid.is_empty()) {
            order.declined = true;
        }
    }
    let query = wire::return_query(&attempt, code, &simulator.0.setup.seal);
    let query: Vec<String> = query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    Redirect::to(&format!("{}?{}", order.init.url_tra_ve, query.join("&"))).into_response()
}
