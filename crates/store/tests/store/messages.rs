//! Messages in the store: made once with what happened, planned once, and claimed by one worker.

use crate::province::{FIRST, at, citizen, file, found, officer};
use crate::stores::TestStore;
use jiff::SignedDuration;
use rules::dossiers::{Command, Receive};
use rules::messages::{Channel, Fate, Notice};
use store::tables::messages::{self, Message, PLAN, SEND};
use store::{Failure, Fault, Store, desk, jobs};

fn about(store: &Store, code: &str) -> Vec<(Message, Vec<messages::Delivery>)> {
    let code = code.to_owned();
    let read: Result<_, Fault> = store.read_blocking(move |tx| messages::about(tx, &code));
    read.expect("read")
}

fn plan_all(store: &Store, connected: &'static [Channel]) -> usize {
    let planned: Result<usize, Failure> = store.write_blocking(move |tx| {
        let due = jobs::claim_kinds(tx, &[PLAN], at(20, 10), SignedDuration::from_secs(60), 100)?;
        for job in &due {
            let id: String = serde_json::from_str(&job.payload).expect("an identifier");
            desk::messages::plan(tx, &id, connected, at(20, 10))?;
            jobs::done(tx, job)?;
        }
        Ok(due.len())
    });
    planned.expect("planned")
}

crate::on_both_engines! {
    fn each_thing_that_happens_is_told_once(given: TestStore) {
        let store = &given.store;
        found(store);
        let filed = file(store, "Lò Thị Mai", "03549", at(15, 8)).expect("filed");
        crate::province::act(store, &officer(FIRST), &filed, Command::Receive(Receive {}), at(15, 9)).expect("received");
        let again = crate::province::act(store, &officer(FIRST), &filed, Command::Receive(Receive {}), at(15, 9));
        assert!(again.is_err(), "received already");
        let told: Vec<_> = about(store, filed.filed.code.as_str()).into_iter().map(|(message, _)| message.notice).collect();
        assert_eq!(told, [Notice::Received, Notice::Filed]);
    }

    fn a_plan_made_twice_queues_one_delivery_and_one_not_connected_queues_none(given: TestStore) {
        let store = &given.store;
        found(store);
        let filed = file(store, "Lò Thị Mai", "03549", at(15, 8)).expect("filed");
        crate::province::act(store, &officer(FIRST), &filed, Command::Receive(Receive {}), at(15, 9)).expect("received");
        assert_eq!(plan_all(store, &[]), 2);
        let received = about(store, filed.filed.code.as_str()).remove(0);
        let fates: Vec<_> = received.1.iter().map(|delivery| (delivery.channel, delivery.fate)).collect();
        assert_eq!(fates, [(Channel::Sms, Fate::NotSent)], "the law bids it, and only a telephone is known");
        let id = received.0.id.clone();
        for _ in 0..2 {
            let id = id.clone();
            let planned: Result<(), Fault> =
                store.write_blocking(move |tx| desk::messages::plan(tx, &id, &[Channel::Sms], at(20, 10)));
            planned.expect("planned");
        }
        let due: Result<_, Fault> = store.write_blocking(|tx| {
            jobs::claim_kinds(tx, &[SEND], at(21, 10), SignedDuration::from_secs(60), 100)
        });
        assert!(due.expect("read").is_empty(), "what was not sent is not sent later");
    }

    fn a_job_that_is_postponed_keeps_its_attempts_and_each_worker_takes_its_own_kind(given: TestStore) {
        let store = &given.store;
        let queued: Result<_, Fault> = store.write_blocking(|tx| {
            jobs::queue(tx, "messages.send", &1, at(1, 8))?;
            jobs::queue(tx, "something.else", &2, at(1, 8))
        });
        queued.expect("queued");
        let claim = |hour| {
            let claimed: Result<_, Fault> = store.write_blocking(move |tx| {
                jobs::claim_kinds(tx, &[SEND], at(1, hour), SignedDuration::from_secs(60), 10)
            });
            claimed.expect("claimed")
        };
        let first = claim(9);
        assert_eq!(first.iter().map(|job| (job.kind.as_str(), job.attempts)).collect::<Vec<_>>(), [("messages.send", 1)]);
        let job = first[0].clone();
        let postponed: Result<(), Fault> = store.write_blocking(move |tx| jobs::postpone(tx, &job, at(1, 12)));
        postponed.expect("postponed");
        assert!(claim(11).is_empty(), "not yet");
        assert_eq!(claim(12)[0].attempts, 1, "waiting was no attempt");
    }

    fn what_is_told_to_somebody_is_theirs_to_read(given: TestStore) {
        let store = &given.store;
        found(store);
        let actor = citizen();
        let login = actor.login.clone();
        file(store, "Lò Thị Mai", "03549", at(15, 8)).expect("filed");
        let counted: Result<_, Fault> = store.write_blocking(move |tx| {
            let before = messages::unread(tx, &login)?;
            messages::mark_read(tx, "somebody-else", at(16, 8))?;
            let untouched = messages::unread(tx, &login)?;
            messages::mark_read(tx, &login, at(16, 8))?;
            Ok((before, untouched, messages::unread(tx, &login)?))
        });
        assert_eq!(counted.expect("counted"), (1, 1, 0));
    }
}
