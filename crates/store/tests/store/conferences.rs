//! Conferences at the desk: from the call over registration and votes to conclusions that are tasks; the next one knows what became of
//! them; a rebuild yields the same.

use crate::province::{FIRST, SECOND, at, found, leader, officer};
use crate::samples::code;
use crate::{dossiers::dump, on_both_engines, stores::TestStore};
use jiff::Timestamp;
use jiff::civil::date;
use rules::codes::{AgencyCode, ConferenceCode};
use rules::conferences::{
    AgendaItem, Command, Conference, ConferenceKind, Draft, Means, Point, Stage, VoteKind, Voters,
};
use rules::people::Actor;
use rules::people::permissions::{Scope, conferences_seen};
use rules::tasks::LinkKind;
use store::desk::conferences;
use store::province::ProvinceCache;
use store::tables::conferences::{Filter, list, previous, version};
use store::tables::tasks::lists;
use store::{Failure, Store, journal};

fn agency(text: &str) -> AgencyCode {
    text.parse().expect("a code")
}

fn called(store: &Store, starts_at: Timestamp, now: Timestamp) -> Conference {
    let draft = Draft {
        name: "Hội nghị Ban Chỉ đạo".into(),
        kind: Some(ConferenceKind::Committee),
        starts_at: Some(starts_at),
        place: "Hội trường".into(),
        ..Draft::default()
    };
    store.write_blocking(move |tx| conferences::call(tx, &leader("H35"), &agency("H35"), &draft, now)).expect("called")
}

fn act(
    store: &Store,
    actor: &Actor,
    of: &ConferenceCode,
    command: Command,
    now: Timestamp,
) -> Result<Conference, Failure> {
    let (actor, of) = (actor.clone(), of.clone());
    store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        conferences::act(tx, &province, &actor, &of, command.clone(), now)
    })
}

/// Open, with both communes as points that vote, each with a delegate who has come.
fn open(store: &Store) -> ConferenceCode {
    let of = called(store, at(15, 8), at(2, 8)).code().clone();
    let chair = leader("H35");
    let item = AgendaItem { title: "Báo cáo".into(), minutes: 30, presenter: String::new() };
    act(store, &chair, &of, Command::SetAgenda(vec![item]), at(2, 9)).expect("an agenda");
    let points = [FIRST, SECOND].map(|code| Point { agency: agency(code), votes: true }).to_vec();
    act(store, &chair, &of, Command::Invite(points), at(2, 9)).expect("invited");
    for (seat, commune) in [(1, FIRST), (2, SECOND)] {
        let register = Command::Register {
            point: agency(commune),
            name: format!("Đại biểu {commune}"),
            title: String::new(),
            login: None,
            votes: false,
        };
        act(store, &leader(commune), &of, register, at(3, 9)).expect("registered");
        act(store, &leader(commune), &of, Command::CheckIn(seat, Means::Hand), at(15, 7)).expect("came");
    }
    act(store, &chair, &of, Command::Open, at(15, 8)).expect("opened");
    of
}

fn rebuilt(store: &Store) {
    let before = dump(store);
    journal::rebuild(store, |_| {}).expect("rebuilt");
    assert_eq!(dump(store), before);
}

on_both_engines! {
    fn a_conclusion_is_a_task_in_a_commune_at_once_and_each_names_the_other(given: TestStore) {
        let store = &given.store;
        found(store);
        let of = open(store);
        let conclude = Command::Conclude { number: None, text: "Kiện toàn Ban Chỉ đạo".into(), leads: vec![agency(FIRST)], supporting: Vec::new(), due_on: None };
        act(store, &leader("H35"), &of, conclude, at(15, 9)).expect("concluded");
        let assign = |actor: Actor, first: Option<Command>| {
            let of = of.clone();
            store.write_blocking(move |tx| {
                let province = ProvinceCache::default().get(tx)?;
                conferences::assign(tx, &province, &actor, &of, 1, first.clone(), at(15, 9))
            })
        };
        let without = assign(leader("H35"), None).expect_err("no day");
        let Failure::Refused(refusal) = &without else { panic!("{without}") };
        assert_eq!(refusal.problems[0].code, "task-without-date");
        assert_eq!(code(&assign(leader(FIRST), None).expect_err("not theirs")), "conference-hosts-only");
        let dated = Command::Conclude { number: Some(1), text: "Kiện toàn Ban Chỉ đạo".into(), leads: vec![agency(FIRST)], supporting: Vec::new(), due_on: Some(date(2026, 1, 31)) };
        let (conference, tasks) = assign(leader("H35"), Some(dated)).expect("assigned");
        assert_eq!(conference.conclusions[0].tasks, tasks);
        let link = Some((LinkKind::Conclusion, format!("{of}/1")));
        let owed = lists::Filter { link, open: true, ..lists::Filter::default() };
        let owed = store.read_blocking(move |tx| lists::list(tx, &Scope::All, &owed, date(2025, 12, 15), None, 9)).expect("read");
        assert_eq!((owed.len(), owed[0].lead.as_str(), owed[0].code.clone()), (1, FIRST, tasks[0].clone()));
        assert!(owed[0].authority.contains("Hội nghị Ban Chỉ đạo"));
        assert_eq!(code(&assign(leader("H35"), None).expect_err("once")), "conclusion-tasked-already");
        rebuilt(store);

        act(store, &leader("H35"), &of, Command::Close, at(15, 11)).expect("closed");
        let next = called(store, at(20, 8), at(16, 8));
        let before = store.read_blocking(move |tx| previous(tx, &next)).expect("read");
        assert_eq!(before, Some(of));
        rebuilt(store);
        assert_eq!(called(store, at(25, 8), at(17, 8)).code().as_str(), "HN-2025-00003");
    }

    fn a_vote_is_counted_once_however_it_comes(given: TestStore) {
        let store = &given.store;
        found(store);
        let of = open(store);
        let open = Command::OpenVote { kind: VoteKind::Formal, voters: Voters::Points, question: "Thông qua?".into(), options: Vec::new() };
        act(store, &leader("H35"), &of, open, at(15, 9)).expect("opened");
        let vote = |actor: &Actor, option| act(store, actor, &of, Command::Vote { vote: 1, option }, at(15, 10));
        vote(&leader(FIRST), 0).expect("voted");
        // The point drops and comes back in the middle of the vote.
        assert_eq!(code(&vote(&leader(FIRST), 1).expect_err("twice")), "vote-twice");
        assert_eq!(code(&vote(&officer(FIRST), 1).expect_err("another of the same point")), "vote-twice");
        assert_eq!(code(&vote(&leader("H35"), 1).expect_err("no point")), "vote-without-right");
        let counted = vote(&leader(SECOND), 1).expect("voted").vote(1).map(|vote| vote.cast.len());
        assert_eq!(counted, Some(2));
        rebuilt(store);
    }

    fn two_who_vote_at_the_same_time_are_both_counted(given: TestStore) {
        let store = &given.store;
        found(store);
        let of = open(store);
        let open = Command::OpenVote { kind: VoteKind::Straw, voters: Voters::Points, question: "Nghỉ?".into(), options: Vec::new() };
        act(store, &leader("H35"), &of, open, at(15, 9)).expect("opened");
        std::thread::scope(|scope| {
            for number in 0..8 {
                let of = &of;
                scope.spawn(move || {
                    let mut actor = officer(FIRST);
                    actor.login = format!("officer.{number}");
                    act(store, &actor, of, Command::Vote { vote: 1, option: 0 }, at(15, 10)).expect("voted");
                });
            }
        });
        let counted = store.read_blocking(move |tx| conferences::find(tx, &of).map(|of| of.vote(1).map(|vote| vote.cast.len())));
        assert_eq!(counted.expect("read"), Some(8));
    }

    fn lists_show_who_calls_and_who_is_invited_no_others(given: TestStore) {
        let store = &given.store;
        found(store);
        let first = called(store, at(15, 8), at(2, 8)).code().clone();
        called(store, at(16, 8), at(2, 8));
        act(store, &leader("H35"), &first, Command::Invite(vec![Point { agency: agency(FIRST), votes: true }]), at(2, 9)).expect("invited");
        let codes = |actor: &Actor, filter: Filter| {
            let seen = conferences_seen(actor);
            let listed = store.read_blocking(move |tx| list(tx, seen.as_deref(), &filter, None, 50)).expect("read");
            listed.iter().map(|one| one.code.parts().1).collect::<Vec<_>>()
        };
        assert_eq!(codes(&leader("H35"), Filter::default()), [2, 1]);
        assert_eq!(codes(&officer(FIRST), Filter::default()), [1]);
        assert_eq!(codes(&officer(SECOND), Filter::default()), [0u32; 0]);
        assert_eq!(codes(&leader("H35"), Filter { stage: Some(Stage::Open), ..Filter::default() }), [0u32; 0]);
        assert_eq!(codes(&leader("H35"), Filter { words: "hoi truong 00002".into(), ..Filter::default() }), [2]);
        assert_eq!(store.read_blocking(move |tx| version(tx, &first)).expect("read"), Some(2));
    }
}
