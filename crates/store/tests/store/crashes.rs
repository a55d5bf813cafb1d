//! Killed in the middle of writing: what was acknowledged is there, the chains hold, the tables are those of a rebuild, and
//! writing goes on.

use crate::province::{FIRST, act, at, file, found, officer};
use crate::{dossiers::dump, on_both_engines, stores::TestStore};
use rules::dossiers::{Command as Deed, Receive};
use std::{
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
    thread,
    time::Duration,
};
use store::{
    DatabaseUrl, Options, Store,
    desk::dossiers::stream,
    journal::{rebuild, stream_version, verify},
};

const ADDRESS: &str = "MOTCUA_TEST_CRASH_URL";

/// Not a test: what the killed process does: files dossiers and receives them. Prints each code and version acknowledged.
#[test]
#[ignore = "only as the process that is killed"]
#[expect(clippy::disallowed_methods, reason = "the parent tells which database")]
fn writes_until_it_is_killed() {
    let url: DatabaseUrl = std::env::var(ADDRESS).unwrap().parse().unwrap();
    let store = Store::open(&url, &std::env::temp_dir(), &Options::default()).unwrap();
    let tell = |code: &str, version| writeln!(std::io::stdout().lock(), "acknowledged {code} {version}").unwrap();
    thread::scope(|scope| {
        for thread in 0..6 {
            let store = store.clone();
            scope.spawn(move || {
                loop {
                    let dossier = file(&store, "Lò Thị Mai", ["03549", "03388"][thread % 2], at(15, 8)).unwrap();
                    tell(dossier.filed.code.as_str(), 1);
                    if thread % 2 == 0 {
                        let received =
                            act(&store, &officer(FIRST), &dossier, Deed::Receive(Receive {}), at(15, 9)).unwrap();
                        tell(received.filed.code.as_str(), received.version);
                    }
                }
            });
        }
    });
}

on_both_engines! {
    fn what_was_acknowledged_survives_a_kill(given: TestStore) {
        let (url, folder) = (given.url.clone(), given.folder);
        found(&given.store);
        drop(given.store);
        for round in 0..3 {
            let mut child = Command::new(std::env::current_exe().unwrap())
                .args(["crashes::writes_until_it_is_killed", "--exact", "--ignored", "--nocapture"])
                .env(ADDRESS, address(&url))
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
            // It writes by now, however busy the machine is.
            let first = lines.find(|line| line.starts_with("acknowledged "));
            let reader = thread::spawn(move || first.into_iter().chain(lines).collect::<Vec<_>>());
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
                for (code, version) in &acknowledged {
                    assert!(stream_version(tx, &stream(code))? >= *version, "{code} {version} is lost");
                }
                Ok::<_, store::Fault>(())
            }).unwrap();
            let tables = dump(&store);
            rebuild(&store, |_| {}).unwrap();
            assert_eq!(dump(&store), tables, "the tables are those of a rebuild");
            file(&store, "Giàng A Páo", "03549", at(15, 10)).unwrap();
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
