//! Paying on the pages, with a gateway that says what the test wants: what a browser or a stranger tells is not believed, what the
//! gateway tells is counted once, and each role does its own part.

use crate::site::{Browser, CASE, CLERK, COUNTER, LAN, LEADER, MINH, PATAN_COUNTER, Site};
use async_trait::async_trait;
use jiff::Timestamp;
use links::payment::{Gateway, Notice, Order, Paid, Status, Trouble, Unbelieved};
use rules::catalogue::{Fee, FeeKind};
use rules::dossiers::{Command, Receive};
use rules::money::Dong;
use rules::payments::AttemptCode;
use rules::payments::vietqr::Account;
use rules::people::Capacity;
use std::sync::{Arc, Mutex};
use store::province::ProvinceCache;
use store::tables::payments::figures;
use web::Settings;
use web::payments::Payments;

/// A gateway whose every word the test decides.
#[derive(Default)]
struct Told {
    orders: Mutex<Vec<Order>>,
    /// What it answers when it is asked.
    status: Mutex<Option<Status>>,
}

#[async_trait]
impl Gateway for Told {
    async fn begin(&self, order: &Order) -> Result<String, Trouble> {
        self.orders.lock().expect("orders").push(order.clone());
        Ok("https://gateway.example/pay".to_owned())
    }

    async fn ask(&self, _: &AttemptCode, _: Timestamp) -> Result<Status, Trouble> {
        self.status.lock().expect("a status").clone().ok_or(Trouble::TooSlow)
    }

    /// `attempt transaction amount`, sealed by the word "sealed".
    fn notified(&self, body: &[u8]) -> Result<Notice, Unbelieved> {
        let text = std::str::from_utf8(body).map_err(|_| Unbelieved::Nonsense)?;
        let words: Vec<&str> = text.split(' ').collect();
        let ["sealed", attempt, transaction, amount] = words[..] else { return Err(Unbelieved::Signature) };
        let attempt = attempt.parse().map_err(|_| Unbelieved::Nonsense)?;
        let amount = amount.parse().map_err(|_| Unbelieved::Nonsense)?;
        Ok(Notice { attempt, paid: Some(paid(transaction, amount)) })
    }

    fn returned(&self, query: &[(String, String)]) -> Result<AttemptCode, Unbelieved> {
        let named = query.iter().find(|(name, _)| name == "attempt").ok_or(Unbelieved::Nonsense)?;
        named.1.parse().map_err(|_| Unbelieved::Nonsense)
    }

    fn answer(&self, taken: bool) -> String {
        if taken { "taken".to_owned() } else { "not taken".to_owned() }
    }

    fn origin(&self) -> String {
        "https://gateway.example".to_owned()
    }
}

fn paid(transaction: &str, amount: i64) -> Paid {
    Paid {
        transaction: transaction.to_owned(),
        amount: Dong(amount),
        at: Timestamp::from_second(1_766_453_400).expect("a time"),
    }
}

/// A site where a birth costs 8,000 đồng, with an account and that gateway.
fn open() -> (Site, Arc<Told>) {
    let told = Arc::new(Told::default());
    let payments = Payments::new(Arc::clone(&told) as Arc<dyn Gateway>, "gateway");
    let settings = Settings { simulated: true, ..Settings::default() };
    let site = Site::with_payments(settings, Some(Arc::new(payments)));
    let now = site.clock.now();
    site.write(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        let code = crate::site::BIRTH.parse().expect("a code");
        let mut birth = province.procedure(&code).and_then(|state| state.procedure.clone()).expect("a procedure");
        birth.fees = vec![Fee {
            name: "Lệ phí hộ tịch".into(),
            kind: FeeKind::Fee,
            amount: Some(Dong(8_000)),
            amount_online: None,
            count: None,
            note: None,
            clock_runs: false,
        }];
        let by = Capacity::system("test");
        store::desk::catalogue::publish(tx, &province, birth, jiff::civil::date(2025, 12, 1), &by, now)?;
        let named = rules::payments::AccountNamed {
            agency: "H35.38".parse().expect("a code"),
            account: Account::new("970415", "113366668888").expect("an account"),
            bank: "Ngân hàng".into(),
            owner: "UBND XA SIN HO".into(),
        };
        store::desk::payments::name_account(tx, &province, named, &by, now)
    });
    (site, told)
}

/// Files, and asks what is to be paid; answers the dossier's code and the payment's number.
fn asked(owner: &Browser<'_>) -> (String, String) {
    let code = owner.file();
    owner.post(&format!("/dossiers/{code}/payment/begin"), &[]).leads_to("/dossiers/");
    let page = owner.get(&format!("/dossiers/{code}/payment")).is(200).says("113366668888");
    let reference = page.text.split("name=\"reference\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    (code, reference.expect("a payment").to_owned())
}

fn received(site: &Site) -> i64 {
    let books = site.read(figures::books);
    assert!(books.balance(), "{books:?}");
    books.received.0
}

#[test]
fn a_citizen_goes_to_the_gateway_and_what_it_tells_is_counted_once() {
    let (site, told) = open();
    let owner = site.signed_in(LAN);
    let (code, reference) = asked(&owner);
    let to = format!("/dossiers/{code}/payment/gateway");
    owner.post(&to, &[("reference", &reference)]).leads_to("https://gateway.example/pay");
    let order = told.orders.lock().expect("orders")[0].clone();
    assert_eq!((order.amount, order.dossier.as_str()), (Dong(8_000), code.as_str()));
    let nobody = site.browser();
    // Nobody's word, somebody else's number, another seal.
    assert_eq!(nobody.send_plain("/payments/notify", "nonsense").status.as_u16(), 403);
    let stranger = AttemptCode::of_random([9; 9]);
    let unknown = format!("sealed {stranger} GD1 8000");
    assert_eq!(nobody.send_plain("/payments/notify", &unknown).status.as_u16(), 404);
    assert_eq!(received(&site), 0);
    // An amount that was not ordered is asked about: no answer, nothing counted; then the truth.
    let lie = format!("sealed {} GD1 800000", order.attempt);
    assert_eq!(nobody.send_plain("/payments/notify", &lie).status.as_u16(), 422);
    assert_eq!(received(&site), 0);
    let right = format!("sealed {} GD1 8000", order.attempt);
    for _ in 0..3 {
        nobody.send_plain("/payments/notify", &right).is(200).says("taken");
    }
    *told.status.lock().expect("a status") = Some(Status::Paid(vec![paid("GD1", 8_000)]));
    nobody.send_plain("/payments/notify", &lie).is(200);
    assert_eq!(received(&site), 8_000);
    let page = owner.get(&format!("/dossiers/{code}/payment")).is(200).says("Đã nộp");
    let receipt =
        page.text.split("href=\"").find(|rest| rest.contains("/receipts/")).and_then(|rest| rest.split('"').next());
    owner.get(receipt.expect("a receipt")).is(200).says("Tám nghìn đồng").says("LP-2025-0000001");
    site.signed_in(MINH).get(receipt.expect("a receipt")).is(404);
    // The same as PDF, which says the code by which anybody checks it.
    let pdf = format!("{}.pdf", receipt.expect("a receipt"));
    site.signed_in(MINH).get(&pdf).is(404);
    site.signed_in(COUNTER).get(&pdf).is(200);
    let answer = owner.get(&pdf).is(200);
    assert_eq!(answer.headers["content-type"], "application/pdf");
    let id = site.read({
        let code = code.clone();
        move |tx| {
            let receipts = store::desk::payments::receipts(tx, &code)?;
            Ok(receipts.first().map(|receipt| receipt.id.to_string()))
        }
    });
    let id = id.expect("a receipt");
    let anybody = site.browser();
    anybody
        .get(&format!("/verify/{id}"))
        .is(200)
        .says("còn hiệu lực")
        .says("LP-2025-0000001")
        .says("8.000")
        .hides("Lò Thị Lan");
    anybody.get(&format!("/verify/{}", id.to_lowercase())).is(200);
    let last = if id.ends_with('0') { "1" } else { "0" };
    let other = format!("{}{last}", &id[..id.len() - 1]);
    anybody.get(&format!("/verify/{other}")).is(404).says("Không có văn bản nào khớp");
    let wrong_kind = id.replacen(".08.", ".09.", 1);
    anybody.get(&format!("/verify/{wrong_kind}")).is(404);
}

#[test]
fn coming_back_proves_nothing_until_the_gateway_says_so() {
    let (site, told) = open();
    let owner = site.signed_in(LAN);
    let (code, reference) = asked(&owner);
    owner.post(&format!("/dossiers/{code}/payment/gateway"), &[("reference", &reference)]).leads_to("https://");
    let attempt = told.orders.lock().expect("orders")[0].attempt.clone();
    let back = format!("/payments/return?attempt={attempt}");
    owner.get(&back).is(200).says("Chưa có xác nhận");
    *told.status.lock().expect("a status") = Some(Status::Pending);
    owner.get(&back).is(200).says("Chưa có xác nhận");
    assert_eq!(received(&site), 0);
    *told.status.lock().expect("a status") = Some(Status::Paid(vec![paid("GD1", 8_000), paid("GD2", 8_000)]));
    owner.get(&back).is(200).says("đã nhận đủ tiền");
    owner.get(&back).is(200);
    assert_eq!(received(&site), 16_000, "taken twice by the gateway, and owed back once");
    owner.get(&format!("/dossiers/{code}/payment")).says("phải hoàn trả người nộp");
    owner.get("/payments/return?attempt=nonsense").is(404);
}

#[test]
fn a_counter_takes_cash_once_and_a_refund_takes_two_people() {
    let (site, _) = open();
    let owner = site.signed_in(LAN);
    let (code, reference) = asked(&owner);
    let to = |what: &str| format!("/dossiers/{code}/payment/{what}");
    let cash = [("reference", reference.as_str()), ("amount", "8000")];
    owner.post(&to("cash"), &cash).is(403);
    let elsewhere = site.signed_in(PATAN_COUNTER);
    elsewhere.get("/queue");
    elsewhere.post(&to("cash"), &cash).is(404);
    let counter = site.signed_in(COUNTER);
    counter.get(&format!("/dossiers/{code}/payment")).says("Đã thu đủ");
    counter.post(&to("cash"), &[("reference", &reference), ("amount", "7000")]).is(422);
    counter.post(&to("cash"), &cash).leads_to("/dossiers/");
    counter.post(&to("cash"), &cash).is(422).says("không còn chờ nộp");
    assert_eq!(received(&site), 8_000);
    let ask = [("reference", reference.as_str()), ("amount", "8.000"), ("reason", "Thu nhầm")];
    owner.post(&to("refund"), &ask).is(403);
    counter
        .post(&to("refund"), &[("reference", &reference), ("amount", "9.000"), ("reason", "Thu nhầm")])
        .wrong_at("amount");
    counter.post(&to("refund"), &ask).leads_to("/dossiers/");
    let decide = [("reference", reference.as_str()), ("number", "1"), ("go", "approve")];
    counter.post(&to("decide"), &decide).is(403);
    let leader = site.signed_in(LEADER);
    leader.get(&format!("/dossiers/{code}/payment")).says("Duyệt hoàn trả");
    leader.post(&to("decide"), &decide).leads_to("/dossiers/");
    let out = [("reference", reference.as_str()), ("number", "1"), ("transaction", "PC-12")];
    counter.get(&format!("/dossiers/{code}/payment")).says("Đã duyệt");
    counter.post(&to("pay-out"), &out).leads_to("/dossiers/");
    let books = site.read(figures::books);
    assert_eq!((books.refunded, books.kept), (Dong(8_000), Dong(0)));
    assert!(books.balance());
    // The receipt is genuine, and says that it holds no more.
    let id = site.read({
        let code = code.clone();
        move |tx| Ok(store::desk::payments::receipts(tx, &code)?[0].id.to_string())
    });
    site.browser().get(&format!("/verify/{id}")).is(200).says("thay thế");
    let clerk = site.signed_in(CLERK);
    clerk.get("/payments").is(200).says(&code);
}

#[test]
fn what_nobody_pays_expires_and_the_counter_keeps_what_comes_late() {
    let (site, _) = open();
    let owner = site.signed_in(LAN);
    let code = owner.file();
    site.act(COUNTER, &code, rules::dossiers::Command::Receive(rules::dossiers::Receive {}));
    let assign = rules::dossiers::Assign { officer: CASE.into(), officer_name: "Hoàng Thụ Lý".into(), note: None };
    site.act(CASE, &code, rules::dossiers::Command::Assign(assign));
    let ask = rules::dossiers::RequestPayment::default();
    site.act(CASE, &code, rules::dossiers::Command::RequestPayment(ask));
    let payment = format!("/dossiers/{code}/payment");
    owner.get(&payment).is(200).says("Hạn nộp:");
    let waiting = owner.get(&format!("/dossiers/{code}")).is(200).says("đang chờ nộp 8.000");
    waiting.says("Thời gian giải quyết tạm dừng").says("Hạn nộp:");
    site.later(24 * 21);
    site.expire_payments();
    let owner = site.signed_in(LAN);
    owner.get(&format!("/dossiers/{code}")).is(200).says("đã hết hạn mà chưa nộp đủ").says("nhận hoặc hoàn trả");
    owner.get(&payment).is(200).says("Hết hạn nộp").hides("đến sau hạn cho khoản");
    owner.get("/messages").is(200).says("Hết hạn nộp phí").says("Sắp hết hạn nộp");
    // The bank tells of it after all: nothing is lost, and somebody decides.
    let (wanted, now) = (code.clone(), site.clock.now());
    let reference = site.write(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        let reference = store::desk::payments::of_dossier(tx, &wanted)?[0].requested.reference.clone();
        let money = rules::payments::MoneyIn {
            source: rules::payments::Source::Bank,
            transaction: "FT1".into(),
            attempt: None,
            amount: Dong(8_000),
            paid_at: now,
            counter: None,
        };
        store::desk::payments::receive(tx, &province, &reference, money, &Capacity::system("bank"), now)?;
        Ok(reference)
    });
    assert_eq!(received(&site), 8_000);
    let accept = [("reference", reference.as_str())];
    owner.post(&format!("{payment}/accept"), &accept).is(403);
    let counter = site.signed_in(COUNTER);
    counter.get(&payment).is(200).says("đến sau hạn cho khoản").says("Đề nghị hoàn trả");
    counter.post(&format!("{payment}/accept"), &accept).leads_to("/dossiers/");
    counter.post(&format!("{payment}/accept"), &accept).is(422).says("không hết hạn nộp");
    owner.get(&payment).is(200).says("Đã nộp").says("LP-2026-0000001");
}

#[test]
fn a_result_waits_for_its_fee_and_the_officers_are_shown_the_ways_on() {
    let (site, _) = open();
    let owner = site.signed_in(LAN);
    let settled = || {
        let code = owner.file();
        site.act(COUNTER, &code, Command::Receive(Receive {}));
        crate::dossiers::settle(&site, &code);
        code
    };
    let (paid, waived) = (settled(), settled());
    let counter = site.signed_in(COUNTER);
    let page = counter.get(&format!("/dossiers/{paid}")).is(200).says("Còn phải nộp 8.000");
    let version = page.value("version");
    let hand_over =
        |code: &str| counter.post(&format!("/dossiers/{code}/actions/return-result"), &[("version", &version)]);
    hand_over(&paid).is(422).says("Chưa trả được kết quả").says("trang Phí, lệ phí của hồ sơ");
    let clerk = site.signed_in(CLERK);
    clerk.get("/payments").is(200).says("Còn phải thu").says(&paid).says(&waived);
    // Taken in cash once the result is there.
    counter.post(&format!("/dossiers/{paid}/payment/begin"), &[]).leads_to("/dossiers/");
    let page = counter.get(&format!("/dossiers/{paid}/payment")).is(200).says("Đã thu đủ");
    let cash = [("reference", page.value("reference")), ("amount", "8000".to_owned())];
    let cash = cash.each_ref().map(|(name, value)| (*name, value.as_str()));
    counter.post(&format!("/dossiers/{paid}/payment/cash"), &cash).leads_to("/dossiers/");
    hand_over(&paid).leads_to("/dossiers/");
    // A leader decides that nothing is taken, and says why.
    let waive = format!("/dossiers/{waived}/payment/waive");
    counter.post(&waive, &[("reason", "Theo quyết định 12")]).is(403);
    let leader = site.signed_in(LEADER);
    leader.get(&format!("/dossiers/{waived}/payment")).is(200).says("Quyết định không thu");
    leader.post(&waive, &[("reason", " ")]).wrong_at("reason");
    leader.post(&waive, &[("reason", "Theo quyết định 12")]).leads_to("/dossiers/");
    counter.get(&format!("/dossiers/{waived}/payment")).is(200).says("Theo quyết định 12");
    hand_over(&waived).leads_to("/dossiers/");
    clerk.get("/payments").is(200).says("Không còn khoản nào phải thu");
}
