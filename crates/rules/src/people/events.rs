//! What can happen to agencies and people. Passwords are not part of it: they are kept apart and can be forgotten.

use super::{Agency, Role};
use crate::codes::{AgencyCode, PersonalId, Phone};
use serde::{Deserialize, Serialize};

crate::events! {
    /// What happened to an agency or a person.
    "people" {
        /// An agency was entered, or entered again with other particulars.
        AgencyRegistered(AgencyRegistered) = "agency_registered",
        /// A person was entered, or entered again with other particulars.
        PersonRegistered(PersonRegistered) = "person_registered",
        /// A person was given a position.
        PositionGranted(PositionGranted) = "position_granted",
        /// A position was taken back.
        PositionRevoked(PositionRevoked) = "position_revoked",
    }
}

/// An agency was entered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AgencyRegistered {
    /// Its particulars.
    pub agency: Agency,
}

/// A person was entered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PersonRegistered {
    /// The name to sign in with.
    pub login: String,
    /// The full name.
    pub name: String,
    /// The personal identification number.
    #[serde(default)]
    pub personal_id: Option<PersonalId>,
    /// The telephone.
    #[serde(default)]
    pub phone: Option<Phone>,
    /// The address.
    #[serde(default)]
    pub address: Option<String>,
    /// The commune of residence.
    #[serde(default)]
    pub commune: Option<crate::codes::CommuneCode>,
}

/// A person was given a position.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PositionGranted {
    /// Who.
    pub login: String,
    /// Where.
    pub agency: AgencyCode,
    /// As what.
    pub role: Role,
    /// The title.
    pub title: String,
}

/// A position was taken back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PositionRevoked {
    /// Who.
    pub login: String,
    /// Where.
    pub agency: AgencyCode,
    /// As what.
    pub role: Role,
    /// Why.
    pub reason: String,
}
