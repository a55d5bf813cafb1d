//! The digital skills, and which of them a kind of position requires: data with days of effect.

use crate::people::Role;
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::Deserialize;
use std::sync::LazyLock;

/// A list of skills as it is in force from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Edition {
    /// Its first day.
    pub from: Date,
    /// By which document.
    pub source: String,
    /// The skills, in the order of lists.
    pub skills: Vec<Skill>,
}

/// A digital skill.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Skill {
    /// Its key, which stays the same from edition to edition.
    pub key: String,
    /// Its name in Vietnamese.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// Whoever works as one of these needs it.
    pub required_of: Vec<Role>,
    /// For how many months a certificate is good; without end where nothing is said.
    #[serde(default)]
    pub months: Option<i32>,
}

static EDITIONS: LazyLock<Vec<Edition>> = LazyLock::new(|| {
    // Part of the program, read by a test.
    serde_json::from_str(include_str!("../../data/training/skills.json")).unwrap_or_default()
});

/// The list in force on a day; before the first one, that one.
#[must_use]
pub fn edition(day: Date) -> Option<&'static Edition> {
    EDITIONS.iter().rev().find(|edition| edition.from <= day).or_else(|| EDITIONS.first())
}

/// A skill of the list in force on a day.
#[must_use]
pub fn skill(key: &str, day: Date) -> Option<&'static Skill> {
    edition(day)?.skills.iter().find(|skill| skill.key == key)
}

impl Skill {
    /// The last day on which a certificate of a day counts; nothing where it counts without end.
    #[must_use]
    pub fn last_day(&self, certified_on: Date) -> Option<Date> {
        self.months.map(|months| certified_on.saturating_add(months.months()).saturating_sub(1.days()))
    }

    /// Whether a certificate of a day still counts on another.
    #[must_use]
    pub fn is_good(&self, certified_on: Date, day: Date) -> bool {
        certified_on <= day && self.last_day(certified_on).is_none_or(|last| day <= last)
    }
}

/// A certificate as proof of a skill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The key of the skill.
    pub skill: String,
    /// Its number.
    pub number: String,
    /// Its day.
    pub on: Date,
}

/// A skill that is required of somebody, and their newest certificate of it that counts; nothing where they lack it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// The skill.
    pub skill: &'static Skill,
    /// The certificate.
    pub proof: Option<Proof>,
}

/// What is required on a day of somebody who works as these.
#[must_use]
pub fn needs(roles: &[Role], proofs: &[Proof], day: Date) -> Vec<Need> {
    let Some(edition) = edition(day) else { return Vec::new() };
    let required = edition.skills.iter().filter(|skill| skill.required_of.iter().any(|role| roles.contains(role)));
    let newest = |skill: &Skill| {
        let good = proofs.iter().filter(|proof| proof.skill == skill.key && skill.is_good(proof.on, day));
        good.max_by_key(|proof| proof.on).cloned()
    };
    required.map(|skill| Need { skill, proof: newest(skill) }).collect()
}
