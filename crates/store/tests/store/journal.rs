//! Appending, reading in order, checkpoints, export, rebuild.

use crate::{on_both_engines, samples::*, stores::TestStore};
use seals::{EventHash, SigningKey};
use serde_json::{Value as Json, json};
use std::{ops::ControlFlow, thread};
use store::{
    Failure, Fault, Store,
    journal::{self, Append, AppendError, Cursor, append, read_after, verify},
    province::{PEOPLE_LEDGER, PROVINCE_LEDGER},
    tables, values,
};

fn holds(store: &Store) -> u64 {
    let found = store.read_blocking(|tx| verify(tx, None, |_| {})).unwrap();
    assert!(found.holds(), "{:?}", found.findings);
    found.entries
}

fn export(store: &Store) -> Vec<String> {
    let export = |tx: &mut store::Tx| {
        let mut lines = Vec::new();
        journal::export(tx, |line| {
            lines.push(line.to_owned());
            Ok::<_, Fault>(ControlFlow::Continue(()))
        })?;
        Ok::<_, Fault>(lines)
    };
    store.read_blocking(export).unwrap()
}

/// All rows of all projected tables.
fn projected(store: &Store) -> Vec<String> {
    let mut all = Vec::new();
    for table in tables::PROJECTED {
        let sql = format!("SELECT * FROM {table}");
        let rows = store.read_blocking(move |tx| tx.query(&sql, values![])).unwrap();
        all.extend(rows.iter().map(|row| format!("{table} {row:?}")));
    }
    all.sort();
    all
}

on_both_engines! {
    fn what_was_appended_is_read_back(given: TestStore) {
        let first = record(&given.store, "H35.1", "a", 0).unwrap();
        let second = record(&given.store, "H35.2", "a", 1).unwrap();
        assert_eq!((first.number, first.version, second.number, second.version), (1, 1, 1, 2));
        assert_eq!(stream(&given.store, "a"), [first, second]);
        assert_eq!(stream(&given.store, "nothing"), []);
        assert_eq!(holds(&given.store), 2);
    }

    fn a_second_append_on_the_same_version_is_a_conflict_that_names_the_current_one(given: TestStore) {
        record(&given.store, "H35.1", "a", 0).unwrap();
        record(&given.store, "H35.1", "a", 1).unwrap();
        // A new one, a stale one, and one that is made up.
        for expected in [0, 1, 3, 99] {
            let conflict = record(&given.store, "H35.1", "a", expected);
            assert!(matches!(conflict, Err(AppendError::Conflict { current: 2 })), "{expected}: {conflict:?}");
        }
        let unborn = record(&given.store, "H35.1", "b", 4);
        assert!(matches!(unborn, Err(AppendError::Conflict { current: 0 })), "{unborn:?}");
        let refused = given.store.write_blocking(|tx| Ok::<_, Failure>(put(tx, "H35.1", "a", 1)?)).unwrap_err();
        assert_eq!(code(&refused), "version-stale");
        assert_eq!(holds(&given.store), 2);
    }

    fn several_events_are_appended_as_one(given: TestStore) {
        let recorded = given.store.write_blocking(|tx| {
            let events = [event("one"), event("two"), event("three")];
            append(tx, &Append { ledger: "H35.1", stream: "a", expected: 0, at: at(0), by: &"x", events: &events })
        }).unwrap();
        assert_eq!(recorded.iter().map(|entry| entry.version).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(holds(&given.store), 3);
    }

    fn a_rolled_back_command_gives_its_numbers_back(given: TestStore) {
        record(&given.store, "H35.1", "a", 0).unwrap();
        for _ in 0..3 {
            let refused = given.store.write_blocking(|tx| {
                put(tx, "H35.1", "a", 1)?;
                put(tx, "H35.9", "new", 0)?;
                Err::<(), Failure>(rules::Refusal::rule("no").into())
            });
            assert_eq!(code(&refused.unwrap_err()), "no");
        }
        assert_eq!(record(&given.store, "H35.1", "a", 1).unwrap().number, 2);
        assert_eq!(record(&given.store, "H35.9", "new", 0).unwrap().number, 1);
        assert_eq!(holds(&given.store), 3);
    }

    fn in_a_group_the_good_commands_stay_and_the_ledger_has_no_gap(given: TestStore) {
        thread::scope(|scope| {
            for thread in 0..8 {
                let store = given.store.clone();
                scope.spawn(move || for i in 0..30 {
                    let ledger = ["H35.1", "H35.2", "H35.3"][i % 3];
                    let stream = format!("{thread}:{i}");
                    let done = store.write_blocking(move |tx| {
                        put(tx, ledger, &stream, 0)?;
                        match i % 5 {
                            0 => Err(Failure::from(rules::Refusal::rule("no"))),
                            // A conflict that shows only after the first append of the same command.
                            1 => put(tx, ledger, &stream, 7).map(drop).map_err(Failure::from),
                            2 => panic!("a bug"),
                            _ => put(tx, ledger, &stream, 1).map(drop).map_err(Failure::from),
                        }
                    });
                    assert_eq!(done.is_ok(), i % 5 > 2);
                });
            }
        });
        assert_eq!(holds(&given.store), 8 * 12 * 2);
    }

    fn a_follower_reads_everything_in_order(given: TestStore) {
        for i in 0..7 { record(&given.store, ["H35.1", "H35.2"][i % 2], &format!("s{i}"), 0).unwrap(); }
        let mut cursor = Cursor::default();
        let mut seen = Vec::new();
        loop {
            let mut next = cursor.clone();
            let (entries, next) = given.store.read_blocking(move |tx| {
                let entries = read_after(tx, &mut next, 3)?;
                Ok::<_, Fault>((entries, next.clone()))
            }).unwrap();
            if entries.is_empty() { break; }
            seen.extend(entries.into_iter().map(|entry| (entry.ledger, entry.number)));
            cursor = next;
        }
        let expected = [("H35.1", 1), ("H35.1", 2), ("H35.1", 3), ("H35.1", 4), ("H35.2", 1), ("H35.2", 2), ("H35.2", 3)];
        assert_eq!(seen, expected.map(|(ledger, number)| (ledger.to_owned(), number)));
    }

    fn the_export_tells_everything_that_is_hashed_in_order_of_time(given: TestStore) {
        for (second, ledger) in [(30, "H35.1"), (10, "H35.2"), (20, "H35.2"), (30, "H35.2")] {
            given.store.write_blocking(move |tx| {
                let stream = format!("{ledger}/{second}");
                append(tx, &Append { ledger, stream: &stream, expected: 0, at: at(second), by: &json!({"login": "đ"}), events: &[event("x")] })
            }).unwrap();
        }
        let lines: Vec<Json> = export(&given.store).iter().map(|line| serde_json::from_str(line).unwrap()).collect();
        let order: Vec<_> = lines.iter().map(|line| line["stream"].as_str().unwrap()).collect();
        assert_eq!(order, ["H35.2/10", "H35.2/20", "H35.1/30", "H35.2/30"]);
        assert_eq!(lines[0]["recorded_at"], "2025-04-29T10:00:10+07:00");
        assert_eq!((&lines[0]["by"]["login"], &lines[0]["body"]["reason"]), (&json!("đ"), &json!("x")));
        assert_eq!(lines[0]["previous_hash"], EventHash::GENESIS.to_string());
        assert_eq!(lines[1]["previous_hash"], lines[0]["hash"]);
    }

    fn a_rebuild_yields_the_same_tables(given: TestStore) {
        for i in 0..20 { record(&given.store, ["H35.1", "H35.2"][i % 2], &format!("s{i}"), 0).unwrap(); }
        let before = projected(&given.store);
        assert_eq!(journal::rebuild(&given.store, |_| {}).unwrap(), 20);
        assert_eq!(projected(&given.store), before);
    }

    fn the_ledger_of_people_is_proved_exported_signed_and_rebuilt_as_any_other(given: TestStore) {
        record(&given.store, PROVINCE_LEDGER, "a", 0).unwrap();
        for i in 0..3 { record(&given.store, PEOPLE_LEDGER, &format!("people/{i}"), 0).unwrap(); }
        let signed = given.store.write_blocking(|tx| {
            journal::checkpoint(tx, &SigningKey::from_bytes(&[7; 32]), at(9))
        }).unwrap();
        assert_eq!(signed.checkpoint.leaves, 2);
        assert_eq!(holds(&given.store), 4);
        let exported = export(&given.store);
        assert_eq!(exported.iter().filter(|line| line.contains("\"ledger\":\"H35/people\"")).count(), 3);
        let before = projected(&given.store);
        assert_eq!(journal::rebuild(&given.store, |_| {}).unwrap(), 4);
        assert_eq!(projected(&given.store), before);
        // A changed entry of it is found and named like any other.
        tamper(&given.store, "UPDATE events SET body = REPLACE(body, 'after', 'bfter') WHERE ledger = 'H35/people' AND number = 2");
        let found = given.store.read_blocking(|tx| verify(tx, None, |_| {})).unwrap();
        assert_eq!(found.findings[0].to_string(), "ledger H35/people number 2 (stream people/1, version 1): changed");
    }

    fn figures_of_the_journal_are_counted(given: TestStore) {
        record(&given.store, "H35.1", "a", 0).unwrap();
        record(&given.store, "H35.2", "a", 1).unwrap();
        let stats = given.store.read_blocking(journal::stats).unwrap();
        assert_eq!((stats.ledgers, stats.entries, stats.streams, stats.checkpoints), (2, 2, 1, 0));
        assert_eq!(stats.kinds, [("people.position_revoked".to_owned(), 2)]);
    }

    fn checkpoints_follow_one_another_and_hold(given: TestStore) {
        let key = SigningKey::generate().unwrap();
        let public = key.verifying_key();
        let key = std::sync::Arc::new(key);
        let mut before = [0; 32];
        for i in 0..3 {
            record(&given.store, ["H35.1", "H35.2", "H35.1"][i], &format!("s{i}"), 0).unwrap();
            let key = std::sync::Arc::clone(&key);
            let signed = given.store.write_blocking(move |tx| journal::checkpoint(tx, &key, at(9))).unwrap();
            assert_eq!(signed.checkpoint.previous, before);
            before = signed.checkpoint.hash();
        }
        let found = given.store.read_blocking(move |tx| verify(tx, Some(public), |_| {})).unwrap();
        assert_eq!((found.holds(), found.checkpoints, found.ledgers), (true, 3, 2));
    }
}
