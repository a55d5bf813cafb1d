//! Entering agencies and villages, and correcting their particulars.

use super::*;
use crate::people::{KnownVillage, Village, VillageKind, dissolve_village, register, register_village, rename_village};

#[test]
fn an_agency_is_entered_once_and_left_when_nothing_changed() {
    let directory = on(&before_the_break(), LATER);
    let new = commune("H35.N2", "  Ủy ban nhân dân  xã Tả Lèng ", "03405", None);
    let entered = register(&directory, new, false).expect("entered");
    let Some(Event::AgencyRegistered(entered)) = entered else { panic!("nothing was entered") };
    assert_eq!(entered.agency.name, "Ủy ban nhân dân xã Tả Lèng");
    let known = directory.get(&code("H35.NEW")).expect("known").clone();
    assert_eq!(register(&directory, known, false), Ok(None));
}

#[test]
fn what_can_not_be_is_named_field_by_field() {
    let mut entries = before_the_break();
    entries[0].agency.eid = Some("H35".parse().expect("a code"));
    let directory = on(&entries, LATER);
    let wrong = Agency {
        eid: Some("H35".parse().expect("a code")),
        parent: Some(code("H35.GONE")),
        ..commune("H35.N2", " ", "03388", None)
    };
    let refused = register(&directory, wrong, false).expect_err("refused");
    let found: Vec<_> = refused.problems.iter().map(|problem| (problem.pointer.as_str(), problem.code)).collect();
    let expected = [
        ("/name", "agency-name-missing"),
        ("/parent", "agency-unknown"),
        ("/eid", "eid-taken"),
        ("/commune", "commune-governed"),
    ];
    assert_eq!(found, expected);
    let outside =
        register(&directory, commune("D35", "Đảng bộ tỉnh", "03999", None), false).expect_err("another province");
    assert!(outside.problems.iter().any(|problem| problem.code == "agency-code-outside"), "{outside:?}");
    let round = Agency { parent: Some(code("H35.NEW")), ..entries[0].agency.clone() };
    assert_eq!(register(&directory, round, false).expect_err("a loop").problems[0].code, "agency-parent-loop");
}

#[test]
fn agencies_entered_before_there_were_blocs_are_the_governments() {
    let old = r#"{"code": "H35.02", "name": "Sở Nội vụ", "level": "department", "kind": "authority", "saturday_morning": false}"#;
    let agency: Agency = serde_json::from_str(old).expect("an agency");
    assert!(agency.settles());
    assert_eq!((agency.eid, agency.founded_on, agency.hours), (None, None, None));
}

#[test]
fn identification_codes_are_taken_as_they_are_written_and_no_others() {
    for good in ["H35", "H35.14", "000.00.14.H35", "H35.14.2"] {
        assert!(good.parse::<crate::codes::Eid>().is_ok(), "{good}");
    }
    for bad in ["", "14", "000.00", "h35.14", "H35..14", "H35 14", "H35.14000"] {
        assert!(bad.parse::<crate::codes::Eid>().is_err(), "{bad}");
    }
}

fn village(number: u16, name: &str) -> Village {
    let commune = "03388".parse().expect("a code");
    let code = crate::codes::VillageCode::new(&commune, number).expect("a code");
    Village { code, name: name.into(), kind: VillageKind::ToDanPho, commune, founded_on: None, decision: None }
}

fn known(village: Village) -> KnownVillage {
    KnownVillage { village, ended_on: None, into: Vec::new() }
}

#[test]
fn villages_of_one_commune_have_different_names_and_codes_of_their_commune() {
    let directory = on(&before_the_break(), LATER);
    let there = [known(village(1, "số 1"))];
    assert!(register_village(&directory, &there, village(2, "số 2")).expect("entered").is_some());
    assert_eq!(register_village(&directory, &there, village(1, "số 1")), Ok(None));
    let taken = register_village(&directory, &there, village(2, "SỐ 1")).expect_err("taken");
    assert_eq!(taken.problems[0].code, "village-name-taken");
    let elsewhere = Village { commune: "99999".parse().expect("a code"), ..village(2, "số 2") };
    let refused = register_village(&directory, &[], elsewhere).expect_err("elsewhere");
    let codes: Vec<_> = refused.problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["commune-elsewhere", "village-code"]);
}

#[test]
fn a_village_is_renamed_or_merged_by_decision_and_ends_once() {
    let there = [known(village(1, "số 1")), known(village(2, "số 2"))];
    let (one, two) = (&there[0].village.code, &there[1].village.code);
    assert!(rename_village(&there, one, "Nậm Loỏng", &ordered(LATER)).is_ok());
    let taken = rename_village(&there, one, "Số 2", &ordered(LATER)).expect_err("taken");
    assert_eq!(taken.problems[0].code, "village-name-taken");
    assert!(dissolve_village(&there, one, std::slice::from_ref(two), &ordered(LATER)).is_ok());
    let itself = dissolve_village(&there, one, std::slice::from_ref(one), &ordered(LATER)).expect_err("itself");
    assert_eq!(itself.problems[0].code, "merge-into-itself");
    let gone = [KnownVillage { ended_on: Some(BREAK), ..there[0].clone() }];
    assert_eq!(dissolve_village(&gone, one, &[], &ordered(LATER)).expect_err("gone").code, "agency-ended");
}
