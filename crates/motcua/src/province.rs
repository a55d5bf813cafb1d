//! Lai Châu: its agencies, communes and the parts of names, as they ship.
//!
//! Sources and what is simulated in them: `data/lai-chau/README.md`. Must not know a database.

use rules::codes::CommuneCode;
use rules::people::{Agency, Role};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The territory of a commune or ward.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Commune {
    /// Its code in the national list of administrative units.
    pub code: CommuneCode,
    /// Its name with its kind: "Xã Phong Thổ".
    pub name: String,
    /// Its name in English.
    pub name_en: String,
}

/// From what the demonstration makes officers and citizens up.
#[derive(Debug, Clone, Deserialize)]
pub struct People {
    /// Titles by level of the agency (`province`, `department`, `commune`) and role.
    pub titles: BTreeMap<String, BTreeMap<Role, Vec<String>>>,
    /// The peoples (*dân tộc*) of the province.
    pub peoples: Vec<NameParts>,
}

/// The names of one people.
#[derive(Debug, Clone, Deserialize)]
pub struct NameParts {
    /// The people's own name: "Mông".
    pub name: String,
    /// Their share of the population in percent, rounded.
    pub share: u8,
    /// Family names.
    pub families: Vec<String>,
    /// What men are called.
    pub men: GivenNames,
    /// What women are called.
    pub women: GivenNames,
}

/// Middle and given names; an empty middle name means that there is none.
#[derive(Debug, Clone, Deserialize)]
pub struct GivenNames {
    /// Middle names: "Thị", "A".
    pub middle: Vec<String>,
    /// Given names.
    pub given: Vec<String>,
}

static AGENCIES: LazyLock<Vec<Agency>> =
    LazyLock::new(|| read("agencies", include_str!("../data/lai-chau/agencies.json")));
static COMMUNES: LazyLock<Vec<Commune>> =
    LazyLock::new(|| read("communes", include_str!("../data/lai-chau/communes.json")));
static PEOPLE: LazyLock<People> = LazyLock::new(|| read("officers", include_str!("../data/lai-chau/officers.json")));

/// The province, its departments, its communes, and the counter of each: by code.
#[must_use]
pub fn agencies() -> Vec<Agency> {
    AGENCIES.clone()
}

/// The 38 communes and wards by code.
#[must_use]
pub fn communes() -> Vec<Commune> {
    COMMUNES.clone()
}

/// From what the demonstration makes people up.
#[must_use]
pub fn people() -> &'static People {
    &PEOPLE
}

#[expect(clippy::panic, reason = "the files are part of the program and a test reads each of them")]
fn read<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> T {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("data/lai-chau/{name}.json: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::people::{AgencyKind, AgencyLevel, Directory};

    #[test]
    fn every_commune_has_its_authority_and_its_own_counter() {
        let directory: Directory = agencies().into_iter().collect();
        assert_eq!(communes().len(), 38);
        for commune in communes() {
            let authority = directory.authority_of(&commune.code).expect("an authority");
            let counter = directory.counter_of(&authority.code).expect("a counter");
            assert_eq!(counter.commune.as_ref(), Some(&commune.code), "{}", counter.name);
            assert!(counter.name.starts_with("Trung tâm Phục vụ hành chính công"), "{}", counter.name);
        }
    }

    #[test]
    fn departments_are_served_by_the_provincial_centre() {
        let directory: Directory = agencies().into_iter().collect();
        let departments: Vec<_> = directory.iter().filter(|agency| agency.level == AgencyLevel::Department).collect();
        assert_eq!(departments.len(), 19);
        for department in departments {
            assert_eq!(directory.counter_of(&department.code).map(|counter| counter.code.as_str()), Some("H35.20"));
        }
    }

    #[test]
    fn codes_are_unique_and_parents_exist() {
        let all = agencies();
        let directory: Directory = all.iter().cloned().collect();
        assert_eq!(directory.iter().count(), all.len());
        for agency in &all {
            assert!(agency.parent.as_ref().is_none_or(|parent| directory.get(parent).is_some()), "{}", agency.name);
            assert_eq!(agency.commune.is_some(), agency.level == AgencyLevel::Commune, "{}", agency.name);
        }
        assert_eq!(all.iter().filter(|agency| agency.saturday_morning).count(), 3);
        assert!(all.iter().filter(|agency| agency.saturday_morning).all(|agency| agency.kind == AgencyKind::Counter));
    }

    #[test]
    fn names_can_be_made_up_for_every_people_and_titles_for_every_role() {
        let people = people();
        assert_eq!(people.peoples.iter().map(|people| u32::from(people.share)).sum::<u32>(), 100);
        for people in &people.peoples {
            for parts in
                [&people.families, &people.men.middle, &people.men.given, &people.women.middle, &people.women.given]
            {
                assert!(!parts.is_empty(), "{}", people.name);
            }
        }
        for role in [Role::CounterOfficer, Role::CaseOfficer, Role::Approver, Role::Clerk] {
            assert!(people.titles["commune"].contains_key(&role), "{role:?}");
        }
    }
}
