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
    Member { name: name.into(), title: String::new(), post, login: None }
}

fn founding() -> Founding {
    Founding {
        kind: CommitteeKind::Resolution57,
        also: Vec::new(),
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
    let again = done(committee.clone(), Command::WriteRegulation { decision: String::new(), on: None });
    assert_eq!(
        (again.regulation.state, &again.regulation.decision),
        (RegulationState::Issued, &committee.regulation.decision)
    );
    assert!(
        again.regulation.redrafted && !committee.regulation.redrafted,
        "the one in force stays while another is drafted"
    );
    let committee = done(committee, Command::PlanMeeting { on: Some(TODAY), agenda: "Quý IV".into() });
    let held = |present| Command::HoldMeeting { on: Some(TODAY), present, outcome: "Thông báo 12/TB-BCĐ".into() };
    let refusal = decide(&officer("H35.27", Role::Clerk), &committee, held(9), TODAY).expect_err("refused");
    assert_eq!(refusal.problems[0].code, "meeting-present", "it has two members");
    let committee = done(committee, held(2));
    assert_eq!((committee.planned.len(), committee.last_met()), (0, Some(TODAY)));
    let members = vec![member("Giàng A Páo", Post::Head)];
    let anew = Command::Reorganise {
        decision: "300/QĐ-UBND".into(),
        on: Some(TODAY),
        members: members.clone(),
        also: Vec::new(),
    };
    let committee = done(committee, anew);
    assert_eq!((&committee.members, committee.founded.members.len()), (&members, 2));
    let committee = done(committee, Command::Dissolve { decision: "301/QĐ-UBND".into(), on: Some(TODAY) });
    let late = Command::PlanMeeting { on: Some(TODAY), agenda: String::new() };
    let refusal = decide(&officer("H35.27", Role::Clerk), &committee, late, TODAY).expect_err("refused");
    assert_eq!(refusal.code, "committee-no-more");
}

#[test]
fn no_decision_is_older_than_the_one_by_which_a_committee_is_as_it_is() {
    let clerk = officer("H35.27", Role::Clerk);
    let anew = |on| Command::Reorganise {
        decision: "300/QĐ-UBND".into(),
        on: Some(on),
        members: vec![member("Giàng A Páo", Post::Head)],
        also: Vec::new(),
    };
    let end = |on| Command::Dissolve { decision: "301/QĐ-UBND".into(), on: Some(on) };
    let issue = |on| Command::WriteRegulation { decision: "302/QĐ-BCĐ".into(), on: Some(on) };
    let refused = |committee: &Committee, command| {
        let refusal = decide(&clerk, committee, command, TODAY).expect_err("older than the last decision");
        assert_eq!(codes(&refusal), ["decision-before"]);
        assert_eq!(refusal.problems[0].pointer, "/decided_on");
    };
    let committee = founded();
    let before = date(2025, 8, 10);
    for command in [anew(before), end(before), issue(before)] {
        refused(&committee, command);
    }
    let committee = done(committee, anew(date(2025, 10, 1)));
    for command in [anew(date(2025, 9, 30)), end(date(2025, 9, 30))] {
        refused(&committee, command);
    }
    // Its regulation may be older than its members, and entered late; on the same day two decisions are right.
    let committee = done(done(committee, issue(date(2025, 9, 1))), end(date(2025, 10, 1)));
    assert!(committee.dissolved.is_some());
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

#[test]
fn one_committee_steers_what_others_steered_from_the_day_on_which_they_were_merged() {
    use CommitteeKind::{Project06, Reform, Resolution57, WorkingGroup};
    let merged = Founding { also: vec![Project06, Resolution57, Project06], ..founding() };
    let (founded, _) = found(&officer("H35.27", Role::Clerk), None, &merged, TODAY).expect("founded");
    assert_eq!(founded.also, [Project06], "each once, and not what it is for anyway");
    let committee = Committee::next(None, &Event::Founded(founded)).expect("a committee");
    let anew = Command::Reorganise {
        decision: "300/QĐ-UBND".into(),
        on: Some(TODAY),
        members: vec![member("Giàng A Páo", Post::Head)],
        also: vec![Reform],
    };
    let committee = done(committee, anew);
    assert_eq!(committee.steers().collect::<Vec<_>>(), [Resolution57, Reform]);
    let days: Vec<_> = committee.subjects.iter().map(|subject| (subject.kind, subject.from, subject.until)).collect();
    let founded_on = date(2025, 8, 11);
    let expected = [(Resolution57, founded_on, None), (Project06, founded_on, Some(TODAY)), (Reform, TODAY, None)];
    assert_eq!(days, expected);
    let group = Founding { kind: WorkingGroup, also: vec![Reform], ..founding() };
    let refusal = found(&officer("H35.27", Role::Clerk), None, &group, TODAY).expect_err("a group steers nothing");
    assert_eq!(codes(&refusal), ["committee-steers-not"]);
    let taken = Founding { also: vec![WorkingGroup], ..founding() };
    let refusal = found(&officer("H35.27", Role::Clerk), None, &taken, TODAY).expect_err("nobody takes over a group");
    assert_eq!(codes(&refusal), ["committee-steers-not"]);
}

#[test]
fn telephones_are_read_by_the_agency_by_those_who_lead_it_from_above_and_by_members() {
    use crate::people::permissions::may_read_phones;
    let mut members = vec![member("Vàng A Sử", Post::Head)];
    members[0].login = Some("truongban".into());
    let agency = "H35.27".parse().expect("a code");
    let reads = |actor: &Actor| may_read_phones(actor, &agency, &members);
    // The attacks: an officer of another commune, one of a department, one of the province without a say in it, somebody of that name.
    assert!(!reads(&officer("H35.28", Role::Clerk)));
    assert!(!reads(&officer("H35.2", Role::Approver)), "a code that only begins alike");
    assert!(!reads(&officer("H35.06", Role::CaseOfficer)));
    assert!(!reads(&officer("H35", Role::Administrator)));
    assert!(!reads(&Actor::new("khac".into(), "Vàng A Sử".into(), None, Vec::new())));
    for role in [Role::Clerk, Role::Approver, Role::CaseOfficer, Role::CounterOfficer] {
        assert!(reads(&officer("H35.27", role)));
    }
    assert!(reads(&officer("H35", Role::Approver)) && reads(&officer("H35", Role::Clerk)));
    assert!(reads(&Actor::new("truongban".into(), "Vàng A Sử".into(), None, Vec::new())));
}
