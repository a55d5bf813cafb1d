//! Tries at the gateway, and what is learned of them: by notification, by asking, in any order, as often as anybody likes.

use super::{find, random, receive};
use crate::province::Province;
use crate::tables::payments::attempts;
use crate::{Failure, Tx};
use jiff::Timestamp;
use rules::Refusal;
use rules::money::Dong;
use rules::payments::{AttemptCode, MoneyIn, Payment, Reference, Source};
use rules::people::Capacity;

/// Begins a try over what is left to pay: it is written down before the browser is sent away.
///
/// # Errors
/// When nothing is left to pay.
pub fn begin_attempt(
    tx: &mut Tx,
    reference: &Reference,
    now: Timestamp,
    ask_at: Timestamp,
) -> Result<(AttemptCode, Dong), Failure> {
    let payment = find(tx, reference)?;
    if !payment.state().is_open() {
        return Err(Refusal::rule("payment-not-open").with("state", payment.state().key()).into());
    }
    let code = AttemptCode::of_random(random());
    attempts::begin(tx, &code, reference, payment.outstanding(), now, ask_at)?;
    Ok((code, payment.outstanding()))
}

/// Takes in what the gateway says of a try: money that came, each by its number and amount; with none, whether it ended. Answers the
/// payment.
///
/// # Errors
/// When the try is unknown.
pub fn learned(
    tx: &mut Tx,
    province: &Province,
    code: &AttemptCode,
    moneys: &[(String, Dong, Timestamp)],
    failed: bool,
    by: &Capacity,
    now: Timestamp,
) -> Result<Payment, Failure> {
    let attempt = attempts::find(tx, code)?.ok_or_else(|| Refusal::not_found("attempt-unknown"))?;
    for (transaction, amount, paid_at) in moneys {
        let money = MoneyIn {
            source: Source::Gateway,
            transaction: transaction.clone(),
            attempt: Some(code.clone()),
            amount: *amount,
            paid_at: *paid_at,
            counter: None,
        };
        receive(tx, province, &attempt.reference, money, by, now)?;
    }
    // Known money ends it too: it may have been opened again because the bank named it.
    if !moneys.is_empty() {
        attempts::ended(tx, code, "paid")?;
    } else if failed {
        attempts::ended(tx, code, "failed")?;
    }
    find(tx, &attempt.reference)
}
