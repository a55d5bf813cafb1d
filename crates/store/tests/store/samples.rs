//! Entries to record: small ones, about nothing that a table would need.

use jiff::Timestamp;
use rules::{Event, people};
use serde_json::json;
use store::{
    Failure, Fault, Store, Tx,
    journal::{Append, AppendError, Recorded, append, read_stream},
};

/// Ten o'clock on a working day, and so many seconds.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_745_895_600 + seconds).unwrap()
}

/// An event that says something.
pub(crate) fn event(reason: &str) -> Event {
    Event::People(people::Event::PositionRevoked(people::PositionRevoked {
        login: "nobody".into(),
        agency: "H35.1".parse().unwrap(),
        role: serde_json::from_value(json!("clerk")).unwrap(),
        reason: reason.into(),
        on: None,
        decision: None,
    }))
}

/// Appends one event within a transaction.
pub(crate) fn put(tx: &mut Tx, ledger: &str, stream: &str, expected: u64) -> Result<Recorded, AppendError> {
    let events = [event(&format!("{stream} after {expected}"))];
    let by = json!({"login": "tester"});
    let recorded = append(tx, &Append { ledger, stream, expected, at: at(1), by: &by, events: &events })?;
    Ok(recorded.into_iter().next().unwrap())
}

/// Appends one event and waits for it.
pub(crate) fn record(
    store: &Store,
    ledger: &'static str,
    stream: &str,
    expected: u64,
) -> Result<Recorded, AppendError> {
    let stream = stream.to_owned();
    store.write_blocking(move |tx| put(tx, ledger, &stream, expected))
}

/// What a stream holds.
pub(crate) fn stream(store: &Store, stream: &'static str) -> Vec<Recorded> {
    store.read_blocking(move |tx| read_stream(tx, stream)).unwrap()
}

/// The one number of a query.
pub(crate) fn number(store: &Store, sql: &'static str) -> i64 {
    store.read_blocking(move |tx| tx.query_one(sql, vec![])?.int(0)).unwrap()
}

/// Changes rows behind the journal's back.
pub(crate) fn tamper(store: &Store, sql: &'static str) {
    let changed: Result<u64, Fault> = store.write_blocking(move |tx| tx.execute_now(sql, vec![]));
    assert!(changed.unwrap() > 0, "nothing was changed by {sql}");
}

/// What a refused command says.
pub(crate) fn code(failure: &Failure) -> &'static str {
    match failure {
        Failure::Refused(refusal) => refusal.code,
        Failure::Fault(fault) => panic!("{fault}"),
    }
}
