//! How directives look in JSON.

use crate::api::wire::At;
use jiff::civil::Date;
use rules::directives::Directive;
use serde::Serialize;
use store::tables::directives::Listed;
use store::tables::tasks::lists;
use utoipa::ToSchema;

/// A directive in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct DirectiveItem {
    /// Its code.
    #[schema(example = "VB-2025-00012")]
    code: String,
    /// In whose register, by agency code.
    #[schema(example = "H35")]
    agency: String,
    /// `in` or `out`.
    direction: &'static str,
    /// Its number in that register and year.
    number: u64,
    /// Its type.
    kind: &'static str,
    /// Number and notation on it.
    #[schema(example = "624/TB-VPCP")]
    notation: String,
    /// The day on it.
    #[schema(value_type = String, format = Date)]
    issued_on: Date,
    /// Who issued it.
    issuer: String,
    /// Its excerpt.
    subject: String,
    /// `normal`, `urgent`, `very-urgent` or `express`.
    urgency: &'static str,
    /// Until when it is to be done: by the caller's agencies, else as the directive itself says.
    #[schema(value_type = Option<String>, format = Date)]
    due_on: Option<Date>,
    /// When it was registered.
    registered_at: At,
    /// How many agencies have it.
    assigned: u64,
    /// In how many of them somebody opened it.
    opened: u64,
}

impl From<&Listed> for DirectiveItem {
    fn from(one: &Listed) -> Self {
        Self {
            code: one.code.to_string(),
            agency: one.agency.to_string(),
            direction: one.direction.key(),
            number: one.number,
            kind: one.kind.key(),
            notation: one.notation.clone(),
            issued_on: one.issued_on,
            issuer: one.issuer.clone(),
            subject: one.subject.clone(),
            urgency: one.urgency.key(),
            due_on: one.due_on,
            registered_at: At(one.registered_at),
            assigned: one.assigned,
            opened: one.opened,
        }
    }
}

/// A directive.
#[derive(Debug, Serialize, ToSchema)]
pub struct DirectiveSeen {
    /// Its code.
    #[schema(example = "VB-2025-00012")]
    code: String,
    /// In whose register, by agency code.
    #[schema(example = "H35")]
    agency: String,
    /// `in` or `out`.
    direction: &'static str,
    /// Its number in that register and year.
    number: u32,
    /// Its type.
    kind: &'static str,
    /// Number and notation on it.
    #[schema(example = "624/TB-VPCP")]
    notation: String,
    /// The day on it.
    #[schema(value_type = String, format = Date)]
    issued_on: Date,
    /// Who issued it.
    issuer: String,
    /// Its excerpt.
    subject: String,
    /// Its text, as far as it was entered.
    content: String,
    /// `normal`, `urgent`, `very-urgent` or `express`.
    urgency: &'static str,
    /// Until when it wants to be done.
    #[schema(value_type = Option<String>, format = Date)]
    due_on: Option<Date>,
    /// Who signed it; may be empty.
    signer: String,
    /// As what; may be empty.
    signer_position: String,
    /// The names of its files.
    files: Vec<String>,
    /// The identity that the sending system gave it; empty for what was entered by hand.
    received_as: String,
    /// When it was registered.
    registered_at: At,
    /// How many entries it has.
    version: u64,
    /// The agencies that have it.
    assigned: Vec<DirectiveHolder>,
    /// The codes of the tasks that came of it, as far as the caller sees them.
    tasks: Vec<String>,
}

/// An agency that has a directive.
#[derive(Debug, Serialize, ToSchema)]
pub struct DirectiveHolder {
    /// Its code.
    #[schema(example = "H35.07")]
    agency: String,
    /// Since when.
    assigned_at: At,
    /// Until when it does what is asked for.
    #[schema(value_type = Option<String>, format = Date)]
    due_on: Option<Date>,
    /// What it was told along; may be empty.
    note: String,
    /// Who there opened it; empty while nobody did.
    opened: Vec<DirectiveReceipt>,
}

/// That somebody opened a directive.
#[derive(Debug, Serialize, ToSchema)]
pub struct DirectiveReceipt {
    /// Their name.
    name: String,
    /// When, the first time.
    at: At,
}

impl DirectiveSeen {
    /// The directive, with its tasks.
    pub(super) fn of(directive: &Directive, tasks: &[lists::Listed]) -> Self {
        let registered = &directive.registered;
        let signer = registered.signer.clone();
        let (signer, signer_position) = signer.map(|signer| (signer.name, signer.position)).unwrap_or_default();
        let assigned = directive.assigned.iter().map(|holder| {
            let receipts = directive.receipts.iter().filter(|receipt| receipt.agency == holder.agency);
            DirectiveHolder {
                agency: holder.agency.to_string(),
                assigned_at: At(holder.at),
                due_on: holder.due_on,
                note: holder.note.clone(),
                opened: receipts
                    .map(|receipt| DirectiveReceipt { name: receipt.name.clone(), at: At(receipt.at) })
                    .collect(),
            }
        });
        Self {
            code: directive.code().to_string(),
            agency: registered.agency.to_string(),
            direction: registered.direction.key(),
            number: registered.number,
            kind: registered.kind.key(),
            notation: registered.notation.clone(),
            issued_on: registered.issued_on,
            issuer: registered.issuer.clone(),
            subject: registered.subject.clone(),
            content: registered.content.clone(),
            urgency: registered.urgency.key(),
            due_on: registered.due_on,
            signer,
            signer_position,
            files: registered.files.iter().map(|file| file.name.clone()).collect(),
            received_as: registered.received_as.clone(),
            registered_at: At(directive.registered_at),
            version: directive.version,
            assigned: assigned.collect(),
            tasks: tasks.iter().map(|task| task.code.to_string()).collect(),
        }
    }
}
