//! Refunds: asked by one, decided by another, entered when they went out.

use super::{append, find};
use crate::{Failure, Tx};
use jiff::Timestamp;
use rules::payments::{AskRefund, DecideRefund, Event, PayOut, Payment, Reference};
use rules::people::Capacity;

/// Asks for a refund.
///
/// # Errors
/// When the rules refuse.
pub fn ask_refund(
    tx: &mut Tx,
    reference: &Reference,
    ask: &AskRefund,
    by: &Capacity,
    now: Timestamp,
) -> Result<Payment, Failure> {
    let mut payment = find(tx, reference)?;
    let asked = rules::payments::ask_refund(&payment, ask, by)?;
    append(tx, &mut payment, vec![Event::RefundAsked(asked)], by, now)?;
    Ok(payment)
}

/// Decides about a refund.
///
/// # Errors
/// When the rules refuse.
pub fn decide_refund(
    tx: &mut Tx,
    reference: &Reference,
    decide: &DecideRefund,
    by: &Capacity,
    now: Timestamp,
) -> Result<Payment, Failure> {
    let mut payment = find(tx, reference)?;
    let decided = rules::payments::decide_refund(&payment, decide, by)?;
    append(tx, &mut payment, vec![Event::RefundDecided(decided)], by, now)?;
    Ok(payment)
}

/// Enters that a refund went out.
///
/// # Errors
/// When the rules refuse.
pub fn pay_out(
    tx: &mut Tx,
    reference: &Reference,
    out: &PayOut,
    by: &Capacity,
    now: Timestamp,
) -> Result<Payment, Failure> {
    let mut payment = find(tx, reference)?;
    let refunded = rules::payments::pay_out(&payment, out)?;
    append(tx, &mut payment, vec![Event::Refunded(refunded)], by, now)?;
    Ok(payment)
}
