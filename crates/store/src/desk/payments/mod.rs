//! Money at the desk: what is owed is asked for, what comes is counted once, receipts are numbered, and the dossier goes on, all in
//! one transaction.

mod ask;
mod attempts;
mod expiry;
mod owing;
mod receipts;
mod refunds;
mod statements;

pub(super) use ask::need_paid;
pub use ask::{ask, assessment, cancel, demand, exempt, open, owed, waive, withheld};
pub use attempts::{begin_attempt, learned};
pub use expiry::{DAYS, EXPIRE, REMIND, accept, expire, remind};
pub use owing::{Owing, owing};
pub use receipts::{Receipt, ReceiptId, find_receipt, receipts};
pub use refunds::{ask_refund, decide_refund, pay_out};
pub use statements::{Imported, Reconciliation, Row, attach, import, reconcile};

use super::dossiers;
use crate::journal::{self, Append, Recorded};
use crate::province::Province;
use crate::{Failure, Fault, Tx, tables, values};
use jiff::Timestamp;
use rules::Refusal;
use rules::calendar::day_of;
use rules::dossiers::{Context, Dossier, PaymentEnd, settle_payment};
use rules::payments::{AccountNamed, Cancel, Cause, Event, MoneyIn, Payment, Received, Reference};
use rules::people::Capacity;

/// The stream of a payment in the journal.
#[must_use]
pub fn stream(reference: &Reference) -> String {
    format!("payments/{reference}")
}

/// The payment of this number; nothing when there is none.
///
/// # Errors
/// When the database fails.
pub fn load(tx: &mut Tx, reference: &Reference) -> Result<Option<Payment>, Fault> {
    fold(&journal::read_stream(tx, &stream(reference))?)
}

/// The payment of this number as it stood after so many entries.
///
/// # Errors
/// When the database fails.
pub fn load_at(tx: &mut Tx, reference: &Reference, version: u64) -> Result<Option<Payment>, Fault> {
    let mut history = journal::read_stream(tx, &stream(reference))?;
    history.retain(|recorded| recorded.version <= version);
    fold(&history)
}

fn fold(history: &[Recorded]) -> Result<Option<Payment>, Fault> {
    let mut payment = None;
    for recorded in history {
        let rules::Event::Payments(event) = &recorded.event else { continue };
        payment = Payment::next(payment, event, recorded.at, &dossiers::who(recorded)?.login);
    }
    Ok(payment)
}

/// The payment of this number.
///
/// # Errors
/// When there is none.
pub fn find(tx: &mut Tx, reference: &Reference) -> Result<Payment, Failure> {
    load(tx, reference)?.ok_or_else(|| Refusal::not_found("payment-unknown").into())
}

/// The payments of a dossier, oldest first.
///
/// # Errors
/// When the database fails.
pub fn of_dossier(tx: &mut Tx, code: &str) -> Result<Vec<Payment>, Fault> {
    let sql = "SELECT reference FROM payments WHERE dossier = $1 ORDER BY requested_at, reference";
    let references: Vec<Reference> =
        tx.query(sql, values![code])?.iter().map(|row| row.parsed(0)).collect::<Result<_, _>>()?;
    references.iter().filter_map(|reference| load(tx, reference).transpose()).collect()
}

/// Counts money that came in, unless it was counted before; answers the payment as it stands then, and whether the money is new.
///
/// # Errors
/// When there is no such payment, the rules refuse, or the money was counted for another payment.
pub fn receive(
    tx: &mut Tx,
    province: &Province,
    reference: &Reference,
    money: MoneyIn,
    by: &Capacity,
    now: Timestamp,
) -> Result<(Payment, bool), Failure> {
    let mut payment = find(tx, reference)?;
    if let Some(other) = tables::payments::moneys::counted_for(tx, money.source, &money.transaction)? {
        if other == *reference {
            return Ok((payment, false));
        }
        return Err(Refusal::rule("money-counted-elsewhere").with("reference", other).into());
    }
    let attempt = money.attempt.clone();
    match rules::payments::receive(&payment, money)? {
        Received::Known => return Ok((payment, false)),
        Received::New(received) => append(tx, &mut payment, vec![Event::MoneyReceived(received)], by, now)?,
    }
    if let Some(attempt) = attempt {
        tables::payments::attempts::ended(tx, &attempt, "paid")?;
    }
    if number_receipts(tx, &mut payment, by, now)? {
        settle(tx, province, &payment, PaymentEnd::Paid, by, now)?;
    }
    Ok((payment, true))
}

/// Numbers the receipts that are due; whether any were.
fn number_receipts(tx: &mut Tx, payment: &mut Payment, by: &Capacity, now: Timestamp) -> Result<bool, Failure> {
    let year = day_of(now).year();
    let mut receipts = Vec::new();
    for draft in payment.receipts_due() {
        let agency = payment.requested.agency.clone();
        let number = tables::payments::next_receipt(tx, agency.as_str(), year, draft.kind)?;
        receipts.push(Event::ReceiptIssued(payment.receipt(draft, agency, year, number)));
    }
    let any = !receipts.is_empty();
    if any {
        append(tx, payment, receipts, by, now)?;
    }
    Ok(any)
}

/// Names the account to which an agency's fees are paid.
///
/// # Errors
/// When the agency is unknown.
pub fn name_account(
    tx: &mut Tx,
    province: &Province,
    named: AccountNamed,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    if province.directory.get(&named.agency).is_none() {
        return Err(Refusal::not_found("agency-unknown").with("code", &named.agency).into());
    }
    let stream = format!("accounts/{}", named.agency);
    let ledger = named.agency.to_string();
    let expected = journal::stream_version(tx, &stream)?;
    let events = [rules::Event::Payments(Event::AccountNamed(named))];
    journal::append(tx, &Append { ledger: &ledger, stream: &stream, expected, at: now, by, events: &events })?;
    Ok(())
}

/// The dossier ended: nothing is owed for it any more.
pub(super) fn close(
    tx: &mut Tx,
    dossier: &Dossier,
    cause: Cause,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    for mut payment in of_dossier(tx, dossier.filed.code.as_str())? {
        if payment.state().is_open() {
            let cancelled = rules::payments::cancel(&payment, &Cancel { cause, note: None })?;
            append(tx, &mut payment, vec![Event::Cancelled(cancelled)], by, now)?;
        }
    }
    Ok(())
}

/// Lets the dossier go on that waited for this payment.
fn settle(
    tx: &mut Tx,
    province: &Province,
    payment: &Payment,
    end: PaymentEnd,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let Some(loaded) = dossiers::load(tx, payment.requested.dossier.as_str())? else { return Ok(()) };
    let before = loaded.dossier;
    let calendar = province.calendar(&before.filed.competent_agency);
    let context = Context { now, calendar, by, alone: false };
    if let Some(event) = settle_payment(&before, &payment.requested.reference, end, &context) {
        dossiers::append_event(tx, &before, event, by, now)?;
    }
    Ok(())
}

/// Enters what happened to a payment, and takes it into its state.
fn append(
    tx: &mut Tx,
    payment: &mut Payment,
    events: Vec<Event>,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let (expected, ledger) = (payment.version, payment.requested.agency.to_string());
    for event in &events {
        payment.apply(event, now, &by.login);
    }
    let events: Vec<_> = events.into_iter().map(rules::Event::Payments).collect();
    let stream = stream(&payment.requested.reference);
    journal::append(tx, &Append { ledger: &ledger, stream: &stream, expected, at: now, by, events: &events })?;
    Ok(())
}

/// Nine random bytes for a number that nobody guesses.
fn random() -> [u8; 9] {
    let bytes = *uuid::Uuid::new_v4().as_bytes();
    // The rest of an identifier says its version.
    [0, 1, 2, 3, 4, 5, 9, 10, 11].map(|at: usize| bytes[at])
}
