//! The days that come with the program, calendars that can't be, and how it all looks as JSON.

use crate::calendar::days::SHIPPED;
use crate::calendar::{
    Calendar, CalendarError, DayKind, Pause, Session, SpecialDay, StartRule, TimeLimit, VIETNAM, WorkingHours,
    WorkingHoursError, WorkingTime, instant, rfc3339,
};
use jiff::Timestamp;
use jiff::civil::{Date, Weekday, date, time};

fn day(date: Date, kind: DayKind) -> SpecialDay {
    SpecialDay { date, kind, name: "a day".to_owned(), source: "a paper".to_owned(), computed: false }
}

fn json(value: impl serde::Serialize) -> String {
    serde_json::to_string(&value).expect("JSON")
}

#[test]
fn every_shipped_file_reads_and_every_day_has_a_name_and_a_source() {
    let days: Vec<SpecialDay> = SHIPPED
        .iter()
        .flat_map(|file| serde_json::from_str::<Vec<SpecialDay>>(file).expect("a list of special days"))
        .collect();
    assert_eq!(days, Calendar::national_days());
    assert!(days.iter().all(|day| !day.name.is_empty() && !day.source.is_empty()));
    assert!(days.windows(2).all(|pair| pair[0].date < pair[1].date), "in order, each once");
    assert!(days.iter().all(|day| day.computed == (day.date.year() == 2027)));
    let calendar = Calendar::new(WorkingHours::default(), days).expect("days that fit together");
    assert_eq!(calendar.special_days().count(), Calendar::national().special_days().count());
}

#[test]
fn each_year_has_the_holidays_that_the_labour_code_promises() {
    let holidays = |year| {
        let of_year = Calendar::national_days().iter().filter(move |day| day.date.year() == year);
        of_year.filter(|day| day.kind == DayKind::Holiday).count()
    };
    assert_eq!([2025, 2026, 2027].map(holidays), [11, 12, 12]);
}

#[test]
fn each_swapped_day_of_a_year_has_a_day_that_makes_up_for_it() {
    for year in [2025, 2026, 2027] {
        let count =
            |kind| Calendar::national_days().iter().filter(|day| day.date.year() == year && day.kind == kind).count();
        assert_eq!(count(DayKind::Swapped), count(DayKind::MakeUp));
    }
}

#[test]
fn each_holiday_on_a_day_of_rest_has_a_compensatory_day() {
    let days = Calendar::national_days();
    let rest = |day: &&SpecialDay| matches!(day.date.weekday(), Weekday::Saturday | Weekday::Sunday);
    let lost = days.iter().filter(|day| day.kind == DayKind::Holiday).filter(rest).count();
    assert_eq!(lost, days.iter().filter(|day| day.kind == DayKind::Compensatory).count());
}

#[test]
fn days_listed_twice_and_make_up_days_on_weekdays_are_refused() {
    let monday = date(2025, 6, 2);
    let twice = [day(monday, DayKind::Holiday), day(monday, DayKind::LocalClosure)];
    let new = |days: Vec<SpecialDay>| Calendar::new(WorkingHours::default(), days).map(|_| ());
    assert_eq!(new(twice.to_vec()), Err(CalendarError::Twice(monday)));
    assert_eq!(new(vec![day(monday, DayKind::MakeUp)]), Err(CalendarError::MakeUpOnWeekday(monday)));
}

#[test]
fn a_local_closure_takes_the_place_of_the_countrys_day() {
    let made_up = date(2026, 8, 22);
    assert!(Calendar::national().is_working_day(made_up));
    let flooded = Calendar::national().with_days([day(made_up, DayKind::LocalClosure)]).expect("one day");
    assert!(!flooded.is_working_day(made_up));
    assert!(Calendar::national().is_working_day(made_up), "the first calendar stays as it was");
}

#[test]
fn hours_that_change_hold_from_their_day_on() {
    let summer = WorkingHours::new(vec![Session::new(time(7, 0, 0, 0), time(13, 0, 0, 0))], vec![]).expect("hours");
    let from = date(2025, 7, 1);
    let calendar = Calendar::national().with_hours_from(from, summer.clone()).expect("a first change");
    assert_eq!(calendar.day_length(date(2025, 6, 30)), WorkingTime::from_hours(8));
    assert_eq!(calendar.day_length(from), WorkingTime::from_hours(6));
    assert_eq!(calendar.sessions(from), summer.weekday());
    let due = calendar.due(instant(date(2025, 6, 30).at(15, 0, 0, 0)), TimeLimit::WorkingHours(3), StartRule::AtOnce);
    assert_eq!(due, instant(from.at(8, 0, 0, 0)));
    assert_eq!(calendar.with_hours_from(from, summer).map(|_| ()).err(), Some(CalendarError::HoursTwice(from)));
}

#[test]
fn hours_that_can_not_be_are_refused_in_json_too() {
    let new = |sessions: &[(i8, i8)]| {
        let session = |(from, to): &(i8, i8)| Session::new(time(*from, 0, 0, 0), time(*to, 0, 0, 0));
        WorkingHours::new(sessions.iter().map(session).collect(), vec![]).err()
    };
    assert_eq!(new(&[]), Some(WorkingHoursError::NoSession));
    assert_eq!(new(&[(11, 7)]), Some(WorkingHoursError::Backwards));
    assert_eq!(new(&[(7, 11), (10, 12)]), Some(WorkingHoursError::Overlapping));
    assert_eq!(new(&[(7, 11), (11, 12)]), None);
    let finer = Session::new(time(7, 0, 0, 0), time(8, 0, 0, 1));
    assert_eq!(WorkingHours::new(vec![finer], vec![]).err(), Some(WorkingHoursError::TooFine));
    assert!(serde_json::from_str::<WorkingHours>(r#"{"weekday":[{"from":"11:00","to":"07:00"}]}"#).is_err());
    let hours = WorkingHours::with_saturday_morning();
    let json = serde_json::to_string(&hours).expect("JSON");
    assert_eq!(serde_json::from_str::<WorkingHours>(&json).expect("hours"), hours);
}

#[test]
fn limits_rules_and_amounts_have_the_json_that_procedures_use() {
    assert_eq!(json(TimeLimit::WorkingDays(5)), r#"{"working_days":5}"#);
    assert_eq!(json(StartRule::AtOnce), r#""at_once""#);
    assert_eq!(json(StartRule::SAME_DAY), r#"{"next_working_day_after":"15:00:00"}"#);
    assert_eq!(json(WorkingTime::from_hours(1)), "3600");
    assert_eq!(json(Pause { from: Timestamp::UNIX_EPOCH, to: None }), r#"{"from":"1970-01-01T00:00:00Z","to":null}"#);
}

#[test]
fn instants_are_shown_in_the_time_of_vietnam() {
    assert_eq!(rfc3339(Timestamp::UNIX_EPOCH), "1970-01-01T07:00:00+07:00");
    assert_eq!(VIETNAM.seconds(), 7 * 3600);
    assert_eq!(instant(date(9999, 12, 31).at(23, 0, 0, 0)), Timestamp::MAX);
    assert_eq!(instant(date(-9999, 1, 1).at(0, 0, 0, 0)), Timestamp::MIN);
}

#[test]
fn amounts_split_into_days_hours_and_minutes() {
    let day = WorkingTime::from_hours(8);
    assert_eq!(WorkingTime::from_minutes(1230).split(day), (2, 4, 30));
    assert_eq!(WorkingTime::from_minutes(-61).split(day), (0, 1, 1));
    assert_eq!(WorkingTime::from_hours(30).split(WorkingTime::ZERO), (0, 30, 0));
    assert_eq!(WorkingTime(i64::MAX) + WorkingTime(1), WorkingTime(i64::MAX));
}
