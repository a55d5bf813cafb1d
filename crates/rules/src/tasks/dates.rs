//! Days as plans say them: 31/12/2025, 2025-12-31, "ngày 31 tháng 12 năm 2025", "tháng 12/2025", "quý IV/2025", a spreadsheet's number;
//! "hằng tháng" is no day but a period.

use super::{Due, Every};
use crate::text::fold;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};

/// The deadline that a cell of a plan says; periods end with this year.
///
/// # Errors
/// The code of the problem: no day can be read, or the words say no day at all ("thường xuyên").
pub fn read_due(typed: &str, year: i16) -> Result<Due, &'static str> {
    if let Some(on) = read_day(typed) {
        return Ok(Due { on, every: None });
    }
    let folded = spaced(typed);
    let words: Vec<&str> = folded.split(' ').collect();
    let Some((every, rest)) = period(&words) else {
        let says_no_day = ["thuong xuyen", "lien tuc", "dot xuat", "theo yeu cau"].iter().any(|no| folded.contains(no));
        return Err(if says_no_day { "date-no-day" } else { "date-unreadable" });
    };
    // All that is said besides must be the end of the periods: what is passed over here would be a deadline that nobody set.
    let on = match rest.as_slice() {
        [] => Some(date(year, 12, 31)),
        [years] | ["giai", "doan", years] if last_of_years(years).is_some() => last_of_years(years),
        rest => read_day(&rest.join(" ")),
    };
    Ok(Due { on: on.ok_or("date-unreadable")?, every: Some(every) })
}

/// The period that words name, and what they say besides; nothing when they name none, or two.
fn period<'a>(words: &[&'a str]) -> Option<(Every, Vec<&'a str>)> {
    const PERIODS: [(&[&str], Every); 11] = [
        (&["6", "thang", "mot", "lan"], Every::HalfYear),
        (&["6", "thang", "1", "lan"], Every::HalfYear),
        (&["dinh", "ky", "6", "thang"], Every::HalfYear),
        (&["hang", "thang"], Every::Month),
        (&["moi", "thang"], Every::Month),
        (&["dinh", "ky", "thang"], Every::Month),
        (&["hang", "quy"], Every::Quarter),
        (&["moi", "quy"], Every::Quarter),
        (&["dinh", "ky", "quy"], Every::Quarter),
        (&["hang", "nam"], Every::Year),
        (&["moi", "nam"], Every::Year),
    ];
    // They say how something is done, and bound nothing.
    const PASSED_OVER: [&[&str]; 7] = [
        &["dinh", "ky"],
        &["bao", "cao"],
        &["thuc", "hien"],
        &["thuong", "xuyen"],
        &["lien", "tuc"],
        &["ket", "thuc"],
        &["va"],
    ];
    let (mut every, mut rest, mut at) = (None, Vec::new(), 0);
    while at < words.len() {
        let here = &words[at..];
        if let Some((phrase, found)) = PERIODS.iter().find(|(phrase, _)| here.starts_with(phrase)) {
            if every.replace(*found).is_some() {
                return None;
            }
            at += phrase.len();
        } else if let Some(phrase) = PASSED_OVER.iter().find(|phrase| here.starts_with(phrase)) {
            at += phrase.len();
        } else {
            rest.push(words[at]);
            at += 1;
        }
    }
    every.map(|every| (every, rest))
}

/// The last day of years that are said as the first and the last: 2026/2030.
fn last_of_years(text: &str) -> Option<Date> {
    let years = text.split_once('/').map(|(first, last)| (numeric(first), numeric(last)));
    years.and_then(|(first, last)| last.filter(|last| first.is_some_and(|first| first < *last)))
}

/// The day that a text says; of a month, quarter, half-year or year its last day. What could be two days is none.
#[must_use]
pub fn read_day(typed: &str) -> Option<Date> {
    let folded = spaced(typed);
    let words = folded.split(' ').filter(|word| {
        const PASSED_OVER: [&str; 10] =
            ["truoc", "den", "het", "trong", "xong", "hoan", "thanh", "cham", "nhat", "vao"];
        !word.is_empty() && !PASSED_OVER.contains(word)
    });
    let words: Vec<&str> = words.collect();
    match words.as_slice() {
        [text] => numeric(text),
        ["ngay", text] => numeric(text),
        ["ngay", day, "thang", month, "nam", year] => {
            Date::new(number(year)?, i8::try_from(number(month)?).ok()?, i8::try_from(number(day)?).ok()?).ok()
        }
        ["ngay", day, "thang", rest] => numeric(&format!("{day}/{rest}")),
        ["thang", month, "nam", year] => last_of_month(number(year)?, number(month)?),
        ["thang", rest] => {
            let (month, year) = rest.split_once('/')?;
            last_of_month(number(year)?, number(month)?)
        }
        ["quy", quarter, "nam", year] => last_of_month(number(year)?, roman(quarter)? * 3),
        ["quy", rest] => {
            let (quarter, year) = rest.split_once('/')?;
            last_of_month(number(year)?, roman(quarter)? * 3)
        }
        ["6", "thang", "dau", "nam", year] => last_of_month(number(year)?, 6),
        ["6", "thang", "cuoi", "nam", year] | ["nam", year] | ["cuoi", "nam", year] => last_of_month(number(year)?, 12),
        _ => None,
    }
}

/// Folded, with the separators of days kept: `fold` makes spaces of them. A point behind a word ends a sentence.
fn spaced(typed: &str) -> String {
    let mut before = ' ';
    let kept = typed.chars().map(|letter| {
        let separates = match letter {
            '.' => before.is_ascii_digit(),
            letter => matches!(letter, '/' | '-' | '–'),
        };
        before = letter;
        if separates { 'ǁ' } else { letter }
    });
    let kept: String = kept.collect();
    let parts: Vec<String> = kept.split('ǁ').map(|part| fold(part.trim())).collect();
    parts.join("/").trim_matches('/').to_owned()
}

/// A day in numbers.
fn numeric(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split('/').collect();
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => Date::new(number(year)?, small(month)?, small(day)?).ok(),
        [day, month, year] if year.len() == 4 => Date::new(number(year)?, small(month)?, small(day)?).ok(),
        [day, month, year] if year.len() == 2 => Date::new(2000 + number(year)?, small(month)?, small(day)?).ok(),
        [month, year] if year.len() == 4 => last_of_month(number(year)?, number(month)?),
        [year] if year.len() == 4 => last_of_month(number(year).filter(|year| (2000..2100).contains(year))?, 12),
        // The days that a spreadsheet counts since 30 December 1899; five digits are the years 1927 to 2173.
        [serial] if serial.len() == 5 => {
            let days: i32 = serial.parse().ok()?;
            let day = date(1899, 12, 30).checked_add(days.days()).ok()?;
            Some(day).filter(|day| (2000..2100).contains(&day.year()))
        }
        _ => None,
    }
}

fn number(text: &str) -> Option<i16> {
    text.parse().ok().filter(|number| *number >= 0)
}

fn small(text: &str) -> Option<i8> {
    text.parse().ok()
}

fn roman(text: &str) -> Option<i16> {
    match text {
        "i" | "1" => Some(1),
        "ii" | "2" => Some(2),
        "iii" | "3" => Some(3),
        "iv" | "4" => Some(4),
        _ => None,
    }
}

fn last_of_month(year: i16, month: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, 1).ok().map(Date::last_of_month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_day_typed_in_many_ways_is_one_day() {
        let ways = [
            "31/12/2025",
            "31-12-2025",
            "31.12.2025",
            "31/12/25",
            "2025-12-31",
            "Ngày 31 tháng 12 năm 2025",
            "Trước ngày 31/12/2025",
            "Tháng 12/2025",
            "12/2025",
            "Tháng 12 năm 2025",
            "Quý IV/2025",
            "quý 4 năm 2025",
            "Năm 2025",
            "Hoàn thành trong năm 2025",
            "46022",
        ];
        for typed in ways {
            assert_eq!(read_day(typed), Some(date(2025, 12, 31)), "{typed}");
        }
        assert_eq!(read_day("1/7/2025"), Some(date(2025, 7, 1)));
        assert_eq!(read_day("6 tháng đầu năm 2025"), Some(date(2025, 6, 30)));
    }

    #[test]
    fn what_is_no_day_is_not_guessed() {
        for typed in ["31/13/2025", "12/31/2025", "30/2/2025", "sớm", "", "quý V/2025", "31/12", "1/2/3"] {
            assert_eq!(read_day(typed), None, "{typed}");
        }
        assert_eq!(read_due("Thường xuyên", 2025), Err("date-no-day"));
        assert_eq!(read_due("sớm", 2025), Err("date-unreadable"));
    }

    #[test]
    fn a_period_ends_when_the_words_beside_it_say() {
        let until = |on, every| Ok(Due { on, every: Some(every) });
        let ends = [
            ("Hằng quý năm 2026", date(2026, 12, 31), Every::Quarter),
            ("Hằng tháng, đến hết 30/6/2026", date(2026, 6, 30), Every::Month),
            ("Báo cáo định kỳ hằng tháng. Kết thúc trước ngày 30/6/2026", date(2026, 6, 30), Every::Month),
            ("Quý I/2026, báo cáo hằng tháng", date(2026, 3, 31), Every::Month),
            ("Hằng năm 2026-2030", date(2030, 12, 31), Every::Year),
            ("Hằng năm, giai đoạn 2026–2030", date(2030, 12, 31), Every::Year),
            ("6 tháng một lần, đến hết năm 2027", date(2027, 12, 31), Every::HalfYear),
            ("Thường xuyên, báo cáo hằng quý", date(2025, 12, 31), Every::Quarter),
        ];
        for (typed, on, every) in ends {
            assert_eq!(read_due(typed, 2025), until(on, every), "{typed}");
        }
    }

    #[test]
    fn a_period_with_words_that_are_not_understood_is_no_deadline() {
        let unclear = [
            "Hằng tháng, trước ngày 20, đến hết 30/6/2026",
            "Hằng tháng, trước ngày 20",
            "Hằng tháng hoặc hằng quý",
            "Hằng tháng từ tháng 01/2026 đến tháng 06/2026",
            "Hằng năm 2030-2026",
            "Hằng quý khi có yêu cầu",
            "Hằng tháng, đến hết 31/6/2026",
        ];
        for typed in unclear {
            assert_eq!(read_due(typed, 2025), Err("date-unreadable"), "{typed}");
        }
    }

    #[test]
    fn a_period_ends_with_the_year() {
        let due = Due { on: date(2025, 12, 31), every: Some(Every::Quarter) };
        assert_eq!(read_due("Hằng quý", 2025), Ok(due));
        assert_eq!(due.next_report(date(2025, 7, 1)), date(2025, 9, 25));
        assert_eq!(due.next_report(date(2025, 9, 25)), date(2025, 12, 25));
        assert_eq!(due.next_report(date(2025, 12, 26)), date(2025, 12, 31));
    }
}
