//! What holds for every agency and every instant.

use super::reference::{Agency, agencies};
use crate::calendar::{Calendar, Counted, Pause, StartRule, TimeLimit, Timeliness, WorkingTime};
use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

/// A window in minutes, and instants in its first three weeks.
const WINDOW: i64 = 150;
const MINUTES: i64 = 21 * 1440;

fn limits() -> impl Strategy<Value = TimeLimit> {
    prop_oneof![
        Just(TimeLimit::SameDay),
        (0..60u32).prop_map(TimeLimit::WorkingHours),
        (0..30u32).prop_map(TimeLimit::HalfDays),
        (0..20u32).prop_map(TimeLimit::WorkingDays),
        (0..40u32).prop_map(TimeLimit::Days),
        (0..3u32).prop_map(TimeLimit::Months),
    ]
}

fn rules() -> impl Strategy<Value = StartRule> {
    let any_time = (0..24i8, 0..60i8).prop_map(|(hour, minute)| Time::constant(hour, minute, 0, 0));
    prop_oneof![Just(StartRule::AtOnce), Just(StartRule::SAME_DAY), any_time.prop_map(StartRule::NextWorkingDayAfter)]
}

/// Pauses in minutes: some before reception, some overlapping, some open, some backwards.
fn pauses() -> impl Strategy<Value = Vec<(i64, Option<i64>)>> {
    let length = prop_oneof![8 => (-100..8000i64).prop_map(Some), 1 => Just(None)];
    let pause = (0..2 * MINUTES, length).prop_map(|(from, length)| (from, length.map(|length| (from + length).max(0))));
    proptest::collection::vec(pause, 0..5)
}

fn instants() -> impl Strategy<Value = Timestamp> {
    let (first, last) = (Timestamp::MIN.as_nanosecond(), Timestamp::MAX.as_nanosecond());
    let near = Timestamp::from_second(1_700_000_000).expect("an instant").as_nanosecond();
    prop_oneof![
        4 => near..near + 100_000_000_000_000_000,
        2 => first..=last,
        1 => first..first + 1_000_000_000_000_000,
        1 => last - 1_000_000_000_000_000..=last,
    ]
    .prop_map(|at| Timestamp::from_nanosecond(at).expect("within the range"))
}

fn any_limit() -> impl Strategy<Value = TimeLimit> {
    let number = prop_oneof![0..100u32, any::<u32>(), Just(u32::MAX)];
    (0..6u8, number).prop_map(|(unit, number)| match unit {
        0 => TimeLimit::WorkingHours(number),
        1 => TimeLimit::HalfDays(number),
        2 => TimeLimit::WorkingDays(number),
        3 => TimeLimit::Days(number),
        4 => TimeLimit::SameDay,
        _ => TimeLimit::Months(number),
    })
}

/// The questions about amounts, asked of the calendar and of the reference.
fn amounts_agree(agency: &Agency, from: i64, to: i64, amount: i64) -> Result<(), TestCaseError> {
    let (calendar, clock) = (agency.calendar(), agency.clock());
    let (at, other) = (agency.instant(from), agency.instant(to));
    prop_assert_eq!(calendar.working_between(at, other).0, clock.between(from, to));
    prop_assert_eq!(calendar.remaining(other, at).0, clock.between(to, from));
    if let Some(opening) = clock.opening(from) {
        prop_assert_eq!(calendar.next_opening(at), agency.instant(opening));
        prop_assert!(calendar.next_working_day(agency.date(from)) <= agency.date(opening));
    }
    if let Some(later) = clock.add(from, amount) {
        prop_assert_eq!(calendar.add(at, WorkingTime(amount * agency.tick)), agency.instant(later));
        prop_assert_eq!(calendar.subtract(at, WorkingTime(-amount * agency.tick)), agency.instant(later));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn amounts_are_those_of_the_reference_by_the_second(
        agency in agencies(2, 1), from in 0..2 * 86_400i64, to in 0..2 * 86_400i64, amount in -90_000..90_000i64,
    ) {
        amounts_agree(&agency, from, to, amount)?;
    }
}

proptest! {
    #[test]
    fn amounts_are_those_of_the_reference_by_the_minute(
        agency in agencies(60, 60), from in 0..50 * 1440i64, to in 0..50 * 1440i64, amount in -4000..4000i64,
    ) {
        amounts_agree(&agency, from, to, amount)?;
    }

    #[test]
    fn days_are_those_of_the_reference(agency in agencies(60, 60), offset in 0..60i64) {
        let (calendar, clock) = (agency.calendar(), agency.clock());
        let (morning, night) = (offset * 1440, (offset + 1) * 1440);
        let date = agency.date(morning);
        let opening = clock.opening(morning).filter(|opening| *opening < night);
        prop_assert_eq!(calendar.is_working_day(date), opening.is_some());
        prop_assert_eq!(calendar.skipped(date, date).len(), usize::from(opening.is_none()));
        let closing = opening.and_then(|_| clock.add(night, -1)).map(|last| agency.instant(last + 1));
        prop_assert_eq!(calendar.closing_of(date), closing);
        let worked: i64 = calendar.sessions(date).iter().map(|s| s.from.duration_until(s.to).as_secs()).sum();
        prop_assert_eq!(worked, clock.between(morning, night));
    }

    #[test]
    fn due_times_are_those_of_the_reference(
        agency in agencies(WINDOW, 60), received in 0..MINUTES, limit in limits(), rule in rules(), pauses in pauses(),
    ) {
        let (calendar, clock) = (agency.calendar(), agency.clock());
        let at = agency.instant(received);
        if let Some(due) = clock.due(received, limit, rule, &[]) {
            prop_assert_eq!(calendar.due(at, limit, rule), agency.instant(due));
        }
        if let Some(due) = clock.due(received, limit, rule, &pauses) {
            let given = agency.pauses(&pauses);
            prop_assert_eq!(calendar.due_with_pauses(at, limit, rule, &given), agency.instant(due));
        }
    }

    #[test]
    fn an_explanation_adds_up(
        agency in agencies(WINDOW, 60), received in 0..MINUTES, limit in limits(), rule in rules(), pauses in pauses(),
    ) {
        let calendar = agency.calendar();
        let at = agency.instant(received);
        let pauses = agency.pauses(&pauses);
        let told = calendar.explain(at, limit, rule, &pauses);
        prop_assert_eq!(told.due, calendar.due_with_pauses(at, limit, rule, &pauses));
        prop_assert_eq!(told.starts, calendar.starts_at(at, limit, rule));
        let amount = |counted: Counted| match counted { Counted::Working(time) => time.0, Counted::Days(days) => days };
        if !told.shortened {
            prop_assert_eq!(told.days.iter().map(|day| amount(day.counted)).sum::<i64>(), amount(told.length));
        }
        if let Counted::Working(length) = told.length {
            let taken: WorkingTime = told.pauses.iter().map(|pause| WorkingTime(amount(pause.taken))).sum();
            prop_assert_eq!(calendar.working_between(told.starts, told.due), length + taken);
            let given = |date| told.days.iter().any(|day| day.date == date);
            prop_assert!(!told.skipped.iter().any(|day| given(day.date)));
        }
    }

    #[test]
    fn what_is_added_lies_between(agency in agencies(60, 60), at in instants(), amount in -1_000_000_000..1_000_000_000i64) {
        let calendar = agency.calendar();
        let then = calendar.add(at, WorkingTime(amount));
        if then != Timestamp::MIN && then != Timestamp::MAX {
            prop_assert_eq!(calendar.working_between(at, then), WorkingTime(amount));
            prop_assert_eq!(calendar.working_between(then, at), WorkingTime(-amount));
            let nearer = then - SignedDuration::from_secs(amount.signum());
            prop_assert!(amount == 0 || calendar.working_between(at, nearer) != WorkingTime(amount));
        }
    }

    #[test]
    fn later_reception_more_time_and_parts_of_seconds_never_make_it_due_earlier(
        at in instants(), other in instants(), limit in any_limit(), rule in rules(), amount in any::<i64>(), more in any::<i64>(),
    ) {
        let calendar = Calendar::national();
        let (first, second) = (at.min(other), at.max(other));
        prop_assert!(calendar.due(first, limit, rule) <= calendar.due(second, limit, rule));
        prop_assert!(calendar.add(first, WorkingTime(amount)) <= calendar.add(second, WorkingTime(amount)));
        let (less, more) = (WorkingTime(amount.min(more)), WorkingTime(amount.max(more)));
        prop_assert!(calendar.add(at, less) <= calendar.add(at, more));
        let whole = Timestamp::from_second(at.as_nanosecond().div_euclid(1_000_000_000) as i64);
        prop_assert_eq!(calendar.due(whole.unwrap_or(Timestamp::MIN), limit, rule), calendar.due(at, limit, rule));
    }

    #[test]
    fn no_question_panics_anywhere_in_the_range(
        at in instants(), from in instants(), to in proptest::option::of(instants()), limit in any_limit(), rule in rules(),
    ) {
        let calendar = Calendar::national();
        let pauses = [Pause { from, to }, Pause { from: at, to: Some(from) }];
        let told = calendar.explain(at, limit, rule, &pauses);
        prop_assert_eq!(told.due, calendar.due_with_pauses(at, limit, rule, &pauses));
        prop_assert!(told.due >= calendar.due(at, limit, rule));
        let late = matches!(calendar.compare(told.due, from), Timeliness::Late(_));
        prop_assert_eq!(late, from.as_nanosecond().div_euclid(1_000_000_000) > told.due.as_nanosecond().div_euclid(1_000_000_000));
        let _ = (calendar.next_opening(at), calendar.subtract(at, WorkingTime(i64::MIN)), calendar.add(at, WorkingTime(i64::MIN)));
    }
}
