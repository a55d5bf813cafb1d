//! Who keeps the register of committees: the leaders and the secretariat of an agency its own, those of the province every one.

use super::{ASSIGN, may_assign};
use crate::Refusal;
use crate::codes::AgencyCode;
use crate::people::{Actor, Capacity};

/// The capacity in which the actor keeps the committees and groups of this agency.
///
/// # Errors
/// When they are neither a leader nor of the secretariat, there or of the province.
pub fn may_keep_committee(actor: &Actor, agency: &AgencyCode) -> Result<Capacity, Refusal> {
    if let Ok(by) = may_assign(actor, agency) {
        return Ok(by);
    }
    let of_the_province = |held: &&crate::people::Position| {
        ASSIGN.contains(&held.role) && held.limits().is_none() && !held.agency.as_str().contains('.')
    };
    let held = actor.positions.iter().find(of_the_province);
    held.map(|held| actor.as_officer(held)).ok_or_else(|| Refusal::forbidden("committee-keepers-only"))
}
