//! Paying back: somebody asks with a reason, somebody else decides, and what went out is entered with the bank's number.

use super::vietqr::Account;
use super::{Payment, Refund, RefundAsked, RefundDecided, RefundState, Refunded};
use crate::money::Dong;
use crate::people::Capacity;
use crate::{Problem, Refusal};

/// Asks that money be paid back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AskRefund {
    /// How much.
    pub amount: Dong,
    /// Why.
    pub reason: String,
    /// To which account; at the counter when not said.
    pub to: Option<Account>,
}

/// Decides about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecideRefund {
    /// Which one.
    pub number: u32,
    /// Whether to pay back.
    pub approved: bool,
    /// Why not, or what to mind.
    pub note: Option<String>,
    /// Whether whoever asked may decide too: their agency is excepted from the separation of duties.
    pub alone: bool,
}

/// Enters that it was paid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayOut {
    /// Which one.
    pub number: u32,
    /// The bank's number of the transfer, or the number of the signed paper.
    pub transaction: String,
}

/// Asks for a refund: the surplus, or all of it after a withdrawal.
///
/// # Errors
/// When there is no reason, or less money here than is asked for.
pub fn ask_refund(payment: &Payment, ask: &AskRefund, by: &Capacity) -> Result<RefundAsked, Refusal> {
    let mut problems = Vec::new();
    if ask.reason.trim().is_empty() {
        problems.push(Problem::new("/reason", "missing"));
    }
    let most = payment.refundable().0;
    if ask.amount.0 <= 0 {
        problems.push(Problem::new("/amount", "amount-not-positive"));
    } else if ask.amount.0 > most {
        problems.push(Problem::new("/amount", "refund-too-large").with("most", most));
    }
    if !problems.is_empty() {
        return Err(Refusal::input(problems));
    }
    let last = payment.refunds.iter().map(|refund| refund.asked.number).max().unwrap_or(0);
    Ok(RefundAsked {
        reference: payment.requested.reference.clone(),
        number: last + 1,
        amount: ask.amount,
        reason: ask.reason.trim().to_owned(),
        to: ask.to.clone(),
        in_place_of: by.principal().map(str::to_owned),
    })
}

/// Decides about a refund; `by` is who decides.
///
/// # Errors
/// When there is none to decide, `by` asked for it, themselves or in somebody's place, or a refusal has no reason.
pub fn decide_refund(payment: &Payment, decide: &DecideRefund, by: &Capacity) -> Result<RefundDecided, Refusal> {
    let refund = find(payment, decide.number, &RefundState::Asked)?;
    if by.did(&refund.asked_by, refund.asked.in_place_of.as_deref()) && !decide.alone {
        return Err(Refusal::forbidden("refund-by-another"));
    }
    let note = decide.note.as_deref().map(str::trim).filter(|note| !note.is_empty()).map(str::to_owned);
    if !decide.approved && note.is_none() {
        return Err(Refusal::input(vec![Problem::new("/note", "missing")]));
    }
    Ok(RefundDecided {
        reference: payment.requested.reference.clone(),
        number: decide.number,
        approved: decide.approved,
        note,
    })
}

/// Enters that an approved refund went out.
///
/// # Errors
/// When none was approved, or no number is given.
pub fn pay_out(payment: &Payment, pay_out: &PayOut) -> Result<Refunded, Refusal> {
    find(payment, pay_out.number, &RefundState::Approved)?;
    let transaction = pay_out.transaction.trim();
    if transaction.is_empty() {
        return Err(Refusal::input(vec![Problem::new("/transaction", "missing")]));
    }
    Ok(Refunded {
        reference: payment.requested.reference.clone(),
        number: pay_out.number,
        transaction: transaction.to_owned(),
    })
}

fn find<'a>(payment: &'a Payment, number: u32, state: &RefundState) -> Result<&'a Refund, Refusal> {
    let refund = payment.refunds.iter().find(|refund| refund.asked.number == number);
    let refund = refund.ok_or_else(|| Refusal::not_found("refund-unknown"))?;
    if refund.state == *state {
        return Ok(refund);
    }
    Err(Refusal::rule("refund-not-in-this-state").with("state", refund.state.key()))
}
