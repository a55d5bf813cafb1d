//! Due dates as an officer would work them out with a wall calendar, from the announced days of 2025 and 2026.

use crate::calendar::{
    Calendar, Counted, Pause, SkipReason, StartRule, TimeLimit, Timeliness, WorkingHours, WorkingTime,
};
use crate::calendar::{day_of, rfc3339};
use jiff::Timestamp;
use jiff::civil::Date;

/// An instant on the wall clock of Vietnam: "2025-04-29T16:30".
fn at(local: &str) -> Timestamp {
    crate::calendar::instant(local.parse().expect("a date and time"))
}

fn date(day: &str) -> Date {
    day.parse().expect("a date")
}

fn due(received: &str, limit: TimeLimit, start: StartRule) -> String {
    let due = rfc3339(Calendar::national().due(at(received), limit, start));
    due.strip_suffix(":00+07:00").expect("whole minutes in Vietnam").to_owned()
}

fn hours(hours: i64) -> WorkingTime {
    WorkingTime::from_hours(hours)
}

#[test]
fn one_working_day_before_the_holidays_of_april_2025_ends_after_them_at_the_same_hour() {
    assert_eq!(due("2025-04-29T16:30", TimeLimit::WorkingDays(1), StartRule::AtOnce), "2025-05-05T16:30");
    let skipped = Calendar::national().skipped(date("2025-04-29"), date("2025-05-05"));
    let reasons: Vec<_> = skipped.iter().map(|day| (day.date.day(), day.reason)).collect();
    use SkipReason::{Holiday, Swapped, Weekend};
    assert_eq!(reasons, [(30, Holiday), (1, Holiday), (2, Swapped), (3, Weekend), (4, Weekend)]);
    assert!(skipped[2].source.as_ref().is_some_and(|source| source.contains("8726/VPCP-KGVX")));
    assert_eq!(skipped[4].name, None);
}

#[test]
fn a_saturday_that_makes_up_for_a_swapped_friday_counts_in_full() {
    assert_eq!(due("2025-04-25T16:30", TimeLimit::WorkingDays(1), StartRule::AtOnce), "2025-04-26T16:30");
    assert_eq!(due("2026-01-09T08:00", TimeLimit::WorkingDays(2), StartRule::AtOnce), "2026-01-12T08:00");
    assert_eq!(due("2026-08-21T09:00", TimeLimit::WorkingDays(1), StartRule::AtOnce), "2026-08-22T09:00");
}

#[test]
fn swapped_and_compensatory_days_of_2026_do_not_count() {
    assert_eq!(due("2025-12-31T10:00", TimeLimit::WorkingDays(1), StartRule::AtOnce), "2026-01-05T10:00");
    assert_eq!(due("2026-02-13T14:00", TimeLimit::WorkingDays(2), StartRule::AtOnce), "2026-02-24T14:00");
    assert_eq!(due("2026-04-24T15:00", TimeLimit::WorkingDays(1), StartRule::AtOnce), "2026-04-28T15:00");
    assert_eq!(due("2026-08-28T15:00", TimeLimit::WorkingDays(1), StartRule::AtOnce), "2026-09-03T15:00");
    assert_eq!(due("2026-11-23T15:00", TimeLimit::WorkingDays(1), StartRule::AtOnce), "2026-11-25T15:00");
    assert_eq!(due("2025-11-21T15:00", TimeLimit::WorkingDays(1), StartRule::AtOnce), "2025-11-24T15:00");
}

#[test]
fn a_same_day_procedure_received_after_three_counts_from_the_next_working_day() {
    let limit = TimeLimit::SameDay;
    assert_eq!(limit.start_rule(), StartRule::SAME_DAY);
    assert_eq!(due("2025-12-23T08:31", limit, StartRule::SAME_DAY), "2025-12-23T17:00");
    assert_eq!(due("2025-06-05T15:00", limit, StartRule::SAME_DAY), "2025-06-05T17:00");
    assert_eq!(due("2025-06-05T15:01", limit, StartRule::SAME_DAY), "2025-06-06T17:00");
    assert_eq!(due("2025-06-06T16:59", limit, StartRule::SAME_DAY), "2025-06-09T17:00");
    assert_eq!(due("2025-06-07T09:00", limit, StartRule::SAME_DAY), "2025-06-09T17:00", "received on a Saturday");
    // An amount of hours keeps the hour.
    assert_eq!(due("2025-06-05T15:00", TimeLimit::WorkingHours(8), StartRule::SAME_DAY), "2025-06-06T15:00");
    assert_eq!(due("2025-06-05T07:00", TimeLimit::HalfDays(1), StartRule::SAME_DAY), "2025-06-05T11:00");
    assert_eq!(TimeLimit::WorkingDays(1).start_rule(), StartRule::AtOnce);
}

#[test]
fn what_ends_with_a_session_ends_at_its_closing_not_at_the_next_opening() {
    let calendar = Calendar::national();
    let opening = at("2025-06-05T07:00");
    assert_eq!(calendar.add(opening, WorkingTime::from_minutes(270)), at("2025-06-05T11:30"));
    assert_eq!(calendar.add(opening, hours(8)), at("2025-06-05T17:00"));
    assert_eq!(calendar.subtract(at("2025-06-05T17:00"), hours(8)), opening);
    assert_eq!(calendar.subtract(at("2025-06-05T13:30"), WorkingTime(1)), at("2025-06-05T11:29:59"));
    assert_eq!(calendar.next_opening(at("2025-06-05T11:30")), at("2025-06-05T13:30"));
    assert_eq!(calendar.closing_of(date("2025-06-07")), None);
}

#[test]
fn what_is_received_at_night_or_on_a_holiday_counts_from_the_next_opening() {
    assert_eq!(due("2025-06-05T22:00", TimeLimit::WorkingDays(1), StartRule::AtOnce), "2025-06-06T17:00");
    let calendar = Calendar::national();
    let starts = calendar.starts_at(at("2026-02-17T09:00"), TimeLimit::WorkingDays(3), StartRule::AtOnce);
    assert_eq!(starts, at("2026-02-23T07:00"));
}

#[test]
fn calendar_days_and_months_leave_out_the_first_day_and_end_at_closing_time_of_a_working_day() {
    assert_eq!(due("2025-06-02T09:00", TimeLimit::Days(3), StartRule::AtOnce), "2025-06-05T17:00");
    assert_eq!(due("2025-06-04T09:00", TimeLimit::Days(3), StartRule::AtOnce), "2025-06-09T17:00");
    assert_eq!(due("2025-04-25T09:00", TimeLimit::Days(5), StartRule::AtOnce), "2025-05-05T17:00");
    assert_eq!(due("2025-01-31T09:00", TimeLimit::Months(1), StartRule::AtOnce), "2025-02-28T17:00");
    assert_eq!(due("2026-01-17T20:00", TimeLimit::Months(1), StartRule::AtOnce), "2026-02-23T17:00");
}

#[test]
fn pauses_move_the_due_time_by_the_working_time_in_them_and_an_open_one_not_yet() {
    let calendar = Calendar::national();
    let (received, limit) = (at("2025-06-02T08:00"), TimeLimit::WorkingDays(3));
    let pause = |from, to: &str| Pause { from: at(from), to: Some(at(to)) };
    let with = |pauses: &[Pause]| calendar.due_with_pauses(received, limit, StartRule::AtOnce, pauses);
    assert_eq!(with(&[]), at("2025-06-05T08:00"));
    assert_eq!(with(&[pause("2025-06-03T08:00", "2025-06-04T10:00")]), at("2025-06-06T10:00"));
    assert_eq!(with(&[Pause { from: at("2025-06-03T08:00"), to: None }]), at("2025-06-05T08:00"));
    assert_eq!(with(&[pause("2025-06-05T08:00", "2025-06-09T08:00")]), at("2025-06-05T08:00"), "it was due already");
    let overlapping = [pause("2025-06-03T14:00", "2025-06-04T10:00"), pause("2025-06-03T08:00", "2025-06-03T15:00")];
    assert_eq!(with(&overlapping), at("2025-06-06T10:00"));
}

#[test]
fn early_and_on_time_go_by_the_day_and_late_by_the_instant() {
    let calendar = Calendar::national();
    let due = at("2025-06-05T15:00");
    assert_eq!(calendar.compare(due, at("2025-06-04T15:00")), Timeliness::Early(hours(8)));
    assert_eq!(calendar.compare(due, at("2025-06-05T07:00")), Timeliness::OnTime);
    assert_eq!(calendar.compare(due, at("2025-06-05T15:00:00.9")), Timeliness::OnTime);
    assert_eq!(calendar.compare(due, at("2025-06-05T16:00")), Timeliness::Late(hours(1)));
    let friday_evening = calendar.compare(at("2025-06-06T17:00"), at("2025-06-07T09:00"));
    assert_eq!(friday_evening, Timeliness::Late(WorkingTime::ZERO));
    assert_eq!(calendar.remaining(at("2025-06-06T07:00"), due), -hours(2));
    assert_eq!(calendar.remaining(at("2025-06-04T14:00"), due), hours(9));
}

#[test]
fn a_saturday_morning_counts_as_the_hours_that_it_has() {
    let calendar = Calendar::new(WorkingHours::with_saturday_morning(), Calendar::national_days().iter().cloned());
    let calendar = calendar.expect("the country's days");
    let due = calendar.due(at("2025-06-06T16:00"), TimeLimit::WorkingDays(1), StartRule::AtOnce);
    assert_eq!(due, at("2025-06-09T09:30"));
    let made_up = calendar.due(at("2025-04-25T16:00"), TimeLimit::WorkingDays(1), StartRule::AtOnce);
    assert_eq!(made_up, at("2025-04-26T16:00"), "a make-up Saturday has the hours of a weekday");
}

#[test]
fn an_explanation_names_each_day_and_what_it_gives() {
    let pause = Pause { from: at("2025-05-05T08:00"), to: Some(at("2025-05-05T10:00")) };
    let told =
        Calendar::national().explain(at("2025-04-29T16:30"), TimeLimit::WorkingDays(1), StartRule::AtOnce, &[pause]);
    let days: Vec<_> = told.days.iter().map(|day| (day.date.day(), day.counted)).collect();
    let minutes = |minutes| Counted::Working(WorkingTime::from_minutes(minutes));
    assert_eq!(days, [(29, minutes(30)), (5, minutes(360)), (6, minutes(90))]);
    assert_eq!(told.pauses[0].taken, minutes(120));
    assert_eq!((told.skipped.len(), told.due, told.shortened), (5, at("2025-05-06T08:30"), false));
}

#[test]
fn centuries_are_counted_as_fast_as_days_and_the_end_of_time_is_the_end() {
    let calendar = Calendar::national();
    let far = calendar.due(at("2026-12-28T07:00"), TimeLimit::WorkingDays(5 * 52 * 1000), StartRule::AtOnce);
    assert_eq!(calendar.working_between(at("2026-12-28T07:00"), far), hours(8 * 5 * 52 * 1000));
    assert_eq!(day_of(far).year(), 3023);
    for limit in [TimeLimit::WorkingDays(u32::MAX), TimeLimit::Days(u32::MAX), TimeLimit::Months(u32::MAX)] {
        assert_eq!(calendar.due(at("2026-12-28T07:00"), limit, StartRule::AtOnce), Timestamp::MAX);
    }
    assert_eq!(calendar.add(at("2026-12-28T07:00"), WorkingTime(i64::MIN)), Timestamp::MIN);
}

#[test]
fn years_without_known_holidays_are_told() {
    let calendar = Calendar::national();
    assert_eq!(calendar.unknown_years(date("2025-12-23"), date("2027-12-31")), Vec::<i16>::new());
    assert_eq!(calendar.unknown_years(date("2027-12-30"), date("2029-01-03")), [2028, 2029]);
    assert_eq!(calendar.unknown_years(date("2031-04-29"), date("2031-05-05")), [2031]);
    let own = crate::calendar::SpecialDay { date: date("2031-04-30"), ..Calendar::national_days()[0].clone() };
    let known = calendar.with_days([own]).expect("a calendar");
    assert_eq!(known.unknown_years(date("2031-04-29"), date("2031-05-05")), Vec::<i16>::new());
}
