//! Visits from plan to report, and the task that a finding becomes.

use super::*;
use crate::Refusal;
use crate::codes::{AgencyCode, VisitCode};
use crate::people::{Actor, Agency, AgencyKind, AgencyLevel, Directory, Entry, Position, Role};
use crate::tasks::LinkKind;
use jiff::civil::{Date, date};

fn code(text: &str) -> AgencyCode {
    text.parse().expect("a code")
}

fn directory() -> Directory {
    let all = [("H35", AgencyLevel::Province), ("H35.27", AgencyLevel::Commune)];
    Directory::new(
        all.map(|(text, level)| Entry::from(Agency::new(code(text), text, level, AgencyKind::Authority))),
        None,
    )
}

fn clerk(agency: &str) -> Actor {
    Actor::new("vanthu".into(), "Văn thư".into(), None, vec![Position::own(code(agency), Role::Clerk, "")])
}

fn typed() -> Plan {
    Plan {
        kind: Some(VisitKind::Inspection),
        host: Some(code("H35.27")),
        from: Some(date(2025, 11, 4)),
        authority: "QĐ 12/QĐ-BCĐ".into(),
        plan: "Bộ phận Một cửa".into(),
        team: "Ông A\n\nBà B".into(),
        ..Plan::default()
    }
}

fn planned(actor: &Actor, typed: &Plan) -> Result<Visit, Refusal> {
    let visit: VisitCode = "KT-2025-001".parse().expect("a code");
    let (planned, _) = plan(actor, &code("H35"), visit, typed, &directory())?;
    Ok(Visit::next(None, &Event::Planned(planned)).expect("a visit"))
}

fn done(visit: &Visit, command: Command, today: Date) -> Result<Visit, Refusal> {
    let (event, _) = decide(&clerk("H35"), visit, command, Context { today })?;
    let body = event.body().expect("a body");
    assert_eq!(Event::parse(event.kind(), &body).expect("the same"), event);
    Ok(Visit::next(Some(visit.clone()), &event).expect("a visit"))
}

#[test]
fn a_finding_becomes_a_task_of_the_visited_commune() {
    let visit = planned(&clerk("H35"), &typed()).expect("planned");
    assert_eq!(visit.planned.team, ["Ông A", "Bà B"]);
    let find = |what: &str, due_on| Command::Find { what: what.into(), remedy: String::new(), due_on };
    let early = done(&visit, find("Chưa niêm yết", None), date(2025, 11, 3)).expect_err("it has not begun");
    assert_eq!(early.code, "visit-to-come");
    let visit = done(&visit, find("Chưa niêm yết", None), date(2025, 11, 4)).expect("noted");
    let visit = done(&visit, find("Thiếu máy quét", Some(date(2025, 12, 1))), date(2025, 11, 4)).expect("noted");
    let task = task_of(&visit, 2, "chutich", "Báo cáo khắc phục", date(2025, 11, 5)).expect("a task");
    assert_eq!((task.lead, task.due_on), (Some(code("H35.27")), Some(date(2025, 12, 1))));
    assert_eq!((task.links[0].kind, task.links[0].reference.as_str()), (LinkKind::Inspection, "KT-2025-001/2"));
    let usual = task_of(&visit, 1, "chutich", "Báo cáo", date(2025, 11, 5)).expect("a task");
    assert_eq!(usual.due_on, Some(date(2025, 12, 5)));
    assert_eq!(task_of(&visit, 3, "chutich", "Báo cáo", date(2025, 11, 5)).expect_err("none").code, "finding-unknown");
    let visit = done(&visit, Command::Report { summary: "Đã kiểm tra".into(), files: Vec::new() }, date(2025, 11, 6))
        .expect("reported");
    assert_eq!(
        done(&visit, Command::Cancel { reason: "x".into() }, date(2025, 11, 6)).expect_err("it took place").code,
        "visit-reported"
    );
}

#[test]
fn a_visit_says_who_goes_where_and_when() {
    let empty = planned(&clerk("H35"), &Plan::default()).expect_err("everything is missing");
    let at: Vec<_> = empty.problems.iter().map(|problem| problem.pointer.as_str()).collect();
    assert_eq!(at, ["/authority", "/plan", "/team", "/kind", "/from"]);
    let study = Plan { kind: Some(VisitKind::Study), place: "Quảng Ninh".into(), ..typed() };
    let visit = planned(&clerk("H35"), &study).expect("planned");
    assert_eq!(visit.planned.host, None);
    let visit =
        done(&visit, Command::Find { what: "x".into(), remedy: String::new(), due_on: None }, date(2025, 11, 5))
            .expect("noted");
    assert_eq!(
        task_of(&visit, 1, "x", "x", date(2025, 11, 5)).expect_err("nobody was visited").code,
        "study-has-no-host"
    );
    let backwards = Plan { to: Some(date(2025, 11, 1)), ..typed() };
    assert_eq!(planned(&clerk("H35"), &backwards).expect_err("backwards").problems[0].code, "visit-ends-before");
    assert_eq!(planned(&clerk("H35.27"), &typed()).expect_err("not theirs").code, "assigners-only");
}
