//! The period of an official report: a month, a quarter, half a year, a year.

use crate::quality::Period;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// How long the periods of a report are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cadence {
    /// A month.
    Month,
    /// A quarter.
    Quarter,
    /// Half a year.
    Half,
    /// A year.
    Year,
}

impl Cadence {
    /// Every cadence, the shortest first.
    pub const ALL: [Self; 4] = [Self::Month, Self::Quarter, Self::Half, Self::Year];

    /// Its name in addresses, texts and the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Half => "half",
            Self::Year => "year",
        }
    }

    /// The cadence of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cadence| cadence.key() == key)
    }

    /// How many months a period has.
    fn months(self) -> i8 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Half => 6,
            Self::Year => 12,
        }
    }
}

/// One period, written `2025-11`, `2025-Q4`, `2025-H2` or `2025`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct ReportPeriod {
    year: i16,
    cadence: Cadence,
    /// Which of the year, counted from 1.
    number: i8,
}

/// It is not written as a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a period is written as 2025-11, 2025-Q4, 2025-H2 or 2025")]
pub struct NoPeriod;

impl ReportPeriod {
    /// The period of this length in which a day lies.
    #[must_use]
    pub fn of(day: Date, cadence: Cadence) -> Self {
        Self { year: day.year(), cadence, number: (day.month() - 1) / cadence.months() + 1 }
    }

    /// How long it is.
    #[must_use]
    pub fn cadence(self) -> Cadence {
        self.cadence
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.year
    }

    /// Which of the year, counted from 1.
    #[must_use]
    pub fn number(self) -> i8 {
        self.number
    }

    /// Its days.
    #[must_use]
    pub fn days(self) -> Period {
        let months = self.cadence.months();
        let from = Date::constant(self.year, (self.number - 1) * months + 1, 1);
        let to = Date::constant(self.year, self.number * months, 1).last_of_month();
        Period { from, to }
    }

    /// The one before.
    #[must_use]
    pub fn before(self) -> Self {
        self.days().from.yesterday().map_or(self, |day| Self::of(day, self.cadence))
    }

    /// Whether it is over on a day.
    #[must_use]
    pub fn is_over(self, today: Date) -> bool {
        self.days().to < today
    }
}

impl fmt::Display for ReportPeriod {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, cadence, number } = self;
        match cadence {
            Cadence::Month => write!(out, "{year:04}-{number:02}"),
            Cadence::Quarter => write!(out, "{year:04}-Q{number}"),
            Cadence::Half => write!(out, "{year:04}-H{number}"),
            Cadence::Year => write!(out, "{year:04}"),
        }
    }
}

impl FromStr for ReportPeriod {
    type Err = NoPeriod;

    fn from_str(text: &str) -> Result<Self, NoPeriod> {
        let (year, part) = text.split_once('-').map_or((text, None), |(year, part)| (year, Some(part)));
        if year.len() != 4 || !year.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NoPeriod);
        }
        let year = year.parse().map_err(|_| NoPeriod)?;
        let (cadence, digits) = match part {
            None => (Cadence::Year, "1"),
            Some(part) => match part.split_at_checked(1) {
                Some(("Q", digits)) => (Cadence::Quarter, digits),
                Some(("H", digits)) => (Cadence::Half, digits),
                _ if part.len() == 2 => (Cadence::Month, part),
                _ => return Err(NoPeriod),
            },
        };
        let number: i8 = digits.parse().map_err(|_| NoPeriod)?;
        let period = Self { year, cadence, number };
        // Written in no other way than this, so that one report has one address.
        let is_one = (1..=12 / cadence.months()).contains(&number) && year > 0;
        if is_one && period.to_string() == text { Ok(period) } else { Err(NoPeriod) }
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
