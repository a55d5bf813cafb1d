//! The people of the simulated population registry: the sample citizens, and thousands who live in the province's communes.
//! None of them exists.

use super::chance::Chance;
use super::persons::{Persons, Resident};
use super::staff::{SAMPLES, SEED, place_of_sample};
use super::world::{Lacking, World};
use crate::province;
use links::population::{Address, Head, Marital, Person};
use rules::codes::CommuneCode;
use rules::registry::Birth;
use std::collections::{BTreeMap, BTreeSet};

/// Numbers of people who only stand in the register, far from those who file.
const FIRST: u64 = 2_000_000;

/// So many people, the sample citizens first; the same seed makes the same people.
///
/// # Errors
/// When what ships does not fit together; a test proves that it does.
pub fn people(count: usize, seed: u64) -> Result<Vec<Person>, Lacking> {
    let world = World::new()?;
    let names: BTreeMap<_, _> = province::communes().into_iter().map(|commune| (commune.code, commune.name)).collect();
    let samples = Persons::new(SEED);
    let others = Persons::new(seed);
    let sample =
        |number: usize| samples.resident(SAMPLES + number as u64, &world.places[place_of_sample(number, &world)].code);
    let mut seen = BTreeSet::new();
    let mut people = Vec::with_capacity(count);
    let mut number = FIRST;
    let mut samples_left = (0..super::staff::CITIZENS).map(sample);
    while people.len() < count {
        let resident = samples_left.next().unwrap_or_else(|| {
            number += 1;
            let place = usize::try_from(number).unwrap_or(0) % world.places.len();
            others.resident(number, &world.places[place].code)
        });
        let mut chance = Chance::new(seed, b"register", people.len() as u64);
        // A number that two people drew belongs to the first.
        if let Some(person) = record(&resident, &names, &mut chance).filter(|one| seen.insert(one.personal_id.clone()))
        {
            people.push(person);
        }
    }
    Ok(people)
}

fn record(resident: &Resident, names: &BTreeMap<CommuneCode, String>, chance: &mut Chance) -> Option<Person> {
    let draft = &resident.draft;
    let commune: CommuneCode = draft.commune.parse().ok()?;
    let whole = format!("{}, {}, Tỉnh Lai Châu", draft.address, names.get(&commune)?);
    let birth = Birth::read(&draft.birth_date)?;
    let marital = match chance.below(20) {
        0 => Marital::Widowed,
        1 => Marital::Divorced,
        2..=6 => Marital::Single,
        _ if birth.year() > 2003 => Marital::Single,
        _ => Marital::Married,
    };
    let head =
        Head {
            relation: Some("Chủ hộ".into()), name: draft.name.clone(), personal_id: draft.id_number.parse().ok()
        };
    let old_id = format!("045{}", chance.digits(6));
    Some(Person {
        personal_id: draft.id_number.parse().ok()?,
        // Cards of nine digits were given out until 2012.
        old_id: Some(old_id).filter(|_| birth.year() < 1995),
        name: draft.name.clone(),
        sex: Some(resident.sex),
        birth,
        ethnicity: Some(resident.people.into()),
        nationality: Some("Việt Nam".into()),
        marital: Some(marital),
        permanent: Some(Address { commune: Some(commune), detail: Some(draft.address.clone()), whole }),
        present: None,
        head: Some(head).filter(|_| chance.likely(0.3)),
    })
}

#[cfg(test)]
mod tests {
    use super::super::staff::Staff;
    use super::*;
    use rules::registry::doubts;

    #[test]
    fn the_sample_citizens_are_in_the_register_as_they_are_in_their_accounts() {
        let people = people(50, 1).expect("people");
        let staff = Staff::new(&World::new().expect("a world"));
        assert!(!staff.citizens.is_empty());
        for (citizen, person) in staff.citizens.iter().zip(&people) {
            assert_eq!(citizen.draft.id_number, person.personal_id.as_str());
            assert_eq!(citizen.draft.name, person.name);
            let address = person.permanent.as_ref().expect("an address");
            assert_eq!(address.commune.as_ref().map(CommuneCode::as_str), Some(citizen.draft.commune.as_str()));
            assert_eq!(address.detail.as_deref(), Some(citizen.draft.address.as_str()));
        }
    }

    #[test]
    fn five_thousand_people_have_numbers_of_their_own_that_fit_them() {
        let people = people(5_000, 57).expect("people");
        let numbers: BTreeSet<_> = people.iter().map(|person| person.personal_id.as_str()).collect();
        assert_eq!(numbers.len(), 5_000);
        for person in &people {
            assert_eq!(doubts(&person.personal_id, Some(person.birth), person.sex), [], "{}", person.personal_id);
        }
        let peoples: BTreeSet<_> = people.iter().filter_map(|person| person.ethnicity.as_deref()).collect();
        assert!(peoples.len() > 5, "{peoples:?}");
    }

    #[test]
    fn the_same_seed_makes_the_same_people() {
        assert_eq!(people(100, 7).expect("people"), people(100, 7).expect("people"));
        assert_ne!(people(100, 7).expect("people"), people(100, 8).expect("people"));
    }
}
