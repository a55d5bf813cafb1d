//! People keep their past, act in each other's place within limits, and never do what nobody gave them.

use crate::calendar::instant;
use crate::dossiers::tests::sample::{Story, at, directory, somebody, stand_in};
use crate::dossiers::{Action, Approve, Assign, Command, OnBehalf, Propose};
use crate::people::permissions::{DEEDS, Deed, Scope};
use crate::people::permissions::{capacity, may, may_at, may_decide_refund, may_see, scope};
use crate::people::{
    Actor, Delegate, DelegationKind, Directory, Ended, Entry, Event, Grant, InPlaceOf, PersonFile, PersonRegistered,
    Position, Principal, Revoke, Role, Transfer, disable, enable, end_delegation, may_stand_in, register_person,
    set_separation,
};
use crate::personal::access;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use proptest::prelude::*;

const TODAY: Date = date(2025, 12, 23);
const DECISION: &str = "12/QĐ-UBND";

fn now() -> Timestamp {
    instant(TODAY.at(9, 0, 0, 0))
}

fn code(agency: &str) -> crate::codes::AgencyCode {
    agency.parse().expect("a code")
}

fn person(login: &str) -> PersonRegistered {
    PersonRegistered {
        login: login.into(),
        name: login.to_uppercase(),
        personal_id: None,
        phone: None,
        address: None,
        commune: None,
    }
}

/// A person's file with these positions, held since the summer.
fn file(login: &str, held: &[(&str, Role)]) -> PersonFile {
    let mut file = PersonFile::default();
    file.apply(&Event::PersonRegistered(person(login)), now());
    for (agency, role) in held {
        let event = grant(agency, *role, date(2025, 7, 1)).decide(&file, &directory()).expect("granted");
        file.apply(&event, now());
    }
    file
}

fn grant(agency: &str, role: Role, from: Date) -> Grant {
    Grant { agency: code(agency), role, title: "Công chức".into(), from, until: None, decision: DECISION.into() }
}

fn revoke(agency: &str, role: Role, on: Date) -> Revoke {
    Revoke { agency: code(agency), role, on, reason: "điều động".into(), decision: DECISION.into() }
}

fn delegate(positions: &[(&str, Role)], from: Date, until: Date) -> Delegate {
    Delegate {
        kind: DelegationKind::Authorised,
        positions: positions.iter().map(|(agency, role)| (code(agency), *role)).collect(),
        fields: Vec::new(),
        from,
        until,
        reason: "đi học".into(),
        decision: String::new(),
    }
}

/// A position of somebody else, held in their place.
fn in_place_of(login: &str, agency: &str, role: Role, procedures: Option<&[&str]>) -> Position {
    let principal = Principal { login: login.into(), name: login.into(), kind: DelegationKind::Authorised, number: 1 };
    let procedures = procedures.map(|some| some.iter().map(|code| code.parse().expect("a code")).collect());
    Position {
        in_place_of: Some(InPlaceOf { principal, procedures, close_to: Vec::new() }),
        ..Position::own(code(agency), role, "")
    }
}

fn held_on(file: &PersonFile, day: Date) -> Vec<(&str, Role)> {
    file.held_on(day).map(|term| (term.agency.as_str(), term.role)).collect()
}

#[test]
fn whoever_moves_keeps_their_past() {
    let mut file = file("lan", &[("H35.A", Role::CaseOfficer), ("H35.A.1", Role::CounterOfficer)]);
    let on = date(2026, 1, 5);
    let transfer = Transfer {
        gives_up: vec![(code("H35.A"), Role::CaseOfficer), (code("H35.A.1"), Role::CounterOfficer)],
        takes_over: grant("H35.B", Role::CaseOfficer, on),
        reason: "điều động".into(),
    };
    for event in transfer.decide(&file, &directory(), true).expect("moved") {
        let (Event::PositionGranted(_) | Event::PositionRevoked(_)) = &event else { panic!("{event:?}") };
        file.apply(&event, now());
    }
    assert_eq!(held_on(&file, TODAY), [("H35.A", Role::CaseOfficer), ("H35.A.1", Role::CounterOfficer)]);
    assert_eq!(held_on(&file, date(2026, 1, 4)), held_on(&file, TODAY), "until the day before");
    assert_eq!(held_on(&file, on), [("H35.B", Role::CaseOfficer)]);
    assert_eq!(held_on(&file, date(2025, 8, 1)).len(), 2, "the past stays");
    assert_eq!(file.terms.len(), 3);
    assert!(file.terms.iter().all(|term| term.decision.as_deref() == Some(DECISION)));
    let nothing = Transfer { gives_up: Vec::new(), ..transfer };
    assert_eq!(nothing.decide(&file, &directory(), true).expect_err("nothing").code, "input");
}

#[test]
fn a_position_is_held_once_at_a_time_and_may_be_held_again() {
    let mut file = file("lan", &[("H35.A", Role::Clerk)]);
    let again = grant("H35.A", Role::Clerk, date(2026, 3, 1));
    assert_eq!(again.decide(&file, &directory()).expect_err("held").code, "position-held-already");
    let ended = revoke("H35.A", Role::Clerk, date(2026, 1, 1)).decide(&file, true).expect("revoked");
    file.apply(&ended, now());
    file.apply(&again.decide(&file, &directory()).expect("granted again"), now());
    assert_eq!(held_on(&file, date(2026, 2, 1)), []);
    assert_eq!(held_on(&file, date(2026, 3, 1)).len(), 1);
    assert_eq!(
        revoke("H35.B", Role::Clerk, TODAY).decide(&file, true).expect_err("never held").code,
        "position-not-held"
    );
    let backwards = Grant { until: Some(date(2026, 1, 1)), ..grant("H35.B", Role::Clerk, date(2026, 1, 2)) };
    assert_eq!(backwards.decide(&file, &directory()).expect_err("backwards").problems[0].code, "ends-before-it-begins");
    let known = directory();
    let entries = known.iter().map(|agency| {
        let end =
            (agency.code.as_str() == "H35.B").then(|| Ended { on: TODAY, into: Vec::new(), decision: "1/NQ".into() });
        Entry { end, ..Entry::from(agency.clone()) }
    });
    let ended = Directory::new(entries.collect::<Vec<_>>(), None);
    let granted = |from, until| Grant { until, ..grant("H35.B", Role::Clerk, from) }.decide(&file, &ended);
    assert_eq!(granted(TODAY, None).expect_err("it is no more").code, "agency-ended");
    let before = TODAY.yesterday().expect("a day");
    assert_eq!(granted(before, None).expect_err("without an end").code, "agency-ended");
    assert!(granted(before, Some(before)).is_ok(), "what was held before is the past");
    let nowhere = grant("H35.ZZ", Role::Citizen, TODAY).decide(&file, &directory()).expect_err("nowhere");
    let wrong: Vec<_> = nowhere.problems.iter().map(|problem| problem.pointer.as_str()).collect();
    assert_eq!(wrong, ["/agency", "/role"]);
}

#[test]
fn somebody_always_administers_the_province() {
    let mut file = file("root", &[("H35", Role::Administrator)]);
    assert_eq!(disable(&file, "nghỉ hưu", false, TODAY).expect_err("the last").code, "last-administrator");
    let last = revoke("H35", Role::Administrator, TODAY).decide(&file, false).expect_err("the last");
    assert_eq!(last.code, "last-administrator");
    file.apply(&disable(&file, "nghỉ hưu", true, TODAY).expect("another one is there"), now());
    assert_eq!(file.active().expect_err("closed").code, "person-is-disabled");
    assert_eq!(
        grant("H35.A", Role::Clerk, TODAY).decide(&file, &directory()).expect_err("closed").code,
        "person-is-disabled"
    );
    file.apply(&enable(&file, "trở lại").expect("opened"), now());
    assert!(file.active().is_ok());
    assert_eq!(enable(&file, "trở lại").expect_err("open").code, "person-is-enabled");
}

#[test]
fn a_login_is_given_once_and_is_no_word_of_the_addresses() {
    let nobody = PersonFile::default();
    for login in ["", "Lan", "lò", "a b", "new", "x/../y"] {
        let refusal = register_person(&nobody, person(login), true).expect_err(login);
        assert_eq!(refusal.problems[0].pointer, "/login", "{login}");
    }
    assert!(register_person(&nobody, person("lan.h35"), true).expect("entered").is_some());
    let lan = file("lan", &[]);
    assert_eq!(register_person(&lan, person("lan"), true).expect_err("taken").problems[0].code, "login-taken");
    assert_eq!(register_person(&lan, person("lan"), false).expect("nothing changed"), None);
}

#[test]
fn only_what_one_holds_can_be_delegated_and_only_within_the_house() {
    let until = date(2026, 1, 31);
    let leader = file("leader", &[("H35.A", Role::Approver)]);
    let colleague = somebody("colleague", &[(Role::CaseOfficer, "H35.A")]);
    let of_counter = somebody("quay", &[(Role::CounterOfficer, "H35.A.1")]);
    let elsewhere = somebody("elsewhere", &[(Role::CaseOfficer, "H35.B")]);
    let whole = delegate(&[("H35.A", Role::Approver)], TODAY, until);
    assert!(whole.decide(&leader, Some(&colleague), TODAY).is_ok());
    assert!(whole.decide(&leader, Some(&of_counter), TODAY).is_ok(), "the counter belongs to the house");
    let refused = |delegate: &Delegate, file: &PersonFile, to: &Actor| {
        delegate.decide(file, Some(to), TODAY).expect_err("refused").code
    };
    assert_eq!(refused(&whole, &leader, &elsewhere), "delegate-of-another-house");
    let foreign = delegate(&[("H35.B", Role::Approver)], TODAY, until);
    assert_eq!(refused(&foreign, &leader, &colleague), "delegates-what-is-not-held");
    // A chain: what the colleague acts in is not in the colleague's file.
    let mut with_chain = colleague.clone();
    with_chain.positions.push(in_place_of("leader", "H35.A", Role::Approver, None));
    assert_eq!(
        refused(&whole, &file("colleague", &[("H35.A", Role::CaseOfficer)]), &of_counter),
        "delegates-what-is-not-held"
    );
    let root = file("root", &[("H35", Role::Administrator)]);
    let all = delegate(&[("H35", Role::Administrator)], TODAY, until);
    assert_eq!(refused(&all, &root, &somebody("other", &[(Role::Approver, "H35")])), "administrator-not-delegated");
    let citizen = somebody("mai", &[]);
    assert_eq!(
        whole.decide(&leader, Some(&citizen), TODAY).expect_err("no officer").problems[0].code,
        "delegate-choose"
    );
    assert_eq!(whole.decide(&leader, None, TODAY).expect_err("nobody").problems[0].code, "delegate-choose");
    let over = delegate(&[("H35.A", Role::Approver)], date(2025, 12, 1), date(2025, 12, 22));
    assert_eq!(over.decide(&leader, Some(&colleague), TODAY).expect_err("over").problems[0].code, "over-already");
}

#[test]
fn a_delegation_ends_once() {
    let mut leader = file("leader", &[("H35.A", Role::Approver)]);
    let colleague = somebody("colleague", &[(Role::CaseOfficer, "H35.A")]);
    let given = delegate(&[("H35.A", Role::Approver)], TODAY, date(2026, 1, 31));
    leader.apply(&given.decide(&leader, Some(&colleague), TODAY).expect("given"), now());
    assert!(leader.delegations[0].is_in_force_on(TODAY));
    leader.apply(&end_delegation(&leader, 1, "đã về", TODAY).expect("ended"), now());
    assert!(!leader.delegations[0].is_in_force_on(TODAY));
    assert_eq!(end_delegation(&leader, 1, "đã về", TODAY).expect_err("over").code, "delegation-over");
    let next = given.decide(&leader, Some(&colleague), TODAY).expect("given again");
    assert!(matches!(next, Event::DelegationGranted(granted) if granted.number == 2));
}

fn propose() -> Command {
    Command::Propose(Propose {
        outcome: crate::dossiers::Outcome::Granted,
        content: "Đủ".into(),
        file: None,
        paper: None,
        without_opinions: None,
    })
}

/// A dossier in the charge of "officer".
fn assigned() -> Story {
    let assign = Assign { officer: "officer".into(), officer_name: "Officer".into(), note: None };
    let leader = somebody("leader", &[(Role::Approver, "H35.A")]);
    Story::received_at(at(15, 8)).then(at(15, 9), &leader, Command::Assign(assign))
}

#[test]
fn who_acts_in_anothers_place_says_for_whom_and_stays_within_the_limits() {
    let story = assigned();
    let procedure = story.dossier.filed.procedure.to_string();
    let mut colleague = somebody("colleague", &[(Role::CaseOfficer, "H35.A")]);
    assert_eq!(story.refuses(&colleague, &propose()).0, "somebody-else-in-charge");
    colleague.positions.push(in_place_of("officer", "H35.A", Role::CaseOfficer, Some(&["9.999999"])));
    assert_eq!(story.refuses(&colleague, &propose()).0, "somebody-else-in-charge", "of other procedures only");
    colleague.positions[1] = in_place_of("officer", "H35.A", Role::CaseOfficer, Some(&[&procedure]));
    let by = capacity(&colleague, Action::Propose, &story.dossier).expect("in the officer's place");
    assert_eq!(by.login, "colleague");
    assert_eq!(by.acting_for.expect("a principal").login, "officer");
    let own = capacity(&colleague, Action::Assign, &story.dossier).expect("a position of their own comes first");
    assert_eq!(own.acting_for, None);
}

#[test]
fn a_proposal_is_also_theirs_in_whose_place_it_was_made() {
    let mut colleague = somebody("colleague", &[(Role::CaseOfficer, "H35.A")]);
    colleague.positions.push(in_place_of("officer", "H35.A", Role::CaseOfficer, None));
    let story = assigned().then(at(15, 10), &colleague, propose());
    let mut officer = somebody("officer", &[(Role::CaseOfficer, "H35.A")]);
    officer.positions.push(in_place_of("leader", "H35.A", Role::Approver, None));
    assert_eq!(story.refuses(&officer, &Command::Approve(Approve::default())).0, "own-proposal");
    let leader = somebody("leader", &[(Role::Approver, "H35.A")]);
    story.then(at(15, 11), &leader, Command::Approve(Approve::default()));
}

#[test]
fn nobody_works_on_what_is_their_own_or_of_somebody_for_whom_they_act() {
    let mut story = assigned().then(at(15, 10), &somebody("officer", &[(Role::CaseOfficer, "H35.A")]), propose());
    let approve = Command::Approve(Approve::default());
    let leader = somebody("leader", &[(Role::Approver, "H35.A")]);
    assert!(capacity(&leader, Action::Approve, &story.dossier).is_ok());
    story.dossier.filed.owner = Some("leader".into());
    assert_eq!(story.refuses(&leader, &approve).0, "dossier-of-interest");
    assert!(may_decide_refund(&leader, &story.dossier).is_err());
    story.dossier.filed.owner = Some("mother".into());
    let son = Actor { close_to: vec!["mother".into()], ..leader.clone() };
    assert_eq!(story.refuses(&son, &approve).0, "dossier-of-interest");
    assert_eq!(
        story.refuses(&stand_in("x", &somebody("mother", &[(Role::Approver, "H35.A")])), &approve).0,
        "dossier-of-interest"
    );
    // Where it came in at a counter nobody's account owns it: the applicant's number tells.
    story.dossier.filed.owner = None;
    let number = story.dossier.filed.applicant.id_number.clone();
    let applicant = Actor { close_to: vec![number], ..leader.clone() };
    assert_eq!(story.refuses(&applicant, &approve).0, "dossier-of-interest");
    assert_eq!(story.refuses(&stand_in("x", &applicant), &approve).0, "dossier-of-interest");
    // Whoever filed it for another, also once they were authorised no more.
    let (name, agent) = ("Giàng Thị Mỷ".to_owned(), "leader".to_owned());
    let filed = OnBehalf { name, authorisation: None, agent: agent.clone(), agent_login: Some(agent) };
    story.dossier.filed.on_behalf_of = Some(filed);
    assert_eq!(story.refuses(&leader, &approve).0, "dossier-of-interest");
    story.dossier.filed.on_behalf_of = None;
    story.then(at(15, 11), &leader, approve);
}

#[test]
fn who_stands_in_for_a_part_does_nothing_beyond_it() {
    let story = assigned();
    let limited = |procedures| {
        let mut actor = somebody("x", &[(Role::CaseOfficer, "H35.B")]);
        actor.positions.push(in_place_of("leader", "H35.A", Role::Approver, procedures));
        actor
    };
    let (whole, part) = (limited(None), limited(Some(&["9.999999"])));
    for deed in [Deed::BreakGlass, Deed::KeepMoney, Deed::IssuePetitions, Deed::AssignTasks, Deed::SeeFigures] {
        assert!(may(&whole, deed).is_ok(), "{}", deed.key());
        assert!(may(&part, deed).is_err(), "{}", deed.key());
    }
    assert!(may(&part, Deed::WorkTheQueue).is_ok());
    let dossier = &story.dossier;
    assert!(may_decide_refund(&whole, dossier).is_ok() && may_decide_refund(&part, dossier).is_err());
    assert!(access::may_withdraw(&whole, dossier).is_some() && access::may_withdraw(&part, dossier).is_none());
    assert!(access::may_break_glass(&whole) && !access::may_break_glass(&part));
}

#[test]
fn who_sees_a_part_sees_that_part_only() {
    let story = assigned();
    let elsewhere = |procedures| {
        let mut actor = somebody("x", &[(Role::CaseOfficer, "H35.B")]);
        actor.positions.push(in_place_of("officer", "H35.A", Role::CaseOfficer, procedures));
        actor
    };
    assert!(may_see(&elsewhere(None), &story.dossier));
    assert!(!may_see(&elsewhere(Some(&["9.999999"])), &story.dossier));
    let Scope::Agencies(seen) = scope(&elsewhere(Some(&["9.999999"]))) else { panic!("agencies") };
    assert_eq!(seen[0].procedures.as_deref().map(<[_]>::len), Some(1));
    assert_eq!(seen[1].procedures, None);
    let administrator = somebody("root", &[(Role::Administrator, "H35.A")]);
    assert!(!may_see(&administrator, &story.dossier), "keeping the directory opens no dossier");
}

#[test]
fn who_proposed_does_not_decide_nor_does_somebody_in_their_place_unless_the_agency_is_excepted() {
    let officer = somebody("officer", &[(Role::CaseOfficer, "H35.A"), (Role::Approver, "H35.A")]);
    let mut story = assigned().then(at(15, 10), &officer, propose());
    let approve = Command::Approve(Approve::default());
    assert_eq!(story.refuses(&officer, &approve).0, "own-proposal");
    let mut substitute = somebody("substitute", &[(Role::CaseOfficer, "H35.A")]);
    substitute.positions.push(in_place_of("officer", "H35.A", Role::Approver, None));
    assert_eq!(story.refuses(&substitute, &approve).0, "own-proposal");
    story.alone = true;
    let event = story.attempt(at(15, 11), &officer, &approve).expect("excepted");
    assert!(matches!(event, crate::dossiers::Event::Approved(approved) if approved.alone), "and it says so");
    let leader = somebody("leader", &[(Role::Approver, "H35.A")]);
    let event = story.attempt(at(15, 11), &leader, &approve).expect("somebody else");
    assert!(matches!(event, crate::dossiers::Event::Approved(approved) if !approved.alone));
    assert_eq!(
        set_separation(code("H35.A"), Some(TODAY), " ", TODAY).expect_err("a reason").problems[0].pointer,
        "/reason"
    );
}

#[test]
fn a_deed_reaches_as_far_as_the_position_and_administration_is_never_lent() {
    let of_commune = somebody("a", &[(Role::Administrator, "H35.A")]);
    assert!(may_at(&of_commune, Deed::AdministerPeople, &code("H35.A.1")).is_ok());
    assert!(may_at(&of_commune, Deed::AdministerPeople, &code("H35.B")).is_err());
    assert!(may_at(&of_commune, Deed::AdministerPeople, &code("H35")).is_err());
    assert!(file("lan", &[("H35.A", Role::Clerk)]).kept_by(&of_commune, TODAY).is_ok());
    assert!(file("lan", &[("H35.B", Role::Clerk)]).kept_by(&of_commune, TODAY).is_err());
    assert!(file("mai", &[]).kept_by(&of_commune, TODAY).is_err(), "people without a position are the province's");
    let mut lent = somebody("b", &[(Role::Clerk, "H35")]);
    lent.positions.push(in_place_of("root", "H35", Role::Administrator, None));
    for deed in DEEDS.into_iter().filter(|deed| deed.key().starts_with("administer")) {
        assert!(may(&lent, deed).is_err(), "{}", deed.key());
    }
    assert!(may(&somebody("mai", &[]), Deed::FileForOneself).expect("everybody").is_none());
}

fn role() -> impl Strategy<Value = Role> {
    prop::sample::select(&Role::ALL[1..])
}

fn place() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["H35", "H35.A", "H35.A.1", "H35.B", "H35.B.1"])
}

proptest! {
    /// Whatever positions two people have and one lends the other: who acts could act by a position of their own, or the
    /// lender could.
    #[test]
    fn nobody_does_what_neither_they_nor_who_delegated_may(
        own in prop::collection::vec((place(), role()), 1..4),
        lent in prop::collection::vec((place(), role()), 0..4),
        action in prop::sample::select(Action::ALL.to_vec()),
    ) {
        let story = assigned();
        let positions = |held: &[(&'static str, Role)]| {
            held.iter().map(|(agency, role)| Position::own(code(agency), *role, "")).collect::<Vec<_>>()
        };
        let alone = Actor::new("colleague".into(), "C".into(), None, positions(&own));
        let lender = Actor::new("officer".into(), "O".into(), None, positions(&lent));
        let mut both = alone.clone();
        for (agency, role) in &lent {
            let position = in_place_of("officer", agency, *role, None);
            if may_stand_in(&alone.positions, &Position { in_place_of: None, ..position.clone() }) {
                both.positions.push(position);
            }
        }
        let (without, with) = (capacity(&alone, action, &story.dossier), capacity(&both, action, &story.dossier));
        prop_assert!(with.is_ok() || without.is_err(), "more positions never take anything away");
        if let Ok(by) = with {
            match by.acting_for {
                None => prop_assert_eq!(Ok(by), without),
                Some(principal) => {
                    prop_assert_eq!(principal.login, "officer");
                    prop_assert!(capacity(&lender, action, &story.dossier).is_ok(), "the lender may");
                    prop_assert!(by.role != Role::Administrator);
                }
            }
        }
        if may_see(&both, &story.dossier) {
            prop_assert!(may_see(&alone, &story.dossier) || may_see(&lender, &story.dossier));
        }
    }
}
