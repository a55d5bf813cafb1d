//! The client against its stand-in over real HTTP, for everything that a neighbour can do to it.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use jiff::{SignedDuration, Timestamp};
use links::breaker::Condition;
use links::population::{
    Address, Answer, Client, Misbehaviour, Person, PopulationRegistry as _, Query, Settings, Signer, Simulator,
};
use rules::registry::{Birth, Mismatch, Sex, Unavailable};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;

/// A stand-in that knows two people, and a client to ask it.
struct Neighbours {
    simulator: Simulator,
    client: Client,
    clock: Arc<AtomicI64>,
}

impl Neighbours {
    async fn meet() -> Self {
        Self::with(|_| {}).await
    }

    async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let clock = Arc::new(AtomicI64::new(1_766_453_400));
        let now = Arc::clone(&clock);
        let tell: links::breaker::Clock =
            Arc::new(move || Timestamp::from_second(now.load(Ordering::Relaxed)).unwrap());
        let signer = Signer::new("h35", "secret");
        let simulator = Simulator::new(
            vec![person("012185001234", "Lò Thị Mai"), person("012085005678", "Giàng A Páo")],
            signer.clone(),
            Arc::clone(&tell),
        );
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(axum::serve(listener, simulator.clone().router()).into_future());
        let mut settings = Settings::new(format!("http://{address}{}", Simulator::PATH), signer, "MOTCUA");
        change(&mut settings);
        Self { simulator, client: Client::new(settings, tell).unwrap(), clock }
    }

    fn later(&self, by: SignedDuration) {
        self.clock.fetch_add(by.as_secs(), Ordering::Relaxed);
    }

    async fn ask(&self) -> Answer {
        self.client.look_up(&mai()).await
    }
}

fn person(number: &str, name: &str) -> Person {
    Person {
        personal_id: number.parse().unwrap(),
        old_id: None,
        name: name.into(),
        sex: Some(Sex::Female),
        birth: Birth::read("14/2/1985").unwrap(),
        ethnicity: Some("Thái".into()),
        nationality: Some("Việt Nam".into()),
        marital: None,
        permanent: Some(Address {
            commune: Some("03478".parse().unwrap()),
            detail: Some("Bản Nậm Lúc".into()),
            whole: "Bản Nậm Lúc, Xã Sìn Hồ, Tỉnh Lai Châu".into(),
        }),
        present: None,
        head: None,
    }
}

fn mai() -> Query {
    Query {
        personal_id: "012185001234".parse().unwrap(),
        name: Some("LO THI MAI".into()),
        birth: Birth::read("1985"),
        reference: "H35.38-251223-0001".into(),
        asker: "tiepnhan.03478".into(),
        request: "01234567-89ab-7def-8123-456789abcdef".into(),
    }
}

/// Short, so that waiting for what never comes takes no time.
fn impatient(settings: &mut Settings) {
    settings.timeout = Duration::from_millis(150);
}

#[tokio::test]
async fn somebody_is_found_with_their_record() {
    let neighbours = Neighbours::meet().await;
    let Answer::Found(found) = neighbours.ask().await else { panic!("found") };
    assert_eq!(*found, person("012185001234", "Lò Thị Mai"));
}

#[tokio::test]
async fn nobody_has_this_number() {
    let neighbours = Neighbours::meet().await;
    let query = Query { personal_id: "012185999999".parse().unwrap(), ..mai() };
    assert_eq!(neighbours.client.look_up(&query).await, Answer::NotFound);
}

#[tokio::test]
async fn another_name_or_year_is_told_and_the_record_stays_closed() {
    let neighbours = Neighbours::meet().await;
    let query = Query { name: Some("Lò Thị Lan".into()), ..mai() };
    assert_eq!(neighbours.client.look_up(&query).await, Answer::Mismatch(vec![Mismatch::Name]));
    let query = Query { name: None, birth: Birth::read("1958"), ..mai() };
    assert_eq!(neighbours.client.look_up(&query).await, Answer::Mismatch(vec![Mismatch::Birth]));
}

#[tokio::test]
async fn each_misbehaviour_has_its_word_and_none_takes_longer_than_the_deadline() {
    let expected = [
        (Misbehaviour::Slow, Unavailable::TooSlow),
        (Misbehaviour::Never, Unavailable::TooSlow),
        (Misbehaviour::Garbage, Unavailable::Nonsense),
        (Misbehaviour::Truncated, Unavailable::Nonsense),
        (Misbehaviour::Huge, Unavailable::Nonsense),
        (Misbehaviour::WrongPerson, Unavailable::Nonsense),
    ];
    for (way, reason) in expected {
        let hurry = matches!(reason, Unavailable::TooSlow);
        let neighbours = Neighbours::with(|settings| {
            if hurry {
                impatient(settings);
            }
        })
        .await;
        neighbours.simulator.misbehave(way);
        assert_eq!(neighbours.ask().await, Answer::Unavailable(reason), "{way:?}");
    }
}

#[tokio::test]
async fn what_breaks_is_tried_again_and_what_is_nonsense_is_not() {
    let neighbours = Neighbours::meet().await;
    neighbours.simulator.misbehave(Misbehaviour::Broken);
    assert_eq!(neighbours.ask().await, Answer::Unavailable(Unavailable::Broken));
    assert_eq!(neighbours.simulator.asked(), 3);
    neighbours.simulator.misbehave(Misbehaviour::Garbage);
    assert_eq!(neighbours.ask().await, Answer::Unavailable(Unavailable::Nonsense));
    assert_eq!(neighbours.simulator.asked(), 4);
    // One try that breaks is not noticed by whoever asks.
    neighbours.simulator.misbehave(Misbehaviour::Flaky);
    assert!(matches!(neighbours.ask().await, Answer::Found(_)));
    assert_eq!(neighbours.simulator.asked(), 6);
}

#[tokio::test]
async fn nobody_at_the_address_is_unreachable() {
    let neighbours = Neighbours::with(|settings| settings.url = "http://127.0.0.1:9/".into()).await;
    assert_eq!(neighbours.ask().await, Answer::Unavailable(Unavailable::Unreachable));
}

#[tokio::test]
async fn a_wrong_key_or_clock_is_denied() {
    let neighbours = Neighbours::with(|settings| settings.signer = Signer::new("h35", "guessed")).await;
    assert_eq!(neighbours.ask().await, Answer::Unavailable(Unavailable::Denied));
    let neighbours = Neighbours::with(|settings| settings.integration_code = String::new()).await;
    assert_eq!(neighbours.ask().await, Answer::Unavailable(Unavailable::Denied));
}

#[tokio::test]
async fn after_failures_the_registry_rests_and_is_then_tried_again() {
    let neighbours = Neighbours::meet().await;
    neighbours.simulator.misbehave(Misbehaviour::Garbage);
    for _ in 0..4 {
        assert_eq!(neighbours.ask().await, Answer::Unavailable(Unavailable::Nonsense));
    }
    let asked = neighbours.simulator.asked();
    assert_eq!(neighbours.ask().await, Answer::Unavailable(Unavailable::Resting));
    assert_eq!(neighbours.simulator.asked(), asked, "it was left alone");
    neighbours.simulator.misbehave(Misbehaviour::None);
    neighbours.later(SignedDuration::from_secs(15));
    assert!(matches!(neighbours.ask().await, Answer::Found(_)));
    assert_eq!(neighbours.client.condition(), Condition::Closed);
}

#[tokio::test]
async fn more_at_once_than_there_are_places_are_told_so() {
    let neighbours = Neighbours::with(|settings| {
        impatient(settings);
        settings.at_once = 1;
    })
    .await;
    neighbours.simulator.misbehave(Misbehaviour::Never);
    let (mai, other) = (mai(), mai());
    let (first, second) = tokio::join!(neighbours.client.look_up(&mai), neighbours.client.look_up(&other));
    assert_eq!(first, Answer::Unavailable(Unavailable::TooSlow));
    assert_eq!(second, Answer::Unavailable(Unavailable::Busy));
}

#[test]
fn an_address_that_is_none_is_told_at_the_start() {
    for wrong in ["", "csdldc", "ftp://csdldc.example/"] {
        let settings = Settings::new(wrong, Signer::new("h35", "secret"), "MOTCUA");
        assert!(Client::new(settings, Arc::new(|| Timestamp::UNIX_EPOCH)).is_err(), "{wrong}");
    }
}

#[test]
fn neither_a_question_nor_a_record_gets_into_a_log() {
    let shown = format!("{:?} {:?}", mai(), Answer::Found(Box::new(person("012185001234", "Lò Thị Mai"))));
    for secret in ["012185001234", "MAI", "Mai", "Nậm Lúc", "1985"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}
