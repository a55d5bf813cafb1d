//! Whatever is changed behind the journal's back, `verify` names the place.

use crate::{on_both_engines, samples::*, stores::TestStore};
use seals::SigningKey;
use store::{
    Store,
    journal::{self, Damage, Finding, verify},
};

/// Two ledgers of five entries, a checkpoint, and one more entry each.
fn given_a_journal(store: &Store) {
    for i in 0..10 {
        record(store, ["H35.1", "H35.2"][i % 2], &format!("s{}", i / 4), (i % 4) as u64).unwrap();
    }
    store.write_blocking(|tx| journal::checkpoint(tx, &SigningKey::from_bytes(&[7; 32]), at(5))).unwrap();
    record(store, "H35.1", "late", 0).unwrap();
    record(store, "H35.2", "later", 0).unwrap();
    assert_eq!(findings(store), []);
}

fn findings(store: &Store) -> Vec<Finding> {
    let trusted = SigningKey::from_bytes(&[7; 32]).verifying_key();
    store.read_blocking(move |tx| verify(tx, Some(trusted), |_| {})).unwrap().findings
}

fn entry(damage: Damage, number: u64, stream: Option<(&str, i64)>) -> Finding {
    let stream = stream.map(|(stream, version)| (stream.to_owned(), version));
    Finding { damage, ledger: Some("H35.1".into()), number, stream }
}

fn checkpoint(damage: Damage) -> Finding {
    Finding { damage, ledger: None, number: 1, stream: None }
}

on_both_engines! {
    fn a_changed_byte_is_found_in_each_column(given: TestStore) {
        given_a_journal(&given.store);
        // Number 3 of the ledger H35.1 is version 1 of the stream s1.
        let changed = [entry(Damage::Changed, 3, Some(("s1", 1)))];
        for (change, back) in [
            ("UPDATE events SET body = REPLACE(body, 'after', 'bfter') WHERE ledger = 'H35.1' AND number = 3",
             "UPDATE events SET body = REPLACE(body, 'bfter', 'after') WHERE ledger = 'H35.1' AND number = 3"),
            ("UPDATE events SET by = REPLACE(by, 'tester', 'rester') WHERE ledger = 'H35.1' AND number = 3",
             "UPDATE events SET by = REPLACE(by, 'rester', 'tester') WHERE ledger = 'H35.1' AND number = 3"),
            ("UPDATE events SET recorded_at = recorded_at + 1 WHERE ledger = 'H35.1' AND number = 3",
             "UPDATE events SET recorded_at = recorded_at - 1 WHERE ledger = 'H35.1' AND number = 3"),
            ("UPDATE events SET kind = kind || 'x' WHERE ledger = 'H35.1' AND number = 3",
             "UPDATE events SET kind = 'people.position_revoked' WHERE ledger = 'H35.1' AND number = 3"),
        ] {
            tamper(&given.store, change);
            assert_eq!(findings(&given.store), changed, "{change}");
            tamper(&given.store, back);
            assert_eq!(findings(&given.store), []);
        }
        tamper(&given.store, "UPDATE events SET hash = (SELECT hash FROM events WHERE ledger = 'H35.2' AND number = 3)
                              WHERE ledger = 'H35.1' AND number = 3");
        assert_eq!(findings(&given.store), changed);
        assert_eq!(findings(&given.store)[0].to_string(), "ledger H35.1 number 3 (stream s1, version 1): changed");
    }

    fn a_deleted_entry_is_found(given: TestStore) {
        given_a_journal(&given.store);
        tamper(&given.store, "DELETE FROM events WHERE ledger = 'H35.1' AND number = 3");
        assert_eq!(findings(&given.store), [entry(Damage::Removed, 3, None)]);
    }

    fn a_cut_tail_is_found_by_the_head(given: TestStore) {
        given_a_journal(&given.store);
        tamper(&given.store, "DELETE FROM events WHERE ledger = 'H35.1' AND number = 6");
        assert_eq!(findings(&given.store), [entry(Damage::Removed, 6, None)]);
    }

    fn a_cut_tail_with_a_mended_head_is_found_by_the_checkpoint(given: TestStore) {
        given_a_journal(&given.store);
        tamper(&given.store, "DELETE FROM events WHERE ledger = 'H35.1' AND number > 3");
        tamper(&given.store, "UPDATE ledgers SET number = 3, hash = (SELECT hash FROM events WHERE ledger = 'H35.1' AND number = 3)
                              WHERE ledger = 'H35.1'");
        assert_eq!(findings(&given.store), [entry(Damage::RemovedSinceCheckpoint, 5, None)]);
    }

    fn a_ledger_that_vanished_is_found_by_the_checkpoint(given: TestStore) {
        given_a_journal(&given.store);
        tamper(&given.store, "DELETE FROM events WHERE ledger = 'H35.1'");
        tamper(&given.store, "DELETE FROM ledgers WHERE ledger = 'H35.1'");
        assert_eq!(findings(&given.store), [entry(Damage::RemovedSinceCheckpoint, 5, None)]);
    }

    fn a_changed_head_is_found(given: TestStore) {
        given_a_journal(&given.store);
        tamper(&given.store, "UPDATE ledgers SET number = 5 WHERE ledger = 'H35.1'");
        assert_eq!(findings(&given.store), [entry(Damage::Head, 6, None)]);
    }

    fn a_forged_checkpoint_is_found(given: TestStore) {
        given_a_journal(&given.store);
        tamper(&given.store, "UPDATE checkpoints SET taken_at = taken_at + 1");
        assert_eq!(findings(&given.store), [checkpoint(Damage::CheckpointSignature)]);
        tamper(&given.store, "UPDATE checkpoints SET taken_at = taken_at - 1, heads = REPLACE(heads, '5]]', '4]]')");
        assert_eq!(findings(&given.store), [checkpoint(Damage::CheckpointRoot)]);
        tamper(&given.store, "UPDATE checkpoints SET heads = REPLACE(heads, '4]]', '5]]'), number = 2");
        assert_eq!(findings(&given.store), [checkpoint(Damage::CheckpointChain)]);
    }
}
