//! What is reported of a village's digital citizens, what can't be, and what corrects what.

use super::*;
use crate::Refusal;
use crate::codes::{AgencyCode, VillageCode};
use crate::people::{Actor, Membership, Position, Role};
use jiff::civil::{Date, date};

const TODAY: Date = date(2025, 12, 23);

fn commune() -> AgencyCode {
    "H35.31".parse().expect("a code")
}

fn village() -> VillageCode {
    "03442.003".parse().expect("a code")
}

fn actor(login: &str, role: Role) -> Actor {
    Actor::new(login.into(), login.into(), None, vec![Position::own(commune(), role, "")])
}

fn counted(month: Date, residents: &str, [eid, signature, account, cashless]: [&str; 4]) -> Report {
    Report {
        month: Some(month),
        reporter: Some(Reporter::Group),
        residents: residents.into(),
        counts: [eid.into(), signature.into(), account.into(), cashless.into()],
        note: String::new(),
    }
}

fn after(known: &VillageCitizens, event: &Event, by: &str, on: Date) -> VillageCitizens {
    let body = event.body().expect("a body");
    assert_eq!(Event::parse(event.kind(), &body).expect("the same"), *event);
    known.clone().next(event, by, on)
}

fn reported(known: &VillageCitizens, typed: &Report) -> Result<VillageCitizens, Refusal> {
    let (event, _) = report(&actor("an", Role::CaseOfficer), &commune(), &village(), known, typed, Some(300), TODAY)?;
    Ok(after(known, &event, "an", TODAY))
}

fn verified(known: &VillageCitizens, number: u32, on: Date) -> VillageCitizens {
    let (event, _) = verify(&actor("binh", Role::Approver), &commune(), known, number).expect("verified");
    after(known, &event, "binh", on)
}

fn problems(refused: Result<VillageCitizens, Refusal>) -> Vec<(String, &'static str)> {
    let refused = refused.expect_err("refused");
    refused.problems.into_iter().map(|problem| (problem.pointer, problem.code)).collect()
}

#[test]
fn a_month_counts_once_verified_by_another_and_a_second_report_of_it_corrects_the_first() {
    let october = counted(date(2025, 10, 31), "200", ["150", "20", "90", "80"]);
    let known = reported(&VillageCitizens::default(), &october).expect("reported");
    assert_eq!(known.reports[0].report.month, date(2025, 10, 1));
    assert_eq!(last_by(known.verified(), TODAY), None, "nobody verified it");
    let own = verify(&actor("an", Role::Approver), &commune(), &known, 1).expect_err("their own");
    assert_eq!(own.code, "citizens-own-report");
    let none = verify(&actor("binh", Role::CaseOfficer), &commune(), &known, 1).expect_err("no leader");
    assert_eq!(none.code, "officers-only");
    let known = verified(&known, 1, date(2025, 11, 3));
    // Fewer than in the same month's first report: a correction, not a fall.
    let known = reported(&known, &counted(date(2025, 10, 1), "200", ["140", "20", "90", "80"])).expect("corrected");
    let known = verified(&known, 2, date(2025, 11, 5));
    let on = |day| last_by(known.verified(), day).map(|report| report.counts.eid);
    assert_eq!(on(date(2025, 11, 2)), None);
    assert_eq!(on(date(2025, 11, 4)), Some(150), "a past day keeps what it knew");
    assert_eq!(on(TODAY), Some(140), "one report of a month counts, not two");
}

#[test]
fn what_waits_is_replaced_by_the_next_report_of_its_month() {
    let first = counted(date(2025, 11, 1), "200", ["150", "20", "90", "80"]);
    let known = reported(&VillageCitizens::default(), &first).expect("reported");
    let known = reported(&known, &first).expect("again");
    let states: Vec<_> = known.reports.iter().map(|kept| kept.state).collect();
    assert_eq!((states, known.waiting()), (vec![ReportState::SetAside, ReportState::Waiting], 1));
    let gone = verify(&actor("binh", Role::Approver), &commune(), &known, 1).expect_err("replaced");
    assert_eq!(gone.code, "citizens-report-unknown");
}

#[test]
fn counts_that_cannot_be_are_refused_at_their_field() {
    let none = VillageCitizens::default();
    let above = counted(date(2025, 11, 1), "200", ["201", "-1", "", "một"]);
    assert_eq!(
        problems(reported(&none, &above)),
        [
            ("/eid".to_owned(), "citizens-above-residents"),
            ("/signature".to_owned(), "number-unreadable"),
            ("/account".to_owned(), "missing"),
            ("/cashless".to_owned(), "number-unreadable"),
        ]
    );
    let many = counted(date(2026, 1, 1), "301", ["1", "1", "1", "1"]);
    assert_eq!(
        problems(reported(&none, &many)),
        [("/month".to_owned(), "date-in-future"), ("/residents".to_owned(), "citizens-above-population")]
    );
}

#[test]
fn a_fall_needs_a_word_why() {
    let known = reported(&VillageCitizens::default(), &counted(date(2025, 10, 1), "200", ["150", "20", "90", "80"]));
    let known = verified(&known.expect("reported"), 1, date(2025, 11, 1));
    let mut fewer = counted(date(2025, 11, 1), "180", ["140", "20", "90", "80"]);
    assert_eq!(problems(reported(&known, &fewer)), [("/note".to_owned(), "citizens-fell")]);
    fewer.note = "Năm hộ chuyển đi".into();
    reported(&known, &fewer).expect("explained");
}

#[test]
fn a_target_is_a_percentage_by_a_document() {
    let head = actor("binh", Role::Approver);
    let typed = |eid: &str, document: &str| Target {
        year: "2025".into(),
        percent: [eid.into(), "20".into(), "60".into(), "50".into()],
        document: document.into(),
    };
    let refused = aim(&head, &commune(), &typed("101", "")).expect_err("refused");
    let codes: Vec<_> = refused.problems.iter().map(|problem| (problem.pointer.as_str(), problem.code)).collect();
    assert_eq!(codes, [("/target_eid", "citizens-percent"), ("/document", "missing")]);
    let (event, _) = aim(&head, &commune(), &typed("80", "Kế hoạch 12")).expect("aimed");
    assert!(matches!(&event, Event::Aimed(aimed) if aimed.percent == [80, 20, 60, 50]), "{event:?}");
    assert_eq!(
        aim(&actor("an", Role::CaseOfficer), &commune(), &typed("80", "x")).expect_err("no").code,
        "officers-only"
    );
}

#[test]
fn a_member_of_the_villages_group_reports_what_the_group_counted() {
    let group = Membership {
        committee: "TCT06-03442.003".parse().expect("a code"),
        agency: commune(),
        village: Some(village()),
    };
    let member = Actor { groups: vec![group], ..Actor::new("truongban".into(), "x".into(), None, Vec::new()) };
    let typed =
        Report { reporter: Some(Reporter::Commune), ..counted(date(2025, 10, 1), "200", ["150", "20", "90", "80"]) };
    let known = VillageCitizens::default();
    let (event, by) = report(&member, &commune(), &village(), &known, &typed, Some(300), TODAY).expect("reported");
    let Event::Reported(reported) = &event else { panic!("a report") };
    assert_eq!((reported.reporter, by.title.as_deref()), (Reporter::Group, Some("Thành viên Tổ công tác")));
    let other = "03442.004".parse().expect("a code");
    assert!(report(&member, &commune(), &other, &known, &typed, Some(300), TODAY).is_err(), "another village");
    let known = after(&known, &event, "truongban", TODAY);
    assert!(verify(&member, &commune(), &known, 1).is_err() && aim(&member, &commune(), &Target::default()).is_err());
    verify(&actor("binh", Role::Approver), &commune(), &known, 1).expect("an officer verifies as before");
}
