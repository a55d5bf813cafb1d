//! Obstacles at the desk: from a commune to the province, those that raise the same get the same answer, nobody sees another's, and a
//! rebuild yields the same tables.

use crate::province::{FIRST, SECOND, at, found, leader, officer};
use crate::samples::code;
use crate::{dossiers::dump, on_both_engines, stores::TestStore};
use jiff::Timestamp;
use jiff::civil::date;
use rules::RefusalKind;
use rules::codes::ObstacleCode;
use rules::messages::Notice;
use rules::obstacles::{Command, Kind, Obstacle, Raise, Status};
use rules::people::permissions::{obstacles_seen, raises_for, tasks_seen};
use rules::people::{Actor, Membership};
use rules::tasks::{Draft, Link, LinkKind};
use store::desk::{obstacles, tasks};
use store::province::ProvinceCache;
use store::tables::messages;
use store::tables::obstacles::{By, Filter, Side, State, count, counted, list};
use store::{Failure, Store, journal};

fn raise(store: &Store, agency: &'static str, text: &'static str, now: Timestamp) -> Result<Obstacle, Failure> {
    let raise = Raise { agency: agency.into(), kind: Some(Kind::Coverage), text: text.into(), ..Raise::default() };
    store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        obstacles::raise(tx, &province, &officer(agency), raise.clone(), now)
    })
}

fn act(
    store: &Store,
    actor: &Actor,
    obstacle: &Obstacle,
    command: Command,
    into: Option<&Obstacle>,
    now: Timestamp,
) -> Result<Obstacle, Failure> {
    let (actor, code, seen) = (actor.clone(), obstacle.code().clone(), obstacle.version);
    let into = into.map(|into| into.code().clone());
    store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        obstacles::act(tx, &province, &actor, &code, seen, &command, into.as_ref(), now)
    })
}

fn answer() -> Command {
    Command::Answer { text: "Lắp trạm phát sóng trong quý I".into(), document: "Công văn 12/UBND".into() }
}

fn found_again(store: &Store, actor: &Actor, code: &ObstacleCode) -> Result<Obstacle, Failure> {
    let (actor, code) = (actor.clone(), code.clone());
    store.read_blocking(move |tx| obstacles::find(tx, &actor, &code))
}

fn listed(store: &Store, actor: &Actor, filter: Filter, now: Timestamp) -> Vec<u32> {
    let scope = tasks_seen(actor);
    let read = store.read_blocking(move |tx| {
        let found = list(tx, &scope, &filter, now, None, 50)?;
        assert_eq!(found.len() as i64, count(tx, &scope, &filter, now)?);
        Ok::<_, store::Fault>(found)
    });
    read.expect("read").iter().map(|one| one.code.parts().1).collect()
}

on_both_engines! {
    fn those_who_raised_the_same_all_get_the_answer(given: TestStore) {
        let store = &given.store;
        found(store);
        let one = raise(store, FIRST, "Bản Mới không có sóng", at(1, 8)).expect("raised");
        let same = raise(store, SECOND, "Chưa có sóng di động", at(1, 9)).expect("raised");
        // No department of that field is there: it is the province's.
        assert_eq!((one.code().as_str(), one.holder().as_str()), ("VM-2025-00001", "H35"));
        let chairman = leader("H35");
        let stranger = act(store, &officer(SECOND), &one, answer(), None, at(2, 8)).expect_err("another's");
        let Failure::Refused(refusal) = &stranger else { panic!("{stranger}") };
        assert_eq!((refusal.kind, refusal.code), (RefusalKind::NotFound, "obstacle-unknown"));
        assert_eq!(code(&act(store, &officer(FIRST), &one, answer(), None, at(2, 8)).expect_err("not theirs")), "obstacle-answerers-only");
        let merged = act(store, &chairman, &same, Command::Merge, Some(&one), at(2, 9)).expect("merged");
        assert_eq!(merged.status, Status::Merged);
        assert_eq!(code(&act(store, &chairman, &one, answer(), None, at(2, 10)).expect_err("seen before")), "obstacle-changed-meanwhile");
        let main = found_again(store, &chairman, one.code()).expect("seen");
        assert_eq!(main.joined.len(), 1);
        let answered = act(store, &chairman, &main, answer(), None, at(2, 10)).expect("answered");
        let other = found_again(store, &officer(SECOND), same.code()).expect("theirs");
        assert_eq!((other.status, other.answer), (Status::Answered, answered.answer.clone()));
        for agency in [FIRST, SECOND] {
            let told = store.read_blocking(move |tx| messages::of(tx, &officer(agency).login, 10)).expect("read");
            assert_eq!(told.iter().map(|message| message.notice).collect::<Vec<_>>(), [Notice::ObstacleAnswered], "{agency}");
        }
        assert_eq!(code(&found_again(store, &officer(SECOND), one.code()).expect_err("another's")), "obstacle-unknown");

        let again = act(store, &officer(SECOND), &found_again(store, &chairman, same.code()).expect("seen"), Command::Reopen { reason: "Vẫn chưa có sóng".into() }, None, at(3, 8));
        assert_eq!(again.expect("reopened").status, Status::Open, "not content, and on its own again");
        let before = dump(store);
        journal::rebuild(store, |_| {}).expect("rebuilt");
        assert_eq!(dump(store), before);
        let next = raise(store, FIRST, "Trạm phát sóng mất điện", at(4, 8)).expect("raised");
        assert_eq!(next.code().as_str(), "VM-2025-00003", "numbering goes on");
    }

    fn one_that_nobody_answers_goes_up_once_with_an_entry_in_the_journal(given: TestStore) {
        let store = &given.store;
        found(store);
        let typed = Raise {
            agency: FIRST.into(),
            kind: Some(Kind::Equipment),
            text: "Máy quét hỏng".into(),
            village: String::new(),
            ..Raise::default()
        };
        let village = rules::people::Village {
            code: "03549.001".parse().expect("a code"),
            commune: "03549".parse().expect("a code"),
            name: "Bản Mới".into(),
            kind: rules::people::VillageKind::Ban,
            founded_on: None,
            decision: None,
        };
        let raised = store.write_blocking(move |tx| {
            let registered = rules::people::VillageRegistered { village: village.clone() };
            let by = rules::people::Capacity::system("test");
            store::desk::people::record(tx, rules::people::Event::VillageRegistered(registered), &by, at(1, 7))?;
            let province = ProvinceCache::default().get(tx)?;
            let typed = Raise { village: "03549.001".into(), ..typed.clone() };
            let elsewhere = Raise { agency: SECOND.into(), ..typed.clone() };
            let refused = obstacles::raise(tx, &province, &officer(SECOND), elsewhere, at(1, 8)).expect_err("another's village");
            assert!(matches!(refused, Failure::Refused(refusal) if refusal.problems[0].code == "obstacle-village-elsewhere"));
            obstacles::raise(tx, &province, &officer(FIRST), typed, at(1, 8))
        }).expect("raised");
        assert_eq!(raised.holder().as_str(), FIRST, "the commune answers its village first");
        let escalated = |now| store.write_blocking(move |tx| {
            let province = ProvinceCache::default().get(tx)?;
            obstacles::escalate(tx, &province, now)
        }).expect("escalated");
        assert_eq!((escalated(at(8, 16)), escalated(at(9, 8)), escalated(at(9, 9)), escalated(at(30, 9))), (0, 1, 0, 0));
        let (up, history) = store.read_blocking(|tx| obstacles::load_with_history(tx, &ObstacleCode::new(2025, 1))).expect("read").expect("there");
        assert_eq!((up.holder().as_str(), up.escalated), ("H35", 1));
        assert_eq!(history.last().expect("an entry").event.kind(), "obstacles.escalated");
        let late = Filter { state: Some(State::Late), ..Filter::default() };
        assert_eq!(listed(store, &leader("H35"), late, at(10, 8)), [1]);
    }

    fn lists_and_counts_hold_what_one_sees_and_nothing_else(given: TestStore) {
        let store = &given.store;
        found(store);
        for (agency, text) in [(FIRST, "Không có sóng"), (FIRST, "Đường truyền chậm"), (SECOND, "Sóng yếu")] {
            raise(store, agency, text, at(1, 8)).expect("raised");
        }
        let now = at(2, 8);
        let held = Filter { side: Side::Held, agencies: vec!["H35".parse().expect("a code")], ..Filter::default() };
        assert_eq!(listed(store, &leader("H35"), held.clone(), now), [3, 2, 1]);
        assert!(listed(store, &officer(FIRST), held, now).iter().all(|number| *number < 3));
        assert_eq!(listed(store, &officer(SECOND), Filter::default(), now), [3]);
        assert_eq!(listed(store, &officer(FIRST), Filter { words: "duong truyen".into(), ..Filter::default() }, now), [2]);
        let raiser = Filter { raiser: Some(FIRST.parse().expect("a code")), ..Filter::default() };
        assert!(listed(store, &officer(SECOND), raiser.clone(), now).is_empty());
        let kinds = |actor: Actor, filter: Filter, by: By| store.read_blocking(move |tx| counted(tx, &tasks_seen(&actor), &filter, by, now)).expect("read");
        let all = kinds(leader("H35"), Filter::default(), By::Kind);
        assert_eq!((all.len(), all[0].key.as_str(), all[0].raised, all[0].open, all[0].late), (1, "coverage", 3, 3, 0));
        let agencies = kinds(leader("H35"), Filter::default(), By::Raiser);
        assert_eq!(agencies.iter().map(|one| (one.key.as_str(), one.raised)).collect::<Vec<_>>(), [(FIRST, 2), (SECOND, 1)]);
        let own = kinds(officer(SECOND), Filter::default(), By::Raiser);
        assert_eq!(own.iter().map(|one| (one.key.as_str(), one.raised)).collect::<Vec<_>>(), [(SECOND, 1)], "counts leak nothing");
        let later = Filter { from: Some(date(2025, 12, 2)), ..Filter::default() };
        assert!(listed(store, &leader("H35"), later, now).is_empty());
    }

    fn an_obstacle_belongs_to_a_task_that_its_raiser_sees(given: TestStore) {
        let store = &given.store;
        found(store);
        let draft = Draft {
            lead: Some(FIRST.parse().expect("a code")),
            responsible: format!("officer.{FIRST}"),
            name: "Phủ sóng".into(),
            due_on: Some(date(2025, 12, 31)),
            deliverable: "Báo cáo".into(),
            authority: "KH 1".into(),
            links: vec![Link { kind: LinkKind::Obstacle, reference: "Công văn 12 của xã".into() }],
            ..Draft::default()
        };
        let raised = store.write_blocking(move |tx| {
            let province = ProvinceCache::default().get(tx)?;
            let task = tasks::assign(tx, &province, &leader("H35"), &"H35".parse().expect("a code"), &draft, None, at(2, 8))?;
            let typed = |agency: &str| Raise {
                agency: agency.into(),
                kind: Some(Kind::Coverage),
                text: "Không có sóng".into(),
                task: Some(task.code().clone()),
                ..Raise::default()
            };
            let stranger = obstacles::raise(tx, &province, &officer(SECOND), typed(SECOND), at(2, 9)).expect_err("another's task");
            assert!(matches!(stranger, Failure::Refused(refusal) if refusal.code == "task-unknown"));
            obstacles::raise(tx, &province, &officer(FIRST), typed(FIRST), at(2, 9))
        }).expect("raised");
        let of_task = Filter { task: raised.raised.task.clone(), ..Filter::default() };
        assert_eq!(listed(store, &officer(FIRST), of_task, at(3, 8)), [1]);
    }

    fn a_member_of_a_group_finds_what_they_raised_and_no_more(given: TestStore) {
        let store = &given.store;
        found(store);
        raise(store, FIRST, "Của cán bộ", at(2, 8)).expect("raised");
        let group = Membership { committee: "TCT06-H35.A".parse().expect("a code"), agency: FIRST.parse().expect("a code"), village: None };
        let member = Actor { groups: vec![group], ..crate::province::citizen() };
        let by = member.clone();
        let own = store.write_blocking(move |tx| {
            let province = ProvinceCache::default().get(tx)?;
            let raise = Raise { agency: FIRST.into(), kind: Some(Kind::Coverage), text: "Bản chưa có sóng".into(), ..Raise::default() };
            obstacles::raise(tx, &province, &by, raise, at(3, 8))
        }).expect("raised");
        let seen = |actor: &Actor| {
            let (scope, filter) = (obstacles_seen(actor), Filter { side: Side::Raised, agencies: raises_for(actor), ..Filter::default() });
            let found = store.read_blocking(move |tx| list(tx, &scope, &filter, at(4, 8), None, 50)).expect("read");
            found.into_iter().map(|one| one.code).collect::<Vec<_>>()
        };
        assert_eq!(seen(&member), [own.code().clone()]);
        assert!(seen(&crate::province::citizen()).is_empty());
        assert_eq!(seen(&officer(FIRST)).len(), 2, "the agency's own people see both");
        assert!(found_again(store, &member, own.code()).is_ok());
        assert!(found_again(store, &crate::province::citizen(), own.code()).is_err(), "in no group any more");
        let before = dump(store);
        journal::rebuild(store, |_| {}).expect("rebuilt");
        assert_eq!(dump(store), before);
    }
}
