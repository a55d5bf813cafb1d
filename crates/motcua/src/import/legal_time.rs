//! Small readings that several columns need: entities of HTML, numbers, time limits.

use rules::calendar::TimeLimit;
use unicode_normalization::UnicodeNormalization as _;

/// The text with its entities and line breaks of HTML as letters, in Unicode NFC, without other tags.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '\u{a0}']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (letters, used) = match rest.as_bytes()[0] {
            b'&' => entity(rest).map_or(("&".to_owned(), 1), |(letter, used)| (letter.to_string(), used)),
            b'<' => tag(rest).map_or(("<".to_owned(), 1), |(letter, used)| (letter.to_owned(), used)),
            _ => (" ".to_owned(), '\u{a0}'.len_utf8()),
        };
        out.push_str(&letters);
        rest = &rest[used..];
    }
    out.push_str(rest);
    out.nfc().filter(|letter| !matches!(letter, '\u{200b}' | '\u{200e}' | '\u{feff}' | '\0')).collect()
}

fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(10).position(|byte| byte == b';')?;
    let name = &text[1..end];
    let letter = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        _ => {
            let number = name.strip_prefix('#')?;
            let hexadecimal = number.strip_prefix(['x', 'X']).map(|digits| u32::from_str_radix(digits, 16));
            char::from_u32(hexadecimal.unwrap_or_else(|| number.parse()).ok()?)?
        }
    };
    Some((letter, end + 1))
}

fn tag(text: &str) -> Option<(&'static str, usize)> {
    let end = text.find('>')?;
    let name = text[1..end].trim_start_matches('/').split([' ', '/']).next()?;
    match name.to_ascii_lowercase().as_str() {
        "br" | "p" | "div" | "li" | "tr" | "ul" | "ol" => Some(("\n", end + 1)),
        "b" | "i" | "u" | "em" | "strong" | "span" | "a" | "td" | "th" | "table" | "tbody" | "font" | "sup" | "sub" => {
            Some(("", end + 1))
        }
        _ => None,
    }
}

/// A number of a time limit in halves, as some count half days: "1,5" is three halves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Halves(pub u32);

/// The number at the beginning of a text and what follows it.
pub(super) fn number(text: &str) -> Option<(Halves, &str)> {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let whole: u32 = text.get(..end).filter(|digits| (1..=4).contains(&digits.len()))?.parse().ok()?;
    let rest = &text[end..];
    for half in [",5", ".5"] {
        if let Some(rest) =
            rest.strip_prefix(half).filter(|rest| !rest.starts_with(|letter: char| letter.is_ascii_digit()))
        {
            return Some((Halves(whole * 2 + 1), rest));
        }
    }
    Some((Halves(whole * 2), rest))
}

/// The units of time, longest name first, as the national catalogue and others write them.
const UNITS: [(&str, Unit); 12] = [
    ("ngày làm việc", Unit::WorkingDay),
    ("giờ làm việc", Unit::Hour),
    ("working days", Unit::WorkingDay),
    ("working hours", Unit::Hour),
    ("ngày", Unit::Day),
    ("giờ", Unit::Hour),
    ("tháng", Unit::Month),
    ("tuần", Unit::Week),
    ("năm", Unit::Year),
    ("phút", Unit::Minute),
    ("days", Unit::Day),
    ("hours", Unit::Hour),
];

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    WorkingDay,
    Day,
    Hour,
    Minute,
    Week,
    Month,
    Year,
}

/// The unit at the beginning of a text (spaces before it do no harm), and what follows it.
pub(super) fn unit(text: &str) -> Option<(Unit, &str)> {
    let trimmed = text.trim_start();
    UNITS.iter().find_map(|(name, unit)| {
        let mut rest = trimmed.char_indices();
        for letter in name.chars() {
            let (_, other) = rest.next()?;
            if !other.to_lowercase().eq(std::iter::once(letter)) {
                return None;
            }
        }
        Some((*unit, rest.as_str()))
    })
}

/// The limit of so many units, and whether it is exactly what was written.
pub(super) fn limit(Halves(halves): Halves, unit: Unit) -> Option<(TimeLimit, bool)> {
    let whole = halves.div_ceil(2);
    let exact = halves.is_multiple_of(2);
    if halves == 0 {
        return None;
    }
    Some(match unit {
        Unit::WorkingDay if exact => (TimeLimit::WorkingDays(whole), true),
        Unit::WorkingDay => (TimeLimit::HalfDays(halves), true),
        Unit::Day => (TimeLimit::Days(whole), exact),
        // Hours of the clock beyond a day's work are days of the calendar: 24, 48, 72.
        Unit::Hour if whole >= 24 && whole.is_multiple_of(24) => (TimeLimit::Days(whole / 24), false),
        Unit::Hour => (TimeLimit::WorkingHours(whole), exact && whole <= 8),
        Unit::Minute => (TimeLimit::WorkingHours(whole.div_ceil(60)), false),
        Unit::Week => (TimeLimit::Days(whole * 7), exact),
        Unit::Month => (TimeLimit::Months(whole), exact),
        Unit::Year => (TimeLimit::Months(whole * 12), exact),
    })
}

/// How long a limit is about, in working hours: to find the longest of several.
pub(super) fn length(limit: TimeLimit) -> u64 {
    match limit {
        TimeLimit::SameDay => 8,
        TimeLimit::WorkingHours(hours) => hours.into(),
        TimeLimit::HalfDays(halves) => u64::from(halves) * 4,
        TimeLimit::WorkingDays(days) => u64::from(days) * 8,
        TimeLimit::Days(days) => u64::from(days) * 40 / 7,
        TimeLimit::Months(months) => u64::from(months) * 174,
    }
}

/// The first time limit that a running text names: "không quá 03 ngày làm việc kể từ ngày…".
pub(super) fn in_text(text: &str) -> Option<TimeLimit> {
    let mut before = ' ';
    for (at, letter) in text.char_indices() {
        if letter.is_ascii_digit() && !before.is_ascii_digit() && !matches!(before, '.' | ',' | '/') {
            let found = number(&text[at..]).and_then(|(number, rest)| {
                // "03 (ba) ngày": the number in words stands between.
                let rest = rest.trim_start();
                let rest =
                    rest.strip_prefix('(').and_then(|words| words.split_once(')')).map_or(rest, |(_, rest)| rest);
                let (unit, after) = unit(rest)?;
                // "ngày 12/6/2025" is a date, and "12 tháng 6" too.
                let date = after.trim_start().starts_with(|letter: char| letter.is_ascii_digit());
                if date || unit == Unit::Year { None } else { limit(number, unit) }
            });
            if let Some((limit, _)) = found {
                return Some(limit);
            }
        }
        before = letter;
    }
    None
}
