//! Commands that are committed together: what one of them does to the others, and what all of them cost.

use crate::{on_both_engines, samples::*, stores::TestStore};
use rules::Refusal;
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::channel,
    },
    thread,
    time::Duration,
};
use store::{
    Engine, Failure, Fault, Store, Tx,
    journal::{Request, StoredAnswer, answer_before, keep_answer},
    province::ProvinceCache,
};

/// Lets so many commands wait until all of them do, so that they make one group; answers what each was answered.
fn together<T: Send + 'static>(
    store: &Store,
    count: u64,
    command: impl Fn(&mut Tx, u64) -> Result<T, Failure> + Send + Sync + 'static,
) -> Vec<Result<T, Failure>> {
    let command = Arc::new(command);
    let (release, held) = channel::<()>();
    let (begun, begins) = channel::<()>();
    let held = std::sync::Mutex::new(held);
    thread::scope(|scope| {
        let holder = scope.spawn(move || {
            let done: Result<(), Fault> = store.write_blocking(move |_| {
                begun.send(()).unwrap();
                // Until the other end is dropped; and longer than a group takes more in.
                let _ended = held.lock().unwrap().recv();
                thread::sleep(Duration::from_millis(30));
                Ok(())
            });
            done.unwrap();
        });
        begins.recv().unwrap();
        let waiting: Vec<_> = (0..count)
            .map(|number| {
                let command = Arc::clone(&command);
                let before = store.clone();
                let asked = scope.spawn(move || store.write_blocking(move |tx| command(tx, number)));
                while (before.load().waiting_writes as u64) <= number {
                    thread::yield_now();
                }
                asked
            })
            .collect();
        drop(release);
        holder.join().unwrap();
        waiting.into_iter().map(|asked| asked.join().unwrap()).collect()
    })
}

/// Appends to a stream of its own, and in the end says no where `refuses`; counts how often anybody ran.
fn appending(
    runs: &Arc<AtomicU64>,
    refuses: Option<u64>,
    first: bool,
) -> impl Fn(&mut Tx, u64) -> Result<(), Failure> + use<> {
    let runs = Arc::clone(runs);
    move |tx, number| {
        runs.fetch_add(1, Ordering::Relaxed);
        let no = || Failure::from(Refusal::rule("no"));
        if first && refuses == Some(number) {
            return Err(no());
        }
        put(tx, "H35.1", &format!("s{number}"), 0)?;
        if refuses == Some(number) { Err(no()) } else { Ok(()) }
    }
}

on_both_engines! {
    fn who_is_refused_before_changing_anything_costs_the_others_nothing(given: TestStore) {
        let runs = Arc::new(AtomicU64::new(0));
        let answers = together(&given.store, 6, appending(&runs, Some(3), true));
        let refused: Vec<_> = answers.iter().map(Result::is_err).collect();
        assert_eq!(refused, [false, false, false, true, false, false]);
        assert_eq!(runs.load(Ordering::Relaxed), 6, "nobody ran twice");
        assert_eq!(number(&given.store, "SELECT COUNT(*) FROM events"), 5);
    }

    fn who_is_refused_after_changing_something_leaves_nothing_and_harms_nobody(given: TestStore) {
        let runs = Arc::new(AtomicU64::new(0));
        let answers = together(&given.store, 6, appending(&runs, Some(3), false));
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 5);
        assert_eq!(code(answers[3].as_ref().unwrap_err()), "no");
        assert_eq!(number(&given.store, "SELECT COUNT(*) FROM events"), 5);
        assert_eq!(number(&given.store, "SELECT COUNT(*) FROM events WHERE stream = 's3'"), 0);
        // The others took the numbers of their ledgers once, however often they ran.
        assert_eq!(number(&given.store, "SELECT number FROM ledgers WHERE ledger = 'H35.1'"), 5);
        assert!(runs.load(Ordering::Relaxed) > 6, "the group began anew");
        // From now on each has its savepoint for a while.
        runs.store(0, Ordering::Relaxed);
        let again = together(&given.store, 4, |tx, number| {
            put(tx, "H35.9", &format!("later {number}"), 0)?;
            if number == 1 { Err(Refusal::rule("no").into()) } else { Ok(()) }
        });
        assert_eq!(again.iter().filter(|answer| answer.is_ok()).count(), 3);
        assert_eq!(number(&given.store, "SELECT number FROM ledgers WHERE ledger = 'H35.9'"), 3);
    }

    fn who_panics_amid_others_is_undone_alone(given: TestStore) {
        let answers = together(&given.store, 5, |tx, number| {
            put(tx, "H35.1", &format!("s{number}"), 0)?;
            assert_ne!(number, 2, "a bug");
            Ok(())
        });
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 4);
        assert_eq!(number(&given.store, "SELECT number FROM ledgers WHERE ledger = 'H35.1'"), 4);
    }

    fn twenty_requests_with_keys_wait_for_the_server_as_often_as_one(given: TestStore) {
        let keyed = |round: u64| move |tx: &mut Tx, number: u64| {
            let request = Request::new("lan", format!("{round}/{number}"), "POST /api/v1/dossiers", b"{}");
            ProvinceCache::default().get(tx)?;
            if let Some(answer) = answer_before(tx, &request)? {
                return Ok(answer.body);
            }
            put(tx, &format!("H35.{}", number % 7), &format!("dossier {round}/{number}"), 0)?;
            let answer = StoredAnswer { status: 201, body: format!("{number}") };
            keep_answer(tx, &request, &answer, at(0))?;
            Ok(answer.body)
        };
        // The first rounds make the ledgers known and prepare the statements.
        for round in 0..2 {
            together(&given.store, 20, keyed(round));
        }
        let before = given.store.load().waits;
        let answers = together(&given.store, 20, keyed(2));
        assert!(answers.iter().all(Result::is_ok));
        let waits = given.store.load().waits - before;
        let engine = given.store.read_blocking(|tx| Ok::<_, Fault>(tx.engine())).unwrap();
        // Where the province stands, whether all of it holds, the commit; and twice for the command that held the others up.
        assert_eq!(waits, if engine == Engine::Sqlite { 0 } else { 3 + 2 });
    }
}
