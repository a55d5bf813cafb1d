//! The payment platform's client against its stand-in over real HTTP, and the bank behind it; then everything that can go wrong.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use jiff::Timestamp;
use links::payment::{
    Bank, Client, Gateway as _, Misbehaviour, Order, Seal, Settings, Setup, Simulator, Status, Transfer, Trouble,
    Unbelieved,
};
use rules::money::Dong;
use rules::payments::vietqr::{Account, transfer};
use rules::payments::{AttemptCode, read_statement};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;

const ACCOUNT: &str = "350000000001";

/// A gateway, a bank, and somewhere to be notified.
struct Neighbours {
    client: Client,
    gateway: String,
    bank: String,
    notified: Arc<Mutex<Vec<Bytes>>>,
    notify: String,
    http: reqwest::Client,
}

async fn serve(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(axum::serve(listener, router).into_future());
    format!("http://{address}")
}

fn now() -> Timestamp {
    Timestamp::from_second(1_766_453_400).unwrap()
}

fn seal() -> Seal {
    Seal::new("H35", "secret")
}

impl Neighbours {
    async fn meet(way: Misbehaviour) -> Self {
        let bank = serve(Bank::new(Arc::new(now)).router()).await;
        let setup = Setup {
            seal: seal(),
            clock: Arc::new(now),
            page: Arc::new(|checkout, _| format!("{} {}", checkout.about, checkout.amount.0)),
            bank: Some(bank.clone()),
            way,
            delay: Duration::from_millis(50),
        };
        let http = links::http::build(links::http::builder(Duration::from_secs(5))).unwrap();
        let gateway = serve(Simulator::new(setup).unwrap().router()).await;
        let notified = Arc::new(Mutex::new(Vec::new()));
        let hear = |State(heard): State<Arc<Mutex<Vec<Bytes>>>>, body: Bytes| async move {
            heard.lock().unwrap().push(body);
            r#"{"error_code":"0"}"#
        };
        let notify = serve(Router::new().route("/notify", post(hear)).with_state(Arc::clone(&notified))).await;
        let client = Client::new(Settings::new(gateway.clone(), seal()), Arc::new(now)).unwrap();
        Self { client, gateway, bank, notified, notify, http }
    }

    fn order(&self, number: u8) -> Order {
        Order {
            attempt: AttemptCode::of_random([number; 9]),
            amount: Dong(18_000),
            begun_at: now(),
            about: "Nop phi, le phi ho so H35.38-251223-0001".into(),
            dossier: "H35.38-251223-0001".into(),
            procedure: "1.004222".into(),
            agency: "H35.38".into(),
            to: Account::new("999999", ACCOUNT).unwrap(),
            items: Vec::new(),
            back: "http://localhost/payments/return".into(),
            notify: format!("{}/notify", self.notify),
            address: "127.0.0.1".into(),
        }
    }

    /// Presses a button of the page; answers where the browser is sent.
    async fn press(&self, url: &str, go: &str) -> String {
        let answer = self.http.post(url).form(&[("go", go)]).send().await.unwrap();
        answer.headers()["location"].to_str().unwrap().to_owned()
    }

    /// The notifications, once so many came.
    async fn heard(&self, count: usize) -> Vec<Bytes> {
        for _ in 0..400 {
            let heard = self.notified.lock().unwrap().clone();
            if heard.len() >= count {
                return heard;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("only {:?}", self.notified.lock().unwrap());
    }
}

fn query(url: &str) -> Vec<(String, String)> {
    let url: reqwest::Url = url.parse().unwrap();
    url.query_pairs().into_owned().collect()
}

#[tokio::test]
async fn a_payment_goes_to_the_gateway_to_the_bank_and_back() {
    let all = Neighbours::meet(Misbehaviour::None).await;
    let order = all.order(1);
    let page = all.client.begin(&order).await.unwrap();
    assert!(page.starts_with(&all.gateway));
    assert_eq!(all.client.ask(&order.attempt, now()).await, Ok(Status::Pending));
    let back = all.press(&page, "pay").await;
    assert_eq!(all.client.returned(&query(&back)), Ok(order.attempt.clone()));
    let heard = all.heard(1).await;
    let notice = all.client.notified(&heard[0]).unwrap();
    let paid = notice.paid.unwrap();
    assert_eq!((notice.attempt, paid.amount), (order.attempt.clone(), Dong(18_000)));
    assert_eq!(all.client.ask(&order.attempt, now()).await, Ok(Status::Paid(vec![paid])));
    let statement = all.http.get(format!("{}/sao-ke/{ACCOUNT}", all.bank)).send().await.unwrap().bytes().await.unwrap();
    let lines = read_statement(&statement).unwrap().lines;
    assert_eq!((lines.len(), lines[0].credit), (1, Dong(18_000)));
    assert_eq!(AttemptCode::all_in(&lines[0].content), [order.attempt]);
}

#[tokio::test]
async fn whoever_declines_pays_nothing_and_an_order_is_taken_once() {
    let all = Neighbours::meet(Misbehaviour::None).await;
    let order = all.order(1);
    let page = all.client.begin(&order).await.unwrap();
    all.press(&page, "decline").await;
    assert_eq!(all.client.ask(&order.attempt, now()).await, Ok(Status::Failed));
    assert_eq!(all.client.begin(&order).await, Err(Trouble::Refused), "a number is used once");
    assert_eq!(all.client.ask(&AttemptCode::of_random([9; 9]), now()).await, Ok(Status::Failed), "never begun");
}

#[tokio::test]
async fn what_was_changed_on_the_way_is_not_believed() {
    let all = Neighbours::meet(Misbehaviour::WrongSeal).await;
    let page = all.client.begin(&all.order(1)).await.unwrap();
    let back = all.press(&page, "pay").await;
    assert_eq!(all.client.notified(&all.heard(1).await[0]), Err(Unbelieved::Signature));
    let mut changed = query(&back);
    changed[0].1 = AttemptCode::of_random([2; 9]).to_string();
    assert_eq!(all.client.returned(&changed), Err(Unbelieved::Signature));
    assert_eq!(all.client.returned(&[]), Err(Unbelieved::Nonsense));
    assert_eq!(all.client.notified(b"<html>"), Err(Unbelieved::Nonsense));
    let stranger = Client::new(Settings::new(all.gateway.clone(), Seal::new("H35", "another")), Arc::new(now)).unwrap();
    assert_eq!(stranger.begin(&all.order(3)).await, Err(Trouble::Refused));
}

#[tokio::test]
async fn a_lie_about_the_amount_shows_when_the_gateway_is_asked() {
    let all = Neighbours::meet(Misbehaviour::WrongAmount).await;
    let order = all.order(1);
    let page = all.client.begin(&order).await.unwrap();
    all.press(&page, "pay").await;
    let told = all.client.notified(&all.heard(1).await[0]).unwrap().paid.unwrap();
    assert_ne!(told.amount, order.amount, "sealed, and wrong all the same");
    let Ok(Status::Paid(paid)) = all.client.ask(&order.attempt, now()).await else { panic!("paid") };
    assert_eq!(paid[0].amount, order.amount);
}

#[tokio::test]
async fn a_gateway_that_fails_is_asked_again_and_one_that_is_gone_is_left_alone() {
    let all = Neighbours::meet(Misbehaviour::Broken).await;
    let order = all.order(1);
    let page = all.client.begin(&order).await.unwrap();
    all.press(&page, "pay").await;
    assert!(matches!(all.client.ask(&order.attempt, now()).await, Ok(Status::Paid(_))), "the third time it answers");
    let nobody = Client::new(Settings::new("http://127.0.0.1:9", seal()), Arc::new(now)).unwrap();
    for _ in 0..4 {
        assert_eq!(nobody.begin(&order).await, Err(Trouble::Unreachable));
    }
    assert_eq!(nobody.begin(&order).await, Err(Trouble::Resting));
}

#[tokio::test]
async fn a_transfer_by_code_is_booked_and_a_damaged_code_is_not() {
    let all = Neighbours::meet(Misbehaviour::None).await;
    let account = Account::new("999999", ACCOUNT).unwrap();
    let qr = transfer(&account, Dong(18_000), "MC0123456789ABCD").unwrap();
    let send = |transfer: Transfer| all.http.post(format!("{}/chuyen-khoan", all.bank)).json(&transfer).send();
    assert!(send(Transfer { qr: qr.clone(), ..Transfer::default() }).await.unwrap().status().is_success());
    let damaged = qr.replace("18000", "19000");
    assert_eq!(send(Transfer { qr: damaged, ..Transfer::default() }).await.unwrap().status(), 400);
    let statement = all.http.get(format!("{}/sao-ke/{ACCOUNT}", all.bank)).send().await.unwrap().bytes().await.unwrap();
    let lines = read_statement(&statement).unwrap().lines;
    assert_eq!(lines.len(), 1);
    assert_eq!(rules::payments::Reference::all_in(&lines[0].content)[0].as_str(), "MC0123456789ABCD");
}
