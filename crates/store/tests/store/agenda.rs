//! What an agency owes and is owed, and when: each record on its side, counted as the lists count, never another agency's.

use crate::on_both_engines;
use crate::province::{FIRST, SECOND, at, found, leader, officer};
use crate::stores::TestStore;
use crate::tasks::{act, agency, assign, draft, proved, rebuilt};
use jiff::civil::{Date, date};
use rules::agenda::{HappeningKind, Matter};
use rules::committees::{self, CommitteeKind, Founding, Member, Post};
use rules::people::Actor;
use rules::people::permissions::tasks_seen;
use rules::tasks::{Command, Draft, Every};
use store::Store;
use store::desk;
use store::province::ProvinceCache;
use store::tables::agenda::calendar::{Whose, Window, happenings};
use store::tables::agenda::matters::{Owed, filter, matters};
use store::tables::agenda::own;
use store::tables::tasks::lists::count;

/// What this person's agencies owe and are owed on a day of December 2025.
fn owed(store: &Store, actor: &Actor, day: i8) -> Vec<Owed> {
    let actor = actor.clone();
    let read = store.read_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        let all = matters(tx, &province, &actor, None, at(day, 9), 20)?;
        for one in &all {
            // What is tasks is counted as the list that it opens onto counts.
            if matches!(one.matter, Matter::LedTask | Matter::GivenTask | Matter::Acceptance | Matter::Extension) {
                let listed = count(tx, &tasks_seen(&actor), &filter(one.matter, &own(&actor)), date(2025, 12, day))?;
                assert_eq!(listed, one.count, "{:?}", one.matter);
            }
        }
        Ok::<_, store::Fault>(all)
    });
    read.expect("read")
}

/// How many of a matter there are, and how many of them are late.
fn counts(all: &[Owed], matter: Matter) -> (i64, i64) {
    let one = all.iter().find(|one| one.matter == matter).expect("every matter is there");
    (one.count, one.late)
}

/// What is in somebody's calendar: kinds and days.
fn calendar(store: &Store, actor: &Actor, whose: Whose, from: Date, to: Date) -> Vec<(HappeningKind, Date)> {
    let actor = actor.clone();
    let read = store.read_blocking(move |tx| happenings(tx, &actor, whose, Window { from, to, most: 50 }));
    read.expect("read").into_iter().map(|one| (one.kind, one.when.first())).collect()
}

on_both_engines! {
    fn a_directive_that_was_assigned_is_owed_and_in_the_calendar(given: TestStore) {
        let store = &given.store;
        found(store);
        let entered: Result<(), store::Failure> = store.write_blocking(|tx| {
            use rules::directives::{Assign, Direction, Kind};
            let province = ProvinceCache::default().get(tx)?;
            let draft = rules::directives::Draft {
                agency: "H35".into(),
                direction: Some(Direction::In),
                notation: "624/TB-VPCP".into(),
                issued_on: Some(date(2025, 11, 16)),
                issuer: "Văn phòng Chính phủ".into(),
                kind: Some(Kind::Notice),
                subject: "Kết luận".into(),
                ..rules::directives::Draft::default()
            };
            let directive = desk::directives::register(tx, &province, &leader("H35"), &draft, at(1, 8))?;
            let typed = Assign { to: vec![agency(FIRST)], due_on: Some(date(2025, 12, 20)), note: String::new() };
            desk::directives::assign(tx, &province, &leader("H35"), directive.code(), &typed, at(1, 9)).map(|_| ())
        });
        entered.expect("entered");
        let commune = officer(FIRST);
        assert_eq!(counts(&owed(store, &commune, 15), Matter::Directive), (1, 0));
        assert_eq!(counts(&owed(store, &commune, 22), Matter::Directive), (1, 1), "late while nobody opened it");
        assert_eq!(counts(&owed(store, &officer(SECOND), 22), Matter::Directive), (0, 0));
        let days = |actor: &Actor| calendar(store, actor, Whose::Agency, date(2025, 12, 1), date(2025, 12, 31));
        assert!(days(&commune).contains(&(HappeningKind::Directive, date(2025, 12, 20))));
        assert!(days(&officer(SECOND)).iter().all(|(kind, _)| *kind != HappeningKind::Directive));
        let opened = store.write_blocking(|tx| {
            desk::directives::open(tx, &officer(FIRST), &"VB-2025-00001".parse().expect("a code"), at(16, 8))
        });
        opened.expect("opened");
        assert_eq!(counts(&owed(store, &commune, 20), Matter::Directive), (1, 0), "read, and not over");
        assert_eq!(counts(&owed(store, &commune, 21), Matter::Directive), (0, 0), "read, and over");
    }

    fn what_one_agency_owes_another_is_owed(given: TestStore) {
        let store = &given.store;
        found(store);
        let (chairman, commune) = (leader("H35"), officer(FIRST));
        let supported = Draft { supporting: vec![agency(SECOND)], ..draft(FIRST, date(2025, 12, 10)) };
        let task = assign(store, &chairman, "H35", supported, None, at(2, 8)).expect("assigned");
        assign(store, &chairman, "H35", draft(SECOND, date(2025, 12, 31)), None, at(2, 8)).expect("assigned");
        let mine = owed(store, &commune, 15);
        assert_eq!(counts(&mine, Matter::LedTask), (1, 1));
        assert_eq!(mine[0].items[0].days_late(date(2025, 12, 15)), Some(5));
        assert_eq!(mine[0].items[0].agency, agency("H35"), "to whom it is owed");
        assert_eq!(counts(&owed(store, &officer(SECOND), 15), Matter::SupportedTask), (1, 1));
        assert_eq!(counts(&owed(store, &officer(SECOND), 15), Matter::LedTask), (1, 0));
        assert_eq!(counts(&owed(store, &chairman, 15), Matter::GivenTask), (2, 1));
        assert_eq!(counts(&owed(store, &chairman, 15), Matter::LedTask), (0, 0));

        let task = act(store, &commune, &task, Command::Accept, at(15, 9)).expect("accepted");
        let ask = Command::AskExtension { until: Some(date(2025, 12, 20)), reason: "Mưa lũ".into() };
        let task = act(store, &leader(FIRST), &task, ask, at(15, 10)).expect("asked");
        let waits = owed(store, &chairman, 15);
        assert_eq!(counts(&waits, Matter::Extension), (1, 1));
        let asked = waits.iter().find(|one| one.matter == Matter::Extension).expect("there");
        assert_eq!(asked.items[0].promised_on, Some(date(2025, 12, 20)));
        rebuilt(store);
        act(store, &commune, &task, Command::Submit(proved(100)), at(16, 9)).expect("handed in");
        let after = owed(store, &chairman, 16);
        assert_eq!(counts(&after, Matter::Acceptance), (1, 1));
        assert_eq!(counts(&after, Matter::GivenTask), (1, 0));
        assert_eq!(counts(&owed(store, &commune, 16), Matter::LedTask), (0, 0));
        // November was cut off, and nobody sent its report.
        assert_eq!(counts(&owed(store, &commune, 16), Matter::MonthlyReport).0, 2);
        assert_eq!(counts(&owed(store, &commune, 26), Matter::MonthlyReport).0, 3);
    }

    fn a_calendar_has_what_concerns_its_person(given: TestStore) {
        let store = &given.store;
        found(store);
        let (chairman, commune) = (leader("H35"), officer(FIRST));
        let monthly = Draft { every: Some(Every::Month), ..draft(FIRST, date(2026, 2, 10)) };
        assign(store, &chairman, "H35", monthly, None, at(2, 8)).expect("assigned");
        store.write_blocking(|tx| {
            let province = ProvinceCache::default().get(tx)?;
            let founding = Founding {
                kind: CommitteeKind::Resolution57,
        also: Vec::new(),
                agency: agency(FIRST),
                village: None,
                name: "Ban Chỉ đạo".into(),
                decision: "1/QĐ".into(),
                decided_on: Some(date(2025, 12, 1)),
                members: vec![Member { name: "Ông A".into(), title: "Chủ tịch".into(), post: Post::Head, login: None }],
            };
            let code = desk::committees::found(tx, &province, &leader(FIRST), &founding, at(3, 8))?;
            let held = committees::Command::HoldMeeting { on: Some(date(2025, 12, 4)), present: 1, outcome: "x".into() };
            desk::committees::act(tx, &leader(FIRST), &code, 1, held, at(5, 8))?;
            Ok::<_, store::Failure>(())
        }).expect("founded");
        let (from, to) = (date(2025, 12, 1), date(2026, 2, 28));
        let cut_offs = |days: &[(HappeningKind, Date)]| days.iter().filter(|(kind, _)| *kind == HappeningKind::MonthlyReport).count();
        let all = calendar(store, &commune, Whose::Agency, from, to);
        assert_eq!(cut_offs(&all), 3);
        let rest: Vec<_> = all.into_iter().filter(|(kind, _)| *kind != HappeningKind::MonthlyReport).collect();
        assert_eq!(rest, [
            (HappeningKind::Meeting, date(2025, 12, 4)),
            (HappeningKind::Delivery, date(2025, 12, 25)),
            (HappeningKind::Delivery, date(2026, 1, 25)),
            (HappeningKind::Task, date(2026, 2, 10)),
        ]);
        // Nothing of another commune, which leads no task and so has no report to send.
        for whose in Whose::ALL {
            assert!(calendar(store, &officer(SECOND), whose, from, to).is_empty(), "{whose:?}");
        }
        let given_away = calendar(store, &chairman, Whose::Given, from, to);
        assert!(given_away.contains(&(HappeningKind::Task, date(2026, 2, 10))));
        assert!(calendar(store, &commune, Whose::Own, from, to).contains(&(HappeningKind::Task, date(2026, 2, 10))));
    }
}
