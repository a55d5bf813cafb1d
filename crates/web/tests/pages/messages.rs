//! Messages over the pages and out of the house: told once, in the application always, by mail where there is an address, not by
//! night; and what became of it stands on the dossier.

use crate::site::{CASE, COUNTER, LAN, LEADER, MINH, PATAN_LEADER, Site};
use async_trait::async_trait;
use links::messages::{Letter, Mail, MailServer, Misbehaviour, Secrecy, Sender, Senders, Sent};
use rules::dossiers::{Assign, Command, Receive};
use rules::messages::{Channel, Outcome};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;

/// A way out that says what the test wants.
struct Says(Outcome, Mutex<Vec<Letter>>);

impl Says {
    fn new(outcome: Outcome) -> Arc<Self> {
        Arc::new(Self(outcome, Mutex::default()))
    }

    fn letters(&self) -> Vec<Letter> {
        self.1.lock().expect("letters").clone()
    }
}

#[async_trait]
impl Sender for Says {
    async fn send(&self, letter: &Letter) -> Sent {
        self.1.lock().expect("letters").push(letter.clone());
        Sent { outcome: self.0, detail: "so it goes".into() }
    }
}

fn by_mail(sender: &Arc<Says>) -> Senders {
    Senders::default().with(Channel::Mail, Arc::clone(sender) as Arc<dyn Sender>)
}

/// A dossier of Lan that was received; she left a mail address.
fn received(site: &Site) -> String {
    let lan = site.signed_in(LAN);
    lan.post("/account/contact", &[("email", "lan@example.vn")]).leads_to("/account/contact");
    let code = lan.file();
    site.act(COUNTER, &code, Command::Receive(Receive {}));
    code
}

#[test]
fn a_mail_goes_to_a_real_server_once_and_the_dossier_says_so() {
    let site = Site::open();
    let code = received(&site);
    let (server, senders) = site.run(async {
        let server = MailServer::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        tokio::spawn(server.clone().serve(listener));
        let mail = Mail::new(("127.0.0.1", port), Secrecy::None, None, "motcua@example.vn", Duration::from_secs(5));
        (server, Senders::default().with(Channel::Mail, Arc::new(mail.expect("a sender"))))
    });
    for _ in 0..3 {
        site.send_messages(&senders);
    }
    let taken = server.taken();
    assert_eq!(taken.len(), 2, "filed and received, each once: {taken:?}");
    assert!(taken.iter().all(|mail| mail.to == "lan@example.vn" && mail.text.contains(&code)), "{taken:?}");
    site.signed_in(LAN).get("/messages").is(200).says("Đã tiếp nhận hồ sơ").says("máy chủ đã nhận");
    site.signed_in(CASE).get(&format!("/dossiers/{code}/messages")).is(200).says("máy chủ đã nhận");
    site.signed_in(MINH).get(&format!("/dossiers/{code}/messages")).is(404);
    site.signed_in(MINH).get("/messages").is(200).hides(&code);
    server.misbehave(Misbehaviour::None);
}

#[test]
fn what_was_read_is_no_longer_new() {
    let site = Site::open();
    received(&site);
    let lan = site.signed_in(LAN);
    lan.get("/").is(200).says("Thông báo (2)");
    lan.post("/messages/read", &[]).leads_to("/messages");
    lan.get("/").is(200).hides("Thông báo (");
}

#[test]
fn nothing_leaves_by_night() {
    let site = Site::open();
    received(&site);
    site.later(13);
    let sender = Says::new(Outcome::Accepted);
    site.send_messages(&by_mail(&sender));
    assert!(sender.letters().is_empty(), "it is ten at night");
    site.signed_in(LAN).get("/messages").is(200).says("24/12/2025").says("07:00");
    site.later(9);
    site.send_messages(&by_mail(&sender));
    assert_eq!(sender.letters().len(), 2, "in the morning");
}

#[test]
fn a_mail_that_was_perhaps_sent_is_not_sent_again_and_one_that_failed_is_given_up_at_last() {
    let site = Site::open();
    let code = received(&site);
    let unknown = Says::new(Outcome::Unknown);
    site.send_messages(&by_mail(&unknown));
    site.later(24);
    site.send_messages(&by_mail(&unknown));
    assert_eq!(unknown.letters().len(), 2, "once each");
    site.signed_in(LAN).get(&format!("/dossiers/{code}/messages")).is(200).says("không rõ đã gửi hay chưa");

    let site = Site::open();
    let code = received(&site);
    let busy = Says::new(Outcome::Later);
    for _ in 0..20 {
        site.send_messages(&by_mail(&busy));
        site.minutes_later(60);
    }
    assert_eq!(busy.letters().len(), 16, "two messages, eight times each");
    site.signed_in(LAN).get(&format!("/dossiers/{code}/messages")).is(200).says("không gửi được");
}

#[test]
fn officer_and_leader_are_told_before_a_deadline_and_after_it_once_a_day() {
    let site = Site::open();
    let code = received(&site);
    let assign = Assign { officer: CASE.into(), officer_name: "Tẩn A Sùng".into(), note: None };
    site.act(CASE, &code, Command::Assign(assign));
    site.remind();
    site.signed_in(CASE).get("/messages").is(200).says("Hồ sơ đến hạn: 1, quá hạn: 0");
    site.signed_in(LEADER).get("/messages").is(200).says("Cơ quan: 1 hồ sơ đến hạn, 0 quá hạn");
    // Whoever leads another commune is not told.
    site.signed_in(PATAN_LEADER).get("/messages").is(200).hides("hồ sơ đến hạn");
    site.later(24);
    site.remind();
    site.remind();
    let page = site.signed_in(CASE).get("/messages").is(200).says("Hồ sơ đến hạn: 0, quá hạn: 1");
    assert_eq!(page.text.matches("quá hạn:").count(), 2, "bundled, and once a day");
    site.signed_in(LEADER).get("/messages").is(200).says("Cơ quan: 0 hồ sơ đến hạn, 1 quá hạn");
}

#[test]
fn an_address_that_is_none_comes_back_with_what_is_wrong() {
    let site = Site::open();
    let lan = site.signed_in(LAN);
    lan.post("/account/contact", &[("email", "lan@example.vn, mai@example.vn")]).is(422).wrong_at("email");
}
