//! The curve of a year: what may be spent, what was to be paid out and what was, month by month; drawn, and as the table beside it.

use super::millions;
use crate::components::{Column, Columns};
use crate::frame::Frame;
use jiff::civil::Date;
use rules::budget::Line;
use rules::money::Dong;

/// Width and height of the drawing.
const SIZE: (f64, f64) = (640.0, 240.0);

/// What it came to by the end of a month.
pub(super) struct Month {
    pub(super) last_day: Date,
    pub(super) allocated: Dong,
    pub(super) planned: Dong,
    /// Nothing for a month that has not begun.
    pub(super) disbursed: Option<Dong>,
}

/// The curve, drawn.
pub(super) struct Curve {
    pub(super) columns: Columns,
    pub(super) rows: Vec<[String; 4]>,
    /// The points of the lines.
    pub(super) allocated: String,
    pub(super) planned: String,
    pub(super) disbursed: String,
    /// Where the months stand below, with their numbers.
    pub(super) marks: Vec<(String, i8)>,
    /// Where the interval of the year's end stands: its upper end, its height, and the height of what is expected.
    pub(super) expected: Option<(String, String, String)>,
}

/// The months of a year to draw: `at` tells what it comes to by a day.
pub(super) fn months(year: i16, today: Date, mut at: impl FnMut(Date) -> (Dong, Dong, Dong)) -> Vec<Month> {
    let months = (1..=12).filter_map(|month| Some(Date::new(year, month, 1).ok()?.last_of_month()));
    months
        .map(|last_day| {
            let begun = last_day.first_of_month() <= today;
            let (allocated, planned, disbursed) = at(last_day);
            Month { last_day, allocated, planned, disbursed: begun.then_some(disbursed) }
        })
        .collect()
}

/// What was to be paid out of lines by a day, of what each may spend then.
pub(super) fn planned<'a>(lines: impl Iterator<Item = (&'a Line, Dong)>, by: Date) -> Dong {
    Dong(lines.map(|(line, allocated)| line.planned(allocated, by).0).sum())
}

/// Draws months, and what is expected at the end of the year: the least, what is expected, the most.
#[expect(clippy::cast_precision_loss, reason = "budgets of a province are far below 2^53 đồng")]
pub(super) fn drawn(f: &Frame, months: &[Month], expected: Option<(Dong, Dong, Dong)>) -> Curve {
    let top = months.iter().map(|month| month.allocated.0.max(month.planned.0)).max().unwrap_or(0).max(1) as f64;
    let y = |amount: Dong| format!("{:.1}", SIZE.1 - 10.0 - (amount.0 as f64 / top).clamp(0.0, 1.05) * (SIZE.1 - 30.0));
    let x = |month: &Month| 20.0 + f64::from(month.last_day.month()) / 12.0 * (SIZE.0 - 50.0);
    let points = |amount: &dyn Fn(&Month) -> Option<Dong>| {
        let from = format!("20,{}", y(Dong(0)));
        let points = months.iter().filter_map(|month| Some(format!("{:.1},{}", x(month), y(amount(month)?))));
        std::iter::once(from).chain(points).collect::<Vec<_>>().join(" ")
    };
    let height = |from: &str, to: &str| {
        let read = |text: &str| text.parse::<f64>().unwrap_or_default();
        format!("{:.1}", (read(to) - read(from)).max(2.0))
    };
    Curve {
        columns: vec![
            Column::text(f.t("budget-col-month")),
            Column::number(f.t("budget-col-allocated")),
            Column::number(f.t("budget-col-planned")),
            Column::number(f.t("budget-col-disbursed")),
        ],
        rows: months
            .iter()
            .map(|month| {
                [
                    f.t2(
                        "budget-month",
                        "month",
                        i64::from(month.last_day.month()),
                        "year",
                        month.last_day.year().to_string(),
                    ),
                    millions(f, month.allocated),
                    millions(f, month.planned),
                    month.disbursed.map_or_else(String::new, |amount| millions(f, amount)),
                ]
            })
            .collect(),
        allocated: points(&|month| Some(month.allocated)),
        planned: points(&|month| Some(month.planned)),
        disbursed: points(&|month| month.disbursed),
        marks: months.iter().map(|month| (format!("{:.1}", x(month)), month.last_day.month())).collect(),
        expected: expected.map(|(least, expected, most)| {
            let (top, bottom) = (y(most), y(least));
            (top.clone(), height(&top, &bottom), y(expected))
        }),
    }
}
