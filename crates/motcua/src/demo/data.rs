//! The tables that the simulated year is drawn from, as they ship: see `data/demo/README.md`. Must not know a database.

use jiff::civil::Date;
use rules::codes::{AgencyCode, CommuneCode, ProcedureCode};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// How often what is asked for.
#[derive(Debug, Deserialize)]
pub struct Demand {
    /// Weight of a procedure among all.
    pub weights: BTreeMap<ProcedureCode, f64>,
    /// Weight of each procedure that has none of its own.
    pub others: f64,
    /// Factor of each month, January first.
    pub months: [f64; 12],
    /// Factor of each weekday, Monday first; Saturday and Sunday are online only (and a few counters on Saturday mornings).
    pub weekdays: [f64; 7],
    /// Factor of a public holiday: online only.
    pub closed_day: f64,
    /// Factors of parts of the year.
    pub periods: Vec<Period>,
    /// Factors of some procedures in parts of the year.
    pub surges: Vec<Surge>,
    /// How much comes in online in each hour of a day.
    pub online_hours: [f64; 24],
    /// Parts of the year in which agencies fell behind.
    pub backlogs: Vec<Backlog>,
}

/// A part of the year in which more or less is asked for.
#[derive(Debug, Deserialize)]
pub struct Period {
    /// From this day of any year (`01-18`).
    pub from: YearDay,
    /// To this day.
    pub to: YearDay,
    /// By how much.
    pub factor: f64,
}

/// A part of the year in which some procedures are asked for more often.
#[derive(Debug, Deserialize)]
pub struct Surge {
    /// From this day of any year.
    pub from: YearDay,
    /// To this day.
    pub to: YearDay,
    /// By how much.
    pub factor: f64,
    /// Which.
    pub codes: Vec<ProcedureCode>,
}

/// A part of the year in which what was due was late more often.
#[derive(Debug, Deserialize)]
pub struct Backlog {
    /// From this day of any year.
    pub from: YearDay,
    /// To this day.
    pub to: YearDay,
    /// How much it weighs beside an office's or a field's own slowness.
    pub weight: u8,
}

/// A day of any year: `MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct YearDay(i8, i8);

impl TryFrom<String> for YearDay {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let parsed = text.split_once('-').and_then(|(month, day)| Some(Self(month.parse().ok()?, day.parse().ok()?)));
        parsed.ok_or_else(|| format!("not a day of the year: {text}"))
    }
}

/// Whether the day lies in the part of the year from `from` to `to`, both included.
pub fn within(day: Date, from: YearDay, to: YearDay) -> bool {
    let day = YearDay(day.month(), day.day());
    from <= day && day <= to
}

/// Where it is asked for.
#[derive(Debug, Deserialize)]
pub struct Places {
    /// The communes.
    pub communes: Vec<Place>,
    /// Agencies that are late more often than others, and how much that weighs.
    pub slow: BTreeMap<AgencyCode, u8>,
    /// The short name of each department in the names to sign in with.
    pub departments: BTreeMap<AgencyCode, String>,
    /// Names of villages.
    pub villages: Vec<String>,
}

/// A commune as far as demand depends on it.
#[derive(Debug, Deserialize)]
pub struct Place {
    /// Its code.
    pub code: CommuneCode,
    /// How many people live there.
    pub inhabitants: u32,
    /// 0 near, 1 far, 2 very far: the farther, the less is filed online.
    pub remote: u8,
    /// How many villages there are: one for 400 to 630 people, the smaller the farther; known only for Sin Suối Hồ, which has 35.
    pub villages: u16,
}

/// What officers and applicants write.
#[derive(Debug, Deserialize)]
pub struct Texts {
    /// Titles that the province's list lacks.
    pub titles: BTreeMap<String, String>,
    /// Parts of names of organisations.
    pub organisations: Organisations,
    pub request: Vec<String>,
    pub refuse: Vec<String>,
    pub supplement: Vec<String>,
    pub supplement_again: Vec<String>,
    pub supplied: Vec<String>,
    pub withdraw: Vec<String>,
    pub suspend: Vec<String>,
    pub resume: Vec<String>,
    pub findings: Vec<String>,
    pub against: Vec<String>,
    pub reject: Vec<String>,
    pub send_back: Vec<String>,
    pub reassign: Vec<String>,
    pub opinions: Vec<String>,
    pub forward: Vec<String>,
    pub apologise: Vec<String>,
    pub content: Vec<String>,
    pub discontent: Vec<String>,
}

/// Parts of names of organisations.
#[derive(Debug, Deserialize)]
pub struct Organisations {
    pub kinds: Vec<String>,
    pub trades: Vec<String>,
    pub names: Vec<String>,
}

static DEMAND: LazyLock<Demand> = LazyLock::new(|| read("demand", include_str!("../../data/demo/demand.json")));
static PLACES: LazyLock<Places> = LazyLock::new(|| read("places", include_str!("../../data/demo/places.json")));
static TEXTS: LazyLock<Texts> = LazyLock::new(|| read("texts", include_str!("../../data/demo/texts.json")));

/// How often what is asked for.
pub fn demand() -> &'static Demand {
    &DEMAND
}

/// Where it is asked for.
pub fn places() -> &'static Places {
    &PLACES
}

/// What officers and applicants write.
pub fn texts() -> &'static Texts {
    &TEXTS
}

#[expect(clippy::panic, reason = "the files are part of the program and a test reads each of them")]
fn read<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> T {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("data/demo/{name}.json: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_weight_names_a_procedure_that_ships_and_every_place_a_commune() {
        let shipped = crate::catalogue::shipped();
        for code in demand().weights.keys().chain(demand().surges.iter().flat_map(|surge| &surge.codes)) {
            assert!(shipped.iter().any(|procedure| procedure.code == *code), "{code}");
        }
        let communes = crate::province::communes();
        assert_eq!(places().communes.len(), communes.len());
        for place in &places().communes {
            assert!(communes.iter().any(|commune| commune.code == place.code), "{}", place.code);
        }
        let inhabitants: u32 = places().communes.iter().map(|place| place.inhabitants).sum();
        assert!((505_000..520_000).contains(&inhabitants), "{inhabitants}");
        let villages: u16 = places().communes.iter().map(|place| place.villages).sum();
        assert!((945..960).contains(&villages), "about 950: {villages}");
    }

    #[test]
    fn there_is_something_to_write_for_everything_that_happens() {
        let texts = texts();
        for lines in [&texts.refuse, &texts.supplement, &texts.withdraw, &texts.findings, &texts.apologise] {
            assert!(lines.iter().all(|line| !line.trim().is_empty()) && !lines.is_empty());
        }
        assert!(texts.titles.contains_key("chairman"));
    }
}
