//! Directives from the register to those who open them.

use super::*;
use crate::codes::{AgencyCode, DirectiveCode};
use crate::people::permissions::may_see_directive;
use crate::people::{Actor, Agency, AgencyKind, AgencyLevel, Directory, Entry, Position, Role};
use crate::{Refusal, calendar};
use jiff::civil::{Date, date};

const TODAY: Date = date(2025, 12, 23);

fn agency(code: &str) -> AgencyCode {
    code.parse().expect("a code")
}

fn directory() -> Directory {
    use AgencyLevel::{Commune, Department, Province};
    let agencies = [("H35", Province), ("H35.07", Department), ("H35.27", Commune)];
    let entry = |(code, level)| Entry::from(Agency::new(agency(code), code, level, AgencyKind::Authority));
    Directory::new(agencies.map(entry), None)
}

fn person(login: &str, at: &str, role: Role) -> Actor {
    Actor::new(login.into(), login.into(), None, vec![Position::own(agency(at), role, "")])
}

fn draft() -> Draft {
    Draft {
        agency: "H35".into(),
        direction: Some(Direction::In),
        notation: " 624/TB-VPCP ".into(),
        issued_on: Some(date(2025, 11, 16)),
        issuer: "Văn phòng Chính phủ".into(),
        kind: Some(Kind::Notice),
        subject: "Kết luận về chuyển đổi số".into(),
        ..Draft::default()
    }
}

fn registered(actor: &Actor, draft: &Draft) -> Result<Directive, Refusal> {
    let (registered, _) = register(actor, DirectiveCode::new(2025, 1), 7, draft, &directory(), TODAY)?;
    Ok(after(None, &Event::Registered(registered)))
}

fn after(before: Option<Directive>, event: &Event) -> Directive {
    Directive::next(before, event, calendar::instant(TODAY.at(9, 0, 0, 0))).expect("a directive")
}

#[test]
fn what_is_missing_is_named() {
    let clerk = person("vanthu", "H35", Role::Clerk);
    let nothing = registered(&clerk, &Draft::default()).expect_err("nothing was typed");
    let pointers: Vec<_> = nothing.problems.iter().map(|problem| problem.pointer.as_str()).collect();
    assert_eq!(pointers, ["/agency", "/notation", "/issued_on", "/issuer", "/subject", "/kind", "/direction"]);
    let tomorrow = Draft { issued_on: Some(date(2025, 12, 24)), ..draft() };
    assert_eq!(registered(&clerk, &tomorrow).expect_err("in the future").problems[0].pointer, "/issued_on");
    let hasty = Draft { due_on: Some(date(2025, 11, 15)), signer_position: "Chánh Văn phòng".into(), ..draft() };
    let hasty = registered(&clerk, &hasty).expect_err("due before it was issued, signed by nobody");
    assert_eq!(
        hasty.problems.iter().map(|problem| problem.pointer.as_str()).collect::<Vec<_>>(),
        ["/signer", "/due_on"]
    );
    let officer = person("canbo", "H35", Role::CaseOfficer);
    assert_eq!(registered(&officer, &draft()).expect_err("no clerk").code, "assigners-only");
    let own = Draft { direction: Some(Direction::Out), issuer: String::new(), ..draft() };
    assert_eq!(registered(&clerk, &own).expect("registered").registered.issuer, "H35", "what goes is one's own");
}

#[test]
fn those_who_have_it_open_it_once_and_others_do_not_see_it() {
    let clerk = person("vanthu", "H35", Role::Clerk);
    let directive = registered(&clerk, &draft()).expect("registered");
    assert_eq!((directive.registered.notation.as_str(), directive.registered.number), ("624/TB-VPCP", 7));
    let (science, commune) = (person("so", "H35.07", Role::CaseOfficer), person("xa", "H35.27", Role::CaseOfficer));
    assert!(!may_see_directive(&science, &directive) && open(&science, &directive).is_none());
    let assigned = |to: &[&str]| {
        let to: Vec<_> = to.iter().map(|code| agency(code)).collect();
        assign(&clerk, &directive, &Assign { to, ..Assign::default() }, &directory(), TODAY)
    };
    assert_eq!(assigned(&[]).expect_err("nobody").problems[0].code, "directive-to-nobody-new");
    assert_eq!(assigned(&["H35.99"]).expect_err("unknown").problems[0].code, "agency-unknown");
    let to = vec![agency("H35.27")];
    let over = Assign { to: to.clone(), due_on: Some(date(2025, 12, 22)), ..Assign::default() };
    let over = assign(&clerk, &directive, &over, &directory(), TODAY).expect_err("over already");
    assert_eq!((over.problems[0].pointer.as_str(), over.problems[0].code), ("/due_on", "directive-due-over"));
    let foreign = assign(&science, &directive, &Assign { to, ..Assign::default() }, &directory(), TODAY);
    assert_eq!(foreign.expect_err("not their register").code, "assigners-only");
    let directive = after(Some(directive.clone()), &assigned(&["H35.07", "H35.07"]).expect("assigned").0);
    assert_eq!(directive.assigned.iter().map(|holder| holder.agency.as_str()).collect::<Vec<_>>(), ["H35.07"]);
    assert!(may_see_directive(&science, &directive) && !may_see_directive(&commune, &directive));
    let (opened, _) = open(&science, &directive).expect("a receipt");
    let directive = after(Some(directive), &opened);
    assert!(open(&science, &directive).is_none(), "once a person");
    assert!(open(&clerk, &directive).is_none(), "whoever registered it needs none");
    assert_eq!(directive.opened_by(&agency("H35.07")).map(|receipt| receipt.login.as_str()), Some("so"));
}

#[test]
fn a_document_goes_to_the_agency_that_its_code_names_and_whose_register_one_keeps() {
    assert_eq!(
        ["000.00.14.H35", "000.00.00.H35", "H35.14", " h35.14.00 ", "H35"].map(canonical),
        ["H35.14", "H35", "H35.14", "H35.14", "H35"]
    );
    let with_code = |(code, eid): (&str, &str)| {
        let mut agency = Agency::new(agency(code), code, AgencyLevel::Commune, AgencyKind::Authority);
        agency.eid = Some(eid.parse().expect("a code"));
        Entry::from(agency)
    };
    let directory =
        Directory::new([("H35", "H35"), ("H35.27", "000.00.27.H35"), ("H35.28", "H35.28")].map(with_code), None);
    let clerk = person("vanthu", "H35.27", Role::Clerk);
    let to = |codes: &[&str], chosen: Option<&str>| {
        let codes: Vec<_> = codes.iter().map(|code| (*code).to_owned()).collect();
        receiver(&clerk, &directory, &codes, chosen.map(agency).as_ref())
    };
    assert_eq!(to(&["G01", "H35.28", "H35.27"], None).expect("theirs"), agency("H35.27"));
    let refused = |found: Result<AgencyCode, Refusal>| found.expect_err("refused").problems[0].code;
    assert_eq!(refused(to(&["G01", "H35.99"], None)), "edxml-receiver-unknown");
    assert_eq!(refused(to(&["H35.28"], None)), "edxml-receiver-not-yours");
    assert_eq!(refused(to(&["H35.27"], Some("H35.28"))), "edxml-receiver-not-yours");
    for urgency in Urgency::ALL {
        assert_eq!(Urgency::from_priority(urgency.priority()), *urgency);
    }
}
