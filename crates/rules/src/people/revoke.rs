//! Taking a position back, from a day on.

use super::{Event, PersonFile, PositionRevoked, Role};
use crate::codes::AgencyCode;
use crate::{Problem, Refusal};
use jiff::civil::Date;

/// Take a position back.
#[derive(Debug, Clone, PartialEq)]
pub struct Revoke {
    /// Where.
    pub agency: AgencyCode,
    /// As what.
    pub role: Role,
    /// The first day on which it is no longer held.
    pub on: Date,
    /// Why.
    pub reason: String,
    /// The decision that it rests on.
    pub decision: String,
}

impl Revoke {
    /// What follows for this person. `others` says whether somebody else administers the province.
    ///
    /// # Errors
    /// When they don't hold it, nobody would administer the province any more, or something is missing.
    pub fn decide(&self, file: &PersonFile, others: bool) -> Result<Event, Refusal> {
        let person = file.registered()?;
        let missing = [(&self.reason, "/reason"), (&self.decision, "/decision")];
        let missing = missing.into_iter().filter(|(text, _)| text.trim().is_empty());
        let problems: Vec<_> = missing.map(|(_, pointer)| Problem::new(pointer, "missing")).collect();
        if !problems.is_empty() {
            return Err(Refusal::input(problems));
        }
        let term = file.term(&self.agency, self.role, self.on);
        let term = term.ok_or_else(|| Refusal::rule("position-not-held").with("agency", &self.agency))?;
        if term.role == Role::Administrator && !others {
            return Err(Refusal::rule("last-administrator"));
        }
        Ok(Event::PositionRevoked(PositionRevoked {
            login: person.login.clone(),
            agency: self.agency.clone(),
            role: self.role,
            reason: self.reason.trim().to_owned(),
            on: Some(self.on),
            decision: Some(self.decision.trim().to_owned()),
        }))
    }
}
