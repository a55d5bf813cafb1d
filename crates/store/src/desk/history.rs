//! Entering what was decided elsewhere by the same rules: years at once, as the demonstration and offline counters do.

use super::dossiers::{note_number, stream};
use super::{petitions, results};
use crate::journal::{self, Append};
use crate::province::Province;
use crate::{Failure, Tx, tables};
use jiff::Timestamp;
use rules::codes::AgencyCode;
use rules::dossiers::{Dossier, Event};
use rules::payments::Reference;
use rules::people::{Actor, Capacity};
use rules::petitions::Command;
use std::sync::Arc;

/// A step of a dossier's life that the rules have let through already.
#[derive(Debug, Clone)]
pub struct Decided {
    /// As it stood; nothing when it is filed now.
    pub before: Option<Arc<Dossier>>,
    /// As it stands after these events.
    pub after: Arc<Dossier>,
    /// What was decided.
    pub events: Vec<Event>,
    /// Who did it, in which capacity.
    pub by: Arc<Capacity>,
    /// When.
    pub at: Timestamp,
}

/// Enters a step into the journal and projects it. Running numbers go on after that of a dossier filed so.
///
/// # Errors
/// When the dossier is not at the version that the step was decided on, or the database refuses.
pub fn record(tx: &mut Tx, decided: &Decided) -> Result<(), Failure> {
    let filed = &decided.after.filed;
    let events: Vec<_> = decided.events.iter().cloned().map(rules::Event::Dossiers).collect();
    let at = decided.before.as_deref().unwrap_or(&decided.after);
    let append = Append {
        ledger: at.filed.competent_agency.as_str(),
        stream: &stream(filed.code.as_str()),
        expected: decided.before.as_ref().map_or(0, |before| before.version),
        at: decided.at,
        by: &*decided.by,
        events: &events,
    };
    journal::append(tx, &append)?;
    tables::dossiers::project(tx, decided.before.as_deref(), &decided.after, decided.at)?;
    if decided.before.is_none() {
        note_number(tx, &filed.code)?;
    }
    Ok(())
}

/// Does to a petition what was done then; nobody is told of what is past.
///
/// # Errors
/// When the policy or the rules refuse it.
pub fn petition(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    id: &str,
    command: &Command,
    at: Timestamp,
) -> Result<(), Failure> {
    petitions::act_quietly(tx, province, actor, id, command, at)
}

/// Answers a request about a result as it was answered then; nobody is told of what is past.
///
/// # Errors
/// When the policy or the rules refuse it.
pub fn result(
    tx: &mut Tx,
    actor: &Actor,
    id: &str,
    command: &rules::results::Command,
    at: Timestamp,
) -> Result<(), Failure> {
    results::act_quietly(tx, actor, id, command, at)
}

/// What happened to a payment, which the rules have let through already.
#[derive(Debug, Clone)]
pub struct PaymentDecided {
    /// Which payment.
    pub reference: Reference,
    /// Whose fee it is.
    pub agency: AgencyCode,
    /// How many events it had.
    pub expected: u64,
    /// What was decided; receipts have their numbers.
    pub events: Vec<rules::payments::Event>,
    /// Who did it, in which capacity.
    pub by: Arc<Capacity>,
    /// When.
    pub at: Timestamp,
}

/// Enters what happened to a payment. Numbers of receipts go on after those that it names.
///
/// # Errors
/// When the payment is not at the version that this was decided on, or the database refuses.
pub fn record_payment(tx: &mut Tx, decided: &PaymentDecided) -> Result<(), Failure> {
    let events: Vec<_> = decided.events.iter().cloned().map(rules::Event::Payments).collect();
    let append = Append {
        ledger: decided.agency.as_str(),
        stream: &super::payments::stream(&decided.reference),
        expected: decided.expected,
        at: decided.at,
        by: &*decided.by,
        events: &events,
    };
    journal::append(tx, &append)?;
    Ok(())
}
