//! Services from the register to the national portal.

use super::*;
use crate::Refusal;
use crate::codes::AgencyCode;
use crate::people::{Actor, Agency, AgencyKind, AgencyLevel, Directory, Entry, Position, Role};
use jiff::civil::{Date, date};

fn code(text: &str) -> AgencyCode {
    text.parse().expect("a code")
}

fn directory() -> Directory {
    let all = [("H35", AgencyLevel::Province), ("H35.04", AgencyLevel::Department)];
    let entry = |(text, level)| Entry::from(Agency::new(code(text), text, level, AgencyKind::Authority));
    Directory::new(all.map(entry), None)
}

fn clerk(agency: &str) -> Actor {
    Actor::new("vanthu".into(), "Văn thư".into(), None, vec![Position::own(code(agency), Role::Clerk, "")])
}

fn typed() -> Draft {
    Draft {
        code: "TY-012".into(),
        name: "Đăng ký khai sinh".into(),
        agency: Some(code("H35.04")),
        source: "Quyết định 06/QĐ-TTg".into(),
        procedures: "1.001193; 1.001193".into(),
    }
}

fn kept(actor: &Actor, before: Option<&Service>, draft: &Draft) -> Result<Option<Event>, Refusal> {
    keep(actor, &directory(), |procedure| procedure.as_str() == "1.001193", before, draft).map(|(event, _)| event)
}

fn registered() -> EssentialService {
    let event = kept(&clerk("H35.04"), None, &typed()).expect("kept").expect("new");
    EssentialService::next(None, &event).expect("a service")
}

fn reached(service: &EssentialService, stage: Stage, on: Date) -> Result<EssentialService, Refusal> {
    let draft = StageDraft { stage: Some(stage), on: Some(on), document: "QĐ 12/QĐ-UBND".into(), files: Vec::new() };
    let (event, _) = reach(&clerk("H35.04"), service, draft, date(2025, 12, 23))?;
    let body = event.body().expect("a body");
    assert_eq!(Event::parse(event.kind(), &body).expect("the same"), event);
    Ok(EssentialService::next(Some(service.clone()), &event).expect("a service"))
}

#[test]
fn a_service_goes_from_stage_to_stage_and_passes_none_over() {
    let service = registered();
    assert_eq!(service.service.procedures.len(), 1, "named twice, it is one procedure");
    let early = reached(&service, Stage::Integrated, date(2025, 3, 1)).expect_err("not reviewed yet");
    assert_eq!(early.code, "service-stage-order");
    let service = reached(&service, Stage::Reviewed, date(2025, 3, 1)).expect("reviewed");
    let before = reached(&service, Stage::Restructured, date(2025, 2, 28)).expect_err("before it was reviewed");
    assert_eq!(before.problems[0].code, "service-stage-before");
    let to_come = reached(&service, Stage::Restructured, date(2025, 12, 24)).expect_err("not yet");
    assert_eq!(to_come.problems[0].code, "date-in-future");
    let mut service = service;
    for stage in &Stage::ALL[1..] {
        service = reached(&service, *stage, date(2025, 3, 1)).expect("one after the other");
    }
    assert_eq!(service.since(Stage::Integrated), Some(date(2025, 3, 1)));
    let more = reached(&service, Stage::Measured, date(2025, 3, 2)).expect_err("there is no more");
    assert_eq!(more.code, "service-at-its-last-stage");
    let (event, _) = withdraw(&clerk("H35"), &service, "Ghi nhầm").expect("the province may too");
    let service = EssentialService::next(Some(service), &event).expect("a service");
    assert_eq!((service.stage(), service.next_stage()), (Some(Stage::Integrated), Some(Stage::Measured)));
}

#[test]
fn what_is_wrong_is_named_and_the_services_of_others_are_theirs() {
    let empty = kept(&clerk("H35"), None, &Draft::default()).expect_err("everything is missing");
    let at: Vec<_> = empty.problems.iter().map(|problem| problem.pointer.as_str()).collect();
    assert_eq!(at, ["/name", "/source", "/code", "/agency"]);
    let unknown = Draft { procedures: "9.999999".into(), ..typed() };
    assert_eq!(kept(&clerk("H35"), None, &unknown).expect_err("no such").problems[0].code, "service-procedure");
    assert_eq!(kept(&clerk("H35.27"), None, &typed()).expect_err("not theirs").code, "officers-only");
    let service = registered().service;
    assert_eq!(kept(&clerk("H35"), Some(&service), &typed()).expect("read"), None, "nothing is new");
    let other = Draft { code: "TY-013".into(), ..typed() };
    assert_eq!(
        kept(&clerk("H35"), Some(&service), &other).expect_err("it stays").problems[0].code,
        "service-code-stays"
    );
}
