//! Results in the store: found by their code once they are issued, copied, corrected; what was used again knows that it was
//! replaced; ratings by criterion; and a rebuild yields the same.

use crate::dossiers::dump;
use crate::province::{FIRST, SECOND, act, at, citizen, file, found, leader, officer};
use crate::{on_both_engines, stores::TestStore};
use jiff::civil::date;
use rules::dossiers::{
    Approve, Assign, Command, Complete, Criterion, Dossier, Outcome, Propose, Rate, Rating, Receive, ResultPaper,
    ReturnResult, Sign,
};
use rules::people::Actor;
use rules::personal::Standing;
use rules::quality::Period;
use rules::results::{Ask, Command as Answer, Kind, Status};
use std::collections::BTreeMap;
use store::desk::results::ResultId;
use store::province::ProvinceCache;
use store::tables::{ratings, results};
use store::{Failure, Store, desk, journal, values};

fn paper(name: &str) -> ResultPaper {
    ResultPaper {
        kind: "Giấy xác nhận".into(),
        sign: "GXN".into(),
        particulars: vec![("Họ và tên".into(), name.into())],
        valid_until: Some(date(2026, 6, 15)),
        ..ResultPaper::default()
    }
}

/// The province, and files by the names that stories use.
fn open(store: &Store) {
    found(store);
    let kept: Result<(), Failure> = store.write_blocking(|tx| {
        for (id, sha256) in [("f", "aa"), ("r1", "bb"), ("r2", "cc")] {
            tx.execute(
                "INSERT INTO files (id, sha256, size, media_type, name, owner, uploaded_at)
                 VALUES ($1, $2, 1, 'application/pdf', 'giay.pdf', 'mai', 0)",
                values![id, sha256],
            )?;
        }
        Ok(())
    });
    kept.expect("kept");
}

/// A dossier of Mai on which a result was written; signed, not yet numbered.
fn signed(store: &Store) -> Dossier {
    let filed = file(store, "Lò Thị Mai", "03549", at(15, 8)).expect("filed");
    let (officer, leader) = (officer(FIRST), leader(FIRST));
    let assign = Assign { officer: officer.login.clone(), officer_name: officer.name.clone(), note: None };
    let written = Some(paper("Lò Thị Mây"));
    let propose = Propose {
        outcome: Outcome::Granted,
        content: "Đủ".into(),
        file: Some("r1".into()),
        paper: written,
        without_opinions: None,
    };
    let steps = [
        (&officer, Command::Receive(Receive {})),
        (&leader, Command::Assign(assign)),
        (&officer, Command::Propose(propose)),
        (&leader, Command::Approve(Approve::default())),
        (&leader, Command::Sign(Sign::default())),
    ];
    steps.into_iter().fold(filed, |dossier, (actor, command)| act(store, actor, &dossier, command, at(16, 9)).unwrap())
}

fn settled(store: &Store) -> Dossier {
    let dossier = signed(store);
    let number = format!("{}/GXN", dossier.filed.code);
    act(store, &officer(FIRST), &dossier, Command::Complete(Complete { number, ..Complete::default() }), at(16, 9))
        .expect("issued")
}

fn id(store: &Store, dossier: &Dossier, version: usize) -> ResultId {
    let code = dossier.filed.code.to_string();
    let loaded = store.read_blocking(move |tx| desk::dossiers::load(tx, &code)).expect("read").expect("there");
    ResultId::of(&loaded, version).expect("a code")
}

fn find(store: &Store, id: &ResultId) -> Result<desk::results::Found, Failure> {
    // As people type it.
    let typed = id.to_string().to_lowercase();
    store.read_blocking(move |tx| desk::results::find(tx, &typed.parse()?))
}

fn ask(store: &Store, actor: &Actor, dossier: &Dossier, kind: Kind) -> Result<String, Failure> {
    let (actor, code) = (actor.clone(), dossier.filed.code.to_string());
    let (wrong, right) = ("Sai tên đệm".to_owned(), "Lò Thị Mai".to_owned());
    let typed = Ask { id: format!("KQ-{}", kind.key()), kind: Some(kind), copies: "1".into(), wrong, right };
    store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        desk::results::ask(tx, &province, &actor, &code, &typed, at(17, 8))
    })
}

fn answer(store: &Store, actor: &Actor, id: &str, seen: u64, command: Answer) -> Result<Status, Failure> {
    let (actor, id) = (actor.clone(), id.to_owned());
    store.write_blocking(move |tx| {
        desk::results::act(tx, &actor, &id, seen, &command, at(18, 8)).map(|done| done.status)
    })
}

fn refusal<T: std::fmt::Debug>(done: Result<T, Failure>) -> String {
    match done.expect_err("refused") {
        Failure::Refused(refusal) => refusal.problems.first().map_or(refusal.code, |problem| problem.code).to_owned(),
        Failure::Fault(fault) => panic!("{fault}"),
    }
}

on_both_engines! {
    fn a_result_is_found_by_its_code_once_it_is_issued(given: TestStore) {
        let store = &given.store;
        open(store);
        let dossier = signed(store);
        let first = id(store, &dossier, 1);
        assert_eq!(refusal(find(store, &first)), "official-unknown", "it is signed, but not issued");
        let other = Complete { number: "7/XX".into(), ..Complete::default() };
        let failure = act(store, &officer(FIRST), &dossier, Command::Complete(other), at(16, 9)).map(|_| ());
        assert_eq!(refusal(failure), "number-on-paper", "the paper carries another number");
        let number = format!("{}/GXN", dossier.filed.code);
        let complete = Command::Complete(Complete { number: number.clone(), ..Complete::default() });
        act(store, &officer(FIRST), &dossier, complete, at(16, 9)).expect("issued");
        let found = find(store, &first).expect("found");
        assert_eq!((found.result.number, found.result.sha256.as_deref()), (number, Some("bb")));
        let document = found.document.expect("in the store");
        assert_eq!(document.valid_until, Some(date(2026, 6, 15)), "the paper says itself until when it is valid");
        assert_eq!(document.standing(date(2026, 6, 16)), Standing::Expired);
        assert_eq!(refusal(find(store, &id(store, &dossier, 2))), "official-unknown");
    }

    fn a_correction_replaces_the_result_and_who_used_it_again_can_see_that(given: TestStore) {
        let store = &given.store;
        open(store);
        let dossier = settled(store);
        let asked = ask(store, &citizen(), &dossier, Kind::Correction).expect("asked");
        assert_eq!(refusal(ask(store, &citizen(), &dossier, Kind::Correction)), "result-request-waits");
        let draft = Answer::Draft { paper: Box::new(paper("Lò Thị Mai")), file: "r2".into() };
        assert_eq!(refusal(answer(store, &officer(SECOND), &asked, 1, draft.clone())), "result-request-unknown");
        answer(store, &officer(FIRST), &asked, 1, draft).expect("written");
        let issue = Answer::Issue { file: None, signed: None };
        assert_eq!(refusal(answer(store, &leader(FIRST), &asked, 1, issue.clone())), "version-stale");
        assert_eq!(answer(store, &leader(FIRST), &asked, 2, issue).expect("signed"), Status::Issued);

        let old = find(store, &id(store, &dossier, 1)).expect("the old one is still found");
        assert_eq!(old.document.expect("kept").standing(date(2025, 12, 18)), Standing::Superseded);
        let new = find(store, &id(store, &dossier, 2)).expect("found");
        assert_eq!(new.result.number, format!("{}/GXN-2", dossier.filed.code));
        assert_eq!(new.result.sha256.as_deref(), Some("cc"), "the hash of the new file");
        assert_eq!(new.document.expect("kept").standing(date(2025, 12, 18)), Standing::InForce);

        let of = |login: &'static str| store.read_blocking(move |tx| results::of(tx, login)).expect("read").len();
        assert_eq!((of("mai"), of("minh")), (1, 0));
        let waiting = |closed| {
            let agencies = [("H35.A".parse().expect("a code"), false)];
            store.read_blocking(move |tx| results::at(tx, &agencies, closed, 10)).expect("read").len()
        };
        assert_eq!((waiting(false), waiting(true)), (0, 1));
        let before = dump(store);
        journal::rebuild(store, |_| {}).expect("rebuilt");
        assert_eq!(dump(store), before);
    }

    fn a_copy_is_given_and_changes_nothing_of_the_result(given: TestStore) {
        let store = &given.store;
        open(store);
        let dossier = settled(store);
        let stranger = Actor::new("minh".into(), "Minh".into(), None, vec![]);
        assert_eq!(refusal(ask(store, &stranger, &dossier, Kind::Copy)), "dossier-unknown");
        let asked = ask(store, &citizen(), &dossier, Kind::Copy).expect("asked");
        let issue = Answer::Issue { file: Some("r1".into()), signed: None };
        assert_eq!(answer(store, &officer(FIRST), &asked, 1, issue).expect("given"), Status::Issued);
        let found = find(store, &id(store, &dossier, 1)).expect("found");
        assert_eq!(found.document.expect("kept").standing(date(2025, 12, 18)), Standing::InForce);
        assert_eq!(refusal(find(store, &id(store, &dossier, 2))), "official-unknown");
    }

    fn what_applicants_judge_is_counted_by_criterion_once_a_dossier(given: TestStore) {
        let store = &given.store;
        open(store);
        let dossier = settled(store);
        let returned =
            act(store, &officer(FIRST), &dossier, Command::ReturnResult(ReturnResult::default()), at(17, 8)).unwrap();
        let criteria = BTreeMap::from([(Criterion::Time, Rating::Dissatisfied), (Criterion::Fees, Rating::VerySatisfied)]);
        let rate = Command::Rate(Rate { rating: Rating::Satisfied, criteria, comment: None });
        let rated = act(store, &citizen(), &returned, rate.clone(), at(17, 9)).expect("rated");
        assert_eq!(refusal(act(store, &citizen(), &rated, rate, at(17, 10))), "rated-already");
        let december = Period { from: date(2025, 12, 1), to: date(2025, 12, 31) };
        let counted = |agency: &'static str| {
            let all = store.read_blocking(move |tx| ratings::by_criterion(tx, agency, december)).expect("counted");
            all.into_iter().map(|one| (one.key, one.counts)).collect::<Vec<_>>()
        };
        let all = [("", [0, 1, 0]), ("fees", [1, 0, 0]), ("time", [0, 0, 1])].map(|(key, counts)| (key.to_owned(), counts));
        assert_eq!(counted(""), all);
        assert_eq!((counted("H35.A"), counted("H35.B")), (all.to_vec(), Vec::new()));
    }
}
