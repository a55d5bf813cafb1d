//! A person's file: particulars, positions with their days, delegations. The fold of the person's stream.
//!
//! Nothing is forgotten: whoever moves keeps their past.

use super::{DelegationGranted, Event, PersonRegistered, Role};
use crate::calendar::day_of;
use crate::codes::AgencyCode;
use jiff::Timestamp;
use jiff::civil::Date;

/// What the province keeps of a person.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PersonFile {
    /// Their particulars, once they are entered.
    pub particulars: Option<PersonRegistered>,
    /// Why they may not sign in, while they may not.
    pub disabled: Option<String>,
    /// Every position that they hold, held or will hold, in the order in which they were granted.
    pub terms: Vec<Term>,
    /// Every delegation that they gave.
    pub delegations: Vec<Delegation>,
}

/// A position and its days.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Where.
    pub agency: AgencyCode,
    /// As what.
    pub role: Role,
    /// The title.
    pub title: String,
    /// The first day.
    pub from: Date,
    /// The last day, when it is known.
    pub until: Option<Date>,
    /// The decision that granted it.
    pub decision: Option<String>,
}

/// A delegation that the person gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Delegation {
    /// What was granted.
    pub granted: DelegationGranted,
    /// Why it was taken back, when it was.
    pub revoked: Option<String>,
}

impl Term {
    /// Whether it is held on this day.
    #[must_use]
    pub fn is_held_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| until >= day)
    }

    /// Whether it has a day on or after this one.
    #[must_use]
    pub fn lasts_until(&self, day: Date) -> bool {
        self.until.is_none_or(|until| until >= day && until >= self.from)
    }

    fn is(&self, agency: &AgencyCode, role: Role) -> bool {
        self.agency == *agency && self.role == role
    }
}

impl Delegation {
    /// Whether it holds on this day, as far as the delegation itself goes.
    #[must_use]
    pub fn is_in_force_on(&self, day: Date) -> bool {
        self.revoked.is_none() && self.granted.from <= day && self.granted.until >= day
    }
}

impl PersonFile {
    /// Takes in one more event of the person's stream.
    pub fn apply(&mut self, event: &Event, at: Timestamp) {
        match event {
            Event::PersonRegistered(registered) => self.particulars = Some(registered.clone()),
            Event::PersonDisabled(disabled) => self.disabled = Some(disabled.reason.clone()),
            Event::PersonEnabled(_) => self.disabled = None,
            Event::PositionGranted(granted) => {
                let from = granted.from.unwrap_or_else(|| day_of(at));
                self.terms.retain(|term| !(term.is(&granted.agency, granted.role) && term.from == from));
                self.terms.push(Term {
                    agency: granted.agency.clone(),
                    role: granted.role,
                    title: granted.title.clone(),
                    from,
                    until: granted.until,
                    decision: granted.decision.clone(),
                });
            }
            Event::PositionRevoked(revoked) => {
                let last = revoked.on.unwrap_or_else(|| day_of(at)).yesterday().unwrap_or(Date::MIN);
                for term in self.terms.iter_mut().filter(|term| term.is(&revoked.agency, revoked.role)) {
                    if term.until.is_none_or(|until| until > last) {
                        term.until = Some(last);
                    }
                }
            }
            Event::DelegationGranted(granted) => {
                self.delegations.push(Delegation { granted: granted.clone(), revoked: None });
            }
            Event::DelegationRevoked(revoked) => {
                let which = |delegation: &&mut Delegation| delegation.granted.number == revoked.number;
                if let Some(delegation) = self.delegations.iter_mut().find(which) {
                    delegation.revoked = Some(revoked.reason.clone());
                }
            }
            _ => {}
        }
    }

    /// The positions held on this day.
    pub fn held_on(&self, day: Date) -> impl Iterator<Item = &Term> {
        self.terms.iter().filter(move |term| term.is_held_on(day))
    }

    /// The term of this position that has days on or after this one.
    #[must_use]
    pub fn term(&self, agency: &AgencyCode, role: Role, day: Date) -> Option<&Term> {
        self.terms.iter().find(|term| term.is(agency, role) && term.lasts_until(day))
    }

    /// Whether a term of this position has a day in common with these.
    #[must_use]
    pub fn overlaps(&self, agency: &AgencyCode, role: Role, from: Date, until: Option<Date>) -> bool {
        self.terms
            .iter()
            .filter(|term| term.is(agency, role))
            .any(|term| term.lasts_until(from) && until.is_none_or(|until| term.from <= until))
    }
}
