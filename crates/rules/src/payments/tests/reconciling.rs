use crate::money::Dong;
use crate::payments::*;
use jiff::civil::date;
use proptest::prelude::*;

fn attempt(seed: u8) -> AttemptCode {
    AttemptCode::of_random([seed; 9])
}

fn line(transaction: &str, credit: i64, content: &str) -> Line {
    Line {
        row: 1,
        day: date(2025, 12, 23),
        transaction: transaction.into(),
        credit: Dong(credit),
        debit: Dong(0),
        content: content.into(),
    }
}

fn known(source: Source, transaction: &str, of: Option<u8>, amount: i64) -> Known {
    Known {
        source,
        transaction: transaction.into(),
        attempt: of.map(attempt),
        reference: Reference::of_random([1; 9]),
        amount: Dong(amount),
    }
}

fn differences(lines: &[Line], money: &[Known]) -> Vec<(Difference, Option<usize>, Option<usize>)> {
    compare(lines, money).into_iter().map(|row| (row.difference, row.line, row.known)).collect()
}

#[test]
fn each_difference_is_shown_and_the_worst_come_first() {
    let lines = [
        line("FT1", 79_000, "nop tien"),
        line("FT2", 50_000, &format!("CTT {} THANH TOAN", attempt(2))),
        line("FT3", 40_000, &format!("ctt{}", attempt(3).as_str().to_lowercase())),
        line("FT4", 10_000, "khong ro"),
    ];
    let money = [
        known(Source::Bank, "FT1", None, 79_000),
        known(Source::Gateway, "GD2", Some(2), 50_000),
        known(Source::Gateway, "GD3", Some(3), 45_000),
        known(Source::Gateway, "GD5", Some(5), 20_000),
        known(Source::Cash, "Q1", None, 15_000),
    ];
    assert_eq!(
        differences(&lines, &money),
        [
            (Difference::MissingHere, Some(3), None),
            (Difference::MissingAtBank, None, Some(3)),
            (Difference::Amount, Some(2), Some(2)),
            (Difference::None, Some(0), Some(0)),
            (Difference::None, Some(1), Some(1)),
        ]
    );
}

#[test]
fn one_try_that_was_paid_twice_takes_two_lines_and_a_third_is_missing_here() {
    let content = attempt(1).to_string();
    let lines = [line("FT1", 500, &content), line("FT2", 700, &content), line("FT3", 500, &content)];
    let money = [known(Source::Gateway, "GD1", Some(1), 700), known(Source::Gateway, "GD2", Some(1), 500)];
    let rows = differences(&lines, &money);
    assert_eq!(rows.iter().filter(|row| row.0 == Difference::None).count(), 2);
    assert_eq!(rows[0], (Difference::MissingHere, Some(2), None));
}

proptest! {
    #[test]
    fn every_line_and_every_money_stands_in_one_row(
        lines in prop::collection::vec((0_u8..6, 0_u8..6, 1_i64..4), 0..20),
        money in prop::collection::vec((0_u8..6, 1_i64..4, any::<bool>()), 0..20),
    ) {
        let lines: Vec<Line> = lines
            .into_iter()
            .enumerate()
            .map(|(at, (_, of, amount))| line(&format!("FT{at}"), amount, attempt(of).as_str()))
            .collect();
        let money: Vec<Known> = money
            .into_iter()
            .enumerate()
            .map(|(at, (of, amount, gateway))| {
                let source = if gateway { Source::Gateway } else { Source::Bank };
                known(source, &format!("FT{}", at * 3), gateway.then_some(of), amount)
            })
            .collect();
        let rows = compare(&lines, &money);
        let mut of_lines: Vec<usize> = rows.iter().filter_map(|row| row.line).collect();
        let mut of_money: Vec<usize> = rows.iter().filter_map(|row| row.known).collect();
        of_lines.sort_unstable();
        of_money.sort_unstable();
        prop_assert_eq!(of_lines, (0..lines.len()).collect::<Vec<_>>());
        prop_assert_eq!(of_money, (0..money.len()).collect::<Vec<_>>());
        for row in rows {
            let sums = row.line.map(|at| lines[at].credit).zip(row.known.map(|at| money[at].amount));
            prop_assert_eq!(row.difference == Difference::None, sums.is_some_and(|(one, other)| one == other));
        }
    }
}
