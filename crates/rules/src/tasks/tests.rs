//! Tasks from assignment to their end, and what is refused on the way.

mod plans;

use super::*;
use crate::codes::{AgencyCode, TaskCode};
use crate::indicators::Amount;
use crate::people::{
    Actor, Agency, AgencyKind, AgencyLevel, Capacity, DelegationKind, Directory, Entry, InPlaceOf, Position, Principal,
    Role,
};
use crate::{Problem, Refusal};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use proptest::prelude::*;

fn code(text: &str) -> AgencyCode {
    text.parse().expect("a code")
}

fn task_code(number: u32) -> TaskCode {
    TaskCode::new(2025, number)
}

pub(super) fn directory() -> Directory {
    let agency = |text, name, level| Entry::from(Agency::new(code(text), name, level, AgencyKind::Authority));
    Directory::new(
        [
            agency("H35", "Ủy ban nhân dân tỉnh Lai Châu", AgencyLevel::Province),
            agency("H35.12", "Sở Khoa học và Công nghệ", AgencyLevel::Department),
            agency("H35.14", "Sở Văn hóa, Thể thao và Du lịch", AgencyLevel::Department),
            agency("H35.27", "Ủy ban nhân dân xã Phong Thổ", AgencyLevel::Commune),
        ],
        None,
    )
}

fn officer(login: &str, agency: &str, role: Role) -> Actor {
    Actor::new(login.into(), format!("Ông {login}"), None, vec![Position::own(code(agency), role, "")])
}

fn chairman() -> Actor {
    officer("chutich", "H35", Role::Approver)
}

fn head() -> Actor {
    officer("giamdoc", "H35.12", Role::Approver)
}

fn draft() -> Draft {
    Draft {
        lead: Some(code("H35.12")),
        responsible: "giamdoc".into(),
        name: "Xây dựng nền tảng dữ liệu dùng chung của tỉnh".into(),
        due_on: Some(date(2025, 9, 30)),
        deliverable: "Quyết định phê duyệt".into(),
        authority: "Kế hoạch 5926/KH-UBND".into(),
        ..Draft::default()
    }
}

const TODAY: Date = date(2025, 7, 1);

fn assigned_by(actor: &Actor, assigner: &str, draft: &Draft, parent: Option<&Task>) -> Result<Assigned, Refusal> {
    let directory = directory();
    let person = Responsible { login: "giamdoc".into(), name: "Ông Giám đốc".into() };
    let other = Responsible { login: "phongtho".into(), name: "Bà Phong Thổ".into() };
    let person = if draft.responsible == "phongtho" { &other } else { &person };
    let context = Assigning { directory: &directory, person: Some(person), parent, today: TODAY };
    assign(actor, &code(assigner), task_code(1), draft, context).map(|(assigned, _)| assigned)
}

fn at(day: Date) -> Timestamp {
    crate::calendar::instant(day.at(9, 0, 0, 0))
}

fn task(assigned: &Assigned) -> Task {
    Task::next(None, &Event::Assigned(assigned.clone()), at(TODAY), ("chutich", "")).expect("a task")
}

fn sample() -> Task {
    task(&assigned_by(&chairman(), "H35", &draft(), None).expect("assigned"))
}

fn on(day: Date) -> Context {
    Context { today: day, ..Context::default() }
}

fn done(task: Task, actor: &Actor, command: Command, day: Date) -> Task {
    let (event, _): (Event, Capacity) = decide(actor, &task, command, &on(day)).expect("done");
    Task::next(Some(task), &event, at(day), (&actor.login, &actor.name)).expect("a task")
}

fn proved() -> Progress {
    Progress { note: "Đã ban hành".into(), document: "Quyết định 2101/QĐ-UBND".into(), ..Progress::default() }
}

fn problems(refusal: &Refusal) -> Vec<(&str, &str)> {
    refusal.problems.iter().map(|Problem { pointer, code, .. }| (pointer.as_str(), *code)).collect()
}

#[test]
fn a_task_without_owner_or_date_is_refused_field_by_field() {
    let empty = Draft { responsible: String::new(), due_on: None, lead: None, ..draft() };
    let refusal = assigned_by(&chairman(), "H35", &empty, None).expect_err("refused");
    let expected =
        [("/lead", "task-without-lead"), ("/responsible", "task-without-owner"), ("/due_on", "task-without-date")];
    assert_eq!(problems(&refusal), expected);
    assert_eq!(refusal.basis, Some(SIX_CLEARS));
}

#[test]
fn a_deadline_before_the_assignment_is_refused() {
    let early = Draft { due_on: Some(date(2025, 6, 30)), ..draft() };
    let refusal = assigned_by(&chairman(), "H35", &early, None).expect_err("refused");
    assert_eq!(problems(&refusal), [("/due_on", "deadline-before-assignment")]);
}

#[test]
fn the_responsible_person_must_work_in_the_lead_agency() {
    let stranger = Draft { responsible: "nguoila".into(), ..draft() };
    let refusal = assigned_by(&chairman(), "H35", &stranger, None).expect_err("refused");
    assert_eq!(problems(&refusal), [("/responsible", "task-owner-elsewhere")]);
}

#[test]
fn tasks_go_down_and_never_up_or_sideways() {
    let department = Draft { lead: Some(code("H35.14")), ..draft() };
    let refusal = assigned_by(&head(), "H35.12", &department, None).expect_err("refused");
    assert_eq!(problems(&refusal), [("/lead", "task-lead-not-below")]);
    let commune = Draft { lead: Some(code("H35.27")), responsible: "phongtho".into(), ..draft() };
    assert!(assigned_by(&head(), "H35.12", &commune, None).is_ok());
    assert!(assigned_by(&officer("thuly", "H35.12", Role::CaseOfficer), "H35.12", &commune, None).is_err());
}

#[test]
fn a_task_with_open_parts_is_not_cancelled_before_they_are() {
    let context = Context { open_parts: 2, ..on(TODAY) };
    let cancel = || Command::Cancel { reason: "Kế hoạch thay đổi".into() };
    assert_eq!(decide(&chairman(), &sample(), cancel(), &context).expect_err("refused").code, "parts-open-cancelled");
    assert!(decide(&chairman(), &sample(), cancel(), &on(TODAY)).is_ok());
}

#[test]
fn a_periodic_task_in_time_may_lack_a_report() {
    let monthly = Draft { every: Some(Every::Month), due_on: Some(date(2025, 12, 31)), ..draft() };
    let monthly = task(&assigned_by(&chairman(), "H35", &monthly, None).expect("assigned"));
    assert_eq!(monthly.report_due_on(), Some(date(2025, 7, 25)));
    assert_eq!(monthly.missed_report(date(2025, 7, 25)), None, "the day itself is not over");
    assert_eq!(monthly.missed_report(date(2025, 9, 1)), Some(date(2025, 7, 25)), "the first that is missing");
    assert_eq!((monthly.is_late(date(2025, 9, 1)), monthly.light(date(2025, 9, 1))), (false, Light::WaitingInTime));
    let report = || Command::Report(Progress { note: "Đã làm".into(), progress: Some(20), ..Progress::default() });
    let reported = |on| done(done(monthly.clone(), &head(), Command::Accept, TODAY), &head(), report(), on);
    // A report of the month is the report of its 25th; one behind it leaves the next month's to be given.
    assert_eq!(reported(date(2025, 8, 20)).report_due_on(), Some(date(2025, 9, 25)));
    assert_eq!(reported(date(2025, 8, 27)).report_due_on(), Some(date(2025, 9, 25)));
    // The last one is the result, due as the task is.
    assert_eq!(reported(date(2025, 12, 26)).report_due_on(), None);
    assert_eq!(monthly.missed_report(date(2026, 1, 1)), None, "then the task itself is late");
    let stopped = done(monthly, &chairman(), Command::Suspend { reason: "Chờ kinh phí".into() }, TODAY);
    assert_eq!(stopped.report_due_on(), None);
    let resumed = done(stopped, &chairman(), Command::Resume, date(2025, 10, 1));
    assert_eq!(resumed.report_due_on(), Some(date(2025, 10, 25)), "while it stood still nothing was due");
    assert_eq!(sample().report_due_on(), None);
}

#[test]
fn a_task_is_accepted_reported_returned_once_and_completed() {
    let (head, chairman) = (head(), chairman());
    let task = done(sample(), &head, Command::Accept, TODAY);
    let half = Progress { note: "Đang lấy ý kiến".into(), progress: Some(50), ..Progress::default() };
    let task = done(task, &head, Command::Report(half), date(2025, 8, 25));
    assert_eq!((task.status, task.progress), (Status::InProgress, 50));
    let task = done(task, &head, Command::Submit(proved()), date(2025, 9, 20));
    let task = done(task, &chairman, Command::Return { reason: "Thiếu dự toán".into() }, date(2025, 9, 22));
    assert_eq!((task.status, task.returned), (Status::Returned, 1));
    assert_eq!(task.progress, 50, "what is returned is not done: what was reported before counts");
    let task = done(task, &head, Command::Submit(proved()), date(2025, 9, 30));
    // The assigner looks at it a week late: that is not the lead agency's fault.
    let task = done(task, &chairman, Command::Complete { note: String::new() }, date(2025, 10, 7));
    assert_eq!(task.light(date(2025, 12, 1)), Light::DoneInTime);
    assert_eq!(task.done_on(), Some(date(2025, 9, 30)));
    let again = decide(&chairman, &task, Command::Cancel { reason: "x".into() }, &on(TODAY)).expect_err("refused");
    assert_eq!(again.code, "task-completed-already");
}

#[test]
fn the_last_promised_day_stays_whether_it_was_reported_or_asked_for() {
    let (head, chairman) = (head(), chairman());
    let task = done(sample(), &head, Command::Accept, TODAY);
    let promising = |on| Progress { note: "Đang làm".into(), promised_on: Some(on), ..Progress::default() };
    let past = decide(&head, &task, Command::Report(promising(date(2025, 1, 1))), &on(TODAY)).expect_err("refused");
    assert_eq!(problems(&past), [("/promised_on", "promise-past")]);
    let task = done(task, &head, Command::Report(promising(date(2025, 10, 5))), date(2025, 9, 1));
    let silent = Progress { note: "Vẫn làm".into(), ..Progress::default() };
    let task = done(task, &head, Command::Report(silent), date(2025, 9, 5));
    assert_eq!(task.promised_on, Some(date(2025, 10, 5)), "a report that names no day takes no promise back");
    let ask = Command::AskExtension { until: Some(date(2026, 1, 31)), reason: "Chờ kinh phí".into() };
    let task = done(task, &head, ask, date(2025, 9, 10));
    let refuse = Command::DecideExtension { granted: false, reason: "Không có lý do chính đáng".into() };
    let task = done(task, &chairman, refuse, date(2025, 9, 11));
    assert_eq!(task.promised_on, Some(date(2026, 1, 31)), "what was asked for and not granted was still said");
}

#[test]
fn nothing_is_handed_in_without_evidence_or_while_parts_are_open() {
    let task = done(sample(), &head(), Command::Accept, TODAY);
    let bare = Progress { note: "Xong".into(), ..Progress::default() };
    let refusal = decide(&head(), &task, Command::Submit(bare), &on(TODAY)).expect_err("refused");
    assert_eq!(problems(&refusal), [("/evidence", "task-evidence-missing")]);
    let context = Context { open_parts: 2, ..on(TODAY) };
    let refusal = decide(&head(), &task, Command::Submit(proved()), &context).expect_err("refused");
    assert_eq!(refusal.code, "parts-open");
}

#[test]
fn what_is_counted_must_be_counted() {
    let counted = Draft { unit: "xã".into(), target: Some(Amount::whole(38)), ..draft() };
    let task = task(&assigned_by(&chairman(), "H35", &counted, None).expect("assigned"));
    let task = done(task, &head(), Command::Accept, TODAY);
    let refusal = decide(&head(), &task, Command::Submit(proved()), &on(TODAY)).expect_err("refused");
    assert_eq!(problems(&refusal), [("/value", "value-missing")]);
    let refusal = assigned_by(&chairman(), "H35", &Draft { target: Some(Amount::whole(38)), ..draft() }, None)
        .expect_err("refused");
    assert_eq!(problems(&refusal), [("/unit", "task-target-without-unit")]);
}

fn deputy() -> Responsible {
    Responsible { login: "pho".into(), name: "Bà Phó".into() }
}

fn submitted(task: Task, by: &Actor) -> Task {
    let task = done(task, by, Command::Accept, TODAY);
    done(task, by, Command::Submit(proved()), date(2025, 9, 1))
}

fn complete() -> Command {
    Command::Complete { note: String::new() }
}

#[test]
fn nobody_accepts_what_they_answer_for_answered_for_or_reported() {
    // The department gives its own director a task, who also assigned it.
    let own = task(&assigned_by(&head(), "H35.12", &draft(), None).expect("assigned"));
    let handed_in = submitted(own.clone(), &head());
    assert_eq!(decide(&head(), &handed_in, complete(), &on(TODAY)).expect_err("own").code, "own-task");
    // Passing it on just before changes nothing, nor does having written the report for somebody else.
    let context = Context { person: Some(deputy()), ..on(TODAY) };
    let pass = Command::Reassign { to: "pho".into(), reason: "Đi công tác".into() };
    let (passed, _) = decide(&head(), &handed_in, pass, &context).expect("passed on");
    let passed = Task::next(Some(handed_in.clone()), &passed, at(TODAY), ("giamdoc", "")).expect("a task");
    assert_eq!(decide(&head(), &passed, complete(), &on(TODAY)).expect_err("was theirs").code, "own-task");
    let clerk = officer("vanthu", "H35.12", Role::Clerk);
    let written = submitted(own, &clerk);
    assert_eq!(decide(&clerk, &written, complete(), &on(TODAY)).expect_err("reported").code, "own-task");
    // Somebody else of the agency may; and where the province excepted it, whoever did it, which the event says.
    let other = officer("pho", "H35.12", Role::Approver);
    let (event, _) = decide(&other, &handed_in, complete(), &on(TODAY)).expect("another");
    assert!(matches!(event, Event::Completed(Completed { alone: false, .. })));
    let excepted = Context { alone: true, ..on(TODAY) };
    let (event, _) = decide(&head(), &handed_in, complete(), &excepted).expect("excepted");
    assert!(matches!(event, Event::Completed(Completed { alone: true, .. })));
}

#[test]
fn a_substitute_is_no_second_pair_of_eyes() {
    let substitute = |login: &str| {
        let (login_of, name) = ("vanthu".into(), "Bà Văn thư".into());
        let principal = Principal { login: login_of, name, kind: DelegationKind::Substitute, number: 1 };
        let place = InPlaceOf { principal, procedures: None, close_to: Vec::new() };
        let held = Position { in_place_of: Some(place), ..Position::own(code("H35.12"), Role::Clerk, "") };
        Actor::new(login.into(), "Ông thay".into(), None, vec![held])
    };
    let own = task(&assigned_by(&head(), "H35.12", &draft(), None).expect("assigned"));
    // What was reported in the clerk's place is the clerk's work; what they reported, nobody in their place accepts.
    let reported = submitted(own.clone(), &substitute("thay"));
    let clerk = officer("vanthu", "H35.12", Role::Clerk);
    assert_eq!(decide(&clerk, &reported, complete(), &on(TODAY)).expect_err("in their place").code, "own-task");
    let reported = submitted(own, &clerk);
    assert_eq!(decide(&substitute("thay"), &reported, complete(), &on(TODAY)).expect_err("theirs").code, "own-task");
}

#[test]
fn nobody_grants_themselves_more_time() {
    let own = task(&assigned_by(&head(), "H35.12", &draft(), None).expect("assigned"));
    let ask = Command::AskExtension { until: Some(date(2025, 10, 31)), reason: "Chờ Bộ".into() };
    let asked = done(own, &head(), ask, TODAY);
    let decision = |granted| Command::DecideExtension { granted, reason: "Thôi".into() };
    let mut other = officer("pho", "H35.12", Role::Approver);
    other.accounts = vec![head().login];
    assert_eq!(decide(&other, &asked, decision(true), &on(TODAY)).expect_err("theirs").code, "own-extension");
    assert_eq!(decide(&head(), &asked, decision(true), &on(TODAY)).expect_err("own").code, "own-extension");
    assert!(decide(&head(), &asked, decision(false), &on(TODAY)).is_ok(), "taking it back harms nobody");
    assert!(decide(&officer("pho", "H35.12", Role::Approver), &asked, decision(true), &on(TODAY)).is_ok());
}

#[test]
fn the_lead_agency_lets_another_of_its_people_answer_and_says_why() {
    let context = Context { person: Some(deputy()), ..on(TODAY) };
    let pass = |to: &str, reason: &str| Command::Reassign { to: to.into(), reason: reason.into() };
    let refused = |actor: &Actor, to: &str, reason: &str, context: &Context| {
        decide(actor, &sample(), pass(to, reason), context).expect_err("refused")
    };
    let nobody = refused(&head(), "", "", &context);
    assert_eq!(problems(&nobody), [("/to", "task-without-owner"), ("/reason", "missing")]);
    assert_eq!(problems(&refused(&head(), "nguoila", "x", &on(TODAY))), [("/to", "task-owner-elsewhere")]);
    let same = Responsible { login: "giamdoc".into(), name: "Ông Giám đốc".into() };
    let same = refused(&head(), "giamdoc", "x", &Context { person: Some(same), ..on(TODAY) });
    assert_eq!(problems(&same), [("/to", "task-theirs-already")]);
    assert_eq!(refused(&chairman(), "pho", "x", &context).code, "task-not-yours", "it is the lead agency's to say");
    let (event, _) = decide(&head(), &sample(), pass("pho", "Ông A nghỉ hưu"), &context).expect("passed on");
    let passed = Task::next(Some(sample()), &event, at(TODAY), ("giamdoc", "")).expect("a task");
    assert_eq!((passed.responsible.login.as_str(), passed.before[0].login.as_str()), ("pho", "giamdoc"));
    // The new person works on it whatever their role; nobody passes on their own work without one that lets them.
    let new = officer("pho", "H35.12", Role::CaseOfficer);
    assert!(decide(&new, &passed, Command::Accept, &on(TODAY)).is_ok());
    assert_eq!(decide(&new, &passed, pass("giamdoc", "x"), &context).expect_err("own").code, "task-not-yours");
    let former = officer("giamdoc", "H35.12", Role::CaseOfficer);
    assert_eq!(decide(&former, &passed, Command::Accept, &on(TODAY)).expect_err("no more").code, "task-not-yours");
}

#[test]
fn less_than_before_needs_a_reason_except_after_a_return() {
    let report = |share, because: &str| {
        let less_because = because.to_owned();
        Command::Report(Progress {
            note: "Đang làm".into(),
            progress: Some(share),
            less_because,
            ..Progress::default()
        })
    };
    let task = done(done(sample(), &head(), Command::Accept, TODAY), &head(), report(60, ""), date(2025, 8, 1));
    let silent = decide(&head(), &task, report(40, " "), &on(TODAY)).expect_err("refused");
    assert_eq!(problems(&silent), [("/less_because", "less-without-reason")]);
    let task = done(task, &head(), report(40, "Hai xã phải làm lại"), date(2025, 8, 2));
    let less = task.reports.last().and_then(|written| written.report.less.clone()).expect("said");
    assert_eq!((task.progress, less.than, less.because.as_str()), (40, 60, "Hai xã phải làm lại"));
    let task = done(task, &head(), Command::Submit(proved()), date(2025, 8, 3));
    let task = done(task, &chairman(), Command::Return { reason: "Thiếu".into() }, date(2025, 8, 4));
    assert_eq!(done(task, &head(), report(70, ""), date(2025, 8, 5)).progress, 70);
}

#[test]
fn targets_are_exact_and_name_their_unit() {
    let read = |typed, unit| read_target(typed, unit).map(|(amount, unit)| (amount.to_string(), unit));
    assert_eq!(read("95,5 %", ""), Some(("95.5".into(), "%".into())));
    assert_eq!(read("95.5", "%"), Some(("95.5".into(), "%".into())));
    assert_eq!(read("1.250", " xã "), Some(("1250".into(), "xã".into())));
    assert_eq!(read("tám mươi", "%"), None);
    let below = Draft { target: Amount::read("-5"), unit: "%".into(), ..draft() };
    assert_eq!(
        problems(&assigned_by(&chairman(), "H35", &below, None).expect_err("refused")),
        [("/target", "amount-below-nought")]
    );
    // What was assigned before decimals were kept is read as it was written.
    let old: Deliverable = serde_json::from_str(r#"{"what":"Báo cáo","unit":"xã","target":38}"#).expect("read");
    assert_eq!(old.target, Some(Amount::whole(38)));
    assert!(serde_json::from_str::<Deliverable>(r#"{"what":"x","target":9223372036854775807}"#).is_err());
}

#[test]
fn a_day_that_is_a_slip_of_the_pen_is_no_deadline() {
    let due = |on| assigned_by(&chairman(), "H35", &Draft { due_on: Some(on), ..draft() }, None);
    let refusal = due(date(9999, 12, 31)).expect_err("refused");
    assert_eq!(problems(&refusal), [("/due_on", "deadline-too-far")]);
    assert!(due(date(2045, 12, 31)).is_ok() && due(date(2046, 1, 1)).is_err());
    let ask = Command::AskExtension { until: Some(date(2205, 9, 30)), reason: "Chờ".into() };
    assert_eq!(
        problems(&decide(&head(), &sample(), ask, &on(TODAY)).expect_err("refused")),
        [("/until", "deadline-too-far")]
    );
}

#[test]
fn more_time_is_asked_for_with_a_reason_and_moves_the_deadline_only_when_granted() {
    let ask = |until| Command::AskExtension { until, reason: "Chờ hướng dẫn của Bộ".into() };
    let early = decide(&head(), &sample(), ask(Some(date(2025, 9, 30))), &on(TODAY)).expect_err("refused");
    assert_eq!(problems(&early), [("/until", "extension-not-later")]);
    let asked = done(sample(), &head(), ask(Some(date(2025, 10, 31))), TODAY);
    let decide_it = |granted| Command::DecideExtension { granted, reason: "Không có lý do khách quan".into() };
    assert_eq!(done(asked.clone(), &chairman(), decide_it(true), TODAY).due_on, date(2025, 10, 31));
    let refused = done(asked.clone(), &chairman(), decide_it(false), TODAY);
    assert_eq!((refused.due_on, refused.extended), (date(2025, 9, 30), 0));
    let clerk = officer("vanthu", "H35", Role::Clerk);
    assert_eq!(decide(&clerk, &asked, decide_it(true), &on(TODAY)).expect_err("refused").code, "task-not-yours");
    let whole = |due_on| {
        let mut whole = sample();
        whole.due_on = due_on;
        Context { whole: Some(Box::new(whole)), ..on(TODAY) }
    };
    let past = decide(&chairman(), &asked, decide_it(true), &whole(date(2025, 10, 30))).expect_err("refused");
    assert_eq!(past.code, "extension-past-whole");
    assert!(decide(&chairman(), &asked, decide_it(true), &whole(date(2025, 10, 31))).is_ok());
    assert!(decide(&chairman(), &asked, decide_it(false), &whole(date(2025, 10, 30))).is_ok());
}

#[test]
fn a_part_is_made_by_the_lead_agency_and_ends_no_later_than_the_whole() {
    let whole = sample();
    let part = Draft { lead: Some(code("H35.27")), responsible: "phongtho".into(), ..draft() };
    let made = assigned_by(&head(), "H35.12", &part, Some(&whole)).expect("assigned");
    assert_eq!(made.parent.as_ref(), Some(whole.code()));
    let late = Draft { due_on: Some(date(2025, 10, 1)), ..part.clone() };
    let refusal = assigned_by(&head(), "H35.12", &late, Some(&whole)).expect_err("refused");
    assert_eq!(problems(&refusal), [("/due_on", "part-later-than-whole")]);
    let refusal = assigned_by(&chairman(), "H35", &part, Some(&whole)).expect_err("refused");
    assert_eq!(refusal.code, "task-not-yours-to-split");
    assert_eq!(rolled_up(&[100, 50, 0]), Some(50));
    assert_eq!(rolled_up(&[]), None);
}

#[test]
fn a_circle_of_tasks_is_refused() {
    let whole = sample();
    let context = Context { above: vec![task_code(2), task_code(1)], ..on(TODAY) };
    let command = Command::Attach { parent: task_code(2) };
    let refusal = decide(&chairman(), &whole, command, &context).expect_err("refused");
    assert_eq!(refusal.code, "circle-of-tasks");
}

#[test]
fn a_task_becomes_part_of_another_by_the_rules_of_splitting() {
    let whole = sample();
    let part = Draft { lead: Some(code("H35.27")), responsible: "phongtho".into(), ..draft() };
    let attached = |part: &Draft, whole: Task| {
        let part = task(&assigned_by(&head(), "H35.12", part, None).expect("assigned"));
        let context = Context { above: vec![task_code(9)], whole: Some(Box::new(whole)), ..on(TODAY) };
        decide(&head(), &part, Command::Attach { parent: task_code(9) }, &context).map(|_| ())
    };
    attached(&part, whole.clone()).expect("attached");
    let late = Draft { due_on: Some(date(2025, 10, 1)), ..part.clone() };
    assert_eq!(problems(&attached(&late, whole.clone()).expect_err("late")), [("/due_on", "part-later-than-whole")]);
    let over = done(whole, &chairman(), Command::Cancel { reason: "Thôi".into() }, TODAY);
    assert_eq!(attached(&part, over).expect_err("over").code, "task-not-open");
}

#[test]
fn overdue_follows_from_the_day_and_stops_while_the_assigner_looks() {
    let day = date(2025, 10, 1);
    assert_eq!((sample().standing(day), sample().light(day)), (Standing::Overdue, Light::WaitingLate));
    assert_eq!(sample().standing(date(2025, 9, 30)), Standing::In(Status::Assigned));
    let task = done(sample(), &head(), Command::Accept, TODAY);
    let task = done(task, &head(), Command::Submit(proved()), date(2025, 9, 29));
    assert_eq!((task.standing(day), task.light(day)), (Standing::In(Status::Submitted), Light::WorkingInTime));
    let stopped = done(sample(), &chairman(), Command::Suspend { reason: "Chờ Luật".into() }, TODAY);
    assert_eq!(stopped.light(day), Light::Off);
    assert_eq!(done(stopped, &chairman(), Command::Resume, TODAY).status, Status::Assigned);
}

#[test]
fn the_six_lights_have_six_colours() {
    let colours: std::collections::BTreeSet<_> = Light::ALL[..6].iter().map(|light| light.colour()).collect();
    assert_eq!(colours.len(), 6);
    for light in Light::ALL {
        assert_eq!(Light::from_key(light.key()), Some(light));
    }
}

fn actions() -> impl Strategy<Value = Vec<(u8, u8)>> {
    prop::collection::vec((0u8..13, 0u8..60), 0..30)
}

proptest! {
    #[test]
    fn whatever_people_try_a_task_stays_one_that_can_be(tried in actions()) {
        let mut task = sample();
        for (action, days) in tried {
            let day = TODAY.saturating_add(jiff::Span::new().days(i64::from(days)));
            let action = Action::ALL[usize::from(action)];
            let reason = "Lý do".to_owned();
            let command = match action {
                Action::Accept => Command::Accept,
                Action::Reassign => Command::Reassign { to: "pho".into(), reason },
                Action::Report => Command::Report(Progress { progress: Some(days), ..proved() }),
                Action::Submit => Command::Submit(proved()),
                Action::AskExtension => Command::AskExtension { until: Some(date(2026, 1, 31)), reason },
                Action::Return => Command::Return { reason },
                Action::Complete => Command::Complete { note: reason },
                Action::DecideExtension => Command::DecideExtension { granted: days % 2 == 0, reason },
                Action::Suspend => Command::Suspend { reason },
                Action::Resume => Command::Resume,
                Action::Cancel => Command::Cancel { reason },
                Action::Attach => Command::Attach { parent: task_code(9) },
                Action::Link => Command::Link(Link { kind: LinkKind::Obstacle, reference: format!("VM-{}", task.version) }),
            };
            let actor = if matches!(action.side(), Side::Lead | Side::LeadOnly) { head() } else { chairman() };
            let version = task.version;
            let context = Context { person: Some(deputy()), ..on(day) };
            if let Ok((event, _)) = decide(&actor, &task, command, &context) {
                prop_assert!(task.allows(action).is_ok());
                let body = event.body().expect("a body");
                prop_assert_eq!(&Event::parse(event.kind(), &body).expect("the same"), &event);
                task = Task::next(Some(task), &event, at(day), (&actor.login, "")).expect("a task");
                prop_assert_eq!(task.version, version + 1);
            }
            prop_assert!(task.progress <= 100 && task.due_on >= date(2025, 9, 30));
            prop_assert!(task.status != Status::Completed || task.submitted_at.is_some() && task.is_proved());
            prop_assert!(task.status.is_open() != task.ended_at.is_some());
        }
    }
}
