//! Letting somebody act in one's place (*ủy quyền, thay thế, phụ trách thay*; Luật Tổ chức chính quyền địa phương
//! 72/2025/QH15, Điều 9): in writing, for a time, for work that one has oneself, never passed on.

use super::account::reason_of;
use super::{
    Actor, DelegationGranted, DelegationKind, DelegationRevoked, Event, PersonFile, Position, Role, may_stand_in,
};
use crate::codes::AgencyCode;
use crate::{Problem, Refusal};
use jiff::civil::Date;

/// The law that delegation rests on.
pub const BASIS: &str = "Luật Tổ chức chính quyền địa phương 72/2025/QH15, Điều 9";

/// Let somebody act in one's place.
#[derive(Debug, Clone, PartialEq)]
pub struct Delegate {
    /// As a substitute or by authority.
    pub kind: DelegationKind,
    /// Which of one's positions.
    pub positions: Vec<(AgencyCode, Role)>,
    /// The fields of procedures that it is limited to; all when empty.
    pub fields: Vec<String>,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// Why.
    pub reason: String,
    /// The document that it rests on, when there is one.
    pub decision: String,
}

impl Delegate {
    /// What follows for the person who delegates; `delegate` is who shall act, nobody when the name is unknown.
    ///
    /// # Errors
    /// When they don't hold the position themselves in those days, the delegate can't stand in or does so in those days already, it
    /// would begin in the past, or something is missing.
    pub fn decide(&self, file: &PersonFile, delegate: Option<&Actor>, today: Date) -> Result<Event, Refusal> {
        let person = file.active()?;
        let delegate = delegate.filter(|delegate| delegate.login != person.login && delegate.is_officer());
        let mut problems = Vec::new();
        if delegate.is_none() {
            problems.push(Problem::new("/delegate", "delegate-choose"));
        }
        if self.positions.is_empty() {
            problems.push(Problem::new("/positions", "choose"));
        }
        if self.until < self.from {
            problems.push(Problem::new("/until", "ends-before-it-begins"));
        } else if self.until < today {
            problems.push(Problem::new("/until", "over-already"));
        }
        if self.from < today {
            problems.push(Problem::new("/from", "begins-in-the-past"));
        }
        if self.reason.trim().is_empty() {
            problems.push(Problem::new("/reason", "missing"));
        }
        let (Some(delegate), []) = (delegate, problems.as_slice()) else { return Err(Refusal::input(problems)) };
        for (agency, role) in &self.positions {
            let again = file.delegations.iter().find(|other| {
                let granted = &other.granted;
                let days = granted.from <= self.until && self.from <= granted.until;
                let same = granted.delegate == delegate.login && granted.positions.contains(&(agency.clone(), *role));
                other.revoked.is_none() && days && same && granted.fields == self.fields
            });
            if let Some(again) = again {
                return Err(Refusal::rule("delegated-already").with("number", again.granted.number));
            }
            if *role == Role::Administrator {
                return Err(Refusal::rule("administrator-not-delegated").citing(BASIS));
            }
            let term = file.term(agency, *role, self.from).filter(|term| term.is_held_on(self.from));
            // What was only delegated to them is not in their file: no chains.
            let term = term.ok_or_else(|| Refusal::rule("delegates-what-is-not-held").citing(BASIS))?;
            let position = Position::own(term.agency.clone(), term.role, term.title.as_str());
            if !may_stand_in(&delegate.positions, &position) {
                return Err(Refusal::rule("delegate-of-another-house").with("name", &delegate.name).citing(BASIS));
            }
        }
        let number = file.delegations.iter().map(|delegation| delegation.granted.number).max().unwrap_or(0) + 1;
        let mut positions = self.positions.clone();
        positions.sort();
        positions.dedup();
        Ok(Event::DelegationGranted(DelegationGranted {
            login: person.login.clone(),
            number,
            delegate: delegate.login.clone(),
            delegation: self.kind,
            positions,
            fields: self.fields.clone(),
            from: self.from,
            until: self.until,
            reason: self.reason.trim().to_owned(),
            decision: Some(self.decision.trim().to_owned()).filter(|text| !text.is_empty()),
        }))
    }
}

/// Takes a delegation back before its end.
///
/// # Errors
/// When there is none of this number that still has days, or no reason is given.
pub fn end_delegation(file: &PersonFile, number: u32, reason: &str, today: Date) -> Result<Event, Refusal> {
    let person = file.registered()?;
    let reason = reason_of(reason)?;
    let open = file.delegations.iter().find(|delegation| {
        delegation.granted.number == number && delegation.revoked.is_none() && delegation.granted.until >= today
    });
    open.ok_or_else(|| Refusal::rule("delegation-over"))?;
    Ok(Event::DelegationRevoked(DelegationRevoked { login: person.login.clone(), number, reason }))
}
