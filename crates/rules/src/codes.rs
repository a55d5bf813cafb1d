//! Codes that the state uses, parsed at the border into types that can't be wrong.

use crate::Problem;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Declares a code: text that was checked once.
macro_rules! code {
    ($(#[$doc:meta])* $name:ident, $check:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The code as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = Malformed;
            fn from_str(text: &str) -> Result<Self, Malformed> {
                let check: fn(&str) -> bool = $check;
                if check(text) { Ok(Self(text.to_owned())) } else { Err(Malformed(stringify!($name))) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = Malformed;
            fn try_from(text: String) -> Result<Self, Malformed> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(code: $name) -> Self {
                code.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }
    };
}

/// A text that does not have the shape of its code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a {0}")]
pub struct Malformed(&'static str);

code!(
    /// The electronic identification code of an agency: `H35.12` (Quyết định 20/2020/QĐ-TTg). Letters, digits and dots.
    AgencyCode,
    |text| (2..=24).contains(&text.len())
        && text.split('.').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()))
);

code!(
    /// The official identification code of an agency (*mã định danh điện tử*; QCVN 102:2016/BTTTT, Quyết định
    /// 20/2020/QĐ-TTg): `H35.14`, or the older `000.00.14.H35`. It is configured, never made up.
    Eid,
    |text| (3..=35).contains(&text.len())
        && text.bytes().any(|byte| byte.is_ascii_uppercase())
        && text.split('.').all(|part| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()))
);

code!(
    /// A village's code: the commune's, and a running number of three digits within it: `03478.012`.
    VillageCode,
    |text| text.split_once('.').is_some_and(|(commune, number)| {
        commune.len() == 5 && number.len() == 3 && commune.bytes().chain(number.bytes()).all(|byte| byte.is_ascii_digit())
    })
);

impl VillageCode {
    /// The code of the `number`-th village of a commune; nothing past 999.
    #[must_use]
    pub fn new(commune: &CommuneCode, number: u16) -> Option<Self> {
        format!("{commune}.{number:03}").parse().ok()
    }

    /// The code of the commune.
    #[must_use]
    pub fn commune(&self) -> &str {
        &self.0[..5]
    }

    /// The running number.
    #[must_use]
    pub fn number(&self) -> u16 {
        self.0[6..].parse().unwrap_or_default()
    }
}

code!(
    /// A commune's code in the national list of administrative units: five digits.
    CommuneCode,
    |text| text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit())
);

code!(
    /// A procedure's code in the national catalogue: `1.001193`.
    ProcedureCode,
    |text| {
        let Some((head, tail)) = text.split_once('.') else { return false };
        head.len() == 1 && tail.len() == 6 && head.bytes().chain(tail.bytes()).all(|byte| byte.is_ascii_digit())
    }
);

code!(
    /// A dossier's code: `H35.12-251223-0001`, the solving agency, the day, the running number of that day
    /// (Thông tư 03/2025/TT-VPCP, Điều 13).
    DossierCode,
    |text| {
        let mut parts = text.rsplitn(3, '-');
        let digits = |part: Option<&str>, least: usize| {
            part.is_some_and(|part| part.len() >= least && part.len() <= 9 && part.bytes().all(|byte| byte.is_ascii_digit()))
        };
        digits(parts.next(), 4) && digits(parts.next(), 6) && parts.next().is_some_and(|agency| agency.parse::<AgencyCode>().is_ok())
    }
);

impl DossierCode {
    /// The code of the `number`-th dossier of this agency on this day.
    #[must_use]
    pub fn new(agency: &AgencyCode, day: jiff::civil::Date, number: u32) -> Self {
        Self(format!("{agency}-{:02}{:02}{:02}-{number:04}", day.year() % 100, day.month(), day.day()))
    }

    /// The agency that settles the dossier, the day as written (`251223`), and the running number of that day.
    #[must_use]
    pub fn parts(&self) -> (&str, &str, u32) {
        let mut parts = self.0.rsplitn(3, '-');
        let (number, day, agency) = (parts.next(), parts.next(), parts.next());
        (
            agency.unwrap_or_default(),
            day.unwrap_or_default(),
            number.and_then(|digits| digits.parse().ok()).unwrap_or_default(),
        )
    }
}

/// Whether a text is this beginning, a year and a running number of five to nine digits: `NV-2025-00145`.
fn is_numbered(text: &str, beginning: &str) -> bool {
    let digits = |text: &str, length: std::ops::RangeInclusive<usize>| {
        length.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let Some((year, number)) = text.strip_prefix(beginning).and_then(|rest| rest.split_once('-')) else { return false };
    digits(year, 4..=4) && digits(number, 5..=9)
}

/// Declares codes of a year and a running number in it.
macro_rules! numbered {
    ($(#[$doc:meta])* $name:ident, $beginning:literal) => {
        code!($(#[$doc])* $name, |text| is_numbered(text, $beginning));

        impl $name {
            /// The code of the `number`-th one of a year.
            #[must_use]
            pub fn new(year: i16, number: u32) -> Self {
                Self(format!("{}{year:04}-{number:05}", $beginning))
            }

            /// The year and the running number.
            #[must_use]
            pub fn parts(&self) -> (i16, u32) {
                let (year, number) = self.0[$beginning.len()..].split_once('-').unwrap_or_default();
                (year.parse().unwrap_or_default(), number.parse().unwrap_or_default())
            }
        }
    };
}

numbered!(
    /// A task's code: `NV-2025-00145`, the year of its assignment and a running number of that year.
    TaskCode,
    "NV-"
);

numbered!(
    /// A directive's code: `VB-2025-00012`, the year in which it was registered and a running number of that year.
    DirectiveCode,
    "VB-"
);

numbered!(
    /// An obstacle's code: `VM-2025-00012`, the year in which it was raised and a running number of that year.
    ObstacleCode,
    "VM-"
);

numbered!(
    /// A budget line's code: `NS-2025-00012`, the year of its budget and a running number of that year.
    BudgetCode,
    "NS-"
);

numbered!(
    /// A course's code: `DT-2025-00012`, the year in which it was announced and a running number of that year.
    CourseCode,
    "DT-"
);

code!(
    /// An indicator's code: `CT-57-01`: capitals, digits and hyphens after `CT-`.
    IndicatorCode,
    |text| text.strip_prefix("CT-").is_some_and(|rest| {
        (1..=20).contains(&rest.len())
            && rest.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-')
    })
);

code!(
    /// A visit's code: `KT-2025-003`, the year of its first day and a running number of that year.
    VisitCode,
    |text| {
        let mut parts = text.split('-');
        let digits = |part: Option<&str>, least: usize, most: usize| {
            part.is_some_and(|part| (least..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
        };
        parts.next() == Some("KT") && digits(parts.next(), 4, 4) && digits(parts.next(), 3, 9) && parts.next().is_none()
    }
);

impl VisitCode {
    /// The code of the `number`-th visit of a year.
    #[must_use]
    pub fn new(year: i16, number: u32) -> Self {
        Self(format!("KT-{year:04}-{number:03}"))
    }
}

code!(
    /// The code of an essential service: `TY-012`, its number in the list that the province goes by.
    ServiceCode,
    |text| text.strip_prefix("TY-").is_some_and(|rest| rest.len() == 3 && rest.bytes().all(|byte| byte.is_ascii_digit()))
);

code!(
    /// The code of a conference: `HN-2025-00012`, with the year in which it was called.
    ConferenceCode,
    |text| {
        let mut parts = text.split('-');
        let digits = |part: Option<&str>, least: usize, most: usize| {
            part.is_some_and(|part| (least..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
        };
        parts.next() == Some("HN") && digits(parts.next(), 4, 4) && digits(parts.next(), 5, 9) && parts.next().is_none()
    }
);

impl ConferenceCode {
    /// The code of the `number`-th conference of a year.
    #[must_use]
    pub fn new(year: i16, number: u32) -> Self {
        Self(format!("HN-{year:04}-{number:05}"))
    }

    /// The year and the running number.
    #[must_use]
    pub fn parts(&self) -> (i16, u32) {
        let mut parts = self.0.split('-').skip(1);
        let year = parts.next().and_then(|digits| digits.parse().ok());
        let number = parts.next().and_then(|digits| digits.parse().ok());
        (year.unwrap_or_default(), number.unwrap_or_default())
    }
}

code!(
    /// The code of a committee or working group: what it is for, and whose: `BCD57-H35.27`, `TCT06-03549.012`.
    CommitteeCode,
    |text| text.split_once('-').is_some_and(|(kind, of)| {
        (4..=6).contains(&kind.len())
            && kind.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
            && (of.parse::<AgencyCode>().is_ok() || of.parse::<VillageCode>().is_ok())
    })
);

code!(
    /// A personal identification number: twelve digits, of which the first three are the province of birth
    /// registration, the fourth century and sex, the next two the year of birth (Luật Căn cước 26/2023/QH15).
    PersonalId,
    |text| text.len() == 12
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && text[..3].parse::<u16>().is_ok_and(|province| (1..=96).contains(&province))
);

impl PersonalId {
    /// Reads a typed number; spaces and dots between digits do no harm.
    ///
    /// # Errors
    /// Says what is wrong with the field at `pointer`: its length, a letter in it, or an unknown province.
    pub fn read(typed: &str, pointer: &str) -> Result<Self, Problem> {
        let digits: String = typed.chars().filter(|letter| !matches!(letter, ' ' | '.' | '-')).collect();
        if digits.is_empty() {
            return Err(Problem::new(pointer, "id-missing"));
        }
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Problem::new(pointer, "id-not-digits"));
        }
        if digits.len() != 12 {
            return Err(Problem::new(pointer, "id-length").with("count", digits.len()));
        }
        digits.parse().map_err(|_| Problem::new(pointer, "id-province").with("province", &digits[..3]))
    }
}

code!(
    /// An enterprise's tax code: ten digits whose last checks the others, or with a branch number `-001`.
    TaxCode,
    |text| {
        let (head, branch) = text.split_once('-').map_or((text, None), |(head, branch)| (head, Some(branch)));
        let digits: Vec<u32> = head.chars().filter_map(|letter| letter.to_digit(10)).collect();
        digits.len() == 10
            && head.len() == 10
            && branch.is_none_or(|branch| branch.len() == 3 && branch.bytes().all(|byte| byte.is_ascii_digit()))
            && 10 - digits.iter().zip([31, 29, 23, 19, 17, 13, 7, 5, 3]).map(|(digit, weight)| digit * weight).sum::<u32>() % 11 == digits[9]
    }
);

impl TaxCode {
    /// Reads a typed tax code.
    ///
    /// # Errors
    /// Says that the field at `pointer` does not hold one.
    pub fn read(typed: &str, pointer: &str) -> Result<Self, Problem> {
        let text: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
        text.parse().map_err(|_| Problem::new(pointer, "tax-code"))
    }
}

code!(
    /// A Vietnamese telephone number as dialled inside the country: ten digits of a mobile (03, 05, 07, 08, 09) or ten to
    /// eleven of a landline (02).
    Phone,
    |text| text.bytes().all(|byte| byte.is_ascii_digit())
        && match text.get(..2) {
            Some("03" | "05" | "07" | "08" | "09") => text.len() == 10,
            Some("02") => (10..=11).contains(&text.len()),
            _ => false,
        }
);

impl Phone {
    /// Reads a typed number; spaces, dots, dashes and +84 do no harm.
    ///
    /// # Errors
    /// Says that the field at `pointer` does not hold one.
    pub fn read(typed: &str, pointer: &str) -> Result<Self, Problem> {
        let bare: String = typed.chars().filter(|letter| !matches!(letter, ' ' | '.' | '-' | '(' | ')')).collect();
        if bare.is_empty() {
            return Err(Problem::new(pointer, "phone-missing"));
        }
        let national = bare.strip_prefix("+84").or_else(|| bare.strip_prefix("84").filter(|_| bare.len() == 11));
        national
            .map_or(bare.clone(), |rest| format!("0{}", rest.trim_start_matches('0')))
            .parse()
            .map_err(|_| Problem::new(pointer, "phone"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dossier_code_names_its_agency_day_and_number() {
        let agency: AgencyCode = "H35.12".parse().expect("a code");
        let code = DossierCode::new(&agency, jiff::civil::date(2025, 12, 23), 1);
        assert_eq!(code.as_str(), "H35.12-251223-0001");
        assert_eq!(code.as_str().parse::<DossierCode>().expect("parses").parts(), ("H35.12", "251223", 1));
        assert!("H35.12-251223-1".parse::<DossierCode>().is_err());
    }

    #[test]
    fn tax_codes_are_checked_by_their_last_digit() {
        for good in ["0300588569", "0100109106", "0101243150", "0100109106-001"] {
            assert!(good.parse::<TaxCode>().is_ok(), "{good}");
        }
        assert!("0100109107".parse::<TaxCode>().is_err());
    }

    #[test]
    fn personal_ids_say_what_is_wrong() {
        assert!(PersonalId::read("012 085 001234", "/id").is_ok());
        assert_eq!(PersonalId::read("12345678", "/id").expect_err("short").code, "id-length");
        assert_eq!(PersonalId::read("01208500123A", "/id").expect_err("letter").code, "id-not-digits");
        assert_eq!(PersonalId::read("999085001234", "/id").expect_err("province").code, "id-province");
    }

    #[test]
    fn phones_are_read_as_people_type_them() {
        for typed in ["0912345678", "+84 912 345 678", "84912345678", "091.234.5678", "0213 3876 543"] {
            assert!(Phone::read(typed, "/phone").is_ok(), "{typed}");
        }
        assert!(Phone::read("12345", "/phone").is_err());
    }
}
