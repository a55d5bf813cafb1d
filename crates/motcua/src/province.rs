//! Lai Châu: its agencies, communes and the parts of names, as they ship.
//!
//! Sources and what is simulated in them: `data/lai-chau/README.md`. Must not know a database.

use jiff::civil::Date;
use rules::codes::CommuneCode;
use rules::people::{Agency, AgencyKind, AgencyLevel, Role};
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

/// The reorganisation of 1 July 2025: from 106 communes in 8 districts to 38 communes and wards.
#[derive(Debug, Clone, Deserialize)]
pub struct Reorganisation {
    /// The resolution on communes.
    pub decision: String,
    /// The day of the resolution.
    pub decided_on: Date,
    /// The first day of the new communes.
    pub effective_on: Date,
    /// The resolution by which there are no districts any more.
    pub end_of_districts: String,
    /// The communes that stayed as they were.
    pub unchanged: Vec<CommuneCode>,
    /// The districts of before.
    pub districts: Vec<FormerDistrict>,
    /// The communes that became part of others.
    pub communes: Vec<FormerCommune>,
}

/// A district that is no more.
#[derive(Debug, Clone, Deserialize)]
pub struct FormerDistrict {
    /// Its code in the national list: `105`.
    pub code: String,
    /// Its name with its kind: "Huyện Sìn Hồ".
    pub name: String,
}

/// A commune that is no more.
#[derive(Debug, Clone, Deserialize)]
pub struct FormerCommune {
    /// Its code in the national list of before; some were given to new communes.
    pub code: CommuneCode,
    /// Its name with its kind.
    pub name: String,
    /// Its district.
    pub district: String,
    /// The communes that it became part of.
    pub into: Vec<CommuneCode>,
}

impl Reorganisation {
    /// The people's committees of before: districts, then communes.
    ///
    /// # Panics
    /// When a code of the data has another shape; a test makes them all.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the file is part of the program and a test reads all of it")]
    pub fn agencies(&self) -> Vec<Agency> {
        let authority = |code: &str, name: &str, level| {
            let code = code.parse().expect("a code of an agency");
            Agency::new(code, format!("Ủy ban nhân dân {}", lower_first(name)), level, AgencyKind::Authority)
        };
        let districts = self.districts.iter().map(|district| Agency {
            parent: "H35".parse().ok(),
            ..authority(&district.agency(), &district.name, AgencyLevel::District)
        });
        let communes = self.communes.iter().map(|commune| Agency {
            parent: format!("H35.H{}", commune.district).parse().ok(),
            commune: Some(commune.code.clone()),
            ..authority(&commune.agency(), &commune.name, AgencyLevel::Commune)
        });
        districts.chain(communes).collect()
    }
}

impl FormerDistrict {
    /// The code of its authority: our own numbering.
    #[must_use]
    pub fn agency(&self) -> String {
        format!("H35.H{}", self.code)
    }
}

impl FormerCommune {
    /// The code of its authority: our own numbering.
    #[must_use]
    pub fn agency(&self) -> String {
        format!("H35.H{}.X{}", self.district, self.code)
    }
}

fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

static AGENCIES: LazyLock<Vec<Agency>> =
    LazyLock::new(|| read("agencies", include_str!("../data/lai-chau/agencies.json")));
static BLOCS: LazyLock<Vec<Agency>> = LazyLock::new(|| read("blocs", include_str!("../data/lai-chau/blocs.json")));
static REORGANISATION: LazyLock<Reorganisation> =
    LazyLock::new(|| read("reorganisation-2025", include_str!("../data/lai-chau/reorganisation-2025.json")));
static COMMUNES: LazyLock<Vec<Commune>> =
    LazyLock::new(|| read("communes", include_str!("../data/lai-chau/communes.json")));
static PEOPLE: LazyLock<People> = LazyLock::new(|| read("officers", include_str!("../data/lai-chau/officers.json")));

/// The province, its departments, its communes, and the counter of each: by code.
#[must_use]
pub fn agencies() -> Vec<Agency> {
    AGENCIES.clone()
}

/// The agencies of the Party, the Fatherland Front and the mass organisations: by code.
#[must_use]
pub fn blocs() -> Vec<Agency> {
    BLOCS.clone()
}

/// What ended on 30 June 2025, and what it became.
#[must_use]
pub fn reorganisation() -> &'static Reorganisation {
    &REORGANISATION
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
    use rules::people::{Bloc, Directory, Ended, Entry};
    use std::collections::BTreeSet;

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
    fn the_four_blocs_are_there_at_the_levels_of_the_province_and_of_each_commune() {
        let blocs = blocs();
        for bloc in [Bloc::Party, Bloc::Front] {
            let communes = blocs.iter().filter(|agency| agency.bloc == bloc && agency.level == AgencyLevel::Commune);
            assert_eq!(communes.count(), 38, "{bloc:?}");
            assert!(
                blocs.iter().any(|agency| agency.bloc == bloc && agency.level == AgencyLevel::Province),
                "{bloc:?}"
            );
        }
        assert!(blocs.iter().filter(|agency| agency.bloc == Bloc::MassOrganisation).count() >= 5);
        let all: BTreeSet<_> = blocs.iter().chain(AGENCIES.iter()).map(|agency| &agency.code).collect();
        assert_eq!(all.len(), blocs.len() + AGENCIES.len());
        assert!(blocs.iter().filter_map(|agency| agency.parent.as_ref()).all(|parent| all.contains(parent)));
    }

    #[test]
    fn of_106_communes_two_stayed_and_104_became_part_of_36() {
        let reorganisation = reorganisation();
        assert_eq!((reorganisation.communes.len(), reorganisation.districts.len()), (104, 8));
        let new: BTreeSet<_> = reorganisation.communes.iter().flat_map(|commune| &commune.into).cloned().collect();
        let all: BTreeSet<_> = communes().into_iter().map(|commune| commune.code).collect();
        assert_eq!(all.difference(&new).cloned().collect::<Vec<_>>(), reorganisation.unchanged);
        assert!(new.is_subset(&all));
        let codes: BTreeSet<_> = reorganisation.communes.iter().map(|commune| &commune.code).collect();
        assert_eq!(codes.len(), 104);
    }

    #[test]
    fn on_each_side_of_the_break_every_territory_has_one_authority() {
        let reorganisation = reorganisation();
        let now: Directory = agencies().into_iter().collect();
        let ends = |agency: Agency| {
            let former = reorganisation.communes.iter().find(|commune| commune.agency() == agency.code.as_str());
            let into = former.map_or(&[][..], |commune| &commune.into);
            let into = into.iter().filter_map(|code| Some(now.authority_of(code)?.code.clone())).collect();
            let end = Ended { on: reorganisation.effective_on, into, decision: reorganisation.decision.clone() };
            Entry { end: Some(end), ..Entry::from(agency) }
        };
        let entries = agencies().into_iter().map(Entry::from).chain(reorganisation.agencies().into_iter().map(ends));
        let directory = Directory::new(entries, Some(reorganisation.effective_on.yesterday().expect("a day")));
        let governing = |directory: &Directory| directory.iter().filter(|agency| agency.governs_a_commune()).count();
        assert_eq!(governing(&directory), 106);
        let sung_phai = directory.commune_in("Bản Sùng Chô, xã Sùng Phài, thành phố Lai Châu");
        assert_eq!(sung_phai.map(CommuneCode::as_str), Some("03403"));
        let after = directory.on(reorganisation.effective_on);
        assert_eq!(governing(&after), 38);
        // Whoever still gives the old address is led to the new commune.
        let sung_phai = after.commune_in("Bản Sùng Chô, xã Sùng Phài, thành phố Lai Châu");
        assert_eq!(sung_phai.map(CommuneCode::as_str), Some("03388"));
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
