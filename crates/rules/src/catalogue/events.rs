//! What can happen to a procedure.

use super::Procedure;
use crate::codes::ProcedureCode;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

crate::events! {
    /// What happened to a procedure.
    "catalogue" {
        /// A version was published.
        Published(Published) = "published",
        /// It was withdrawn (*bãi bỏ*).
        Withdrawn(Withdrawn) = "withdrawn",
    }
}

/// A version of a procedure was published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Published {
    /// From when dossiers are received under it.
    pub effective_on: Date,
    /// Its definition.
    pub procedure: Procedure,
}

/// A procedure was withdrawn: nothing more can be filed; what was filed is settled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Withdrawn {
    /// Which.
    pub code: ProcedureCode,
    /// From when.
    pub effective_on: Date,
    /// Why, or by which decision.
    pub reason: String,
}
