//! How long a request waits for its money. No law sets a term for fees as such, so an installation may set its own; without one it is
//! [`WORKING_DAYS`]. What comes later is booked all the same, and an officer decides: kept for what was owed, or paid back.

use super::{Accepted, Cancelled, Cause, Payment};
use crate::Refusal;
use crate::calendar::{Calendar, StartRule, TimeLimit};
use jiff::Timestamp;

/// How many working days a request waits, where the installation says nothing else.
pub const WORKING_DAYS: u16 = 10;
/// How many working days before its end whoever owes is reminded.
pub const REMINDED_BEFORE: u16 = 2;

/// When a request that is made now expires; never with no days.
#[must_use]
pub fn expires_at(calendar: &Calendar, now: Timestamp, days: u16) -> Option<Timestamp> {
    (days > 0).then(|| calendar.due(now, TimeLimit::WorkingDays(days.into()), StartRule::AtOnce))
}

/// When whoever owes is reminded of it; not at all where the whole term is no longer than the warning.
#[must_use]
pub fn reminds_at(calendar: &Calendar, now: Timestamp, days: u16) -> Option<Timestamp> {
    expires_at(calendar, now, days.saturating_sub(REMINDED_BEFORE))
}

/// The end of a request whose time is over; nothing for one that still has time, or is not awaited.
#[must_use]
pub fn expire(payment: &Payment, now: Timestamp) -> Option<Cancelled> {
    let over = payment.requested.expires_at.is_some_and(|at| at <= now);
    (over && payment.state().is_open()).then(|| Cancelled {
        reference: payment.requested.reference.clone(),
        cause: Cause::Expired,
        note: None,
    })
}

/// Keeps money that came after the request had expired for what was owed.
///
/// # Errors
/// When it did not expire, or less is here than was owed.
pub fn accept(payment: &Payment) -> Result<Accepted, Refusal> {
    let owed = payment.requested.amount;
    if !payment.cancelled.is_some_and(|(cause, _)| cause == Cause::Expired) {
        return Err(Refusal::rule("payment-not-expired").with("state", payment.state().key()));
    }
    if payment.refundable() < owed {
        return Err(Refusal::rule("late-money-short").with("amount", owed.0));
    }
    Ok(Accepted { reference: payment.requested.reference.clone() })
}
