//! What can happen to an authorisation.

use super::Power;
use crate::codes::{PersonalId, ProcedureCode};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Somebody authorised another person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuthorisationGranted {
    /// Its number.
    pub id: String,
    /// The account of whoever authorises.
    pub principal: String,
    /// Their name.
    pub principal_name: String,
    /// The identification number of whoever is authorised; they need no account yet.
    pub agent_id: PersonalId,
    /// Their name, as whoever authorises knows it.
    pub agent_name: String,
    /// What they may do.
    pub powers: Vec<Power>,
    /// The procedures that it is limited to; every procedure when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub procedures: Vec<ProcedureCode>,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
}

/// The authorised person accepted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuthorisationAccepted {
    /// Its number.
    pub id: String,
    /// The account that accepted.
    pub login: String,
}

/// It was taken back by whoever gave it, or given back by whoever had it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuthorisationRevoked {
    /// Its number.
    pub id: String,
    /// The account that ended it.
    pub login: String,
}
