//! What is seen in villages, and what comes of two who saw different things.

use super::*;
use crate::Refusal;
use crate::codes::{AgencyCode, VillageCode};
use crate::people::{Actor, DelegationKind, InPlaceOf, Membership, Position, Principal, Role};
use jiff::civil::{Date, date};
use std::collections::BTreeSet;

const TODAY: Date = date(2025, 12, 23);
const COMMUNE: &str = "H35.31";

fn code(text: &str) -> AgencyCode {
    text.parse().expect("a code")
}

fn village() -> VillageCode {
    "03442.003".parse().expect("a code")
}

fn actor(login: &str, role: Role) -> Actor {
    Actor::new(login.into(), login.into(), None, vec![Position::own(code(COMMUNE), role, "")])
}

fn saw(signals: &[(&str, Technology)]) -> super::Report {
    super::Report {
        observed_on: Some(date(2025, 12, 20)),
        signals: signals.iter().map(|(operator, by)| ((*operator).into(), Some(*by), Some(Level::Good))).collect(),
        nothing: signals.is_empty(),
        power: Some(Power::Own),
        population: "212".into(),
        ..super::Report::default()
    }
}

fn after(known: &VillageCoverage, event: &Event, by: &str) -> VillageCoverage {
    let body = event.body().expect("a body");
    assert_eq!(Event::parse(event.kind(), &body).expect("the same"), *event);
    known.clone().next(event, by)
}

fn reported(known: &VillageCoverage, by: &str, typed: super::Report) -> Result<VillageCoverage, Refusal> {
    let (event, _) = report(&actor(by, Role::CaseOfficer), &code(COMMUNE), &village(), known, typed, TODAY)?;
    Ok(after(known, &event, by))
}

#[test]
fn a_report_counts_once_a_second_person_verified_it() {
    let known = reported(&VillageCoverage::default(), "an", saw(&[("Viettel", Technology::TwoG)])).expect("reported");
    assert_eq!(Status::of(known.on(TODAY)), Status::Unknown, "nobody verified it");
    let own = verify(&actor("an", Role::Approver), &code(COMMUNE), &known, 1).expect_err("their own");
    assert_eq!(own.code, "coverage-own-report");
    // A substitute is no second pair of eyes.
    let mut substitute = actor("chi", Role::Approver);
    let principal = Principal { login: "an".into(), name: "An".into(), kind: DelegationKind::Authorised, number: 1 };
    substitute.positions[0].in_place_of = Some(InPlaceOf { principal, procedures: None, close_to: Vec::new() });
    let own = verify(&substitute, &code(COMMUNE), &known, 1).expect_err("in the place of who reported");
    assert_eq!(own.code, "coverage-own-report");
    let none = verify(&actor("binh", Role::CaseOfficer), &code(COMMUNE), &known, 1).expect_err("no leader");
    assert_eq!(none.code, "officers-only");
    let (event, _) = verify(&actor("binh", Role::Approver), &code(COMMUNE), &known, 1).expect("verified");
    let known = after(&known, &event, "binh");
    assert_eq!(Status::of(known.on(TODAY)), Status::WithoutBroadband);
    assert!(Status::of(known.on(TODAY)).lacks_broadband());
    assert_eq!(Status::of(known.on(date(2025, 12, 19))), Status::Unknown, "before it was seen");
    let again = verify(&actor("binh", Role::Approver), &code(COMMUNE), &known, 1).expect_err("it waits no more");
    assert_eq!(again.code, "coverage-report-unknown");
}

#[test]
fn two_who_saw_different_things_are_a_conflict_until_one_is_verified() {
    let known = reported(&VillageCoverage::default(), "an", saw(&[])).expect("reported");
    let same = reported(&known, "chi", saw(&[])).expect("reported");
    assert!(!same.in_conflict(), "they agree");
    let known = reported(&known, "chi", saw(&[("VNPT", Technology::FourG)])).expect("reported");
    assert!(known.in_conflict());
    let (event, _) = verify(&actor("binh", Role::Clerk), &code("H35.31"), &known, 2).expect("verified");
    let settled = after(&known, &event, "binh");
    assert_eq!((settled.in_conflict(), Status::of(settled.on(TODAY))), (false, Status::Broadband));
    assert_eq!(settled.reports[0].1, ReportState::SetAside);
    let leader = actor("binh", Role::Approver);
    assert!(!set_aside(&leader, &code(COMMUNE), &known, 1, " ").expect_err("why?").problems.is_empty());
    let (event, _) = set_aside(&leader, &code(COMMUNE), &known, 2, "Đo ở trung tâm xã").expect("set aside");
    assert!(!after(&known, &event, "binh").in_conflict());
}

#[test]
fn what_can_not_be_is_named() {
    let problems = |typed| {
        let refused = reported(&VillageCoverage::default(), "an", typed).expect_err("it can't be");
        refused.problems.iter().map(|problem| problem.code).collect::<Vec<_>>()
    };
    assert_eq!(problems(super::Report::default()), ["missing", "coverage-signals-missing", "missing"]);
    let both = super::Report { nothing: true, ..saw(&[("VNPT", Technology::FourG)]) };
    assert_eq!(problems(both), ["coverage-nothing-and-something"]);
    assert_eq!(problems(saw(&[("VNPT", Technology::FourG), ("vnpt", Technology::FourG)])), ["coverage-signal-twice"]);
    assert_eq!(problems(super::Report { population: "nhiều".into(), ..saw(&[]) }), ["number-unreadable"]);
    assert_eq!(problems(super::Report { observed_on: Some(date(2025, 12, 24)), ..saw(&[]) }), ["date-in-future"]);
    let elsewhere =
        Actor::new("x".into(), "x".into(), None, vec![Position::own(code("H35.32"), Role::CaseOfficer, "")]);
    let refused = report(&elsewhere, &code(COMMUNE), &village(), &VillageCoverage::default(), saw(&[]), TODAY);
    assert_eq!(refused.expect_err("not theirs").code, "officers-only");
    let plan = decide_plan(&actor("binh", Role::Clerk), &code(COMMUNE), &village(), &Plan::default());
    assert_eq!(plan.expect_err("empty").problems.len(), 4);
}

#[test]
fn a_dish_is_no_coverage_and_every_tile_is_one_commune() {
    let dish = [Signal { operator: "x".into(), technology: Technology::Satellite, level: Level::Good }];
    assert!(!broadband(&dish));
    let known = ["03388", "03439", "03640", "03408"].map(|code| tile(code, 0));
    assert_eq!(known.iter().collect::<BTreeSet<_>>().len(), 4);
    assert_eq!((tile("99999", 0), tile("99998", 9)), ((0, 8), (1, 9)), "others stand below");
}

#[test]
fn a_member_of_a_villages_group_reports_their_own_village_and_verifies_nothing() {
    let group = |of: &str| Membership {
        committee: format!("TCT06-{of}").parse().expect("a code"),
        agency: code(COMMUNE),
        village: of.parse().ok(),
    };
    let member =
        |of: &str| Actor { groups: vec![group(of)], ..Actor::new("truongban".into(), "x".into(), None, Vec::new()) };
    let saw = || saw(&[("Viettel", Technology::TwoG)]);
    let own = report(&member("03442.003"), &code(COMMUNE), &village(), &VillageCoverage::default(), saw(), TODAY);
    let (event, by) = own.expect("reported");
    assert_eq!((by.role, by.agency), (Role::Citizen, Some(code(COMMUNE))));
    let other = report(&member("03442.004"), &code(COMMUNE), &village(), &VillageCoverage::default(), saw(), TODAY);
    assert_eq!(other.expect_err("another village").code, "officers-only");
    let known = after(&VillageCoverage::default(), &event, "truongban");
    assert!(verify(&member("03442.003"), &code(COMMUNE), &known, 1).is_err());
    verify(&actor("binh", Role::Approver), &code(COMMUNE), &known, 1).expect("an officer verifies as before");
}
