//! What each person may do to what: the one place that answers. Lists are filtered by the same rule ([`scope`]).
//!
//! What may be done to a dossier is an [`Action`], held at a [`Place`]; what may be done elsewhere is a [`Deed`]. Whoever acts
//! in place of another has no more than that person ([`super::may_stand_in`]).

mod committees;
mod conferences;
mod deeds;
mod directives;
mod groups;
mod obstacles;
mod official_reports;
mod scope;
mod tasks;

pub use committees::{may_keep_committee, may_read_phones};
pub use conferences::{conferences_seen, may_attend, may_register, may_run, may_see_conference};
pub use deeds::{DEEDS, Deed, may, may_at, may_everywhere, may_register_people, reach, who_may_do};
pub use directives::{may_see_directive, receives_for};
pub use groups::{
    is_of_village, may_raise_obstacles, may_report_activity, may_report_citizens, may_report_coverage,
    may_see_committee, memberships, own_villages,
};
pub use obstacles::{
    may_answer_obstacle, may_raise_obstacle, may_reopen_obstacle, may_see_obstacle, obstacles_seen, raises_for,
};
pub use official_reports::{
    may_approve_official_report, may_prepare_official_report, may_schedule_official_reports, sees_official_report,
};
pub use scope::{Scope, Seen, agencies_seen, may_see, scope, sees_by_office};
pub use tasks::{
    ASSIGN, assigns_for, may_approve_reports, may_approve_value, may_assign, may_report_value, may_see_task,
    sees_value_of, sees_work_of, task_capacity, tasks_seen, who_may_act_on_tasks,
};

use super::authorisations::{ActsFor, Power};
use super::identities::Assurance;
use super::{Actor, Capacity, Position, Role};
use crate::Refusal;
use crate::catalogue::StepTask;
use crate::codes::{AgencyCode, PersonalId};
use crate::dossiers::{Action, Dossier, OfficialForm};

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
        && !sees_by_office(actor, dossier)
        && acts_for_owner(actor, dossier, Power::Follow).is_some();
    !only_acts_for || acts_for_owner(actor, dossier, Power::Receive).is_some()
}

/// Whether somebody who sees a dossier may have this form of it: whoever sees it what was written to the applicant; the slip of
/// the agencies' own work only who sees it as an officer.
#[must_use]
pub fn may_have_form(actor: &Actor, as_officer: bool, form: OfficialForm) -> bool {
    !form.is_internal() || as_officer && may(actor, Deed::ReadProof).is_ok()
}

/// What asks for more than a password or a declared identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NeedsLevelTwo {
    /// To authorise somebody else.
    Authorise,
    /// To accept an authorisation.
    ActForOthers,
    /// To see what is held about oneself: the personal data store, the population registry. Officers, whom the directory knows,
    /// pass with two factors too.
    PersonalData,
}

/// Lets somebody pass who signed in with an electronic identity of level 2 (Nghị định 69/2024/NĐ-CP), or as surely where that
/// is enough.
///
/// # Errors
/// When they signed in less surely; the refusal says how to get level 2.
pub fn needs_level_two(actor: &Actor, what: NeedsLevelTwo) -> Result<(), Refusal> {
    if actor.assurance == Some(Assurance::Two) || sure_officer(actor, what) {
        return Ok(());
    }
    let what = match what {
        NeedsLevelTwo::Authorise => "authorise",
        NeedsLevelTwo::ActForOthers => "act-for-others",
        NeedsLevelTwo::PersonalData => "personal-data",
    };
    Err(Refusal::forbidden("level-two-needed").with("what", what).citing("Nghị định 69/2024/NĐ-CP"))
}

fn sure_officer(actor: &Actor, what: NeedsLevelTwo) -> bool {
    what == NeedsLevelTwo::PersonalData && actor.is_officer() && actor.two_factors
}

/// The roles that may take an action, and where they must hold it. The matrix in `docs/permissions.md` is printed from it.
#[must_use]
pub fn who_may(action: Action) -> &'static [(Role, Place)] {
    use Place::{Competent, Consulted, Counter, Owner, Reception, Step};
    match action {
        Action::Receive | Action::Refuse | Action::ReturnResult => &[(Role::CounterOfficer, Counter)],
        Action::RequestSupplement => {
            &[(Role::CounterOfficer, Counter), (Role::CaseOfficer, Step), (Role::Approver, Competent)]
        }
        Action::RequestPayment => &[(Role::CounterOfficer, Counter), (Role::CaseOfficer, Step)],
        Action::Supplement | Action::Withdraw | Action::Rate => {
            &[(Role::Citizen, Owner), (Role::CounterOfficer, Counter)]
        }
        Action::Assign => &[(Role::Approver, Step), (Role::CaseOfficer, Step)],
        Action::Forward | Action::Propose => &[(Role::CaseOfficer, Step)],
        Action::Approve | Action::Sign | Action::Reject => &[(Role::Approver, Step)],
        Action::SendBack => &[(Role::Approver, Step), (Role::Clerk, Step), (Role::CaseOfficer, Step)],
        Action::Consult => &[(Role::CaseOfficer, Step)],
        Action::AnswerConsultation => &[(Role::CaseOfficer, Consulted), (Role::Approver, Consulted)],
        Action::Transfer => &[(Role::CounterOfficer, Counter), (Role::Approver, Competent)],
        Action::Digitise => &[(Role::CounterOfficer, Reception), (Role::CaseOfficer, Competent)],
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
    /// At the counter that received the dossier.
    Reception,
    /// At the agency that settles it.
    Competent,
    /// At the agency of the current step.
    Step,
    /// At an agency that was asked for its opinion and has not answered.
    Consulted,
    /// It is their own dossier.
    Owner,
}

/// The capacity in which the actor may take the action on this dossier now: their own position before another's.
///
/// # Errors
/// When none of their positions allows it, somebody else is in charge, or it is their own or of somebody for whom they act.
pub fn capacity(actor: &Actor, action: Action, dossier: &Dossier) -> Result<Capacity, Refusal> {
    let roles = || who_may(action).iter().filter(|(role, _)| applies(*role, action, dossier));
    let files = || owns(actor, dossier) || acts_for_owner(actor, dossier, Power::File).is_some();
    if roles().any(|(_, place)| *place == Place::Owner) && files() {
        return Ok(actor.as_citizen());
    }
    let mut in_charge = None;
    for own in [true, false] {
        for (role, place) in roles().filter(|(_, place)| *place != Place::Owner) {
            let held = place.agencies(dossier).into_iter().flat_map(|agency| holding(actor, *role, agency));
            let held = held.filter(|held| held.in_place_of.is_none() == own && held.covers(&dossier.filed.procedure));
            for position in held {
                match somebody_else(actor, position, action, dossier) {
                    None => return without_interest(actor, position, dossier),
                    other => in_charge = in_charge.or(other),
                }
            }
        }
    }
    Err(match in_charge {
        Some(name) => Refusal::forbidden("somebody-else-in-charge").with("officer", name),
        None => Refusal::forbidden("not-your-action").with("action", action.key()),
    })
}

/// The capacity of an officer in this position who has no interest of their own in a dossier: nobody works on what is theirs, of
/// somebody who authorised them or whom they represent, or of the person in whose place they act (Luật Phòng, chống tham nhũng
/// 36/2018/QH14, Điều 23).
///
/// # Errors
/// When they have one.
pub fn without_interest(actor: &Actor, position: &Position, dossier: &Dossier) -> Result<Capacity, Refusal> {
    let close = is_close(actor, dossier) || parties(dossier).any(|who| position.is_close_to(who));
    if close { Err(of_interest()) } else { Ok(actor.as_officer(position)) }
}

/// How whoever has an interest of their own in a dossier is told.
#[must_use]
pub fn of_interest() -> Refusal {
    Refusal::forbidden("dossier-of-interest").citing("Luật 36/2018/QH14, Điều 23")
}

/// Whether a dossier is the actor's own or of somebody close to them.
#[must_use]
pub fn is_close(actor: &Actor, dossier: &Dossier) -> bool {
    parties(dossier).any(|who| actor.is_close_to(who))
}

/// Whose a dossier is: the account that owns it, whoever filed it in the owner's name, and the applicant's number, by which it is
/// known where it came in at a counter.
fn parties(dossier: &Dossier) -> impl Iterator<Item = &str> {
    let filed = &dossier.filed;
    let agent = filed.on_behalf_of.as_ref().and_then(|other| other.agent_login.as_deref());
    filed.owner.as_deref().into_iter().chain(agent).chain([filed.applicant.id_number.as_str()])
}

impl Place {
    fn agencies(self, dossier: &Dossier) -> Vec<&AgencyCode> {
        match self {
            Self::Counter => vec![dossier.return_counter()],
            Self::Reception => vec![&dossier.filed.counter],
            Self::Competent | Self::Owner => vec![&dossier.filed.competent_agency],
            Self::Step => vec![dossier.holder()],
            Self::Consulted => {
                dossier.consultations.iter().filter(|asked| asked.is_open()).map(|asked| &asked.agency).collect()
            }
        }
    }
}

fn holding<'a>(actor: &'a Actor, role: Role, agency: &'a AgencyCode) -> impl Iterator<Item = &'a Position> {
    actor.positions.iter().filter(move |position| position.role == role && position.agency == *agency)
}

fn owns(actor: &Actor, dossier: &Dossier) -> bool {
    dossier.filed.owner.as_deref() == Some(actor.login.as_str())
}

/// The officer in charge, where the action is theirs alone: neither the actor, nor the person in whose position they act.
fn somebody_else<'a>(actor: &Actor, position: &Position, action: Action, dossier: &'a Dossier) -> Option<&'a str> {
    let (login, name) = dossier.officer.as_ref()?;
    let processing = dossier.current_step().is_some_and(|step| step.task == StepTask::Process);
    let theirs = matches!(action, Action::Forward | Action::Propose | Action::Consult)
        || action == Action::SendBack && processing;
    let stands_for = *login == actor.login || position.principal() == Some(login.as_str());
    (theirs && !stands_for).then_some(name.as_str())
}

/// The roles that change with the state: before reception the counter asks for supplements; afterwards the case officer,
/// the second time a leader.
fn applies(role: Role, action: Action, dossier: &Dossier) -> bool {
    match (action, role) {
        (Action::RequestSupplement | Action::RequestPayment, Role::CounterOfficer) => dossier.received_at.is_none(),
        (Action::RequestSupplement, Role::CaseOfficer) => {
            dossier.received_at.is_some() && dossier.supplements.is_empty()
        }
        (Action::RequestPayment, Role::CaseOfficer) => dossier.received_at.is_some(),
        // The counter moves what it has not received yet; afterwards it is for those who lead.
        (Action::Transfer, Role::CounterOfficer) => dossier.received_at.is_none(),
        // Who processes sends back what came out of an earlier processing step only.
        (Action::SendBack, Role::CaseOfficer) => {
            dossier.current_step().is_some_and(|step| step.role == Role::CaseOfficer)
        }
        (Action::RequestSupplement, Role::Approver) => dossier.received_at.is_some() && !dossier.supplements.is_empty(),
        _ => true,
    }
}

/// The capacity in which the actor takes money for a dossier, frees somebody from it or asks that it be paid back: a counter officer
/// where it was received or is handed over.
///
/// # Errors
/// When they are none there.
pub fn may_take_money(actor: &Actor, dossier: &Dossier) -> Result<Capacity, Refusal> {
    let counters = [&dossier.filed.counter, dossier.return_counter()];
    let held = counters.into_iter().flat_map(|counter| holding(actor, Role::CounterOfficer, counter));
    let mut held = held.filter(|held| held.covers(&dossier.filed.procedure));
    let held = held.next().ok_or_else(|| Refusal::forbidden("counter-officers-only"))?;
    without_interest(actor, held, dossier)
}

/// The capacity in which the actor decides whether money goes back: a leader of the agency whose fee it is.
///
/// # Errors
/// When they are none.
pub fn may_decide_refund(actor: &Actor, dossier: &Dossier) -> Result<Capacity, Refusal> {
    let held = holding(actor, Role::Approver, &dossier.filed.competent_agency);
    let mut held = held.filter(|held| held.covers(&dossier.filed.procedure));
    let held = held.next().ok_or_else(|| Refusal::forbidden("leaders-only"))?;
    without_interest(actor, held, dossier)
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
/// their counter, anybody else only the person whom their own sign-in vouches for, and surely.
///
/// # Errors
/// When they are no counter officer there, it is somebody else's number, or a password alone says that it is theirs.
pub fn may_look_up(actor: &Actor, subject: &PersonalId, counter: Option<&AgencyCode>) -> Result<Capacity, Refusal> {
    match counter {
        Some(counter) => holding(actor, Role::CounterOfficer, counter)
            .find(|held| held.limits().is_none())
            .map(|position| actor.as_officer(position))
            .ok_or_else(|| Refusal::forbidden("counter-officers-only")),
        None if actor.personal_id.as_ref() == Some(subject) => {
            needs_level_two(actor, NeedsLevelTwo::PersonalData).map(|()| actor.as_citizen())
        }
        None => Err(Refusal::forbidden("look-up-own-number-only")),
    }
}

/// Whose look-ups the actor may read: administrators and leaders of the province all, those of an agency those of its
/// officers, nobody else any. Everybody reads those about themselves in their own store of data.
///
/// # Errors
/// When they may read none.
pub fn look_ups_read(actor: &Actor) -> Result<Scope, Refusal> {
    let province = |held: &Position| held.role == Role::Administrator && !held.agency.as_str().contains('.');
    if actor.positions.iter().any(province) {
        return Ok(Scope::All);
    }
    let leads = |held: &&Position| matches!(held.role, Role::Approver | Role::Administrator) && held.limits().is_none();
    let led = actor.positions.iter().filter(leads);
    let led: Vec<_> = led.map(|held| Seen::whole(held.agency.clone())).collect();
    match scope(actor) {
        Scope::All => Ok(Scope::All),
        _ if led.is_empty() => Err(Refusal::forbidden("look-ups-not-yours")),
        _ => Ok(Scope::Agencies(led)),
    }
}
