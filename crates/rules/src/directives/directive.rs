//! A directive as it stands: the fold of its events.

use super::{Event, Registered};
use crate::codes::{AgencyCode, DirectiveCode};
use jiff::Timestamp;
use jiff::civil::Date;

/// That somebody opened it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Of which agency.
    pub agency: AgencyCode,
    /// Their login.
    pub login: String,
    /// Their name.
    pub name: String,
    /// When, the first time.
    pub at: Timestamp,
}

/// An agency that has a directive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Which.
    pub agency: AgencyCode,
    /// Since when.
    pub at: Timestamp,
    /// Until when it does what the directive asks for.
    pub due_on: Option<Date>,
    /// What it was told along; may be empty.
    pub note: String,
}

/// A directive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// As it was registered.
    pub registered: Registered,
    /// When.
    pub registered_at: Timestamp,
    /// The agencies that have it, in the order of assignment.
    pub assigned: Vec<Holder>,
    /// Who opened it, in order.
    pub receipts: Vec<Receipt>,
    /// How many events it has.
    pub version: u64,
}

impl Directive {
    /// The directive after one more event; nothing before it was registered.
    #[must_use]
    pub fn next(before: Option<Self>, event: &Event, at: Timestamp) -> Option<Self> {
        let Some(mut directive) = before else {
            let Event::Registered(registered) = event else { return None };
            return Some(Self {
                registered: registered.clone(),
                registered_at: at,
                assigned: Vec::new(),
                receipts: Vec::new(),
                version: 1,
            });
        };
        directive.version += 1;
        match event {
            Event::Registered(_) => {}
            Event::Assigned(assigned) => {
                directive.assigned.extend(assigned.to.iter().map(|agency| Holder {
                    agency: agency.clone(),
                    at,
                    due_on: assigned.due_on,
                    note: assigned.note.clone(),
                }));
            }
            Event::Opened(opened) => directive.receipts.push(Receipt {
                agency: opened.agency.clone(),
                login: opened.login.clone(),
                name: opened.name.clone(),
                at,
            }),
        }
        Some(directive)
    }

    /// Its code.
    #[must_use]
    pub fn code(&self) -> &DirectiveCode {
        &self.registered.directive
    }

    /// Whether this agency has it.
    #[must_use]
    pub fn is_assigned_to(&self, agency: &AgencyCode) -> bool {
        self.assigned.iter().any(|holder| holder.agency == *agency)
    }

    /// The first time that somebody of an agency opened it.
    #[must_use]
    pub fn opened_by(&self, agency: &AgencyCode) -> Option<&Receipt> {
        self.receipts.iter().find(|receipt| receipt.agency == *agency)
    }
}
