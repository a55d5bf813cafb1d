//! Measures the floor: grouped appends, folding a stream, verifying. `cargo run --release -p store --example appends -- URL [CLIENTS]`
//! (`sqlite:/tmp/x.db` or `postgres://…?schema=x`; it must be empty).
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a tool that is run by hand")]

use futures::future::join_all;
use jiff::Timestamp;
use rules::{Event, people};
use serde_json::json;
use std::time::{Duration, Instant};
use store::{
    DatabaseUrl, Fault, Options, Store,
    journal::{Append, AppendError, append, read_stream, verify},
};

const APPENDS: usize = 128_000;

fn event(reason: String) -> Event {
    Event::People(people::Event::PositionRevoked(people::PositionRevoked {
        login: "nobody".into(),
        agency: "H35.1".parse().unwrap(),
        role: people::Role::Clerk,
        reason,
        on: None,
        decision: None,
    }))
}

async fn put(store: &Store, ledger: String, stream: String, expected: u64, count: usize) {
    let done = store.write(move |tx| {
        let (at, by) = (Timestamp::UNIX_EPOCH, json!({"login": "somebody", "capacity": "clerk"}));
        let events: Vec<Event> = (0..count).map(|_| event("a reason of ordinary length, ".repeat(8))).collect();
        append(tx, &Append { ledger: &ledger, stream: &stream, expected, at, by: &by, events: &events })?;
        Ok::<_, AppendError>(())
    });
    done.await.unwrap();
}

fn percentile(times: &mut [Duration], of: usize) -> Duration {
    times.sort_unstable();
    times[times.len() * of / 100]
}

#[tokio::main]
async fn main() {
    let url: DatabaseUrl = std::env::args().nth(1).expect("an address").parse().unwrap();
    let folder = std::env::temp_dir();
    let store = Store::open(&url, &folder, &Options::default()).unwrap();

    let begun = Instant::now();
    let clients: usize = std::env::args().nth(2).map_or(32, |count| count.parse().unwrap());
    let writers = (0..clients).map(|writer| {
        let store = store.clone();
        tokio::spawn(async move {
            let mut times = Vec::new();
            for i in 0..APPENDS / clients {
                let begun = Instant::now();
                // Every fourth entry opens a stream, the others go on with it; 48 ledgers.
                let (stream, version) = (format!("{writer}:{}", i / 4), (i % 4) as u64);
                put(&store, format!("H35.{}", (writer * 7 + i / 4) % 48), stream, version, 1).await;
                times.push(begun.elapsed());
            }
            times
        })
    });
    let mut times: Vec<Duration> = join_all(writers).await.into_iter().flat_map(Result::unwrap).collect();
    let rate = times.len() as f64 / begun.elapsed().as_secs_f64();
    println!(
        "appends: {rate:.0}/s, p50 {:?}, p99 {:?} ({clients} writers)",
        percentile(&mut times, 50),
        percentile(&mut times, 99)
    );

    for count in [12, 200] {
        for stream in 0..50 {
            put(&store, "H35.99".into(), format!("fold {count}:{stream}"), 0, count).await;
        }
        let mut times = Vec::new();
        for stream in 0..50 {
            let begun = Instant::now();
            let found = store.read(move |tx| read_stream(tx, &format!("fold {count}:{stream}"))).await.unwrap();
            times.push(begun.elapsed());
            assert_eq!(found.len(), count);
        }
        println!(
            "reading and parsing a stream of {count}: p50 {:?}, p99 {:?}",
            percentile(&mut times, 50),
            percentile(&mut times, 99)
        );
    }

    let begun = Instant::now();
    let found = store.read(|tx| verify(tx, None, |_| {})).await.unwrap();
    assert!(found.holds());
    println!("verify: {:.0} entries/s", found.entries as f64 / begun.elapsed().as_secs_f64());

    let begun = Instant::now();
    let lines = store.read(|tx| {
        let mut bytes = 0;
        store::journal::export(tx, |line| {
            bytes += line.len();
            Ok::<_, Fault>(std::ops::ControlFlow::Continue(()))
        })?;
        Ok::<_, Fault>(bytes)
    });
    println!("export: {} MB in {:?}", lines.await.unwrap() / 1_000_000, begun.elapsed());
}
