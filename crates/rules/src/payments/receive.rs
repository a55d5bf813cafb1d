//! Money comes in: counted once, and compared with what is owed at that moment.

use super::{AttemptCode, Fit, MoneyReceived, Payment, Source, State};
use crate::codes::AgencyCode;
use crate::money::Dong;
use crate::{Problem, Refusal};
use jiff::Timestamp;

/// Money of which somebody told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoneyIn {
    /// Where from.
    pub source: Source,
    /// Its number there.
    pub transaction: String,
    /// The try at the gateway that it belongs to.
    pub attempt: Option<AttemptCode>,
    /// How much.
    pub amount: Dong,
    /// When it was paid.
    pub paid_at: Timestamp,
    /// The counter that took it in cash.
    pub counter: Option<AgencyCode>,
}

/// What comes of hearing of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// It is new.
    New(MoneyReceived),
    /// It was counted before: nothing happens.
    Known,
}

/// What follows from money that came in.
///
/// # Errors
/// When it is no money, or cash is offered where none is owed: at a counter that can be said at once.
pub fn receive(payment: &Payment, money: MoneyIn) -> Result<Received, Refusal> {
    if payment.knows(money.source, &money.transaction) {
        return Ok(Received::Known);
    }
    if money.amount.0 <= 0 {
        return Err(Refusal::input(vec![Problem::new("/amount", "amount-not-positive")]));
    }
    let left = payment.outstanding().0;
    if money.source == Source::Cash {
        if !payment.state().is_open() {
            return Err(Refusal::rule("payment-not-open").with("state", payment.state().key()));
        }
        if money.amount.0 != left {
            let problem = Problem::new("/amount", "cash-not-exact").with("amount", left);
            return Err(Refusal::input(vec![problem]));
        }
    }
    let fit = match payment.state() {
        State::Waiting | State::Short if money.amount.0 < left => Fit::Short,
        State::Waiting | State::Short if money.amount.0 == left => Fit::Exact,
        State::Waiting | State::Short => Fit::Surplus,
        State::Paid => Fit::Again,
        State::Exempt | State::Cancelled => Fit::Closed,
    };
    Ok(Received::New(MoneyReceived {
        reference: payment.requested.reference.clone(),
        source: money.source,
        transaction: money.transaction,
        attempt: money.attempt,
        amount: money.amount,
        paid_at: money.paid_at,
        counter: money.counter,
        fit,
    }))
}
