//! Opinions that a route asks for by itself, in the store: they open with the step, wait in queues, and are late there.

use crate::dossiers::dump;
use crate::province::{FIRST, SECOND, act, at, file, found, leader, officer, procedure};
use crate::samples::code;
use crate::{on_both_engines, stores::TestStore};
use jiff::civil::date;
use rules::catalogue::{AnswerTime, Procedure, Route, StepConsultation, Whom};
use rules::dossiers::{AnswerConsultation, Assign, Command, Dossier, Outcome, Propose, Receive, SendBack};
use rules::people::{Actor, AgencyKind, AgencyLevel, AgencyRegistered, Capacity, Event, PersonRegistered};
use rules::people::{PositionGranted, Role};
use store::desk::vacancies::{refuse_unwalkable, unaskable};
use store::province::ProvinceCache;
use store::tables::routes::{self, Side};
use store::tables::workload::{self, By, LateFilter};
use store::{Store, desk, journal};

const DEPARTMENT: &str = "H35.1";

/// Births, as the province publishes them anew: the verification asks the neighbours and a department.
fn asking(whom: &[Whom]) -> Procedure {
    let mut steps = Route::usual().steps().to_vec();
    let ask = |whom: &Whom| StepConsultation {
        whom: whom.clone(),
        question: "Có ý kiến gì không?".into(),
        within: AnswerTime::WorkingDays(1),
    };
    steps[1].consultations = whom.iter().map(ask).collect();
    Procedure { route: Route::new(steps).expect("a route"), ..procedure("1.000001", "Đăng ký khai sinh") }
}

fn named(code: &str) -> Whom {
    Whom::Agency(code.parse().expect("a code"))
}

fn department() -> Actor {
    officer(DEPARTMENT)
}

/// The province with a department whose officer may answer, and the route that asks.
fn founded(store: &Store) {
    found(store);
    let by = Capacity::system("test");
    let wanted = asking(&[named(SECOND), named(DEPARTMENT)]);
    store
        .write_blocking(move |tx| {
            let code = DEPARTMENT.parse().expect("a code");
            let agency = rules::people::Agency::new(code, "Sở", AgencyLevel::Department, AgencyKind::Authority);
            desk::people::record(tx, Event::AgencyRegistered(AgencyRegistered::of(agency.clone())), &by, at(1, 8))?;
            let officer = department();
            let person = PersonRegistered {
                login: officer.login.clone(),
                name: officer.name.clone(),
                personal_id: None,
                phone: None,
                address: None,
                commune: None,
            };
            desk::people::record(tx, Event::PersonRegistered(person), &by, at(1, 8))?;
            let granted = PositionGranted::at_once(&officer.login, agency.code, Role::CaseOfficer, "Chuyên viên");
            desk::people::record(tx, Event::PositionGranted(granted), &by, at(1, 8))?;
            let province = ProvinceCache::default().get(tx)?;
            desk::catalogue::publish(tx, &province, wanted.clone(), date(2025, 1, 1), &by, at(1, 9))
        })
        .expect("published");
}

fn assign() -> Command {
    let officer = officer(FIRST);
    Command::Assign(Assign { officer: officer.login, officer_name: officer.name, note: None })
}

fn propose(why: Option<&str>) -> Command {
    Command::Propose(Propose {
        outcome: Outcome::Granted,
        content: "Đủ".into(),
        file: None,
        paper: None,
        without_opinions: why.map(str::to_owned),
    })
}

fn answer() -> Command {
    Command::AnswerConsultation(AnswerConsultation { content: "Không".into(), file: None })
}

/// Assigned on the 15th at ten: the opinions are open, until the 16th at ten.
fn in_hand(store: &Store) -> Dossier {
    let filed = file(store, "Lò Thị Mai", "03549", at(15, 8)).expect("filed");
    let received = act(store, &officer(FIRST), &filed, Command::Receive(Receive {}), at(15, 9)).expect("received");
    assert!(received.consultations.is_empty(), "it is not verified yet");
    act(store, &leader(FIRST), &received, assign(), at(15, 10)).expect("assigned")
}

fn open(store: &Store, actor: Actor, side: Side) -> Vec<String> {
    let listed = store.read_blocking(move |tx| routes::consultations(tx, &actor, side, 10)).expect("listed");
    listed.into_iter().map(|asked| asked.agency).collect()
}

/// The opinions among the late steps at an instant: of which agency, whether it is still awaited.
fn late(store: &Store, now: jiff::Timestamp) -> Vec<(String, bool)> {
    let (officer, procedure, agency) = (None, None, None);
    let filter = LateFilter { from: at(1, 0), to: at(31, 0), now, within: None, agency, officer, procedure };
    let read = move |tx: &mut store::Tx| {
        let counted: i64 = workload::late_counts(tx, &filter, By::Agency)?.iter().map(|(_, all, _)| all).sum();
        let steps = workload::late_steps(tx, &filter, 0, 10)?;
        assert_eq!(counted, steps.len() as i64);
        Ok::<_, store::Fault>(steps)
    };
    let steps = store.read_blocking(read).expect("read").into_iter().filter(|late| late.task == "consult");
    steps.map(|late| (late.agency, late.ended_at.is_none())).collect()
}

on_both_engines! {
    fn two_agencies_are_asked_when_the_dossier_comes_to_the_step(given: TestStore) {
        let store = &given.store;
        founded(store);
        let held = in_hand(store);
        assert_eq!(held.version, 5, "filed, received, assigned, asked twice");
        assert_eq!(open(store, officer(SECOND), Side::Asked), [SECOND]);
        assert_eq!(open(store, department(), Side::Asked), [DEPARTMENT]);
        assert_eq!(open(store, officer(FIRST), Side::Awaited).len(), 2);
        let failure = act(store, &officer(FIRST), &held, propose(Some("Vội")), at(15, 11)).expect_err("it waits");
        assert_eq!(code(&failure), "consultation-open");
        let held = act(store, &officer(SECOND), &held, answer(), at(15, 14)).expect("answered");
        let held = act(store, &department(), &held, answer(), at(15, 15)).expect("answered");
        let proposed = act(store, &officer(FIRST), &held, propose(None), at(15, 16)).expect("proposed");
        assert_eq!(late(store, at(15, 16)), []);
        // Back for correction: every answer stands, nobody is asked again.
        let back = Command::SendBack(SendBack { reason: "Sửa dự thảo".into(), step: None });
        let back = act(store, &leader(FIRST), &proposed, back, at(16, 8)).expect("sent back");
        assert_eq!((back.version, back.consultations.len()), (proposed.version + 1, 2));
        assert_eq!(open(store, officer(SECOND), Side::Asked), Vec::<String>::new());
    }

    fn an_opinion_that_does_not_come_is_late_and_passed_by_with_a_reason(given: TestStore) {
        let store = &given.store;
        founded(store);
        let held = in_hand(store);
        let held = act(store, &officer(SECOND), &held, answer(), at(17, 8)).expect("answered late");
        let opinion = |agency: &str, runs| (agency.to_owned(), runs);
        assert_eq!(late(store, at(17, 9)), [opinion(DEPARTMENT, true), opinion(SECOND, false)]);
        assert_eq!(code(&act(store, &officer(FIRST), &held, propose(None), at(17, 9)).expect_err("why?")), "input");
        let proposed = act(store, &officer(FIRST), &held, propose(Some("Đã đôn đốc")), at(17, 9)).expect("proposed");
        assert_eq!(proposed.consultations[1].unanswered_why.as_deref(), Some("Đã đôn đốc"));
        assert_eq!(late(store, at(17, 10)), [opinion(DEPARTMENT, false), opinion(SECOND, false)]);
        let before = dump(store);
        journal::rebuild(store, |_| {}).expect("rebuilt");
        assert_eq!(dump(store), before);
    }

    fn a_route_that_asks_who_can_not_answer_is_refused(given: TestStore) {
        let store = &given.store;
        founded(store);
        let whom = [named("H35.9"), named("H35.A.1"), named("H35"), named(SECOND), Whom::Commune];
        let procedure = asking(&whom);
        let (found, refused) = store
            .read_blocking(move |tx| {
                let province = ProvinceCache::default().get(tx)?;
                let found = unaskable(tx, &province, &procedure, at(2, 8))?;
                Ok::<_, store::Fault>((found, refuse_unwalkable(tx, &province, &procedure, at(2, 8))))
            })
            .expect("read");
        assert_eq!(found, [(1, 0, "agency-unknown"), (1, 1, "agency-unknown"), (1, 2, "opinion-nobody")]);
        let Err(store::Failure::Refused(refusal)) = refused else { panic!("{refused:?}") };
        assert_eq!(refusal.problems[2].pointer, "/route/1/consultations/2/whom");
    }
}
