//! Whether the person whom the registry found is the one who was asked for.

use crate::text::fold;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A birth as records have it: many people have only a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Birth {
    /// The year only.
    Year(i16),
    /// The day.
    Day(Date),
}

impl Birth {
    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        match self {
            Self::Year(year) => year,
            Self::Day(day) => day.year(),
        }
    }

    /// Reads a birth as people and records write it: `5/3/1985`, `1985-03-05`, `19850305`, `1985`; nothing when it is none.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split(['/', '-', '.', ' ']).filter(|part| !part.is_empty()).collect();
        let number = |part: &str| part.parse::<i16>().ok();
        let day = |year: &str, month: &str, day: &str| {
            let small = |part| number(part).and_then(|part| i8::try_from(part).ok());
            Date::new(number(year)?, small(month)?, small(day)?).ok().map(Self::Day)
        };
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        match parts[..] {
            [year] if year.len() == 4 && digits(year) => number(year).map(Self::Year),
            [whole] if whole.len() == 8 && digits(whole) => day(&whole[..4], &whole[4..6], &whole[6..]),
            [first, month, last] if first.len() == 4 => day(first, month, last),
            [first, month, last] => day(last, month, first),
            _ => None,
        }
    }

    /// Whether two births can be of the same person: where both are known to the day, the same day, else the same year.
    #[must_use]
    pub fn fits(self, other: Self) -> bool {
        match (self, other) {
            (Self::Day(one), Self::Day(other)) => one == other,
            _ => self.year() == other.year(),
        }
    }

    /// As forms take it: `14/02/1985`, or the year.
    #[must_use]
    pub fn written(self) -> String {
        match self {
            Self::Year(year) => year.to_string(),
            Self::Day(day) => day.strftime("%d/%m/%Y").to_string(),
        }
    }
}

/// What of the asked does not fit the found. Says nothing of what the record holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mismatch {
    /// The name.
    Name,
    /// The day or year of birth.
    Birth,
}

/// What does not fit; what was not asked for fits.
#[must_use]
pub fn mismatches(asked: (Option<&str>, Option<Birth>), found: (&str, Birth)) -> Vec<Mismatch> {
    let name = asked.0.is_some_and(|name| !name_fits(name, found.0)).then_some(Mismatch::Name);
    let birth = asked.1.is_some_and(|birth| !birth.fits(found.1)).then_some(Mismatch::Birth);
    name.into_iter().chain(birth).collect()
}

/// Whether a typed name can be that of the record: without marks and case, in any order of its words, or without the middle
/// name. Mông, Thái and Hà Nhì names are written in different orders, and middle names are often left out.
#[must_use]
pub fn name_fits(typed: &str, recorded: &str) -> bool {
    let (typed, recorded) = (fold(typed), fold(recorded));
    let (typed, recorded): (Vec<_>, Vec<_>) = (typed.split(' ').collect(), recorded.split(' ').collect());
    let sorted = |words: &[&str]| {
        let mut words = words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        words.sort_unstable();
        words
    };
    if sorted(&typed) == sorted(&recorded) {
        return true;
    }
    // Family and given name alone: "Lò Mai" is "Lò Thị Mai".
    typed.len() == 2 && recorded.len() > 2 && typed.first() == recorded.first() && typed.last() == recorded.last()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_without_marks_in_any_order_and_without_the_middle_name() {
        for typed in ["Lò Thị Mai", "LO THI MAI", "  lò  thị mai ", "Mai Lò Thị", "Lò Mai"] {
            assert!(name_fits(typed, "Lò Thị Mai"), "{typed}");
        }
        for typed in ["", "Lò", "Mai", "Lò Thị", "Lò Văn Mai", "Lò Thị Mai Lan", "Thị Mai"] {
            assert!(!name_fits(typed, "Lò Thị Mai"), "{typed}");
        }
        assert!(name_fits("Giang A Minh", "Giàng A Minh"));
    }

    #[test]
    fn births_are_read_as_people_and_records_write_them() {
        let day = Some(Birth::Day(jiff::civil::date(1985, 3, 5)));
        for text in ["5/3/1985", "05-03-1985", "1985-03-05", "19850305"] {
            assert_eq!(Birth::read(text), day, "{text}");
        }
        assert_eq!(Birth::read("1985"), Some(Birth::Year(1985)));
        for text in ["", "85", "31/2/1985", "mai", "5/1985", "198503055", "１９８５"] {
            assert_eq!(Birth::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_year_fits_every_day_of_it() {
        let read = |text| Birth::read(text).expect("a birth");
        assert!(read("1985").fits(read("5/3/1985")));
        assert!(!read("6/3/1985").fits(read("5/3/1985")));
        assert!(!read("1958").fits(read("1985")));
    }

    #[test]
    fn every_field_that_does_not_fit_is_named() {
        let found = ("Lò Thị Mai", Birth::Year(1985));
        assert_eq!(mismatches((Some("Lò Thị Lan"), Some(Birth::Year(1958))), found), [Mismatch::Name, Mismatch::Birth]);
        assert_eq!(mismatches((None, Some(Birth::Year(1985))), found), []);
    }
}
