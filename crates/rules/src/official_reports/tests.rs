//! Sums hold whatever is counted; a report lives as the policy says.

use super::*;
use crate::calendar::day_of;
use crate::codes::AgencyCode;
use crate::dossiers::tests::sample::{at, filed_dossier, somebody};
use crate::dossiers::{Channel, Dossier, Status, Supplement};
use crate::people::{Actor, Role};
use crate::quality::{Measure, Period, Totals, contributions};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn period(text: &str) -> ReportPeriod {
    text.parse().expect("a period")
}

#[test]
fn a_period_is_written_in_one_way_and_knows_its_days() {
    for (text, from, to, before) in [
        ("2025-11", date(2025, 11, 1), date(2025, 11, 30), "2025-10"),
        ("2025-Q1", date(2025, 1, 1), date(2025, 3, 31), "2024-Q4"),
        ("2025-H2", date(2025, 7, 1), date(2025, 12, 31), "2025-H1"),
        ("2024", date(2024, 1, 1), date(2024, 12, 31), "2023"),
    ] {
        let read = period(text);
        assert_eq!((read.days(), read.to_string()), (Period { from, to }, text.to_owned()));
        assert_eq!(read.before().to_string(), before);
        assert_eq!(ReportPeriod::of(to, read.cadence()), read);
        assert!(!read.is_over(to) && read.is_over(to.tomorrow().expect("a day")));
    }
    for wrong in
        ["", "25-11", "2025-13", "2025-00", "2025-1", "2025-Q5", "2025-Q0", "2025-H3", "2025-Q01", "+025", "2025-é"]
    {
        assert_eq!(wrong.parse::<ReportPeriod>(), Err(NoPeriod), "{wrong}");
    }
}

#[test]
fn formulas_name_columns_that_are_there() {
    for form in Form::ALL {
        let numbers: Vec<u8> = form.columns().iter().map(|column| column.number).collect();
        assert_eq!(numbers, (3..3 + u8::try_from(numbers.len()).expect("few")).collect::<Vec<_>>());
        for column in form.columns() {
            assert!(column.sum.iter().all(|number| numbers.contains(number)), "{} {}", form.key(), column.key);
        }
        assert_eq!(Form::from_key(form.key()), Some(form));
    }
}

/// One line of II.06a with these numbers in its columns.
fn written(cells: &[i64]) -> String {
    serde_json::json!({"form": "06a", "rows": [{"line": "all", "cells": cells}, {"line": "commune:Hộ tịch", "cells": cells}]})
        .to_string()
}

#[test]
fn a_report_whose_sums_do_not_hold_can_be_neither_made_nor_read() {
    let right = [10, 5, 3, 2, 7, 4, 2, 1, 3, 2, 1];
    assert!(serde_json::from_str::<Table>(&written(&right)).is_ok());
    for at in 0..right.len() {
        let mut wrong = right;
        wrong[at] += 1;
        assert!(serde_json::from_str::<Table>(&written(&wrong)).is_err(), "column {}", at + 3);
    }
    let line = (Tier::Commune, "Hộ tịch".to_owned());
    let base = Base::from([(line, BTreeMap::from([(4, 2), (8, 1)]))]);
    assert!(matches!(Table::new(Form::Settling, &base), Err(TableError::Check { .. })));
    // A total that is not the sum of its lines.
    let text = r#"{"form":"07a","rows":[{"line":"all","cells":[1,1,0,1,1,0,1,1,0]}]}"#;
    assert!(serde_json::from_str::<Table>(text).is_err());
}

fn moment(hours: i64) -> Timestamp {
    at(1, 0) + SignedDuration::from_hours(hours)
}

#[derive(Debug, Clone)]
struct Told {
    channel: Channel,
    received: i64,
    due: Option<i64>,
    finished: Option<i64>,
    supplements: Vec<i64>,
}

fn told() -> impl Strategy<Value = Told> {
    let channel =
        prop::sample::select(vec![Channel::Online, Channel::NationalPortal, Channel::Counter, Channel::Postal]);
    let hours = 0_i64..24 * 80;
    let due = prop::option::of(0_i64..24 * 30);
    let finished = prop::option::of(0_i64..24 * 50);
    (channel, hours, due, finished, prop::collection::vec(0_i64..100, 0..3)).prop_map(
        |(channel, received, due, finished, supplements)| Told {
            channel,
            received,
            due: due.map(|hours| received + hours),
            finished: finished.map(|hours| received + hours),
            supplements: supplements.into_iter().map(|hours| received + hours).collect(),
        },
    )
}

fn dossier(told: &Told) -> Dossier {
    let mut dossier = filed_dossier();
    dossier.filed.channel = told.channel;
    dossier.received_at = Some(moment(told.received));
    dossier.due_at = told.due.map(moment);
    dossier.finished_at = told.finished.map(moment);
    dossier.status = if told.finished.is_some() { Status::Processed } else { Status::InProcess };
    let mut asked = told.supplements.clone();
    asked.sort_unstable();
    let latest = told.finished.unwrap_or(i64::MAX);
    let supplement = |hour: i64| Supplement {
        content: String::new(),
        documents: Vec::new(),
        requested_at: moment(hour),
        supplied_at: Some(moment(hour)),
    };
    dossier.supplements = asked.into_iter().filter(|hour| *hour <= latest).map(supplement).collect();
    dossier
}

proptest! {
    /// Whatever happened, both forms can be made, and they agree with what the index counts of the same days.
    #[test]
    fn sums_hold_and_agree_with_the_index(stories in prop::collection::vec((told(), any::<bool>()), 0..40)) {
        let from = day_of(moment(24 * 30));
        let period = Period { from, to: day_of(moment(24 * 60)) };
        let (mut settling, mut delays, mut days) = (Base::new(), Base::new(), Vec::new());
        for (told, commune) in &stories {
            let dossier = dossier(told);
            days.extend(contributions(&dossier));
            let Some(placed) = place(&dossier, period) else { continue };
            let line = (if *commune { Tier::Commune } else { Tier::Province }, "Đất đai".to_owned());
            for (form, base) in [(Form::Settling, &mut settling), (Form::Delays, &mut delays)] {
                let cells = placed.cells(form);
                if !cells.is_empty() {
                    let row = base.entry(line.clone()).or_default();
                    cells.into_iter().for_each(|number| *row.entry(number).or_default() += 1);
                }
            }
        }
        let table = Table::new(Form::Settling, &settling).expect("the sums hold");
        let delays = Table::new(Form::Delays, &delays).expect("the sums hold");
        let totals = Totals::of(days, period);
        let of = |number| table.cell(&Line::All, number).expect("a column");
        let sums = &totals.period;
        prop_assert_eq!(of(4), sums[Measure::ReceivedOnline]);
        prop_assert_eq!(of(5), sums[Measure::ReceivedCounter] + sums[Measure::ReceivedPostal]);
        prop_assert_eq!([of(8), of(9), of(10)], [Measure::FinishedEarly, Measure::FinishedOnTime, Measure::FinishedLate].map(|measure| sums[measure]));
        prop_assert_eq!((of(11), of(13)), (totals.open, totals.overdue));
        prop_assert_eq!(delays.cell(&Line::All, 3), Some(of(10) + of(13)));
        let again: Table = serde_json::from_str(&serde_json::to_string(&table).expect("JSON")).expect("read back");
        prop_assert_eq!(again, table);
    }
}

fn agency(code: &str) -> AgencyCode {
    code.parse().expect("a code")
}

fn drawn() -> Context {
    let table = Table::new(Form::Settling, &Base::new()).expect("an empty form");
    Context { today: date(2025, 12, 2), drawn: Some((table, at(2, 8))) }
}

fn send() -> Command {
    Command::Send { note: String::new() }
}

/// What comes of a command on a report of the commune H35.1.02 over November.
fn answer(report: &OfficialReport, actor: &Actor, command: Command) -> Result<Event, &'static str> {
    let decided = decide(actor, Form::Settling, (&agency("H35.12"), period("2025-11")), report, command, drawn());
    decided.map(|(event, _)| event).map_err(|refusal| refusal.code)
}

#[test]
fn the_agency_sends_the_province_approves_and_only_the_province_unlocks() {
    let commune = somebody("clerk", &[(Role::Clerk, "H35.12")]);
    let head = somebody("head", &[(Role::Approver, "H35.12")]);
    let province = somebody("chairman", &[(Role::Approver, "H35")]);
    let both = somebody("both", &[(Role::Approver, "H35"), (Role::Approver, "H35.12")]);
    let mut report = OfficialReport::default();
    let then = |report: &mut OfficialReport, actor: &Actor, command: Command| {
        let event = answer(report, actor, command)?;
        *report = std::mem::take(report).next(&event, at(2, 9), (&actor.login, &actor.name));
        Ok::<_, &str>(())
    };
    let early = Context { today: date(2025, 11, 30), ..drawn() };
    let refused = decide(&commune, Form::Settling, (&agency("H35.12"), period("2025-11")), &report, send(), early);
    assert_eq!(refused.expect_err("not over").code, "official-report-too-early");
    assert_eq!(then(&mut report, &province, send()), Err("official-report-preparers-only"));
    assert_eq!(then(&mut report, &province, Command::Approve), Err("official-report-not-now"));
    assert_eq!(then(&mut report, &commune, send()), Ok(()));
    assert_eq!(then(&mut report, &head, Command::Approve), Err("official-report-approvers-only"));
    assert_eq!(then(&mut report, &both, Command::Approve), Err("official-report-own-agency"));
    let silent = Command::Return { reason: " ".into() };
    assert_eq!(then(&mut report, &province, silent), Err("input"));
    assert_eq!(then(&mut report, &province, Command::Return { reason: "Thiếu".into() }), Ok(()));
    assert_eq!((report.state, report.reason.as_str()), (State::NotSent, "Thiếu"));
    assert_eq!(then(&mut report, &commune, send()), Ok(()));
    assert_eq!(then(&mut report, &province, Command::Approve), Ok(()));
    for command in [send(), Command::Approve, Command::Return { reason: "x".into() }] {
        let actor = if command == send() { &commune } else { &province };
        assert_eq!(then(&mut report, actor, command), Err("official-report-locked"));
    }
    assert!(report.frozen().is_some());
    assert_eq!(
        then(&mut report, &head, Command::Unlock { reason: "Sửa".into() }),
        Err("official-report-approvers-only")
    );
    assert_eq!(then(&mut report, &province, Command::Unlock { reason: "Sửa".into() }), Ok(()));
    assert_eq!((report.state, report.frozen()), (State::NotSent, None));
}

#[test]
fn who_sent_the_provinces_report_does_not_approve_it() {
    let chairman = somebody("chairman", &[(Role::Approver, "H35")]);
    let deputy = somebody("deputy", &[(Role::Approver, "H35")]);
    let province = agency("H35");
    let whose = (&province, period("2025-11"));
    let (event, _) =
        decide(&chairman, Form::Settling, whose, &OfficialReport::default(), send(), drawn()).expect("sent");
    let report = OfficialReport::default().next(&event, at(2, 9), ("chairman", "C"));
    let own = decide(&chairman, Form::Settling, whose, &report, Command::Approve, drawn());
    assert_eq!(own.expect_err("their own").code, "official-report-your-own");
    assert!(decide(&deputy, Form::Settling, whose, &report, Command::Approve, drawn()).is_ok());
}

#[test]
fn the_province_lays_down_what_is_due_when() {
    let province = somebody("clerk", &[(Role::Clerk, "H35")]);
    let today = date(2025, 12, 2);
    let set =
        |days, authority| set_schedule(&province, Some(Form::Settling), Some(Cadence::Quarter), days, authority, today);
    assert!(set(Some(5), "Công văn 12/UBND").is_ok());
    assert_eq!(set(Some(0), " ").expect_err("wrong").problems.len(), 2);
    let commune = somebody("clerk", &[(Role::Clerk, "H35.12")]);
    assert!(set_schedule(&commune, Some(Form::Settling), Some(Cadence::Month), Some(5), "x", today).is_err());
}
