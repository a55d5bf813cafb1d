//! Idempotency, jobs, files.

use crate::{on_both_engines, samples::*, stores::TestStore};
use jiff::SignedDuration;
use std::{collections::BTreeSet, thread};
use store::{
    Failure, Fault, Store,
    files::{self, Files, LARGEST, Upload},
    jobs,
    journal::{Request, StoredAnswer, answer_before, forget_answers_before, keep_answer},
};

/// A command that carries a key: answers how often it was really done.
fn file_once(store: &Store, key: &str, body: &str) -> Result<String, Failure> {
    let request = Request::new("lan", key, "POST /api/v1/dossiers", body.as_bytes());
    store.write_blocking(move |tx| {
        if let Some(answer) = answer_before(tx, &request)? {
            return Ok(answer.body);
        }
        let recorded = put(tx, "H35.1", &format!("dossier of {}", request.key), 0)?;
        let answer = StoredAnswer { status: 201, body: format!("number {}", recorded.number) };
        keep_answer(tx, &request, &answer, at(0))?;
        Ok(answer.body)
    })
}

fn claim(store: &Store, second: i64, limit: usize) -> Vec<jobs::Job> {
    store.write_blocking(move |tx| jobs::claim(tx, at(second), SignedDuration::from_secs(60), limit)).unwrap()
}

const PAPER: &[u8] = b"%PDF-1.7\n\
    1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
    2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
    3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>endobj\n\
    xref\n0 4\n0000000000 65535 f \n\
    0000000009 00000 n \n\
    0000000052 00000 n \n\
    0000000101 00000 n \n\
    trailer<</Size 4/Root 1 0 R>>\n%\
    \nstartxref\n178\n%%EOF\n";

on_both_engines! {
    fn a_repeated_request_is_answered_as_the_first_time(given: TestStore) {
        assert_eq!(file_once(&given.store, "k1", "{}").unwrap(), "number 1");
        assert_eq!(file_once(&given.store, "k1", "{}").unwrap(), "number 1");
        assert_eq!(file_once(&given.store, "k2", "{}").unwrap(), "number 2");
        let other = file_once(&given.store, "k1", "{\"other\": 1}").unwrap_err();
        assert_eq!(code(&other), "idempotency-key-reused");
        assert_eq!(number(&given.store, "SELECT COUNT(*) FROM events"), 2);
    }

    fn a_request_that_comes_twice_at_once_is_done_once(given: TestStore) {
        thread::scope(|scope| {
            for _ in 0..8 {
                let store = given.store.clone();
                scope.spawn(move || assert_eq!(file_once(&store, "k1", "{}").unwrap(), "number 1"));
            }
        });
        assert_eq!(number(&given.store, "SELECT COUNT(*) FROM events"), 1);
    }

    fn old_answers_are_forgotten(given: TestStore) {
        file_once(&given.store, "k1", "{}").unwrap();
        let forget = |second| given.store.write_blocking(move |tx| forget_answers_before(tx, at(second))).unwrap();
        assert_eq!((forget(0), forget(1)), (0, 1));
    }

    fn a_job_is_queued_with_its_event_or_not_at_all(given: TestStore) {
        let queue = |fail: bool| given.store.write_blocking(move |tx| {
            jobs::queue(tx, "mail", &"to lan", at(10))?;
            if fail { Err(Fault::new("no")) } else { Ok(()) }
        });
        assert!(queue(true).is_err());
        queue(false).unwrap();
        assert_eq!(claim(&given.store, 9, 10), []);
        let taken = claim(&given.store, 10, 10);
        assert_eq!((taken.len(), taken[0].kind.as_str(), taken[0].payload.as_str(), taken[0].attempts), (1, "mail", "\"to lan\"", 1));
    }

    fn a_job_is_tried_again_later_each_time_and_then_left_for_people(given: TestStore) {
        given.store.write_blocking(|tx| jobs::queue(tx, "mail", &1, at(0))).unwrap();
        let mut second = 0;
        for attempt in 1..=12 {
            let job = claim(&given.store, second, 1).pop().unwrap();
            assert_eq!(job.attempts, attempt);
            given.store.write_blocking(move |tx| jobs::failed(tx, &job, "no answer", at(second))).unwrap();
            assert_eq!(claim(&given.store, second + 19, 1), []);
            second += 6 * 3600;
        }
        assert_eq!(claim(&given.store, second * 2, 1), []);
        assert_eq!(number(&given.store, "SELECT COUNT(*) FROM jobs WHERE state = 'failed'"), 1);
    }

    fn a_job_whose_worker_died_is_due_again(given: TestStore) {
        given.store.write_blocking(|tx| jobs::queue(tx, "mail", &1, at(0))).unwrap();
        assert_eq!(claim(&given.store, 0, 1).len(), 1);
        assert_eq!(claim(&given.store, 59, 1).len(), 0);
        let job = claim(&given.store, 60, 1).pop().unwrap();
        given.store.write_blocking(move |tx| jobs::done(tx, &job)).unwrap();
        assert_eq!(number(&given.store, "SELECT COUNT(*) FROM jobs"), 0);
    }

    fn a_file_is_kept_once_under_its_hash(given: TestStore) {
        let folder = Files::of(&given.store).unwrap();
        let upload = |name: &str, contents: &'static [u8]| Upload {
            name: name.into(), owner: "lan".into(), contents: contents.into(), pointer: "/documents/0".into(), largest: LARGEST,
        };
        let keep = |upload| futures::executor::block_on(folder.keep(&given.store, upload, at(0)));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let _inside = runtime.enter();
        let first = keep(upload("đơn.pdf", PAPER)).unwrap();
        let second = keep(upload("copy.pdf", PAPER)).unwrap();
        assert_eq!((&first.sha256, first.size, first.media_type.as_str()), (&second.sha256, PAPER.len() as u64, "application/pdf"));
        let id = first.id.clone();
        let found = given.store.read_blocking(move |tx| files::find(tx, &id)).unwrap().unwrap();
        assert_eq!(found, first);
        let contents = futures::executor::block_on(folder.contents(&found)).unwrap();
        assert_eq!(&contents[..], PAPER);
        let refused = keep(upload("a.pdf", b"MZ")).unwrap_err();
        assert_eq!(code(&refused), "input");
    }
}

#[test]
fn two_processes_never_take_the_same_job() {
    let given = TestStore::postgres();
    for _ in 0..40 {
        given.store.write_blocking(|tx| jobs::queue(tx, "mail", &1, at(0))).unwrap();
    }
    let stores = [given.store.clone(), given.another()];
    let taken: Vec<_> = thread::scope(|scope| {
        let takers: Vec<_> = stores
            .iter()
            .map(|store| scope.spawn(|| (0..10).flat_map(|_| claim(store, 1, 3)).collect::<Vec<_>>()))
            .collect();
        takers.into_iter().flat_map(|taker| taker.join().unwrap()).collect()
    });
    let distinct: BTreeSet<_> = taken.iter().map(|job| &job.id).collect();
    assert_eq!((taken.len(), distinct.len()), (40, 40));
}
