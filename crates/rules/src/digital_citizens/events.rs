//! What can happen to the count of digital citizens of a village, and to what an agency is to reach.

use crate::codes::{AgencyCode, VillageCode};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

crate::events! {
    /// What happened to the count of digital citizens.
    "digital_citizens" {
        /// Somebody reported a village's month.
        Reported(Reported) = "reported",
        /// A second person verified it.
        Verified(Verified) = "verified",
        /// It does not count.
        SetAside(SetAside) = "set_aside",
        /// What a commune or the province is to reach in a year was said.
        Aimed(Aimed) = "aimed",
    }
}

/// What was counted in a village, people aged 14 and over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// How many of them live there.
    pub residents: u32,
    /// With an activated e-ID of level 2.
    pub eid: u32,
    /// With a personal e-signature.
    pub signature: u32,
    /// With an account on the public service portal.
    pub account: u32,
    /// Who pay without cash.
    pub cashless: u32,
}

/// A village's month as it was reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// Which village.
    pub village: VillageCode,
    /// Its number among the village's reports, from 1.
    pub number: u32,
    /// The first day of the month that it is of.
    pub month: Date,
    /// Who counted.
    pub reporter: Reporter,
    /// What was counted.
    pub counts: Counts,
    /// Why fewer were counted than in the month before, where that is so; what else is to be said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// In whose place it was reported, where somebody did so for another: their login.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_place_of: Option<String>,
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

/// What a commune, or the province, is to reach by the end of a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aimed {
    /// The commune's authority, or the province's.
    pub agency: AgencyCode,
    /// Which year.
    pub year: i16,
    /// Whole percent of the residents aged 14 and over, a measure each, in the order of [`Measure::ALL`].
    pub percent: [u8; 4],
    /// By which document.
    pub document: String,
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// e-IDs of level 2.
    Eid,
    /// Personal e-signatures.
    Signature,
    /// Accounts on the public service portal.
    Account,
    /// People who pay without cash.
    Cashless,
}

/// Who counted in the village.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reporter {
    /// An officer of the commune.
    Commune,
    /// The community digital group (*Tổ công nghệ số cộng đồng*); a member of the village's group, or an officer of the commune, enters what it counted.
    Group,
}

impl Event {
    /// The village that it happened to; none of what a year is to reach.
    #[must_use]
    pub fn village(&self) -> Option<&VillageCode> {
        match self {
            Self::Reported(event) => Some(&event.village),
            Self::Verified(event) => Some(&event.village),
            Self::SetAside(event) => Some(&event.village),
            Self::Aimed(_) => None,
        }
    }
}

impl Counts {
    /// How many of this there are.
    #[must_use]
    pub fn of(&self, measure: Measure) -> u32 {
        match measure {
            Measure::Eid => self.eid,
            Measure::Signature => self.signature,
            Measure::Account => self.account,
            Measure::Cashless => self.cashless,
        }
    }
}

impl Measure {
    /// Every one, in the order of forms and tables.
    pub const ALL: [Self; 4] = [Self::Eid, Self::Signature, Self::Account, Self::Cashless];

    /// Its name in forms and texts.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Eid => "eid",
            Self::Signature => "signature",
            Self::Account => "account",
            Self::Cashless => "cashless",
        }
    }
}

impl Reporter {
    /// Every one, in the order of forms.
    pub const ALL: [Self; 2] = [Self::Group, Self::Commune];

    /// Its name in forms and texts.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Commune => "commune",
            Self::Group => "group",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }
}
