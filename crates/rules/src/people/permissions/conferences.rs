//! Who calls and runs conferences, who attends from a bridge point, who sees them.

use super::{Scope, may_assign, scope};
use crate::Refusal;
use crate::codes::AgencyCode;
use crate::conferences::Conference;
use crate::people::{Actor, Capacity, Position, Role, is_within};

/// The roles by which somebody attends for their agency.
const ATTEND: [Role; 4] = [Role::CounterOfficer, Role::CaseOfficer, Role::Approver, Role::Clerk];

/// The capacity in which the actor runs a conference: of the leaders or the secretariat of the agency that called it.
///
/// # Errors
/// When they are neither.
pub fn may_run(actor: &Actor, conference: &Conference) -> Result<Capacity, Refusal> {
    may_assign(actor, &conference.details.host).map_err(|_| Refusal::forbidden("conference-hosts-only"))
}

/// The bridge point from which the actor attends, and in which capacity: where they hold a position, or where what they hold it in
/// belongs to.
///
/// # Errors
/// When none of their agencies is a bridge point.
pub fn may_attend(actor: &Actor, conference: &Conference) -> Result<(AgencyCode, Capacity), Refusal> {
    let own = |held: &&Position| ATTEND.contains(&held.role) && held.limits().is_none();
    let held = || actor.positions.iter().filter(own);
    let at = |held: &Position| conference.points.iter().find(|point| sits_in(held, &point.agency));
    let exact = held().find_map(|held| conference.point(&held.agency).map(|point| (point, held)));
    let found = exact.or_else(|| held().find_map(|held| at(held).map(|point| (point, held))));
    let (point, held) = found.ok_or_else(|| Refusal::forbidden("conference-not-invited"))?;
    Ok((point.agency.clone(), actor.as_officer(held)))
}

/// Whether a position is in this agency or in one below it; not everybody is in the province itself.
fn sits_in(held: &Position, agency: &AgencyCode) -> bool {
    held.agency == *agency || agency.as_str().contains('.') && is_within(&held.agency, agency)
}

/// The capacity in which the actor registers delegates of a bridge point: of its leaders or secretariat, or who runs the conference.
///
/// # Errors
/// When they are neither.
pub fn may_register(actor: &Actor, conference: &Conference, point: &AgencyCode) -> Result<Capacity, Refusal> {
    let own = may_assign(actor, point).or_else(|_| may_run(actor, conference));
    own.map_err(|_| Refusal::forbidden("conference-point-not-yours").with("point", point))
}

/// Whether the actor sees a conference: who runs it, who is invited, the leaders of the province.
#[must_use]
pub fn may_see_conference(actor: &Actor, conference: &Conference) -> bool {
    scope(actor) == Scope::All || may_run(actor, conference).is_ok() || may_attend(actor, conference).is_ok()
}

/// The agencies whose conferences the actor sees, as hosts or bridge points; nothing when every one.
#[must_use]
pub fn conferences_seen(actor: &Actor) -> Option<Vec<AgencyCode>> {
    if scope(actor) == Scope::All {
        return None;
    }
    let held = actor.positions.iter().filter(|held| ATTEND.contains(&held.role) && held.limits().is_none());
    let mut agencies: Vec<AgencyCode> = Vec::new();
    for held in held {
        let mut code = Some(held.agency.clone());
        while let Some(agency) = code {
            let above = agency.as_str().rsplit_once('.').and_then(|(above, _)| above.parse::<AgencyCode>().ok());
            code = above.filter(|above| above.as_str().contains('.'));
            agencies.push(agency);
        }
    }
    agencies.sort();
    agencies.dedup();
    Some(agencies)
}
