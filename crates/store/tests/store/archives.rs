//! Archives in the store: closed dossiers handed over, listed once their time is over, decided by somebody else; nothing is deleted,
//! and a rebuild yields the same.

use crate::dossiers::{dump, settle, settle_up_to};
use crate::province::{FIRST, SECOND, act, at, file, found, leader, officer};
use crate::{on_both_engines, stores::TestStore};
use jiff::Timestamp;
use jiff::civil::date;
use rules::calendar::instant;
use rules::codes::AgencyCode;
use rules::dossiers::{Command, Withdraw};
use rules::people::Actor;
use store::province::ProvinceCache;
use store::tables::archives;
use store::{Failure, Store, desk, journal};

fn agency(code: &str) -> AgencyCode {
    code.parse().expect("a code")
}

fn archive(store: &Store, actor: &Actor, record: &'static str, code: &str) -> Result<(), Failure> {
    let (actor, codes) = (actor.clone(), vec![code.to_owned()]);
    store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        desk::archives::archive(tx, &province, &actor, (record, &agency(FIRST), "Kho 1"), &codes, at(18, 8))
    })
}

fn propose(store: &Store, list: &'static str, code: &str, now: Timestamp) -> Result<(), Failure> {
    let codes = vec![code.to_owned()];
    store.write_blocking(move |tx| {
        desk::archives::propose(tx, &officer(FIRST), (list, &agency(FIRST), "Hết thời hạn"), &codes, now)
    })
}

fn decide(store: &Store, actor: &Actor, list: &'static str, refused: Option<&'static str>) -> Result<(), Failure> {
    let actor = actor.clone();
    store.write_blocking(move |tx| desk::archives::decide(tx, &actor, list, refused, at(20, 8)))
}

fn refusal<T: std::fmt::Debug>(done: Result<T, Failure>) -> String {
    match done.expect_err("refused") {
        Failure::Refused(refusal) => refusal.problems.first().map_or(refusal.code, |problem| problem.code).to_owned(),
        Failure::Fault(fault) => panic!("{fault}"),
    }
}

fn closed(store: &Store) -> Vec<String> {
    let found = store.read_blocking(|tx| archives::closed(tx, &[(agency(FIRST), false)], 10)).expect("read");
    found.into_iter().map(|closed| closed.dossier).collect()
}

on_both_engines! {
    fn a_closed_dossier_is_handed_over_listed_and_never_deleted(given: TestStore) {
        let store = &given.store;
        found(store);
        let dossier = settle(store, &file(store, "Lò Thị Mai", "03549", at(15, 8)).expect("filed"), FIRST);
        let open = file(store, "Vàng Thị Dợ", "03549", at(15, 9)).expect("filed");
        let code = dossier.filed.code.to_string();
        assert_eq!(closed(store), std::slice::from_ref(&code));
        assert_eq!(refusal(archive(store, &officer(FIRST), "B1", open.filed.code.as_str())), "archive-not-closed");
        assert_eq!(refusal(archive(store, &officer(SECOND), "B1", &code)), "officers-only");
        assert_eq!(refusal(archive(store, &leader(FIRST), "B1", &code)), "officers-only");
        let own = Actor { close_to: vec![dossier.filed.applicant.id_number.clone()], ..officer(FIRST) };
        assert_eq!(refusal(archive(store, &own, "B1", &code)), "dossier-of-interest");
        archive(store, &officer(FIRST), "B1", &code).expect("handed over");
        assert_eq!(closed(store), Vec::<String>::new());
        assert_eq!(refusal(archive(store, &officer(FIRST), "B2", &code)), "archive-not-closed");
        let wanted = code.clone();
        let shelved = store.read_blocking(move |tx| archives::find(tx, &wanted)).expect("read").expect("there");
        assert_eq!((shelved.place.as_str(), shelved.keep_until), ("Kho 1", Some(date(2030, 12, 31))));

        let later = instant(date(2031, 1, 2).at(8, 0, 0, 0));
        assert_eq!(refusal(propose(store, "L1", &code, at(19, 8))), "archive-still-kept");
        propose(store, "L1", &code, later).expect("listed");
        assert_eq!(refusal(propose(store, "L2", &code, later)), "archive-still-kept", "it is listed already");
        assert_eq!(refusal(decide(store, &officer(FIRST), "L1", None)), "leaders-only");
        let own = Actor { close_to: vec![dossier.filed.applicant.id_number.clone()], ..leader(FIRST) };
        assert_eq!(refusal(decide(store, &own, "L1", None)), "dossier-of-interest");
        decide(store, &leader(FIRST), "L1", Some("Còn khiếu nại")).expect("refused");
        assert_eq!(refusal(decide(store, &leader(FIRST), "L1", None)), "archive-list-decided");
        propose(store, "L2", &code, later).expect("listed again");
        decide(store, &leader(FIRST), "L2", None).expect("approved");
        let lists = store.read_blocking(|tx| archives::lists(tx, &[(agency("H35"), true)], 10)).expect("read");
        let statuses: Vec<_> = lists.iter().map(|list| (list.id.as_str(), list.status.as_str())).collect();
        assert_eq!(statuses, [("L1", "refused"), ("L2", "approved")]);

        // The dossier is where it was: approving a list deletes nothing.
        let loaded = store.read_blocking(move |tx| desk::dossiers::load(tx, &code)).expect("read").expect("there");
        assert_eq!(loaded.dossier, dossier);
        let before = dump(store);
        journal::rebuild(store, |_| {}).expect("rebuilt");
        assert_eq!(dump(store), before);
    }

    fn what_waits_to_be_handed_over_to_the_applicant_is_not_closed(given: TestStore) {
        let store = &given.store;
        found(store);
        let issued = settle_up_to(store, &file(store, "Lò Thị Mai", "03549", at(15, 8)).expect("filed"), FIRST, 6);
        assert_eq!(closed(store), Vec::<String>::new());
        let code = issued.filed.code.to_string();
        assert_eq!(refusal(archive(store, &officer(FIRST), "B1", &code)), "archive-not-closed");
        let withdrawn = file(store, "Vàng Thị Dợ", "03549", at(15, 9)).expect("filed");
        act(store, &officer(FIRST), &withdrawn, Command::Withdraw(Withdraw::default()), at(15, 9)).expect("withdrawn");
        assert_eq!(closed(store), [withdrawn.filed.code.to_string()]);
    }
}
