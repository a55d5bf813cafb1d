//! Measures what a look costs: lines entered one after another and by many at once, then sealing and checking them.
//! `cargo run --release -p store --example reads -- URL` (`sqlite:/tmp/x.db` or `postgres://…?schema=x`; it must be empty).
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a tool that is run by hand")]

use futures::future::join_all;
use jiff::Timestamp;
use rules::people::Capacity;
use std::time::{Duration, Instant};
use store::tables::personal::reads::{Line, note, seal, verify};
use store::{DatabaseUrl, Fault, Options, Store};

const LINES: usize = 16_000;

/// Looks of one officer, one after another; how long each took.
async fn looks(store: Store, count: usize) -> Vec<Duration> {
    let mut times = Vec::with_capacity(count);
    for _ in 0..count {
        let mut line = Line::new(Capacity::system("measure"), "dossier", "task:verify".into(), Timestamp::UNIX_EPOCH);
        line.subject = "012085001234".into();
        let begun = Instant::now();
        let noted: Result<(), Fault> = store.write(move |tx| note(tx, &line)).await;
        noted.unwrap();
        times.push(begun.elapsed());
    }
    times
}

#[tokio::main]
async fn main() {
    let url: DatabaseUrl = std::env::args().nth(1).expect("an address").parse().unwrap();
    let store = Store::open(&url, &std::env::temp_dir(), &Options::default()).unwrap();
    for clients in [1, 32] {
        let begun = Instant::now();
        let each = LINES / clients / if clients == 1 { 16 } else { 1 };
        let times = join_all((0..clients).map(|_| looks(store.clone(), each))).await;
        let mut times: Vec<_> = times.into_iter().flatten().collect();
        times.sort_unstable();
        let (count, took) = (times.len(), begun.elapsed());
        let a_second = count as f64 / took.as_secs_f64();
        println!(
            "{clients} at once: {a_second:.0} lines/s, p50 {:?}, p99 {:?}",
            times[count / 2],
            times[count * 99 / 100]
        );
    }
    let begun = Instant::now();
    let mut sealed = 0;
    loop {
        match store.write(|tx| seal(tx, Timestamp::UNIX_EPOCH)).await.unwrap() {
            0 => break,
            count => sealed += count,
        }
    }
    println!("sealing {sealed} lines: {:?}", begun.elapsed());
    let begun = Instant::now();
    let broken = store.read(verify).await.unwrap();
    println!("checking them: {:?}, {} broken", begun.elapsed(), broken.len());
}
