//! The definition of the index as data: groups, indicators, maxima and formulas, each version with its date of effect.
//!
//! The files are in `data/index`; how they are read is in [`super::versions`].

use crate::people::AgencyLevel;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One version of the index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Definition {
    /// Its name: `766-2022`.
    pub version: String,
    /// From when it holds.
    pub effective_from: Date,
    /// Where it comes from.
    pub source: String,
    /// Working days before the newest legal basis takes effect by which the province must announce a procedure (1.1).
    pub announce_working_days: u16,
    /// Working days after the announcement within which a procedure must be public (1.2).
    pub public_working_days: u16,
    /// The procedures whose electronic result is a certified copy (4.2b), by code. Days already counted follow the newest
    /// version after a rebuild only.
    pub electronic_copy_procedures: Vec<String>,
    /// The bands, best first.
    pub bands: Vec<Band>,
    /// The groups, in the order of the published page.
    pub groups: Vec<Group>,
}

/// A band of scores (*xếp loại*).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    /// Its name in the API.
    pub key: String,
    /// Its name in Vietnamese.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// The lowest score that belongs to it.
    pub from: u16,
}

/// A group of indicators (*nhóm chỉ số*).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Its name in the API.
    pub key: String,
    /// Its name in Vietnamese.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// The points it can be worth.
    pub max: u16,
    /// Its indicators.
    pub indicators: Vec<Indicator>,
}

/// An indicator (*chỉ số thành phần*).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicator {
    /// Its number: `2.1`.
    pub key: String,
    /// Its code in the national interface.
    pub code: String,
    /// Its name in Vietnamese.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// The points it can be worth; 0 for information.
    pub max: u16,
    /// How the ratio becomes points.
    pub formula: Formula,
    /// What an empty denominator is worth.
    pub no_cases: NoCases,
    /// The levels to which it applies.
    pub applies_to: Vec<AgencyLevel>,
    /// What the numerator and the denominator count, in Vietnamese.
    pub counts: String,
    /// The same in English.
    pub counts_en: String,
    /// What to mind, in Vietnamese.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The same in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note_en: Option<String>,
}

/// How a ratio becomes points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Formula {
    /// Maximum × ratio.
    Ratio,
    /// The maximum from this ratio on, in proportion below it.
    RatioCapped {
        /// The ratio that earns the maximum, in percent.
        full_from_percent: u16,
    },
    /// An average, worth no points.
    Average {
        /// What it is measured in.
        unit: Unit,
    },
    /// Shown without a formula, worth no points.
    Information,
}

/// What an average is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Seconds by the calendar.
    Seconds,
}

/// What an empty denominator is worth; nothing is ever divided by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoCases {
    /// The indicator is left out of points and maximum.
    LeftOut,
    /// No points.
    Zero,
    /// All points: no feedback means nothing to complain about (766, 5.2 and 5.3).
    Full,
}

impl Definition {
    /// Every version, oldest first.
    #[must_use]
    pub fn versions() -> &'static [Self] {
        super::versions::versions()
    }

    /// The version in force on this day; before the first, the first.
    #[must_use]
    pub fn in_force(day: Date) -> &'static Self {
        let versions = Self::versions();
        let after = versions.partition_point(|definition| definition.effective_from <= day);
        &versions[after.saturating_sub(1)]
    }

    /// The newest version.
    #[must_use]
    pub fn newest() -> &'static Self {
        Self::in_force(Date::MAX)
    }

    /// All indicators, in order.
    pub fn indicators(&self) -> impl Iterator<Item = &Indicator> {
        self.groups.iter().flat_map(|group| &group.indicators)
    }

    /// The indicator of this key.
    #[must_use]
    pub fn indicator(&self, key: &str) -> Option<&Indicator> {
        self.indicators().find(|indicator| indicator.key == key)
    }
}

impl Indicator {
    /// Whether it applies to agencies of this level.
    #[must_use]
    pub fn applies(&self, level: AgencyLevel) -> bool {
        self.applies_to.contains(&level)
    }
}
