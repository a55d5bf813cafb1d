//! Directives at the desk: numbered by register and year, found without marks, opened once, unseen by others, the same after a rebuild.

use crate::province::{FIRST, SECOND, at, found, leader, officer};
use crate::samples::code;
use crate::{dossiers::dump, on_both_engines, stores::TestStore};
use jiff::Timestamp;
use jiff::civil::date;
use rules::calendar::day_of;
use rules::codes::DirectiveCode;
use rules::directives::{Assign, Direction, Directive, Draft, Kind};
use rules::messages::Notice;
use rules::people::Actor;
use rules::people::permissions::tasks_seen;
use store::desk::directives;
use store::province::ProvinceCache;
use store::tables::directives::{Filter, Side, count, list};
use store::tables::messages;
use store::{Failure, Store, journal};

fn draft(notation: &str) -> Draft {
    Draft {
        agency: "H35".into(),
        direction: Some(Direction::In),
        notation: notation.into(),
        issued_on: Some(date(2025, 11, 16)),
        issuer: "Văn phòng Chính phủ".into(),
        kind: Some(Kind::Notice),
        subject: "Kết luận về phát triển khoa học, công nghệ".into(),
        content: "Giao nhiệm vụ phải giao kinh phí".into(),
        file_text: "Phụ lục: phủ sóng các thôn, bản lõm sóng".into(),
        ..Draft::default()
    }
}

fn register(store: &Store, draft: Draft, now: Timestamp) -> Result<Directive, Failure> {
    store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        directives::register(tx, &province, &leader("H35"), &draft, now)
    })
}

fn opened(store: &Store, actor: &Actor, code: &DirectiveCode, now: Timestamp) -> Result<(), Failure> {
    let (actor, code) = (actor.clone(), code.clone());
    store.write_blocking(move |tx| directives::open(tx, &actor, &code, now))
}

fn listed(store: &Store, actor: &Actor, filter: Filter) -> Vec<(String, u64)> {
    let scope = tasks_seen(actor);
    let read = store.read_blocking(move |tx| {
        let found = list(tx, &scope, &filter, None, 50)?;
        assert_eq!(found.len() as i64, count(tx, &scope, &filter)?);
        Ok::<_, store::Fault>(found)
    });
    read.expect("read").into_iter().map(|one| (one.notation, one.opened)).collect()
}

on_both_engines! {
    fn a_directive_is_registered_assigned_opened_and_found(given: TestStore) {
        let store = &given.store;
        found(store);
        let one = register(store, draft("624/TB-VPCP"), at(1, 8)).expect("registered");
        assert_eq!(code(&register(store, draft("624/TB-VPCP"), at(1, 9)).expect_err("again")), "directive-registered-already");
        let out = Draft { direction: Some(Direction::Out), issuer: String::new(), ..draft("5926/KH-UBND") };
        let second = register(store, out, at(1, 10)).expect("registered");
        let numbers = [&one, &second].map(|one| (one.code().as_str().to_owned(), one.registered.number));
        assert_eq!(numbers, [("VB-2025-00001".into(), 1), ("VB-2025-00002".into(), 1)], "each register counts for itself");
        let to = one.code().clone();
        let assigned = store.write_blocking(move |tx| {
            let province = ProvinceCache::default().get(tx)?;
            let typed = Assign { to: vec![FIRST.parse().expect("a code")], due_on: Some(day_of(at(9, 8))), note: "Triển khai ngay".into() };
            directives::assign(tx, &province, &leader("H35"), &to, &typed, at(1, 11))
        });
        assigned.expect("assigned");
        let told = store.read_blocking(|tx| messages::of(tx, &officer(FIRST).login, 10)).expect("read");
        assert_eq!((told.len(), told[0].notice, told[0].args["day"].as_str()), (1, Notice::DirectiveAssigned, "2025-12-09"));
        let others = store.read_blocking(|tx| messages::of(tx, &officer(SECOND).login, 10)).expect("read");
        assert!(others.is_empty(), "only whoever it was assigned to");
        let unread = |agency: &str| Filter { side: Side::Unread, agencies: vec![agency.parse().expect("a code")], ..Filter::default() };
        assert_eq!(listed(store, &officer(FIRST), unread(FIRST)), [("624/TB-VPCP".to_owned(), 0)]);
        assert_eq!(code(&opened(store, &officer(SECOND), one.code(), at(2, 8)).expect_err("another's")), "directive-unknown");
        assert!(listed(store, &officer(SECOND), Filter::default()).is_empty());
        assert!(listed(store, &officer(SECOND), unread(FIRST)).is_empty(), "counts leak nothing");
        for hour in [8, 9] {
            opened(store, &officer(FIRST), one.code(), at(2, hour)).expect("opened");
        }
        let of = one.code().clone();
        let (directive, history) = store.read_blocking(move |tx| directives::load_with_history(tx, &of)).expect("read").expect("there");
        assert_eq!((directive.receipts.len(), history.len()), (1, 3), "once a person");
        assert_eq!(directive.receipts[0].at, at(2, 8));
        assert!(listed(store, &officer(FIRST), unread(FIRST)).is_empty());
        let found = Filter { words: "giao kinh phi 624".into(), ..Filter::default() };
        assert_eq!(listed(store, &leader("H35"), found), [("624/TB-VPCP".to_owned(), 1)], "found by its text, without marks");
        let enclosed = Filter { words: "lom song 624".into(), ..Filter::default() };
        assert_eq!(listed(store, &leader("H35"), enclosed).len(), 1, "found by what stands in its file");
        let before = dump(store);
        journal::rebuild(store, |_| {}).expect("rebuilt");
        assert_eq!(dump(store), before);
        let next = register(store, draft("625/TB-VPCP"), at(3, 8)).expect("registered");
        assert_eq!((next.code().as_str(), next.registered.number), ("VB-2025-00003", 2), "numbering goes on");
    }
}
