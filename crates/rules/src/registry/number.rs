//! What a personal identification number says by itself: the century and year of birth, and the sex at registration.
//!
//! There is no check digit, and sex can be changed by law: what does not fit is a reason to look twice, never to refuse.

use super::Birth;
use crate::codes::PersonalId;
use serde::{Deserialize, Serialize};

/// Somebody's sex as the registry has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// *Nam*.
    Male,
    /// *Nữ*.
    Female,
}

impl Sex {
    /// The name in the message catalogues.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
        }
    }
}

/// What makes one look twice at a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// The number says another year of birth than this.
    BirthYear {
        /// The year that the number says.
        said: i16,
    },
    /// The number says another sex.
    Sex {
        /// The sex that the number says.
        said: Sex,
    },
}

/// The year of birth and the sex that a number says: the fourth digit is the century and the sex, the next two the year.
#[must_use]
pub fn said_by_number(number: &PersonalId) -> (i16, Sex) {
    let digit = |at: usize| number.as_str().as_bytes().get(at).map_or(0, |byte| i16::from(byte.saturating_sub(b'0')));
    let year = 1900 + digit(3) / 2 * 100 + digit(4) * 10 + digit(5);
    (year, if digit(3) % 2 == 0 { Sex::Male } else { Sex::Female })
}

/// What in a number does not fit the birth and the sex that are known.
#[must_use]
pub fn doubts(number: &PersonalId, birth: Option<Birth>, sex: Option<Sex>) -> Vec<Doubt> {
    let (year, said) = said_by_number(number);
    let of_year = birth.filter(|birth| birth.year() != year).map(|_| Doubt::BirthYear { said: year });
    let of_sex = sex.filter(|sex| *sex != said).map(|_| Doubt::Sex { said });
    of_year.into_iter().chain(of_sex).collect()
}

/// The same for what somebody typed; what can't be read raises no doubt here, since it is refused elsewhere.
#[must_use]
pub fn doubts_of_typed(number: &str, birth: &str) -> Vec<Doubt> {
    let Ok(number) = PersonalId::read(number, "") else { return Vec::new() };
    doubts(&number, Birth::read(birth), None)
}

/// A number as pages show it: the first three and the last three digits.
#[must_use]
pub fn masked(number: &str) -> String {
    let digits: Vec<char> = number.chars().collect();
    let hidden = |at: usize| at >= 3 && at + 3 < digits.len();
    digits.iter().enumerate().map(|(at, digit)| if hidden(at) { '•' } else { *digit }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> PersonalId {
        text.parse().expect("a number")
    }

    #[test]
    fn a_number_says_year_and_sex_by_century() {
        assert_eq!(said_by_number(&number("012085001234")), (1985, Sex::Male));
        assert_eq!(said_by_number(&number("012185001234")), (1985, Sex::Female));
        assert_eq!(said_by_number(&number("012206001234")), (2006, Sex::Male));
        assert_eq!(said_by_number(&number("012307001234")), (2007, Sex::Female));
    }

    #[test]
    fn what_does_not_fit_is_a_doubt_and_what_is_unknown_is_none() {
        let lan = number("012185001234");
        assert_eq!(doubts(&lan, Birth::read("1985"), Some(Sex::Female)), []);
        assert_eq!(doubts(&lan, None, None), []);
        assert_eq!(doubts(&lan, Birth::read("14/2/1958"), None), [Doubt::BirthYear { said: 1985 }]);
        assert_eq!(doubts(&lan, None, Some(Sex::Male)), [Doubt::Sex { said: Sex::Female }]);
        assert_eq!(doubts_of_typed("0123", "1985"), []);
        assert_eq!(doubts_of_typed("012 185 001234", "2085"), [Doubt::BirthYear { said: 1985 }]);
    }

    #[test]
    fn a_masked_number_hides_its_middle() {
        assert_eq!(masked("012185001234"), "012••••••234");
        assert_eq!(masked("12345"), "12345");
    }
}
