//! What will have been disbursed when a year's books are closed, learnt from the lines of past years.
//!
//! A line that had disbursed a share of its allocation by this day of the year disburses of the rest what lines like it did in past years:
//! those in the same quarter of the share, all of them where they are fewer than five. How far past years and their lines strayed from that
//! gives the interval. Nothing else is known to it: no contracts, no reasons.

use crate::codes::BudgetCode;
use crate::money::Dong;
use std::collections::BTreeMap;

/// So many past lines a quarter needs to speak for itself.
const ENOUGH: usize = 5;
/// A line is expected not to be spent when less than this share of it is.
const SPENT: f64 = 0.95;

/// A line of a past year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PastLine {
    /// Of which year.
    pub year: i16,
    /// What could be spent.
    pub allocated: Dong,
    /// What had been paid out by the same day of that year.
    pub by_then: Dong,
    /// What had been paid out when the books were closed.
    pub at_last: Dong,
}

/// A line of this year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineAt {
    /// Its code.
    pub code: BudgetCode,
    /// What may be spent.
    pub allocated: Dong,
    /// What was paid out.
    pub disbursed: Dong,
}

/// What is expected of lines together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecast {
    /// What may be spent.
    pub allocated: Dong,
    /// What was paid out.
    pub disbursed: Dong,
    /// What is expected to have been paid out.
    pub expected: Dong,
    /// Nine times out of ten it is no less.
    pub least: Dong,
    /// And no more.
    pub most: Dong,
    /// The past years that it is learnt from, oldest first.
    pub years: Vec<i16>,
    /// What is expected of each line.
    pub lines: Vec<LineForecast>,
}

/// What is expected of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineForecast {
    /// Its code.
    pub code: BudgetCode,
    /// What is expected to have been paid out.
    pub expected: Dong,
    /// What is expected to be left.
    pub left: Dong,
    /// Whether so much is left that somebody should move it.
    pub stays: bool,
}

/// What is expected of these lines; nothing before there are two past years to learn from, or where nothing may be spent.
#[must_use]
pub fn forecast(lines: &[LineAt], past: &[PastLine]) -> Option<Forecast> {
    let past: Vec<&PastLine> = past.iter().filter(|line| line.allocated.0 > 0).collect();
    let rates = Rates::learn(&past)?;
    let (mut allocated, mut disbursed, mut expected, mut rest, mut squares) = (0_i64, 0_i64, 0_i64, 0.0, 0.0);
    let mut each = Vec::new();
    for line in lines.iter().filter(|line| line.allocated.0 > 0) {
        let left = float(line.allocated.0.saturating_sub(line.disbursed.0)).max(0.0);
        let more = rounded(left * rates.of(share(line.disbursed, line.allocated)));
        let at_last = line.disbursed.0.saturating_add(more).min(line.allocated.0.max(line.disbursed.0));
        allocated = allocated.saturating_add(line.allocated.0);
        disbursed = disbursed.saturating_add(line.disbursed.0);
        expected = expected.saturating_add(at_last);
        rest += left;
        squares += left * left;
        each.push(LineForecast {
            code: line.code.clone(),
            expected: Dong(at_last),
            left: Dong(line.allocated.0.saturating_sub(at_last).max(0)),
            stays: float(at_last) < SPENT * float(line.allocated.0),
        });
    }
    if allocated == 0 {
        return None;
    }
    let strays = (rates.of_years * rest * rest + rates.of_lines * squares).sqrt();
    let around = rounded(rates.width * strays);
    Some(Forecast {
        allocated: Dong(allocated),
        disbursed: Dong(disbursed),
        expected: Dong(expected),
        least: Dong(expected.saturating_sub(around).max(disbursed)),
        most: Dong(expected.saturating_add(around).min(allocated.max(disbursed))),
        years: rates.years,
        lines: each,
    })
}

/// What was learnt: the share of the rest that is still disbursed, by quarter of what was, and how far this strays.
struct Rates {
    quarters: [f64; 4],
    years: Vec<i16>,
    /// The variance of years around it, for the rest of all lines together.
    of_years: f64,
    /// The variance of lines around their year.
    of_lines: f64,
    /// How many deviations nine of ten years are within.
    width: f64,
}

impl Rates {
    fn learn(past: &[&PastLine]) -> Option<Self> {
        let mut years: Vec<i16> = past.iter().map(|line| line.year).collect();
        years.sort_unstable();
        years.dedup();
        if years.len() < 2 {
            return None;
        }
        let quarters = std::array::from_fn(|quarter| {
            let like = |line: &&&PastLine| quarter_of(share(line.by_then, line.allocated)) == quarter;
            let some: Vec<_> = past.iter().filter(like).collect();
            if some.len() < ENOUGH { rate(past.iter()) } else { rate(some.into_iter()) }
        });
        let mut rates = Self { quarters, years, of_years: 0.0, of_lines: 0.0, width: 0.0 };
        // How far each line strayed, in shares of its rest; years weigh their lines by it.
        let mut strayed: BTreeMap<i16, Vec<(f64, f64)>> = BTreeMap::new();
        for line in past {
            let rest = float(line.allocated.0.saturating_sub(line.by_then.0));
            if rest > 0.0 {
                let more = float(line.at_last.0.saturating_sub(line.by_then.0));
                let stray = more / rest - rates.of(share(line.by_then, line.allocated));
                strayed.entry(line.year).or_default().push((stray, rest));
            }
        }
        let (mut years, mut lines, mut count) = (0.0, 0.0, 0.0);
        for some in strayed.values() {
            let whole: f64 = some.iter().map(|(_, rest)| rest).sum();
            let mean = some.iter().map(|(stray, rest)| stray * rest).sum::<f64>() / whole;
            years += mean * mean;
            lines += some.iter().map(|(stray, _)| (stray - mean) * (stray - mean)).sum::<f64>();
            count += some.iter().map(|_| 1.0).sum::<f64>();
        }
        let kept: f64 = strayed.values().map(|_| 1.0).sum();
        if kept > 1.0 {
            rates.of_years = years / (kept - 1.0) * (1.0 + 1.0 / kept);
            rates.of_lines = lines / f64::max(count - kept, 1.0);
        }
        rates.width = width(strayed.len());
        Some(rates)
    }

    fn of(&self, share: f64) -> f64 {
        self.quarters.get(quarter_of(share)).copied().unwrap_or_default()
    }
}

/// The share of what was left by then that was disbursed at last, of lines together.
fn rate<'a>(lines: impl Iterator<Item = &'a &'a PastLine>) -> f64 {
    let (mut more, mut rest) = (0.0, 0.0);
    for line in lines {
        more += float(line.at_last.0.saturating_sub(line.by_then.0));
        rest += float(line.allocated.0.saturating_sub(line.by_then.0));
    }
    if rest > 0.0 { (more / rest).clamp(0.0, 1.0) } else { 1.0 }
}

/// Within how many deviations nine of ten are, learnt from so many years: Student's distribution, as tabulated.
fn width(years: usize) -> f64 {
    const TABLE: [f64; 10] = [6.314, 2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833, 1.812];
    years.checked_sub(2).map_or(TABLE[0], |at| TABLE.get(at).copied().unwrap_or(1.75))
}

fn quarter_of(share: f64) -> usize {
    [0.25, 0.5, 0.75].iter().filter(|bound| share >= **bound).count()
}

fn share(part: Dong, whole: Dong) -> f64 {
    if whole.0 > 0 { float(part.0) / float(whole.0) } else { 0.0 }
}

#[expect(clippy::cast_precision_loss, reason = "budgets of a province are far below 2^53 đồng")]
fn float(amount: i64) -> f64 {
    amount as f64
}

#[expect(clippy::cast_possible_truncation, reason = "it was an amount before")]
fn rounded(amount: f64) -> i64 {
    amount.round() as i64
}
