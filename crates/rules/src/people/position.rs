//! Positions: what somebody does for an agency, in their own right or in place of somebody else.
//!
//! Whoever acts in place of somebody (*thay thế, phụ trách thay*, *ủy quyền*; Luật Tổ chức chính quyền địa phương
//! 72/2025/QH15, Điều 9) has that person's position for a time and in part; they never pass it on.

use super::Role;
use crate::codes::{AgencyCode, ProcedureCode};
use serde::{Deserialize, Serialize};

/// A role held in an agency now (*chức vụ, vị trí*).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Where.
    pub agency: AgencyCode,
    /// As what.
    pub role: Role,
    /// The title: "Chủ tịch Ủy ban nhân dân xã".
    pub title: String,
    /// Whose position it is, when it is not their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_place_of: Option<InPlaceOf>,
    /// Where it is held, when `agency` was merged into that one: whoever holds a position there works on what came from here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_at: Option<AgencyCode>,
}

/// Whose position somebody acts in, and how far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InPlaceOf {
    /// Whom they stand for.
    #[serde(flatten)]
    pub principal: Principal,
    /// The procedures that it is limited to; all when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub procedures: Option<Vec<ProcedureCode>>,
    /// Whose matters are too close to that person, as [`super::Actor::close_to`]: nobody works on them in their place either.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub close_to: Vec<String>,
}

/// For whom somebody acts, by which delegation: kept with each event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Principal {
    /// The login of the person whose position it is.
    pub login: String,
    /// Their full name.
    pub name: String,
    /// As a substitute or by authority.
    pub kind: DelegationKind,
    /// The number of the delegation among those of this person.
    pub number: u32,
}

/// How somebody comes to act in another's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DelegationKind {
    /// Authorised for certain work (*ủy quyền*).
    Authorised,
    /// In charge while the holder is absent (*phụ trách thay, thay thế*).
    Substitute,
}

impl DelegationKind {
    /// Both, in the order in which forms offer them.
    pub const ALL: [Self; 2] = [Self::Authorised, Self::Substitute];

    /// The name in the database and in forms.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Authorised => "authorised",
            Self::Substitute => "substitute",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

impl Position {
    /// A position of one's own.
    #[must_use]
    pub fn own(agency: AgencyCode, role: Role, title: impl Into<String>) -> Self {
        Self { agency, role, title: title.into(), in_place_of: None, held_at: None }
    }

    /// The same position, reaching to an agency that was merged into this one.
    #[must_use]
    pub fn over(&self, predecessor: AgencyCode) -> Self {
        let held_at = Some(self.held_at.clone().unwrap_or_else(|| self.agency.clone()));
        Self { agency: predecessor, held_at, ..self.clone() }
    }

    /// Whether it is held where it is: not one that reaches to an agency that is no more.
    #[must_use]
    pub fn is_held_here(&self) -> bool {
        self.held_at.is_none()
    }

    /// Whether it reaches to dossiers of this procedure.
    #[must_use]
    pub fn covers(&self, procedure: &ProcedureCode) -> bool {
        self.limits().is_none_or(|procedures| procedures.contains(procedure))
    }

    /// The procedures that it is limited to; all when there is no limit.
    #[must_use]
    pub fn limits(&self) -> Option<&[ProcedureCode]> {
        self.in_place_of.as_ref()?.procedures.as_deref()
    }

    /// The login of the person whose position it is, when it is not their own.
    #[must_use]
    pub fn principal(&self) -> Option<&str> {
        self.in_place_of.as_ref().map(|other| other.principal.login.as_str())
    }

    /// Whether this login or number is of the person whose position it is, or of somebody close to them.
    #[must_use]
    pub fn is_close_to(&self, who: &str) -> bool {
        let close = |other: &InPlaceOf| other.principal.login == who || other.close_to.iter().any(|close| close == who);
        self.in_place_of.as_ref().is_some_and(close)
    }
}

/// Whether somebody who holds these positions of their own may act in this position of another: they belong to the same house
/// (the agency, one below it, or one above), and nobody is administrator in another's place.
#[must_use]
pub fn may_stand_in(own: &[Position], position: &Position) -> bool {
    let delegable = !matches!(position.role, Role::Administrator | Role::Citizen);
    delegable
        && position.in_place_of.is_none()
        && own.iter().any(|held| {
            held.in_place_of.is_none()
                && (is_within(&held.agency, &position.agency) || is_within(&position.agency, &held.agency))
        })
}

/// Whether an agency is the other one or stands below it: `H35.38.01` within `H35.38`.
#[must_use]
pub fn is_within(agency: &AgencyCode, other: &AgencyCode) -> bool {
    agency.as_str().strip_prefix(other.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
