//! People: who acts, in which capacity.

use super::authorisations::ActsFor;
use super::identities::Assurance;
use super::{Position, Principal};
use crate::codes::{AgencyCode, CommitteeCode, PersonalId, ProcedureCode, VillageCode};
use crate::committees::CommitteeKind;
use serde::{Deserialize, Serialize};

/// What a person does for an agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Files dossiers for themselves or for an organisation.
    Citizen,
    /// Receives dossiers and returns results.
    CounterOfficer,
    /// Verifies and proposes.
    CaseOfficer,
    /// Assigns, approves, signs: a leader.
    Approver,
    /// Numbers, seals and issues.
    Clerk,
    /// Keeps organisations, people and procedures.
    Administrator,
}

impl Role {
    /// Every role, in the order of the permission matrix.
    pub const ALL: [Self; 6] =
        [Self::Citizen, Self::CounterOfficer, Self::CaseOfficer, Self::Approver, Self::Clerk, Self::Administrator];

    /// The role's name in the API and in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::CounterOfficer => "counter_officer",
            Self::CaseOfficer => "case_officer",
            Self::Approver => "approver",
            Self::Clerk => "clerk",
            Self::Administrator => "administrator",
        }
    }

    /// The role of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }
}

/// Somebody who acts now: who they are and what they hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The name that they sign in with.
    pub login: String,
    /// Their full name.
    pub name: String,
    /// Their personal identification number, where known.
    #[serde(default)]
    pub personal_id: Option<PersonalId>,
    /// The positions that they hold now, their own before those of others; none for a citizen.
    #[serde(default)]
    pub positions: Vec<Position>,
    /// How surely they proved who they are when they signed in; nothing when they did so with a password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assurance: Option<Assurance>,
    /// Whether they proved it by two factors: a passkey, a password and a code, a provider that says so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub two_factors: bool,
    /// For whom else they may act now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acts_for: Vec<ActsFor>,
    /// Whose matters are too close to them to work on as officers: the number that the directory keeps for them, whoever typed it,
    /// other accounts of that number, and the logins and numbers of those who authorised them or whom they represent, however
    /// surely they signed in. It opens nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub close_to: Vec<String>,
    /// Other accounts of theirs, by any number that this one has or had.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<String>,
    /// The committees and groups in which they are now; only of who holds no position, since officers' rights follow from their positions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Membership>,
}

/// Somebody's place in a committee or working group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// Which one.
    pub committee: CommitteeCode,
    /// Whose it is.
    pub agency: AgencyCode,
    /// In which village it works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub village: Option<VillageCode>,
}

impl Membership {
    /// How the journal names whoever acts by it.
    fn title(&self) -> &'static str {
        match CommitteeKind::of(&self.committee) {
            Some(CommitteeKind::WorkingGroup) => "Thành viên Tổ công tác",
            _ => "Thành viên Ban Chỉ đạo",
        }
    }
}

impl Actor {
    /// Somebody with these positions who signed in with a password and acts for nobody else.
    #[must_use]
    pub fn new(login: String, name: String, personal_id: Option<PersonalId>, positions: Vec<Position>) -> Self {
        Self {
            login,
            name,
            personal_id,
            positions,
            assurance: None,
            two_factors: false,
            acts_for: Vec::new(),
            close_to: Vec::new(),
            accounts: Vec::new(),
            groups: Vec::new(),
        }
    }

    /// Whether it is sure enough that it is them: an electronic identity of level 2, or two factors.
    #[must_use]
    pub fn is_sure(&self) -> bool {
        self.assurance == Some(Assurance::Two) || self.two_factors
    }

    /// The same person, having proved who they are so surely: who is not known at level 2 acts for nobody else (Nghị định
    /// 69/2024/NĐ-CP).
    #[must_use]
    pub fn proved(self, assurance: Option<Assurance>, two_factors: bool) -> Self {
        let acts_for = if assurance == Some(Assurance::Two) { self.acts_for } else { Vec::new() };
        Self { assurance, two_factors, acts_for, ..self }
    }

    /// The same person, having proved who they are as `before` did: what is read anew says nothing about that.
    #[must_use]
    pub fn proved_like(self, before: &Self) -> Self {
        self.proved(before.assurance, before.two_factors)
    }

    /// Whether this login or number is theirs, or of somebody close to them.
    #[must_use]
    pub fn is_close_to(&self, who: &str) -> bool {
        let number = self.personal_id.as_ref().is_some_and(|number| number.as_str() == who);
        self.login == who || number || self.close_to.iter().any(|close| close == who)
    }

    /// Whether they hold any position: an officer, not only a citizen.
    #[must_use]
    pub fn is_officer(&self) -> bool {
        !self.positions.is_empty()
    }

    /// The position of this role in this agency, if they hold it, their own before another's.
    #[must_use]
    pub fn position(&self, role: Role, agency: &AgencyCode) -> Option<&Position> {
        self.positions.iter().find(|position| position.role == role && position.agency == *agency)
    }

    /// The position of this role in this agency that reaches to dossiers of this procedure.
    #[must_use]
    pub fn position_for(&self, role: Role, agency: &AgencyCode, procedure: &ProcedureCode) -> Option<&Position> {
        let mut held = self.positions.iter().filter(|position| position.role == role && position.agency == *agency);
        held.find(|position| position.covers(procedure))
    }

    /// What the journal writes down when they act as a citizen.
    #[must_use]
    pub fn as_citizen(&self) -> Capacity {
        Capacity {
            login: self.login.clone(),
            name: self.name.clone(),
            role: Role::Citizen,
            agency: None,
            title: None,
            acting_for: None,
            accounts: self.accounts.clone(),
        }
    }

    /// What the journal writes down when they act as a member of this committee or group.
    #[must_use]
    pub fn as_member(&self, group: &Membership) -> Capacity {
        let (agency, title) = (Some(group.agency.clone()), Some(group.title().to_owned()));
        Capacity { agency, title, ..self.as_citizen() }
    }

    /// What the journal writes down when they act in this position.
    #[must_use]
    pub fn as_officer(&self, position: &Position) -> Capacity {
        Capacity {
            login: self.login.clone(),
            name: self.name.clone(),
            role: position.role,
            agency: Some(position.held_at.as_ref().unwrap_or(&position.agency).clone()),
            title: Some(position.title.clone()),
            acting_for: position.in_place_of.as_ref().map(|other| other.principal.clone()),
            accounts: self.accounts.clone(),
        }
    }
}

/// Who did something, in which capacity: kept with each event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capacity {
    /// The name that they sign in with.
    pub login: String,
    /// Their full name at that time.
    pub name: String,
    /// The role in which they acted.
    pub role: Role,
    /// For which agency; nothing for a citizen but for who acts as a member of one of its groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<AgencyCode>,
    /// With which title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// In whose place, when the position is another's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acting_for: Option<Principal>,
    /// Other accounts of the same person as they are now: what was done under one was done by them.
    #[serde(skip)]
    pub accounts: Vec<String>,
}

impl Capacity {
    /// The login of the person in whose place they act.
    #[must_use]
    pub fn principal(&self) -> Option<&str> {
        self.acting_for.as_ref().map(|principal| principal.login.as_str())
    }

    /// Separation of duties: whether what `login` did, perhaps in the place of `in_place_of`, was done by them or by the person in
    /// whose place they act now. A substitute is no second pair of eyes, nor is another account of the same person.
    #[must_use]
    pub fn did(&self, login: &str, in_place_of: Option<&str>) -> bool {
        let theirs = |one: &str| self.logins().any(|own| own == one);
        theirs(login) || in_place_of.is_some_and(theirs)
    }

    /// Whoever acts, by each login that is theirs now: their own, that of the person in whose place they act, their other accounts.
    pub fn logins(&self) -> impl Iterator<Item = &str> {
        let accounts = self.accounts.iter().map(String::as_str);
        std::iter::once(self.login.as_str()).chain(self.principal()).chain(accounts)
    }

    /// The program itself: imports, the simulated province, time passing.
    #[must_use]
    pub fn system(name: &str) -> Self {
        Self {
            login: "system".into(),
            name: name.into(),
            role: Role::Administrator,
            agency: None,
            title: None,
            acting_for: None,
            accounts: Vec::new(),
        }
    }
}
