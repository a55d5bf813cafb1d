//! Along the route in the store: who else sees a dossier, whose opinion is awaited, what moved with it, what was late.

use crate::dossiers::dump;
use crate::province::{FIRST, SECOND, act, at, file, found, leader, officer};
use crate::samples::code;
use crate::{on_both_engines, stores::TestStore};
use jiff::civil::date;
use rules::dossiers::{AnswerConsultation, Assign, Command, Consult, Dossier, Outcome, Propose, Receive, Transfer};
use rules::people::permissions::{Seen, scope};
use rules::people::{Actor, Capacity, Event, PersonDisabled, PersonRegistered, PositionGranted, Role};
use rules::quality::{Measure, Period};
use store::tables::dossier_lists::{self, Filter};
use store::tables::dossier_queue::{self, Narrowing, View};
use store::tables::routes::{self, Side};
use store::tables::workload::{self, By, LateFilter};
use store::{Store, desk, journal, tables};

fn assign(agency: &str) -> Command {
    let officer = officer(agency);
    Command::Assign(Assign { officer: officer.login, officer_name: officer.name, note: None })
}

fn ask(agency: &str, day: i8) -> Command {
    Command::Consult(Consult {
        agency: agency.into(),
        question: "Có tranh chấp không?".into(),
        due_on: Some(date(2025, 12, day)),
        required: true,
        ..Consult::default()
    })
}

fn answer() -> Command {
    Command::AnswerConsultation(AnswerConsultation { content: "Không".into(), file: None })
}

fn propose() -> Command {
    Command::Propose(Propose {
        outcome: Outcome::Granted,
        content: "Đủ".into(),
        file: None,
        paper: None,
        without_opinions: None,
    })
}

/// The same without the opinions that did not come in time.
fn without(command: Command) -> Command {
    let why = Some("Đã đôn đốc, không trả lời".to_owned());
    match command {
        Command::Propose(propose) => Command::Propose(Propose { without_opinions: why, ..propose }),
        other => other,
    }
}

fn transfer(agency: &str) -> Command {
    Command::Transfer(Transfer {
        agency: agency.into(), reason: "Thường trú ở xã khác".into(), ..Transfer::default()
    })
}

/// Received on the 15th and in the hands of the first commune's officer.
fn in_hand(store: &Store, name: &str) -> Dossier {
    let filed = file(store, name, "03549", at(15, 8)).expect("filed");
    let received = act(store, &officer(FIRST), &filed, Command::Receive(Receive {}), at(15, 9)).expect("received");
    act(store, &leader(FIRST), &received, assign(FIRST), at(15, 10)).expect("assigned")
}

/// Takes a filed dossier of the first commune past an opinion that never came and a step that took too long.
pub fn asked_and_late(store: &Store, filed: &Dossier) {
    let received = act(store, &officer(FIRST), filed, Command::Receive(Receive {}), at(15, 9)).expect("received");
    let held = act(store, &leader(FIRST), &received, assign(FIRST), at(15, 10)).expect("assigned");
    let asked = act(store, &officer(FIRST), &held, ask(SECOND, 16), at(15, 11)).expect("asked");
    act(store, &officer(FIRST), &asked, without(propose()), at(30, 9)).expect("proposed");
}

fn sees(store: &Store, actor: &Actor, typed: &str) -> Vec<String> {
    let (scope, q) = (scope(actor), Some(typed.to_owned()).filter(|typed| !typed.is_empty()));
    let filter = Filter { q, ..Filter::default() };
    let listed = store.read_blocking(move |tx| dossier_lists::list(tx, &scope, &filter, None, 20)).expect("listed");
    listed.into_iter().map(|listed| listed.code).collect()
}

fn received_by(store: &Store, agency: &'static str) -> i64 {
    let period = Period::new(date(2025, 12, 1), date(2025, 12, 31)).expect("a period");
    let agency: rules::codes::AgencyCode = agency.parse().expect("a code");
    let named = agency.clone();
    let totals = store
        .read_blocking(move |tx| tables::quality::totals(tx, std::slice::from_ref(&named), period, period.to))
        .expect("totals");
    totals.get(agency.as_str()).map_or(0, |totals| totals.period[Measure::ReceivedOnline])
}

fn holds_after_a_rebuild(store: &Store) {
    let before = dump(store);
    journal::rebuild(store, |_| {}).expect("rebuilt");
    assert_eq!(dump(store), before);
    let verification = store.read_blocking(|tx| journal::verify(tx, None, |_| {})).expect("read");
    assert!(verification.holds(), "{verification:?}");
}

on_both_engines! {
    fn who_is_asked_finds_the_question_and_the_dossier(given: TestStore) {
        let store = &given.store;
        found(store);
        let held = in_hand(store, "Lò Thị Mai");
        let code_of = held.filed.code.to_string();
        assert!(sees(store, &officer(SECOND), "").is_empty());
        let asked = act(store, &officer(FIRST), &held, ask(SECOND, 17), at(15, 11)).expect("asked");
        let open = |actor: Actor, side| {
            let listed = store.read_blocking(move |tx| {
                let listed = routes::consultations(tx, &actor, side, 10)?;
                assert_eq!(routes::count_consultations(tx, &actor, side)?, listed.len() as i64);
                Ok::<_, store::Fault>(listed)
            });
            listed.expect("listed").into_iter().map(|asked| asked.dossier).collect::<Vec<_>>()
        };
        assert_eq!(open(officer(SECOND), Side::Asked), [code_of.as_str()]);
        assert_eq!(open(officer(FIRST), Side::Awaited), [code_of.as_str()]);
        assert!(open(officer(FIRST), Side::Asked).is_empty() && open(officer(SECOND), Side::Awaited).is_empty());
        for typed in ["", "lo thi mai", code_of.as_str()] {
            assert_eq!(sees(store, &officer(SECOND), typed), [code_of.as_str()], "{typed}");
        }
        let failure = act(store, &officer(FIRST), &asked, propose(), at(16, 9)).expect_err("it waits");
        assert_eq!(code(&failure), "consultation-open");
        let answered = act(store, &officer(SECOND), &asked, answer(), at(16, 10)).expect("answered");
        assert!(open(officer(SECOND), Side::Asked).is_empty() && open(officer(FIRST), Side::Awaited).is_empty());
        act(store, &officer(FIRST), &answered, propose(), at(16, 11)).expect("proposed");
        assert_eq!(sees(store, &officer(SECOND), ""), [code_of.as_str()], "what one said something about");
        holds_after_a_rebuild(store);
        assert_eq!(sees(store, &officer(SECOND), "lo thi mai"), [code_of.as_str()]);
    }

    fn a_transferred_dossier_is_worked_on_and_counted_where_it_went(given: TestStore) {
        let store = &given.store;
        found(store);
        let held = in_hand(store, "Lò Thị Mai");
        in_hand(store, "Giàng A Páo");
        let code_of = held.filed.code.to_string();
        assert_eq!((received_by(store, FIRST), received_by(store, SECOND)), (2, 0));
        let failure = act(store, &leader(FIRST), &held, transfer("H35.A.1"), at(16, 8)).expect_err("a counter");
        assert!(matches!(failure, store::Failure::Refused(ref refusal)
            if refusal.problems[0].code == "agency-not-competent"), "{failure:?}");
        let moved = act(store, &leader(FIRST), &held, transfer(SECOND), at(16, 8)).expect("transferred");
        assert_eq!((received_by(store, FIRST), received_by(store, SECOND)), (1, 1));
        assert_eq!(moved.filed.code.as_str(), code_of, "the code that the applicant knows");
        assert_eq!(sees(store, &officer(SECOND), "mai"), [code_of.as_str()]);
        assert!(sees(store, &officer(FIRST), "mai").contains(&code_of), "who had it still sees it");
        let queued = |actor: Actor| {
            store
                .read_blocking(move |tx| dossier_queue::page(tx, &actor, View::Unit, &Narrowing::default(), None, 9, at(16, 9)))
                .expect("a queue")
                .into_iter()
                .any(|listed| listed.code == held.filed.code.as_str())
        };
        assert!(queued(leader(SECOND)) && !queued(leader(FIRST)));
        let taken = act(store, &leader(SECOND), &moved, assign(SECOND), at(16, 9)).expect("assigned there");
        act(store, &officer(SECOND), &taken, propose(), at(16, 10)).expect("proposed there");
        let wanted = code_of.clone();
        let history = store
            .read_blocking(move |tx| desk::dossiers::load(tx, &wanted))
            .expect("read")
            .expect("a dossier")
            .history;
        let ledgers: Vec<_> = history.iter().map(|recorded| recorded.ledger.as_str()).collect();
        assert_eq!(ledgers, [FIRST, FIRST, FIRST, FIRST, SECOND, SECOND], "each agency writes down what it did");
        holds_after_a_rebuild(store);
        assert_eq!(sees(store, &officer(SECOND), "mai"), [code_of.as_str()]);
    }
}

on_both_engines! {
    fn late_steps_are_counted_while_they_run_and_when_they_ended(given: TestStore) {
        let store = &given.store;
        found(store);
        let held = in_hand(store, "Lò Thị Mai");
        let late = |now, within: Option<&str>| {
            let filter = LateFilter {
                from: at(1, 0),
                to: at(31, 0),
                now,
                within: within.map(|agency| vec![Seen::whole(agency.parse().expect("a code"))]),
                agency: None,
                officer: None,
                procedure: None,
            };
            store
                .read_blocking(move |tx| {
                    let counts = workload::late_counts(tx, &filter, By::Officer)?;
                    Ok::<_, store::Fault>((counts, workload::late_steps(tx, &filter, 0, 10)?))
                })
                .expect("read")
        };
        let officer_of = officer(FIRST).login;
        assert_eq!(late(at(16, 9), None).0, []);
        let (counts, steps) = late(at(19, 9), None);
        assert_eq!(counts, [(officer_of.clone(), 1, 1)]);
        assert_eq!((steps[0].task.as_str(), steps[0].ended_at), ("process", None));
        act(store, &officer(FIRST), &held, propose(), at(19, 10)).expect("proposed");
        let (counts, steps) = late(at(19, 11), Some(FIRST));
        assert_eq!(counts, [(officer_of, 1, 0)]);
        assert_eq!(steps[0].ended_at, Some(at(19, 10)));
        assert_eq!(late(at(19, 11), Some(SECOND)).0, [], "another agency's");
    }

    fn the_next_dossier_is_proposed_to_who_has_the_fewest(given: TestStore) {
        let store = &given.store;
        found(store);
        let loads = || {
            store.read_blocking(|tx| workload::loads(tx, FIRST, Role::CaseOfficer, at(16, 9))).expect("read")
        };
        assert_eq!(loads().iter().map(|load| load.open).collect::<Vec<_>>(), [0]);
        in_hand(store, "Lò Thị Mai");
        assert_eq!(loads().iter().map(|load| (load.login.as_str(), load.open)).collect::<Vec<_>>(), [("officer.H35.A", 1)]);
    }

    fn a_role_that_nobody_holds_is_seen_and_falls_to_the_head(given: TestStore) {
        let store = &given.store;
        found(store);
        in_hand(store, "Lò Thị Mai");
        let gaps = || store.read_blocking(|tx| workload::gaps(tx, at(16, 9))).expect("read");
        assert_eq!(gaps(), []);
        let by = Capacity::system("test");
        let head = PersonRegistered {
            login: "head".into(),
            name: "Lý Thủ Trưởng".into(),
            personal_id: None,
            phone: None,
            address: None,
            commune: None,
        };
        let leads = PositionGranted::at_once("head", FIRST.parse().expect("a code"), Role::Approver, "Chủ tịch");
        let gone = PersonDisabled { login: officer(FIRST).login, reason: "nghỉ việc".into() };
        store
            .write_blocking(move |tx| {
                desk::people::record(tx, Event::PersonRegistered(head.clone()), &by, at(15, 12))?;
                desk::people::record(tx, Event::PositionGranted(leads.clone()), &by, at(15, 12))?;
                desk::people::record(tx, Event::PersonDisabled(gone.clone()), &by, at(15, 12))
            })
            .expect("recorded");
        let found = gaps();
        assert_eq!((found.len(), found[0].agency.as_str(), found[0].role), (1, FIRST, Role::CaseOfficer));
        let head = store.read_blocking(|tx| tables::people::actor(tx, "head", at(16, 9))).expect("read").expect("a head");
        let roles: Vec<_> = head.positions.iter().map(|held| (held.agency.as_str(), held.role)).collect();
        assert_eq!(roles, [
            (FIRST, Role::Approver),
            (FIRST, Role::CaseOfficer),
            (FIRST, Role::Clerk),
            ("H35.A.1", Role::CounterOfficer),
        ]);
    }
}
