//! Visits at the desk: a finding becomes a task once, lists show each their own, a rebuild yields the same; and scores count what was done.

use crate::on_both_engines;
use crate::province::{FIRST, SECOND, at, found, leader, officer};
use crate::samples::code;
use crate::stores::TestStore;
use crate::tasks::{act as act_on_task, agency, proved, rebuilt};
use jiff::civil::date;
use rules::codes::VisitCode;
use rules::inspections::{Command, Plan, State, VisitKind};
use rules::people::Actor;
use rules::people::permissions::tasks_seen;
use rules::tasks::{self, LinkKind};
use store::desk::inspections;
use store::province::ProvinceCache;
use store::tables::inspections::list;
use store::tables::tasks::scores::{Whose, scores};
use store::{Failure, Store};

fn planned(store: &Store, actor: &Actor, kind: VisitKind) -> Result<VisitCode, Failure> {
    let actor = actor.clone();
    store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        let typed = Plan {
            kind: Some(kind),
            host: Some(agency(FIRST)),
            place: "Quảng Ninh".into(),
            from: Some(date(2025, 12, 2)),
            authority: "QĐ 12/QĐ-BCĐ".into(),
            plan: "Bộ phận Một cửa".into(),
            team: "Ông A".into(),
            ..Plan::default()
        };
        inspections::plan(tx, &province, &actor, &agency("H35"), &typed, at(1, 8))
    })
}

fn seen(store: &Store, actor: &Actor, words: &'static str) -> Vec<VisitCode> {
    let scope = tasks_seen(actor);
    let found = store.read_blocking(move |tx| list(tx, &scope, None, words, None, 10)).expect("read");
    found.into_iter().map(|visit| visit.code).collect()
}

on_both_engines! {
    fn a_finding_becomes_a_task_once_and_is_scored_when_it_is_done(given: TestStore) {
        let store = &given.store;
        found(store);
        let chairman = leader("H35");
        assert_eq!(code(&planned(store, &leader(FIRST), VisitKind::Inspection).expect_err("not theirs")), "assigners-only");
        let visit = planned(store, &chairman, VisitKind::Inspection).expect("planned");
        let study = planned(store, &chairman, VisitKind::Study).expect("planned");
        assert_eq!([visit.as_str(), study.as_str()], ["KT-2025-001", "KT-2025-002"]);
        assert_eq!(seen(store, &officer(FIRST), ""), std::slice::from_ref(&visit));
        assert!(seen(store, &officer(SECOND), "").is_empty());
        assert_eq!(seen(store, &chairman, "quang ninh").len(), 2);

        let act = |seen: u64, command: Command| {
            let (actor, visit) = (leader("H35"), visit.clone());
            store.write_blocking(move |tx| inspections::act(tx, &actor, &visit, seen, command.clone(), at(3, 9)))
        };
        let find = Command::Find { what: "Chưa niêm yết thủ tục".into(), remedy: String::new(), due_on: Some(date(2025, 12, 10)) };
        act(1, find.clone()).expect("noted");
        assert_eq!(code(&act(1, find).expect_err("seen before")), "visit-changed-meanwhile");
        let make = |actor: Actor, number: u32| {
            let visit = visit.clone();
            store.write_blocking(move |tx| {
                let province = ProvinceCache::default().get(tx)?;
                inspections::make_task(tx, &province, &actor, (&visit, number), "Báo cáo khắc phục", at(3, 10))
            })
        };
        assert_eq!(code(&make(leader(FIRST), 1).expect_err("not theirs")), "assigners-only");
        let task = make(leader("H35"), 1).expect("a task");
        assert_eq!(code(&make(leader("H35"), 1).expect_err("again")), "finding-has-task");
        assert_eq!(code(&make(leader("H35"), 2).expect_err("none")), "finding-unknown");
        act(2, Command::Report { summary: "Đã kiểm tra".into(), files: Vec::new() }).expect("reported");

        let task = store.read_blocking(move |tx| store::desk::tasks::find(tx, &task)).expect("found");
        assert_eq!((task.assigned.lead.as_str(), task.links[0].kind), (FIRST, LinkKind::Inspection));
        let worker = officer(FIRST);
        let task = act_on_task(store, &worker, &task, tasks::Command::Accept, at(4, 8)).expect("accepted");
        let task = act_on_task(store, &worker, &task, tasks::Command::Submit(proved(100)), at(12, 8)).expect("in, two days late");
        let task = act_on_task(store, &chairman, &task, tasks::Command::Return { reason: "Thiếu ảnh".into() }, at(12, 9)).expect("back");
        let task = act_on_task(store, &worker, &task, tasks::Command::Submit(proved(100)), at(13, 8)).expect("in again");
        act_on_task(store, &chairman, &task, tasks::Command::Complete { note: String::new() }, at(14, 8)).expect("done");
        let scored = |from, to, by_person| {
            let scope = tasks_seen(&leader("H35"));
            store.read_blocking(move |tx| scores(tx, &scope, (from, to), by_person)).expect("scored")
        };
        let all = scored(date(2025, 12, 1), date(2025, 12, 20), false);
        let [(whose, work)] = all.as_slice() else { panic!("{all:?}") };
        assert_eq!(*whose, Whose { lead: agency(FIRST), person: None });
        assert_eq!((work.done, work.in_time, work.returned, work.open_late, work.days_late), (1, 0, 1, 0, 3));
        let persons = scored(date(2025, 12, 1), date(2025, 12, 20), true);
        assert_eq!(persons[0].0.person.as_ref().map(|(login, _)| login.as_str()), Some("officer.H35.A"));
        assert!(scored(date(2025, 11, 1), date(2025, 11, 30), false).is_empty());
        let state = store.read_blocking(|tx| list(tx, &tasks_seen(&leader("H35")), Some(VisitKind::Inspection), "", None, 10)).expect("read");
        assert_eq!((state[0].state, state[0].findings), (State::Reported, 1));
        rebuilt(store);
    }
}
