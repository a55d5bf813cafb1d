//! What members of committees and working groups may do who hold no position: see and report for their own group, raise what stands in its
//! way, report their own village. Who holds a position has the rights of that position, and no others by being a member. What they raise: [`super::may_raise_obstacle`].

use super::{Deed, may, may_at, may_keep_committee};
use crate::Refusal;
use crate::codes::{AgencyCode, CommitteeCode, VillageCode};
use crate::committees::Committee;
use crate::people::{Actor, Capacity, Membership};

/// The memberships by which the actor may do something: none for whoever holds a position.
#[must_use]
pub fn memberships(actor: &Actor) -> &[Membership] {
    if actor.is_officer() { &[] } else { &actor.groups }
}

/// Lets whoever sees the register of committees, or is a member of the one of this code, see it.
///
/// # Errors
/// When they are neither.
pub fn may_see_committee(actor: &Actor, code: &CommitteeCode) -> Result<(), Refusal> {
    if memberships(actor).iter().any(|group| group.committee == *code) {
        return Ok(());
    }
    may(actor, Deed::WorkOnTasks).map(drop)
}

/// The capacity in which the actor says what a committee or group did: of those who keep it, or a member.
///
/// # Errors
/// When they are neither.
pub fn may_report_activity(actor: &Actor, committee: &Committee) -> Result<Capacity, Refusal> {
    may_keep_committee(actor, &committee.founded.agency).or_else(|refusal| {
        // The committee itself says who is in it now: what was read of the actor before may be older.
        let named = committee.members.iter().any(|member| member.login.as_ref() == Some(&actor.login));
        let group = memberships(actor).iter().find(|group| group.committee == committee.founded.committee);
        group.filter(|_| named).map(|group| actor.as_member(group)).ok_or(refusal)
    })
}

/// Lets whoever may raise obstacles for some agency go on.
///
/// # Errors
/// When there is none.
pub fn may_raise_obstacles(actor: &Actor) -> Result<(), Refusal> {
    if memberships(actor).is_empty() { may(actor, Deed::RaiseObstacles).map(drop) } else { Ok(()) }
}

/// The villages in which the actor's groups work; nothing where they are in none, or one works for a whole agency.
#[must_use]
pub fn own_villages(actor: &Actor) -> Option<Vec<&VillageCode>> {
    let villages: Option<Vec<_>> = memberships(actor).iter().map(|group| group.village.as_ref()).collect();
    villages.filter(|villages| !villages.is_empty())
}

/// The capacity in which the actor reports what reaches a village of the commune that this agency governs: of its officers or of those
/// above it, or a member of the village's group.
///
/// # Errors
/// When they are neither.
pub fn may_report_coverage(actor: &Actor, agency: &AgencyCode, village: &VillageCode) -> Result<Capacity, Refusal> {
    of_the_village(actor, Deed::ReportCoverage, agency, village)
}

/// The capacity in which the actor reports the digital citizens of such a village.
///
/// # Errors
/// When they are neither of its officers, or of those above it, nor a member of the village's group.
pub fn may_report_citizens(actor: &Actor, agency: &AgencyCode, village: &VillageCode) -> Result<Capacity, Refusal> {
    of_the_village(actor, Deed::ReportDigitalCitizens, agency, village)
}

/// Whether the actor is a member of this village's group, and no officer.
#[must_use]
pub fn is_of_village(actor: &Actor, village: &VillageCode) -> bool {
    memberships(actor).iter().any(|group| group.village.as_ref() == Some(village))
}

fn of_the_village(actor: &Actor, deed: Deed, agency: &AgencyCode, village: &VillageCode) -> Result<Capacity, Refusal> {
    let group = memberships(actor).iter().find(|group| group.village.as_ref() == Some(village));
    match group {
        Some(group) => Ok(actor.as_member(group)),
        None => may_at(actor, deed, agency).map(|held| actor.as_officer(held)),
    }
}
