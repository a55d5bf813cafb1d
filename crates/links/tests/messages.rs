//! Mail and short messages against servers that misbehave: what is told of each is what happened.

use links::messages::{Gateway, Letter, Mail, MailServer, Misbehaviour, Secrecy, Sender, ShortMessages};
use rules::messages::Outcome;
use std::time::Duration;
use tokio::net::TcpListener;

const LONG: Duration = Duration::from_secs(5);

fn letter() -> Letter {
    Letter {
        key: "dossiers/H35.38-251223-0001/2/mail".into(),
        to: "lan@example.vn".into(),
        subject: "Đã tiếp nhận hồ sơ".into(),
        text: "Hồ sơ của ông/bà đã được tiếp nhận.\n.\nHẹn trả: 26/12/2025.".into(),
    }
}

async fn mail() -> (MailServer, Mail) {
    let server = MailServer::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(server.clone().serve(listener));
    let mail = Mail::new(("127.0.0.1", port), Secrecy::None, None, "Một cửa <motcua@example.vn>", LONG);
    (server, mail.expect("a sender"))
}

async fn short(token: &str) -> (ShortMessages, Gateway) {
    let server = ShortMessages::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/send", listener.local_addr().expect("an address"));
    let router = server.router();
    tokio::spawn(async move { axum::serve(listener, router).await });
    (server, Gateway::new(&url, token.into(), "MOTCUA".into(), LONG).expect("a gateway"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_arrives_as_it_was_written() {
    let (server, mail) = mail().await;
    let sent = mail.send(&letter()).await;
    assert_eq!(sent.outcome, Outcome::Accepted, "{}", sent.detail);
    let taken = server.taken();
    assert_eq!(taken.len(), 1);
    assert_eq!((taken[0].to.as_str(), taken[0].text.replace("\r\n", "\n")), ("lan@example.vn", letter().text));
    assert!(taken[0].key.contains(&letter().short_key()), "{}", taken[0].key);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_server_that_misbehaves_is_told_of_rightly() {
    for (way, outcome, kept) in [
        (Misbehaviour::Busy, Outcome::Later, 0),
        (Misbehaviour::Refuse, Outcome::Never, 0),
        // Accepted is all that can be known, though it is lost.
        (Misbehaviour::Lose, Outcome::Accepted, 0),
        (Misbehaviour::Cut, Outcome::Unknown, 1),
    ] {
        let (server, mail) = mail().await;
        server.misbehave(way);
        let sent = mail.send(&letter()).await;
        assert_eq!((sent.outcome, server.taken().len()), (outcome, kept), "{way:?}: {}", sent.detail);
    }
    let nobody = Mail::new(("127.0.0.1", 1), Secrecy::None, None, "motcua@example.vn", LONG).expect("a sender");
    assert_eq!(nobody.send(&letter()).await.outcome, Outcome::Later);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_with_a_line_break_is_no_way_to_another_header() {
    let (server, mail) = mail().await;
    let attack = Letter { to: "lan@example.vn>\r\nBcc: <mai@example.vn".into(), ..letter() };
    assert_eq!(mail.send(&attack).await.outcome, Outcome::Never);
    let attack = Letter { subject: "Tin\r\nBcc: mai@example.vn".into(), ..letter() };
    mail.send(&attack).await;
    assert!(server.taken().iter().all(|taken| taken.to == "lan@example.vn"), "{:?}", server.taken());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_short_message_that_was_perhaps_sent_is_sent_again_and_comes_once() {
    let (server, gateway) = short("token").await;
    server.misbehave(Misbehaviour::Cut);
    let first = gateway.send(&letter()).await;
    assert_eq!((first.outcome, server.taken().len()), (Outcome::Later, 1), "taken, and told as a failure");
    server.misbehave(Misbehaviour::None);
    let again = gateway.send(&letter()).await;
    assert_eq!((again.outcome, server.taken().len()), (Outcome::Accepted, 1), "{}", again.detail);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_misbehaves_is_told_of_rightly() {
    for (way, outcome) in [
        (Misbehaviour::Busy, Outcome::Later),
        (Misbehaviour::Refuse, Outcome::Never),
        (Misbehaviour::Lose, Outcome::Accepted),
    ] {
        let (server, gateway) = short("token").await;
        server.misbehave(way);
        assert_eq!(gateway.send(&letter()).await.outcome, outcome, "{way:?}");
        assert!(server.taken().is_empty(), "{way:?}");
    }
}
