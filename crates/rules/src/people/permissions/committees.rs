//! Who keeps the register of committees: the leaders and the secretariat of an agency its own, those of the province every one;
//! and who reads where their members are reached.

use super::{ASSIGN, may_assign};
use crate::Refusal;
use crate::codes::AgencyCode;
use crate::committees::Member;
use crate::people::{Actor, Capacity, Position, is_within};

/// The capacity in which the actor keeps the committees and groups of this agency.
///
/// # Errors
/// When they are neither a leader nor of the secretariat, there or of the province.
pub fn may_keep_committee(actor: &Actor, agency: &AgencyCode) -> Result<Capacity, Refusal> {
    if let Ok(by) = may_assign(actor, agency) {
        return Ok(by);
    }
    let of_the_province = |held: &&Position| {
        ASSIGN.contains(&held.role) && held.limits().is_none() && !held.agency.as_str().contains('.')
    };
    let held = actor.positions.iter().find(of_the_province);
    held.map(|held| actor.as_officer(held)).ok_or_else(|| Refusal::forbidden("committee-keepers-only"))
}

/// Whether the actor may read where the members of a committee or group of this agency are reached: they belong to the agency, lead one
/// above it or are of its secretariat, or are members themselves.
#[must_use]
pub fn may_read_phones(actor: &Actor, agency: &AgencyCode, members: &[Member]) -> bool {
    let held = |held: &Position| {
        let above = ASSIGN.contains(&held.role) && is_within(agency, &held.agency);
        held.limits().is_none() && (held.agency == *agency || above)
    };
    actor.positions.iter().any(held) || members.iter().any(|member| member.login.as_ref() == Some(&actor.login))
}
