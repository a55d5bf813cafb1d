//! Two processes on one PostgreSQL schema: nothing is lost, doubled or missed.

use crate::{samples::*, stores::TestStore};
use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicBool, Ordering},
    thread,
};
use store::{
    Fault, Store,
    journal::{AppendError, Cursor, read_after, verify},
    values,
};

const LEDGERS: [&str; 4] = ["H35.1", "H35.2", "H35.3", "H35.4"];

fn follow(store: &Store, cursor: &mut Cursor) -> Vec<(String, u64)> {
    let mut next = cursor.clone();
    let (entries, next) = store
        .read_blocking(move |tx| {
            let entries = read_after(tx, &mut next, 50)?;
            Ok::<_, Fault>((entries, next.clone()))
        })
        .unwrap();
    *cursor = next;
    entries.into_iter().map(|entry| (entry.ledger, entry.number)).collect()
}

#[test]
fn a_follower_never_misses_a_late_committer() {
    let given = TestStore::postgres();
    let stores = [given.store.clone(), given.another()];
    let ended = AtomicBool::new(false);
    let seen = thread::scope(|scope| {
        let writers: Vec<_> = (0..8)
            .map(|thread| {
                let store = stores[thread % 2].clone();
                scope.spawn(move || {
                    for i in 0..60 {
                        let ledger = LEDGERS[(thread + i) % 4];
                        store
                            .write_blocking(move |tx| {
                                put(tx, ledger, &format!("{thread}:{i}"), 0)?;
                                // Some commit much later than they took their number.
                                if i % 20 == thread {
                                    tx.query("SELECT pg_sleep(0.03)::text", values![])?;
                                }
                                Ok::<_, AppendError>(())
                            })
                            .unwrap();
                    }
                })
            })
            .collect();
        let follower = scope.spawn(|| {
            let (mut cursor, mut seen) = (Cursor::default(), Vec::new());
            loop {
                let last = ended.load(Ordering::Acquire);
                let entries = follow(&stores[0], &mut cursor);
                if entries.is_empty() && last {
                    return seen;
                }
                seen.extend(entries);
            }
        });
        let written: Vec<_> = writers.into_iter().map(thread::ScopedJoinHandle::join).collect();
        ended.store(true, Ordering::Release);
        written.into_iter().for_each(Result::unwrap);
        follower.join().unwrap()
    });
    assert_eq!(seen.len(), 480);
    let mut next: BTreeMap<String, u64> = BTreeMap::new();
    for (ledger, number) in seen {
        let expected = next.entry(ledger).or_insert(1);
        assert_eq!(number, *expected);
        *expected += 1;
    }
    let found = given.store.read_blocking(|tx| verify(tx, None, |_| {})).unwrap();
    assert!(found.holds(), "{:?}", found.findings);
}

#[test]
fn of_two_processes_at_one_version_exactly_one_is_first() {
    let given = TestStore::postgres();
    let stores = [given.store.clone(), given.another()];
    for version in 0..40 {
        let both: Vec<_> = thread::scope(|scope| {
            let racers: Vec<_> =
                stores.iter().map(|store| scope.spawn(|| record(store, "H35.1", "a", version))).collect();
            racers.into_iter().map(|racer| racer.join().unwrap()).collect()
        });
        let conflicts = both.iter().filter(|outcome| match outcome {
            Ok(_) => false,
            Err(AppendError::Conflict { current }) => *current == version + 1,
            Err(AppendError::Fault(fault)) => panic!("{fault}"),
        });
        assert_eq!(conflicts.count(), 1);
    }
    assert_eq!(stream(&given.store, "a").len(), 40);
}

#[test]
fn two_processes_that_need_the_same_ledgers_in_different_order_both_get_through() {
    let given = TestStore::postgres();
    let stores = [given.store.clone(), given.another()];
    let begun = std::time::Instant::now();
    thread::scope(|scope| {
        for thread in 0..8 {
            let store = stores[thread % 2].clone();
            scope.spawn(move || {
                for i in 0..50 {
                    let ledger = if thread % 2 == 0 { LEDGERS[i % 4] } else { LEDGERS[3 - i % 4] };
                    record(&store, ledger, &format!("{thread}:{i}"), 0).unwrap();
                }
            });
        }
    });
    assert_eq!(number(&given.store, "SELECT COUNT(*) FROM events"), 400);
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}
