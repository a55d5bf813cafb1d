//! Committees from their founding to their end.

use super::*;
use crate::Refusal;
use crate::codes::AgencyCode;
use crate::people::{Actor, Membership, Position, Role};
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

#[test]
fn what_was_dissolved_is_founded_again_and_keeps_its_history() {
    let clerk = officer("H35.27", Role::Clerk);
    let (start, end) = (date(2025, 8, 11), date(2025, 10, 1));
    let first = Founding { also: vec![CommitteeKind::Project06], ..founding() };
    let (event, _) = found(&clerk, None, &first, TODAY).expect("founded");
    let one = Committee::next(None, &Event::Founded(event)).expect("a committee");
    let one = done(one, Command::WriteRegulation { decision: "216/QĐ-BCĐ".into(), on: Some(date(2025, 9, 1)) });
    let one = done(one, Command::HoldMeeting { on: Some(date(2025, 9, 15)), present: 2, outcome: String::new() });
    let review = Command::Review {
        on: Some(date(2025, 9, 20)),
        found: "Trùng nhiệm vụ".into(),
        conclusion: Some(Conclusion::Dissolve),
    };
    let one = done(done(one, review), Command::PlanMeeting { on: Some(TODAY), agenda: String::new() });
    let one = done(one, Command::Dissolve { decision: "300/QĐ-UBND".into(), on: Some(end) });
    assert!(one.planned.is_empty() && one.steers().next().is_none());
    let again = |on| Founding {
        decision: "310/QĐ-UBND".into(),
        decided_on: Some(on),
        name: "Ban Chỉ đạo mới".into(),
        members: vec![member("Giàng A Páo", Post::Head)],
        ..founding()
    };
    let refusal = found(&clerk, Some(&one), &again(date(2025, 9, 30)), TODAY).expect_err("before it ended");
    assert_eq!(
        (refusal.problems[0].pointer.as_str(), codes(&refusal)),
        ("/decided_on", vec!["committee-founded-before-end"])
    );
    let from = date(2025, 11, 1);
    let (event, _) = found(&clerk, Some(&one), &again(from), TODAY).expect("founded again");
    let version = one.version;
    let two = Committee::next(Some(one), &Event::Founded(event)).expect("a committee");
    assert_eq!(
        (two.version, two.dissolved.as_ref(), two.founded.name.as_str()),
        (version + 1, None, "Ban Chỉ đạo mới")
    );
    assert_eq!((two.members.len(), two.regulation.state), (1, RegulationState::Missing));
    let before: Vec<_> = two.before.iter().map(|(founded, ended)| (founded.on, ended.on)).collect();
    assert_eq!((before, two.held.len(), two.reviews.len()), (vec![(start, end)], 1, 1));
    assert_eq!((two.last_met(), two.last_reviewed()), (None, None), "that was before");
    let days: Vec<_> = two.subjects.iter().map(|subject| (subject.kind, subject.from, subject.until)).collect();
    let (own, other) = (CommitteeKind::Resolution57, CommitteeKind::Project06);
    assert_eq!(days, [(own, start, Some(end)), (other, start, Some(end)), (own, from, None)]);
    assert_eq!(found(&clerk, Some(&two), &again(TODAY), TODAY).expect_err("there").code, "committee-there-already");
}

#[test]
fn a_review_says_what_was_found_and_what_follows() {
    let bare = Command::Review { on: Some(date(2026, 1, 1)), found: " ".into(), conclusion: None };
    let refusal = decide(&officer("H35.27", Role::Clerk), &founded(), bare, TODAY).expect_err("refused");
    assert_eq!(codes(&refusal), ["review-day", "missing", "choose"]);
    let review = |on| Command::Review { on: Some(on), found: "Đủ".into(), conclusion: Some(Conclusion::Keep) };
    let committee = done(done(founded(), review(date(2025, 11, 20))), review(date(2025, 10, 1)));
    assert_eq!(committee.last_reviewed(), Some(date(2025, 11, 20)), "the last day, not the last entry");
}

#[test]
fn who_came_who_went_and_whose_post_changed_is_said() {
    let with = |name, post, login: &str| Member { login: Some(login.into()), ..member(name, post) };
    let before =
        [with("Vàng A Sử", Post::Head, "su"), member("Lò Văn Hặc", Post::Member), member("Sùng A Chu", Post::Member)];
    // One account is one person, whatever they are called; where one has none, the name says who it is.
    let after =
        [member("Lò Văn Hặc", Post::Head), with("Vàng Sử", Post::Member, "su"), member("Giàng A Páo", Post::Deputy)];
    let changes = changes(&before, &after);
    let names = |members: &[Member]| members.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
    assert_eq!((names(&changes.joined), names(&changes.left)), (vec!["Giàng A Páo".into()], vec!["Sùng A Chu".into()]));
    let moved: Vec<_> = changes.moved.iter().map(|(now, then)| (now.name.as_str(), *then, now.post)).collect();
    assert_eq!(moved, [("Lò Văn Hặc", Post::Member, Post::Head), ("Vàng Sử", Post::Head, Post::Member)]);
}

#[test]
fn all_that_is_missing_is_named_at_once() {
    let pointers: Vec<_> =
        missing(None, None, ("", " ", None), &[]).into_iter().map(|problem| problem.pointer).collect();
    assert_eq!(pointers, ["/kind", "/agency", "/name", "/decision", "/decided_on", "/members"]);
}

/// The head of the group of village 03549.002, an account without a position.
fn villager(login: &str, committee: &str, village: Option<&str>) -> Actor {
    let group = Membership {
        committee: committee.parse().expect("a code"),
        agency: "H35.27".parse().expect("a code"),
        village: village.map(|code| code.parse().expect("a code")),
    };
    Actor { groups: vec![group], ..Actor::new(login.into(), "Lò Thị Trưởng Bản".into(), None, Vec::new()) }
}

#[test]
fn a_member_without_a_position_reports_for_their_own_group_and_does_nothing_else_to_it() {
    use crate::people::permissions::may_see_committee;
    let group = Founding {
        kind: CommitteeKind::WorkingGroup,
        village: Some("03549.002".parse().expect("a code")),
        members: vec![Member { login: Some("truongban".into()), ..member("Lò Thị Trưởng Bản", Post::Head) }],
        ..founding()
    };
    let (event, _) = found(&officer("H35.27", Role::Clerk), None, &group, TODAY).expect("founded");
    let group = Committee::next(None, &Event::Founded(event)).expect("a group");
    let report = || Command::ReportActivity {
        from: Some(TODAY),
        to: Some(TODAY),
        what: "Đến từng nhà".into(),
        helped: "3".into(),
        difficulties: String::new(),
    };
    let head = villager("truongban", "TCT06-03549.002", Some("03549.002"));
    let (_, by) = decide(&head, &group, report(), TODAY).expect("reported");
    assert_eq!((by.role, by.agency.as_ref().map(AgencyCode::as_str)), (Role::Citizen, Some("H35.27")));
    assert_eq!(by.title.as_deref(), Some("Thành viên Tổ công tác"));
    let refused = |actor: &Actor, command| decide(actor, &group, command, TODAY).expect_err("refused").code;
    for command in [
        Command::HoldMeeting { on: Some(TODAY), present: 1, outcome: String::new() },
        Command::Review { on: Some(TODAY), found: "x".into(), conclusion: Some(Conclusion::Keep) },
        Command::Dissolve { decision: "1/QĐ".into(), on: Some(TODAY) },
    ] {
        assert_eq!(refused(&head, command), "committee-keepers-only");
    }
    // The attacks: of another group, of this one no more, an officer elsewhere who is in it.
    assert_eq!(refused(&villager("khac", "TCT06-03549.003", Some("03549.003")), report()), "committee-keepers-only");
    assert_eq!(refused(&villager("cu", "TCT06-03549.002", Some("03549.002")), report()), "committee-keepers-only");
    let elsewhere = Actor { groups: head.groups.clone(), ..officer("H35.28", Role::Clerk) };
    assert_eq!(refused(&elsewhere, report()), "committee-keepers-only");
    let code = "TCT06-03549.002".parse().expect("a code");
    assert!(may_see_committee(&head, &code).is_ok());
    assert!(may_see_committee(&villager("khac", "TCT06-03549.003", None), &code).is_err());
}
