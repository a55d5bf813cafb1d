//! Numbers with a decimal part, exactly: areas, lengths, capacities. Never binary fractions, which print 0.30000000000000004.

use serde::de::{Error as _, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Number, Value};
use std::cmp::Ordering;
use std::fmt;

/// A decimal number: `units` ÷ 10^`scale`, with no zero at its end.
///
/// In JSON it is a number. As many digits as [`Decimal::MOST_DIGITS`] go through any reader of JSON and come back equal, also one
/// that reads numbers as IEEE 754 doubles: RFC 8259, section 6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decimal {
    units: i128,
    scale: u32,
}

/// Why a text is no decimal number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// It is no number, or too long.
    NoNumber,
    /// It may mean a thousand times as much: 1.250.
    Ambiguous,
}

/// How decimals are marked in what a person typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Marks {
    /// As in Vietnam: 1.250,5. One mark before three digits is what it is there: 1.250 is a thousand, 1,250 is one and a quarter.
    #[default]
    Vietnamese,
    /// As in Vietnam or as in English: one mark before three digits may be either, so it has to be asked.
    Either,
}

impl Decimal {
    /// The most digits of a number that is kept: so many survive every reader of JSON.
    pub const MOST_DIGITS: usize = 15;
    /// The most decimals of a field.
    pub const MOST_DECIMALS: u32 = 6;

    /// `units` ÷ 10^`scale`.
    #[must_use]
    pub const fn new(mut units: i128, mut scale: u32) -> Self {
        while scale > 0 && units % 10 == 0 {
            units /= 10;
            scale -= 1;
        }
        Self { units, scale }
    }

    /// So many wholes.
    #[must_use]
    pub fn whole(number: i64) -> Self {
        Self::new(i128::from(number), 0)
    }

    /// As a whole number; nothing where it is none.
    #[must_use]
    pub fn to_whole(self) -> Option<i64> {
        if self.scale == 0 { i64::try_from(self.units).ok() } else { None }
    }

    /// How many decimals it has.
    #[must_use]
    pub const fn decimals(self) -> u32 {
        self.scale
    }

    /// The number that a program wrote or that was kept; nothing where its digits may not be those that were written.
    #[must_use]
    pub fn of(number: &Number) -> Option<Self> {
        if let Some(whole) = number.as_i64() {
            return Some(Self::whole(whole));
        }
        let text = number.to_string();
        let (text, power) = text.split_once(['e', 'E']).unwrap_or((&text, "0"));
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
        let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
        let (power, rest_len): (i32, i32) = (power.parse().ok()?, i32::try_from(rest.len()).ok()?);
        let units = sign * format!("{whole}{rest}").parse::<i128>().ok()?;
        let scale = rest_len - power;
        let number = match u32::try_from(scale) {
            Ok(scale) => Self::new(units, scale),
            Err(_) => Self::new(units.checked_mul(10_i128.checked_pow(scale.unsigned_abs())?)?, 0),
        };
        (number.digits() <= Self::MOST_DIGITS).then_some(number)
    }

    /// The number in an answer: kept, sent by a program or typed.
    ///
    /// # Errors
    /// When it is none, or may be two.
    pub fn answered(value: &Value, marks: Marks) -> Result<Typed, Unread> {
        match value {
            Value::Number(number) => {
                let number = Self::of(number).ok_or(Unread::NoNumber)?;
                Ok(Typed { number, decimals: number.scale })
            }
            Value::String(text) => Self::read(text, marks),
            _ => Err(Unread::NoNumber),
        }
    }

    /// Reads a number as people type it: `120,5`; `1.250,75` or `1 250,75` with the thousands parted. `120.5` and `1,250.75` are read
    /// too: no group of a thousand has one digit, and the mark that comes last marks the decimals.
    ///
    /// # Errors
    /// When it is no number of at most [`Decimal::MOST_DIGITS`] digits, or may be two.
    pub fn read(typed: &str, marks: Marks) -> Result<Typed, Unread> {
        let typed = typed.trim();
        let (sign, typed) = match typed.strip_prefix(['-', '−']) {
            Some(digits) => (-1, digits.trim_start()),
            None => (1, typed),
        };
        let count = |mark: char| typed.matches(mark).count();
        // The mark before the decimals, and the one between thousands.
        let mark = match (count(','), count('.')) {
            (1, 0) => Some(','),
            (0, 1) => Some('.').filter(|_| !parted(typed, '.')),
            (0, _) => None,
            (1, _) if typed.rfind(',') > typed.rfind('.') => Some(','),
            (_, 1) if typed.rfind('.') > typed.rfind(',') => Some('.'),
            (_, 0) => None,
            _ => return Err(Unread::NoNumber),
        };
        let one_mark = count(',') + count('.') == 1 && !typed.contains([' ', '\u{a0}', '\u{202f}']);
        if marks == Marks::Either && one_mark && (parted(typed, ',') || parted(typed, '.')) {
            return Err(Unread::Ambiguous);
        }
        let (whole, rest) = match mark {
            Some(mark) => typed.split_once(mark).unwrap_or((typed, "")),
            None => (typed, "0"),
        };
        let whole = ungrouped(whole, mark).ok_or(Unread::NoNumber)?;
        let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !plain(&whole) || !plain(rest) || whole.len() + rest.len() > 30 {
            return Err(Unread::NoNumber);
        }
        let decimals = if mark.is_some() { u32::try_from(rest.len()).map_err(|_| Unread::NoNumber)? } else { 0 };
        let units: i128 = format!("{whole}{rest}").parse().map_err(|_| Unread::NoNumber)?;
        let number = Self::new(sign * units, u32::try_from(rest.len()).map_err(|_| Unread::NoNumber)?);
        if number.digits() > Self::MOST_DIGITS {
            return Err(Unread::NoNumber);
        }
        Ok(Typed { number, decimals })
    }

    /// How many digits it takes to write.
    fn digits(self) -> usize {
        let digits = self.units.unsigned_abs().to_string().len();
        digits.max(usize::try_from(self.scale).unwrap_or(usize::MAX))
    }

    /// Both together; nothing when that is too large.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        let (left, right, scale) = self.aligned(other)?;
        Some(Self::new(left.checked_add(right)?, scale))
    }

    /// Less the other; nothing when that is too large.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        self.plus(Self { units: other.units.checked_neg()?, ..other })
    }

    /// So many times the other; nothing when that is too large.
    #[must_use]
    pub fn times(self, other: Self) -> Option<Self> {
        Some(Self::new(self.units.checked_mul(other.units)?, self.scale.checked_add(other.scale)?))
    }

    /// Rounded to so many decimals, the half away from zero.
    #[must_use]
    pub fn rounded(self, decimals: u32) -> Self {
        let Some(more) = self.scale.checked_sub(decimals).filter(|more| *more > 0) else { return self };
        let Some(unit) = 10_i128.checked_pow(more) else { return Self::whole(0) };
        let (whole, rest) = (self.units / unit, self.units % unit);
        let up = if rest.unsigned_abs() * 2 >= unit.unsigned_abs() { self.units.signum() } else { 0 };
        Self::new(whole + up, decimals)
    }

    /// Whether it is so many whole steps.
    #[must_use]
    pub fn is_multiple_of(self, step: Self) -> bool {
        self.aligned(step).is_some_and(|(number, step, _)| step != 0 && number % step == 0)
    }

    /// As it is kept in an answer: a JSON number, whole where it is whole. Nothing where it has too many digits to come back equal.
    #[must_use]
    pub fn value(self) -> Option<Value> {
        if self.digits() > Self::MOST_DIGITS {
            return None;
        }
        match self.to_whole() {
            Some(whole) => Some(whole.into()),
            None => Number::from_f64(self.to_string().parse().ok()?).map(Value::Number),
        }
    }

    /// As people in Vietnam write it: 1.250,5.
    #[must_use]
    pub fn vietnamese(self) -> String {
        self.written('.', ',')
    }

    /// With these marks between thousands and before decimals.
    #[must_use]
    pub fn written(self, thousands: char, point: char) -> String {
        let plain = self.to_string();
        let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |digits| ("-", digits));
        let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
        let mut text = sign.to_owned();
        for (position, digit) in whole.chars().enumerate() {
            if position > 0 && (whole.len() - position).is_multiple_of(3) {
                text.push(thousands);
            }
            text.push(digit);
        }
        if rest.is_empty() { text } else { format!("{text}{point}{rest}") }
    }

    fn aligned(self, other: Self) -> Option<(i128, i128, u32)> {
        let scale = self.scale.max(other.scale);
        let at = |number: Self| number.units.checked_mul(10_i128.checked_pow(scale - number.scale)?);
        Some((at(self)?, at(other)?, scale))
    }
}

/// A number that was typed, and with how many decimals: 1,250 has three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Typed {
    /// The number.
    pub number: Decimal,
    /// How many decimals were written, zeros at the end too.
    pub decimals: u32,
}

/// Whether this mark parts thousands here: one to three digits, the first not zero, then groups of three.
fn parted(typed: &str, mark: char) -> bool {
    let mut groups = typed.split(mark);
    let first = groups.next().unwrap_or_default();
    let mut rest = groups.peekable();
    (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && rest.peek().is_some()
        && rest.all(|group| group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The digits of the whole part without what parts its thousands; nothing where that is not done evenly.
fn ungrouped(whole: &str, decimal_mark: Option<char>) -> Option<String> {
    let between = |letter: char| matches!(letter, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}');
    let mut marks = whole.chars().filter(|letter| between(*letter));
    let Some(mark) = marks.next() else { return Some(whole.to_owned()) };
    if marks.any(|other| other != mark) || Some(mark) == decimal_mark || !parted(whole, mark) {
        return None;
    }
    Some(whole.replace(mark, ""))
}

impl fmt::Display for Decimal {
    /// With a dot before the decimals, as JSON has it.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = usize::try_from(self.scale).unwrap_or_default();
        let digits = format!("{:0>1$}", self.units.unsigned_abs(), scale + 1);
        let (whole, rest) = digits.split_at(digits.len() - scale);
        let sign = if self.units < 0 { "-" } else { "" };
        if rest.is_empty() { write!(out, "{sign}{whole}") } else { write!(out, "{sign}{whole}.{rest}") }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        match self.aligned(*other) {
            Some((left, right, _)) => left.cmp(&right),
            // Too far apart to be written alike: the whole parts tell.
            None => self.rounded(0).units.cmp(&other.rounded(0).units),
        }
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        self.value().ok_or_else(|| serde::ser::Error::custom("too many digits"))?.serialize(out)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct OfNumber;
        impl Visitor<'_> for OfNumber {
            type Value = Decimal;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(out, "a number of at most {} digits", Decimal::MOST_DIGITS)
            }
            fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Decimal, E> {
                Ok(Decimal::whole(number))
            }
            fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Decimal, E> {
                i64::try_from(number).map(Decimal::whole).map_err(|_| E::custom("too large"))
            }
            fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Decimal, E> {
                let number = Number::from_f64(number).ok_or_else(|| E::custom("no number"))?;
                Decimal::of(&number).ok_or_else(|| E::custom("too many digits"))
            }
        }
        from.deserialize_any(OfNumber).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn vietnamese(typed: &str) -> Option<String> {
        Decimal::read(typed, Marks::Vietnamese).ok().map(|typed| typed.number.to_string())
    }

    fn number(text: &str) -> Decimal {
        Decimal::read(&text.replace('.', ","), Marks::Vietnamese).expect("a number").number
    }

    #[test]
    fn numbers_are_read_as_people_in_vietnam_write_them() {
        let read = [
            ("120,5", "120.5"),
            ("1.250,75", "1250.75"),
            ("1 250,75", "1250.75"),
            ("1.250", "1250"),
            ("1.500.000", "1500000"),
            ("0,125", "0.125"),
            ("0.125", "0.125"),
            ("120.5", "120.5"),
            ("1,250.75", "1250.75"),
            ("1,250,000", "1250000"),
            ("1,50", "1.5"),
            ("-0,5", "-0.5"),
            (" 12 ", "12"),
            ("0", "0"),
            ("-0,0", "0"),
        ];
        for (typed, expected) in read {
            assert_eq!(vietnamese(typed).as_deref(), Some(expected), "{typed}");
        }
        let wrong = [
            "",
            "-",
            ",",
            "1,",
            ",5",
            "1,2,3",
            "1.2.3",
            "12.50.000",
            "1,25,000.5",
            "1e3",
            "١٢",
            "120,5 m²",
            "1 25",
            "1.250.75,5",
        ];
        for typed in wrong {
            assert_eq!(vietnamese(typed), None, "{typed}");
        }
        assert_eq!(vietnamese("1234567890123456"), None, "more digits than come back equal");
    }

    #[test]
    fn what_may_be_two_numbers_is_asked_where_both_marks_are_used() {
        for typed in ["1.250", "1,250", "12.500", "-1.250"] {
            assert_eq!(Decimal::read(typed, Marks::Either), Err(Unread::Ambiguous), "{typed}");
        }
        for (typed, expected) in
            [("120.5", "120.5"), ("120,5", "120.5"), ("1,250.5", "1250.5"), ("1 250", "1250"), ("0.125", "0.125")]
        {
            assert_eq!(
                Decimal::read(typed, Marks::Either).map(|typed| typed.number.to_string()).as_deref(),
                Ok(expected)
            );
        }
    }

    #[test]
    fn sums_are_exact_and_halves_are_rounded_away_from_zero() {
        let sum = number("0.1").plus(number("0.2")).and_then(Decimal::value).expect("a sum");
        assert_eq!(sum.to_string(), "0.3");
        assert_eq!(number("12.5").times(number("3.25")).map(|area| area.to_string()).as_deref(), Some("40.625"));
        assert_eq!(number("40.625").rounded(2), number("40.63"));
        assert_eq!(number("-40.625").rounded(2), number("-40.63"));
        assert_eq!(number("40.6").rounded(2), number("40.6"));
        assert!(number("0.3").is_multiple_of(number("0.1")) && !number("0.35").is_multiple_of(number("0.1")));
        assert_eq!(number("1234567.5").vietnamese(), "1.234.567,5");
    }

    #[test]
    fn small_and_large_numbers_of_programs_are_read_by_their_digits() {
        for (json, expected) in
            [("1e-5", Some("0.00001")), ("1.5e3", Some("1500")), ("0.1234567890123456789", None), ("1e300", None)]
        {
            let number: Number = serde_json::from_str(json).expect("JSON");
            assert_eq!(Decimal::of(&number).map(|number| number.to_string()).as_deref(), expected, "{json}");
        }
    }

    proptest! {
        /// What is typed is kept, read again from JSON and shown equal.
        #[test]
        fn what_is_typed_comes_back_equal(units in -999_999_999_999_999_i128..1_000_000_000_000_000, scale in 0_u32..=6) {
            let number = Decimal::new(units, scale);
            let typed = number.vietnamese();
            prop_assert_eq!(Decimal::read(&typed, Marks::Vietnamese).map(|typed| typed.number), Ok(number));
            let kept = number.value().expect("at most fifteen digits").to_string();
            prop_assert_eq!(&kept, &if kept.contains('e') { kept.clone() } else { number.to_string() });
            let again: Value = serde_json::from_str(&kept).expect("JSON");
            prop_assert_eq!(Decimal::answered(&again, Marks::Vietnamese).map(|typed| typed.number), Ok(number));
            prop_assert_eq!(serde_json::from_str::<Decimal>(&kept).expect("a number"), number);
        }

        #[test]
        fn whatever_is_typed_is_read_or_refused(typed in "[-0-9., a]{0,20}") {
            if let Ok(read) = Decimal::read(&typed, Marks::Either) {
                prop_assert_eq!(Decimal::read(&typed, Marks::Vietnamese), Ok(read));
            }
        }

        #[test]
        fn order_is_that_of_the_numbers(left in -10_000_i128..10_000, right in -10_000_i128..10_000, scale in 0_u32..4) {
            prop_assert_eq!(Decimal::new(left, scale).cmp(&Decimal::new(right, scale)), left.cmp(&right));
        }
    }
}
