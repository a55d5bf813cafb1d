//! The readers: each takes the next question, answers it from one moment of the database, and takes another.

use super::{
    store::Place,
    tx::{Backend, State, Tx},
    writer::Write,
};
use crate::{Fault, FaultKind};
use crossbeam_channel::Receiver;

/// A question that waits for its answer; it runs just as a command does.
pub(super) use super::writer::Write as Read;

/// Works until the store is dropped.
pub(super) fn run(place: &Place, mut tx: Tx, queue: &Receiver<Box<dyn Read>>) {
    while let Ok(mut question) = queue.recv() {
        let mut asked = ask(&mut tx, &mut *question);
        if is_lost(&tx) {
            // Once more with a new connection: a question changes nothing.
            asked = place.reader().and_then(|fresh| {
                tx = fresh;
                ask(&mut tx, &mut *question)
            });
        }
        if let Err(fault) = asked {
            question.fail(fault.of(FaultKind::Unavailable));
        }
        question.answer();
        end(&mut tx);
    }
}

/// Asks one question on a connection of its own.
pub(super) fn once<T>(tx: &mut Tx, ask: impl FnOnce(&mut Tx) -> Result<T, Fault>) -> Result<T, Fault> {
    begin(tx)?;
    let answer = ask(tx);
    end(tx);
    answer
}

fn ask(tx: &mut Tx, question: &mut dyn Write) -> Result<(), Fault> {
    begin(tx)?;
    question.run(tx);
    if is_lost(tx) { Err(Fault::new("lost the connection while reading")) } else { Ok(()) }
}

fn begin(tx: &mut Tx) -> Result<(), Fault> {
    tx.state = State::default();
    tx.position = None;
    match tx.backend {
        Backend::Sqlite(_) => tx.control("BEGIN"),
        Backend::Postgres(_) => tx.control("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
    }
}

/// Ends the transaction, after the answer was given: nobody waits for it.
fn end(tx: &mut Tx) {
    if let Backend::Postgres(postgres) = &mut tx.backend {
        postgres.forget();
    }
    if !is_lost(tx) {
        // When it fails, the next BEGIN will tell.
        let _failed = tx.control("ROLLBACK").and_then(|()| tx.settle());
    }
}

fn is_lost(tx: &Tx) -> bool {
    tx.state.lost || matches!(&tx.backend, Backend::Postgres(postgres) if postgres.is_closed())
}
