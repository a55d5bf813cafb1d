//! Authorisations: somebody acts for another person or for an organisation, in part and for a time (Bộ luật Dân sự 2015,
//! Điều 134–141 and 562–569). Must not know who is signed in where.

mod act;
mod events;
mod grant;

pub use act::{accept, agent_number, revoke};
pub use events::{AuthorisationAccepted, AuthorisationGranted, AuthorisationRevoked};
pub use grant::{Terms, TermsDraft, grant};

use crate::codes::ProcedureCode;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What an authorised person may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Power {
    /// File dossiers, supplement and withdraw them.
    File,
    /// See dossiers and follow them.
    Follow,
    /// Receive results.
    Receive,
}

impl Power {
    /// Every power, in the order in which forms offer them.
    pub const ALL: [Self; 3] = [Self::File, Self::Follow, Self::Receive];

    /// The name in the database and in forms.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Follow => "follow",
            Self::Receive => "receive",
        }
    }

    /// The power of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|power| power.key() == key)
    }
}

/// Somebody for whom an actor may act now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActsFor {
    /// The number of the authorisation; nothing for whoever represents an organisation by law.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorisation: Option<String>,
    /// The account of the person or organisation.
    pub principal: String,
    /// Its name.
    pub name: String,
    /// What the actor may do.
    pub powers: Vec<Power>,
    /// The procedures that it is limited to; every procedure when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub procedures: Vec<ProcedureCode>,
    /// The last day; nothing when it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

impl ActsFor {
    /// Whether it covers this for a dossier of this owner and procedure. Who may file or receive may also see.
    #[must_use]
    pub fn covers(&self, owner: &str, procedure: &ProcedureCode, power: Power) -> bool {
        self.principal == owner
            && (power == Power::Follow || self.powers.contains(&power))
            && (self.procedures.is_empty() || self.procedures.contains(procedure))
    }
}

/// An authorisation as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Authorisation {
    /// What was granted.
    pub granted: AuthorisationGranted,
    /// The account that accepted it.
    pub accepted_by: Option<String>,
    /// Whether it was revoked or declined.
    pub revoked: bool,
}

/// How an authorisation stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The authorised person has not accepted yet.
    Waiting,
    /// Accepted; begins later.
    Coming,
    /// In force.
    InForce,
    /// The period is over.
    Expired,
    /// It was revoked or declined.
    Revoked,
}

impl Standing {
    /// Its name in keys of texts.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Coming => "coming",
            Self::InForce => "in-force",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }
}

impl Authorisation {
    /// How it stands on this day.
    #[must_use]
    pub fn standing(&self, today: Date) -> Standing {
        match self {
            Self { revoked: true, .. } => Standing::Revoked,
            _ if today > self.granted.until => Standing::Expired,
            Self { accepted_by: None, .. } => Standing::Waiting,
            _ if today < self.granted.from => Standing::Coming,
            _ => Standing::InForce,
        }
    }

    /// What becomes of it with an event.
    #[must_use]
    pub fn next(before: Option<Self>, event: &super::Event) -> Option<Self> {
        match (before, event) {
            (None, super::Event::AuthorisationGranted(granted)) => {
                Some(Self { granted: granted.clone(), accepted_by: None, revoked: false })
            }
            (Some(before), super::Event::AuthorisationAccepted(accepted)) => {
                Some(Self { accepted_by: Some(accepted.login.clone()), ..before })
            }
            (Some(before), super::Event::AuthorisationRevoked(_)) => Some(Self { revoked: true, ..before }),
            (before, _) => before,
        }
    }
}
