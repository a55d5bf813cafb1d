//! A month from its cut-off to its lock, and what is refused on the way.

use super::*;
use crate::Refusal;
use crate::codes::AgencyCode;
use crate::dossiers::tests::sample::stand_in;
use crate::people::{Actor, Position, Role};
use jiff::civil::{Date, date};

fn agency() -> AgencyCode {
    "H35.12".parse().expect("a code")
}

fn officer(login: &str, role: Role) -> Actor {
    Actor::new(login.into(), format!("Ông {login}"), None, vec![Position::own(agency(), role, "")])
}

fn month() -> Month {
    "2025-11".parse().expect("a month")
}

fn on(today: Date) -> Context {
    Context { today, cut_off: month().cut_off(CUT_OFF), figures: Figures::default() }
}

fn done(report: MonthlyReport, actor: &Actor, command: Command, today: Date) -> Result<MonthlyReport, Refusal> {
    let (event, _) = decide(actor, &agency(), month(), &report, command, on(today))?;
    let body = event.body().expect("a body");
    assert_eq!(Event::parse(event.kind(), &body).expect("the same"), event);
    Ok(report.next(&event, crate::calendar::instant(today.at(9, 0, 0, 0)), (&actor.login, &actor.name)))
}

fn send() -> Command {
    Command::Send { note: String::new() }
}

const DAY: Date = date(2025, 11, 26);

#[test]
fn a_report_is_sent_by_one_and_approved_by_another_and_then_nothing_moves_it() {
    let (clerk, head) = (officer("vanthu", Role::Clerk), officer("giamdoc", Role::Approver));
    let report = done(MonthlyReport::default(), &clerk, send(), DAY).expect("sent");
    assert_eq!(report.state, State::Awaiting);
    assert_eq!(done(report.clone(), &clerk, Command::Approve, DAY).expect_err("a clerk").code, "leaders-only");
    let returned = done(report, &head, Command::Return { reason: "Thiếu số liệu".into() }, DAY).expect("returned");
    assert_eq!((returned.state, returned.reason.as_str()), (State::NotSent, "Thiếu số liệu"));
    let again = done(returned, &clerk, send(), DAY).expect("sent again");
    let locked = done(again, &head, Command::Approve, DAY).expect("approved");
    assert_eq!(locked.state, State::Locked);
    for command in
        [send(), Command::Approve, Command::Return { reason: "x".into() }, Command::Skip { reason: "x".into() }]
    {
        assert_eq!(done(locked.clone(), &head, command, DAY).expect_err("locked").code, "report-locked");
    }
}

#[test]
fn nobody_approves_their_own_report_nor_sends_before_the_cut_off() {
    let head = officer("giamdoc", Role::Approver);
    let early = done(MonthlyReport::default(), &head, send(), date(2025, 11, 24)).expect_err("too early");
    assert_eq!(early.code, "report-before-cut-off");
    let sent = done(MonthlyReport::default(), &head, send(), date(2025, 11, 25)).expect("sent");
    assert_eq!(done(sent.clone(), &head, Command::Approve, DAY).expect_err("their own").code, "report-your-own");
    let substitute = stand_in("phogiamdoc", &head);
    assert_eq!(done(sent, &substitute, Command::Approve, DAY).expect_err("in their place").code, "report-your-own");
    let sent = done(MonthlyReport::default(), &substitute, send(), DAY).expect("sent in their place");
    assert_eq!(done(sent, &head, Command::Approve, DAY).expect_err("for them").code, "report-your-own");
    let stranger = Actor::new(
        "x".into(),
        "X".into(),
        None,
        vec![Position::own("H35.14".parse().expect("a code"), Role::Approver, "")],
    );
    assert_eq!(done(MonthlyReport::default(), &stranger, send(), DAY).expect_err("not theirs").code, "assigners-only");
}

#[test]
fn the_day_of_cut_off_is_data_with_a_date_of_effect() {
    let province: AgencyCode = "H35".parse().expect("a code");
    let chairman = Actor::new("c".into(), "C".into(), None, vec![Position::own(province.clone(), Role::Approver, "")]);
    let set = |day, from: &str| {
        set_cut_off(&chairman, &province, Some(day), from.parse().ok(), "CV 1", DAY).map(|(event, _)| event)
    };
    assert!(matches!(set(20, "2025-12"), Ok(Event::CutOffSet(set)) if set.day == 20));
    assert_eq!(set(31, "2025-12").expect_err("not every month has it").problems[0].code, "cut-off-day");
    assert_eq!(set(20, "2025-10").expect_err("the past stays").problems[0].code, "cut-off-from");
    assert!(set_cut_off(&officer("x", Role::Approver), &province, Some(20), Some(month()), "CV", DAY).is_err());
    assert_eq!(
        (month().before().to_string().as_str(), "2025-02".parse::<Month>().expect("a month").cut_off(30)),
        ("2025-10", date(2025, 2, 28))
    );
    assert!("2025-13".parse::<Month>().is_err() && "25-1".parse::<Month>().is_err());
}
