//! Who may do what to tasks, and which tasks somebody sees.

use super::{Scope, Seen, scope};
use crate::Refusal;
use crate::codes::AgencyCode;
use crate::people::{Actor, Capacity, Position, Role, is_within};
use crate::tasks::{Action, Side, Task};

/// The roles that may take an action on a task, at the lead agency or at the assigner. The responsible person may take those of the
/// lead agency whatever their role in it.
#[must_use]
pub fn who_may_act_on_tasks(action: Action) -> &'static [Role] {
    use Role::{Approver, CaseOfficer, Clerk};
    match action {
        Action::Report => &[CaseOfficer, Approver, Clerk],
        Action::Accept
        | Action::Reassign
        | Action::Submit
        | Action::AskExtension
        | Action::Return
        | Action::Complete => &[Approver, Clerk],
        Action::DecideExtension | Action::Suspend | Action::Resume | Action::Cancel => &[Approver],
        Action::Attach | Action::Link => &[Approver, Clerk],
    }
}

/// The roles that may assign tasks in an agency's name: its leaders, and its secretariat.
pub const ASSIGN: [Role; 2] = [Role::Approver, Role::Clerk];

/// The roles by which somebody sees the tasks of an agency.
const SEE: [Role; 4] = [Role::CounterOfficer, Role::CaseOfficer, Role::Approver, Role::Clerk];

/// The capacity in which the actor assigns tasks in the name of this agency.
///
/// # Errors
/// When they are neither a leader of it nor of its secretariat.
pub fn may_assign(actor: &Actor, agency: &AgencyCode) -> Result<Capacity, Refusal> {
    let held = ASSIGN.iter().find_map(|role| whole(actor, *role, agency));
    held.map(|held| actor.as_officer(held)).ok_or_else(|| Refusal::forbidden("assigners-only"))
}

/// The agencies in whose name the actor may assign tasks.
#[must_use]
pub fn assigns_for(actor: &Actor) -> Vec<AgencyCode> {
    let held = actor.positions.iter().filter(|held| ASSIGN.contains(&held.role) && held.limits().is_none());
    let mut agencies: Vec<_> = held.filter(|held| held.is_held_here()).map(|held| held.agency.clone()).collect();
    agencies.sort();
    agencies.dedup();
    agencies
}

/// The capacity in which the actor approves the monthly reports of this agency, or decides that none is sent.
///
/// # Errors
/// When they do not lead it.
pub fn may_approve_reports(actor: &Actor, agency: &AgencyCode) -> Result<Capacity, Refusal> {
    let held = whole(actor, Role::Approver, agency);
    held.map(|held| actor.as_officer(held)).ok_or_else(|| Refusal::forbidden("leaders-only"))
}

/// The capacity in which the actor reports the value of an indicator for this agency: whoever works on cases, leads it or is of its
/// secretariat.
///
/// # Errors
/// When they are none of these there.
pub fn may_report_value(actor: &Actor, agency: &AgencyCode) -> Result<Capacity, Refusal> {
    let roles = [Role::Approver, Role::Clerk, Role::CaseOfficer];
    let held = roles.into_iter().find_map(|role| whole(actor, role, agency));
    held.map(|held| actor.as_officer(held)).ok_or_else(|| Refusal::forbidden("officers-only"))
}

/// The capacity in which the actor approves the value of an indicator that this agency reported: whoever leads it, or the agency that is
/// responsible for the indicator.
///
/// # Errors
/// When they lead neither.
pub fn may_approve_value(actor: &Actor, agency: &AgencyCode, responsible: &AgencyCode) -> Result<Capacity, Refusal> {
    may_approve_reports(actor, agency).or_else(|_| may_approve_reports(actor, responsible))
}

/// The capacity in which the actor takes this action on a task.
///
/// # Errors
/// When none of their positions allows it.
pub fn task_capacity(actor: &Actor, action: Action, task: &Task) -> Result<Capacity, Refusal> {
    let assigned = &task.assigned;
    let agencies = match action.side() {
        Side::Lead | Side::LeadOnly => vec![&assigned.lead],
        Side::Assigner => vec![&assigned.assigner],
        Side::Either => vec![&assigned.lead, &assigned.assigner],
    };
    let roles = who_may_act_on_tasks(action);
    let mut held = agencies.iter().flat_map(|at| roles.iter().filter_map(|role| whole(actor, *role, at)));
    let responsible = (matches!(action.side(), Side::Lead | Side::Either) && actor.login == task.responsible.login)
        .then(|| actor.positions.iter().find(|held| held.agency == assigned.lead && SEE.contains(&held.role)))
        .flatten();
    responsible
        .or_else(|| held.next())
        .map(|held| actor.as_officer(held))
        .ok_or_else(|| Refusal::forbidden("task-not-yours").with("action", action.key()))
}

/// Whether the actor may see a task: of an agency of theirs or below it, as assigner, lead or support; the province's leaders every one.
#[must_use]
pub fn may_see_task(actor: &Actor, task: &Task) -> bool {
    let assigned = &task.assigned;
    let mut concerned = [&assigned.assigner, &assigned.lead].into_iter().chain(&assigned.supporting);
    match tasks_seen(actor) {
        Scope::All => true,
        Scope::Agencies(seen) => concerned.any(|agency| seen.iter().any(|seen| is_within(agency, &seen.agency))),
        Scope::Owner(_) => false,
    }
}

/// The tasks that the actor sees: of these agencies and those below them; nobody's own, since tasks belong to agencies.
#[must_use]
pub fn tasks_seen(actor: &Actor) -> Scope {
    if scope(actor) == Scope::All || whole_province(actor) {
        return Scope::All;
    }
    let held = actor.positions.iter().filter(|held| SEE.contains(&held.role) && held.limits().is_none());
    let mut agencies: Vec<_> = held.map(|held| held.agency.clone()).collect();
    agencies.sort();
    agencies.dedup();
    Scope::Agencies(agencies.into_iter().map(Seen::whole).collect())
}

/// Whether the actor sees the tasks of this agency, and what it reports: they are of it or of one above it, or of the province's leaders.
#[must_use]
pub fn sees_work_of(actor: &Actor, agency: &AgencyCode) -> bool {
    match tasks_seen(actor) {
        Scope::All => true,
        Scope::Agencies(seen) => seen.iter().any(|seen| is_within(agency, &seen.agency)),
        Scope::Owner(_) => false,
    }
}

/// Whether the actor reads the values that this agency reported of an indicator for which another is responsible: whoever sees its tasks,
/// and whoever answers for the indicator.
#[must_use]
pub fn sees_value_of(actor: &Actor, agency: &AgencyCode, responsible: &AgencyCode) -> bool {
    let answers = || {
        actor
            .positions
            .iter()
            .any(|held| SEE.contains(&held.role) && held.limits().is_none() && held.agency == *responsible)
    };
    sees_work_of(actor, agency) || answers()
}

/// Whether they work in the province's own secretariat.
fn whole_province(actor: &Actor) -> bool {
    let secretariat = |held: &Position| held.role == Role::Clerk && !held.agency.as_str().contains('.');
    actor.positions.iter().any(|held| secretariat(held) && held.limits().is_none())
}

/// The position of this role in this agency, unless it is another's and limited to some procedures.
fn whole<'a>(actor: &'a Actor, role: Role, agency: &AgencyCode) -> Option<&'a Position> {
    actor.positions.iter().find(|held| held.role == role && held.agency == *agency && held.limits().is_none())
}
