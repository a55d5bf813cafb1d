//! Asking for money, freeing somebody from it, taking it back.

use super::{append, expiry, find, of_dossier, random, settle, stream};
use crate::journal::{self, Append};
use crate::province::Province;
use crate::{Failure, Tx};
use jiff::Timestamp;
use rules::Refusal;
use rules::calendar::day_of;
use rules::dossiers::{Demanded, Dossier, PaymentEnd, RequestPayment};
use rules::payments::{
    Assessment, Cancel, Cause, Event, Exempt, Order, Owed, Payer, Payment, Reference, Requested, assess, may_be_asked,
};
use rules::people::permissions::sees_by_office;
use rules::people::{Actor, Capacity};

/// What is owed for a dossier by the rules of the day on which it was filed.
#[must_use]
pub fn assessment(province: &Province, dossier: &Dossier, group: Option<&str>) -> Assessment {
    let filed = &dossier.filed;
    let procedure = province.procedure(&filed.procedure).and_then(|state| state.procedure.as_ref());
    let field = procedure.map_or("", |procedure| procedure.field.as_str());
    let payer = Payer::of(filed, field, day_of(dossier.filed_at), group);
    assess(&filed.fees, &payer)
}

/// What is still owed for a dossier; nothing where all is paid or nothing is due.
///
/// # Errors
/// When the database fails.
pub fn owed(tx: &mut Tx, province: &Province, dossier: &Dossier) -> Result<Option<Owed>, crate::Fault> {
    let payments = of_dossier(tx, dossier.filed.code.as_str())?;
    Ok(rules::payments::owed(dossier, &assessment(province, dossier, None), &payments))
}

/// Refuses to hand over a result that was not paid for.
///
/// # Errors
/// When something is owed for it.
pub(in crate::desk) fn need_paid(tx: &mut Tx, province: &Province, dossier: &Dossier) -> Result<(), Failure> {
    let payments = of_dossier(tx, dossier.filed.code.as_str())?;
    Ok(rules::payments::need_paid(dossier, &assessment(province, dossier, None), &payments)?)
}

/// Why the applicant, and whoever acts for them, may not have the result yet: it is not paid for. Nothing for officers, who have it by
/// their office.
///
/// # Errors
/// When the database fails.
pub fn withheld(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    dossier: &Dossier,
) -> Result<Option<Refusal>, crate::Fault> {
    if sees_by_office(actor, dossier) {
        return Ok(None);
    }
    match need_paid(tx, province, dossier) {
        Ok(()) => Ok(None),
        Err(Failure::Refused(_)) => Ok(Some(Refusal::rule("result-unpaid").with("dossier", &dossier.filed.code))),
        Err(Failure::Fault(fault)) => Err(fault),
    }
}

/// The payment of a dossier that is open, if one is.
///
/// # Errors
/// When the database fails.
pub fn open(tx: &mut Tx, code: &str) -> Result<Option<Payment>, crate::Fault> {
    Ok(of_dossier(tx, code)?.into_iter().find(|payment| payment.state().is_open()))
}

/// The payment that is open for a dossier, or a new one over what the rules say; entered amounts take the place of one that is open.
///
/// # Errors
/// When nothing is owed, it was paid already, or the rules refuse.
pub fn ask(
    tx: &mut Tx,
    province: &Province,
    dossier: &Dossier,
    order: &Order,
    group: Option<&str>,
    by: &Capacity,
    now: Timestamp,
) -> Result<Payment, Failure> {
    if !may_be_asked(dossier) {
        return Err(Refusal::rule("payment-of-finished").with("status", dossier.status.key()).into());
    }
    let assessment = assessment(province, dossier, group);
    let payments = of_dossier(tx, dossier.filed.code.as_str())?;
    let assessed = order.items.is_empty() || order.beside;
    // What the rules say is owed once; more is owed only where an officer enters it.
    if assessed && payments.iter().any(|payment| payment.cancelled.is_none() && !payment.state().is_open()) {
        return Err(Refusal::rule("paid-already").into());
    }
    let reference = Reference::of_random(random());
    let mut requested = rules::payments::request(reference, dossier, &assessment, order)?;
    match payments.into_iter().find(|payment| payment.state().is_open()) {
        Some(open) if open.requested.items == requested.items => return Ok(open),
        Some(mut open) => take_back(tx, &mut open, Cause::Replaced, by, now)?,
        None => {}
    }
    expiry::limit(tx, province, &mut requested, now)?;
    expiry::queue(tx, province, &requested, now)?;
    enter(tx, requested, by, now)
}

/// Completes the command that asks for a payment: the payment is made, or the open one is used.
///
/// # Errors
/// As [`ask`].
pub fn demand(
    tx: &mut Tx,
    province: &Province,
    dossier: &Dossier,
    request: &RequestPayment,
    by: &Capacity,
    now: Timestamp,
) -> Result<RequestPayment, Failure> {
    let order = Order { items: request.items.clone(), note: request.note.clone(), ..Order::default() };
    let payment = ask(tx, province, dossier, &order, request.group.as_deref(), by, now)?;
    let assessed = assessment(province, dossier, request.group.as_deref());
    // An amount of its own follows the rule of the procedure's fees; where it has none, the clock stands.
    let stops_clock = assessed.stops_clock || dossier.filed.fees.iter().all(|fee| !fee.clock_runs);
    let demanded = Demanded {
        payment: payment.requested.reference.clone(),
        amount: payment.outstanding(),
        stops_clock,
        expires_at: payment.requested.expires_at,
    };
    Ok(RequestPayment { demanded: Some(demanded), ..request.clone() })
}

/// Enters that nothing is owed, by which rule and on which paper; what was asked for is taken back.
///
/// # Errors
/// When the rules refuse, or it was paid.
pub fn exempt(
    tx: &mut Tx,
    province: &Province,
    dossier: &Dossier,
    exemption: &Exempt,
    by: &Capacity,
    now: Timestamp,
) -> Result<Payment, Failure> {
    let assessment = assessment(province, dossier, Some(&exemption.group));
    let requested = rules::payments::exempt(Reference::of_random(random()), dossier, &assessment, exemption)?;
    free(tx, province, dossier, requested, by, now)
}

/// Enters that nothing is taken by a leader's word, and why; what was asked for is taken back.
///
/// # Errors
/// When nothing is owed anyway, no reason is given, or it was paid.
pub fn waive(
    tx: &mut Tx,
    province: &Province,
    dossier: &Dossier,
    reason: &str,
    by: &Capacity,
    now: Timestamp,
) -> Result<Payment, Failure> {
    let assessment = assessment(province, dossier, None);
    let requested = rules::payments::waive(Reference::of_random(random()), dossier, &assessment, reason)?;
    free(tx, province, dossier, requested, by, now)
}

fn free(
    tx: &mut Tx,
    province: &Province,
    dossier: &Dossier,
    requested: Requested,
    by: &Capacity,
    now: Timestamp,
) -> Result<Payment, Failure> {
    let payments = of_dossier(tx, dossier.filed.code.as_str())?;
    if payments.iter().any(|payment| payment.cancelled.is_none() && !payment.state().is_open()) {
        return Err(Refusal::rule("paid-already").into());
    }
    for mut open in payments.into_iter().filter(|payment| payment.state().is_open()) {
        take_back(tx, &mut open, Cause::Exempted, by, now)?;
        settle(tx, province, &open, PaymentEnd::TakenBack, by, now)?;
    }
    enter(tx, requested, by, now)
}

/// Takes back what was asked for; the dossier that waited goes on.
///
/// # Errors
/// When it was paid, or taken back before.
pub fn cancel(
    tx: &mut Tx,
    province: &Province,
    reference: &Reference,
    note: Option<String>,
    by: &Capacity,
    now: Timestamp,
) -> Result<Payment, Failure> {
    let mut payment = find(tx, reference)?;
    let cancelled = rules::payments::cancel(&payment, &Cancel { cause: Cause::Mistaken, note })?;
    append(tx, &mut payment, vec![Event::Cancelled(cancelled)], by, now)?;
    settle(tx, province, &payment, PaymentEnd::TakenBack, by, now)?;
    Ok(payment)
}

fn take_back(tx: &mut Tx, open: &mut Payment, cause: Cause, by: &Capacity, now: Timestamp) -> Result<(), Failure> {
    let cancelled = rules::payments::cancel(open, &Cancel { cause, note: None })?;
    append(tx, open, vec![Event::Cancelled(cancelled)], by, now)
}

fn enter(tx: &mut Tx, requested: Requested, by: &Capacity, now: Timestamp) -> Result<Payment, Failure> {
    let payment = Payment::requested(requested.clone(), now);
    let (ledger, stream) = (requested.agency.to_string(), stream(&requested.reference));
    let events = [rules::Event::Payments(Event::Requested(requested))];
    journal::append(tx, &Append { ledger: &ledger, stream: &stream, expected: 0, at: now, by, events: &events })?;
    Ok(payment)
}
