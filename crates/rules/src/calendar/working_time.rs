//! An amount of working time, in seconds, with a sign.

use serde::{Deserialize, Serialize};
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};

/// An amount of working time in seconds; negative when it points back. Sums stop at the ends of `i64`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WorkingTime(pub i64);

impl WorkingTime {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// So many whole hours.
    #[must_use]
    pub const fn from_hours(hours: i64) -> Self {
        Self(hours.saturating_mul(3600))
    }

    /// So many whole minutes.
    #[must_use]
    pub const fn from_minutes(minutes: i64) -> Self {
        Self(minutes.saturating_mul(60))
    }

    /// The seconds.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// The whole minutes, the rest cut.
    #[must_use]
    pub const fn minutes(self) -> i64 {
        self.0 / 60
    }

    /// The whole hours, the rest cut.
    #[must_use]
    pub const fn hours(self) -> i64 {
        self.0 / 3600
    }

    /// Whether it points back: the time is over.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// The same amount without its sign.
    #[must_use]
    pub const fn abs(self) -> Self {
        Self(self.0.saturating_abs())
    }

    /// The amount without its sign as working days of this length, hours and minutes: 20.5 hours with a day of 8 hours
    /// is (2, 4, 30). Seconds are cut. A day that has no length gives hours and minutes only.
    #[must_use]
    pub const fn split(self, day: Self) -> (i64, i64, i64) {
        let whole = self.abs().0;
        let (days, rest) = if day.0 > 0 { (whole / day.0, whole % day.0) } else { (0, whole) };
        (days, rest / 3600, rest % 3600 / 60)
    }
}

impl Add for WorkingTime {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for WorkingTime {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for WorkingTime {
    type Output = Self;

    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl Sum for WorkingTime {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}
