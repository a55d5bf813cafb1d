//! Killed in the middle of writing: what was acknowledged is there, the chains hold, and writing goes on.

use crate::{on_both_engines, samples::*, stores::TestStore};
use std::{
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
    thread,
    time::Duration,
};
use store::{
    DatabaseUrl, Options, Store,
    journal::{stream_version, verify},
};

const ADDRESS: &str = "MOTCUA_TEST_CRASH_URL";

/// Not a test: what the killed process does. Prints each stream and version that was acknowledged.
#[test]
#[ignore = "only as the process that is killed"]
#[expect(clippy::disallowed_methods, reason = "the parent tells which database")]
fn writes_until_it_is_killed() {
    let url: DatabaseUrl = std::env::var(ADDRESS).unwrap().parse().unwrap();
    let store = Store::open(&url, &std::env::temp_dir(), &Options::default()).unwrap();
    let process = std::process::id();
    thread::scope(|scope| {
        for thread in 0..6 {
            let store = store.clone();
            scope.spawn(move || {
                for i in 0.. {
                    let (stream, version) = (format!("{process}:{thread}:{}", i / 3), i % 3);
                    record(&store, ["H35.1", "H35.2"][thread % 2], &stream, version).unwrap();
                    writeln!(std::io::stdout().lock(), "acknowledged {stream} {}", version + 1).unwrap();
                }
            });
        }
    });
}

on_both_engines! {
    fn what_was_acknowledged_survives_a_kill(given: TestStore) {
        let (url, folder) = (given.url.clone(), given.folder);
        drop(given.store);
        for round in 0..5 {
            let mut child = Command::new(std::env::current_exe().unwrap())
                .args(["crashes::writes_until_it_is_killed", "--exact", "--ignored", "--nocapture"])
                .env(ADDRESS, address(&url))
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            let lines = BufReader::new(child.stdout.take().unwrap()).lines();
            let reader = thread::spawn(move || lines.map_while(Result::ok).collect::<Vec<_>>());
            thread::sleep(Duration::from_millis(400 + 37 * round));
            child.kill().unwrap();
            child.wait().unwrap();
            let acknowledged: Vec<_> = reader.join().unwrap().into_iter().filter_map(|line| {
                let mut words = line.split(' ');
                (words.next() == Some("acknowledged")).then_some(())?;
                Some((words.next()?.to_owned(), words.next()?.parse::<u64>().ok()?))
            }).collect();
            assert!(!acknowledged.is_empty(), "the process wrote nothing");

            let store = Store::open(&url, folder.path(), &Options::default()).unwrap();
            let found = store.read_blocking(|tx| verify(tx, None, |_| {})).unwrap();
            assert!(found.holds(), "{:?}", found.findings);
            store.read_blocking(move |tx| {
                for (stream, version) in &acknowledged {
                    assert!(stream_version(tx, stream)? >= *version, "{stream} {version} is lost");
                }
                Ok::<_, store::Fault>(())
            }).unwrap();
            record(&store, "H35.1", &format!("after {round}"), 0).unwrap();
        }
    }
}

/// The address as a command line takes it.
fn address(url: &DatabaseUrl) -> String {
    match url {
        DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
        DatabaseUrl::Postgres { server, schema } => format!("{server}?schema={schema}"),
    }
}
