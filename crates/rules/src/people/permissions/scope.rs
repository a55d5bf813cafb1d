//! Which dossiers somebody may see: for one dossier here, for lists in SQL by the store.

use super::{acts_for_owner, owns};
use crate::codes::{AgencyCode, ProcedureCode};
use crate::dossiers::Dossier;
use crate::people::authorisations::Power;
use crate::people::{Actor, Position, Role};
use std::collections::BTreeMap;

/// Which dossiers somebody may see; the store turns it into SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Every dossier of the province.
    All,
    /// Those that one of these agencies received, settles, holds or hands out, settled before, or was asked about.
    Agencies(Vec<Seen>),
    /// Those that this account filed.
    Owner(String),
}

/// The dossiers of an agency, or some of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Which agency.
    pub agency: AgencyCode,
    /// Of these procedures only, when seen in place of somebody for a part of their work.
    pub procedures: Option<Vec<ProcedureCode>>,
}

impl Seen {
    /// All dossiers of an agency.
    #[must_use]
    pub fn whole(agency: AgencyCode) -> Self {
        Self { agency, procedures: None }
    }
}

/// The depth of the agency code of the province itself: its leaders see everything.
const PROVINCE_DEPTH: usize = 1;

/// The roles by which an officer sees the dossiers of an agency. Whoever keeps the directory has no business with them.
const SEE: [Role; 4] = [Role::CounterOfficer, Role::CaseOfficer, Role::Approver, Role::Clerk];

/// Which dossiers the actor may see.
#[must_use]
pub fn scope(actor: &Actor) -> Scope {
    if actor.positions.iter().any(leads_the_province) {
        return Scope::All;
    }
    if !actor.is_officer() {
        return Scope::Owner(actor.login.clone());
    }
    Scope::Agencies(agencies_seen(actor))
}

/// The agencies whose dossiers the actor sees by one of their positions, by code.
#[must_use]
pub fn agencies_seen(actor: &Actor) -> Vec<Seen> {
    let mut agencies: BTreeMap<&AgencyCode, Option<Vec<ProcedureCode>>> = BTreeMap::new();
    for position in actor.positions.iter().filter(|position| SEE.contains(&position.role)) {
        let seen = agencies.entry(&position.agency).or_insert_with(|| Some(Vec::new()));
        match (position.limits(), seen.as_mut()) {
            (None, _) => *seen = None,
            (Some(_), None) => {}
            (Some(more), Some(procedures)) => {
                procedures.extend_from_slice(more);
                procedures.sort();
                procedures.dedup();
            }
        }
    }
    let seen = agencies.into_iter().map(|(agency, procedures)| Seen { agency: agency.clone(), procedures });
    seen.collect()
}

fn leads_the_province(position: &Position) -> bool {
    position.role == Role::Approver && position.limits().is_none() && is_of_the_province(&position.agency)
}

/// Whether this is the province itself, above every other agency.
pub(super) fn is_of_the_province(agency: &AgencyCode) -> bool {
    agency.as_str().split('.').count() == PROVINCE_DEPTH
}

/// Whether the actor may see the dossier: it is their own, they were authorised to follow it, or it is their office.
#[must_use]
pub fn may_see(actor: &Actor, dossier: &Dossier) -> bool {
    owns(actor, dossier) || acts_for_owner(actor, dossier, Power::Follow).is_some() || sees_by_office(actor, dossier)
}

/// Whether one of the actor's positions lets them see the dossier. A position elsewhere says nothing about it.
#[must_use]
pub fn sees_by_office(actor: &Actor, dossier: &Dossier) -> bool {
    let filed = &dossier.filed;
    let mut concerned = dossier.shared_with();
    concerned.extend([&filed.counter, &filed.competent_agency, dossier.holder(), dossier.return_counter()]);
    actor.positions.iter().any(|position| {
        leads_the_province(position)
            || SEE.contains(&position.role)
                && concerned.contains(&&position.agency)
                && position.covers(&filed.procedure)
    })
}
