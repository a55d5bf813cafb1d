//! When a value stands out and must be explained. The rule is open and stands on the page: no value is refused for it.
//!
//! From four earlier values on: more than three median absolute deviations (scaled by 1.4826, so that they compare with standard
//! deviations) from their median. With fewer, or where they never moved: more than half more or less than the last one. A cumulative
//! value that falls within its year always stands out.

use super::{Amount, Kind, ReportPeriod};
use serde::{Deserialize, Serialize};

/// So many scaled deviations are far.
pub const MANY_DEVIATIONS: i64 = 3;
/// A change of more than so many per cent is large.
pub const LARGE_CHANGE: i64 = 50;
/// So many earlier values are a history.
const HISTORY: usize = 4;
/// What a median absolute deviation is multiplied with, in ten-thousandths.
const SCALE: i128 = 14_826;

/// In what a value stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outlier {
    /// Far from the median of its own history.
    FarFromMedian {
        /// The median.
        median: Amount,
    },
    /// Much more or less than the last one.
    LargeChange {
        /// The last one.
        last: Amount,
    },
    /// What adds up over the year fell.
    Fell {
        /// The last one.
        last: Amount,
    },
}

impl Outlier {
    /// Its name in texts.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::FarFromMedian { .. } => "far-from-median",
            Self::LargeChange { .. } => "large-change",
            Self::Fell { .. } => "fell",
        }
    }

    /// What it is compared with.
    #[must_use]
    pub fn compared(self) -> Amount {
        match self {
            Self::FarFromMedian { median } => median,
            Self::LargeChange { last } | Self::Fell { last } => last,
        }
    }
}

/// In what a value stands out from the earlier approved ones of the same agency, oldest first; nothing where it does not.
#[must_use]
pub fn outlier(value: Amount, period: ReportPeriod, kind: Kind, history: &[(ReportPeriod, Amount)]) -> Option<Outlier> {
    let (when, last) = history.last().copied()?;
    let same_year = when.year() == period.year();
    if kind == Kind::Cumulative && same_year && value < last {
        return Some(Outlier::Fell { last });
    }
    // What adds up begins anew each year: there a history is that of one year's steps, not of its heights.
    if kind == Kind::Discrete && history.len() >= HISTORY {
        let middle = median(history.iter().map(|(_, amount)| i128::from(amount.0)).collect());
        let deviation = median(history.iter().map(|(_, amount)| (i128::from(amount.0) - middle).abs()).collect());
        if deviation > 0 {
            let far = (i128::from(value.0) - middle).abs() * 10_000 > i128::from(MANY_DEVIATIONS) * SCALE * deviation;
            return far.then(|| Outlier::FarFromMedian { median: Amount(i64::try_from(middle).unwrap_or(i64::MAX)) });
        }
    }
    if kind == Kind::Cumulative && !same_year {
        return None;
    }
    let change = (i128::from(value.0) - i128::from(last.0)).abs();
    (change * 100 > i128::from(last.0).abs() * i128::from(LARGE_CHANGE)).then_some(Outlier::LargeChange { last })
}

/// The middle one, or the mean of the two in the middle.
fn median(mut values: Vec<i128>) -> i128 {
    values.sort_unstable();
    let (half, odd) = (values.len() / 2, values.len() % 2 == 1);
    match (odd, values.get(half), half.checked_sub(1).and_then(|at| values.get(at))) {
        (true, Some(middle), _) => *middle,
        (false, Some(upper), Some(lower)) => (upper + lower) / 2,
        _ => 0,
    }
}
