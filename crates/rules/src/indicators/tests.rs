//! Values: read as typed, within their range, explained where they stand out, approved by another, locked.

use super::*;
use crate::Refusal;
use crate::codes::AgencyCode;
use crate::dossiers::tests::sample::stand_in;
use crate::people::{Actor, Agency, AgencyKind, AgencyLevel, Directory, Entry, Position, Role};
use crate::tasks::Every;
use jiff::civil::{Date, date};
use proptest::prelude::*;

fn code(text: &str) -> AgencyCode {
    text.parse().expect("a code")
}

fn directory() -> Directory {
    let agency = |text, level| Entry::from(Agency::new(code(text), text, level, AgencyKind::Authority));
    let all = [("H35", AgencyLevel::Province), ("H35.12", AgencyLevel::Department), ("H35.27", AgencyLevel::Commune)];
    Directory::new(all.map(|(text, level)| agency(text, level)), None)
}

fn officer(login: &str, agency: &str, role: Role) -> Actor {
    Actor::new(login.into(), login.into(), None, vec![Position::own(code(agency), role, "")])
}

fn draft() -> Draft {
    Draft {
        code: "CT-06-10".into(),
        programme: Some(Programme::Project06),
        name: "Tài khoản định danh điện tử đã kích hoạt".into(),
        unit: "%".into(),
        formula: "số đã kích hoạt ÷ số được cấp".into(),
        direction: Some(Direction::Up),
        targets: "2025: 80\n2026: 90,5".into(),
        agency: Some(code("H35.12")),
        reporters: Some(Reporters::Communes),
        source: "Kế hoạch (mô phỏng)".into(),
        every: Some(Every::Month),
        kind: Some(Kind::Discrete),
        least: "0".into(),
        most: "100".into(),
        ..Draft::default()
    }
}

fn kept(draft: &Draft) -> Result<Indicator, Refusal> {
    let chairman = officer("chutich", "H35", Role::Approver);
    match keep(&chairman, &code("H35"), &directory(), None, draft)?.0 {
        Event::Registered(registered) => Ok(registered.indicator),
        other => panic!("{other:?}"),
    }
}

fn period(text: &str) -> ReportPeriod {
    text.parse().expect("a period")
}

const DAY: Date = date(2025, 11, 26);

fn report(
    actor: &Actor,
    before: &IndicatorReport,
    command: Command,
    history: &[(ReportPeriod, Amount)],
) -> Result<IndicatorReport, Refusal> {
    let (indicator, directory) = (kept(&draft()).expect("kept"), directory());
    let context = Context { indicator: &indicator, directory: &directory, history, today: DAY };
    let (event, _) = decide(actor, (&code("H35.27"), period("2025-11")), before, command, context)?;
    let body = event.body().expect("a body");
    assert_eq!(Event::parse(event.kind(), &body).expect("the same"), event);
    Ok(before.clone().next(&event, crate::calendar::instant(DAY.at(9, 0, 0, 0)), (&actor.login, &actor.name)))
}

fn value(typed: &str, explanation: &str) -> Command {
    Command::Report { value: typed.into(), basis: "Công an xã".into(), explanation: explanation.into() }
}

#[test]
fn numbers_are_read_as_people_type_them() {
    let read = |typed: &str| Amount::read(typed).map(|amount| amount.to_string());
    for (typed, meant) in [
        ("39,5", "39.5"),
        ("39.5", "39.5"),
        ("1.250", "1250"),
        ("1.250,75", "1250.75"),
        ("80 %", "80"),
        ("-2,125", "-2.125"),
    ] {
        assert_eq!(read(typed).as_deref(), Some(meant), "{typed}");
    }
    for typed in ["", "nhiều", "1.2.3", "1,2345", "1.25,5", ","] {
        assert_eq!(read(typed), None, "{typed}");
    }
}

#[test]
fn periods_are_written_and_read() {
    for (text, ends, before) in [
        ("2025-11", date(2025, 11, 30), "2025-10"),
        ("2025-Q1", date(2025, 3, 31), "2024-Q4"),
        ("2025-H2", date(2025, 12, 31), "2025-H1"),
        ("2025", date(2025, 12, 31), "2024"),
    ] {
        let one = period(text);
        assert_eq!((one.to_string().as_str(), one.ends_on(), one.before()), (text, ends, period(before)));
        assert_eq!(ReportPeriod::of(ends, one.every()), one);
    }
    assert!(
        ["2025-13", "2025-Q5", "2025-H3", "25", "2025-1", "2025-Qx"]
            .iter()
            .all(|text| text.parse::<ReportPeriod>().is_err())
    );
}

#[test]
fn an_indicator_says_all_that_it_must() {
    let indicator = kept(&draft()).expect("kept");
    assert_eq!(indicator.target(2026).map(|target| target.value), Amount::read("90,5"));
    assert_eq!(indicator.target(2027), None);
    let empty = kept(&Draft::default()).expect_err("everything is missing");
    assert_eq!(empty.problems.len(), 11);
    let wrong = Draft { targets: "2025: 80\n2025: 81\nsớm".into(), least: "100".into(), most: "0".into(), ..draft() };
    let codes: Vec<_> = kept(&wrong).expect_err("wrong").problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["target-year-twice", "target-unreadable", "range-empty"]);
    let clerk = officer("x", "H35.12", Role::Clerk);
    assert_eq!(
        keep(&clerk, &code("H35"), &directory(), None, &draft()).expect_err("not theirs").code,
        "assigners-only"
    );
}

#[test]
fn a_value_is_reported_by_one_and_approved_by_another_and_then_nothing_moves_it() {
    let (clerk, leader) = (officer("vanthu", "H35.27", Role::Clerk), officer("chutich.xa", "H35.27", Role::Approver));
    let none = IndicatorReport::default();
    for (typed, wrong) in
        [("101", "value-above"), ("-1", "value-below"), ("nhiều", "amount-unreadable"), ("", "missing")]
    {
        assert_eq!(report(&clerk, &none, value(typed, ""), &[]).expect_err(typed).problems[0].code, wrong);
    }
    let reported = report(&clerk, &none, value("71,5", ""), &[]).expect("reported");
    assert_eq!(report(&clerk, &reported, Command::Approve, &[]).expect_err("a clerk").code, "leaders-only");
    let own = report(&leader, &none, value("71,5", ""), &[]).expect("reported");
    assert_eq!(report(&leader, &own, Command::Approve, &[]).expect_err("their own").code, "indicator-your-own");
    let substitute = stand_in("x", &leader);
    assert_eq!(
        report(&substitute, &own, Command::Approve, &[]).expect_err("in their place").code,
        "indicator-your-own"
    );
    let department = officer("giamdoc", "H35.12", Role::Approver);
    assert!(report(&department, &own, Command::Approve, &[]).is_ok(), "the responsible agency approves too");
    let other = officer("khac", "H35.14", Role::Approver);
    assert_eq!(report(&other, &own, Command::Approve, &[]).expect_err("another agency").code, "leaders-only");
    let locked = report(&leader, &reported, Command::Approve, &[]).expect("approved");
    for command in [value("72", ""), Command::Approve, Command::Return { reason: "x".into() }] {
        assert_eq!(report(&leader, &locked, command, &[]).expect_err("locked").code, "indicator-locked");
    }
}

#[test]
fn what_stands_out_must_be_explained() {
    let amount = |text: &str| Amount::read(text).expect("a number");
    let months = ["2025-06", "2025-07", "2025-08", "2025-09", "2025-10"];
    let history: Vec<_> =
        months.iter().zip(["60", "62", "61", "63", "62"]).map(|(when, much)| (period(when), amount(much))).collect();
    let of = |much: &str, kind, known: usize| outlier(amount(much), period("2025-11"), kind, &history[..known]);
    assert_eq!(of("64", Kind::Discrete, 5), None);
    assert_eq!(of("90", Kind::Discrete, 5), Some(Outlier::FarFromMedian { median: amount("62") }));
    // With a short history the last value alone is compared.
    assert_eq!(of("91", Kind::Discrete, 1), Some(Outlier::LargeChange { last: amount("60") }));
    assert_eq!(of("90", Kind::Discrete, 1), None);
    assert_eq!(of("61,9", Kind::Cumulative, 5), Some(Outlier::Fell { last: amount("62") }));
    assert_eq!(outlier(amount("3"), period("2026-01"), Kind::Cumulative, &history), None, "a new year begins anew");
    assert_eq!(of("5", Kind::Discrete, 0), None);

    let clerk = officer("vanthu", "H35.27", Role::Clerk);
    let bare = report(&clerk, &IndicatorReport::default(), value("90", ""), &history).expect_err("unexplained");
    assert_eq!((bare.problems[0].pointer.as_str(), bare.problems[0].code), ("/explanation", "outlier-far-from-median"));
    let told =
        report(&clerk, &IndicatorReport::default(), value("90", "Ra quân cấp lưu động"), &history).expect("explained");
    assert!(told.reported.expect("reported").outlier.is_some());
}

#[test]
fn only_who_has_a_value_reports_it_when_its_period_is_over() {
    let (mut indicator, directory) = (kept(&draft()).expect("kept"), directory());
    let clerk = officer("vanthu", "H35.27", Role::Clerk);
    let tried = |indicator: &Indicator, when: &str, agency: &str, actor: &Actor| {
        let context = Context { indicator, directory: &directory, history: &[], today: DAY };
        decide(actor, (&code(agency), period(when)), &IndicatorReport::default(), value("5", ""), context)
            .map(|_| ())
            .map_err(|refusal| refusal.code)
    };
    assert_eq!(tried(&indicator, "2025-11", "H35.27", &clerk), Ok(()));
    assert_eq!(tried(&indicator, "2025-12", "H35.27", &clerk), Err("indicator-too-early"));
    assert_eq!(tried(&indicator, "2025-Q3", "H35.27", &clerk), Err("indicator-other-period"));
    assert_eq!(tried(&indicator, "2025-11", "H35.12", &clerk), Err("officers-only"));
    assert_eq!(
        tried(&indicator, "2025-11", "H35.12", &officer("x", "H35.12", Role::Clerk)),
        Err("indicator-not-theirs")
    );
    indicator.computation = Some(Computation::OnTime);
    assert_eq!(tried(&indicator, "2025-11", "H35.27", &clerk), Err("indicator-computed"));
}

#[test]
fn a_value_reaches_its_target_in_its_own_direction() {
    let amount = Amount::whole;
    let of = |value, target, direction| assess(Some(amount(value)), Some(amount(target)), direction);
    assert_eq!(of(80, 80, Direction::Up), Achieved::Reached);
    assert_eq!(of(72, 80, Direction::Up), Achieved::Near);
    assert_eq!(of(71, 80, Direction::Up), Achieved::Short);
    assert_eq!(of(9, 9, Direction::Down), Achieved::Reached);
    assert_eq!(of(10, 9, Direction::Down), Achieved::Near);
    assert_eq!(of(11, 9, Direction::Down), Achieved::Short);
    assert_eq!(assess(None, Some(amount(1)), Direction::Up), Achieved::Unknown);
    assert_eq!(assess(Some(amount(1)), None, Direction::Up), Achieved::Untargeted);
    assert_eq!(Amount::percent(2, 3), Some(Amount(66_667)));
    assert_eq!(Amount::percent(0, 0), None);
}

proptest! {
    #[test]
    fn every_amount_is_read_back(thousandths in -999_999_999_999i64..999_999_999_999) {
        let amount = Amount(thousandths);
        prop_assert_eq!(amount.to_string().parse::<Amount>(), Ok(amount));
    }
}
