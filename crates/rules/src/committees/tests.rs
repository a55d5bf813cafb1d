//! Committees from their founding to their end.

use super::*;
use crate::Refusal;
use crate::people::{Actor, Position, Role};
use jiff::civil::{Date, date};

const TODAY: Date = date(2025, 12, 1);

fn officer(agency: &str, role: Role) -> Actor {
    let position = Position::own(agency.parse().expect("a code"), role, "");
    Actor::new("vanthu".into(), "Lò Thị Máy".into(), None, vec![position])
}

fn member(name: &str, post: Post) -> Member {
    Member { name: name.into(), title: String::new(), post }
}

fn founding() -> Founding {
    Founding {
        kind: CommitteeKind::Resolution57,
        agency: "H35.27".parse().expect("a code"),
        village: None,
        name: "Ban Chỉ đạo thực hiện Nghị quyết 57 xã Phong Thổ".into(),
        decision: "215/QĐ-UBND".into(),
        decided_on: Some(date(2025, 8, 11)),
        members: vec![member("Vàng A Sử", Post::Head), member("Lò Văn Hặc", Post::Member)],
    }
}

fn founded() -> Committee {
    let (founded, _) = found(&officer("H35.27", Role::Clerk), None, &founding(), TODAY).expect("founded");
    Committee::next(None, &Event::Founded(founded)).expect("a committee")
}

fn done(committee: Committee, command: Command) -> Committee {
    let (event, _) = decide(&officer("H35.27", Role::Clerk), &committee, command, TODAY).expect("done");
    Committee::next(Some(committee), &event).expect("a committee")
}

fn codes(refusal: &Refusal) -> Vec<&'static str> {
    refusal.problems.iter().map(|problem| problem.code).collect()
}

#[test]
fn a_committee_needs_a_decision_and_one_head() {
    let bare =
        Founding { decision: String::new(), decided_on: Some(date(2026, 1, 1)), members: Vec::new(), ..founding() };
    let refusal = found(&officer("H35.27", Role::Clerk), None, &bare, TODAY).expect_err("refused");
    assert_eq!(codes(&refusal), ["missing", "decision-day", "committee-without-head"]);
    let two = Founding { members: vec![member("A", Post::Head), member("B", Post::Head)], ..founding() };
    let refusal = found(&officer("H35.27", Role::Clerk), None, &two, TODAY).expect_err("refused");
    assert_eq!(codes(&refusal), ["committee-two-heads"]);
}

#[test]
fn an_agency_has_one_of_a_kind_and_keeps_its_own() {
    let there = founded();
    let again = found(&officer("H35.27", Role::Approver), Some(&there), &founding(), TODAY).expect_err("refused");
    assert_eq!(again.code, "committee-there-already");
    assert!(found(&officer("H35.28", Role::Clerk), None, &founding(), TODAY).is_err());
    assert!(found(&officer("H35.27", Role::CaseOfficer), None, &founding(), TODAY).is_err());
    assert_eq!(there.founded.committee.as_str(), "BCD57-H35.27");
}

#[test]
fn its_regulation_meetings_and_members_have_a_history() {
    let committee = done(founded(), Command::WriteRegulation { decision: String::new(), on: None });
    assert_eq!(committee.regulation.state, RegulationState::Drafted);
    let issue = Command::WriteRegulation { decision: "216/QĐ-BCĐ".into(), on: Some(date(2025, 9, 1)) };
    let committee = done(committee, issue);
    assert_eq!(committee.regulation.state, RegulationState::Issued);
    let committee = done(committee, Command::PlanMeeting { on: Some(TODAY), agenda: "Quý IV".into() });
    let held = Command::HoldMeeting { on: Some(TODAY), present: 9, outcome: "Thông báo 12/TB-BCĐ".into() };
    let committee = done(committee, held);
    assert_eq!((committee.planned.len(), committee.last_met()), (0, Some(TODAY)));
    let members = vec![member("Giàng A Páo", Post::Head)];
    let anew = Command::Reorganise { decision: "300/QĐ-UBND".into(), on: Some(TODAY), members: members.clone() };
    let committee = done(committee, anew);
    assert_eq!((&committee.members, committee.founded.members.len()), (&members, 2));
    let committee = done(committee, Command::Dissolve { decision: "301/QĐ-UBND".into(), on: Some(TODAY) });
    let late = Command::PlanMeeting { on: Some(TODAY), agenda: String::new() };
    let refusal = decide(&officer("H35.27", Role::Clerk), &committee, late, TODAY).expect_err("refused");
    assert_eq!(refusal.code, "committee-no-more");
}

#[test]
fn a_group_says_what_it_did_and_whom_it_helped() {
    let report = |from, to, what: &str, helped: &str| Command::ReportActivity {
        from,
        to,
        what: what.into(),
        helped: helped.into(),
        difficulties: String::new(),
    };
    let (from, to) = (Some(date(2025, 11, 1)), Some(date(2025, 11, 30)));
    let group = done(founded(), report(from, to, "Đến từng nhà", "1.120"));
    // What is said again of the same days takes the place of what was said.
    let group = done(group, report(from, to, "Đến từng nhà, từng nương", "130"));
    assert_eq!(group.activities.iter().map(|one| one.helped).collect::<Vec<_>>(), [130]);
    let wrong = report(Some(date(2025, 12, 2)), Some(date(2025, 12, 2)), "", "nhiều");
    let refusal = decide(&officer("H35.27", Role::Clerk), &group, wrong, TODAY).expect_err("refused");
    assert_eq!(codes(&refusal), ["activity-day", "missing", "number-unreadable"]);
}
