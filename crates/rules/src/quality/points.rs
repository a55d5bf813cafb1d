//! Points, exact: whole millionths, rounded once an indicator. Everything above is a sum, so parts add up to their whole.

use serde::{Serialize, Serializer};
use std::fmt;
use std::iter::Sum;
use std::ops::Add;

/// Points of the index in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Points(i64);

/// Millionths in a point.
const UNIT: i64 = 1_000_000;

impl Points {
    /// No points.
    pub const ZERO: Self = Self(0);

    /// So many whole points.
    #[must_use]
    pub const fn whole(points: u16) -> Self {
        Self(points as i64 * UNIT)
    }

    /// So many whole units of what is counted: agencies, villages.
    #[must_use]
    pub const fn count(units: i64) -> Self {
        Self(units.saturating_mul(UNIT))
    }

    /// So many millionths.
    #[must_use]
    pub const fn from_millionths(millionths: i64) -> Self {
        Self(millionths)
    }

    /// The millionths.
    #[must_use]
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// So many times `numerator / denominator`, rounded half up to the millionth; none of nothing when the denominator is not
    /// positive.
    #[must_use]
    pub fn times(self, numerator: i64, denominator: i64) -> Self {
        if denominator <= 0 {
            return Self::ZERO;
        }
        let (value, denominator) = (i128::from(self.0) * i128::from(numerator), i128::from(denominator));
        let rounded = (value * 2 + denominator).div_euclid(denominator * 2);
        Self(i64::try_from(rounded).unwrap_or(i64::MAX))
    }

    /// As a number, for JSON and charts: never for sums.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a few hundred points fit a double to the last millionth")]
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / UNIT as f64
    }

    /// In hundredths of a point, rounded half up: what people are shown.
    #[must_use]
    pub const fn hundredths(self) -> i64 {
        (self.0 + UNIT / 200).div_euclid(UNIT / 100)
    }
}

impl Add for Points {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Self>>(points: I) -> Self {
        points.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Points {
    /// With two decimals and a point: `90.40`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hundredths = self.hundredths();
        let sign = if hundredths < 0 { "-" } else { "" };
        let text = format!("{sign}{}.{:02}", hundredths.abs() / 100, hundredths.abs() % 100);
        out.pad(&text)
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.to_f64())
    }
}

/// The parts in hundredths such that what is shown adds up to what is shown of the whole: each is rounded down, and those
/// that lost most get the missing hundredths (largest remainder).
#[must_use]
pub fn apportion(parts: &[Points]) -> Vec<i64> {
    let cell = UNIT / 100;
    let mut shown: Vec<i64> = parts.iter().map(|part| part.0.div_euclid(cell)).collect();
    let missing = parts.iter().copied().sum::<Points>().hundredths() - shown.iter().sum::<i64>();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|at| (-parts[*at].0.rem_euclid(cell), *at));
    for at in order.into_iter().take(usize::try_from(missing).unwrap_or(0)) {
        shown[at] += 1;
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_points_is_rounded_once_and_half_up() {
        assert_eq!(Points::whole(6).times(1, 3), Points(2_000_000));
        assert_eq!(Points::whole(20).times(2, 3), Points(13_333_333));
        assert_eq!(Points::whole(1).times(1, 0), Points::ZERO);
        assert_eq!(Points(90_400_000).to_string(), "90.40");
        assert_eq!(Points(4_999).to_string(), "0.00");
        assert_eq!(Points(5_000).to_string(), "0.01");
    }

    #[test]
    fn shown_parts_add_up_to_the_shown_whole() {
        let parts = [Points(1_333_333), Points(1_333_333), Points(1_333_334)];
        assert_eq!(apportion(&parts), [133, 133, 134]);
        let parts = [Points(1_005_000), Points(1_005_000), Points(1_005_000)];
        assert_eq!(apportion(&parts).iter().sum::<i64>(), 302);
        assert_eq!(parts.iter().copied().sum::<Points>().hundredths(), 302);
    }
}
