//! What each person may do to what: the one place that answers. Lists are filtered by the same rule ([`scope`]).

use super::authorisations::{ActsFor, Power};
use super::identities::Assurance;
use super::{Actor, Capacity, Role};
use crate::Refusal;
use crate::codes::{AgencyCode, PersonalId};
use crate::dossiers::{Action, Dossier};

/// Which dossiers somebody may see; the store turns it into SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Every dossier of the province.
    All,
    /// Those that one of these agencies received, settles or holds.
    Agencies(Vec<AgencyCode>),
    /// Those that this account filed.
    Owner(String),
}

/// The agency code of the province itself: its leaders see everything.
const PROVINCE_DEPTH: usize = 1;

/// Which dossiers the actor may see.
#[must_use]
pub fn scope(actor: &Actor) -> Scope {
    let leads_the_province = actor.positions.iter().any(|position| {
        position.role == Role::Approver && position.agency.as_str().split('.').count() == PROVINCE_DEPTH
    });
    if leads_the_province {
        return Scope::All;
    }
    if actor.is_officer() {
        let mut agencies: Vec<_> = actor.positions.iter().map(|position| position.agency.clone()).collect();
        agencies.sort();
        agencies.dedup();
        return Scope::Agencies(agencies);
    }
    Scope::Owner(actor.login.clone())
}

/// Whether the actor may see the dossier.
#[must_use]
pub fn may_see(actor: &Actor, dossier: &Dossier) -> bool {
    let owns = dossier.filed.owner.as_deref() == Some(actor.login.as_str());
    owns || acts_for_owner(actor, dossier, Power::Follow).is_some()
        || match scope(actor) {
            Scope::All => true,
            Scope::Agencies(agencies) => agencies.iter().any(|agency| {
                *agency == dossier.filed.counter
                    || *agency == dossier.filed.competent_agency
                    || agency == dossier.holder()
            }),
            Scope::Owner(_) => false,
        }
}

/// The authorisation by which the actor may do this to the dossier of somebody else.
#[must_use]
pub fn acts_for_owner<'a>(actor: &'a Actor, dossier: &Dossier, power: Power) -> Option<&'a ActsFor> {
    let owner = dossier.filed.owner.as_deref()?;
    actor.acts_for.iter().find(|other| other.covers(owner, &dossier.filed.procedure, power))
}

/// Whether the actor, who sees this dossier, may have its result too: who sees it only by authorisation needs one for that.
#[must_use]
pub fn may_receive(actor: &Actor, dossier: &Dossier) -> bool {
    let only_acts_for = dossier.filed.owner.as_deref() != Some(actor.login.as_str())
        && !actor.is_officer()
        && acts_for_owner(actor, dossier, Power::Follow).is_some();
    !only_acts_for || acts_for_owner(actor, dossier, Power::Receive).is_some()
}

/// What asks for more than a password or a declared identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NeedsLevelTwo {
    /// To authorise somebody else.
    Authorise,
    /// To accept an authorisation.
    ActForOthers,
    /// To read one's personal data store.
    PersonalData,
}

/// Lets somebody pass who signed in with an electronic identity of level 2 (Nghị định 69/2024/NĐ-CP).
///
/// # Errors
/// When they signed in less surely; the refusal says how to get level 2.
pub fn needs_level_two(actor: &Actor, what: NeedsLevelTwo) -> Result<(), Refusal> {
    if actor.assurance == Some(Assurance::Two) {
        return Ok(());
    }
    let what = match what {
        NeedsLevelTwo::Authorise => "authorise",
        NeedsLevelTwo::ActForOthers => "act-for-others",
        NeedsLevelTwo::PersonalData => "personal-data",
    };
    Err(Refusal::forbidden("level-two-needed").with("what", what).citing("Nghị định 69/2024/NĐ-CP"))
}

/// The roles that may take an action, and where they must hold it. The matrix in `docs/permissions.md` is printed from it.
#[must_use]
pub fn who_may(action: Action) -> &'static [(Role, Place)] {
    use Place::{Competent, Counter, Owner, Step};
    match action {
        Action::Receive | Action::Refuse | Action::ReturnResult => &[(Role::CounterOfficer, Counter)],
        Action::RequestSupplement => {
            &[(Role::CounterOfficer, Counter), (Role::CaseOfficer, Step), (Role::Approver, Competent)]
        }
        Action::Supplement | Action::Withdraw | Action::Rate => {
            &[(Role::Citizen, Owner), (Role::CounterOfficer, Counter)]
        }
        Action::Assign => &[(Role::Approver, Step), (Role::CaseOfficer, Step)],
        Action::Forward | Action::Propose => &[(Role::CaseOfficer, Step)],
        Action::Approve | Action::Sign | Action::Reject => &[(Role::Approver, Step)],
        Action::SendBack => &[(Role::Approver, Step), (Role::Clerk, Step)],
        Action::Complete => &[(Role::Clerk, Step)],
        Action::Apologise => &[(Role::Approver, Competent), (Role::CaseOfficer, Competent)],
        Action::Suspend | Action::Resume => &[(Role::Approver, Competent)],
    }
}

/// Where a role must be held for an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// At the counter that received the dossier or hands over the result.
    Counter,
    /// At the agency that settles it.
    Competent,
    /// At the agency of the current step.
    Step,
    /// It is their own dossier.
    Owner,
}

/// The capacity in which the actor may take the action on this dossier now.
///
/// # Errors
/// When none of their positions allows it, or somebody else is in charge.
pub fn capacity(actor: &Actor, action: Action, dossier: &Dossier) -> Result<Capacity, Refusal> {
    let held = who_may(action).iter().filter(|(role, _)| applies(*role, action, dossier)).find_map(|(role, place)| {
        let agency = match place {
            Place::Owner => {
                let owns = dossier.filed.owner.as_deref() == Some(actor.login.as_str());
                return (owns || acts_for_owner(actor, dossier, Power::File).is_some()).then(|| actor.as_citizen());
            }
            Place::Counter => dossier.return_counter(),
            Place::Competent => &dossier.filed.competent_agency,
            Place::Step => dossier.holder(),
        };
        actor.position(*role, agency).map(|position| actor.as_officer(position))
    });
    let capacity = held.ok_or_else(|| Refusal::forbidden("not-your-action").with("action", action.key()))?;
    match (&dossier.officer, action) {
        (Some((login, name)), Action::Forward | Action::Propose) if *login != actor.login => {
            Err(Refusal::forbidden("somebody-else-in-charge").with("officer", name))
        }
        _ => Ok(capacity),
    }
}

/// The roles that change with the state: before reception the counter asks for supplements; afterwards the case officer,
/// the second time a leader.
fn applies(role: Role, action: Action, dossier: &Dossier) -> bool {
    match (action, role) {
        (Action::RequestSupplement, Role::CounterOfficer) => dossier.received_at.is_none(),
        (Action::RequestSupplement, Role::CaseOfficer) => {
            dossier.received_at.is_some() && dossier.supplements.is_empty()
        }
        (Action::RequestSupplement, Role::Approver) => dossier.received_at.is_some() && !dossier.supplements.is_empty(),
        _ => true,
    }
}

/// The actions that the actor may take on the dossier now, in the order of a dossier's life.
#[must_use]
pub fn open_actions(actor: &Actor, dossier: &Dossier) -> Vec<Action> {
    Action::ALL
        .into_iter()
        .filter(|action| dossier.allows(*action).is_ok() && capacity(actor, *action, dossier).is_ok())
        .collect()
}

/// The capacity in which the actor may look this person up in the population registry: a counter officer whoever stands at
/// their counter, anybody else only the person whom their own sign-in vouches for.
///
/// # Errors
/// When they are no counter officer there, or it is somebody else's number.
pub fn may_look_up(actor: &Actor, subject: &PersonalId, counter: Option<&AgencyCode>) -> Result<Capacity, Refusal> {
    match counter {
        Some(counter) => actor
            .position(Role::CounterOfficer, counter)
            .map(|position| actor.as_officer(position))
            .ok_or_else(|| Refusal::forbidden("counter-officers-only")),
        None if actor.personal_id.as_ref() == Some(subject) => Ok(actor.as_citizen()),
        None => Err(Refusal::forbidden("look-up-own-number-only")),
    }
}

/// Whose look-ups the actor may read: administrators and leaders of the province all, leaders of an agency those of its
/// officers, nobody else any. Everybody reads those about themselves in their own store of data.
///
/// # Errors
/// When they may read none.
pub fn look_ups_read(actor: &Actor) -> Result<Scope, Refusal> {
    if actor.positions.iter().any(|position| position.role == Role::Administrator) {
        return Ok(Scope::All);
    }
    let led = actor.positions.iter().filter(|position| position.role == Role::Approver);
    let led: Vec<_> = led.map(|position| position.agency.clone()).collect();
    match scope(actor) {
        Scope::All => Ok(Scope::All),
        _ if led.is_empty() => Err(Refusal::forbidden("look-ups-not-yours")),
        _ => Ok(Scope::Agencies(led)),
    }
}
