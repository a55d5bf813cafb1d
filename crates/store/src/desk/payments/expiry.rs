//! Requests that nobody pays expire, by jobs queued when they were made: first a reminder, then the end. What comes later is booked,
//! and may be kept for what was owed.

use super::{append, find, number_receipts, of_dossier, settle};
use crate::desk::{dossiers, messages};
use crate::province::Province;
use crate::tables::payments::attempts;
use crate::{Failure, Fault, Tx, jobs, settings};
use jiff::{SignedDuration, Timestamp};
use rules::Refusal;
use rules::dossiers::PaymentEnd;
use rules::messages::Notice;
use rules::payments::{
    Cancel, Cause, Event, Payment, Reference, Requested, State, WORKING_DAYS, expires_at, reminds_at,
};
use rules::people::Capacity;

/// The kind of job that ends a request.
pub const EXPIRE: &str = "payments.expire";
/// The kind of job that reminds of one.
pub const REMIND: &str = "payments.remind";
/// The setting that says how many working days a request waits: 0 is for ever.
pub const DAYS: &str = "payment_working_days";
/// While the gateway has not said what became of a try, the end waits so long.
const UNKNOWN: SignedDuration = SignedDuration::from_hours(1);

fn days(tx: &mut Tx) -> Result<u16, Fault> {
    Ok(settings::get(tx, DAYS)?.and_then(|days| days.parse().ok()).unwrap_or(WORKING_DAYS))
}

/// Says until when a request waits.
pub(super) fn limit(tx: &mut Tx, province: &Province, requested: &mut Requested, now: Timestamp) -> Result<(), Fault> {
    requested.expires_at = expires_at(province.calendar(&requested.agency), now, days(tx)?);
    Ok(())
}

/// Queues what happens to a request by itself.
pub(super) fn queue(tx: &mut Tx, province: &Province, requested: &Requested, now: Timestamp) -> Result<(), Fault> {
    let Some(end) = requested.expires_at else { return Ok(()) };
    if let Some(at) = reminds_at(province.calendar(&requested.agency), now, days(tx)?) {
        jobs::queue(tx, REMIND, &requested.reference, at)?;
    }
    jobs::queue(tx, EXPIRE, &requested.reference, end)?;
    Ok(())
}

/// Ends a request whose time is over: the dossier that waited goes on, and the applicant is told. Answers when to look again, where a
/// try at the gateway is still open.
///
/// # Errors
/// When there is no such payment, or the database fails.
pub fn expire(
    tx: &mut Tx,
    province: &Province,
    reference: &Reference,
    by: &Capacity,
    now: Timestamp,
) -> Result<Option<Timestamp>, Failure> {
    let mut payment = find(tx, reference)?;
    let Some(expired) = rules::payments::expire(&payment, now) else { return Ok(None) };
    if attempts::is_open(tx, reference)? {
        return Ok(Some(now + UNKNOWN));
    }
    append(tx, &mut payment, vec![Event::Cancelled(expired)], by, now)?;
    settle(tx, province, &payment, PaymentEnd::Expired, by, now)?;
    tell(tx, &payment, Notice::PaymentExpired, now)?;
    Ok(None)
}

/// Reminds whoever owes of the end of a request; nobody when it was paid meanwhile.
///
/// # Errors
/// When there is no such payment, or the database fails.
pub fn remind(tx: &mut Tx, reference: &Reference, now: Timestamp) -> Result<(), Failure> {
    let payment = find(tx, reference)?;
    if payment.state().is_open() {
        tell(tx, &payment, Notice::PaymentDue, now)?;
    }
    Ok(())
}

fn tell(tx: &mut Tx, payment: &Payment, notice: Notice, now: Timestamp) -> Result<(), Failure> {
    let requested = &payment.requested;
    let Some(loaded) = dossiers::load(tx, requested.dossier.as_str())? else { return Ok(()) };
    let (reference, due) = (requested.reference.as_str(), requested.expires_at);
    Ok(messages::payment(tx, &loaded.dossier, reference, notice, due, now)?)
}

/// Keeps money that came after a request had expired: its receipts are numbered, and what was asked for in its place is owed no more.
///
/// # Errors
/// When it did not expire, less is here than was owed, or the dossier was paid for otherwise or ended meanwhile.
pub fn accept(
    tx: &mut Tx,
    province: &Province,
    reference: &Reference,
    by: &Capacity,
    now: Timestamp,
) -> Result<Payment, Failure> {
    let mut payment = find(tx, reference)?;
    let accepted = rules::payments::accept(&payment)?;
    let code = payment.requested.dossier.clone();
    let loaded = dossiers::load(tx, code.as_str())?;
    if let Some(loaded) = loaded.filter(|loaded| !rules::payments::may_be_asked(&loaded.dossier)) {
        let status = loaded.dossier.status.key();
        return Err(Refusal::rule("payment-of-finished").with("status", status).into());
    }
    let others = of_dossier(tx, code.as_str())?;
    if others.iter().any(|other| matches!(other.state(), State::Paid | State::Exempt)) {
        return Err(Refusal::rule("paid-already").into());
    }
    append(tx, &mut payment, vec![Event::Accepted(accepted)], by, now)?;
    number_receipts(tx, &mut payment, by, now)?;
    for mut open in others.into_iter().filter(|other| other.state().is_open()) {
        let cancel = Cancel { cause: Cause::Replaced, note: None };
        let cancelled = rules::payments::cancel(&open, &cancel)?;
        append(tx, &mut open, vec![Event::Cancelled(cancelled)], by, now)?;
        settle(tx, province, &open, PaymentEnd::Paid, by, now)?;
    }
    Ok(payment)
}
