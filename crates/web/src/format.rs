//! How dates, numbers, money and working time are written for people, in both languages.
//!
//! Vietnamese as in state documents: 23/12/2025 08:30; 20.000; 99,0 %; 1.500.000 đ. Must not know pages.

use crate::texts::{Lang, Words};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

/// A space that never breaks a line: between a number and its unit.
const NBSP: char = '\u{a0}';
/// Seconds in a working day of eight hours.
pub const WORKING_DAY: i64 = 8 * 3600;
/// Vietnam is seven hours ahead of UTC, without daylight saving.
const VIETNAM: Offset = Offset::constant(7);

/// A whole number, grouped by thousands.
#[must_use]
pub fn count(lang: Lang, number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        text.push('−');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(if lang == Lang::Vi { '.' } else { ',' });
        }
        text.push(digit);
    }
    text
}

/// A value with as many decimals as it has, exactly: 95,5.
#[must_use]
pub fn amount(lang: Lang, amount: rules::indicators::Amount) -> String {
    let written = amount.to_string();
    let (whole, rest) = written.split_once('.').unwrap_or((&written, ""));
    let digits = whole.trim_start_matches('-');
    let grouped = digits.parse().map_or_else(|_| digits.to_owned(), |whole| count(lang, whole));
    let sign = if whole.starts_with('-') { "−" } else { "" };
    let point = if lang == Lang::Vi { ',' } else { '.' };
    if rest.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped}{point}{rest}") }
}

/// A number with this many decimals, rounded half away from zero.
#[must_use]
pub fn decimal(lang: Lang, number: f64, decimals: usize) -> String {
    let written = format!("{:.decimals$}", number.abs() + f64::EPSILON * number.abs());
    let (whole, rest) = written.split_once('.').unwrap_or((&written, ""));
    let grouped = whole.parse().map_or_else(|_| whole.to_owned(), |whole| count(lang, whole));
    let sign = if number < 0.0 && written.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) { "−" } else { "" };
    let point = if lang == Lang::Vi { ',' } else { '.' };
    if rest.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped}{point}{rest}") }
}

/// A ratio (0.99 is 99 %) with one decimal.
#[must_use]
pub fn percent(lang: Lang, ratio: f64) -> String {
    match lang {
        Lang::Vi => format!("{}{NBSP}%", decimal(lang, ratio * 100.0, 1)),
        Lang::En => format!("{}%", decimal(lang, ratio * 100.0, 1)),
    }
}

/// An amount in đồng.
#[must_use]
pub fn money(lang: Lang, dong: i64) -> String {
    match lang {
        Lang::Vi => format!("{}{NBSP}đ", count(lang, dong)),
        Lang::En => format!("VND{NBSP}{}", count(lang, dong)),
    }
}

/// A size of a file: 1,5 MB.
#[must_use]
pub fn file_size(lang: Lang, bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "sizes of files are far below 2^53")]
    let bytes = bytes as f64;
    if bytes < 1_000_000.0 {
        format!("{}{NBSP}KB", decimal(lang, (bytes / 1000.0).ceil(), 0))
    } else {
        format!("{}{NBSP}MB", decimal(lang, bytes / 1_000_000.0, 1))
    }
}

/// A day: 23/12/2025, 23 Dec 2025.
#[must_use]
pub fn day(lang: Lang, day: Date) -> String {
    match lang {
        Lang::Vi => day.strftime("%d/%m/%Y").to_string(),
        Lang::En => day.strftime("%-d %b %Y").to_string(),
    }
}

/// The day of an instant in Vietnam.
#[must_use]
pub fn day_of(lang: Lang, at: Timestamp) -> String {
    day(lang, local(at).date())
}

/// Day and minute of an instant in Vietnam: 23/12/2025 08:30.
#[must_use]
pub fn moment(lang: Lang, at: Timestamp) -> String {
    let local = local(at);
    format!("{}{NBSP}{}", day(lang, local.date()), local.strftime("%H:%M"))
}

/// The hour of an instant in Vietnam: 08:30.
#[must_use]
pub fn hour(at: Timestamp) -> String {
    local(at).strftime("%H:%M").to_string()
}

/// For `datetime=` attributes: ISO 8601 with Vietnam's offset.
#[must_use]
pub fn iso(at: Timestamp) -> String {
    local(at).strftime("%Y-%m-%dT%H:%M:%S+07:00").to_string()
}

/// A span of working time in days of eight hours: "2 ngày 3 giờ"; the two largest units, never less than a minute.
#[must_use]
pub fn working_span(words: Words, seconds: i64) -> String {
    let seconds = seconds.abs();
    let (days, hours, minutes) = (seconds / WORKING_DAY, seconds % WORKING_DAY / 3600, seconds % 3600 / 60);
    let parts = [("span-days", days), ("span-hours", hours), ("span-minutes", minutes)];
    let first = parts.iter().position(|(_, number)| *number > 0).unwrap_or(2);
    let named: Vec<String> = parts[first..]
        .iter()
        .take(2)
        .enumerate()
        .filter(|(index, (_, number))| *index == 0 || *number > 0)
        .map(|(_, (key, number))| words.t1(key, "count", (*number).max(i64::from(seconds == 0 || first == 2))))
        .collect();
    named.join(" ")
}

/// How much working time is left, or by how much it is overdue: "còn 2 ngày 3 giờ làm việc", "quá hạn 1 ngày làm việc".
#[must_use]
pub fn working_left(words: Words, seconds: i64) -> String {
    let key = if seconds >= 0 { "time-left" } else { "time-over" };
    words.t1(key, "span", working_span(words, seconds))
}

fn local(at: Timestamp) -> DateTime {
    VIETNAM.to_datetime(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        text.replace(NBSP, " ")
    }

    #[test]
    fn numbers_are_grouped_and_pointed_as_each_language_does() {
        assert_eq!(count(Lang::Vi, 20_000), "20.000");
        assert_eq!(count(Lang::En, -1_234_567), "−1,234,567");
        assert_eq!(plain(&percent(Lang::Vi, 0.99)), "99,0 %");
        assert_eq!(percent(Lang::En, 0.9042), "90.4%");
        assert_eq!(decimal(Lang::Vi, -0.04, 1), "0,0");
        assert_eq!(plain(&money(Lang::Vi, 1_500_000)), "1.500.000 đ");
        assert_eq!(plain(&file_size(Lang::Vi, 1_540_000)), "1,5 MB");
    }

    #[test]
    fn instants_are_shown_in_vietnams_hours() {
        let at: Timestamp = "2025-12-23T01:30:00Z".parse().expect("an instant");
        assert_eq!(plain(&moment(Lang::Vi, at)), "23/12/2025 08:30");
        assert_eq!(plain(&moment(Lang::En, at)), "23 Dec 2025 08:30");
        assert_eq!(iso(at), "2025-12-23T08:30:00+07:00");
    }

    #[test]
    fn working_time_is_told_in_days_of_eight_hours() {
        let (vi, en) = (Words::new(Lang::Vi), Words::new(Lang::En));
        assert_eq!(working_left(vi, 2 * WORKING_DAY + 3 * 3600), "còn 2 ngày 3 giờ làm việc");
        assert_eq!(working_left(vi, -WORKING_DAY), "quá hạn 1 ngày làm việc");
        assert_eq!(working_left(en, 3600 + 120), "1 hour 2 minutes left (working time)");
        assert_eq!(working_left(vi, 20), "còn 1 phút làm việc");
        assert_eq!(working_left(en, -WORKING_DAY), "1 day overdue (working time)");
    }
}
