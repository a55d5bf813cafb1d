//! Moving to another position (*điều động, luân chuyển*): one decision takes back and gives, from one day on.
//!
//! What the person had in charge stays where it is: a dossier goes to whoever holds the position.

use super::{Directory, Event, Grant, PersonFile, Revoke, Role};
use crate::codes::AgencyCode;
use crate::{Problem, Refusal};

/// Move to another position.
#[derive(Debug, Clone, PartialEq)]
pub struct Transfer {
    /// The positions that they give up.
    pub gives_up: Vec<(AgencyCode, Role)>,
    /// The position that they take over; its decision and day are those of the whole move.
    pub takes_over: Grant,
    /// Why.
    pub reason: String,
}

impl Transfer {
    /// What follows for this person, in the order in which it is entered.
    ///
    /// # Errors
    /// When nothing is given up, or a part of it is refused.
    pub fn decide(&self, file: &PersonFile, directory: &Directory, others: bool) -> Result<Vec<Event>, Refusal> {
        if self.gives_up.is_empty() {
            return Err(Refusal::input(vec![Problem::new("/gives_up", "choose")]));
        }
        let Grant { from: on, decision, .. } = &self.takes_over;
        // The new position first: its problems are those of the form.
        let mut without = file.clone();
        without.terms.retain(|term| !self.gives_up.contains(&(term.agency.clone(), term.role)));
        let granted = self.takes_over.decide(&without, directory)?;
        let revoked = self.gives_up.iter().map(|(agency, role)| {
            let revoke = Revoke {
                agency: agency.clone(),
                role: *role,
                on: *on,
                reason: self.reason.clone(),
                decision: decision.clone(),
            };
            revoke.decide(file, others)
        });
        revoked.chain(std::iter::once(Ok(granted))).collect()
    }
}
