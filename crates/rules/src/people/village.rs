//! Villages (*thôn, bản, tổ dân phố*): no level of government, but where people live and working groups work. They are rearranged
//! often, so they are kept with their days.

use super::{Directory, Event, Ordered, VillageDissolved, VillageRegistered, VillageRenamed};
use crate::codes::{CommuneCode, VillageCode};
use crate::text::{fold, tidy};
use crate::{Problem, Refusal};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A village.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Village {
    /// Its code: the commune's, and a running number within it.
    pub code: VillageCode,
    /// Its name without its kind: "Nậm Lúc".
    pub name: String,
    /// What it is called.
    pub kind: VillageKind,
    /// The commune that it lies in.
    pub commune: CommuneCode,
    /// The first day on which it exists; nothing for one that was always there, as far as these records go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub founded_on: Option<Date>,
    /// The decision that it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
}

/// A village with its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownVillage {
    /// Its particulars.
    pub village: Village,
    /// The first day on which it is no more.
    pub ended_on: Option<Date>,
    /// What it became part of.
    pub into: Vec<VillageCode>,
}

/// What a village is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VillageKind {
    /// *Bản*, in the uplands.
    Ban,
    /// *Thôn*.
    Thon,
    /// *Tổ dân phố*, in wards.
    ToDanPho,
}

impl VillageKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Ban, Self::Thon, Self::ToDanPho];

    /// The kind's name in the API and in files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Ban => "ban",
            Self::Thon => "thon",
            Self::ToDanPho => "to_dan_pho",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

impl KnownVillage {
    /// Whether it exists on the day.
    #[must_use]
    pub fn is_in_force(&self, day: Date) -> bool {
        self.village.founded_on.is_none_or(|from| from <= day) && self.ended_on.is_none_or(|end| day < end)
    }
}

/// Enters a village, or other particulars of one that is known; nothing when it is known just so. `known` are the villages of the
/// same commune.
///
/// # Errors
/// The fields that can't be right: no name, the name of another there, a commune that is not of the province.
pub fn register_village(
    directory: &Directory,
    known: &[KnownVillage],
    mut village: Village,
) -> Result<Option<Event>, Refusal> {
    village.name = tidy(&village.name);
    let mut problems = Vec::new();
    if village.name.is_empty() {
        problems.push(Problem::new("/name", "village-name-missing"));
    }
    if directory.authority_of(&village.commune).is_none() {
        problems.push(Problem::new("/commune", "commune-elsewhere"));
    }
    if village.code.commune() != village.commune.as_str() {
        problems.push(Problem::new("/code", "village-code").with("commune", &village.commune));
    }
    if let Some(other) = same_name(known, &village.code, &village.name) {
        problems.push(Problem::new("/name", "village-name-taken").with("code", &other.village.code));
    }
    if !problems.is_empty() {
        return Err(Refusal::input(problems));
    }
    let same = known.iter().any(|known| known.village == village);
    Ok((!same).then_some(Event::VillageRegistered(VillageRegistered { village })))
}

/// Gives a village another name.
///
/// # Errors
/// When it is no more, the name is missing or another's, or the decision is missing.
pub fn rename_village(
    known: &[KnownVillage],
    code: &VillageCode,
    name: &str,
    ordered: &Ordered,
) -> Result<Event, Refusal> {
    let (village, name) = (living(known, code)?, tidy(name));
    let mut problems = Vec::new();
    if name.is_empty() {
        problems.push(Problem::new("/name", "village-name-missing"));
    } else if name == village.name {
        problems.push(Problem::new("/name", "agency-same-name"));
    } else if let Some(other) = same_name(known, code, &name) {
        problems.push(Problem::new("/name", "village-name-taken").with("code", &other.village.code));
    }
    let decision = ordered.checked(&mut problems);
    if !problems.is_empty() {
        return Err(Refusal::input(problems));
    }
    Ok(Event::VillageRenamed(VillageRenamed { code: code.clone(), name, effective_on: ordered.on, decision }))
}

/// Ends a village: alone, or by merging it into others of the commune.
///
/// # Errors
/// When it or one of the others is no more, or the decision is missing.
pub fn dissolve_village(
    known: &[KnownVillage],
    code: &VillageCode,
    into: &[VillageCode],
    ordered: &Ordered,
) -> Result<Event, Refusal> {
    living(known, code)?;
    for other in into {
        living(known, other)?;
    }
    let mut problems = Vec::new();
    if into.contains(code) {
        problems.push(Problem::new("/into", "merge-into-itself").with("code", code));
    }
    let decision = ordered.checked(&mut problems);
    if !problems.is_empty() {
        return Err(Refusal::input(problems));
    }
    let (code, into) = (code.clone(), into.to_vec());
    Ok(Event::VillageDissolved(VillageDissolved { code, into, effective_on: ordered.on, decision }))
}

fn same_name<'a>(known: &'a [KnownVillage], code: &VillageCode, name: &str) -> Option<&'a KnownVillage> {
    let name = fold(name);
    known
        .iter()
        .find(|other| other.ended_on.is_none() && other.village.code != *code && fold(&other.village.name) == name)
}

fn living<'a>(known: &'a [KnownVillage], code: &VillageCode) -> Result<&'a Village, Refusal> {
    let found = known.iter().find(|known| known.village.code == *code);
    let found = found.ok_or_else(|| Refusal::not_found("village-unknown").with("code", code))?;
    match found.ended_on {
        Some(day) => Err(Refusal::rule("agency-ended").with("name", &found.village.name).with("day", day)),
        None => Ok(&found.village),
    }
}
