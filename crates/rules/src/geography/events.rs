//! What can happen to where places lie.

use crate::codes::{CommuneCode, VillageCode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

crate::events! {
    /// What happened to where places lie.
    "geography" {
        /// Outlines and points were taken in; those of places that it does not name stay.
        Drawn(Drawn) = "drawn",
    }
}

/// A place in WGS 84: longitude and latitude, in hundred-thousandths of a degree (about a metre).
pub type Place = [i32; 2];

/// A closed line: its first point is its last.
pub type Ring = Vec<Place>;

/// Outlines and points that were taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawn {
    /// Where they come from.
    pub source: String,
    /// The outline of each commune: its outer rings, and the inner ones that are cut out.
    pub communes: BTreeMap<CommuneCode, Vec<Ring>>,
    /// The point of each village.
    pub villages: BTreeMap<VillageCode, Place>,
}
