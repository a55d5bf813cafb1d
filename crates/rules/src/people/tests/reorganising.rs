//! Merging, renaming, dissolving: the reorganisation of 1 July 2025 in small, and what holds on any day.

use super::*;
use crate::people::{dissolve, merge, rename};
use proptest::prelude::*;

fn merged() -> Vec<Entry> {
    let mut entries = before_the_break();
    let olds = [code("H35.OLD1"), code("H35.OLD2")];
    let events = merge(&on(&entries, BEFORE), &olds, &[code("H35.NEW")], &ordered(BREAK)).expect("merged");
    apply(&mut entries, events);
    entries
}

#[test]
fn until_the_day_the_old_ones_are_competent_from_then_on_the_new_one() {
    let entries = merged();
    let (before, after) = (on(&entries, BEFORE), on(&entries, BREAK));
    assert_eq!(codes(before.iter()), ["H35", "H35.OLD1", "H35.OLD1.1", "H35.OLD2", "H35.OLD2.1"]);
    assert_eq!(codes(after.iter()), ["H35", "H35.NEW", "H35.NEW.1"]);
    let territory = "03388".parse().expect("a code");
    assert_eq!(before.authority_of(&territory).map(|agency| agency.code.as_str()), Some("H35.OLD2"));
    assert_eq!(after.authority_of(&territory).map(|agency| agency.code.as_str()), Some("H35.NEW"));
    assert_eq!(after.authority_of(&"03403".parse().expect("a code")), None);
    let today = after.commune_today(&"03403".parse().expect("a code")).and_then(|commune| after.authority_of(commune));
    assert_eq!(today.map(|agency| agency.code.as_str()), Some("H35.NEW"));
}

#[test]
fn what_became_of_them_and_what_it_came_from_is_known() {
    let entries = merged();
    let after = on(&entries, LATER);
    assert_eq!(codes(after.successors(&code("H35.OLD1"))), ["H35.NEW"]);
    assert_eq!(codes(after.predecessors(&code("H35.NEW"))), ["H35.OLD1", "H35.OLD2"]);
    assert_eq!(after.succeeds(&code("H35.NEW")), [code("H35.OLD1"), code("H35.OLD2")]);
    assert_eq!(after.end(&code("H35.OLD1")).map(|end| end.decision.as_str()), Some("Nghị quyết 1670/NQ-UBTVQH15"));
    let before = on(&entries, BEFORE);
    assert_eq!(codes(before.successors(&code("H35.OLD1"))), ["H35.OLD1"]);
    assert!(before.succeeds(&code("H35.NEW")).is_empty());
}

#[test]
fn the_counters_go_with_their_authorities() {
    let entries = merged();
    let after = on(&entries, BREAK);
    assert_eq!(after.successor(&code("H35.OLD1.1")), &code("H35.NEW.1"));
    assert_eq!(after.counter_of(&code("H35.OLD1")).map(|counter| counter.code.as_str()), Some("H35.NEW.1"));
}

#[test]
fn an_address_of_before_leads_to_the_commune_of_today() {
    let entries = merged();
    let found = |day, address| on(&entries, day).commune_in(address).map(|code| code.as_str().to_owned());
    assert_eq!(found(BEFORE, "bản Cư Nhà La, xã Sùng Phài").as_deref(), Some("03403"));
    assert_eq!(found(BREAK, "bản Cư Nhà La, xã Sùng Phài").as_deref(), Some("03388"));
}

#[test]
fn one_who_ends_twice_or_in_itself_or_in_nothing_is_refused() {
    let entries = merged();
    let today = on(&entries, BEFORE);
    let new = [code("H35.NEW")];
    assert_eq!(merge(&today, &[code("H35.OLD1")], &new, &ordered(LATER)).expect_err("twice").code, "agency-ended");
    let itself = merge(&today, &new, &new, &ordered(LATER)).expect_err("itself");
    assert_eq!(itself.problems[0].code, "merge-into-itself");
    let nothing = merge(&today, &[], &[], &Ordered { on: LATER, decision: " ".into() }).expect_err("nothing");
    let codes: Vec<_> = nothing.problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["merge-nothing", "merge-into-nothing", "decision-missing"]);
    let early = merge(&on(&before_the_break(), BEFORE), &[code("H35.OLD1")], &new, &ordered(BEFORE));
    assert_eq!(early.expect_err("not yet there").code, "agency-not-yet");
    let kinds = merge(&today, &[code("H35")], &[code("H35.NEW.1")], &ordered(LATER));
    assert_eq!(kinds.expect_err("another kind").code, "merge-other-kind");
    assert_eq!(merge(&today, &[code("H35.X")], &new, &ordered(LATER)).expect_err("unknown").code, "agency-unknown");
}

#[test]
fn a_name_holds_from_its_day_on() {
    let mut entries = before_the_break();
    let today = on(&entries, LATER);
    let event = rename(&today, &code("H35.NEW"), "Ủy ban nhân dân phường Mới", None, &ordered(LATER)).expect("renamed");
    apply(&mut entries, vec![event]);
    let name = |day| on(&entries, day).get(&code("H35.NEW")).expect("known").name.clone();
    assert_eq!(name(BREAK), "Ủy ban nhân dân phường Đoàn Kết");
    assert_eq!(name(LATER), "Ủy ban nhân dân phường Mới");
    let again =
        rename(&on(&entries, LATER), &code("H35.NEW"), "Khác", None, &ordered(BREAK)).expect_err("back in time");
    assert_eq!(again.problems[0].code, "renamed-later");
    let same = rename(&on(&entries, BREAK), &code("H35.OLD1"), "Ủy ban nhân dân xã Sùng Phài", None, &ordered(LATER));
    assert_eq!(same.expect_err("the same").problems[0].code, "agency-same-name");
}

#[test]
fn what_others_stand_below_is_not_dissolved() {
    let entries = before_the_break();
    let refused = dissolve(&on(&entries, BEFORE), &code("H35"), &ordered(LATER)).expect_err("others below");
    assert_eq!(refused.code, "agency-has-others-below");
    let events = dissolve(&on(&entries, BEFORE), &code("H35.OLD1"), &ordered(LATER)).expect("dissolved");
    assert_eq!(events.len(), 2, "with its counter");
}

/// A year of reorganisations among seven agencies: each merges one or two into another, or is refused.
fn history() -> impl Strategy<Value = Vec<(Vec<usize>, Vec<usize>, i8)>> {
    let some = || proptest::collection::vec(0..7usize, 1..3);
    proptest::collection::vec((some(), some(), 1..28i8), 0..8)
}

proptest! {
    #[test]
    fn on_any_day_the_directory_agrees_with_itself(history in history(), looked_on in 1..28i8) {
        let name = |at: usize| code(&format!("H35.{at}"));
        let agency = |at: usize| Agency::new(name(at), format!("Cơ quan {at}"), AgencyLevel::Department, AgencyKind::Authority);
        let mut entries: Vec<_> = (0..7).map(|at| Entry::from(agency(at))).collect();
        for (codes, into, day) in history {
            let list = |all: Vec<usize>| all.into_iter().map(name).collect::<Vec<_>>();
            let today = Directory::new(entries.clone(), None);
            if let Ok(events) = merge(&today, &list(codes), &list(into), &ordered(date(2025, 5, day))) {
                apply(&mut entries, events);
            }
        }
        let directory = on(&entries, date(2025, 5, looked_on));
        for agency in directory.every() {
            let (in_force, successor) = (directory.is_in_force(&agency.code), directory.successor(&agency.code));
            // Nobody in force has a successor on that day; whoever ended has one that did not.
            prop_assert_eq!(in_force, successor == &agency.code);
            prop_assert!(directory.is_in_force(successor));
            prop_assert!(directory.successors(&agency.code).iter().all(|one| directory.is_in_force(&one.code)));
            prop_assert_eq!(!in_force, directory.succeeds(successor).contains(&agency.code));
            for one in directory.predecessors(&agency.code) {
                prop_assert!(!directory.is_in_force(&one.code));
            }
        }
    }
}
