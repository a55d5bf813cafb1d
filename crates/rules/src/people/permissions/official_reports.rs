//! Who draws official reports, who approves them, who lays down when they are due.

use super::scope::is_of_the_province;
use super::{Deed, may, who_may_do};
use crate::Refusal;
use crate::codes::AgencyCode;
use crate::people::{Actor, Capacity, Position, Role, is_within};

/// The capacity in which the actor draws and sends the reports of this agency: a leader of it or of its secretariat.
///
/// # Errors
/// When they are neither.
pub fn may_prepare_official_report(actor: &Actor, agency: &AgencyCode) -> Result<Capacity, Refusal> {
    let roles = who_may_do(Deed::PrepareReports);
    let held = actor
        .positions
        .iter()
        .find(|held| roles.contains(&held.role) && held.agency == *agency && held.limits().is_none());
    held.map(|held| actor.as_officer(held)).ok_or_else(|| Refusal::forbidden("official-report-preparers-only"))
}

/// The capacity in which the actor approves, sends back or unlocks the reports of this agency: a leader of the province, who does not
/// work in the agency as well. The province's own are approved by another of its leaders than who sent them.
///
/// # Errors
/// When they do not lead the province, or work in the agency that reports.
pub fn may_approve_official_report(actor: &Actor, agency: &AgencyCode) -> Result<Capacity, Refusal> {
    let held = |held: &&Position| held.role == Role::Approver && held.limits().is_none();
    let above = actor.positions.iter().filter(held).find(|held| is_of_the_province(&held.agency));
    let above = above.ok_or_else(|| Refusal::forbidden("official-report-approvers-only"))?;
    let works_there = actor.positions.iter().any(|held| is_within(&held.agency, agency));
    if works_there && !is_of_the_province(agency) {
        return Err(Refusal::forbidden("official-report-own-agency"));
    }
    Ok(actor.as_officer(above))
}

/// The capacity in which the actor lays down how often reports are drawn, and by when: a leader of the province or of its secretariat.
///
/// # Errors
/// When they are neither.
pub fn may_schedule_official_reports(actor: &Actor) -> Result<Capacity, Refusal> {
    let roles = who_may_do(Deed::PrepareReports);
    let held = actor
        .positions
        .iter()
        .find(|held| roles.contains(&held.role) && is_of_the_province(&held.agency) && held.limits().is_none());
    held.map(|held| actor.as_officer(held)).ok_or_else(|| Refusal::forbidden("official-report-approvers-only"))
}

/// Whether the actor reads the reports of this agency: they may draw reports there or in an agency above it.
#[must_use]
pub fn sees_official_report(actor: &Actor, agency: &AgencyCode) -> bool {
    let roles = who_may_do(Deed::PrepareReports);
    may(actor, Deed::PrepareReports).is_ok()
        && actor
            .positions
            .iter()
            .any(|held| roles.contains(&held.role) && held.limits().is_none() && is_within(agency, &held.agency))
}
