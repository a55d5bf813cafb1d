//! What a report is about: a month, a quarter, a half-year or a year.

use crate::tasks::Every;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A period: `2025-11`, `2025-Q4`, `2025-H2`, `2025`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct ReportPeriod {
    year: i16,
    every: EveryOrder,
    /// Which of the year's, from 1.
    number: i8,
}

/// The kinds of periods in an order of their own, so that periods can be sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum EveryOrder {
    Month,
    Quarter,
    HalfYear,
    Year,
}

/// It is not written as a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a period is written as 2025-11, 2025-Q4, 2025-H2 or 2025")]
pub struct NoPeriod;

/// The day of a month from which on its figures can be reported (Quyết định 126/QĐ-BCĐCP ngày 11/9/2025).
const CUT_OFF: i8 = 25;

impl ReportPeriod {
    /// The period of this kind in which a day lies.
    #[must_use]
    pub fn of(day: Date, every: Every) -> Self {
        let number = (day.month() - 1) / months(every) + 1;
        Self { year: day.year(), every: order(every), number }
    }

    /// Its kind.
    #[must_use]
    pub fn every(self) -> Every {
        match self.every {
            EveryOrder::Month => Every::Month,
            EveryOrder::Quarter => Every::Quarter,
            EveryOrder::HalfYear => Every::HalfYear,
            EveryOrder::Year => Every::Year,
        }
    }

    /// Its year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.year
    }

    /// Which of the year's it is, from 1.
    #[must_use]
    pub fn number(self) -> i8 {
        self.number
    }

    /// Its last day.
    #[must_use]
    pub fn ends_on(self) -> Date {
        Date::constant(self.year, self.number * months(self.every()), 1).last_of_month()
    }

    /// From which day on it can be reported: the 25th of its last month.
    #[must_use]
    pub fn opens_on(self) -> Date {
        let last = self.ends_on();
        last.with().day(CUT_OFF).build().unwrap_or(last)
    }

    /// The period before.
    #[must_use]
    pub fn before(self) -> Self {
        let first = Date::constant(self.year, (self.number - 1) * months(self.every()) + 1, 1);
        first.yesterday().map_or(self, |day| Self::of(day, self.every()))
    }
}

fn months(every: Every) -> i8 {
    match every {
        Every::Month => 1,
        Every::Quarter => 3,
        Every::HalfYear => 6,
        Every::Year => 12,
    }
}

fn order(every: Every) -> EveryOrder {
    match every {
        Every::Month => EveryOrder::Month,
        Every::Quarter => EveryOrder::Quarter,
        Every::HalfYear => EveryOrder::HalfYear,
        Every::Year => EveryOrder::Year,
    }
}

impl fmt::Display for ReportPeriod {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.every {
            EveryOrder::Month => write!(out, "{:04}-{:02}", self.year, self.number),
            EveryOrder::Quarter => write!(out, "{:04}-Q{}", self.year, self.number),
            EveryOrder::HalfYear => write!(out, "{:04}-H{}", self.year, self.number),
            EveryOrder::Year => write!(out, "{:04}", self.year),
        }
    }
}

impl FromStr for ReportPeriod {
    type Err = NoPeriod;

    fn from_str(text: &str) -> Result<Self, NoPeriod> {
        let (year, rest) = text.split_once('-').unwrap_or((text, ""));
        let year: i16 = year.parse().ok().filter(|year| (2000..2100).contains(year)).ok_or(NoPeriod)?;
        let (every, number, most) = match rest.split_at_checked(1) {
            None => (EveryOrder::Year, "1", 1),
            Some(("Q", number)) => (EveryOrder::Quarter, number, 4),
            Some(("H", number)) => (EveryOrder::HalfYear, number, 2),
            Some(_) if rest.len() == 2 => (EveryOrder::Month, rest, 12),
            Some(_) => return Err(NoPeriod),
        };
        let number: i8 = number.parse().map_err(|_| NoPeriod)?;
        if (1..=most).contains(&number) { Ok(Self { year, every, number }) } else { Err(NoPeriod) }
    }
}

impl From<ReportPeriod> for String {
    fn from(period: ReportPeriod) -> Self {
        period.to_string()
    }
}

impl TryFrom<String> for ReportPeriod {
    type Error = NoPeriod;

    fn try_from(text: String) -> Result<Self, NoPeriod> {
        text.parse()
    }
}
