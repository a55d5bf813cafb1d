//! Money from allocation to payment, and what the books refuse.

use super::*;
use crate::Refusal;
use crate::codes::{AgencyCode, BudgetCode};
use crate::money::Dong;
use crate::people::{Actor, Agency, AgencyKind, AgencyLevel, Directory, Entry as Listed, Position, Role};
use jiff::civil::{Date, date};

const TODAY: Date = date(2025, 12, 23);

fn code(text: &str) -> AgencyCode {
    text.parse().expect("a code")
}

fn directory() -> Directory {
    let all = [("H35", AgencyLevel::Province), ("H35.07", AgencyLevel::Department)];
    let entry = |(text, level)| Listed::from(Agency::new(code(text), text, level, AgencyKind::Authority));
    Directory::new(all.map(entry), None)
}

fn clerk(agency: &str) -> Actor {
    Actor::new("vanthu".into(), "Văn thư".into(), None, vec![Position::own(code(agency), Role::Clerk, "")])
}

fn typed() -> Draft {
    Draft {
        year: Some(2025),
        name: "Nâng cấp hệ thống một cửa".into(),
        source: Some(Source::Provincial),
        field: Some(Field::Digital),
        agency: Some(code("H35.07")),
        task: None,
        plan: "10 30 60 100".into(),
    }
}

fn opened() -> BudgetLine {
    let number: BudgetCode = "NS-2025-00001".parse().expect("a code");
    let (event, _) = open(&clerk("H35"), &directory(), number, &typed()).expect("opened");
    BudgetLine::next(None, &event).expect("a line")
}

fn entry(kind: MovementKind, on: Date, amount: i64) -> Entry {
    Entry { kind: Some(kind), on: Some(on), amount: Some(Dong(amount)), document: "QĐ 1".into(), files: Vec::new() }
}

fn entered(by: &str, line: &BudgetLine, entry: Entry) -> Result<BudgetLine, Refusal> {
    let (event, _) = record(&clerk(by), line, entry, TODAY)?;
    let body = event.body().expect("a body");
    assert_eq!(Event::parse(event.kind(), &body).expect("the same"), event);
    Ok(BudgetLine::next(Some(line.clone()), &event).expect("a line"))
}

use MovementKind::{Adjustment, Allocation, Commitment, Disbursement};

#[test]
fn money_is_allocated_bound_and_paid() {
    let line = opened();
    let line = entered("H35", &line, entry(Allocation, date(2025, 1, 15), 1_000)).expect("allocated");
    let line = entered("H35.07", &line, entry(Commitment, date(2025, 3, 1), 900)).expect("bound");
    let line = entered("H35.07", &line, entry(Disbursement, date(2025, 4, 1), 400)).expect("paid");
    let line = entered("H35", &line, entry(Adjustment, date(2025, 6, 1), -100)).expect("lowered");
    let line = entered("H35.07", &line, entry(Disbursement, date(2025, 9, 1), 500)).expect("paid to the end");
    let sums = line.sums(date(2025, 4, 30));
    assert_eq!((sums.allocated, sums.committed, sums.disbursed), (Dong(1_000), Dong(900), Dong(400)));
    assert_eq!(line.whole(), Sums { allocated: Dong(900), committed: Dong(900), disbursed: Dong(900) });
    assert_eq!(line.course().len(), 5);
    let (event, _) = void(&clerk("H35.07"), &line, 3, "Ghi hai lần").expect("taken back");
    let line = BudgetLine::next(Some(line), &event).expect("a line");
    assert_eq!(line.whole().disbursed, Dong(500));
    assert_eq!(void(&clerk("H35"), &line, 3, "Lại").expect_err("once").code, "budget-entry-unknown");
    assert_eq!(void(&clerk("H35"), &line, 1, "x").expect_err("it was spent").code, "budget-above-allocation");
}

#[test]
fn a_payment_is_above_zero_within_the_allocation_and_after_it() {
    let problem = |refusal: Refusal| refusal.problems[0].code;
    let line = opened();
    let early = entered("H35.07", &line, entry(Disbursement, date(2025, 2, 1), 1)).expect_err("nothing is allocated");
    assert_eq!(early.code, "budget-before-allocation");
    let line = entered("H35", &line, entry(Allocation, date(2025, 2, 10), 1_000)).expect("allocated");
    let before = entered("H35.07", &line, entry(Disbursement, date(2025, 2, 9), 1)).expect_err("the day before");
    assert_eq!((before.code, before.args[1].1.as_str()), ("budget-before-allocation", "2025-02-10"));
    for nothing in [0, -5] {
        let refused = entered("H35.07", &line, entry(Disbursement, date(2025, 3, 1), nothing)).expect_err("no payment");
        assert_eq!(problem(refused), "budget-amount-not-positive");
    }
    let line = entered("H35.07", &line, entry(Disbursement, date(2025, 5, 1), 700)).expect("paid");
    let above = entered("H35.07", &line, entry(Disbursement, date(2025, 6, 1), 301)).expect_err("too much");
    assert_eq!((above.code, above.args[2].1.as_str()), ("budget-above-allocation", "300"));
    // Entered later, it still was on an earlier day.
    let earlier = entered("H35.07", &line, entry(Disbursement, date(2025, 3, 1), 301)).expect_err("too much in May");
    assert_eq!((earlier.code, earlier.args[0].1.as_str()), ("budget-above-allocation", "2025-05-01"));
    let lowered = entered("H35", &line, entry(Adjustment, date(2025, 7, 1), -301)).expect_err("spent already");
    assert_eq!(lowered.code, "budget-above-allocation");
    let other = entered("H35.07", &line, entry(Disbursement, date(2024, 5, 1), 1)).expect_err("another year");
    assert_eq!(problem(other), "budget-other-year");
    let to_come = entered("H35.07", &line, entry(Disbursement, date(2025, 12, 24), 1)).expect_err("tomorrow");
    assert_eq!(problem(to_come), "date-in-future");
}

#[test]
fn a_plan_says_how_much_by_the_end_of_each_quarter() {
    let line = opened().line;
    let planned = |month, day| line.planned(Dong(9_000), date(2025, month, day)).0;
    assert_eq!([planned(3, 31), planned(6, 30), planned(9, 30), planned(12, 31)], [900, 2_700, 5_400, 9_000]);
    assert_eq!(planned(11, 15), 7_200, "halfway through the last quarter");
    assert_eq!(line.planned(Dong(9_000), date(2026, 1, 31)), Dong(9_000));
    for wrong in ["10 30 60", "10 30 20 100", "10 30 60 90", "a b c d"] {
        let number: BudgetCode = "NS-2025-00002".parse().expect("a code");
        let draft = Draft { plan: wrong.into(), ..typed() };
        let refused = open(&clerk("H35"), &directory(), number, &draft).expect_err("no plan");
        assert_eq!(refused.problems[0].code, "budget-plan");
    }
}

#[test]
fn who_spends_does_not_allocate() {
    let line = opened();
    let own = entered("H35.07", &line, entry(Allocation, date(2025, 1, 15), 1_000)).expect_err("not to oneself");
    assert_eq!(own.code, "budget-allocators-only");
    let number: BudgetCode = "NS-2025-00002".parse().expect("a code");
    let refused = open(&clerk("H35.07"), &directory(), number.clone(), &typed()).expect_err("the province opens");
    assert_eq!(refused.code, "budget-allocators-only");
    let elsewhere = entered("H35.27", &line, entry(Disbursement, date(2025, 4, 1), 1)).expect_err("not theirs");
    assert_eq!(elsewhere.code, "officers-only");
    let empty = open(&clerk("H35"), &directory(), number, &Draft::default()).expect_err("everything is missing");
    let at: Vec<_> = empty.problems.iter().map(|problem| problem.pointer.as_str()).collect();
    assert_eq!(at, ["/name", "/year", "/source", "/field", "/agency"]);
}

#[test]
fn nothing_is_foretold_from_less_than_two_years() {
    let this = [LineAt { code: "NS-2025-00001".parse().expect("a code"), allocated: Dong(100), disbursed: Dong(70) }];
    let past = |year| PastLine { year, allocated: Dong(100), by_then: Dong(60), at_last: Dong(90) };
    assert_eq!(forecast(&this, &[past(2024)]), None);
    let found = forecast(&this, &[past(2023), past(2024)]).expect("two years");
    assert_eq!((found.expected, found.years.as_slice()), (Dong(93), &[2023, 2024][..]), "three quarters of the rest");
    assert!(found.lines[0].stays && found.lines[0].left == Dong(7));
    assert_eq!((found.least, found.most), (Dong(93), Dong(93)), "past years did not stray");
    assert_eq!(forecast(&[], &[past(2023), past(2024)]), None, "nothing may be spent");
}
