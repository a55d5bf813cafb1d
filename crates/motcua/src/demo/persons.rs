//! People and organisations that don't exist: names by the peoples of the province, numbers that pass the checks.

use super::chance::{Chance, Weights};
use super::data::{places, texts};
use crate::province::{self, NameParts};
use rules::codes::CommuneCode;
use rules::dossiers::{ApplicantDraft, ApplicantKind};
use rules::registry::Sex;
use rules::text::fold;

/// Makes people up: the same number is always the same person.
pub struct Persons {
    seed: u64,
    peoples: Weights,
}

/// A person who does not exist: their particulars, and what only a register of people has of them.
pub struct Resident {
    /// As they would fill in a form.
    pub draft: ApplicantDraft,
    /// Their sex, as names and numbers show it.
    pub sex: Sex,
    /// The people (*dân tộc*) whose names they bear.
    pub people: &'static str,
}

impl Persons {
    /// The people of this seed.
    pub fn new(seed: u64) -> Self {
        Self { seed, peoples: Weights::new(province::people().peoples.iter().map(|people| f64::from(people.share))) }
    }

    /// The person of this number, living in this commune.
    pub fn citizen(&self, number: u64, commune: &CommuneCode) -> ApplicantDraft {
        self.resident(number, commune).draft
    }

    /// The same person as a register of people has them.
    pub fn resident(&self, number: u64, commune: &CommuneCode) -> Resident {
        let mut chance = Chance::new(self.seed, b"citizen.", number);
        let (name, sex, people) = self.name(&mut chance);
        let year = 1948 + chance.below(58);
        let (month, day) = (1 + chance.below(12), 1 + chance.below(28));
        let province =
            if chance.likely(0.9) { "012" } else { *chance.one(&["010", "011", "014", "015", "025", "001", "036"]) };
        let century = u8::from(sex == Sex::Female) + if year >= 2000 { 2 } else { 0 };
        let id_number = format!("{province}{century}{:02}{}", year % 100, chance.digits(6));
        // Of many old people only the year of birth is known.
        let birth_date =
            if year < 1960 && chance.likely(0.3) { year.to_string() } else { format!("{year}-{month:02}-{day:02}") };
        let draft = ApplicantDraft {
            kind: ApplicantKind::Citizen,
            id_number,
            name,
            phone: phone(&mut chance),
            email: String::new(),
            birth_date,
            commune: commune.to_string(),
            address: village(&mut chance),
        };
        Resident { draft, sex, people }
    }

    /// The organisation of this number, with its seat in this commune.
    pub fn organisation(&self, number: u64, commune: &CommuneCode) -> ApplicantDraft {
        let mut chance = Chance::new(self.seed, b"company.", number);
        let parts = &texts().organisations;
        let name = format!("{} {} {}", chance.one(&parts.kinds), chance.one(&parts.trades), chance.one(&parts.names));
        let mail: String = fold(&name).split(' ').filter_map(|word| word.chars().next()).collect();
        ApplicantDraft {
            kind: ApplicantKind::Organisation,
            id_number: tax_code(&mut chance),
            name,
            phone: phone(&mut chance),
            email: format!("{mail}{number}@example.vn"),
            birth_date: String::new(),
            commune: commune.to_string(),
            address: village(&mut chance),
        }
    }

    /// The name of the officer of this number.
    pub fn officer(&self, number: u64) -> String {
        self.name(&mut Chance::new(self.seed, b"officer.", number)).0
    }

    /// The name of somebody close to an applicant.
    pub fn relative(&self, chance: &mut Chance) -> String {
        self.name(chance).0
    }

    fn name(&self, chance: &mut Chance) -> (String, Sex, &'static str) {
        let people: &'static NameParts = &province::people().peoples[self.peoples.at(chance.unit())];
        let sex = if chance.likely(0.5) { Sex::Male } else { Sex::Female };
        let given = if sex == Sex::Male { &people.men } else { &people.women };
        let parts = [chance.one(&people.families), chance.one(&given.middle), chance.one(&given.given)];
        let name = parts.map(String::as_str).into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        (name, sex, &people.name)
    }
}

fn phone(chance: &mut Chance) -> String {
    let prefix =
        *chance.one(&["032", "033", "034", "036", "038", "039", "081", "082", "088", "091", "094", "097", "098"]);
    format!("{prefix}{}", chance.digits(7))
}

fn village(chance: &mut Chance) -> String {
    format!("Bản {}", chance.one(&places().villages))
}

/// Ten digits, the last of which checks the others.
fn tax_code(chance: &mut Chance) -> String {
    loop {
        let head = format!("62{}", chance.digits(7));
        let weights = [31, 29, 23, 19, 17, 13, 7, 5, 3];
        let sum: u32 = head.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
        // A remainder of 0 would ask for the digit 10: such numbers are not given out.
        if let check @ 0..=9 = 10 - sum % 11 {
            return format!("{head}{check}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::calendar;

    #[test]
    fn everybody_passes_the_checks_of_an_applicant() {
        let persons = Persons::new(57);
        let now = calendar::instant(jiff::civil::date(2025, 1, 2).at(8, 0, 0, 0));
        let commune = "03549".parse().expect("a code");
        for number in 0..2_000 {
            for draft in [persons.citizen(number, &commune), persons.organisation(number, &commune)] {
                let checked = draft.check(now);
                assert!(checked.is_ok(), "{draft:?} {checked:?}");
            }
        }
    }

    #[test]
    fn the_same_number_is_the_same_person() {
        let commune = "03549".parse().expect("a code");
        assert_eq!(Persons::new(57).citizen(7, &commune), Persons::new(57).citizen(7, &commune));
        assert_ne!(Persons::new(57).citizen(7, &commune).name, "");
    }
}
