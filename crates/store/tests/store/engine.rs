//! Transactions, groups, values and rows.

use crate::{on_both_engines, samples::*, stores::TestStore};
use rules::Refusal;
use std::{
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};
use store::{Engine, Failure, Fault, Store, Tx, Value, values};

fn create(store: &Store) {
    let done: Result<(), Fault> = store.write_blocking(|tx| {
        let sql = match tx.engine() {
            Engine::Sqlite => "CREATE TABLE things (id BIGINT PRIMARY KEY, real REAL, text TEXT, bytes BLOB)",
            Engine::Postgres => {
                "CREATE TABLE things (id BIGINT PRIMARY KEY, real DOUBLE PRECISION, text TEXT, bytes BYTEA)"
            }
        };
        tx.execute(sql, values![])
    });
    done.unwrap();
}

fn insert(tx: &mut Tx, id: i64) -> Result<(), Fault> {
    tx.execute("INSERT INTO things (id) VALUES ($1)", values![id])
}

fn count(store: &Store) -> i64 {
    number(store, "SELECT COUNT(*) FROM things")
}

on_both_engines! {
    fn all_kinds_of_values_come_back_as_they_were(given: TestStore) {
        create(&given.store);
        let row = given.store.write_blocking(|tx| {
            tx.execute(
                "INSERT INTO things (id, real, text, bytes) VALUES ($1, $2, $3, $4), ($5, NULL, $6, NULL)",
                values![i64::MIN, 0.25, "đăng ký 'khai sinh' $1", vec![0u8, 255], 7, None::<String>],
            )?;
            let sql = "SELECT id, real, text, bytes FROM things WHERE id = $1";
            let empty = tx.query_one(sql, values![7])?;
            assert_eq!((empty.opt_real(1)?, empty.opt_text(2)?, empty.value(3)?), (None, None, &Value::Null));
            tx.query_one(sql, values![i64::MIN])
        }).unwrap();
        assert_eq!((row.int(0).unwrap(), row.real(1).unwrap()), (i64::MIN, 0.25));
        assert_eq!((row.text(2).unwrap(), row.bytes(3).unwrap()), ("đăng ký 'khai sinh' $1", &[0u8, 255][..]));
        assert!(row.int(2).is_err() && row.text(9).is_err());
    }

    fn sums_counts_and_comparisons_read_the_same_on_both(given: TestStore) {
        create(&given.store);
        let row = given.store.write_blocking(|tx| {
            for id in [-30_000, 12, 123_456_789_012] { insert(tx, id)?; }
            tx.query_one("SELECT SUM(id), COUNT(*), MIN(id) < 0, SUM(id * 0.5), 1, $1 FROM things", values!["x"])
        }).unwrap();
        assert_eq!(row.int(0).unwrap(), 123_456_759_024);
        assert_eq!((row.count(1).unwrap(), row.bool(2).unwrap(), row.int(4).unwrap()), (3, true, 1));
        assert!((row.real(3).unwrap() - 61_728_379_512.0).abs() < 1e-3);
        assert_eq!(row.text(5).unwrap(), "x");
    }

    fn a_refused_command_leaves_nothing(given: TestStore) {
        create(&given.store);
        let refused = given.store.write_blocking(|tx| {
            insert(tx, 1)?;
            Err::<(), Failure>(Refusal::rule("no").into())
        });
        assert_eq!(code(&refused.unwrap_err()), "no");
        assert_eq!(count(&given.store), 0);
    }

    fn a_statement_that_failed_can_not_be_passed_over(given: TestStore) {
        create(&given.store);
        let passed_over: Result<(), Fault> = given.store.write_blocking(|tx| {
            insert(tx, 1)?;
            let _ignored = insert(tx, 1);
            Ok(())
        });
        assert!(passed_over.is_err());
        assert_eq!(count(&given.store), 0);
    }

    fn a_panic_is_one_command_and_the_worker_lives_on(given: TestStore) {
        create(&given.store);
        let panicked: Result<(), Fault> = given.store.write_blocking(|tx| {
            insert(tx, 1)?;
            panic!("a bug");
        });
        assert!(panicked.unwrap_err().to_string().contains("a bug"));
        let reading: Result<(), Fault> = given.store.read_blocking(|_| panic!("another bug"));
        assert!(reading.is_err());
        given.store.write_blocking(|tx| insert(tx, 2)).unwrap();
        assert_eq!(number(&given.store, "SELECT id FROM things"), 2);
    }

    fn failures_in_a_group_harm_nobody_else(given: TestStore) {
        create(&given.store);
        let refused = AtomicU64::new(0);
        thread::scope(|scope| {
            for thread in 0..8 {
                let (store, refused) = (given.store.clone(), &refused);
                scope.spawn(move || for i in 0..40 {
                    let id = thread * 1_000 + i;
                    let done: Result<(), Failure> = store.write_blocking(move |tx| {
                        insert(tx, id)?;
                        match id % 4 {
                            0 => Err(Refusal::rule("no").into()),
                            1 => Ok(insert(tx, id)?),
                            2 => panic!("a bug"),
                            _ => Ok(()),
                        }
                    });
                    if done.is_err() { refused.fetch_add(1, Ordering::Relaxed); }
                });
            }
        });
        assert_eq!(refused.into_inner(), 240);
        assert_eq!(count(&given.store), 80);
        assert_eq!(number(&given.store, "SELECT COUNT(*) FROM things WHERE id % 4 <> 3"), 0);
    }

    fn readers_see_one_moment(given: TestStore) {
        create(&given.store);
        let writer = given.store.clone();
        let (before, after) = given.store.read_blocking(move |tx| {
            let count = |tx: &mut Tx| tx.query_one("SELECT COUNT(*) FROM things", values![])?.int(0);
            let before = count(tx)?;
            writer.write_blocking(|tx| insert(tx, 1))?;
            Ok::<_, Fault>((before, count(tx)?))
        }).unwrap();
        assert_eq!((before, after), (0, 0));
        assert_eq!(count(&given.store), 1);
    }

    fn readers_can_not_write(given: TestStore) {
        create(&given.store);
        assert!(given.store.read_blocking(|tx| tx.execute_now("INSERT INTO things (id) VALUES (1)", values![])).is_err());
        given.store.write_blocking(|tx| insert(tx, 2)).unwrap();
        assert_eq!(count(&given.store), 1);
    }

    fn rows_are_handed_over_one_by_one_and_may_be_declined(given: TestStore) {
        create(&given.store);
        given.store.write_blocking(|tx| (0..3_000).try_for_each(|id| insert(tx, id))).unwrap();
        let sql = "SELECT id FROM things WHERE id >= $1 ORDER BY id";
        let (all, some) = given.store.read_blocking(move |tx| {
            let (mut all, mut some) = (Vec::new(), 0);
            tx.for_each(sql, values![10], |row| { all.push(row.int(0)?); Ok::<_, Fault>(ControlFlow::Continue(())) })?;
            tx.for_each(sql, values![0], |_| {
                some += 1;
                Ok::<_, Fault>(if some == 700 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
            })?;
            Ok::<_, Fault>((all, some))
        }).unwrap();
        assert_eq!((all, some), ((10..3_000).collect(), 700));
    }

    fn a_stream_reaches_its_taker_whole_and_stops_when_he_goes(given: TestStore) {
        create(&given.store);
        given.store.write_blocking(|tx| (0..3_000).try_for_each(|id| insert(tx, id))).unwrap();
        let handed = Arc::new(AtomicU64::new(0));
        let ids = || {
            let handed = Arc::clone(&handed);
            given.store.stream(move |tx, hand_over| {
                tx.for_each("SELECT id FROM things ORDER BY id", values![], |row| {
                    handed.fetch_add(1, Ordering::Relaxed);
                    Ok(if hand_over(row.int(0)?) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
                })
            }).unwrap()
        };
        let mut rows = ids();
        let mut sum = 0;
        while let Some(id) = rows.blocking_recv() { sum += id.unwrap(); }
        assert_eq!(sum, 3_000 * 2_999 / 2);
        handed.store(0, Ordering::Relaxed);
        drop(ids());
        thread::sleep(std::time::Duration::from_millis(300));
        assert!(handed.load(Ordering::Relaxed) < 600);
    }

    fn a_store_can_be_opened_used_and_dropped_within_a_runtime(given: TestStore) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let store = given.another();
            create(&store);
            store.write(|tx| insert(tx, 1)).await.unwrap();
            let count = store.read(|tx| tx.query_one("SELECT COUNT(*) FROM things", values![])?.int(0)).await;
            assert_eq!(count.unwrap(), 1);
            let mut rows = store.stream(|tx, hand_over| {
                tx.for_each("SELECT id FROM things", values![], |row| {
                    hand_over(row.int(0)?);
                    Ok(ControlFlow::Continue(()))
                })
            }).unwrap();
            assert_eq!(rows.recv().await.unwrap().unwrap(), 1);
            assert!(rows.recv().await.is_none());
        });
    }

    fn a_store_opens_again_with_what_it_held(given: TestStore) {
        create(&given.store);
        given.store.write_blocking(|tx| insert(tx, 1)).unwrap();
        assert_eq!(count(&given.another()), 1);
        given.store.make_durable().unwrap();
        assert_eq!(count(&given.store), 1);
    }
}

#[test]
fn a_backup_of_sqlite_is_a_database_of_its_own() {
    let given = TestStore::sqlite();
    record(&given.store, "H35.1", "a", 0).unwrap();
    let copy = given.folder.path().join("copy.db");
    given.store.backup(&copy).unwrap();
    let url = store::DatabaseUrl::Sqlite(copy);
    let again = Store::open(&url, given.folder.path(), &store::Options::default()).unwrap();
    assert_eq!(stream(&again, "a").len(), 1);
}

#[test]
fn a_lost_connection_is_mended() {
    let given = TestStore::postgres();
    record(&given.store, "H35.1", "a", 0).unwrap();
    // Another store shoots the first one's connections down.
    let killed = given.another().write_blocking(|tx| {
        tx.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE application_name = 'motcua ' || current_schema() AND pid <> pg_backend_pid()",
            values![],
        )
    });
    drop(killed);
    for version in 1..4 {
        record(&given.store, "H35.1", "a", version).unwrap();
    }
    assert_eq!(stream(&given.store, "a").len(), 4);
}

/// Records of citizens: nobody else on the machine reads them, wherever they lie.
#[test]
fn long_answers_that_wait_hold_up_no_new_text() {
    let given = TestStore::postgres();
    let (done, heard) = std::sync::mpsc::channel();
    thread::spawn(move || {
        let row = given.store.write_blocking(|tx| {
            tx.execute("SELECT repeat('x', 100000) FROM generate_series(1, 50)", values![])?;
            tx.execute("SELECT 1 AS prepared_while_an_answer_waits", values![])?;
            tx.query_one("SELECT 2", values![])
        });
        done.send(row.and_then(|row| row.int(0)))
    });
    // A writer that hangs would hang for ever.
    assert_eq!(heard.recv_timeout(Duration::from_secs(60)).unwrap().unwrap(), 2);
}

#[test]
fn files_of_the_embedded_engine_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = tempfile::tempdir().expect("a folder");
    let (given, made) = (home.path().join("given"), home.path().join("made"));
    std::fs::create_dir(&given).expect("a folder that was there before");
    for folder in [&given, &made] {
        let database = folder.join("motcua.db");
        let url = format!("sqlite://{}", database.display()).parse().expect("an address");
        let store = Store::open(&url, folder, &store::Options::default()).expect("opened");
        create(&store);
        let mode = |path: &std::path::Path| std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
        assert_eq!(mode(&database), 0o600);
        assert_eq!(mode(&folder.join("motcua.db-wal")), 0o600);
    }
    assert_eq!(std::fs::metadata(&made).expect("it is there").permissions().mode() & 0o777, 0o700);
}
