//! Who may do what to personal data, and what a reader is reading for.

use crate::catalogue::StepTask;
use crate::codes::AgencyCode;
use crate::dossiers::Dossier;
use crate::people::authorisations::Power;
use crate::people::permissions::{
    Deed, Scope, acts_for_owner, is_close, may, may_at, may_everywhere, open_actions, scope, sees_by_office,
    without_interest,
};
use crate::people::{Actor, Capacity, Position, Role, is_within};

/// What somebody reads personal data for: said with each line of the read log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// Their own task in the dossier's route.
    Task(StepTask),
    /// Receiving, supplementing or handing over at their counter.
    Counter,
    /// Following a dossier that their agency received or settles.
    Follow,
    /// Acting for the owner, who authorised them.
    Authorised,
    /// Leading the province.
    Oversight,
    /// With a reason of their own, outside their scope.
    Glass(String),
    /// Handling what the person asked about their data.
    DataRequest,
    /// Handling a petition of theirs.
    Petition,
    /// Inspecting the read log.
    Inspection,
}

impl Purpose {
    /// How the purpose is kept: a key, with the task or the reason behind it.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Task(task) => format!("task:{}", task.key()),
            Self::Counter => "counter".into(),
            Self::Follow => "follow".into(),
            Self::Authorised => "authorised".into(),
            Self::Oversight => "oversight".into(),
            Self::Glass(reason) => format!("glass:{reason}"),
            Self::DataRequest => "data-request".into(),
            Self::Petition => "petition".into(),
            Self::Inspection => "inspection".into(),
        }
    }
}

/// Why this officer reads this dossier, as far as the dossier itself says.
#[must_use]
pub fn purpose(actor: &Actor, dossier: &Dossier) -> Purpose {
    let at_counter = [&dossier.filed.counter, dossier.return_counter()]
        .into_iter()
        .any(|counter| actor.position(Role::CounterOfficer, counter).is_some());
    let in_charge = dossier.officer.as_ref().is_some_and(|(login, _)| *login == actor.login);
    if only_acts_for(actor, dossier) {
        return Purpose::Authorised;
    }
    match dossier.current_step() {
        Some(step) if in_charge || !at_counter && !open_actions(actor, dossier).is_empty() => Purpose::Task(step.task),
        _ if at_counter => Purpose::Counter,
        _ if scope(actor) == Scope::All => Purpose::Oversight,
        _ => Purpose::Follow,
    }
}

/// Whether somebody sees a dossier by authorisation alone, whatever office they hold elsewhere or, of somebody close, here.
fn only_acts_for(actor: &Actor, dossier: &Dossier) -> bool {
    let by_office = sees_by_office(actor, dossier) && !is_close(actor, dossier);
    !by_office && acts_for_owner(actor, dossier, Power::Follow).is_some()
}

/// The capacity in which somebody reads a dossier: the position by which they see it, else their first; as a citizen where they
/// only act for its owner.
#[must_use]
pub fn reading(actor: &Actor, dossier: &Dossier) -> Capacity {
    if only_acts_for(actor, dossier) {
        return actor.as_citizen();
    }
    let concerned =
        [dossier.holder(), &dossier.filed.competent_agency, dossier.return_counter(), &dossier.filed.counter];
    // Who administers sees no dossier by that; of several positions at one agency the one of the current step is told.
    let rank = |held: &&Position| match held.role {
        Role::Administrator => 2,
        role => u8::from(dossier.current_step().is_none_or(|step| step.role != role)),
    };
    let near = concerned
        .into_iter()
        .chain(dossier.shared_with())
        .find_map(|agency| actor.positions.iter().filter(|position| position.agency == *agency).min_by_key(rank));
    near.or_else(|| actor.positions.first()).map_or_else(|| actor.as_citizen(), |held| actor.as_officer(held))
}

/// The capacity in which somebody looks at something other than one dossier, at or for this agency: by a position that serves the
/// purpose, there before elsewhere.
#[must_use]
pub fn looking(actor: &Actor, purpose: &Purpose, agency: Option<&AgencyCode>) -> Capacity {
    let serves = |held: &&Position| match purpose {
        Purpose::Counter => held.role == Role::CounterOfficer,
        Purpose::DataRequest | Purpose::Inspection => held.role == Role::Administrator,
        _ => held.role != Role::Administrator,
    };
    let there = |held: &&Position| agency.is_some_and(|agency| is_within(agency, &held.agency));
    let held = || actor.positions.iter();
    let found = held().filter(serves).find(there).or_else(|| held().find(serves)).or_else(|| held().next());
    found.map_or_else(|| actor.as_citizen(), |held| actor.as_officer(held))
}

/// Whether there are dossiers outside their scope that somebody may open: leaders and administrators.
#[must_use]
pub fn may_break_glass(actor: &Actor) -> bool {
    may(actor, Deed::BreakGlass).is_ok()
}

/// In which capacity somebody may open this dossier outside their scope: leaders any, since people come to the wrong door;
/// administrators, who have no business with dossiers, where one of their own agencies is at a loss. Nobody their own, or of somebody
/// close to them: it is read as anybody reads theirs.
#[must_use]
pub fn may_break_glass_of(actor: &Actor, dossier: &Dossier) -> Option<Capacity> {
    let leads = |held: &&Position| held.role == Role::Approver && held.limits().is_none();
    let concerned = [&dossier.filed.competent_agency, &dossier.filed.counter];
    let within = || concerned.into_iter().find_map(|agency| may_at(actor, Deed::BreakGlass, agency).ok());
    // Nor in the place of somebody whose own it is.
    let clear = |position: &Position| without_interest(actor, position, dossier).ok();
    actor.positions.iter().filter(leads).find_map(clear).or_else(|| within().and_then(clear))
}

/// In which capacity somebody handles what people ask about their data and inspects who read what: an administrator of the
/// whole province, since these concern every agency.
#[must_use]
pub fn may_handle_requests(actor: &Actor) -> Option<Capacity> {
    may_everywhere(actor, Deed::HandleDataRequests).map(|position| actor.as_officer(position))
}

/// In which capacity somebody may say that a document was compared with its original: at the counter that received it, or
/// where it is settled.
#[must_use]
pub fn may_verify(actor: &Actor, dossier: &Dossier) -> Option<Capacity> {
    let filed = &dossier.filed;
    held(actor, Role::CounterOfficer, &filed.counter, dossier)
        .or_else(|| held(actor, Role::CaseOfficer, &filed.competent_agency, dossier))
}

/// In which capacity somebody may withdraw a result: leading the agency that issued it.
#[must_use]
pub fn may_withdraw(actor: &Actor, dossier: &Dossier) -> Option<Capacity> {
    held(actor, Role::Approver, &dossier.filed.competent_agency, dossier)
}

/// In which capacity somebody of this role at the agency works on the dossier, of whose procedure they are in charge.
fn held(actor: &Actor, role: Role, agency: &AgencyCode, dossier: &Dossier) -> Option<Capacity> {
    let position = actor.position_for(role, agency, &dossier.filed.procedure)?;
    without_interest(actor, position, dossier).ok()
}
