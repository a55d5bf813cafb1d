//! Requests that nobody pays: they end by the jobs queued when they were made, the dossier goes on, and late money is neither lost nor
//! kept without a decision.

use crate::payments::{ask, file, money, pay, with_fees, write};
use crate::province::{FIRST, act, at, citizen, officer};
use crate::samples::code;
use crate::{dossiers::dump, on_both_engines, stores::TestStore};
use jiff::{SignedDuration, Timestamp};
use rules::dossiers::{Command, Dossier, Receive, RequestPayment, Status};
use rules::messages::Notice;
use rules::money::Dong;
use rules::payments::{Cause, Fit, Payment, Reference, Source, State};
use rules::people::Capacity;
use store::desk::payments::{DAYS, EXPIRE, REMIND, accept, expire, remind};
use store::tables::payments::{figures, lists};
use store::{Failure, Store, desk, jobs, journal, settings, tables};

/// Does the jobs of payments that are due, as the program does; answers their kinds.
fn run(store: &Store, now: Timestamp) -> Vec<String> {
    let due = store
        .write_blocking(move |tx| jobs::claim_kinds(tx, &[EXPIRE, REMIND], now, SignedDuration::from_mins(2), 50))
        .expect("jobs");
    due.into_iter()
        .map(|job| {
            let kind = job.kind.clone();
            write(store, move |tx, province| {
                let reference: Reference = serde_json::from_str(&job.payload).expect("a number");
                let again = if job.kind == EXPIRE {
                    expire(tx, province, &reference, &Capacity::system("expiry"), now)?
                } else {
                    remind(tx, &reference, now).map(|()| None)?
                };
                match again {
                    Some(at) => jobs::postpone(tx, &job, at)?,
                    None => jobs::done(tx, &job)?,
                }
                Ok(())
            })
            .expect("done");
            kind
        })
        .collect()
}

fn told(store: &Store, dossier: &Dossier) -> Vec<Notice> {
    let code = dossier.filed.code.to_string();
    let about = store.read_blocking(move |tx| tables::messages::about(tx, &code)).expect("read");
    about.into_iter().map(|(message, _)| message.notice).collect()
}

fn found(store: &Store, reference: &Reference) -> Payment {
    let reference = reference.clone();
    write(store, move |tx, _| desk::payments::find(tx, &reference)).expect("a payment")
}

fn now(store: &Store, dossier: &Dossier) -> Dossier {
    let code = dossier.filed.code.to_string();
    store.read_blocking(move |tx| desk::dossiers::load(tx, &code)).expect("read").expect("a dossier").dossier
}

fn keep(store: &Store, reference: &Reference, now: Timestamp) -> Result<Payment, Failure> {
    let reference = reference.clone();
    write(store, move |tx, province| accept(tx, province, &reference, &officer(FIRST).as_citizen(), now))
}

/// A dossier that was asked to pay on 15 December at ten, and the payment.
fn awaiting(store: &Store) -> (Dossier, Reference) {
    let filed = file(store, "03549", at(15, 8));
    let received = act(store, &officer(FIRST), &filed, Command::Receive(Receive {}), at(15, 9)).expect("received");
    let asked = Command::RequestPayment(RequestPayment::default());
    let demanded = act(store, &officer(FIRST), &received, asked, at(15, 10)).expect("asked");
    let reference = demanded.demand.clone().expect("a payment").payment;
    (demanded, reference)
}

/// The end of ten working days after 15 December 2025 at ten: 1 January is a holiday, and 2 January is off by swap.
fn the_end() -> Timestamp {
    at(29, 10)
}

on_both_engines! {
    fn a_request_that_nobody_pays_is_reminded_of_and_ends_and_the_dossier_goes_on(given: TestStore) {
        let store = &given.store;
        with_fees(store);
        let (demanded, reference) = awaiting(store);
        assert_eq!(found(store, &reference).requested.expires_at, Some(the_end()));
        assert_eq!(demanded.demand.as_ref().and_then(|demand| demand.expires_at), Some(the_end()));
        assert!(run(store, at(25, 9)).is_empty(), "nothing happens early");
        assert_eq!(run(store, at(25, 10)), [REMIND], "two working days before");
        assert!(told(store, &demanded).contains(&Notice::PaymentDue));
        assert!(run(store, at(29, 9)).is_empty());
        assert_eq!(now(store, &demanded).status, Status::AwaitingPayment);
        assert_eq!(run(store, the_end()), [EXPIRE]);
        let ended = found(store, &reference);
        assert_eq!(ended.cancelled, Some((Cause::Expired, the_end())));
        let on = now(store, &demanded);
        assert_eq!((on.status, on.demand.as_ref(), on.stopped_at()), (Status::Received, None, None), "the clock runs again");
        assert!(on.due_at > demanded.due_at, "the time that it waited does not count");
        assert!(told(store, &demanded).contains(&Notice::PaymentExpired));
        assert!(run(store, at(31, 9)).is_empty(), "it ends once");
    }

    fn what_was_paid_in_time_does_not_end_and_an_unknown_try_is_waited_for(given: TestStore) {
        let store = &given.store;
        with_fees(store);
        let paid = ask(store, &file(store, "03549", at(15, 8)), at(15, 10)).expect("asked").requested.reference;
        pay(store, &paid, money(Source::Gateway, "GD1", 18_000)).expect("paid");
        let tried = ask(store, &file(store, "03549", at(15, 8)), at(15, 10)).expect("asked").requested.reference;
        let of = tried.clone();
        write(store, move |tx, _| desk::payments::begin_attempt(tx, &of, at(29, 9), at(29, 10))).expect("begun");
        assert_eq!(run(store, the_end()).len(), 4);
        assert_eq!(found(store, &paid).state(), State::Paid);
        assert!(!told(store, &file_of(store, &paid)).contains(&Notice::PaymentDue), "nobody is reminded of what they paid");
        assert_eq!(found(store, &tried).state(), State::Waiting, "the gateway has not said what became of it");
        assert_eq!(run(store, at(29, 11)), [EXPIRE], "asked again an hour later");
    }

    fn money_that_comes_late_is_booked_shown_and_kept_or_paid_back_by_decision(given: TestStore) {
        let store = &given.store;
        with_fees(store);
        let (demanded, reference) = awaiting(store);
        assert_eq!(code(&keep(store, &reference, at(16, 8)).expect_err("it has time")), "payment-not-expired");
        run(store, the_end());
        assert_eq!(code(&keep(store, &reference, at(30, 8)).expect_err("nothing came")), "late-money-short");
        let (late, new) = pay(store, &reference, money(Source::Gateway, "GD1", 18_000)).expect("booked");
        assert!(new);
        assert_eq!((late.state(), late.moneys[0].fit, late.surplus()), (State::Cancelled, Fit::Closed, Dong(18_000)));
        let agency = FIRST.parse().expect("a code");
        let owed = store.read_blocking(move |tx| lists::owed_back(tx, &agency, 10)).expect("read");
        assert_eq!(owed.len(), 1, "shown to whoever keeps the money");
        let books = store.read_blocking(figures::books).expect("read");
        assert!(books.balance() && books.surplus == Dong(18_000));
        // Meanwhile the agency asked anew: what is kept takes its place, and the dossier goes on.
        let asked = Command::RequestPayment(RequestPayment::default());
        let again = act(store, &officer(FIRST), &now(store, &demanded), asked, at(30, 9)).expect("asked anew");
        assert_eq!(again.status, Status::AwaitingPayment);
        let second = again.demand.expect("a payment").payment;
        assert_ne!(second, reference);
        let kept = keep(store, &reference, at(30, 10)).expect("kept");
        assert_eq!((kept.state(), kept.paid_by(), kept.surplus()), (State::Paid, Some(Source::Gateway), Dong(0)));
        let receipts = found(store, &reference).receipts;
        assert_eq!(receipts.iter().map(|receipt| receipt.number).collect::<Vec<_>>(), [1, 1], "a fee and a charge");
        assert_eq!(found(store, &second).cancelled.map(|(cause, _)| cause), Some(Cause::Replaced));
        assert_eq!(now(store, &demanded).status, Status::Received);
        assert_eq!(code(&keep(store, &reference, at(30, 11)).expect_err("twice")), "payment-not-expired");
        let books = store.read_blocking(figures::books).expect("read");
        assert!(books.balance() && books.kept == Dong(18_000) && books.receipts == Dong(18_000), "{books:?}");
        let before = dump(store);
        journal::rebuild(store, |_| {}).expect("rebuilt");
        assert_eq!(dump(store), before);
    }

    fn an_installation_says_how_long_it_waits(given: TestStore) {
        let store = &given.store;
        with_fees(store);
        let end = |days: &'static str| {
            store.write_blocking(move |tx| settings::set(tx, DAYS, days)).expect("set");
            ask(store, &file(store, "03549", at(15, 8)), at(15, 10)).expect("asked").requested.expires_at
        };
        assert_eq!(end("1"), Some(at(16, 10)));
        assert_eq!(end("0"), None, "for ever");
        assert_eq!(run(store, at(16, 10)), [EXPIRE], "no reminder in so short a time");
    }
}

fn file_of(store: &Store, reference: &Reference) -> Dossier {
    let code = found(store, reference).requested.dossier.to_string();
    let loaded = store.read_blocking(move |tx| desk::dossiers::load(tx, &code)).expect("read").expect("a dossier");
    assert_eq!(loaded.dossier.filed.owner.as_deref(), Some(citizen().login.as_str()));
    loaded.dossier
}
