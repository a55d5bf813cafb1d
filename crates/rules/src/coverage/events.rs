//! What can happen to the coverage of a village.

use crate::codes::VillageCode;
use crate::tasks::Evidence;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

crate::events! {
    /// What happened to the coverage of a village.
    "coverage" {
        /// Somebody reported what there is.
        Reported(Reported) = "reported",
        /// A second person verified it.
        Verified(Verified) = "verified",
        /// It does not count.
        SetAside(SetAside) = "set_aside",
        /// Something is to come.
        Planned(Planned) = "planned",
    }
}

/// What was seen in a village.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// Which village.
    pub village: VillageCode,
    /// Its number among the village's reports, from 1.
    pub number: u32,
    /// On which day it was seen.
    pub observed_on: Date,
    /// What reaches it, in order; nothing where nothing does.
    pub signals: Vec<Signal>,
    /// Whether there is power.
    pub power: Power,
    /// How many people live there, where it was counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population: Option<u32>,
    /// What else is to be said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Photographs, measurements.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Evidence>,
    /// In whose place it was reported, where somebody did so for another: their login.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_place_of: Option<String>,
}

/// What of an operator reaches a village.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Signal {
    /// The operator.
    pub operator: String,
    /// By what.
    pub technology: Technology,
    /// How well.
    pub level: Level,
}

/// By what a village is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Technology {
    /// 2G.
    TwoG,
    /// 3G.
    ThreeG,
    /// 4G.
    FourG,
    /// 5G.
    FiveG,
    /// Fibre.
    Fibre,
    /// A satellite.
    Satellite,
}

/// How well a village is reached (Công văn 1603/BTTTT-CVT).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Everywhere where people live.
    Good,
    /// With holes (*lõm sóng*).
    Holes,
}

/// Whether a village has power.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Power {
    /// From the national grid.
    Grid,
    /// Its own: water, sun, a generator.
    Own,
    /// None.
    None,
}

/// See [`Event::Verified`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// Which village.
    pub village: VillageCode,
    /// Which report.
    pub number: u32,
}

/// See [`Event::SetAside`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAside {
    /// Which village.
    pub village: VillageCode,
    /// Which report.
    pub number: u32,
    /// Why.
    pub reason: String,
}

/// What is to come to a village.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// Which village.
    pub village: VillageCode,
    /// Which operator brings it.
    pub operator: String,
    /// What.
    pub technology: Technology,
    /// By when.
    pub by: Date,
    /// By which document.
    pub document: String,
}

impl Event {
    /// The village that it happened to.
    #[must_use]
    pub fn village(&self) -> &VillageCode {
        match self {
            Self::Reported(event) => &event.village,
            Self::Verified(event) => &event.village,
            Self::SetAside(event) => &event.village,
            Self::Planned(event) => &event.village,
        }
    }
}

/// Whether broadband is among what reaches a village.
#[must_use]
pub fn broadband(signals: &[Signal]) -> bool {
    signals.iter().any(|signal| signal.technology.is_broadband())
}

impl Technology {
    /// Whether it is broadband: 3G and above, fibre.
    #[must_use]
    pub fn is_broadband(self) -> bool {
        matches!(self, Self::ThreeG | Self::FourG | Self::FiveG | Self::Fibre)
    }
}

macro_rules! keys {
    ($type:ident, $count:literal, $($variant:ident = $key:literal),+ $(,)?) => {
        impl $type {
            /// Every one, in the order of forms.
            pub const ALL: [Self; $count] = [$(Self::$variant),+];

            /// Its name in forms, texts and the database.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)+ }
            }

            /// The one of this name.
            #[must_use]
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|one| one.key() == key)
            }
        }
    };
}

keys!(Technology, 6, TwoG = "2g", ThreeG = "3g", FourG = "4g", FiveG = "5g", Fibre = "fibre", Satellite = "satellite",);
keys!(Level, 2, Good = "good", Holes = "holes");
keys!(Power, 3, Grid = "grid", Own = "own", None = "none");
