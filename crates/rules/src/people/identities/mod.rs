//! Accounts of people and organisations who prove who they are with their electronic identity (Nghị định 69/2024/NĐ-CP).
//!
//! An account is known by issuer and subject, never by the identification number; its login is opaque. Must not know how the
//! proof was checked.

mod events;
mod sign_in;

pub use events::{AccountOpened, IdentityLinked, ParticularChange, ParticularsChanged};
pub use sign_in::{Known, Proven, SignedIn, sign_in};

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How sure the issuer is of who this is (*mức độ định danh*, Nghị định 69/2024/NĐ-CP, Điều 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Assurance {
    /// Mức độ 1: declared, and compared with the population database.
    One,
    /// Mức độ 2: face and fingerprints were compared at a police station.
    Two,
}

impl Assurance {
    /// The level as the law numbers it.
    #[must_use]
    pub fn number(self) -> u8 {
        self.into()
    }
}

impl From<Assurance> for u8 {
    fn from(level: Assurance) -> Self {
        match level {
            Assurance::One => 1,
            Assurance::Two => 2,
        }
    }
}

impl TryFrom<u8> for Assurance {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, String> {
        match number {
            1 => Ok(Self::One),
            2 => Ok(Self::Two),
            other => Err(format!("there is no level {other} of identification")),
        }
    }
}

/// Whose account it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// A person's.
    #[default]
    Person,
    /// An organisation's.
    Organisation,
}

impl AccountKind {
    /// Its name in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
        }
    }
}

/// One thing that an account knows about its owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Particular {
    /// The full name; of an organisation, its name.
    Name,
    /// The personal identification number.
    PersonalId,
    /// The day of birth in ISO 8601, or only the year.
    BirthDate,
    /// The telephone.
    Phone,
    /// The address for mail by the internet.
    Email,
    /// The permanent address, in words.
    Address,
    /// The commune of residence: its code of five digits.
    Commune,
    /// The code of the enterprise, or its tax code.
    OrganisationCode,
    /// The full name of who represents the organisation by law.
    RepresentativeName,
    /// That person's identification number.
    RepresentativeId,
    /// The code under which the national portal knows the owner (`TechID`).
    TechnicalId,
}

impl Particular {
    /// Every particular, in the order in which a page shows them.
    pub const ALL: [Self; 11] = [
        Self::Name,
        Self::PersonalId,
        Self::BirthDate,
        Self::Phone,
        Self::Email,
        Self::Address,
        Self::Commune,
        Self::OrganisationCode,
        Self::RepresentativeName,
        Self::RepresentativeId,
        Self::TechnicalId,
    ];

    /// Its name in the database and in keys of texts.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::PersonalId => "personal_id",
            Self::BirthDate => "birth_date",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Address => "address",
            Self::Commune => "commune",
            Self::OrganisationCode => "organisation_code",
            Self::RepresentativeName => "representative_name",
            Self::RepresentativeId => "representative_id",
            Self::TechnicalId => "technical_id",
        }
    }

    /// The particular of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|particular| particular.key() == key)
    }
}

/// What is known about the owner of an account.
pub type Particulars = BTreeMap<Particular, String>;
