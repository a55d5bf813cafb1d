//! What can happen to agencies and people. Passwords are not part of it: they are kept apart and can be forgotten.

use super::authorisations::{AuthorisationAccepted, AuthorisationGranted, AuthorisationRevoked};
use super::identities::{AccountOpened, IdentityLinked, ParticularsChanged};
use super::{
    Agency, AgencyDissolved, AgencyMerged, AgencyRenamed, DelegationKind, Role, VillageDissolved, VillageRegistered,
    VillageRenamed,
};
use crate::codes::{AgencyCode, PersonalId, Phone};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

crate::events! {
    /// What happened to an agency or a person.
    "people" {
        /// An agency was entered, or entered again with other particulars.
        AgencyRegistered(AgencyRegistered) = "agency_registered",
        /// A person was entered, or entered again with other particulars.
        PersonRegistered(PersonRegistered) = "person_registered",
        /// A person was given a position.
        PositionGranted(PositionGranted) = "position_granted",
        /// A position was taken back.
        PositionRevoked(PositionRevoked) = "position_revoked",
        /// A person may no longer sign in.
        PersonDisabled(PersonDisabled) = "person_disabled",
        /// A person may sign in again.
        PersonEnabled(PersonEnabled) = "person_enabled",
        /// A person lets another act in their place.
        DelegationGranted(DelegationGranted) = "delegation_granted",
        /// A delegation was taken back before its end.
        DelegationRevoked(DelegationRevoked) = "delegation_revoked",
        /// An agency with too few staff may let the person who proposed decide too, or no longer.
        SeparationSet(SeparationSet) = "separation_set",
        /// An agency was given another name.
        AgencyRenamed(AgencyRenamed) = "agency_renamed",
        /// An agency became part of others.
        AgencyMerged(AgencyMerged) = "agency_merged",
        /// An agency was dissolved.
        AgencyDissolved(AgencyDissolved) = "agency_dissolved",
        /// A village was entered, or entered again with other particulars.
        VillageRegistered(VillageRegistered) = "village_registered",
        /// A village was given another name.
        VillageRenamed(VillageRenamed) = "village_renamed",
        /// A village was dissolved, or became part of others.
        VillageDissolved(VillageDissolved) = "village_dissolved",
        /// Somebody got an account with their electronic identity.
        AccountOpened(AccountOpened) = "account_opened",
        /// An electronic identity was linked to an account that was there.
        IdentityLinked(IdentityLinked) = "identity_linked",
        /// The issuer said something new about the owner of an account.
        ParticularsChanged(ParticularsChanged) = "particulars_changed",
        /// Somebody authorised another person.
        AuthorisationGranted(AuthorisationGranted) = "authorisation_granted",
        /// The authorised person accepted.
        AuthorisationAccepted(AuthorisationAccepted) = "authorisation_accepted",
        /// An authorisation was taken back or given back.
        AuthorisationRevoked(AuthorisationRevoked) = "authorisation_revoked",
    }
}

/// An agency was entered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AgencyRegistered {
    /// Its particulars.
    pub agency: Agency,
    /// Why they are other than before: the document that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl AgencyRegistered {
    /// These particulars, with nothing to say about them.
    #[must_use]
    pub fn of(agency: Agency) -> Self {
        Self { agency, reason: None }
    }
}

/// A person was entered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PersonRegistered {
    /// The name to sign in with.
    pub login: String,
    /// The full name.
    pub name: String,
    /// The personal identification number.
    #[serde(default)]
    pub personal_id: Option<PersonalId>,
    /// The telephone.
    #[serde(default)]
    pub phone: Option<Phone>,
    /// The address.
    #[serde(default)]
    pub address: Option<String>,
    /// The commune of residence.
    #[serde(default)]
    pub commune: Option<crate::codes::CommuneCode>,
}

/// A person was given a position.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PositionGranted {
    /// Who.
    pub login: String,
    /// Where.
    pub agency: AgencyCode,
    /// As what.
    pub role: Role,
    /// The title.
    pub title: String,
    /// The first day; the day of the entry when not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The last day, when it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// The decision that it rests on: "Quyết định số 12/QĐ-UBND".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
}

impl PositionGranted {
    /// A position from the day of the entry on, without end.
    #[must_use]
    pub fn at_once(login: impl Into<String>, agency: AgencyCode, role: Role, title: impl Into<String>) -> Self {
        Self { login: login.into(), agency, role, title: title.into(), from: None, until: None, decision: None }
    }
}

/// A position was taken back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PositionRevoked {
    /// Who.
    pub login: String,
    /// Where.
    pub agency: AgencyCode,
    /// As what.
    pub role: Role,
    /// Why.
    pub reason: String,
    /// The first day on which it is no longer held; the day of the entry when not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// The decision that it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
}

/// A person may no longer sign in; tokens end too, and positions don't count meanwhile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PersonDisabled {
    /// Who.
    pub login: String,
    /// Why.
    pub reason: String,
}

/// A person may sign in again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PersonEnabled {
    /// Who.
    pub login: String,
    /// Why.
    pub reason: String,
}

/// A person lets another act in their place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DelegationGranted {
    /// Whose positions they are.
    pub login: String,
    /// Its number among this person's delegations, from 1.
    pub number: u32,
    /// Who acts in their place.
    pub delegate: String,
    /// As a substitute or by authority.
    pub delegation: DelegationKind,
    /// Which of their positions: agency and role.
    pub positions: Vec<(AgencyCode, Role)>,
    /// The fields of procedures that it is limited to; all when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// Why.
    pub reason: String,
    /// The document that it rests on, when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
}

/// A delegation was taken back; it ends at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DelegationRevoked {
    /// Whose positions they are.
    pub login: String,
    /// Its number among this person's delegations.
    pub number: u32,
    /// Why.
    pub reason: String,
}

/// Whether an agency keeps duties separate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeparationSet {
    /// Which agency.
    pub agency: AgencyCode,
    /// Until which day the person who proposed may decide too; nothing when duties are separate again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined_until: Option<Date>,
    /// Why.
    pub reason: String,
}
