//! Tasks from assignment to their end, and what is refused on the way.

use super::*;
use crate::codes::{AgencyCode, TaskCode};
use crate::people::{Actor, Agency, AgencyKind, AgencyLevel, Capacity, Directory, Entry, Position, Role};
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
fn a_task_is_accepted_reported_returned_once_and_completed() {
    let (head, chairman) = (head(), chairman());
    let task = done(sample(), &head, Command::Accept, TODAY);
    let half = Progress { note: "Đang lấy ý kiến".into(), progress: Some(50), ..Progress::default() };
    let task = done(task, &head, Command::Report(half), date(2025, 8, 25));
    assert_eq!((task.status, task.progress), (Status::InProgress, 50));
    let task = done(task, &head, Command::Submit(proved()), date(2025, 9, 20));
    let task = done(task, &chairman, Command::Return { reason: "Thiếu dự toán".into() }, date(2025, 9, 22));
    assert_eq!((task.status, task.returned), (Status::Returned, 1));
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
    let counted = Draft { unit: "xã".into(), target: Some(38), ..draft() };
    let task = task(&assigned_by(&chairman(), "H35", &counted, None).expect("assigned"));
    let task = done(task, &head(), Command::Accept, TODAY);
    let refusal = decide(&head(), &task, Command::Submit(proved()), &on(TODAY)).expect_err("refused");
    assert_eq!(problems(&refusal), [("/value", "value-missing")]);
    let refusal = assigned_by(&chairman(), "H35", &Draft { target: Some(38), ..draft() }, None).expect_err("refused");
    assert_eq!(problems(&refusal), [("/unit", "task-target-without-unit")]);
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
    prop::collection::vec((0u8..12, 0u8..60), 0..30)
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
            let actor = if action.side() == Side::Lead { head() } else { chairman() };
            let version = task.version;
            if let Ok((event, _)) = decide(&actor, &task, command, &on(day)) {
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

mod plans {
    use super::super::plan::{Merged, Misread, Officer, Plan, Sheet, letters, read};
    use super::*;

    fn sheet(rows: &[&[&str]]) -> Sheet {
        let text = |cells: &&[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
        Sheet { rows: rows.iter().map(text).collect(), merged: Vec::new() }
    }

    fn officers(agency: &AgencyCode) -> Vec<Officer> {
        let officer = |login: &str, name: &str, leads| Officer { login: login.into(), name: name.into(), leads };
        match agency.as_str() {
            "H35.12" => vec![officer("giamdoc", "Ông Giám đốc", true), officer("thuly", "Bà Lò Thị Máy", false)],
            "H35.27" => vec![officer("phongtho", "Bà Phong Thổ", true)],
            _ => Vec::new(),
        }
    }

    const HEAD: &[&str] = &[
        "STT",
        "Nhiệm vụ",
        "Văn bản giao",
        "Cơ quan chủ trì",
        "Người phụ trách",
        "Cơ quan phối hợp",
        "Thời hạn",
        "Sản phẩm",
    ];

    fn plan(sheet: &Sheet) -> Plan {
        read(sheet, &directory(), 2025, officers).expect("a plan")
    }

    fn places(misread: &[Misread]) -> Vec<(usize, &str, &str)> {
        misread.iter().map(|misread| (misread.row, misread.column.as_str(), misread.problem.code)).collect()
    }

    #[test]
    fn a_plan_with_merged_cells_and_titles_is_read_row_by_row() {
        let mut sheet = sheet(&[
            &["PHỤ LỤC PHÂN CÔNG NHIỆM VỤ"],
            HEAD,
            &["I", "THỂ CHẾ"],
            &["1", "Ban hành quy chế", "KH 5926/KH-UBND", "Sở KH&CN", "", "", "Quý IV/2025", "Quyết định"],
            &[
                "2",
                "Sơ kết",
                "",
                "",
                "Lò Thị Máy",
                "Sở Văn hóa, Thể thao và Du lịch; UBND xã Phong Thổ",
                "31/12/2025",
                "Báo cáo",
            ],
        ]);
        sheet.merged = vec![
            Merged { top: 0, left: 0, bottom: 0, right: 7 },
            Merged { top: 3, left: 2, bottom: 4, right: 2 },
            Merged { top: 3, left: 3, bottom: 4, right: 3 },
        ];
        let mut sheet2 = sheet.clone();
        sheet2.rows[4][4] = "Bà Lò Thị Máy".into();
        let plan = plan(&sheet2);
        assert_eq!(places(&plan.misread), []);
        let [first, second] = plan.rows.as_slice() else { panic!("two rows: {plan:?}") };
        assert_eq!((first.number, second.number), (4, 5));
        assert_eq!(first.draft.responsible, "giamdoc");
        assert_eq!(second.draft.responsible, "thuly");
        assert_eq!(second.draft.authority, "KH 5926/KH-UBND");
        assert_eq!(second.draft.supporting, [code("H35.14"), code("H35.27")]);
        assert_eq!(first.draft.due_on, second.draft.due_on);
        assert_eq!(places(&super::plans::plan(&sheet).misread), [(5, "E", "person-unreadable")]);
    }

    #[test]
    fn a_full_row_is_a_task_however_its_cells_are_merged_and_targets_are_whole_numbers() {
        let head: Vec<&str> = HEAD.iter().copied().chain(["Đơn vị tính", "Chỉ tiêu"]).collect();
        let mut sheet = sheet(&[
            &head,
            &["1", "Ban hành quy chế", "KH 1", "Sở KH&CN", "", "", "31/12/2025", "Quyết định", "", ""],
            &["2", "Sơ kết", "KH 1", "cơ quan lạ", "", "", "ngày mai", "", "", ""],
            &["3", "Đào tạo", "KH 1", "Sở KH&CN", "", "", "31/12/2025", "Báo cáo", "%", "95.5"],
        ]);
        sheet.merged =
            vec![Merged { top: 1, left: 7, bottom: 1, right: 9 }, Merged { top: 2, left: 7, bottom: 2, right: 9 }];
        let plan = plan(&sheet);
        let lost = places(&plan.misread);
        assert!([3, 4].iter().all(|row| lost.iter().any(|place| place.0 == *row)), "{lost:?}");
        assert!(lost.contains(&(4, "J", "number-unreadable")), "{lost:?}");
        assert_eq!(plan.rows.len() + usize::from(lost.iter().any(|place| place.0 == 2)), 1, "the first is not lost");
    }

    #[test]
    fn every_error_is_named_by_row_and_column() {
        let sheet = sheet(&[
            HEAD,
            &["1", "", "KH 1", "Sở Khoa học và Công nghệ", "", "", "31/12/2025", "Báo cáo"],
            &["2", "A", "KH 1", "", "", "", "31/12/2025", "Báo cáo"],
            &["3", "A", "KH 1", "Sở Không Có", "", "", "31/12/2025", "Báo cáo"],
            &["4", "A", "KH 1", "H35.12", "Ông Nào Đó", "", "31/12/2025", "Báo cáo"],
            &["5", "A", "KH 1", "H35.12", "", "Sở Nọ", "", "Báo cáo"],
            &["6", "A", "", "H35.12", "", "", "Thường xuyên", ""],
            &["7", "A", "KH 1", "Sở Khoa học và Công nghệ; Sở Nọ", "", "", "32/12/2025", "Báo cáo"],
            &["8", "A", "KH 1", "H35.14", "", "", "Hằng tháng", "Báo cáo"],
            &["9", "A", "KH 1", "H35.27", "", "", "Hằng tháng", "Báo cáo"],
        ]);
        let plan = plan(&sheet);
        assert_eq!(
            places(&plan.misread),
            [
                (2, "B", "task-without-name"),
                (3, "D", "task-without-lead"),
                (4, "D", "agency-unreadable"),
                (5, "E", "person-unreadable"),
                (6, "F", "agency-unreadable"),
                (6, "G", "task-without-date"),
                (7, "C", "task-without-authority"),
                (7, "H", "task-without-deliverable"),
                (7, "G", "date-no-day"),
                (8, "D", "task-several-leads"),
                (8, "G", "date-unreadable"),
                (9, "E", "task-without-owner"),
            ]
        );
        assert_eq!(plan.rows.len(), 1);
        assert_eq!(plan.rows[0].draft.every, Some(Every::Month));
    }

    #[test]
    fn a_sheet_that_is_no_plan_is_refused_as_a_whole() {
        let refusal = read(&sheet(&[&["Họ tên", "Chức vụ"]]), &directory(), 2025, officers).expect_err("refused");
        assert_eq!(refusal.code, "plan-without-headings");
        assert_eq!(read(&sheet(&[HEAD]), &directory(), 2025, officers).expect_err("refused").code, "plan-without-rows");
        assert_eq!(["A", "Z", "AA", "AZ", "BA"].map(str::to_owned), [0, 25, 26, 51, 52].map(letters));
    }
}
