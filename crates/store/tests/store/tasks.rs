//! Tasks at the desk: from the province to a commune and its parts, two who report at once, plans whole or not at all, what lists and the
//! leader's counts show, and a rebuild yields the same.

use crate::province::{FIRST, SECOND, at, found, leader, officer};
use crate::samples::code;
use crate::{dossiers::dump, on_both_engines, stores::TestStore};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use rules::RefusalKind;
use rules::codes::{AgencyCode, TaskCode};
use rules::indicators::Amount;
use rules::messages::Notice;
use rules::people::permissions::tasks_seen;
use rules::people::{Actor, Capacity, Event, SeparationSet};
use rules::tasks::plan::{Merged, Sheet};
use rules::tasks::{Command, Counted, Draft, Every, Light, Link, LinkKind, Progress, Status, Task, Whole};
use store::desk::{
    self,
    tasks::{self, Imported},
};
use store::province::ProvinceCache;
use store::tables::messages;
use store::tables::tasks::leads::{Lead, leads};
use store::tables::tasks::lists::{self, Filter, Listed, Side, list};
use store::tables::tasks::parts::wholes;
use store::{Failure, Fault, Store, journal};

const TODAY: Date = date(2025, 12, 20);

pub fn agency(text: &str) -> AgencyCode {
    text.parse().expect("a code")
}

pub fn draft(lead: &str, due_on: Date) -> Draft {
    Draft {
        lead: Some(agency(lead)),
        responsible: format!("officer.{lead}"),
        name: format!("Kích hoạt định danh điện tử tại {lead}"),
        due_on: Some(due_on),
        deliverable: "Báo cáo kết quả".into(),
        authority: "Kế hoạch 5926/KH-UBND".into(),
        links: vec![Link { kind: LinkKind::Directive, reference: "5926/KH-UBND".into() }],
        ..Draft::default()
    }
}

pub fn assign(
    store: &Store,
    actor: &Actor,
    assigner: &str,
    draft: Draft,
    parent: Option<&Task>,
    now: Timestamp,
) -> Result<Task, Failure> {
    let (actor, assigner, parent) = (actor.clone(), agency(assigner), parent.map(|parent| parent.code().clone()));
    store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        tasks::assign(tx, &province, &actor, &assigner, &draft, parent.as_ref(), now)
    })
}

fn whole_of(store: &Store, task: &Task, today: Date) -> Option<Whole> {
    let code = task.code().clone();
    let mut found = store.read_blocking(move |tx| wholes(tx, std::slice::from_ref(&code), today)).expect("read");
    found.pop_first().map(|(_, whole)| whole)
}

pub fn act(store: &Store, actor: &Actor, task: &Task, command: Command, now: Timestamp) -> Result<Task, Failure> {
    let (actor, code, seen) = (actor.clone(), task.code().clone(), task.version);
    store.write_blocking(move |tx| tasks::act(tx, &actor, &code, seen, command.clone(), now))
}

pub fn proved(progress: u8) -> Progress {
    Progress {
        note: "Đã thực hiện".into(),
        progress: Some(progress),
        document: "Báo cáo 12/BC-UBND".into(),
        ..Progress::default()
    }
}

fn listed(store: &Store, actor: &Actor, filter: Filter) -> Vec<Listed> {
    let scope = tasks_seen(actor);
    store.read_blocking(move |tx| list(tx, &scope, &filter, TODAY, None, 50)).expect("read")
}

pub fn rebuilt(store: &Store) {
    let before = dump(store);
    journal::rebuild(store, |_| {}).expect("rebuilt");
    assert_eq!(dump(store), before);
}

on_both_engines! {
    fn a_task_goes_down_to_a_commune_and_comes_back_done(given: TestStore) {
        let store = &given.store;
        found(store);
        let (chairman, commune) = (leader("H35"), officer(FIRST));
        let task = assign(store, &chairman, "H35", draft(FIRST, date(2025, 12, 15)), None, at(2, 8)).expect("assigned");
        assert_eq!(task.code().as_str(), "NV-2025-00001");
        let task = act(store, &commune, &task, Command::Accept, at(2, 9)).expect("accepted");
        let reported = act(store, &commune, &task, Command::Report(proved(40)), at(8, 9)).expect("reported");
        let second = act(store, &leader(FIRST), &task, Command::Report(proved(60)), at(8, 9)).expect_err("too late");
        let Failure::Refused(refusal) = &second else { panic!("{second}") };
        assert_eq!((refusal.kind, refusal.code), (RefusalKind::Conflict, "task-changed-meanwhile"));

        let submitted = act(store, &commune, &reported, Command::Submit(proved(100)), at(15, 16)).expect("submitted");
        let returned = act(store, &chairman, &submitted, Command::Return { reason: "Thiếu số liệu".into() }, at(16, 8));
        let submitted = act(store, &commune, &returned.expect("returned"), Command::Submit(proved(100)), at(17, 8));
        let done = act(store, &chairman, &submitted.expect("again"), Command::Complete { note: String::new() }, at(18, 8));
        let done = done.expect("completed");
        // Handed in again two days after its last day.
        assert_eq!((done.status, done.light(TODAY)), (Status::Completed, Light::DoneLate));

        assign(store, &chairman, "H35", draft(SECOND, date(2025, 12, 19)), None, at(3, 8)).expect("assigned");
        let counted = store.read_blocking(|tx| leads(tx, &tasks_seen(&leader("H35")), TODAY, 2025)).expect("read");
        assert_eq!(counted.iter().map(|lead| (lead.agency.as_str(), lead.late(), lead.done_late)).collect::<Vec<_>>(), [(SECOND, 1, 0), (FIRST, 0, 1)]);
        assert_eq!(counted[0].oldest, Some(date(2025, 12, 19)));
        rebuilt(store);
        let next = assign(store, &chairman, "H35", draft(SECOND, TODAY), None, at(19, 8)).expect("numbering goes on");
        assert_eq!(next.code().as_str(), "NV-2025-00003");
    }

    fn lists_show_what_an_agency_owes_and_what_others_owe_it(given: TestStore) {
        let store = &given.store;
        found(store);
        let chairman = leader("H35");
        let supported = Draft { supporting: vec![agency(SECOND)], ..draft(FIRST, date(2025, 12, 10)) };
        assign(store, &chairman, "H35", supported, None, at(2, 8)).expect("assigned");
        let part = assign(store, &leader(FIRST), FIRST, draft(FIRST, date(2025, 12, 31)), None, at(2, 8));
        part.expect("to oneself");
        let codes = |actor: &Actor, filter: Filter| {
            listed(store, actor, filter).iter().map(|task| task.code.parts().1).collect::<Vec<_>>()
        };
        let side = |side, of: &str| Filter { side, agencies: vec![agency(of)], ..Filter::default() };
        assert_eq!(codes(&officer(FIRST), side(Side::Lead, FIRST)), [1, 2]);
        assert_eq!(codes(&leader(FIRST), side(Side::Assigner, FIRST)), [2]);
        assert_eq!(codes(&officer(SECOND), side(Side::Support, SECOND)), [1]);
        assert_eq!(codes(&officer(SECOND), Filter::default()), [1]);
        assert_eq!(codes(&chairman, side(Side::Assigner, "H35")), [1]);
        assert_eq!(codes(&chairman, Filter::default()), [1, 2]);
        assert_eq!(codes(&chairman, Filter { light: Some(Light::WaitingLate), ..Filter::default() }), [1]);
        assert_eq!(codes(&chairman, Filter { words: "dinh danh H35.A".into(), ..Filter::default() }), [1, 2]);
        let link = Some((LinkKind::Directive, "5926/KH-UBND".to_owned()));
        assert_eq!(codes(&chairman, Filter { link, ..Filter::default() }), [1, 2]);
        for light in Light::ALL {
            let lit = listed(store, &chairman, Filter { light: Some(light), ..Filter::default() });
            assert!(lit.iter().all(|task| task.light(TODAY) == light), "{light:?}");
        }
    }

    fn a_periodic_task_without_its_report_is_found_among_what_is_late(given: TestStore) {
        let store = &given.store;
        found(store);
        let (chairman, worker) = (leader("H35"), officer(FIRST));
        let monthly = Draft { every: Some(Every::Month), assigned_on: Some(date(2025, 11, 3)), ..draft(FIRST, date(2026, 6, 30)) };
        let task = assign(store, &chairman, "H35", monthly, None, at(2, 8)).expect("assigned");
        assign(store, &chairman, "H35", draft(SECOND, date(2025, 12, 18)), None, at(2, 8)).expect("late by its own day");
        let late = || {
            let filter = Filter { late: true, ..Filter::default() };
            let by_filter = listed(store, &chairman, filter).len();
            let read = store.read_blocking(|tx| {
                let scope = tasks_seen(&leader("H35"));
                Ok::<_, Fault>((lists::late(tx, &scope, TODAY, 10)?, leads(tx, &scope, TODAY, 2025)?))
            });
            let (late, leads) = read.expect("read");
            assert_eq!(late.len(), by_filter);
            assert_eq!(leads.iter().map(|lead| lead.overdue).sum::<i64>(), i64::try_from(by_filter).expect("few"));
            let oldest = leads.iter().find(|lead| lead.agency.as_str() == FIRST).and_then(|lead| lead.oldest);
            let missing = late.iter().map(|task| task.missed_report(TODAY)).collect::<Vec<_>>();
            (missing, oldest, leads.iter().map(Lead::late).sum::<i64>())
        };
        let november = Some(date(2025, 11, 25));
        assert_eq!(late(), (vec![november, None], november, 1), "the report late the longest comes first; the light tells of the task");
        rebuilt(store);
        let task = act(store, &worker, &task, Command::Accept, at(8, 8)).expect("accepted");
        act(store, &worker, &task, Command::Report(proved(20)), at(8, 9)).expect("reported");
        assert_eq!(late(), (vec![None], None, 1));
    }

    fn parts_roll_up_and_never_go_in_a_circle(given: TestStore) {
        let store = &given.store;
        found(store);
        let (leader, worker) = (leader(FIRST), officer(FIRST));
        let whole = assign(store, &leader, FIRST, draft(FIRST, TODAY), None, at(2, 8)).expect("assigned");
        let part = assign(store, &leader, FIRST, draft(FIRST, TODAY), Some(&whole), at(2, 9)).expect("a part");
        assign(store, &leader, FIRST, draft(FIRST, TODAY), Some(&whole), at(2, 9)).expect("another part");
        let smaller = assign(store, &leader, FIRST, draft(FIRST, TODAY), Some(&part), at(2, 9)).expect("a part of it");
        let smaller = act(store, &worker, &smaller, Command::Accept, at(3, 9)).expect("accepted");
        act(store, &worker, &smaller, Command::Report(proved(80)), at(4, 9)).expect("reported");
        let progress = listed(store, &leader, Filter::default()).iter().map(|task| task.progress).collect::<Vec<_>>();
        assert_eq!(progress, [40, 80, 0, 80]);

        let circle = act(store, &leader, &whole, Command::Attach { parent: smaller.code().clone() }, at(5, 9));
        assert_eq!(code(&circle.expect_err("a circle")), "circle-of-tasks");
        let whole = act(store, &worker, &whole, Command::Accept, at(5, 9)).expect("accepted");
        let early = act(store, &worker, &whole, Command::Submit(proved(100)), at(5, 10));
        assert_eq!(code(&early.expect_err("parts are open")), "parts-open");
        let alone = assign(store, &leader, FIRST, draft(FIRST, TODAY), None, at(6, 9)).expect("assigned");
        act(store, &leader, &smaller_now(store, smaller.code()), Command::Attach { parent: alone.code().clone() }, at(6, 10)).expect("moved");
        let progress = listed(store, &leader, Filter::default()).iter().map(|task| task.progress).collect::<Vec<_>>();
        assert_eq!(progress, [0, 0, 0, 80, 80]);
        rebuilt(store);
    }

    fn a_whole_shows_what_its_parts_add_up_to_and_keeps_nothing_of_it(given: TestStore) {
        let store = &given.store;
        found(store);
        let (leader, worker) = (leader(FIRST), officer(FIRST));
        let machines = |target| Draft { unit: "máy".into(), target: Some(Amount::whole(target)), ..draft(FIRST, TODAY) };
        let whole = assign(store, &leader, FIRST, machines(30), None, at(2, 8)).expect("assigned");
        assert_eq!(whole_of(store, &whole, TODAY), None, "without parts");
        let first = assign(store, &leader, FIRST, machines(10), Some(&whole), at(2, 9)).expect("a part");
        let early = Draft { due_on: Some(date(2025, 12, 10)), ..machines(20) };
        let second = assign(store, &leader, FIRST, early.clone(), Some(&whole), at(2, 9)).expect("a part");
        let deep = assign(store, &leader, FIRST, early, Some(&second), at(2, 9)).expect("a part of it");
        let other = assign(store, &leader, FIRST, draft(FIRST, TODAY), Some(&whole), at(2, 9)).expect("a part that counts nothing");
        act(store, &leader, &other, Command::Cancel { reason: "Không cần nữa".into() }, at(2, 10)).expect("taken back");
        let reached = |value| Progress { value: Some(Amount::whole(value)), ..proved(50) };
        for (task, value) in [(&first, 4), (&deep, 15)] {
            let task = act(store, &worker, task, Command::Accept, at(3, 9)).expect("accepted");
            act(store, &worker, &task, Command::Report(reached(value)), at(3, 10)).expect("reported");
        }
        let expected = |late, worst| {
            let counted = Counted { unit: "máy".into(), value: Amount::whole(19), target: Some(Amount::whole(30)), of: 2 };
            Some(Whole { parts: 2, done: 0, late, worst, counted: Some(counted) })
        };
        assert_eq!(whole_of(store, &whole, date(2025, 12, 10)), expected(0, Light::WaitingInTime));
        assert_eq!(whole_of(store, &whole, TODAY), expected(1, Light::WaitingLate), "it follows from the day");
        rebuilt(store);
        assert_eq!(whole_of(store, &whole, TODAY), expected(1, Light::WaitingLate));
        assert_eq!(whole_of(store, &deep, TODAY), None);
    }

    fn a_plan_is_taken_in_whole_or_not_at_all(given: TestStore) {
        let store = &given.store;
        found(store);
        let head = ["Nhiệm vụ", "Văn bản giao", "Cơ quan chủ trì", "Người phụ trách", "Thời hạn", "Sản phẩm"];
        let good = ["Tổ chức tập huấn", "KH 1/KH-UBND", FIRST, "officer.H35.A", "31/12/2025", "Báo cáo"];
        let late = ["Rà soát", "KH 1/KH-UBND", SECOND, "officer.H35.B", "Quý III/2025", "Báo cáo"];
        let sheet = |rows: &[[&str; 6]]| Sheet {
            name: "Phụ lục".into(),
            rows: rows.iter().map(|row| row.map(str::to_owned).to_vec()).collect(),
            merged: Vec::new(),
        };
        let import = |sheets: Vec<Sheet>| {
            store.write_blocking(move |tx| {
                let province = ProvinceCache::default().get(tx)?;
                tasks::import(tx, &province, &leader("H35"), &agency("H35"), &sheets, at(2, 8))
            })
        };
        let Imported::Nothing(misread) = import(vec![sheet(&[head, good]), sheet(&[head, late])]).expect("read") else { panic!("taken in") };
        assert_eq!(misread.iter().map(|misread| (misread.row, misread.column.as_str(), misread.problem.code)).collect::<Vec<_>>(), [(2, "E", "deadline-before-assignment")]);
        assert!(listed(store, &leader("H35"), Filter::default()).is_empty());
        let Imported::Nothing(misread) = import(vec![sheet(&[head, good, good])]).expect("read") else { panic!("taken in") };
        assert_eq!(misread.iter().map(|misread| (misread.row, misread.problem.code)).collect::<Vec<_>>(), [(3, "plan-row-twice")]);
        let other = ["Rà soát", "KH 1/KH-UBND", SECOND, "officer.H35.B", "31/12/2025", "Báo cáo"];
        let both = vec![sheet(&[head, good]), sheet(&[head, other])];
        let Imported::Whole { assigned, there, .. } = import(both).expect("read") else { panic!("refused") };
        assert_eq!((assigned, there), (vec![TaskCode::new(2025, 1), TaskCode::new(2025, 2)], 0));
    }

    fn of_a_plan_of_500_rows_all_12_planted_errors_are_named_and_nothing_is_taken_in(given: TestStore) {
        let store = &given.store;
        found(store);
        let import = |sheet: Sheet| {
            store.write_blocking(move |tx| {
                let province = ProvinceCache::default().get(tx)?;
                tasks::import(tx, &province, &leader("H35"), &agency("H35"), std::slice::from_ref(&sheet), at(2, 8))
            }).expect("read")
        };
        let (plan, planted) = plan_of_500(true);
        let Imported::Nothing(misread) = import(plan) else { panic!("taken in") };
        let named = misread.iter().map(|misread| (misread.row, misread.column.as_str(), misread.problem.code));
        assert_eq!(named.collect::<Vec<_>>(), planted);
        assert_eq!(planted.len(), 12);
        assert!(listed(store, &leader("H35"), Filter::default()).is_empty());

        let (plan, _) = plan_of_500(false);
        let Imported::Whole { assigned, there, .. } = import(plan.clone()) else { panic!("refused") };
        assert_eq!((assigned.len(), there), (500, 0));
        let counted = store.read_blocking(|tx| {
            let filter = Filter { words: "tap huan".into(), ..Filter::default() };
            store::tables::tasks::lists::count(tx, &tasks_seen(&leader("H35")), &filter, TODAY)
        });
        assert_eq!(counted.expect("counted"), 500);
        let Imported::Whole { assigned, there, .. } = import(plan) else { panic!("refused") };
        assert_eq!((assigned.len(), there), (0, 500), "a plan imported twice assigns nothing twice");
    }

    fn nobody_accepts_their_own_task_unless_the_province_excepted_their_agency(given: TestStore) {
        let store = &given.store;
        found(store);
        let (worker, head) = (officer(FIRST), leader(FIRST));
        let complete = || Command::Complete { note: String::new() };
        let handed_in = |due| {
            // The commune's clerk gives themselves a task.
            let task = assign(store, &worker, FIRST, draft(FIRST, due), None, at(2, 8)).expect("assigned");
            let task = act(store, &worker, &task, Command::Accept, at(2, 9)).expect("accepted");
            act(store, &worker, &task, Command::Submit(proved(100)), at(3, 8)).expect("submitted")
        };
        let except = |until: Option<Date>| {
            let set = SeparationSet { agency: agency(FIRST), joined_until: until, reason: "Thiếu người".into() };
            let by = Capacity::system("test");
            let entered: Result<(), Failure> =
                store.write_blocking(move |tx| desk::people::record(tx, Event::SeparationSet(set.clone()), &by, at(4, 7)));
            entered.expect("entered");
        };
        let task = handed_in(date(2025, 12, 20));
        let own = act(store, &worker, &task, complete(), at(3, 9)).expect_err("their own");
        let Failure::Refused(refusal) = &own else { panic!("{own}") };
        assert_eq!((refusal.kind, refusal.code), (RefusalKind::Forbidden, "own-task"));
        act(store, &head, &task, complete(), at(3, 10)).expect("the leader accepts it");

        except(Some(date(2025, 12, 10)));
        let task = handed_in(date(2025, 12, 21));
        act(store, &worker, &task, complete(), at(5, 8)).expect("excepted");
        let of = task.code().clone();
        let (_, history) = store.read_blocking(move |tx| tasks::load_with_history(tx, &of)).expect("read").expect("there");
        let last = &history.last().expect("an entry").event;
        assert!(matches!(last, rules::Event::Tasks(rules::tasks::Event::Completed(done)) if done.alone), "it says so");
        let task = handed_in(date(2025, 12, 22));
        assert_eq!(code(&act(store, &worker, &task, complete(), at(11, 8)).expect_err("the exception is over")), "own-task");
        rebuilt(store);
    }

    fn another_person_of_the_agency_answers_for_a_task_and_is_told(given: TestStore) {
        let store = &given.store;
        found(store);
        crate::reminders::leaders(store);
        let (worker, head) = (officer(FIRST), leader(FIRST));
        let task = assign(store, &leader("H35"), "H35", draft(FIRST, date(2025, 12, 20)), None, at(2, 8)).expect("assigned");
        let pass = |to: &str| Command::Reassign { to: to.into(), reason: "Đi học dài hạn".into() };
        let elsewhere = act(store, &head, &task, pass(&officer(SECOND).login), at(3, 8)).expect_err("of another agency");
        assert!(matches!(elsewhere, Failure::Refused(refusal) if refusal.problems[0].code == "task-owner-elsewhere"));
        assert_eq!(code(&act(store, &leader("H35"), &task, pass(&head.login), at(3, 8)).expect_err("not theirs")), "task-not-yours");
        let passed = act(store, &worker, &task, pass(&head.login), at(3, 9)).expect("passed on by the clerk");
        assert_eq!((passed.responsible.login, passed.before[0].login.clone()), (head.login.clone(), worker.login.clone()));
        let by = |login: &str| listed(store, &leader("H35"), Filter { responsible: login.into(), ..Filter::default() }).len();
        assert_eq!((by(&head.login), by(&worker.login)), (1, 0), "lists follow");
        let told = store.read_blocking(move |tx| messages::of(tx, &head.login, 10)).expect("read");
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].notice, told[0].args["day"].as_str()), (Notice::TaskGiven, "2025-12-20"));
        rebuilt(store);
    }

    fn what_a_task_has_to_do_with_is_noted_later_too(given: TestStore) {
        let store = &given.store;
        found(store);
        let task = assign(store, &leader("H35"), "H35", draft(FIRST, TODAY), None, at(2, 8)).expect("assigned");
        let wrong = |kind, reference: &str| {
            let link = Link { kind, reference: reference.into() };
            let refused = act(store, &officer(FIRST), &task, Command::Link(link.clone()), at(3, 8)).expect_err("no such code");
            let Failure::Refused(refusal) = refused else { panic!("{refused}") };
            assert_eq!((refusal.problems[0].code, refusal.problems[0].args[0].1.as_str()), ("link-unknown", reference));
            let linked = Draft { links: vec![link], ..draft(FIRST, TODAY) };
            let refused = assign(store, &leader("H35"), "H35", linked, None, at(3, 8)).expect_err("no such code");
            assert!(matches!(refused, Failure::Refused(refusal) if refusal.problems[0].code == "link-unknown"));
        };
        wrong(LinkKind::Directive, "VB-2025-99999");
        wrong(LinkKind::Directive, "VB-2025-1");
        wrong(LinkKind::Obstacle, "VM-2025-00007");
        wrong(LinkKind::Indicator, "CT-99-99");
        let link = Link { kind: LinkKind::Obstacle, reference: "Công văn 12 của xã".into() };
        let other = act(store, &officer(SECOND), &task, Command::Link(link.clone()), at(3, 8));
        assert_eq!(code(&other.expect_err("not theirs")), "task-not-yours");
        let linked = act(store, &officer(FIRST), &task, Command::Link(link.clone()), at(3, 8)).expect("linked");
        let again = act(store, &leader("H35"), &linked, Command::Link(link.clone()), at(3, 9)).expect_err("there already");
        assert!(matches!(again, Failure::Refused(refusal) if refusal.problems[0].code == "link-there-already"));
        let about = Filter { link: Some((link.kind, link.reference)), ..Filter::default() };
        assert_eq!(listed(store, &leader("H35"), about).len(), 1);
        rebuilt(store);
    }
}

/// A plan of 500 tasks in ten sections, each under a document that stands once for all its rows, with days typed in five ways; with twelve
/// errors, and where they are.
fn plan_of_500(with_errors: bool) -> (Sheet, Vec<(usize, &'static str, &'static str)>) {
    const DAYS: [&str; 5] = ["31/12/2025", "2025-12-31", "Ngày 31 tháng 12 năm 2025", "Tháng 12/2025", "Quý IV/2025"];
    // Row within the tasks, column, what stands there, how it is named.
    const ERRORS: [(usize, usize, &str, &str); 12] = [
        (3, 1, "", "task-without-name"),
        (47, 3, "Sở Không Có", "agency-unreadable"),
        (88, 3, "", "task-without-lead"),
        (101, 3, "Cơ quan H35.A; Cơ quan H35.B", "task-several-leads"),
        (150, 4, "Ông Nào Đó", "person-unreadable"),
        (199, 4, "", "task-without-owner"),
        (222, 5, "sớm nhất có thể", "date-unreadable"),
        (260, 5, "Thường xuyên", "date-no-day"),
        (333, 5, "", "task-without-date"),
        (390, 5, "31/10/2025", "deadline-before-assignment"),
        (444, 6, "", "task-without-deliverable"),
        (499, 7, "nhiều", "amount-unreadable"),
    ];
    let mut sheet =
        Sheet { name: "Phụ lục".into(), rows: vec![vec!["KẾ HOẠCH NĂM 2025".into()]], merged: Vec::new() };
    let head = [
        "STT",
        "Nhiệm vụ",
        "Văn bản giao",
        "Cơ quan chủ trì",
        "Người phụ trách",
        "Thời hạn",
        "Sản phẩm",
        "Chỉ tiêu",
        "Đơn vị tính",
    ];
    sheet.rows.push(head.map(str::to_owned).to_vec());
    let mut planted = Vec::new();
    for number in 0..500 {
        if number % 50 == 0 {
            let (row, title) =
                (sheet.rows.len(), format!("{} ĐỢT {}", "I".repeat(number / 50 % 3 + 1), number / 50 + 1));
            sheet.merged.push(Merged { top: row, left: 0, bottom: row, right: 8 });
            sheet.rows.push(vec![title]);
            sheet.merged.push(Merged { top: row + 1, left: 2, bottom: row + 50, right: 2 });
        }
        let lead = if number % 2 == 0 { FIRST } else { SECOND };
        let authority = if number % 50 == 0 { format!("KH {}/KH-UBND", number / 50 + 1) } else { String::new() };
        let mut row = vec![
            (number + 1).to_string(),
            format!("Tập huấn kỹ năng số đợt {}", number + 1),
            authority,
            format!("Cơ quan {lead}"),
            format!("officer.{lead}"),
            DAYS[number % DAYS.len()].to_owned(),
            "Báo cáo".into(),
            "20".into(),
            "người".into(),
        ];
        if let Some((_, column, typed, code)) = ERRORS.iter().find(|(at, ..)| with_errors && *at == number) {
            row[*column] = (*typed).to_owned();
            planted.push((sheet.rows.len() + 1, ["A", "B", "C", "D", "E", "F", "G", "H"][*column], *code));
        }
        sheet.rows.push(row);
    }
    (sheet, planted)
}

fn smaller_now(store: &Store, code: &TaskCode) -> Task {
    let code = code.clone();
    store.read_blocking(move |tx| tasks::find(tx, &code)).expect("found")
}
