//! A month of a year: `2025-11`.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Month {
    year: i16,
    month: i8,
}

/// It is not written as a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a month is written as 2025-11")]
pub struct NoMonth;

impl Month {
    /// The month of a day.
    #[must_use]
    pub fn of(day: Date) -> Self {
        Self { year: day.year(), month: day.month() }
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.year
    }

    /// Its number in the year, from 1.
    #[must_use]
    pub fn number(self) -> i8 {
        self.month
    }

    /// Its first day.
    #[must_use]
    pub fn first(self) -> Date {
        Date::constant(self.year, self.month, 1)
    }

    /// The day of it on which figures are cut off: its last one where it has no such day.
    #[must_use]
    pub fn cut_off(self, day: i8) -> Date {
        let last = self.first().last_of_month();
        self.first().with().day(day).build().unwrap_or(last)
    }

    /// The month before.
    #[must_use]
    pub fn before(self) -> Self {
        self.first().yesterday().map_or(self, Self::of)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = NoMonth;

    fn from_str(text: &str) -> Result<Self, NoMonth> {
        let (year, month) =
            text.split_once('-').filter(|(year, month)| year.len() == 4 && month.len() == 2).ok_or(NoMonth)?;
        let (year, month) = (year.parse().map_err(|_| NoMonth)?, month.parse().map_err(|_| NoMonth)?);
        Date::new(year, month, 1).map(Self::of).map_err(|_| NoMonth)
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

impl TryFrom<String> for Month {
    type Error = NoMonth;

    fn try_from(text: String) -> Result<Self, NoMonth> {
        text.parse()
    }
}
