//! Who raises obstacles, who answers them, and which somebody sees.

use super::{Deed, Scope, may_at, memberships, tasks_seen, who_may_do};
use crate::Refusal;
use crate::codes::AgencyCode;
use crate::obstacles::Obstacle;
use crate::people::{Actor, Capacity, Position, is_within};

/// The capacity in which the actor raises an obstacle for this agency: whoever works there, or is a member of one of its groups.
///
/// # Errors
/// When they are neither.
pub fn may_raise_obstacle(actor: &Actor, agency: &AgencyCode) -> Result<Capacity, Refusal> {
    let group = memberships(actor).iter().find(|group| group.agency == *agency);
    let by = group.map(|group| actor.as_member(group));
    by.or_else(|| works_at(actor, agency).map(|held| actor.as_officer(held))).ok_or_else(not_yours)
}

/// The capacity in which the actor says that the answer does not help what this agency raised: whoever works there.
///
/// # Errors
/// When they do not work there.
pub fn may_reopen_obstacle(actor: &Actor, agency: &AgencyCode) -> Result<Capacity, Refusal> {
    works_at(actor, agency).map(|held| actor.as_officer(held)).ok_or_else(not_yours)
}

fn works_at<'a>(actor: &'a Actor, agency: &AgencyCode) -> Option<&'a Position> {
    let roles = who_may_do(Deed::RaiseObstacles);
    let works = |held: &&Position| roles.contains(&held.role) && held.limits().is_none() && held.agency == *agency;
    actor.positions.iter().find(works)
}

fn not_yours() -> Refusal {
    Refusal::forbidden("obstacle-not-your-agency")
}

/// The agencies for which the actor may raise obstacles.
#[must_use]
pub fn raises_for(actor: &Actor) -> Vec<AgencyCode> {
    let held = actor.positions.iter().filter(|held| held.is_held_here());
    let groups = memberships(actor).iter().map(|group| group.agency.clone());
    let mut agencies: Vec<_> = held.map(|held| held.agency.clone()).chain(groups).collect();
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

/// Which obstacles the actor sees: those that concern their agencies or ones below them; the province's leaders every one; a member of a
/// group those that they raised themselves for its agency ([`raises_for`]).
#[must_use]
pub fn obstacles_seen(actor: &Actor) -> Scope {
    if memberships(actor).is_empty() { tasks_seen(actor) } else { Scope::Owner(actor.login.clone()) }
}

/// Whether the actor may see an obstacle; see [`obstacles_seen`].
#[must_use]
pub fn may_see_obstacle(actor: &Actor, obstacle: &Obstacle) -> bool {
    match obstacles_seen(actor) {
        Scope::All => true,
        Scope::Agencies(seen) => {
            let concerned = obstacle.concerned();
            seen.iter().any(|seen| concerned.iter().any(|agency| is_within(agency, &seen.agency)))
        }
        Scope::Owner(login) => {
            let raiser = &obstacle.raised.raiser;
            raiser.login == login && memberships(actor).iter().any(|group| group.agency == raiser.agency)
        }
    }
}
