//! Who raises obstacles, who answers them, and which somebody sees.

use super::{Deed, Scope, may_at, tasks_seen, who_may_do};
use crate::Refusal;
use crate::codes::AgencyCode;
use crate::obstacles::Obstacle;
use crate::people::{Actor, Capacity, is_within};

/// The capacity in which the actor raises an obstacle for this agency: whoever works there.
///
/// # Errors
/// When they do not work there.
pub fn may_raise_obstacle(actor: &Actor, agency: &AgencyCode) -> Result<Capacity, Refusal> {
    let roles = who_may_do(Deed::RaiseObstacles);
    let held = actor
        .positions
        .iter()
        .find(|held| roles.contains(&held.role) && held.limits().is_none() && held.agency == *agency);
    held.map(|held| actor.as_officer(held)).ok_or_else(|| Refusal::forbidden("obstacle-not-your-agency"))
}

/// The agencies for which the actor may raise obstacles.
#[must_use]
pub fn raises_for(actor: &Actor) -> Vec<AgencyCode> {
    let held = actor.positions.iter().filter(|held| held.is_held_here());
    let mut agencies: Vec<_> = held.map(|held| held.agency.clone()).collect();
    agencies.sort();
    agencies.dedup();
    agencies.retain(|agency| may_raise_obstacle(actor, agency).is_ok());
    agencies
}

/// The capacity in which the actor answers an obstacle that this agency has: its leaders and secretariat, or those above it.
///
/// # Errors
/// When they are neither.
pub fn may_answer_obstacle(actor: &Actor, holder: &AgencyCode) -> Result<Capacity, Refusal> {
    let held = may_at(actor, Deed::AnswerObstacles, holder).ok().filter(|held| held.limits().is_none());
    held.map(|held| actor.as_officer(held)).ok_or_else(|| Refusal::forbidden("obstacle-answerers-only"))
}

/// Whether the actor may see an obstacle: their agency or one below it raised it, or has or had it; the province's leaders every one.
#[must_use]
pub fn may_see_obstacle(actor: &Actor, obstacle: &Obstacle) -> bool {
    match tasks_seen(actor) {
        Scope::All => true,
        Scope::Agencies(seen) => {
            let concerned = obstacle.concerned();
            seen.iter().any(|seen| concerned.iter().any(|agency| is_within(agency, &seen.agency)))
        }
        Scope::Owner(_) => false,
    }
}
