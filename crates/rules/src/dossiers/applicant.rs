//! Who asks: typed particulars, checked once.

use crate::codes::{CommuneCode, PersonalId, Phone, TaxCode};
use crate::text::tidy;
use crate::{Problem, calendar};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The two kinds of applicants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicantKind {
    /// A person.
    #[default]
    Citizen,
    /// An enterprise or another organisation.
    Organisation,
}

/// Who asks (*chủ hồ sơ*), checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applicant {
    /// A person or an organisation.
    pub kind: ApplicantKind,
    /// The personal identification number, or the organisation's tax code.
    pub id_number: String,
    /// The full name.
    pub name: String,
    /// The telephone: with the dossier's code it opens the public tracking.
    pub phone: Phone,
    /// The mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The day of birth; many people have only a year (`1956`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<String>,
    /// The commune of residence or of the seat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commune: Option<CommuneCode>,
    /// The rest of the address: village, street, number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// Who asks, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ApplicantDraft {
    /// A person or an organisation.
    pub kind: ApplicantKind,
    /// The personal identification number, or the organisation's tax code.
    pub id_number: String,
    /// The full name.
    pub name: String,
    /// The telephone.
    pub phone: String,
    /// The mail address.
    pub email: String,
    /// The day or year of birth, as people write it: `5/3/1985`, `1985-03-05`, `1985`.
    pub birth_date: String,
    /// The commune's code.
    pub commune: String,
    /// The rest of the address.
    pub address: String,
}

impl ApplicantDraft {
    /// Checks every field.
    ///
    /// # Errors
    /// One problem for each field at fault, so that everything can be mended at once.
    pub fn check(&self, now: Timestamp) -> Result<Applicant, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut keep = |problem| problems.push(problem);
        let id = "/applicant/id_number";
        let id_number = match self.kind {
            ApplicantKind::Citizen => PersonalId::read(&self.id_number, id).map(String::from),
            ApplicantKind::Organisation => TaxCode::read(&self.id_number, id).map(String::from),
        };
        let id_number = id_number.map_err(&mut keep).ok();
        let name = tidy(&self.name);
        if name.is_empty() {
            keep(Problem::new("/applicant/name", "name-missing"));
        } else if name.chars().count() > 120
            || self.kind == ApplicantKind::Citizen && name.chars().any(char::is_numeric)
        {
            keep(Problem::new("/applicant/name", "name"));
        }
        let phone = Phone::read(&self.phone, "/applicant/phone").map_err(&mut keep).ok();
        let email = tidy(&self.email);
        if !email.is_empty() && !looks_like_mail(&email) {
            keep(Problem::new("/applicant/email", "email"));
        }
        let birth_date = read_birth_date(&self.birth_date, calendar::day_of(now), "/applicant/birth_date");
        let birth_date = birth_date.map_err(&mut keep).ok().flatten();
        let commune = match self.commune.trim() {
            "" => None,
            code => code.parse().map_err(|_| keep(Problem::new("/applicant/commune", "commune"))).ok(),
        };
        match (id_number, phone) {
            (Some(id_number), Some(phone)) if problems.is_empty() => Ok(Applicant {
                kind: self.kind,
                id_number,
                name,
                phone,
                email: Some(email).filter(|email| !email.is_empty()),
                birth_date,
                commune,
                address: Some(tidy(&self.address)).filter(|address| !address.is_empty()),
            }),
            _ => Err(problems),
        }
    }
}

fn looks_like_mail(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.') && !text.contains(' ')
    })
}

/// Reads a day of birth as people write it; year only is good enough.
pub(crate) fn read_birth_date(typed: &str, today: Date, pointer: &str) -> Result<Option<String>, Problem> {
    let parts: Vec<&str> = typed.split(['/', '-', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let number = |part: &str| part.parse::<i16>().map_err(|_| Problem::new(pointer, "date"));
    let (year, month, day) = match parts[..] {
        [] => return Ok(None),
        [year] => (number(year)?, None, None),
        [year, month, day] if year.len() == 4 => (number(year)?, Some(number(month)?), Some(number(day)?)),
        [day, month, year] => (number(year)?, Some(number(month)?), Some(number(day)?)),
        _ => return Err(Problem::new(pointer, "date")),
    };
    let small = |part: Option<i16>| i8::try_from(part.unwrap_or(1)).unwrap_or(0);
    let date = Date::new(year, small(month), small(day)).map_err(|_| Problem::new(pointer, "date"))?;
    if date > today {
        return Err(Problem::new(pointer, "date-in-future"));
    }
    if date.year() < 1900 {
        return Err(Problem::new(pointer, "date-too-early"));
    }
    Ok(Some(if month.is_some() { date.to_string() } else { format!("{year:04}") }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = jiff::civil::date(2025, 12, 23);

    #[test]
    fn birth_dates_are_read_as_people_write_them() {
        let read = |typed| read_birth_date(typed, TODAY, "/applicant/birth_date").map_err(|problem| problem.code);
        assert_eq!(read("5/3/1985"), Ok(Some("1985-03-05".into())));
        assert_eq!(read("1985-03-05"), Ok(Some("1985-03-05".into())));
        assert_eq!(read("1956"), Ok(Some("1956".into())));
        assert_eq!(read(""), Ok(None));
        assert_eq!(read("31/2/1985"), Err("date"));
        assert_eq!(read("5/3/2031"), Err("date-in-future"));
        assert_eq!(read("5/3/1785"), Err("date-too-early"));
        assert_eq!(read("mai"), Err("date"));
    }

    #[test]
    fn every_field_at_fault_is_named_at_once() {
        let now = calendar::instant(TODAY.at(9, 0, 0, 0));
        let draft =
            ApplicantDraft { id_number: "12".into(), phone: "x".into(), email: "a@b".into(), ..Default::default() };
        let problems = draft.check(now).expect_err("all wrong");
        let pointers: Vec<_> = problems.iter().map(|problem| problem.pointer.as_str()).collect();
        assert_eq!(pointers, ["/applicant/id_number", "/applicant/name", "/applicant/phone", "/applicant/email"]);
    }
}
