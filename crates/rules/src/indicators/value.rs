//! The value of an indicator: exact to a thousandth.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A value in thousandths of the indicator's unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "Written")]
pub struct Amount(pub i64);

/// A value as it is written: in full, or a whole as it was written when only wholes were counted.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    Whole(i64),
}

/// Thousandths in a whole.
const UNIT: i64 = 1000;

/// It is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no number with at most three decimals")]
pub struct NoAmount;

impl Amount {
    /// So many wholes.
    #[must_use]
    pub const fn whole(number: i64) -> Self {
        Self(number * UNIT)
    }

    /// So many times 100 ÷ `of`; nothing out of nothing.
    #[must_use]
    pub fn percent(count: i64, of: i64) -> Option<Self> {
        let (count, whole) = (i128::from(count) * 100 * i128::from(UNIT), i128::from(of));
        (of > 0).then(|| Self(i64::try_from((count * 2 + whole).div_euclid(whole * 2)).unwrap_or(i64::MAX)))
    }

    /// As a number, for pages and charts: never for sums.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "for display only")]
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / UNIT as f64
    }

    /// How many decimals it needs, at most three.
    #[must_use]
    pub fn decimals(self) -> usize {
        match self.0 {
            thousandths if thousandths % UNIT == 0 => 0,
            thousandths if thousandths % 100 == 0 => 1,
            thousandths if thousandths % 10 == 0 => 2,
            _ => 3,
        }
    }

    /// Reads a number as people type it in Vietnam: `39,5`, `1.250`, `1.250,75`; `39.5` too, since no group has one digit.
    #[must_use]
    pub fn read(typed: &str) -> Option<Self> {
        let typed: String = typed.chars().filter(|letter| !letter.is_whitespace() && *letter != '%').collect();
        let grouped = |whole: &str| {
            let mut groups = whole.trim_start_matches('-').split('.');
            groups.next().is_some_and(|first| (1..=3).contains(&first.len())) && groups.all(|group| group.len() == 3)
        };
        match typed.split_once(',') {
            Some((whole, rest)) if grouped(whole) || !whole.contains('.') => {
                format!("{}.{rest}", whole.replace('.', "")).parse().ok()
            }
            Some(_) => None,
            None if typed.contains('.') && grouped(&typed) => typed.replace('.', "").parse().ok(),
            None => typed.parse().ok(),
        }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.unsigned_abs() / 1000, self.0.unsigned_abs() % 1000);
        match format!("{rest:03}").trim_end_matches('0') {
            "" => write!(out, "{sign}{whole}"),
            rest => write!(out, "{sign}{whole}.{rest}"),
        }
    }
}

impl FromStr for Amount {
    type Err = NoAmount;

    fn from_str(text: &str) -> Result<Self, NoAmount> {
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
        let (whole, rest) = digits.split_once('.').unwrap_or((digits, "0"));
        let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !plain(whole) || !plain(rest) || rest.len() > 3 || whole.len() > 12 {
            return Err(NoAmount);
        }
        let number = |text: &str| text.parse::<i64>().map_err(|_| NoAmount);
        Ok(Self(sign * (number(whole)? * UNIT + number(&format!("{rest:0<3}"))?)))
    }
}

impl From<Amount> for String {
    fn from(amount: Amount) -> Self {
        amount.to_string()
    }
}

impl TryFrom<Written> for Amount {
    type Error = NoAmount;

    fn try_from(written: Written) -> Result<Self, NoAmount> {
        match written {
            Written::Text(text) => text.parse(),
            Written::Whole(number) => number.checked_mul(UNIT).map(Self).ok_or(NoAmount),
        }
    }
}
