//! A provider that is down, slow, or answers nonsense: told apart, and never waited for longer than we said.

use super::fake::{CLIENT, Fake, now};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Redirect};
use jiff::SignedDuration;
use links::identity::{Provider, ProviderSettings, Trouble};
use std::time::Duration;

const BACK: &str = super::fake::BACK;

#[tokio::test]
async fn nobody_listens() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let issuer = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let provider = Provider::new(ProviderSettings::new("fake", "Thử", &issuer, CLIENT)).expect("a provider");
    assert!(matches!(provider.begin(BACK, now()).await, Err(Trouble::Down(_))));
}

#[tokio::test]
async fn it_hangs() {
    let fake = Fake::open().await;
    fake.script().delay = Duration::from_secs(3600);
    assert!(matches!(fake.provider.begin(BACK, now()).await, Err(Trouble::Down(_))));
}

#[tokio::test]
async fn those_who_wait_for_it_together_are_told_together() {
    let fake = Fake::open().await;
    fake.script().delay = Duration::from_secs(3600);
    let begin = || fake.provider.begin(BACK, now());
    let (one, two, three) = tokio::join!(begin(), begin(), begin());
    assert!([one, two, three].into_iter().all(|told| matches!(told, Err(Trouble::Down(_)))));
    assert_eq!(fake.script().doors_asked, 1, "nobody waits for the others' turns");
    fake.script().delay = Duration::ZERO;
    fake.provider.begin(BACK, now()).await.expect("asked again by who comes later");
}

#[tokio::test]
async fn it_hangs_after_the_person_said_yes() {
    let fake = Fake::open().await;
    let (pending, answer) = fake.begin().await.expect("begun");
    fake.script().delay = Duration::from_secs(3600);
    assert!(matches!(fake.provider.complete(pending, answer, now()).await, Err(Trouble::Down(_))));
}

#[tokio::test]
async fn it_answers_with_a_page_an_error_too_much_or_somewhere_else() {
    for door in ["discovery", "jwks", "token"] {
        let fake = Fake::open().await;
        fake.script().instead.insert(door, || Html("<h1>Bảo trì hệ thống</h1>").into_response());
        assert!(matches!(fake.sign_in().await, Err(Trouble::Nonsense(_))), "a page at {door}");

        let fake = Fake::open().await;
        fake.script().instead.insert(door, || StatusCode::SERVICE_UNAVAILABLE.into_response());
        let refused = fake.sign_in().await;
        assert!(matches!(refused, Err(Trouble::Down(_) | Trouble::Nonsense(_))), "an error at {door}: {refused:?}");

        let fake = Fake::open().await;
        fake.script().instead.insert(door, || vec![b' '; 10_000_000].into_response());
        assert!(matches!(fake.sign_in().await, Err(Trouble::Nonsense(_))), "too much at {door}");

        let fake = Fake::open().await;
        fake.script().instead.insert(door, || Redirect::to("http://127.0.0.1:1/").into_response());
        assert!(matches!(fake.sign_in().await, Err(Trouble::Nonsense(_))), "somewhere else at {door}");
    }
}

#[tokio::test]
async fn it_calls_itself_otherwise_than_we_do() {
    let fake = Fake::open().await;
    let there = format!("{}/", fake.issuer);
    let provider = Provider::new(ProviderSettings::new("fake", "Thử", &there, CLIENT)).expect("a provider");
    assert!(matches!(provider.begin(BACK, now()).await, Err(Trouble::Untrusted(_))));
}

#[tokio::test]
async fn its_particulars_are_shut_and_the_token_has_no_name() {
    let fake = Fake::open().await;
    fake.script().instead.insert("userinfo", || StatusCode::INTERNAL_SERVER_ERROR.into_response());
    assert!(matches!(fake.sign_in().await, Err(Trouble::Nonsense(_))));
    fake.script().claims = Box::new(|claims| claims["name"] = "Lò Thị Lan".into());
    fake.sign_in().await.expect("an identity from the token alone");
}

#[tokio::test]
async fn what_it_said_an_hour_ago_serves_while_it_is_down() {
    let fake = Fake::open().await;
    fake.sign_in().await.expect("an identity");
    fake.script().instead.insert("discovery", || StatusCode::BAD_GATEWAY.into_response());
    let after = |hours| now() + SignedDuration::from_hours(hours);
    fake.provider.begin(BACK, after(2)).await.expect("begun with what was known");
    assert!(fake.provider.begin(BACK, after(30)).await.is_err());
}
